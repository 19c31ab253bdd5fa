"""Groupings with their units, and the map, as pages show them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.text import day_text

from .. import policies
from ..models import Grouping, GroupingMember
from ..policies import in_force
from ..rules import LEVELS
from .places import places_on


def groupings_on(day: date) -> QuerySet[Grouping]:
    """All groupings with how many units belong to each on a day (`size`)."""
    inside = Q(members__starts_on__lte=day) & (
        Q(members__ends_on=None) | Q(members__ends_on__gt=day)
    )
    return Grouping.objects.annotate(size=Count("members", filter=inside))


@dataclass(frozen=True)
class MemberLine:
    id: int
    unit_id: int
    unit: str
    starts: str


def members_of(grouping: Grouping, actor: Actor, day: date) -> list[MemberLine]:
    """Visible units that belong to a grouping on a day."""
    members = GroupingMember.objects.filter(in_force(day), grouping=grouping)
    if not policies.sees_everything(actor):
        members = members.filter(unit__in=policies.visible_units(actor))
    return [
        MemberLine(each.pk, each.unit_id, str(each.unit), day_text(each.starts_on))
        for each in members.select_related("unit").order_by("unit__code")
    ]


@dataclass(frozen=True)
class PlaceRow:
    id: int
    code: str
    name: str
    level: str
    depth: int
    is_remote: bool


def place_rows(day: date) -> list[PlaceRow]:
    """The map on a day, each place before those inside it."""
    versions = {each.place_id: each for each in places_on(day)}
    inside: dict[int | None, list[int]] = {}
    for pk, version in versions.items():
        parent = version.parent_id if version.parent_id in versions else None
        inside.setdefault(parent, []).append(pk)
    rows: list[PlaceRow] = []

    def walk(parent: int | None, depth: int) -> None:
        for pk in inside.get(parent, ()):
            version = versions[pk]
            rows.append(
                PlaceRow(
                    id=pk,
                    code=version.place.code,
                    name=version.name,
                    level=_(LEVELS.get(version.level, version.level)),
                    depth=depth,
                    is_remote=version.is_remote,
                )
            )
            walk(pk, depth + 1)

    walk(None, 0)
    return rows
