"""Promises that are there already: what they say now, and what a file may not move."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from noilam.commitments import rules
from noilam.commitments.imports import lists
from noilam.commitments.models import Commitment
from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, number_text, say

# S1.14: what a promise needs before it binds anybody -> the file's column.
_S1_14 = {
    "lead-missing": "unit_code",
    "person-missing": "person_code",
    "start-missing": "starts_on",
    "due-missing": "due_on",
    "measure-missing": "measure",
    "solution-missing": "solution",
}
_PLAIN = (
    "statement",
    "kind",
    "unit_id",
    "person_id",
    "starts_on",
    "due_on",
    "measure",
    "target",
    "target_text",
    "baseline",
    "baseline_text",
    "measure_unit",
    "solution",
    "pace",
    "weight",
    "decided_by",
    "publicity",
    "support_text",
)
_SETTLED = {
    "statement": say("nội dung"),
    "weight": say("trọng số"),
    "due_on": say("hạn hoàn thành"),
    "person_id": say("người chịu trách nhiệm"),
    "unit_id": say("đơn vị chủ trì"),
    "starts_on": say("ngày bắt đầu"),
    "measure": say("cách đo"),
    "target": say("chỉ tiêu"),
    "target_text": say("chỉ tiêu"),
    "baseline": say("hiện trạng"),
    "baseline_text": say("hiện trạng"),
    "measure_unit": say("đơn vị tính"),
}
_MAY_BE_FILLED = {"target", "target_text", "baseline", "baseline_text", "measure_unit"}


def known_by_code(codes: Collection[str]) -> dict[str, Commitment]:
    """A thousand promises in three questions."""
    found = Commitment.objects.filter(code__in=codes).select_related("topic", "unit", "person")
    return {each.code: each for each in found.prefetch_related("sources", "support")}


def values_of(known: Commitment) -> dict[str, Any]:
    """What a promise says, under the names that a file's row uses."""
    return {
        **{name: getattr(known, name) for name in _PLAIN},
        "topic": known.topic.name if known.topic else "",
    }


def labels(known: Commitment) -> list[str]:
    return [source.label for source in known.sources.all()]


def supporters(known: Commitment) -> list[int]:
    return sorted(unit.pk for unit in known.support.all())


def support_text(known: Commitment) -> str:
    """The cell that an export writes: codes of units, then those who are no unit here."""
    codes = sorted(unit.code for unit in known.support.all())
    return lists.joined([*codes, *lists.parts(known.support_text)])


def lacking(values: Mapping[str, Any]) -> list[str]:
    """The columns that S1.14 still asks for."""
    candidate = rules.Candidate(
        statement=values["statement"],
        unit_id=values["unit_id"],
        person_id=values["person_id"],
        starts_on=values["starts_on"],
        due_on=values["due_on"],
        measure=values["measure"],
        has_target=values["target"] is not None,
        solution=values["solution"],
    )
    found = {problem.code for problem in rules.problems_with_proposal(candidate)}
    return [column for code, column in _S1_14.items() if code in found]


@dataclass
class Settled:
    """What stands against changes, and what was left as it is."""

    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


def settle(known: Commitment, changes: dict[str, Any]) -> Settled:
    """Name what may not move; drop from `changes` what an old file still says of a due day."""
    settled = Settled()
    if known.status == Commitment.Status.PROPOSED:
        settled.problems.append(_is_proposed(next(iter(changes))))
    if known.in_force_on is None:
        return settled
    if known.first_due_on and changes.get("due_on") == known.first_due_on:
        del changes["due_on"]
        settled.remarks.append(_was_extended(known))
    for name in _SETTLED:
        now = getattr(known, name)
        is_blank = name in _MAY_BE_FILLED and (now is None or now == "")
        if name in changes and not is_blank and not _names_same_column(name, settled):
            settled.problems.append(_may_not_move(known, name))
    return settled


def _names_same_column(name: str, settled: Settled) -> bool:
    base = name.removesuffix("_text")
    return any(problem.about.removesuffix("_text") == base for problem in settled.problems)


def _is_proposed(about: str) -> Problem:
    return Problem(
        "is-proposed",
        say("Cam kết đang trình duyệt nên không sửa bằng tệp. Trả lại dự thảo trước."),
        about,
    )


def _was_extended(known: Commitment) -> Problem:
    return Problem(
        "was-extended",
        say("Hạn ban đầu đã được gia hạn đến {due}; giữ hạn đang có."),
        "due_on",
        {"due": day_text(known.due_on)},
    )


_NO_DEED_CHANGES = {"statement", "weight"}


def _may_not_move(known: Commitment, name: str) -> Problem:
    if name in _NO_DEED_CHANGES:
        return Problem(
            "in-force",
            say(
                "Cam kết đang có hiệu lực: không đổi {what} bằng tệp (đang là {now}), vì số liệu "
                "các ngày trước sẽ đổi theo. Để trống ô này; nếu phải đổi, rút cam kết này với lý "
                "do rồi lập cam kết mới."
            ),
            name,
            {"what": _SETTLED[name], "now": _shown(known, name)},
        )
    return Problem(
        "in-force",
        say(
            "Cam kết đang có hiệu lực: không đổi {what} bằng tệp (đang là {now}). "
            "Dùng Gia hạn hoặc Chuyển giao ở trang cam kết, hoặc để trống ô này."
        ),
        name,
        {"what": _SETTLED[name], "now": _shown(known, name) or "…"},
    )


def _shown(known: Commitment, name: str) -> str:
    if name == "person_id":
        return str(known.person or "")
    if name == "unit_id":
        return str(known.unit or "")
    value = getattr(known, name)
    if name.endswith("_on"):
        return day_text(value)
    return value if isinstance(value, str) else number_text(value)
