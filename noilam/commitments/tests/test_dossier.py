"""One promise as one file and one paper."""

import hashlib
import json
from datetime import date

import pytest

from noilam.commitments import actions, queries
from noilam.commitments.actions import SourceOf
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.organisation.tests.given import a_head, a_unit

from .given import a_draft, a_person, judged

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture
def commitment():
    with clock.frozen(TODAY):
        unit = a_unit("Đảng bộ xã Mẫu")
        made = actions.make_commitment(
            actor=shell(),
            draft=a_draft(unit, a_head(unit), due_on=TODAY, statement="Xóa 3 điểm rác tự phát"),
            sources=[SourceOf("Đối thoại với dân 12/4, câu hỏi 6", link="/meetings/6/")],
        )
        actions.propose(actor=shell(), commitment=made)
        actions.approve(actor=shell(), commitment=made, verifier=a_person("Lê Thị Mẫu"))
    with clock.frozen(date(2026, 11, 24)):
        return judged(made)


def test_the_file_tells_the_word_the_deed_and_what_was_late(commitment):
    told = queries.dossier(shell(), commitment, date(2026, 11, 24))
    assert told["state"] == "kept_late"
    assert told["sources"][0]["label"] == "Đối thoại với dân 12/4, câu hỏi 6"
    assert told["declarations"][0]["verification_verdict"] == "achieved"
    assert told["lateness"][0]["days"] == 4
    assert told["trail"][0]["event"] == "commitments.CommitmentDrafted"


def test_the_hash_is_of_all_that_is_told(commitment):
    told = queries.dossier(shell(), commitment, date(2026, 11, 24))
    given = told.pop("hash")
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == given


def test_the_paper_is_the_same_whenever_it_is_printed_that_day(commitment):
    with clock.frozen(date(2026, 11, 24)):
        first = queries.dossier_pdf(shell(), commitment, date(2026, 11, 24))
        assert first.startswith(b"%PDF")
        assert queries.dossier_pdf(shell(), commitment, date(2026, 11, 24)) == first
