"""What each deed does, refuses and records, and who may not do it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from noilam.audit.models import Entry
from noilam.consultation import actions, queries
from noilam.consultation.models import Comment
from noilam.consultation.rules import Disposition
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_person, an_actor

from .conftest import TODAY
from .given import PARTS, a_comment, a_consultation, a_redraft, edited

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]
LATER = TODAY + timedelta(days=40)


def told(event):
    return Entry.objects.filter(event=f"consultation.{event}").order_by("-id").first()


def test_a_draft_is_opened_to_units_and_people(commune, cell):
    member = a_person("Lê Thị Ủy Viên")
    board = an_actor(Role.ORGANISING_BOARD, commune)

    opened = actions.open_consultation(
        actor=board,
        title="  Tiêu chí   chấm điểm ",
        unit=commune,
        parts=PARTS,
        closes_on=TODAY + timedelta(days=10),
        units=[cell, cell],
        people=[member],
        about_kind="scoring.set",
        about_id=7,
    )

    assert opened.title == "Tiêu chí chấm điểm"
    assert opened.invitations.count() == 2
    assert [each.key for each in opened.drafts.get().parts.all()] == ["I", "I.1", "I.2"]
    assert told("ConsultationOpened").subject_id == opened.pk
    assert "90 phần trăm" in str(told("DraftPublished").details)


@pytest.mark.parametrize("role", [Role.HEAD, Role.UNIT_CLERK, Role.AUDITOR, Role.STAFF])
def test_others_do_not_ask_in_the_name_of_a_unit(role, commune, cell):
    with pytest.raises(PermissionDenied):
        actions.open_consultation(
            actor=an_actor(role, commune),
            title="Dự thảo",
            unit=commune,
            parts=PARTS,
            closes_on=LATER,
            units=[cell],
        )


def test_a_short_consultation_of_nobody_about_nothing_is_refused_at_once(commune):
    with pytest.raises(Refused) as refused:
        actions.open_consultation(actor=shell(), title="", unit=commune, parts=[], closes_on=TODAY)

    codes = {each.code for each in refused.value.problems}
    assert codes == {"title", "too-short", "no-parts", "nobody"}


def test_one_thing_is_asked_about_once_at_a_time(commune):
    about = {"about_kind": "scoring.set", "about_id": 7}
    a_consultation(commune, **about)

    with pytest.raises(Refused) as refused:
        a_consultation(commune, **about)
    a_consultation(commune, about_kind="scoring.set", about_id=8)

    assert refused.value.problems[0].code == "open-already"
    with clock.frozen(LATER):
        a_consultation(commune, **about)


def test_more_are_invited_later_and_nobody_twice(commune, cell, other_cell):
    opened = a_consultation(commune, units=[cell])

    added = actions.invite(actor=shell(), consultation=opened, units=[cell, other_cell])

    assert added == 1
    with pytest.raises(Refused):
        actions.invite(actor=shell(), consultation=opened, units=[cell])


def test_an_invited_unit_speaks_through_its_own_head_or_clerk(commune, cell, other_cell):
    opened = a_consultation(commune, units=[cell])
    clerk = an_actor(Role.UNIT_CLERK, cell)

    said = actions.comment(
        actor=clerk, consultation=opened, part_key="I.1", text=" Cao quá. ", unit=cell
    )

    assert (said.number, said.whose, said.text) == (1, "Chi bộ thôn 1", "Cao quá.")
    assert said.by_account == clerk.id
    assert told("CommentMade").details["part"] == "I.1"
    for actor, unit in [
        (an_actor(Role.HEAD, commune), cell),  # from above: not in the cell's name
        (an_actor(Role.HEAD, other_cell), other_cell),  # not invited
        (clerk, other_cell),
        (an_actor(Role.STAFF, cell), cell),
    ]:
        with pytest.raises(PermissionDenied):
            actions.comment(actor=actor, consultation=opened, text="Ý kiến", unit=unit)


def test_an_invited_person_speaks_for_himself_and_for_no_other(commune, cell):
    member, other = a_person("Lê Thị Ủy Viên"), a_person("Đỗ Văn Khác")
    opened = a_consultation(commune, units=[cell], people=[member])

    said = actions.comment(
        actor=an_actor(Role.STAFF, commune, member),
        consultation=opened,
        wording="Đạt 85 phần trăm",
        person=member,
    )

    assert said.whose == "Lê Thị Ủy Viên"
    for actor, person in [
        (an_actor(Role.STAFF, commune, other), other),
        (an_actor(Role.STAFF, commune, other), member),
        (an_actor(Role.STAFF, commune, other), None),
    ]:
        with pytest.raises(PermissionDenied):
            actions.comment(actor=actor, consultation=opened, text="Ý kiến", person=person)


def test_nothing_is_heard_after_the_last_day(commune):
    opened = a_consultation(commune)

    with clock.frozen(opened.closes_on):
        a_comment(opened, commune)
    with clock.frozen(opened.closes_on + timedelta(days=1)), pytest.raises(Refused) as refused:
        a_comment(opened, commune)

    assert refused.value.problems[0].code == "over"


def test_more_time_is_given_and_the_earlier_day_kept(commune):
    opened = a_consultation(commune)
    earlier = opened.closes_on

    actions.extend(actor=shell(), consultation=opened, closes_on=LATER, reason="Mưa lũ")

    opened.refresh_from_db()
    assert opened.closes_on == LATER
    assert opened.extensions.get().before_on == earlier
    with clock.frozen(LATER):
        a_comment(opened, commune)


def test_it_is_closed_early_with_a_reason_and_not_opened_again(commune):
    opened = a_consultation(commune)
    with clock.frozen(TODAY + timedelta(days=12)):
        actions.close_consultation(actor=shell(), consultation=opened, reason="Đã đủ ý kiến")
        for deed in (
            lambda: a_comment(opened, commune),
            lambda: actions.extend(
                actor=shell(), consultation=opened, closes_on=LATER, reason="Thêm"
            ),
            lambda: actions.close_consultation(actor=shell(), consultation=opened, reason="Nữa"),
        ):
            with pytest.raises(Refused):
                deed()


def test_a_comment_is_taken_back_kept_and_counted_no_more(commune, cell, other_cell):
    opened = a_consultation(commune, units=[cell], about_kind="scoring.set", about_id=7)
    said = a_comment(opened, cell)
    with pytest.raises(PermissionDenied):
        actions.withdraw_comment(actor=an_actor(Role.HEAD, other_cell), comment=said)

    actions.withdraw_comment(actor=an_actor(Role.HEAD, cell), comment=said, reason="Nhầm")

    assert Comment.objects.get().withdraw_reason == "Nhầm"
    assert queries.unanswered("scoring.set", 7) == 0
    with pytest.raises(Refused):
        actions.withdraw_comment(actor=shell(), comment=said)


def test_an_answer_is_followed_by_another_and_both_are_kept(commune):
    said = a_comment(a_consultation(commune), commune)
    board = an_actor(Role.ORGANISING_BOARD, commune)

    actions.answer(
        actor=board, comment=said, disposition=Disposition.REJECTED, reason="Trái hướng dẫn"
    )
    actions.answer(
        actor=board, comment=said, disposition=Disposition.ACCEPTED, reason="Hướng dẫn đã sửa"
    )

    said.refresh_from_db()
    assert said.disposition == Disposition.ACCEPTED
    assert [bool(each.superseded_at) for each in said.answers.all()] == [True, False]
    assert told("CommentsAnswered").details["numbers"] == [1]


def test_nobody_answers_his_own_comment(commune):
    opened = a_consultation(commune)
    head = an_actor(Role.HEAD, commune)
    said = actions.comment(actor=head, consultation=opened, text="Ý kiến", unit=commune)
    person_too = an_actor(Role.OFFICE, commune)

    with pytest.raises(PermissionDenied):
        actions.answer(actor=head, comment=said, disposition="accepted")
    Comment.objects.update(by_account=person_too.id)
    with pytest.raises(Refused) as refused:
        actions.answer(actor=person_too, comment=said, disposition="accepted")

    assert refused.value.problems[0].code == "own-comment"


def test_one_answer_serves_several_comments_or_none(commune, cell):
    opened = a_consultation(commune, units=[commune, cell])
    some = [a_comment(opened, commune), a_comment(opened, cell)]
    taken_back = a_comment(opened, cell)
    actions.withdraw_comment(actor=shell(), comment=taken_back)
    answer = {"disposition": "partly", "reason": "Áp dụng cho thôn vùng xa"}

    with pytest.raises(Refused):
        actions.answer_many(
            actor=shell(), consultation=opened, comments=[*some, taken_back], **answer
        )
    assert not Comment.objects.exclude(disposition="").exists()
    number = actions.answer_many(actor=shell(), consultation=opened, comments=some, **answer)

    assert number == 2
    assert Comment.objects.filter(disposition="partly").count() == 2


def test_a_comment_stays_with_its_part_through_drafts(commune):
    opened = a_consultation(commune)
    said = a_comment(opened, commune)

    draft = a_redraft(opened)

    assert (draft.number, said.part_key, said.draft_number) == (2, "I.1", 1)
    assert (
        actions.comment(
            actor=shell(), consultation=opened, part_key="I.1", text="Được", unit=commune
        ).draft_number
        == 2
    )
    with pytest.raises(Refused) as refused:
        a_redraft(opened)
    assert refused.value.problems[0].code == "no-change"


def test_what_was_removed_takes_no_more_comments(commune):
    opened = a_consultation(commune)
    a_redraft(opened, edited()[:1])

    with pytest.raises(Refused) as refused:
        a_comment(opened, commune)

    assert refused.value.problems[0].code == "unknown-part"


def test_another_floor_asks_how_consulting_stands(commune):
    assert queries.standing("scoring.set", 7) is None
    opened = a_consultation(commune, about_kind="scoring.set", about_id=7)
    said = a_comment(opened, commune)
    a_comment(opened, commune)
    actions.answer(actor=shell(), comment=said, disposition="accepted")

    found = queries.standing("scoring.set", 7)

    assert (found.comments, found.answered, found.unanswered) == (2, 1, 1)
    assert found.is_open
    assert found.link == f"/consultations/{opened.pk}/"
    assert found.draft_hash == opened.drafts.get().content_hash
    assert not queries.standing("scoring.set", 7, on=LATER).is_open
    assert queries.unanswered("scoring.set", 7) == 1
