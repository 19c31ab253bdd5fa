"""Whom a deed concerns is told at once. Wired up in config/reactions.py."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text
from noilam.notices.actions import Message, queue
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
    text = _("Hạn {due}. Người xác nhận: {verifier}.").format(
        due=day_text(row.due_on), verifier=row.verifier or "—"
    )
    subject = _("Cam kết đã được duyệt: {what}").format(what=row.statement)
    _tell(actor, row, "approved", _of(row.person), subject, text)


def tell_who_takes_over(*, actor: Actor, event: CommitmentHandedOver) -> None:
    """Who answers from now on acknowledges: a word must not change hands unnoticed."""
    if event.before.get("person") == event.after.get("person"):
        return
    row = _row(event.subject_id)
    person = Person.objects.filter(pk=event.after.get("person") or 0).first()
    subject = _("Anh/chị chịu trách nhiệm từ {day}: {what}").format(
        day=day_text(event.on), what=row.statement
    )
    _tell(actor, row, "handed_over", _of(person), subject, event.reason, acknowledge=True)


def tell_who_proposed(*, actor: Actor, event: CommitmentReturned) -> None:
    row = _row(event.subject_id)
    subject = _("Trả lại để sửa: {what}").format(what=row.statement)
    _tell(actor, row, "returned", [row.proposed_by], subject, event.reason)


def tell_the_verifier(*, actor: Actor, event: DoneDeclared | VerifierNamed) -> None:
    """Somebody waits for a verdict."""
    row = _row(event.subject_id)
    if not row.is_undecided:
        return
    waiting = Declaration.objects.filter(commitment=row, verification=None)
    last = waiting.order_by("-declared_on").first()
    text = _("Hạn xác nhận {day}.").format(day=day_text(last.verify_due_on)) if last else ""
    subject = _("Chờ anh/chị xác nhận: {what}").format(what=row.statement)
    _tell(actor, row, "declared", _of(row.verifier), subject, text)


def tell_the_verdict(*, actor: Actor, event: DeedVerified) -> None:
    """To whoever answers and to the head of the unit."""
    row = _row(event.subject_id)
    head = heads_of([row.unit_id or 0], clock.today()).get(row.unit_id or 0)
    subject = _("Kết luận {verdict}: {what}").format(
        verdict=Verdict(event.verdict).label, what=row.statement
    )
    to = [*_of(row.person), *_of(head.person if head else None)]
    _tell(actor, row, "verified", to, subject, event.reason)


def tell_about_time(*, actor: Actor, event: ExtensionDecided) -> None:
    row = _row(event.subject_id)
    asked = row.extensions.get(pk=event.extension_id)
    if event.is_granted:
        subject = _("Được gia hạn đến {day}: {what}").format(
            day=day_text(asked.due_on), what=row.statement
        )
    else:
        subject = _("Không được gia hạn: {what}").format(what=row.statement)
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
    subject: str,
    text: str = "",
    *,
    acknowledge: bool = False,
) -> None:
    queue(
        actor=actor,
        message=Message(
            to=[account for account in to if account],
            kind=f"commitments.{kind}",
            subject=subject[:300],
            text=text,
            link=commitment_link(row.pk),
            needs_acknowledgement=acknowledge,
        ),
    )
