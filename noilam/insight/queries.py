"""Gathers from all floors, by the tables in config/: what waits, what was found, panels."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from noilam.commitments.models import Commitment
from noilam.exchange.policies import may_import
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, fold, say
from noilam.organisation.models import Person, Unit
from noilam.ui.pieces import Found, Panel, Waiting
from noilam.ui.waiting import asked_together

GROUPS = (
    ("late", say("Đã quá hạn")),
    ("soon", say("Sắp đến hạn")),
    ("verify", say("Chờ tôi xác nhận")),
    ("approve", say("Chờ tôi duyệt")),
    ("acknowledge", say("Chờ tôi báo đã nhận")),
    ("programme", say("Chương trình còn thiếu")),
    ("other", say("Việc khác")),
)
SHOWN = 6  # lines of one group on Hôm nay; all of them one click away
FEW, MANY = 8, 500  # hits of one kind beside others, and alone
A_WEEK = 7  # days left that are worth naming one by one


@cache
def _providers(table: str) -> list[Any]:
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

    @property
    def first(self) -> list[Todo]:
        return self.todos[:SHOWN]

    @property
    def has_more(self) -> bool:
        return len(self.todos) > SHOWN


def group_title(key: str) -> str:
    return _(dict(GROUPS)[key])


def what_waits(actor: Actor, day: date) -> list[Group]:
    """What this actor must do now, most pressing first. Empty groups are left out."""
    sorted_out: dict[str, list[Waiting]] = {key: [] for key, _title in GROUPS}
    for line in asked_together(_providers(settings.TODAY_TOGETHER), actor, day):
        sorted_out[line.group].append(line)
    for waits in _providers(settings.TODAY):
        for line in waits(actor, day):
            sorted_out[line.group].append(line)
    return [_group(key, lines, day) for key, lines in sorted_out.items() if lines]


def _group(key: str, lines: list[Waiting], day: date) -> Group:
    lines.sort(key=lambda line: (line.due_on or date.max, line.title))
    count = sum(line.count for line in lines)
    return Group(key, group_title(key), count, [_todo(line, day) for line in lines])


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
    if left <= A_WEEK:
        return ngettext("còn {days} ngày", "còn {days} ngày", left).format(days=left), "late"
    return _("đến {day}").format(day=day_text(due_on)), "calm"


@dataclass(frozen=True)
class Step:
    """One thing an empty installation needs, and whether it is there."""

    kind: str  # of sheet, as exchange names it
    title: str
    why: str
    is_done: bool


def first_steps(actor: Actor) -> list[Step]:
    """What to bring in first, for whoever may; nothing once commitments are there."""
    if Commitment.objects.exists() or not may_import(actor, "units"):
        return []
    return [
        Step(
            "units",
            _("Nhập đơn vị"),
            _("Cây tổ chức: mã, tên, loại, cấp trên. Đơn vị cấp trên đứng trước."),
            Unit.objects.exists(),
        ),
        Step(
            "people",
            _("Nhập người và chức vụ"),
            _("Ai giữ chức vụ gì, ở đâu, từ ngày nào; ai đứng đầu."),
            Person.objects.exists(),
        ),
        Step(
            "commitments",
            _("Nhập cam kết"),
            _("Điều đã nói: việc gì, ai chịu trách nhiệm, bao giờ xong, đo bằng gì."),
            is_done=False,
        ),
        Step(
            "progress",
            _("Nhập kết quả"),
            _("Điều đã làm: ngày báo xong, minh chứng, ai xác nhận, kết luận."),
            is_done=False,
        ),
    ]


def panels(page: str, actor: Actor, day: date) -> list[Panel]:
    """What the floors show on a page that is about no single thing."""
    makers = [import_string(path) for path in import_string(settings.PANELS)[page]]
    return [panel for make in makers if (panel := make(actor, None, day))]


@dataclass(frozen=True)
class Hits:
    kind: str
    shown: list[Found]
    has_more: bool = False


def search(actor: Actor, text: str, kind: str = "") -> list[Hits]:
    """Hits by kind, the first few of each; with `kind`, all of that kind."""
    words = fold(text).split()
    if not words:
        return []
    grouped: dict[str, list[Found]] = {}
    for look in _providers(settings.SEARCH):
        for hit in look(actor, words, MANY if kind else FEW + 1):
            grouped.setdefault(hit.kind, []).append(hit)
    if kind:
        return [Hits(kind, grouped[kind])] if kind in grouped else []
    return [Hits(name, found[:FEW], len(found) > FEW) for name, found in grouped.items()]
