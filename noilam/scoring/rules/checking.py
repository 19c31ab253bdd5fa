"""What must hold between the parts of a set: sums, bounds, order. All problems at once.

The content has been shaped; what could not be read is absent here and passed over: it has been
named already.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from noilam.foundation.errors import Problem
from noilam.foundation.text import number_text, say

from .criteria import StepName
from .installing import PENALTY_COUNT
from .methods import problems_with_method
from .numbers import hundredths, points_text
from .places import WHOLE, Place, wrong
from .schema import BLANKS, DONE_BY, STEPS

MOST_BANDS = 5  # as many levels as closed months count
MOST_GATES = 20
MOST_CRITERIA = 200

Content = Mapping[str, Any]


def problems_with_blanks(content: Content) -> list[Problem]:
    """What a draft may leave for later, and a set that holds may not."""
    return list(_with_blanks(content["sections"]))


def _with_blanks(sections: Sequence[Content]) -> Iterator[Problem]:
    for section, criterion in _criteria(sections):
        texts = [level.get("text") for level in criterion.get("anchors", [])]
        if {criterion.get("title"), *texts} & set(BLANKS):
            place = _section_place(section).within("criterion", criterion.get("code", "?"))
            message = say("còn để trống. Viết tên và cách chấm, hoặc bỏ tiêu chí này.")
            yield wrong(place, "title", "blank", message)


def problems_in(content: Content) -> list[Problem]:
    sections = content.get("sections", [])
    return [
        *_with_sums(content, sections),
        *_with_criteria(content, sections),
        *_with_codes(content, sections),
        *_with_extras(content),
        *_with_bands(content),
        *_with_gates(content),
        *_with_kinds(content, sections),
        *_with_quota(content),
    ]


# Sums ---------------------------------------------------------------------------------------


def _with_sums(content: Content, sections: Sequence[Content]) -> Iterator[Problem]:
    for section in sections:
        place = _section_place(section)
        yield from _with_sum(
            place,
            section.get("criteria", []),
            section.get("max"),
            say("điểm các tiêu chí cộng lại là {sum}, phải bằng điểm tối đa của nhóm là {most}."),
        )
    yield from _with_sum(
        WHOLE,
        sections,
        content.get("max_points"),
        say("Điểm tối đa các nhóm cộng lại là {sum}, phải bằng tổng điểm của bộ là {most}."),
        "max_points",
    )


def _with_sum(
    place: Place, parts: Sequence[Content], most: Any, message: str, key: str = "max"
) -> Iterator[Problem]:
    if most is None or any("max" not in each for each in parts) or not parts:
        return
    total = sum(hundredths(each["max"]) for each in parts)
    if total != hundredths(most):
        yield wrong(place, key, "sum", message, sum=points_text(total), most=number_text(most))


def _with_criteria(content: Content, sections: Sequence[Content]) -> Iterator[Problem]:
    step = content.get("rounding", {}).get("step", 0.01)
    if 100 % hundredths(step):
        place = WHOLE.within("rounding", "rounding")
        message = say("bước {step} không chia hết 1 điểm. Dùng 0,01; 0,05; 0,1; 0,25; 0,5 hoặc 1.")
        yield wrong(place, "step", "step", message, step=number_text(step))
        step = 0.01
    for section, criterion in _criteria(sections):
        place = _section_place(section).within("criterion", criterion.get("code", "?"))
        yield from problems_with_method(criterion, place, hundredths(step))
    if sum(1 for _each in _criteria(sections)) > MOST_CRITERIA:
        message = say("Bộ có quá {most} tiêu chí. Gộp bớt.")
        yield wrong(WHOLE, "sections", "too-many", message, most=MOST_CRITERIA)


# Codes --------------------------------------------------------------------------------------


def _with_codes(content: Content, sections: Sequence[Content]) -> Iterator[Problem]:
    """Sections, criteria, items, bonuses and penalties share one list of codes."""
    told: list[str] = []
    for section in sections:
        told += _codes([section])
        for criterion in section.get("criteria", []):
            told += _codes([criterion]) + _codes(criterion.get("items", []))
    for side in ("bonus", "penalty"):
        told += _codes(content.get(side, {}).get("items", []))
    for code in _twice(told):
        message = say("Mã {code} dùng cho hai thứ. Mỗi nhóm, tiêu chí, mục, điểm một mã riêng.")
        yield wrong(WHOLE, code, "same-code", message, code=code)
    for key in ("bands", "gates"):
        for code in _twice(_codes(content.get(key, []))):
            message = say("“{key}”: mã {code} ghi hai lần. Mỗi dòng một mã riêng.")
            yield wrong(WHOLE, f"{key}/{code}", "same-code", message, key=key, code=code)


def _codes(things: Iterable[Content]) -> list[str]:
    return [each["code"] for each in things if "code" in each]


def _twice(codes: Iterable[str]) -> list[str]:
    """Those met before, whatever their case."""
    met: set[str] = set()
    again: list[str] = []
    for code in codes:
        if code.casefold() in met:
            again.append(code)
        met.add(code.casefold())
    return list(dict.fromkeys(again))


# Bonus and penalty --------------------------------------------------------------------------


def _with_extras(content: Content) -> Iterator[Problem]:
    for side in ("bonus", "penalty"):
        most = content.get(side, {}).get("max_total")
        for each in content.get(side, {}).get("items", []):
            if most is None or "points" not in each or each["points"] <= most:
                continue
            place = WHOLE.within(f"{side}_item", each.get("code", "?"))
            message = say("{points} điểm, nhiều hơn mức trần {most}. Nâng trần hoặc hạ điểm.")
            yield wrong(
                place,
                "points",
                "above-cap",
                message,
                points=number_text(each["points"]),
                most=number_text(most),
            )


# Bands and gates ----------------------------------------------------------------------------


def _with_bands(content: Content) -> Iterator[Problem]:
    bands = content.get("bands", [])
    if len(bands) > MOST_BANDS:
        message = say("Có {count} mức xếp loại; nhiều nhất {most}. Bớt lại.")
        yield wrong(WHOLE, "bands", "too-many", message, count=len(bands), most=MOST_BANDS)
    for upper, lower in zip(bands, bands[1:], strict=False):
        if "from" in upper and "from" in lower and lower["from"] >= upper["from"]:
            place = WHOLE.within("band", lower.get("code", "?"))
            message = say(
                "từ {points} điểm, không thấp hơn mức đứng trước. Xếp từ cao xuống thấp,"
                " không trùng điểm."
            )
            yield wrong(place, "from", "order", message, points=number_text(lower["from"]))
    yield from _with_highest(content, bands)
    yield from _with_lowest(bands)


def _with_highest(content: Content, bands: Sequence[Content]) -> Iterator[Problem]:
    most = content.get("max_points")
    for band in bands:
        if most is not None and "from" in band and band["from"] > most:
            place = WHOLE.within("band", band.get("code", "?"))
            message = say("từ {points} điểm, cao hơn tổng điểm của bộ là {most}. Không ai đạt.")
            yield wrong(
                place,
                "from",
                "above-all",
                message,
                points=number_text(band["from"]),
                most=number_text(most),
            )


def _with_lowest(bands: Sequence[Content]) -> Iterator[Problem]:
    """Every total has a band."""
    if not bands or "from" not in bands[-1]:
        return
    place = WHOLE.within("band", bands[-1].get("code", "?"))
    if bands[-1]["from"] != 0:
        message = say("mức thấp nhất phải từ 0 điểm, để điểm nào cũng có xếp loại.")
        yield wrong(place, "from", "not-from-0", message)
    if bands[-1].get("all_of"):
        message = say("mức thấp nhất không kèm điều kiện, để đơn vị nào cũng có xếp loại.")
        yield wrong(place, "all_of", "gated", message)


def _with_gates(content: Content) -> Iterator[Problem]:
    gates = content.get("gates", [])
    if len(gates) > MOST_GATES:
        message = say("Có {count} điều kiện; nhiều nhất {most}. Bớt lại.")
        yield wrong(WHOLE, "gates", "too-many", message, count=len(gates), most=MOST_GATES)
    known = set(_codes(gates))
    for band in content.get("bands", []):
        place = WHOLE.within("band", band.get("code", "?"))
        for code in band.get("all_of", []):
            if code not in known:
                message = say("không có điều kiện “{gate}”. Ghi thêm vào gates, hoặc bỏ ở đây.")
                yield wrong(place, "all_of", "unknown-gate", message, gate=code)
    penalties = set(_codes(content.get("penalty", {}).get("items", [])))
    for gate in gates:
        yield from _with_gate(gate, penalties)


def _with_gate(gate: Content, penalties: set[str]) -> Iterator[Problem]:
    place = WHOLE.within("gate", gate.get("code", "?"))
    if ("metric" in gate) == ("wanted" in gate):
        yield wrong(place, "metric", "missing", say("thiếu “{key}”. Ghi thêm."), key="metric")
    counts = gate.get("metric") == PENALTY_COUNT
    if counts and not gate.get("codes"):
        message = say("đếm điểm trừ thì phải ghi mã các điểm trừ ở “codes”.")
        yield wrong(place, "codes", "no-codes", message)
    if not counts and gate.get("codes"):
        message = say("“codes” chỉ dùng với penalty.count. Bỏ đi.")
        yield wrong(place, "codes", "idle-codes", message)
    for code in gate.get("codes", []):
        if counts and code not in penalties:
            message = say("không có điểm trừ {code}. Sửa mã.")
            yield wrong(place, "codes", "unknown-penalty", message, code=code)


# Kinds of unit ------------------------------------------------------------------------------


def _with_kinds(content: Content, sections: Sequence[Content]) -> Iterator[Problem]:
    kinds = content.get("applies_to_org_types")
    if not kinds:
        return
    covered: set[str] = set()
    for section, criterion in _criteria(sections):
        own = criterion.get("applies_to_org_types", kinds)
        covered.update(own)
        if others := [each for each in own if each not in kinds]:
            place = _section_place(section).within("criterion", criterion.get("code", "?"))
            message = say("loại đơn vị {kinds} không thuộc bộ này. Thêm vào bộ, hoặc bỏ ở đây.")
            key = "applies_to_org_types"
            yield wrong(place, key, "kind-outside", message, kinds=", ".join(others))
    for kind in kinds:
        if covered and kind not in covered:
            message = say("Loại đơn vị {kind} không có tiêu chí nào để chấm.")
            yield wrong(WHOLE, "applies_to_org_types", "kind-empty", message, kind=kind)


def _with_quota(content: Content) -> Iterator[Problem]:
    """Kept for the yearly review; here only that it names a band of this set."""
    band = content.get("quota", {}).get("band")
    if band is not None and band not in _codes(content.get("bands", [])):
        message = say("không có mức xếp loại {band}. Sửa mã.")
        place = WHOLE.within("quota", "quota")
        yield wrong(place, "band", "unknown-band", message, band=band)


# Steps --------------------------------------------------------------------------------------


def problems_with_steps(written: Sequence[Content], shaped: Sequence[Content]) -> list[Problem]:
    """`written`: as typed, who does each step included."""
    names = [each["step"] for each in shaped if "step" in each]
    problems = [*_with_each(shaped), *_with_order(names), *_with_days(shaped)]
    return problems + [problem for each in written for problem in _with_hands(each)]


def _with_order(names: Sequence[str]) -> Iterator[Problem]:
    if missing := [name for name in StepName if name not in names]:
        message = say("“workflow” thiếu bước: {steps}. Ghi đủ bảy bước.")
        yield wrong(WHOLE, "workflow", "step-missing", message, steps=", ".join(missing))
    elif list(names) != list(StepName):
        message = say("“workflow” phải theo thứ tự, mỗi bước một lần: {steps}.")
        yield wrong(WHOLE, "workflow", "step-order", message, steps=", ".join(StepName))


def _with_each(steps: Sequence[Content]) -> Iterator[Problem]:
    for step in steps:
        place = WHOLE.within("step", step.get("step", "?"))
        if ("due_day" in step) == ("due_working_days" in step):
            message = say("ghi một trong hai: due_day hoặc due_working_days.")
            yield wrong(place, "due_day", "due", message)
        elif step.get("step") == StepName.SELF_SCORE and "due_day" not in step:
            message = say("bước đầu tiên ghi ngày của tháng sau ở due_day.")
            yield wrong(place, "due_day", "due", message)


def _with_days(steps: Sequence[Content]) -> Iterator[Problem]:
    dated = [each for each in steps if "due_day" in each]
    for earlier, later in zip(dated, dated[1:], strict=False):
        if later["due_day"] <= earlier["due_day"]:
            place = WHOLE.within("step", later.get("step", "?"))
            message = say("hạn ngày {day} không sau hạn của bước trước là ngày {before}.")
            values = {"day": later["due_day"], "before": earlier["due_day"]}
            yield wrong(place, "due_day", "days-order", message, **values)


def _with_hands(step: Content) -> Iterator[Problem]:
    name, by = STEPS.get(str(step.get("step"))), step.get("by")
    if name and by is not None and by not in DONE_BY[name]:
        place = WHOLE.within("step", name)
        message = say("bước này do {right} làm, không đổi được; đang ghi {by}. Sửa hoặc bỏ mục by.")
        right = ", ".join(sorted(DONE_BY[name]))
        yield wrong(place, "by", "hands", message, right=right, by=str(by)[:40])


# Reading ------------------------------------------------------------------------------------


def _criteria(sections: Sequence[Content]) -> Iterator[tuple[Content, Content]]:
    for section in sections:
        for criterion in section.get("criteria", []):
            yield section, criterion


def _section_place(section: Content) -> Place:
    return WHOLE.within("section", section.get("code", "?"))
