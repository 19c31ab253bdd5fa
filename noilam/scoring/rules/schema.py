"""The keys of a set's content: what may stand where. docs/criteria.md tells the same, tested.

A key that is not here is refused, so that a slip of the hand is never taken for silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from .criteria import Method, Mode, StepName, WhenNothing


class Kind(StrEnum):
    TEXT = "text"
    CODE = "code"  # letters, digits, . - _
    NUMBER = "number"  # at most two decimals
    WHOLE = "whole"
    FLAG = "flag"
    DAY = "day"
    CHOICE = "choice"
    SOURCE = "source"  # manual, mixed, auto:<measure>, mixed:<measure>
    MEASURE = "measure"  # the name of a measure
    TEXTS = "texts"
    CODES = "codes"
    KINDS = "kinds"  # of units
    THING = "thing"
    THINGS = "things"
    NOTHING = "nothing"  # only empty


@dataclass(frozen=True)
class Key:
    """`of`: the thing that a THING or each of THINGS is. `choices`: as written -> as stored.
    `least` and `most`: of a number; `most` also the letters of a text. `is_kept`: stored."""

    kind: Kind
    is_required: bool = False
    of: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    least: Decimal | None = None
    most: int = 500
    default: Any = None
    is_kept: bool = True


def _same(*words: str) -> dict[str, str]:
    return {word: word for word in words}


MOST_POINTS = 10_000


def text(most: int = 500, *, is_required: bool = False) -> Key:
    return Key(Kind.TEXT, is_required, most=most)


def whole(least: int, most: int, *, is_required: bool = False) -> Key:
    return Key(Kind.WHOLE, is_required, least=Decimal(least), most=most)


def choice(*words: str, is_required: bool = False, default: str | None = None) -> Key:
    return Key(Kind.CHOICE, is_required, choices=_same(*words), default=default)


def above_0(*, is_required: bool = False, default: int | None = None) -> Key:
    return Key(Kind.NUMBER, is_required, least=Decimal("0.01"), most=MOST_POINTS, default=default)


CODE = Key(Kind.CODE, is_required=True, most=20)
TITLE = text(is_required=True)
NOTE = text(1000)
KINDS = Key(Kind.KINDS)
MORE = Key(Kind.TEXTS, most=300)
POINTS = Key(Kind.NUMBER, is_required=True, least=Decimal(0), most=MOST_POINTS)
MAXIMUM = above_0(is_required=True)
EITHER_SIGN = Key(Kind.NUMBER, is_required=True, least=Decimal(-1_000_000_000), most=1_000_000_000)

# How other papers call the same steps.
STEPS = _same(*StepName) | {
    "review": str(StepName.APPRAISE),
    "verify": str(StepName.CROSS_CHECK),
}
# Who does each step is fixed by the roles: a paper may say so, and nothing else.
DONE_BY: Mapping[str, frozenset[str]] = {
    StepName.SELF_SCORE: frozenset({"unit"}),
    StepName.APPRAISE: frozenset({"member_in_charge", "monitoring_member"}),
    StepName.CROSS_CHECK: frozenset({"organising_board"}),
    StepName.REPLY: frozenset({"unit"}),
    StepName.APPROVE: frozenset({"standing_committee"}),
    StepName.NOTIFY: frozenset({"system"}),
    StepName.APPEAL: frozenset({"unit"}),
}

THINGS: Mapping[str, Mapping[str, Key]] = {
    "file": {
        "schema_version": Key(Kind.WHOLE, True, least=Decimal(1), most=1),
        "criteria_set": Key(Kind.THING, of="set"),
    },
    "set": {
        "code": Key(Kind.CODE, is_required=True, most=40),
        "title": text(300, is_required=True),
        "subject_kind": choice("organisation", default="organisation"),
        "applies_to_org_types": Key(Kind.KINDS, is_required=True),
        "period": choice("month", default="month"),
        "max_points": MAXIMUM,
        "status": Key(
            Kind.CHOICE,
            choices=_same("draft", "consultation", "adopted", "effective", "superseded"),
            is_kept=False,
        ),
        "valid_from": Key(Kind.DAY),
        "valid_to": Key(Kind.NOTHING),
        "legal_basis": Key(Kind.THINGS, of="basis"),
        "adoption": Key(Kind.THING, of="adoption"),
        "rounding": Key(Kind.THING, is_required=True, of="rounding"),
        "workflow": Key(Kind.THINGS, is_required=True, of="step"),
        "variance_rule": Key(Kind.THING, of="variance_rule", default={}),
        "sections": Key(Kind.THINGS, is_required=True, of="section"),
        "bonus": Key(Kind.THING, of="bonus"),
        "penalty": Key(Kind.THING, of="penalty"),
        "bands": Key(Kind.THINGS, is_required=True, of="band"),
        "gates": Key(Kind.THINGS, of="gate"),
        "quota": Key(Kind.THING, of="quota"),
        "year_rollup": Key(Kind.THING, of="year_rollup"),
        "forbidden_inputs": MORE,
    },
    "basis": {"ref": text(200, is_required=True), "date": Key(Kind.DAY), "role": text(40)},
    "adoption": {
        "proposed_by": text(200),
        "consulted": MORE,
        "consultation_min_days": whole(0, 365),
        "decided_by": text(200),
        "decision_doc_type": text(40),
        "guidance_doc_type": text(40),
    },
    "rounding": {
        "step": Key(Kind.NUMBER, is_required=True, least=Decimal("0.01"), most=1),
        "mode": choice(*Mode, default=Mode.HALF_UP),
        "at": choice("criterion", default="criterion"),
    },
    "step": {
        "step": Key(Kind.CHOICE, is_required=True, choices=STEPS),
        "by": Key(Kind.TEXT, most=40, is_kept=False),
        "due_day": whole(1, 28),
        "due_working_days": whole(1, 60),
        "note": NOTE,
    },
    "variance_rule": {
        "flag_if_abs_diff_gte": above_0(default=5),
        "require_reason": Key(Kind.FLAG, default=True),
        "reply_if_abs_diff_gte": above_0(default=1),
    },
    "section": {
        "code": CODE,
        "title": TITLE,
        "max": MAXIMUM,
        "criteria": Key(Kind.THINGS, is_required=True, of="criterion"),
    },
    "criterion": {
        "code": CODE,
        "title": TITLE,
        "max": MAXIMUM,
        "method": choice(*Method, is_required=True),
        "source": Key(Kind.SOURCE, is_required=True, most=100),
        "wanted": Key(Kind.MEASURE, most=80),
        "num": text(300),
        "den": text(300),
        "unit": text(200),
        "per": above_0(),
        "tiers": Key(Kind.THINGS, of="tier"),
        "items": Key(Kind.THINGS, of="item"),
        "anchors": Key(Kind.THINGS, of="anchor"),
        "min_sample": whole(1, 1_000_000),
        "no_data": choice(*WhenNothing, is_required=True),
        "applies_to_org_types": KINDS,
        "evidence": MORE,
        "note": NOTE,
    },
    "tier": {"from": EITHER_SIGN, "points": POINTS},
    "item": {"code": CODE, "title": TITLE, "points": MAXIMUM},
    "anchor": {"points": POINTS, "text": TITLE},
    "bonus": {
        "max_total": MAXIMUM,
        "items": Key(Kind.THINGS, is_required=True, of="bonus_item"),
    },
    "bonus_item": {
        "code": CODE,
        "title": TITLE,
        "points": MAXIMUM,
        "max_times": whole(1, 100),
        "per": text(60),
    },
    "penalty": {
        "max_total": MAXIMUM,
        "items": Key(Kind.THINGS, is_required=True, of="penalty_item"),
    },
    "penalty_item": {
        "code": CODE,
        "title": TITLE,
        "points": MAXIMUM,
        "max_times": whole(1, 100),
        "per": text(60),
        "also": Key(Kind.CODES, most=40),
    },
    "band": {
        "code": CODE,
        "title": text(120, is_required=True),
        "from": POINTS,
        "all_of": Key(Kind.CODES, most=60),
    },
    "gate": {
        "code": Key(Kind.CODE, is_required=True, most=60),
        "title": text(200),
        "metric": Key(Kind.MEASURE, most=80),
        "codes": Key(Kind.CODES, most=20),
        "op": choice("==", ">=", "<=", ">", "<", is_required=True),
        "value": EITHER_SIGN,
        "wanted": Key(Kind.MEASURE, most=80),
    },
    "quota": {
        "band": CODE,
        "max_pct": Key(Kind.NUMBER, is_required=True, least=Decimal(0), most=100),
        "denominator": choice("rated_good", "rated_good_or_better", "all_rated"),
        "scope": choice("org", "same_level_group", "peer_group"),
        "rounding": choice("floor", "half_up", "ceil"),
        "exceptional_max_pct": Key(Kind.NUMBER, least=Decimal(0), most=100),
        "on_breach": choice("warn_and_require_reason"),
    },
    "year_rollup": {
        "method": choice("mean_of_months", "weighted", "last_n", is_required=True),
        "min_months": whole(1, 12),
        "also_consider": MORE,
        "note": NOTE,
    },
}

# What a new criterion and its only level are called until somebody writes them: words of a draft,
# so never translated.
BLANKS = ("Tiêu chí chưa soạn", "Chưa mô tả mức này")
