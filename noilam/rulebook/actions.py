"""Every change to the rulebook. A change that moves deadlines is previewed, and moves none of them
by itself: stored deadlines follow only where the person who adopts says so, kind by kind.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record, record_all
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused, refuse_if
from noilam.foundation.text import say, tidy

from . import events, policies, rules
from .models import CalendarDay, OriginalReading, RuleDraft, RuleVersion
from .queries import book, impact, public_days
from .rules import Change, DayDraft, DayKind, Mark


@transaction.atomic
def draft_rule_change(
    *,
    actor: Actor,
    key: str,
    value: Any,
    valid_from: date,
    citation: str,
    mark: Mark | str,
    valid_to: date | None = None,
    source: str = "",
    note: str = "",
) -> RuleDraft:
    """Put a change forward. `value` is in stored form; somebody else adopts it."""
    require(policies.may_draft(actor), to=_("lập bản sửa đổi quy định"))
    fields = {
        "key": key,
        "value": value,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "citation": tidy(citation),
        "source": tidy(source),
        "mark": str(mark),
        "note": note.strip(),
    }
    refuse_if(impact.problems_with_draft(**fields))
    draft = RuleDraft.objects.create(
        **fields,
        drafted_at=clock.now(),
        drafted_by_id=actor.id,
        drafted_for_id=actor.behalf_id,
        drafted_by=_signature(actor),
    )
    record(
        actor=actor,
        event=events.RuleChangeDrafted(
            subject_id=draft.pk,
            key=key,
            valid_from=valid_from,
            citation=draft.citation,
            note=draft.note,
            **events.change(impact.value_in_force(key, valid_from), value),
        ),
    )
    return draft


@transaction.atomic
def withdraw_rule_draft(*, actor: Actor, draft: RuleDraft, reason: str) -> None:
    """Take a draft back. It stays to be read, with the reason."""
    draft = _lock_open(draft)
    require(policies.may_withdraw(actor, draft), to=_("rút bản sửa đổi này"))
    if not tidy(reason):
        raise Refused(Problem("no-reason", _NO_REASON, about="reason"))
    draft.withdrawn_at, draft.withdrawn_by = clock.now(), _signature(actor)
    draft.withdrawn_reason = tidy(reason)
    draft.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record(
        actor=actor,
        event=events.RuleDraftWithdrawn(
            subject_id=draft.pk, key=draft.key, reason=draft.withdrawn_reason
        ),
    )


@transaction.atomic
def adopt_rule_version(
    *, actor: Actor, draft: RuleDraft, recalculate: Collection[str] = (), seen: str = ""
) -> RuleVersion:
    """Make a draft the rule from its day on. History stays: this only adds a version.

    The value is judged again: a draft may be older than the bounds of its rule.

    `recalculate` names the kinds of open deadlines to move now; `seen` is the fingerprint of the
    preview on which that was decided, and must still be true.
    """
    draft = _lock_open(draft)
    require(policies.may_adopt(actor, draft), to=_("ban hành bản sửa đổi do chính mình lập"))
    refuse_if(impact.problems_with_value(draft.key, draft.value))
    change = impact.change_by(draft)
    _refuse_if_preview_is_old(actor, change, recalculate, seen)
    version = RuleVersion.objects.create(
        draft=draft,
        recorded_at=clock.now(),
        recorded_by=_signature(actor),
        **{each: getattr(draft, each) for each in _COPIED},
    )
    book.changed()
    record(
        actor=actor,
        event=events.RuleVersionAdopted(
            subject_id=draft.pk,
            key=draft.key,
            version_id=version.pk,
            valid_from=draft.valid_from,
            citation=draft.citation,
            recalculated=_recalculate(actor, change, recalculate),
            **events.change(impact.as_stored(change.old_value), draft.value),
        ),
    )
    return version


@transaction.atomic
def confirm_original(
    *, actor: Actor, version: RuleVersion, source: str, note: str = ""
) -> OriginalReading:
    """Say that a version was compared with the original paper and agrees with it."""
    version = RuleVersion.objects.select_for_update().get(pk=version.pk)
    require(policies.may_read_original(actor), to=_("đối chiếu văn bản gốc"))
    is_read = OriginalReading.objects.filter(version=version).exists()
    mark = Mark.VERIFIED if is_read else Mark(version.mark)
    refuse_if(rules.problems_with_reading(mark, source))
    reading = OriginalReading.objects.create(
        version=version,
        source=tidy(source),
        note=note.strip(),
        read_at=clock.now(),
        read_by=_signature(actor),
    )
    book.changed()
    record(
        actor=actor,
        event=events.OriginalRead(
            subject_id=version.pk, key=version.key, source=reading.source, note=reading.note
        ),
    )
    return reading


@transaction.atomic
def declare_days(
    *,
    actor: Actor,
    days: Sequence[DayDraft],
    citation: str,
    reason: str = "",
    recalculate: Collection[str] = (),
    seen: str = "",
) -> list[CalendarDay]:
    """Write days off or worked into the office's calendar, e.g. a swapped pair."""
    require(policies.may_declare_days(actor), to=_("sửa lịch làm việc"))
    _hold_the_calendar()
    refuse_if(impact.problems_with_days(days, citation))
    change = impact.change_of_days(days)
    _refuse_if_preview_is_old(actor, change, recalculate, seen)
    rows = [_declare(actor, each, citation=tidy(citation), reason=tidy(reason)) for each in days]
    book.changed()
    moved = _recalculate(actor, change, recalculate)
    record_all(actor=actor, events=[_declared(row, moved) for row in rows])
    return rows


@transaction.atomic
def withdraw_day(
    *,
    actor: Actor,
    day: date,
    reason: str,
    recalculate: Collection[str] = (),
    seen: str = "",
) -> CalendarDay:
    """Take back what the office declared for a day: it is again what the public list says."""
    require(policies.may_declare_days(actor), to=_("sửa lịch làm việc"))
    _hold_the_calendar()
    refuse_if(rules.problems_with_withdrawal(day, impact.declared_days(), reason))
    public = impact.public_standing(day)
    change = impact.change_of_days([public])
    _refuse_if_preview_is_old(actor, change, recalculate, seen)
    row = _declare(actor, public, reason=tidy(reason), is_withdrawal=True)
    book.changed()
    record(
        actor=actor,
        event=events.CalendarDayWithdrawn(
            subject_id=row.pk,
            day=day,
            reason=row.reason,
            recalculated=_recalculate(actor, change, recalculate),
        ),
    )
    return row


@transaction.atomic
def extend_public_days(*, actor: Actor) -> list[int]:
    """Store the public days of years not stored yet. Years already known are never touched."""
    _hold_the_calendar()
    years = public_days.missing_years()
    if not years:
        return []
    country = book.value("calendar.public_days", clock.today())
    rows = CalendarDay.objects.bulk_create(
        CalendarDay(
            day=each.day,
            kind=each.kind.value,
            name=each.name,
            name_in_english=each.name_in_english,
            origin=CalendarDay.Origin.LIBRARY,
            recorded_at=clock.now(),
        )
        for each in public_days.public_days(country, years)
    )
    book.changed()
    record(actor=actor, event=events.PublicDaysExtended(subject_id=rows[-1].pk, years=years))
    return years


def _lock_open(draft: RuleDraft) -> RuleDraft:
    """Read the draft afresh and hold it, so that it is adopted or withdrawn once."""
    draft = RuleDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.withdrawn_at or RuleVersion.objects.filter(draft=draft).exists():
        raise Refused(Problem("draft-closed", _CLOSED))
    return draft


def _hold_the_calendar() -> None:
    """One hand at a time: two people declaring the same day must not both be first."""
    CalendarDay.objects.select_for_update().order_by("id").first()


def _refuse_if_preview_is_old(
    actor: Actor, change: Change, recalculate: Collection[str], seen: str
) -> None:
    if recalculate and impact.preview(actor, change).digest != seen:
        raise Refused(Problem("preview-is-old", _PREVIEW_IS_OLD))


def _recalculate(actor: Actor, change: Change, wanted: Collection[str]) -> dict[str, int]:
    """Let each floor move its own deadlines. Returns how many moved, by kind."""
    return {
        kind.name: kind.recalculate(actor=actor, change=change)
        for kind in impact.deadline_kinds()
        if kind.name in wanted
    }


def _declare(actor: Actor, draft: DayDraft, **fields: Any) -> CalendarDay:
    return CalendarDay.objects.create(
        day=draft.day,
        kind=DayKind(draft.kind).value,
        name=tidy(draft.name),
        origin=CalendarDay.Origin.OFFICE,
        recorded_at=clock.now(),
        recorded_by=_signature(actor),
        **fields,
    )


def _declared(row: CalendarDay, recalculated: dict[str, int]) -> events.CalendarDayDeclared:
    return events.CalendarDayDeclared(
        subject_id=row.pk,
        day=row.day,
        called=row.name,
        citation=row.citation,
        reason=row.reason,
        recalculated=recalculated,
        after={"kind": row.kind},
    )


def _signature(actor: Actor) -> str:
    """Who answers for a row: the stand-in and the absent one, both named."""
    if not actor.behalf_id:
        return actor.label
    return f"{actor.label} / {actor.behalf_label}"


_COPIED = ("key", "value", "valid_from", "valid_to", "citation", "source", "mark", "note")
_NO_REASON = say("Ghi lý do, để người sau hiểu vì sao.")
_CLOSED = say("Bản sửa đổi này đã được ban hành hoặc đã rút. Mở lại trang để xem hiện trạng.")
_PREVIEW_IS_OLD = say(
    "Danh sách thời hạn bị dời đã khác lúc xem trước. Xem lại danh sách rồi xác nhận lần nữa."
)
