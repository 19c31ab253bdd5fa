"""The consultation held fast, as every deed begins."""

from noilam.foundation.access import Actor

from ..models import Consultation


def _lock(consultation: Consultation) -> Consultation:
    """Read it afresh and hold it: numbers are given out one after another."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=consultation.pk)


def _accounts_of(actor: Actor) -> set[int]:
    """The account that acts and the one it acts for."""
    return {actor.id, actor.behalf_id} - {0}
