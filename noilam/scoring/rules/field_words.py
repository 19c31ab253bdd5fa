"""What fields of a content are called, and their values as plain text: for comparing by eye."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from noilam.foundation.text import day_text, number_text, say

FIELDS: Mapping[str, str] = {
    "": say("Cả mục"),
    "adoption": say("Cách ban hành"),
    "all_of": say("Điều kiện kèm theo"),
    "anchors": say("Các mức mô tả"),
    "applies_to_org_types": say("Loại đơn vị"),
    "bonus": say("Trần điểm thưởng"),
    "codes": say("Các điểm trừ được đếm"),
    "den": say("Tổng số"),
    "due_day": say("Ngày của tháng sau"),
    "due_working_days": say("Số ngày làm việc"),
    "evidence": say("Minh chứng"),
    "from": say("Từ mấy điểm"),
    "legal_basis": say("Căn cứ"),
    "max": say("Điểm tối đa"),
    "max_points": say("Thang điểm"),
    "max_times": say("Nhiều nhất mấy lần"),
    "method": say("Cách chấm"),
    "metric": say("Chỉ số"),
    "min_sample": say("Mẫu tối thiểu"),
    "no_data": say("Khi không có số liệu"),
    "note": say("Ghi chú"),
    "num": say("Số đạt"),
    "op": say("So sánh"),
    "order": say("Thứ tự"),
    "penalty": say("Trần điểm trừ"),
    "per": say("Mỗi lần"),
    "points": say("Điểm"),
    "rounding": say("Làm tròn"),
    "source": say("Lấy từ đâu"),
    "tiers": say("Các mức"),
    "title": say("Tên"),
    "unit": say("Đơn vị tính"),
    "valid_from": say("Có hiệu lực từ"),
    "value": say("Trị số"),
    "variance_rule": say("Quy tắc chênh lệch"),
    "wanted": say("Chỉ số chưa có"),
}
PLACES = {"bands": say("Mức xếp loại"), "gates": say("Điều kiện"), "workflow": say("Bước")}


def value_text(field: str, value: Any) -> str:
    """A line for each thing in a list; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(_one(field, each) for each in value)
    return _one(field, value)


def _one(field: str, value: Any) -> str:
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, int | float):
        return number_text(Decimal(str(value)))
    if isinstance(value, str):
        return _day(value) if field == "valid_from" else value
    return _SHAPES.get(field, _plain)(value)


def _day(text: str) -> str:
    return day_text(date.fromisoformat(text))


def _plain(piece: Mapping[str, Any]) -> str:
    told = (value_text("", each).replace("\n", "; ") for each in piece.values())
    return " · ".join(filter(None, told))


_SHAPES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "tiers": lambda piece: f"{_one('', piece['from'])}: {_one('', piece['points'])}",
    "anchors": lambda piece: f"{_one('', piece['points'])}: {piece['text']}",
}
