"""A sheet as it goes into a workbook, and what a workbook would change of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from ..models import Mark
from ..queries.marks import Standing
from ..queries.pages.answer_words import answer_text, times_text
from ..queries.pages.typed import typed_by_unit
from ..rules.answers import Typed, read, read_times
from ..rules.criteria import Criterion, Extra, Source
from .answer_book import Book, found_text

SELF = Mark.Stage.SELF_SCORE


def book_of(held: Standing) -> Book:
    sheet, typed = held.sheet, typed_by_unit(held)
    answers = held.answers(SELF)
    return Book(
        sheet_id=sheet.pk,
        unit_code=sheet.unit.code,
        unit_name=sheet.unit.name,
        month=sheet.month,
        criteria=held.criteria,
        version=sheet.criteria_set.version,
        content_hash=sheet.criteria_set.content_hash,
        kind=held.kind,
        typed=typed,
        found={
            each.code: found_text(each, answers.get(each.code))
            for each in held.criteria.criteria()
            if each.source is Source.AUTO
        },
    )


@dataclass(frozen=True)
class Differs:
    """One criterion that a file changes."""

    code: str
    title: str
    before: str
    after: str
    note: str


def differences(held: Standing, typed: Mapping[str, Typed]) -> list[Differs]:
    """What would be another answer or another note than the one kept."""
    before = typed_by_unit(held)
    found = []
    every: list[Criterion | Extra] = [*held.criteria.criteria(), *held.criteria.extras()]
    for each in every:
        after = typed.get(each.code)
        stood = before.get(each.code, Typed())
        if after is None or _same(stood, after):
            continue
        found.append(
            Differs(each.code, each.title, _said(each, stood), _said(each, after), after.note)
        )
    return found


def _same(one: Typed, other: Typed) -> bool:
    return _plain(one) == _plain(other)


def _plain(typed: Typed) -> Typed:
    return replace(typed, items=tuple(sorted(typed.items)), times=typed.times or "0")


def _said(each: Criterion | Extra, typed: Typed) -> str:
    if isinstance(each, Extra):
        return times_text(read_times(each, typed.times)[0])
    answer, _problems = read(each, typed)
    return answer_text(each, answer) or _("chưa chấm")
