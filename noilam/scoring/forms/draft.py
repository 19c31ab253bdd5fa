"""The pieces of a draft as somebody writes them: its frame, sections, extras, bands, steps."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from noilam.foundation.access import Actor
from noilam.organisation.models import Unit

from .. import policies
from ..rules.criteria import StepName
from ..rules.editing import Part, blank_criterion
from ..rules.names import MODE_NAMES, STEP_NAMES
from ..rules.schema import BLANKS
from .criterion import Piece, kind_choices, note_field
from .lines import BandsField, BasisField, GatesField, PointsField, kept_roles, number

LONG = forms.Textarea(attrs={"rows": 3})


# The draft's frame --------------------------------------------------------------------------


class NewSetForm(forms.Form):
    """The least that a draft begins with; the rest is written in the editor."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Đơn vị ban hành"))
    code = forms.CharField(
        label=_("Mã bộ tiêu chí"), max_length=40, help_text=_("Ví dụ TC-THANG. Không đổi về sau.")
    )
    title = forms.CharField(label=_("Tên bộ tiêu chí"), max_length=300, widget=LONG)
    kinds = forms.MultipleChoiceField(
        label=_("Chấm loại đơn vị nào"), widget=forms.CheckboxSelectMultiple
    )
    max_points = PointsField(label=_("Thang điểm"), required=True, initial=100)

    def __init__(self, actor: Actor, *arguments: Any, **given: Any) -> None:
        super().__init__(*arguments, **given)
        fields: Any = self.fields
        fields["unit"].queryset = policies.units_to_draft_for(actor).order_by("code")
        fields["kinds"].choices = kind_choices()

    def content(self) -> Piece:
        """A set that could hold, with one section of one criterion to be written."""
        given = self.cleaned_data
        points = given["max_points"]
        whole, blank = Decimal(str(points)), blank_criterion("A1", points, *BLANKS)
        return {
            "schema_version": 1,
            "code": given["code"],
            "title": given["title"],
            "applies_to_org_types": given["kinds"],
            "max_points": points,
            "rounding": {"step": 0.25, "mode": "half_up"},
            "workflow": [{"step": name, **due} for name, due in _USUAL_STEPS],
            "sections": [{"code": "A", "title": "Nhóm A", "max": points, "criteria": [blank]}],
            "bands": [
                {
                    "code": code,
                    "title": title,
                    "from": number(round(whole * share / 100, 2)),
                }
                for code, title, share in _USUAL_BANDS
            ],
        }


# What a new draft begins with; each is changed in the editor. The shares are those of
# 366-QĐ/TW and of decree 335/2025/NĐ-CP: 90, 70, 50.
_USUAL_BANDS = (
    ("XS", "Hoàn thành xuất sắc nhiệm vụ", 90),
    ("T", "Hoàn thành tốt nhiệm vụ", 70),
    ("HT", "Hoàn thành nhiệm vụ", 50),
    ("KHT", "Không hoàn thành nhiệm vụ", 0),
)
_USUAL_STEPS = (
    ("self_score", {"due_day": 3}),
    ("appraise", {"due_day": 6}),
    ("cross_check", {"due_day": 9}),
    ("reply", {"due_working_days": 3}),
    ("approve", {"due_day": 15}),
    ("notify", {"due_working_days": 1}),
    ("appeal", {"due_working_days": 5}),
)


class FrameForm(forms.Form):
    title = forms.CharField(label=_("Tên bộ tiêu chí"), max_length=300, widget=LONG)
    kinds = forms.MultipleChoiceField(
        label=_("Chấm loại đơn vị nào"), widget=forms.CheckboxSelectMultiple
    )
    max_points = PointsField(label=_("Thang điểm"), required=True)
    step = PointsField(label=_("Làm tròn từng tiêu chí đến"), required=True)
    mode = forms.ChoiceField(label=_("Cách làm tròn"))
    flag = PointsField(label=_("Lệch từ bao nhiêu điểm thì nêu riêng khi phê duyệt"), required=True)
    reply = PointsField(
        label=_("Một tiêu chí lệch từ bao nhiêu điểm thì đơn vị giải trình"), required=True
    )
    bonus_cap = PointsField(label=_("Tổng điểm thưởng không quá"))
    penalty_cap = PointsField(label=_("Tổng điểm trừ không quá"))
    legal_basis = BasisField(
        label=_("Căn cứ"), help_text=_("Mỗi dòng: số, ký hiệu | ngày. Ví dụ 366-QĐ/TW | 30/08/2025")
    )
    change_note = note_field()

    def __init__(self, *arguments: Any, **given: Any) -> None:
        super().__init__(*arguments, **given)
        fields: Any = self.fields
        fields["kinds"].choices = kind_choices()
        fields["mode"].choices = [(key, gettext(name)) for key, name in MODE_NAMES.items()]

    @staticmethod
    def written(content: Mapping[str, Any]) -> dict[str, Any]:
        variance = content["variance_rule"]
        return {
            "title": content["title"],
            "kinds": content["applies_to_org_types"],
            "max_points": content["max_points"],
            "step": content["rounding"]["step"],
            "mode": content["rounding"]["mode"],
            "flag": variance["flag_if_abs_diff_gte"],
            "reply": variance["reply_if_abs_diff_gte"],
            "bonus_cap": content.get("bonus", {}).get("max_total"),
            "penalty_cap": content.get("penalty", {}).get("max_total"),
            "legal_basis": content.get("legal_basis", []),
        }

    def changed(self, content: Mapping[str, Any]) -> Piece:
        given = self.cleaned_data
        made = dict(content) | {
            "title": given["title"],
            "applies_to_org_types": given["kinds"],
            "max_points": given["max_points"],
            "rounding": {**content["rounding"], "step": given["step"], "mode": given["mode"]},
            "variance_rule": {
                **content["variance_rule"],
                "flag_if_abs_diff_gte": given["flag"],
                "reply_if_abs_diff_gte": given["reply"],
            },
        }
        made["legal_basis"] = kept_roles(content.get("legal_basis", []), given["legal_basis"])
        for side in (Part.BONUS, Part.PENALTY):
            made = _capped(made, side, given[f"{side}_cap"])
        return made


def _capped(content: Piece, side: Part, cap: Any) -> Piece:
    """A side without items has no cap either."""
    if side not in content or cap is None:
        return content
    return content | {str(side): {**content[side], "max_total": cap}}


class SectionForm(forms.Form):
    code = forms.CharField(label=_("Mã nhóm"), max_length=20)
    title = forms.CharField(label=_("Tên nhóm"), max_length=300, widget=LONG)
    max_points = PointsField(label=_("Tổng điểm của nhóm"), required=True)
    change_note = note_field()

    @staticmethod
    def written(piece: Mapping[str, Any]) -> dict[str, Any]:
        return {"code": piece["code"], "title": piece["title"], "max_points": piece["max"]}

    def piece(self, before: Mapping[str, Any] | None = None) -> Piece:
        """A new section begins with a criterion to be written."""
        given = self.cleaned_data
        made = {"code": given["code"], "title": given["title"], "max": given["max_points"]}
        blank = blank_criterion(f"{given['code']}1", given["max_points"], *BLANKS)
        return {"criteria": [blank], **(before or {}), **made}


class ExtraForm(forms.Form):
    """A bonus or a penalty."""

    code = forms.CharField(label=_("Mã"), max_length=20)
    title = forms.CharField(label=pgettext_lazy("extra", "Nội dung"), max_length=500, widget=LONG)
    points = PointsField(label=_("Điểm mỗi lần"), required=True)
    max_times = forms.IntegerField(
        label=_("Nhiều nhất mấy lần"),
        required=False,
        min_value=0,
        help_text=_("Để trống: không giới hạn số lần, chỉ giới hạn tổng điểm."),
    )
    per = forms.CharField(label=_("Tính theo"), required=False, max_length=60)
    change_note = note_field()

    @staticmethod
    def written(piece: Mapping[str, Any]) -> dict[str, Any]:
        return dict(piece)

    def piece(self, before: Mapping[str, Any] | None = None) -> Piece:
        given = self.cleaned_data
        kept = {
            name: value
            for name, value in (before or {}).items()
            if name not in ("max_times", "per")
        }
        made = {name: given[name] for name in ("code", "title", "points")}
        optional = {name: given[name] for name in ("max_times", "per") if given[name]}
        return kept | made | optional


class BandsForm(forms.Form):
    bands = BandsField(
        rows=5,
        label=_("Các mức xếp loại"),
        help_text=_(
            "Mỗi dòng, cao nhất trước: mã | tên | từ mấy điểm | mã các điều kiện kèm theo."
        ),
    )
    gates = GatesField(
        rows=5,
        label=_("Các điều kiện kèm theo"),
        help_text=_(
            "Mỗi dòng: mã | chỉ số, hoặc mã các điểm trừ | so với số nào | nói bằng lời. "
            "Ví dụ khong_bao_cao_sai | M1 | = 0 | Không báo cáo sai sự thật"
        ),
    )
    change_note = note_field()

    @staticmethod
    def written(content: Mapping[str, Any]) -> dict[str, Any]:
        return {"bands": content["bands"], "gates": content.get("gates", [])}

    def changed(self, content: Mapping[str, Any]) -> Piece:
        given = self.cleaned_data
        made = dict(content) | {"bands": given["bands"], "gates": given["gates"]}
        return made if made["gates"] else {k: v for k, v in made.items() if k != "gates"}


_COUNTED = {
    "due_day": _("ngày của tháng sau"),
    "due_working_days": _("ngày làm việc sau bước trước"),
}


class StepsForm(forms.Form):
    """For each step its day and what is to be done; a step without a day is left out."""

    change_note = note_field()

    def __init__(self, *arguments: Any, **given: Any) -> None:
        super().__init__(*arguments, **given)
        asked: dict[str, forms.Field] = {}
        for name in STEP_NAMES:
            asked[f"{name}_day"] = forms.IntegerField(
                label=pgettext_lazy("step", "Ngày"), required=False, min_value=1, max_value=60
            )
            asked[f"{name}_counted"] = forms.ChoiceField(
                label=_("Đếm theo"), choices=list(_COUNTED.items())
            )
            asked[f"{name}_note"] = forms.CharField(
                label=_("Làm gì"), required=False, max_length=300
            )
        self.fields = {**asked, **self.fields}

    def lines(self) -> list[tuple[str, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Each step's name and its three fields."""
        return [
            (gettext(label), *(self[f"{name}_{part}"] for part in ("day", "counted", "note")))  # type: ignore[misc]
            for name, label in STEP_NAMES.items()
        ]

    @staticmethod
    def written(content: Mapping[str, Any]) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        for step in content["workflow"]:
            counted = "due_day" if "due_day" in step else "due_working_days"
            shown[f"{step['step']}_day"] = step.get(counted)
            shown[f"{step['step']}_counted"] = counted
            shown[f"{step['step']}_note"] = step.get("note", "")
        return shown

    def changed(self, content: Mapping[str, Any]) -> Piece:
        before = {each["step"]: each for each in content["workflow"]}
        steps = [
            self._step(name, before.get(name, {}))
            for name in STEP_NAMES
            if self.cleaned_data[f"{name}_day"]
        ]
        return dict(content) | {"workflow": steps}

    def _step(self, name: StepName, before: Mapping[str, Any]) -> Piece:
        given = self.cleaned_data
        asked = ("due_day", "due_working_days", "note")
        kept = {key: value for key, value in before.items() if key not in asked}
        step = {"step": str(name), given[f"{name}_counted"]: given[f"{name}_day"], **kept}
        return step | ({"note": given[f"{name}_note"]} if given[f"{name}_note"] else {})
