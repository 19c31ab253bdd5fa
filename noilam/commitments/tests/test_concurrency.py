"""Two at once: one winner, one clear message, nothing half-written."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from noilam.commitments import actions
from noilam.commitments.models import Declaration, Holding, Verification
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.organisation.tests.given import a_head, a_person, a_unit

from .given import PROOF, a_commitment, a_draft, a_proposal, declared

pytestmark = pytest.mark.django_db(transaction=True)


def both(deed) -> list[str]:
    """Do one deed from two hands at once; what each was told ("done" or the refusal's code)."""

    def once(_) -> str:
        try:
            with clock.frozen(date(2026, 11, 20)):
                deed()
            return "done"
        except Refused as refused:
            return refused.problems[0].code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hands:
        return sorted(hands.map(once, range(2)))


@pytest.fixture
def place():
    with clock.frozen(date(2026, 11, 20)):
        unit = a_unit("Đảng bộ xã Mẫu")
        yield unit, a_head(unit), a_person("Lê Thị Mẫu")


def test_two_approvals(place):
    unit, head, verifier = place
    made = a_proposal(unit, head)
    told = both(lambda: actions.approve(actor=shell(), commitment=made, verifier=verifier))
    assert told == ["done", "not-proposed"]
    assert Holding.objects.count() == 1


def test_two_declarations(place):
    unit, head, verifier = place
    made = a_commitment(unit, head, verifier)
    told = both(lambda: actions.declare_done(actor=shell(), commitment=made, evidence=PROOF))
    assert told == ["already-declared", "done"]
    assert Declaration.objects.count() == 1


def test_two_verdicts(place):
    unit, head, verifier = place
    declaration = declared(a_commitment(unit, head, verifier))
    told = both(lambda: actions.verify(actor=shell(), declaration=declaration, verdict="achieved"))
    assert told == ["already-verified", "done"]
    assert Verification.objects.count() == 1


def test_two_drafts_get_two_codes(place):
    unit, head, _ = place
    codes = []
    told = both(
        lambda: codes.append(actions.make_commitment(actor=shell(), draft=a_draft(unit, head)).code)
    )
    assert told == ["done", "done"]
    assert sorted(codes) == ["NV-2026-001", "NV-2026-002"]
