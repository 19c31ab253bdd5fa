"""The fields of a sheet as they stand before anybody types."""

from collections.abc import Mapping

from ...models import Mark
from ...rules.answers import Typed, typed_of
from ...rules.criteria import CriteriaSet
from ...rules.score import Answer
from ..marks import Standing

SELF = Mark.Stage.SELF_SCORE


def typed_before(
    criteria: CriteriaSet,
    answers: Mapping[str, Answer],
    times: Mapping[str, int],
    notes: Mapping[str, str],
) -> dict[str, Typed]:
    """Of every criterion, bonus and penalty, by code."""
    found = {
        each.code: typed_of(each, answers.get(each.code), notes.get(each.code, ""))
        for each in criteria.criteria()
    }
    for extra in criteria.extras():
        count = times.get(extra.code)
        found[extra.code] = Typed(times=str(count) if count else "", note=notes.get(extra.code, ""))
    return found


def typed_by_unit(held: Standing) -> dict[str, Typed]:
    """The fields as the unit left them."""
    notes = {code: mark.reason for code, mark in held.changed(SELF).items()}
    return typed_before(held.criteria, held.answers(SELF), held.times(SELF), notes)
