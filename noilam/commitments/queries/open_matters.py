"""What would be without a hand when a unit or a post changes: words, checks, programmes."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from noilam.organisation.models import Person, Unit
from noilam.organisation.queries import posts_of
from noilam.organisation.rules import OpenMatter

from ..keys import COMMITMENT, PROGRAMME, VERIFIER, commitment_link, key_of, programme_link
from ..models import Commitment, Holding, Programme

Status = Commitment.Status
UNFINISHED = [Status.DRAFT, Status.PROPOSED, Status.IN_FORCE, Status.DECLARED]


def open_matters(
    *, unit: Unit | None = None, person: Person | None = None, on: date
) -> list[OpenMatter]:
    """Open from `on`: of a unit; of a person; of a person in one unit."""
    if unit is None and person is None:
        return []
    return [
        *_commitments(unit, person, on),
        *_to_verify(unit, person, on),
        *_programmes(unit, person, on),
    ]


def _commitments(unit: Unit | None, person: Person | None, on: date) -> Iterator[OpenMatter]:
    whose = {
        name: thing for name, thing in (("unit", unit), ("person", person)) if thing is not None
    }
    held = Holding.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), **whose)
    drafted = Commitment.objects.filter(in_force_on=None, status__in=UNFINISHED, **whose)
    rows = Commitment.objects.filter(
        Q(_unfinished(on), pk__in=held.values("commitment")) | Q(pk__in=drafted.values("pk"))
    )
    for each in _listed(rows):
        yield _matter(COMMITMENT, _("Cam kết"), each, each.person_id)


def _unfinished(on: date) -> Q:
    """Still open on a day: what came to its end since was open then."""
    return (
        Q(status__in=UNFINISHED)
        | Q(status=Status.VERIFIED, last_verdict_on__gte=on)
        | Q(withdrawn_on__gte=on)
        | Q(not_achieved_on__gte=on)
    )


def _to_verify(unit: Unit | None, person: Person | None, on: date) -> Iterator[OpenMatter]:
    """What a person was to verify, unless another post keeps that person at hand."""
    if person is None:
        return
    other_posts = posts_of(person, on)
    if unit is not None and other_posts.exclude(unit=unit).exists():
        return
    for each in _listed(Commitment.objects.filter(verifier=person, status__in=UNFINISHED)):
        yield _matter(VERIFIER, _("Việc phải xác nhận"), each, person.pk)


def _programmes(unit: Unit | None, person: Person | None, on: date) -> Iterator[OpenMatter]:
    if unit is not None and person is not None:
        return
    rows = Programme.objects.filter(ends_on__gte=on, closed_on=None, unit=unit, person=person)
    for each in rows.order_by("starts_on", "pk"):
        yield OpenMatter(
            key=key_of(PROGRAMME, each.pk),
            kind=_("Chương trình công tác"),
            label=each.title,
            link=programme_link(each.pk),
            unit_id=each.unit_id,
            person_id=each.person_id,
            due_on=each.ends_on,
        )


def _listed(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    return rows.order_by("due_on", "code").only(
        "pk", "code", "statement", "unit_id", "person_id", "due_on"
    )


def _matter(prefix: str, kind: str, row: Commitment, person_id: int | None) -> OpenMatter:
    return OpenMatter(
        key=key_of(prefix, row.pk),
        kind=kind,
        label=f"{row.code}: {row.statement}",
        link=commitment_link(row.pk),
        unit_id=row.unit_id,
        person_id=person_id,
        due_on=row.due_on,
    )
