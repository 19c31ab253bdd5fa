"""Finding Vietnamese and English phrases in a text, whether marks were typed or not.

A word agrees with another when both are the same without marks and it was typed without any, or
with the very same: "ton giao" and "Tôn giáo" are "tôn giáo", "tồn giao" is not. Where the mark
stands in a word does not matter: "khoẻ" is "khỏe".
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from noilam.foundation.text import fold

_TOKENS = re.compile(r"\w+|[^\w\s]")
_HYPHENS = re.compile(r"(?<=\w)-(?=\w)")  # within a word: "tôn-giáo"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPS = frozenset(",.;:()!?-–—/")
GAP = "\x00"  # where a phrase was taken out


@dataclass(frozen=True)
class Word:
    typed: str
    bare: str
    marked: str

    def agrees(self, other: "Word") -> bool:
        return self.bare == other.bare and self.marked in (self.bare, other.marked)


@lru_cache(maxsize=4096)
def word(typed: str) -> Word:
    return Word(typed, fold(typed), _marked(typed))


def _marked(typed: str) -> str:
    """Letters with their shapes, then the tone, wherever it stood."""
    letters = unicodedata.normalize("NFD", typed.casefold())
    shapes = "".join(sign for sign in letters if sign not in _TONES)
    tones = "".join(sign for sign in letters if sign in _TONES)
    return unicodedata.normalize("NFC", shapes) + tones


@dataclass(frozen=True)
class Text:
    """A text as words and signs between them."""

    words: tuple[Word, ...]

    @classmethod
    def of(cls, text: str) -> "Text":
        plain = _HYPHENS.sub(" ", unicodedata.normalize("NFC", text))
        return cls(tuple(map(word, _TOKENS.findall(plain))))

    @property
    def typed(self) -> str:
        return re.sub(r" (?=[,.;:])", "", " ".join(each.typed for each in self.words))

    def has_at(self, at: int, phrase: "Text") -> bool:
        here = self.words[at : at + len(phrase.words)]
        return len(here) == len(phrase.words) and all(
            mine.agrees(theirs) for mine, theirs in zip(here, phrase.words, strict=True)
        )

    def longest_at(self, at: int, phrases: "Phrases") -> int:
        """How many words the longest phrase has that stands here; 0: none does."""
        for phrase in phrases.by_first.get(self.words[at].bare, ()):
            if self.has_at(at, phrase):
                return len(phrase.words)
        return 0

    def first(self, wanted: "Phrases") -> str:
        """The first of some phrases that stands in the text, as typed; empty where none does."""
        for at in range(len(self.words)):
            if length := self.longest_at(at, wanted):
                return Text(self.words[at : at + length]).typed
        return ""

    def without(self, phrases: "Phrases") -> "Text":
        """Some phrases taken out, the longest first; what stood around stays apart."""
        left, at = list[Word](), 0
        while at < len(self.words):
            length = self.longest_at(at, phrases)
            left.append(word(GAP) if length else self.words[at])
            at += length or 1
        return Text(tuple(left))

    def joined(self, nouns: "Phrases") -> "Text":
        """Commas between nouns that are counted up are no stops: "khiếu nại, tố cáo"."""
        kept = [
            each
            for at, each in enumerate(self.words)
            if not (each.typed in ",/" and self._begins(at + 1, nouns))
        ]
        return Text(tuple(kept))

    def _begins(self, at: int, phrases: "Phrases") -> bool:
        return at < len(self.words) and self.longest_at(at, phrases) > 0

    def clauses(self) -> Iterator["Text"]:
        """The stretches between stops."""
        stretch: list[Word] = []
        for each in self.words:
            if each.typed in _STOPS:
                yield Text(tuple(stretch))
                stretch = []
            else:
                stretch.append(each)
        yield Text(tuple(stretch))

    def near(self, first: "Phrases", then: "Phrases", apart: int) -> bool:
        """Whether one of `then` follows one of `first`, at most so many words between."""
        ends = [
            at + length for at in range(len(self.words)) for length in self._lengths_at(at, first)
        ]
        return any(self._begins(at, then) for end in ends for at in range(end, end + apart + 1))

    def numbered(self, nouns: "Phrases", apart: int) -> bool:
        """Whether a number stands before one of some nouns, at most so many words between."""
        ends = [
            at + 1
            for at, each in enumerate(self.words)
            if each.typed.isdecimal() and not self.has_at(at + 1, _PERCENT)
        ]
        return any(self._begins(at, nouns) for end in ends for at in range(end, end + apart + 1))

    def _lengths_at(self, at: int, phrases: "Phrases") -> list[int]:
        """Of all that stand here: "không để" and "không để xảy ra" end at different places."""
        known = phrases.by_first.get(self.words[at].bare, ())
        return [len(each.words) for each in known if self.has_at(at, each)]


_PERCENT = Text.of("%")


@dataclass(frozen=True)
class Phrases:
    """Phrases by their first word without marks, the longest first."""

    by_first: Mapping[str, Sequence[Text]]


def phrases(written: str = "") -> Phrases:
    """Phrases between bars."""
    by_first: dict[str, list[Text]] = {}
    for each in sorted(map(Text.of, written.split("|")), key=lambda text: -len(text.words)):
        if each.words:
            by_first.setdefault(each.words[0].bare, []).append(each)
    return Phrases(by_first)
