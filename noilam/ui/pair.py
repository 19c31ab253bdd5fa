"""The pair: what was said above, what was done below, on one scale. The mark of the product.

Drawn as SVG with percent widths, so that it needs no inline style, keeps its patterns at any
width, prints on any printer and still reads without the stylesheet.
"""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from noilam.foundation.text import number_text, say

from .pieces import Pair

# From the surest deed to the plainest gap. Words stand beside every colour.
STATES = (
    ("kept", say("Đã làm đúng hạn")),
    ("kept_late", say("Đã làm, trễ hạn")),
    ("claimed", say("Mới báo, chờ xác nhận")),
    ("late", say("Quá hạn")),
    ("broken", say("Không làm được")),
    ("running", say("Đang làm")),
    ("withdrawn", say("Đã rút")),
)
_SMALL, _BIG = (8, 2), (22, 5)  # height of one bar and the gap between, in pixels


def _bar(x: str, y: float, width: str, height: float, look: str) -> str:
    return f'<rect x="{x}" y="{y:g}" width="{width}" height="{height:g}" rx="2" {look}/>'


def _segment(state: str, x: str, y: float, width: str, height: float) -> str:
    """One state's stretch of the lower bar. Fill attributes serve readers without the sheet."""
    match state:
        case "kept":
            return _bar(x, y, width, height, 'class="kept-fill" fill="#17765f"')
        case "kept_late":
            foot = max(2, height * 0.3)
            solid = _bar(x, y, width, height, 'class="kept-fill" fill="#17765f"')
            look = 'class="late-fill" fill="#8c4c00"'
            return solid + _bar(x, y + height - foot, width, foot, look)
        case "claimed" | "broken":
            return _bar(x, y, width, height, f'fill="url(#p-{state})"')
        case "late":
            return _bar(x, y, width, height, 'class="late-fill" fill="#8c4c00"')
        case "running":
            return _bar(x, y, width, height, 'class="running-fill" fill="none" stroke="#8593a5"')
        case _:
            middle = y + height / 2 - 0.75
            return _bar(x, middle, width, 1.5, 'class="withdrawn-line" fill="#5d574e"')


def _deed(pair: Pair, scale: int, y: float, height: float) -> str:
    parts, done = [], 0
    for state, _label in STATES:
        if count := getattr(pair, state):
            x, width = f"{100 * done / scale:.3f}%", f"{100 * count / scale:.3f}%"
            parts.append(_segment(state, x, y, width, height))
            done += count
    return "".join(parts)


def in_words(pair: Pair, label: str = "") -> str:
    """The same in a sentence, for those who hear it or read it without pictures."""
    if not pair.said:
        words = _("Chưa nói gì")
    else:
        told = [_("Đã nói") + f": {number_text(pair.said)}"]
        told += [f"{_(name)}: {number_text(count)}" for name, count in _counts(pair)]
        words = "; ".join(told)
    return f"{label}. {words}" if label else words


def _counts(pair: Pair) -> list[tuple[str, int]]:
    return [(name, getattr(pair, state)) for state, name in STATES if getattr(pair, state)]


def pair_svg(pair: Pair, label: str = "", *, big: bool = False, scale: int = 0) -> SafeString:
    """The drawing alone, cheap enough for every row of a list.

    `scale` is what the full width stands for (the largest `said` of a list); without one each
    pair fills its place.
    """
    height, gap = _BIG if big else _SMALL
    full = 2 * height + gap + 2
    whole = max(scale, pair.said, 1)
    if pair.said:
        said = _bar(
            "0.5",
            1,
            f"{min(100 * pair.said / whole, 99.7):.3f}%",
            height,
            'class="said" fill="none" stroke="#8593a5"',
        )
    else:
        said = _bar("0.5", 1, "99.7%", height, 'class="nothing" fill="none" stroke="#8593a5"')
    deed = _deed(pair, whole, height + gap + 1, height)
    words = escape(in_words(pair, label))
    return mark_safe(  # noqa: S308  # numbers of our own, words escaped
        f'<svg class="pair" width="100%" height="{full}" role="img" aria-label="{words}">'
        f"{said}{deed}</svg>"
    )


def legend(pair: Pair) -> SafeString:
    """Swatch, word and number for each state that occurs; `said` always."""
    line = (
        '<li><svg width="13" height="13" aria-hidden="true">{}</svg><span>{} <b>{}</b></span></li>'
    )
    outline = _bar("1", 1, "11", 11, 'class="said-key" fill="none" stroke="#8593a5"')
    lines = [line.format(outline, escape(_("Đã nói")), number_text(pair.said))]
    for state, name in STATES:
        if count := getattr(pair, state):
            key = _segment(state, "0.5", 0.5, "12", 12)
            lines.append(line.format(key, escape(_(name)), number_text(count)))
    return mark_safe(f'<ul class="legend" role="list">{"".join(lines)}</ul>')  # noqa: S308
