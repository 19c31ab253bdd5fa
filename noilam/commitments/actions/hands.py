"""What every deed begins with: the row held fast, and whose hands are at work."""

from collections.abc import Collection, Iterable

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.organisation.models import Person, StandIn
from noilam.organisation.policies import in_force

from ..models import Commitment


def _lock(commitment: Commitment) -> Commitment:
    """Read it afresh and hold it, so that of two tabs one wins and the other hears why not."""
    rows = Commitment.objects.select_for_update(of=("self",))
    return rows.select_related("unit", "person", "verifier").get(pk=commitment.pk)


def _lock_all(commitments: Iterable[Commitment]) -> list[Commitment]:
    """The same for many, always in one order, so that two lists cannot block each other."""
    rows = Commitment.objects.select_for_update(of=("self",)).order_by("pk")
    return list(
        rows.select_related("unit", "person", "verifier").filter(
            pk__in=[each.pk for each in commitments]
        )
    )


def _accounts_of(actor: Actor) -> set[int]:
    """The account that acts and the one it acts for."""
    return {actor.id, actor.behalf_id} - {0}


def _accounts_of_person(person: Person | None) -> set[int]:
    """A person's account and those that stand in for it today."""
    return _accounts_of_people([person]).get(person.pk, set()) if person else set()


def _accounts_of_people(people: Collection[Person | None]) -> dict[int, set[int]]:
    """Each person's account and those that stand in for it today, by person."""
    accounts = {person.pk: person.account_id for person in people if person}
    signed = [account for account in accounts.values() if account]
    standing_in: dict[int, set[int]] = {}
    today = StandIn.objects.filter(in_force(clock.today()), absent__in=signed, ended_at=None)
    for absent, stand_in in today.values_list("absent", "stand_in"):
        standing_in.setdefault(absent, set()).add(stand_in)
    return {
        person_id: {account} | standing_in.get(account, set()) if account else set()
        for person_id, account in accounts.items()
    }
