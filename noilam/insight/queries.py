"""Gathers from all floors, by the tables in config/: what waits, what was found, panels."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, fold, say
from noilam.ui.pieces import Found, Panel, Waiting

GROUPS = (
    ("late", say("Đã quá hạn")),
    ("soon", say("Sắp đến hạn")),
    ("verify", say("Chờ tôi xác nhận")),
    ("approve", say("Chờ tôi duyệt")),
    ("acknowledge", say("Chờ tôi báo đã nhận")),
    ("other", say("Việc khác")),
)
SHOWN = 8  # lines of one group on Hôm nay; the rest one click away in the menu's own lists
FEW, MANY = 8, 500  # hits of one kind beside others, and alone


@cache
def _providers(table: str) -> list[Callable[..., Any]]:
    return [import_string(path) for path in import_string(table)]


@dataclass(frozen=True)
class Todo:
    title: str
    link: str
    detail: str
    when: str
    tone: str


@dataclass(frozen=True)
class Group:
    key: str
    title: str
    count: int
    todos: list[Todo]
    hidden: int


def what_waits(actor: Actor, day: date) -> list[Group]:
    """What this actor must do now, most pressing first. Empty groups are left out."""
    lines = [line for waits in _providers(settings.TODAY) for line in waits(actor, day)]
    known = {key for key, _title in GROUPS}
    found = []
    for key, title in GROUPS:
        mine = [line for line in lines if (line.group if line.group in known else "other") == key]
        if mine:
            found.append(_group(key, _(title), mine, day))
    return found


def _group(key: str, title: str, lines: list[Waiting], day: date) -> Group:
    lines.sort(key=lambda line: (line.due_on or date.max, line.title))
    todos = [_todo(line, day) for line in lines[:SHOWN]]
    count = sum(line.count for line in lines)
    return Group(key, title, count, todos, hidden=sum(line.count for line in lines[SHOWN:]))


def _todo(line: Waiting, day: date) -> Todo:
    when, tone = due_in_words(line.due_on, day)
    return Todo(line.title, line.link, line.detail, when, tone)


def due_in_words(due_on: date | None, day: date) -> tuple[str, str]:
    """How far off a due date is, and its tone."""
    if due_on is None:
        return "", "calm"
    left = (due_on - day).days
    if left < 0:
        late = ngettext("quá hạn {days} ngày", "quá hạn {days} ngày", -left)
        return late.format(days=-left), "broken"
    if left == 0:
        return _("hạn hôm nay"), "late"
    if left <= 7:
        return ngettext("còn {days} ngày", "còn {days} ngày", left).format(days=left), "late"
    return _("đến {day}").format(day=day_text(due_on)), "calm"


def panels(page: str, actor: Actor, thing: object, day: date) -> list[Panel]:
    """What the floors show on a page of that name."""
    makers = [import_string(path) for path in import_string(settings.PANELS)[page]]
    return [panel for make in makers if (panel := make(actor, thing, day))]


@dataclass(frozen=True)
class Hits:
    kind: str
    found: list[Found]
    has_more: bool


def search(actor: Actor, text: str, kind: str = "") -> list[Hits]:
    """Hits by kind. With `kind`, all of that kind; otherwise the first few of each."""
    words = fold(text).split()
    if not words:
        return []
    limit = MANY if kind else FEW + 1
    grouped: dict[str, list[Found]] = {}
    for look in _providers(settings.SEARCH):
        for hit in look(actor, words, limit):
            grouped.setdefault(hit.kind, []).append(hit)
    if kind:
        return [Hits(kind, grouped.get(kind, []), False)]
    return [Hits(name, hits[:FEW], len(hits) > FEW) for name, hits in grouped.items()]
