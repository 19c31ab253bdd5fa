"""Milestones ahead may be set anew; what was reached or missed stays as it was."""

from datetime import date, timedelta

import pytest

from noilam.commitments.actions import set_milestones
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.organisation.tests.given import a_unit

from .given import DUE, TODAY, a_commitment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]
MISSED = date(2026, 11, 25)


@pytest.fixture
def running():
    made = a_commitment(a_unit("Chi bộ 1"))
    set_milestones(
        actor=shell(), commitment=made, milestones=[("Xong nền", MISSED), ("Xong mái", DUE)]
    )
    return made


def test_a_missed_milestone_outlives_new_ones(running):
    with clock.frozen(MISSED + timedelta(days=1)):
        set_milestones(actor=shell(), commitment=running, milestones=[("Xong tường", DUE)])

    assert list(running.milestones.values_list("title", "due_on")) == [
        ("Xong nền", MISSED),
        ("Xong tường", DUE),
    ]


def test_a_milestone_in_force_is_not_set_for_a_day_that_is_past(running):
    with clock.frozen(MISSED), pytest.raises(Refused) as refused:
        set_milestones(actor=shell(), commitment=running, milestones=[("Đã xong", TODAY)])

    assert [each.code for each in refused.value.problems] == ["milestone-outside"]
    assert running.milestones.count() == 2
