"""How the system says no. Free of Django, so that rules may use it.

Three ways to say no, never mixed:
    404               it does not exist, or this person may not know that it does
    PermissionDenied  this person may not do it
    Refused           this person may, but a rule stands in the way
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One reason for a refusal, worded for the person who must put it right.

    `code` is for programs and tests. `message` is for people: what is wrong, and what to do
    next; it is Vietnamese, marked with `say`, and may hold {names} filled from `values`.
    `about` names the field, row or cell at fault, if there is one.
    """

    code: str
    message: str
    about: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The sentence itself. A door that speaks other languages hands in its gettext."""
        return (
            translate(self.message).format(**self.values)
            if self.values
            else translate(self.message)
        )

    def __str__(self) -> str:
        return self.text()


class Refused(Exception):
    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(" ".join(str(problem) for problem in problems))


def refuse_if(problems: Sequence[Problem]) -> None:
    """Stop with all problems at once, or go on."""
    if problems:
        raise Refused(*problems)
