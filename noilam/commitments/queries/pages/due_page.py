"""How the verifier's due day was counted: in a sentence beside it, day by day on its own page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from noilam.foundation.text import day_text
from noilam.rulebook.queries import calendar, explain, rule
from noilam.rulebook.queries.words import RuleSaid, rule_said, value_text
from noilam.rulebook.queries.year import CountPage, count_page
from noilam.rulebook.rules import Deadline, Unit, deadline

from ...keys import VERIFICATION_DAYS
from ...models import Commitment, Declaration


@dataclass(frozen=True)
class DuePage:
    """The working of one due day, ready to be written."""

    due: str
    sentence: str
    rule: RuleSaid | None  # None: approval named the days
    count: CountPage
    recalculated: str  # the day on which it was counted anew; empty where it never was
    differs: bool  # the public list has learnt of days since, and would now give another day


@dataclass(frozen=True)
class _Stored:
    """A declaration's due day, as the rulebook asks floors to keep one."""

    rule_version_id: int
    counted_from: date
    counted_at: datetime
    due_on: date


def due_page(declaration: Declaration) -> DuePage:
    found = _working(declaration)
    said = rule_said(declaration.verify_rule_id) if declaration.verify_rule_id else None
    return DuePage(
        due=day_text(declaration.verify_due_on),
        sentence=counted_how(declaration),
        rule=said,
        count=count_page(found),
        recalculated=_recalculated(declaration),
        differs=found.due_on != declaration.verify_due_on,
    )


def counted_how(declaration: Declaration) -> str:
    """In one sentence, from what the process holds: it asks the database nothing."""
    start = day_text(declaration.declared_on)
    if declaration.verify_rule_id:
        said = rule_said(declaration.verify_rule_id)
        return _("Ngày báo đã làm {start} là ngày 0; đếm {days}, theo quy định “{rule}”.").format(
            start=start, days=said.value, rule=said.title
        )
    return _(
        "Ngày báo đã làm {start} là ngày 0; đếm {n} ngày, kể cả ngày nghỉ, như người duyệt đã "
        "định. Không quy định nào sinh ra hạn này."
    ).format(start=start, n=_named_days(declaration))


def verify_time(commitment: Any, on: date) -> str:
    """How long the verifier has: as approval named it, else as the rulebook says on a day."""
    if commitment.verify_within:
        return _("trong {n} ngày").format(n=commitment.verify_within)
    if commitment.in_force_on is None or commitment.in_force_on > on:
        return ""
    days = value_text(VERIFICATION_DAYS, rule(VERIFICATION_DAYS, on).value)
    return _("trong {days}, theo sổ quy định").format(days=days)


def found_due(commitment: Commitment) -> Any:
    """The declarations that gave a verifier a due day."""
    return commitment.declarations.exclude(verify_due_on=None)


def _working(declaration: Declaration) -> Deadline:
    start, due_on = declaration.declared_on, declaration.verify_due_on or declaration.declared_on
    if declaration.verify_rule_id and declaration.verify_counted_at:
        return explain(
            _Stored(declaration.verify_rule_id, start, declaration.verify_counted_at, due_on)
        )
    return deadline(start, _named_days(declaration), Unit.DAY, calendar(start))


def _named_days(declaration: Declaration) -> int:
    return ((declaration.verify_due_on or declaration.declared_on) - declaration.declared_on).days


def _recalculated(declaration: Declaration) -> str:
    counted_at = declaration.verify_counted_at
    if counted_at is None or counted_at <= declaration.recorded_at:
        return ""
    return day_text(timezone.localdate(counted_at))
