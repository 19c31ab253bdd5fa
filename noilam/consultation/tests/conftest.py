"""The day on which most of these tests stand, and a commune with three cells that is asked."""

from datetime import date

import pytest

from noilam.foundation import clock
from noilam.organisation.models import Unit
from noilam.organisation.tests.given import a_head, a_unit

TODAY = date(2026, 11, 2)


@pytest.fixture
def on_that_day():
    with clock.frozen(TODAY):
        yield TODAY


@pytest.fixture
def commune(on_that_day) -> Unit:
    root = a_unit("Đảng bộ xã Sông Hiền", code="SH")
    for number in (1, 2):
        cell = a_unit(f"Chi bộ thôn {number}", parent=root, code=f"SH.{number}")
        a_head(cell, f"Bí thư Thôn {number}")
    return root


@pytest.fixture
def cell(commune) -> Unit:
    return Unit.objects.get(code="SH.1")


@pytest.fixture
def other_cell(commune) -> Unit:
    return Unit.objects.get(code="SH.2")
