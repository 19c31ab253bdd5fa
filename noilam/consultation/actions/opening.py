"""A draft is opened to units and people; more are asked; the time grows, or ends early."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import bulk, clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, refuse_if
from noilam.foundation.text import fold, tidy
from noilam.organisation.models import Person, Unit
from noilam.rulebook.queries import value

from .. import policies, rules
from ..events import BodiesInvited, ConsultationClosed, ConsultationExtended, ConsultationOpened
from ..models import Consultation, Extension, Invitation
from ..queries.about import is_open_about
from ..rules import PartText
from .drafting import _publish
from .locking import _lock


@transaction.atomic
def open_consultation(
    *,
    actor: Actor,
    title: str,
    unit: Unit,
    parts: Sequence[PartText],
    closes_on: date,
    units: Collection[Unit] = (),
    people: Collection[Person] = (),
    note: str = "",
    about_kind: str = "",
    about_id: int | None = None,
) -> Consultation:
    """Ask units and people, in the name of `unit`, what they think of a draft, through a day.

    `about_kind` and `about_id` name what it is a draft of (config/references.py).
    """
    require(policies.may_open(actor, unit), to=_("lấy ý kiến thay {unit}").format(unit=unit))
    today = clock.today()
    refuse_if(
        rules.problems_with_opening(
            title=title,
            closes_on=closes_on,
            min_days=value("consultation.min_days", today),
            is_open_already=is_open_about(about_kind, about_id, today),
            on=today,
        )
        + rules.problems_with_parts(parts)
        + _problems_with_bodies(units, people)
    )
    consultation = Consultation.objects.create(
        title=tidy(title),
        search_key=fold(title),
        about_kind=about_kind,
        about_id=about_id,
        unit=unit,
        note=note.strip(),
        opened_on=today,
        opened_at=clock.now(),
        opened_by=actor.label,
        opened_by_account=actor.id,
        closes_on=closes_on,
    )
    record(actor=actor, event=_opened(consultation))
    _publish(actor, consultation, parts, note="")
    _invite(actor, consultation, units, people)
    return consultation


@transaction.atomic
def invite(
    *,
    actor: Actor,
    consultation: Consultation,
    units: Collection[Unit] = (),
    people: Collection[Person] = (),
) -> int:
    """Ask more units and people; say how many were not invited before."""
    consultation = _lock(consultation)
    require(
        policies.may_change(actor, consultation),
        to=_("mời góp ý cho {title}").format(title=consultation.title),
    )
    known = consultation.invitations.all()
    asked_units = set(known.values_list("unit", flat=True))
    asked_people = set(known.values_list("person", flat=True))
    new_units = [each for each in units if each.pk not in asked_units]
    new_people = [each for each in people if each.pk not in asked_people]
    refuse_if(
        rules.problems_with_standing(window=consultation.window, on=clock.today())
        + _problems_with_bodies(new_units, new_people, is_first=not (units or people))
    )
    _invite(actor, consultation, new_units, new_people)
    return len(new_units) + len(new_people)


@transaction.atomic
def extend(
    *, actor: Actor, consultation: Consultation, closes_on: date, reason: str
) -> Consultation:
    """Give more time, with the reason. The earlier last day stays visible."""
    consultation = _lock(consultation)
    require(
        policies.may_change(actor, consultation),
        to=_("kéo dài đợt lấy ý kiến {title}").format(title=consultation.title),
    )
    today, before_on = clock.today(), consultation.closes_on
    refuse_if(
        rules.problems_with_extension(
            window=consultation.window, new_closes_on=closes_on, reason=reason, on=today
        )
    )
    Extension.objects.create(
        consultation=consultation,
        before_on=before_on,
        closes_on=closes_on,
        reason=reason.strip(),
        decided_on=today,
        decided_by=actor.label,
    )
    consultation.closes_on = closes_on
    consultation.save(update_fields=["closes_on"])
    record(
        actor=actor,
        event=ConsultationExtended(
            subject_id=consultation.pk,
            reason=reason.strip(),
            before={"closes_on": before_on},
            after={"closes_on": closes_on},
        ),
    )
    return consultation


@transaction.atomic
def close_consultation(*, actor: Actor, consultation: Consultation, reason: str) -> Consultation:
    """End it before its last day, from now on; what was said goes on being answered."""
    consultation = _lock(consultation)
    require(
        policies.may_change(actor, consultation),
        to=_("kết thúc đợt lấy ý kiến {title}").format(title=consultation.title),
    )
    refuse_if(
        rules.problems_with_closing(
            window=consultation.window,
            min_days=value("consultation.min_days", consultation.opened_on),
            reason=reason,
            on=clock.today(),
        )
    )
    return _end(actor, consultation, reason)


@transaction.atomic
def call_off(*, actor: Actor, consultation: Consultation, reason: str) -> Consultation:
    """End it because its draft was dropped: nothing is to come of what people would say."""
    consultation = _lock(consultation)
    require(
        policies.may_change(actor, consultation),
        to=_("thôi lấy ý kiến {title}").format(title=consultation.title),
    )
    refuse_if(rules.problems_with_calling_off(window=consultation.window, reason=reason))
    return _end(actor, consultation, reason)


def _end(actor: Actor, consultation: Consultation, reason: str) -> Consultation:
    consultation.closed_on, consultation.closed_by = clock.today(), actor.label
    consultation.close_reason = reason.strip()
    consultation.save(update_fields=["closed_on", "closed_by", "close_reason"])
    record(
        actor=actor,
        event=ConsultationClosed(subject_id=consultation.pk, reason=consultation.close_reason),
    )
    return consultation


def _problems_with_bodies(
    units: Collection[Unit], people: Collection[Person], *, is_first: bool = True
) -> list[Problem]:
    today = clock.today()
    return rules.problems_with_bodies(
        bodies=len(units) + len(people),
        ended=[each.name for each in units if each.ended_on and each.ended_on <= today],
        is_first=is_first,
    )


def _invite(
    actor: Actor, consultation: Consultation, units: Collection[Unit], people: Collection[Person]
) -> None:
    unit_ids = list(dict.fromkeys(each.pk for each in units))
    person_ids = list(dict.fromkeys(each.pk for each in people))
    asked = {
        "consultation": consultation,
        "invited_on": clock.today(),
        "invited_by": actor.label,
    }
    bulk.insert(
        [
            *(Invitation(unit_id=each, **asked) for each in unit_ids),
            *(Invitation(person_id=each, **asked) for each in person_ids),
        ]
    )
    record(
        actor=actor,
        event=BodiesInvited(subject_id=consultation.pk, units=unit_ids, people=person_ids),
    )


def _opened(consultation: Consultation) -> ConsultationOpened:
    return ConsultationOpened(
        subject_id=consultation.pk,
        name_of_draft=consultation.title,
        unit_id=consultation.unit_id,
        about_kind=consultation.about_kind,
        about_id=consultation.about_id,
        closes_on=consultation.closes_on,
        note=consultation.note,
    )
