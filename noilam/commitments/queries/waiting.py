"""What waits for somebody on Hôm nay, and what search finds."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.text import day_text
from noilam.organisation.models import Person
from noilam.organisation.queries import person_of
from noilam.rulebook.queries import value
from noilam.ui.pieces import Found, Waiting
from noilam.ui.waiting import Row, Together

from .. import policies
from ..keys import commitment_link
from ..models import Commitment, Excuse, Extension

Status = Commitment.Status
LONG = 20  # from so many proposals on, Hôm nay shows one line for all


def parts(actor: Actor, day: date) -> list[Any]:
    """Late, due soon, to verify, to approve, to decide, to re-check."""
    warned = timedelta(days=value("commitments.soon_days", day))
    soon = day + warned
    open_ones = Commitment.objects.filter(status=Status.IN_FORCE, recurrence="")
    mine = open_ones.filter(policies.answered_by(actor))
    found = {
        "late": mine.filter(due_on__lt=day),
        "soon": mine.filter(due_on__gte=day, due_on__lte=soon),
        "verify": policies.verifiable(actor, Commitment.objects.all()),
        "approve": policies.approvable(
            actor, Commitment.objects.filter(status=Status.PROPOSED)
        ).exclude(_is_own(actor)),
        "extension": _with_open(actor, Extension, "decided_on", policies.decidable),
        "excuse": _with_open(actor, Excuse, "confirmed_on", policies.confirmable),
    }
    if person := person_of(actor):
        found["recheck"] = _to_check_again(person, day - warned, day)
    return [_lines(what, rows) for what, rows in found.items()]


def worded(rows: Sequence[Row], _day: date) -> Iterator[Waiting]:
    by_what: dict[str, list[Row]] = {}
    for row in rows:
        by_what.setdefault(row.what, []).append(row)
    for what, lines in by_what.items():
        yield from _worded(what, lines)


waiting = Together(parts, worded)  # for config/today.py


def commitments_found(actor: Actor, words: Sequence[str], limit: int) -> list[Found]:
    """For config/search.py: commitments whose code and statement hold all the words."""
    holding = Q()
    for word in words:
        holding &= Q(search_key__contains=word)
    rows = policies.visible_commitments(actor).filter(holding).select_related("unit")
    rows = rows.order_by(F("in_force_on").desc(nulls_last=True), "-pk")[:limit]
    return [
        Found(
            kind=_("Cam kết"),
            title=row.statement,
            link=commitment_link(row.pk),
            detail=" · ".join(filter(None, [row.code, str(row.unit or ""), day_text(row.due_on)])),
        )
        for row in rows
    ]


def _lines(what: str, rows: QuerySet[Commitment]) -> QuerySet[Any, Any]:
    due = F(DUE.get(what, "due_on"))
    return (
        rows.order_by()
        .annotate(what=Value(what, output_field=CharField()), due=due, number=Value(1))
        .values_list("what", "pk", "code", "statement", "unit__name", "due", "number")
    )


def _to_check_again(person: Person, first: date, last: date) -> QuerySet[Commitment]:
    """Remediation whose day to check again has come, for its verifier. No deed answers it, so it
    leaves the list by itself as many days later as a due day is announced before."""
    bound = [Status.IN_FORCE, Status.DECLARED, Status.VERIFIED]
    rows = Commitment.objects.filter(verifier=person, status__in=bound)
    return rows.filter(recheck_on__gte=first, recheck_on__lte=last)


def _is_own(actor: Actor) -> Q:
    """What the actor proposed or answers for: it waits for somebody else."""
    own = Q(proposed_by__in=[actor.id, actor.holder_id])
    person = person_of(actor)
    return own | Q(person=person) if person else own


def _with_open(
    actor: Actor, model: type[Extension] | type[Excuse], decided: str, narrowed: Any
) -> QuerySet[Commitment]:
    asked = model.objects.filter(commitment=OuterRef("pk"), **{decided: None})
    rows = Commitment.objects.filter(Exists(asked), status__in=[Status.IN_FORCE, Status.DECLARED])
    person = person_of(actor)
    found: QuerySet[Commitment] = narrowed(actor, rows)
    return found.exclude(person=person) if person else found


DUE = {"verify": "verify_due_on", "recheck": "recheck_on"}
GROUPS = {"extension": "approve", "excuse": "approve", "recheck": "other"}
# What waits for a deed leads straight to it.
DEEDS = {
    "verify": "verification/",
    "approve": "approval/",
    "extension": "extension-decision/",
    "excuse": "excuse-decision/",
}


def _worded(what: str, lines: Sequence[Row]) -> Iterator[Waiting]:
    if what == "approve" and len(lines) >= LONG:
        title = _("Duyệt {number} cam kết đã trình").format(number=len(lines))
        yield Waiting("approve", title, "/commitments/approval/", count=len(lines))
        return
    prefix = {
        "extension": _("Quyết định gia hạn: {what}"),
        "excuse": _("Xác nhận nguyên nhân: {what}"),
        "recheck": _("Kiểm tra lại: {what}"),
    }.get(what, "{what}")
    for row in lines:
        yield Waiting(
            group=GROUPS.get(what, what),
            title=prefix.format(what=row.title),
            link=commitment_link(row.pk) + DEEDS.get(what, ""),
            due_on=row.due,
            detail=" · ".join(filter(None, [row.code, row.unit])),
        )
