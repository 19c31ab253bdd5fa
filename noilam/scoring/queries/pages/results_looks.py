"""How results look: points, band letters, shares by band. Drawn once for every page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape  # plain texts only: Django's also minds lazy ones, at ten times the cost

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from noilam.foundation.text import number_text

from ...models import Close
from ...rules.months import month_of
from ..results import Band, Rollup

LEVELS = range(1, 6)
MISSING = "missing"
LEVEL_CHOICES = {str(level) for level in LEVELS}
_FILLS = {
    1: 'class="kept-fill" fill="#17765f"',
    2: 'fill="url(#p-claimed)"',
    3: 'class="l3" fill="#8593a5"',
    4: 'class="l4" fill="#8c4c00"',
    5: 'fill="url(#p-broken)"',
    0: 'class="l0" fill="none" stroke="#8593a5"',
}


@dataclass(frozen=True)
class Key:
    """A band in a legend: how its cells look, its letter, its words."""

    level: int
    code: str
    title: str

    @property
    def value(self) -> str:
        return str(self.level)


@lru_cache(maxsize=20_000)
def points_text(hundredths: int | None) -> str:
    """8450 is 84,5: without number_text, which a table of six hundred cells would wait for."""
    if hundredths is None:
        return ""
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02}".rstrip("0") if rest else str(whole)


def mean_of(found: Rollup) -> int | None:
    """Hundredths, to the nearest."""
    return round(found.total_sum / found.scored) if found.scored else None


def month_link(month: int) -> str:
    """As addresses carry it: 2026-10."""
    return str(month_of(month))


def place_text(rank_from: int, rank_to: int, peers: int) -> str:
    """A position as a range, or nothing where there are too few peers."""
    if not rank_to:
        return ""
    if rank_from == rank_to:
        return f"{number_text(rank_from)}/{number_text(peers)}"
    return f"{number_text(rank_from)}–{number_text(rank_to)}/{number_text(peers)}"


def keys(bands: Mapping[int, Band], levels: Sequence[int] = tuple(LEVELS)) -> list[Key]:
    """Legend lines for the levels that occur."""
    return [
        Key(level, bands[level].code, bands[level].title)
        if level in bands
        else Key(level, str(level), _("Mức {number}").format(number=level))
        for level in levels
    ]


def counts_of(found: Rollup) -> dict[int, int]:
    """Sheets by level; 0 stands for due and without a band."""
    by_level = {level: found.level(level) for level in LEVELS}
    return by_level | {0: found.due - sum(by_level.values())}


def shares(counts: Mapping[int, int], bands: Mapping[int, Band]) -> SafeString:
    """A stacked bar with its numbers in letters below."""
    whole = sum(counts.values()) or 1
    drawn, x = [], 0.0
    for level in (*LEVELS, 0):
        if count := counts.get(level, 0):
            width = 100 * count / whole
            drawn.append(
                f'<rect x="{x:.2f}%" y="0" width="{width:.2f}%" height="12" {_FILLS[level]}/>'
            )
            x += width
    words = shares_in_words(counts, bands)
    return mark_safe(  # noqa: S308  # numbers of our own, words escaped
        f'<svg class="shares" width="100%" height="12" aria-hidden="true">{"".join(drawn)}</svg>'
        f'<span class="shares-words">{escape(words)}</span>'
    )


def shares_in_words(counts: Mapping[int, int], bands: Mapping[int, Band]) -> str:
    """ "T 12 · HT 30 · chưa có 2"."""
    told = [
        f"{bands[level].code if level in bands else level} {number_text(counts[level])}"
        for level in LEVELS
        if counts.get(level)
    ]
    if counts.get(0):
        told.append(_("chưa có {count}").format(count=number_text(counts[0])))
    return " · ".join(told)


def options(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """The choices of a filter; all kinds of units as template nodes cost a third of a page."""
    drawn = (
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
        f"{escape(name)}</option>"
        for value, name in choices
    )
    return mark_safe("".join(drawn))  # noqa: S308  # escaped above


def level_options(keys: Iterable[Key], chosen: str) -> SafeString:
    named = [(each.value, f"{each.code} · {each.title}") for each in keys]
    return options([*named, (MISSING, _("Thiếu kết quả"))], chosen)


def state_name(close: Close) -> str:
    return str(Close.State(close.state).label)
