"""Who may see sheets and do what with them at which step.

That scorer, appraiser, cross-checker and those who decide differ in person is a rule and stands in
`rules.stages`; here is which role of which unit a step belongs to. The `may_…` about one sheet and
the list of those that wait stand side by side.
"""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from noilam.files.models import StoredFile
from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.organisation.models import Ancestry, Assignment, GroupingMember, Succession, Unit
from noilam.organisation.policies import (
    has_role,
    holds_anywhere,
    in_force,
    inside_units,
    may_change_organisation,
    may_change_people,
    reach,
    reaches_everything,
    units_where,
)
from noilam.organisation.queries import person_of
from noilam.organisation.roles import SEES_INSIDE, SEES_SUBTREE, Role

from ..models import CriteriaSet, DecisionPack, MarkEvidence, SecondLook, Sheet

OWN = frozenset({Role.HEAD, Role.UNIT_CLERK})
HEADS = frozenset({Role.HEAD})
APPRAISERS = frozenset({Role.MEMBER_IN_CHARGE})
CROSS_CHECKERS = frozenset({Role.ORGANISING_BOARD})
SETTLERS = frozenset({Role.STANDING_COMMITTEE})
DECIDERS = frozenset({Role.STANDING_COMMITTEE, Role.INSPECTION_COMMISSION})
OPENERS = frozenset({Role.OFFICE, Role.ORGANISING_BOARD})

Sheets = QuerySet[Sheet]
Stage = Sheet.Stage


# Seeing -------------------------------------------------------------------------------------


def visible_sheets(actor: Actor, sheets: Sheets | None = None) -> Sheets:
    """Sheets with their marks at work: of units seen inside, of the unit's heirs, of the area."""
    found = Sheet.objects.all() if sheets is None else sheets
    if reaches_everything(actor, SEES_INSIDE):
        return found
    inside = inside_units(actor).values("pk")
    became = Succession.objects.filter(
        since__lte=clock.today(), unit__ended_on__lte=clock.today(), heir__in=inside
    )
    seen = Q(unit__in=inside) | Q(heir__in=inside) | Q(unit__in=became.values("unit"))
    if person_of(actor):
        seen |= _in_area(actor)
    return found.filter(seen)


def may_see_sheet(actor: Actor, sheet: Sheet) -> bool:
    return visible_sheets(actor, Sheet.objects.filter(pk=sheet.pk)).exists()


def may_open_file(actor: Actor, stored_file: StoredFile) -> bool:
    """Evidence is open to whoever sees the sheet at work (config/file_owners.py)."""
    shown = MarkEvidence.objects.filter(file=stored_file)
    return visible_sheets(actor, Sheet.objects.filter(pk__in=shown.values("sheet"))).exists()


# The unit's own steps -----------------------------------------------------------------------


def may_self_score(actor: Actor, sheet: Sheet) -> bool:
    """Head and clerk of the very unit; of its heirs, where it has ended."""
    return _answers_for(actor, sheet, OWN)


def may_reply(actor: Actor, sheet: Sheet) -> bool:
    return may_self_score(actor, sheet)


def may_appeal(actor: Actor, sheet: Sheet) -> bool:
    """The head alone speaks against a result."""
    return _answers_for(actor, sheet, HEADS)


def answered(actor: Actor, sheets: Sheets) -> Sheets:
    """Of these, the sheets that the actor fills for his own unit or one that became it."""
    if actor.is_machine:
        return sheets
    return sheets.filter(_own(own_units(actor)))


def own_units(actor: Actor, roles: Collection[Role] = OWN) -> frozenset[int]:
    """The very units for which the actor answers, without those below them."""
    held = reach(actor, roles, clock.today())
    return held.wide | held.narrow


def _answers_for(actor: Actor, sheet: Sheet, roles: Collection[Role]) -> bool:
    if actor.is_machine:
        return True
    own = own_units(actor, roles)
    if sheet.unit_id in own or sheet.heir_id in own:
        return True
    return bool(own) and _ended_into(own).filter(unit=sheet.unit_id).exists()


def _own(units: Collection[int]) -> Q:
    """Sheets that people of these units complete."""
    return Q(unit__in=units) | Q(heir__in=units) | Q(unit__in=_ended_into(units))


def _ended_into(heirs: Collection[int]) -> QuerySet[Succession, int]:
    today = clock.today()
    rows = Succession.objects.filter(heir__in=heirs, since__lte=today, unit__ended_on__lte=today)
    return rows.values_list("unit", flat=True)


# Steps above the unit -----------------------------------------------------------------------


def may_appraise(actor: Actor, sheet: Sheet) -> bool:
    """Whoever is in charge of the unit: by role, or by an assignment to its area."""
    if has_role(actor, APPRAISERS, sheet.unit_id):
        return True
    if person_of(actor) is None:
        return False
    return Sheet.objects.filter(_in_area(actor), pk=sheet.pk).exists()


def appraisable(actor: Actor, sheets: Sheets) -> Sheets:
    if actor.is_machine:
        return sheets
    mine = Q(unit__in=units_where(actor, APPRAISERS).values("pk"))
    if person_of(actor):
        mine |= _in_area(actor)
    return sheets.filter(mine)


def may_cross_check(actor: Actor, sheet: Sheet) -> bool:
    """The organising board of the unit that issued the criteria, or one above it."""
    return has_role(actor, CROSS_CHECKERS, sheet.criteria_set.unit_id)


def cross_checkable(actor: Actor, sheets: Sheets) -> Sheets:
    return sheets.filter(criteria_set__unit__in=units_where(actor, CROSS_CHECKERS).values("pk"))


def may_settle(actor: Actor, unit: Unit | int) -> bool:
    """The standing committee of the issuing unit: approves the month, corrects what it fixed."""
    return has_role(actor, SETTLERS, unit)


def settled_units(actor: Actor) -> QuerySet[Unit]:
    """Issuing units whose months the actor settles."""
    issuers = CriteriaSet.objects.filter(status=CriteriaSet.Status.ISSUED).values("unit")
    return units_where(actor, SETTLERS).filter(pk__in=issuers)


def settles_somewhere(actor: Actor) -> bool:
    """Menus ask this."""
    return holds_anywhere(actor, SETTLERS)


def visible_packs(actor: Actor) -> QuerySet[DecisionPack]:
    """Records of sittings: whoever sees the issuing unit inside, with all below it."""
    return DecisionPack.objects.filter(unit__in=units_where(actor, SEES_SUBTREE).values("pk"))


def issuers_seen(actor: Actor) -> QuerySet[Unit]:
    """Units that issued criteria for some sheet that the actor sees."""
    return Unit.objects.filter(pk__in=visible_sheets(actor).values("criteria_set__unit"))


def settleable(actor: Actor, sheets: Sheets) -> Sheets:
    return sheets.filter(criteria_set__unit__in=units_where(actor, SETTLERS).values("pk"))


def may_correct(actor: Actor, sheet: Sheet) -> bool:
    return may_settle(actor, sheet.criteria_set.unit_id)


def may_decide_appeal(actor: Actor, sheet: Sheet) -> bool:
    """Standing committee or inspection commission of the issuing unit."""
    return has_role(actor, DECIDERS, sheet.criteria_set.unit_id)


def appeals_decided_by(actor: Actor, sheets: Sheets) -> Sheets:
    return sheets.filter(criteria_set__unit__in=units_where(actor, DECIDERS).values("pk"))


def may_return(actor: Actor, sheet: Sheet) -> bool:
    """Whoever holds the step at which the sheet stands may send it back."""
    if sheet.stage == Stage.APPRAISE:
        return may_appraise(actor, sheet)
    if sheet.stage == Stage.CROSS_CHECK:
        return may_cross_check(actor, sheet)
    return may_settle(actor, sheet.criteria_set.unit_id)


def may_look_again(actor: Actor, second_look: SecondLook) -> bool:
    return may_appraise(actor, second_look.sheet) or may_cross_check(actor, second_look.sheet)


def scores_somewhere(actor: Actor) -> bool:
    """Whether the actor marks or settles what other units gave themselves."""
    if holds_anywhere(actor, APPRAISERS | CROSS_CHECKERS | SETTLERS):
        return True
    return person_of(actor) is not None and _areas(actor).exclude(field__gt="").exists()


def scored_by(actor: Actor) -> Sheets:
    """Sheets that the actor marks or settles for others: where second looks are shown."""
    every = Sheet.objects.all()
    return appraisable(actor, every) | cross_checkable(actor, every) | settleable(actor, every)


def waiting_for(actor: Actor, sheets: Sheets | None = None) -> Sheets:
    """Sheets that stand at a step which belongs to the actor: his queue."""
    found = Sheet.objects.all() if sheets is None else sheets
    if actor.is_machine:
        return found.exclude(stage__in=[Stage.FIXED, Stage.SET_ASIDE])
    theirs = Q(stage__in=[Stage.SELF_SCORE, Stage.REPLY]) & _own(own_units(actor))
    for stage, roles in ((Stage.CROSS_CHECK, CROSS_CHECKERS), (Stage.APPROVE, SETTLERS)):
        if holds_anywhere(actor, roles):
            theirs |= Q(stage=stage, criteria_set__unit__in=units_where(actor, roles).values("pk"))
    in_charge = Q(unit__in=units_where(actor, APPRAISERS).values("pk"))
    if person_of(actor):
        in_charge |= _in_area(actor)
    return found.filter(theirs | (Q(stage=Stage.APPRAISE) & in_charge))


# The month as a whole -----------------------------------------------------------------------


def may_open_month(actor: Actor) -> bool:
    """Sheets open by themselves; who keeps the organisation may have them opened at once."""
    return actor.is_machine or holds_anywhere(actor, OPENERS)


def may_move_matters(actor: Actor, unit_id: int) -> bool:
    """Move what is open in a unit along with a change of the unit or of its people."""
    return may_change_organisation(actor, unit_id) or may_change_people(actor, unit_id)


def _areas(actor: Actor) -> QuerySet[Assignment]:
    return Assignment.objects.filter(in_force(clock.today()), person=person_of(actor))


def _in_area(actor: Actor) -> Q:
    """Sheets of units in an area which the actor's person is assigned to; part of the question
    that it narrows."""
    areas, today = _areas(actor), in_force(clock.today())
    below = Ancestry.objects.filter(today, ancestor__in=areas.exclude(unit=None).values("unit"))
    grouped = GroupingMember.objects.filter(
        today, grouping__in=areas.exclude(grouping=None).values("grouping")
    )
    return Q(unit__in=below.values("unit")) | Q(unit__in=grouped.values("unit"))
