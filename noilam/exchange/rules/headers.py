"""Which cell of a header row means which column, and which row is the header."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from noilam.foundation.text import fold

from .cells import Cell, clean, text_of

LOOK_IN = 20  # rows: titles above a header are never longer
_PARENTHESES = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NO_LETTER = re.compile(r"[\W_]+")
_MORE_WORDS = 5  # a header may say this many words more than the name we know
_NUMBERED = re.compile(r"\(?([0-9]{1,2}|[A-Za-z])\)?")  # (1) (2) (3) under a header


@dataclass(frozen=True)
class Header:
    """Where the header stands and what its cells mean. Positions and rows count from 0."""

    row: int
    height: int = 1
    columns: Mapping[str, int] = field(default_factory=dict)  # key -> position
    texts: Mapping[int, str] = field(default_factory=dict)  # position -> as typed
    twice: Mapping[str, Sequence[str]] = field(default_factory=dict)  # key -> headers as typed

    @property
    def score(self) -> int:
        return len(self.columns) + len(self.twice)

    @property
    def unknown(self) -> list[str]:
        known = set(self.columns.values())
        doubled = {text for texts in self.twice.values() for text in texts}
        return [
            text
            for position, text in sorted(self.texts.items())
            if position not in known and text not in doubled
        ]


def header_key(text: str) -> str:
    """What two spellings of one header share: folded, without marks and bracketed words."""
    folded = fold(clean(text))
    bare = _NO_LETTER.sub(" ", _PARENTHESES.sub(" ", folded)).strip()
    return bare or _NO_LETTER.sub(" ", folded).strip()


def choice_key(text: str) -> str:
    """What two spellings of one choice share. Brackets count: Đạt (một phần) is not Đạt."""
    return _NO_LETTER.sub(" ", fold(clean(text))).strip()


def meaning(text: str, names: Mapping[str, str]) -> tuple[str, bool]:
    """The column a header cell means ("" for none), and whether it says so exactly."""
    key = header_key(text)
    if key in names:
        return names[key], True
    words = f" {key} "
    inside = [name for name in names if " " in name and f" {name} " in words]
    if not inside or len(words.split()) > max(map(_length, inside)) + _MORE_WORDS:
        return "", False
    longest = max(map(_length, inside))
    found = {names[name] for name in inside if _length(name) == longest}
    return (found.pop(), False) if len(found) == 1 else ("", False)


def _length(name: str) -> int:
    return len(name.split())


def find_header(rows: Sequence[Sequence[Cell]], names: Mapping[str, str]) -> Header | None:
    """The row with most known names among the first ones; two rows where a header is merged."""
    best: Header | None = None
    for index in range(min(len(rows), LOOK_IN)):
        for header in _readings_at(rows, index, names):
            if header.score > (best.score if best else 0):
                best = header
    return best


def _readings_at(
    rows: Sequence[Sequence[Cell]], index: int, names: Mapping[str, str]
) -> list[Header]:
    upper = _texts(rows[index])
    single = _reading(index, 1, upper, names)
    if not single.score or index + 1 >= len(rows):
        return [single]
    lower = _texts(rows[index + 1])
    if any(lower.get(position) for position in single.columns.values()):
        return [single]  # the next row has something under a known name: it is data
    return [single, _reading(index, 2, upper | lower, names)]


def _texts(row: Sequence[Cell]) -> dict[int, str]:
    return {position: text for position, cell in enumerate(row) if (text := text_of(cell))}


def _reading(index: int, height: int, texts: Mapping[int, str], names: Mapping[str, str]) -> Header:
    exact: dict[str, list[int]] = defaultdict(list)
    loose: dict[str, list[int]] = defaultdict(list)
    for position, text in texts.items():
        key, is_exact = meaning(text, names)
        if key:
            (exact if is_exact else loose)[key].append(position)
    chosen = {key: exact.get(key) or loose[key] for key in [*exact, *loose]}
    return Header(
        row=index,
        height=height,
        columns={key: positions[0] for key, positions in chosen.items() if len(positions) == 1},
        texts=texts,
        twice={
            key: [texts[position] for position in positions]
            for key, positions in chosen.items()
            if len(positions) > 1
        },
    )


def is_numbering(row: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns, as printed forms do: (1) (2) (3) or A B C."""
    texts = list(_texts(row).values())
    return (
        len(texts) >= 3
        and all(_NUMBERED.fullmatch(text) for text in texts)
        and (len(set(texts)) == len(texts))
    )


def position_text(position: int) -> str:
    """0 is A, 26 is AA: as spreadsheets name columns."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
