"""Nothing stays undecided when a unit or an appointment changes: inherit, reassign or close."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from noilam.foundation.errors import Problem
from noilam.foundation.text import say


@dataclass(frozen=True)
class OpenMatter:
    """Something that would be left without a hand: a commitment, a post, an assignment, a grant.

    `key` names it across all floors ("commitments.commitment:12"); `kind` is a word for people.
    """

    key: str
    kind: str
    label: str
    link: str = ""
    unit_id: int | None = None
    person_id: int | None = None
    due_on: date | None = None


class Deed(StrEnum):
    INHERIT = "inherit"  # the successor takes it: the unit that follows, the person who follows
    REASSIGN = "reassign"  # another unit or person takes it
    CLOSE = "close"  # it ends here, for a stated reason


UnitToken = int | str  # the id of a unit, or the code of one that the event is about to make


@dataclass(frozen=True)
class Choice:
    """What is decided for one matter."""

    deed: Deed
    to_unit: UnitToken | None = None
    to_person: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Heirs:
    """Who may inherit: the units that follow, or the person who follows."""

    units: Collection[UnitToken] = ()
    persons: Collection[int] = ()

    @property
    def sole_unit(self) -> UnitToken | None:
        return next(iter(self.units)) if len(self.units) == 1 else None

    @property
    def sole_person(self) -> int | None:
        return next(iter(self.persons)) if len(self.persons) == 1 else None


@dataclass(frozen=True)
class HandOver:
    """What is decided for everything on a list. `for_all` fills in what has no choice of its own.

    `list_hash` is the hash of the list that was looked at: deciding on another list is refused.
    """

    list_hash: str = ""
    choices: Mapping[str, Choice] = field(default_factory=dict)
    for_all: Choice | None = None

    def choice_for(self, key: str) -> Choice | None:
        return self.choices.get(key) or self.for_all


NOTHING_OPEN = HandOver()  # enough where the list is empty


def list_hash(matters: Sequence[OpenMatter]) -> str:
    """Binds a decision to the list it was taken on. The empty list has the empty hash."""
    if not matters:
        return ""
    lines = sorted(
        "|".join(map(str, (each.key, each.label, each.unit_id, each.person_id, each.due_on)))
        for each in matters
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def problems_with_handover(
    matters: Sequence[OpenMatter], given: HandOver, *, heirs: Heirs
) -> list[Problem]:
    """Everything still undecided, named at once. A sole heir need not be chosen."""
    if given.list_hash != list_hash(matters):
        return [
            Problem(
                "list-changed",
                say(
                    "Danh sách việc còn mở đã thay đổi so với lúc xem trước. Xem lại danh sách "
                    "dưới đây rồi quyết định."
                ),
                about="list_hash",
            )
        ]
    return [
        problem
        for matter in matters
        for problem in _problems_with_choice(matter, given.choice_for(matter.key), heirs)
    ]


def _problems_with_choice(matter: OpenMatter, choice: Choice | None, heirs: Heirs) -> list[Problem]:
    values = {"kind": matter.kind, "label": matter.label}
    if choice is None:
        return [
            Problem(
                "undecided",
                say("Chưa quyết định: {kind} “{label}”. Chọn kế thừa, giao lại hoặc khép lại."),
                about=matter.key,
                values=values,
            )
        ]
    code, message = _GAPS.get(_gap(choice, heirs), ("", ""))
    return [Problem(code, message, about=matter.key, values=values)] if code else []


def problems_with_leaving(
    matters: Sequence[OpenMatter], given: HandOver, *, heirs: Heirs, leaving: Mapping[int, str]
) -> list[Problem]:
    """Who is left without any post answers no longer: what was his is closed, or given to somebody
    by name. `leaving` are their names."""
    return [
        Problem(
            "holder-leaves",
            say("{person} thôi giữ chức: chọn người nhận {kind} “{label}”."),
            about=matter.key,
            values={"person": person, "kind": matter.kind, "label": matter.label},
        )
        for matter in matters
        if (person := leaving.get(matter.person_id or 0))
        and (choice := given.choice_for(matter.key))
        and not (_gap(choice, heirs) or _has_taker(choice, heirs))
    ]


def _has_taker(choice: Choice, heirs: Heirs) -> bool:
    if choice.deed is Deed.CLOSE or choice.to_person:
        return True
    return choice.deed is Deed.INHERIT and bool(heirs.persons)


def gives_up(matter: OpenMatter, choice: Choice | None) -> bool:
    """Whether whoever holds it holds it no longer: it is closed, or somebody else takes it."""
    if choice is None:
        return False
    return choice.deed is Deed.CLOSE or choice.to_person not in (None, matter.person_id)


_GAPS = {
    "heir": (
        "heir-missing",
        say("Ai kế thừa {kind} “{label}”? Chọn một trong các bên tiếp nhận."),
    ),
    "taker": (
        "taker-missing",
        say("Giao {kind} “{label}” cho ai? Chọn đơn vị hoặc người nhận."),
    ),
    "reason": (
        "reason-missing",
        say("Vì sao khép lại {kind} “{label}”? Ghi lý do."),
    ),
}


def _gap(choice: Choice, heirs: Heirs) -> str:
    if choice.deed is Deed.CLOSE:
        return "" if choice.reason.strip() else "reason"
    if choice.deed is Deed.REASSIGN:
        return "" if choice.to_unit or choice.to_person else "taker"
    if heirs.units:
        return "" if (choice.to_unit or heirs.sole_unit) in heirs.units else "heir"
    return "" if (choice.to_person or heirs.sole_person) in heirs.persons else "heir"
