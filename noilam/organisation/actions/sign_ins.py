"""Sign-ins for people: opened for many at once with cards to print, closed when people leave."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.accounts import actions as accounts
from noilam.accounts.models import Account
from noilam.accounts.policies import OPEN_SIGN_INS
from noilam.accounts.rules import sign_in_name
from noilam.audit.actions import record_all
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.organisation import events, policies
from noilam.organisation.models import Grant, Person
from noilam.organisation.policies import in_force
from noilam.organisation.queries import sign_ins as reads
from noilam.organisation.rules import grants as rules

Posts = dict[int, list[rules.PostHeld]]


@transaction.atomic
def open_sign_ins(*, actor: Actor, people: Sequence[Person]) -> list[tuple[Person, Account, str]]:
    """Let these people sign in, with the roles their posts give: the cards to print, by person.

    Who has an open sign-in already only gets the roles he lacks. User name: the phone if nobody
    else has it, else the person's code. All that they hold lies within the actor's reach.
    """
    ids = [person.pk for person in people]
    found = list(Person.objects.select_for_update().filter(pk__in=ids))
    openable = reads.openable_among(actor, ids)
    for person in found:
        require(person.pk in openable, to=_("mở đăng nhập cho {name}").format(name=person))
    posts = reads.posts_held(ids, clock.today())
    reach = reads.reach_among(actor, posts)
    desk = _at_the_desk(actor)
    known = Account.objects.in_bulk([each.account_id for each in found if each.account_id])
    new = [person for person in found if person.account_id is None]
    closed = [account for account in known.values() if not account.is_active]
    opened = _open_new(desk, new)
    accounts.reopen_accounts(actor=desk, accounts=closed)
    _grant_by_post(actor, found, posts, reach)
    codes = accounts.issue_cards(actor=desk, accounts=[*opened, *closed])
    by_id = known | {each.pk: each for each in opened}
    return [
        (person, by_id[account_id], codes[account_id])
        for person in found
        if (account_id := person.account_id) in codes
    ]


def _at_the_desk(actor: Actor) -> Actor:
    """The actor, lent what this floor has found him to hold: accounts knows no units."""
    return replace(actor, permissions=actor.permissions | {OPEN_SIGN_INS})


def _open_new(desk: Actor, people: Sequence[Person]) -> list[Account]:
    """Accounts for people who never had one, and the tie between the two."""
    phones = [sign_in_name(person.phone) if person.phone else "" for person in people]
    names = rules.sign_in_names(
        [(person.code, phone) for person, phone in zip(people, phones, strict=True)],
        reads.phones_taken([person.pk for person in people]),
    )
    opened = accounts.open_accounts(
        actor=desk,
        drafts=[
            accounts.NewAccount(name, person.full_name, person.email, person.phone)
            for name, person in zip(names, people, strict=True)
        ],
    )
    for person, account in zip(people, opened, strict=True):
        person.account = account
    Person.objects.bulk_update(people, ["account"], batch_size=500)
    record_all(
        actor=desk,
        events=[
            events.PersonSignsIn(subject_id=person.pk, account_id=account.pk)
            for person, account in zip(people, opened, strict=True)
        ],
    )
    return opened


def _grant_by_post(
    actor: Actor, people: Iterable[Person], posts: Posts, reach: Collection[int]
) -> None:
    """Who leads a unit is its head, others are its staff, for as long as the post is held."""
    today = clock.today()
    people = [each for each in people if each.account_id != actor.id or actor.is_machine]
    held = reads.grants_held([each.account_id for each in people if each.account_id], today)
    new = [
        Grant(account=person.account, role=role, unit_id=unit, starts_on=today, ends_on=ends)
        for person in people
        for (unit, role), ends in rules.roles_by_post(posts.get(person.pk, ())).items()
        if unit in reach and (person.account_id, unit, role) not in held
    ]
    Grant.objects.bulk_create(new, batch_size=500)
    record_all(
        actor=actor,
        events=[
            events.RoleGranted(
                subject_id=grant.pk,
                account_id=grant.account_id,
                role=grant.role,
                unit_id=grant.unit_id,
                after={"starts_on": grant.starts_on, "ends_on": grant.ends_on},
            )
            for grant in new
        ],
    )


@transaction.atomic
def issue_new_card(*, actor: Actor, person: Person) -> tuple[Account, str]:
    """A new card at the clerk's desk, for somebody who lost his card or forgot his password."""
    person = Person.objects.select_related("account").get(pk=person.pk)
    require(
        policies.may_open_sign_in_of(actor, person),
        to=_("cấp thẻ đăng nhập cho {name}").format(name=person),
    )
    refuse_if(
        rules.problems_with_new_card(
            has_open_account=person.account is not None and person.account.is_active,
            is_own=not actor.is_machine and person.account_id in (actor.id, actor.behalf_id),
        )
    )
    account = Account.objects.select_for_update().get(person=person)
    return account, accounts.issue_card(actor=_at_the_desk(actor), account=account)


@transaction.atomic
def follow_posts(*, actor: Actor, people: Collection[int] | None = None) -> int:
    """End the roles of posts no longer held, and close the sign-ins of those who hold none.

    The worker does it each night for everybody (None), and at once when a post ends in the past.
    A sign-in is opened again by the clerk, with a new card, when somebody takes up a new post.
    """
    require(actor.is_machine, to=_("khép lại đăng nhập của người đã thôi giữ chức"))
    today = clock.today()
    departed = list(reads.departed(today, people))
    grants = [
        *Grant.objects.select_for_update().filter(
            in_force(today), account__in=[each.account_id for each in departed]
        ),
        *reads.grants_without_post(today, people),
    ]
    _end(actor, {grant.pk: grant for grant in grants}.values())
    accounts.close_accounts(
        actor=actor, accounts=[each.account for each in departed if each.account]
    )
    return len(departed)


def _end(actor: Actor, grants: Collection[Grant]) -> None:
    before = {grant.pk: grant.ends_on for grant in grants}
    for grant in grants:
        grant.ends_on = max(clock.today(), grant.starts_on)
    Grant.objects.bulk_update(grants, ["ends_on"], batch_size=500)
    record_all(
        actor=actor,
        events=[
            events.GrantRevoked(
                subject_id=grant.pk,
                account_id=grant.account_id,
                role=grant.role,
                unit_id=grant.unit_id,
                before={"ends_on": before[grant.pk]},
                after={"ends_on": grant.ends_on},
            )
            for grant in grants
        ],
    )
