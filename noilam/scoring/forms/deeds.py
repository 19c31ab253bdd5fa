"""What is asked for a deed on a sheet besides its marks."""

from collections.abc import Collection

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Appeal
from ..queries.pages.stage_bar import stage_name

LONG = forms.Textarea(attrs={"rows": 6})
SHORT = forms.Textarea(attrs={"rows": 3})
MOST = 8000  # characters


class ReplyForm(forms.Form):
    """Empty words are for the rules to refuse, so that the sentence is one."""

    text = forms.CharField(label=_("Ý kiến của đơn vị"), widget=LONG, max_length=MOST)


class ReturnForm(forms.Form):
    """Where to, and why."""

    to = forms.ChoiceField(label=_("Trả lại bước"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Lý do, cần sửa gì"), widget=LONG, max_length=MOST)

    def __init__(self, *given: object, places: Collection[str], **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        field = self.fields["to"]
        field.choices = [(each, stage_name(each)) for each in places]  # type: ignore[attr-defined]
        field.initial = next(iter(places), None)


class AppealForm(forms.Form):
    text = forms.CharField(
        label=_("Khiếu nại điều gì, vì sao"),
        widget=LONG,
        max_length=MOST,
        help_text=_("Nêu mã tiêu chí và căn cứ. Người khác với những người đã chấm sẽ xét."),
    )


class CorrectionForm(forms.Form):
    minutes = forms.CharField(
        label=_("Biên bản hoặc quyết định của cấp ủy (số, ngày)"),
        max_length=150,
        help_text=_("Điểm đã biểu quyết chỉ cấp ủy quyết định sửa; đây là nơi ghi lại."),
    )
    reason = forms.CharField(
        label=_("Lý do sửa bản đã chốt"),
        widget=SHORT,
        max_length=MOST,
        help_text=_("Bản cũ vẫn giữ. Đơn vị được báo cùng lý do này."),
    )


class AppealDecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Kết luận"), choices=Appeal.Outcome.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Lý do"), widget=SHORT, max_length=MOST)


class LookForm(forms.Form):
    note = forms.CharField(label=_("Đã xem, thấy gì"), max_length=1000)


class EvidenceForm(forms.Form):
    file = forms.FileField(label=_("Tệp minh chứng"), required=False)
    text = forms.CharField(
        label=_("Hoặc xem ở đâu"),
        required=False,
        max_length=500,
        help_text=_("Ví dụ: biên bản số 4 ngày 02/10, lưu tại văn phòng."),
    )


class UploadForm(forms.Form):
    file = forms.FileField(label=_("Phiếu Excel đã ghi"))
