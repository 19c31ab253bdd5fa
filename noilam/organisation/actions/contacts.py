"""One name, one address, one number: the list of people and the accounts say the same."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.accounts import actions as accounts
from noilam.accounts.policies import CORRECT_CONTACTS
from noilam.accounts.rules import Contact
from noilam.audit.actions import record
from noilam.foundation.access import Actor, require
from noilam.organisation.events import PersonChanged
from noilam.organisation.models import Person
from noilam.organisation.queries.units import chunks


@transaction.atomic
def follow_own_contact(*, actor: Actor, account_id: int) -> None:
    """Somebody said where he is reached now: the list of people says it too."""
    require(actor.is_machine or actor.id == account_id, to=_("sửa thông tin người này"))
    found = Person.objects.select_for_update(of=["self"]).select_related("account")
    person = found.filter(account=account_id).first()
    if person is None or person.account is None:
        return
    account = person.account
    changed = [name for name in REACHED if getattr(person, name) != getattr(account, name)]
    if not changed:
        return
    person.email, person.phone = account.email, account.phone
    person.save(update_fields=REACHED)
    record(actor=actor, event=PersonChanged(subject_id=person.pk, after={"changed": changed}))


REACHED = ("email", "phone")


def _accounts_follow(actor: Actor, people: Iterable[int]) -> None:
    """These people were corrected: so are the accounts of those who sign in."""
    contacts = {
        account: Contact(full_name, email, phone)
        for ids in chunks(people)
        for account, full_name, email, phone in Person.objects.filter(
            pk__in=ids, account__isnull=False
        ).values_list("account", "full_name", "email", "phone")
    }
    if contacts:
        lent = replace(actor, permissions=actor.permissions | {CORRECT_CONTACTS})
        accounts.correct_contacts(actor=lent, contacts=contacts)
