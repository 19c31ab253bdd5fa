"""What search finds here: units by name or code, people by name or code."""

from collections.abc import Sequence

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text
from noilam.ui.pieces import Found

from .. import policies
from .people_pages import person_rows
from .unit_list import kind_name


def _with_all(words: Sequence[str]) -> Q:
    holding = Q()
    for word in words:
        holding &= Q(search_key__contains=word) | Q(code__icontains=word)
    return holding


def units_found(actor: Actor, words: Sequence[str], limit: int) -> list[Found]:
    """Living units first; one that ended is found too, and says so."""
    units = policies.visible_units(actor).filter(_with_all(words))
    living_first = units.order_by(F("ended_on").desc(nulls_first=True), "search_key")
    rows = living_first.select_related("kind", "parent")[:limit]
    return [
        Found(
            kind=_("Đơn vị"),
            title=unit.name,
            link=reverse("organisation:unit", args=[unit.pk]),
            detail=_("kết thúc hoạt động ngày {day}").format(day=day_text(unit.ended_on))
            if unit.ended_on
            else ", ".join(filter(None, (kind_name(unit.kind), str(unit.parent or "")))),
        )
        for unit in rows
    ]


def people_found(actor: Actor, words: Sequence[str], limit: int) -> list[Found]:
    """People with the posts they hold today."""
    people = policies.visible_people(actor).filter(_with_all(words)).order_by("sort_key")
    return [
        Found(
            kind=_("Cán bộ"),
            title=row.name,
            link=reverse("organisation:person", args=[row.id]),
            detail="; ".join(
                f"{post}, {name}" for post, (_pk, name) in zip(row.posts, row.units, strict=True)
            ),
        )
        for row in person_rows(people[:limit], clock.today())
    ]
