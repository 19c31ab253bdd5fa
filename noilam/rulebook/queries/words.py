"""Values, days and reasons in the reader's language."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from noilam.foundation.text import day_text
from noilam.rulebook import rules
from noilam.rulebook.defaults import BY_KEY
from noilam.rulebook.models import CalendarDay, RuleVersion
from noilam.rulebook.rules import ALWAYS, CountedDay, Kind, Mark, Part, Why

from .book import book, version


@dataclass(frozen=True)
class RuleSaid:
    """A rule version in words, for the working of a deadline that it made."""

    title: str
    link: str
    value: str
    span: str
    citation: str
    mark_text: str
    tone: str


def said(text: str) -> str:
    """A stored sentence: those that came with the software are translated, others as typed."""
    return _(text) if text else ""


def value_text(key: str, value: Any) -> str:
    """A rule's value with its unit: "3 ngày"; "Quý: 10; Tháng: 5 (ngày)"; "5 ngày làm việc"."""
    definition = BY_KEY[key]
    if definition.kind is Kind.DEADLINE:
        return _deadline_text(value)
    unit = said(rules.UNIT_WORDS.get(definition.unit, ""))
    if definition.fields:
        parts = "; ".join(
            f"{_(part.label)}: {_part_text(part, value[part.name])}" for part in definition.fields
        )
        return f"{parts} ({unit})" if unit else parts
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if definition.unit == "weekday":
        return ", ".join(weekdays()[number - 1] for number in value if 1 <= number <= 7)
    text = said(dict(definition.choices).get(str(value), "")) or rules.value_words(value)
    return f"{text} {unit}".strip()


def _deadline_text(value: Any) -> str:
    """E.g. "5 ngày làm việc; ngày cuối là ngày nghỉ thì lùi"."""
    counted = f"{rules.value_words(value['amount'])} {said(rules.UNIT_WORDS[value['unit']])}"
    if not value["moves_on_last_day_off"]:
        return counted
    return _("{days}; ngày cuối là ngày nghỉ thì lùi").format(days=counted)


def _part_text(part: Part, value: Any) -> str:
    if isinstance(value, bool):
        return _("có") if value else _("không")
    return said(dict(part.choices).get(str(value), "")) or rules.value_words(value)


def since_text(day: date) -> str:
    return _("từ đầu") if day == ALWAYS else day_text(day)


def span_text(first: date, end: date | None) -> str:
    """From when until when a version holds, as a phrase."""
    if end is None:
        return since_text(first) if first == ALWAYS else _("từ {day}").format(day=day_text(first))
    return _("{since} đến trước {until}").format(since=span_text(first, None), until=day_text(end))


def rule_said(version_id: int) -> RuleSaid:
    """The version stored beside a deadline, as other floors show it."""
    found = version(version_id)
    words, tone = mark_text(mark_of(found))
    return RuleSaid(
        title=_(BY_KEY[found.key].title),
        link=reverse("rulebook:rule", args=[found.key]),
        value=value_text(found.key, found.value),
        span=span_text(found.valid_from, found.valid_to),
        citation=said(found.citation),
        mark_text=words,
        tone=tone,
    )


def moment_text(moment: datetime) -> str:
    """The day of a moment in the office's own zone."""
    return day_text(timezone.localdate(moment))


def mark_of(version: RuleVersion) -> Mark:
    """The mark as it is now: somebody may have read the original since."""
    return Mark.VERIFIED if hasattr(version, "reading") else Mark(version.mark)


def mark_text(mark: Mark) -> tuple[str, str]:
    """The badge of a mark: its words and its tone."""
    return {
        Mark.VERIFIED: (_("đã đối chiếu văn bản gốc"), "kept"),
        Mark.SECONDARY: (_("kiểm tra lại văn bản gốc"), "late"),
        Mark.UNVERIFIED: (_("kiểm tra lại văn bản gốc"), "late"),
        Mark.OWN: (_("cơ quan tự đặt"), "calm"),
    }[mark]


def mark_explained(mark: Mark) -> str:
    """What the mark says of where the value was read."""
    return {
        Mark.VERIFIED: _("Đã có người đọc văn bản gốc và thấy đúng."),
        Mark.SECONDARY: _("Mới đọc ở nguồn dẫn lại, chưa đọc văn bản gốc."),
        Mark.UNVERIFIED: _("Chưa đọc ở đâu; chỉ là giá trị khởi đầu."),
        Mark.OWN: _("Không có văn bản cấp trên quy định; cơ quan quyết định."),
    }[mark]


def row_name(row: CalendarDay) -> str:
    in_english = (get_language() or "vi").startswith("en")
    return row.name_in_english if in_english and row.name_in_english else row.name


def weekdays() -> list[str]:
    return [_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy")] + [
        _("Chủ nhật")
    ]


def weekdays_short() -> list[str]:
    return [_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN")]


def why_text(counted: CountedDay) -> str:
    """Why a day has its number or none, by the name it had when it was counted."""
    row = book().days.get(counted.day)
    name = row_name(row) if row and row.name == counted.name else counted.name
    words = {
        Why.RECEIVED: _("ngày nhận: ngày 0"),
        Why.COUNTED: _("được tính"),
        Why.EXTRA_WORK: _("làm bù, được tính"),
        Why.WEEKEND: _("nghỉ hằng tuần, không tính"),
        Why.DAY_OFF: _("nghỉ, không tính"),
        Why.SUSPENDED: _("tạm dừng, không tính"),
        Why.MOVED_ON: _("ngày cuối là ngày nghỉ nên lùi đến ngày này"),
    }[counted.why]
    return f"{words} ({name})" if name else words
