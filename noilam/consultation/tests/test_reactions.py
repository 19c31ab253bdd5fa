"""Who is told of what, and who is reminded; what waits on Hôm nay."""

from datetime import timedelta

import pytest

from noilam.consultation import actions, jobs
from noilam.consultation.queries.waiting import waiting
from noilam.foundation import clock
from noilam.foundation.access import shell, worker
from noilam.notices.models import Notice
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_person, an_actor

from .conftest import TODAY
from .given import DAYS, a_comment, a_consultation, a_redraft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


def told(kind, actor):
    return Notice.objects.filter(kind=f"consultation.{kind}", recipient=actor.id)


@pytest.fixture
def clerk(cell):
    return an_actor(Role.UNIT_CLERK, cell)


def test_those_who_are_asked_are_told(commune, cell, other_cell, clerk):
    member = a_person("Lê Thị Ủy Viên")
    himself, stranger = an_actor(Role.STAFF, commune, member), an_actor(Role.HEAD, other_cell)

    a_consultation(commune, units=[cell], people=[member])

    assert told("invited", clerk).get().subject == (
        "Xin ý kiến của anh/chị: Tiêu chí chấm điểm tháng"
    )
    assert told("invited", himself).exists()
    assert not told("invited", stranger).exists()


def test_a_new_draft_and_more_time_are_made_known(commune, cell, clerk):
    opened = a_consultation(commune, units=[cell])
    a_redraft(opened)
    actions.extend(
        actor=shell(), consultation=opened, closes_on=TODAY + timedelta(days=60), reason="Mưa lũ"
    )

    assert told("draft", clerk).get().text == "Hạ mức theo ý kiến số 1."
    assert "01/01/2027" in told("extended", clerk).get().subject


def test_whoever_commented_hears_once_of_all_that_was_answered(commune, cell, clerk):
    opened = a_consultation(commune, units=[cell])
    some = [
        actions.comment(actor=clerk, consultation=opened, text=text, unit=cell)
        for text in ("Một", "Hai")
    ]
    actions.answer_many(
        actor=shell(), consultation=opened, comments=some, disposition="rejected", reason="Vì"
    )
    actions.answer(actor=shell(), comment=some[0], disposition="accepted", reason="Xem lại")

    first, second = told("answered", clerk).order_by("pk")
    assert "Các ý kiến số 1, 2" in first.subject
    assert second.subject.startswith("Ý kiến số 1 của anh/chị được tiếp thu")
    assert second.link == f"/consultations/{opened.pk}/comments/1/"


def test_the_silent_are_reminded_once_before_each_last_day(commune, cell, other_cell, clerk):
    other = an_actor(Role.HEAD, other_cell)
    opened = a_consultation(commune, units=[cell, other_cell])
    a_comment(opened, other_cell)

    with clock.frozen(TODAY + timedelta(days=DAYS - 4)):
        jobs.remind(actor=worker())
        assert not told("reminder", clerk).exists()
    with clock.frozen(TODAY + timedelta(days=DAYS - 3)):
        jobs.remind(actor=worker())
        jobs.remind(actor=worker())
        assert told("reminder", clerk).count() == 1
        assert not told("reminder", other).exists()
        actions.extend(
            actor=shell(),
            consultation=opened,
            closes_on=TODAY + timedelta(days=60),
            reason="Mưa lũ",
        )
    with clock.frozen(TODAY + timedelta(days=60)):
        jobs.remind(actor=worker())
        assert told("reminder", clerk).count() == 2
    with clock.frozen(TODAY + timedelta(days=61)):
        assert actions.remind(actor=worker()) == 0


def lines(actor, day=TODAY):
    return [(each.title, each.group, each.count) for each in waiting(actor, day)]


def test_a_draft_waits_for_those_who_are_asked_until_they_speak(commune, cell, clerk):
    above = an_actor(Role.HEAD, commune)
    opened = a_consultation(commune, units=[cell])
    line = "Góp ý: Tiêu chí chấm điểm tháng"

    assert lines(clerk) == [(line, "other", 1)]
    assert lines(clerk, opened.closes_on) == [(line, "soon", 1)]
    assert lines(clerk, opened.closes_on + timedelta(days=1)) == []
    assert lines(above) == []
    a_comment(opened, cell)
    assert lines(clerk) == []


def test_comments_wait_for_those_who_answer(commune, cell, django_assert_max_num_queries):
    board = an_actor(Role.ORGANISING_BOARD, commune)
    opened = a_consultation(commune, units=[cell])
    first, _second = a_comment(opened, cell), a_comment(opened, cell)

    assert lines(board) == [("Trả lời ý kiến: Tiêu chí chấm điểm tháng", "other", 2)]
    with django_assert_max_num_queries(2):  # one, and the rulebook's look at its own edition
        waiting(board, TODAY)
    actions.answer(actor=shell(), comment=first, disposition="accepted")
    assert lines(board)[0][2] == 1
