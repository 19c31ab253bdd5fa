"""What may happen to a run, and what may come in as a file."""

from noilam.foundation.errors import Problem
from noilam.foundation.text import say

MOST_BYTES = 50_000_000
ENDINGS = (".xlsx", ".csv", ".tsv", ".txt")
UNDER_WAY = say("Lần nhập này đang chạy. Đợi xong rồi thử lại.")
_FILE_GONE = Problem("file-gone", say("Tệp đã được xóa sau khi hết hạn giữ. Chọn lại tệp để nhập."))


def problems_with_upload(name: str, size: int) -> list[Problem]:
    if not name.casefold().endswith(ENDINGS):
        return [
            Problem(
                "wrong-ending",
                say("Chỉ nhận tệp .xlsx và .csv. Mở tệp bằng Excel, lưu thành .xlsx rồi chọn lại."),
                "file",
            )
        ]
    if size > MOST_BYTES:
        return [
            Problem(
                "file-too-big",
                say("Tệp lớn hơn {most} MB. Chia thành nhiều tệp rồi nhập lần lượt."),
                "file",
                {"most": MOST_BYTES // 1_000_000},
            )
        ]
    return []


def problems_with_check(status: str, *, has_file: bool) -> list[Problem]:
    if status in ("applied", "taken_back"):
        return [Problem("over", say("Lần nhập này đã xong. Chọn lại tệp để nhập lần mới."))]
    if status != "refused" and status != "checked":
        return [Problem("under-way", UNDER_WAY)]
    return [] if has_file else [_FILE_GONE]


def problems_with_confirming(status: str, *, has_file: bool) -> list[Problem]:
    if status == "refused":
        return [
            Problem("has-problems", say("Tệp còn lỗi nên chưa nhập được. Sửa tệp rồi chọn lại."))
        ]
    if status != "checked":
        return [Problem("not-checked", say("Lần nhập này không còn chờ xác nhận. Tải lại trang."))]
    return [] if has_file else [_FILE_GONE]


def problems_with_taking_back(status: str, reason: str) -> list[Problem]:
    problems = []
    if status != "applied":
        problems.append(
            Problem("not-applied", say("Chỉ hoàn lại được lần nhập đã ghi vào hệ thống."))
        )
    if not reason.strip():
        problems.append(Problem("reason-missing", say("Ghi lý do hoàn lại."), "reason"))
    return problems


def problems_with_meaning(typed: str, chosen: str) -> list[Problem]:
    if typed.strip() and chosen.strip():
        return []
    return [Problem("no-choice", say("Chọn một mục trong danh sách."), "chosen")]
