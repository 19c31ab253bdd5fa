"""What a commitment is linked to, each with its state: above, below, waited for, waiting for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from noilam.foundation import clock

from ...keys import commitment_link, programme_link
from ...models import Commitment
from .around import Lines
from .looks import period_text, standing


@dataclass(frozen=True)
class Linked:
    """Another commitment, or a programme, as one line."""

    link: str
    title: str
    code: str = ""  # of a programme whose it is, and for when
    standing: str = ""
    tone: str = ""
    state: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Links:
    above: list[tuple[str, Linked]]  # what it is to this one, and which
    children: list[Linked]
    occurrences: list[Linked]
    waits: list[Linked]
    awaited: list[Linked]


def links_of(commitment: Any, lines: Lines, on: date, soon: int) -> Links:
    """Only what the reader may open, and on a past day only what was in force by then."""
    is_past = on < clock.today()
    known = {line.pk: line for line in lines["linked"] if line.state or not is_past}

    def told(ids: Iterable[int]) -> list[Linked]:
        found = sorted((known[pk] for pk in ids if pk in known), key=_by_day)
        return [_line(line, on, soon) for line in found]

    above = [
        *((_("Chương trình"), each) for each in _programmes(commitment, lines)),
        *((_("Thuộc cam kết"), each) for each in told([commitment.parent_id or 0])),
        *((_("Một kỳ của"), each) for each in told([commitment.series_id or 0])),
    ]
    return Links(
        above=above,
        children=told(pk for pk, line in known.items() if line.parent_id == commitment.pk),
        occurrences=told(pk for pk, line in known.items() if line.series_id == commitment.pk),
        waits=told(line.on_id for line in lines["waits"]),
        awaited=told(line.commitment_id for line in lines["awaited"]),
    )


def _programmes(commitment: Any, lines: Lines) -> list[Linked]:
    """The one above first."""
    found = sorted(lines["programme"], key=lambda line: line.pk == commitment.programme_id)
    return [
        Linked(
            programme_link(line.pk),
            line.title,
            " · ".join(
                filter(None, [line.unit_name or line.person_full_name, period_text(line.period)])
            ),
        )
        for line in found
    ]


def _by_day(line: Any) -> tuple[date, str]:
    return (line.then_due_on or line.due_on or date.max, line.code)


def _line(line: Any, on: date, soon: int) -> Linked:
    due_on = line.then_due_on or line.due_on
    if line.recurrence:
        rhythm = Commitment.Recurrence(line.recurrence).label
        text, tone = _("lặp lại: {rhythm}").format(rhythm=rhythm), "calm"
    else:
        text, tone = standing(line.state, line.status, due_on, on, soon)
    link = commitment_link(line.pk)
    return Linked(link, line.statement, line.code, text, tone, line.state, due_on)
