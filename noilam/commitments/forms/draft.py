"""The paper on which a promise is written. A draft may be unfinished; what is given is readable."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, fold
from noilam.organisation.models import Unit
from noilam.organisation.queries import living_on

from .. import policies
from ..actions import Draft, SourceOf
from ..models import Commitment, Programme, Topic
from .fields import DAY, LONG, SHORT, MilestonesField, PersonField, SourcesField


class DraftForm(forms.Form):
    """Names are those of `actions.Draft`, so that a refusal finds its field."""

    statement = forms.CharField(
        label=_("Cam kết làm được gì"), widget=SHORT, max_length=500, required=False
    )
    kind = forms.ChoiceField(label=_("Loại"), choices=Commitment.Kind.choices)
    pace = forms.ChoiceField(
        label=_("Phân loại"),
        choices=[("", _("Chọn phân loại")), *Commitment.Pace.choices],
        required=False,
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label=_("Lĩnh vực"),
        required=False,
        empty_label=_("Chọn lĩnh vực"),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Đơn vị chủ trì"),
        required=False,
        empty_label=_("Chọn một đơn vị"),
    )
    person = PersonField(
        label=_("Người chịu trách nhiệm (tên hoặc mã)"), required=False, max_length=120
    )
    support = forms.CharField(
        label=_("Phối hợp"),
        required=False,
        max_length=300,
        help_text=_("Tên hoặc mã đơn vị, cách nhau bằng dấu chấm phẩy."),
    )
    starts_on = forms.DateField(label=_("Bắt đầu"), widget=DAY, required=False)
    due_on = forms.DateField(
        label=_("Hạn hoàn thành"),
        widget=DAY,
        required=False,
        help_text=_("Việc lặp lại: hạn của kỳ đầu tiên."),
    )
    recurrence = forms.ChoiceField(
        label=_("Lặp lại"),
        choices=[("", _("Không")), *Commitment.Recurrence.choices],
        required=False,
    )
    repeats_until = forms.DateField(label=_("Lặp đến ngày"), widget=DAY, required=False)
    measure = forms.CharField(
        label=_("Cách đo"),
        required=False,
        max_length=300,
        help_text=_("Thấy gì thì biết là đã làm xong."),
    )
    target_text = forms.CharField(label=_("Chỉ tiêu bằng lời"), required=False, max_length=200)
    baseline_text = forms.CharField(label=_("Hiện trạng bằng lời"), required=False, max_length=300)
    baseline = forms.DecimalField(label=_("Hiện trạng (số)"), required=False, localize=True)
    target = forms.DecimalField(label=_("Chỉ tiêu (số)"), required=False, localize=True)
    measure_unit = forms.CharField(label=_("Đơn vị tính"), required=False, max_length=40)
    solution = forms.CharField(label=_("Giải pháp"), widget=LONG, required=False)
    sources = SourcesField(
        label=_("Nguồn"),
        required=False,
        help_text=_(
            "Mỗi dòng một văn bản, cuộc họp, lời hứa. Có liên kết thì ghi: tên | https://…"
        ),
    )
    milestones = MilestonesField(
        label=_("Các mốc"), required=False, help_text=_("Mỗi dòng: 30/06/2026 – xong bước một.")
    )
    weight = forms.DecimalField(
        label=_("Trọng số"), initial=1, localize=True, decimal_places=2, max_digits=8
    )
    publicity = forms.ChoiceField(label=_("Công khai"), choices=Commitment.Publicity.choices)
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Thuộc chương trình"),
        required=False,
        empty_label=_("Chọn chương trình"),
    )
    for_year = forms.IntegerField(
        label=_("Đăng ký cho năm"), required=False, min_value=2000, max_value=2100
    )
    grounds = forms.CharField(
        label=_("Vì sao cấp bách, bức xúc"),
        widget=SHORT,
        required=False,
        help_text=_("Việc cấp bách: phản ánh, kết luận hay số liệu nào."),
    )
    resources = forms.CharField(label=_("Nguồn lực"), widget=SHORT, required=False)
    citizen_check = forms.CharField(
        label=_("Cách người dân xác nhận"), widget=SHORT, required=False
    )
    finding = forms.CharField(
        label=_("Hạn chế, khuyết điểm"),
        widget=SHORT,
        required=False,
        help_text=_("Chỉ với việc khắc phục."),
    )
    cause = forms.CharField(label=_("Nguyên nhân"), widget=SHORT, required=False)
    recheck_on = forms.DateField(label=_("Kiểm tra lại ngày"), widget=DAY, required=False)
    verifier = PersonField(
        label=_("Đề nghị người xác nhận (tên hoặc mã)"), required=False, max_length=120
    )
    parent = forms.ModelChoiceField(
        Commitment.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, actor: Actor, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        living = policies.units_to_promise_for(actor).filter(living_on(clock.today()))
        fields["unit"].queryset = living.order_by("code")
        running = Q(ends_on__gte=clock.today())
        if kept := self.initial.get("programme"):
            running |= Q(pk=getattr(kept, "pk", kept))
        fields["programme"].queryset = policies.visible_programmes(actor).filter(running)
        fields["parent"].queryset = policies.visible_commitments(actor)

    def part_of(self) -> Commitment | None:
        """The commitment that this one is a part of, as far as the reader may see it."""
        written = str(self["parent"].value() or "")
        seen = self.fields["parent"].queryset  # type: ignore[attr-defined]
        return seen.filter(pk=int(written)).first() if written.isdigit() else None

    def draft(self) -> Draft:
        """The typed values. Supporters that are no unit here stay as words."""
        given = {**self.cleaned_data}
        given.pop("sources")
        units, words = _supporters(given.pop("support"))
        return Draft(**given, support=units, support_text=words)

    def named_sources(self) -> list[SourceOf]:
        return list(self.cleaned_data["sources"])


def _supporters(typed: str) -> tuple[list[Unit], str]:
    units, words = [], []
    for each in filter(None, (part.strip() for part in typed.split(";"))):
        named = Unit.objects.filter(search_key=fold(each))
        match = Unit.objects.filter(code__iexact=each).first()
        if match is None and named.count() == 1:
            match = named.get()
        if match:
            units.append(match)
        else:
            words.append(each)
    return units, "; ".join(words)


def written(commitment: Commitment) -> dict[str, Any]:
    """A draft as the form shows it again."""
    names = [name for name in DraftForm.base_fields if hasattr(commitment, name)]
    shown = {name: getattr(commitment, name) for name in names}
    supporters = [unit.name for unit in commitment.support.all()]
    milestones = commitment.milestones.all()
    return shown | {
        "person": commitment.person.code if commitment.person else "",
        "verifier": commitment.verifier.code if commitment.verifier else "",
        "parent": commitment.parent_id,
        "support": "; ".join(filter(None, [*supporters, commitment.support_text])),
        "sources": SourcesField.written(commitment.sources.all()),
        "milestones": "\n".join(f"{day_text(each.due_on)} – {each.title}" for each in milestones),
    }
