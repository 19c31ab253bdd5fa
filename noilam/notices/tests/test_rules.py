"""No database, no Django: when mail goes out, and what a service must prove."""

from datetime import date, datetime, time, timedelta

import pytest

from noilam.notices import rules
from noilam.notices.rules import Quiet, Wish, Wording

NIGHT = Quiet(time(21), time(6, 30))
TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("quiet", "at", "inside"),
    [
        (NIGHT, time(20, 59), False),
        (NIGHT, time(21), True),
        (NIGHT, time(0), True),
        (NIGHT, time(6, 29), True),
        (NIGHT, time(6, 30), False),
        (Quiet(time(12), time(13)), time(12, 30), True),
        (Quiet(time(12), time(13)), time(13), False),
        (Quiet(time(8), time(8)), time(8), False),
    ],
)
def test_quiet_hours_may_cross_midnight(quiet, at, inside):
    assert (at in quiet) == inside


def test_quiet_hours_are_read_as_the_rulebook_says_them():
    assert rules.quiet_hours("21:00-06:30") == NIGHT


@pytest.mark.parametrize(
    ("wish", "at", "digested_on", "due"),
    [
        (Wish.AT_ONCE, time(9), None, True),
        (Wish.AT_ONCE, time(9), TODAY, True),
        (Wish.AT_ONCE, time(22), None, False),
        (Wish.DAILY, time(6, 30), None, True),
        (Wish.DAILY, time(6, 30), TODAY - timedelta(days=1), True),
        (Wish.DAILY, time(15), TODAY, False),
        (Wish.DAILY, time(3), None, False),
        (Wish.NONE, time(9), None, False),
    ],
)
def test_mail_goes_by_wish_and_quiet_hours(wish, at, digested_on, due):
    moment = datetime.combine(TODAY, at)

    assert rules.mail_is_due(wish, NIGHT, digested_on=digested_on, at=moment) == due


@pytest.mark.parametrize(("tries", "minutes"), [(0, 1), (1, 1), (2, 2), (5, 16), (12, 360)])
def test_a_failed_letter_waits_ever_longer(tries, minutes):
    assert rules.pause_after(tries) == timedelta(minutes=minutes)


def test_a_long_subject_is_cut_to_one_line_that_fits():
    assert rules.short("Dọn\n bãi   rác") == "Dọn bãi rác"
    assert len(rules.short("x" * 900)) == rules.SUBJECT_LENGTH


def test_a_text_message_says_the_subject_and_where_to_read_and_fits():
    text = rules.text_message("y" * 900, "https://noilam.example")

    assert text.endswith("… https://noilam.example")
    assert len(text) == rules.TEXT_MESSAGE_LENGTH


def test_words_are_said_in_the_language_of_the_moment_and_kept_as_plain_values():
    english = {"Hạn: {day}.": "Due on {day}.", "{n} việc": "{n} matters"}
    wording = Wording("Hạn: {day}.", {"day": Wording("{n} việc", {"n": 3})})

    assert rules.kept(wording) == ["Hạn: {day}.", {"day": ["{n} việc", {"n": "3"}]}]
    assert rules.said(rules.kept(wording)) == "Hạn: 3 việc."
    assert rules.said(rules.kept(wording), english.__getitem__) == "Due on 3 matters."
    assert rules.said("{lạ}", english.__getitem__) == "{lạ}"


def test_a_text_is_one_line_or_several():
    assert rules.lines_of("") == []
    assert rules.lines_of(Wording("Dọn rác")) == [Wording("Dọn rác")]
    assert rules.lines_of(["Dọn rác", "", Wording("Hạn")]) == ["Dọn rác", Wording("Hạn")]


def codes(**changed):
    usual = {
        "served_on": TODAY,
        "queued_on": date(2026, 3, 20),
        "today": TODAY,
        "by": "Lê Thị Thư",
        "proof": "Biên nhận 12",
    }
    return [each.code for each in rules.problems_with_service(**{**usual, **changed})]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"served_on": date(2026, 3, 20)}, []),
        ({"served_on": date(2026, 3, 19)}, ["served-on"]),
        ({"served_on": date(2026, 4, 1)}, ["served-on"]),
        ({"by": "", "proof": ""}, ["by", "proof"]),
        ({"by": "x" * 121, "proof": "x" * 1001}, ["too-long", "too-long"]),
    ],
)
def test_a_service_names_its_day_its_bringer_and_its_proof(changed, expected):
    assert codes(**changed) == expected


def test_the_signature_depends_on_secret_moment_and_body():
    first = rules.signature("a", "2026", b"x")

    assert first == rules.signature("a", "2026", b"x")
    assert len({first, *(rules.signature(*each) for each in OTHERS)}) == 4


OTHERS = [("b", "2026", b"x"), ("a", "2027", b"x"), ("a", "2026", b"y")]
