"""What people type about rules and days. Whether it is right, the rules say."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from noilam.foundation import clock
from noilam.foundation.text import say

from . import rules
from .defaults import AREAS
from .rules import DayDraft, DayKind, Definition, Kind, Mark, Part, PartKind, Suspension, Unit

READABLE = ("%Y-%m-%d", "%d/%m/%Y")
_BAD_DAY = gettext_lazy("Ghi ngày dạng ngày/tháng/năm, ví dụ 31/03/2026.")
_MISSING = gettext_lazy("Mục này còn trống.")


def day_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    """A day, from a date picker or typed the Vietnamese way."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        input_formats=READABLE,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _BAD_DAY, "required": _MISSING},
    )


def text_field(
    label: Any, *, hint: Any = "", lines: int = 0, longest: int = 500
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": lines}) if lines else forms.TextInput()
    return forms.CharField(
        label=label, required=False, max_length=longest, widget=widget, help_text=hint
    )


class ListFilters(forms.Form):
    """The filters of the book. Every one may be empty."""

    q = forms.CharField(label=gettext_lazy("Tìm"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("Mảng"), required=False)
    mark = forms.ChoiceField(label=gettext_lazy("Đối chiếu"), required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        everything = ("", gettext("Tất cả"))
        self.fields["area"].choices = [everything, *((k, gettext(v)) for k, v in AREAS.items())]  # type: ignore[attr-defined]
        self.fields["mark"].choices = [everything, *mark_choices()]  # type: ignore[attr-defined]


def mark_choices() -> list[tuple[str, str]]:
    return [
        (Mark.OWN.value, gettext("Cơ quan tự đặt")),
        (Mark.UNVERIFIED.value, gettext("Chưa đọc văn bản")),
        (Mark.SECONDARY.value, gettext("Đọc ở nguồn dẫn lại")),
        (Mark.VERIFIED.value, gettext("Đã đối chiếu văn bản gốc")),
    ]


class ChangeForm(forms.Form):
    """A rule's new value, field by field as its kind asks, and where it comes from."""

    valid_from = day_field(gettext_lazy("Có hiệu lực từ ngày"))
    valid_to = day_field(
        gettext_lazy("Hết hiệu lực từ ngày"),
        required=False,
        hint=gettext_lazy("Bỏ trống nếu chưa biết. Từ ngày này giá trị trước đó trở lại."),
    )
    citation = text_field(
        gettext_lazy("Căn cứ"),
        hint=gettext_lazy("Số, ký hiệu, ngày, điều khoản của văn bản hoặc quy chế."),
    )
    mark = forms.ChoiceField(label=gettext_lazy("Đối chiếu với văn bản"))
    source = text_field(gettext_lazy("Đã đọc ở đâu"))
    note = text_field(gettext_lazy("Ghi chú"), lines=3, longest=2000)

    def __init__(self, definition: Definition, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.definition = definition
        self.fields["mark"].choices = mark_choices()  # type: ignore[attr-defined]
        self.names = [part.name for part in definition.fields] or ["value"]
        asked = {name: field for name, field in _value_fields(definition)}
        self.fields = {**asked, **self.fields}

    @property
    def value(self) -> Any:
        """The value in stored form, as the rules will judge it."""
        typed = {name: str(self.cleaned_data.get(name) or "") for name in self.names}
        return rules.parsed(self.definition, typed)

    def fields_of_value(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    def draft(self) -> dict[str, Any]:
        """Everything an action needs to put the change forward."""
        kept = ("valid_from", "valid_to", "citation", "mark", "source", "note")
        return {
            "key": self.definition.key,
            "value": self.value,
            **{name: self.cleaned_data[name] for name in kept},
        }


def _value_fields(definition: Definition) -> list[tuple[str, forms.Field]]:
    if definition.fields:
        return [(part.name, _part_field(part)) for part in definition.fields]
    whole = Part(
        "value",
        say("Giá trị mới"),
        _PART_OF[definition.kind],
        definition.choices,
        definition.bounds,
    )
    asked = _part_field(whole)
    if definition.unit:
        asked.label = f"{asked.label} ({gettext(rules.UNIT_WORDS[definition.unit])})"
    return [("value", asked)]


_PART_OF = {
    Kind.NUMBER: PartKind.NUMBER,
    Kind.LIST: PartKind.TIME,  # plain text: several figures
    Kind.FLAG: PartKind.FLAG,
    Kind.TEXT: PartKind.CHOICE,
}


def _part_field(part: Part) -> forms.Field:
    label = gettext(part.label)
    if part.kind is PartKind.FLAG:
        return forms.BooleanField(label=label, required=False)
    if part.choices:
        choices = [(value, gettext(text)) for value, text in part.choices]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    keys = {"inputmode": "decimal"} if part.kind is PartKind.NUMBER else {}
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.TextInput(attrs=keys),
        help_text=_bounds_hint(part.bounds),
    )


def _bounds_hint(bounds: rules.Bounds | None) -> str:
    if bounds is None:
        return ""
    return gettext("Từ {least} đến {most}, ví dụ {example}.").format(
        least=bounds.least, most=bounds.most, example=bounds.example
    )


class ReasonForm(forms.Form):
    reason = text_field(gettext_lazy("Lý do"))


class ReadingForm(forms.Form):
    """Somebody compared a value with the original paper."""

    source = text_field(
        gettext_lazy("Đã đọc văn bản gốc ở đâu"),
        hint=gettext_lazy("Ví dụ: công báo số mấy, bản giấy lưu ở đâu, địa chỉ trang."),
    )
    note = text_field(gettext_lazy("Ghi chú"), longest=2000)


class DaysForm(forms.Form):
    """A day off, a day worked, or the pair that was swapped."""

    off_on = day_field(gettext_lazy("Ngày nghỉ"), required=False)
    off_name = text_field(gettext_lazy("Nghỉ vì sao"), longest=200)
    worked_on = day_field(gettext_lazy("Ngày làm bù"), required=False)
    worked_name = text_field(gettext_lazy("Làm bù cho ngày nào"), longest=200)
    citation = text_field(gettext_lazy("Căn cứ"), hint=gettext_lazy("Thông báo, quyết định nào."))
    reason = text_field(gettext_lazy("Ghi thêm"))

    def days(self) -> list[DayDraft]:
        data = self.cleaned_data
        pairs = (
            (data["off_on"], DayKind.OFF, data["off_name"]),
            (data["worked_on"], DayKind.WORKING, data["worked_name"]),
        )
        return [DayDraft(day, kind, name) for day, kind, name in pairs if day]


class WithdrawDayForm(forms.Form):
    day = day_field(gettext_lazy("Ngày đã khai"))
    reason = text_field(gettext_lazy("Lý do rút"))


class CountForm(forms.Form):
    """From which day, how many, counted how."""

    start = day_field(gettext_lazy("Ngày nhận (ngày 0)"))
    amount = forms.IntegerField(
        label=gettext_lazy("Số ngày"),
        error_messages={
            "invalid": gettext_lazy("Ghi một số nguyên, ví dụ 30."),
            "required": _MISSING,
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Cách đếm"),
        choices=[
            (Unit.WORKING_DAY.value, gettext_lazy("ngày làm việc")),
            (Unit.DAY.value, gettext_lazy("ngày (kể cả ngày nghỉ)")),
        ],
    )
    moves = forms.BooleanField(
        label=gettext_lazy("Ngày cuối là ngày nghỉ thì lùi sang ngày làm việc tiếp theo"),
        required=False,
    )
    stopped_from = day_field(gettext_lazy("Tạm dừng từ ngày"), required=False)
    stopped_to = day_field(gettext_lazy("đến hết ngày"), required=False)

    def suspensions(self) -> list[Suspension]:
        first, last = (self.cleaned_data[name] for name in ("stopped_from", "stopped_to"))
        return [Suspension(first, last or clock.today())] if first else []

    @staticmethod
    def starting_values(today: date) -> dict[str, Any]:
        return {"start": today, "amount": 10, "unit": Unit.WORKING_DAY.value}
