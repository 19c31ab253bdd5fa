"""The whole story of one promise as plain values, and as one sheet of paper (PDF).

Both carry the hash of the same content, so that paper and file can be held against each other.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from noilam.audit.queries import entries_about
from noilam.foundation import clock
from noilam.foundation.text import day_text, number_text

from ..events import ABOUT_OTHERS
from ..models import Commitment
from ..rules import STATE_NAMES, State
from .standing import with_state
from .story import story

FORMAT = "noilam-dossier-1"
PAPER = Path(__file__).parent.parent / "documents" / "dossier.typ"
SAID = [
    "code",
    "statement",
    "kind",
    "pace",
    "solution",
    "starts_on",
    "first_due_on",
    "due_on",
    "measure",
    "measure_unit",
    "baseline",
    "baseline_text",
    "target",
    "target_text",
    "reached",
    "weight",
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
    "status",
]
AROUND: dict[str, Sequence[str]] = {
    "sources": ["kind", "reference", "label", "link"],
    "holdings": ["unit__code", "unit__name", "person__full_name", "starts_on", "ends_on", "reason"],
    "due_dates": ["due_on", "decided_on", "reason"],
    "milestones": ["title", "due_on", "reached_on"],
    "progress": ["reported_on", "figure", "note", "is_at_risk", "by"],
    "declarations": [
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
    "evidence": ["given_on", "kind", "text", "file__name", "file__content_hash", "by"],
    "extensions": ["asked_on", "asked_by", "due_on", "reason", "decided_on", "is_granted"],
    "excuses": ["kind", "from_on", "to_on", "reason", "document", "is_confirmed", "confirmed_by"],
    "lateness": ["hands", "holder", "from_on", "to_on", "days"],
    "reminders": ["step", "for_due_on", "sent_on", "to"],
}


def dossier(commitment: Commitment, on: date) -> dict[str, Any]:
    """Everything known about one promise on a day, with the hash of it all."""
    known: Any = with_state(Commitment.objects.filter(pk=commitment.pk), on)
    known = known.select_related("topic", "programme", "parent", "verifier").get()
    content = {
        "format": FORMAT,
        "as_of": on,
        "state": known.state,
        "commitment": _said(known),
        **{name: _rows(getattr(known, name).all(), columns) for name, columns in AROUND.items()},
        "supporting_units": list(known.support.values("code", "name")),
        "waits_for": _rows(known.waits_for.all(), ["on__code", "on__statement", "recorded_on"]),
        "below": list(known.children.order_by("code").values("code", "statement", "status")),
        "occurrences": _rows(known.occurrences.all(), ["code", "starts_on", "due_on", "status"]),
        "story": [
            {"on": step.on, "title": step.title, "detail": step.detail} for step in story(known, on)
        ],
        "trail": [
            {"at": each.at, "by": each.actor_label, "event": each.event}
            for each in entries_about("commitments.", known.pk).exclude(event__in=ABOUT_OTHERS)
        ],
    }
    plain = json.loads(_written(content))
    return plain | {"hash": hashlib.sha256(_written(plain).encode()).hexdigest()}


def dossier_pdf(commitment: Commitment, on: date) -> bytes:
    """The same on paper, with the hash at its foot. The same day gives the same bytes."""
    import typst

    told = dossier(commitment, on)
    return bytes(
        typst.compile(
            str(PAPER),
            format="pdf",
            sys_inputs={"sheet": json.dumps(_sheet(told), ensure_ascii=False)},
            timestamp=int(clock.now().replace(hour=0, minute=0, second=0).timestamp()),
        )
    )


def _said(known: Any) -> dict[str, Any]:
    named = {
        "topic": known.topic,
        "programme": known.programme,
        "above": known.parent,
        "verifier": known.verifier,
    }
    return {name: getattr(known, name) for name in SAID} | {
        name: str(thing) if thing else None for name, thing in named.items()
    }


def _rows(rows: QuerySet[Any], columns: Sequence[str]) -> list[dict[str, Any]]:
    """Rows in the order of their table; `unit__name` is told as `unit_name`."""
    told = {name.replace("__", "_"): F(name) for name in columns if "__" in name}
    plain = [name for name in columns if "__" not in name]
    return list(rows.values(*plain, **told))


def _written(content: Any) -> str:
    return json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)


# On paper ------------------------------------------------------------------------------------


def _sheet(told: dict[str, Any]) -> dict[str, Any]:
    """Words for the paper: facts, the chain and the lateness ledger, ready to be set."""
    said = told["commitment"]
    holder = told["holdings"][-1] if told["holdings"] else {}
    facts = [
        (_("Mã"), said["code"]),
        (_("Đơn vị chủ trì"), holder.get("unit_name", "")),
        (_("Người chịu trách nhiệm"), holder.get("person_full_name", "")),
        (_("Kết quả cam kết"), " ".join(filter(None, [said["measure"], said["target_text"]]))),
        (_("Ban đầu"), said["baseline_text"] or _number(said["baseline"])),
        (_("Chỉ tiêu"), _number(said["target"])),
        (_("Giải pháp"), said["solution"]),
        (_("Bắt đầu"), _day(said["starts_on"])),
        (_("Hạn"), _day(said["due_on"])),
        (_("Cơ quan quyết định"), said["decided_by"]),
        (_("Người xác nhận"), said["verifier"]),
        (_("Nguồn"), "; ".join(each["label"] for each in told["sources"])),
    ]
    state = _(STATE_NAMES[State(told["state"])]) if told["state"] else _("Chưa có hiệu lực")
    return {
        "title": said["statement"],
        "lead": _("Hồ sơ cam kết, xem đến ngày {day}").format(day=_day(told["as_of"])),
        "state": state,
        "facts": [[name, value] for name, value in facts if value],
        "chain_title": _("Từ lời đến việc"),
        "chain": [[_day(step["on"]), step["title"], step["detail"]] for step in told["story"]],
        "late_title": _("Chậm ở khâu nào"),
        "late": [
            [each["holder"], _day(each["from_on"]), _day(each["to_on"]), str(each["days"])]
            for each in told["lateness"]
        ],
        "late_head": [_("Ở đâu"), _("Từ"), _("Đến"), _("Số ngày")],
        "foot": _("Mã nội dung (SHA-256): {hash}").format(hash=told["hash"]),
    }


def _day(text: str | None) -> str:
    return day_text(date.fromisoformat(text)) if text else ""


def _number(text: str | None) -> str:
    return number_text(float(text)) if text else ""
