"""What keeps a promise from being written, proposed and approved: every gap at once, in words.

People are compared by their account numbers: one person in two roles is still one person.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, say

REMEDIATION, URGENT_MATTER = "remediation", "urgent_matter"


@dataclass(frozen=True)
class Candidate:
    """A commitment as S1.14 looks at it."""

    statement: str
    kind: str = "task"
    unit_id: int | None = None
    person_id: int | None = None
    starts_on: date | None = None
    due_on: date | None = None
    measure: str = ""
    has_target: bool = False  # in figures: words alone measure nothing
    solution: str = ""
    weight: Decimal = Decimal(1)
    finding: str = ""
    cause: str = ""
    recheck_on: date | None = None
    grounds: str = ""
    verifier_id: int | None = None
    repeats_until: date | None = None


def problems_with_draft(candidate: Candidate) -> list[Problem]:
    """A draft may be unfinished, but what is given must be possible."""
    problems = []
    if not candidate.statement.strip():
        problems.append(
            Problem("statement-missing", say("Ghi nội dung cam kết: sẽ làm được gì."), "statement")
        )
    if candidate.starts_on and candidate.due_on and candidate.due_on < candidate.starts_on:
        problems.append(
            Problem(
                "due-before-start",
                say("Hạn {due} trước ngày bắt đầu {start}. Sửa một trong hai ngày."),
                "due_on",
                {"due": day_text(candidate.due_on), "start": day_text(candidate.starts_on)},
            )
        )
    if candidate.weight <= 0:
        problems.append(
            Problem("weight-not-positive", say("Trọng số phải lớn hơn 0; thường là 1."), "weight")
        )
    if candidate.verifier_id and candidate.verifier_id == candidate.person_id:
        problems.append(_verifier_is_responsible())
    return problems


def problems_with_whose(
    *, has_unit: bool, is_own: bool, only_for_himself: bool = False
) -> list[Problem]:
    """Whose word it is must be said first: a draft of nobody would be found by nobody again."""
    if not has_unit and not is_own:
        return [Problem("lead-missing", say("Chọn đơn vị chủ trì."), "unit")]
    if has_unit and only_for_himself and not is_own:
        message = say(
            "Ở đơn vị này anh/chị chỉ ghi được cam kết của chính mình."
            " Ghi tên mình ở Người chịu trách nhiệm."
        )
        return [Problem("whose-missing", message, "person")]
    return []


def problems_with_proposal(candidate: Candidate) -> list[Problem]:
    """S1.14: lead, person, start, due, measure, solution; all gaps named at once."""
    gaps = [
        (candidate.unit_id, "lead-missing", say("Chọn đơn vị chủ trì."), "unit"),
        (candidate.person_id, "person-missing", say("Chọn một người chịu trách nhiệm."), "person"),
        (candidate.starts_on, "start-missing", say("Ghi ngày bắt đầu."), "starts_on"),
        (candidate.due_on, "due-missing", say("Ghi hạn hoàn thành."), "due_on"),
        (
            candidate.measure.strip() or candidate.has_target,
            "measure-missing",
            say("Ghi cách đo: thấy gì thì biết là đã làm xong."),
            "measure",
        ),
        (
            candidate.solution.strip(),
            "solution-missing",
            say("Ghi giải pháp: làm bằng cách nào."),
            "solution",
        ),
        *_gaps_of_the_kind(candidate),
    ]
    missing = [Problem(code, text, about) for given, code, text, about in gaps if not given]
    return problems_with_draft(candidate) + missing


def _gaps_of_the_kind(candidate: Candidate) -> list[tuple[object, str, str, str]]:
    if candidate.kind == REMEDIATION:
        return [
            (
                candidate.finding.strip(),
                "finding-missing",
                say("Ghi hạn chế, khuyết điểm phải khắc phục."),
                "finding",
            ),
            (candidate.cause.strip(), "cause-missing", say("Ghi nguyên nhân."), "cause"),
            (candidate.recheck_on, "recheck-missing", say("Ghi ngày kiểm tra lại."), "recheck_on"),
        ]
    if candidate.kind == URGENT_MATTER:
        return [
            (
                candidate.grounds.strip(),
                "grounds-missing",
                say("Ghi vì sao cấp bách, bức xúc: phản ánh, kết luận hay số liệu nào."),
                "grounds",
            )
        ]
    return []


def problems_with_approval(
    candidate: Candidate,
    *,
    status: str,
    verify_within: int | None,
    approver: Collection[int],
    proposer: Collection[int],
    responsible: Collection[int],
    verifier: Collection[int],
) -> list[Problem]:
    """Everything that keeps a proposed commitment from being approved by these people."""
    if status != "proposed":
        return [
            Problem(
                "not-proposed",
                say("Cam kết này không còn chờ duyệt. Tải lại trang để xem hiện trạng."),
            )
        ]
    problems = problems_with_proposal(candidate)
    if candidate.verifier_id is None:
        problems.append(
            Problem("verifier-missing", say("Chọn người xác nhận kết quả."), "verifier")
        )
    if verify_within is not None and verify_within < 1:
        problems.append(
            Problem(
                "verify-within-too-short",
                say("Ghi số ngày để xác nhận, ít nhất 1 ngày; hoặc để trống: theo sổ quy định."),
                "verify_within",
            )
        )
    return problems + _same_person_in_approval(approver, proposer, responsible, verifier)


def _same_person_in_approval(
    approver: Collection[int],
    proposer: Collection[int],
    responsible: Collection[int],
    verifier: Collection[int],
) -> list[Problem]:
    problems = []
    if meet(approver, proposer):
        problems.append(
            Problem(
                "approver-proposed-it",
                say("Người trình không tự duyệt. Nhờ người khác của cấp duyệt."),
            )
        )
    if meet(approver, responsible):
        problems.append(
            Problem(
                "approver-is-responsible",
                say("Người chịu trách nhiệm không tự duyệt việc của mình. Nhờ người khác."),
            )
        )
    if meet(approver, verifier):
        problems.append(
            Problem(
                "approver-is-verifier",
                say("Người duyệt không đồng thời là người xác nhận. Chọn người xác nhận khác."),
                "verifier",
            )
        )
    if meet(verifier, responsible) or meet(verifier, proposer):
        problems.append(_verifier_is_responsible())
    return problems


def _verifier_is_responsible() -> Problem:
    return Problem(
        "verifier-is-responsible",
        say("Người xác nhận phải khác người chịu trách nhiệm và người trình. Chọn người khác."),
        "verifier",
    )


def problems_with_list(given_hash: str, list_hash: str) -> list[Problem]:
    """A sitting decides on the list that was read, not on one that changed since."""
    if given_hash == list_hash:
        return []
    return [
        Problem(
            "list-changed",
            say("Danh sách đã thay đổi từ lúc mở. Tải lại, đọc lại rồi duyệt."),
        )
    ]


def meet(one: Collection[int], other: Collection[int]) -> bool:
    """Whether somebody stands on both sides. Account 0 is nobody."""
    return bool((set(one) & set(other)) - {0})
