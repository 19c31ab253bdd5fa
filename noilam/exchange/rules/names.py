"""Finding one thing by what a clerk typed: its code, its name, or both."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from noilam.foundation.text import fold

from .cells import clean

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_CODE_AND_NAME = re.compile(r"\s+[-–—|:]\s+|\s*\|\s*")
_MOST_CANDIDATES = 20
_MOST_SEARCHES = 200  # a look through all names for what is near; a file of slips must not stall


def spelled(text: str) -> str:
    """Equal for uỷ and ủy, HÒA and hoà; not for hoa and hoà."""
    if text.isascii():
        return text.casefold()
    return " ".join(_spelled_word(word) for word in clean(text).casefold().split(" "))


def _spelled_word(word: str) -> str:
    marks = unicodedata.normalize("NFD", word)
    tones = "".join(sorted(mark for mark in marks if mark in _TONES))
    return "".join(mark for mark in marks if mark not in _TONES) + tones


@dataclass(frozen=True)
class Match:
    """The code that a typed text means, or what it might mean."""

    code: str | None = None
    candidates: tuple[tuple[str, str], ...] = ()  # (code, label)
    is_shared: bool = False  # several bear exactly this name; else the candidates only resemble it


@dataclass
class Names:
    """All things of one sort that a file may name. A code wins over a name."""

    what: str  # unit, person, …
    labels: dict[str, str] = field(default_factory=dict)  # code -> name
    chosen: Mapping[str, str] = field(default_factory=dict)  # folded text -> code, by a clerk
    _tiers: list["_Index"] = field(default_factory=list)  # built when a code alone does not do
    _seen: dict[str, Match] = field(default_factory=dict)
    _searches_left: int = _MOST_SEARCHES

    def find(self, typed: str) -> Match:
        if typed in self.labels:
            return Match(typed)
        if typed not in self._seen:
            self._seen[typed] = self._find(typed)
        return self._seen[typed]

    def _find(self, typed: str) -> Match:
        chosen = self.chosen.get(fold(typed), "")
        if chosen in self.labels:
            return Match(chosen)
        self._tiers = self._tiers or [
            _Index(str.casefold, ((code, code) for code in self.labels)),
            _Index(spelled, ((name, code) for code, name in self.labels.items())),
            _Index(fold, ((name, code) for code, name in self.labels.items())),
        ]
        for tier in self._tiers:
            found = tier.find(typed)
            if len(found) == 1:
                return Match(found[0])
            if found:
                return Match(candidates=self._listed(found), is_shared=True)
        return self._by_leading_code(typed) or Match(candidates=self._near(typed))

    def _by_leading_code(self, typed: str) -> Match | None:
        """ "SH.01 - Đảng bộ xã Mẫu": offices write code and name into one cell."""
        first = _CODE_AND_NAME.split(typed, maxsplit=1)[0]
        found = self._tiers[0].find(first) if first != typed else ()
        return Match(found[0]) if len(found) == 1 else None

    def _near(self, typed: str) -> tuple[tuple[str, str], ...]:
        """Codes that differ by leading zeros; names that share all words of one or the other."""
        if not self._searches_left:
            return ()
        self._searches_left -= 1
        if typed.isdigit():
            number = typed.lstrip("0")
            return self._listed(c for c in self.labels if c.isdigit() and c.lstrip("0") == number)
        words = set(fold(typed).split())
        return self._listed(
            code
            for name, codes in self._tiers[2].codes.items()
            if len(words) > 1 and _alike(words, set(name.split()))
            for code in codes
        )

    def _listed(self, codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
        return tuple((code, self.labels[code]) for code in sorted(codes)[:_MOST_CANDIDATES])


def _alike(words: set[str], others: set[str]) -> bool:
    return words <= others or (len(others) > 1 and others <= words)


class Codes:
    """Codes as they are kept, found in whatever case they are typed."""

    def __init__(self, kept: Iterable[str] = ()) -> None:
        self._kept: dict[str, str] = {}
        for code in kept:
            self.settle(code)

    def find(self, typed: str) -> str:
        """The code as it is kept; empty where there is none."""
        return self._kept.get(typed.casefold(), "")

    def settle(self, typed: str) -> str:
        """The same, and a new code is kept as typed."""
        return self._kept.setdefault(typed.casefold(), typed)


class _Index:
    """Codes by one reading of their names."""

    def __init__(self, read: Callable[[str], str], entries: Iterable[tuple[str, str]]) -> None:
        self.read = read
        self.codes: dict[str, tuple[str, ...]] = {}
        for text, code in entries:
            if text:
                key = read(text)
                self.codes[key] = (*self.codes.get(key, ()), code)

    def find(self, typed: str) -> tuple[str, ...]:
        return self.codes.get(self.read(typed), ())
