"""Two communes merged and a third split at mid-year, and all that is said of a day."""

from datetime import date

from noilam.foundation.access import shell
from noilam.organisation import actions, open_matters, queries
from noilam.organisation.models import (
    Unit,
)
from noilam.organisation.rules import Choice, Decision, Deed, HandOver, NewUnit, list_hash

MID_YEAR = date(2026, 7, 1)
DECIDED = Decision(number="1271-QĐ/TU", decided_on=date(2026, 6, 1))


def as_seen(day: date) -> list:
    """Everything the organisation says about a day, as it would be printed."""
    versions = queries.units_on(day)
    heads = queries.heads_of([each.unit_id for each in versions], day)
    return [
        (
            each.unit.code,
            each.name,
            each.kind.identifier,
            each.parent_id,
            sorted(queries.subtree(each.unit, day)),
            str(heads[each.unit_id].person) if each.unit_id in heads else "",
        )
        for each in versions
    ]


def merge(kim_son) -> Unit:
    inputs = [kim_son["Xuân Thiện"], kim_son["Chính Tâm"]]
    matters = open_matters.listed(units=inputs, on=MID_YEAR)
    second_head = next(each.key for each in matters if "Bí thư Chính Tâm" in each.label)
    return actions.merge_units(
        actor=shell(),
        inputs=inputs,
        output=NewUnit("XC", "Xuân Chính", "commune_committee", kim_son["Kim Sơn"].pk),
        on=MID_YEAR,
        decision=DECIDED,
        hand_over=HandOver(
            list_hash=list_hash(matters),
            choices={second_head: Choice(Deed.CLOSE, reason="Nghỉ công tác")},
            for_all=Choice(Deed.INHERIT),
        ),
    )


def split(kim_son) -> list[Unit]:
    unit, outputs = kim_son["Yên Mật"], [kim_son["Kim Chính"], kim_son["Như Hòa"]]
    matters = open_matters.listed(units=[unit], on=MID_YEAR)
    choices = {
        each.key: Choice(Deed.INHERIT, to_unit=outputs["Chi bộ 2" in each.label].pk)
        for each in matters
        if each.key.startswith(queries.CHILD)
    }
    return actions.split_unit(
        actor=shell(),
        unit=unit,
        outputs=outputs,
        on=MID_YEAR,
        decision=DECIDED,
        hand_over=HandOver(
            list_hash=list_hash(matters),
            choices=choices,
            for_all=Choice(Deed.CLOSE, reason="Sắp xếp lại đơn vị hành chính"),
        ),
    )
