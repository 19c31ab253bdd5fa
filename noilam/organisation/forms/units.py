"""What the office types about units: foundings, new names, moves, mergers, splits, ends."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from noilam.organisation import policies, queries, rules
from noilam.organisation.models import Grouping, Place, Unit, UnitKind

from .fields import ActorForm, DayField, UnitField


def kind_choices() -> list[tuple[str, str]]:
    return [(each.identifier, queries.kind_name(each)) for each in UnitKind.objects.all()]


def place_choices(day: date) -> list[tuple[str, str]]:
    return [("", "—"), *((str(each.place_id), each.name) for each in queries.places_on(day))]


def the_place(chosen: str) -> Place | None:
    return Place.objects.filter(pk=int(chosen)).first() if chosen else None


class UnitFilterForm(forms.Form):
    q = forms.CharField(
        label=_("Tên hoặc mã"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(label=_("Loại"), required=False)
    grouping = forms.ChoiceField(label=_("Khối, cụm, tiểu khu"), required=False)
    status = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[
            ("", _("Đang hoạt động")),
            ("ended", _("Đã kết thúc")),
            ("all", _("Tất cả")),
        ],
    )
    under = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", gettext("Tất cả"))]
        self.fields["kind"].choices = [*everything, *kind_choices()]  # type: ignore[attr-defined]
        self.fields["grouping"].choices = [  # type: ignore[attr-defined]
            *everything,
            *((str(each.pk), each.name) for each in Grouping.objects.all()),
        ]


class DecisionForm(ActorForm):
    """The day and the paper that every event needs."""

    on = DayField(label=_("Có hiệu lực từ ngày"))
    decision_number = forms.CharField(
        label=_("Số quyết định"), max_length=60, required=False, help_text=_("Ví dụ 12-QĐ/ĐU.")
    )
    decided_on = DayField(label=_("Ngày ký quyết định"), required=False)
    note = forms.CharField(
        label=_("Ghi chú"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    DECISION = ("on", "decision_number", "decided_on", "note")

    @property
    def decision(self) -> rules.Decision:
        given = self.cleaned_data
        return rules.Decision(given["decision_number"], given["decided_on"], given["note"])

    @property
    def decision_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.DECISION]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [each for each in self if each.name not in self.DECISION]

    def deed(self) -> dict[str, Any]:
        """What the action is told, apart from who acts and on which unit."""
        return {"on": self.cleaned_data["on"], "decision": self.decision}


class _UnderForm(DecisionForm):
    """A form that says under which unit something is to stand."""

    def _check_parent(self, parent: Unit | None) -> None:
        """Told beside the field, while all that was typed is still there."""
        if policies.may_change_organisation(self.actor, parent):
            return
        message = gettext("Chọn cấp trên: chỉ quản trị lập được đơn vị không có cấp trên.")
        if parent:
            message = gettext("Không được xếp đơn vị dưới {unit}. Chọn cấp trên khác.")
            message = message.format(unit=parent)
        self.add_error("parent", message)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "parent" in given:
            self._check_parent(given["parent"])
        return given


class FoundForm(_UnderForm):
    code = forms.CharField(label=_("Mã"), max_length=40, required=False)
    name = forms.CharField(label=_("Tên đơn vị"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Loại"))
    parent = UnitField(
        label=_("Cấp trên"), required=False, help_text=_("Để trống nếu không có cấp trên.")
    )
    place = forms.ChoiceField(label=_("Địa bàn"), required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]
        self.fields["place"].choices = place_choices(day)  # type: ignore[attr-defined]

    def deed(self) -> dict[str, Any]:
        given = self.cleaned_data
        place = the_place(given["place"])
        return {
            "code": given["code"],
            "name": given["name"],
            "kind": given["kind"],
            "parent": given["parent"],
            "place": place,
            "founded_on": given["on"],
            "decision": self.decision,
        }


class RenameForm(DecisionForm):
    name = forms.CharField(label=_("Tên mới"), max_length=200, required=False)

    def deed(self) -> dict[str, Any]:
        return super().deed() | {"name": self.cleaned_data["name"]}


class RetypeForm(DecisionForm):
    kind = forms.ChoiceField(label=_("Loại mới"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]

    def deed(self) -> dict[str, Any]:
        return super().deed() | {"kind": self.cleaned_data["kind"]}


class RelocateForm(DecisionForm):
    place = forms.ChoiceField(label=_("Địa bàn mới"), required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices(day)  # type: ignore[attr-defined]

    def deed(self) -> dict[str, Any]:
        place = the_place(self.cleaned_data["place"])
        return super().deed() | {"place": place}


class MoveForm(_UnderForm):
    parent = UnitField(
        label=_("Cấp trên mới"), required=False, help_text=_("Để trống nếu không còn cấp trên.")
    )

    def deed(self) -> dict[str, Any]:
        return super().deed() | {"parent": self.cleaned_data["parent"]}


class EndForm(DecisionForm):
    pass


class _NeighboursForm(_UnderForm):
    """A form that offers the units beside this one, and any other by its code."""

    def __init__(self, *args: Any, unit: Unit, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        if "kind" in self.fields:
            self.initial = {"kind": unit.kind.identifier, "parent": unit.parent, **self.initial}
        self.neighbours = {str(each.pk): each for each in queries.neighbours(self.actor, unit, day)}

    def _chosen(self, names: Sequence[str], others: str) -> list[Unit]:
        chosen = {name: self.neighbours[name] for name in names if name in self.neighbours}
        units = {each.pk: each for each in chosen.values()}
        for typed in filter(None, (each.strip() for each in others.split(";"))):
            field = UnitField(actor=self.actor)
            found = field.clean(typed)
            units[found.pk] = found
        return list(units.values())


class MergeForm(_NeighboursForm):
    inputs = forms.MultipleChoiceField(
        label=_("Sáp nhập cùng"), required=False, widget=forms.CheckboxSelectMultiple
    )
    other_inputs = forms.CharField(
        label=_("Đơn vị khác bị nhập"),
        required=False,
        max_length=400,
        help_text=_("Mã, cách nhau bằng dấu chấm phẩy."),
    )
    existing = UnitField(
        label=_("Nhập vào đơn vị đã có"),
        required=False,
        help_text=_("Để trống nếu lập đơn vị mới."),
    )
    code = forms.CharField(label=_("Mã đơn vị mới"), max_length=40, required=False)
    name = forms.CharField(label=_("Tên đơn vị mới"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Loại đơn vị mới"), required=False)
    parent = UnitField(label=_("Cấp trên của đơn vị mới"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]
        self.fields["inputs"].choices = [  # type: ignore[attr-defined]
            (pk, each.name) for pk, each in self.neighbours.items()
        ]

    def clean_other_inputs(self) -> list[Unit]:
        return self._chosen([], self.cleaned_data["other_inputs"])

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("existing") and given.get("code"):
            self.add_error(
                "existing", gettext("Chọn đơn vị đã có, hoặc ghi đơn vị mới; không cả hai.")
            )
        if not given.get("existing") and "parent" in given:
            self._check_parent(given["parent"])
        return given

    def deed(self) -> dict[str, Any]:
        given = self.cleaned_data
        others = [*self._chosen(given["inputs"], ""), *given["other_inputs"]]
        parent = given["parent"]
        output = given["existing"] or rules.NewUnit(
            given["code"], given["name"], given["kind"], parent.pk if parent else None
        )
        return super().deed() | {"inputs": [self.unit, *others], "output": output}


class SplitForm(_NeighboursForm):
    outputs = forms.MultipleChoiceField(
        label=_("Nhập vào các đơn vị đã có"), required=False, widget=forms.CheckboxSelectMultiple
    )
    other_outputs = forms.CharField(
        label=_("Đơn vị đã có khác"),
        required=False,
        max_length=400,
        help_text=_("Mã, cách nhau bằng dấu chấm phẩy."),
    )
    goes_on = forms.BooleanField(label=_("Đơn vị này tiếp tục hoạt động"), required=False)
    NEW = (1, 2, 3, 4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outputs"].choices = [  # type: ignore[attr-defined]
            (pk, each.name) for pk, each in self.neighbours.items()
        ]
        for number in self.NEW:
            self.fields[f"code_{number}"] = forms.CharField(
                label=gettext("Mã đơn vị mới {number}").format(number=number),
                max_length=40,
                required=False,
            )
            self.fields[f"name_{number}"] = forms.CharField(
                label=gettext("Tên đơn vị mới {number}").format(number=number),
                max_length=200,
                required=False,
            )

    def clean_other_outputs(self) -> list[Unit]:
        return self._chosen([], self.cleaned_data["other_outputs"])

    def deed(self) -> dict[str, Any]:
        given = self.cleaned_data
        existing = [*self._chosen(given["outputs"], ""), *given["other_outputs"]]
        if given["goes_on"]:
            existing.insert(0, self.unit)
        new = [
            rules.NewUnit(
                given[f"code_{number}"].strip(),
                given[f"name_{number}"].strip(),
                self.unit.kind.identifier,
                self.unit.parent_id,
            )
            for number in self.NEW
            if given[f"code_{number}"] or given[f"name_{number}"]
        ]
        return super().deed() | {"outputs": [*existing, *new]}


class CensusForm(forms.Form):
    counted_on = DayField(label=_("Đếm vào ngày"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for measure, name in rules.MEASURES.items():
            self.fields[measure.value] = forms.IntegerField(
                label=gettext(name), required=False, min_value=0
            )

    @property
    def totals(self) -> dict[str, int]:
        return {
            each.value: self.cleaned_data[each.value]
            for each in rules.Measure
            if self.cleaned_data.get(each.value) is not None
        }
