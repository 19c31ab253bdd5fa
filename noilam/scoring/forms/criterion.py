"""One criterion of a draft as somebody writes it: only the fields that its method asks for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from noilam.foundation import measures
from noilam.organisation.models import UnitKind
from noilam.organisation.queries import kind_name

from ..rules.criteria import Method, Source
from ..rules.names import NO_DATA_NAMES, SOURCE_NAMES
from .lines import AnchorsField, ItemsField, LinesField, PointsField, TiersField

Piece = dict[str, Any]
# The fields of each method: name in the form -> key in the content.
OF_METHOD: Mapping[Method, Mapping[str, str]] = {
    Method.RATIO: {"numerator": "num", "denominator": "den", "min_sample": "min_sample"},
    Method.TIERS: {"unit": "unit", "tiers": "tiers", "min_sample": "min_sample"},
    Method.CHECKLIST: {"items": "items"},
    Method.DEDUCT: {"per": "per", "unit": "unit"},
    Method.ANCHORED: {"anchors": "anchors"},
}
_PLAIN = {"code": "code", "title": "title", "max_points": "max", "no_data": "no_data"}
_SOMETIMES = {"kinds": "applies_to_org_types", "evidence": "evidence", "note": "note"}
KNOWN = {
    "source",
    "method",
    "wanted",
    *_PLAIN.values(),
    *_SOMETIMES.values(),
    *(key for keys in OF_METHOD.values() for key in keys.values()),
}


def kind_choices() -> list[tuple[str, str]]:
    return [(each.identifier, kind_name(each)) for each in UnitKind.objects.all()]


def note_field() -> forms.CharField:
    """Why the draft is changed: kept with the revision."""
    return forms.CharField(
        label=_("Sửa gì, vì sao"),
        required=False,
        max_length=300,
        help_text=_("Ghi lại cùng lần sửa. Để trống thì hệ thống tự ghi mã đã sửa."),
    )


class CriterionForm(forms.Form):
    """`method` decides which fields there are. `piece()` gives the content of the criterion."""

    section = forms.ChoiceField(label=_("Nhóm"))
    code = forms.CharField(label=_("Mã"), max_length=20)
    title = forms.CharField(
        label=_("Tên tiêu chí"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    max_points = PointsField(label=_("Điểm tối đa"), required=True)
    numerator = forms.CharField(label=_("Số đạt là"), max_length=300, required=False)
    denominator = forms.CharField(label=_("Tổng số là"), max_length=300, required=False)
    unit = forms.CharField(
        label=_("Đơn vị tính"),
        max_length=200,
        required=False,
        help_text=_("Ví dụ: percent (tỷ lệ phần trăm), báo cáo chậm hoặc thiếu."),
    )
    tiers = TiersField(
        label=_("Các mức"), help_text=_("Mỗi dòng một mức: từ bao nhiêu: mấy điểm. Ví dụ 90: 3")
    )
    items = ItemsField(
        label=_("Các mục"),
        help_text=_("Mỗi dòng: mã | nội dung | điểm. Ví dụ A2.1 | Ban hành đúng hạn | 1,5"),
    )
    per = PointsField(label=_("Mỗi lần trừ"))
    anchors = AnchorsField(
        label=_("Các mức mô tả"),
        help_text=_("Mỗi dòng: điểm | thế nào thì được. Ví dụ 4 | Hồ sơ đủ, đúng hạn"),
    )
    min_sample = forms.IntegerField(
        label=_("Mẫu tối thiểu"),
        required=False,
        min_value=0,
        help_text=_("Ít hơn số này thì coi như không có số liệu."),
    )
    source = forms.ChoiceField(label=_("Lấy từ đâu"))
    measure = forms.ChoiceField(label=_("Chỉ số của hệ thống"), required=False)
    argument = forms.IntegerField(
        label=_("Số đi kèm chỉ số"),
        required=False,
        min_value=0,
        help_text=_("Chỉ với chỉ số có ghi “số”: ví dụ quá hạn trên bao nhiêu ngày."),
    )
    no_data = forms.ChoiceField(label=_("Khi không phát sinh, không có số liệu"))
    kinds = forms.MultipleChoiceField(
        label=_("Chỉ áp dụng cho"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn: mọi loại đơn vị của bộ tiêu chí."),
    )
    evidence = LinesField(label=_("Minh chứng phải có"), rows=2, help_text=_("Mỗi dòng một loại."))
    note = forms.CharField(
        label=_("Ghi chú"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    change_note = note_field()

    def __init__(
        self, method: Method, content: Mapping[str, Any], *arguments: Any, **given: Any
    ) -> None:
        super().__init__(*arguments, **given)
        self.method, fields = method, self.fields
        for name in {name for names in OF_METHOD.values() for name in names} - set(
            OF_METHOD[method]
        ):
            del fields[name]
        choices: Any = fields
        choices["section"].choices = [
            (each["code"], f"{each['code']}. {each['title']}"[:120]) for each in content["sections"]
        ]
        choices["source"].choices = [(key, gettext(name)) for key, name in SOURCE_NAMES.items()]
        choices["no_data"].choices = [(key, gettext(name)) for key, name in NO_DATA_NAMES.items()]
        used = content.get("applies_to_org_types", [])
        choices["kinds"].choices = [each for each in kind_choices() if each[0] in used]
        choices["measure"].choices = measure_choices(self.initial.get("measure", ""))

    def own_fields(self) -> list[forms.BoundField]:
        """The fields of the method, in the order of the form."""
        return [self[name] for name in self.fields if name in OF_METHOD[self.method]]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        source = given.get("source", Source.MANUAL)
        if source != Source.MANUAL and not given.get("measure"):
            self.add_error("measure", _("Chọn chỉ số, hoặc để người chấm."))
        named = measures.measures().get(given.get("measure", ""))
        if named and named.takes and given.get("argument") is None and source != Source.MANUAL:
            self.add_error(
                "argument", _("Chỉ số này cần một số: {what}.").format(what=gettext(named.takes))
            )
        return given

    def piece(self, before: Mapping[str, Any] | None = None) -> Piece:
        """The criterion; what the form does not know of the one before stays."""
        given = self.cleaned_data
        kept = {name: value for name, value in (before or {}).items() if name not in KNOWN}
        made = {key: given[name] for name, key in _PLAIN.items()}
        made |= {"method": str(self.method), "source": self._source(), **kept}
        optional = {**OF_METHOD[self.method], **_SOMETIMES}
        return made | {key: given[name] for name, key in optional.items() if given[name]}

    def _source(self) -> str:
        given = self.cleaned_data
        if given["source"] == Source.MANUAL:
            return str(Source.MANUAL)
        named = measures.measures().get(given["measure"])
        argument = f":{given['argument']}" if named and named.takes else ""
        return f"{given['source']}:{given['measure']}{argument}"


def measure_choices(kept: str = "") -> list[tuple[str, str]]:
    """Installed measures; and the one that a draft names already, installed or not."""
    found = [("", gettext("Không dùng chỉ số"))]
    for name, each in measures.measures().items():
        takes = gettext(" (kèm số: {what})").format(what=gettext(each.takes)) if each.takes else ""
        found.append((name, f"{gettext(each.title)}{takes} · {name}"))
    if kept and kept not in dict(found):
        found.append((kept, gettext("{name} (chưa có trong hệ thống)").format(name=kept)))
    return found


def written(piece: Mapping[str, Any], section: str) -> dict[str, Any]:
    """A criterion as the form shows it again."""
    source, _colon, measure = str(piece.get("source", Source.MANUAL)).partition(":")
    name, _colon, argument = measure.partition(":")
    named = measures.find(measure) if measure else None
    if named:
        name, argument = named.name, "" if named.argument is None else str(named.argument)
    keys = _PLAIN | _SOMETIMES
    for names in OF_METHOD.values():
        keys |= names
    shown = {name: piece[key] for name, key in keys.items() if key in piece}
    return shown | {
        "section": section,
        "source": source,
        "measure": name if named else measure,
        "argument": argument if named else "",
    }
