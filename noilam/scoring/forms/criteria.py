"""Sets of criteria as people find, bring in, open to comment, issue and drop them."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.periods import Month
from noilam.organisation.models import Unit
from noilam.organisation.queries import people_named, units_named

from .. import policies
from ..models import CriteriaSet
from ..rules.months import month_text
from .lines import LinesField

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DAYS = ("%Y-%m-%d", "%d/%m/%Y")
LONG = forms.Textarea(attrs={"rows": 3})


class SetFilterForm(forms.Form):
    q = forms.CharField(
        label=_("Tên, mã"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(label=_("Tình trạng"), required=False)
    unit = forms.CharField(label=_("Đơn vị ban hành (tên hoặc mã)"), required=False, max_length=120)

    def __init__(self, *arguments: Any, **given: Any) -> None:
        super().__init__(*arguments, **given)
        fields: Any = self.fields
        fields["status"].choices = [
            ("", _("Tất cả")),
            ("in_force", _("Đang áp dụng")),
            *CriteriaSet.Status.choices,
        ]

    def filters(self) -> dict[str, str]:
        given = self.cleaned_data if self.is_valid() else {}
        return {name: given.get(name, "") for name in ("q", "status", "unit")}


# What becomes of a draft ----------------------------------------------------------------------


class UploadForm(forms.Form):
    """A set from a file, or from the text of one that was looked at before."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Đơn vị ban hành"))
    file = forms.FileField(
        label=_("Tệp YAML hoặc Excel"),
        required=False,
        help_text=_("Cách ghi: như tệp tải về từ một bộ tiêu chí."),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml,.xlsx"}),
    )
    content = forms.CharField(required=False, widget=forms.HiddenInput, max_length=400_000)
    note = forms.CharField(label=_("Sửa gì, vì sao"), required=False, max_length=300)

    def __init__(self, actor: Actor, *arguments: Any, **given: Any) -> None:
        super().__init__(*arguments, **given)
        fields: Any = self.fields
        fields["unit"].queryset = policies.units_to_draft_for(actor).order_by("code")


class NamedField(LinesField):
    """Units or people, a name or code a line."""

    def __init__(self, find: Any, **given: Any) -> None:
        super().__init__(**given)
        self.find, self.actor = find, None

    def read(self, line: str) -> Any:
        found = list(self.find(self.actor, line)[:5])
        if len(found) == 1:
            return found[0]
        if not found:
            message = _("Không tìm thấy “%(line)s”. Ghi tên đầy đủ hoặc mã.")
            raise forms.ValidationError(message, params={"line": line})
        codes = ", ".join(f"{each} ({each.code})" for each in found)
        message = _("Nhiều nơi cùng tên: %(codes)s. Ghi mã.")
        raise forms.ValidationError(message, params={"codes": codes})


class ConsultForm(forms.Form):
    closes_on = forms.DateField(label=_("Lấy ý kiến đến hết ngày"), widget=DAY, input_formats=DAYS)
    all_below = forms.BooleanField(
        label=_("Mời mọi đơn vị mà bộ tiêu chí này chấm"), required=False, initial=True
    )
    units = NamedField(
        units_named, label=_("Mời thêm đơn vị"), help_text=_("Mỗi dòng một tên hoặc mã.")
    )
    people = NamedField(
        people_named, label=_("Mời người"), help_text=_("Mỗi dòng một tên hoặc mã.")
    )
    note = forms.CharField(label=_("Xin ý kiến về điều gì"), required=False, widget=LONG)

    def __init__(self, actor: Actor, *arguments: Any, **given: Any) -> None:
        super().__init__(*arguments, **given)
        fields: Any = self.fields
        fields["units"].actor = fields["people"].actor = actor


class IssueForm(forms.Form):
    decision_number = forms.CharField(
        label=_("Số quyết định"), max_length=60, required=False, help_text=_("Ví dụ 21-QĐ/ĐU")
    )
    decided_on = forms.DateField(
        label=_("Ngày quyết định"), widget=DAY, input_formats=DAYS, required=False
    )
    guidance = forms.CharField(
        label=_("Hướng dẫn chấm điểm (số, ngày)"), max_length=300, required=False
    )
    first_month = forms.ChoiceField(label=_("Tháng đầu tiên áp dụng"))
    consulted_elsewhere = forms.CharField(
        label=_("Đã lấy ý kiến ngoài hệ thống ở đâu"),
        required=False,
        max_length=300,
        help_text=_("Chỉ khi chưa mở lấy ý kiến ở đây: ghi rõ văn bản tổng hợp ý kiến."),
    )
    stops_because = forms.CharField(
        label=_("Vì sao thôi chấm loại đơn vị đã bỏ"),
        required=False,
        max_length=300,
        help_text=_("Chỉ khi bản này không còn dùng cho một loại đơn vị mà bản trước chấm."),
    )

    def __init__(self, *arguments: Any, **given: Any) -> None:
        super().__init__(*arguments, **given)
        fields: Any = self.fields
        today = clock.today()
        fields["first_month"].choices = _months_ahead(today)
        fields["first_month"].initial = str(Month.of(today).next)

    def decision(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        year, number = given["first_month"].split("-")
        return given | {"first_month": Month(int(year), int(number))}


def _months_ahead(today: date) -> list[tuple[str, str]]:
    month, found = Month.of(today).previous, []
    for _each in range(8):
        found.append((str(month), month_text(month)))
        month = month.next
    return found


class DropForm(forms.Form):
    reason = forms.CharField(label=_("Vì sao bỏ"), required=False, widget=LONG)


class SimulationForm(forms.Form):
    """Which of the months that were fixed are scored anew."""

    months = forms.MultipleChoiceField(
        label=_("Các tháng đã chốt điểm"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, choices: list[tuple[str, str]], *arguments: Any, **given: Any) -> None:
        super().__init__(*arguments, **given)
        fields: Any = self.fields
        fields["months"].choices = choices
        fields["months"].initial = [key for key, _label in choices[:6]]

    def keys(self) -> list[int]:
        return [int(each) for each in self.cleaned_data["months"]]
