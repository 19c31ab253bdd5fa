"""What is typed about roles, stand-ins and sign-ins."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from noilam.accounts.models import Account
from noilam.organisation.queries.grants import accounts_named
from noilam.organisation.roles import NAMES, Role

from .fields import ActorForm, DayField, UnitField


class AccountField(forms.CharField):
    """A sign-in, found by user name, by its person's code, or by full name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, **kwargs)
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> Account | None:
        typed = super().clean(value)
        if not typed:
            return None
        found: Sequence[Account] = accounts_named(typed)
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(each.username for each in found[:5])
            raise forms.ValidationError(
                _("Có {count} người tên như vậy. Ghi tên đăng nhập: {names}.").format(
                    count=len(found), names=names
                )
            )
        raise forms.ValidationError(
            _("Không có tài khoản “{typed}”. Ghi tên đăng nhập hoặc mã cán bộ.").format(typed=typed)
        )


class _RoleForm(ActorForm):
    role = forms.ChoiceField(label=_("Vai trò"))
    starts_on = DayField(label=_("Từ ngày"))
    last_day = DayField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chưa định.")
    )
    only_here = forms.BooleanField(
        label=_("Chỉ ở đơn vị này, không gồm đơn vị cấp dưới"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, gettext(NAMES[role])) for role in Role]
        # Nothing is chosen beforehand: a role given by a slip is a door left open.
        self.fields["role"].choices = [("", "—"), *roles]  # type: ignore[attr-defined]

    def deed(self) -> dict[str, Any]:
        """As the action wants it: the period half-open."""
        given = dict(self.cleaned_data)
        last = given.pop("last_day")
        given["role"] = Role(given["role"])
        return given | {"ends_on": last + timedelta(days=1) if last else None}


class UnitGrantForm(_RoleForm):
    account = AccountField(
        label=_("Người được cấp"), help_text=_("Tên đăng nhập, mã cán bộ hoặc đủ họ tên.")
    )
    field_order = ["account", "role", "starts_on", "last_day", "only_here"]


class AccountGrantForm(_RoleForm):
    unit = UnitField(label=_("Đơn vị"), help_text=_("Mã hoặc đủ tên đơn vị."))
    field_order = ["unit", "role", "starts_on", "last_day", "only_here"]


class StandInForm(forms.Form):
    stand_in = AccountField(
        label=_("Người làm thay"), help_text=_("Tên đăng nhập, mã cán bộ hoặc đủ họ tên.")
    )
    starts_on = DayField(label=_("Từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"))
    reason = forms.CharField(label=_("Lý do vắng mặt"), max_length=200)

    def deed(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"ends_on": given.pop("last_day") + timedelta(days=1)}


class SignInFilterForm(ActorForm):
    unit = UnitField(label=_("Đơn vị (và cấp dưới)"), required=False)
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[
            ("", _("Tất cả")),
            ("lacking", _("Chưa có đăng nhập")),
            ("waiting", _("Đã có thẻ, chưa vào lần nào")),
            ("open", _("Đang dùng")),
            ("closed", _("Đã đóng")),
        ],
    )
    q = forms.CharField(
        label=_("Họ tên"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
