"""Sets of criteria as a list: where each stands, from which month it holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.periods import Month
from noilam.foundation.text import day_text, fold
from noilam.organisation.models import Unit

from ... import policies
from ...models import CriteriaSet
from ...rules.months import key, key_text, month_of

Status = CriteriaSet.Status
ORDERS = {
    "title": ["title", "-version"],
    "-title": ["-title", "-version"],
    "unit": ["unit__name", "code", "-version"],
    "-unit": ["-unit__name", "code", "-version"],
    "from": ["first_month", "code", "-version"],
    "-from": ["-first_month", "code", "-version"],
}
USUAL = ["-recorded_at", "-id"]
_COLUMNS = (
    "pk",
    "title",
    "code",
    "version",
    "unit__name",
    "status",
    "first_month",
    "until_month",
    "decision_number",
    "decided_on",
)


@dataclass(frozen=True)
class SetRow:
    pk: int
    title: str
    code: str
    version: int
    unit: str
    standing: str
    tone: str
    months: str
    decision: str

    @property
    def about(self) -> str:
        return _("{code} · phiên bản {version}").format(code=self.code, version=self.version)


def month_text(number: int | None) -> str:
    """202610 as people write it: 10/2026."""
    return key_text(number) if number else ""


def months_text(first: int | None, until: int | None) -> str:
    """From which month to which, both counted."""
    if first is None:
        return ""
    if until is None:
        return _("từ {first}").format(first=month_text(first))
    if until <= first:
        return _("không áp dụng tháng nào")
    last = key(month_of(until).previous)
    return f"{month_text(first)} – {month_text(last)}"


def standing(status: str, first: int | None, until: int | None, this_month: int) -> tuple[str, str]:
    """How a set stands in a month, in words, and the tone of that."""
    if status != Status.ISSUED or first is None:
        tone = {Status.CONSULTATION: "claimed", Status.DRAFT: "late"}.get(Status(status), "calm")
        return str(Status(status).label), tone
    if until is not None and until <= this_month:
        return _("Đã được thay thế"), "calm"
    if first > this_month:
        return _("Đã ban hành, chưa áp dụng"), "claimed"
    return _("Đang áp dụng"), "kept"


def this_month() -> int:
    return key(Month.of(clock.today()))


def sets(
    actor: Actor, *, words: str = "", status: str = "", unit: str = "", sort: str = ""
) -> QuerySet[Any]:
    """Visible sets that fit, as tuples; `rows` makes them readable."""
    found = policies.visible_criteria(actor)
    if status == "in_force":
        month = this_month()
        later = Q(until_month=None) | Q(until_month__gt=month)
        found = found.filter(later, status=Status.ISSUED, first_month__lte=month)
    elif status in Status.values:
        found = found.filter(status=status)
    if unit:
        found = found.filter(unit__in=_units_named(unit))
    if words.strip():
        found = found.filter(pk__in=_with_words(found, words))
    return found.order_by(*ORDERS.get(sort, USUAL)).values_list(*_COLUMNS)


def _units_named(typed: str) -> QuerySet[Unit]:
    return Unit.objects.filter(Q(code__iexact=typed) | Q(search_key__contains=fold(typed)))


def _with_words(found: QuerySet[CriteriaSet], words: str) -> list[int]:
    """Sets are few: their titles are folded here."""
    asked = fold(words).split()
    return [
        pk
        for pk, title, code in found.values_list("pk", "title", "code")
        if all(word in fold(f"{title} {code}") for word in asked)
    ]


def rows(values: Iterable[Any]) -> list[SetRow]:
    lines, month = [], this_month()
    for pk, title, code, version, unit, status, first, until, number, decided in values:
        text, tone = standing(status, first, until, month)
        decision = f"{number}, {day_text(decided)}" if number else ""
        lines.append(
            SetRow(pk, title, code, version, unit, text, tone, months_text(first, until), decision)
        )
    return lines
