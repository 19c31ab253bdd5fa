"""Every rule that code asks for, and what a new installation starts with. Free of Django.

A key that no code asks for, or a key asked for that is not here, fails a test. Values are
starting points to be changed on /rules/ by those who may; nothing else reads this table.
"""

from datetime import date

from noilam.foundation.text import say

from .rules import Bounds, DayDraft, DayKind, Definition, Kind, Mark, Part, PartKind, Seed, Unit

_HOUSE = say("Mặc định của phần mềm")


def _own(value: object) -> tuple[Seed, ...]:
    """A value with no law behind it: the house decides."""
    return (Seed(value, _HOUSE, Mark.OWN),)


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        key="accounts.card_valid_days",
        title=say("Thẻ đăng nhập lần đầu dùng được trong"),
        kind=Kind.NUMBER,
        unit="day",
        seeds=_own(14),
        bounds=Bounds(1, 365, "14"),
        hint=say("Tính từ ngày in thẻ. Hết hạn thì cán bộ văn phòng in thẻ mới."),
    ),
    Definition(
        key="accounts.lockout",
        title=say("Khoá đăng nhập khi gõ sai mật khẩu nhiều lần"),
        kind=Kind.TABLE,
        parts=(
            Part("attempts", say("Số lần sai liên tiếp"), bounds=Bounds(3, 20, "5")),
            Part("minutes", say("Khoá trong số phút"), bounds=Bounds(1, 1440, "15")),
        ),
        seeds=_own({"attempts": 5, "minutes": 15}),
    ),
    Definition(
        key="calendar.public_days",
        title=say("Danh sách ngày nghỉ lễ, Tết"),
        kind=Kind.TEXT,
        choices=(("VN", say("Việt Nam")),),
        seeds=(
            Seed(
                "VN",
                say("Điều 112 Bộ luật Lao động số 45/2019/QH14; thông báo hoán đổi hằng năm"),
                Mark.SECONDARY,
                source=say("Thư viện mở holidays (dẫn Điều 112) và thông báo của Bộ Nội vụ"),
                note=say("Ngày hoán đổi từng năm: đối chiếu thông báo trước khi tính hạn."),
            ),
        ),
    ),
    Definition(
        key="calendar.weekly_days_off",
        title=say("Ngày nghỉ hằng tuần"),
        kind=Kind.LIST,
        unit="weekday",
        bounds=Bounds(1, 7, "6, 7", longest=6),
        seeds=(
            Seed(
                [6, 7],
                say("Quyết định số 188/1999/QĐ-TTg (tuần làm việc 40 giờ)"),
                Mark.UNVERIFIED,
            ),
        ),
    ),
    Definition(
        key="commitments.escalation_days",
        title=say("Báo lên trên khi việc đã quá hạn"),
        kind=Kind.TABLE,
        unit="working_day",
        parts=(
            Part(
                "member_in_charge",
                say("Cấp uỷ viên phụ trách và văn phòng cấp trên"),
                bounds=Bounds(1, 250, "3"),
            ),
            Part("inspection_commission", say("Uỷ ban kiểm tra"), bounds=Bounds(1, 250, "7")),
            Part("standing_committee", say("Ban thường vụ"), bounds=Bounds(1, 250, "15")),
        ),
        seeds=_own({"member_in_charge": 3, "inspection_commission": 7, "standing_committee": 15}),
        hint=say("Đếm từ ngày đến hạn. Người chịu trách nhiệm và người đứng đầu biết ngay."),
    ),
    Definition(
        key="commitments.programme_due",
        title=say("Chương trình công tác phải có sau khi kỳ bắt đầu"),
        kind=Kind.TABLE,
        unit="day",
        parts=(
            Part("term", say("Nhiệm kỳ"), bounds=Bounds(1, 365, "90")),
            Part("year", say("Năm"), bounds=Bounds(1, 180, "31")),
            Part("quarter", say("Quý"), bounds=Bounds(1, 60, "10")),
            Part("month", say("Tháng"), bounds=Bounds(1, 27, "5")),
        ),
        seeds=_own({"term": 90, "year": 31, "quarter": 10, "month": 5}),
        hint=say("Quá số ngày này mà chưa có chương trình thì đơn vị bị nêu tên và được nhắc."),
    ),
    Definition(
        key="commitments.programme_owed_by",
        title=say("Ai phải có chương trình công tác"),
        kind=Kind.TABLE,
        parts=(
            Part("units", say("Đơn vị, không kể chi bộ"), PartKind.FLAG),
            Part("cells", say("Chi bộ"), PartKind.FLAG),
            Part("heads", say("Người đứng đầu đơn vị, chương trình riêng"), PartKind.FLAG),
            Part("term", say("Theo dõi cả chương trình nhiệm kỳ"), PartKind.FLAG),
        ),
        seeds=_own({"units": True, "cells": False, "heads": False, "term": True}),
        hint=say(
            "Chương trình năm thì luôn phải có; quý và tháng là với nơi đã ghi kỳ trước; nhiệm kỳ"
            " lấy theo chương trình nhiệm kỳ của cấp trên."
        ),
    ),
    Definition(
        key="commitments.reminder_days_before",
        title=say("Nhắc trước khi đến hạn"),
        kind=Kind.LIST,
        unit="day",
        seeds=_own([7, 1]),
        bounds=Bounds(1, 90, "7, 1", longest=5),
        hint=say("Nhiều lần thì cách nhau bằng dấu phẩy. Ngày đến hạn luôn có lời nhắc."),
    ),
    Definition(
        key="commitments.soon_days",
        title=say("Việc sắp đến hạn là việc còn không quá"),
        kind=Kind.NUMBER,
        unit="day",
        seeds=_own(3),
        bounds=Bounds(1, 60, "3"),
    ),
    Definition(
        key="commitments.verification_days",
        title=say("Người xác nhận phải kết luận trong"),
        kind=Kind.DEADLINE,
        seeds=_own({"amount": 7, "unit": Unit.DAY.value, "moves_on_last_day_off": False}),
        bounds=Bounds(1, 180, "7"),
        hint=say(
            "Ngày báo đã làm là ngày 0. Khi phê duyệt có thể định số ngày khác; số ấy là ngày "
            "thường, kể cả ngày nghỉ."
        ),
    ),
    Definition(
        key="consultation.min_days",
        title=say("Lấy ý kiến phải mở ít nhất"),
        kind=Kind.NUMBER,
        unit="day",
        seeds=_own(10),
        bounds=Bounds(1, 180, "10"),
        hint=say("Tính từ ngày mở đến ngày cuối nhận góp ý; không kết thúc sớm hơn được."),
    ),
    Definition(
        key="consultation.reminder_days_before",
        title=say("Nhắc nơi chưa góp ý trước ngày cuối"),
        kind=Kind.NUMBER,
        unit="day",
        seeds=_own(3),
        bounds=Bounds(1, 60, "3"),
    ),
    Definition(
        key="files.max_megabytes",
        title=say("Một tệp minh chứng nặng nhất"),
        kind=Kind.NUMBER,
        unit="megabyte",
        seeds=_own(20),
        bounds=Bounds(1, 200, "20"),
    ),
    Definition(
        key="notices.mail_within_days",
        title=say("Thông báo cũ hơn số ngày này thì không gửi thư nữa"),
        kind=Kind.NUMBER,
        unit="day",
        seeds=_own(7),
        bounds=Bounds(1, 90, "7"),
        hint=say(
            "Khi nối máy chủ thư, chỉ thông báo mới và chưa đọc được gửi; còn lại xem ở hộp thư."
        ),
    ),
    Definition(
        key="notices.quiet_hours",
        title=say("Giờ yên tĩnh, không gửi thư và tin nhắn"),
        kind=Kind.TABLE,
        parts=(
            Part("from", say("Từ"), PartKind.TIME),
            Part("to", say("Đến"), PartKind.TIME),
        ),
        seeds=_own({"from": "21:00", "to": "06:30"}),
        hint=say("Thông báo trong giờ này chờ đến giờ mở mới gửi đi."),
    ),
    Definition(
        key="notices.unread_days",
        title=say("Giao tận tay hoặc gọi điện khi thông báo chưa mở quá"),
        kind=Kind.NUMBER,
        unit="day",
        seeds=_own(7),
        bounds=Bounds(1, 90, "7"),
        hint=say("Người không có thư điện tử thì vào danh sách giao thông báo ngay."),
    ),
    Definition(
        key="scoring.appeal_decision_working_days",
        title=say("Khiếu nại điểm phải được giải quyết trong"),
        kind=Kind.NUMBER,
        unit="working_day",
        seeds=_own(10),
        bounds=Bounds(1, 60, "10"),
        hint=say("Tính từ ngày đơn vị gửi khiếu nại."),
    ),
    Definition(
        key="scoring.approval_share_percent",
        title=say("Điểm tháng được phê duyệt khi số phiếu tán thành vượt quá"),
        kind=Kind.NUMBER,
        unit="percent",
        seeds=_own(50),
        bounds=Bounds(1, 99, "50"),
        hint=say("Tính trên tổng số uỷ viên của tập thể, kể cả người vắng."),
    ),
    Definition(
        key="scoring.consultation_required",
        title=say("Bộ tiêu chí phải lấy ý kiến trước khi ban hành"),
        kind=Kind.FLAG,
        seeds=_own(True),
        hint=say("Bộ đã lấy ý kiến ngoài hệ thống vẫn ban hành được khi ghi rõ văn bản nào."),
    ),
    Definition(
        key="scoring.due_day_moves_on_day_off",
        title=say("Hạn của bước chấm điểm rơi vào ngày nghỉ thì lùi sang ngày làm việc"),
        kind=Kind.FLAG,
        seeds=_own(False),
    ),
    Definition(
        key="scoring.noise_points",
        title=say("Chênh lệch điểm coi như ngang nhau khi xếp vị trí"),
        kind=Kind.NUMBER,
        unit="point",
        seeds=_own(1),
        bounds=Bounds(0, 20, "1"),
        hint=say(
            "Hai người chấm cùng một phiếu cũng lệch nhau chừng ấy. Vị trí vì vậy là một khoảng: "
            "từ 1 cộng số đơn vị hơn quá mức này, đến số đơn vị không kém quá mức này."
        ),
    ),
    Definition(
        key="scoring.peer_minimum",
        title=say("Nhóm cùng loại có ít nhất bao nhiêu đơn vị thì nêu vị trí, trung vị"),
        kind=Kind.NUMBER,
        unit="unit",
        seeds=_own(7),
        bounds=Bounds(2, 100, "7"),
        hint=say("Cùng bộ tiêu chí, cùng loại hình. Nhóm nhỏ hơn thì không nêu, tránh chỉ mặt."),
    ),
    Definition(
        key="scoring.redo_working_days",
        title=say("Phiếu bị trả lại phải làm lại trong"),
        kind=Kind.NUMBER,
        unit="working_day",
        seeds=_own(2),
        bounds=Bounds(1, 20, "2"),
        hint=say("Bước trước nộp muộn thì bước sau cũng có ít nhất chừng này ngày."),
    ),
    Definition(
        key="scoring.reminder_working_days_before",
        title=say("Nhắc đơn vị nộp phiếu tự chấm trước hạn"),
        kind=Kind.NUMBER,
        unit="working_day",
        seeds=_own(1),
        bounds=Bounds(1, 10, "1"),
    ),
    Definition(
        key="scoring.second_looks",
        title=say("Khi nào một phiếu được đánh dấu nên xem lại"),
        kind=Kind.TABLE,
        parts=(
            Part("group", say("Lệch xa: nhóm có ít nhất số đơn vị"), bounds=Bounds(4, 500, "8")),
            Part(
                "deviations",
                say("Lệch xa: gấp số lần độ lệch thường gặp của nhóm"),
                bounds=Bounds(2, 20, "4"),
            ),
            Part(
                "letters", say("Chép lại: ghi chú dài ít nhất số chữ"), bounds=Bounds(10, 500, "40")
            ),
            Part("same", say("Chép lại: ở ít nhất số tiêu chí"), bounds=Bounds(1, 20, "3")),
            Part("minutes", say("Điền một lượt: xong trong số phút"), bounds=Bounds(1, 120, "10")),
        ),
        seeds=_own({"group": 8, "deviations": 4, "letters": 40, "same": 3, "minutes": 10}),
        hint=say("Chỉ để người chấm nhìn lại; không phiếu nào bị sửa điểm vì bị đánh dấu."),
    ),
    Definition(
        key="scoring.shortest_part_days",
        title=say("Đơn vị hoạt động không trọn tháng được chấm khi có ít nhất"),
        kind=Kind.NUMBER,
        unit="day",
        seeds=_own(15),
        bounds=Bounds(1, 28, "15"),
        hint=say("Thành lập, sáp nhập hay kết thúc giữa tháng: đếm số ngày đơn vị có trong tháng."),
    ),
)
BY_KEY = {definition.key: definition for definition in DEFINITIONS}

AREAS = {
    "accounts": say("Đăng nhập"),
    "calendar": say("Lịch làm việc"),
    "commitments": say("Cam kết"),
    "consultation": say("Lấy ý kiến"),
    "files": say("Minh chứng"),
    "notices": say("Thông báo"),
    "scoring": say("Chấm điểm"),
}

_SWAP_2026 = say(
    "Thông báo của Bộ Nội vụ ngày 25/12/2025 về hoán đổi ngày làm việc dịp Tết Dương lịch 2026"
)
# Announced days that the library's list does not hold: (day, its name in English, citation).
ANNOUNCED_DAYS: tuple[tuple[DayDraft, str, str], ...] = (
    (
        DayDraft(
            date(2026, 1, 2), DayKind.OFF, say("Nghỉ Tết Dương lịch (thay cho ngày 10/01/2026)")
        ),
        "New Year's break (in exchange for 10/01/2026)",
        _SWAP_2026,
    ),
    (
        DayDraft(date(2026, 1, 10), DayKind.WORKING, say("Làm bù cho ngày 02/01/2026")),
        "Worked in exchange for 02/01/2026",
        _SWAP_2026,
    ),
)
