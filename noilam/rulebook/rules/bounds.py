"""How small and how large a rule's numbers may be: guards against a slip of the pen that would
stop the software. They are no law: what the law allows, the office reads in its papers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from noilam.foundation.errors import Problem
from noilam.foundation.text import say


@dataclass(frozen=True)
class Bounds:
    """Between which numbers a value must lie, both included, and a value that would do."""

    least: int
    most: int
    example: str
    whole: bool = True
    longest: int = 0  # of a list: how many numbers at most; 0: any number of them

    def hold(self, number: int | str) -> bool:
        if self.whole and type(number) is not int:
            return False
        return self.least <= Decimal(number) <= self.most


def problems_with_number(bounds: Bounds, value: int | str, about: str) -> list[Problem]:
    """Whether a number, in stored form, lies within its bounds."""
    if bounds.hold(value):
        return []
    message = _WHOLE if bounds.whole else _NUMBER
    return [Problem("out-of-bounds", message, about=about, values=_values(bounds))]


def problems_with_list(bounds: Bounds, value: Sequence[int], about: str) -> list[Problem]:
    """Whether each number lies within the bounds, stands once, and there are not too many."""
    problems = []
    if not all(bounds.hold(each) for each in value):
        problems.append(Problem("out-of-bounds", _EACH, about=about, values=_values(bounds)))
    if len(set(value)) < len(value):
        problems.append(Problem("number-twice", _TWICE, about=about, values=_values(bounds)))
    if bounds.longest and len(value) > bounds.longest:
        problems.append(Problem("too-many-numbers", _MANY, about=about, values=_values(bounds)))
    return problems


def _values(bounds: Bounds) -> dict[str, Any]:
    return {
        "least": bounds.least,
        "most": bounds.most,
        "longest": bounds.longest,
        "example": bounds.example,
    }


_WHOLE = say("Phải là số nguyên từ {least} đến {most}. Sửa lại, ví dụ {example}.")
_NUMBER = say("Phải là số từ {least} đến {most}. Sửa lại, ví dụ {example}.")
_EACH = say("Mỗi số phải là số nguyên từ {least} đến {most}. Sửa lại, ví dụ {example}.")
_TWICE = say("Có số ghi hai lần. Mỗi số ghi một lần, ví dụ {example}.")
_MANY = say("Nhiều nhất {longest} số. Bỏ bớt, ví dụ {example}.")
