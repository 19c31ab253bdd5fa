"""A sheet on its way from the unit's own marks to a fixed version, and what stands in the way."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from noilam.accounts.models import Account
from noilam.accounts.queries import actor_for
from noilam.audit.models import Entry
from noilam.foundation import clock
from noilam.foundation.access import Actor, Kind, shell
from noilam.foundation.errors import Refused
from noilam.notices.models import Notice
from noilam.organisation.actions import grant_role
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_person, an_actor
from noilam.scoring import actions
from noilam.scoring.models import Line, Mark, Sheet, SheetStep
from noilam.scoring.queries.marks import standing
from noilam.scoring.rules.filling import Change
from noilam.scoring.rules.score import NOTHING, Answer

from .given import (
    ANSWERS,
    APPRAISED_ON,
    CHECKED_ON,
    EVIDENCE,
    FILLED_ON,
    MONTH,
    NOTES,
    SETTLED_ON,
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


def codes(refused) -> set[str]:
    return {each.code for each in refused.value.problems}


def abouts(refused, code: str) -> list[str]:
    return [each.about for each in refused.value.problems if each.code == code]


def submit(sheet: Sheet, answers=None, times=None, notes=None, actor=None) -> Sheet:
    return actions.submit_self_score(
        actor=actor or shell(),
        sheet=sheet,
        answers=ANSWERS if answers is None else answers,
        times=times or {},
        notes=NOTES if notes is None else notes,
    )


# The unit's own marks ------------------------------------------------------------------------


def test_a_unit_saves_what_it_has_and_hands_in_once_all_is_there():
    _root, (cell,) = a_place()
    sheet = a_sheet(cell)
    with clock.frozen(date(2026, 11, 20)):
        actions.save_answers(
            actor=shell(), sheet=sheet, answers={"B2": Answer(level=200)}, times={}, notes={}
        )
        actions.save_answers(
            actor=shell(), sheet=sheet, answers={}, times={}, notes={"B1": "Sẽ đếm lại"}
        )
    assert standing(sheet).answers() == {"B2": Answer(level=200)}

    done = a_submitted_sheet(cell)

    assert (done.stage, done.due_on, done.is_on_time) == (Stage.APPRAISE, date(2026, 12, 6), True)
    held = standing(done)
    assert held.points() == {"A1": 1000, "A2": 300, "A3": 400, "B1": 300, "B2": 400, "B3": None}
    assert held.total().total == 2880  # 24 of 25, on a scale of 30
    kept = Mark.objects.filter(sheet=done, criterion__code="B2", stage="self_score")
    assert [(each.answer, each.superseded_at is None) for each in kept] == [
        ({"level": 200}, False),
        ({"level": 400}, True),
    ]


def test_all_that_is_missing_is_named_at_once():
    _root, (cell,) = a_place()
    sheet = a_sheet(cell)
    answers = {"A2": Answer(items=("A2.1",)), "A3": NOTHING, "B2": Answer(level=0)}

    with clock.frozen(FILLED_ON), pytest.raises(Refused) as refused:
        submit(sheet, answers, {"P1": 1}, {})

    assert abouts(refused, "answer-missing") == ["B1", "B3"]
    assert abouts(refused, "note-missing") == ["A3"]
    assert abouts(refused, "evidence-missing") == ["A2"]
    assert abouts(refused, "bonus-without-grounds") == ["P1"]
    assert not Mark.objects.filter(sheet=sheet, stage="self_score").exists()


def test_what_cannot_be_is_not_even_saved():
    _root, (cell,) = a_place()
    sheet = a_sheet(cell)
    answers = {
        "A1": Answer(numerator=1, denominator=1),
        "A2": Answer(items=("A2.9",)),
        "B1": Answer(value=Decimal(120)),
        "B2": Answer(level=300),
        "B4": Answer(numerator=1, denominator=1),
    }

    with clock.frozen(FILLED_ON), pytest.raises(Refused) as refused:
        actions.save_answers(actor=shell(), sheet=sheet, answers=answers, times={"P1": 2}, notes={})

    assert codes(refused) == {
        "locked",
        "unknown-item",
        "above-percent",
        "no-such-level",
        "unknown-code",
        "too-many-times",
    }


def test_a_month_is_handed_in_when_it_is_over():
    _root, (cell,) = a_place()
    sheet = a_sheet(cell)
    with clock.frozen(date(2026, 11, 30)), pytest.raises(Refused) as refused:
        submit(sheet)
    assert codes(refused) == {"month-not-over"}


def test_late_stays_late_after_a_return():
    _root, (cell,) = a_place()
    sheet = a_sheet(cell)
    with clock.frozen(date(2026, 12, 4)):  # a Friday, a day late
        for code, text in EVIDENCE.items():
            actions.give_evidence(actor=shell(), sheet=sheet, code=code, text=text)
        sheet = submit(sheet)
        assert (sheet.is_on_time, sheet.due_on) == (False, date(2026, 12, 8))
        actions.return_sheet(actor=shell(), sheet=sheet, to="self_score", reason="Thiếu ngày họp")
    with clock.frozen(date(2026, 12, 7)):
        again = submit(sheet, {}, {}, {})
    assert not again.is_on_time
    steps = again.steps.filter(stage="self_score").values_list("round", "due_on", "done_on")
    assert list(steps) == [
        (1, date(2026, 12, 3), date(2026, 12, 4)),
        (2, date(2026, 12, 8), date(2026, 12, 7)),
    ]


def test_only_people_of_the_very_unit_fill_its_sheet():
    root, (cell, other) = a_place(cells=2)
    sheet = a_sheet(cell)
    for stranger in (an_actor(Role.UNIT_CLERK, other), an_actor(Role.HEAD, root)):
        with clock.frozen(FILLED_ON), pytest.raises(PermissionDenied):
            submit(sheet, actor=stranger)


# Stages above the unit -----------------------------------------------------------------------


def test_a_changed_mark_needs_a_reason_and_the_system_s_wait_for_cross_check():
    _root, (cell,) = a_place()
    sheet = a_submitted_sheet(cell)
    changes = {
        "B2": Change(answer=Answer(level=200)),
        "A1": Change(answer=Answer(numerator=1, denominator=2), reason="Đếm lại"),
        "B1": Change(answer=ANSWERS["B1"]),  # as it stands: no change
    }

    with clock.frozen(APPRAISED_ON), pytest.raises(Refused) as refused:
        actions.appraise(actor=shell(), sheet=sheet, changes=changes)

    assert abouts(refused, "reason-missing") == ["B2"]
    assert abouts(refused, "auto-too-early") == ["A1"]


def test_only_changed_marks_are_stored_and_a_unit_is_asked_where_they_differ_enough():
    _root, (cell,) = a_place()
    sheet = an_appraised_sheet(cell, B2=LOWER)
    assert sheet.stage == Stage.CROSS_CHECK
    assert Mark.objects.filter(sheet=sheet, stage="appraise").count() == 1
    with clock.frozen(CHECKED_ON):
        sheet = actions.cross_check(actor=shell(), sheet=sheet, changes={})
    assert (sheet.stage, sheet.due_on) == (Stage.REPLY, date(2026, 12, 11))


def test_a_cross_check_may_come_back_to_what_the_unit_said():
    _root, (cell,) = a_place()
    sheet = an_appraised_sheet(cell, B2=LOWER)
    agreed = {"B2": Change(answer=ANSWERS["B2"], reason="Biên bản bổ sung đủ kết luận")}
    with clock.frozen(CHECKED_ON):
        sheet = actions.cross_check(actor=shell(), sheet=sheet, changes=agreed)
    assert sheet.stage == Stage.APPROVE
    assert standing(sheet).points()["B2"] == 400


def test_a_reply_stands_beside_the_marks_and_silence_is_shown():
    _root, (first, second) = a_place(cells=2)
    spoke, silent = (a_checked_sheet(each, B2=LOWER) for each in (first, second))
    with clock.frozen(date(2026, 12, 10)):
        actions.reply(actor=shell(), sheet=spoke, text="Biên bản trang 3 có kết luận từng việc")
    with clock.frozen(date(2026, 12, 11)):
        assert actions.pass_unreplied(actor=shell()) == 0
    with clock.frozen(date(2026, 12, 12)):
        assert actions.pass_unreplied(actor=shell()) == 1
    silent.refresh_from_db()
    assert silent.stage == Stage.APPROVE
    outcomes = SheetStep.objects.filter(stage="reply").order_by("sheet")
    assert list(outcomes.values_list("outcome", flat=True)) == ["submitted", "passed"]


def test_a_sheet_returned_to_the_unit_loses_what_was_changed_above():
    _root, (cell,) = a_place()
    sheet = an_appraised_sheet(cell, B2=LOWER)
    clerk = an_actor(Role.UNIT_CLERK, cell)
    with clock.frozen(CHECKED_ON):
        with pytest.raises(Refused) as refused:
            actions.return_sheet(actor=shell(), sheet=sheet, to="approve", reason="")
        assert codes(refused) == {"no-such-place", "reason-missing"}
        back = actions.return_sheet(
            actor=shell(), sheet=sheet, to="self_score", reason="Thiếu biên bản"
        )
    assert (back.stage, back.due_on) == (Stage.SELF_SCORE, date(2026, 12, 10))
    assert standing(back).points()["B2"] == 400
    assert Notice.objects.get(recipient=clerk.id).text == "Thiếu biên bản"


def test_nobody_acts_at_two_steps_of_one_sheet():
    _root, (cell,) = a_place()
    sheet = a_sheet(cell)
    clerk = an_actor(Role.UNIT_CLERK, cell)
    with clock.frozen(FILLED_ON):
        for code, text in EVIDENCE.items():
            actions.give_evidence(actor=clerk, sheet=sheet, code=code, text=text)
        sheet = submit(sheet, actor=clerk)
        with pytest.raises(PermissionDenied):
            actions.appraise(actor=clerk, sheet=sheet, changes={})
    both = _also(clerk, Role.MEMBER_IN_CHARGE, cell)
    with clock.frozen(APPRAISED_ON), pytest.raises(Refused) as refused:
        actions.appraise(actor=both, sheet=sheet, changes={})
    assert codes(refused) == {"same-person", "own-unit"}


def _also(actor, role, unit):
    account = Account.objects.get(pk=actor.id)
    grant_role(actor=shell(), account=account, role=role, unit=unit, starts_on=unit.founded_on)
    return actor_for(account)


def test_whoever_leads_a_unit_does_not_appraise_it_not_even_behind_another():
    root, (cell,) = a_place()
    person = a_person("Lê Văn Mẫu")
    head = an_actor(Role.HEAD, cell, person)
    in_charge = an_actor(Role.MEMBER_IN_CHARGE, root, person)
    member = an_actor(Role.MEMBER_IN_CHARGE, root)
    stand_in = Actor(Kind.STAND_IN, id=head.id, label="Lê Văn Mẫu", behalf_id=member.id)
    sheet = a_submitted_sheet(cell)
    with clock.frozen(APPRAISED_ON):
        for actor in (in_charge, stand_in):
            with pytest.raises(Refused) as refused:
                actions.appraise(actor=actor, sheet=sheet, changes={})
            assert codes(refused) == {"own-unit"}
        actions.appraise(actor=member, sheet=sheet, changes={})


def test_a_deed_at_the_wrong_step_says_that_the_sheet_went_on():
    _root, (cell,) = a_place()
    sheet = a_submitted_sheet(cell)
    for deed in (
        lambda: submit(sheet),
        lambda: actions.cross_check(actor=shell(), sheet=sheet, changes={}),
        lambda: actions.reply(actor=shell(), sheet=sheet, text="Nhất trí"),
    ):
        with clock.frozen(APPRAISED_ON), pytest.raises(Refused) as refused:
            deed()
        assert codes(refused) == {"other-stage"}


# What is fixed -------------------------------------------------------------------------------


def test_a_fixed_sheet_holds_its_version_lines_and_days_to_appeal():
    _root, (cell,) = a_place()
    clerk = an_actor(Role.UNIT_CLERK, cell)
    sheet = a_fixed_sheet(cell)
    version = sheet.versions.get()
    assert (sheet.stage, sheet.version, sheet.total) == (Stage.FIXED, 1, 2880)
    assert sheet.content_hash == version.content_hash
    assert (sheet.band.code, sheet.fixed_on) == ("T", SETTLED_ON)
    assert sheet.appeal_until == date(2026, 12, 22)  # a working day to tell, five to appeal
    assert version.content["answers"]["B2"] == {"level": 400}
    assert version.content["self_total"] == version.content["total"] == 2880
    lines = Line.objects.filter(unit=cell, month=202611)
    assert sum(each.points for each in lines) == 2400
    notice = Notice.objects.get(recipient=clerk.id)
    assert notice.needs_acknowledgement
    assert "28,8" in notice.subject
    assert Entry.objects.filter(event="scoring.SheetFixed", subject_id=sheet.pk).exists()


def test_steps_ask_few_questions():
    root, (cell,) = a_place()
    sheet = a_sheet(cell)
    with clock.frozen(FILLED_ON):
        for code, text in EVIDENCE.items():
            actions.give_evidence(actor=shell(), sheet=sheet, code=code, text=text)
        actions.take_facts(actor=shell(), month=MONTH, is_final=True)
        with asked() as questions:
            sheet = submit(sheet)
        assert number_of(questions) <= 12
    with clock.frozen(APPRAISED_ON), asked() as questions:
        actions.appraise(actor=shell(), sheet=sheet, changes={})
    assert number_of(questions) <= 10
    with clock.frozen(CHECKED_ON), asked() as questions:
        actions.cross_check(actor=shell(), sheet=sheet, changes={})
    assert number_of(questions) <= 10
    assert settled(root).items.count() == 1


def asked():
    return CaptureQueriesContext(connection)


def number_of(questions) -> int:
    return sum("SAVEPOINT" not in each["sql"] for each in questions)
