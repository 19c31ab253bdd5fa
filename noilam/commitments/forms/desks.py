"""Filters of the desks, the year of a registration, and what a sitting writes down."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from noilam.foundation import clock
from noilam.foundation.text import fold

from ..models import Commitment
from ..rules import STATE_NAMES
from .fields import DAY, PersonField, PlainFilters
from .filters import named


class DeskForm(PlainFilters):
    """Words of the matter or of its unit, and the kind."""

    q = forms.CharField(
        required=False,
        label=_("Có chữ"),
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(
        required=False, label=_("Loại"), choices=[("", _("Tất cả")), *Commitment.Kind.choices]
    )
    for_year = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def narrowed(self, found: QuerySet[Any]) -> QuerySet[Any]:
        given = self.cleaned_data if self.is_valid() else {}
        for word in fold(given.get("q", "")).split():
            found = found.filter(Q(search_key__contains=word) | Q(unit__search_key__contains=word))
        if given.get("kind"):
            found = found.filter(kind=given["kind"])
        if given.get("for_year"):
            found = found.filter(for_year=given["for_year"])
        return found


class YearForm(PlainFilters):
    """The year, and which of its matters are listed; the counts beside are of the whole year."""

    year = forms.IntegerField(
        required=False, label=_("Năm"), min_value=2000, max_value=2200, localize=False
    )
    unit = forms.CharField(required=False, label=_("Đơn vị (tên hoặc mã)"), max_length=120)
    state = forms.ChoiceField(required=False, label=_("Trạng thái"))

    def __init__(self, *arguments: Any, **given: Any) -> None:
        super().__init__(*arguments, **given)
        fields: Any = self.fields
        fields["year"].widget.attrs["placeholder"] = str(clock.today().year)
        states = [(state.value, translated(name)) for state, name in STATE_NAMES.items()]
        proposed = Commitment.Status.PROPOSED
        fields["state"].choices = [
            ("", _("Tất cả")),
            ("open", _("Chưa xong")),
            *states,
            (proposed, proposed.label),
        ]

    def chosen(self) -> int:
        """The year asked for, else this one."""
        given = self.cleaned_data.get("year") if self.is_valid() else None
        return int(given or clock.today().year)

    def narrowing(self) -> dict[str, Any]:
        """The rest, as `list_page.Filters` names it."""
        given = self.cleaned_data if self.is_valid() else {}
        unit = named("unit", given.get("unit", ""))
        if unit is None and given.get("unit"):
            self.add_error("unit", translated("Không có ai hay đơn vị nào mang tên hoặc mã này."))
        return {"unit": unit, "state": given.get("state", "")}


class SittingForm(forms.Form):
    """Names are those of `approve_many`."""

    body = forms.CharField(
        label=_("Cơ quan thông qua"),
        max_length=200,
        help_text=_("Ví dụ: Ban thường vụ, phiên ngày 02/02."),
    )
    document = forms.CharField(label=_("Văn bản (số, ngày)"), required=False, max_length=200)
    held_on = forms.DateField(
        label=_("Ngày họp"), widget=DAY, required=False, help_text=_("Để trống: hôm nay.")
    )
    verifier = PersonField(
        label=_("Người xác nhận (tên hoặc mã)"),
        required=False,
        max_length=120,
        help_text=_("Để trống: người mà mỗi cam kết đã nêu."),
    )
    verify_within = forms.IntegerField(
        label=_("Xác nhận trong (ngày)"),
        required=False,
        min_value=1,
        max_value=365,
        help_text=_("Để trống: theo sổ quy định."),
    )
