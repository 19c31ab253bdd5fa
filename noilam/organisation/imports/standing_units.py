"""What stands against correcting or ending, by a file, a unit that is there already."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _

from noilam.exchange import undoing
from noilam.exchange.rules.names import spelled
from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, say
from noilam.organisation import open_matters, queries, rules
from noilam.organisation.models import Appointment, Unit, UnitEvent, UnitEventPart, UnitVersion
from noilam.organisation.queries import CHILD

if TYPE_CHECKING:
    from noilam.organisation.imports.units import Planned

_MOST_NAMED = 5
_ITS_OWN = (UnitEvent.Kind.FOUNDED, UnitEvent.Kind.ENDED)
_FIELDS = {"name": "name", "kind": "kind", "parent": "parent_code", "founded_on": "founded_on"}


@dataclass
class Asked:
    """Facts about the units that a file would correct."""

    happened: dict[int, str] = field(default_factory=dict)  # unit -> what stands in the way
    rests: dict[int, dict[str, None]] = field(default_factory=dict)  # unit -> what is written of it
    bound_from: dict[int, date] = field(default_factory=dict)  # unit -> first day of what it has

    def problems_with_correction(self, planned: "Planned") -> Iterator[tuple[str, Problem]]:
        """Only what was written without a decision, and to which nothing else happened since, is
        corrected: all else is history and changes by an event with its day."""
        wrong = [
            column
            for name, column in _FIELDS.items()
            if getattr(planned.was, name) != getattr(planned.after, name)
        ]
        if planned.unit_id in self.happened:
            for column in wrong:
                yield column, _is_history(planned.code, self.happened[planned.unit_id])
        bound = self.bound_from.get(planned.unit_id)
        rests = self.rests.get(planned.unit_id)
        if rests and planned.unit_id not in self.happened:
            for column in wrong:
                if _moves_the_past(column, planned) and not (column == "founded_on" and bound):
                    yield column, _is_history(planned.code, ", ".join(rests))
        if "founded_on" in wrong and bound and bound < planned.after.founded_on:
            yield "founded_on", _bound_earlier(bound)


def _moves_the_past(column: str, planned: "Planned") -> bool:
    """Whether pages and figures of earlier days would say something else than they said: another
    spelling is not another name, and an earlier founding takes nothing away."""
    if column == "name":
        return spelled(planned.was.name) != spelled(planned.after.name)
    return column != "founded_on" or planned.after.founded_on > planned.was.founded_on


def _is_history(code: str, what: str) -> Problem:
    return Problem(
        "needs-an-event",
        say(
            "{code} đã có: {what}. Không sửa đè lên lịch sử bằng tệp: mở trang đơn vị, "
            "dùng Đổi tên, Đổi loại, Chuyển cấp trên với số quyết định và ngày; "
            "hoặc để trống ô này."
        ),
        values={"code": code, "what": what},
    )


def _bound_earlier(day: date) -> Problem:
    return Problem(
        "bound-earlier",
        say("Đơn vị này đã có người hoặc đơn vị dưới từ ngày {day}. Ghi ngày không sau ngày đó."),
        values={"day": day_text(day)},
    )


def ask(unit_ids: Collection[int]) -> Asked:
    """What has happened to these units beyond being written down, a few questions in all."""
    asked = Asked()
    for ids in queries.chunks(unit_ids):
        asked.happened |= _events_of(ids)
        posts = Appointment.objects.filter(unit__in=ids).values_list("unit")
        below = UnitVersion.objects.filter(superseded_at=None, parent__in=ids)
        for rows in (posts, below.values_list("parent")):
            for unit_id, first in rows.annotate(first=Min("starts_on")).order_by():
                asked.bound_from[unit_id] = min(first, asked.bound_from.get(unit_id, first))
        for words, found in _written_of(ids, posts, below.values_list("parent")):
            for (unit_id,) in found.order_by().distinct():
                asked.rests.setdefault(unit_id, {})[words] = None
    return asked


def _events_of(ids: Sequence[int]) -> dict[int, str]:
    """Of each unit the last event that is more than its own founding or end."""
    found = {}
    for part in UnitEventPart.objects.filter(unit__in=ids).select_related("event"):
        event = part.event
        if event.kind not in _ITS_OWN or event.decision_number:
            words = f"{event.get_kind_display()} {day_text(event.effective_on)}"
            number = f" ({event.decision_number})" if event.decision_number else ""
            found[part.unit_id] = words + number
    return found


def _written_of(
    ids: Sequence[int], posts: QuerySet[Any, Any], below: QuerySet[Any, Any]
) -> Iterator[tuple[str, QuerySet[Any, Any]]]:
    """What pages and figures of earlier days show under the unit's name and place: units by what
    they have. Tables of later floors are found by what they point at, not listed here."""
    yield _("cán bộ"), posts
    yield _("đơn vị dưới"), below
    for relation in undoing.relations(Unit):
        table, name = relation.related_model, relation.field.name
        if table._meta.app_label != Unit._meta.app_label:
            rows = table._base_manager.filter(**{f"{name}__in": ids})
            yield _("cam kết hoặc việc khác đã ghi"), rows.values_list(name)


def problems_with_ending(planned: "Planned", ending: Mapping[int, date | None]) -> list[Problem]:
    """An end by file is for what is over: nothing may be left open. `ending` are the units that
    this file ends, so that a whole branch may end together."""
    on = planned.after.ended_on
    if on is None or planned.was.ended_on is not None:
        return [
            Problem(
                "ended-already",
                say("Đã ghi kết thúc ngày {day}. Không đổi ngày này bằng tệp; để trống ô này."),
                values={"day": day_text(planned.was.ended_on)},
            )
        ]
    unit = Unit.objects.get(pk=planned.unit_id)
    known = queries.timelines([unit.pk])[unit.pk]
    problems = rules.problems_with_ending(known, on, begins_later=queries.begins_later(unit, on))
    if problems:
        return problems
    left = [
        matter
        for matter in open_matters.listed(units=[unit], on=on)
        if not _ends_too(matter.key, ending, on)
    ]
    return [_still_open(left)] if left else []


def _ends_too(key: str, ending: Mapping[int, date | None], on: date) -> bool:
    if not key.startswith(CHILD):
        return False
    child_ends = ending.get(int(key.removeprefix(f"{CHILD}:")))
    return child_ends is not None and child_ends <= on


def _still_open(left: Collection[rules.OpenMatter]) -> Problem:
    named = [f"{matter.kind}: {matter.label}" for matter in left]
    more = f" (+{len(named) - _MOST_NAMED})" if len(named) > _MOST_NAMED else ""
    return Problem(
        "still-open",
        say(
            "Còn việc chưa bàn giao: {what}. Mở trang đơn vị, dùng Kết thúc hoạt động để "
            "quyết định từng việc."
        ),
        values={"what": "; ".join(named[:_MOST_NAMED]) + more},
    )
