"""Many words at once: sittings, checklists, programmes, what is late, who is told."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from noilam.commitments import actions, queries
from noilam.commitments.actions import ProgrammeDraft, Taker
from noilam.commitments.models import Commitment, Lateness, Reminder
from noilam.foundation import clock, periods
from noilam.foundation.access import shell, worker
from noilam.foundation.errors import Refused
from noilam.notices.models import Notice
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_person, a_unit, an_actor

from .given import a_commitment, a_draft, a_proposal, declared, signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _held_clock():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def place():
    root = a_unit("Đảng bộ huyện Mẫu")
    unit = a_unit("Đảng bộ xã Mẫu", parent=root)
    return root, unit, a_head(unit)


def urgent(unit, head, **given):
    return a_proposal(unit, head, kind="urgent_matter", for_year=2026, **given)


# Sittings ------------------------------------------------------------------------------------


def test_a_committee_approves_the_years_list_as_it_was_read(place, django_assert_max_num_queries):
    root, unit, head = place
    committee, verifier = an_actor(Role.STANDING_COMMITTEE, root), a_person("Lê Thị Mẫu")
    listed = [urgent(unit, head) for _ in range(4)]
    read = queries.list_hash(listed)
    with django_assert_max_num_queries(45):
        sitting = actions.approve_many(
            actor=committee,
            commitments=listed,
            list_hash=read,
            body="Ban Thường vụ",
            document="12-TB/HU",
            verifier=verifier,
        )
    assert (sitting.count, sitting.commitments.count()) == (4, 4)
    assert {c.status for c in sitting.commitments.all()} == {"in_force"}
    assert queries.figures_of(kind="urgent_matter", year=2026, on=TODAY).said == 4


def test_a_list_that_changed_since_it_was_read_is_refused(place):
    root, unit, head = place
    committee = an_actor(Role.STANDING_COMMITTEE, root)
    listed = [urgent(unit, head) for _ in range(2)]
    read = queries.list_hash(listed)
    Commitment.objects.filter(pk=listed[0].pk).update(statement="Khác")
    with pytest.raises(Refused) as refused:
        actions.approve_many(
            actor=committee, commitments=listed, list_hash=read, body="BTV", verifier=a_person()
        )
    assert [problem.code for problem in refused.value.problems] == ["list-changed"]


def test_urgent_matters_belong_to_the_committee_not_to_the_office(place):
    root, unit, head = place
    listed = [urgent(unit, head)]
    with pytest.raises(PermissionDenied):
        actions.approve_many(
            actor=an_actor(Role.OFFICE, root),
            commitments=listed,
            list_hash=queries.list_hash(listed),
            body="VP",
            verifier=a_person(),
        )


def test_one_bad_line_keeps_the_whole_list_back_and_is_named(place):
    root, unit, head = place
    good, bad = urgent(unit, head), urgent(unit, head, grounds="Dân phản ánh")
    Commitment.objects.filter(pk=bad.pk).update(solution="")
    listed = list(Commitment.objects.filter(pk__in=[good.pk, bad.pk]))
    with pytest.raises(Refused) as refused:
        actions.approve_many(
            actor=shell(),
            commitments=listed,
            list_hash=queries.list_hash(listed),
            body="BTV",
            verifier=a_person(),
        )
    assert [(p.code, p.about) for p in refused.value.problems] == [("solution-missing", bad.code)]
    assert not Commitment.objects.filter(status="in_force").exists()


# From above ----------------------------------------------------------------------------------


def test_a_checklist_goes_to_many_units_in_one_act(place):
    root, unit, head = place
    other = a_unit("Đảng bộ xã Khác", parent=root)
    other_head = a_head(other, "Phạm Văn Khác")
    made = actions.give_to_many(
        actor=an_actor(Role.OFFICE, root),
        drafts=[a_draft(None, None, statement=each) for each in ("Niêm yết thủ tục", "Mở sổ")],
        takers=[Taker(unit), Taker(other)],
    )
    assert [(each.unit, each.person) for each in made] == [
        (unit, head),
        (unit, head),
        (other, other_head),
        (other, other_head),
    ]
    assert {each.status for each in made} == {"proposed"}


# Programmes ----------------------------------------------------------------------------------


def test_programmes_nest_and_matters_come_down_without_retyping(place):
    root, unit, head = place
    year = actions.write_programme(
        actor=shell(),
        draft=ProgrammeDraft(title="Chương trình 2026", period=periods.Year(2026), unit=root),
    )
    quarter = actions.write_programme(
        actor=shell(),
        draft=ProgrammeDraft(
            title="Quý IV", period=periods.Quarter(2026, 4), unit=root, parent=year
        ),
    )
    of_unit = actions.write_programme(
        actor=shell(),
        draft=ProgrammeDraft(
            title="Xã 2026", period=periods.Month(2026, 11), unit=unit, parent=quarter
        ),
    )
    above = a_commitment(root, programme=year)
    moved = actions.adopt_commitments(actor=shell(), programme=quarter, commitments=[above])
    assert (moved[0].pk, moved[0].programme) == (above.pk, quarter)
    below = actions.adopt_commitments(actor=shell(), programme=of_unit, commitments=[above])[0]
    assert (below.statement, below.parent, below.status) == (above.statement, above, "draft")
    assert (below.unit, below.person) == (unit, head)
    for programme in (year, quarter):
        assert queries.figures_of(programme=programme, on=TODAY).said == 1


def test_a_programme_lies_within_the_one_above(place):
    root, _, _ = place
    year = actions.write_programme(
        actor=shell(), draft=ProgrammeDraft(title="2026", period=periods.Year(2026), unit=root)
    )
    with pytest.raises(Refused) as refused:
        actions.write_programme(
            actor=shell(),
            draft=ProgrammeDraft(
                title="Quý", period=periods.Quarter(2027, 1), unit=root, parent=year
            ),
        )
    assert refused.value.problems[0].code == "outside-the-parent"


def test_who_owes_a_programme_is_listed_and_told_once(place):
    root, unit, head = place
    signed_in(head)
    actions.write_programme(
        actor=shell(), draft=ProgrammeDraft(title="2026", period=periods.Year(2026), unit=root)
    )
    owed = queries.owed_programmes(TODAY)
    assert [(each.unit, str(each.period)) for each in owed] == [(unit, "2026")]
    assert actions.ask_for_programmes(actor=worker()) == 1
    assert actions.ask_for_programmes(actor=worker()) == 0
    assert Notice.objects.get(kind="commitments.programme_owed").recipient == head.account


# Late ----------------------------------------------------------------------------------------


def test_once_late_always_recorded_late(place):
    _, unit, head = place
    made = a_commitment(unit, head, due_on=TODAY)
    for day in (21, 22, 23, 24):
        with clock.frozen(date(2026, 11, day)):
            actions.write_ledger(actor=worker())
    with clock.frozen(date(2026, 11, 25)):
        declared(made)
        assert actions.write_ledger(actor=worker()) == 0
    stretches = Lateness.objects.filter(commitment=made).values_list("from_on", "to_on", "days")
    assert list(stretches) == [
        (date(2026, 11, 21), date(2026, 11, 21), 1),
        (date(2026, 11, 22), date(2026, 11, 25), 4),
    ]
    with clock.frozen(date(2026, 12, 5)):
        actions.verify(actor=shell(), declaration=made.declarations.get(), verdict="achieved")
    late = Lateness.objects.filter(commitment=made, hands="verifier").get()
    assert (late.from_on, late.to_on, late.holder) == (
        date(2026, 12, 3),
        date(2026, 12, 5),
        "Lê Thị Mẫu",
    )


def test_waiting_for_another_unit_puts_the_days_in_its_hands(place):
    root, unit, head = place
    other = a_unit("Trung tâm dịch vụ", parent=root)
    made, awaited = a_commitment(unit, head, due_on=TODAY), a_commitment(other)
    actions.set_dependencies(actor=shell(), commitment=made, awaited=[awaited])
    with clock.frozen(date(2026, 11, 25)):
        actions.write_ledger(actor=worker())
    late = Lateness.objects.get(commitment=made)
    assert (late.hands, late.unit, late.days) == ("other", other, 4)


def test_the_job_asks_the_same_whatever_the_number(place, django_assert_max_num_queries):
    _, unit, head = place
    for _ in range(6):
        a_commitment(unit, head, due_on=TODAY)
    with clock.frozen(date(2026, 11, 22)), django_assert_max_num_queries(20):
        assert actions.write_ledger(actor=worker()) == 6


# Told ----------------------------------------------------------------------------------------


def test_reminders_before_and_on_the_due_day_and_escalation_after(place):
    root, unit, head = place
    mine = signed_in(head)
    member = an_actor(Role.MEMBER_IN_CHARGE, root)
    commission = an_actor(Role.INSPECTION_COMMISSION, root)
    committee = an_actor(Role.STANDING_COMMITTEE, root)
    due_on = date(2026, 12, 1)  # a Tuesday
    a_commitment(unit, head, due_on=due_on)

    def told(day: date) -> set[tuple[str, int]]:
        Notice.objects.all().delete()
        with clock.frozen(day):
            actions.send_reminders(actor=worker())
            assert actions.send_reminders(actor=worker()) == 0
        return set(Notice.objects.values_list("kind", "recipient"))

    assert told(date(2026, 11, 23)) == set()
    assert told(date(2026, 11, 24)) == {("commitments.before", mine.id)}
    assert told(date(2026, 11, 30)) == {("commitments.before", mine.id)}
    assert told(due_on) == {("commitments.due", mine.id)}
    assert told(date(2026, 12, 3)) == set()
    assert told(date(2026, 12, 4)) == {("commitments.late", member.id)}
    assert told(date(2026, 12, 10)) == {("commitments.late", commission.id)}
    assert told(date(2026, 12, 22)) == {("commitments.late", committee.id)}
    assert list(Reminder.objects.values_list("step", flat=True)) == [
        "before-7",
        "before-1",
        "due",
        "late-member_in_charge",
        "late-inspection_commission",
        "late-standing_committee",
    ]


def test_many_matters_make_one_notice(place):
    _, unit, head = place
    signed_in(head)
    for _ in range(3):
        a_commitment(unit, head, due_on=TODAY)
    assert actions.send_reminders(actor=worker()) == 3
    notice = Notice.objects.get(kind="commitments.due")
    assert "3 cam kết" in notice.subject
    assert notice.text.count("\n") == 2


# Hôm nay -------------------------------------------------------------------------------------


def test_what_waits_comes_in_one_question(place, django_assert_max_num_queries):
    root, unit, head = place
    committee, leader = an_actor(Role.STANDING_COMMITTEE, root), signed_in(head)
    with clock.frozen(date(2026, 11, 1)):
        late = a_commitment(unit, head, due_on=date(2026, 11, 10))
    soon = a_commitment(unit, head, due_on=date(2026, 11, 22))
    proposal = a_proposal(unit, head)
    verifier = a_person("Lê Thị Khác")
    to_verify = a_commitment(unit, head, verifier)
    declared(to_verify)
    asked = a_commitment(unit, head)
    actions.request_extension(actor=leader, commitment=asked, due_on=date(2027, 1, 5), reason="Lũ")
    with django_assert_max_num_queries(5):
        for_leader = queries.waiting(leader, TODAY)
    assert [(each.group, each.title) for each in for_leader] == [
        ("late", late.statement),
        ("soon", soon.statement),
    ]
    for_committee = queries.waiting(committee, TODAY)
    assert {(each.group, each.title) for each in for_committee} == {
        ("approve", proposal.statement),
        ("approve", f"Quyết định gia hạn: {asked.statement}"),
    }
    assert [each.group for each in queries.waiting(signed_in(verifier), TODAY)] == ["verify"]
