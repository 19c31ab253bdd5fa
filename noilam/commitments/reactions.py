"""Whom a deed concerns is told at once. Wired up in config/reactions.py."""

from collections.abc import Iterable

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, say
from noilam.notices.actions import Message, Wording, queue
from noilam.organisation.models import Person
from noilam.organisation.queries import heads_of

from .events import (
    CommitmentApproved,
    CommitmentHandedOver,
    CommitmentReturned,
    DeedVerified,
    DoneDeclared,
    ExtensionDecided,
    VerifierNamed,
)
from .keys import commitment_link
from .models import Commitment, Declaration, Verdict


def tell_who_answers(*, actor: Actor, event: CommitmentApproved) -> None:
    """A word binds from now on."""
    row = _row(event.subject_id)
    text = Wording(
        say("Hạn {due}. Người xác nhận: {verifier}."),
        {"due": day_text(row.due_on), "verifier": row.verifier or "—"},
    )
    subject = Wording(say("Cam kết đã được duyệt: {what}"), {"what": row.statement})
    _tell(actor, row, "approved", _of(row.person), subject, text)


def tell_who_takes_over(*, actor: Actor, event: CommitmentHandedOver) -> None:
    """Who answers from now on acknowledges: a word must not change hands unnoticed."""
    if event.before.get("person") == event.after.get("person"):
        return
    row = _row(event.subject_id)
    person = Person.objects.filter(pk=event.after.get("person") or 0).first()
    subject = Wording(
        say("Anh/chị chịu trách nhiệm từ {day}: {what}"),
        {"day": day_text(event.on), "what": row.statement},
    )
    _tell(actor, row, "handed_over", _of(person), subject, event.reason, acknowledge=True)


def tell_who_proposed(*, actor: Actor, event: CommitmentReturned) -> None:
    row = _row(event.subject_id)
    subject = Wording(say("Trả lại để sửa: {what}"), {"what": row.statement})
    _tell(actor, row, "returned", [row.proposed_by], subject, event.reason)


def tell_the_verifier(*, actor: Actor, event: DoneDeclared | VerifierNamed) -> None:
    """Somebody waits for a verdict."""
    row = _row(event.subject_id)
    if not row.is_undecided:
        return
    waiting = Declaration.objects.filter(commitment=row, verification=None)
    last = waiting.order_by("-declared_on").first()
    due_on = day_text(last.verify_due_on if last else None)
    text = Wording(say("Hạn xác nhận {day}."), {"day": due_on}) if due_on else ""
    subject = Wording(say("Chờ anh/chị xác nhận: {what}"), {"what": row.statement})
    _tell(actor, row, "declared", _of(row.verifier), subject, text)


VERDICTS = {
    Verdict.ACHIEVED: say("Kết luận Đạt: {what}"),
    Verdict.PARTLY: say("Kết luận Đạt một phần: {what}"),
    Verdict.REJECTED: say("Kết luận Không đạt: {what}"),
}


def tell_the_verdict(*, actor: Actor, event: DeedVerified) -> None:
    """To whoever answers and to the head of the unit."""
    row = _row(event.subject_id)
    head = heads_of([row.unit_id or 0], clock.today()).get(row.unit_id or 0)
    subject = Wording(VERDICTS[Verdict(event.verdict)], {"what": row.statement})
    to = [*_of(row.person), *_of(head.person if head else None)]
    _tell(actor, row, "verified", to, subject, event.reason)


def tell_about_time(*, actor: Actor, event: ExtensionDecided) -> None:
    row = _row(event.subject_id)
    asked = row.extensions.get(pk=event.extension_id)
    values = {"day": day_text(asked.due_on), "what": row.statement}
    subject = Wording(say("Không được gia hạn: {what}"), values)
    if event.is_granted:
        subject = Wording(say("Được gia hạn đến {day}: {what}"), values)
    to = [asked.asked_by_account, *_of(row.person)]
    _tell(actor, row, "extension", to, subject, event.reason)


SHOWN = ["code", "statement", "due_on", "is_undecided", "proposed_by", "unit"]
SHOWN += [f"{who}__{name}" for who in ("person", "verifier") for name in ("full_name", "account")]


def _row(commitment_id: int) -> Commitment:
    """What messages speak of, and no more: they are written at every deed."""
    rows = Commitment.objects.select_related("person", "verifier").only(*SHOWN)
    return rows.get(pk=commitment_id)


def _of(person: Person | None) -> list[int]:
    return [person.account_id] if person and person.account_id else []


def _tell(
    actor: Actor,
    row: Commitment,
    kind: str,
    to: Iterable[int],
    subject: Wording,
    text: Wording | str = "",
    *,
    acknowledge: bool = False,
) -> None:
    queue(
        actor=actor,
        message=Message(
            to=[account for account in to if account],
            kind=f"commitments.{kind}",
            subject=subject,
            text=text,
            link=commitment_link(row.pk),
            needs_acknowledgement=acknowledge,
        ),
    )
