"""A draft of criteria is opened to comment, part by part."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.consultation.actions import open_consultation
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.foundation.text import tidy
from noilam.organisation.models import Person, Unit

from .. import policies
from ..events import CriteriaConsulted
from ..keys import CRITERIA
from ..models import CriteriaSet
from ..queries.criteria import words_of
from ..rules import drafting
from .criteria import _lock


@transaction.atomic
def consult_on_criteria(
    *,
    actor: Actor,
    criteria_set: CriteriaSet,
    closes_on: date,
    units: Collection[Unit] = (),
    people: Collection[Person] = (),
    note: str = "",
) -> CriteriaSet:
    """Ask units and people through a day what they think of a draft; again, if need be."""
    criteria_set = _lock(criteria_set)
    require(
        policies.may_draft_criteria(actor, criteria_set.unit_id),
        to=_("lấy ý kiến về {title}").format(title=criteria_set.title),
    )
    refuse_if(drafting.problems_with_standing(criteria_set.status))
    consultation = open_consultation(
        actor=actor,
        title=criteria_set.title,
        unit=criteria_set.unit,
        parts=words_of(criteria_set),
        closes_on=closes_on,
        units=units,
        people=people,
        note=note,
        about_kind=CRITERIA,
        about_id=criteria_set.pk,
    )
    criteria_set.status = CriteriaSet.Status.CONSULTATION
    criteria_set.save(update_fields=["status"])
    record(
        actor=actor,
        event=CriteriaConsulted(
            subject_id=criteria_set.pk,
            consultation_id=consultation.pk,
            closes_on=closes_on,
            note=tidy(note),
        ),
    )
    return criteria_set
