"""Who answers changes hands: by itself, or with everything open when a unit or a post changes.

Whoever answered before keeps the figures of before: a holding ends, another begins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from noilam.audit.actions import record, record_all
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, refuse_if
from noilam.foundation.events import Event
from noilam.foundation.text import say, tidy
from noilam.organisation.models import Person, Unit

from .. import policies, rules
from ..events import (
    CommitmentHandedOver,
    CommitmentWithdrawn,
    HoldersRenewed,
    ProgrammeClosed,
    ProgrammeHandedOver,
    VerifierNamed,
)
from ..keys import COMMITMENT, PROGRAMME, VERIFIER, key_of
from ..models import Commitment, Holding, Programme
from .ending import _withdraw
from .hands import _lock, _lock_all


@dataclass(frozen=True)
class _Takers:
    """To whom, from which day, by which decision. None leaves that side as it is."""

    unit: Unit | None
    person: Person | None
    on: date
    reason: str


@transaction.atomic
def reassign(
    *,
    actor: Actor,
    commitment: Commitment,
    unit: Unit | None = None,
    person: Person | None = None,
    on: date | None = None,
    reason: str,
) -> Commitment:
    """Have another unit or person answer from a day on."""
    commitment = _lock(commitment)
    require(
        policies.may_hand_over(actor, commitment),
        to=_("giao lại cam kết {code}").format(code=commitment.code),
    )
    takers = _Takers(unit, person, on or clock.today(), tidy(reason))
    refuse_if(rules.problems_with_end(commitment.status) + _problems([commitment], takers))
    record(actor=actor, event=_hand_over([commitment], takers)[0])
    return commitment


@transaction.atomic
def give_matters(
    *,
    actor: Actor,
    keys: Sequence[str],
    to_unit: Unit | None,
    to_person: Person | None,
    on: date,
    reason: str,
) -> None:
    """Everything named goes to another unit, person or both, as the change of a unit or post says.

    The change was permitted and is recorded by the organisation; each matter is recorded here.
    """
    takers = _Takers(to_unit, to_person, on, tidy(reason))
    commitments, verified = _commitments(keys, COMMITMENT), _commitments(keys, VERIFIER)
    _require_all(actor, [*commitments, *verified])
    refuse_if(_problems(commitments, takers) + _problems_with_verifier(verified, takers))
    events = [
        *_hand_over(commitments, takers),
        *_verify_instead(verified, takers),
        *_programmes_to(_programmes(keys), takers),
    ]
    record_all(actor=actor, events=events)


@transaction.atomic
def close_matters(*, actor: Actor, keys: Sequence[str], reason: str, on: date) -> None:
    """Everything named ends with the unit or the post, for a stated reason."""
    reason = tidy(reason)
    commitments, verified = _commitments(keys, COMMITMENT), _commitments(keys, VERIFIER)
    _require_all(actor, [*commitments, *verified])
    _withdraw(commitments, reason, on)
    events: list[Event] = [
        CommitmentWithdrawn(subject_id=each.pk, reason=reason) for each in commitments
    ]
    events += _verify_instead(verified, _Takers(None, None, on, reason))
    programmes = _programmes(keys)
    for programme in programmes:
        programme.closed_on, programme.end_reason = on, reason
    Programme.objects.bulk_update(programmes, ["closed_on", "end_reason"])
    events += [ProgrammeClosed(subject_id=each.pk, reason=reason) for each in programmes]
    record_all(actor=actor, events=events)


@transaction.atomic
def renew_holders(*, actor: Actor, on: date | None = None) -> int:
    """Let handovers announced for a day take effect in the lists of today."""
    day = on or clock.today()
    held = Holding.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=day),
        ~Q(unit=F("commitment__unit")) | ~Q(person=F("commitment__person")),
        starts_on__lte=day,
    )
    changed = []
    for each in held.select_related("commitment"):
        commitment = each.commitment
        commitment.unit_id, commitment.person_id = each.unit_id, each.person_id
        changed.append(commitment)
    Commitment.objects.bulk_update(changed, ["unit", "person"], batch_size=500)
    record_all(
        actor=actor,
        events=[
            HoldersRenewed(
                subject_id=each.pk, after={"unit": each.unit_id, "person": each.person_id}
            )
            for each in changed
        ],
    )
    return len(changed)


# Commitments --------------------------------------------------------------------------------


def _hand_over(commitments: Sequence[Commitment], takers: _Takers) -> list[Event]:
    """End each holding and begin the next. A holding that has not begun is written anew."""
    open_holdings = {
        each.commitment_id: each
        for each in Holding.objects.filter(commitment__in=commitments, ends_on=None)
    }
    events: list[Event] = []
    ended, changed, begun = [], [], []
    for commitment in commitments:
        before = {"unit": commitment.unit_id, "person": commitment.person_id}
        unit_id = takers.unit.pk if takers.unit else commitment.unit_id
        person_id = takers.person.pk if takers.person else commitment.person_id
        holding = open_holdings.get(commitment.pk)
        if holding and holding.starts_on >= takers.on:
            holding.unit_id, holding.person_id = unit_id or 0, person_id or 0
            changed.append(holding)
        elif holding:
            holding.ends_on = takers.on
            ended.append(holding)
            begun.append(_next_holding(holding, unit_id, person_id, takers))
        if takers.on <= clock.today() or holding is None:
            commitment.unit_id, commitment.person_id = unit_id, person_id
        events.append(
            CommitmentHandedOver(
                subject_id=commitment.pk,
                on=takers.on,
                reason=takers.reason,
                before=before,
                after={"unit": unit_id, "person": person_id},
            )
        )
    Holding.objects.bulk_update([*ended, *changed], ["unit", "person", "ends_on"], batch_size=500)
    Holding.objects.bulk_create(begun, batch_size=1000)
    Commitment.objects.bulk_update(commitments, ["unit", "person"], batch_size=500)
    return events


def _next_holding(
    holding: Holding, unit_id: int | None, person_id: int | None, takers: _Takers
) -> Holding:
    return Holding(
        commitment_id=holding.commitment_id,
        unit_id=unit_id or holding.unit_id,
        person_id=person_id or holding.person_id,
        starts_on=takers.on,
        reason=takers.reason[:300],
    )


def _problems(commitments: Sequence[Commitment], takers: _Takers) -> list[Problem]:
    problems = []
    for each in commitments:
        key = key_of(COMMITMENT, each.pk)
        values = {"code": each.code}
        if takers.unit is None and takers.person is None:
            message = say("{code}: chọn đơn vị hoặc người nhận.")
            problems.append(Problem("taker-missing", message, key, values))
        if takers.person and takers.person.pk == each.verifier_id:
            message = say("{code}: người nhận đang là người xác nhận. Đổi người xác nhận trước.")
            problems.append(Problem("taker-verifies-it", message, key, values))
    return problems


# Verifiers and programmes -------------------------------------------------------------------


def _problems_with_verifier(commitments: Sequence[Commitment], takers: _Takers) -> list[Problem]:
    message = say("{code}: người nhận đang chịu trách nhiệm việc này, không được tự xác nhận.")
    return [
        Problem("verifier-is-responsible", message, key_of(VERIFIER, c.pk), {"code": c.code})
        for c in commitments
        if takers.person and takers.person.pk == c.person_id
    ]


def _verify_instead(commitments: Sequence[Commitment], takers: _Takers) -> list[Event]:
    before = {each.pk: each.verifier_id for each in commitments}
    for each in commitments:
        each.verifier = takers.person
    Commitment.objects.bulk_update(commitments, ["verifier"], batch_size=500)
    return [
        VerifierNamed(
            subject_id=each.pk,
            reason=takers.reason,
            before={"verifier": before[each.pk]},
            after={"verifier": each.verifier_id},
        )
        for each in commitments
    ]


def _programmes_to(programmes: Sequence[Programme], takers: _Takers) -> list[Event]:
    """A programme of a unit goes to a unit, a person's to a person."""
    events: list[Event] = []
    for each in programmes:
        before = {"unit": each.unit_id, "person": each.person_id}
        if each.unit_id and takers.unit:
            each.unit = takers.unit
        elif each.person_id and takers.person:
            each.person = takers.person
        each.title = _free_title(each)
        each.save(update_fields=["unit", "person", "title"])
        events.append(
            ProgrammeHandedOver(
                subject_id=each.pk,
                reason=takers.reason,
                before=before,
                after={"unit": each.unit_id, "person": each.person_id},
            )
        )
    return events


def _free_title(programme: Programme) -> str:
    """Two merged units may bring programmes of one name; the second is told apart."""
    same = Programme.objects.filter(
        unit=programme.unit, person=programme.person, period=programme.period
    ).exclude(pk=programme.pk)
    title, number = programme.title, 2
    while same.filter(title=title).exists():
        title, number = f"{programme.title[:290]} ({number})", number + 1
    return title


# Parts --------------------------------------------------------------------------------------


def _commitments(keys: Iterable[str], prefix: str) -> list[Commitment]:
    ids = _ids(keys, prefix)
    return _lock_all(Commitment.objects.filter(pk__in=ids).only("pk")) if ids else []


def _programmes(keys: Iterable[str]) -> list[Programme]:
    rows = Programme.objects.select_for_update(of=("self",)).order_by("pk")
    return list(rows.filter(pk__in=_ids(keys, PROGRAMME)))


def _ids(keys: Iterable[str], prefix: str) -> list[int]:
    return [int(key.removeprefix(f"{prefix}:")) for key in keys if key.startswith(f"{prefix}:")]


def _require_all(actor: Actor, commitments: Sequence[Commitment]) -> None:
    """Whoever may change the organisation or its people there may move what is open there."""
    units = {each.unit_id for each in commitments if each.unit_id}
    permitted = all(policies.may_move_matters(actor, unit) for unit in units)
    require(permitted, to=_("giao lại các cam kết này"))
