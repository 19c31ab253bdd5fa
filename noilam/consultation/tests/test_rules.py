"""Days, drafts, comments and answers: what is refused, without a database."""

from datetime import date

import pytest

from noilam.consultation import rules
from noilam.consultation.rules import Disposition, PartText, Stage, Window

DAY = date(2026, 11, 2)
WINDOW = Window(DAY, date(2026, 11, 20))
PART = PartText("1", "Tiêu đề", "Nội dung")


def codes(problems):
    return {each.code for each in problems}


@pytest.mark.parametrize(
    ("closes_on", "refused"),
    [(date(2026, 11, 11), True), (date(2026, 11, 12), False), (date(2027, 1, 1), False)],
)
def test_a_consultation_stays_open_for_so_many_days(closes_on, refused):
    found = rules.problems_with_days(closes_on=closes_on, min_days=10, on=DAY)

    assert bool(found) == refused
    assert all("12/11/2026" in str(each) for each in found)


def test_opening_names_all_that_is_wrong_at_once():
    found = rules.problems_with_opening(
        title=" ", closes_on=DAY, min_days=10, is_open_already=True, on=DAY
    )

    assert codes(found) == {"title", "too-short", "open-already"}


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([], "no-parts"),
        ([PART, PART], "same-key"),
        ([PartText("-", "Tiêu đề")], "part"),
        ([PartText("a/b", "Tiêu đề")], "part"),
        ([PartText("1", "")], "part"),
        ([PartText("1", "x" * 301)], "part"),
        ([PartText("1", "Sâu quá", level=5)], "part"),
    ],
)
def test_a_draft_has_parts_with_keys_and_titles(parts, code):
    assert codes(rules.problems_with_parts(parts)) == {code}


def test_a_redraft_changes_something_if_only_the_order():
    other = PartText("2", "Khác")

    assert codes(rules.problems_with_parts([PART], [PART])) == {"no-change"}
    assert not rules.problems_with_parts([other, PART], [PART, other])


@pytest.mark.parametrize(
    ("window", "on", "is_open"),
    [
        (WINDOW, date(2026, 11, 20), True),
        (WINDOW, date(2026, 11, 21), False),
        (Window(DAY, date(2026, 11, 20), closed_on=date(2026, 11, 15)), date(2026, 11, 15), False),
    ],
)
def test_comments_are_heard_through_the_last_day(window, on, is_open):
    found = rules.problems_with_comment(
        window=window, is_part_known=True, text="Có", wording="", on=on
    )

    assert window.is_open(on) == is_open
    assert bool(found) != is_open


@pytest.mark.parametrize(
    ("text", "wording", "is_part_known", "code"),
    [
        (" ", "", True, "empty"),
        ("Có", "", False, "unknown-part"),
        ("x" * 10_001, "", True, "too-long"),
    ],
)
def test_a_comment_says_something_about_something(text, wording, is_part_known, code):
    found = rules.problems_with_comment(
        window=WINDOW, is_part_known=is_part_known, text=text, wording=wording, on=DAY
    )

    assert codes(found) == {code}


def test_proposing_other_words_is_enough():
    assert not rules.problems_with_comment(
        window=WINDOW, is_part_known=True, text="", wording="80 phần trăm", on=DAY
    )


def answered(**given):
    asked = {
        "number": 7,
        "disposition": Disposition.ACCEPTED,
        "reason": "",
        "earlier": "",
        "is_withdrawn": False,
        "writers": {1},
        "answerers": {2},
    }
    return codes(rules.problems_with_answer(**asked | given))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"disposition": Disposition.REJECTED}, "reason"),
        ({"disposition": Disposition.PARTLY, "reason": " "}, "reason"),
        ({"disposition": "maybe", "reason": "Vì"}, "disposition"),
        ({"earlier": Disposition.REJECTED}, "reason"),
        ({"is_withdrawn": True}, "withdrawn"),
        ({"answerers": {1}}, "own-comment"),
    ],
)
def test_an_answer_that_does_not_stand(given, code):
    assert answered(**given) == {code}


def test_answers_that_stand():
    assert not answered()
    assert not answered(disposition=Disposition.REJECTED, reason="Trái quy định")


def test_time_grows_only_to_a_later_day_with_a_reason():
    def problems(day, reason="Mưa lũ", window=WINDOW, on=DAY):
        return codes(
            rules.problems_with_extension(window=window, new_closes_on=day, reason=reason, on=on)
        )

    assert problems(WINDOW.closes_on) == {"not-later"}
    assert problems(date(2026, 12, 1), reason=" ") == {"reason"}
    assert not problems(date(2026, 12, 1))
    assert not problems(date(2026, 12, 1), on=date(2026, 11, 25))  # after it ran out
    assert problems(date(2026, 11, 24), on=date(2026, 11, 25)) == {"not-later"}
    closed = Window(DAY, WINDOW.closes_on, closed_on=date(2026, 11, 15))
    assert problems(date(2026, 12, 1), window=closed) == {"closed"}


def test_it_ends_early_only_after_the_days_that_people_must_be_given():
    def problems(on, reason="Đủ ý kiến", window=WINDOW):
        return codes(rules.problems_with_closing(window=window, min_days=10, reason=reason, on=on))

    assert problems(date(2026, 11, 11)) == {"too-short"}
    assert not problems(date(2026, 11, 12))
    assert problems(date(2026, 11, 12), reason="") == {"reason"}
    assert problems(date(2026, 11, 21)) == {"over"}


@pytest.mark.parametrize(
    ("is_open", "unanswered", "stage"),
    [(True, 3, Stage.OPEN), (False, 3, Stage.ANSWERING), (False, 0, Stage.DONE)],
)
def test_it_is_done_once_everything_is_answered(is_open, unanswered, stage):
    assert rules.stage(is_open, unanswered) == stage


def test_units_that_are_no_more_are_not_asked():
    assert codes(rules.problems_with_bodies(bodies=0)) == {"nobody"}
    assert codes(rules.problems_with_bodies(bodies=1, ended=["Chi bộ cũ"])) == {"ended"}
