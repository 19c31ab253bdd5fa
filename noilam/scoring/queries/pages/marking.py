"""What lies before somebody who marks a sheet: each criterion with its fields as typed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from noilam.foundation.errors import Problem

from ...models import Mark
from ...rules.answers import Typed
from ...rules.criteria import Criterion, Extra, Method, Source
from ..marks import Standing
from .answer_words import answer_text, method_text, nothing_text, points_text, times_text, unit_of
from .sheet_rows import Saying, extra_sayings, sayings, tags_of
from .story import Story

Stage = Mark.Stage


@dataclass(frozen=True)
class Choice:
    """An item of a checklist, or a level."""

    value: str
    text: str
    points: str
    is_chosen: bool


@dataclass(frozen=True)
class FieldRow:
    """One criterion, bonus or penalty: what it asks, what stood before, the fields as typed."""

    code: str
    name: str  # its fields' names begin with it, and its place on the page is called so
    title: str
    most: str
    method: str  # of rules.criteria.Method; "times" for a bonus or a penalty
    typed: Typed
    is_open: bool
    stood: str = ""  # the mark before, in words
    points: str = ""
    labels: tuple[str, str] = ("", "")
    unit: str = ""
    choices: Sequence[Choice] = ()
    how: Sequence[str] = ()
    no_data: str = ""
    asks_sample: bool = False
    says: Sequence[Saying] = ()
    tags: Sequence[tuple[str, str]] = ()
    problems: Sequence[Problem] = ()
    theirs: str = ""  # what somebody else wrote meanwhile
    is_touched: bool = False


@dataclass(frozen=True)
class FieldGroup:
    title: str
    rows: Sequence[FieldRow]
    most: str = ""


@dataclass(frozen=True)
class Marking:
    """Which fields are drawn: `until` is the stage whose marks stood before; `open_codes` may be
    written in; `typed` is what stands in them."""

    standing: Standing
    story: Story
    until: str
    open_codes: Collection[str]
    typed: Mapping[str, Typed]
    before: Mapping[str, Typed]
    problems: Sequence[Problem] = ()
    theirs: Mapping[str, str] | None = None
    prefix: str = ""  # where the fields of several sheets stand on one page

    def groups(self) -> list[FieldGroup]:
        criteria, kind = self.standing.criteria, self.standing.kind
        found = [
            FieldGroup(
                f"{section.code}. {section.title}",
                [self._row(each) for each in section.criteria if each.applies_to(kind)],
            )
            for section in criteria.sections
        ]
        found += [
            FieldGroup(title, [self._extra(each) for each in extras])
            for title, extras in (
                (_("Điểm thưởng"), criteria.bonuses),
                (_("Điểm trừ"), criteria.penalties),
            )
        ]
        return [each for each in found if each.rows]

    def _row(self, criterion: Criterion) -> FieldRow:
        code, typed = criterion.code, self.typed.get(criterion.code, Typed())
        answer = self.standing.answers(self.until).get(code)
        points = self.standing.points(self.until).get(code) if answer else None
        return FieldRow(
            code=code,
            name=self.prefix + code,
            title=criterion.title,
            most=points_text(criterion.max_points),
            method=str(criterion.method),
            typed=typed,
            is_open=code in self.open_codes,
            stood=answer_text(criterion, answer),
            points=points_text(points) if answer else "",
            labels=_labels(criterion),
            unit=unit_of(criterion),
            choices=_choices(criterion, typed),
            how=_how(criterion),
            no_data=nothing_text(criterion),
            asks_sample=bool(criterion.min_sample),
            says=sayings(criterion, self.standing),
            tags=tags_of(criterion, self.standing, self.story),
            problems=self._about(code),
            theirs=(self.theirs or {}).get(code, ""),
            is_touched=self._is_touched(code),
        )

    def _extra(self, extra: Extra) -> FieldRow:
        times = self.standing.times(self.until).get(extra.code, 0)
        return FieldRow(
            code=extra.code,
            name=self.prefix + extra.code,
            title=extra.title,
            most=points_text(extra.points),
            method="times",
            typed=self.typed.get(extra.code, Typed()),
            is_open=extra.code in self.open_codes,
            stood=times_text(times) if times else "",
            labels=(_("Số lần ({what})").format(what=extra.per) if extra.per else _("Số lần"), ""),
            says=extra_sayings(extra, self.standing),
            problems=self._about(extra.code),
            theirs=(self.theirs or {}).get(extra.code, ""),
            is_touched=self._is_touched(extra.code),
        )

    def _about(self, code: str) -> list[Problem]:
        return [each for each in self.problems if each.about == code]

    def _is_touched(self, code: str) -> bool:
        typed, before = self.typed.get(code, Typed()), self.before.get(code, Typed())
        return typed != before or bool(typed.note) or bool(self._about(code))


def _labels(criterion: Criterion) -> tuple[str, str]:
    if criterion.method is Method.RATIO:
        return criterion.numerator or _("Số đạt"), criterion.denominator or _("Tổng số")
    if criterion.method is Method.TIERS:
        sample = _("Cỡ mẫu (từ {n})").format(n=criterion.min_sample) if criterion.min_sample else ""
        return _("Trị số"), sample
    return criterion.unit or _("Số lần"), ""


def _choices(criterion: Criterion, typed: Typed) -> list[Choice]:
    if criterion.method is Method.CHECKLIST:
        return [
            Choice(each.code, each.title, points_text(each.points), each.code in typed.items)
            for each in criterion.items
        ]
    return [
        Choice(
            str(each.points), each.text, points_text(each.points), typed.level == str(each.points)
        )
        for each in criterion.anchors
    ]


def _how(criterion: Criterion) -> list[str]:
    """The method in words, where the fields do not say it already."""
    if criterion.source is Source.AUTO or criterion.method is Method.TIERS:
        return method_text(criterion)
    return method_text(criterion) if criterion.method is Method.DEDUCT else []
