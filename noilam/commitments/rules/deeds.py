"""What keeps a deed from being declared, judged, put off or ended: every gap at once, in words."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, say

from .approval import meet

OPEN = {"in_force", "declared"}  # statuses of a word that still waits for its deed


def problems_with_standing(status: str) -> list[Problem]:
    """Deeds are reported on what is in force and not ended."""
    if status in OPEN:
        return []
    wording = {
        "verified": say("Cam kết này đã được xác nhận Đạt, không báo thêm được."),
        "withdrawn": say("Cam kết này đã rút."),
        "not_achieved": say("Cam kết này đã kết thúc là không thực hiện được."),
    }
    waiting = say("Cam kết này chưa được duyệt. Trình duyệt trước đã.")
    return [Problem(f"is-{status.replace('_', '-')}", wording.get(status, waiting))]


def problems_with_declaration(
    *,
    status: str,
    declared_on: date,
    in_force_on: date | None,
    last_on: date | None,
    has_evidence: bool,
    on: date,
) -> list[Problem]:
    """Done needs evidence, a day that has come, and no claim still waiting."""
    if status == "declared":
        return [
            Problem(
                "already-declared",
                say("Đã báo làm xong và đang chờ xác nhận. Đợi kết luận rồi mới báo lại."),
            )
        ]
    problems = problems_with_standing(status)
    if not has_evidence:
        problems.append(
            Problem(
                "evidence-missing",
                say("Kèm ít nhất một minh chứng: tệp, ảnh, liên kết, con số hoặc lời ghi."),
                "evidence",
            )
        )
    if declared_on > on:
        problems.append(Problem("declared-ahead", say("Ngày báo xong chưa đến."), "declared_on"))
    earliest = max((day for day in (in_force_on, last_on) if day), default=None)
    if earliest and declared_on < earliest:
        problems.append(
            Problem(
                "declared-too-early",
                say("Ngày báo xong không được trước ngày {day}."),
                "declared_on",
                {"day": day_text(earliest)},
            )
        )
    return problems


def waits_for_tomorrow(status: str, last_declared_on: date | None, on: date) -> bool:
    """One claim a day: what was claimed and judged today is claimed again from tomorrow."""
    return status == "in_force" and last_declared_on == on


def problems_with_verification(
    *,
    is_decided: bool,
    verdict: str,
    reason: str,
    actor: Collection[int],
    performers: Collection[int],
) -> list[Problem]:
    """Never by who did it, who answers for it, or who stands in for either."""
    if is_decided:
        return [
            Problem(
                "already-verified",
                say("Lần báo này đã có kết luận của người khác. Tải lại trang để xem."),
            )
        ]
    problems = []
    if meet(actor, performers):
        problems.append(
            Problem(
                "verifier-performed-it",
                say(
                    "Người thực hiện, người chịu trách nhiệm và người làm thay họ không được tự"
                    " xác nhận."
                ),
            )
        )
    if not verdict:
        message = say("Chọn kết luận: Đạt, Đạt một phần hoặc Không đạt.")
        problems.append(Problem("verdict-missing", message, "verdict"))
    elif verdict != "achieved" and not reason.strip():
        problems.append(
            Problem("reason-missing", say("Ghi rõ còn thiếu gì để đơn vị làm tiếp."), "reason")
        )
    return problems


def problems_with_extension(
    *,
    status: str,
    due_on: date | None,
    new_due_on: date,
    reason: str,
    has_open_request: bool,
    on: date,
) -> list[Problem]:
    """Asked for before the due day, for a later day, with its reason."""
    problems = problems_with_standing(status)
    if due_on is None:
        return problems
    if on >= due_on:
        problems.append(
            Problem(
                "asked-too-late",
                say("Chỉ xin gia hạn được trước ngày đến hạn {due}. Báo tiến độ và lý do chậm."),
                values={"due": day_text(due_on)},
            )
        )
    if new_due_on <= due_on:
        problems.append(
            Problem(
                "not-later",
                say("Hạn mới phải sau hạn đang có ({due})."),
                "due_on",
                {"due": day_text(due_on)},
            )
        )
    if not reason.strip():
        problems.append(Problem("reason-missing", say("Ghi lý do xin gia hạn."), "reason"))
    if has_open_request:
        problems.append(
            Problem("already-asked", say("Đang có một đề nghị gia hạn chờ quyết định."))
        )
    return problems


def problems_with_decision_on_extension(
    *,
    is_decided: bool,
    is_granted: bool,
    status: str,
    reason: str,
    decider: Collection[int],
    asker: Collection[int],
) -> list[Problem]:
    if is_decided:
        return [Problem("already-decided", say("Đề nghị này đã được quyết định. Tải lại trang."))]
    problems = problems_with_standing(status) if is_granted else []
    if meet(decider, asker):
        problems.append(
            Problem(
                "decider-asked",
                say("Người xin gia hạn và người chịu trách nhiệm không tự quyết định."),
            )
        )
    if not is_granted and not reason.strip():
        problems.append(Problem("reason-missing", say("Ghi lý do không đồng ý gia hạn."), "reason"))
    return problems


def problems_with_withdrawal(*, status: str, reason: str) -> list[Problem]:
    """What is verified or ended stays; what is withdrawn stays visible with its reason."""
    problems = []
    if status in {"verified", "withdrawn", "not_achieved"}:
        problems = problems_with_standing(status)
    if not reason.strip():
        problems.append(
            Problem("reason-missing", say("Ghi lý do rút. Lý do sẽ luôn hiện ra."), "reason")
        )
    return problems


def problems_with_closing(*, status: str, reason: str) -> list[Problem]:
    problems = problems_with_standing(status)
    if not reason.strip():
        problems.append(Problem("reason-missing", say("Ghi lý do không thực hiện được."), "reason"))
    return problems


def problems_with_excuse(
    *, kind: str, from_on: date, to_on: date | None, reason: str, document: str
) -> list[Problem]:
    """A cause needs its reason; a suspension needs its document too."""
    problems = []
    if not reason.strip():
        problems.append(Problem("reason-missing", say("Ghi rõ nguyên nhân."), "reason"))
    if kind == "suspension" and not document.strip():
        problems.append(
            Problem("document-missing", say("Ghi số và ngày văn bản cho tạm dừng."), "document")
        )
    if to_on and to_on < from_on:
        problems.append(Problem("ends-before-it-starts", say("Ngày cuối trước ngày đầu."), "to_on"))
    return problems


def problems_with_confirmation(
    *,
    is_decided: bool,
    is_confirmed: bool,
    reason: str,
    confirmer: Collection[int],
    claimant: Collection[int],
) -> list[Problem]:
    """By another than who names the cause; a no says why."""
    if is_decided:
        return [Problem("already-decided", say("Đã có kết luận. Tải lại trang để xem."))]
    problems = []
    if meet(confirmer, claimant):
        problems.append(
            Problem(
                "confirmer-claimed-it",
                say("Người nêu và người chịu trách nhiệm không tự xác nhận nguyên nhân."),
            )
        )
    if not is_confirmed and not reason.strip():
        problems.append(
            Problem("reason-missing", say("Ghi lý do không chấp nhận nguyên nhân."), "reason")
        )
    return problems


def problems_with_progress(*, status: str, note: str, figure: Decimal | None) -> list[Problem]:
    """A report says something: a figure, or words."""
    problems = problems_with_standing(status)
    if figure is None and not note.strip():
        problems.append(
            Problem("nothing-said", say("Ghi con số đạt được hoặc vài lời về tiến độ."), "note")
        )
    return problems


def problems_with_milestones(
    milestones: Sequence[tuple[str, date]], starts_on: date | None, due_on: date | None
) -> list[Problem]:
    """Milestones lie between the start and the due day, and each has a name."""
    problems = []
    for number, (title, day) in enumerate(milestones, start=1):
        if not title.strip():
            problems.append(
                Problem("title-missing", say("Mốc {n}: ghi tên mốc."), "milestones", {"n": number})
            )
        if (starts_on and day < starts_on) or (due_on and day > due_on):
            message = say("Mốc {n}: ngày {day} nằm ngoài thời gian của cam kết, hoặc đã qua.")
            values = {"n": number, "day": day_text(day)}
            problems.append(Problem("milestone-outside", message, "milestones", values))
    return problems


def problems_with_end(status: str) -> list[Problem]:
    """What was withdrawn or closed is judged no more."""
    return problems_with_standing(status) if status in {"withdrawn", "not_achieved"} else []
