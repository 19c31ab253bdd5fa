"""Plain values that floors hand to the shell: what waits, what was found, a panel, the pair."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Waiting:
    """One line of Hôm nay: what somebody must do now.

    `group` is one of late, soon, verify, approve, acknowledge, programme, other; `due_on` orders
    the lines. `count` is how many matters the line stands for.
    """

    group: str
    title: str
    link: str
    due_on: date | None = None
    detail: str = ""
    count: int = 1


@dataclass(frozen=True)
class Found:
    """One search hit."""

    kind: str  # a word for people: Đơn vị, Người, Cam kết
    title: str
    link: str
    detail: str = ""


@dataclass(frozen=True)
class Panel:
    """A piece of another floor's page: a template and what it shows."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    is_empty: bool = False  # drawn, but with nothing to show yet


@dataclass(frozen=True)
class Pair:
    """What was said and what became of it, as counts on one scale. The mark of the product."""

    said: int
    kept: int = 0  # verified in time
    kept_late: int = 0
    claimed: int = 0
    running: int = 0
    late: int = 0
    broken: int = 0
    withdrawn: int = 0
