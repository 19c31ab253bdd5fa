"""Two editions of a text side by side: which parts changed, and which words in them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from .texts import PartText

TOO_LONG = 4_000_000  # words times words: beyond that only whole lines are compared
CONTEXT = 12  # unchanged words kept on each side of a change
_WORDS = re.compile(r"\S+\s*|\s+")  # a word with the space behind it


class Change(StrEnum):
    """What became of a part from one draft to the other."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # reads the same, stands elsewhere
    SAME = "same"


class Mark(StrEnum):
    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"
    SKIPPED = "skipped"  # unchanged words left out


@dataclass(frozen=True)
class Piece:
    """A stretch of words that was kept, added or removed."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class PartChange:
    """One part in both drafts: `old` or `new` is missing where it was added or removed."""

    change: Change
    old: PartText | None
    new: PartText | None

    @property
    def part(self) -> PartText:
        """As it reads now; a removed one as it last read."""
        part = self.new or self.old
        if part is None:
            raise ValueError("A change is about a part.")
        return part


def compare(old: Sequence[PartText], new: Sequence[PartText]) -> list[PartChange]:
    """All parts in the order of the new draft; removed ones follow what stood before them."""
    were = {each.key: each for each in old}
    moved = _moved([each.key for each in old], [each.key for each in new])
    changes = [
        PartChange(_became(were.get(each.key), each, moved), were.get(each.key), each)
        for each in new
    ]
    gone: dict[str, list[PartChange]] = {}
    before, kept = "", {each.key for each in new}
    for part in old:
        if part.key in kept:
            before = part.key
        else:
            gone.setdefault(before, []).append(PartChange(Change.REMOVED, part, None))
    return list(_woven(changes, gone))


def _became(old: PartText | None, new: PartText, moved: set[str]) -> Change:
    if old is None:
        return Change.ADDED
    if (old.title, old.text, old.level) != (new.title, new.text, new.level):
        return Change.CHANGED
    return Change.MOVED if new.key in moved else Change.SAME


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Keys in both that stand in another order: all but the longest row that kept its order."""
    both = set(old) & set(new)
    first = [key for key in old if key in both]
    second = [key for key in new if key in both]
    matcher = SequenceMatcher(a=first, b=second, autojunk=False)
    stayed = {key for at, _, size in matcher.get_matching_blocks() for key in first[at : at + size]}
    return both - stayed


def _woven(
    changes: Sequence[PartChange], gone: Mapping[str, Sequence[PartChange]]
) -> Iterator[PartChange]:
    yield from gone.get("", ())
    for each in changes:
        yield each
        yield from gone.get(each.part.key, ())


def word_changes(old: str, new: str) -> list[Piece]:
    """Which words were kept, added and removed, in reading order.

    Without the added words the pieces read as the old text, without the removed ones as the new,
    but for spaces and line breaks, which follow the new text.
    """
    first, second = _WORDS.findall(old), _WORDS.findall(new)
    if len(first) * len(second) > TOO_LONG:
        first, second = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(
        a=[each.strip() for each in first], b=[each.strip() for each in second], autojunk=False
    )
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Mark.KEPT, "".join(second[b1:b2])))
            continue
        pieces += [Piece(Mark.REMOVED, "".join(first[a1:a2]))] if a2 > a1 else []
        pieces += [Piece(Mark.ADDED, "".join(second[b1:b2]))] if b2 > b1 else []
    return [_apart(each, is_last=each is pieces[-1]) for each in pieces]


def _apart(piece: Piece, *, is_last: bool) -> Piece:
    """The last word of a text has no space behind it; one that follows needs it."""
    return piece if is_last or piece.text[-1].isspace() else Piece(piece.mark, f"{piece.text} ")


def near_changes(pieces: Sequence[Piece]) -> list[Piece]:
    """The same with long unchanged stretches cut down to what stands next to a change."""
    shown: list[Piece] = []
    for at, piece in enumerate(pieces):
        if piece.mark != Mark.KEPT:
            shown.append(piece)
            continue
        shown += _cut(piece, is_first=at == 0, is_last=at == len(pieces) - 1)
    return shown


def _cut(piece: Piece, *, is_first: bool, is_last: bool) -> list[Piece]:
    words = _WORDS.findall(piece.text)
    head, tail = 0 if is_first else CONTEXT, 0 if is_last else CONTEXT
    if len(words) <= head + tail + CONTEXT:
        return [piece]
    before, after = "".join(words[:head]), "".join(words[len(words) - tail :] if tail else [])
    skipped = Piece(Mark.SKIPPED, "")
    kept = [Piece(Mark.KEPT, before), skipped, Piece(Mark.KEPT, after)]
    return [each for each in kept if each.text or each is skipped]
