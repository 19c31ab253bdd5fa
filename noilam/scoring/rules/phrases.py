"""Finding Vietnamese and English phrases in a text, whether marks were typed or not.

A word agrees with another when both are the same without marks and it was typed without any, or
with the very same: "ton giao" and "Tôn giáo" are "tôn giáo", "tồn giao" is not. Where the mark
stands in a word does not matter: "khoẻ" is "khỏe".
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from noilam.foundation.text import fold

_TOKENS = re.compile(r"\w+|[^\w\s]")
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
        return cls(
            tuple(word(each) for each in _TOKENS.findall(unicodedata.normalize("NFC", text)))
        )

    @property
    def typed(self) -> str:
        return re.sub(r" (?=[,.;:])", "", " ".join(each.typed for each in self.words))

    def has_at(self, at: int, phrase: "Text") -> bool:
        here = self.words[at : at + len(phrase.words)]
        return len(here) == len(phrase.words) and all(
            mine.agrees(theirs) for mine, theirs in zip(here, phrase.words, strict=True)
        )

    def first(self, wanted: Sequence["Text"]) -> str:
        """The first of some phrases that stands here, as typed; empty where none does."""
        for at in range(len(self.words)):
            for phrase in wanted:
                if self.has_at(at, phrase):
                    return Text(self.words[at : at + len(phrase.words)]).typed
        return ""

    def without(self, phrases: Sequence["Text"]) -> "Text":
        """Some phrases taken out, the longest first; what stood around stays apart."""
        left, at = list[Word](), 0
        ordered = sorted(phrases, key=lambda each: -len(each.words))
        while at < len(self.words):
            found = next((each for each in ordered if self.has_at(at, each)), None)
            left.append(word(GAP) if found else self.words[at])
            at += len(found.words) if found else 1
        return Text(tuple(left))

    def joined(self, nouns: Sequence["Text"]) -> "Text":
        """Commas between nouns that are counted up are no stops: "khiếu nại, tố cáo"."""
        starts = {at for at in range(len(self.words)) if any(self.has_at(at, n) for n in nouns)}
        kept = [
            each
            for at, each in enumerate(self.words)
            if not (each.typed in ",/" and at + 1 in starts and at > 0)
        ]
        return Text(tuple(kept))

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

    def near(self, first: Sequence["Text"], then: Sequence["Text"], apart: int) -> bool:
        """Whether one of `then` follows one of `first`, at most so many words between."""
        ends = [
            at + len(phrase.words)
            for at in range(len(self.words))
            for phrase in first
            if self.has_at(at, phrase)
        ]
        return any(
            self.has_at(at, phrase)
            for end in ends
            for at in range(end, min(end + apart + 1, len(self.words)))
            for phrase in then
        )


def phrases(written: str) -> tuple[Text, ...]:
    """Phrases between bars."""
    return tuple(Text.of(each) for each in written.split("|"))
