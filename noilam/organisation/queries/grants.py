"""Roles as the pages list them, and sign-ins found by what people type."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from noilam.accounts.models import Account
from noilam.accounts.rules import sign_in_name
from noilam.foundation.text import day_text, fold, tidy
from noilam.organisation.models import Grant
from noilam.organisation.roles import NAMES, OWN_UNIT_ONLY, Role


@dataclass(frozen=True)
class GrantLine:
    """One role on a page. `is_over` ones are shown apart and cannot be taken again."""

    id: int
    account_id: int
    who: str
    unit_id: int
    unit: str
    role: str
    reach: str
    period: str
    is_over: bool


def grants_of_unit(unit_id: int, on: date) -> list[GrantLine]:
    return _lines(Grant.objects.filter(unit=unit_id), on)


def grants_of_account(account_id: int, on: date) -> list[GrantLine]:
    return _lines(Grant.objects.filter(account=account_id), on)


def _lines(grants: QuerySet[Grant], on: date) -> list[GrantLine]:
    """Present and coming first, then what is over; never what was taken back before it held."""
    rows = grants.exclude(ends_on=F("starts_on")).select_related("account", "unit")
    lines = [_line(row, on) for row in rows.order_by("account__sort_key", "starts_on")]
    return sorted(lines, key=lambda line: line.is_over)


def _line(grant: Grant, on: date) -> GrantLine:
    own = grant.only_here or grant.role in OWN_UNIT_ONLY
    return GrantLine(
        id=grant.pk,
        account_id=grant.account_id,
        who=str(grant.account),
        unit_id=grant.unit_id,
        unit=str(grant.unit),
        role=_(NAMES[Role(grant.role)]),
        reach=_("chỉ đơn vị này") if own else _("đơn vị này và cấp dưới"),
        period=period_text(grant.starts_on, grant.ends_on),
        is_over=grant.ends_on is not None and grant.ends_on <= on,
    )


def period_text(starts_on: date, ends_on: date | None) -> str:
    """A half-open stretch in words, its last day named."""
    if ends_on is None:
        return _("từ {start}").format(start=day_text(starts_on))
    last = ends_on - timedelta(days=1)
    return _("từ {start} đến hết {last}").format(start=day_text(starts_on), last=day_text(last))


def accounts_named(typed: str) -> Sequence[Account]:
    """Open sign-ins with this user name or person's code; if none, with this full name."""
    active = Account.objects.filter(is_active=True)
    exact = Q(username=sign_in_name(typed)) | Q(person__code__iexact=tidy(typed))
    if found := list(active.filter(exact)[:1]):
        return found
    return list(active.filter(search_key=fold(typed))[:6])
