"""Calendar periods as plain values. Free of Django, so that rules may use them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self


@dataclass(frozen=True, order=True)
class Period:
    """Any stretch of whole days, both ends counted. Its text is what URLs and files carry."""

    @property
    def first_day(self) -> date:
        raise NotImplementedError

    @property
    def last_day(self) -> date:
        raise NotImplementedError

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def contains(self, other: "Period") -> bool:
        return other.first_day in self and other.last_day in self

    @property
    def days(self) -> Iterator[date]:
        length = (self.last_day - self.first_day).days + 1
        return (self.first_day + timedelta(days=number) for number in range(length))


@dataclass(frozen=True, order=True)
class Day(Period):
    on: date

    @property
    def first_day(self) -> date:
        return self.on

    @property
    def last_day(self) -> date:
        return self.on

    def __str__(self) -> str:
        return self.on.isoformat()


@dataclass(frozen=True, order=True)
class Month(Period):
    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def previous(self) -> "Month":
        return Month.of(self.first_day - timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


@dataclass(frozen=True, order=True)
class Quarter(Period):
    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        return Month(self.year, self.number * 3).last_day

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.number}"


@dataclass(frozen=True, order=True)
class Year(Period):
    year: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year)

    @property
    def first_day(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31)

    def __str__(self) -> str:
        return f"{self.year:04}"


@dataclass(frozen=True, order=True)
class Term(Period):
    """A committee's term, from congress to congress, e.g. 2025-2030."""

    from_year: int
    to_year: int

    @property
    def first_day(self) -> date:
        return date(self.from_year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.to_year, 12, 31)

    def __str__(self) -> str:
        return f"{self.from_year:04}-{self.to_year:04}"


def parse(text: str) -> Period:
    """Read "2026-03-05", "2026-03", "2026-Q1", "2026" or "2025-2030". ValueError otherwise."""
    text = text.strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return Day(date.fromisoformat(text))
    if match := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text):
        return Month(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        return Quarter(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"[1-9]\d{3}", text):
        return Year(int(text))
    if (match := re.fullmatch(r"([1-9]\d{3})-(\d{4})", text)) and match[1] < match[2]:
        return Term(int(match[1]), int(match[2]))
    raise ValueError(f"Not a period: {text!r}")
