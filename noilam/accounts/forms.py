"""What people type at the door and on their own page."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from . import rules
from .models import Account
from .policies import PERMISSIONS


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("Mã cán bộ hoặc số điện thoại, như ghi trên thẻ."),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    remember = forms.BooleanField(label=_("Nhớ tên đăng nhập trên máy này"), required=False)

    def clean_username(self) -> str:
        """One spelling, so that a name typed another way is not another name to the lockout."""
        return rules.sign_in_name(self.cleaned_data["username"])


class CardForm(forms.Form):
    code = forms.CharField(
        label=_("Mã trên thẻ"),
        max_length=40,
        help_text=_("12 chữ và số, ba nhóm. Chữ hoa hay chữ thường đều được."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        return rules.card_key(self.cleaned_data["code"])


class PasswordForm(forms.Form):
    """A new password, twice. `account` lets the validators see whose it is."""

    password = forms.CharField(
        label=_("Mật khẩu mới"),
        strip=False,
        max_length=200,
        help_text=_("Ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Gõ lại mật khẩu mới"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        password, again = given.get("password"), given.get("again")
        if password and again and password != again:
            self.add_error("again", _("Hai lần gõ không giống nhau. Hãy gõ lại cả hai."))
        elif password:
            try:
                validate_password(password, self.account)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given


class ChangePasswordForm(PasswordForm):
    current = forms.CharField(
        label=_("Mật khẩu đang dùng"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["current", "password", "again"]


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Ngôn ngữ"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class ContactForm(forms.Form):
    email = forms.EmailField(
        label=_("Thư điện tử"), required=False, help_text=_("Thông báo của bạn đến đây.")
    )
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)


class AccountForm(forms.Form):
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("Mã cán bộ hoặc số điện thoại."),
    )
    label = forms.CharField(label=_("Họ và tên"), max_length=120)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)


class PermissionsForm(forms.Form):
    permissions = forms.MultipleChoiceField(
        label=_("Quyền trên toàn hệ thống"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["permissions"]
        field.choices = [  # type: ignore[attr-defined]
            (each, _(name)) for each, name in PERMISSIONS.items()
        ]


class AccountFilterForm(forms.Form):
    status = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[
            ("", _("Tất cả")),
            ("open", _("Đang mở")),
            ("waiting", _("Chưa vào lần nào")),
            ("closed", _("Đã đóng")),
            ("permitted", _("Có quyền trên toàn hệ thống")),
        ],
    )
    q = forms.CharField(
        label=_("Tìm theo tên"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
