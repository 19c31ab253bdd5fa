"""Writing a unit's time: versions superseded and added, never altered; ancestry worked out anew.

Nothing here is a deed of its own: the deeds of this package call it and record themselves.
"""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import islice

from django.db import connection, transaction

from noilam.audit.actions import record
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.foundation.text import fold

from .. import policies, queries, rules
from ..events import AncestryRebuilt
from ..models import Ancestry, Succession, Unit, UnitEvent, UnitEventPart, UnitKind, UnitVersion

BATCH = 5_000  # rows an insert carries


def _take_the_pen() -> None:
    """One change of the tree or of posts at a time: two moves at once could close a circle unseen,
    two appointments give a unit two heads."""
    UnitKind.objects.select_for_update(no_key=True).order_by("pk").first()


def _new_event(
    kind: str,
    on: date,
    decision: rules.Decision,
    before: Iterable[int] = (),
    after: Iterable[int] = (),
) -> UnitEvent:
    event = UnitEvent.objects.create(
        kind=kind,
        effective_on=on,
        decision_number=decision.number.strip(),
        decided_on=decision.decided_on,
        note=decision.note.strip(),
        recorded_at=clock.now(),
    )
    _add_parts(event, before=before, after=after)
    return event


def _add_parts(event: UnitEvent, *, before: Iterable[int] = (), after: Iterable[int] = ()) -> None:
    sides = [("before", unit) for unit in before] + [("after", unit) for unit in after]
    UnitEventPart.objects.bulk_create(
        UnitEventPart(event=event, side=side, unit_id=unit) for side, unit in dict.fromkeys(sides)
    )


def _found(new: rules.NewUnit, on: date, event: UnitEvent) -> Unit:
    """A unit with its first stretch. Its lines of ancestry are the caller's to renew."""
    kind = UnitKind.objects.get(identifier=new.kind)
    unit = Unit.objects.create(
        code=new.code,
        name=new.name,
        search_key=fold(new.name),
        kind=kind,
        parent_id=new.parent_id,
        founded_on=on,
    )
    facts = {
        "name": new.name,
        "kind_id": kind.pk,
        "parent_id": new.parent_id,
        "place_id": new.place_id,
    }
    _write_timeline(unit, [], [rules.Stretch(on, None, facts, event.pk)])
    return unit


def _write_timeline(unit: Unit, old: rules.Timeline, new: rules.Timeline) -> None:
    """Supersede what no longer holds, add what holds now, and refresh the unit's own row."""
    refuse_if(rules.problems_with_timeline(new))
    now = clock.now()
    gone = [each.starts_on for each in old if each not in new]
    UnitVersion.objects.filter(unit=unit, superseded_at=None, starts_on__in=gone).update(
        superseded_at=now
    )
    UnitVersion.objects.bulk_create(
        UnitVersion(
            unit=unit,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            recorded_at=now,
            event_id=each.event_id,
            **each.facts,
        )
        for each in new
        if each not in old
    )
    _refresh(unit, new)


def _refresh(unit: Unit, timeline: rules.Timeline) -> None:
    latest = timeline[-1]
    unit.name = latest.facts["name"]
    unit.search_key = fold(unit.name)
    unit.kind_id = latest.facts["kind_id"]
    unit.parent_id = latest.facts["parent_id"]
    unit.founded_on = timeline[0].starts_on
    unit.ended_on = latest.ends_on
    unit.save(update_fields=["name", "search_key", "kind", "parent", "founded_on", "ended_on"])


@transaction.atomic
def rebuild_ancestry(*, actor: Actor, unit_ids: Collection[int] | None = None) -> int:
    """Work out ancestry anew: of some units and all that ever stood below them, or of all.

    For whoever wrote many versions at once (an import), and for the shell to repair with.
    Returns how many lines there are now.
    """
    require(policies.may_import(actor, "units"), to="dựng lại cây tổ chức")
    lines = _renew_ancestry(unit_ids)
    record(actor=actor, event=AncestryRebuilt(subject_id=0, lines=lines))
    return lines


def _renew_ancestry(unit_ids: Collection[int] | None = None) -> int:
    affected = None if unit_ids is None else _with_all_below(unit_ids)
    parents = _parents(affected)
    lines = rules.ancestry(parents if affected is None else sorted(affected), parents)
    if affected is None:
        Ancestry.objects.all().delete()
    else:
        for ids in queries.chunks(affected):
            Ancestry.objects.filter(unit__in=ids).delete()
    return _insert(lines)


def _renew_successions() -> None:
    """Work out anew what became of units: mergers and splits are few."""
    parts = UnitEventPart.objects.filter(
        side="before",
        event__kind__in=[UnitEvent.Kind.MERGED, UnitEvent.Kind.SPLIT],
        event__parts__side="after",
    )
    steps = parts.values_list("unit", "event__parts__unit", "event__effective_on")
    found = rules.successions(steps)
    Succession.objects.all().delete()
    Succession.objects.bulk_create(
        [Succession(unit_id=unit, heir_id=heir, since=day) for (unit, heir), day in found.items()]
    )


def _with_all_below(unit_ids: Collection[int]) -> set[int]:
    """Units and whatever ever stood below them, by the lines written so far."""
    affected = set(unit_ids)
    for ids in queries.chunks(unit_ids):
        affected.update(Ancestry.objects.filter(ancestor__in=ids).values_list("unit_id", flat=True))
    return affected


def _parents(affected: set[int] | None) -> dict[int, list[tuple[date, date | None, int | None]]]:
    """Under whom each unit stood, for the affected and, level by level, all above them."""
    versions = UnitVersion.objects.filter(superseded_at=None).order_by("unit", "starts_on")
    rows = versions.values_list("unit_id", "starts_on", "ends_on", "parent_id")
    parents: dict[int, list[tuple[date, date | None, int | None]]] = {}
    wanted = affected
    while wanted is None or wanted:
        pieces = (
            [rows]
            if wanted is None
            else [rows.filter(unit__in=ids) for ids in queries.chunks(wanted)]
        )
        for piece in pieces:
            for unit_id, starts_on, ends_on, parent_id in piece.iterator(BATCH):
                parents.setdefault(unit_id, []).append((starts_on, ends_on, parent_id))
        if wanted is None:
            break
        above = {parent for unit in wanted for _, _, parent in parents[unit] if parent}
        wanted = above - parents.keys()
    return parents


def _insert(lines: Iterable[rules.Line]) -> int:
    """Plain rows, without an object for each: a whole tree has some hundred thousand lines."""
    columns = ["ancestor_id", "unit_id", "depth", "starts_on", "ends_on"]
    quote = connection.ops.quote_name
    table, names = quote(Ancestry._meta.db_table), ", ".join(map(quote, columns))
    statement = f"INSERT INTO {table} ({names}) VALUES (%s, %s, %s, %s, %s)"  # noqa: S608
    count, rest = 0, iter(lines)
    with connection.cursor() as cursor:
        while batch := list(islice(rest, BATCH)):
            cursor.executemany(
                statement,
                [
                    (each.ancestor, each.unit, each.depth, each.starts_on, each.ends_on)
                    for each in batch
                ],
            )
            count += len(batch)
    return count
