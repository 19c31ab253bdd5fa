"""For the world of tests: a unit's sheets, one at each step, the oldest month the furthest."""

from typing import Any

from noilam.foundation import clock
from noilam.foundation.access import shell, worker
from noilam.foundation.periods import Month
from noilam.organisation.models import Unit
from noilam.scoring import actions
from noilam.scoring.jobs import finish_close
from noilam.scoring.models import SecondLook, Sheet
from noilam.scoring.queries.packs import pack_of
from noilam.scoring.rules.filling import Change
from noilam.scoring.rules.months import key
from noilam.scoring.rules.score import Answer
from noilam.scoring.rules.voting import Decision
from noilam.scoring.tests.given import ANSWERS, EVIDENCE, NOTES, VOTES, an_issued_set

FIRST = Month(2026, 5)
KINDS = ["subordinate_cell", "grassroots_committee_org"]
SMALLER = Change(answer=Answer(level=200), reason="Biên bản ghi chung chung")


def sheets_of(above: Unit, here: Unit) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What fills the addresses of scoring: everywhere, and at one address only."""
    with clock.frozen(FIRST.previous.last_day):
        an_issued_set(above, FIRST, code="TC-X", applies_to_org_types=KINDS)
    at = {step: _at_step(here, month, step) for month, step in enumerate(STEPS, start=FIRST.number)}
    fixed, checked = at["fixed"], at["cross_check"]
    look = SecondLook.objects.create(sheet=checked, kind="all_full", raised_at=clock.now())
    shown = {"sheet_id": fixed.pk, "evidence_id": fixed.evidence.first().pk}
    ids = {
        "sheet_id": at["self_score"].pk,
        "look_id": look.pk,
        "pack_id": fixed.pack_items.get().pack_id,
        "appeal_id": fixed.appeals.get().pk,
    }
    special = {
        "scoring:taking_back": shown,
        "scoring:judge name=appraisal": {"sheet_id": at["appraise"].pk},
        "scoring:judge name=cross-check": {"sheet_id": checked.pk},
        "scoring:judge name=correction": {"sheet_id": fixed.pk},
        "scoring:deed name=reply": {"sheet_id": at["reply"].pk},
        "scoring:deed name=return": {"sheet_id": checked.pk},
        "scoring:deed name=appeal": {"sheet_id": fixed.pk},
        "scoring:pack": {"unit_id": above.pk, "month": at["approve"].month},
    }
    return ids, special


def a_closed_month() -> str:
    """The month of the fixed sheet, closed and told of."""
    close = actions.close_month(actor=shell(), month=FIRST)
    finish_close(actor=worker(), close_id=close.pk)
    return str(FIRST)


STEPS = ("fixed", "approve", "reply", "cross_check", "appraise", "self_score")


def _at_step(unit: Unit, number: int, step: str) -> Sheet:
    """A sheet of a month of 2026 that now waits at a step; the fixed one was appealed against."""
    month = Month(2026, number)
    with clock.frozen(month.first_day):
        actions.open_month(actor=shell(), month=month)
    sheet = Sheet.objects.get(unit=unit, month=key(month))
    for name, day in (("self_score", 2), ("appraise", 4), ("cross_check", 8), ("approve", 14)):
        if step == name or (step == "reply" and name == "approve"):
            break
        with clock.frozen(month.next.first_day.replace(day=day)):
            _DEEDS[name](sheet, step)
    sheet.refresh_from_db()
    return sheet


def _fill(sheet: Sheet, _step: str) -> None:
    for code, text in EVIDENCE.items():
        actions.give_evidence(actor=shell(), sheet=sheet, code=code, text=text)
    actions.submit_self_score(actor=shell(), sheet=sheet, answers=ANSWERS, times={}, notes=NOTES)


def _appraise(sheet: Sheet, _step: str) -> None:
    actions.appraise(actor=shell(), sheet=sheet, changes={})


def _cross_check(sheet: Sheet, step: str) -> None:
    changes = {"B2": SMALLER} if step == "reply" else {}
    actions.cross_check(actor=shell(), sheet=sheet, changes=changes)


def _settle(sheet: Sheet, _step: str) -> None:
    unit, month = sheet.criteria_set.unit, Month(sheet.month // 100, sheet.month % 100)
    page = pack_of(shell(), unit, month)
    actions.settle_pack(
        actor=shell(),
        unit=unit,
        month=month,
        list_hash=page.list_hash,
        votes=VOTES,
        minutes="Biên bản số 21",
        decisions={each.sheet.pk: Decision() for each in page.exceptions},
    )
    with clock.frozen(clock.today().replace(day=15)):
        actions.file_appeal(actor=shell(), sheet=sheet, text="Đề nghị xem lại A3")


_DEEDS = {
    "self_score": _fill,
    "appraise": _appraise,
    "cross_check": _cross_check,
    "approve": _settle,
}
