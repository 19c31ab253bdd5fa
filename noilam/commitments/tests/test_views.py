"""Pages of words and deeds: what they show, who may not see them, and what they cost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from noilam.accounts.models import Account
from noilam.commitments import actions
from noilam.commitments.models import Commitment, Programme, Topic
from noilam.foundation import clock, periods
from noilam.foundation.access import shell
from noilam.organisation.models import Unit
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_unit, an_actor

from .given import DUE, a_commitment, a_draft, a_proposal, declared, judged, signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
QUERIES = 12


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def commune() -> Unit:
    root = a_unit("Đảng bộ xã Sông Hiền", code="SH")
    a_head(root, "Lê Thị Mẫu")
    for number in range(1, 4):
        cell = a_unit(f"Chi bộ thôn {number}", parent=root, code=f"SH.{number}")
        a_head(cell, f"Bí thư Thôn {number}")
    return root


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def head(code: str):
    return unit(code).appointments.get(leads=True).person


def sign_in(client, actor) -> None:
    client.force_login(Account.objects.get(pk=actor.id))


def as_role(client, role: Role, where: Unit) -> None:
    sign_in(client, an_actor(role, where))


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def busy(commune) -> Commitment:
    """A commune in the middle of its work. Answers a commitment with everything around it."""
    topic = actions.name_topic(actor=shell(), name="Môi trường")
    source = actions.SourceOf(label="Nghị quyết 15, mục II.3")
    with clock.frozen(TODAY - timedelta(days=60)):
        term = actions.write_programme(
            actor=shell(),
            draft=actions.ProgrammeDraft(
                title="Chương trình nhiệm kỳ", period=periods.parse("2025-2030"), unit=commune
            ),
        )
        actions.write_programme(
            actor=shell(),
            draft=actions.ProgrammeDraft(
                title="Chương trình năm 2026",
                period=periods.parse("2026"),
                unit=unit("SH.1"),
                parent=term,
            ),
        )
        big = actions.make_commitment(
            actor=shell(),
            draft=a_draft(
                unit("SH.1"),
                head("SH.1"),
                due_on=TODAY - timedelta(days=5),
                topic=topic,
                programme=term,
                milestones=[("Xong điểm một", TODAY - timedelta(days=20))],
            ),
            sources=[source],
        )
        actions.propose(actor=shell(), commitment=big)
        actions.approve(actor=shell(), commitment=big, verifier=head("SH"))
        waiting = a_commitment(unit("SH.2"), head("SH.2"), verifier=head("SH"))
        declared(waiting)
        asked = a_commitment(unit("SH.2"), head("SH.2"), verifier=head("SH"))
        actions.request_extension(
            actor=signed_in(head("SH.2")),
            commitment=asked,
            due_on=DUE + timedelta(days=30),
            reason="Chờ mặt bằng",
        )
        judged(a_commitment(unit("SH.3"), head("SH.3"), verifier=head("SH")))
    for number in range(3):
        a_proposal(
            unit(f"SH.{number + 1}"),
            head(f"SH.{number + 1}"),
            kind=Commitment.Kind.URGENT_MATTER,
            for_year=2026,
        )
    big.refresh_from_db()
    return big


PAGES = [
    "/commitments/",
    "/commitments/?q=rac&state=late&kind=task&unit=SH.1&person=thon 1&sort=-due",
    "/commitments/?due_from=2026-01-01&due_to=2026-12-31&topic=Môi trường&as_of=2026-10-01",
    "/commitments/?state=open&programme={programme}&sort=unit",
    "/commitments/board/",
    "/commitments/board/?unit=SH.1&as_of=2026-10-01",
    "/commitments/calendar/",
    "/commitments/calendar/?month=2026-12",
    "/commitments/mine/",
    "/commitments/mine/?state=proposed",
    "/commitments/source/{source}/",
    "/commitments/topic/{topic}/",
    "/commitments/new/",
    "/commitments/new/?kind=urgent_matter",
    "/commitments/new/?parent={commitment}&unit={unit}",
    "/commitments/giving/",
    "/commitments/giving/?all=1",
    "/commitments/giving/?q=thon&kind=commune_committee",
    "/commitments/progress/",
    "/commitments/approval/",
    "/commitments/approval/?kind=urgent_matter&q=rac",
    "/commitments/sitting/",
    "/commitments/sitting/?kind=urgent_matter&for_year=2026",
    "/commitments/urgent/",
    "/commitments/urgent/?year=2025",
    "/commitments/verification/",
    "/commitments/requests/",
    "/commitments/{commitment}/",
    "/commitments/{commitment}/?as_of=2026-10-01",
    "/commitments/{commitment}/reassignment/",
    "/commitments/{commitment}/withdrawal/",
    "/programmes/",
    "/programmes/?year=2026&q=song hien",
    "/programmes/new/?unit={unit}&period=2026-Q4",
    "/programmes/owed/",
    "/programmes/{programme}/",
    "/programmes/{nested}/adoption/",
    "/method/",
]


def test_every_page_answers_within_its_queries(client, commune, busy):
    """All on one world, because building it costs more than reading all pages of it."""
    sitter = an_actor(Role.STANDING_COMMITTEE, commune, head("SH"))
    an_actor(Role.OFFICE, commune, head("SH"))
    sign_in(client, sitter)
    client.get("/commitments/")  # what a process learns once is not a page's cost
    known = {
        "commitment": busy.pk,
        "source": busy.sources.get().pk,
        "topic": Topic.objects.get().pk,
        "unit": unit("SH.1").pk,
        "programme": Programme.objects.get(period="2025-2030").pk,
        "nested": Programme.objects.get(period="2026").pk,
    }
    found = {}
    for page in PAGES:
        address = page.format(**known)
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        if response.status_code != 200 or len(asked) > QUERIES:
            found[address] = (response.status_code, len(asked))
    assert not found
