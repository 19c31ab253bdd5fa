"""What people type to ask, to comment, to answer, and to find their way among comments."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.organisation.forms.fields import ActorForm, DayField
from noilam.organisation.models import Person, Unit
from noilam.organisation.queries import living_on, people_named, units_named

from . import policies
from .keys import WHOLE_DRAFT
from .models import Comment
from .queries.comments import Filters
from .queries.one import Voice
from .rules import TITLE_LENGTH

LONG = forms.Textarea(attrs={"rows": 5})
TALL = forms.Textarea(attrs={"rows": 16})
SEARCH = forms.TextInput(attrs={"type": "search"})
MOST_CHOICES = 60  # parts that a list to choose from may hold


class NamesField(forms.CharField):
    """Units or people, one a line, by code or full name, among those the reader may see."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, find: Any, unknown: Any, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.find, self.unknown = find, unknown
        self.actor: Actor | None = None

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in (super().clean(value) or "").splitlines()]
        found, wrong = [], []
        for line in filter(None, lines):
            matches = self.find(self.actor, line) if self.actor else []
            if len(matches) == 1:
                found.append(matches[0])
            else:
                wrong.append(self._wrong(line, matches))
        if wrong:
            raise forms.ValidationError(wrong)
        return found

    def _wrong(self, line: str, matches: Sequence[Unit | Person]) -> str:
        if not matches:
            return str(self.unknown).format(typed=line)
        codes = "; ".join(f"{each.code} {each}" for each in matches[:5])
        return gettext("Có {count} kết quả cho “{typed}”: {codes}. Ghi mã.").format(
            count=len(matches), typed=line, codes=codes
        )


class BodiesForm(ActorForm):
    """Who is asked."""

    all_below = forms.BooleanField(label=_("Mọi đơn vị trực thuộc nơi hỏi"), required=False)
    units = NamesField(
        find=units_named,
        unknown=_("Không thấy đơn vị “{typed}”. Ghi mã, hoặc đủ tên như trong danh sách đơn vị."),
        label=_("Các đơn vị"),
        help_text=_("Mỗi dòng một đơn vị: tên hoặc mã."),
    )
    people = NamesField(
        find=people_named,
        unknown=_("Không thấy ai là “{typed}”. Ghi mã, hoặc đủ họ tên như trong danh sách người."),
        label=_("Những người được hỏi riêng"),
        help_text=_("Mỗi dòng một người: họ tên hoặc mã. Ví dụ các cấp ủy viên."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        for name in ("units", "people"):
            self.fields[name].actor = actor  # type: ignore[attr-defined]

    def bodies(self, asking: Unit) -> dict[str, Collection[Any]]:
        """Units and people as the actions take them."""
        below = Unit.objects.filter(living_on(clock.today()), parent=asking).order_by("code")
        units = list(below) if self.cleaned_data["all_below"] else []
        units += [each for each in self.cleaned_data["units"] if each not in units]
        return {"units": units, "people": self.cleaned_data["people"]}


class OpenForm(BodiesForm):
    """A text that no other floor keeps, opened for comment."""

    title = forms.CharField(label=_("Tên dự thảo"), max_length=TITLE_LENGTH, required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Nơi hỏi ý kiến"), empty_label=None)
    note = forms.CharField(
        label=_("Giới thiệu: dự thảo về việc gì, cần góp ý điều gì"), widget=LONG, required=False
    )
    text = forms.CharField(
        label=_("Nội dung dự thảo"),
        widget=TALL,
        required=False,
        help_text=_(
            "Dán văn bản vào. Phần mềm chia theo Phần, Chương, Mục, Điều, số thứ tự; không có thì "
            "theo đoạn."
        ),
    )
    closes_on = DayField(label=_("Góp ý đến hết ngày"))
    field_order = ["title", "unit", "note", "text", "closes_on", "all_below", "units", "people"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        offered: Any = self.fields["unit"]
        offered.queryset = policies.units_to_ask_for(actor).order_by("code")
        offered.initial = offered.queryset.first()


class DraftForm(forms.Form):
    """The next draft of a text that was written here."""

    text = forms.CharField(label=_("Nội dung dự thảo"), widget=TALL, required=False)
    note = forms.CharField(label=_("Đã sửa những gì, vì sao"), widget=LONG, required=False)


class ExtensionForm(forms.Form):
    closes_on = DayField(label=_("Góp ý đến hết ngày"))
    reason = forms.CharField(label=_("Lý do"), widget=LONG, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Lý do"), widget=LONG, required=False)


class CommentForm(forms.Form):
    voice = forms.ChoiceField(label=_("Ý kiến của"), widget=forms.RadioSelect)
    text = forms.CharField(label=pgettext_lazy("one", "Ý kiến"), widget=LONG, required=False)
    wording = forms.CharField(
        label=_("Đề nghị viết lại là"),
        widget=LONG,
        required=False,
        help_text=_("Câu chữ thay thế, nếu có."),
    )

    def __init__(self, *args: Any, voices: Sequence[Voice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voices = {each.value: each for each in voices}
        offered: Any = self.fields["voice"]
        offered.choices = [(each.value, each.name) for each in voices]
        offered.initial = next(iter(self.voices), "")
        if len(voices) == 1:
            offered.widget = forms.HiddenInput()

    def said(self) -> dict[str, Any]:
        """Names are those of `actions.comment`."""
        given = dict(self.cleaned_data)
        voice = self.voices[given.pop("voice")]
        return given | {"unit": voice.unit, "person": voice.person}


class AnswerForm(forms.Form):
    disposition = forms.ChoiceField(
        label=_("Xử lý"),
        choices=Comment.Disposition.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    reason = forms.CharField(
        label=_("Tiếp thu thế nào, hoặc vì sao không"),
        widget=LONG,
        required=False,
        help_text=_("Bắt buộc khi không tiếp thu, chỉ tiếp thu một phần, hoặc đổi câu trả lời."),
    )


class ListFilterForm(forms.Form):
    q = forms.CharField(required=False, label=_("Có chữ"), max_length=100, widget=SEARCH)
    state = forms.ChoiceField(
        required=False,
        label=_("Tình trạng"),
        choices=[
            ("", _("Tất cả")),
            ("mine", _("Chờ tôi góp ý")),
            ("open", _("Đang lấy ý kiến")),
            ("answering", _("Hết hạn, đang trả lời")),
            ("done", _("Đã xong")),
        ],
    )

    def filters(self) -> dict[str, str]:
        self.is_valid()
        given = self.cleaned_data
        return {"words": given.get("q", ""), "state": given.get("state", "")}


class CommentFilterForm(forms.Form):
    """Among thousands of comments: by part, by what became of them, by whose, by words."""

    q = forms.CharField(required=False, label=_("Có chữ"), max_length=100, widget=SEARCH)
    whose = forms.CharField(required=False, label=_("Của đơn vị, người"), max_length=100)
    state = forms.ChoiceField(
        required=False,
        label=_("Xử lý"),
        choices=[
            ("", _("Tất cả")),
            ("unanswered", _("Chưa trả lời")),
            ("answered", _("Đã trả lời")),
            *Comment.Disposition.choices,
            ("withdrawn", _("Đã rút")),
        ],
    )
    part = forms.ChoiceField(required=False, label=_("Phần"))

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`parts`: keys and titles to choose from; a part chosen elsewhere stays chosen."""
        super().__init__(*args, **kwargs)
        asked, known = self.data.get("part", ""), {key for key, _title in parts}
        offered: Any = self.fields["part"]
        others = [(asked, asked)] if asked and asked != WHOLE_DRAFT and asked not in known else []
        choices = [("", _("Tất cả")), (WHOLE_DRAFT, _("Toàn bộ dự thảo")), *others]
        offered.choices = [*choices, *((key, title[:70]) for key, title in parts)]
        if len(parts) > MOST_CHOICES:
            offered.widget = forms.HiddenInput()

    def filters(self, sort: str) -> Filters:
        self.is_valid()
        given = self.cleaned_data
        part = given.get("part", "")
        return Filters(
            words=given.get("q", ""),
            whose=given.get("whose", ""),
            state=given.get("state", ""),
            part={"": None, WHOLE_DRAFT: ""}.get(part, part),
            sort=sort,
        )
