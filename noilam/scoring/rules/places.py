"""Where in a set something is wrong, in words: "Nhóm A, tiêu chí A2"."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from noilam.foundation.errors import Problem
from noilam.foundation.text import say

WORDS = {
    "section": say("nhóm {at}"),
    "criterion": say("tiêu chí {at}"),
    "item": say("mục {at}"),
    "tier": say("mức {at}"),
    "anchor": say("mức {at}"),
    "bonus": say("điểm thưởng"),
    "bonus_item": say("điểm thưởng {at}"),
    "penalty": say("điểm trừ"),
    "penalty_item": say("điểm trừ {at}"),
    "band": say("mức xếp loại {at}"),
    "gate": say("điều kiện {at}"),
    "step": say("bước {at}"),
    "basis": say("căn cứ {at}"),
    "adoption": say("phần adoption"),
    "rounding": say("làm tròn"),
    "variance_rule": say("mức lệch"),
    "quota": say("phần quota"),
    "year_rollup": say("phần year_rollup"),
}
# The key under which these stand.
UNDER = {
    "bonus_item": "bonus",
    "penalty_item": "penalty",
    "band": "bands",
    "gate": "gates",
    "step": "workflow",
    "basis": "legal_basis",
}


@dataclass(frozen=True)
class Place:
    """A path of things, the outermost first. `at`: the thing's code, or its number in a list."""

    steps: tuple[tuple[str, str], ...] = ()  # (thing, at)

    def within(self, thing: str, at: str) -> "Place":
        return Place((*self.steps, (thing, at)))

    def text(self, translate: Callable[[str], str] = str) -> str:
        said = (translate(WORDS[thing]).format(at=at) for thing, at in self.steps if thing in WORDS)
        words = ", ".join(said)
        return words[:1].upper() + words[1:]

    def path(self, key: str) -> str:
        """For forms and programs: "A/A2/max", "bonus/P1/points", "bands/T/from"."""
        under = UNDER.get(self.steps[0][0]) if self.steps else None
        return "/".join(filter(None, [under, *(at for _thing, at in self.steps), key]))


WHOLE = Place()


@dataclass(frozen=True)
class Placed(Problem):
    """A problem with its place in front of the sentence."""

    place: Place = field(default=WHOLE)

    def text(self, translate: Callable[[str], str] = str) -> str:
        where = self.place.text(translate)
        said = super().text(translate)
        return f"{where}: {said}" if where else said

    def __str__(self) -> str:
        return self.text()


def wrong(place: Place, key: str, code: str, message: str, /, **values: Any) -> Placed:
    return Placed(code, message, place.path(key), values, place)
