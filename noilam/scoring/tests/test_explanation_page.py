"""The page behind a total: what was fixed, how it stands so far, who gave which mark."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from noilam.accounts.models import Account
from noilam.commitments.tests.given import a_commitment
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_unit, an_actor
from noilam.scoring import actions
from noilam.scoring.queries.pages.explanation import explanation_page
from noilam.scoring.rules.filling import Change
from noilam.scoring.rules.score import Answer
from noilam.scoring.rules.sentences import shown
from noilam.scoring.tests import given

pytestmark = pytest.mark.django_db


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
            actor=shell(), sheet=sheet, changes=changes, reason="Chép nhầm mức"
        )


def sign_in(client, unit):
    """As the head of a unit."""
    client.force_login(Account.objects.get(pk=an_actor(Role.HEAD, unit).id))


def line(page, code):
    return next(each for each in page.lines if each.code == code)


def test_a_fixed_total_is_explained_from_what_was_fixed(sheet):
    page = explanation_page(sheet, None)

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

    first, last = explanation_page(sheet, 1), explanation_page(sheet, None)

    assert (first.version.number, last.version.number) == (1, 2)
    assert line(first, "B2").points == "4"
    assert line(last, "B2").points == "2"
    assert not any("không có kết luận" in hand for hand in line(first, "B2").hands)
    assert any("không có kết luận" in hand for hand in line(last, "B2").hands)
    assert last.version.reason == "Chép nhầm mức"
    assert explanation_page(sheet, 3) is None


def test_before_anything_is_fixed_the_marks_so_far_are_explained():
    _root, [cell] = given.a_place()
    sheet = given.a_submitted_sheet(cell)

    page = explanation_page(sheet, None)

    assert page.version is None
    assert line(page, "B1").points == "3"
    assert explanation_page(sheet, 1) is None


def test_a_total_that_no_longer_follows_is_shown_as_altered(sheet):
    sheet.versions.update(total=1)

    assert explanation_page(sheet, None).is_altered


def test_the_page_opens_for_the_head_and_not_for_a_stranger(client, sheet):
    corrected(sheet)
    address = reverse("scoring:explanation", args=[sheet.pk])
    sign_in(client, sheet.unit)

    client.get(address)
    with CaptureQueriesContext(connection) as questions:
        answer = client.get(address)

    assert len(questions) <= 12
    assert "Chép nhầm mức" in answer.content.decode()
    assert 'href="?version=1"' in answer.content.decode()
    assert sheet.versions.last().content_hash in answer.content.decode()
    assert client.get(address, {"version": "7"}).status_code == 404
    sign_in(client, a_unit("Chi bộ khác"))
    assert client.get(address).status_code == 404
