"""One commitment: what was said, what was done, late in whose hands, and what may be done now."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text

from ... import policies
from ...keys import verify_due_link
from ...models import Commitment, Evidence, Excuse, Verdict
from ..standing import with_state
from .around import Lines, lines_around
from .as_known import as_known, deeds_of
from .chain import Step, cause_text, chain_of, deeds_in_trail
from .due_page import counted_how
from .late import LateRow, late_rows, ledger_of
from .linked import Links, links_of
from .looks import soon_days, standing, waits_for_tomorrow
from .said import Said, said_of

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
class Cause:
    """An objective cause or a suspension, and what became of it."""

    kind: str
    told: str
    by: str
    answer: str
    tone: str
    decided: str


@dataclass(frozen=True)
class CommitmentPage:
    """All that the page shows, ready to be written. `commitment` is as known on the day."""

    commitment: Any
    standing: str
    tone: str
    state: str
    is_at_risk: bool
    said: Said
    claims: list[Claim]
    loose_evidence: list[Evidence]
    late: list[LateRow]
    late_days: int
    causes: list[Cause]
    milestones: list[Any]
    links: Links
    chain: list[Step]
    deeds: list[str] = field(default_factory=list)
    strong: str = ""  # the one deed that is most likely meant


def commitment_page(actor: Actor, asked: Any, on: date) -> CommitmentPage:
    """The page of a commitment found with `found`, as of a day: it tells nothing that came later,
    and offers no deed on another day than today."""
    commitment, lines, done = (
        as_known(asked, on),
        lines_around(asked, on, actor),
        deeds_of(actor, asked, on),
    )
    deeds = _deeds(actor, asked, lines) if on == clock.today() else []
    ledger = ledger_of(commitment, lines, done.declared, on)
    text, tone = _standing(commitment, on)
    return CommitmentPage(
        commitment=commitment,
        standing=text,
        tone=tone,
        state="" if commitment.recurrence else commitment.state,
        is_at_risk=_is_at_risk(commitment, lines),
        said=said_of(commitment, lines, done.evidence, on),
        claims=[claim_of(each, on) for each in done.declared],
        loose_evidence=done.loose,
        late=late_rows(ledger),
        late_days=ledger.days,
        causes=[_cause(line) for line in lines["excuse"]],
        milestones=lines["milestone"],
        links=links_of(commitment, lines, on, soon_days()),
        chain=chain_of(commitment, lines, done.declared, deeds_in_trail(asked.pk, on), on),
        deeds=deeds,
        strong=next((each for each in STRONG if each in deeds), ""),
    )


def found(actor: Actor, on: date) -> QuerySet[Any]:
    """The commitments an actor may open, each with the names around it."""
    visible = with_state(policies.visible_commitments(actor), on)
    return visible.select_related("unit", "person", "verifier", "topic")


def _standing(commitment: Any, on: date) -> tuple[str, str]:
    if commitment.recurrence:  # a series is not counted itself; each occurrence is
        rhythm = commitment.get_recurrence_display()
        return _("lặp lại: {rhythm}").format(rhythm=rhythm), "calm"
    due_on = commitment.then_due_on
    return standing(commitment.state, commitment.status, due_on, on, soon_days())


def _is_at_risk(commitment: Any, lines: Lines) -> bool:
    """Whether the newest report sees trouble coming, and it is not done yet."""
    reports = lines["progress"]
    return commitment.state in ("running", "late") and bool(reports) and reports[-1].is_at_risk


def claim_of(declaration: Any, on: date) -> Claim:
    verdict = declaration.verdict
    if verdict is None:
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


def _cause(line: Any) -> Cause:
    answer, tone, decided = _("chờ xem xét"), "late", ""
    if line.confirmed_on:
        answer = _("công nhận") if line.is_confirmed else _("không công nhận")
        tone = "kept" if line.is_confirmed else "broken"
        told = [day_text(line.confirmed_on), line.confirmed_by, line.decision_reason]
        decided = " · ".join(filter(None, told))
    kind = str(Excuse.Kind(line.kind).label)
    by = f"{line.claimed_by}, {day_text(line.claimed_on)}"
    return Cause(kind, cause_text(line), by, answer, tone, decided)


# What may be done now ------------------------------------------------------------------------

STRONG = ["approval", "verification", "extension-decision", "proposal", "done"]
Ask = Callable[[Actor, Commitment], bool]


def _deeds(actor: Actor, commitment: Commitment, lines: Lines) -> list[str]:
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
            asked = [
                (policies.may_approve, ["return", "approval"]),
                (policies.may_propose, ["return"]),
            ]
        case Commitment.Status.IN_FORCE:
            reports = ["waits"] if commitment.recurrence else REPORTS
            reports = reports[1:] if waits_for_tomorrow(commitment) else reports
            asked = [(policies.may_report, reports), *ENDING]
        case Commitment.Status.DECLARED:
            asked = [(_may_verify, ["verification"]), (policies.may_report, ["evidence"]), *ENDING]
    if any(each.decided_on is None for each in lines["extension"]):
        asked.append((policies.may_decide, ["extension-decision"]))
    if any(each.confirmed_on is None for each in lines["excuse"]):
        asked.append((policies.may_confirm, ["excuse-decision"]))
    open_now = (name for may, names in asked if may(actor, commitment) for name in names)
    return list(dict.fromkeys(open_now))


REPORTS = ["done", "progress", "evidence", "extension", "excuse", "milestones", "waits"]
ENDING: list[tuple[Ask, list[str]]] = [
    (policies.may_hand_over, ["reassignment"]),
    (policies.may_decide, ["withdrawal", "verifier"]),
    (policies.may_close, ["ending"]),
]


def _may_change(actor: Actor, commitment: Commitment) -> bool:
    return policies.may_draft(actor, commitment.unit, commitment.person)


def _may_verify(actor: Actor, commitment: Commitment) -> bool:
    return policies.verifiable(actor, Commitment.objects.filter(pk=commitment.pk)).exists()
