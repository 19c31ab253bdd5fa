"""A draft as a page shows it: its parts with what was said about each."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from .. import rules
from ..keys import comments_link, consultation_link
from ..models import Comment, Consultation, Part
from ..rules import Disposition
from .about import NOT_WITHDRAWN

ROOM = 14_000  # letters of drafts and comments that one page holds


@dataclass(frozen=True)
class Tally:
    """How many comments there are, and what became of them."""

    told: int = 0
    accepted: int = 0
    partly: int = 0
    rejected: int = 0

    @property
    def unanswered(self) -> int:
        return self.told - self.accepted - self.partly - self.rejected


@dataclass(frozen=True)
class PartRow:
    """A part with the number of its comments. `is_cut`: its own page shows the rest."""

    key: str
    title: str
    text: str
    level: int
    is_cut: bool
    tally: Tally
    link: str
    comments_link: str


@dataclass(frozen=True)
class Told:
    """What was said in a consultation, part by part."""

    by_part: Mapping[str, Tally]
    whole: Tally = field(default_factory=Tally)

    def about(self, key: str) -> Tally:
        return self.by_part.get(key, Tally())


def told(consultation: Consultation) -> Told:
    """Every comment that stands, counted in one question."""
    lines = (
        consultation.comments.filter(NOT_WITHDRAWN)
        .order_by()
        .values_list("part_key", "disposition")
        .annotate(number=Count("pk"))
    )
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    everything: Counter[str] = Counter()
    for key, disposition, number in lines:
        counted[key][disposition] += number
        everything[disposition] += number
    by_part = {key: _tally(some) for key, some in counted.items()}
    return Told(by_part, _tally(everything))


def _tally(counted: Counter[str]) -> Tally:
    return Tally(told=counted.total(), **{each.value: counted[each.value] for each in Disposition})


def part_rows(consultation_id: int, parts: Iterable[Part], said: Told) -> list[PartRow]:
    """Parts of one page; where all together are too long, each is cut to its share."""
    parts = list(parts)
    length = rules.fair_length([len(each.text) for each in parts], ROOM)
    return [_row(consultation_id, each, said, length) for each in parts]


def part_row(consultation_id: int, part: Part, said: Told) -> PartRow:
    """One part in full."""
    return _row(consultation_id, part, said, len(part.text))


def _row(consultation_id: int, part: Part, said: Told, length: int) -> PartRow:
    return PartRow(
        key=part.key,
        title=part.title,
        text=rules.cut(part.text, length),
        level=part.level,
        is_cut=len(part.text) > length,
        tally=said.about(part.key),
        link=f"{consultation_link(consultation_id)}parts/{part.key}/",
        comments_link=f"{comments_link(consultation_id)}?part={part.key}",
    )


def titles_of(consultation_id: int, keys: Iterable[str]) -> dict[str, str]:
    """What each part is called in the last draft that had it; the whole draft too."""
    wanted = set(keys)
    known = Part.objects.filter(draft__consultation=consultation_id, key__in=wanted)
    lines = known.order_by("draft__number").values_list("key", "title")
    return {rules.WHOLE: _("Toàn bộ dự thảo"), **dict(lines)}


def part_of(comment: Comment) -> Part | None:
    """The part as it read in the draft that was commented on; None: the draft as a whole."""
    return Part.objects.filter(
        draft__consultation=comment.consultation_id,
        draft__number=comment.draft_number,
        key=comment.part_key,
    ).first()
