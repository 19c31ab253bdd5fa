"""A draft is published: the first with the consultation, later ones as comments are taken in."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import bulk, clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if

from .. import policies, rules
from ..events import DraftPublished
from ..models import Consultation, Draft, Part
from ..rules import PartText
from .locking import _lock


@transaction.atomic
def publish_draft(
    *, actor: Actor, consultation: Consultation, parts: Sequence[PartText], note: str = ""
) -> Draft:
    """Put an edited text before all who were invited, during or after the time for comments.

    Comments stay with the key of their part. 422 where nothing changed.
    """
    consultation = _lock(consultation)
    require(
        policies.may_change(actor, consultation),
        to=_("sửa dự thảo {title}").format(title=consultation.title),
    )
    last = consultation.drafts.order_by("-number").first()
    previous = [each.written for each in last.parts.all()] if last else None
    refuse_if(rules.problems_with_parts(parts, previous))
    return _publish(actor, consultation, parts, note, number=last.number + 1 if last else 1)


def _publish(
    actor: Actor,
    consultation: Consultation,
    parts: Sequence[PartText],
    note: str,
    number: int = 1,
) -> Draft:
    draft = Draft.objects.create(
        consultation=consultation,
        number=number,
        note=note.strip(),
        content_hash=rules.content_hash(parts),
        recorded_at=clock.now(),
        by=actor.label,
    )
    bulk.insert(
        Part(
            draft=draft,
            key=each.key,
            order=order,
            level=each.level,
            title=each.title,
            text=each.text,
        )
        for order, each in enumerate(parts)
    )
    record(
        actor=actor,
        event=DraftPublished(
            subject_id=consultation.pk,
            number=number,
            content_hash=draft.content_hash,
            note=draft.note,
            parts=[each.words for each in parts],
        ),
    )
    return draft
