"""Who owes a programme of work and has none. The rulebook says whose it must be and by when."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.periods import Month, Period, Quarter, Term, Year, parse
from noilam.organisation.models import Ancestry, Person, Unit
from noilam.organisation.policies import in_force
from noilam.organisation.queries import heads_of, living_on
from noilam.rulebook.queries import value
from noilam.ui.pieces import Waiting

from .. import policies, rules
from ..models import Programme
from .pages.looks import period_text

OWED_BY = "commitments.programme_owed_by"  # the rule: units, cells, heads; whether terms too
TERM = r"^\d{4}-\d{4}$"
Whose = tuple[str, int]  # "unit" or "person", and its number


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
    living = Unit.objects.filter(living_on(on), founded_on__lte=on).select_related("kind")
    units = list(living if of is None else living.filter(pk__in=of))
    heads = heads_of([each.pk for each in units], on) if asked["heads"] else {}
    written = _Written(on, [each.pk for each in units], follows_terms=asked["term"])
    found = []
    for unit in units:
        is_asked = asked["cells"] if unit.kind.is_cell else asked["units"]
        bodies: list[Person | None] = [None] if is_asked else []
        if unit.pk in heads and not unit.kind.is_cell:
            bodies.append(heads[unit.pk].person)
        for person in bodies:
            whose = ("person", person.pk) if person else ("unit", unit.pk)
            for period in written.missing(whose, unit.pk):
                last = rules.last_day_to_write(period, days[rules.kind_of(period)], unit.founded_on)
                found.append(Owed(unit, period, last, person))
    return found


class _Written:
    """The programmes that a day's question is about, in two questions."""

    def __init__(self, on: date, units: Collection[int], *, follows_terms: bool) -> None:
        self.year, self.quarter, self.month = Year.of(on), Quarter.of(on), Month.of(on)
        self.quarter_before = Quarter.of(self.quarter.first_day - timedelta(days=1))
        asked = [self.year, self.quarter, self.quarter_before, self.month, self.month.previous]
        wanted = Q(period__in=[str(each) for each in asked])
        if follows_terms:
            wanted |= Q(period__regex=TERM, starts_on__lte=on, ends_on__gte=on)
        self.periods: Mapping[Whose, set[str]] = defaultdict(set)
        terms: dict[int, Term] = {}
        rows = Programme.objects.filter(wanted).order_by("starts_on")
        for unit_id, person_id, written in rows.values_list("unit", "person", "period"):
            self.periods[("unit", unit_id) if unit_id else ("person", person_id)].add(written)
            if unit_id and isinstance(period := parse(written), Term):
                terms[unit_id] = period
        self.terms = _terms_known(terms, units, on)

    def missing(self, whose: Whose, unit_id: int) -> Iterator[Period]:
        has = self.periods.get(whose, set())
        term = self.terms.get(unit_id)
        if term and not any(isinstance(parse(each), Term) for each in has):
            yield term
        if str(self.year) not in has:
            yield self.year
        if str(self.quarter_before) in has and str(self.quarter) not in has:
            yield self.quarter
        if str(self.month.previous) in has and str(self.month) not in has:
            yield self.month


def _terms_known(terms: Mapping[int, Term], units: Collection[int], on: date) -> dict[int, Term]:
    """The running term of each unit: the newest among those of the units above and its own."""
    if not terms:
        return {}
    known: dict[int, Term] = dict(terms)
    lines = Ancestry.objects.filter(in_force(on), ancestor__in=list(terms))
    for unit_id, above in lines.filter(unit__in=list(units)).values_list("unit", "ancestor"):
        known[unit_id] = max(known.get(unit_id, terms[above]), terms[above])
    return known


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
    running = Programme.objects.filter(unit__isnull=False, starts_on__lte=on, ends_on__gte=on)
    if running.filter(period__regex=TERM).exists():
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
