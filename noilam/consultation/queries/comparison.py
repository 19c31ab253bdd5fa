"""Two drafts side by side, part by part, word by word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from noilam.foundation.text import say

from .. import rules
from ..keys import consultation_link
from ..models import Draft, Part
from ..rules import Change, Mark, PartChange, Piece
from .parts import ROOM

CHANGES_ON_A_PAGE = 20
WORDS = {
    Change.ADDED: (say("thêm mới"), "kept"),
    Change.REMOVED: (say("đã bỏ"), "broken"),
    Change.CHANGED: (say("đã sửa"), "late"),
    Change.MOVED: (say("đổi chỗ"), "calm"),
}


@dataclass(frozen=True)
class ChangeRow:
    """A part that reads otherwise. `is_cut`: `link` shows all of it."""

    name: str
    title: Sequence[Piece]
    text: Sequence[Piece]
    level: int
    change: str
    tone: str
    is_cut: bool
    link: str


@dataclass(frozen=True)
class Comparison:
    old: Draft
    new: Draft
    changes: Sequence[PartChange]  # all but what stayed as it was
    same: Sequence[rules.PartText]
    counts: Sequence[tuple[str, str, int]]  # word, tone, how many


def comparison(old: Draft, new: Draft) -> Comparison:
    texts: dict[int, list[rules.PartText]] = {old.pk: [], new.pk: []}
    for each in Part.objects.filter(draft__in=[old.pk, new.pk]).order_by("order"):
        texts[each.draft_id].append(each.written)
    found = rules.compare(texts[old.pk], texts[new.pk])
    changes = [each for each in found if each.change != Change.SAME]
    counted = [
        (_(word), tone, sum(each.change == change for each in changes))
        for change, (word, tone) in WORDS.items()
    ]
    return Comparison(
        old=old,
        new=new,
        changes=changes,
        same=[each.part for each in found if each.change == Change.SAME],
        counts=[each for each in counted if each[2]],
    )


def change_rows(
    found: Comparison, shown: Iterable[PartChange], *, is_whole: bool = False
) -> list[ChangeRow]:
    """Changes of one page: long unchanged stretches are left out, and what is too long is cut,
    unless the whole is asked for."""
    shown = list(shown)
    texts = [_pieces(each, is_whole=is_whole) for each in shown]
    lengths = [_length(each) for each in texts]
    length = rules.fair_length(lengths, sum(lengths) if is_whole else ROOM)
    link = f"{consultation_link(found.new.consultation_id)}comparison/"
    link += f"?old={found.old.number}&new={found.new.number}&part="
    return [
        _row(each, text, length, f"{link}{each.part.key}")
        for each, text in zip(shown, texts, strict=True)
    ]


def _pieces(change: PartChange, *, is_whole: bool) -> Sequence[Piece]:
    if change.change == Change.MOVED:
        return []
    old, new = change.old, change.new
    pieces = rules.word_changes(old.text if old else "", new.text if new else "")
    return pieces if is_whole else rules.near_changes(pieces)


def _length(pieces: Iterable[Piece]) -> int:
    return sum(len(each.text) for each in pieces)


def _row(change: PartChange, text: Sequence[Piece], length: int, link: str) -> ChangeRow:
    old, new = change.old, change.new
    word, tone = WORDS[change.change]
    titles = rules.word_changes(old.title if old else "", new.title if new else "")
    return ChangeRow(
        name=change.part.title,
        title=titles,
        text=_cut(text, length),
        level=change.part.level,
        change=_(word),
        tone=tone,
        is_cut=_length(text) > length or any(each.mark == Mark.SKIPPED for each in text),
        link=link,
    )


def _cut(pieces: Sequence[Piece], length: int) -> list[Piece]:
    kept: list[Piece] = []
    for each in pieces:
        if length <= 0:
            return [*kept, Piece(Mark.SKIPPED, "")]
        kept.append(Piece(each.mark, rules.cut(each.text, length)))
        length -= len(each.text)
    return kept
