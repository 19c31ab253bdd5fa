"""Evidence that was handed in before is noticed: on pages, and in the trail."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from noilam.accounts.models import Account
from noilam.audit.models import Entry
from noilam.commitments import actions
from noilam.commitments.actions import Proof
from noilam.files.actions import store_upload
from noilam.files.tests.given import a_picture, an_upload
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.organisation.tests.given import a_head, a_person, a_unit

from .given import PROOF, a_commitment, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _held_clock():
    with clock.frozen(date(2026, 11, 20)):
        yield


@pytest.fixture
def place():
    root = a_unit("Đảng bộ xã Sông Hiền", code="SH")
    cells = [a_unit(f"Chi bộ thôn {n}", parent=root, code=f"SH.{n}") for n in (1, 2)]
    return cells, [a_head(each) for each in cells], a_person("Lê Thị Mẫu")


def a_photo(name="anh.jpg", size=(64, 32)):
    return store_upload(actor=shell(), upload=an_upload(a_picture(size=size), name))


def give(commitment, *files):
    actions.give_evidence(
        actor=shell(), commitment=commitment, evidence=[Proof(file=each) for each in files]
    )


def declare(commitment, *files):
    actions.declare_done(
        actor=shell(), commitment=commitment, evidence=[Proof(file=each) for each in files]
    )


def opened(client, person, commitment, name=""):
    signed_in(person)
    client.force_login(Account.objects.get(person=person))
    address = reverse("commitments:commitment", args=[commitment.pk])
    return client.get(f"{address}{name}").content.decode()


def test_a_file_given_for_another_commitment_is_named_with_it_to_who_may_see_that(client, place):
    cells, heads, _ = place
    first, second = (a_commitment(cells[0], heads[0]) for _ in range(2))
    with clock.frozen(date(2026, 11, 12)):
        give(first, a_photo())
    give(second, a_photo("khac-ten.jpg"), a_photo("moi.jpg", size=(10, 10)))

    page = opened(client, heads[0], second)

    assert page.count("Tệp này đã nộp ngày 12/11/2026 cho") == 1
    assert f'">{first.code}</a>: {first.statement}' in page
    assert "Tệp này đã nộp" not in opened(client, heads[0], first)


def test_who_may_not_see_the_other_commitment_learns_only_that_there_is_one(client, place):
    cells, heads, _ = place
    hidden, mine = a_commitment(cells[1], heads[1]), a_commitment(cells[0], heads[0])
    give(hidden, a_photo())
    give(mine, a_photo())

    page = opened(client, heads[0], mine)

    assert "Tệp này đã nộp ngày 20/11/2026 cho một cam kết khác." in page
    assert hidden.code not in page
    assert hidden.statement not in page


def test_the_verifier_sees_it_where_he_decides(client, place):
    cells, heads, verifier = place
    made = a_commitment(cells[0], heads[0], verifier)
    declare(made, a_photo())
    actions.verify(
        actor=shell(), declaration=made.declarations.get(), verdict="rejected", reason="Ảnh mờ"
    )
    with clock.frozen(date(2026, 11, 25)):
        declare(made, a_photo())
        page = opened(client, verifier, made, "verification/")

    assert page.count("Tệp này đã nộp ngày 20/11/2026 cho chính cam kết này.") == 1


def test_the_trail_says_which_files_were_handed_in_before(place):
    cells, heads, _ = place
    first, second = (a_commitment(cells[0], heads[0]) for _ in range(2))
    give(first, a_photo())
    give(second, a_photo("lai.jpg"), a_photo("moi.jpg", size=(10, 10)))
    declare(first, a_photo("nua.jpg"))

    told = Entry.objects.filter(event="commitments.EvidenceGiven").order_by("id")
    assert [each.details["reused_files"] for each in told] == [[], ["lai.jpg"]]
    assert told[1].details["reused_from"] == [first.evidence.earliest("id").pk]
    done = Entry.objects.get(event="commitments.DoneDeclared").details
    assert done["reused_files"] == ["nua.jpg"]


def test_noticing_it_costs_no_question(client, place):
    cells, heads, _ = place
    made = a_commitment(cells[0], heads[0])
    actions.give_evidence(actor=shell(), commitment=made, evidence=PROOF)
    opened(client, heads[0], made)
    address = reverse("commitments:commitment", args=[made.pk])
    before = questions(client, address)

    for number in range(4):
        give(made, a_photo(f"{number}.jpg"))

    assert questions(client, address) == before <= 12


def questions(client, address) -> int:
    """But for the rulebook's edition, which is asked for again after a second."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len([each for each in asked if "rulebook_" not in each["sql"]])
