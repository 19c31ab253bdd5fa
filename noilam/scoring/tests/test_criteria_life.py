"""A set of criteria from its draft to what supersedes it, and who may do what."""

from datetime import date, timedelta

import pytest

from noilam.audit.models import Entry
from noilam.consultation import actions as consultation
from noilam.consultation.models import Consultation, Part
from noilam.consultation.queries import about
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.periods import Month
from noilam.organisation.models import UnitKind
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_unit, an_actor
from noilam.scoring import actions
from noilam.scoring.models import CriteriaSet, Sheet
from noilam.scoring.queries.criteria import criteria_of, sets_in_force, versions_of
from noilam.scoring.rules import hashing

from .given import CONTENT, a_content, a_draft_set, an_issued_set
from .issuing import TODAY, asked, events, issue, refused

pytestmark = pytest.mark.django_db
Status = CriteriaSet.Status


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


# Drafts -------------------------------------------------------------------------------------


def test_a_draft_is_kept_in_its_one_form_with_its_hashes_and_first_revision():
    office = an_actor(Role.OFFICE, unit := a_unit())

    draft = actions.draft_criteria(
        actor=office, unit=unit, content=a_content(title=" Tên  bộ "), note="Bản đầu"
    )

    draft.refresh_from_db()
    assert (draft.status, draft.code, draft.version) == (Status.DRAFT, "TC-MAU", 1)
    assert draft.title == "Tên bộ"
    assert draft.content_hash == hashing.content_hash(draft.content)
    assert draft.structure_hash == hashing.structure_hash(CONTENT)
    revision = draft.revisions.get()
    assert (revision.number, revision.note, revision.by_account) == (1, "Bản đầu", office.id)
    assert events(draft) == ["CriteriaDrafted"]


def test_a_draft_with_anything_wrong_is_refused_with_all_of_it():
    content = a_content(max_points=31, applies_to_org_types=["Tổ đội"])

    codes = refused(actions.draft_criteria, unit=a_unit(), content=content)

    assert {"sum", "unknown-kind"} <= set(codes)
    assert not CriteriaSet.objects.exists()


def test_a_revision_tells_what_changed_and_the_earlier_state_stays():
    draft = a_draft_set(a_unit())

    actions.revise_criteria(
        actor=shell(), criteria_set=draft, content=a_content(title="Tên mới"), note="Đổi tên"
    )

    assert [each.content["title"] for each in draft.revisions.all()] == [
        CONTENT["title"],
        "Tên mới",
    ]
    told = Entry.objects.get(event="scoring.CriteriaRevised").details
    assert told["changes"] == [f"title: {CONTENT['title']} → Tên mới"]


def test_a_revision_needs_a_note_a_change_and_the_same_code():
    draft = a_draft_set(a_unit())

    def codes(**given):
        written = {"criteria_set": draft, "content": a_content(title="Mới"), "note": "Sửa"}
        return refused(actions.revise_criteria, **written | given)

    assert codes(note=" ") == ["note"]
    assert codes(content=a_content()) == ["no-change"]
    assert codes(content=a_content(code="TC-KHAC")) == ["code"]


def test_one_draft_of_a_set_is_open_at_a_time():
    unit = a_unit()
    draft = a_draft_set(unit)

    assert refused(actions.draft_criteria, unit=unit, content=a_content()) == ["draft-open"]

    actions.drop_criteria(actor=shell(), criteria_set=draft, reason="Soạn lại từ đầu")
    assert a_draft_set(unit).version == 2
    assert refused(actions.drop_criteria, criteria_set=draft, reason="x") == ["dropped"]


def test_a_draft_is_dropped_with_a_reason_only():
    draft = a_draft_set(a_unit())

    assert refused(actions.drop_criteria, criteria_set=draft, reason=" ") == ["reason"]


def test_nobody_is_asked_any_more_about_a_draft_that_was_dropped():
    draft = a_draft_set(unit := a_unit())
    asked(draft, unit)

    actions.drop_criteria(actor=shell(), criteria_set=draft, reason="Chờ hướng dẫn của tỉnh")

    opened = Consultation.objects.get(about_id=draft.pk)
    assert (opened.closed_on, opened.close_reason) == (TODAY, "Chờ hướng dẫn của tỉnh")


# Consultation -------------------------------------------------------------------------------


def test_a_draft_is_opened_to_comment_part_by_part_and_its_redraft_shown():
    draft = a_draft_set(unit := a_unit())

    asked(draft, unit)
    content = a_content()
    content["sections"][0]["criteria"][0]["evidence"] = ["Sản phẩm", "Biên bản"]
    actions.revise_criteria(
        actor=shell(), criteria_set=draft, content=content, note="Theo ý kiến số 1"
    )

    opened = Consultation.objects.get(about_kind="criteria", about_id=draft.pk)
    assert opened.drafts.count() == 2
    part = Part.objects.get(draft__consultation=opened, draft__number=2, key="tieu-chi-A1")
    assert "Minh chứng: Biên bản." in part.text
    draft.refresh_from_db()
    assert draft.status == Status.CONSULTATION
    assert about(opened).link == f"/criteria/{draft.pk}/"
    assert events(draft) == ["CriteriaDrafted", "CriteriaConsulted", "CriteriaRevised"]


def test_a_change_that_no_part_shows_needs_no_new_draft_there():
    draft = a_draft_set(unit := a_unit())
    asked(draft, unit)

    actions.revise_criteria(
        actor=shell(),
        criteria_set=draft,
        content=a_content(valid_from="2027-01-01"),
        note="Đổi ngày",
    )

    assert Consultation.objects.get(about_id=draft.pk).drafts.count() == 1


def test_a_set_is_issued_once_the_consultation_is_over_and_all_is_answered():
    draft = a_draft_set(unit := a_unit())
    asked(draft, unit)
    opened = Consultation.objects.get(about_id=draft.pk)
    comment = consultation.comment(
        actor=shell(), consultation=opened, unit=unit, part_key="tieu-chi-A1", text="Cao quá"
    )

    codes = refused(issue, criteria_set=draft, consulted_elsewhere="")
    assert codes == ["consultation-open", "unanswered"]

    with clock.frozen(TODAY + timedelta(days=21)):
        consultation.answer(
            actor=shell(), comment=comment, disposition="rejected", reason="Mức vừa phải"
        )
        issued = issue(draft, consulted_elsewhere="", first_month=Month(2027, 1))
    assert issued.status == Status.ISSUED


def test_nobody_asked_is_no_consultation_unless_it_is_told_where_people_were():
    draft = a_draft_set(a_unit())

    assert refused(issue, criteria_set=draft, consulted_elsewhere="") == ["not-consulted"]

    issued = issue(draft, consulted_elsewhere="Báo cáo tổng hợp số 8")
    assert issued.consulted_elsewhere == "Báo cáo tổng hợp số 8"


def test_those_asked_read_names_and_no_codes_of_kinds_or_measures():
    draft = a_draft_set(unit := a_unit())

    asked(draft, unit)

    text = "\n".join(Part.objects.values_list("text", flat=True))
    assert "Áp dụng cho: Đảng bộ cơ sở, Chi bộ." in text
    assert "Không có việc quá hạn trên 30 ngày (Số việc quá hạn trên 30 ngày = 0)" in text
    assert [each for each in ("party_cell", "committee_org", "commitments.") if each in text] == []


# Issue --------------------------------------------------------------------------------------


def test_an_issued_set_has_rows_for_its_criteria_and_bands():
    issued = an_issued_set(a_unit(), Month(2026, 12))

    assert (issued.status, issued.first_month) == (Status.ISSUED, 202612)
    assert list(issued.rows.values_list("code", flat=True)) == [
        *("A1", "A2", "A3", "B1", "B2", "B3", "B4"),
        *("P1", "P2", "M1", "M2"),
    ]
    assert list(issued.bands.values_list("level", "code", "at_least", "gates")) == [
        (1, "T", 2700, 0b11),
        (2, "HT", 1500, 0b10),
        (3, "KHT", 0, 0),
    ]
    assert events(issued) == ["CriteriaDrafted", "CriteriaIssued"]


def test_what_is_issued_is_hashed_as_it_holds_here():
    content = a_content()
    content["sections"][0]["criteria"][0]["source"] = "auto:tasks.done_on_time"
    content["sections"][1]["criteria"][3]["source"] = "auto:cases.closed_on_time"
    draft = actions.draft_criteria(actor=shell(), unit=a_unit(), content=content)

    issued = issue(draft)

    issued.refresh_from_db()
    criteria = criteria_of(issued).by_code
    assert criteria["A1"].measure == "commitments.on_time"
    assert (criteria["B4"].source, criteria["B4"].wanted) == ("manual", "cases.closed_on_time")
    assert issued.content["valid_from"] == "2026-12-01"
    assert issued.content_hash == hashing.content_hash(issued.content)
    told = Entry.objects.get(event="scoring.CriteriaIssued").details
    assert told["wanted"] == ["cases.closed_on_time"]


def test_a_criterion_left_to_people_must_have_the_words_they_need():
    content = a_content()
    content["sections"][1]["criteria"][3].update(source="auto:cases.closed_on_time")
    del content["sections"][1]["criteria"][3]["num"]
    draft = actions.draft_criteria(actor=shell(), unit=a_unit(), content=content)

    assert refused(issue, criteria_set=draft) == ["missing"]


def test_what_was_issued_is_never_touched_again():
    issued = an_issued_set(a_unit())
    revise = {"content": a_content(title="Mới"), "note": "Sửa"}

    assert refused(actions.revise_criteria, criteria_set=issued, **revise) == ["issued"]
    assert refused(actions.drop_criteria, criteria_set=issued, reason="Thôi") == ["issued"]
    assert refused(issue, criteria_set=issued) == ["issued"]
    assert refused(
        actions.consult_on_criteria,
        criteria_set=issued,
        closes_on=TODAY + timedelta(days=20),
        units=[issued.unit],
    ) == ["issued"]


def test_the_next_version_ends_the_one_before_and_its_history_stays():
    first = an_issued_set(unit := a_unit(), Month(2026, 11))

    second = issue(a_draft_set(unit), first_month=Month(2027, 1))

    first.refresh_from_db()
    assert (first.until_month, second.version, second.replaces) == (202701, 2, first)
    assert [sets_in_force(month) for month in (202610, 202612, 202701)] == [[], [first], [second]]
    assert versions_of(second) == [second, first]
    assert events(first) == ["CriteriaDrafted", "CriteriaIssued", "CriteriaSuperseded"]


def test_a_kind_of_unit_is_not_dropped_from_a_set_without_a_word():
    an_issued_set(unit := a_unit(), Month(2026, 11))
    fewer = a_draft_set(unit, applies_to_org_types=["grassroots_committee_org"])

    assert refused(issue, criteria_set=fewer, first_month=Month(2027, 1)) == ["kinds-stopped"]
    why = "Chi bộ do đảng bộ cơ sở tự chấm từ năm 2027"
    issue(fewer, first_month=Month(2027, 1), stops_because=why)
    assert (
        Entry.objects.get(event="scoring.CriteriaIssued", subject_id=fewer.pk).details[
            "stops_because"
        ]
        == why
    )


def test_a_set_begins_no_earlier_than_sheets_are_opened():
    draft = a_draft_set(a_unit())

    long_past = {"decided_on": date(2026, 6, 1), "first_month": Month(2026, 7)}
    assert refused(issue, criteria_set=draft, **long_past) == ["long-past"]


def test_a_month_that_already_has_sheets_keeps_its_criteria():
    first = an_issued_set(unit := a_unit(), Month(2026, 11))
    cell = a_unit("Chi bộ", parent=unit, kind="party_cell")
    Sheet.objects.create(
        unit=cell,
        month=202612,
        criteria_set=first,
        kind=UnitKind.objects.get(identifier="party_cell"),
        opened_on=TODAY,
    )
    draft = a_draft_set(unit)

    assert refused(issue, criteria_set=draft, first_month=Month(2026, 12)) == ["sheets-open"]
    assert issue(draft, first_month=Month(2027, 1)).first_month == 202701


def test_sheets_under_a_nearer_set_of_their_own_stand_in_nobodys_way():
    above = a_unit("Tỉnh", kind="provincial_committee")
    nearer = an_issued_set(a_unit("Xã", parent=above), Month(2026, 11))
    cell = a_unit("Chi bộ", parent=nearer.unit, kind="party_cell")
    Sheet.objects.create(
        unit=cell,
        month=202612,
        criteria_set=nearer,
        kind=UnitKind.objects.get(identifier="party_cell"),
        opened_on=TODAY,
    )

    assert issue(a_draft_set(above)).status == Status.ISSUED


def test_two_sets_of_one_unit_do_not_score_the_same_kind():
    an_issued_set(unit := a_unit(), Month(2026, 11))
    other = a_draft_set(unit, code="TC-KHAC")

    assert refused(issue, criteria_set=other) == ["other-set"]
