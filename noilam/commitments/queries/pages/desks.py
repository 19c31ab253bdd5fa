"""What lies on somebody's desk: to approve, to verify, to decide; and what was registered."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, number_text
from noilam.organisation.models import Unit
from noilam.organisation.policies import inside_units
from noilam.organisation.queries import living_on, person_of

from ... import policies
from ...models import Commitment, Excuse, Extension, Progress
from ...rules import State
from .looks import soon_days, standing, waits_for_tomorrow

Status = Commitment.Status


@dataclass(frozen=True)
class Matter:
    """One line on a desk, ready to be read and acted on."""

    pk: int
    code: str
    statement: str
    kind: str
    unit: str
    person: str
    first: str  # the day that matters here
    detail: str
    tone: str = "calm"
    deed: str = ""  # the slug of the deed that answers it
    second: str = ""  # and of another


def to_approve(actor: Actor) -> QuerySet[Commitment]:
    """Proposals whose approval belongs to the actor and which are not his own."""
    found = policies.approvable(actor, Commitment.objects.filter(status=Status.PROPOSED))
    return found.exclude(_is_own(actor)).select_related("unit", "person", "verifier")


def to_verify(actor: Actor) -> QuerySet[Commitment]:
    found = policies.verifiable(actor, Commitment.objects.exclude(status=Status.WITHDRAWN))
    return found.select_related("unit", "person").order_by(
        F("verify_due_on").asc(nulls_last=True), "code"
    )


def proposals(found: list[Commitment]) -> list[Matter]:
    return [
        _matter(
            each,
            first=day_text(each.due_on),
            detail=" · ".join(filter(None, [each.measure, each.target_text])),
            deed="approval",
        )
        for each in found
    ]


def claims(found: list[Commitment], on: date) -> list[Matter]:
    """Declared deeds with how long they have waited for a verdict."""
    lines = []
    for each in found:
        waited = (on - each.last_declared_on).days if each.last_declared_on else 0
        is_late = each.verify_due_on is not None and each.verify_due_on < on
        lines.append(
            _matter(
                each,
                first=day_text(each.verify_due_on),
                detail=_("báo xong {day}, chờ {n} ngày").format(
                    day=day_text(each.last_declared_on), n=waited
                ),
                tone="broken" if is_late else "claimed",
                deed="verification",
            )
        )
    return lines


def open_requests(actor: Actor) -> list[Matter]:
    """Requests for time and causes named that this actor may decide on."""
    person = person_of(actor)
    open_ones = Commitment.objects.filter(status__in=[Status.IN_FORCE, Status.DECLARED])
    if person:
        open_ones = open_ones.exclude(person=person)
    more_time = Extension.objects.filter(
        decided_on=None, commitment__in=policies.decidable(actor, open_ones).values("pk")
    )
    causes = Excuse.objects.filter(
        confirmed_on=None, commitment__in=policies.confirmable(actor, open_ones).values("pk")
    )
    around = ["commitment__unit", "commitment__person"]
    asked: list[tuple[date, Matter]] = []
    for each in more_time.select_related(*around):
        detail = _("xin đến {day}: {reason}").format(day=day_text(each.due_on), reason=each.reason)
        asked.append((each.asked_on, _asked(each, detail, "extension-decision", each.asked_on)))
    for cause in causes.select_related(*around):
        detail = f"{cause.get_kind_display()}: {cause.reason}"
        asked.append((cause.claimed_on, _asked(cause, detail, "excuse-decision", cause.claimed_on)))
    return [matter for _day, matter in sorted(asked, key=lambda each: each[0])]


def _asked(request: Any, detail: str, deed: str, asked_on: date) -> Matter:
    return _matter(request.commitment, first=day_text(asked_on), detail=detail, deed=deed)


def _matter(each: Commitment, **told: str) -> Matter:
    return Matter(
        pk=each.pk,
        code=each.code,
        statement=each.statement,
        kind=str(each.get_kind_display()),
        unit=each.unit.name if each.unit else "",
        person=each.person.full_name if each.person else "",
        **told,
    )


def _is_own(actor: Actor) -> Q:
    """What the actor proposed or answers for: it waits for somebody else."""
    own = Q(proposed_by__in=[actor.id, actor.holder_id]) if actor.id else Q(pk__in=[])
    person = person_of(actor)
    return own | Q(person=person) if person else own


# Progress ------------------------------------------------------------------------------------


def under_way(actor: Actor) -> QuerySet[Commitment]:
    """Open commitments on which the actor reports, the most pressing first."""
    open_ones = Commitment.objects.filter(status=Status.IN_FORCE, recurrence="")
    found = policies.reportable(actor, open_ones).select_related("unit", "person")
    return found.order_by("due_on", "code")


def reports(found: list[Commitment], on: date) -> list[Matter]:
    """Lines with their standing and the last that was told of each."""
    told, soon = _last_told([each.pk for each in found]), soon_days()
    lines = []
    for each in found:
        text, tone = standing(
            State.LATE if each.due_on and each.due_on < on else State.RUNNING,
            each.status,
            each.due_on,
            on,
            soon,
        )
        last = told.get(each.pk)
        detail = (
            _("báo gần nhất {day}: {note}").format(day=day_text(last[0]), note=last[1])
            if last
            else _("chưa báo lần nào")
        )
        second = "" if waits_for_tomorrow(each) else "done"
        told_of = {"first": text, "detail": detail, "tone": tone}
        lines.append(_matter(each, **told_of, deed="progress", second=second))
    return lines


def _last_told(ids: list[int]) -> dict[int, tuple[date, str]]:
    rows = Progress.objects.filter(commitment__in=ids).order_by("reported_on", "id")
    return {
        pk: (day, " ".join(filter(None, [number_text(figure) if figure is not None else "", note])))
        for pk, day, figure, note in rows.values_list("commitment", "reported_on", "figure", "note")
    }


# Urgent matters of a year --------------------------------------------------------------------


@dataclass(frozen=True)
class UnitCount:
    """How many a unit registered, and how many of them bind."""

    unit_id: int
    code: str
    name: str
    registered: int
    approved: int


@dataclass(frozen=True)
class Registration:
    """The year's urgent matters in figures: so many by so many units, so many approved."""

    matters: int
    approved: int
    proposed: int
    units: list[UnitCount]
    missing: list[Unit]

    @property
    def in_words(self) -> str:
        return _("{matters} việc của {units} đơn vị").format(
            matters=number_text(self.matters), units=number_text(len(self.units))
        )


def urgent_of(actor: Actor, year: int) -> QuerySet[Commitment]:
    urgent = Commitment.objects.filter(kind=Commitment.Kind.URGENT_MATTER, for_year=year)
    return policies.visible_commitments(actor, urgent).exclude(status=Status.DRAFT)


def registration(actor: Actor, year: int) -> Registration:
    """Counts by unit, and the living units that registered none."""
    found = urgent_of(actor, year).filter(unit__isnull=False)
    bound = Count("pk", filter=Q(in_force_on__isnull=False))
    counts = [
        UnitCount(*line)
        for line in found.order_by()
        .values_list("unit", "unit__code", "unit__name")
        .annotate(registered=Count("pk"), approved=bound)
        .order_by("unit__code")
    ]
    proposed = found.filter(status=Status.PROPOSED).count()
    return Registration(
        matters=sum(each.registered for each in counts),
        approved=sum(each.approved for each in counts),
        proposed=proposed,
        units=counts,
        missing=_without(actor, found),
    )


def _without(actor: Actor, found: QuerySet[Commitment]) -> list[Unit]:
    """Units right below a root that the actor sees inside and that registered nothing."""
    registered = found.filter(unit=OuterRef("pk"))
    living = inside_units(actor).filter(
        living_on(clock.today()), parent__isnull=False, parent__parent=None, kind__is_cell=False
    )
    return list(living.filter(~Exists(registered)).order_by("code"))
