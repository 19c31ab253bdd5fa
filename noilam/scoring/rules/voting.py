"""A committee's sitting over a month: what is decided alone, what in one act, and by which vote."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from noilam.foundation.errors import Problem
from noilam.foundation.text import say

from .criteria import CriteriaSet
from .filling import Change
from .hashing import content_hash
from .score import Total


class Reason(StrEnum):
    """Why a sheet is not approved with the rest but looked at alone."""

    DIFFERENCE = "difference"  # from the unit's own total, by as much as the set flags
    REPLIED = "replied"
    SILENT = "silent"  # asked, and did not reply in time
    SECOND_LOOK = "second_look"
    LATE = "late"
    BAND_CHANGED = "band_changed"  # against the month before
    FAILED_GATES = "failed_gates"
    NOT_SCORED = "not_scored"  # nothing could be scored: no total


REASONS: Mapping[Reason, str] = {
    Reason.DIFFERENCE: say("lệch nhiều so với điểm tự chấm"),
    Reason.REPLIED: say("đơn vị có giải trình"),
    Reason.SILENT: say("đơn vị không có ý kiến trong hạn"),
    Reason.SECOND_LOOK: say("có dấu hiệu nên xem lại"),
    Reason.LATE: say("đơn vị nộp trễ"),
    Reason.BAND_CHANGED: say("đổi mức xếp so với tháng trước"),
    Reason.FAILED_GATES: say("không đạt điều kiện của mức"),
    Reason.NOT_SCORED: say("không có tiêu chí nào tính được điểm"),
}


@dataclass(frozen=True)
class Signs:
    """What is known of a sheet besides its marks."""

    has_reply: bool = False
    was_silent: bool = False
    has_second_look: bool = False
    is_late: bool = False
    band_before: str = ""  # code of the month before; empty: none, or under other criteria


def reasons_alone(
    criteria: CriteriaSet, total: Total, self_total: int | None, signs: Signs
) -> tuple[Reason, ...]:
    """Everything that makes a sheet an exception, in the order of `Reason`; empty: none does."""
    band = total.band.code if total.band else ""
    found = {
        Reason.DIFFERENCE: _is_flagged(criteria, total.total, self_total),
        Reason.REPLIED: signs.has_reply,
        Reason.SILENT: signs.was_silent,
        Reason.SECOND_LOOK: signs.has_second_look,
        Reason.LATE: signs.is_late,
        Reason.BAND_CHANGED: bool(signs.band_before) and signs.band_before != band,
        Reason.FAILED_GATES: bool(gates_that_cost(criteria, total)),
        Reason.NOT_SCORED: total.total is None,
    }
    return tuple(reason for reason in Reason if found[reason])


def _is_flagged(criteria: CriteriaSet, total: int | None, self_total: int | None) -> bool:
    """A set that flags nothing (0) flags nothing."""
    if total is None or self_total is None or not criteria.flag_difference:
        return False
    return abs(total - self_total) >= criteria.flag_difference


def gates_that_cost(criteria: CriteriaSet, total: Total) -> tuple[str, ...]:
    """Failed gates of bands that the points alone would reach: what else failed changed nothing."""
    if total.total is None:
        return ()
    reached = {
        gate for band in criteria.bands if total.total >= band.at_least for gate in band.gates
    }
    return tuple(code for code in total.failed if code in reached)


# The list and the vote ----------------------------------------------------------------------


def list_hash(sheets: Iterable[tuple[int, str]]) -> str:
    """Binds a sitting to what was read: ids of sheets, each with the hash of what it would fix."""
    return content_hash({str(sheet_id): fixed for sheet_id, fixed in sheets})


@dataclass(frozen=True)
class Votes:
    """Counts, never names. `members` of the whole body, `present` at the sitting."""

    members: int
    present: int
    in_favour: int
    against: int = 0
    abstained: int = 0


class Verdict(StrEnum):
    APPROVED = "approved"
    CHANGED = "changed"
    RETURNED = "returned"


@dataclass(frozen=True)
class Decision:
    """On one sheet alone. Changed: with the marks that hold instead. Returned: to cross-check."""

    decision: str = Verdict.APPROVED
    reason: str = ""
    changes: Mapping[str, Change] = field(default_factory=dict)


def problems_with_votes(votes: Votes, share_percent: int) -> list[Problem]:
    """Counts that agree with each other, and a majority of all members."""
    if min(votes.members, votes.present, votes.in_favour, votes.against, votes.abstained) < 0:
        return [Problem("negative-votes", say("Số người, số phiếu không được âm."), "votes")]
    problems = []
    if votes.present > votes.members:
        message = say("Số có mặt ({present}) lớn hơn tổng số uỷ viên ({members}).")
        values = {"present": votes.present, "members": votes.members}
        problems.append(Problem("more-than-members", message, "present", values))
    counted = votes.in_favour + votes.against + votes.abstained
    if counted != votes.present:
        message = say("Tổng số phiếu ({counted}) khác số có mặt ({present}). Đếm lại.")
        values = {"counted": counted, "present": votes.present}
        problems.append(Problem("votes-do-not-add-up", message, "in_favour", values))
    if not problems and votes.in_favour * 100 <= votes.members * share_percent:
        message = say(
            "Tán thành {in_favour}/{members}, chưa quá {share}% tổng số uỷ viên: chưa được phê "
            "duyệt. Không phiếu nào bị thay đổi."
        )
        values = {
            "in_favour": votes.in_favour,
            "members": votes.members,
            "share": share_percent,
        }
        problems.append(Problem("not-carried", message, "in_favour", values))
    return problems


def problems_with_list(given: str, current: str) -> list[Problem]:
    if given == current:
        return []
    message = say("Danh sách đã thay đổi từ lúc mở. Tải lại, đọc lại rồi quyết định.")
    return [Problem("list-changed", message)]


def problems_with_decisions(
    decisions: Mapping[int, Decision], exceptions: Collection[int], everything: Collection[int]
) -> list[Problem]:
    """Each exception is decided alone; a return and a change say why. `about` is the sheet's id."""
    problems = []
    if not everything:
        message = say("Chưa có phiếu nào ở bước phê duyệt.")
        problems.append(Problem("nothing-to-settle", message))
    problems += [undecided(each) for each in exceptions if each not in decisions]
    for sheet_id, each in decisions.items():
        problems += _problems_with_one(sheet_id, each, sheet_id in everything)
    return problems


def undecided(sheet_id: int) -> Problem:
    message = say("Quyết định riêng cho từng phiếu ngoại lệ.")
    return Problem("decision-missing", message, str(sheet_id))


def _problems_with_one(sheet_id: int, decision: Decision, is_there: bool) -> list[Problem]:
    about = str(sheet_id)
    if not is_there:
        return [Problem("not-in-list", say("Phiếu này không chờ phê duyệt. Tải lại."), about)]
    if decision.decision == Verdict.APPROVED:
        return []
    problems = []
    if not decision.reason.strip():
        message = say("Ghi lý do khi trả lại hoặc phê duyệt với điểm khác.")
        problems.append(Problem("reason-missing", message, about))
    if decision.decision == Verdict.CHANGED and not decision.changes:
        message = say("Ghi điểm mới, hoặc chọn phê duyệt.")
        problems.append(Problem("nothing-changed", message, about))
    return problems
