"""The book's own pages: the list of rules, one rule with its history, a draft, what waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.text import fold
from noilam.rulebook import policies
from noilam.rulebook.defaults import AREAS, BY_KEY, DEFINITIONS
from noilam.rulebook.models import RuleDraft, RuleVersion
from noilam.rulebook.rules import Change, Definition, Mark
from noilam.ui.pieces import Waiting

from .book import NoRule, book, rule
from .impact import Preview, as_stored, change_by, preview
from .words import (
    mark_explained,
    mark_of,
    mark_text,
    moment_text,
    said,
    since_text,
    span_text,
    value_text,
)


@dataclass(frozen=True)
class RuleRow:
    """One line of the book: a rule as it is on a day."""

    key: str
    title: str
    link: str
    area: str
    value: str
    valid_from: date
    since: str
    citation: str
    mark: Mark
    mark_text: str
    tone: str
    waiting: int  # drafts not adopted yet


@dataclass(frozen=True)
class VersionRow:
    """One version in a rule's history."""

    id: int
    value: str
    span: str
    citation: str
    source: str
    note: str
    recorded: str
    mark_text: str
    tone: str
    explained: str
    read: str
    is_in_force: bool
    may_be_read: bool


@dataclass(frozen=True)
class DraftRow:
    id: int
    link: str
    title: str
    value: str
    since: str
    by: str
    on: str
    state: str


@dataclass(frozen=True)
class RulePage:
    definition: Definition
    title: str
    hint: str
    area: str
    now: VersionRow | None
    versions: list[VersionRow]
    drafts: list[DraftRow]
    may_draft: bool


@dataclass(frozen=True)
class DraftPage:
    draft: RuleDraft
    title: str
    link: str
    was: str
    becomes: str
    span: str
    mark_text: str
    tone: str
    state: str
    is_open: bool
    change: Change
    preview: Preview
    may_adopt: bool
    may_withdraw: bool


SORTS: dict[str, Callable[[RuleRow], Any]] = {
    "title": lambda row: fold(row.title),
    "mark": lambda row: (row.mark_text, fold(row.title)),
    "since": lambda row: row.valid_from,
}


def rules_on(
    on: date, *, area: str = "", mark: str = "", words: str = "", sort: str = ""
) -> list[RuleRow]:
    """The whole book as of a day, filtered and sorted."""
    waiting: dict[str, int] = {}
    for key in open_drafts().values_list("key", flat=True):
        waiting[key] = waiting.get(key, 0) + 1
    rows = [_rule_row(definition, on, waiting) for definition in DEFINITIONS]
    wanted = fold(words)
    found = [
        row
        for row in rows
        if (not area or row.key.startswith(f"{area}."))
        and (not mark or row.mark == mark)
        and wanted in fold(f"{row.title} {row.key} {row.citation} {row.value}")
    ]
    order = SORTS.get(sort.removeprefix("-"))
    return sorted(found, key=order, reverse=sort.startswith("-")) if order else found


def _rule_row(definition: Definition, on: date, waiting: dict[str, int]) -> RuleRow:
    link = reverse("rulebook:rule", args=[definition.key])
    named: dict[str, Any] = {
        "key": definition.key,
        "title": _(definition.title),
        "link": link,
        "area": _(AREAS[definition.area]),
        "waiting": waiting.get(definition.key, 0),
    }
    try:
        version = rule(definition.key, on)
    except NoRule:
        return RuleRow(
            **named,
            value=_("chưa có"),
            valid_from=date.max,
            since="",
            citation="",
            mark=Mark.UNVERIFIED,
            mark_text="",
            tone="calm",
        )
    mark = mark_of(version)
    words, tone = mark_text(mark)
    return RuleRow(
        **named,
        value=value_text(version.key, version.value),
        valid_from=version.valid_from,
        since=since_text(version.valid_from),
        citation=said(version.citation),
        mark=mark,
        mark_text=words,
        tone=tone,
    )


def rule_page(definition: Definition, actor: Actor, on: date) -> RulePage:
    """One rule: what holds on a day, every version there was, and what is put forward."""
    versions = book().versions.get(definition.key, ())
    in_force = _in_force(definition.key, on)
    may_read = policies.may_read_original(actor)
    rows = [_version_row(each, each.pk == in_force, may_read) for each in versions]
    return RulePage(
        definition=definition,
        title=_(definition.title),
        hint=said(definition.hint),
        area=_(AREAS[definition.area]),
        now=next((row for row in rows if row.is_in_force), None),
        versions=rows,
        drafts=[_draft_row(each) for each in _drafts(definition.key)],
        may_draft=policies.may_draft(actor),
    )


def _in_force(key: str, on: date) -> int:
    try:
        return rule(key, on).pk
    except NoRule:
        return 0


def _version_row(version: RuleVersion, is_in_force: bool, may_read: bool) -> VersionRow:
    mark = mark_of(version)
    words, tone = mark_text(mark)
    reading = getattr(version, "reading", None)
    read = ""
    if reading:
        read = _("{who} đọc ngày {day}: {where}").format(
            who=reading.read_by, day=moment_text(reading.read_at), where=reading.source
        )
    return VersionRow(
        id=version.pk,
        value=value_text(version.key, version.value),
        span=span_text(version.valid_from, version.valid_to),
        citation=said(version.citation),
        source=said(version.source),
        note=said(version.note),
        recorded=_recorded(version),
        mark_text=words,
        tone=tone,
        explained=mark_explained(mark),
        read=read,
        is_in_force=is_in_force,
        may_be_read=may_read and mark in (Mark.SECONDARY, Mark.UNVERIFIED),
    )


def _recorded(version: RuleVersion) -> str:
    if not version.recorded_by:
        return _("có sẵn trong phần mềm")
    return _("{who} ban hành ngày {day}").format(
        who=version.recorded_by, day=moment_text(version.recorded_at)
    )


def open_drafts() -> Any:
    return RuleDraft.objects.filter(withdrawn_at=None, version=None, key__in=BY_KEY)


def _drafts(key: str) -> Any:
    return RuleDraft.objects.filter(key=key).select_related("version")


def draft_state(draft: RuleDraft) -> str:
    version = getattr(draft, "version", None)
    if version is not None:
        return _("đã ban hành ngày {day}").format(day=moment_text(version.recorded_at))
    if draft.withdrawn_at:
        return _("đã rút: {reason}").format(reason=draft.withdrawn_reason)
    return _("chờ ban hành")


def _draft_row(draft: RuleDraft) -> DraftRow:
    return DraftRow(
        id=draft.pk,
        link=reverse("rulebook:draft", args=[draft.pk]),
        title=_(BY_KEY[draft.key].title),
        value=value_text(draft.key, draft.value),
        since=since_text(draft.valid_from),
        by=draft.drafted_by,
        on=moment_text(draft.drafted_at),
        state=draft_state(draft),
    )


def drafts_waiting() -> list[DraftRow]:
    return [_draft_row(each) for each in open_drafts().select_related("version")]


def draft_page(draft: RuleDraft, actor: Actor) -> DraftPage:
    """A change put forward, and the open deadlines it would move."""
    change = change_by(draft)
    words, tone = mark_text(Mark(draft.mark))
    is_open = draft.withdrawn_at is None and not hasattr(draft, "version")
    old = as_stored(change.old_value)
    return DraftPage(
        draft=draft,
        title=_(BY_KEY[draft.key].title),
        link=reverse("rulebook:rule", args=[draft.key]),
        was=_("chưa có") if old is None else value_text(draft.key, old),
        becomes=value_text(draft.key, draft.value),
        span=span_text(draft.valid_from, draft.valid_to),
        mark_text=words,
        tone=tone,
        state=draft_state(draft),
        is_open=is_open,
        change=change,
        preview=preview(actor, change) if is_open else Preview([]),
        may_adopt=is_open and policies.may_adopt(actor, draft),
        may_withdraw=is_open and policies.may_withdraw(actor, draft),
    )


def waiting(actor: Actor, day: date) -> list[Waiting]:
    """Drafts that this actor may adopt, for Hôm nay."""
    if actor.is_machine or not policies.adopts(actor):
        return []
    return [
        Waiting(
            group="approve",
            title=_("Ban hành sửa đổi: {title}").format(title=_(BY_KEY[draft.key].title)),
            link=reverse("rulebook:draft", args=[draft.pk]),
            detail=_("{who} lập ngày {day}").format(
                who=draft.drafted_by, day=moment_text(draft.drafted_at)
            ),
        )
        for draft in open_drafts()
        if policies.may_adopt(actor, draft)
    ]
