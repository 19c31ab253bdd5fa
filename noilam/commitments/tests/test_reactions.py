"""Whom a deed concerns is told."""

from datetime import date

import pytest
from django.utils import translation

from noilam.commitments import actions
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.notices.models import Notice
from noilam.organisation.tests.given import a_head, a_person, a_unit

from .given import a_commitment, declared, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _held_clock():
    with clock.frozen(date(2026, 11, 20)):
        yield


def told(person) -> list[str]:
    return list(Notice.objects.filter(recipient=person.account).values_list("kind", flat=True))[
        ::-1
    ]


def test_from_approval_to_verdict_everybody_hears_of_it_once():
    unit = a_unit("Đảng bộ xã Mẫu")
    head, member, verifier = a_head(unit), a_person("Đỗ Văn Mẫu"), a_person("Lê Thị Mẫu")
    for each in (head, member, verifier):
        signed_in(each)
    made = a_commitment(unit, member, verifier)
    declaration = declared(made)
    actions.verify(actor=shell(), declaration=declaration, verdict="rejected", reason="Còn rác")
    assert told(member) == ["commitments.approved", "commitments.verified"]
    assert told(verifier) == ["commitments.declared"]
    assert told(head) == ["commitments.verified"]


def test_who_takes_over_acknowledges():
    unit = a_unit("Đảng bộ xã Mẫu")
    made, successor = a_commitment(unit, a_head(unit)), a_person("Phạm Văn Khác")
    signed_in(successor)
    actions.reassign(actor=shell(), commitment=made, person=successor, reason="QĐ 7")
    notice = Notice.objects.get(recipient=successor.account)
    assert notice.needs_acknowledgement
    assert notice.text == "QĐ 7"


def test_each_hears_of_it_in_his_own_language_not_in_that_of_whoever_did_it():
    unit = a_unit("Đảng bộ xã Mẫu")
    member = a_person("Đỗ Văn Mẫu")
    signed_in(member)
    with translation.override("en"):
        made = a_commitment(unit, member, a_person("Lê Thị Mẫu"))
        actions.verify(
            actor=shell(), declaration=declared(made), verdict="rejected", reason="Còn rác"
        )
        heard = [each.heading for each in Notice.objects.filter(recipient=member.account)]

    kept = Notice.objects.filter(recipient=member.account).values_list("subject", flat=True)
    assert list(kept) == [
        f"Kết luận Không đạt: {made.statement}",
        f"Cam kết đã được duyệt: {made.statement}",
    ]
    assert heard == [
        f"Verdict “rejected”: {made.statement}",
        f"Commitment approved: {made.statement}",
    ]
