"""A programme of work as somebody writes it, and the filters of the tree."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from noilam.foundation import clock, periods
from noilam.foundation.access import Actor
from noilam.organisation.models import Unit
from noilam.organisation.queries import living_on

from .. import policies
from ..actions import ProgrammeDraft
from ..models import Programme
from ..queries.pages.looks import period_text
from .fields import DAY, PersonField, PlainFilters
from .filters import named


class ProgrammeFilterForm(PlainFilters):
    q = forms.CharField(
        required=False,
        label=_("Của ai"),
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    year = forms.IntegerField(required=False, label=_("Năm"), min_value=2000, max_value=2200)
    unit = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    person = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    def filters(self) -> dict[str, Any]:
        given = self.cleaned_data if self.is_valid() else {}
        return {
            "words": given.get("q", ""),
            "year": given.get("year"),
            "unit": named("unit", given.get("unit", "")),
            "person": named("person", given.get("person", "")),
        }


def _offered(today: date) -> Iterator[periods.Period]:
    """The terms, years, quarters and months for which somebody may be writing now."""
    begun = today.year - today.year % 5
    yield periods.Term(begun, begun + 5)
    yield from (periods.Year(today.year + step) for step in (-1, 0, 1))
    yield from (
        periods.Quarter(today.year + step, number) for step in (0, 1) for number in range(1, 5)
    )
    yield from (
        periods.Month(today.year + step, number) for step in (0, 1) for number in range(1, 13)
    )


class ProgrammeForm(forms.Form):
    """Names are those of `actions.ProgrammeDraft`."""

    title = forms.CharField(label=_("Tên chương trình"), max_length=300, required=False)
    period = forms.ChoiceField(label=_("Kỳ"))
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Của đơn vị"),
        required=False,
        empty_label=_("Chọn một đơn vị"),
    )
    person = PersonField(label=_("Hoặc của người (tên hoặc mã)"), required=False, max_length=120)
    parent = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Nằm trong chương trình"),
        required=False,
        empty_label=_("Chọn chương trình"),
    )
    document = forms.CharField(label=_("Văn bản (số, ngày)"), required=False, max_length=200)
    issued_on = forms.DateField(label=_("Ngày ban hành"), widget=DAY, required=False)

    def __init__(self, actor: Actor, *arguments: Any, **given: Any) -> None:
        super().__init__(*arguments, **given)
        self.actor = actor
        today, asked = clock.today(), (given.get("initial") or {}).get("period", "")
        offered = [str(each) for each in _offered(today)]
        if asked and asked not in offered:
            offered.insert(0, asked)
        fields: Any = self.fields
        fields["period"].choices = [(each, period_text(each)) for each in offered]
        fields["period"].initial = str(today.year)
        units = policies.units_to_write_for(actor).filter(living_on(today))
        fields["unit"].queryset = units.order_by("code")
        running = policies.visible_programmes(actor).filter(ends_on__gte=today)
        longer = ~Q(period__regex=r"^\d{4}-\d{2}$")  # nothing nests in a month
        fields["parent"].queryset = running.filter(longer).order_by("-ends_on", "title")

    def clean_person(self) -> Any:
        """Somebody the actor may write for; others are no choice, as with the units."""
        person = self.cleaned_data["person"]
        if person is None or policies.may_write_programme(self.actor, None, person):
            return person
        raise forms.ValidationError(
            _("Anh/chị chỉ ghi được chương trình của mình và của người ở đơn vị mình ghi.")
        )

    def draft(self) -> ProgrammeDraft:
        given = {**self.cleaned_data}
        return ProgrammeDraft(**given | {"period": periods.parse(given["period"])})
