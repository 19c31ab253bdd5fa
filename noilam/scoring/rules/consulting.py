"""A content as people read it: the parts of a draft that they are asked about.

These are the words of the draft itself, so never translated.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from noilam.consultation.rules import PartText
from noilam.foundation.text import number_text

Content = Mapping[str, Any]
Names = Mapping[str, str]  # of kinds of unit and of measures, by what stands in the content

METHODS = {
    "ratio": "Tỷ lệ: điểm tối đa nhân với số đạt chia tổng số.",
    "tiers": "Theo mức: lấy mức cao nhất đạt được.",
    "checklist": "Cộng từng mục: cộng điểm các mục đạt.",
    "deduct": "Trừ dần: điểm tối đa trừ điểm mỗi lần.",
    "anchored": "Chấm theo mức mô tả, nêu căn cứ.",
}
SOURCES = {
    "auto": "Hệ thống tự tính theo chỉ số {measure}.",
    "manual": "Đơn vị tự chấm, có thẩm định.",
    "mixed": "Đơn vị tự chấm, có số liệu hệ thống bên cạnh.",
}
NO_DATA = {
    "full": "Kỳ không phát sinh: được điểm tối đa.",
    "zero": "Kỳ không phát sinh hoặc không có số liệu: 0 điểm.",
    "exclude": "Kỳ không phát sinh: bỏ tiêu chí này và quy đổi lại thang điểm.",
}
STEPS = {
    "self_score": "Đơn vị tự chấm",
    "appraise": "Thẩm định",
    "cross_check": "Thẩm tra",
    "reply": "Đơn vị giải trình",
    "approve": "Phê duyệt",
    "notify": "Thông báo",
    "appeal": "Khiếu nại",
}
UNITS = {"percent": "%"}
OPS = {"==": "=", ">=": "≥", "<=": "≤"}
NO_NAMES: Names = {}


def parts_of(content: Content, names: Names = NO_NAMES) -> list[PartText]:
    """A heading for each section, a part for each criterion, then what holds for all of them.

    Keys stay with the codes, so that comments follow a criterion through every draft.
    """
    parts = [_general(content, names)]
    for section in content["sections"]:
        title = f"Nhóm {section['code']}. {section['title']} ({points(section['max'])})"
        parts.append(PartText(f"nhom-{section['code']}", title[:300]))
        parts += [_criterion(each, names) for each in section["criteria"]]
    parts += [
        _extras(content, side, title)
        for side, title in (("bonus", "Điểm thưởng"), ("penalty", "Điểm trừ"))
        if content.get(side, {}).get("items")
    ]
    return [*parts, _bands(content, names), _steps(content)]


def measures_in(content: Content) -> set[str]:
    """The measures that are named anywhere, as written."""
    criteria = (each for section in content["sections"] for each in section["criteria"])
    written = {each["source"].partition(":")[2] for each in criteria}
    return (written | {each.get("metric", "") for each in content.get("gates", ())}) - {""}


def points(number: float) -> str:
    return f"{number_text(number)} điểm"


def _named(written: Iterable[str], names: Names) -> str:
    return ", ".join(names.get(each, each) for each in written)


def _general(content: Content, names: Names) -> PartText:
    rounding = content["rounding"]
    lines = [
        content["title"],
        f"Áp dụng cho: {_named(content['applies_to_org_types'], names)}.",
        f"Tổng điểm tối đa: {points(content['max_points'])}.",
        f"Làm tròn từng tiêu chí đến {points(rounding['step'])}.",
        *(f"Căn cứ: {each['ref']}." for each in content.get("legal_basis", ())),
    ]
    return PartText("chung", "Quy định chung", _text(lines))


def _criterion(criterion: Content, names: Names) -> PartText:
    source, _, measure = criterion["source"].partition(":")
    lines = [
        METHODS[criterion["method"]],
        *_levels(criterion),
        SOURCES[source].format(measure=names.get(measure, measure)),
        NO_DATA[criterion["no_data"]],
    ]
    if "min_sample" in criterion:
        lines.append(f"Số mẫu tối thiểu: {criterion['min_sample']}.")
    if "applies_to_org_types" in criterion:
        lines.append(f"Chỉ áp dụng cho: {_named(criterion['applies_to_org_types'], names)}.")
    lines += [f"Minh chứng: {each}." for each in criterion.get("evidence", ())]
    lines.append(criterion.get("note", ""))
    title = f"{criterion['code']}. {criterion['title']} ({points(criterion['max'])})"
    return PartText(f"tieu-chi-{criterion['code']}", title[:300], _text(lines), 2)


def _levels(criterion: Content) -> Iterable[str]:
    unit = UNITS.get(criterion.get("unit", ""), criterion.get("unit", ""))
    if "num" in criterion:
        yield f"Số đạt: {criterion['num']}."
    if "den" in criterion:
        yield f"Tổng số: {criterion['den']}."
    if "per" in criterion:
        yield f"Mỗi {unit or 'lần'}: trừ {points(criterion['per'])}."
    for tier in criterion.get("tiers", ()):
        yield f"Từ {number_text(tier['from'])}{unit}: {points(tier['points'])}."
    for item in criterion.get("items", ()):
        yield f"{item['code']}. {item['title']}: {points(item['points'])}."
    for anchor in criterion.get("anchors", ()):
        yield f"{points(anchor['points'])}: {anchor['text']}."


def _extras(content: Content, side: str, title: str) -> PartText:
    lines = [f"Tổng cộng không quá {points(content[side]['max_total'])}."]
    for each in content[side]["items"]:
        per = f" mỗi {each['per']}" if "per" in each else ""
        most = f", nhiều nhất {each['max_times']} lần" if "max_times" in each else ""
        lines.append(f"{each['code']}. {each['title']}: {points(each['points'])}{per}{most}.")
    return PartText("diem-thuong" if side == "bonus" else "diem-tru", title, _text(lines))


def _bands(content: Content, names: Names) -> PartText:
    gates = {each["code"]: _gate(each, names) for each in content.get("gates", ())}
    lines = []
    for band in content["bands"]:
        asks = "; ".join(gates.get(code, code) for code in band.get("all_of", ()))
        more = f", với điều kiện: {asks}" if asks else ""
        lines.append(f"{band['title']}: từ {points(band['from'])}{more}.")
    return PartText("xep-loai", "Xếp loại", _text(lines))


def _gate(gate: Content, names: Names) -> str:
    written = gate.get("metric") or gate.get("wanted", "")
    what = ", ".join(gate.get("codes", ())) or names.get(written, written)
    said = f"{what} {OPS.get(gate['op'], gate['op'])} {number_text(gate['value'])}"
    return f"{gate['title']} ({said})" if "title" in gate else said


def _steps(content: Content) -> PartText:
    lines = []
    for step in content["workflow"]:
        when = (
            f"đến ngày {step['due_day']} tháng sau"
            if "due_day" in step
            else f"trong {step['due_working_days']} ngày làm việc"
        )
        lines.append(f"{STEPS[step['step']]}: {when}. {step.get('note', '')}".strip())
    variance = content["variance_rule"]
    lines += [
        f"Lệch từ {points(variance['flag_if_abs_diff_gte'])} trở lên: nêu riêng khi phê duyệt.",
        f"Một tiêu chí lệch từ {points(variance['reply_if_abs_diff_gte'])}: đơn vị giải trình.",
    ]
    return PartText("cac-buoc", "Các bước trong tháng", _text(lines))


def _text(lines: Iterable[str]) -> str:
    """A paragraph for each line: comments compare drafts paragraph by paragraph."""
    return "\n".join(line for line in lines if line)
