"""Lateness and series. No database."""

from datetime import date

from noilam.commitments.rules import (
    Answering,
    Claim,
    Clock,
    Hands,
    Stretch,
    joined,
    known_by,
    late_stretches,
    next_entries,
    occurrence,
    occurrences_begun,
)

START, DUE = date(2026, 1, 1), date(2026, 3, 31)
UNIT = Answering(START, None, "Xã Mẫu", 7)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def clock(*claims: Claim, held=(UNIT,), due_dates=((START, DUE),), **more) -> Clock:
    return Clock(START, due_dates, claims, held, **more)


def rows(a_clock: Clock, through: str) -> list[tuple[str, str, str, str, int]]:
    return [
        (each.hands, each.holder, f"{each.from_on:%m-%d}", f"{each.to_on:%m-%d}", each.days)
        for each in late_stretches(a_clock, since=START, through=day(through))
    ]


def test_the_unit_is_late_from_the_day_after_the_due_day():
    assert rows(clock(), "03-31") == []
    assert rows(clock(), "04-10") == [("unit", "Xã Mẫu", "04-01", "04-10", 10)]


def test_declaring_stops_the_units_clock_and_the_verifiers_begins_at_his_own_due_day():
    claim = Claim(day("04-05"), day("04-12"), "Lê Thị Mẫu")
    assert rows(clock(claim), "04-15") == [
        ("unit", "Xã Mẫu", "04-01", "04-05", 5),
        ("verifier", "Lê Thị Mẫu", "04-13", "04-15", 3),
    ]


def test_a_verdict_in_time_leaves_the_verifier_without_lateness():
    claim = Claim(day("03-30"), day("04-06"), "Lê Thị Mẫu", "achieved", day("04-06"))
    assert rows(clock(claim), "09-30") == []


def test_after_a_rejection_the_unit_answers_again():
    claim = Claim(day("03-30"), day("04-06"), "Lê Thị Mẫu", "rejected", day("04-08"))
    assert rows(clock(claim), "04-10") == [
        ("verifier", "Lê Thị Mẫu", "04-07", "04-08", 2),
        ("unit", "Xã Mẫu", "04-09", "04-10", 2),
    ]


def test_an_extension_counts_from_the_day_it_was_decided():
    dates = ((START, day("02-10")), (day("02-20"), day("03-31")))
    assert rows(clock(due_dates=dates), "04-01") == [
        ("unit", "Xã Mẫu", "02-11", "02-19", 9),
        ("unit", "Xã Mẫu", "04-01", "04-01", 1),
    ]


def test_each_holder_answers_for_his_own_days():
    held = (Answering(START, day("04-02"), "Xã Cũ", 1), Answering(day("04-03"), None, "Xã Mới", 2))
    assert rows(clock(held=held), "04-05") == [
        ("unit", "Xã Cũ", "04-01", "04-02", 2),
        ("unit", "Xã Mới", "04-03", "04-05", 3),
    ]


def test_a_suspension_puts_the_days_in_other_hands():
    stop = Answering(day("04-02"), day("04-03"), "Sở Mẫu")
    assert rows(clock(blocked=(stop,)), "04-04") == [
        ("unit", "Xã Mẫu", "04-01", "04-01", 1),
        ("other", "Sở Mẫu", "04-02", "04-03", 2),
        ("unit", "Xã Mẫu", "04-04", "04-04", 1),
    ]


def test_nothing_is_late_after_its_end():
    assert rows(clock(ended_on=day("04-02")), "05-01") == [("unit", "Xã Mẫu", "04-01", "04-02", 2)]


def test_a_new_lateness_is_written_the_day_after_it_began():
    entries, written_to = next_entries(clock(), written_to=None, on=day("04-02"))
    assert [(each.from_on, each.to_on) for each in entries] == [(day("04-01"), day("04-01"))]
    assert written_to == day("04-01")


def test_one_that_goes_on_is_written_month_by_month():
    assert next_entries(clock(), written_to=day("04-01"), on=day("04-20")) == ([], day("04-01"))
    entries, written_to = next_entries(clock(), written_to=day("04-01"), on=day("05-01"))
    assert [(e.from_on, e.to_on, e.hands) for e in entries] == [
        (day("04-02"), day("04-30"), Hands.UNIT)
    ]
    assert written_to == day("04-30")


def test_a_series_keeps_the_day_of_the_month_and_the_month_end():
    assert occurrence(day("01-01"), day("01-31"), "monthly", 2) == (day("02-01"), day("02-28"))
    assert occurrence(day("01-10"), day("01-25"), "quarterly", 3) == (day("07-10"), day("07-25"))
    assert occurrence(day("01-01"), day("01-05"), "weekly", 3) == (day("01-15"), day("01-19"))


def test_occurrences_open_as_they_begin_and_stop_with_the_series():
    begun = occurrences_begun(
        day("01-01"), day("01-25"), "monthly", opened=1, until=day("03-15"), on=day("05-01")
    )
    assert [number for number, *_ in begun] == [2, 3]


def stretch(first: str, last: str, holder: str = "Xã Mẫu", hands: Hands = Hands.UNIT) -> Stretch:
    return Stretch(hands, holder, None, day(first), day(last))


def test_days_on_end_in_the_same_hands_are_read_as_one_stretch():
    written = [stretch("05-01", "05-31"), stretch("04-01", "04-30")]
    assert joined(written) == [stretch("04-01", "05-31")]


def test_other_hands_or_a_day_between_keep_stretches_apart():
    others = [stretch("04-01", "04-30"), stretch("05-01", "05-31", "Sở Xây dựng", Hands.OTHER)]
    apart = [stretch("04-01", "04-30"), stretch("05-02", "05-31")]
    assert joined(others) == others
    assert joined(apart) == apart


def test_a_past_day_knows_no_later_lateness():
    written = [stretch("04-01", "04-30"), stretch("05-02", "05-31")]
    assert known_by(written, day("04-10")) == [stretch("04-01", "04-10")]
