"""When a set may be drafted, revised, opened to comment, issued. Pure: months, days and what is
stored come in as plain values."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from noilam.foundation.errors import Problem
from noilam.foundation.periods import Month
from noilam.foundation.text import day_text, say

from .months import month_text

NOTE_LENGTH, NUMBER_LENGTH, GUIDANCE_LENGTH = 300, 60, 300
ISSUED, DROPPED = "issued", "dropped"  # as models.CriteriaSet.Status names them


def problems_with_drafting(*, note: str, open_version: int | None) -> list[Problem]:
    """`open_version`: of a draft of the same set, not issued yet."""
    problems = _too_long("note", note, NOTE_LENGTH)
    if open_version is not None:
        message = say(
            "Bộ tiêu chí này đang có dự thảo phiên bản {version}. "
            "Sửa dự thảo đó, hoặc bỏ nó rồi soạn lại."
        )
        problems.append(Problem("draft-open", message, "code", {"version": open_version}))
    return problems


def problems_with_standing(status: str) -> list[Problem]:
    """What was issued or dropped stays as it is."""
    messages = {
        ISSUED: say(
            "Bộ tiêu chí đã ban hành nên không sửa được. Lập phiên bản mới của bộ này, rồi sửa."
        ),
        DROPPED: say("Dự thảo này đã bỏ. Soạn dự thảo mới."),
    }
    return [Problem(status, messages[status])] if status in messages else []


def problems_with_revision(
    *, note: str, has_changes: bool, code: str, new_code: str
) -> list[Problem]:
    problems = _too_long("note", note, NOTE_LENGTH)
    if not note.strip():
        problems.append(Problem("note", say("Ghi sửa gì và vì sao."), "note"))
    if not has_changes:
        message = say("Bản này giống hệt bản trước. Sửa nội dung rồi lưu.")
        problems.append(Problem("no-change", message, "content"))
    if new_code != code:
        message = say(
            "Mã của bộ tiêu chí là {code}, không đổi thành {new}. Giữ mã cũ, hoặc soạn một bộ khác."
        )
        problems.append(Problem("code", message, "code", {"code": code, "new": new_code}))
    return problems


def problems_with_drop(reason: str) -> list[Problem]:
    return [] if reason.strip() else [Problem("reason", say("Ghi vì sao bỏ dự thảo."), "reason")]


@dataclass(frozen=True)
class Decision:
    """What the committee decided, as it stands on paper."""

    number: str
    decided_on: date | None
    guidance: str
    first_month: Month | None
    consulted_elsewhere: str = ""
    stops_because: str = ""


def problems_with_decision(decision: Decision, on: date) -> list[Problem]:
    problems = _with_words(decision)
    if decision.decided_on is None:
        problems.append(Problem("decided-on", say("Ghi ngày ra quyết định."), "decided_on"))
    elif decision.decided_on > on:
        message = say("Ngày quyết định không ở sau hôm nay ({today}). Kiểm tra lại ngày.")
        problems.append(Problem("decided-on", message, "decided_on", {"today": day_text(on)}))
    return problems + _with_first_month(decision)


def _with_words(decision: Decision) -> list[Problem]:
    problems = []
    if not decision.number.strip():
        message = say("Ghi số quyết định ban hành.")
        problems.append(Problem("decision-number", message, "decision_number"))
    if not decision.guidance.strip():
        message = say("Ghi số, ngày của hướng dẫn chấm điểm kèm theo.")
        problems.append(Problem("guidance", message, "guidance"))
    return (
        problems
        + _too_long("decision_number", decision.number, NUMBER_LENGTH)
        + _too_long("guidance", decision.guidance, GUIDANCE_LENGTH)
        + _too_long("consulted_elsewhere", decision.consulted_elsewhere, GUIDANCE_LENGTH)
    )


def _with_first_month(decision: Decision) -> list[Problem]:
    """Nobody is measured by what was not decided yet."""
    if decision.first_month is None:
        return [Problem("first-month", say("Chọn tháng đầu tiên áp dụng."), "first_month")]
    if decision.decided_on and decision.first_month < Month.of(decision.decided_on):
        message = say(
            "Quyết định ngày {day} không áp dụng ngược cho tháng {month}. Chọn tháng sau đó."
        )
        values = {"day": day_text(decision.decided_on), "month": month_text(decision.first_month)}
        return [Problem("first-month", message, "first_month", values)]
    return []


@dataclass(frozen=True)
class Months:
    """What stands in the way of a first month: the version before, the last month with sheets,
    sets of another code for the same kinds of unit."""

    earliest: Month | None = None  # for which sheets are still opened
    previous: Month | None = None  # the first month of the version before
    last_opened: Month | None = None
    others: Collection[str] = ()


def problems_with_stopping(kinds: Collection[str], because: str) -> list[Problem]:
    """Kinds of unit, by name, that the version before scored and nobody scores from now on."""
    if not kinds or because.strip():
        return []
    message = say(
        "Bản này thôi chấm: {kinds}. Các đơn vị ấy sẽ không có phiếu nữa. "
        "Thêm lại loại đơn vị vào bộ, hoặc ghi vì sao thôi chấm."
    )
    return [Problem("kinds-stopped", message, "stops_because", {"kinds": ", ".join(kinds)})]


def problems_with_months(first_month: Month | None, months: Months) -> list[Problem]:
    problems = []
    if months.others:
        message = say(
            "Các đơn vị này đang chấm theo bộ khác: {others}. "
            "Lập phiên bản mới của bộ đó, hoặc bớt loại đơn vị ở bộ này."
        )
        problems.append(
            Problem("other-set", message, "content", {"others": ", ".join(months.others)})
        )
    if first_month is None:
        return problems
    if months.last_opened and first_month <= months.last_opened:
        message = say(
            "Tháng {month} đã mở phiếu chấm theo bộ đang áp dụng. Chọn từ tháng {next} trở đi."
        )
        values = {
            "month": month_text(months.last_opened),
            "next": month_text(months.last_opened.next),
        }
        problems.append(Problem("sheets-open", message, "first_month", values))
    elif months.earliest and first_month < months.earliest:
        message = say("Phiếu không mở lùi cho tháng {month}. Chọn từ tháng {next} trở đi.")
        values = {"month": month_text(first_month), "next": month_text(months.earliest)}
        problems.append(Problem("long-past", message, "first_month", values))
    elif months.previous and first_month < months.previous:
        message = say("Phiên bản trước áp dụng từ tháng {month}. Chọn tháng đó hoặc muộn hơn.")
        values = {"month": month_text(months.previous)}
        problems.append(Problem("before-the-last", message, "first_month", values))
    return problems


@dataclass(frozen=True)
class Consulted:
    """How far asking for comment has come; for how many days, the consultation floor asks."""

    was_asked: bool = False
    is_open: bool = False
    unanswered: int = 0


def problems_with_consultation(
    consulted: Consulted, *, is_required: bool, elsewhere: str
) -> list[Problem]:
    """Opened to comment, closed, every comment answered. `elsewhere`: where it is recorded that
    people were asked before this system came."""
    problems = []
    if consulted.is_open:
        message = say("Đợt lấy ý kiến chưa kết thúc. Chờ đến ngày cuối rồi ban hành.")
        problems.append(Problem("consultation-open", message))
    if consulted.unanswered:
        message = say("Còn {count} ý kiến chưa trả lời. Trả lời hết rồi ban hành.")
        problems.append(Problem("unanswered", message, "", {"count": consulted.unanswered}))
    if is_required and not consulted.was_asked and not elsewhere.strip():
        message = say(
            "Bộ tiêu chí chưa lấy ý kiến. Mở đợt lấy ý kiến; "
            "nếu đã lấy ý kiến ngoài hệ thống thì ghi rõ văn bản nào."
        )
        problems.append(Problem("not-consulted", message, "consulted_elsewhere"))
    return problems


def problems_with_hands(*, drafters: Collection[int], issuers: Collection[int]) -> list[Problem]:
    """Accounts, also of those for whom somebody stood in."""
    if set(drafters) & set(issuers) - {0}:
        message = say(
            "Người đã soạn bộ tiêu chí không tự ghi quyết định ban hành. "
            "Để một người khác trong Ban Thường vụ ghi."
        )
        return [Problem("drafter", message)]
    return []


def _too_long(about: str, text: str, length: int) -> list[Problem]:
    if len(text) <= length:
        return []
    message = say("Mục này tối đa {length} chữ. Hãy viết gọn lại.")
    return [Problem("too-long", message, about, {"length": length})]
