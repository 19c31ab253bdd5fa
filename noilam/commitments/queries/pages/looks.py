"""How a commitment's standing reads: one short text and its tone, for every list and page."""

from datetime import date
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.periods import Month, Period, Quarter, Term, parse
from noilam.foundation.text import day_text
from noilam.rulebook.queries import value

from ... import rules
from ...models import Commitment
from ...rules import STATE_NAMES, STATE_TONES, State


def method_link(on: date, **asked: object) -> str:
    """Where the arithmetic of these very figures is shown."""
    query = {**asked, **({} if on == clock.today() else {"as_of": on.isoformat()})}
    return f"/method/?{urlencode(query)}" if query else "/method/"


def soon_days() -> int:
    """How many days before the due day a list begins to warn, by the rulebook of today."""
    return int(value("commitments.soon_days", clock.today()))


def standing(state: str, status: str, due_on: date | None, day: date, soon: int) -> tuple[str, str]:
    """E.g. ("quá hạn 19 ngày", "broken"); what is not yet in force says so."""
    if not state:
        return _not_in_force(status)
    known = State(state)
    if known == State.LATE and due_on:
        return _("quá hạn {n} ngày").format(n=(day - due_on).days), STATE_TONES[known]
    if known == State.RUNNING and due_on:
        return _running(due_on, day, soon)
    return _(STATE_NAMES[known]), STATE_TONES[known]


def waits_for_tomorrow(commitment: Commitment) -> bool:
    """Whether today's claim is judged already, so that no other is heard today."""
    last = commitment.last_declared_on
    return rules.waits_for_tomorrow(commitment.status, last, clock.today())


def _running(due_on: date, day: date, soon: int) -> tuple[str, str]:
    left = (due_on - day).days
    if left == 0:
        return _("hết hạn hôm nay"), "late"
    if left <= soon:
        return _("còn {n} ngày").format(n=left), "late"
    return _("đến {day}").format(day=day_text(due_on)), "calm"


def _not_in_force(status: str) -> tuple[str, str]:
    if status == Commitment.Status.PROPOSED:
        return _("Chờ duyệt"), "calm"
    if status == Commitment.Status.DRAFT:
        return _("Dự thảo"), "calm"
    return _("Chưa có hiệu lực"), "calm"


def period_text(written: str) -> str:
    """A programme's period as people say it: Quý I/2026."""
    period: Period = parse(written)
    match period:
        case Term():
            return _("Nhiệm kỳ {from_year}–{to_year}").format(
                from_year=period.from_year, to_year=period.to_year
            )
        case Quarter():
            return _("Quý {quarter}/{year}").format(
                quarter=("I", "II", "III", "IV")[period.number - 1], year=period.year
            )
        case Month():
            return _month_text(period)
    return _("Năm {year}").format(year=written)


def _month_text(month: Month) -> str:
    """Tháng 11/2026; November 2026: Vietnamese counts its months, English names them."""
    if (get_language() or "vi").startswith("en"):
        return date_format(month.first_day, "F Y")
    return _("Tháng {month}/{year}").format(month=month.number, year=month.year)
