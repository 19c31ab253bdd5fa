"""Units on a day: what they were called, where they stood, who stood below."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import Exists, Q, QuerySet

from noilam.foundation import clock

from .. import rules
from ..models import Ancestry, Unit, UnitEvent, UnitEventPart, UnitVersion
from ..policies import in_force

CHUNK = 10_000  # ids in one question: SQLite takes 32,766 values


def chunks(ids: Iterable[int]) -> Iterable[list[int]]:
    """Ids cut into lists that one question can carry."""
    listed = list(ids)
    return (listed[place : place + CHUNK] for place in range(0, len(listed), CHUNK))


def as_known(at: datetime | None) -> Q:
    """Versions as recorded at a moment; None: as we know them now."""
    if at is None:
        return Q(superseded_at=None)
    return Q(recorded_at__lte=at) & (Q(superseded_at=None) | Q(superseded_at__gt=at))


def units_on(day: date, known_at: datetime | None = None) -> QuerySet[UnitVersion]:
    """What every unit living on a day was then."""
    versions = UnitVersion.objects.filter(in_force(day), as_known(known_at))
    return versions.select_related("unit", "kind").order_by("unit__code")


def living_on(day: date, of: str = "") -> Q:
    """Units that have not ended by a day: an end announced for later is none yet. `of` leads to
    them."""
    return Q(**{f"{of}ended_on": None}) | Q(**{f"{of}ended_on__gt": day})


def names_on(
    unit_ids: Collection[int], day: date, known_at: datetime | None = None
) -> dict[int, str]:
    """Names on a day. A unit that ended keeps its last name, one not founded yet its first."""
    names: dict[int, str] = {}
    for ids in chunks(unit_ids):
        versions = UnitVersion.objects.filter(as_known(known_at), unit__in=ids)
        for unit_id, starts_on, name in versions.order_by("unit", "starts_on").values_list(
            "unit", "starts_on", "name"
        ):
            if starts_on <= day or unit_id not in names:
                names[unit_id] = name
    return names


def subtree(unit: Unit, on: date) -> QuerySet[Ancestry, int]:
    """Ids of a unit and all below it on a day, ended ones included; fits `__in`."""
    return subtree_of([unit.pk], on)


def subtree_of(unit_ids: Collection[int], on: date) -> QuerySet[Ancestry, int]:
    """The same below several units at once."""
    lines = Ancestry.objects.filter(in_force(on), ancestor__in=unit_ids)
    return lines.values_list("unit_id", flat=True)


def ancestors(unit: Unit, on: date) -> list[Unit]:
    """The units above on a day, nearest first."""
    lines = Ancestry.objects.filter(in_force(on), unit=unit, depth__gt=0)
    return [line.ancestor for line in lines.select_related("ancestor").order_by("depth")]


def children(unit: Unit, on: date) -> QuerySet[Unit]:
    """Units directly below that live on a day."""
    versions = UnitVersion.objects.filter(in_force(on), superseded_at=None, parent=unit)
    return Unit.objects.filter(pk__in=versions.values("unit")).order_by("code")


def roots(on: date) -> QuerySet[Unit]:
    """Units that stand under no other on a day."""
    versions = UnitVersion.objects.filter(in_force(on), superseded_at=None, parent=None)
    return Unit.objects.filter(pk__in=versions.values("unit")).order_by("code")


def timelines(unit_ids: Collection[int]) -> dict[int, rules.Known]:
    """Each unit's whole timeline as we know it now."""
    stretches: dict[int, list[rules.Stretch]] = {}
    labels: dict[int, str] = {}
    for ids in chunks(unit_ids):
        versions = UnitVersion.objects.filter(superseded_at=None, unit__in=ids)
        for version in versions.order_by("unit", "starts_on"):
            stretches.setdefault(version.unit_id, []).append(stretch_of(version))
            labels[version.unit_id] = version.name
    return {
        unit_id: rules.Known(unit_id, labels[unit_id], timeline)
        for unit_id, timeline in stretches.items()
    }


def timelines_with_all_above(unit_ids: Collection[int]) -> dict[int, rules.Known]:
    """Timelines of units and of every unit that ever stood above them."""
    above = Ancestry.objects.filter(unit__in=unit_ids).values_list("ancestor", flat=True)
    return timelines({*unit_ids, *above})


def stretch_of(version: UnitVersion) -> rules.Stretch:
    return rules.Stretch(
        starts_on=version.starts_on,
        ends_on=version.ends_on,
        facts={
            "name": version.name,
            "kind_id": version.kind_id,
            "parent_id": version.parent_id,
            "place_id": version.place_id,
        },
        event_id=version.event_id,
    )


def living_children(unit_id: int, on: date, besides: Collection[int] = ()) -> list[str]:
    """Names of units that stand under a unit on a day or come to stand there later, `besides`
    those named."""
    versions = UnitVersion.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=on), superseded_at=None, parent=unit_id
    ).exclude(unit__in=besides)
    return list(versions.order_by("unit__code").values_list("name", flat=True).distinct())


def successors(units: Collection[int] | QuerySet[Unit]) -> Mapping[int, list[int]]:
    """What units became by mergers and splits: direct successors, by unit."""
    steps = UnitEventPart.objects.filter(
        side="before",
        unit__in=units,
        event__kind__in=[UnitEvent.Kind.MERGED, UnitEvent.Kind.SPLIT],
        event__parts__side="after",
    )
    followed: dict[int, list[int]] = {}
    for unit_id, heir_id in steps.values_list("unit", "event__parts__unit").order_by(
        "unit", "event__parts__unit"
    ):
        if unit_id != heir_id:
            followed.setdefault(unit_id, []).append(heir_id)
    return followed


def is_reorganised_since(unit: Unit, day: date) -> Exists:
    """Whether anything that is or was below a unit merged, split, moved or ended after a day."""
    kinds = UnitEvent.Kind
    below = Ancestry.objects.filter(ancestor=unit).values("unit")
    return Exists(
        UnitEventPart.objects.filter(
            unit__in=below,
            event__kind__in=[kinds.MERGED, kinds.SPLIT, kinds.MOVED, kinds.ENDED],
            event__effective_on__gt=day,
            event__effective_on__lte=clock.today(),
        )
    )


def unit_stretches() -> list[tuple[str, str, str, str, date, date | None]]:
    """All units through time as we know them now: code, name, kind, code of the parent, from,
    until. In the order of codes, whatever a database makes of letters."""
    rows = UnitVersion.objects.filter(superseded_at=None).order_by()
    found = rows.values_list(
        "unit__code", "name", "kind__identifier", "parent__code", "starts_on", "ends_on"
    )
    told = [(code, name, kind, up or "", since, to) for code, name, kind, up, since, to in found]
    return sorted(told, key=lambda row: (row[0].encode(), row[4]))
