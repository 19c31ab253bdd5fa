"""What search finds here: units by name or code, people by name or code."""

from collections.abc import Sequence

from django.db.models import Case, F, Q, When
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


def _by_code(words: Sequence[str]) -> Case:
    """Whose code was typed comes first, then those whose code begins so."""
    typed = " ".join(words)
    return Case(When(code__iexact=typed, then=0), When(code__istartswith=typed, then=1), default=2)


def units_found(actor: Actor, words: Sequence[str], limit: int) -> list[Found]:
    """By code, then living units first; one that ended is found too, and says so."""
    units = policies.visible_units(actor).filter(_with_all(words))
    living_first = F("ended_on").desc(nulls_first=True)
    rows = units.order_by(_by_code(words), living_first, "search_key")
    rows = rows.select_related("kind", "parent")[:limit]
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
    people = policies.visible_people(actor).filter(_with_all(words))
    people = people.order_by(_by_code(words), "sort_key")
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
