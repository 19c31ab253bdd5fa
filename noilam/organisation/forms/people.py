"""What the organising board types about people, posts, areas, groupings and places."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from noilam.organisation import queries, rules
from noilam.organisation.models import Grouping

from .fields import ActorForm, DayField, PersonField, UnitField
from .units import the_place


class PeopleFilterForm(ActorForm):
    q = forms.CharField(
        label=_("Họ tên hoặc mã"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    unit = UnitField(label=_("Đơn vị (và cấp dưới)"), required=False)
    post = forms.CharField(label=_("Chức vụ"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[
            ("", _("Đang giữ chức vụ")),
            ("heads", _("Người đứng đầu")),
            ("managed", _("Diện cấp ủy quản lý")),
            ("past", _("Không giữ chức vụ")),
            ("all", _("Tất cả")),
        ],
    )


class PersonForm(forms.Form):
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120, required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)


class NewPersonForm(PersonForm):
    code = forms.CharField(label=_("Mã"), max_length=40, required=False)
    field_order = ["code", "full_name", "email", "phone"]


class PostForm(ActorForm):
    """A post and what goes with it."""

    post = forms.CharField(label=_("Chức vụ"), max_length=120, required=False)
    leads = forms.BooleanField(label=_("Người đứng đầu đơn vị"), required=False)
    is_acting = forms.BooleanField(label=_("Giao quyền, phụ trách"), required=False)
    is_concurrent = forms.BooleanField(label=_("Kiêm nhiệm"), required=False)
    legal_basis = forms.CharField(label=_("Căn cứ (quyết định)"), max_length=200, required=False)
    managed_by = UnitField(
        label=_("Cấp ủy quản lý chức vụ"), required=False, help_text=_("Để trống nếu không có.")
    )


class AppointForm(PostForm):
    person = PersonField(label=_("Người"))
    starts_on = DayField(label=_("Từ ngày"))
    ends_on = DayField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chưa định.")
    )
    field_order = ["person", "post", "starts_on", "ends_on", "leads"]


class EndPostForm(ActorForm):
    last_day = DayField(label=_("Ngày cuối cùng giữ chức"))
    basis = forms.CharField(label=_("Căn cứ (quyết định)"), max_length=200, required=False)
    successor = PersonField(
        label=_("Người kế nhiệm"),
        required=False,
        help_text=_("Người nhận phần kế thừa. Để trống nếu chưa có."),
    )

    def deed(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ChangePostForm(PostForm):
    on = DayField(label=_("Từ ngày"))
    field_order = ["on", "post"]

    def deed(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AreaForm(ActorForm):
    unit = UnitField(label=_("Phụ trách đơn vị (và cấp dưới)"), required=False)
    grouping = forms.ModelChoiceField(
        label=_("Hoặc khối, cụm, tiểu khu"), queryset=Grouping.objects.all(), required=False
    )
    field = forms.CharField(label=_("Hoặc lĩnh vực"), max_length=120, required=False)
    starts_on = DayField(label=_("Từ ngày"))
    ends_on = DayField(label=_("Đến trước ngày"), required=False)
    basis = forms.CharField(label=_("Căn cứ"), max_length=200, required=False)


class DayForm(forms.Form):
    """A bare day, for ending something."""

    ends_on = DayField(label=_("Kết thúc từ ngày"))


class GroupingForm(forms.Form):
    code = forms.CharField(label=_("Mã"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Loại"), choices=Grouping.Kind.choices)
    name = forms.CharField(label=_("Tên"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (value, _(label)) for value, label in Grouping.Kind.choices
        ]


class MemberForm(ActorForm):
    unit = UnitField(label=_("Đơn vị"))
    starts_on = DayField(label=_("Từ ngày"))


class PlaceForm(forms.Form):
    name = forms.CharField(label=_("Tên"), max_length=200, required=False)
    level = forms.ChoiceField(label=_("Cấp"))
    parent = forms.ChoiceField(label=_("Thuộc"), required=False)
    is_remote = forms.BooleanField(label=_("Vùng khó khăn, vùng sâu, vùng xa"), required=False)
    decision = forms.CharField(label=_("Căn cứ"), max_length=120, required=False)
    on = DayField(label=_("Từ ngày"))

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (value, _(label)) for value, label in rules.LEVELS.items()
        ]
        self.fields["parent"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((str(each.place_id), each.name) for each in queries.places_on(day)),
        ]

    def deed(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given["parent"] = the_place(given["parent"])
        return given


class NewPlaceForm(PlaceForm):
    code = forms.CharField(label=_("Mã"), max_length=40, required=False)
    field_order = ["code", "name"]

    def deed(self) -> dict[str, Any]:
        given = super().deed()
        given["starts_on"] = given.pop("on")
        return given
