"""The rules of sign-in names, cards and accounts, without a database."""

from datetime import date

import pytest

from noilam.accounts import rules

TODAY = date(2026, 11, 20)


def codes(problems: list) -> list[str]:
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("0912 345 678", "0912345678"),
        ("+84 912.345.678", "0912345678"),
        ("84912345678", "0912345678"),
        ("CB-001", "cb-001"),
        (" cb - 001 ", "cb-001"),
        ("84-HU", "84-hu"),
        ("ĐỨC", "đức"),
    ],
)
def test_a_name_typed_in_many_ways_is_one_name(typed, name):
    assert rules.sign_in_name(typed) == name


def test_a_card_holds_at_least_sixty_bits_and_no_letter_that_looks_like_a_digit():
    assert len(set(rules.CARD_LETTERS)) ** rules.CARD_LENGTH >= 2**60
    assert not set("IO01") & set(rules.CARD_LETTERS)


@pytest.mark.parametrize(
    "typed", ["ABCD-EFGH-JKLM", "abcd efgh jklm", " ABCDEFGHJKLM ", "abcd–efgh.jklm"]
)
def test_a_code_is_read_however_it_is_copied(typed):
    assert rules.card_key(typed) == "ABCDEFGHJKLM"


def test_a_code_is_printed_in_groups_of_four():
    assert rules.card_text("ABCDEFGHJKLM") == "ABCD-EFGH-JKLM"


def test_a_card_opens_on_its_last_day_and_not_after():
    assert not rules.problems_with_card(is_spent=False, expires_on=TODAY, on=TODAY)
    late = rules.problems_with_card(is_spent=False, expires_on=date(2026, 11, 19), on=TODAY)
    assert codes(late) == ["card-expired"]


def test_a_spent_card_opens_nothing():
    assert codes(rules.problems_with_card(is_spent=True, expires_on=TODAY, on=TODAY)) == [
        "card-spent"
    ]


def test_all_that_is_wrong_with_a_new_account_is_said_at_once():
    assert codes(rules.problems_with_account("", rules.Contact(" "), {""})) == [
        "no-username",
        "username-taken",
        "no-label",
    ]


def test_the_last_administrator_stays_and_nobody_shuts_himself_out():
    assert codes(rules.problems_with_closing(is_own=True, is_last_administrator=True)) == [
        "own-account",
        "last-administrator",
    ]


def test_nobody_changes_his_own_permissions():
    found = rules.problems_with_permissions(
        is_own=True, takes_administration=True, is_last_administrator=True
    )
    assert codes(found) == ["own-permissions", "last-administrator"]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Linux; Android 10) AppleWebKit Chrome/80.0 Mobile Safari",
            "Chrome, Android",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17) Version/17 Safari", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_named_in_two_words(agent, words):
    assert rules.device_words(agent) == words
