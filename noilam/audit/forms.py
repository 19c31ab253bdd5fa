"""Turning what a browser sent into typed values."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from noilam.foundation.text import fold

from . import queries


def _event_choices() -> list[tuple[str, str]]:
    titles = sorted(queries.event_titles().items(), key=lambda each: fold(each[1]))
    return [("", "—"), *titles]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FilterForm(forms.Form):
    """An unreadable filter is left out: the list then shows more, never an error page."""

    person = forms.CharField(label=_("Người làm"), required=False, max_length=120)
    event = forms.CharField(label=_("Việc gì"), required=False, max_length=100)
    # From a line's own page: the thing it is about, by kind and number.
    kind = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    subject = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    first = forms.DateField(label=_("Từ ngày"), required=False, widget=DayInput)
    last = forms.DateField(label=_("Đến ngày"), required=False, widget=DayInput)

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.fields["event"].widget = forms.Select(choices=lazy(_event_choices, list)())

    @property
    def filters(self) -> queries.Filters:
        self.is_valid()
        return queries.Filters(**{k: v for k, v in self.cleaned_data.items() if v is not None})


class ErasureForm(forms.Form):
    reason = forms.CharField(label=_("Lý do xóa"), max_length=1000, required=False)
    basis = forms.CharField(
        label=_("Căn cứ pháp lý"),
        max_length=300,
        required=False,
        help_text=_("Văn bản, điều, khoản cho phép hoặc buộc phải xóa."),
    )


class HeadForm(forms.Form):
    head = forms.CharField(
        label=_("Mã niêm phong đã giữ"),
        max_length=100,
        required=False,
        help_text=_("64 chữ và số in trên phiếu; có thể gõ kèm dấu cách. Để trống cũng được."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
