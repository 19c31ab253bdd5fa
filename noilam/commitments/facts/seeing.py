"""What a reader may open of all that stands behind a figure: it adds up more than he sees."""

from collections.abc import Collection

from django.db.models import Q

from noilam.foundation.access import Actor
from noilam.organisation.models import Appointment, Person
from noilam.organisation.policies import inside_units

from ..keys import commitment_link, ids_in, person_link
from ..models import Commitment
from ..policies import visible_commitments


def visible_matters(actor: Actor, links: Collection[str]) -> set[str]:
    named = Commitment.objects.filter(pk__in=ids_in(links))
    seen = visible_commitments(actor, named).order_by()
    return {commitment_link(pk) for pk in seen.values_list("pk", flat=True)}


def visible_people(actor: Actor, links: Collection[str]) -> set[str]:
    """Narrower than who is in the lists of people: it is told how much each has promised, so only
    of units seen inside; and of oneself."""
    posts = Appointment.objects.filter(unit__in=inside_units(actor).values("pk"))
    seen = Q(pk__in=posts.values("person"))
    if actor.holder_id:
        seen |= Q(account=actor.holder_id)
    named = Person.objects.filter(seen, pk__in=ids_in(links)).order_by()
    return {person_link(pk) for pk in named.values_list("pk", flat=True)}
