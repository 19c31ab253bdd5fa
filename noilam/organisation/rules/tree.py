"""Who stands under whom, through time: lines of ancestry, and what a parent must satisfy."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, say

from .timeline import Stretch, Timeline, earlier, ended_on, founded_on, overlap


@dataclass(frozen=True, order=True)
class Line:
    """`unit` stood `depth` levels under `ancestor` from one day up to another."""

    ancestor: int
    unit: int
    depth: int
    starts_on: date
    ends_on: date | None


ParentStretch = tuple[date, date | None, int | None]  # from, up to, under whom
Parents = Mapping[int, Sequence[ParentStretch]]


def parents_of(timeline: Timeline) -> list[ParentStretch]:
    return [(each.starts_on, each.ends_on, each.facts["parent_id"]) for each in timeline]


def ancestry(units: Iterable[int], parents: Parents) -> Iterator[Line]:
    """Every line of ancestry of these units. `parents` must hold them and all above them.

    A unit that ended stays where it last stood: its last stretch counts as open.
    """
    for unit in units:
        lines: dict[tuple[int, int], list[tuple[date, date | None]]] = {}
        stretches = parents[unit]
        lines[unit, 0] = [(stretches[0][0], None)]
        for ancestor, depth, start, end in _above(unit, stretches[0][0], None, 1, parents):
            lines.setdefault((ancestor, depth), []).append((start, end))
        for (ancestor, depth), spans in lines.items():
            for start, end in _joined(spans):
                yield Line(ancestor, unit, depth, start, end)


def _above(
    unit: int, start: date, end: date | None, depth: int, parents: Parents
) -> Iterator[tuple[int, int, date, date | None]]:
    stretches = parents.get(unit, ())
    last = len(stretches) - 1
    for place, (from_on, to_on, parent) in enumerate(stretches):
        if place == last:
            to_on = None
        if parent is None or not overlap(start, end, from_on, to_on):
            continue
        here, until = max(start, from_on), earlier(end, to_on)
        yield parent, depth, here, until
        yield from _above(parent, here, until, depth + 1, parents)


def _joined(spans: list[tuple[date, date | None]]) -> list[tuple[date, date | None]]:
    if len(spans) == 1:
        return spans
    joined: list[tuple[date, date | None]] = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


@dataclass(frozen=True)
class Known:
    """A unit's whole timeline with what people call it, as rules about several units need it."""

    unit_id: int
    label: str
    timeline: Timeline

    @property
    def founded_on(self) -> date:
        return founded_on(self.timeline)

    @property
    def ended_on(self) -> date | None:
        return ended_on(self.timeline)


def successions(steps: Iterable[tuple[int, int, date]]) -> dict[tuple[int, int], date]:
    """Steps say: a unit became another on a day. Each unit with all it became in the end, and
    since when."""
    following: dict[int, list[tuple[int, date]]] = {}
    for unit, heir, day in steps:
        following.setdefault(unit, []).append((heir, day))
    found: dict[tuple[int, int], date] = {}
    for unit in following:
        ahead = [(heir, day) for heir, day in following[unit] if heir != unit]
        while ahead:
            heir, day = ahead.pop()
            if (known := found.get((unit, heir))) and known <= day:
                continue
            found[unit, heir] = day
            later = [(n, max(day, then)) for n, then in following.get(heir, ())]
            ahead += [each for each in later if each[0] != unit]
    return found


def problems_with_parents(
    child_id: int, timeline: Timeline, others: Mapping[int, Known]
) -> list[Problem]:
    """What stands against a unit's parents, in every stretch. `others` holds all above it."""
    problems: list[Problem] = []
    for stretch in timeline:
        parent = others.get(stretch.facts["parent_id"])
        if parent is None:
            continue
        problems += _outside_the_parents_life(stretch, parent)
        problems += _circle(child_id, stretch, parent, others)
    return list({(each.code, str(each)): each for each in problems}.values())


def _outside_the_parents_life(stretch: Stretch, parent: Known) -> list[Problem]:
    problems = []
    if stretch.starts_on < parent.founded_on:
        problems.append(
            Problem(
                "parent-not-founded",
                say(
                    "{parent} thành lập ngày {day}, sau ngày {start}. Chọn cấp trên khác hoặc "
                    "ghi ngày từ {day} trở đi."
                ),
                about="parent",
                values={
                    "parent": parent.label,
                    "day": day_text(parent.founded_on),
                    "start": day_text(stretch.starts_on),
                },
            )
        )
    end = parent.ended_on
    if end and (stretch.ends_on is None or stretch.ends_on > end):
        problems.append(
            Problem(
                "parent-ended",
                say(
                    "{parent} kết thúc hoạt động ngày {day}. Chọn cấp trên còn hoạt động, hoặc "
                    "ghi việc chuyển cấp trên vào ngày đó trước."
                ),
                about="parent",
                values={"parent": parent.label, "day": day_text(end)},
            )
        )
    return problems


def _circle(
    child_id: int, stretch: Stretch, parent: Known, others: Mapping[int, Known]
) -> list[Problem]:
    parents = {unit: parents_of(each.timeline) for unit, each in others.items()}
    parents[child_id] = [(stretch.starts_on, stretch.ends_on, None)]
    above = _above(parent.unit_id, stretch.starts_on, stretch.ends_on, 1, parents)
    if parent.unit_id != child_id and all(line[0] != child_id for line in above):
        return []
    return [
        Problem(
            "circle",
            say("{parent} nằm dưới chính đơn vị này. Chọn một đơn vị không thuộc cấp dưới của nó."),
            about="parent",
            values={"parent": parent.label},
        )
    ]
