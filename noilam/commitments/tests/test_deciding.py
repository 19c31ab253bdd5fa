"""Deciding with open eyes: what a deed's page shows, and what the slower of two is told."""

from datetime import timedelta

import pytest

from noilam.accounts.models import Account
from noilam.commitments import actions
from noilam.commitments.models import Commitment
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.organisation.models import Person, Unit
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_person, a_unit, an_actor

from .given import DUE, PROOF, TODAY, a_commitment, a_draft, a_proposal, declared, judged, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


@pytest.fixture
def place():
    root = a_unit("Đảng bộ xã Sông Hiền", code="SH")
    cell = a_unit("Chi bộ thôn 1", parent=root, code="SH.1")
    return root, cell, a_head(root, "Lê Thị Mẫu"), a_head(cell, "Bí thư Thôn")


@pytest.fixture
def promise(place) -> Commitment:
    _root, cell, above, head = place
    return a_commitment(cell, head, verifier=above)


def sign_in(client, actor) -> None:
    client.force_login(Account.objects.get(pk=actor.id))


def text(response) -> str:
    return response.content.decode()


def codes(response) -> list[str]:
    return [problem.code for problem in response.context["problems"]]


def ask_for_time(promise: Commitment, head: Person) -> None:
    actions.request_extension(
        actor=signed_in(head),
        commitment=promise,
        due_on=DUE + timedelta(days=30),
        reason="Chờ bàn giao mặt bằng",
    )


def name_a_cause(promise: Commitment, head: Person, reason: str) -> None:
    actions.claim_excuse(
        actor=signed_in(head),
        commitment=promise,
        kind="objective_cause",
        from_on=TODAY,
        reason=reason,
    )


# What is shown -------------------------------------------------------------------------------


def test_whoever_decides_on_more_time_reads_what_was_asked(client, place, promise):
    ask_for_time(promise, place[3])
    sign_in(client, signed_in(place[2]))
    shown = text(client.get(f"/commitments/{promise.pk}/extension-decision/"))
    assert "30/01/2027" in shown
    assert "Chờ bàn giao mặt bằng" in shown
    assert "31/12/2026" in shown


def test_whoever_judges_a_deed_sees_its_evidence(client, place, promise):
    declared(promise)
    sign_in(client, signed_in(place[2]))
    page = f"/commitments/{promise.pk}/verification/"
    assert PROOF[0].text in text(client.get(page))
    answer = client.post(page, {"verdict": "", "reason": ""})
    assert (answer.status_code, codes(answer)) == (422, ["verdict-missing"])


def test_whoever_weighs_a_cause_reads_which_one_it_is(client, place, promise):
    name_a_cause(promise, place[3], "Mưa lũ kéo dài")
    name_a_cause(promise, place[3], "Thiếu kinh phí")
    sign_in(client, signed_in(place[2]))
    page = client.get(f"/commitments/{promise.pk}/excuse-decision/")
    assert "Mưa lũ kéo dài" in text(page)
    assert page.context["page"].others == 1


def test_whoever_approves_reads_the_whole_word(client, place):
    proposal = a_proposal(place[1], place[3])
    sign_in(client, an_actor(Role.OFFICE, place[0]))
    shown = text(client.get(f"/commitments/{proposal.pk}/approval/"))
    assert proposal.measure in shown
    assert proposal.solution in shown


# Who comes too late --------------------------------------------------------------------------


def test_of_two_who_decide_the_slower_is_told_and_keeps_his_words(client, place, promise):
    ask_for_time(promise, place[3])
    sign_in(client, signed_in(place[2]))
    page = f"/commitments/{promise.pk}/extension-decision/"
    about = client.get(page).context["page"].about
    actions.decide_extension(
        actor=shell(), extension=promise.extensions.get(pk=about), is_granted=True
    )
    answer = client.post(page, {"answer": "no", "reason": "Đã gia hạn hai lần", "about": about})
    assert (answer.status_code, codes(answer)) == (422, ["already-decided"])
    assert "Đã gia hạn hai lần" in text(answer)
    assert "Không còn gì chờ quyết định" in text(client.get(page))


def test_a_verdict_on_a_claim_that_is_judged_already_is_told_so(client, place, promise):
    declaration = declared(promise)
    sign_in(client, signed_in(place[2]))
    page = f"/commitments/{promise.pk}/verification/"
    actions.verify(actor=shell(), declaration=declaration, verdict="achieved")
    sent = {"verdict": "rejected", "reason": "Chưa thấy biển báo", "about": declaration.pk}
    answer = client.post(page, sent)
    assert (answer.status_code, codes(answer)) == (422, ["already-decided"])
    assert "Chưa thấy biển báo" in text(answer)


def test_a_decision_is_about_the_cause_that_was_read(client, place, promise):
    name_a_cause(promise, place[3], "Mưa lũ kéo dài")
    name_a_cause(promise, place[3], "Thiếu kinh phí")
    first, second = promise.excuses.order_by("pk")
    actions.confirm_excuse(actor=shell(), excuse=first)
    sign_in(client, signed_in(place[2]))
    page = f"/commitments/{promise.pk}/excuse-decision/"
    assert codes(client.post(page, {"answer": "yes", "about": first.pk})) == ["already-decided"]
    client.post(page, {"answer": "yes", "about": second.pk})
    second.refresh_from_db()
    assert second.is_confirmed


# What is not offered -------------------------------------------------------------------------


def test_on_the_day_of_a_verdict_done_is_not_offered_and_the_page_says_why(client, place, promise):
    judged(promise, "partly")
    sign_in(client, signed_in(place[3]))
    page = client.get(f"/commitments/{promise.pk}/")
    assert "done" not in page.context["page"].deeds
    assert "báo lại được từ ngày mai" in text(page)
    with clock.frozen(TODAY + timedelta(days=1)):
        tomorrow = client.get(f"/commitments/{promise.pk}/")
    assert "done" in tomorrow.context["page"].deeds


def test_a_draft_names_its_gaps_and_leads_back_to_the_paper(client, place):
    cell: Unit = place[1]
    draft = a_draft(cell, place[3], solution="")
    made = actions.make_commitment(actor=shell(), draft=draft)
    sign_in(client, signed_in(place[3]))
    assert "Còn thiếu" in text(client.get(f"/commitments/{made.pk}/"))
    refused = client.post(f"/commitments/{made.pk}/proposal/")
    assert codes(refused) == ["solution-missing"]
    assert f"/commitments/{made.pk}/draft/" in text(refused)


# The way to the deed -------------------------------------------------------------------------


def test_what_waits_for_somebody_leads_straight_to_its_deed(client, place, promise):
    ask_for_time(promise, place[3])
    name_a_cause(promise, place[3], "Mưa lũ kéo dài")
    waiting = a_commitment(place[1], place[3], verifier=place[2])
    declared(waiting)
    proposal = a_proposal(place[1], place[3])
    sign_in(client, signed_in(place[2]))
    page = client.get("/")
    links = {todo.link for group in page.context["groups"] for todo in group.todos}
    assert {
        f"/commitments/{promise.pk}/extension-decision/",
        f"/commitments/{promise.pk}/excuse-decision/",
        f"/commitments/{waiting.pk}/verification/",
        f"/commitments/{proposal.pk}/approval/",
    } <= links


def test_the_approver_finds_the_verifier_whom_the_draft_proposed(client, place):
    checker = a_person("Đỗ Thị Kiểm")
    proposal = a_proposal(place[1], place[3], verifier=checker)
    sign_in(client, an_actor(Role.OFFICE, place[0]))
    form = client.get(f"/commitments/{proposal.pk}/approval/").context["form"]
    assert form.initial["verifier"] == checker.code
