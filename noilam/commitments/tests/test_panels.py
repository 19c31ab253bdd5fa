"""What words and deeds show on other floors' pages: drawn, and within their questions."""

from datetime import date

import pytest
from django.template.loader import render_to_string

from noilam.commitments import panels, policies
from noilam.commitments.actions import Proof, give_evidence
from noilam.files.models import StoredFile
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_unit, an_actor

from .given import a_commitment, judged

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture
def place():
    with clock.frozen(TODAY):
        root = a_unit("Đảng bộ huyện Mẫu")
        unit = a_unit("Đảng bộ xã Mẫu", parent=root)
        head = a_head(unit)
        for _ in range(3):
            judged(a_commitment(unit, head))
        a_commitment(unit, head, due_on=TODAY, kind="urgent_matter", for_year=2026)
        yield root, unit, head, an_actor(Role.OFFICE, root)


def drawn(panel) -> str:
    return render_to_string(panel.template, dict(panel.context))


def test_today_shows_the_pair_of_the_whole_place(place, django_assert_max_num_queries):
    root, unit, head, office = place
    with django_assert_max_num_queries(6):
        words = panels.today_words(office, None, date(2026, 11, 21))
        urgent = panels.today_urgent(office, None, date(2026, 11, 21))
    assert "75%" in drawn(words)
    assert "toàn đảng bộ" in drawn(words)
    assert urgent.context["figures"].said == urgent.context["units"] == 1
    assert "của 1 đơn vị, năm 2026" in drawn(urgent)


def test_a_unit_shows_its_words_late_ones_first_and_one_chain(place, django_assert_max_num_queries):
    root, unit, head, office = place
    with django_assert_max_num_queries(7):  # three of them learn who asks
        panel = panels.unit_words(office, unit, date(2026, 11, 25))
    assert [row.tone for row in panel.context["rows"]] == ["broken", "kept", "kept", "kept"]
    assert panel.context["chain"]
    page = drawn(panel)
    assert "quá hạn 5 ngày" in page
    assert "Một cam kết, từ lời đến việc" in page


def test_a_person_shows_his_own_and_a_stranger_sees_nothing(place):
    root, unit, head, office = place
    stranger = an_actor(Role.HEAD, a_unit("Nơi khác"))
    assert panels.person_words(office, head, TODAY).context["figures"].said == 4
    assert panels.unit_words(stranger, unit, TODAY) is None
    assert panels.today_words(stranger, None, TODAY) is None


def test_evidence_opens_for_whoever_sees_the_commitment(place):
    root, unit, head, office = place
    stored = StoredFile.objects.create(
        name="anh.jpg",
        media_type="image/jpeg",
        size=1,
        content_hash="0" * 64,
        uploaded_at=clock.now(),
        uploaded_by="x",
    )
    made = a_commitment(unit, head)
    give_evidence(actor=shell(), commitment=made, evidence=[Proof(file=stored)])
    assert policies.may_open_file(office, stored)
    assert not policies.may_open_file(an_actor(Role.HEAD, a_unit("Nơi khác")), stored)
