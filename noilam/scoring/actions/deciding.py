"""A committee settles a month in one sitting; what it fixed is corrected by a new version."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record, record_all
from noilam.foundation import bulk, clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, refuse_if
from noilam.foundation.events import Event
from noilam.foundation.periods import Month
from noilam.foundation.text import say, tidy
from noilam.organisation.models import Unit
from noilam.rulebook import queries as rulebook

from .. import policies
from ..events import PackSettled, SheetCorrected, SheetFixed, SheetReturned
from ..models import DecisionPack, Mark, PackItem, Sheet, SheetStep, SheetVersion
from ..queries.marks import standing
from ..queries.packs import RELATED, PackEntry, entries_of, fixed_of
from ..rules import filling, months, stages, voting
from ..rules.filling import Change
from ..rules.voting import Decision, Verdict, Votes
from .fixing import REPEATED, _fix_all, _Fixing
from .hands import (
    Stage,
    Told,
    _accounts_of,
    _acted,
    _after,
    _lock,
    _Move,
    _move_all,
    _own_unit,
    _real_changes,
    _return_all,
    _said_by,
    _steps_of,
    _write_marks,
)

Outcome = SheetStep.Outcome
Decisions = Mapping[int, Decision]


@dataclass(frozen=True)
class _Sitting:
    """What is on the table: sheets as they were read, how they came here, what is decided."""

    entries: Sequence[PackEntry]
    steps: Mapping[int, list[SheetStep]]
    decisions: Decisions

    def decided(self, verdict: str) -> list[PackEntry]:
        return [each for each in self.entries if self.of(each).decision == verdict]

    def of(self, entry: PackEntry) -> Decision:
        return self.decisions.get(entry.sheet.pk, Decision())


@transaction.atomic
def settle_pack(
    *,
    actor: Actor,
    unit: Unit,
    month: Month,
    list_hash: str,
    votes: Votes,
    minutes: str,
    decisions: Decisions,
) -> DecisionPack:
    """Settle every sheet of a month that waits for approval, all or nothing, exactly as read.

    `decisions` by sheet id: each exception needs one, any other may have one; the rest is approved
    in one act. What comes later is settled in another pack.
    """
    require(
        policies.may_settle(actor, unit),
        to=_("phê duyệt điểm tháng của {unit}").format(unit=unit.name),
    )
    sheets = _lock_waiting(unit, month)
    sitting = _Sitting(entries_of(sheets), _steps_of(sheets), decisions)
    refuse_if(_problems(actor, sitting, list_hash, votes, minutes))
    pack = _pack(actor, unit, month, list_hash, votes, minutes)
    told = _change(actor, sitting)
    fixings = _fixings(sitting)
    versions = _fix_all(actor, fixings, f"{unit.name} ({pack.minutes})")
    _move(actor, sitting, fixings)
    _write_items(pack, sitting, versions)
    record_all(actor=actor, events=_events(pack, sitting, fixings, told))
    return pack


def _lock_waiting(unit: Unit, month: Month) -> list[Sheet]:
    waiting = Sheet.objects.filter(
        month=months.key(month), stage=Stage.APPROVE, criteria_set__unit=unit
    )
    rows = waiting.select_for_update(of=("self",)).select_related(*RELATED)
    return sorted(rows.order_by("pk"), key=lambda each: each.unit.code)


def _problems(
    actor: Actor, sitting: _Sitting, list_hash: str, votes: Votes, minutes: str
) -> list[Problem]:
    now = voting.list_hash((each.sheet.pk, each.fixed.content_hash) for each in sitting.entries)
    share = rulebook.value("scoring.approval_share_percent", clock.today())
    exceptions = [each.sheet.pk for each in sitting.entries if each.is_exception]
    problems = voting.problems_with_list(list_hash, now) + [
        *voting.problems_with_votes(votes, share),
        *stages.problems_with_words(minutes, "minutes-missing", _MINUTES, "minutes"),
        *voting.problems_with_decisions(
            sitting.decisions, exceptions, [each.sheet.pk for each in sitting.entries]
        ),
    ]
    for entry in sitting.entries:
        problems += _problems_with_entry(actor, sitting, entry)
    return problems


_MINUTES = say("Ghi số, ngày biên bản phiên họp.")
_ONE = say("{unit}: {problem}")


def _problems_with_entry(actor: Actor, sitting: _Sitting, entry: PackEntry) -> list[Problem]:
    """Whoever took part in a sheet does not settle it; changes are as sound as any."""
    held, acted = entry.held, _acted(sitting.steps[entry.sheet.pk], Stage.APPROVE)
    problems = stages.problems_with_persons(_accounts_of(actor), acted)
    real, _back = _changes(entry, sitting.of(entry))
    problems += filling.problems_with_changes(held.criteria, held.kind, real, may_change_auto=True)
    about, name = str(entry.sheet.pk), entry.sheet.unit.name
    return [
        Problem(each.code, _ONE, about, {"unit": name, "problem": str(each)}) for each in problems
    ]


def _changes(entry: PackEntry, decision: Decision) -> tuple[dict[str, Change], list[str]]:
    if decision.decision != Verdict.CHANGED:
        return {}, []
    stage = Mark.Stage.APPROVE
    return _real_changes(entry.held, stage, decision.changes, decision.reason)


def _pack(
    actor: Actor, unit: Unit, month: Month, list_hash: str, votes: Votes, minutes: str
) -> DecisionPack:
    return DecisionPack.objects.create(
        unit=unit,
        month=months.key(month),
        list_hash=list_hash,
        members=votes.members,
        present=votes.present,
        in_favour=votes.in_favour,
        against=votes.against,
        abstained=votes.abstained,
        minutes=tidy(minutes)[:200],
        decided_on=clock.today(),
        by_account=actor.id,
        by_behalf=actor.behalf_id,
        by=actor.label[:120],
        recorded_at=clock.now(),
    )


def _change(actor: Actor, sitting: _Sitting) -> dict[int, Told]:
    said = [
        each
        for entry in sitting.decided(Verdict.CHANGED)
        for each in _said_by(entry.held, *_changes(entry, sitting.of(entry)))
    ]
    return _write_marks(actor, Mark.Stage.APPROVE, said)


def _fixings(sitting: _Sitting) -> list[_Fixing]:
    """As read, or as the sitting changed it."""
    fixings = []
    for entry in sitting.entries:
        decision = sitting.of(entry)
        if decision.decision == Verdict.RETURNED:
            continue
        held, now = entry.held, entry.fixed
        if decision.decision == Verdict.CHANGED:
            said = _said_by(held, *_changes(entry, decision))
            held = _after(held, Mark.Stage.APPROVE, said)
            now = fixed_of(held)
        fixings.append(_Fixing(held, now, decision.reason))
    return fixings


def _move(actor: Actor, sitting: _Sitting, fixings: Sequence[_Fixing]) -> None:
    fixed = [
        _Move(each.held.sheet, sitting.steps[each.held.sheet.pk], Stage.FIXED, Outcome.SUBMITTED)
        for each in fixings
    ]
    _move_all(actor, fixed, REPEATED)
    back = [
        _Move(
            entry.sheet,
            sitting.steps[entry.sheet.pk],
            stages.places_back(entry.held.criteria, Stage.APPROVE)[0],
            Outcome.RETURNED,
            sitting.of(entry).reason,
        )
        for entry in sitting.decided(Verdict.RETURNED)
    ]
    if back:
        _return_all(actor, back)


def _write_items(
    pack: DecisionPack, sitting: _Sitting, versions: Mapping[int, SheetVersion]
) -> None:
    bulk.insert(
        PackItem(
            pack=pack,
            sheet=entry.sheet,
            is_exception=entry.is_exception,
            decision=sitting.of(entry).decision,
            reason=sitting.of(entry).reason.strip(),
            version=versions.get(entry.sheet.pk),
        )
        for entry in sitting.entries
    )


def _events(
    pack: DecisionPack,
    sitting: _Sitting,
    fixings: Sequence[_Fixing],
    told: Mapping[int, Told],
) -> list[Event]:
    back = sitting.decided(Verdict.RETURNED)
    settled = PackSettled(
        subject_id=pack.pk,
        unit_id=pack.unit_id,
        month=pack.month,
        list_hash=pack.list_hash,
        minutes=pack.minutes,
        members=pack.members,
        present=pack.present,
        in_favour=pack.in_favour,
        against=pack.against,
        abstained=pack.abstained,
        fixed=len(fixings),
        returned=len(back),
    )
    returned = [
        SheetReturned(
            subject_id=entry.sheet.pk,
            to=str(entry.sheet.stage),
            reason=sitting.of(entry).reason.strip(),
        )
        for entry in back
    ]
    return [*_fixed_events(pack, sitting, fixings, told), *returned, settled]


def _fixed_events(
    pack: DecisionPack,
    sitting: _Sitting,
    fixings: Iterable[_Fixing],
    told: Mapping[int, Told],
) -> list[SheetFixed]:
    decisions = sitting.decisions
    return [
        SheetFixed(
            subject_id=pk,
            pack_id=pack.pk,
            decision=str(decisions.get(pk, Decision()).decision),
            total=each.fixed.total.total,
            band=each.fixed.total.band.title if each.fixed.total.band else "",
            content_hash=each.fixed.content_hash,
            marks=told.get(pk, []),
            reason=each.reason.strip(),
        )
        for each in fixings
        for pk in [each.held.sheet.pk]
    ]


# Afterwards ---------------------------------------------------------------------------------


@transaction.atomic
def correct_sheet(
    *, actor: Actor, sheet: Sheet, changes: Mapping[str, Change], reason: str, minutes: str
) -> SheetVersion:
    """Put a fixed score right by a new version with its reason. The one before stays readable, and
    the unit has its days to appeal anew.

    What a committee voted on is its own to put right: `minutes` names the record or decision by
    which it did, with number and day; the actor only writes it down.
    """
    sheet = _lock(sheet)
    require(
        policies.may_correct(actor, sheet),
        to=_("đính chính điểm của {unit}").format(unit=sheet.unit.name),
    )
    refuse_if(
        stages.problems_with_place(sheet.stage, Stage.FIXED)
        + stages.problems_with_persons(
            _accounts_of(actor), _acted(_steps_of([sheet])[sheet.pk], Stage.APPROVE)
        )
        + _own_unit(actor, sheet)
        + stages.problems_with_words(reason, "reason-missing", _WHY, "reason")
        + stages.problems_with_words(minutes, "minutes-missing", _BY_WHAT, "minutes")
    )
    minutes = tidy(minutes)[:200]
    by = f"{sheet.criteria_set.unit.name} ({minutes})"
    version, told = _refix(actor, sheet, changes, reason, by, opens_appeals=True)
    record(
        actor=actor,
        event=SheetCorrected(
            subject_id=sheet.pk,
            reason=version.reason,
            minutes=minutes,
            version=version.number,
            content_hash=version.content_hash,
            marks=told,
        ),
    )
    return version


_WHY = say("Ghi lý do đính chính; đơn vị sẽ nhận được.")
_BY_WHAT = say("Ghi số, ngày biên bản hoặc quyết định của cấp ủy về việc sửa điểm này.")
_SAME = say("Ghi điểm mới của ít nhất một tiêu chí, khác điểm đang có.")


def _refix(
    actor: Actor,
    sheet: Sheet,
    changes: Mapping[str, Change],
    reason: str,
    by: str,
    *,
    opens_appeals: bool,
) -> tuple[SheetVersion, Told]:
    """The next version, with these marks otherwise. `by`: who decided so, by what."""
    held = standing(sheet)
    stage = Mark.Stage.APPEAL
    real, back = _real_changes(held, stage, changes, reason)
    back = [code for code in back if code in held.marks.get(stage, {})]
    problems = filling.problems_with_changes(held.criteria, held.kind, real, may_change_auto=True)
    if not real and not back:
        problems.append(Problem("nothing-changed", _SAME, "changes"))
    refuse_if(problems)
    said = list(_said_by(held, real, back))
    told = _write_marks(actor, stage, said).get(sheet.pk, [])
    anew = _after(held, stage, said)
    fixing = _Fixing(anew, fixed_of(anew), reason, opens_appeals)
    versions = _fix_all(actor, [fixing], by)
    sheet.save(update_fields=REPEATED)
    return versions[sheet.pk], told
