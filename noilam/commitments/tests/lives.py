"""Lives of promises in October 2026, and what each measure says of them by its meaning."""

from datetime import date

from noilam.commitments import actions
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.periods import Month
from noilam.organisation import actions as organisation
from noilam.organisation.rules import Decision

from .given import a_commitment, declared

BEGIN, AFTER = date(2026, 9, 1), date(2026, 12, 1)
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
DECISION = Decision(number="45-NQ/TU", decided_on=date(2026, 10, 1))


KINDS = {
    "task": {},
    "urgent_matter": {"kind": "urgent_matter"},
    "remediation": {
        "kind": "remediation",
        "finding": "Rác tồn đọng",
        "cause": "Thiếu người thu gom",
        "recheck_on": date(2026, 12, 31),
    },
}


def day(text):
    return date.fromisoformat(f"2026-{text}")


def a_life(unit, due_on, *deeds, **given):
    """A word given on 1 September, and its deeds, each on its day."""
    with clock.frozen(BEGIN):
        word = a_commitment(unit, due_on=day(due_on), **given)
    for on, deed, *more in deeds:
        with clock.frozen(day(on)):
            word.refresh_from_db()
            deed(word, *more)
    return word


def declare(word):
    declared(word)


def verify(word, verdict="achieved"):
    claim = word.declarations.order_by("-declared_on").first()
    actions.verify(actor=shell(), declaration=claim, verdict=verdict, reason="Đã xem tận nơi")


def withdraw(word):
    actions.withdraw(actor=shell(), commitment=word, reason="Đã có đơn vị khác làm")


def close(word):
    actions.close_not_achieved(actor=shell(), commitment=word, reason="Không có mặt bằng")


def ask_for_time(word, until):
    actions.request_extension(
        actor=shell(), commitment=word, due_on=day(until), reason="Chờ phê duyệt"
    )


def grant(word, is_granted=True):
    actions.decide_extension(
        actor=shell(), extension=word.extensions.get(), is_granted=is_granted, reason="Có lý do"
    )


def blame(word, since, until=None):
    actions.claim_excuse(
        actor=shell(),
        commitment=word,
        kind="objective_cause",
        from_on=day(since),
        to_on=day(until) if until else None,
        reason="Bão số 3",
    )


def confirm(word, is_confirmed=True):
    actions.confirm_excuse(
        actor=shell(), excuse=word.excuses.get(), is_confirmed=is_confirmed, reason="Đã xem"
    )


def appoint(person, unit, since=BEGIN, until=None):
    organisation.appoint(
        actor=shell(),
        person=person,
        unit=unit,
        post="Uỷ viên",
        leads=False,
        starts_on=since,
        ends_on=until,
    )


def reassign(word, unit):
    actions.reassign(actor=shell(), commitment=word, unit=unit, reason="Giao lại")


# A life's name -> its due day and deeds. Today is 1 December.
LIVES = {
    "kept": ("10-15", ("10-10", declare), ("10-12", verify)),
    "kept early": ("10-31", ("09-10", declare), ("09-12", verify)),
    "kept late": ("10-10", ("10-20", declare), ("10-22", verify)),
    "late": ("10-10",),
    "late by 15 days": ("10-16",),
    "late by 16 days": ("10-15",),
    "missed on the last day": ("10-31",),
    "late before": ("09-20",),
    "missed on the eve": ("09-30",),
    "due later": ("11-30",),
    "claimed in time": ("10-31", ("10-31", declare), ("11-05", verify)),
    "claimed in September": ("09-30", ("09-30", declare), ("10-05", verify)),
    "claimed and rejected": ("09-30", ("09-30", declare), ("10-05", verify, "rejected")),
    "claimed late": ("10-10", ("10-20", declare)),
    "partly": ("10-10", ("10-09", declare), ("10-25", verify, "partly")),
    "rejected": ("10-10", ("10-09", declare), ("10-10", verify, "rejected")),
    "rejected, again": (
        "10-10",
        ("10-09", declare),
        ("10-10", verify, "rejected"),
        ("10-30", declare),
    ),
    "withdrawn": ("10-15", ("10-05", withdraw)),
    "withdrawn later": ("10-15", ("11-05", withdraw)),
    "closed": ("10-15", ("10-20", close)),
    "closed before": ("10-15", ("09-20", close)),
    "extended": (
        "10-10",
        ("09-30", ask_for_time, "10-25"),
        ("10-01", grant),
        ("10-24", declare),
        ("10-25", verify),
    ),
    "extended later": ("10-20", ("10-10", ask_for_time, "11-20"), ("11-02", grant)),
    "extended away": ("10-20", ("10-10", ask_for_time, "11-20"), ("10-12", grant)),
    "refused time": ("10-20", ("10-10", ask_for_time, "11-20"), ("10-12", grant, False)),
    "excused": ("10-10", ("10-15", blame, "10-12"), ("10-20", confirm)),
    "excused a while": ("10-10", ("10-15", blame, "10-12", "10-16"), ("10-20", confirm)),
    "excused later": ("10-10", ("10-15", blame, "10-12"), ("11-02", confirm)),
    "not excused": ("10-10", ("10-15", blame, "10-12"), ("10-20", confirm, False)),
}
# A life's name -> (value, numerator, denominator); a count and a mean have no numerator.
YES, NO = (100, 1, 1), (0, 0, 1)
SAID = {
    "commitments.on_time": {
        "kept": YES,
        "kept early": YES,
        "kept late": NO,
        "late": NO,
        "late by 15 days": NO,
        "late by 16 days": NO,
        "missed on the last day": NO,
        "claimed in September": YES,
        "claimed and rejected": NO,
        "claimed late": NO,
        "partly": NO,
        "rejected": NO,
        "rejected, again": NO,
        "withdrawn later": NO,
        "closed": NO,
        "closed before": NO,
        "extended": YES,
        "extended later": NO,
        "refused time": NO,
        "excused": NO,
        "excused a while": NO,
        "excused later": NO,
        "not excused": NO,
    },
    "commitments.extended": {"extended": YES},
    "commitments.overdue": {
        "late": 1,
        "late by 15 days": 1,
        "late by 16 days": 1,
        "late before": 1,
        "missed on the eve": 1,
        "partly": 1,
        "withdrawn later": 1,
        "extended later": 1,
        "refused time": 1,
        "excused": 1,
        "excused a while": 1,
        "excused later": 1,
        "not excused": 1,
    },
    "commitments.overdue_over:15": {
        "late": 1,
        "late by 16 days": 1,
        "late before": 1,
        "missed on the eve": 1,
        "claimed and rejected": 1,
        "rejected": 1,
        "withdrawn later": 1,
        "excused a while": 1,
        "excused later": 1,
        "not excused": 1,
    },
    "commitments.extensions": {"extended": 1, "extended away": 1},
    "commitments.with_evidence": {
        "kept": YES,
        "kept late": YES,
        "claimed in time": YES,
        "claimed late": YES,
        "partly": YES,
        "rejected": YES,
        "rejected, again": (100, 2, 2),
        "extended": YES,
    },
    "commitments.verified_with_match": {
        "kept": YES,
        "kept late": YES,
        "claimed in September": YES,
        "claimed and rejected": NO,
        "partly": NO,
        "rejected": NO,
        "rejected, again": NO,
        "extended": YES,
    },
    "commitments.verification_delay": {
        "kept": (2, None, 1),
        "kept late": (2, None, 1),
        "claimed in September": (5, None, 1),
        "claimed and rejected": (5, None, 1),
        "partly": (16, None, 1),
        "rejected": (1, None, 1),
        "rejected, again": (1, None, 1),
        "extended": (1, None, 1),
    },
    "commitments.verified_on_time": {  # within seven days
        "kept": YES,
        "kept late": YES,
        "claimed in September": YES,
        "claimed and rejected": YES,
        "claimed late": NO,
        "partly": NO,
        "rejected": YES,
        "rejected, again": YES,
        "extended": YES,
    },
}
