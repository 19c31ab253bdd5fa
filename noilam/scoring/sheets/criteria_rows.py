"""A set of criteria as rows of one table, and rows as a content: what a clerk can fill in Excel.

One row is one thing: the set, a section, a criterion, a band … Its first column says which. What
has no column of its own stands in "Chi tiết", a line each: "Số đạt: …", or a level of a list. These
words are the file's own and never translated; keys of docs/criteria.md are read too.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from noilam.exchange.rules.cells import Unreadable, lines_of, number_of, text_of
from noilam.foundation.errors import Problem
from noilam.foundation.text import fold, number_text, say

Content = Mapping[str, Any]
Made = dict[str, Any]

# Column -> its header.
COLUMNS: Mapping[str, str] = {
    "row": "Dòng",
    "code": "Mã",
    "title": "Tên",
    "points": "Điểm",
    "method": "Cách chấm",
    "source": "Lấy từ đâu",
    "no_data": "Khi không phát sinh",
    "detail": "Chi tiết",
    "kinds": "Chỉ áp dụng cho",
    "evidence": "Minh chứng",
    "note": "Ghi chú",
}
# What a row is -> how it is called.
ROWS: Mapping[str, str] = {
    "set": "bộ tiêu chí",
    "basis": "căn cứ",
    "section": "nhóm",
    "criterion": "tiêu chí",
    "bonus": "điểm thưởng",
    "penalty": "điểm trừ",
    "gate": "điều kiện",
    "band": "xếp loại",
    "step": "bước",
    "other": "khác",
}
# Values of the columns that choose.
METHODS: Mapping[str, str] = {
    "ratio": "tỷ lệ",
    "tiers": "theo mức",
    "checklist": "cộng từng mục",
    "deduct": "trừ dần",
    "anchored": "mức mô tả",
}
NO_DATA: Mapping[str, str] = {"full": "tối đa", "zero": "0 điểm", "exclude": "bỏ, quy đổi"}
OTHERS = ("adoption", "quota", "year_rollup", "forbidden_inputs")


@dataclass(frozen=True)
class Detail:
    """A line of "Chi tiết": the key in the content, its word, what it holds."""

    key: str
    word: str
    holds: str = "text"  # text, number, flag, list


DETAILS: Mapping[str, tuple[Detail, ...]] = {
    "set": (
        Detail("valid_from", "Áp dụng từ"),
        Detail("rounding.step", "Làm tròn đến", "number"),
        Detail("rounding.mode", "Cách làm tròn"),
        Detail("variance_rule.flag_if_abs_diff_gte", "Lệch thì nêu riêng", "number"),
        Detail("variance_rule.reply_if_abs_diff_gte", "Lệch thì giải trình", "number"),
        Detail("variance_rule.require_reason", "Sửa điểm phải nêu lý do", "flag"),
        Detail("bonus.max_total", "Trần điểm thưởng", "number"),
        Detail("penalty.max_total", "Trần điểm trừ", "number"),
    ),
    "basis": (Detail("date", "Ngày"), Detail("role", "Vai trò")),
    "section": (),
    "criterion": (
        Detail("num", "Số đạt"),
        Detail("den", "Tổng số"),
        Detail("unit", "Đơn vị tính"),
        Detail("per", "Mỗi lần trừ", "number"),
        Detail("min_sample", "Mẫu tối thiểu", "number"),
        Detail("wanted", "Chỉ số chưa có"),
    ),
    "bonus": (Detail("max_times", "Nhiều nhất mấy lần", "number"), Detail("per", "Mỗi")),
    "penalty": (
        Detail("max_times", "Nhiều nhất mấy lần", "number"),
        Detail("per", "Mỗi"),
        Detail("also", "Kèm theo", "list"),
    ),
    "gate": (
        Detail("metric", "Chỉ số"),
        Detail("wanted", "Chỉ số chưa có"),
        Detail("codes", "Các điểm trừ", "list"),
        Detail("op", "So sánh"),
        Detail("value", "Trị số", "number"),
    ),
    "band": (Detail("all_of", "Điều kiện", "list"),),
    "step": (
        Detail("due_day", "Ngày của tháng sau", "number"),
        Detail("due_working_days", "Số ngày làm việc", "number"),
    ),
    "other": (),
}
POINTS = {"set": "max_points", "section": "max", "criterion": "max", "band": "from"}


# Out ----------------------------------------------------------------------------------------


def rows_of(content: Content) -> Iterator[dict[str, Any]]:
    """Column -> cell, one row after the other."""
    yield _row("set", content, kinds=content["applies_to_org_types"])
    yield from (_row("basis", b | {"title": b["ref"]}) for b in content.get("legal_basis", ()))
    for section in content["sections"]:
        yield _row("section", section)
        yield from map(_criterion_row, section["criteria"])
    for side in ("bonus", "penalty"):
        yield from (_row(side, each) for each in content.get(side, {}).get("items", ()))
    yield from (_row("gate", each) for each in content.get("gates", ()))
    yield from (_row("band", each) for each in content["bands"])
    yield from (_row("step", each | {"code": each["step"]}) for each in content["workflow"])
    yield from (_other_row(name, content[name]) for name in OTHERS if name in content)


def _other_row(name: str, value: Any) -> dict[str, Any]:
    detail = json.dumps(value, ensure_ascii=False)
    return {"row": ROWS["other"], "code": name, "detail": detail}


def _criterion_row(criterion: Content) -> dict[str, Any]:
    row = _row("criterion", criterion, kinds=criterion.get("applies_to_org_types", ()))
    levels = [
        *(f"{number_text(t['from'])}: {_points(t)}" for t in criterion.get("tiers", ())),
        *(f"{i['code']} | {i['title']} | {_points(i)}" for i in criterion.get("items", ())),
        *(f"{_points(a)} | {a['text']}" for a in criterion.get("anchors", ())),
    ]
    row["detail"] = "\n".join(filter(None, [row["detail"], *levels]))
    return row | {
        "method": METHODS[criterion["method"]],
        "source": criterion["source"],
        "no_data": NO_DATA[criterion["no_data"]],
        "evidence": "\n".join(criterion.get("evidence", ())),
    }


def _row(row: str, thing: Content, kinds: Sequence[str] = ()) -> dict[str, Any]:
    details = (_detail_line(each, _at(thing, each.key)) for each in DETAILS[row])
    return {
        "row": ROWS[row],
        "code": thing.get("code", ""),
        "title": thing.get("title", ""),
        "points": thing.get(POINTS.get(row, "points")),
        "detail": "\n".join(filter(None, details)),
        "kinds": "\n".join(kinds),
        "note": thing.get("note", ""),
    }


def _at(thing: Content, path: str) -> Any:
    found: Any = thing
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _detail_line(detail: Detail, value: Any) -> str:
    return "" if value is None else f"{detail.word}: {_value_text(value)}"


def _value_text(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int | float):
        return number_text(value)
    return ", ".join(value) if isinstance(value, list) else str(value)


def _points(level: Content) -> str:
    return number_text(level["points"])


# In -----------------------------------------------------------------------------------------


@dataclass
class Gathering:
    """Rows read so far, as a content still to be judged by `rules.reading`, and what in them could
    not be read."""

    content: Made = field(default_factory=lambda: {"schema_version": 1})
    problems: list[Problem] = field(default_factory=list)

    def take(self, number: int, cells: Mapping[str, Any]) -> None:
        """One row; `number` as the file counts them, `cells` by column."""
        told = text_of(cells.get("row"))
        row = _named(told, ROWS)
        if row is None:
            message = say("Dòng {row}: cột “Dòng” ghi “{told}”. Ghi một trong: {known}.")
            self._add(number, "unknown-row", message, told=told, known=", ".join(ROWS.values()))
            return
        TAKERS[row](self, number, cells)

    def _add(self, number: int, code: str, message: str, **values: Any) -> None:
        self.problems.append(Problem(code, message, str(number), {"row": number, **values}))

    def _thing(self, row: str, number: int, cells: Mapping[str, Any]) -> Made:
        """What a row says in its columns and in the named lines of its details."""
        thing: Made = {"code": text_of(cells.get("code")), "title": text_of(cells.get("title"))}
        if points := self._number(number, "points", cells.get("points")):
            thing[POINTS.get(row, "points")] = points[0]
        if note := text_of(cells.get("note")):
            thing["note"] = note
        for line in lines_of(cells.get("detail")).splitlines():
            self._detail(row, number, line, thing)
        return thing

    def _detail(self, row: str, number: int, line: str, thing: Made) -> None:
        word, _colon, told = line.partition(":")
        found = next((d for d in DETAILS[row] if fold(word) in (fold(d.word), d.key)), None)
        if found:
            value = self._value(found, number, told.strip())
            if value is not None:
                _put(thing, found.key, value)
        elif row != "criterion" or not self._level(number, line, thing):
            message = say("Dòng {row}: không hiểu “{line}” ở cột Chi tiết. Sửa hoặc bỏ.")
            self._add(number, "detail", message, line=line[:80])

    def _value(self, detail: Detail, number: int, told: str) -> Any:
        if detail.holds == "list":
            return [each.strip() for each in told.split(",") if each.strip()]
        if detail.holds == "flag":
            return fold(told) in ("co", "x", "true", "1")
        if detail.holds == "number":
            found = self._number(number, detail.word, told)
            return found[0] if found else None
        return told

    def _level(self, number: int, line: str, criterion: Made) -> bool:
        """A line of a list, told by its shape: "90: 3", "A2.1 | … | 1,5", "4 | …"."""
        bars = [each.strip() for each in line.split("|")]
        if len(bars) > 2:
            piece: Made = {"code": bars[0], "title": " | ".join(bars[1:-1])}
            return self._put_level(number, "items", piece, points=bars[-1], criterion=criterion)
        if len(bars) == 2:
            piece = {"text": bars[1]}
            return self._put_level(number, "anchors", piece, points=bars[0], criterion=criterion)
        least, colon, points = line.partition(":")
        bound = self._number(number, "detail", least.strip("≥% ")) if colon else None
        if not bound:
            return False
        return self._put_level(number, "tiers", {"from": bound[0]}, points, criterion)

    def _put_level(self, number: int, name: str, piece: Made, points: str, criterion: Made) -> bool:
        if found := self._number(number, "detail", points):
            piece["points"] = found[0]
        criterion.setdefault(name, []).append(piece)
        return True

    def _number(self, number: int, column: str, cell: Any) -> tuple[int | float] | None:
        """None: there is none, or it cannot be read, which is named."""
        try:
            found = number_of(cell)
        except Unreadable:
            message = say("Dòng {row}: “{typed}” không phải một số. Ghi số, ví dụ 1,5.")
            self._add(number, "number", message, typed=text_of(cell)[:40])
            return None
        if found is None:
            return None
        value = found.value
        return (int(value) if value == int(value) else float(value),)

    # Each kind of row

    def take_set(self, number: int, cells: Mapping[str, Any]) -> None:
        thing = self._thing("set", number, cells)
        kinds = _listed(cells.get("kinds"))
        for name, value in (thing | {"applies_to_org_types": kinds}).items():
            if isinstance(value, dict):
                self.content.setdefault(name, {}).update(value)
            else:
                self.content[name] = value

    def take_basis(self, number: int, cells: Mapping[str, Any]) -> None:
        thing = self._thing("basis", number, cells)
        thing["ref"] = thing.pop("title")
        thing.pop("code")
        self.content.setdefault("legal_basis", []).append(thing)

    def take_section(self, number: int, cells: Mapping[str, Any]) -> None:
        thing = self._thing("section", number, cells) | {"criteria": []}
        self.content.setdefault("sections", []).append(thing)

    def take_criterion(self, number: int, cells: Mapping[str, Any]) -> None:
        thing = self._thing("criterion", number, cells)
        for name, words in (("method", METHODS), ("no_data", NO_DATA)):
            told = text_of(cells.get(name))
            thing[name] = _named(told, words) or told
        thing["source"] = text_of(cells.get("source"))
        thing["applies_to_org_types"] = _listed(cells.get("kinds"))
        thing["evidence"] = lines_of(cells.get("evidence")).splitlines()
        if not self.content.get("sections"):
            message = say("Dòng {row}: tiêu chí {which} đứng trước mọi nhóm. Ghi dòng nhóm trước.")
            self._add(number, "no-section", message, which=thing["code"])
            return
        self.content["sections"][-1]["criteria"].append(thing)

    def take_extra(self, side: str, number: int, cells: Mapping[str, Any]) -> None:
        items = self.content.setdefault(side, {}).setdefault("items", [])
        items.append(self._thing(side, number, cells))

    def take_listed(self, row: str, name: str, number: int, cells: Mapping[str, Any]) -> None:
        self.content.setdefault(name, []).append(self._thing(row, number, cells))

    def take_step(self, number: int, cells: Mapping[str, Any]) -> None:
        thing = self._thing("step", number, cells)
        thing["step"] = thing.pop("code")
        thing.pop("title")
        self.content.setdefault("workflow", []).append(thing)

    def take_other(self, number: int, cells: Mapping[str, Any]) -> None:
        code, told = text_of(cells.get("code")), lines_of(cells.get("detail"))
        try:
            self.content[code] = json.loads(told)
        except (ValueError, RecursionError):
            message = say(
                "Dòng {row}: cột Chi tiết phải là JSON. Giữ như tệp đã tải, hoặc bỏ dòng."
            )
            self._add(number, "not-json", message)


Taker = Callable[[Gathering, int, Mapping[str, Any]], None]
TAKERS: Mapping[str, Taker] = {
    "set": Gathering.take_set,
    "basis": Gathering.take_basis,
    "section": Gathering.take_section,
    "criterion": Gathering.take_criterion,
    "bonus": lambda made, at, cells: made.take_extra("bonus", at, cells),
    "penalty": lambda made, at, cells: made.take_extra("penalty", at, cells),
    "gate": lambda made, at, cells: made.take_listed("gate", "gates", at, cells),
    "band": lambda made, at, cells: made.take_listed("band", "bands", at, cells),
    "step": Gathering.take_step,
    "other": Gathering.take_other,
}


def _named(told: str, words: Mapping[str, str]) -> str | None:
    """The key that a word stands for, or that was written itself."""
    return next((key for key, word in words.items() if fold(told) in (key, fold(word))), None)


def _listed(cell: Any) -> list[str]:
    """One a line, or parted by semicolons."""
    parts = lines_of(cell).replace(";", "\n").splitlines()
    return [each.strip() for each in parts if each.strip()]


def _put(thing: Made, path: str, value: Any) -> None:
    *outer, last = path.split(".")
    for name in outer:
        thing = thing.setdefault(name, {})
    thing[last] = value
