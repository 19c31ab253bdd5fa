"""Places of the map: added, renamed, moved, marked remote, each from a day."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.foundation.text import tidy

from .. import policies, queries, rules
from ..events import PlaceAdded, PlaceChanged
from ..models import Place, PlaceVersion


@transaction.atomic
def add_place(
    *,
    actor: Actor,
    code: str,
    name: str,
    level: str,
    starts_on: date,
    parent: Place | None = None,
    is_remote: bool = False,
    decision: str = "",
) -> Place:
    """Put a place on the map from a day."""
    require(policies.may_change_places(actor), to=_("thêm địa bàn"))
    code, name = tidy(code), tidy(name)
    taken = Place.objects.filter(code=code).exists()
    refuse_if(rules.problems_with_place(code, name, level, code_taken=taken))
    facts = {
        "name": name,
        "level": level,
        "parent_id": parent.pk if parent else None,
        "is_remote": is_remote,
        "decision": tidy(decision),
    }
    known = queries.place_timelines()
    refuse_if(rules.problems_with_parents(0, [rules.Stretch(starts_on, None, facts)], known))
    place = Place.objects.create(code=code)
    _write(place, [], [rules.Stretch(starts_on, None, facts)])
    record(
        actor=actor,
        event=PlaceAdded(subject_id=place.pk, after={"code": code, "from": starts_on, **facts}),
    )
    return place


@transaction.atomic
def change_place(
    *,
    actor: Actor,
    place: Place,
    on: date,
    name: str,
    level: str,
    parent: Place | None,
    is_remote: bool,
    decision: str = "",
) -> Place:
    """Another name, level or parent, or the remote mark, from a day."""
    place = Place.objects.select_for_update().get(pk=place.pk)
    require(policies.may_change_places(actor), to=_("sửa địa bàn"))
    name = tidy(name)
    known = queries.place_timelines()
    old = known[place.pk]
    facts: dict[str, Any] = {
        "name": name,
        "level": level,
        "parent_id": parent.pk if parent else None,
        "is_remote": is_remote,
        "decision": tidy(decision),
    }
    new = rules.changed(old.timeline, on, facts)
    refuse_if(
        rules.problems_with_place(place.code, name, level, code_taken=False)
        + rules.problems_with_day(old, on)
        + rules.problems_with_parents(place.pk, new, known)
    )
    _write(place, old.timeline, new)
    record(actor=actor, event=PlaceChanged(subject_id=place.pk, effective_on=on, after=facts))
    return place


def _write(place: Place, old: rules.Timeline, new: rules.Timeline) -> None:
    """Supersede what no longer holds, add what holds now."""
    now = clock.now()
    gone = [each.starts_on for each in old if each not in new]
    PlaceVersion.objects.filter(place=place, superseded_at=None, starts_on__in=gone).update(
        superseded_at=now
    )
    PlaceVersion.objects.bulk_create(
        PlaceVersion(
            place=place,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            recorded_at=now,
            **each.facts,
        )
        for each in new
        if each not in old
    )
