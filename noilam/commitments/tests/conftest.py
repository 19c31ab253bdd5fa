"""The day on which most of these tests stand."""

import pytest

from noilam.foundation import clock

from .given import TODAY


@pytest.fixture
def on_that_day():
    with clock.frozen(TODAY):
        yield TODAY
