"""Reads docs/roles.md: who gets which answer at every address. The table is the contract."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.template.backends.base import BaseEngine
from django.urls import URLPattern, URLResolver, get_resolver

from noilam.organisation.roles import OWN_UNIT_ONLY, SEES_INSIDE, SEES_UNIT, Role

PAGE = Path(__file__).resolve().parent.parent / "docs" / "roles.md"
ANYWHERE = "anywhere"
TOP = "ancestor"  # in the world of the test the unit above stands under no other
RELATIONS = (ANYWHERE, "own", TOP, "other")
GROUPS = {"seeing": SEES_UNIT, "inside": SEES_INSIDE}


@dataclass(frozen=True)
class Row:
    """One line of the table, for one way of asking.

    `answer` is for those who may; `seen` for others who see what it is about; `unseen` for the
    rest. `about`: unit, inside (what is done in the unit), above (what only those above the unit
    may do), very (what only the unit's own may do), or a dash where no unit is concerned.
    """

    address: str
    way: str
    about: str
    may: frozenset[str]
    answer: int
    seen: int
    unseen: int

    def reaches(self, holder: str, relation: str) -> bool:
        return self.about == "—" or _reaches(holder, relation)

    def lets_in(self, holder: str, relation: str) -> bool:
        from_where = {"above": "ancestor", "very": "own"}.get(self.about, relation) == relation
        named = "everybody" in self.may or holder in self.may
        return named and from_where and self.reaches(holder, relation)

    def otherwise(self, holder: str, relation: str) -> int:
        seeing = SEES_UNIT if self.about in ("unit", "—") else SEES_INSIDE
        return self.seen if holder in seeing and self.reaches(holder, relation) else self.unseen


@dataclass(frozen=True)
class Question:
    """One address asked in one way. Where several lines tell of it, the first that fits holds."""

    rows: tuple[Row, ...]

    @property
    def address(self) -> str:
        return self.rows[0].address

    @property
    def way(self) -> str:
        return self.rows[0].way

    @property
    def name(self) -> str:
        return self.address.split(" ")[0]

    @property
    def given(self) -> dict[str, str]:
        return dict(each.split("=") for each in self.address.split(" ")[1:])

    def expected(self, holder: str, relation: str) -> int:
        held = {holder} | (brought().get(holder, set()) if relation == TOP else set())
        for row in self.rows:
            if any(row.lets_in(each, relation) for each in held):
                return row.answer
        return self.rows[-1].otherwise(holder, relation)

    def is_asked(self, holder: str, relation: str) -> bool:
        """Of no unit: asked from anywhere, and from the top by roles that bring something there.
        Who reaches every unit is asked from one."""
        of_a_unit = any(row.about != "—" for row in self.rows)
        if not of_a_unit:
            return relation == ANYWHERE or (relation == TOP and holder in brought())
        if relation == ANYWHERE:
            return False
        is_everywhere = holder == Role.ADMINISTRATOR or holder not in set(Role)
        return relation == "own" or not is_everywhere


def _reaches(holder: str, relation: str) -> bool:
    if holder == Role.ADMINISTRATOR:
        return True
    return relation == "own" or (relation == "ancestor" and holder not in OWN_UNIT_ONLY)


def questions() -> list[Question]:
    told: dict[tuple[str, str], list[Row]] = {}
    for row in rows():
        told.setdefault((row.address, row.way), []).append(row)
    return [Question(tuple(each)) for each in told.values()]


def rows() -> Iterator[Row]:
    """The lines of the page's tables that begin with an address."""
    for line in PAGE.read_text("utf-8").splitlines():
        if re.match(r"\| `[a-z]+:[a-z_]+", line):
            address, ways, about, may, answers, seen, unseen = (
                cell.strip().strip("`") for cell in line.strip("| ").split(" | ")
            )
            for way, answer in zip(ways.split(", "), answers.split(", "), strict=True):
                yield _row(address, way, about, may, answer, seen, unseen)


def _row(address: str, way: str, about: str, may: str, answer: str, seen: str, unseen: str) -> Row:
    allowed: set[str] = set()
    for word in may.split(", "):
        allowed |= GROUPS.get(word, {word})
    return Row(
        address=address,
        way=way,
        about=about,
        may=frozenset(allowed),
        answer=int(answer),
        seen=_number(seen) or _number(unseen),
        unseen=_number(unseen),
    )


def _number(cell: str) -> int:
    """A dash stands where nobody is left to be answered."""
    return 0 if cell == "—" else int(cell)


@cache
def brought() -> dict[str, set[str]]:
    """The permissions that a role brings where it is held at the top: the page's own table."""
    text = PAGE.read_text("utf-8").split("| held at the top | brings |", 1)[1].split("\n\n", 1)[0]
    lines = [re.findall(r"`([a-z_]+)`", line) for line in text.splitlines()]
    return {role: set(permissions) for role, *permissions in filter(None, lines)}


@cache
def told_apart_nowhere() -> list[Role]:
    """Roles that no row names and that do not even see a unit."""
    named = frozenset().union(*(row.may for row in rows()))
    return [role for role in Role if role not in named | SEES_UNIT]


def public() -> set[str]:
    """The addresses that answer without a sign-in: the page's own list."""
    text = PAGE.read_text("utf-8").split("## Public", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^- `([a-z]+:[a-z_]+)`", text, re.M))


@cache
def addresses() -> dict[str, list[str]]:
    """Every named address of the program, and the names of what fills it."""
    return dict(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, space: str) -> Iterator[tuple[str, list[str]]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield space + str(each.name), list(_names(each))
        else:
            inner = f"{each.namespace}:" if each.namespace else ""
            yield from _walk(each, space + inner)


def _names(pattern: URLPattern) -> list[str]:
    converters = getattr(pattern.pattern, "converters", {})
    return list(converters) or re.findall(r"\(\?P<(\w+)>", str(pattern.pattern))


class BlankPages(BaseEngine):
    """A template engine whose pages are empty: here only the answer's number counts."""

    def __init__(self, params: dict) -> None:
        params = params.copy()
        params.pop("OPTIONS")
        super().__init__(params)

    def from_string(self, template_code: str) -> "BlankPages":
        return self

    def get_template(self, template_name: str) -> "BlankPages":
        return self

    def render(self, context=None, request=None) -> str:
        return ""
