"""What surrounds one sheet: its steps, replies, versions, appeals, second looks and evidence, read
in one question."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from ...models import (
    Appeal,
    MarkEvidence,
    Reply,
    SecondLook,
    Sheet,
    SheetStep,
    SheetVersion,
)


@dataclass(frozen=True)
class Event:
    """A row of any of the small tables; what each field holds stands in `SHELVES`."""

    what: str
    pk: int
    word: str = ""
    other: str = ""
    text: str = ""
    more: str = ""
    by: str = ""
    number: int | None = None
    amount: int | None = None
    due_on: date | None = None
    done_on: date | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Story:
    """Each list in the order in which it was written."""

    steps: Sequence[Event] = ()
    replies: Sequence[Event] = ()
    versions: Sequence[Event] = ()
    appeals: Sequence[Event] = ()
    looks: Sequence[Event] = ()
    evidence: Mapping[int, int] = field(default_factory=dict)  # row of a criterion -> how many


# name -> the table and what stands in the columns of `Event`, where not empty
SHELVES: Mapping[str, tuple[Any, Mapping[str, Any]]] = {
    "step": (
        SheetStep,
        {
            "word": "stage",
            "other": "outcome",
            "text": "reason",
            "by": "by",
            "number": "round",
            "due_on": "due_on",
            "done_on": "done_on",
        },
    ),
    "reply": (Reply, {"text": "text", "by": "by", "at": "recorded_at"}),
    "version": (
        SheetVersion,
        {
            "word": "content_hash",
            "text": "reason",
            "by": "decided_by",
            "number": "number",
            "amount": "total",
            "at": "recorded_at",
        },
    ),
    "appeal": (
        Appeal,
        {
            "word": "outcome",
            "other": "decided_by",
            "text": "text",
            "more": "reason",
            "by": "filed_by",
            "due_on": "due_on",
            "done_on": "filed_on",
            "at": "recorded_at",
        },
    ),
    "look": (
        SecondLook,
        {
            "word": "kind",
            "other": "looked_by",
            "text": "detail",
            "more": "note",
            "at": "raised_at",
        },
    ),
    "evidence": (MarkEvidence, {"number": "criterion_id", "by": "by", "at": "recorded_at"}),
}
COLUMNS: Mapping[str, Any] = {
    "word": TextField(),
    "other": TextField(),
    "text": TextField(),
    "more": TextField(),
    "by": TextField(),
    "number": IntegerField(),
    "amount": IntegerField(),
    "due_on": DateField(),
    "done_on": DateField(),
    "at": DateTimeField(),
}


def story_of(sheet: Sheet) -> Story:
    first, *others = (_shelf(name, sheet) for name in SHELVES)
    found: dict[str, list[Event]] = {name: [] for name in SHELVES}
    for what, *values in first.union(*others, all=True).order_by("what", "pk_"):
        found[what].append(Event(what, *values))
    counts: dict[int, int] = {}
    for each in found["evidence"]:
        counts[each.number or 0] = counts.get(each.number or 0, 0) + 1
    return Story(
        steps=found["step"],
        replies=found["reply"],
        versions=found["version"],
        appeals=found["appeal"],
        looks=found["look"],
        evidence=counts,
    )


def _shelf(name: str, sheet: Sheet) -> QuerySet[Any, Any]:
    model, held = SHELVES[name]
    rows = model.objects.filter(sheet=sheet).order_by()
    if model is MarkEvidence:
        rows = rows.filter(taken_back_at=None)
    told = {
        f"{column}_": Cast(F(held[column]) if column in held else Value(None), kind)
        for column, kind in COLUMNS.items()
    }
    what = Value(name, CharField())
    return rows.annotate(what=what, pk_=F("pk"), **told).values_list("what", "pk_", *told)


def told_in(event: Event) -> Mapping[str, Any]:
    """The detail of a second look."""
    said = json.loads(event.text or "{}")
    return said if isinstance(said, dict) else {}


def returned(story: Story) -> Iterator[Event]:
    """Steps that ended by sending the sheet back, the last first."""
    return (each for each in reversed(story.steps) if each.other == SheetStep.Outcome.RETURNED)
