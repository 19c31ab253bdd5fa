"""Ready-made trails for tests, written through the actions everybody uses."""

from dataclasses import dataclass
from typing import ClassVar

from django.contrib.auth import get_user_model

from noilam.audit import actions, jobs
from noilam.audit.models import Entry
from noilam.foundation import clock
from noilam.foundation.access import Actor, Kind, worker
from noilam.foundation.events import Event

AUTHOR = Actor(kind=Kind.PERSON, id=7, label="Nguyễn Văn Mẫu")


@dataclass(frozen=True, kw_only=True)
class PromiseMade(Event):
    title: ClassVar[str] = "Ghi lời hứa"
    statement: str = "Dọn bãi rác"


def entries(count: int, *, actor: Actor = AUTHOR, **fields: object) -> list[Entry]:
    """That many promises on the trail, waiting for their seal."""
    events = [PromiseMade(subject_id=number + 1, **fields) for number in range(count)]
    actions.record_all(actor=actor, events=events)
    return list(Entry.objects.order_by("-id")[:count])[::-1]


def sealed(count: int, **fields: object) -> list[Entry]:
    """The same, sealed."""
    rows = entries(count, **fields)
    jobs.seal(actor=worker())
    return rows


def an_account(name: str, *permissions: str):
    return get_user_model().objects.create(
        username=name.casefold().replace(" ", "."),
        label=name,
        permissions=list(permissions),
        opened_at=clock.now(),
    )


def an_administrator() -> Actor:
    account = an_account("Lê Thị Quản", "administer")
    return Actor(
        kind=Kind.PERSON,
        id=account.pk,
        label=account.label,
        permissions=frozenset({"administer"}),
    )


def acting(account) -> Actor:
    return Actor(kind=Kind.PERSON, id=account.pk, label=account.label)
