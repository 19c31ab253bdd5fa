"""A line through time, drawn as SVG with percent widths: no inline style, readable without colour.

Gaps stay gaps. A break mark stands where what is before and after cannot be compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from noilam.foundation.text import number_text

HEIGHT, ABOVE, BELOW = 190, 14, 26  # pixels
LEFT, RIGHT = 6.0, 98.0  # percent of the width
LABELS = 8  # below the line, whatever the number of points


@dataclass(frozen=True)
class Dot:
    """One place in time. `value` None: nothing is known. `breaks`: not comparable with before."""

    label: str
    value: float | None
    light: float | None = None  # a second, lighter line
    words: str = ""
    breaks: bool = False


def line_svg(dots: Sequence[Dot], words: str, top: float = 100) -> SafeString:
    """The drawing. `words` says all of it to those who cannot see it; `top` is the highest value
    there can be."""
    floor = _floor(dots, top)
    drawn = [*_grid(floor, top), *_labels(dots)]
    drawn += _segments(dots, floor, top, light=True)
    drawn += _breaks(dots)
    drawn += _segments(dots, floor, top, light=False)
    drawn += _marks(dots, floor, top)
    return mark_safe(  # noqa: S308  # numbers of our own, words escaped
        f'<svg class="trend" width="100%" height="{HEIGHT}" role="img"'
        f' aria-label="{escape(words)}">{"".join(drawn)}</svg>'
    )


def _floor(dots: Sequence[Dot], top: float) -> float:
    """The lowest tenth below all values, so that differences can be seen."""
    known = [each for dot in dots for each in (dot.value, dot.light) if each is not None]
    step = top / 10
    return max(0.0, (min(known, default=0.0) - step / 2) // step * step)


def _x(at: int, count: int) -> float:
    return LEFT + (RIGHT - LEFT) * (at + 0.5) / max(count, 1)


def _y(value: float, floor: float, top: float) -> float:
    room = HEIGHT - ABOVE - BELOW
    return ABOVE + room * (top - value) / ((top - floor) or 1)


def _grid(floor: float, top: float) -> list[str]:
    drawn = []
    for value in (floor, (floor + top) / 2, top):
        y = _y(value, floor, top)
        drawn.append(
            f'<line class="trend-grid" x1="{LEFT}%" x2="{RIGHT}%" y1="{y:.1f}" y2="{y:.1f}"'
            f' stroke="#e5e0d6"/><text class="trend-text" x="0" y="{y + 4:.1f}">'
            f"{number_text(round(value, 1))}</text>"
        )
    return drawn


def _labels(dots: Sequence[Dot]) -> list[str]:
    every = -(-len(dots) // LABELS) or 1
    return [
        f'<text class="trend-text" text-anchor="middle" x="{_x(at, len(dots)):.2f}%"'
        f' y="{HEIGHT - 6}">{escape(dot.label)}</text>'
        for at, dot in enumerate(dots)
        if (len(dots) - 1 - at) % every == 0
    ]


def _segments(dots: Sequence[Dot], floor: float, top: float, *, light: bool) -> list[str]:
    look = (
        'class="trend-light" stroke="#8593a5"' if light else 'class="trend-line" stroke="#17765f"'
    )
    values = [dot.light if light else dot.value for dot in dots]
    drawn = []
    for at in range(1, len(dots)):
        before, here = values[at - 1], values[at]
        if before is None or here is None or dots[at].breaks:
            continue
        drawn.append(
            f'<line {look} x1="{_x(at - 1, len(dots)):.2f}%" y1="{_y(before, floor, top):.1f}"'
            f' x2="{_x(at, len(dots)):.2f}%" y2="{_y(here, floor, top):.1f}"/>'
        )
    return drawn


def _breaks(dots: Sequence[Dot]) -> list[str]:
    drawn = []
    for at, dot in enumerate(dots):
        if dot.breaks and at:
            x = (_x(at - 1, len(dots)) + _x(at, len(dots))) / 2
            drawn.append(
                f'<line class="trend-break" x1="{x:.2f}%" x2="{x:.2f}%" y1="{ABOVE}"'
                f' y2="{HEIGHT - BELOW}" stroke="#8c4c00" stroke-dasharray="5 3"/>'
            )
    return drawn


def _marks(dots: Sequence[Dot], floor: float, top: float) -> list[str]:
    return [
        f'<circle class="trend-dot" cx="{_x(at, len(dots)):.2f}%"'
        f' cy="{_y(dot.value, floor, top):.1f}" r="3.5" fill="#17765f">'
        f"<title>{escape(dot.words or dot.label)}</title></circle>"
        for at, dot in enumerate(dots)
        if dot.value is not None
    ]
