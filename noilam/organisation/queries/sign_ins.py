"""Who signs in, who could, and what their posts give them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from noilam.accounts.models import Account, Card
from noilam.accounts.rules import sign_in_name
from noilam.foundation.access import Actor
from noilam.organisation.models import Appointment, Grant, Person, Unit
from noilam.organisation.policies import in_force, openable_people, sign_in_units
from noilam.organisation.roles import Role
from noilam.organisation.rules.grants import PostHeld, roles_by_post

from .people import held_on
from .units import chunks

BY_POST = (Role.HEAD, Role.STAFF)


def posts_held(people: Iterable[int], on: date) -> dict[int, list[PostHeld]]:
    """What these people hold on a day, as half-open stretches, by person."""
    held: dict[int, list[PostHeld]] = defaultdict(list)
    for ids in chunks(people):
        rows = Appointment.objects.filter(held_on(on), person__in=ids)
        for row in rows:
            end = row.ends_on + timedelta(days=1) if row.ends_on else None
            held[row.person_id].append(PostHeld(row.unit_id, row.leads, row.starts_on, end))
    return dict(held)


def reach_among(actor: Actor, posts: Mapping[int, Collection[PostHeld]]) -> set[int]:
    """Those of the posts' units where the actor may open sign-ins, in one question."""
    units = {post.unit_id for held in posts.values() for post in held}
    return set(sign_in_units(actor).filter(pk__in=units).values_list("pk", flat=True))


def openable_among(actor: Actor, people: Iterable[int]) -> set[int]:
    """Those of these people whose sign-in the actor may open, and print cards for."""
    openable: set[int] = set()
    for ids in chunks(people):
        openable.update(openable_people(actor).filter(pk__in=ids).values_list("pk", flat=True))
    return openable


def phones_taken(people: Collection[int]) -> set[str]:
    """Numbers that cannot be user names: already one, or also somebody else's."""
    others = Person.objects.exclude(phone="").exclude(pk__in=people)
    taken = {sign_in_name(phone) for phone in others.values_list("phone", flat=True)}
    names = Account.objects.filter(username__startswith="0").values_list("username", flat=True)
    return taken | set(names)


def grants_held(accounts: Iterable[int], on: date) -> set[tuple[int, int, str]]:
    """(account, unit, role) of grants in force."""
    held: set[tuple[int, int, str]] = set()
    for ids in chunks(accounts):
        rows = Grant.objects.filter(in_force(on), account__in=ids)
        held.update(rows.values_list("account", "unit", "role"))
    return held


def signs_in(person_id: int) -> bool:
    return Person.objects.filter(pk=person_id, account__isnull=False).exists()


def departed(on: date, people: Collection[int] | None) -> QuerySet[Person]:
    """People with an open sign-in who held posts once and hold none now or later."""
    posts = Appointment.objects.filter(person=OuterRef("pk"))
    left = Person.objects.filter(
        Exists(posts),
        ~Exists(posts.filter(Q(ends_on=None) | Q(ends_on__gte=on))),
        account__is_active=True,
    ).select_related("account")
    return left if people is None else left.filter(pk__in=people)


def grants_without_post(on: date, people: Collection[int] | None) -> QuerySet[Grant]:
    """Roles that a post gave, where that post has ended. Roles given otherwise stay."""
    once = Appointment.objects.filter(
        person__account=OuterRef("account"), unit=OuterRef("unit"), ends_on__lt=on
    )
    now = Appointment.objects.filter(
        held_on(on), person__account=OuterRef("account"), unit=OuterRef("unit")
    )
    ended = Grant.objects.filter(in_force(on)).filter(
        Q(Exists(once.filter(leads=True)), ~Exists(now.filter(leads=True)), role=Role.HEAD)
        | Q(Exists(once), ~Exists(now), role=Role.STAFF)
    )
    return ended if people is None else ended.filter(account__person__in=people)


# The clerk's page ---------------------------------------------------------------------------


@dataclass(frozen=True)
class SignInLine:
    """One person on the clerk's page. `lacks` says that the button would change something;
    `is_beyond` that he holds something elsewhere, so that another must press it."""

    person_id: int
    name: str
    code: str
    posts: str
    username: str
    status: str
    tone: str
    lacks: bool
    may_renew: bool
    is_beyond: bool


STATES = ("lacking", "waiting", "open", "closed")


def people_in(units: QuerySet[Unit], on: date) -> QuerySet[Person]:
    """People who hold a post in these units on the day."""
    posts = Appointment.objects.filter(held_on(on), unit__in=units).values("person")
    return Person.objects.filter(pk__in=posts).select_related("account")


def with_state(people: QuerySet[Person], state: str) -> QuerySet[Person]:
    """Narrowed to those without a sign-in, who never came in, who use it, who are shut out."""
    if state == "lacking":
        return people.filter(Q(account=None) | Q(account__is_active=False))
    if state == "waiting":
        return people.filter(account__is_active=True, account__password_chosen_at=None)
    if state == "open":
        return people.filter(account__is_active=True, account__password_chosen_at__isnull=False)
    if state == "closed":
        return people.filter(account__is_active=False)
    return people


def sign_in_lines(actor: Actor, people: Collection[Person], on: date) -> list[SignInLine]:
    """Rows for one page of people: four queries whatever their number."""
    ids = [each.pk for each in people]
    held = posts_held(ids, on)
    grants = grants_held([each.account_id for each in people if each.account_id], on)
    words: dict[int, list[str]] = defaultdict(list)
    for row in Appointment.objects.filter(held_on(on), person__in=ids).select_related("unit"):
        words[row.person_id].append(f"{row.post}, {row.unit}")
    openable = openable_among(actor, ids)
    return [
        _line(each, held.get(each.pk, []), grants, words[each.pk], each.pk not in openable)
        for each in people
    ]


def _line(
    person: Person,
    posts: list[PostHeld],
    grants: set[tuple[int, int, str]],
    words: list[str],
    is_beyond: bool,
) -> SignInLine:
    account = person.account
    is_open = account is not None and account.is_active
    missing = account is not None and any(
        (account.pk, unit, role) not in grants for unit, role in roles_by_post(posts)
    )
    status, tone = _status(account)
    if is_open and missing:
        status, tone = _("Thiếu vai trò theo chức vụ"), "late"
    return SignInLine(
        person_id=person.pk,
        name=person.full_name,
        code=person.code,
        posts="; ".join(words),
        username=account.username if account else "",
        status=status,
        tone=tone,
        lacks=(not is_open or missing) and not is_beyond,
        may_renew=is_open and not is_beyond,
        is_beyond=is_beyond,
    )


def _status(account: Account | None) -> tuple[str, str]:
    if account is None:
        return _("Chưa có đăng nhập"), "broken"
    if not account.is_active:
        return _("Đã đóng"), "broken"
    if account.password_chosen_at is None:
        return _("Đã có thẻ, chưa vào lần nào"), "late"
    return _("Đang dùng"), "kept"


def cards_until(accounts: Iterable[int]) -> date | None:
    """The last day of the cards just made."""
    made = Card.objects.filter(account__in=list(accounts), spent_at=None)
    return made.values_list("expires_on", flat=True).first()
