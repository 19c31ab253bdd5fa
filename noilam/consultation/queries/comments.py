"""Comments in a list of thousands, and the disposition table: what was said, what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from noilam.foundation.text import day_text, fold

from .. import rules
from ..keys import comment_link
from ..models import Answer, Comment, Consultation, Part
from .about import NOT_WITHDRAWN, UNANSWERED
from .parts import ROOM, titles_of

TONES = {"accepted": "kept", "partly": "claimed", "rejected": "broken"}
GONE = 1_000_000  # parts that are no more come last


@dataclass(frozen=True)
class Filters:
    """What a reader asked for. `part`: a key, or None for all. Empty fields ask for nothing."""

    words: str = ""
    whose: str = ""
    state: str = ""  # unanswered, answered, a disposition, withdrawn
    part: str | None = None
    sort: str = ""


@dataclass(frozen=True)
class CommentRow:
    """One comment with what became of it, ready to be written."""

    number: int
    link: str
    part_key: str
    part: str
    text: str
    wording: str
    whose: str
    by: str
    on: str
    draft: int
    standing: str
    tone: str
    reason: str
    answered: str  # by whom, when
    is_withdrawn: bool
    is_cut: bool


def comments(consultation: Consultation, filters: Filters) -> QuerySet[Comment]:
    """In the order of the newest draft, unless sorted otherwise."""
    found = consultation.comments.filter(_of_state(filters.state))
    if filters.part is not None:
        found = found.filter(part_key=filters.part)
    for word in fold(filters.words).split():
        found = found.filter(search_key__contains=word)
    if filters.whose:
        found = found.filter(whose_key__contains=fold(filters.whose))
    if filters.sort.removeprefix("-") == "number":
        return found.order_by(filters.sort)
    if filters.sort.removeprefix("-") == "whose":
        sign = filters.sort[:-5]
        return found.order_by(f"{sign}whose_key", "number")
    return _in_order_of_parts(found)


def _of_state(state: str) -> Q:
    known = {
        "unanswered": UNANSWERED,
        "answered": NOT_WITHDRAWN & ~Q(disposition=""),
        "withdrawn": Q(withdrawn_at__isnull=False),
        "": Q(),
    }
    return known.get(state, NOT_WITHDRAWN & Q(disposition=state))


def _in_order_of_parts(found: QuerySet[Comment]) -> QuerySet[Comment]:
    """What is about the whole first, what is about parts that are no more last."""
    places = Part.objects.filter(draft__consultation=OuterRef("consultation"))
    newest = places.filter(key=OuterRef("part_key")).order_by("-draft__number")
    order = Case(
        When(part_key=rules.WHOLE, then=Value(-1)),
        default=Coalesce(Subquery(newest.values("order")[:1]), Value(GONE)),
        output_field=IntegerField(),
    )
    return found.annotate(place=order).order_by("place", "part_key", "number")


def disposition(consultation: Consultation) -> QuerySet[Comment]:
    """Everything that stands, part by part: the table that goes with the issued text."""
    return comments(consultation, Filters()).filter(NOT_WITHDRAWN)


def rows(
    consultation: Consultation, found: Iterable[Comment], *, is_whole: bool = False
) -> list[CommentRow]:
    """Comments of one page; where all are too long together, each is cut to its share, unless
    the whole is asked for."""
    shown = list(found)
    titles = titles_of(consultation.pk, {each.part_key for each in shown})
    answers = _answers(shown)
    written = [*(each.text for each in shown), *(each.wording for each in shown)]
    written += [each.reason for each in answers.values()]
    lengths = [len(each) for each in written if each]
    room = sum(lengths) if is_whole else ROOM
    length = rules.fair_length(lengths, room)
    return [_row(each, titles, answers.get(each.pk), length) for each in shown]


def _answers(shown: Sequence[Comment]) -> Mapping[int, Answer]:
    """In force; asked in pieces, as a whole table may hold thousands."""
    if not shown:
        return {}
    of_these = Answer.objects.filter(superseded_at=None)
    if len(shown) > 500:
        of_these = of_these.filter(comment__consultation=shown[0].consultation_id)
    else:
        of_these = of_these.filter(comment__in=[each.pk for each in shown])
    return {each.comment_id: each for each in of_these}


def _row(
    comment: Comment, titles: Mapping[str, str], answer: Answer | None, length: int
) -> CommentRow:
    word, tone = standing(comment)
    reason = answer.reason if answer else ""
    return CommentRow(
        number=comment.number,
        link=comment_link(comment.consultation_id, comment.number),
        part_key=comment.part_key,
        part=titles.get(comment.part_key, comment.part_key),
        text=rules.cut(comment.text, length),
        wording=rules.cut(comment.wording, length),
        whose=comment.whose,
        by=comment.by,
        on=day_text(timezone.localdate(comment.recorded_at)),
        draft=comment.draft_number,
        standing=word,
        tone=tone,
        reason=rules.cut(reason, length),
        answered=f"{answer.by}, {day_text(timezone.localdate(answer.answered_at))}"
        if answer
        else "",
        is_withdrawn=comment.withdrawn_at is not None,
        is_cut=max(len(each) for each in (comment.text, comment.wording, reason)) > length,
    )


def standing(comment: Comment) -> tuple[str, str]:
    """What became of a comment, in a word, and the word's tone."""
    if comment.withdrawn_at:
        return _("Đã rút"), "calm"
    if not comment.disposition:
        return _("Chưa trả lời"), "late"
    return str(comment.get_disposition_display()), TONES[comment.disposition]


def by_part(shown: Iterable[CommentRow]) -> list[tuple[str, list[CommentRow]]]:
    """Rows that stand in the order of parts, gathered under the part's title."""
    return [(part, list(some)) for part, some in groupby(shown, key=lambda each: each.part)]


def sheet_lines(shown: Iterable[CommentRow]) -> list[list[Any]]:
    """The disposition table as a spreadsheet: part, comment, whose, what became of it and why."""
    return [
        [
            each.number,
            each.part,
            each.text,
            each.wording,
            each.whose,
            each.on,
            each.standing,
            each.reason,
            each.answered,
        ]
        for each in shown
    ]


def sheet_headers() -> list[str]:
    return [
        _("Số"),
        _("Phần"),
        pgettext("one", "Ý kiến"),
        _("Đề nghị viết"),
        _("Của ai"),
        _("Ngày"),
        _("Xử lý"),
        _("Tiếp thu, giải trình"),
        _("Người trả lời"),
    ]
