"""Rows of the scoreboard as HTML. Fifty rows of eight cells as template nodes cost more than all
else on the page."""

from collections.abc import Iterable
from html import escape  # plain texts only: Django's also minds lazy ones, at ten times the cost
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .board import BoardRow


def drawn(rows: Iterable[BoardRow], month: str) -> SafeString:
    """`month`: as addresses carry it. A unit with others below leads to its own board."""
    words = _Words()
    html = "".join([_row(each, month, words) for each in rows])
    return mark_safe(html)  # noqa: S308  # numbers of our own, words escaped


class _Words:
    """Said in each row, translated once."""

    def __init__(self) -> None:
        self.total, self.band, self.place = escape(_("Điểm")), escape(_("Mức")), escape(_("Vị trí"))
        self.fixed, self.on_time = escape(_("Đã chốt")), escape(_("Đúng hạn"))
        self.mean = escape(_("Trung bình"))
        self.states = {
            "missing": f'<span class="tag broken">{escape(_("thiếu"))}</span>',
            "aside": f'<span class="tag">{escape(_("không chấm"))}</span>',
            "none": '<span class="small">–</span>',
        }


def _row(row: BoardRow, month: str, words: _Words) -> str:
    link = f"/scoring/units/{row.unit_id}/"
    if row.is_above:
        link = f"?unit={row.unit_id}&amp;month={month}"
    total = words.states.get(row.state) or row.total or "×"
    return (
        f'<tr><th scope="row"><a href="{link}">{escape(row.name)}</a></th>'
        f'<td class="num" data-label="{words.total}">{total}</td>'
        f"{_cell(escape(row.band), words.band)}{_cell(row.place, words.place, 'nowrap')}"
        f"{_cell(row.fixed, words.fixed, 'num')}{_cell(row.on_time, words.on_time, 'num')}"
        f"{_cell(row.mean, words.mean, 'num')}<td>{row.bar}</td></tr>\n"
    )


def _cell(said: Any, label: str, kind: str = "") -> str:
    """On a phone a cell is told with its label; an empty one not at all."""
    label = f' data-label="{label}"' if said else ""
    return f'<td class="{kind}"{label}>{said}</td>'
