"""Who may see and change what in the organisation, and the questions other floors ask of grants.

Two faces of one answer: `has_role(actor, roles, unit)` for one unit, `units_where(actor, roles)`
for all of them. Both read the actor's grants once (kept in `actor.memo`) and derive from `reach`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from noilam.accounts.policies import ADMINISTER
from noilam.foundation import clock
from noilam.foundation.access import Actor, Kind

from .models import Ancestry, Appointment, Grant, Person, StandIn, Succession, Unit
from .roles import DEEDS, IMPORTS, OWN_UNIT_ONLY, SEES_INSIDE, SEES_UNIT, Deed, Role

PERSON, ROOTS = "organisation.person", "organisation.roots"  # what an actor's memo keeps


@dataclass(frozen=True)
class Reach:
    """Where some roles hold: everywhere, in units with all below them, in single units."""

    everywhere: bool = False
    wide: frozenset[int] = frozenset()
    narrow: frozenset[int] = frozenset()

    @property
    def is_nowhere(self) -> bool:
        return not (self.everywhere or self.wide or self.narrow)


def in_force(day: date) -> Q:
    """Rows of a half-open stretch of time that holds on a day."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gt=day))


def _not_over(day: date) -> Q:
    """Half-open stretches that hold on a day or begin later; one taken back before is none."""
    return Q(ends_on=None) | (Q(ends_on__gt=day) & Q(ends_on__gt=F("starts_on")))


def _post_not_over(day: date) -> Q:
    """The same for posts, which name their last day."""
    return Q(ends_on=None) | Q(ends_on__gte=day)


# Questions for every floor ------------------------------------------------------------------


def has_role(
    actor: Actor, roles: Collection[Role], unit: Unit | int, on: date | None = None
) -> bool:
    """Whether the actor holds one of the roles over this unit on the day (today)."""
    day = on or clock.today()
    held = reach(actor, roles, day)
    unit_id = unit if isinstance(unit, int) else unit.pk
    if held.everywhere or unit_id in held.wide or unit_id in held.narrow:
        return True
    return bool(held.wide) and not held.wide.isdisjoint(_ancestors(actor, unit_id, day))


def units_where(actor: Actor, roles: Collection[Role], on: date | None = None) -> QuerySet[Unit]:
    """Every unit over which the actor holds one of the roles; fits `unit_id__in=`."""
    day = on or clock.today()
    held = reach(actor, roles, day)
    if held.everywhere:
        return Unit.objects.all()
    if held.is_nowhere:
        return Unit.objects.none()
    below = Ancestry.objects.filter(in_force(day), ancestor__in=held.wide).values("unit")
    if not held.narrow:
        return Unit.objects.filter(pk__in=below)
    if not held.wide:
        return Unit.objects.filter(pk__in=held.narrow)
    return Unit.objects.filter(Q(pk__in=below) | Q(pk__in=held.narrow))


def holds_anywhere(actor: Actor, roles: Collection[Role], on: date | None = None) -> bool:
    """Whether there is any unit where the actor holds one of the roles: menus ask this."""
    return not reach(actor, roles, on or clock.today()).is_nowhere


def reach(actor: Actor, roles: Collection[Role], day: date) -> Reach:
    """Where the actor holds one of the roles. A stand-in holds what the absent one holds."""
    if actor.is_machine or (Role.ADMINISTRATOR in roles and actor.has(ADMINISTER)):
        return Reach(everywhere=True)
    if Role.OFFICE in roles and _sets_up(actor, day):
        return Reach(everywhere=True)
    wide: set[int] = set()
    narrow: set[int] = set()
    for role, unit_id, only_here in _grants(actor, day):
        if role in roles:
            (narrow if only_here or role in OWN_UNIT_ONLY else wide).add(unit_id)
    return Reach(wide=frozenset(wide), narrow=frozenset(narrow))


def _grants(actor: Actor, day: date) -> list[tuple[str, int, bool]]:
    learn_who(actor, day)
    return actor.memo["organisation.grants", day]


# Asked at every request; composing it would take Django ten times longer than answering takes.
WHO = """SELECT g.role, g.unit_id, g.only_here, u.parent_id, u.ended_on,
 (SELECT COUNT(*) FROM organisation_unit WHERE parent_id IS NULL),
 EXISTS (SELECT 1 FROM organisation_grant o WHERE o.role = %s AND {of_office}), {person}
 FROM accounts_account a
 LEFT JOIN organisation_grant g ON g.account_id = a.id AND {held}
 LEFT JOIN organisation_unit u ON u.id = g.unit_id
 LEFT JOIN organisation_person p ON p.account_id = a.id
 WHERE a.id = %s"""
HELD = "{0}.starts_on <= %s AND ({0}.ends_on IS NULL OR {0}.ends_on > %s)"
COLUMNS_BEFORE_PERSON = 7


def learn_who(actor: Actor, day: date) -> None:
    """Who the actor is, what he holds on a day, whether that is everything there is: every page
    asks all of it, and here it is one question."""
    if ("organisation.grants", day) in actor.memo:
        return
    columns = [each.attname for each in Person._meta.concrete_fields]
    person = ", ".join(f"p.{name}" for name in columns)
    question = WHO.format(of_office=HELD.format("o"), held=HELD.format("g"), person=person)
    with connection.cursor() as cursor:
        cursor.execute(question, [Role.OFFICE.value, day, day, day, day, actor.holder_id])
        rows = cursor.fetchall()
    _remember(actor, day, rows, columns)


def _remember(
    actor: Actor, day: date, rows: Sequence[tuple[Any, ...]], columns: Sequence[str]
) -> None:
    grants = [row for row in rows if row[0]]
    person = rows[0][COLUMNS_BEFORE_PERSON:] if rows else (None,)
    actor.memo["organisation.grants", day] = [(row[0], row[1], bool(row[2])) for row in grants]
    actor.memo["organisation.sets_up", day] = bool(rows) and not rows[0][6]
    actor.memo[PERSON] = Person.from_db(connection.alias, columns, person) if person[0] else None
    actor.memo[ROOTS] = {row[1] for row in grants if row[3] is None}, rows[0][5] if rows else 0
    actor.memo["organisation.at_the_top", day] = frozenset(
        row[0] for row in grants if row[3] is None and not row[2] and not _is_over(row[4], day)
    )


def _is_over(until: date | str | None, day: date) -> bool:
    return until is not None and str(until) <= day.isoformat()  # SQLite tells days as text


def roles_at_the_top(actor: Actor, day: date) -> frozenset[str]:
    """The roles held over a whole living tree: at a unit that stands under no other."""
    if actor.is_machine:
        return frozenset()
    learn_who(actor, day)
    return frozenset(actor.memo["organisation.at_the_top", day])


def _ancestors(actor: Actor, unit_id: int, day: date) -> frozenset[int]:
    key = ("organisation.ancestors", unit_id, day)
    if key not in actor.memo:
        rows = Ancestry.objects.filter(in_force(day), unit=unit_id)
        actor.memo[key] = frozenset(rows.values_list("ancestor", flat=True))
    return actor.memo[key]


def know_above(actor: Actor, unit: Unit, ids: Collection[int]) -> None:
    """A page that has read who stands above a unit today spares the policies the question."""
    if unit.founded_on <= clock.today():
        key = ("organisation.ancestors", unit.pk, clock.today())
        actor.memo.setdefault(key, frozenset({unit.pk, *ids}))


def learn_above(actor: Actor, unit_ids: Collection[int]) -> None:
    """The same for a page about many units, in one question."""
    today = clock.today()
    keys = {pk: ("organisation.ancestors", pk, today) for pk in unit_ids}
    unknown = [pk for pk, key in keys.items() if key not in actor.memo]
    if actor.is_machine or not unknown:
        return
    above: dict[int, set[int]] = {pk: set() for pk in unknown}
    rows = Ancestry.objects.filter(in_force(today), unit__in=unknown)
    for unit_id, ancestor_id in rows.values_list("unit", "ancestor"):
        above[unit_id].add(ancestor_id)
    actor.memo.update({keys[pk]: frozenset(found) for pk, found in above.items()})


def _sets_up(actor: Actor, day: date) -> bool:
    """In a new installation, where nobody holds an office yet, the administrator does its work."""
    if not actor.has(ADMINISTER):
        return False
    learn_who(actor, day)
    return bool(actor.memo["organisation.sets_up", day])


# Seeing -------------------------------------------------------------------------------------


def visible_units(actor: Actor, on: date | None = None) -> QuerySet[Unit]:
    """Units whose pages, people and figures the actor may see, with those that ended and became
    them; fits `unit_id__in=`.

    What lies inside (evidence, notes, cases) asks `inside_units`: administrators see no inside.
    """
    if sees_everything(actor, on):
        return Unit.objects.all()
    seen = units_where(actor, SEES_UNIT, on).values("pk")
    became = _succession(on or clock.today()).filter(heir__in=seen)
    return Unit.objects.filter(Q(pk__in=seen) | Q(pk__in=became.values("unit")))


def inside_units(actor: Actor, on: date | None = None) -> QuerySet[Unit]:
    """Units whose evidence and working papers the actor may see."""
    return units_where(actor, SEES_INSIDE, on)


def may_see(actor: Actor, unit: Unit | int, on: date | None = None) -> bool:
    if has_role(actor, SEES_UNIT, unit, on):
        return True
    if not holds_anywhere(actor, SEES_UNIT, on):
        return False
    heirs = _succession(on or clock.today()).filter(unit=unit).values_list("heir", flat=True)
    return any(has_role(actor, SEES_UNIT, heir, on) for heir in heirs)


def _succession(day: date) -> QuerySet[Succession]:
    """What became of units that ended by a day. One that gave away a part and goes on is a
    neighbour, and no past."""
    return Succession.objects.filter(since__lte=day, unit__ended_on__lte=day)


def sees_everything(actor: Actor, on: date | None = None) -> bool:
    """Whether no unit is hidden, so that a list need not be narrowed."""
    return reaches_everything(actor, SEES_UNIT, on)


def reaches_everything(actor: Actor, roles: Collection[Role], on: date | None = None) -> bool:
    """Whether the actor holds one of the roles over every unit there is or was."""
    held = reach(actor, roles, on or clock.today())
    if held.everywhere or not held.wide:
        return held.everywhere
    mine, number = actor.memo[ROOTS]
    return len(held.wide & mine) == number


# Deeds --------------------------------------------------------------------------------------


def may_change_organisation(actor: Actor, unit: Unit | int | None) -> bool:
    """Found, rename, move, merge, split, end. None: a unit that stands under no other.

    A unit still to be founded answers to the one that it is to stand under.
    """
    while isinstance(unit, Unit) and unit.founded_on > clock.today():
        unit = unit.parent
    if unit is None:
        return actor.has(ADMINISTER)
    return has_role(actor, DEEDS[Deed.CHANGE_ORGANISATION], unit)


def may_change_people(actor: Actor, unit: Unit | int) -> bool:
    """Register people and appoint them in this unit."""
    return has_role(actor, DEEDS[Deed.CHANGE_PEOPLE], unit)


def may_grant(actor: Actor, unit: Unit | int) -> bool:
    """Give and take roles in this unit."""
    return has_role(actor, DEEDS[Deed.GRANT], unit)


def grants_somewhere(actor: Actor) -> bool:
    return holds_anywhere(actor, DEEDS[Deed.GRANT])


def may_open_sign_ins(actor: Actor, unit: Unit | int) -> bool:
    """Open sign-ins for the people of this unit and print their cards."""
    return has_role(actor, DEEDS[Deed.OPEN_SIGN_INS], unit)


def sign_in_units(actor: Actor) -> QuerySet[Unit]:
    """Where the actor opens sign-ins."""
    return units_where(actor, DEEDS[Deed.OPEN_SIGN_INS])


def may_open_sign_in_of(actor: Actor, person: Person) -> bool:
    """Open one person's sign-in again, print him a card."""
    return openable_people(actor).filter(pk=person.pk).exists()


def openable_people(actor: Actor) -> QuerySet[Person]:
    """Who prints a card could come in by it. So all that its holder has must lie in the actor's
    reach, each post and each role, now or from a later day; a permission reaches further than any
    unit. Who holds no post is left to an administrator."""
    if actor.has(ADMINISTER):
        return Person.objects.all()
    units, day = sign_in_units(actor), clock.today()
    posts = Appointment.objects.filter(_post_not_over(day), person=OuterRef("pk"))
    roles = Grant.objects.filter(_not_over(day), account=OuterRef("account"))
    return Person.objects.filter(
        Q(account=None) | Q(account__permissions=[]),
        Exists(posts),
        ~Exists(posts.exclude(unit__in=units)),
        ~Exists(roles.exclude(unit__in=units)),
    )


def opens_sign_ins(actor: Actor) -> bool:
    return holds_anywhere(actor, DEEDS[Deed.OPEN_SIGN_INS])


def may_import(actor: Actor, kind: str) -> bool:
    """Bring a spreadsheet of this kind in; which rows, the policies of each row decide."""
    if actor.has(ADMINISTER) and kind == "units":
        return True
    return holds_anywhere(actor, IMPORTS.get(kind, frozenset()))


def may_arrange_stand_in(actor: Actor, absent_id: int) -> bool:
    """The absent one himself, or a head or office over every unit where he holds a role.

    A stand-in may not pass on what was lent to him.
    """
    if actor.kind is Kind.STAND_IN:
        return False
    if actor.is_machine or actor.id == absent_id:
        return True
    held = Grant.objects.filter(in_force(clock.today()), account=absent_id)
    units = set(held.values_list("unit", flat=True))
    return bool(units) and all(
        has_role(actor, DEEDS[Deed.ARRANGE_STAND_IN], unit) for unit in units
    )


def may_end_stand_in(actor: Actor, absence: StandIn) -> bool:
    """Who may arrange it, or the stand-in who hands it back."""
    return actor.id == absence.stand_in_id or may_arrange_stand_in(actor, absence.absent_id)


# People -------------------------------------------------------------------------------------


def visible_people(actor: Actor) -> QuerySet[Person]:
    """Who holds or held a post in a visible unit; whoever registers people also sees the rest."""
    if sees_everything(actor):
        return Person.objects.all()
    posts = Appointment.objects.filter(unit__in=visible_units(actor))
    seen = Q(pk__in=posts.values("person"))
    if actor.holder_id:
        seen |= Q(account=actor.holder_id)
    if may_register_people(actor):
        seen |= ~Q(pk__in=Appointment.objects.values("person"))
    return Person.objects.filter(seen)


def may_register_people(actor: Actor) -> bool:
    """Write down somebody who has no post yet."""
    return holds_anywhere(actor, DEEDS[Deed.CHANGE_PEOPLE])


def may_change_person(actor: Actor, person: Person) -> bool:
    """Correct a name or a contact: letters go where it says, so whoever appoints in every unit
    where the person holds a post or a role."""
    if actor.is_machine:
        return True
    day = clock.today()
    posts = Appointment.objects.filter(_post_not_over(day), person=person)
    roles = Grant.objects.filter(_not_over(day), account__person=person)
    held = posts.order_by().values_list("unit").union(roles.order_by().values_list("unit"))
    units = [unit for (unit,) in held]
    if not units:
        return may_register_people(actor)
    return all(may_change_people(actor, unit) for unit in units)


def may_assign_field(actor: Actor, person: Person) -> bool:
    """Put somebody in charge of a field of work: whoever appoints where he holds a post."""
    if actor.is_machine:
        return True
    held = Appointment.objects.filter(_post_not_over(clock.today()), person=person)
    units = set(held.values_list("unit", flat=True))
    if not units:
        return may_register_people(actor)
    return any(may_change_people(actor, unit) for unit in units)


def may_group_units(actor: Actor) -> bool:
    """Make a secondary grouping; which units join it, each unit's own policy decides."""
    return holds_anywhere(actor, DEEDS[Deed.CHANGE_ORGANISATION])


def may_change_places(actor: Actor) -> bool:
    """Draw the map that units stand on."""
    return holds_anywhere(actor, DEEDS[Deed.CHANGE_ORGANISATION])
