"""One promise read later, by another, or as of a past day: nobody learns what is not his."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from noilam.accounts.models import Account
from noilam.commitments import actions, queries
from noilam.commitments.actions import Proof, SourceOf
from noilam.commitments.models import Commitment, Evidence, Lateness
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_person, a_unit, an_actor

from .given import PROOF, a_commitment, a_draft, a_proposal, declared, judged, signed_in

pytestmark = pytest.mark.django_db
START, DUE, LATER = date(2026, 6, 1), date(2026, 7, 31), date(2026, 11, 20)
HIDDEN = "Chưa được nói ra ngoài"


@pytest.fixture
def place():
    with clock.frozen(START):
        root = a_unit("Đảng bộ xã Sông Hiền", code="SH")
        cell = a_unit("Chi bộ thôn 1", parent=root, code="SH.1")
        return cell, a_head(cell, "Bí thư Thôn"), a_head(root, "Lê Thị Mẫu")


def promise(place, **given) -> Commitment:
    cell, head, above = place
    with clock.frozen(START):
        return a_commitment(cell, head, verifier=above, **{"due_on": DUE, **given})


def shown(client, actor, commitment: Commitment, as_of: date | None = None) -> str:
    client.force_login(Account.objects.get(pk=actor.id))
    day = f"?as_of={as_of.isoformat()}" if as_of else ""
    return client.get(f"/commitments/{commitment.pk}/{day}").content.decode()


def titles(commitment: Commitment, on: date) -> list[str]:
    return [step.title for step in queries.story(commitment, on)]


def step(commitment: Commitment, title: str, on: date = LATER):
    return next(each for each in queries.story(commitment, on) if each.title.startswith(title))


# Who may know ---------------------------------------------------------------------------------


@pytest.fixture
def with_drafts_around(place):
    """A public promise with drafts below it, before it and behind it."""
    cell, head, _above = place
    public = promise(place, publicity="public")
    with clock.frozen(START):
        below = a_draft(cell, head, statement=f"{HIDDEN}: việc con", parent=public)
        actions.make_commitment(actor=shell(), draft=below)
        awaited = a_proposal(cell, head, statement=f"{HIDDEN}: việc phải chờ")
        waiting = a_proposal(cell, head, statement=f"{HIDDEN}: việc đang chờ")
        actions.set_dependencies(actor=shell(), commitment=public, awaited=[awaited])
        actions.set_dependencies(actor=shell(), commitment=waiting, awaited=[public])
    return public


def test_a_page_tells_a_stranger_of_no_draft_around_a_public_promise(client, with_drafts_around):
    stranger = an_actor(Role.HEAD, a_unit("Đảng bộ xã Khác"))
    with clock.frozen(LATER):
        assert HIDDEN not in shown(client, stranger, with_drafts_around)


def test_whoever_may_open_them_sees_them_with_their_state(client, with_drafts_around, place):
    with clock.frozen(LATER):
        page = shown(client, signed_in(place[1]), with_drafts_around)
    for what in ("việc con", "việc phải chờ", "việc đang chờ"):
        assert f"{HIDDEN}: {what}" in page
    assert "Được việc khác chờ" in page
    assert "Chờ duyệt" in page


def test_a_dossier_tells_a_stranger_of_no_draft_around_a_public_promise(with_drafts_around, place):
    stranger = an_actor(Role.HEAD, a_unit("Đảng bộ xã Khác"))
    with clock.frozen(LATER):
        told = queries.dossier(stranger, with_drafts_around, LATER)
        own = queries.dossier(signed_in(place[1]), with_drafts_around, LATER)
    assert HIDDEN not in json.dumps(told, ensure_ascii=False)
    assert [len(own[name]) for name in ("below", "waits_for", "awaited_by")] == [1, 1, 1]


def test_a_draft_does_not_name_the_hidden_one_above_it(client, place):
    cell, head, _above = place
    with clock.frozen(START):
        above = a_proposal(cell, head, statement=HIDDEN)
    public = promise(place, publicity="public", parent=above)
    stranger = an_actor(Role.HEAD, a_unit("Đảng bộ xã Khác"))
    with clock.frozen(LATER):
        assert above.code not in shown(client, stranger, public)
        assert queries.dossier(stranger, public, LATER)["commitment"]["above"] is None
        assert above.code in shown(client, signed_in(head), public)


# As of a past day -----------------------------------------------------------------------------


def test_a_page_of_a_past_day_does_not_know_that_it_was_withdrawn(client, place):
    made = promise(place)
    with clock.frozen(DUE):
        actions.withdraw(actor=shell(), commitment=made, reason="Đã sáp nhập thôn")
    with clock.frozen(LATER):
        reader = signed_in(place[1])
        assert "Đã sáp nhập thôn" not in shown(client, reader, made, DUE - timedelta(days=1))
        assert "Đã sáp nhập thôn" in shown(client, reader, made)


def test_a_dossier_of_a_past_day_holds_nothing_that_came_later(place):
    made = promise(place)
    with clock.frozen(date(2026, 7, 1)):
        actions.request_extension(
            actor=shell(), commitment=made, due_on=date(2026, 9, 1), reason="Chờ mặt bằng"
        )
    with clock.frozen(date(2026, 7, 10)):
        actions.decide_extension(
            actor=shell(), extension=made.extensions.get(), is_granted=False, reason="Không cần"
        )
    with clock.frozen(date(2026, 9, 10)):
        actions.report_progress(actor=shell(), commitment=made, note="Gần xong", figure=Decimal(9))
        judged(made, "rejected")
    then = queries.dossier(shell(), made, date(2026, 7, 5))
    assert then["extensions"][0]["decided_on"] is None
    assert then["extensions"][0]["is_granted"] is None
    assert then["extensions"][0]["decided_by"] == ""
    for table in ("declarations", "evidence", "progress", "lateness"):
        assert then[table] == []
    assert not then["commitment"]["reached"]
    assert {each["at"][:10] for each in then["trail"]} == {"2026-06-01", "2026-07-01"}
    now = queries.dossier(shell(), made, date(2026, 9, 10))
    assert now["extensions"][0]["decision_reason"] == "Không cần"
    assert now["declarations"][0]["verification_verdict"] == "rejected"


def test_a_verdict_given_later_is_still_awaited_on_a_past_day(client, place):
    made = promise(place)
    with clock.frozen(date(2026, 7, 20)):
        claim = declared(made)
    with clock.frozen(date(2026, 7, 25)):
        actions.verify(actor=shell(), declaration=claim, verdict="partly", reason="Còn hai hộ")
    with clock.frozen(LATER):
        page = shown(client, signed_in(place[1]), made, date(2026, 7, 22))
    assert "chờ 2 ngày" in page
    assert "Còn hai hộ" not in page


def test_no_deed_is_offered_on_a_past_day(client, place):
    made = promise(place)
    with clock.frozen(DUE):
        assert f"/commitments/{made.pk}/done/" in shown(client, signed_in(place[1]), made)
        past = shown(client, signed_in(place[1]), made, START)
    assert f"/commitments/{made.pk}/done/" not in past
    assert "Ghi cam kết con" not in past


# Decisions stay visible ------------------------------------------------------------------------


def test_a_refused_extension_stays_in_the_chain_with_who_and_why(place):
    made = promise(place)
    with clock.frozen(date(2026, 7, 1)):
        asker, decider = signed_in(place[1]), signed_in(place[2])
        actions.request_extension(
            actor=asker, commitment=made, due_on=date(2026, 9, 1), reason="Chờ mặt bằng"
        )
        actions.decide_extension(
            actor=decider, extension=made.extensions.get(), is_granted=False, reason="Đủ thời gian"
        )
    assert step(made, "Xin gia hạn đến 01/09/2026").detail == "Bí thư Thôn: Chờ mặt bằng"
    assert step(made, "Không cho gia hạn").detail == "Lê Thị Mẫu: Đủ thời gian"


def test_a_granted_extension_stands_after_its_request_on_the_same_day(place):
    made = promise(place)
    with clock.frozen(date(2026, 7, 1)):
        actions.request_extension(
            actor=signed_in(place[1]), commitment=made, due_on=date(2026, 9, 1), reason="Mưa lũ"
        )
        actions.decide_extension(
            actor=signed_in(place[2]), extension=made.extensions.get(), is_granted=True
        )
    told = titles(made, LATER)
    assert told.index("Xin gia hạn đến 01/09/2026") + 1 == told.index("Hạn mới: 01/09/2026")
    assert step(made, "Hạn mới").detail == "Lê Thị Mẫu"


def test_a_cause_that_was_refused_does_not_read_like_one_confirmed(client, place):
    made = promise(place)
    with clock.frozen(DUE):
        for reason in ("Bão số 3", "Thiếu người"):
            actions.claim_excuse(
                actor=signed_in(place[1]),
                commitment=made,
                kind="suspension",
                from_on=date(2026, 7, 10),
                to_on=date(2026, 7, 20),
                reason=reason,
                document="CV 12/UBND",
                agency="Sở Xây dựng",
            )
        flood, excuse = made.excuses.order_by("pk")
        actions.confirm_excuse(actor=shell(), excuse=flood)
        actions.confirm_excuse(
            actor=shell(), excuse=excuse, is_confirmed=False, reason="Không khách quan"
        )
    with clock.frozen(LATER):
        page = shown(client, signed_in(place[1]), made)
    assert step(made, "Công nhận: Tạm dừng")
    assert step(made, "Không công nhận: Tạm dừng").detail.endswith("Không khách quan")
    for told in ("CV 12/UBND", "chờ Sở Xây dựng", "10/07/2026 – 20/07/2026", "không công nhận"):
        assert told in page


# The ledger as it is read ----------------------------------------------------------------------


def test_the_ledger_adds_up_to_the_days_past_due(client, place):
    made = promise(place)
    with clock.frozen(date(2026, 9, 1)):
        actions.write_ledger(actor=shell())
    with clock.frozen(date(2026, 10, 19)):
        actions.write_ledger(actor=shell())
        page = shown(client, signed_in(place[1]), made)
        told = queries.dossier(shell(), made, clock.today())
    assert Lateness.objects.count() > 1
    assert "quá hạn 80 ngày" in page
    assert "01/08/2026 – đến nay" in page
    assert [(each["days"], each["is_running"]) for each in told["lateness"]] == [(80, True)]


def test_the_ledger_of_a_past_day_ends_with_that_day(place):
    made = promise(place)
    with clock.frozen(date(2026, 9, 1)):
        actions.write_ledger(actor=shell())
    with clock.frozen(LATER):
        told = queries.dossier(shell(), made, date(2026, 8, 10))["lateness"]
    assert [(each["from_on"], each["to_on"], each["days"]) for each in told] == [
        ("2026-08-01", "2026-08-10", 10)
    ]


def test_what_runs_on_reading_is_what_the_ledger_then_writes(place):
    cell, head, _above = place
    elsewhere = a_unit("Trạm y tế xã", code="YT")
    made = promise(place)
    with clock.frozen(START):
        awaited = a_commitment(elsewhere, a_person("Trạm trưởng"), due_on=DUE)
        actions.set_dependencies(actor=shell(), commitment=made, awaited=[awaited])
    with clock.frozen(date(2026, 8, 20)):
        judged(awaited)
        read = queries.dossier(shell(), made, clock.today())["lateness"]
        judged(made)
    written = queries.dossier(shell(), made, date(2026, 8, 20))["lateness"]
    assert read[0]["holder"] == "Trạm y tế xã"
    assert [(each["holder"], each["days"]) for each in read] == [
        (each["holder"], each["days"]) for each in written
    ]


# What was said ---------------------------------------------------------------------------------


def test_a_draft_shows_its_due_day_its_start_and_its_weight(client, place):
    cell, head, _above = place
    with clock.frozen(START):
        draft = a_draft(cell, head, due_on=DUE, weight=Decimal("2.5"))
        made = actions.make_commitment(actor=shell(), draft=draft)
        page = shown(client, signed_in(head), made)
    for told in ("<dd>31/07/2026", "<dd>01/06/2026", "<dd>2,5"):
        assert told in page


def test_the_chain_tells_who_wrote_proposed_and_approved_it(place):
    cell, head, above = place
    with clock.frozen(START):
        writer, approver = signed_in(head), signed_in(above)
        made = actions.make_commitment(
            actor=writer,
            draft=a_draft(cell, head, due_on=DUE),
            sources=[SourceOf("Nghị quyết 15", link="https://example.vn/nq15")],
        )
        actions.propose(actor=writer, commitment=made)
        actions.approve(
            actor=approver,
            commitment=made,
            verifier=a_person("Đỗ Thị Kiểm"),
            decided_by="Ban thường vụ",
            decision_document="Số 12-QĐ/ĐU",
        )
    assert titles(made, LATER)[:4] == [
        "Nghị quyết 15", "Ghi dự thảo", "Trình duyệt", "Cam kết có hiệu lực",
    ]  # fmt: skip
    assert step(made, "Trình duyệt").detail == "Bí thư Thôn"
    approved = step(made, "Cam kết có hiệu lực").detail
    assert approved == "Ban thường vụ · Số 12-QĐ/ĐU · người duyệt: Lê Thị Mẫu"
    assert step(made, "Nghị quyết 15").link == "https://example.vn/nq15"


def test_a_source_stands_before_what_was_made_of_it(place):
    cell, head, _above = place
    with clock.frozen(START):
        made = actions.make_commitment(
            actor=shell(),
            draft=a_draft(cell, head, due_on=DUE),
            sources=[SourceOf("Nghị quyết 15")],
        )
        actions.propose(actor=shell(), commitment=made)
    with clock.frozen(START + timedelta(days=3)):
        actions.approve(actor=shell(), commitment=made, verifier=place[2])
    assert titles(made, LATER)[:2] == ["Nghị quyết 15", "Ghi dự thảo"]


def test_a_source_kept_before_links_were_checked_leads_to_nothing_that_runs(place):
    cell, head, _above = place
    with clock.frozen(START):
        made = actions.make_commitment(
            actor=shell(), draft=a_draft(cell, head), sources=[SourceOf("Xấu"), SourceOf("Lạ")]
        )
        made.sources.filter(label="Xấu").update(link="javascript:alert(1)")
        made.sources.filter(label="Lạ").update(link="//ngoai.vn")
    links = [each.link for each in queries.story(made, LATER) if each.title in ("Xấu", "Lạ")]
    assert links == ["", ""]


def test_a_figure_given_as_evidence_is_where_it_stands(client, place):
    made = promise(place, target=Decimal(5), baseline=Decimal(1), measure="Số hộ có nước sạch.")
    with clock.frozen(date(2026, 7, 1)):
        actions.report_progress(actor=shell(), commitment=made, figure=Decimal(3))
    with clock.frozen(date(2026, 7, 20)):
        proof = [Proof(text="4,5", kind=Evidence.Kind.FIGURE)]
        actions.declare_done(actor=shell(), commitment=made, evidence=proof)
    with clock.frozen(LATER):
        reader = signed_in(place[1])
        now, then = shown(client, reader, made), shown(client, reader, made, date(2026, 7, 2))
    assert "Số hộ có nước sạch. Chỉ tiêu: 5. Ban đầu: 1. Đến nay: 4,5<" in now
    assert "Đến nay: 3<" in then


def test_a_risk_seen_and_a_day_to_check_again_are_shown(client, place):
    made = promise(
        place,
        kind=Commitment.Kind.REMEDIATION,
        finding="Chậm giải quyết đơn",
        cause="Thiếu đôn đốc",
        recheck_on=date(2026, 12, 15),
    )
    with clock.frozen(date(2026, 7, 1)):
        actions.report_progress(actor=shell(), commitment=made, note="Trời mưa", is_at_risk=True)
        page = shown(client, signed_in(place[1]), made)
    assert "có nguy cơ trễ hạn" in page
    assert "15/12/2026" in page
    assert step(made, "Kiểm tra lại").on == date(2026, 12, 15)
    assert step(made, "Báo tiến độ").look == "late"


def test_a_day_to_check_again_waits_for_the_verifier_when_it_has_come(place):
    check = {"finding": "Chậm trả đơn", "cause": "Thiếu đôn đốc", "recheck_on": date(2026, 12, 15)}
    made = promise(place, kind=Commitment.Kind.REMEDIATION, statement="Trả đơn đúng hạn", **check)
    with clock.frozen(DUE):
        judged(made)
        verifier = signed_in(place[2])
        assert queries.waiting(verifier, date(2026, 12, 14)) == []
        (line,) = queries.waiting(verifier, date(2026, 12, 16))
        assert queries.waiting(verifier, date(2027, 3, 1)) == []
    assert (line.group, line.title) == ("other", "Kiểm tra lại: Trả đơn đúng hạn")


def test_a_milestone_reached_keeps_its_day(client, place):
    made = promise(place, milestones=[("Xong điểm một", date(2026, 7, 1))])
    with clock.frozen(date(2026, 6, 28)):
        actions.reach_milestone(actor=shell(), milestone=made.milestones.get())
        assert "đã đạt 28/06/2026" in shown(client, signed_in(place[1]), made)
        assert "đã đạt" not in shown(client, signed_in(place[1]), made, date(2026, 6, 20))


def test_the_paper_holds_evidence_verdicts_extensions_and_causes(place):
    made = promise(place, support_text="Hội Phụ nữ")
    with clock.frozen(date(2026, 7, 20)):
        actions.declare_done(actor=shell(), commitment=made, evidence=PROOF, note="Xong cả")
    with clock.frozen(date(2026, 7, 25)):
        claim = made.declarations.get()
        actions.verify(actor=shell(), declaration=claim, verdict="rejected", reason="Còn rác")
    told = queries.dossier_paper.sheet(queries.dossier(shell(), made, LATER))
    written = json.dumps(told, ensure_ascii=False)
    for words in ("Biên bản nghiệm thu số 4", "Còn rác", "Hội Phụ nữ", "Không đạt", "Xong cả"):
        assert words in written
    assert queries.dossier_pdf(shell(), made, LATER).startswith(b"%PDF")
