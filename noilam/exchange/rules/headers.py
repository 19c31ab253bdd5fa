"""Which cell of a header row means which column, and which row is the header."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from noilam.foundation.text import fold

from .cells import Cell, clean, text_of

LOOK_IN = 20  # rows: titles above a header are never longer
TALLEST = 3  # rows that a merged header may take
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
    spelled: Mapping[int, Collection[str]] = field(default_factory=dict)  # position -> all its rows

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


OWN, ALSO, LOOSE = range(3)  # how well a header names its column, best first


def meaning(text: str, names: Mapping[str, str], own: Collection[str] = ()) -> tuple[str, int]:
    """The column a header cell means ("" for none), and how well it says so: by the column's own
    name, by another known name, or only by holding a known name. `own` are folded names too."""
    key = header_key(text)
    if key in names:
        return names[key], OWN if key in own else ALSO
    words = f" {key} "
    inside = [name for name in names if " " in name and f" {name} " in words]
    if not inside or len(words.split()) > max(map(_length, inside)) + _MORE_WORDS:
        return "", LOOSE
    longest = max(map(_length, inside))
    found = {names[name] for name in inside if _length(name) == longest}
    return (found.pop() if len(found) == 1 else "", LOOSE)


def _length(name: str) -> int:
    return len(name.split())


def find_header(
    rows: Sequence[Sequence[Cell]], names: Mapping[str, str], own: Collection[str] = ()
) -> Header | None:
    """The row with most known names among the first ones; two or three where one is merged."""
    best: Header | None = None
    for index in range(min(len(rows), LOOK_IN)):
        for header in _readings_at(rows, index, names, own):
            if header.score > (best.score if best else 0):
                best = header
    return best


def _readings_at(
    rows: Sequence[Sequence[Cell]], index: int, names: Mapping[str, str], own: Collection[str]
) -> list[Header]:
    parts = [_texts(rows[index])]
    readings = [_reading(index, parts, names, own)]
    for row in rows[index + 1 : index + TALLEST]:
        lower = _texts(row)
        if not readings[-1].score or any(lower.get(at) for at in readings[-1].columns.values()):
            break  # the next row has something under a known name: it is data
        parts.append(lower)
        readings.append(_reading(index, parts, names, own))
    return readings


def _texts(row: Sequence[Cell]) -> dict[int, str]:
    return {position: text for position, cell in enumerate(row) if (text := text_of(cell))}


def _reading(
    index: int, parts: Sequence[Mapping[int, str]], names: Mapping[str, str], own: Collection[str]
) -> Header:
    """What names a column best counts; only two that name it equally well are one too many."""
    texts = {position: text for part in parts for position, text in part.items()}
    ranked: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for position, text in texts.items():
        key, rank = meaning(text, names, own)
        if key:
            ranked[key][rank].append(position)
    chosen = {key: ranks[min(ranks)] for key, ranks in ranked.items()}
    return Header(
        row=index,
        height=len(parts),
        columns={key: positions[0] for key, positions in chosen.items() if len(positions) == 1},
        texts=texts,
        twice={
            key: [texts[position] for position in positions]
            for key, positions in chosen.items()
            if len(positions) > 1
        },
        spelled={at: {part[at] for part in parts if at in part} for at in texts},
    )


def is_header_again(row: Sequence[Cell], filled: Sequence[int], header: Header) -> bool:
    """Whether a row repeats the header, as tables do that were printed page by page."""
    return len(filled) > 1 and all(
        isinstance(row[at], str) and clean(row[at]) in header.spelled.get(at, ()) for at in filled
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
