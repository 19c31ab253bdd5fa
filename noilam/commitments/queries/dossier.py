"""The whole story of one promise as plain values, and as one sheet of paper (PDF).

Both carry the hash of the same content, so that paper and file can be held against each other.
They tell a reader only of what he may open, and of a past day only what was known by then.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, QuerySet
from django.utils import timezone

from noilam.audit.queries import entries_about
from noilam.foundation import clock
from noilam.foundation.access import Actor

from ..events import ABOUT_OTHERS
from ..models import Commitment
from . import known
from .dossier_paper import sheet
from .known import Known
from .pages.around import Lines, lines_around
from .pages.as_known import as_known, deeds_of
from .pages.chain import chain_of, deeds_in_trail
from .pages.late import Ledger, ledger_of
from .pages.linked import Linked, links_of
from .pages.looks import soon_days
from .pages.said import reached_by
from .standing import with_state

FORMAT = "noilam-dossier-2"
PAPER = Path(__file__).parent.parent / "documents" / "dossier.typ"
SAID = [
    "code",
    "statement",
    "kind",
    "pace",
    "solution",
    "starts_on",
    "first_due_on",
    "measure",
    "measure_unit",
    "baseline",
    "baseline_text",
    "target",
    "target_text",
    "weight",
    "support_text",
    "decided_by",
    "decision_document",
    "publicity",
    "grounds",
    "resources",
    "citizen_check",
    "finding",
    "cause",
    "recheck_on",
    "approved_on",
    "in_force_on",
    "withdrawn_on",
    "not_achieved_on",
    "end_reason",
]


@dataclass(frozen=True)
class Table:
    columns: Sequence[str]
    known: Known = Known()


AROUND = {
    "sources": Table(["kind", "reference", "label", "link"]),
    "holdings": Table(
        ["unit__code", "unit__name", "person__full_name", "starts_on", "ends_on", "reason"],
        known.HOLDING,
    ),
    "due_dates": Table(["due_on", "decided_on", "reason"], known.DUE),
    "milestones": Table(["title", "due_on", "reached_on"], known.MILESTONE),
    "progress": Table(["reported_on", "figure", "note", "is_at_risk", "by"], known.PROGRESS),
    "declarations": Table(
        [
            "declared_on",
            "note",
            "by",
            "verify_due_on",
            "verify_rule__key",
            "verify_rule__valid_from",
            "verify_counted_at",
            "verification__verdict",
            "verification__verified_on",
            "verification__by",
            "verification__reason",
        ],
        known.DECLARATION,
    ),
    "evidence": Table(
        [
            "given_on",
            "kind",
            "text",
            "file__name",
            "file__content_hash",
            "by",
            "declaration__declared_on",
        ],
        known.EVIDENCE,
    ),
    "extensions": Table(
        [
            "asked_on",
            "asked_by",
            "due_on",
            "reason",
            "decided_on",
            "decided_by",
            "is_granted",
            "decision_reason",
        ],
        known.EXTENSION,
    ),
    "excuses": Table(
        [
            "kind",
            "from_on",
            "to_on",
            "reason",
            "document",
            "agency",
            "claimed_by",
            "claimed_on",
            "confirmed_on",
            "confirmed_by",
            "is_confirmed",
            "decision_reason",
        ],
        known.EXCUSE,
    ),
    "reminders": Table(["step", "for_due_on", "sent_on", "to"], known.REMINDER),
}


def dossier(actor: Actor, commitment: Commitment, on: date) -> dict[str, Any]:
    """Everything an actor may know about one promise as of a day, with the hash of it all."""
    rows: Any = with_state(Commitment.objects.filter(pk=commitment.pk), on)
    asked = rows.select_related("topic", "verifier", "unit", "person").get()
    told, lines = as_known(asked, on), lines_around(asked, on, actor)
    done = deeds_of(actor, asked, on)
    trail = deeds_in_trail(told.pk, on)
    content = {
        "format": FORMAT,
        "as_of": on,
        "state": told.state,
        "commitment": _said(told, lines) | {"reached": reached_by(lines, done.evidence)},
        **{name: _rows(getattr(asked, name).all(), table, on) for name, table in AROUND.items()},
        "lateness": _lateness(ledger_of(told, lines, done.declared, on)),
        "supporting_units": list(asked.support.values("code", "name")),
        **_linked(told, lines, on),
        "story": [
            {"on": step.on, "title": step.title, "detail": step.detail}
            for step in chain_of(told, lines, done.declared, trail, on)
        ],
        "trail": _trail(told.pk, on),
    }
    plain = json.loads(_written(content))
    return plain | {"hash": hashlib.sha256(_written(plain).encode()).hexdigest()}


def dossier_pdf(actor: Actor, commitment: Commitment, on: date) -> bytes:
    """The same on paper, with the hash at its foot. The same day gives the same bytes."""
    import typst

    told = sheet(dossier(actor, commitment, on))
    return bytes(
        typst.compile(
            str(PAPER),
            format="pdf",
            sys_inputs={"sheet": json.dumps(told, ensure_ascii=False)},
            timestamp=int(clock.now().replace(hour=0, minute=0, second=0).timestamp()),
        )
    )


def _said(told: Any, lines: Lines) -> dict[str, Any]:
    above = {line.pk: line.statement for line in lines["linked"]}
    programmes = {line.pk: line.title for line in lines["programme"]}
    return {name: getattr(told, name) for name in SAID} | {
        "due_on": told.then_due_on,
        "status": told.status or None,
        "topic": str(told.topic) if told.topic else None,
        "verifier": str(told.verifier) if told.verifier else None,
        "programme": programmes.get(told.programme_id),
        "above": above.get(told.parent_id),
    }


def _lateness(ledger: Ledger) -> list[dict[str, Any]]:
    return [
        {
            "hands": each.hands,
            "holder": each.holder,
            "from_on": each.from_on,
            "to_on": each.to_on,
            "days": each.days,
            "is_running": ledger.is_running(each),
        }
        for each in ledger.stretches
    ]


def _linked(told: Any, lines: Lines, on: date) -> dict[str, list[dict[str, Any]]]:
    links = links_of(told, lines, on, soon_days())
    shelves = {
        "waits_for": links.waits,
        "awaited_by": links.awaited,
        "below": links.children,
        "occurrences": links.occurrences,
    }
    return {name: [_line(each) for each in found] for name, found in shelves.items()}


def _line(linked: Linked) -> dict[str, Any]:
    return {
        "code": linked.code,
        "statement": linked.title,
        "state": linked.state,
        "due_on": linked.due_on,
    }


def _trail(commitment_id: int, on: date) -> list[dict[str, Any]]:
    ends_at = timezone.make_aware(datetime.combine(on + timedelta(days=1), time()))
    entries = entries_about("commitments.", commitment_id).filter(at__lt=ends_at)
    return [
        {"at": each.at, "by": each.actor_label, "event": each.event}
        for each in entries.exclude(event__in=ABOUT_OTHERS)
    ]


def _rows(rows: QuerySet[Any], table: Table, on: date) -> list[dict[str, Any]]:
    """Rows in the order of their table; `unit__name` is told as `unit_name`."""
    named = {name.replace("__", "_"): F(name) for name in table.columns if "__" in name}
    plain = [name for name in table.columns if "__" not in name]
    return table.known.tell(list(rows.values(*plain, **named)), on)


def _written(content: Any) -> str:
    return json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
