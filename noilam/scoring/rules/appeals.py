"""When a unit may appeal, and what a decision on it needs."""

from collections.abc import Sequence
from datetime import date

from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, say

REJECTED = "rejected"


def problems_with_appeal(
    *, until: date | None, has_open: bool, text: str, on: date
) -> list[Problem]:
    problems = []
    if until is None:
        message = say("Bộ tiêu chí này không định bước khiếu nại. Trao đổi với nơi ban hành.")
        problems.append(Problem("no-appeal", message))
    elif on > until:
        message = say("Đã hết hạn khiếu nại ngày {day}.")
        problems.append(Problem("appeal-too-late", message, values={"day": day_text(until)}))
    if has_open:
        message = say("Đang có một khiếu nại chờ giải quyết.")
        problems.append(Problem("appeal-open", message))
    if not text.strip():
        message = say("Ghi tiêu chí nào, vì sao và căn cứ ở đâu.")
        problems.append(Problem("text-missing", message, "text"))
    return problems


def problems_with_new_total(before: int | None, after: int | None) -> list[Problem]:
    """Whoever appeals is not left worse off for having done so."""
    if before is None or (after is not None and after >= before):
        return []
    message = say(
        "Điểm mới thấp hơn điểm bị khiếu nại. Chấp nhận khiếu nại không làm giảm điểm; "
        "sai sót bất lợi cho đơn vị thì đính chính riêng, có lý do."
    )
    return [Problem("lower-than-before", message, "changes")]


def problems_with_decision(
    *,
    is_decided: bool,
    outcome: str,
    reason: str,
    has_changes: bool,
    persons: Sequence[Problem],
) -> list[Problem]:
    """`persons`: whether the one who decides stands too near."""
    if is_decided:
        message = say("Khiếu nại này đã được giải quyết. Tải lại trang để xem.")
        return [Problem("already-decided", message)]
    problems = list(persons)
    if not outcome:
        problems.append(Problem("outcome-missing", say("Chọn kết quả giải quyết."), "outcome"))
    if not reason.strip():
        message = say("Ghi lý do; đơn vị sẽ đọc được.")
        problems.append(Problem("reason-missing", message, "reason"))
    if outcome == REJECTED and has_changes:
        message = say("Không chấp nhận thì điểm giữ nguyên. Bỏ điểm mới hoặc chọn kết quả khác.")
        problems.append(Problem("rejected-with-changes", message, "changes"))
    if outcome and outcome != REJECTED and not has_changes:
        message = say("Chấp nhận thì ghi điểm mới của tiêu chí được sửa.")
        problems.append(Problem("changes-missing", message, "changes"))
    return problems
