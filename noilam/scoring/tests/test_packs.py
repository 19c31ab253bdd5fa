"""A committee settles a month: exceptions alone, the rest in one act, corrections afterwards."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from noilam.audit.models import Entry
from noilam.foundation import clock
from noilam.foundation.access import Actor, Kind, shell
from noilam.foundation.errors import Refused
from noilam.notices.models import Notice
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_person, an_actor
from noilam.scoring import actions
from noilam.scoring.models import DecisionPack, Line, Mark, SecondLook, Sheet
from noilam.scoring.queries.packs import pack_of
from noilam.scoring.rules.filling import Change
from noilam.scoring.rules.score import Answer
from noilam.scoring.rules.voting import Decision, Reason, Votes, list_hash

from .given import (
    ANSWERS,
    CHECKED_ON,
    EVIDENCE,
    FILLED_ON,
    MONTH,
    NOTES,
    SETTLED_ON,
    VOTES,
    a_checked_sheet,
    a_fixed_sheet,
    a_place,
    a_sheet,
    a_submitted_sheet,
    an_appraised_sheet,
    settled,
)

pytestmark = pytest.mark.django_db
Stage = Sheet.Stage
LOWER = Change(answer=Answer(level=200), reason="Biên bản ghi kết luận chung chung")
MINUTES = "Biên bản số 21 ngày 14/12/2026"


def page_of(root):
    with clock.frozen(SETTLED_ON):
        return pack_of(shell(), root, MONTH)


def settle(root, decisions=None, votes=VOTES, read=None, actor=None):
    with clock.frozen(SETTLED_ON):
        return actions.settle_pack(
            actor=actor or shell(),
            unit=root,
            month=MONTH,
            list_hash=read or pack_of(shell(), root, MONTH).list_hash,
            votes=votes,
            minutes=MINUTES,
            decisions=decisions or {},
        )


def codes(refused) -> set[str]:
    return {each.code for each in refused.value.problems}


def test_the_list_shows_exceptions_with_reasons_the_rest_and_who_is_missing():
    root, (plain, asked, late, missing) = a_place(cells=4)
    a_checked_sheet(plain)
    a_checked_sheet(asked, B2=LOWER)
    with clock.frozen(date(2026, 12, 10)):
        actions.reply(actor=shell(), sheet=Sheet.objects.get(unit=asked), text="Biên bản trang 3")
    a_late_one(late)
    page = page_of(root)
    assert [each.sheet.unit for each in page.rest] == [plain]
    assert {each.sheet.unit: each.reasons for each in page.exceptions} == {
        asked: (Reason.REPLIED,),
        late: (Reason.LATE,),
    }
    (gap,) = page.missing
    assert (gap.sheet.unit, gap.days_late, gap.is_the_unit_s) == (missing, 11, True)
    assert (page.entries[0].total, page.entries[0].band, page.may_settle) == (2880, "T", True)


def a_late_one(unit) -> Sheet:
    sheet = a_sheet(unit)
    with clock.frozen(CHECKED_ON):
        for code, text in EVIDENCE.items():
            actions.give_evidence(actor=shell(), sheet=sheet, code=code, text=text)
        actions.submit_self_score(
            actor=shell(), sheet=sheet, answers=ANSWERS, times={}, notes=NOTES
        )
        actions.appraise(actor=shell(), sheet=sheet, changes={})
        return actions.cross_check(actor=shell(), sheet=sheet, changes={})


def test_one_sitting_approves_changes_and_returns():
    root, (plain, changed, back) = a_place(cells=3)
    sheets = [a_checked_sheet(each) for each in (plain, changed, back)]
    decisions = {
        sheets[1].pk: Decision("changed", "Tập thể đọc lại biên bản", {"B2": LOWER}),
        sheets[2].pk: Decision("returned", "Danh sách điểm danh thiếu chữ ký"),
    }
    pack = settle(root, decisions)
    for each in sheets:
        each.refresh_from_db()
    assert [each.stage for each in sheets] == [Stage.FIXED, Stage.FIXED, Stage.CROSS_CHECK]
    assert [each.total for each in sheets] == [2880, 2640, None]
    assert sheets[2].due_on == SETTLED_ON + timedelta(days=2)
    mark = Mark.objects.get(sheet=sheets[1], stage="approve")
    assert (mark.points, mark.reason) == (200, LOWER.reason)
    items = pack.items.order_by("sheet__unit__code").values_list("decision", "version__number")
    assert list(items) == [("approved", 1), ("changed", 1), ("returned", None)]
    assert Entry.objects.filter(event="scoring.SheetReturned").count() == 1
    later = settle_again(root, sheets[2])
    assert later.items.get().sheet == sheets[2]


def settle_again(root, sheet) -> DecisionPack:
    with clock.frozen(SETTLED_ON):
        actions.cross_check(actor=shell(), sheet=sheet, changes={})
    return settle(root)


def test_an_exception_is_never_approved_with_the_rest():
    root, (late,) = a_place()
    a_late_one(late)
    with pytest.raises(Refused) as refused:
        settle(root)
    assert codes(refused) == {"decision-missing"}


def test_a_list_that_changed_a_lost_vote_and_an_empty_list_settle_nothing():
    root, (cell,) = a_place()
    with pytest.raises(Refused) as refused:
        settle(root, votes=Votes(9, 8, 4, 4))
    assert codes(refused) == {"not-carried", "nothing-to-settle"}
    sheet = a_checked_sheet(cell)
    with pytest.raises(Refused) as refused:
        settle(root, read=list_hash([(sheet.pk, "read before")]))
    assert codes(refused) == {"list-changed"}
    sheet.refresh_from_db()
    assert sheet.stage == Stage.APPROVE
    assert not DecisionPack.objects.exists()


def test_only_the_issuer_s_committee_settles():
    root, (cell,) = a_place()
    a_checked_sheet(cell)
    with pytest.raises(PermissionDenied):
        settle(root, actor=an_actor(Role.STANDING_COMMITTEE, cell))
    assert settle(root, actor=an_actor(Role.STANDING_COMMITTEE, root)).in_favour == 8


def test_whoever_cross_checked_a_sheet_does_not_settle_it():
    root, (cell,) = a_place()
    an_appraised_sheet(cell)
    board = an_actor(Role.ORGANISING_BOARD, root)
    with clock.frozen(CHECKED_ON):
        sheet = Sheet.objects.get(unit=cell)
        actions.cross_check(actor=board, sheet=sheet, changes={})
        with pytest.raises(PermissionDenied):
            settle(root, actor=board)


def test_a_sitting_asks_no_more_questions_for_many_sheets(django_assert_max_num_queries):
    root, cells = a_place(cells=10)
    for cell in cells:
        a_checked_sheet(cell)
    page = page_of(root)
    with clock.frozen(SETTLED_ON), django_assert_max_num_queries(45):
        settle(root, read=page.list_hash)
    assert Line.objects.count() == 10 * 6


def test_a_band_other_than_last_month_s_is_an_exception():
    root, (cell,) = a_place()
    a_fixed_sheet(cell)
    following = MONTH.next
    sheet = a_sheet(cell, following)
    with clock.frozen(date(2027, 1, 2)):
        for code, text in EVIDENCE.items():
            actions.give_evidence(actor=shell(), sheet=sheet, code=code, text=text)
        low = ANSWERS | {"B2": Answer(level=0), "B1": Answer(value=ANSWERS["B1"].value / 2)}
        actions.submit_self_score(actor=shell(), sheet=sheet, answers=low, times={}, notes=NOTES)
        actions.appraise(actor=shell(), sheet=sheet, changes={})
        actions.cross_check(actor=shell(), sheet=sheet, changes={})
        (entry,) = pack_of(shell(), root, following).entries
    assert (entry.band_before, entry.band, entry.reasons) == ("T", "HT", (Reason.BAND_CHANGED,))


# Appeals and corrections ---------------------------------------------------------------------


def test_an_upheld_appeal_makes_the_next_version():
    root, (cell,) = a_place()
    head = an_actor(Role.HEAD, cell, a_head(cell))
    sheet = a_fixed_sheet(cell)
    with clock.frozen(date(2026, 12, 18)):
        appeal = actions.file_appeal(actor=head, sheet=sheet, text="A2.3 có mốc, xem kế hoạch")
        more = Change(answer=Answer(items=("A2.1", "A2.2", "A2.3")))
        actions.decide_appeal(
            actor=an_actor(Role.INSPECTION_COMMISSION, root),
            appeal=appeal,
            outcome="upheld",
            reason="Kế hoạch có đủ mốc",
            changes={"A2": more},
        )
    sheet.refresh_from_db()
    assert (sheet.version, sheet.total, sheet.fixed_on) == (2, 3000, SETTLED_ON)
    assert list(sheet.versions.values_list("total", flat=True)) == [2880, 3000]
    assert sum(Line.objects.filter(unit=cell).values_list("points", flat=True)) == 2500
    assert Mark.objects.get(sheet=sheet, stage="appeal").reason == "Kế hoạch có đủ mốc"
    told = Notice.objects.filter(recipient=head.id).first()
    assert (told.needs_acknowledgement, "30" in told.subject) == (True, True)


def test_a_rejected_appeal_leaves_the_version():
    root, (cell,) = a_place()
    sheet = a_fixed_sheet(cell)
    with clock.frozen(date(2026, 12, 18)):
        appeal = actions.file_appeal(actor=shell(), sheet=sheet, text="Điểm thấp")
        assert appeal.due_on == date(2027, 1, 4)  # ten working days, the first of January off
        with pytest.raises(Refused) as refused:
            actions.decide_appeal(
                actor=shell(), appeal=appeal, outcome="rejected", reason="", changes={"B2": LOWER}
            )
        assert codes(refused) == {"reason-missing", "rejected-with-changes"}
        actions.decide_appeal(
            actor=shell(), appeal=appeal, outcome="rejected", reason="Không có căn cứ", changes={}
        )
        with pytest.raises(Refused) as refused:
            actions.decide_appeal(
                actor=shell(), appeal=appeal, outcome="upheld", reason="Xét lại", changes={}
            )
    assert codes(refused) == {"already-decided"}
    sheet.refresh_from_db()
    assert sheet.version == 1


def test_an_appeal_is_the_head_s_in_time_and_one_at_a_time():
    root, (cell,) = a_place()
    clerk = an_actor(Role.UNIT_CLERK, cell)
    sheet = a_fixed_sheet(cell)
    with clock.frozen(date(2026, 12, 22)):
        with pytest.raises(PermissionDenied):
            actions.file_appeal(actor=clerk, sheet=sheet, text="Điểm thấp")
        actions.file_appeal(actor=shell(), sheet=sheet, text="Điểm thấp")
    with clock.frozen(date(2026, 12, 23)), pytest.raises(Refused) as refused:
        actions.file_appeal(actor=shell(), sheet=sheet, text="")
    assert codes(refused) == {"appeal-too-late", "appeal-open", "text-missing"}


def test_whoever_recorded_the_sitting_does_not_decide_the_appeal():
    root, (cell,) = a_place()
    member = an_actor(Role.STANDING_COMMITTEE, root)
    sheet = a_checked_sheet(cell)
    settle(root, actor=member)
    with clock.frozen(date(2026, 12, 18)):
        appeal = actions.file_appeal(actor=shell(), sheet=sheet, text="Điểm thấp")
        with pytest.raises(Refused) as refused:
            actions.decide_appeal(
                actor=member, appeal=appeal, outcome="rejected", reason="Đã xét", changes={}
            )
    assert codes(refused) == {"same-person"}


def test_whoever_corrected_a_score_or_decided_on_it_decides_no_appeal_about_it():
    root, (cell,) = a_place()
    member, other, third = (an_actor(Role.STANDING_COMMITTEE, root) for _ in range(3))
    sheet = a_fixed_sheet(cell)
    with clock.frozen(date(2026, 12, 16)):
        actions.correct_sheet(
            actor=member,
            sheet=sheet,
            changes={"B2": LOWER},
            reason="Đối chiếu biên bản",
            minutes=MINUTES,
        )
        for decider in (other, third):
            appeal = actions.file_appeal(actor=shell(), sheet=sheet, text="Điểm thấp")
            for near in (member, *([other] if decider is third else [])):
                with pytest.raises(Refused) as refused:
                    _reject(near, appeal)
                assert codes(refused) == {"same-person"}
            _reject(decider, appeal)


def _reject(actor, appeal):
    actions.decide_appeal(
        actor=actor, appeal=appeal, outcome="rejected", reason="Đã xét", changes={}
    )


def test_a_head_does_not_decide_the_appeal_that_somebody_filed_for_him():
    root, (cell,) = a_place()
    person = a_person("Lê Văn Mẫu")
    head = an_actor(Role.HEAD, cell, person)
    inspector = an_actor(Role.INSPECTION_COMMISSION, root, person)
    sheet = a_fixed_sheet(cell)
    stand_in = Actor(Kind.STAND_IN, id=head.id + 1, label="Người thay", behalf_id=head.id)
    with clock.frozen(date(2026, 12, 16)):
        appeal = actions.file_appeal(actor=stand_in, sheet=sheet, text="Điểm thấp")
        with pytest.raises(Refused) as refused:
            _reject(inspector, appeal)
    assert codes(refused) == {"same-person", "own-unit"}


def test_a_correction_opens_the_days_to_appeal_anew():
    root, (cell,) = a_place()
    sheet = a_fixed_sheet(cell)
    fixed_on = sheet.fixed_on
    with clock.frozen(date(2026, 12, 28)):
        actions.correct_sheet(
            actor=shell(),
            sheet=sheet,
            changes={"B2": LOWER},
            reason="Đối chiếu biên bản",
            minutes=MINUTES,
        )
    sheet.refresh_from_db()
    assert (sheet.fixed_on, sheet.appeal_until) == (fixed_on, date(2027, 1, 6))
    with clock.frozen(date(2026, 12, 30)):
        appeal = actions.file_appeal(actor=shell(), sheet=sheet, text="Điểm thấp")
        until = sheet.appeal_until
        actions.decide_appeal(
            actor=shell(),
            appeal=appeal,
            outcome="upheld",
            reason="Đúng như biên bản",
            changes={"B2": Change(answer=Answer(level=400), reason="Đủ kết luận")},
        )
    sheet.refresh_from_db()
    assert (sheet.version, sheet.appeal_until) == (3, until)


def test_a_correction_is_a_new_version_with_its_reason():
    root, (cell,) = a_place()
    clerk = an_actor(Role.UNIT_CLERK, cell)
    sheet = a_fixed_sheet(cell)
    member = an_actor(Role.STANDING_COMMITTEE, root)
    with clock.frozen(date(2026, 12, 28)):
        with pytest.raises(Refused) as refused:
            actions.correct_sheet(
                actor=member, sheet=sheet, changes={}, reason="Cộng nhầm", minutes=MINUTES
            )
        assert codes(refused) == {"nothing-changed"}
        asked = {"sheet": sheet, "changes": {"M2": Change(times=1)}, "reason": "Có phê bình"}
        with pytest.raises(Refused) as refused:
            actions.correct_sheet(actor=member, minutes=" ", **asked)
        assert codes(refused) == {"minutes-missing"}
        version = actions.correct_sheet(actor=member, minutes="Quyết định 31 ngày 27/12", **asked)
    assert (version.number, version.total) == (2, 2730)
    assert version.content["times"] == {"M2": 1}
    assert version.decided_by == f"{root.name} (Quyết định 31 ngày 27/12)"
    told = Entry.objects.get(event="scoring.SheetCorrected").details
    assert told["minutes"] == "Quyết định 31 ngày 27/12"
    assert Notice.objects.filter(recipient=clerk.id).first().text.startswith("Có phê bình")


# Second looks --------------------------------------------------------------------------------


def test_a_second_look_is_raised_once_makes_an_exception_and_changes_no_mark():
    root, (cell,) = a_place()
    full = {"A2": Answer(items=("A2.1", "A2.2", "A2.3"))}
    sheet = a_submitted_sheet(cell, **full)
    with clock.frozen(FILLED_ON + timedelta(days=1)):
        assert actions.raise_second_looks(actor=shell(), month=MONTH) == 1
        assert actions.raise_second_looks(actor=shell(), month=MONTH) == 0
        actions.appraise(actor=shell(), sheet=sheet, changes={})
    look = SecondLook.objects.get()
    assert (look.kind, look.sheet) == ("all_full", sheet)
    with clock.frozen(CHECKED_ON):
        actions.cross_check(actor=shell(), sheet=sheet, changes={})
    (entry,) = page_of(root).entries
    assert entry.reasons == (Reason.SECOND_LOOK,)
    board = an_actor(Role.ORGANISING_BOARD, root)
    with clock.frozen(CHECKED_ON):
        actions.look_again(actor=board, second_look=look, note="Đã xem minh chứng, đúng")
        with pytest.raises(Refused) as refused:
            actions.look_again(actor=board, second_look=look, note="Lần nữa")
    assert codes(refused) == {"already-looked"}
    (entry,) = page_of(root).entries
    assert entry.reasons == ()
    assert [each.note for each in entry.looks] == ["Đã xem minh chứng, đúng"]


def test_settled_marks_are_those_that_were_read():
    root, (cell,) = a_place()
    a_checked_sheet(cell)
    (entry,) = page_of(root).entries
    item = settled(root).items.select_related("version").get()
    assert item.version.content_hash == entry.fixed.content_hash
    assert item.version.content == entry.fixed.content
