"""What somebody says about a part, in the name of a unit or in his own; and takes back."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.foundation.text import fold
from noilam.organisation.models import Person, Unit

from .. import policies, rules
from ..events import CommentMade, CommentWithdrawn
from ..models import Comment, Consultation
from .locking import _lock


@transaction.atomic
def comment(
    *,
    actor: Actor,
    consultation: Consultation,
    part_key: str = rules.WHOLE,
    text: str = "",
    wording: str = "",
    unit: Unit | None = None,
    person: Person | None = None,
) -> Comment:
    """Say something about a part of the newest draft (no key: about the whole), in the name of
    exactly one: an invited unit, or an invited person. `wording`: what should stand instead."""
    consultation = _lock(consultation)
    require(
        bool(unit) != bool(person) and policies.may_comment(actor, consultation, unit, person),
        to=_("góp ý thay {whose}").format(whose=unit or person or consultation.title),
    )
    draft = consultation.drafts.order_by("-number")[0]
    is_known = part_key == rules.WHOLE or draft.parts.filter(key=part_key).exists()
    refuse_if(
        rules.problems_with_comment(
            window=consultation.window,
            is_part_known=is_known,
            text=text,
            wording=wording,
            on=clock.today(),
        )
    )
    last = consultation.comments.aggregate(last=Max("number"))["last"] or 0
    whose = unit.name if unit else str(person)
    made = Comment.objects.create(
        consultation=consultation,
        number=last + 1,
        part_key=part_key,
        draft_number=draft.number,
        text=text.strip(),
        wording=wording.strip(),
        search_key=fold(f"{text} {wording}"),
        unit=unit,
        person=person,
        whose=whose,
        whose_key=fold(whose),
        by=actor.label,
        by_account=actor.id,
        by_for=actor.behalf_id,
        recorded_at=clock.now(),
    )
    record(
        actor=actor,
        event=CommentMade(
            subject_id=consultation.pk,
            number=made.number,
            comment_id=made.pk,
            part=part_key,
            whose=whose,
            text=made.text,
            wording=made.wording,
        ),
    )
    return made


@transaction.atomic
def withdraw_comment(*, actor: Actor, comment: Comment, reason: str = "") -> Comment:
    """Take it back while the consultation is open. It stays to be read, marked, and counts no
    more."""
    consultation = _lock(comment.consultation)
    comment = consultation.comments.get(pk=comment.pk)
    require(
        policies.may_withdraw(actor, comment),
        to=_("rút ý kiến của {whose}").format(whose=comment.whose),
    )
    refuse_if(
        rules.problems_with_withdrawal(
            window=consultation.window,
            is_withdrawn=comment.withdrawn_at is not None,
            on=clock.today(),
        )
    )
    comment.withdrawn_at, comment.withdrawn_by = clock.now(), actor.label
    comment.withdraw_reason = reason.strip()
    comment.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    record(
        actor=actor,
        event=CommentWithdrawn(
            subject_id=consultation.pk,
            number=comment.number,
            comment_id=comment.pk,
            reason=comment.withdraw_reason,
        ),
    )
    return comment
