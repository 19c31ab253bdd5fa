"""One commitment: what was said, what was done, late in whose hands, and what may be done now."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    DecimalField,
    F,
    Model,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.text import day_text

from ... import policies
from ...keys import verify_due_link
from ...models import (
    Commitment,
    Declaration,
    Dependency,
    DueDate,
    Evidence,
    Excuse,
    Extension,
    Holding,
    Lateness,
    Milestone,
    Progress,
    Reminder,
    Source,
    Verdict,
)
from ..reuse import reuse_of, with_reuse
from ..standing import with_state
from .chain import Line, Step, chain_of
from .due_page import counted_how, verify_time
from .looks import soon_days, standing, waits_for_tomorrow

VERDICT_TONES = {Verdict.ACHIEVED: "kept", Verdict.PARTLY: "late", Verdict.REJECTED: "broken"}


@dataclass(frozen=True)
class Claim:
    """One declaration with its evidence and its verdict."""

    on: str
    by: str
    note: str
    evidence: list[Evidence]
    verdict: str
    tone: str
    decided: str
    working: str  # how the verifier's due day was counted, and where every day of it is shown
    working_link: str


@dataclass(frozen=True)
class CommitmentPage:
    """All that the page shows, ready to be written."""

    commitment: Any
    standing: str
    tone: str
    state: str
    claims: list[Claim]
    loose_evidence: list[Evidence]
    lines: Mapping[str, list[Line]]
    chain: list[Step]
    verify_time: str
    deeds: list[str] = field(default_factory=list)
    strong: str = ""  # the one deed that is most likely meant

    @property
    def due_changes(self) -> list[Line]:
        return self.lines["due"][:-1]


def commitment_page(actor: Actor, commitment: Any, on: date) -> CommitmentPage:
    """The page of a commitment found with `found`, as of a day."""
    lines, declarations = _around(commitment), _declarations(actor, commitment)
    deeds = _deeds(actor, commitment, lines)
    lines, declarations = (
        _known(lines, on),
        [each for each in declarations if each.declared_on <= on],
    )
    text, tone = standing(
        commitment.state, commitment.status, commitment.then_due_on, on, soon_days()
    )
    if commitment.recurrence:  # a series is not counted itself; each occurrence is
        text, tone = (
            _("lặp lại: {rhythm}").format(rhythm=commitment.get_recurrence_display()),
            "calm",
        )
    return CommitmentPage(
        commitment=commitment,
        standing=text,
        tone=tone,
        state="" if commitment.recurrence else commitment.state,
        claims=[_claim(each, on) for each in declarations],
        loose_evidence=[
            each for each in commitment.loose if each.declaration_id is None and each.given_on <= on
        ],
        lines=lines,
        chain=chain_of(commitment, lines, declarations, on),
        verify_time=verify_time(commitment, on),
        deeds=deeds,
        strong=next((each for each in STRONG if each in deeds), ""),
    )


def found(actor: Actor, on: date) -> QuerySet[Any]:
    """The commitments an actor may open, each with the names around it."""
    visible = with_state(policies.visible_commitments(actor), on)
    names = ["unit", "person", "verifier", "topic", "programme", "series", "parent"]
    return visible.select_related(*names)


# The small tables in one question ------------------------------------------------------------

COLUMNS = ["table", "row", "from_day", "to_day", "words_1", "words_2", "words_3", "amount"]
AMOUNT = DecimalField(max_digits=18, decimal_places=4)
NO_DAY = Cast(Value(None), DateField())  # PostgreSQL asks what kind of nothing it is
NO_WORDS = Value("", output_field=TextField())
NO_NUMBER = Cast(Value(None), AMOUNT)


def _as_lines(
    rows: QuerySet[Any],
    table: str,
    *,
    on: str = "",
    until: str = "",
    words: Sequence[str] = (),
    number: str = "",
) -> QuerySet[Any, Any]:
    """Rows of one table in the shape that all share, so that one question reads them all."""
    texts = [Cast(F(name), TextField()) for name in words] + [NO_WORDS] * (3 - len(words))
    shared: dict[str, Any] = {
        "table": Value(table, output_field=CharField()),
        "row": F("pk"),
        "from_day": F(on) if on else NO_DAY,
        "to_day": F(until) if until else NO_DAY,
        "words_1": texts[0],
        "words_2": texts[1],
        "words_3": texts[2],
        "amount": Cast(F(number), AMOUNT) if number else NO_NUMBER,
    }
    return rows.order_by().annotate(**shared).values_list(*COLUMNS)


@dataclass(frozen=True)
class _Shelf:
    """A small table around a commitment, and which of its columns are read."""

    name: str
    model: type[Model]
    on: str
    until: str = ""
    words: Sequence[str] = ()
    number: str = ""
    by: str = "commitment"


SHELVES = [
    _Shelf("source", Source, "", words=["label", "link"]),
    _Shelf("due", DueDate, "decided_on", "due_on", ["reason"]),
    _Shelf("milestone", Milestone, "due_on", "reached_on", ["title"]),
    _Shelf("progress", Progress, "reported_on", "", ["note", "by"], "figure"),
    _Shelf("extension", Extension, "asked_on", "decided_on", ["reason", "asked_by", "decided_by"]),
    _Shelf("excuse", Excuse, "from_on", "confirmed_on", ["reason", "claimed_by", "confirmed_by"]),
    _Shelf("late", Lateness, "from_on", "to_on", ["holder", "hands"], "days"),
    _Shelf("holding", Holding, "starts_on", "", ["unit__name", "person__full_name", "reason"]),
    _Shelf("reminder", Reminder, "sent_on", "", ["step", "to"]),
    _Shelf("waits", Dependency, "on__due_on", "", ["on__statement", "on__code", "on_id"]),
    _Shelf("child", Commitment, "due_on", "", ["statement", "code", "status"], by="parent"),
    _Shelf("occurrence", Commitment, "due_on", "", ["statement", "code", "status"], by="series"),
]


def _around(commitment: Commitment) -> Mapping[str, list[Line]]:
    """All small tables in one question."""
    tables = [
        _as_lines(
            shelf.model._default_manager.filter(**{shelf.by: commitment}),
            shelf.name,
            on=shelf.on,
            until=shelf.until,
            words=shelf.words,
            number=shelf.number,
        )
        for shelf in SHELVES
    ]
    tables.append(_as_lines(commitment.support.all(), "support", words=["name"]))
    gathered: dict[str, list[Line]] = defaultdict(list)
    for table, *values in tables[0].union(*tables[1:], all=True).order_by("from_day", "row"):
        gathered[table].append(Line(*values))
    return gathered


DATED = ["due", "progress", "extension", "excuse", "late", "holding", "reminder"]


def _known(lines: Mapping[str, list[Line]], on: date) -> Mapping[str, list[Line]]:
    """What was known by the day: a page of the past tells nothing that came later."""
    known = defaultdict(list, lines)
    for table in DATED:
        known[table] = [line for line in lines[table] if line.on is None or line.on <= on]
    return known


def _declarations(actor: Actor, commitment: Any) -> list[Declaration]:
    evidence = list(with_reuse(actor, commitment.evidence.select_related("file")))
    for each in evidence:
        each.reuse = reuse_of(each)
    commitment.loose = evidence
    waiting = commitment.declarations.select_related("verification", "verification__verifier")
    declared = list(waiting)
    for each in declared:
        each.given = [one for one in evidence if one.declaration_id == each.pk]
    return declared


def _claim(declaration: Any, on: date) -> Claim:
    verdict = getattr(declaration, "verification", None)
    if verdict is None or verdict.verified_on > on:
        waited = (on - declaration.declared_on).days
        word, tone, decided = _("chờ {n} ngày").format(n=waited), "late", ""
        if declaration.verify_due_on:
            decided = _("hạn xác nhận {day}").format(day=day_text(declaration.verify_due_on))
    else:
        word, tone = str(Verdict(verdict.verdict).label), VERDICT_TONES[Verdict(verdict.verdict)]
        told = [day_text(verdict.verified_on), verdict.by, verdict.reason]
        decided = " · ".join(filter(None, told))
    return Claim(
        day_text(declaration.declared_on),
        declaration.by,
        declaration.note,
        declaration.given,
        str(word),
        tone,
        decided,
        counted_how(declaration) if declaration.verify_due_on else "",
        verify_due_link(declaration.commitment_id, declaration.pk),
    )


# What may be done now ------------------------------------------------------------------------

STRONG = ["approval", "verification", "extension-decision", "proposal", "done"]
Ask = Callable[[Actor, Commitment], bool]


def _deeds(actor: Actor, commitment: Commitment, lines: Mapping[str, list[Line]]) -> list[str]:
    """The deeds open to this reader, asking only what the standing allows at all."""
    asked: list[tuple[Ask, list[str]]] = []
    match commitment.status:
        case Commitment.Status.DRAFT:
            asked = [
                (_may_change, ["draft", "waits"]),
                (policies.may_propose, ["proposal"]),
                (policies.may_withdraw, ["withdrawal"]),
            ]
        case Commitment.Status.PROPOSED:
            asked = [(_may_return, ["return"]), (policies.may_approve, ["approval"])]
        case Commitment.Status.IN_FORCE:
            reports = ["waits"] if commitment.recurrence else REPORTS
            reports = reports[1:] if waits_for_tomorrow(commitment) else reports
            asked = [(policies.may_report, reports), *ENDING]
        case Commitment.Status.DECLARED:
            asked = [(_may_verify, ["verification"]), (policies.may_report, ["evidence"]), *ENDING]
    if any(each.until is None for each in lines["extension"]):
        asked.append((policies.may_decide, ["extension-decision"]))
    if any(each.until is None for each in lines["excuse"]):
        asked.append((policies.may_confirm, ["excuse-decision"]))
    return [name for may, names in asked if may(actor, commitment) for name in names]


REPORTS = ["done", "progress", "evidence", "extension", "excuse", "milestones", "waits"]
ENDING: list[tuple[Ask, list[str]]] = [
    (policies.may_hand_over, ["reassignment"]),
    (policies.may_decide, ["withdrawal", "verifier"]),
    (policies.may_close, ["ending"]),
]


def _may_change(actor: Actor, commitment: Commitment) -> bool:
    return policies.may_draft(actor, commitment.unit, commitment.person)


def _may_return(actor: Actor, commitment: Commitment) -> bool:
    return policies.may_approve(actor, commitment) or policies.may_propose(actor, commitment)


def _may_verify(actor: Actor, commitment: Commitment) -> bool:
    return policies.verifiable(actor, Commitment.objects.filter(pk=commitment.pk)).exists()
