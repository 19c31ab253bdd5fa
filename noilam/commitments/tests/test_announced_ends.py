"""A unit whose end is announced for a later day goes on writing until then."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from noilam.commitments.forms.draft import DraftForm
from noilam.commitments.forms.fields import UnitField
from noilam.commitments.forms.programmes import ProgrammeForm
from noilam.commitments.queries import owed_programmes
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.organisation import actions as organisation
from noilam.organisation import sheets
from noilam.organisation.models import Unit
from noilam.organisation.rules import Decision
from noilam.organisation.tests.given import a_unit

pytestmark = pytest.mark.django_db
TODAY, LAST_OF_YEAR, ENDS = date(2026, 11, 20), date(2026, 12, 31), date(2027, 1, 1)


@pytest.fixture
def ending() -> Unit:
    with clock.frozen(TODAY):
        unit = a_unit("Xã Sắp Nhập", code="XSN")
        decision = Decision("9-QĐ/TU", date(2026, 11, 1))
        return organisation.end_unit(actor=shell(), unit=unit, on=ENDS, decision=decision)


def doors_that_offer(unit: Unit) -> set[str]:
    """Every door that lists living units."""
    offered = {
        "draft": DraftForm(shell()).fields["unit"].queryset,
        "programme": ProgrammeForm(shell()).fields["unit"].queryset,
        "owed": [each.unit for each in owed_programmes(clock.today())],
    }
    doors = {name for name, units in offered.items() if unit in units}
    if unit.code in sheets.unit_codes(shell()):
        doors.add("spreadsheet")
    try:
        UnitField().clean(unit.code)
    except ValidationError:
        return doors
    return doors | {"field"}


def test_until_the_day_it_is_offered_everywhere_and_from_then_on_nowhere(ending):
    with clock.frozen(LAST_OF_YEAR):
        assert doors_that_offer(ending) == {"draft", "programme", "owed", "spreadsheet", "field"}
    with clock.frozen(ENDS):
        assert doors_that_offer(ending) == set()
