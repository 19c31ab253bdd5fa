"""The life of one word: each deed, each refusal, who may not, what is recorded."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from noilam.accounts.models import Account
from noilam.audit.models import Entry
from noilam.commitments import actions, policies
from noilam.commitments.models import Commitment, DueDate, Holding
from noilam.commitments.queries import with_state
from noilam.commitments.rules import State
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.organisation import actions as organisation
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_person, a_unit, an_actor

from .given import PROOF, a_commitment, a_draft, a_proposal, declared, judged, signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _held_clock():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def place():
    """A commune with its committee above, its head below, and a verifier apart."""
    root = a_unit("Đảng bộ huyện Mẫu")
    unit = a_unit("Đảng bộ xã Mẫu", parent=root)
    return root, unit, a_head(unit)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def state(commitment: Commitment, day: date = TODAY) -> str:
    return with_state(Commitment.objects.filter(pk=commitment.pk), day).get().state


def test_a_clerk_drafts_a_head_proposes_the_committee_above_approves(place):
    root, unit, head = place
    clerk, leader = an_actor(Role.UNIT_CLERK, unit), signed_in(head)
    committee = an_actor(Role.STANDING_COMMITTEE, root)
    made = actions.make_commitment(actor=clerk, draft=a_draft(unit, head))
    assert made.code == "NV-2026-001"
    with pytest.raises(PermissionDenied):
        actions.propose(actor=clerk, commitment=made)
    actions.propose(actor=leader, commitment=made)
    with pytest.raises(PermissionDenied):
        actions.approve(actor=leader, commitment=made, verifier=a_person("Lê Mẫu"))
    done = actions.approve(actor=committee, commitment=made, verifier=a_person("Lê Mẫu"))
    assert (done.status, done.in_force_on, done.verify_within) == ("in_force", TODAY, None)
    assert state(done) == State.RUNNING
    names = Entry.objects.filter(subject_id=made.pk, event__startswith="commitments.")
    assert list(names.values_list("event", flat=True)) == [
        "commitments.CommitmentDrafted",
        "commitments.CommitmentProposed",
        "commitments.CommitmentApproved",
    ]


def test_all_gaps_are_named_at_once(place):
    _, unit, _ = place
    made = actions.make_commitment(
        actor=shell(),
        draft=a_draft(unit, None, starts_on=None, due_on=None, measure="", solution=""),
    )
    with pytest.raises(Refused) as refused:
        actions.propose(actor=shell(), commitment=made)
    assert codes(refused) == {
        "person-missing",
        "start-missing",
        "due-missing",
        "measure-missing",
        "solution-missing",
    }


def test_nobody_approves_what_he_proposed_or_answers_for(place):
    root, unit, head = place
    both = an_actor(Role.STANDING_COMMITTEE, root, head)
    made = actions.make_commitment(actor=shell(), draft=a_draft(unit, head))
    actions.propose(actor=both, commitment=made)
    with pytest.raises(Refused) as refused:
        actions.approve(actor=both, commitment=made, verifier=head)
    assert codes(refused) == {
        "approver-proposed-it",
        "approver-is-responsible",
        "approver-is-verifier",
        "verifier-is-responsible",
    }


def test_a_proposal_is_not_edited_until_it_is_returned(place):
    _, unit, head = place
    made = a_proposal(unit, head)
    with pytest.raises(Refused) as refused:
        actions.change_draft(actor=shell(), commitment=made, draft=a_draft(unit, head))
    assert codes(refused) == {"not-a-draft"}
    actions.return_to_draft(actor=shell(), commitment=made, reason="Ghi rõ cách đo")
    changed = actions.change_draft(
        actor=shell(), commitment=made, draft=a_draft(unit, head, statement="Dọn sạch bờ sông")
    )
    assert changed.statement == "Dọn sạch bờ sông"
    assert Entry.objects.filter(event="commitments.DraftChanged").get().details["after"] == {
        "statement": "Dọn sạch bờ sông"
    }


def test_two_who_approve_end_in_one_winner_and_one_clear_message(place):
    _, unit, head = place
    made = a_proposal(unit, head)
    actions.approve(actor=shell(), commitment=made, verifier=a_person())
    with pytest.raises(Refused) as refused:
        actions.approve(actor=shell(), commitment=made, verifier=a_person())
    assert codes(refused) == {"not-proposed"}
    assert Holding.objects.filter(commitment=made).count() == 1


def test_done_needs_evidence_and_stops_the_units_clock(place):
    _, unit, head = place
    made = a_commitment(unit, head)
    with pytest.raises(Refused) as refused:
        actions.declare_done(actor=shell(), commitment=made)
    assert codes(refused) == {"evidence-missing"}
    declaration = declared(made)
    made.refresh_from_db()
    assert (made.status, made.is_undecided) == ("declared", True)
    assert made.verify_due_on == declaration.verify_due_on == TODAY + timedelta(days=7)
    assert state(made) == State.CLAIMED
    with pytest.raises(Refused) as refused:
        declared(made)
    assert codes(refused) == {"already-declared"}


def test_a_person_does_not_declare_for_a_past_day(place):
    _, unit, head = place
    leader = signed_in(head)
    with clock.frozen(TODAY - timedelta(days=30)):
        made = a_commitment(unit, head)
    with pytest.raises(Refused) as refused:
        actions.declare_done(
            actor=leader,
            commitment=made,
            evidence=PROOF,
            declared_on=TODAY - timedelta(days=1),
        )
    assert codes(refused) == {"declared-back-dated"}


def test_the_named_verifier_decides_and_nobody_near_the_deed(place):
    _, unit, head = place
    leader, other = signed_in(head), a_person("Lê Thị Mẫu")
    verifier = an_actor(Role.INSPECTION_COMMISSION, a_unit("Xã Khác"), other)
    made = a_commitment(unit, head, other)
    declaration = actions.declare_done(actor=leader, commitment=made, evidence=PROOF)
    with pytest.raises(PermissionDenied):
        actions.verify(actor=leader, declaration=declaration, verdict="achieved")
    actions.verify(actor=verifier, declaration=declaration, verdict="achieved")
    made.refresh_from_db()
    assert (made.status, made.last_verdict, made.verify_due_on) == ("verified", "achieved", None)
    assert state(made) == State.KEPT


def test_who_declared_does_not_verify_in_another_role(place):
    root, unit, head = place
    commission = an_actor(Role.INSPECTION_COMMISSION, root, head)
    made = a_commitment(unit, head)
    Commitment.objects.filter(pk=made.pk).update(verifier=None)
    declaration = declared(made)
    with pytest.raises(Refused) as refused:
        actions.verify(actor=commission, declaration=declaration, verdict="achieved")
    assert codes(refused) == {"verifier-performed-it"}


def test_a_second_verdict_on_one_claim_is_refused(place):
    _, unit, head = place
    declaration = declared(a_commitment(unit, head))
    actions.verify(actor=shell(), declaration=declaration, verdict="achieved")
    with pytest.raises(Refused) as refused:
        actions.verify(actor=shell(), declaration=declaration, verdict="rejected", reason="x")
    assert codes(refused) == {"already-verified"}


def test_a_rejection_reopens_until_due_and_says_why(place):
    _, unit, head = place
    made = a_commitment(unit, head)
    with pytest.raises(Refused) as refused:
        actions.verify(actor=shell(), declaration=declared(made), verdict="rejected")
    assert codes(refused) == {"reason-missing"}
    actions.verify(
        actor=shell(),
        declaration=made.declarations.get(),
        verdict="rejected",
        reason="Còn một điểm rác",
    )
    made.refresh_from_db()
    assert made.status == "in_force"
    assert (state(made), state(made, date(2027, 1, 1))) == (State.RUNNING, State.BROKEN)


def test_more_time_is_asked_before_due_and_decided_by_another(place):
    root, unit, head = place
    leader, committee = signed_in(head), an_actor(Role.STANDING_COMMITTEE, root)
    made = a_commitment(unit, head, due_on=date(2026, 11, 30))
    asked = actions.request_extension(
        actor=leader, commitment=made, due_on=date(2026, 12, 15), reason="Lũ"
    )
    with pytest.raises(PermissionDenied):
        actions.decide_extension(actor=leader, extension=asked, is_granted=True)
    with clock.frozen(date(2026, 11, 25)):
        actions.decide_extension(actor=committee, extension=asked, is_granted=True)
    made.refresh_from_db()
    assert (made.due_on, made.first_due_on) == (date(2026, 12, 15), date(2026, 11, 30))
    assert DueDate.objects.filter(commitment=made).count() == 2
    assert state(made, date(2026, 12, 10)) == State.RUNNING
    with clock.frozen(date(2026, 12, 15)), pytest.raises(Refused) as refused:
        actions.request_extension(
            actor=leader, commitment=made, due_on=date(2026, 12, 20), reason="Mưa"
        )
    assert codes(refused) == {"asked-too-late"}


def test_who_asked_does_not_decide(place):
    root, unit, head = place
    both = an_actor(Role.STANDING_COMMITTEE, root, head)
    made = a_commitment(unit, head)
    asked = actions.request_extension(
        actor=both, commitment=made, due_on=date(2027, 1, 15), reason="Lũ"
    )
    with pytest.raises(Refused) as refused:
        actions.decide_extension(actor=both, extension=asked, is_granted=True)
    assert codes(refused) == {"decider-asked"}


def test_withdrawn_stays_visible_and_counted(place):
    _, unit, head = place
    made = a_commitment(unit, head)
    with pytest.raises(Refused) as refused:
        actions.withdraw(actor=shell(), commitment=made, reason=" ")
    assert codes(refused) == {"reason-missing"}
    with clock.frozen(TODAY + timedelta(days=2)):
        actions.withdraw(actor=shell(), commitment=made, reason="Chuyển cho tỉnh làm")
    assert state(made, TODAY + timedelta(days=1)) == State.RUNNING
    assert state(made, TODAY + timedelta(days=2)) == State.WITHDRAWN


def test_closing_as_not_achieved_breaks_the_word(place):
    _, unit, head = place
    made = a_commitment(unit, head)
    actions.close_not_achieved(actor=shell(), commitment=made, reason="Không có kinh phí")
    assert state(made) == State.BROKEN
    with pytest.raises(Refused) as refused:
        declared(made)
    assert "is-not-achieved" in codes(refused)


def test_a_cause_is_confirmed_by_another_and_erases_nothing(place):
    _, unit, head = place
    leader = signed_in(head)
    made = a_commitment(unit, head, due_on=TODAY)
    with clock.frozen(TODAY + timedelta(days=5)):
        actions.write_ledger(actor=shell())
        excuse = actions.claim_excuse(
            actor=leader,
            commitment=made,
            kind="objective_cause",
            from_on=TODAY,
            reason="Lũ lụt",
        )
        with pytest.raises(PermissionDenied):
            actions.confirm_excuse(actor=leader, excuse=excuse)
        actions.confirm_excuse(actor=shell(), excuse=excuse)
    assert sum(made.lateness.values_list("days", flat=True)) == 4
    assert state(made, TODAY + timedelta(days=5)) == State.LATE


def test_a_commitment_changes_hands_and_the_past_stays(place):
    root, unit, head = place
    other, successor = a_unit("Đảng bộ xã Khác", parent=root), a_person("Phạm Văn Khác")
    made = a_commitment(unit, head)
    with clock.frozen(TODAY + timedelta(days=10)):
        actions.reassign(
            actor=shell(), commitment=made, unit=other, person=successor, reason="QĐ 12"
        )
    made.refresh_from_db()
    assert (made.unit, made.person) == (other, successor)
    assert list(made.holdings.values_list("unit", "starts_on", "ends_on")) == [
        (unit.pk, TODAY, TODAY + timedelta(days=10)),
        (other.pk, TODAY + timedelta(days=10), None),
    ]


def test_a_series_opens_each_occurrence_once_as_it_begins(place):
    _, unit, head = place
    made = a_commitment(
        unit,
        head,
        kind="duty",
        recurrence="monthly",
        starts_on=date(2026, 11, 1),
        due_on=date(2026, 11, 25),
    )
    assert made.occurrences.count() == 1
    with clock.frozen(date(2027, 1, 3)):
        assert actions.open_occurrences(actor=shell()) == 2
        assert actions.open_occurrences(actor=shell()) == 0
    days = list(made.occurrences.order_by("occurrence").values_list("in_force_on", "due_on"))
    assert days == [
        (TODAY, date(2026, 11, 25)),
        (date(2026, 12, 1), date(2026, 12, 25)),
        (date(2027, 1, 1), date(2027, 1, 25)),
    ]


def test_what_waits_in_a_circle_is_refused(place):
    _, unit, head = place
    one, two, three = (a_commitment(unit, head) for _ in range(3))
    actions.set_dependencies(actor=shell(), commitment=one, awaited=[two])
    actions.set_dependencies(actor=shell(), commitment=two, awaited=[three])
    with pytest.raises(Refused) as refused:
        actions.set_dependencies(actor=shell(), commitment=three, awaited=[one])
    assert codes(refused) == {"waits-in-a-circle"}


def test_a_stranger_sees_nothing_and_the_committee_all(place):
    root, unit, head = place
    made = a_commitment(unit, head)
    stranger = an_actor(Role.HEAD, a_unit("Nơi khác"))
    committee = an_actor(Role.STANDING_COMMITTEE, root)
    assert not policies.may_see(stranger, made)
    assert policies.may_see(committee, made)
    judged(made)
    assert policies.visible_commitments(committee).get() == made


def test_who_stands_in_for_the_responsible_person_does_not_verify(place):
    root, unit, head = place
    commission = an_actor(Role.INSPECTION_COMMISSION, root)
    made = a_commitment(unit, head)
    Commitment.objects.filter(pk=made.pk).update(verifier=None)
    declaration = declared(made)
    organisation.appoint_stand_in(
        actor=shell(),
        absent=Account.objects.get(pk=signed_in(head).id),
        stand_in=Account.objects.get(pk=commission.id),
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=5),
        reason="Đi học",
    )
    with pytest.raises(Refused) as refused:
        actions.verify(actor=commission, declaration=declaration, verdict="achieved")
    assert codes(refused) == {"verifier-performed-it"}


def test_an_urgent_matter_is_registered_for_the_year_it_begins_in(place):
    _, unit, head = place
    made = actions.make_commitment(actor=shell(), draft=a_draft(unit, head, kind="urgent_matter"))
    assert (made.code, made.for_year) == ("VCB-2026-001", 2026)
