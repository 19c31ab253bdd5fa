"""What a unit's page shows: the unit as it was on a day."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, number_text
from noilam.ui.pieces import Panel

from .. import policies
from ..models import Ancestry, Appointment, Census, Grouping, GroupingMember, Unit, UnitVersion
from ..policies import in_force
from ..roles import SEES_UNIT
from ..rules import MEASURES, Measure, Reading
from .people import appointments_on
from .unit_list import kind_name
from .units import is_reorganised_since


@dataclass(frozen=True)
class Crumb:
    id: int
    name: str
    is_open: bool = True  # to this reader


@dataclass(frozen=True)
class PostLine:
    person_id: int
    person: str
    post: str
    leads: bool
    since: str
    remarks: str


@dataclass(frozen=True)
class ChildLine:
    id: int
    name: str
    kind: str
    head: str


@dataclass(frozen=True)
class CountLine:
    measure: str
    name: str
    total: str
    counted: str


@dataclass(frozen=True)
class UnitPage:
    """A unit as it was on a day."""

    unit: Unit
    day: date
    name: str
    kind: str
    crumbs: list[Crumb]
    is_founded: bool
    has_ended: bool
    place: str
    head: Appointment | None
    posts: list[PostLine]
    children: list[ChildLine]
    cells: int
    counts: list[CountLine]
    groupings: list[str]
    reading: Reading = Reading.AS_WAS
    is_read_in_ways: bool = False  # units changed since, so that figures can be read otherwise
    panels: list[Panel] = field(default_factory=list)
    may: dict[str, bool] = field(default_factory=dict)

    @property
    def headline_counts(self) -> list[CountLine]:
        """For the line under the name: cells that stand below are counted there already."""
        return [each for each in self.counts if not (self.cells and each.measure == Measure.CELLS)]


def unit_page(actor: Actor, unit: Unit, day: date, reading: Reading = Reading.AS_WAS) -> UnitPage:
    versions = _versions_up_the_tree(unit, day)
    is_read_in_ways = day < clock.today() and versions[unit.pk][0].is_reorganised
    if not is_read_in_ways:
        reading = Reading.AS_WAS
    version = _version_on(versions[unit.pk], day)
    now = _version_on(versions[unit.pk], clock.today())
    policies.know_above(actor, unit, [each.id for each in _crumbs(now, versions, clock.today())])
    below = list(
        UnitVersion.objects.filter(in_force(day), superseded_at=None, parent=unit)
        .select_related("kind")
        .order_by("unit__code")
    )
    held = list(
        appointments_on(day)
        .filter(Q(unit=unit) | Q(unit__in=[each.unit_id for each in below], leads=True))
        .order_by("-leads", "starts_on", "person__sort_key")
    )
    heads = {each.unit_id: each for each in held if each.leads}
    return UnitPage(
        unit=unit,
        day=day,
        name=version.name,
        kind=kind_name(version.kind),
        crumbs=_as_seen(actor, _crumbs(version, versions, day)),
        is_founded=unit.founded_on <= day,
        has_ended=bool(unit.ended_on and unit.ended_on <= day),
        place=_place_name(version, day),
        head=heads.get(unit.pk),
        posts=[post_line(each) for each in held if each.unit_id == unit.pk],
        children=[
            ChildLine(
                each.unit_id,
                each.name,
                kind_name(each.kind),
                str(heads[each.unit_id].person) if each.unit_id in heads else "",
            )
            for each in below
        ],
        cells=sum(each.kind.is_cell for each in below),
        counts=_counts(unit, day),
        groupings=_groupings(version),
        reading=reading,
        is_read_in_ways=is_read_in_ways,
        panels=panels("unit", actor, unit, day, reading),
        may={
            "change": policies.may_change_organisation(actor, unit),
            "people": policies.may_change_people(actor, unit),
            "grant": policies.may_grant(actor, unit),
            "sign_ins": policies.may_open_sign_ins(actor, unit),
        },
    )


def _versions_up_the_tree(unit: Unit, day: date) -> dict[int, list[Any]]:
    """All that the unit and whoever ever stood above it were: one question, few rows.

    Each also says to which grouping of each kind it belongs on the day, and whether the unit asked
    about was reorganised since.
    """
    above = Ancestry.objects.filter(unit=unit).values("ancestor")
    members = GroupingMember.objects.filter(in_force(day), unit=OuterRef("unit"))
    named = members.values("grouping__name")
    rows = (
        UnitVersion.objects.filter(superseded_at=None, unit__in=above)
        .select_related("kind")
        .annotate(
            is_reorganised=is_reorganised_since(unit, day),
            **{
                f"in_{kind}": Subquery(named.filter(grouping__kind=kind)[:1])
                for kind in Grouping.Kind.values
            },
        )
    )
    versions: dict[int, list[Any]] = {}
    for row in rows.order_by("starts_on"):
        versions.setdefault(row.unit_id, []).append(row)
    return versions


def _version_on(versions: Sequence[UnitVersion], day: date) -> UnitVersion:
    """The version of the day, the last before it, or (before the founding) the first."""
    return next((each for each in reversed(versions) if each.starts_on <= day), versions[0])


def _crumbs(version: UnitVersion, versions: dict[int, list[UnitVersion]], day: date) -> list[Crumb]:
    crumbs: list[Crumb] = []
    while version.parent_id and len(crumbs) < len(versions):
        version = _version_on(versions[version.parent_id], day)
        crumbs.insert(0, Crumb(version.unit_id, version.name))
    return crumbs


def _as_seen(actor: Actor, crumbs: list[Crumb]) -> list[Crumb]:
    """Only what the reader may see leads on."""
    if policies.sees_everything(actor):
        return crumbs
    held, is_below = policies.reach(actor, SEES_UNIT, clock.today()), False
    seen = []
    for each in crumbs:
        is_below = is_below or each.id in held.wide
        seen.append(replace(each, is_open=is_below or each.id in held.narrow))
    return seen


def _place_name(version: UnitVersion, day: date) -> str:
    if version.place is None:
        return ""
    on_day = version.place.versions.filter(in_force(day), superseded_at=None)
    found = on_day.first()
    return str(found or version.place.code)


def post_line(appointment: Appointment) -> PostLine:
    remarks = [
        word
        for applies, word in (
            (appointment.is_acting, _("quyền")),
            (appointment.is_concurrent, _("kiêm nhiệm")),
        )
        if applies
    ]
    return PostLine(
        person_id=appointment.person_id,
        person=str(appointment.person),
        post=appointment.post,
        leads=appointment.leads,
        since=day_text(appointment.starts_on),
        remarks=", ".join(remarks),
    )


def measure_name(measure: str) -> str:
    return _(MEASURES[Measure(measure)]) if measure in MEASURES else measure


def _counts(unit: Unit, day: date) -> list[CountLine]:
    """The latest total of each measure by a day."""
    latest: dict[str, Census] = {}
    for count in Census.objects.filter(unit=unit, counted_on__lte=day).order_by("counted_on"):
        latest[count.measure] = count
    return [
        CountLine(
            each.value,
            measure_name(each.value),
            number_text(latest[each].total),
            day_text(latest[each].counted_on),
        )
        for each in Measure
        if each in latest
    ]


def _groupings(version: UnitVersion) -> list[str]:
    names = (getattr(version, f"in_{kind}") for kind in Grouping.Kind.values)
    return [name for name in names if name]


def panels(page: str, actor: Actor, thing: Any, day: date, *asked: Reading) -> list[Panel]:
    """What floors above show on a page of this one (config/panels.py)."""
    makers = [import_string(path) for path in import_string(settings.PANELS).get(page, ())]
    made = (maker(actor, thing, day, *asked) for maker in makers)
    return [each for each in made if each is not None]
