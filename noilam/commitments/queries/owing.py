"""Who owes a programme of work and has none. The rulebook says whose it must be and by when."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.periods import Month, Period, Quarter, Year, parse
from noilam.organisation.models import Ancestry, Appointment, Person, Unit
from noilam.organisation.policies import in_force
from noilam.organisation.queries import held_on, living_on
from noilam.rulebook.queries import value
from noilam.ui.pieces import Waiting

from .. import policies, rules
from ..models import Programme
from .pages.looks import period_text

OWED_BY = "commitments.programme_owed_by"  # the rule: units, cells, heads; whether terms too


@dataclass(frozen=True)
class Owed:
    """No programme for a running period, and by when there should be one.

    With a person it is the head's own; the unit is then the one he leads.
    """

    unit: Unit
    period: Period
    due_on: date
    person: Person | None = None

    @property
    def key(self) -> tuple[int, int, str]:
        return self.unit.pk, self.person.pk if self.person else 0, str(self.period)

    @property
    def whose(self) -> str:
        return str(self.person or self.unit)

    @property
    def form_link(self) -> str:
        """The blank programme with all that is known filled in."""
        known = {"person": self.person.code} if self.person else {"unit": self.unit.pk}
        return f"/programmes/new/?{urlencode({**known, 'period': str(self.period)})}"

    def is_late(self, on: date) -> bool:
        return self.due_on < on


def owed_programmes(on: date, of: Collection[int] | None = None) -> list[Owed]:
    """All, or those of some units. A year's is owed always; a quarter's and a month's by whoever
    wrote one for the quarter or month before, so that a habit does not stop unnoticed; a term's
    where a unit above wrote one for a term that runs, which is how its years are known."""
    days, asked = value("commitments.programme_due", on), value(OWED_BY, on)
    rows = _units(on, of, with_heads=asked["heads"])
    written = _written(on)
    wanted = {row.head for row in rows if asked["heads"] and row.head}
    heads = Person.objects.in_bulk(wanted) if wanted else {}
    found = []
    for unit in rows:
        is_cell = unit.kind.is_cell
        bodies: list[tuple[str, Person | None]] = []
        if asked["cells"] if is_cell else asked["units"]:
            bodies.append(("unit", None))
        if asked["heads"] and not is_cell and unit.head:
            bodies.append(("head", heads[unit.head]))
        for body, person in bodies:
            have = written[body, unit.pk if body == "unit" else unit.head]
            for period in _missing(have, on, unit.term if asked["term"] else ""):
                last = rules.last_day_to_write(period, days[rules.kind_of(period)], unit.founded_on)
                found.append(Owed(unit, period, last, person))
    return found


def _periods(on: date) -> dict[str, Period]:
    """The running periods and those before, by what they are called in a row."""
    year, quarter, month = Year.of(on), Quarter.of(on), Month.of(on)
    return {
        "year": year,
        "quarter": quarter,
        "quarter_before": Quarter.of(quarter.first_day - timedelta(days=1)),
        "month": month,
        "month_before": month.previous,
    }


def _units(on: date, of: Collection[int] | None, *, with_heads: bool) -> list[Any]:
    """Living units with their head, where heads owe too, and with the term that runs above them."""
    living = Unit.objects.filter(living_on(on), founded_on__lte=on).select_related("kind")
    living = living if of is None else living.filter(pk__in=of)
    leading = Appointment.objects.filter(held_on(on), leads=True, unit=OuterRef("pk"))
    head = leading.order_by("-starts_on", "-pk").values("person")[:1]
    above = Ancestry.objects.filter(in_force(on), unit=OuterRef(OuterRef("pk"))).values("ancestor")
    known = _running_terms(on).filter(unit__in=above).order_by("-starts_on", "pk")
    found = living.annotate(term=Subquery(known.values("period")[:1]))
    return list(found.annotate(head=Subquery(head) if with_heads else Value(0)))


def _written(on: date) -> Mapping[tuple[str, int], set[str]]:
    """The periods, running or just over, for which each unit and each person wrote a programme."""
    periods = [str(each) for each in _periods(on).values()]
    terms = Q(period__in=_running_terms(on).values("period"))
    rows = Programme.objects.filter(terms | Q(period__in=periods))
    found: Mapping[tuple[str, int], set[str]] = defaultdict(set)
    for unit, person, period in rows.values_list("unit", "person", "period"):
        for key in (("unit", unit), ("head", person)):
            found[key].add(period)
    return found


def _running_terms(on: date) -> QuerySet[Programme]:
    running = Programme.objects.annotate(length=Length("period"))
    return running.filter(length=len("2025-2030"), starts_on__lte=on, ends_on__gte=on)


def _missing(written: Collection[str], on: date, term: str) -> Iterator[Period]:
    periods = _periods(on)
    if term and "term" not in {rules.kind_of(parse(each)) for each in written}:
        yield parse(term)
    if str(periods["year"]) not in written:
        yield periods["year"]
    for name in ("quarter", "month"):
        had_one = str(periods[f"{name}_before"]) in written
        if had_one and str(periods[name]) not in written:
            yield periods[name]


def who_owes(on: date) -> list[str]:
    """What the rulebook asks, in sentences for the page that lists who has none."""
    asked = value(OWED_BY, on)
    words = {
        "units": _("đơn vị (không kể chi bộ)"),
        "cells": _("chi bộ"),
        "heads": _("người đứng đầu đơn vị, chương trình riêng"),
    }
    bodies = [word for name, word in words.items() if asked[name]]
    if not bodies:
        return [_("Sổ quy định không yêu cầu ai phải có chương trình.")]
    return [
        _("Phải có chương trình năm: {bodies}.").format(bodies="; ".join(bodies)),
        _("Quý và tháng: nơi đã ghi chương trình kỳ trước."),
        _about_terms(on, asked),
        _("Nơi trong danh sách được nhắc tự động, mỗi kỳ một lần."),
    ]


def _about_terms(on: date, asked: Mapping[str, Any]) -> str:
    if not asked["term"]:
        return _("Chương trình nhiệm kỳ: sổ quy định không theo dõi.")
    if _running_terms(on).filter(unit__isnull=False).exists():
        return _("Nhiệm kỳ: lấy theo chương trình nhiệm kỳ mà cấp trên đã ghi.")
    return _(
        "Nhiệm kỳ: chưa theo dõi, vì chưa nơi nào ghi chương trình nhiệm kỳ đang chạy."
        " Ghi của cấp trên trước."
    )


def waiting(actor: Actor, day: date) -> list[Waiting]:
    """For config/today.py: programmes that the actor's own units, or he himself, still owe."""
    units = set() if actor.is_machine else policies.own_units(actor)
    return [
        Waiting(
            group="programme",
            title=_("Chương trình {period}: {whose}").format(
                period=period_text(str(each.period)), whose=each.whose
            ),
            link=each.form_link,
            due_on=each.due_on,
            detail=str(each.unit) if each.person else "",
        )
        for each in (owed_programmes(day, units) if units else [])
        if each.person is None or policies.may_write_programme(actor, None, each.person)
    ]
