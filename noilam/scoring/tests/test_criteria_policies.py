"""Who drafts criteria, records the decision on them, and sees them."""

import pytest
from django.core.exceptions import PermissionDenied

from noilam.accounts.queries import actor_for
from noilam.foundation import clock
from noilam.foundation.access import Actor, Kind
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_unit, an_actor
from noilam.scoring import actions, policies

from .given import a_content, a_draft_set, an_issued_set
from .issuing import TODAY, asked, issue, refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


def test_boards_and_offices_draft_and_the_standing_committee_issues():
    unit = a_unit()
    cell = a_unit("Chi bộ", parent=unit, kind="party_cell")
    board = an_actor(Role.ORGANISING_BOARD, unit)
    committee = an_actor(Role.STANDING_COMMITTEE, unit)
    draft = actions.draft_criteria(actor=board, unit=unit, content=a_content())

    assert not policies.may_issue_criteria(board, draft)
    assert policies.may_issue_criteria(committee, draft)
    assert not policies.may_draft_criteria(committee, unit)
    assert not policies.may_draft_criteria(an_actor(Role.UNIT_CLERK, cell), cell)
    with pytest.raises(PermissionDenied):
        issue(draft, actor=board)
    with pytest.raises(PermissionDenied):
        actions.draft_criteria(actor=committee, unit=unit, content=a_content(code="KHAC"))


def test_who_drafted_does_not_record_the_decision_not_even_as_a_stand_in():
    unit = a_unit()
    board = an_actor(Role.ORGANISING_BOARD, unit)
    committee = an_actor(Role.STANDING_COMMITTEE, unit)
    draft = actions.draft_criteria(actor=board, unit=unit, content=a_content())
    both = Actor(Kind.STAND_IN, board.id, board.label, committee.id, committee.label)

    assert refused(issue, actor=both, criteria_set=draft) == ["drafter"]
    assert issue(draft, actor=committee).issued_by == committee.label


def test_drafts_are_seen_inside_the_unit_that_drafts_and_by_those_asked():
    unit = a_unit()
    cell = a_unit("Chi bộ", parent=unit, kind="party_cell")
    head = a_head(cell)
    leader = an_actor(Role.HEAD, cell, head)
    draft = a_draft_set(unit)

    assert policies.may_see_criteria(an_actor(Role.OFFICE, unit), draft)
    assert not policies.may_see_criteria(leader, draft)

    asked(draft, cell)
    leader = actor_for(head.account)
    assert policies.may_see_criteria(leader, draft)


def test_an_issued_set_is_seen_by_whoever_is_scored_by_it_and_above():
    above = a_unit("Tỉnh", kind="provincial_committee")
    unit = a_unit("Xã", parent=above)
    cell = a_unit("Chi bộ", parent=unit, kind="party_cell")
    issued = an_issued_set(unit)

    assert policies.may_see_criteria(an_actor(Role.STAFF, cell), issued)
    assert policies.may_see_criteria(an_actor(Role.AUDITOR, above), issued)
    assert not policies.may_see_criteria(an_actor(Role.OFFICE, a_unit("Nơi khác")), issued)
