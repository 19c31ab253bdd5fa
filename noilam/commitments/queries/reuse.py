"""Whether a file was handed in before: reuse of evidence is noticed wherever evidence is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject

from noilam.foundation.access import Actor
from noilam.foundation.text import day_text

from .. import policies
from ..keys import commitment_link
from ..models import Commitment, Evidence


@dataclass(frozen=True)
class Reuse:
    """The first time the same content was handed in.

    Of a commitment that the reader may not see, neither code nor words are told.
    """

    on: str
    is_same: bool  # for this very commitment
    code: str = ""
    statement: str = ""
    link: str = ""


def with_reuse(actor: Actor, evidence: QuerySet[Evidence]) -> QuerySet[Any]:
    """Each with its first earlier use, as part of the same question; `reuse_of` reads it."""
    told = JSONObject(
        on="given_on",
        commitment="commitment_id",
        code="commitment__code",
        statement="commitment__statement",
        is_seen="is_seen",
    )
    earlier = _earlier().annotate(is_seen=_is_seen(actor)).values(told=told)
    return evidence.annotate(earlier=Subquery(earlier[:1]))


def _earlier() -> QuerySet[Evidence]:
    same = Evidence.objects.filter(file__content_hash=OuterRef("file__content_hash"))
    return same.filter(pk__lt=OuterRef("pk")).order_by("pk")


def _is_seen(actor: Actor) -> Any:
    if policies.sees_every_commitment(actor):
        return Value(True, output_field=BooleanField())
    one = Commitment.objects.filter(pk=OuterRef("commitment_id"))
    return Exists(policies.visible_commitments(actor, one))


def reuse_of(evidence: Any) -> Reuse | None:
    """Of evidence found `with_reuse`."""
    told = evidence.earlier
    if not told:
        return None
    on = day_text(date.fromisoformat(told["on"]))
    if told["commitment"] == evidence.commitment_id:
        return Reuse(on, is_same=True)
    if not told["is_seen"]:
        return Reuse(on, is_same=False)
    link = commitment_link(told["commitment"])
    return Reuse(on, False, told["code"], told["statement"], link)


def earlier_uses(evidence: Sequence[Evidence]) -> dict[int, int]:
    """Which of these hold a file that was handed in before, and the evidence it first was."""
    filed = [each.pk for each in evidence if each.file_id]
    if not filed:
        return {}
    found = Evidence.objects.filter(pk__in=filed).annotate(
        first=Subquery(_earlier().values("pk")[:1])
    )
    return dict(found.filter(first__isnull=False).order_by("pk").values_list("pk", "first"))
