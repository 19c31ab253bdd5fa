"""What changed between two contents of a set, told part by part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .hashing import canonical

Content = Mapping[str, Any]
NAMED = ("sections", "bands", "gates", "workflow")  # lists of what has a code


@dataclass(frozen=True)
class Change:
    """One field of one thing. `code`: of a section, criterion, item, bonus, penalty, band, gate
    or step; empty for the set itself. `before` is None where it is new, `after` where it is gone.
    """

    code: str
    field: str  # the key of docs/criteria.md; "" where the whole thing came or went
    before: Any
    after: Any

    @property
    def words(self) -> str:
        """One line, for the trail."""
        what = " ".join(filter(None, (self.code, self.field)))
        return f"{what}: {_text(self.before)} → {_text(self.after)}"


def differences(before: Content, after: Content) -> list[Change]:
    """Every change, in the order of the newer content; what is gone comes last."""
    old, new = dict(_things(before)), dict(_things(after))
    changes = [change for code in new for change in _between(code, old.get(code), new[code])]
    changes += [Change(code, "", gone, None) for code, gone in old.items() if code not in new]
    return changes + _moved(old, new)


def _between(code: str, before: Content | None, after: Content) -> Iterator[Change]:
    if before is None:
        yield Change(code, "", None, after)
        return
    for name in [*after, *(each for each in before if each not in after)]:
        if canonical(before.get(name)) != canonical(after.get(name)):
            yield Change(code, name, before.get(name), after.get(name))


def _moved(old: Mapping[str, Content], new: Mapping[str, Content]) -> list[Change]:
    """The same things in another order: order is read, though it brings no points."""
    stayed = [code for code in old if code in new]
    now = [code for code in new if code in old]
    return [Change("", "order", stayed, now)] if stayed != now else []


def _things(content: Content) -> Iterator[tuple[str, Content]]:
    """Everything that has a code, each without what stands under it. Codes of bands, gates and
    steps live apart from those of criteria."""
    sides = {side: content[side] for side in ("bonus", "penalty") if side in content}
    caps = {side: _without(each, "items") for side, each in sides.items()}
    yield "", {key: value for key, value in content.items() if key not in NAMED} | caps
    for section in content["sections"]:
        yield from _in_section(section)
    for side in sides.values():
        yield from ((each["code"], each) for each in side["items"])
    for name, key in (("bands", "code"), ("gates", "code"), ("workflow", "step")):
        yield from ((f"{name}.{each[key]}", each) for each in content.get(name, ()))


def _in_section(section: Content) -> Iterator[tuple[str, Content]]:
    yield section["code"], _without(section, "criteria")
    for criterion in section["criteria"]:
        yield criterion["code"], _without(criterion, "items")
        yield from ((item["code"], item) for item in criterion.get("items", ()))


def _without(content: Content, name: str) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key != name}


def _text(value: Any) -> str:
    if value is None:
        return "—"
    return value if isinstance(value, str) else canonical(value)
