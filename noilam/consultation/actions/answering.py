"""What the body that asked says to what it was told: one by one, or several in one breath."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import bulk, clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused, refuse_if
from noilam.foundation.text import say

from .. import policies, rules
from ..events import CommentsAnswered
from ..models import Answer, Comment, Consultation
from .locking import _accounts_of, _lock


@transaction.atomic
def answer(*, actor: Actor, comment: Comment, disposition: str, reason: str = "") -> Answer:
    """Accept a comment, in part, or not, with the reason (rules.Disposition). A later answer
    supersedes the earlier one, which is kept."""
    _answer(actor, comment.consultation, [comment], disposition, reason)
    return comment.answers.get(superseded_at=None)


@transaction.atomic
def answer_many(
    *,
    actor: Actor,
    consultation: Consultation,
    comments: Collection[Comment],
    disposition: str,
    reason: str = "",
) -> int:
    """One answer to several comments that say the same; all or none. Says how many."""
    return _answer(actor, consultation, comments, disposition, reason)


def _answer(
    actor: Actor,
    consultation: Consultation,
    comments: Collection[Comment],
    disposition: str,
    reason: str,
) -> int:
    consultation = _lock(consultation)
    require(
        policies.may_answer(actor, consultation),
        to=_("trả lời ý kiến về {title}").format(title=consultation.title),
    )
    chosen = list(consultation.comments.filter(pk__in=[each.pk for each in comments]))
    if not chosen:
        raise Refused(Problem("none-picked", say("Chọn ít nhất một ý kiến để trả lời.")))
    refuse_if(_problems(actor, chosen, disposition, reason))
    _write(actor, chosen, disposition, reason.strip())
    record(
        actor=actor,
        event=CommentsAnswered(
            subject_id=consultation.pk,
            numbers=[each.number for each in chosen],
            comment_ids=[each.pk for each in chosen],
            disposition=disposition,
            reason=reason.strip(),
        ),
    )
    return len(chosen)


def _problems(
    actor: Actor, comments: Collection[Comment], disposition: str, reason: str
) -> list[Problem]:
    """Of many comments with one and the same trouble, it is told once."""
    found = [
        problem
        for each in comments
        for problem in rules.problems_with_answer(
            number=each.number,
            disposition=disposition,
            reason=reason,
            earlier=each.disposition,
            is_withdrawn=each.withdrawn_at is not None,
            writers={each.by_account, each.by_for} - {0},
            answerers=_accounts_of(actor),
        )
    ]
    return list({(each.code, str(each)): each for each in found}.values())


def _write(actor: Actor, comments: Collection[Comment], disposition: str, reason: str) -> None:
    now, ids = clock.now(), [each.pk for each in comments]
    Answer.objects.filter(comment__in=ids, superseded_at=None).update(superseded_at=now)
    bulk.insert(
        Answer(
            comment=each,
            disposition=disposition,
            reason=reason,
            by=actor.label,
            by_account=actor.id,
            answered_at=now,
        )
        for each in comments
    )
    Comment.objects.filter(pk__in=ids).update(disposition=disposition)
