"""Turning what a browser sent into typed values."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import queries, rules
from .models import Notice, Preference

WISHES = [
    (rules.Wish.AT_ONCE, _("Gửi ngay, gộp thành một thư")),
    (rules.Wish.DAILY, _("Mỗi ngày một thư, sau giờ yên lặng")),
    (rules.Wish.NONE, _("Không gửi thư: tôi tự xem trong phần mềm")),
]
STATES = [("", _("Tất cả")), ("unread", _("Chưa đọc")), ("waiting", _("Chờ tôi báo đã nhận"))]


class FilterForm(forms.Form):
    state = forms.ChoiceField(label=_("Xem"), choices=STATES, required=False)
    words = forms.CharField(label=_("Tìm trong thông báo"), required=False, max_length=100)

    @property
    def filters(self) -> queries.Filters:
        """An unreadable filter is left out."""
        self.is_valid()
        return queries.Filters(**self.cleaned_data)


TO_TELL = [
    ("", _("Tất cả")),
    ("acknowledge", _("Cần xác nhận đã nhận")),
    ("no_mail", _("Người không có thư điện tử")),
]


class DeliveryFilterForm(forms.Form):
    state = forms.ChoiceField(label=_("Xem"), choices=TO_TELL, required=False)
    words = forms.CharField(label=_("Tên người nhận"), required=False, max_length=100)

    @property
    def wanted(self) -> queries.Wanted:
        """An unreadable filter is left out."""
        self.is_valid()
        return queries.Wanted(**self.cleaned_data)


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class PreferenceForm(forms.Form):
    mail = forms.ChoiceField(label=_("Thư điện tử"), choices=WISHES, widget=forms.RadioSelect)
    quiet_from = forms.TimeField(label=_("Yên lặng từ"), widget=TimeInput)
    quiet_to = forms.TimeField(label=_("đến"), widget=TimeInput)

    @classmethod
    def showing(cls, preference: Preference) -> "PreferenceForm":
        names = ("mail", "quiet_from", "quiet_to")
        return cls(initial={name: getattr(preference, name) for name in names})


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MissedCallForm(forms.Form):
    served_on = forms.DateField(label=_("Ngày gọi"), widget=DayInput)
    by = forms.CharField(label=_("Người gọi"), max_length=200)


class ServiceForm(forms.Form):
    """`others`: what else waits for the same person, to be brought along."""

    others = forms.TypedMultipleChoiceField(
        label=_("Báo cùng lần này"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, others: Sequence[Notice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["served_on", "by", "proof", "receipt", "others"])
        self.waiting = {each.pk: each for each in others}
        self.fields["others"].choices = [(each.pk, each.heading) for each in others]  # type: ignore[attr-defined]
        if not others:
            del self.fields["others"]

    def notices(self, notice: Notice) -> list[Notice]:
        """The one that was opened, and those that were ticked."""
        ticked = self.cleaned_data.get("others", [])
        return [notice, *(self.waiting[pk] for pk in ticked)]

    @property
    def service(self) -> dict[str, Any]:
        """What the action is told besides."""
        return {name: value for name, value in self.cleaned_data.items() if name != "others"}


class CallForm(ServiceForm, MissedCallForm):
    proof = forms.CharField(
        label=_("Người nhận đáp thế nào"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PaperForm(ServiceForm):
    served_on = forms.DateField(label=_("Ngày giao tận tay"), widget=DayInput)
    by = forms.CharField(label=_("Người giao"), max_length=200)
    proof = forms.CharField(
        label=_("Bằng chứng"),
        max_length=2000,
        help_text=_("Ai ký nhận, số biên nhận, cất ở đâu."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    receipt = forms.FileField(
        label=_("Bản chụp biên nhận đã ký"),
        required=False,
        help_text=_("Ảnh hoặc PDF. Chỉ cán bộ giao thông báo và người nhận mở được."),
    )
