"""Who acts, as plain values, and the gate at the top of every action."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class Kind(StrEnum):
    PERSON = "person"
    STAND_IN = "stand_in"
    CITIZEN = "citizen"
    WORKER = "worker"
    SHELL = "shell"


@dataclass(frozen=True)
class Actor:
    """Who does a deed. Lives for one request, one command or one job.

    `id` is the account that acts (0 for worker and shell without one). A stand-in also carries
    the account on whose behalf it acts: the trail shows both. `permissions` are installation-wide;
    what somebody may do in a unit is a grant, known to `organisation`. `memo` keeps what a floor
    looked up for this actor, so that one page asks once.
    """

    kind: Kind
    id: int
    label: str
    behalf_id: int = 0
    behalf_label: str = ""
    permissions: frozenset[str] = frozenset()
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def holder_id(self) -> int:
        """The account whose grants count: the absent one's for a stand-in, else its own."""
        return self.behalf_id or self.id

    @property
    def is_machine(self) -> bool:
        """The shell and the worker: whoever holds the machine already holds the data."""
        return self.kind in (Kind.SHELL, Kind.WORKER)

    def has(self, permission: str) -> bool:
        return self.is_machine or permission in self.permissions


WORKER = "worker"


def worker() -> Actor:
    """The timetable's own hand: reminders, escalation, sealing."""
    return Actor(kind=Kind.WORKER, id=0, label=WORKER)


def shell(label: str = "shell", account_id: int = 0) -> Actor:
    """A command typed on the machine itself, as the administrator unless said otherwise."""
    return Actor(kind=Kind.SHELL, id=account_id, label=label)


def require(permitted: bool, *, to: str) -> None:
    """Stop unless permitted. `to` completes the sentence "Bạn không được …"."""
    if not permitted:
        raise PermissionDenied(_("Bạn không được {deed}.").format(deed=to))
