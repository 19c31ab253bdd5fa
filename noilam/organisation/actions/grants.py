"""Giving and taking roles, and who stands in for whom."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from noilam.accounts.models import Account
from noilam.audit.actions import record
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.foundation.text import day_text, say, tidy
from noilam.notices.actions import Message, Wording, queue
from noilam.organisation import events, policies
from noilam.organisation.models import Grant, StandIn, Unit
from noilam.organisation.roles import Role
from noilam.organisation.rules import grants as rules


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    account: Account,
    role: Role,
    unit: Unit,
    starts_on: date,
    ends_on: date | None = None,
    only_here: bool = False,
) -> Grant:
    """Give an account a role in a unit from one day up to, not including, another."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    require(policies.may_grant(actor, unit), to=_("cấp vai trò ở {unit}").format(unit=unit))
    earlier = Grant.objects.filter(account=account, role=role, unit=unit)
    refuse_if(
        rules.problems_with_grant(
            rules.Period(starts_on, ends_on),
            [
                rules.Period(each.starts_on, each.ends_on)
                for each in earlier.exclude(ends_on=F("starts_on"))
            ],
            is_own=_is_own(actor, account.pk),
            account_is_open=account.is_active,
            unit_until=unit.ended_on,
        )
    )
    grant = Grant.objects.create(
        account=account,
        role=role,
        unit=unit,
        only_here=only_here,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record(
        actor=actor,
        event=events.RoleGranted(
            subject_id=grant.pk,
            account_id=account.pk,
            role=role,
            unit_id=unit.pk,
            after={"starts_on": starts_on, "ends_on": ends_on, "only_here": only_here},
        ),
    )
    return grant


@transaction.atomic
def revoke_grant(*, actor: Actor, grant: Grant, ends_on: date | None = None) -> None:
    """Take a role back: it holds no more from `ends_on` (today)."""
    grant = Grant.objects.select_for_update().select_related("unit").get(pk=grant.pk)
    require(
        policies.may_grant(actor, grant.unit), to=_("bỏ vai trò ở {unit}").format(unit=grant.unit)
    )
    day = max(ends_on or clock.today(), clock.today())
    refuse_if(
        rules.problems_with_revoking(
            is_own=_is_own(actor, grant.account_id), ended_on=grant.ends_on, on=day
        )
    )
    before, grant.ends_on = grant.ends_on, max(day, grant.starts_on)
    grant.save(update_fields=["ends_on"])
    record(
        actor=actor,
        event=events.GrantRevoked(
            subject_id=grant.pk,
            account_id=grant.account_id,
            role=grant.role,
            unit_id=grant.unit_id,
            before={"ends_on": before},
            after={"ends_on": grant.ends_on},
        ),
    )


def _is_own(actor: Actor, account_id: int) -> bool:
    """One's own matter; for a stand-in also the absent one's."""
    return not actor.is_machine and account_id in (actor.id, actor.behalf_id)


@transaction.atomic
def appoint_stand_in(
    *,
    actor: Actor,
    absent: Account,
    stand_in: Account,
    starts_on: date,
    ends_on: date,
    reason: str,
) -> StandIn:
    """Let one account act for another from one day up to, not including, another."""
    absent = Account.objects.select_for_update().get(pk=absent.pk)
    require(
        policies.may_arrange_stand_in(actor, absent.pk),
        to=_("cử người làm thay {name}").format(name=absent),
    )
    others = StandIn.objects.filter(absent=absent, ended_at=None).select_related("stand_in")
    refuse_if(
        rules.problems_with_stand_in(
            rules.Period(starts_on, ends_on),
            [rules.Period(each.starts_on, each.ends_on, str(each.stand_in)) for each in others],
            today=clock.today(),
            reason=reason,
            is_own=not actor.is_machine and stand_in.pk == actor.id,
            is_same=stand_in.pk == absent.pk,
            both_open=absent.is_active and stand_in.is_active,
        )
    )
    absence = StandIn.objects.create(
        absent=absent,
        stand_in=stand_in,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=tidy(reason),
    )
    _tell(actor, absence)
    record(
        actor=actor,
        event=events.StandInAppointed(
            subject_id=absence.pk,
            absent_id=absent.pk,
            stand_in_id=stand_in.pk,
            after={"starts_on": starts_on, "ends_on": ends_on},
        ),
    )
    return absence


def _tell(actor: Actor, absence: StandIn) -> None:
    queue(
        actor=actor,
        message=Message(
            to=[absence.stand_in_id, absence.absent_id],
            kind="organisation.stand_in",
            subject=Wording(
                say("{stand_in} làm thay {absent} từ ngày {day}"),
                {
                    "stand_in": absence.stand_in,
                    "absent": absence.absent,
                    "day": day_text(absence.starts_on),
                },
            ),
            text=Wording(say("Người làm thay chọn làm thay ai ở trang Tài khoản của tôi.")),
            link=reverse("accounts:account"),
        ),
    )


@transaction.atomic
def end_stand_in(*, actor: Actor, absence: StandIn) -> None:
    """End a stand-in before its time: from this moment he acts for himself alone."""
    absence = StandIn.objects.select_for_update().get(pk=absence.pk)
    require(policies.may_end_stand_in(actor, absence), to=_("kết thúc việc làm thay của người này"))
    if absence.ended_at is not None:
        return
    absence.ended_at = clock.now()
    absence.save(update_fields=["ended_at"])
    record(
        actor=actor,
        event=events.StandInEnded(
            subject_id=absence.pk,
            absent_id=absence.absent_id,
            stand_in_id=absence.stand_in_id,
        ),
    )
