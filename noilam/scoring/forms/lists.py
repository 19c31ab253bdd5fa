"""The filters of lists of sheets, read from the URL. What cannot be read asks for nothing."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import Appeal, Sheet
from ..queries.pages.queue import Filters
from ..queries.pages.stage_bar import stage_name
from ..rules.months import key_text


class SheetsFilter(forms.Form):
    q = forms.CharField(
        required=False,
        label=_("Đơn vị (tên)"),
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    month = forms.ChoiceField(required=False, label=_("Tháng"))
    stage = forms.ChoiceField(required=False, label=_("Bước"))

    def __init__(self, *given: Any, months: Collection[int], **named: Any) -> None:
        super().__init__(*given, **named)
        fields: Any = self.fields
        fields["month"].choices = [("", _("Tất cả"))] + [
            (str(month), key_text(month)) for month in months
        ]
        fields["stage"].choices = [("", _("Tất cả"))] + [
            (str(stage), stage_name(stage)) for stage in Sheet.Stage
        ]

    def filters(self, sort: str) -> Filters:
        given: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        return Filters(
            words=given.get("q", ""),
            month=int(given.get("month") or 0),
            stage=given.get("stage", ""),
            band=given.get("band", ""),
            is_late=bool(given.get("late")),
            has_look=bool(given.get("look")),
            sort=sort,
        )


class AllSheetsFilter(SheetsFilter):
    """The same with what only a whole list asks. Second looks are for those who score."""

    band = forms.ChoiceField(required=False, label=pgettext_lazy("column", "Xếp loại"))
    late = forms.BooleanField(required=False, label=_("Có bước trễ"))
    look = forms.BooleanField(required=False, label=_("Cần xem lại"))

    def __init__(
        self, *given: Any, bands: Collection[tuple[str, str]], scores: bool, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        fields: Any = self.fields
        fields["band"].choices = [("", _("Tất cả")), *bands]
        if not scores:
            del fields["look"]


class AppealsFilter(forms.Form):
    q = forms.CharField(
        required=False,
        label=_("Đơn vị (tên)"),
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        required=False,
        label=_("Kết luận"),
        choices=[("", _("Tất cả")), ("open", _("Chờ quyết định")), *Appeal.Outcome.choices],
    )

    def narrowing(self) -> dict[str, str]:
        """As `appeals.appeals` names it."""
        given: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        return {"words": given.get("q", ""), "state": given.get("state", "")}
