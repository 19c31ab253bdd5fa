"""What every page's shell needs, worked out only when a template asks for it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import pgettext

from noilam.foundation.access import Actor

THEME_COOKIE = "noilam_theme"
THEMES = ("light", "dark")
TABS = 3  # lines of the first heading that a phone keeps under the thumb


@dataclass(frozen=True)
class Line:
    label: str
    link: str
    is_here: bool
    count: int = 0


@dataclass(frozen=True)
class Heading:
    label: str
    lines: list[Line]


@cache
def _gate(path: str) -> Callable[[Actor], bool]:
    return import_string(path)


def _may_open(actor: Actor, may_see: str) -> bool:
    return not may_see or _gate(may_see)(actor)


class Shell:
    """The menu, the look and the reader of one page."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.actor: Actor | None = getattr(request, "actor", None)

    @property
    def theme(self) -> str:
        chosen = self._request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else ""

    @property
    def here(self) -> str:
        return self._request.get_full_path()

    @cached_property
    def menu(self) -> list[Heading]:
        """The lines this reader may open. Costs no query of its own: gates ask the actor's memo."""
        if self.actor is None:
            return []
        counts = getattr(self._request, "menu_counts", {})
        table = [
            (
                heading,
                [(label, name, reverse(name)) for label, name, gate in lines if self._opens(gate)],
            )
            for heading, lines in import_string(settings.NAVIGATION)
        ]
        here = self._nearest([link for _heading, lines in table for *_rest, link in lines])
        return [
            Heading(
                pgettext("menu", heading),
                [
                    Line(pgettext("menu", label), link, link == here, counts.get(name, 0))
                    for label, name, link in lines
                ],
            )
            for heading, lines in table
            if lines
        ]

    def _opens(self, gate: str) -> bool:
        return self.actor is not None and _may_open(self.actor, gate)

    def _nearest(self, links: list[str]) -> str:
        """The menu's line for this page: the longest address that this one begins with."""
        path = self._request.path
        fitting = [
            link for link in links if path == link or (link != "/" and path.startswith(link))
        ]
        return max(fitting, key=len, default="")

    @property
    def tabs(self) -> list[Line]:
        """What a phone keeps in reach of the thumb."""
        return self.menu[0].lines[:TABS] if self.menu else []


def shell(request: HttpRequest) -> dict[str, Any]:
    """The menu, the reader and the day, for ui/page.html."""
    return {"actor": getattr(request, "actor", None), "shell": Shell(request)}
