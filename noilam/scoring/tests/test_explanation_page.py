"""The page behind a total: what was fixed, how it stands so far, who gave which mark."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from noilam.accounts.models import Account
from noilam.commitments import facts
from noilam.commitments.tests.given import a_commitment
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.measures import measures
from noilam.organisation.models import Unit
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_unit, an_actor
from noilam.scoring import actions
from noilam.scoring.models import Sheet
from noilam.scoring.queries.pages.criterion import criterion_page
from noilam.scoring.queries.pages.explanation import explanation_page
from noilam.scoring.rules.filling import Change
from noilam.scoring.rules.score import Answer
from noilam.scoring.rules.sentences import shown
from noilam.scoring.tests import given

pytestmark = pytest.mark.django_db
MINUTES = "Biên bản số 22 ngày 15/12/2026"


@pytest.fixture
def sheet():
    """A fixed sheet with a late matter behind a fact."""
    _root, [cell] = given.a_place()
    with clock.frozen(given.MONTH.previous.first_day):
        a_commitment(cell, due_on=given.MONTH.first_day)
    return given.a_fixed_sheet(cell)


def corrected(sheet):
    changes = {"B2": Change(answer=Answer(level=200), reason="Biên bản ghi không có kết luận")}
    with clock.frozen(given.SETTLED_ON + timedelta(days=1)):
        return actions.correct_sheet(
            actor=shell(), sheet=sheet, changes=changes, reason="Chép nhầm mức", minutes=MINUTES
        )


def sign_in(client, unit):
    """As the head of a unit."""
    client.force_login(Account.objects.get(pk=an_actor(Role.HEAD, unit).id))


def line(page, code):
    return next(each for each in page.lines if each.code == code)


def test_a_fixed_total_is_explained_from_what_was_fixed(sheet):
    page = explanation_page(shell(), sheet, None)

    assert page.version.number == 1
    assert page.total == shown(sheet.total)
    assert not page.is_altered
    assert line(page, "B1").working == "92 ≥ 90 → 3"
    assert line(page, "B3").tag == "không tính"
    assert line(page, "B3").points == "–"
    assert line(page, "A2").hands[0].startswith("Tự chấm: shell, 02/12/2026")
    assert [each.label for each in line(page, "A2").sources] == ["Kế hoạch số 12, lưu tại chi bộ"]


def test_an_older_version_is_explained_with_the_marks_of_its_time(sheet):
    corrected(sheet)

    first, last = explanation_page(shell(), sheet, 1), explanation_page(shell(), sheet, None)

    assert (first.version.number, last.version.number) == (1, 2)
    assert line(first, "B2").points == "4"
    assert line(last, "B2").points == "2"
    assert not any("không có kết luận" in hand for hand in line(first, "B2").hands)
    assert any("không có kết luận" in hand for hand in line(last, "B2").hands)
    assert last.version.reason == "Chép nhầm mức"
    assert last.version.decided_by == f"Đảng bộ xã Sông Hiền ({MINUTES})"
    assert explanation_page(shell(), sheet, 3) is None


def test_before_anything_is_fixed_the_marks_so_far_are_explained():
    _root, [cell] = given.a_place()
    sheet = given.a_submitted_sheet(cell)

    page = explanation_page(shell(), sheet, None)

    assert page.version is None
    assert line(page, "B1").points == "3"
    assert explanation_page(shell(), sheet, 1) is None


def test_a_total_that_no_longer_follows_is_shown_as_altered(sheet):
    sheet.versions.update(total=1)

    assert explanation_page(shell(), sheet, None).is_altered


def test_the_page_opens_for_the_head_and_not_for_a_stranger(client, sheet):
    corrected(sheet)
    address = reverse("scoring:explanation", args=[sheet.pk])
    sign_in(client, sheet.unit)

    client.get(address)
    with CaptureQueriesContext(connection) as questions:
        answer = client.get(address)

    assert len(questions) <= 12
    assert "Chép nhầm mức" in answer.content.decode()
    assert MINUTES in answer.content.decode()
    assert 'href="?version=1"' in answer.content.decode()
    assert sheet.versions.last().content_hash in answer.content.decode()
    assert client.get(address, {"version": "7"}).status_code == 404
    sign_in(client, a_unit("Chi bộ khác"))
    assert client.get(address).status_code == 404


# What stands behind a figure ----------------------------------------------------------------


@dataclass
class Place:
    root: Unit
    committee: Unit
    cell: Unit
    sheet: Sheet  # the committee's, not fixed yet


@pytest.fixture
def place():
    """A figure of a committee adds up a late matter of its own and one of the cell below it."""
    root, _cells = given.a_place(0)
    committee = a_unit("Đảng ủy bộ phận", parent=root, kind="grassroots_committee_org")
    cell = a_unit("Chi bộ thôn Đông", parent=committee, kind="party_cell")
    with clock.frozen(given.MONTH.previous.first_day):
        for unit in (committee, cell):
            a_commitment(unit, statement=f"Việc của {unit}", due_on=given.MONTH.first_day)
    sheet = given.a_sheet(committee)
    with clock.frozen(given.MONTH.next.first_day):
        actions.take_facts(actor=shell(), month=given.MONTH, is_final=True)
        yield Place(root, committee, cell, sheet)


@pytest.mark.parametrize(
    ("role", "where", "seen", "hidden"),
    [
        (Role.UNIT_CLERK, "committee", {"committee"}, 1),
        (Role.HEAD, "committee", {"committee", "cell"}, 0),
        (Role.ORGANISING_BOARD, "root", {"committee", "cell"}, 0),
        (Role.STANDING_COMMITTEE, "root", {"committee", "cell"}, 0),
        (Role.HEAD, "cell", {"cell"}, 1),
        (Role.STAFF, "committee", set(), 2),
        (Role.HEAD, "another", set(), 2),
    ],
)
def test_behind_a_figure_a_reader_sees_what_he_may_open_and_how_much_more(
    place, role, where, seen, hidden
):
    unit = a_unit("Chi bộ khác") if where == "another" else getattr(place, where)
    reader = an_actor(role, unit)

    page = explanation_page(reader, place.sheet, None)
    found = criterion_page(reader, place.sheet, "A1").found.behind

    labels = " ".join(each.label for each in line(page, "A1").sources)
    assert {name for name in ("committee", "cell") if str(getattr(place, name)) in labels} == seen
    assert (f"và {hidden} mục anh/chị không xem được" in labels) == bool(hidden)
    assert (len(found.items), found.hidden) == (len(seen), hidden)


def test_neither_page_names_to_a_clerk_what_lies_below_his_own_unit(client, place):
    clerk = an_actor(Role.UNIT_CLERK, place.committee)
    client.force_login(Account.objects.get(pk=clerk.id))
    for address in ("explanation/", "criteria/A1/", "criteria/A3/"):
        client.get(f"/scoring/sheets/{place.sheet.pk}/{address}")
        with CaptureQueriesContext(connection) as questions:
            answer = client.get(f"/scoring/sheets/{place.sheet.pk}/{address}").content.decode()

        assert len(questions) <= 12
        assert f"Việc của {place.committee}" in answer
        assert f"Việc của {place.cell}" not in answer
        assert "và 1 mục anh/chị không xem được" in answer


def test_a_measure_that_does_not_say_who_may_see_shows_nobody_anything(place, monkeypatch):
    silent = replace(facts.on_time, visible=None)
    monkeypatch.setitem(measures(), "commitments.on_time", silent)

    found = criterion_page(shell(), place.sheet, "A1").found.behind

    assert (list(found.items), found.hidden) == ([], 2)
