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
    refuse_if(_problems_with_closing(commitments))
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
    """From the day on another holds it. A holding under way is cut in two there; one that begins
    later is written anew, unless it was already somebody else's."""
    running: dict[int, list[Holding]] = {each.pk: [] for each in commitments}
    left = Holding.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=takers.on), commitment__in=commitments
    )
    for holding in left.order_by("starts_on"):
        running[holding.commitment_id].append(holding)
    events: list[Event] = []
    begun: list[Holding] = []
    for commitment in commitments:
        before = {"unit": commitment.unit_id, "person": commitment.person_id}
        held = running[commitment.pk]
        new = _passed_on(held, takers)
        begun += new
        if takers.on <= clock.today() or not held:
            _answers_today(commitment, [*held, *new], takers)
        events.append(
            CommitmentHandedOver(
                subject_id=commitment.pk,
                on=takers.on,
                reason=takers.reason,
                before=before,
                after={
                    "unit": takers.unit.pk if takers.unit else before["unit"],
                    "person": takers.person.pk if takers.person else before["person"],
                },
            )
        )
    changed = [each for held in running.values() for each in held]
    Holding.objects.bulk_update(changed, ["unit", "person", "ends_on"], batch_size=500)
    Holding.objects.bulk_create(begun, batch_size=1000)
    Commitment.objects.bulk_update(commitments, ["unit", "person"], batch_size=500)
    return events


def _passed_on(held: Sequence[Holding], takers: _Takers) -> list[Holding]:
    """Change the holdings of one commitment; return what begins on the day."""
    begun = []
    for each in held:
        side = "unit_id" if takers.unit else "person_id"
        if getattr(each, side) != getattr(held[0], side):
            continue  # given to somebody else meanwhile
        if each.starts_on < takers.on:
            begun.append(
                Holding(
                    commitment_id=each.commitment_id,
                    unit_id=takers.unit.pk if takers.unit else each.unit_id,
                    person_id=takers.person.pk if takers.person else each.person_id,
                    starts_on=takers.on,
                    ends_on=each.ends_on,
                    reason=takers.reason[:300],
                )
            )
            each.ends_on = takers.on
        else:
            each.unit_id = takers.unit.pk if takers.unit else each.unit_id
            each.person_id = takers.person.pk if takers.person else each.person_id
    return begun


def _answers_today(commitment: Commitment, holdings: Sequence[Holding], takers: _Takers) -> None:
    """What the lists of today repeat. A draft has no holding yet: the taker stands in it."""
    today = clock.today()
    running = [each for each in holdings if each.ends_on is None or each.ends_on > today]
    now = min(running, key=lambda each: each.starts_on, default=None)
    if now:
        commitment.unit_id, commitment.person_id = now.unit_id, now.person_id
        return
    commitment.unit = takers.unit or commitment.unit
    commitment.person = takers.person or commitment.person


_VERIFIED = Commitment.Status.VERIFIED
_VERIFIES_IT = say("{code}: người nhận đang là người xác nhận. Đổi người xác nhận trước.")
_VERIFIED_IT = say("{code}: người nhận đã xác nhận việc này. Chọn người nhận khác.")


def _problems_with_closing(commitments: Sequence[Commitment]) -> list[Problem]:
    """What came to its end since the day keeps that end; it only changes hands."""
    message = say("{code} đã có kết quả sau ngày này, không khép lại nữa: kế thừa hoặc giao lại.")
    return [
        Problem("finished-since", message, key_of(COMMITMENT, each.pk), {"code": each.code})
        for each in commitments
        if each.withdrawn_on or each.not_achieved_on or each.status == _VERIFIED
    ]


def _problems(commitments: Sequence[Commitment], takers: _Takers) -> list[Problem]:
    problems = []
    for each in commitments:
        key = key_of(COMMITMENT, each.pk)
        values = {"code": each.code}
        if takers.unit is None and takers.person is None:
            message = say("{code}: chọn đơn vị hoặc người nhận.")
            problems.append(Problem("taker-missing", message, key, values))
        if takers.person and takers.person.pk == each.verifier_id:
            message = _VERIFIED_IT if each.status == _VERIFIED else _VERIFIES_IT
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
