"""The pair: every promise has its place on the bar, and its word beside the colour."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noilam.ui.pair import STATES, in_words, legend, pair_svg
from noilam.ui.pieces import Pair

WHOLE = Pair(said=40, kept=18, kept_late=3, claimed=5, running=6, late=4, broken=3, withdrawn=1)


def stretches(svg):
    """(from, to) in percent of each lower segment, thin feet and lines included."""
    found = re.findall(r'x="([\d.]+)%" y="[\d.]+" width="([\d.]+)%"', svg)
    return [(float(start), float(start) + float(width)) for start, width in found]


def test_every_state_takes_its_share_of_the_width():
    ends = [end for _start, end in stretches(pair_svg(Pair(said=4, kept=1, claimed=2, late=1)))]

    assert ends == [25, 75, 100]


def test_the_lower_bar_ends_where_the_upper_one_does():
    ends = [end for _start, end in stretches(pair_svg(WHOLE))]

    assert max(ends) == pytest.approx(100, abs=0.01)


def test_in_a_list_the_width_stands_for_the_largest():
    drawn = pair_svg(Pair(said=10, kept=10), scale=40)

    assert 'width="25.000%"' in drawn
    assert stretches(drawn) == [(0, 25)]


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        ("kept", 'class="kept-fill"'),
        ("kept_late", 'class="late-fill"'),
        ("claimed", "url(#p-claimed)"),
        ("late", 'class="late-fill"'),
        ("broken", "url(#p-broken)"),
        ("running", 'class="running-fill"'),
        ("withdrawn", 'class="withdrawn-line"'),
    ],
)
def test_each_state_has_a_look_of_its_own(state, mark):
    assert mark in pair_svg(Pair(said=1, **{state: 1}))


def test_the_drawing_says_itself_in_words():
    assert in_words(Pair(said=1284, kept=1001, broken=283), "Huyện") == (
        "Huyện. Đã nói: 1.284; Đã làm đúng hạn: 1.001; Không làm được: 283"
    )


def test_nothing_said_is_drawn_and_told():
    drawn = pair_svg(Pair(said=0))

    assert 'class="nothing"' in drawn
    assert 'aria-label="Chưa nói gì"' in drawn


def test_a_label_cannot_break_out_of_the_drawing():
    assert "<script>" not in pair_svg(WHOLE, '"><script>')


def test_the_legend_names_each_state_that_occurs_and_no_other():
    words = re.sub(r"<[^>]+>", " ", legend(Pair(said=3, kept=2, late=1))).split()

    assert " ".join(words) == "Đã nói 3 Đã làm đúng hạn 2 Quá hạn 1"


def test_no_inline_style_anywhere():
    assert "style=" not in pair_svg(WHOLE, big=True) + legend(WHOLE)


@given(st.lists(st.integers(0, 300), min_size=len(STATES), max_size=len(STATES)))
def test_the_stretches_follow_one_another_without_a_gap(counts):
    pair = Pair(sum(counts), **{state: n for (state, _w), n in zip(STATES, counts, strict=True)})
    reached = 0.0
    for start, end in stretches(pair_svg(pair)):
        assert start <= reached + 0.01  # a foot under kept_late starts with its segment
        reached = max(reached, end)
    assert reached == pytest.approx(100 if pair.said else 0, abs=0.02)
