"""Choosing the units that get a commitment, and the one paper written for all of them."""

from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from noilam.foundation import clock
from noilam.foundation.text import fold
from noilam.organisation.models import Grouping, UnitKind
from noilam.organisation.policies import in_force
from noilam.organisation.queries import kind_name

from ..actions import Draft, SourceOf
from ..models import Commitment, Topic
from .fields import DAY, LONG, SHORT, LinesField, PlainFilters, SourcesField


class TakersForm(PlainFilters):
    """Units by kind, by grouping, by a part of the name."""

    q = forms.CharField(
        required=False,
        label=_("Tên hoặc mã"),
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(required=False, label=_("Loại đơn vị"))
    grouping = forms.ChoiceField(required=False, label=_("Khối, cụm"))

    def __init__(self, *arguments: Any, **given: Any) -> None:
        super().__init__(*arguments, **given)
        everything = ("", _("Tất cả"))
        fields: Any = self.fields
        kinds = [(each.identifier, kind_name(each)) for each in UnitKind.objects.all()]
        fields["kind"].choices = [everything, *kinds]
        groupings = [(str(each.pk), each.name) for each in Grouping.objects.order_by("name")]
        fields["grouping"].choices = [everything, *groupings]

    def narrowed(self, units: QuerySet[Any]) -> QuerySet[Any]:
        given = self.cleaned_data if self.is_valid() else {}
        for word in fold(given.get("q", "")).split():
            units = units.filter(search_key__contains=word)
        if given.get("kind"):
            units = units.filter(kind__identifier=given["kind"])
        if given.get("grouping"):
            today = clock.today()
            members = Grouping.objects.get(pk=int(given["grouping"])).members.filter(
                in_force(today)
            )
            units = units.filter(pk__in=members.values("unit"))
        return units


class ChecklistForm(forms.Form):
    """One matter a line; all else is the same for every line and every unit."""

    statements = LinesField(
        label=_("Giao việc gì"),
        required=False,
        widget=LONG,
        help_text=_("Mỗi dòng một việc. Đơn vị nào cũng nhận đủ các dòng."),
    )
    kind = forms.ChoiceField(label=_("Loại"), choices=Commitment.Kind.choices)
    pace = forms.ChoiceField(
        label=_("Phân loại"),
        choices=[("", _("Chọn phân loại")), *Commitment.Pace.choices],
        required=False,
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label=_("Lĩnh vực"),
        required=False,
        empty_label=_("Chọn lĩnh vực"),
    )
    starts_on = forms.DateField(label=_("Bắt đầu"), widget=DAY, required=False)
    due_on = forms.DateField(label=_("Hạn hoàn thành"), widget=DAY, required=False)
    measure = forms.CharField(
        label=_("Cách đo"),
        required=False,
        max_length=300,
        help_text=_("Thấy gì thì biết là đã làm xong."),
    )
    target = forms.DecimalField(label=_("Chỉ tiêu (số)"), required=False, localize=True)
    measure_unit = forms.CharField(label=_("Đơn vị tính"), required=False, max_length=40)
    solution = forms.CharField(label=_("Giải pháp"), widget=LONG, required=False)
    sources = SourcesField(
        label=_("Nguồn"),
        required=False,
        help_text=_(
            "Mỗi dòng một văn bản, cuộc họp, lời hứa. Có liên kết thì ghi: tên | https://…"
        ),
    )
    for_year = forms.IntegerField(
        label=_("Đăng ký cho năm"),
        required=False,
        min_value=2000,
        max_value=2200,
        help_text=_("Chỉ với việc cấp bách."),
    )
    grounds = forms.CharField(label=_("Vì sao cấp bách, bức xúc"), widget=SHORT, required=False)
    finding = forms.CharField(
        label=_("Hạn chế, khuyết điểm"),
        widget=SHORT,
        required=False,
        help_text=_("Chỉ với việc khắc phục."),
    )
    cause = forms.CharField(label=_("Nguyên nhân"), widget=SHORT, required=False)
    recheck_on = forms.DateField(label=_("Kiểm tra lại ngày"), widget=DAY, required=False)
    publicity = forms.ChoiceField(label=_("Công khai"), choices=Commitment.Publicity.choices)
    leave_out = forms.BooleanField(label=_("Bỏ đơn vị chưa có người đứng đầu"), required=False)

    def drafts(self) -> list[Draft]:
        """No line at all is one empty draft, so that the rules name every gap."""
        given = {**self.cleaned_data}
        for apart in ("sources", "leave_out"):
            given.pop(apart)
        lines = given.pop("statements") or [""]
        one = Draft(statement="", **given)
        return [replace(one, statement=line) for line in lines]

    def named_sources(self) -> list[SourceOf]:
        return list(self.cleaned_data["sources"])
