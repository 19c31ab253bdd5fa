"""The fields of a sheet: 27 criteria of five shapes, read from a request and drawn by one template.

No Django form: each criterion is one small group of plain texts (`rules.answers.Typed`), kept as
typed whatever is wrong with them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from noilam.foundation.errors import Problem
from noilam.foundation.text import say

from ..rules.answers import Typed, read, read_times
from ..rules.criteria import CriteriaSet, Criterion, Source
from ..rules.filling import Change
from ..rules.score import Answer

LONGEST = 4000  # characters of a note or a reason that are read


def typed_in(code: str, posted: QueryDict) -> Typed:
    """The fields of one criterion as a page or a preview hands them in."""

    def text(part: str) -> str:
        return posted.get(f"{code}:{part}", "").strip()[:LONGEST]

    return Typed(
        numerator=text("numerator"),
        denominator=text("denominator"),
        value=text("value"),
        items=tuple(posted.getlist(f"{code}:item")),
        none_met=bool(text("none_met")),
        times=text("times"),
        level=text("level"),
        no_data=bool(text("no_data")),
        note=text("note"),
    )


def fields_of(code: str, typed: Typed) -> Iterator[tuple[str, str]]:
    """The same the other way round: names and values of hidden fields."""
    for part in ("numerator", "denominator", "value", "times", "level", "note"):
        if text := getattr(typed, part):
            yield f"{code}:{part}", text
    yield from ((f"{code}:item", item) for item in typed.items)
    for part in ("none_met", "no_data"):
        if getattr(typed, part):
            yield f"{code}:{part}", "1"


@dataclass
class SelfScoreForm:
    """The unit's own answers, times and notes; automatic criteria have no fields."""

    typed: Mapping[str, Typed]
    answers: dict[str, Answer | None] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def own_criteria(criteria: CriteriaSet, kind: str) -> list[Criterion]:
    """What a unit of this kind answers itself."""
    applying = (each for each in criteria.criteria() if each.applies_to(kind))
    return [each for each in applying if each.source is not Source.AUTO]


def self_score_form(criteria: CriteriaSet, kind: str, typed: Mapping[str, Typed]) -> SelfScoreForm:
    """Read what was typed; a criterion that cannot be read is named and leaves no answer."""
    form = SelfScoreForm(typed)
    for each in own_criteria(criteria, kind):
        said = typed.get(each.code, Typed())
        form.answers[each.code], problems = read(each, said)
        form.notes[each.code] = said.note
        form.problems += problems
    for extra in criteria.extras():
        said = typed.get(extra.code, Typed())
        form.times[extra.code], problems = read_times(extra, said.times)
        form.notes[extra.code] = said.note
        form.problems += problems
    return form


def self_score_posted(criteria: CriteriaSet, kind: str, posted: QueryDict) -> SelfScoreForm:
    codes = [each.code for each in own_criteria(criteria, kind)]
    codes += [each.code for each in criteria.extras()]
    return self_score_form(criteria, kind, {code: typed_in(code, posted) for code in codes})


@dataclass(frozen=True)
class Before:
    """How marks stood when somebody began to look at them. `own`: codes that this very stage has
    already changed, so that a new reason alone is a change too."""

    answers: Mapping[str, Answer]
    times: Mapping[str, int]
    typed: Mapping[str, Typed]
    own: Collection[str] = ()


@dataclass
class ChangesForm:
    """Marks that somebody above the unit sees otherwise. `typed` keeps each reason as its note."""

    typed: Mapping[str, Typed]
    changes: dict[str, Change] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def changes_posted(
    criteria: CriteriaSet,
    open_codes: Iterable[str],
    before: Before,
    posted: QueryDict,
    prefix: str = "",
) -> ChangesForm:
    """What differs from the marks that stood. A reason beside a mark that stays is named: nobody's
    word gets lost. `prefix`: before the names of fields, where a page holds several sheets."""
    form = ChangesForm({code: typed_in(prefix + code, posted) for code in open_codes})
    for code, said in form.typed.items():
        if said == before.typed.get(code, Typed()):
            continue
        change, is_other, problems = _change(criteria, code, said, before)
        form.problems += problems
        if is_other or (code in before.own and not problems):
            form.changes[code] = change
        elif said.note and not problems:
            form.problems.append(_reason_alone(code))
    return form


def _change(
    criteria: CriteriaSet, code: str, said: Typed, before: Before
) -> tuple[Change, bool, list[Problem]]:
    """What is typed as a change, and whether it is another mark than the one that stood."""
    criterion = criteria.by_code.get(code)
    if criterion:
        answer, problems = read(criterion, said)
        is_other = not problems and answer is not None and answer != before.answers.get(code)
        return Change(answer=answer, reason=said.note), is_other, problems
    extra = next(each for each in criteria.extras() if each.code == code)
    times, problems = read_times(extra, said.times)
    is_other = not problems and times != before.times.get(code, 0)
    return Change(times=times, reason=said.note), is_other, problems


def _reason_alone(code: str) -> Problem:
    message = say("{code}: đã ghi lý do mà điểm chưa đổi. Sửa câu trả lời, hoặc xóa lý do.")
    return Problem("reason-alone", message, code, {"code": code})
