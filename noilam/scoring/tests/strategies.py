"""Any valid set of criteria and any answers to it, small: for property tests here and elsewhere.

`contents()` draws what is stored of a set; `marked()` a set with answers, times and facts.
"""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from noilam.scoring.rules.criteria import CriteriaSet, Criterion, Method, WhenNothing
from noilam.scoring.rules.gains import Marked
from noilam.scoring.rules.reading import criteria_of
from noilam.scoring.rules.score import Answer

KINDS = ("grassroots_committee_org", "party_cell")
STEPS = (0.25, 0.5, 1, 0.05, 0.01)  # of rounding; all points are multiples of it
MODES = ("half_up", "down", "up")
TIMES = (1, 2, 3, 4, 7, 10, 40)
GATE_MEASURES = ("commitments.overdue_over:30", "commitments.on_time")
OPS = ("==", ">=", "<=", ">", "<")
WORKFLOW = ("self_score", "appraise", "cross_check", "reply", "approve", "notify", "appeal")


def points(step: float, most: float = 1_000) -> st.SearchStrategy[float]:
    """Points above 0 that a set with this rounding may give."""
    multiples = [round(each * step, 2) for each in TIMES]
    return st.sampled_from([each for each in multiples if each <= most])


@st.composite
def _criterion(draw: Any, code: str, step: float, is_for_all: bool) -> dict[str, Any]:
    method = draw(st.sampled_from(list(Method)))
    full = draw(points(step))
    found = {
        "code": code,
        "title": f"Tiêu chí {code}",
        "max": full,
        "method": method.value,
        "source": "manual",
        "no_data": draw(st.sampled_from(list(WhenNothing))).value,
    }
    found |= draw(_shape(method, code, full, step))
    if method in (Method.RATIO, Method.TIERS) and draw(st.booleans()):
        found["min_sample"] = draw(st.integers(1, 6))
    if not is_for_all and draw(st.integers(0, 3)) == 0:
        found["applies_to_org_types"] = [KINDS[0]]
    return found


@st.composite
def _shape(draw: Any, method: Method, code: str, full: float, step: float) -> dict[str, Any]:
    """What a method needs besides its maximum."""
    part = draw(points(step, full))
    parts = sorted({full, part, 0}, reverse=True)
    if method is Method.RATIO:
        return {"num": "Số đạt", "den": "Tổng số"}
    if method is Method.TIERS:
        froms = sorted(draw(st.sets(st.integers(1, 100), min_size=2, max_size=2)), reverse=True)
        pairs = zip([*froms, 0][-len(parts) :], parts, strict=True)
        return {"unit": "percent", "tiers": [{"from": at, "points": p} for at, p in pairs]}
    if method is Method.CHECKLIST:
        return {
            "items": [
                {"code": f"{code}.{number}", "title": f"Mục {number}", "points": worth}
                for number, worth in enumerate([round(full - part, 2), part], 1)
                if worth
            ]
        }
    if method is Method.DEDUCT:
        return {"per": part, "unit": "lần"}
    return {"anchors": [{"points": worth, "text": f"Mức {worth}"} for worth in parts]}


@st.composite
def _extras(draw: Any, letter: str, step: float) -> dict[str, Any]:
    worths = draw(st.lists(points(step), min_size=1, max_size=2))
    most = draw(st.lists(st.integers(0, 2), min_size=2, max_size=2))
    return {
        "max_total": round(max(worths) + draw(st.integers(0, 3)) * step, 2),
        "items": [
            {"code": f"{letter}{number}", "title": "Thêm bớt", "points": worth}
            | ({"max_times": times} if times else {})
            for number, (worth, times) in enumerate(zip(worths, most, strict=False), 1)
        ],
    }


@st.composite
def contents(draw: Any) -> dict[str, Any]:
    """The content of a set that may be issued."""
    step = draw(st.sampled_from(STEPS))
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=2))
    sections = []
    for letter, size in zip("AB", sizes, strict=False):
        listed = [
            draw(_criterion(f"{letter}{number}", step, letter == "A" and number == 1))
            for number in range(1, size + 1)
        ]
        whole = round(sum(each["max"] for each in listed), 2)
        sections.append(
            {"code": letter, "title": f"Nhóm {letter}", "max": whole, "criteria": listed}
        )
    whole = round(sum(each["max"] for each in sections), 2)
    return {
        "schema_version": 1,
        "code": "TC-NGAU-NHIEN",
        "title": "Bộ tiêu chí bất kỳ",
        "subject_kind": "organisation",
        "applies_to_org_types": list(KINDS),
        "period": "month",
        "max_points": whole,
        "rounding": {"step": step, "mode": draw(st.sampled_from(MODES)), "at": "criterion"},
        "workflow": [{"step": name, "due_day": 3 + at} for at, name in enumerate(WORKFLOW)],
        "variance_rule": {
            "flag_if_abs_diff_gte": 5,
            "require_reason": True,
            "reply_if_abs_diff_gte": 1,
        },
        "sections": sections,
        "bonus": draw(_extras("P", step)),
        "penalty": draw(_extras("M", step)),
        **draw(_bands(whole)),
    }


@st.composite
def _bands(draw: Any, whole: float) -> dict[str, Any]:
    gates = [
        {
            "code": "fact",
            "metric": draw(st.sampled_from(GATE_MEASURES)),
            "op": draw(st.sampled_from(OPS)),
            "value": draw(st.integers(0, 3)),
            "title": "Điều kiện theo chỉ số",
        },
        {
            "code": "penalty",
            "metric": "penalty.count",
            "codes": ["M1"],
            "op": "==",
            "value": 0,
            "title": "Không bị trừ điểm",
        },
    ]
    chosen = st.lists(st.sampled_from(["fact", "penalty"]), unique=True, max_size=2)
    high = round(whole * draw(st.sampled_from([0.7, 0.9, 1.0])), 2)
    half = round(whole / 2, 2)
    bands = [
        {"code": "T", "title": "Tốt", "from": high, "all_of": draw(chosen)},
        {"code": "HT", "title": "Hoàn thành", "from": half},
        {"code": "KHT", "title": "Không hoàn thành", "from": 0},
    ]
    if not high > half > 0:  # too small a whole for three
        del bands[1]
    return {"gates": gates, "bands": bands}


def answers_to(criterion: Criterion) -> st.SearchStrategy[Answer]:
    """Any answer in the method's own terms, or none."""
    small = st.integers(0, 12)
    heard = {
        Method.RATIO: st.builds(Answer, numerator=small, denominator=small),
        Method.TIERS: st.builds(
            Answer,
            value=st.integers(0, 10_000).map(lambda whole: Decimal(whole) / 100),
            denominator=small,
        ),
        Method.CHECKLIST: st.builds(
            Answer,
            items=st.lists(
                st.sampled_from([each.code for each in criterion.items] or ["-"]), unique=True
            ).map(tuple),
        ),
        Method.DEDUCT: st.builds(Answer, times=small),
        Method.ANCHORED: st.builds(
            Answer, level=st.sampled_from([each.points for each in criterion.anchors] or [0])
        ),
    }[criterion.method]
    return st.one_of(heard, heard, heard, st.just(Answer(no_data=True)))


@st.composite
def marked(draw: Any) -> Marked:
    criteria = criteria_of(draw(contents()))
    return draw(marks_of(criteria))


@st.composite
def marks_of(draw: Any, criteria: CriteriaSet) -> Marked:
    kind = draw(st.sampled_from(KINDS))
    answers = {
        each.code: draw(answers_to(each)) for each in criteria.criteria() if each.applies_to(kind)
    }
    times = {each.code: draw(st.integers(0, 3)) for each in criteria.extras()}
    facts = draw(
        st.dictionaries(st.sampled_from(GATE_MEASURES), st.integers(0, 4).map(Decimal), max_size=2)
    )
    return Marked(criteria, kind, answers, {k: v for k, v in times.items() if v}, facts)
