"""Whom a deed concerns is told at once. Wired up in config/reactions.py."""

from collections.abc import Iterable, Sequence

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, say
from noilam.notices.actions import Message, Wording, queue, queue_all

from .events import BodiesInvited, CommentsAnswered, ConsultationExtended, DraftPublished
from .keys import comment_link, comments_link, consultation_link
from .models import Comment, Consultation
from .queries.voices import accounts_for, accounts_of, all_invited
from .rules import Disposition


def tell_the_invited(*, actor: Actor, event: BodiesInvited) -> None:
    row = _row(event.subject_id)
    subject = Wording(say("Xin ý kiến của anh/chị: {what}"), {"what": row.title})
    text = Wording(
        say("{unit} hỏi ý kiến đến hết ngày {day}."),
        {"unit": row.unit, "day": day_text(row.closes_on)},
    )
    to = accounts_for(event.units, event.people, clock.today())
    _tell(actor, row, "invited", to, subject, text)


def tell_about_a_new_draft(*, actor: Actor, event: DraftPublished) -> None:
    """The first draft comes with the invitation."""
    if event.number == 1:
        return
    row = _row(event.subject_id)
    subject = Wording(
        say("Dự thảo có bản {number}: {what}"), {"number": event.number, "what": row.title}
    )
    _tell(actor, row, "draft", _invited(row), subject, event.note)


def tell_about_more_time(*, actor: Actor, event: ConsultationExtended) -> None:
    row = _row(event.subject_id)
    subject = Wording(
        say("Kéo dài lấy ý kiến đến hết ngày {day}: {what}"),
        {"day": day_text(row.closes_on), "what": row.title},
    )
    _tell(actor, row, "extended", _invited(row), subject, event.reason)


ONE = {
    Disposition.ACCEPTED: say("Ý kiến số {number} của anh/chị được tiếp thu: {what}"),
    Disposition.PARTLY: say("Ý kiến số {number} của anh/chị được tiếp thu một phần: {what}"),
    Disposition.REJECTED: say("Ý kiến số {number} của anh/chị không được tiếp thu: {what}"),
}
MANY = {
    Disposition.ACCEPTED: say("Các ý kiến số {number} của anh/chị được tiếp thu: {what}"),
    Disposition.PARTLY: say("Các ý kiến số {number} của anh/chị được tiếp thu một phần: {what}"),
    Disposition.REJECTED: say("Các ý kiến số {number} của anh/chị không được tiếp thu: {what}"),
}
NAMED = 5  # more numbers than these are not read in a subject


def tell_whoever_commented(*, actor: Actor, event: CommentsAnswered) -> None:
    """One message to each who wrote, however many of his comments were answered."""
    row = _row(event.subject_id)
    written: dict[int, list[int]] = {}
    comments = Comment.objects.filter(pk__in=event.comment_ids).order_by("number")
    for number, by, on_behalf in comments.values_list("number", "by_account", "by_for"):
        for account in {by, on_behalf} - {0}:
            written.setdefault(account, []).append(number)
    disposition = Disposition(event.disposition)
    queue_all(
        actor=actor,
        messages=[
            Message(
                to=[account],
                kind="consultation.answered",
                subject=_answered(disposition, numbers, row.title),
                text=event.reason,
                link=_link(row.pk, numbers),
            )
            for account, numbers in written.items()
        ],
    )


def _answered(disposition: Disposition, numbers: Sequence[int], title: str) -> Wording:
    listed = ", ".join(map(str, numbers[:NAMED])) + (", …" if len(numbers) > NAMED else "")
    message = (ONE if len(numbers) == 1 else MANY)[disposition]
    return Wording(message, {"number": listed, "what": title})


def _link(consultation_id: int, numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return comment_link(consultation_id, numbers[0])
    return comments_link(consultation_id)


def _invited(row: Consultation) -> list[int]:
    return accounts_of(all_invited(row.pk), clock.today())


def _row(consultation_id: int) -> Consultation:
    return Consultation.objects.select_related("unit").get(pk=consultation_id)


def _tell(
    actor: Actor,
    row: Consultation,
    kind: str,
    to: Iterable[int],
    subject: Wording,
    text: Wording | str = "",
) -> None:
    queue(
        actor=actor,
        message=Message(
            to=list(to),
            kind=f"consultation.{kind}",
            subject=subject,
            text=text,
            link=consultation_link(row.pk),
        ),
    )
