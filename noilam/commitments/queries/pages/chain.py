"""The chain: one timeline from where a word came to what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from noilam.audit.queries import entries_about, who
from noilam.foundation.events import Event
from noilam.foundation.text import day_text, number_text

from ... import rules
from ...events import (
    CommitmentAdopted,
    CommitmentApproved,
    CommitmentDrafted,
    CommitmentImported,
    CommitmentProposed,
    CommitmentReturned,
    OccurrenceOpened,
    VerifierNamed,
)
from ...models import Excuse, Verdict
from .around import Lines


@dataclass(frozen=True)
class Step:
    """One dated line of the chain. `look` is done, late or empty (still ahead, or a side step)."""

    on: date
    title: str
    detail: str = ""
    look: str = "done"
    link: str = ""


@dataclass(frozen=True)
class Deed:
    """An entry of the trail that belongs in the chain: who did it, on which day, and why."""

    event: str
    on: date
    by: str
    reason: str


def deeds_in_trail(commitment_id: int, on: date) -> list[Deed]:
    """How it was written, put forward and approved, by whom."""
    kinds: list[type[Event]] = [*_trail_titles(), CommitmentApproved]
    names = [kind.name() for kind in kinds]
    entries = entries_about("commitments.", commitment_id).filter(event__in=names)
    told = [
        Deed(
            each.event,
            timezone.localdate(each.at),
            who(each.actor_kind, each.actor_label),
            str(each.details.get("reason") or ""),
        )
        for each in entries
    ]
    return [each for each in told if each.on <= on]


def chain_of(
    commitment: Any, lines: Lines, declared: Sequence[Any], trail: Sequence[Deed], on: date
) -> list[Step]:
    """All that is dated, by day; what happened on one day stands in the order of doing.

    Everything is given as it was known on the day: `commitment` by `as_known`.
    """
    steps = [
        *_sources(commitment, lines, trail),
        *_written(commitment, trail),
        *_on_the_way(lines),
        *_done(declared),
        *_ended(commitment),
    ]
    told = [step for step in steps if step.on <= on]
    return sorted(told + _ahead(commitment, lines, on), key=lambda step: step.on)


def _sources(commitment: Any, lines: Lines, trail: Sequence[Deed]) -> list[Step]:
    """On the day it was first written down, for the word was there before."""
    days = [commitment.in_force_on or commitment.starts_on, *(each.on for each in trail)]
    known = [each for each in days if each]
    title = pgettext("timeline", "Nguồn")
    found = lines["source"] if known else []
    return [Step(min(known), each.label, title, link=opened(each)) for each in found]


def opened(source: Any) -> str:
    """Where a source can be read; links kept before they were checked may lead nowhere."""
    return source.link if rules.leads_somewhere(source.link) else ""


# How it came to bind ------------------------------------------------------------------------


def _trail_titles() -> Mapping[type[Event], str]:
    return {
        CommitmentDrafted: pgettext("timeline", "Ghi dự thảo"),
        CommitmentAdopted: pgettext("timeline", "Nhận từ chương trình cấp trên"),
        CommitmentImported: pgettext("timeline", "Nhập từ tệp"),
        OccurrenceOpened: pgettext("timeline", "Mở kỳ này"),
        CommitmentProposed: pgettext("timeline", "Trình duyệt"),
        CommitmentReturned: pgettext("timeline", "Trả lại để sửa"),
        VerifierNamed: pgettext("timeline", "Đổi người xác nhận"),
    }


def _written(commitment: Any, trail: Sequence[Deed]) -> list[Step]:
    titles = {kind.name(): title for kind, title in _trail_titles().items()}
    steps = [
        Step(each.on, titles[each.event], _said(each.by, each.reason))
        for each in trail
        if each.event in titles
    ]
    if commitment.in_force_on:
        by = [each.by for each in trail if each.event == CommitmentApproved.name()]
        paper = [commitment.decided_by, commitment.decision_document]
        paper += [_("người duyệt: {who}").format(who=each) for each in by[-1:]]
        title = pgettext("timeline", "Cam kết có hiệu lực")
        steps.append(Step(commitment.in_force_on, title, _listed(*paper)))
    return steps


# On the way ---------------------------------------------------------------------------------


def _on_the_way(lines: Lines) -> Iterator[Step]:
    for line in lines["holding"][1:]:
        said = _("Chuyển cho {unit}, {person}")
        said = said.format(unit=line.unit_name, person=line.person_full_name)
        yield Step(line.starts_on, said, line.reason)
    yield from _more_time(lines)
    for line in lines["excuse"]:
        yield from _cause(line)
    for line in lines["progress"]:
        risk = _("có nguy cơ trễ hạn") if line.is_at_risk else ""
        detail = _said(line.by, _listed(risk, number_text(line.figure), line.note))
        look = "late" if line.is_at_risk else "done"
        yield Step(line.reported_on, pgettext("timeline", "Báo tiến độ"), detail, look)
    for line in lines["milestone"]:
        if line.reached_on:
            yield Step(line.reached_on, line.title, pgettext("timeline", "Đạt mốc"))


def _more_time(lines: Lines) -> Iterator[Step]:
    """Asked, and answered either way; a new due day also where nobody asked here."""
    for line in lines["extension"]:
        title = pgettext("timeline", "Xin gia hạn đến {day}").format(day=day_text(line.due_on))
        yield Step(line.asked_on, title, _said(line.asked_by, line.reason), "")
    answered = [line for line in lines["extension"] if line.decided_on]
    for line in answered:
        if not line.is_granted:
            title = pgettext("timeline", "Không cho gia hạn")
            said = _said(line.decided_by, line.decision_reason)
            yield Step(line.decided_on, title, said, "late")
    granted = {(line.decided_on, line.due_on): line for line in answered if line.is_granted}
    for line in lines["due"][1:]:
        answer = granted.get((line.decided_on, line.due_on))
        said = _said(answer.decided_by, answer.decision_reason) if answer else line.reason
        title = _("Hạn mới: {day}").format(day=day_text(line.due_on))
        yield Step(line.decided_on, title, said, "late")


def _cause(line: Any) -> Iterator[Step]:
    kind = str(Excuse.Kind(line.kind).label)
    asked = _("Nêu: {kind}").format(kind=kind)
    yield Step(line.claimed_on, asked, _said(line.claimed_by, cause_text(line)), "")
    if line.confirmed_on:
        said = _("Công nhận: {kind}") if line.is_confirmed else _("Không công nhận: {kind}")
        detail = _said(line.confirmed_by, line.decision_reason)
        look = "done" if line.is_confirmed else "late"
        yield Step(line.confirmed_on, said.format(kind=kind), detail, look)


def cause_text(line: Any) -> str:
    """What is said of a cause or a suspension: why, by which paper, whom it waits for, how long."""
    first, last = day_text(line.from_on), day_text(line.to_on)
    span = _("{first} – {last}") if last else _("từ {first}")
    agency = _("chờ {agency}").format(agency=line.agency) if line.agency else ""
    return _listed(line.reason, line.document, agency, span.format(first=first, last=last))


# The deed, and the end ----------------------------------------------------------------------


def _done(declared: Sequence[Any]) -> Iterator[Step]:
    for each in declared:
        said = _said(each.by, each.note)
        yield Step(each.declared_on, pgettext("timeline", "Báo đã làm xong"), said)
        if each.verdict:
            look = "done" if each.verdict.verdict == Verdict.ACHIEVED else "late"
            title = _("Xác nhận: {verdict}").format(verdict=Verdict(each.verdict.verdict).label)
            said = _said(each.verdict.by, each.verdict.reason)
            yield Step(each.verdict.verified_on, title, said, look)


def _ended(commitment: Any) -> list[Step]:
    ends = [
        (commitment.withdrawn_on, pgettext("timeline", "Rút cam kết")),
        (commitment.not_achieved_on, pgettext("timeline", "Kết thúc: không thực hiện được")),
    ]
    return [Step(day, title, commitment.end_reason, "late") for day, title in ends if day]


# What is or was to come ----------------------------------------------------------------------


def _ahead(commitment: Any, lines: Lines, on: date) -> list[Step]:
    is_open = commitment.state in ("", "running", "late")
    steps = [
        Step(
            line.due_on,
            line.title,
            pgettext("timeline", "Mốc chưa đạt"),
            "late" if line.due_on < on and is_open else "",
        )
        for line in lines["milestone"]
        if line.reached_on is None
    ]
    if due_on := commitment.then_due_on:
        missed = commitment.state in ("late", "broken")
        look = "late" if missed else "done" if due_on < on else ""
        title = pgettext("timeline", "Hạn hoàn thành")
        steps.append(Step(due_on, title, _reminded(lines["reminder"]), look))
    if commitment.recheck_on:
        steps.append(Step(commitment.recheck_on, pgettext("timeline", "Kiểm tra lại"), look=""))
    return steps


def _reminded(sent: Sequence[Any]) -> str:
    """All reminders in one line: many of them would hide what people did."""
    before = [day_text(line.sent_on) for line in sent if not line.step.startswith("late")]
    upwards = [day_text(line.sent_on) for line in sent if line.step.startswith("late")]
    told = [
        _("nhắc ngày {days}").format(days=", ".join(before)) if before else "",
        _("báo lên trên ngày {days}").format(days=", ".join(upwards)) if upwards else "",
    ]
    return "; ".join(filter(None, told))


def _said(by: str, words: str) -> str:
    """Who, and what he said."""
    return ": ".join(filter(None, [by, words]))


def _listed(*words: str) -> str:
    return " · ".join(filter(None, words))
