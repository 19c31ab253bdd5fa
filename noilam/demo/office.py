"""The year of the office beside the promises: a rule changed, a day off declared, work that
changes hands, letters acknowledged and brought, a card printed anew, heads of the trail given out.
"""

from datetime import date, timedelta

from noilam.accounts.queries import actor_for
from noilam.audit import jobs as audit_jobs
from noilam.commitments import actions
from noilam.commitments.models import Commitment
from noilam.foundation import clock
from noilam.foundation.access import Actor, worker
from noilam.notices import actions as notices
from noilam.notices.models import Notice
from noilam.organisation.actions import issue_new_card
from noilam.organisation.queries.stand_ins import absences_for
from noilam.rulebook import actions as rulebook
from noilam.rulebook.models import RuleDraft
from noilam.rulebook.queries import calendar
from noilam.rulebook.rules import DayDraft, DayKind, Mark, is_working

from .commune import OFFICE, Commune
from .life import Life

WORK_RULES = "Quy chế làm việc số 01-QC/ĐU"
FESTIVAL = "Ngày hội truyền thống xã Sông Hiền"
GIVEN_ON = (60, 130, 200, 270, 345, 360, 361)  # days of the year on which work changes hands
UNANSWERED = 2  # of these, the last: one is brought on paper, one waits
NOT_OPENED_YET = timedelta(days=3)
HEADS = 3  # the last days before today whose heads were given out


def put_on_days(life: Life, commune: Commune) -> None:
    """Spread over the year; the last days leave something to do for whoever opens the demo."""
    begins, today = life.begins, life.today
    life.on(begins + timedelta(days=90), _change_a_rule, life)
    life.on(begins + timedelta(days=110), _declare_a_day_off, life)
    life.on(begins + timedelta(days=150), _print_a_card, life)
    for number, days in enumerate(GIVEN_ON):
        life.on(begins + timedelta(days=days), _give, life, commune.grassroots[4 * number])
    for days in GIVEN_ON[:-UNANSWERED]:
        life.on(begins + timedelta(days=days + 2), _acknowledge, life)
    life.on(today - timedelta(days=2), _draft_in_his_stead, life)
    life.on(today - timedelta(days=1), _bring_a_letter, life)
    life.on(today - timedelta(days=1), _read_letters, life)
    for days in range(HEADS, 0, -1):
        life.on(today - timedelta(days=days), _give_out_the_head)


# The rulebook: the office drafts, the committee adopts --------------------------------------


def _change_a_rule(life: Life) -> None:
    today = clock.today()
    draft = rulebook.draft_rule_change(
        actor=life.people.desk("vanphong"),
        key="commitments.soon_days",
        value=5,
        valid_from=today + timedelta(days=14),
        citation=WORK_RULES,
        mark=Mark.OWN,
        note="Ba ngày là quá gấp với các thôn xa.",
    )
    life.on(today + timedelta(days=6), _adopt, life, draft)


def _adopt(life: Life, draft: RuleDraft) -> None:
    rulebook.adopt_rule_version(actor=life.people.desk("thuongvu"), draft=draft)


def _declare_a_day_off(life: Life) -> None:
    """Three weeks ahead, on a day when the office would be open."""
    today = clock.today()
    day = today + timedelta(days=21)
    while not is_working(day, calendar(today)):
        day += timedelta(days=1)
    rulebook.declare_days(
        actor=life.people.desk("vanphong"),
        days=[DayDraft(day, DayKind.OFF, FESTIVAL)],
        citation="Thông báo số 18-TB/ĐU",
        reason="Cơ quan nghỉ để tổ chức ngày hội.",
    )


def _draft_in_his_stead(life: Life) -> None:
    """The deputy puts a change forward; it waits for the committee."""
    rulebook.draft_rule_change(
        actor=_stand_in(life),
        key="commitments.verification_days",
        value={"amount": 5, "unit": "working_day", "moves_on_last_day_off": True},
        valid_from=_first_of_next_month(),
        citation=WORK_RULES,
        mark=Mark.OWN,
        note="Tính theo ngày làm việc cho người xác nhận ở xa.",
    )


def _first_of_next_month() -> date:
    return (clock.today().replace(day=1) + timedelta(days=32)).replace(day=1)


# People: work that changes hands, letters, cards --------------------------------------------


def _give(life: Life, code: str) -> None:
    """Somebody goes elsewhere; the next in his unit takes one of his promises over."""
    if code in life.ended:
        return
    seats = life.people.seats[code]
    rows = Commitment.objects.filter(
        status=Commitment.Status.IN_FORCE,
        kind=Commitment.Kind.TASK,
        unit=life.units[code],
        person__in=seats,
    )
    given = rows.order_by("-due_on", "pk").first()
    if given is not None:
        place = next(n for n, each in enumerate(seats) if each.pk == given.person_id)
        actions.reassign(
            actor=life.people.desk("vanphong"),
            commitment=given,
            person=seats[(place + 1) % len(seats)],
            reason="Người phụ trách đi học tập trung.",
        )


def _acknowledge(life: Life) -> None:
    """Most say two days later that they have it."""
    for notice in _waiting_for_a_word():
        account = notice.recipient
        notices.acknowledge(actor=actor_for(account), notice=notice)


def _waiting_for_a_word() -> list[Notice]:
    waiting = Notice.objects.filter(needs_acknowledgement=True, acknowledged_at=None)
    return list(waiting.filter(recipient__is_active=True).order_by("pk"))


def _bring_a_letter(life: Life) -> None:
    """To one who did not look, in a sealed envelope that he signed for; noted by the deputy."""
    for notice in _waiting_for_a_word()[:1]:
        notices.serve_on_paper(
            actor=_stand_in(life),
            notices=[notice],
            served_on=clock.today(),
            by="Lò Văn Phố, văn thư",
            proof="Ký nhận tại nhà văn hóa thôn, sổ giao số 07.",
        )


def _read_letters(life: Life) -> None:
    """All have read what is older than a few days. When somebody reads leaves no trace."""
    before = clock.now() - NOT_OPENED_YET
    unread: dict[int, list[int]] = {}
    found = Notice.objects.filter(is_read=False, queued_at__lt=before, needs_acknowledgement=False)
    for number, account in found.values_list("pk", "recipient"):
        unread.setdefault(account, []).append(number)
    for person in life.people.with_sign_ins():
        if mine := unread.get(person.account_id or 0):
            notices.mark_read(actor=life.people.actor(person), notices=mine)


def _print_a_card(life: Life) -> None:
    """Somebody forgot his password."""
    issue_new_card(actor=life.people.desk("vanphong"), person=life.people.seats["SH.05"][2])


def _stand_in(life: Life) -> Actor:
    """The deputy of the office, in the stead of its absent head (changes._stand_in)."""
    account = life.people.seats[OFFICE][1].account
    if account is None:
        raise LookupError("the deputy has no sign-in")
    (absence,) = absences_for(account.pk, clock.today())
    return actor_for(account, absence)


# The trail ----------------------------------------------------------------------------------


def _give_out_the_head() -> None:
    audit_jobs.announce_head(actor=worker())
