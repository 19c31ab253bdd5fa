"""The filters of the pages of results, read from the URL. What cannot be read asks for nothing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MISSING = "missing"


class ResultsFilter(forms.Form):
    q = forms.CharField(
        label=_("Tên hoặc mã"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(label=_("Loại"), required=False)
    level = forms.ChoiceField(label=_("Mức"), required=False)
    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    month = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, kinds: Iterable[tuple[str, str]], levels: Iterable[Any], **named: Any
    ) -> None:
        super().__init__(*args, **named)
        everything = ("", gettext("Tất cả"))
        self.fields["kind"].choices = [everything, *kinds]  # type: ignore[attr-defined]
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            everything,
            *((str(each.level), f"{each.code} · {each.title}") for each in levels),
            (MISSING, gettext("Thiếu kết quả")),
        ]
