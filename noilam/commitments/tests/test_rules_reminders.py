"""Steps up the tree: on which day each falls, and which a changed calendar moves."""

from datetime import date

import pytest

from noilam.commitments.rules import Rhythm, steps_on, steps_that_move

DUE = date(2026, 11, 20)  # a Friday
ESCALATION = {"member_in_charge": 3, "inspection_commission": 7, "standing_committee": 15}
HOLIDAY = date(2026, 12, 1)


def weekday(day):
    return day.isoweekday() < 6


def with_holiday(day):
    return weekday(day) and day != HOLIDAY


PLAIN, CHANGED = Rhythm(ESCALATION, weekday), Rhythm(ESCALATION, with_holiday)


def test_steps_after_a_new_holiday_fall_a_day_later():
    assert steps_that_move(DUE, PLAIN, CHANGED, since=date(2026, 11, 21)) == 2


def test_steps_already_taken_do_not_move():
    assert steps_that_move(DUE, PLAIN, CHANGED, since=date(2026, 12, 2)) == 1


def test_a_due_day_after_the_holiday_feels_nothing_of_it():
    assert steps_that_move(HOLIDAY, PLAIN, CHANGED, since=DUE) == 0


@pytest.mark.parametrize(
    ("since", "until", "moved"),
    [
        (date(2026, 11, 21), None, 1),
        (date(2026, 11, 30), None, 1),  # five days are over already: on the first day it may
        (date(2026, 12, 1), None, 0),  # that is the day on which it falls anyway
        (date(2026, 11, 21), date(2026, 11, 24), 0),  # ended before it could fall
    ],
)
def test_another_number_of_days_counts_from_the_day_it_holds(since, until, moved):
    later = Rhythm(ESCALATION | {"inspection_commission": 5}, weekday)

    assert steps_that_move(DUE, PLAIN, later, since=since, until=until) == moved


def test_the_day_of_a_step_is_the_first_on_which_reminders_would_take_it():
    def is_due(day):
        steps = steps_on(day, before=[], escalation={"standing_committee": 15}, is_working=weekday)
        (late,) = [each for each in steps if each.name == "late-standing_committee"]
        return late.last >= DUE

    days = [date(2026, 12, number) for number in range(1, 20)]
    first = next(day for day in days if is_due(day))
    alone = Rhythm({"standing_committee": 15}, weekday)

    assert steps_that_move(DUE, alone, alone, since=DUE) == 0
    assert first == date(2026, 12, 11)
