"""Closing a month: when it may be closed, what stands against it, and the hash of its results.

The sums themselves are the database's (`actions._closing_sql`), set by set; the tests here hold
them against `rules.score.total_of`.
"""

from collections.abc import Sequence
from hashlib import sha256

from noilam.foundation.errors import Problem
from noilam.foundation.periods import Month
from noilam.foundation.text import say

from .months import month_text

NAMED = 10  # units named in a sentence; the rest is counted

_NOT_OVER = say("Tháng {month} chưa hết. Khóa từ ngày {day}.")
_NO_SHEETS = say(
    "Tháng {month} không có phiếu chấm nào. Xem lại bộ tiêu chí đã có hiệu lực từ tháng đó chưa."
)
_ALTERED = say(
    "Dòng điểm đã chốt của {count} phiếu không còn khớp với tổng điểm hoặc mức đã phê duyệt: "
    "{units}. Không khóa được. Đối chiếu với bản đã phê duyệt, khôi phục từ bản sao lưu rồi khóa "
    "lại."
)
_SOFTWARE = say(
    "Phần mềm gặp lỗi khi khóa tháng; chưa ghi gì. Quản trị xem lỗi bằng lệnh noilam jobs."
)
SOFTWARE_FAILED = "software-failed"


def problems_with_closing(month: Month, *, sheets: int, is_over: bool) -> list[Problem]:
    """Sheets that are missing do not stand against it: they are named and counted."""
    values = {"month": month_text(month)}
    if not is_over:
        first = f"{month.next.first_day:%d/%m/%Y}"
        return [Problem("month-not-over", _NOT_OVER, "month", values | {"day": first})]
    return [] if sheets else [Problem("no-sheets", _NO_SHEETS, "month", values)]


def software_failed() -> Problem:
    return Problem(SOFTWARE_FAILED, _SOFTWARE)


def altered_lines(units: Sequence[str], count: int) -> Problem:
    """`units`: code and name of the first few at fault, `count` how many there are."""
    named = ", ".join(units) + ("…" if count > len(units) else "")
    return Problem("lines-altered", _ALTERED, values={"count": count, "units": named})


def result_line(
    unit: str, content_hash: str, total: int | None, band: str, rank_from: int, rank_to: int
) -> str:
    """One unit in the snapshot: fields parted by a tab, what is not there left empty.

    `unit` is its code, `total` hundredths of a point, `band` the band's code.
    """
    points = "" if total is None else str(total)
    return "\t".join([unit, content_hash, points, band, str(rank_from), str(rank_to)])


def missing_line(unit: str) -> str:
    """One unit in the snapshot that was due and had no result: its code and nothing more."""
    return "\t".join([unit, "", "", "", "", ""])


def snapshot_hash(lines: str) -> str:
    """SHA-256 over the lines of all units that were due, parted by a line feed, in the order of
    their codes as UTF-8 bytes. Anyone can make it again from the published results."""
    return sha256(lines.encode()).hexdigest()
