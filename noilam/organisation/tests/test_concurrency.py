"""Two at once: a unit never has two heads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.organisation import actions
from noilam.organisation.models import Appointment, Person

from .given import a_person, a_unit

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 20)
HEAD = {"post": "Bí thư", "leads": True}


def at_once(*deeds) -> list[str]:
    """Each deed from a hand of its own; what each was told ("done" or the refusal's code)."""

    def once(deed) -> str:
        try:
            with clock.frozen(TODAY):
                deed()
            return "done"
        except Refused as refused:
            return refused.problems[0].code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as hands:
        return sorted(hands.map(once, deeds))


def head_of(unit, person: Person) -> Appointment:
    return actions.appoint(actor=shell(), person=person, unit=unit, starts_on=TODAY, **HEAD)


@pytest.mark.parametrize("turn", range(3))
def test_of_a_new_head_and_a_deputy_made_head_one_is_told_of_the_other(turn):
    with clock.frozen(TODAY):
        unit = a_unit()
        deputy = actions.appoint(
            actor=shell(),
            person=a_person("Phó"),
            unit=unit,
            post="Phó Bí thư",
            leads=False,
            starts_on=date(2026, 1, 1),
        )
        other = a_person("Khác")
    told = at_once(
        lambda: head_of(unit, other),
        lambda: actions.change_appointment(actor=shell(), appointment=deputy, on=TODAY, **HEAD),
    )
    assert told == ["done", "two-heads"]
    assert Appointment.objects.filter(unit=unit, leads=True).count() == 1


def test_every_change_of_a_post_holds_the_pen():
    with clock.frozen(TODAY):
        unit, person = a_unit(), a_person()
        with CaptureQueriesContext(connection) as asked:
            post = head_of(unit, person)
            post = actions.change_appointment(
                actor=shell(), appointment=post, on=date(2026, 11, 21), post="Phó", leads=False
            )
            actions.end_appointment(actor=shell(), appointment=post, last_day=date(2026, 11, 30))
    pen = [each for each in asked if "organisation_unitkind" in each["sql"]]
    assert len(pen) == 3
