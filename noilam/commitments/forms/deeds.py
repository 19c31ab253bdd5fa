"""One form for each deed on a commitment. Required only what no deed can do without."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions import Proof
from ..models import Evidence, Excuse, Verdict
from .fields import DAY, LONG, FilesField, LinesField, MilestonesField, PersonField, UnitField


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Lý do"), widget=LONG, max_length=2000, required=False)


class NothingForm(forms.Form):
    """A deed that needs no more than a yes."""


class ProgressForm(forms.Form):
    figure = forms.DecimalField(label=_("Đã đạt (số)"), required=False, localize=True)
    note = forms.CharField(label=_("Làm được gì, vướng gì"), widget=LONG, required=False)
    is_at_risk = forms.BooleanField(label=_("Có nguy cơ trễ hạn"), required=False)


class EvidenceForm(forms.Form):
    """Evidence in any of its shapes; at least one, which the rules ask for."""

    text = forms.CharField(label=_("Minh chứng bằng lời"), widget=LONG, required=False)
    link = forms.URLField(
        label=_("Liên kết"), required=False, max_length=300, assume_scheme="https"
    )
    figure = forms.CharField(label=_("Con số"), required=False, max_length=100)
    attachments = FilesField(
        label=_("Tệp, ảnh"),
        required=False,
        help_text=_("Chọn được nhiều tệp. Thông tin vị trí trong ảnh được xóa."),
    )

    def proofs(self, stored: list[Any]) -> list[Proof]:
        """What was given in words, and the files already stored."""
        words = [("text", Evidence.Kind.TEXT), ("link", Evidence.Kind.LINK)]
        words += [("figure", Evidence.Kind.FIGURE)]
        given = [Proof(self.cleaned_data[name], kind=kind) for name, kind in words]
        return given + [Proof(file=file, kind=Evidence.Kind.FILE) for file in stored]


class DoneForm(EvidenceForm):
    note = forms.CharField(label=_("Kết quả đã làm"), widget=LONG, required=False)
    field_order = ["note", "text", "link", "figure", "attachments"]


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Kết luận"), choices=Verdict.choices, widget=forms.RadioSelect, required=False
    )
    reason = forms.CharField(
        label=_("Căn cứ, nhận xét"),
        widget=LONG,
        required=False,
        help_text=_("Bắt buộc khi kết luận Đạt một phần hoặc Không đạt."),
    )


class ExtensionForm(forms.Form):
    due_on = forms.DateField(label=_("Xin đến ngày"), widget=DAY)
    reason = forms.CharField(label=_("Lý do"), widget=LONG, required=False)


class YesNoForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Quyết định"),
        choices=[("yes", _("Đồng ý")), ("no", _("Không đồng ý"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Lý do"), widget=LONG, required=False)


class ExcuseForm(forms.Form):
    kind = forms.ChoiceField(label=_("Loại"), choices=Excuse.Kind.choices, widget=forms.RadioSelect)
    from_on = forms.DateField(label=_("Từ ngày"), widget=DAY)
    to_on = forms.DateField(label=_("Đến ngày"), widget=DAY, required=False)
    reason = forms.CharField(label=_("Nguyên nhân"), widget=LONG, required=False)
    document = forms.CharField(label=_("Văn bản (số, ngày)"), required=False, max_length=200)
    agency = forms.CharField(label=_("Cơ quan đang chờ"), required=False, max_length=200)


class ApprovalForm(forms.Form):
    verifier = PersonField(label=_("Người xác nhận (tên hoặc mã)"), required=False, max_length=120)
    verify_within = forms.IntegerField(
        label=_("Xác nhận trong (ngày)"),
        required=False,
        min_value=1,
        max_value=365,
        help_text=_("Để trống: theo sổ quy định."),
    )
    decided_by = forms.CharField(label=_("Cơ quan quyết định"), required=False, max_length=200)
    decision_document = forms.CharField(
        label=_("Văn bản quyết định"), required=False, max_length=200
    )


class VerifierForm(forms.Form):
    verifier = PersonField(label=_("Người xác nhận mới (tên hoặc mã)"), max_length=120)
    reason = forms.CharField(label=_("Lý do"), widget=LONG, required=False)


class MilestonesForm(forms.Form):
    milestones = MilestonesField(
        label=_("Các mốc"),
        widget=LONG,
        required=False,
        help_text=_("Mỗi dòng: 30/06/2026 – xong bước một. Mốc đã đạt giữ nguyên."),
    )


class WaitsForm(forms.Form):
    waits_for = LinesField(
        label=_("Chờ những cam kết nào"),
        widget=LONG,
        required=False,
        help_text=_("Mỗi dòng một mã cam kết, ví dụ NV-2026-014. Để trống: không chờ gì."),
    )


class ReassignForm(forms.Form):
    """Names are those of `actions.reassign`."""

    unit = UnitField(
        label=_("Đơn vị mới (tên hoặc mã)"),
        required=False,
        max_length=120,
        help_text=_("Để trống: giữ đơn vị cũ."),
    )
    person = PersonField(
        label=_("Người mới (tên hoặc mã)"),
        required=False,
        max_length=120,
        help_text=_("Để trống: giữ người cũ."),
    )
    on = forms.DateField(
        label=_("Từ ngày"), widget=DAY, required=False, help_text=_("Để trống: hôm nay.")
    )
    reason = forms.CharField(label=_("Quyết định, lý do"), widget=LONG, required=False)
