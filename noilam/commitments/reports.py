"""Reports for the shell and the API (config/reports.py)."""

from argparse import ArgumentParser, Namespace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say, tidy
from noilam.organisation.models import Person, Unit
from noilam.organisation.policies import may_see, sees_everything, visible_people
from noilam.organisation.rules import Reading

from . import queries
from .rules import State

Row = TypeVar("Row", Unit, Person)
ORDER = [State.KEPT, State.KEPT_LATE, State.CLAIMED, State.RUNNING]
ORDER += [State.LATE, State.BROKEN, State.WITHDRAWN]


class WordsAndDeeds:
    """What was said by a day, and what had become of it: for a unit, a person, or the place."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        whose = parser.add_mutually_exclusive_group()
        whose.add_argument("--unit", metavar="CODE", default="")
        whose.add_argument("--person", metavar="CODE", default="")
        parser.add_argument("--as-of", metavar="YYYY-MM-DD", default="")
        readings = [each.value for each in Reading]
        parser.add_argument("--reading", choices=readings, default=Reading.AS_WAS.value)

    def __call__(self, actor: Actor, arguments: Namespace) -> dict[str, Any]:
        on = _day(arguments.as_of)
        unit, person = _unit(arguments.unit), _person(arguments.person)
        require(_may_read(actor, unit, person), to=_("xem số liệu này"))
        reading = Reading(arguments.reading)
        found = queries.figures_of(unit=unit, person=person, on=on, reading=reading)
        return {
            "unit": unit.code if unit else None,
            "person": person.code if person else None,
            "as_of": on.isoformat(),
            "said": found.said,
            **{state.value: getattr(found, state) for state in ORDER},
            "index": _number(found.index),
            "over_claim_rate": _number(found.over_claim_rate),
        }


def _may_read(actor: Actor, unit: Unit | None, person: Person | None) -> bool:
    if unit is not None:
        return may_see(actor, unit)
    if person is not None:
        return visible_people(actor).filter(pk=person.pk).exists()
    return sees_everything(actor)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else clock.today()
    except ValueError:
        message = say("Không đọc được ngày {text}. Ghi theo dạng 2026-03-31.")
        raise Refused(Problem("unreadable-day", message, "as-of", {"text": text})) from None


def _by_code(rows: QuerySet[Row], code: str) -> Row | None:
    """In whatever case it is typed."""
    typed = tidy(code)
    return rows.filter(code=typed).first() or rows.filter(code__iexact=typed).first()


def _unit(code: str) -> Unit | None:
    if not code:
        return None
    if found := _by_code(Unit.objects.all(), code):
        return found
    message = say("Không có đơn vị nào mang mã {code}. Xem mã ở danh sách đơn vị.")
    raise Refused(Problem("unknown-unit", message, "unit", {"code": code}))


def _person(code: str) -> Person | None:
    if not code:
        return None
    if found := _by_code(Person.objects.all(), code):
        return found
    message = say("Không có người nào mang mã {code}. Xem mã ở danh sách cán bộ.")
    raise Refused(Problem("unknown-person", message, "person", {"code": code}))


def _number(share: Decimal | None) -> float | None:
    """Four places survive a float; JSON has no decimals."""
    return None if share is None else float(share)


words_and_deeds = WordsAndDeeds()
