"""What a clerk hands in: a file, a choice of meaning, a reason, filters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from noilam.exchange import rules
from noilam.exchange.models import Run


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp .xlsx hoặc .csv"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(rules.ENDINGS)}),
    )


class MeaningForm(forms.Form):
    """What one header or one name means."""

    what = forms.SlugField()
    typed = forms.CharField(max_length=300)
    chosen = forms.CharField(max_length=60)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do hoàn lại"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class RunsFilter(forms.Form):
    kind = forms.ChoiceField(label=_("Bảng"), required=False)
    status = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[("", _("Tất cả")), *((value, _(label)) for value, label in Run.Status.choices)],
    )

    def __init__(self, *args: object, kinds: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["kind"].choices = [("", _("Tất cả")), *kinds]  # type: ignore[attr-defined]


class ProblemsFilter(forms.Form):
    column = forms.ChoiceField(label=_("Cột"), required=False)
    row = forms.IntegerField(label=_("Dòng"), required=False, min_value=0)

    def __init__(self, *args: object, columns: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["column"].choices = [("", _("Tất cả")), *columns]  # type: ignore[attr-defined]
