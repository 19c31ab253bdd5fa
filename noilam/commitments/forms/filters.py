"""The filters of the lists, read from the URL. What cannot be read asks for nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from noilam.foundation.text import fold
from noilam.organisation.models import Person, Unit

from ..models import Commitment, Programme
from ..queries.pages.list_page import Filters
from ..rules import STATE_NAMES
from .fields import DAY

RARE = ("kind", "pace", "person", "due_from", "due_to")


class FilterForm(forms.Form):
    """A list's filters. Units and people are named by code or by a part of their name."""

    q = forms.CharField(required=False, label=_("Có chữ"), max_length=100)
    state = forms.ChoiceField(required=False, label=_("Trạng thái"))
    kind = forms.ChoiceField(
        required=False, label=_("Loại"), choices=[("", _("Tất cả")), *Commitment.Kind.choices]
    )
    pace = forms.ChoiceField(
        required=False, label=_("Phân loại"), choices=[("", _("Tất cả")), *Commitment.Pace.choices]
    )
    unit = forms.CharField(required=False, label=_("Đơn vị (tên hoặc mã)"), max_length=120)
    person = forms.CharField(required=False, label=_("Người (tên hoặc mã)"), max_length=120)
    due_from = forms.DateField(required=False, label=_("Hạn từ"), widget=DAY)
    due_to = forms.DateField(required=False, label=_("Hạn đến"), widget=DAY)
    topic = forms.CharField(required=False, widget=forms.HiddenInput, max_length=120)
    source = forms.CharField(required=False, widget=forms.HiddenInput, max_length=300)
    programme = forms.IntegerField(required=False, widget=forms.HiddenInput)
    mine = forms.BooleanField(required=False, widget=forms.HiddenInput)
    given = forms.RegexField(r"^\d{1,12}-\d{1,12}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        states = [(state.value, _(name)) for state, name in STATE_NAMES.items()]
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", _("Tất cả")),
            ("open", _("Chưa xong")),
            *states,
            (Commitment.Status.DRAFT, Commitment.Status.DRAFT.label),
            (Commitment.Status.PROPOSED, Commitment.Status.PROPOSED.label),
        ]

    def asked_fields(self) -> list[forms.BoundField]:
        """The rarer fields, once asked for. The three plain ones are written out in the template:
        drawing them as components costs as much as the rows of the list."""
        return [self[name] for name in RARE] if self._asks_rarely() else []

    def states(self) -> list[tuple[str, str, bool]]:
        """The choices of the state: value, name, whether it is chosen."""
        chosen = self.data.get("state", "")
        field: Any = self.fields["state"]
        return [(value, label, value == chosen) for value, label in field.choices]

    def more(self) -> str:
        """Where all fields are shown; empty where they are already."""
        if self._asks_rarely():
            return ""
        asked: Any = self.data.copy()  # type: ignore[attr-defined]
        asked["all_filters"] = "1"
        return f"?{asked.urlencode()}"

    def _asks_rarely(self) -> bool:
        return any(self.data.get(name) for name in (*RARE, "all_filters"))

    def filters(self, sort: str) -> Filters:
        """As typed values. A unit or person that nobody is called finds nothing on purpose."""
        self.is_valid()
        given = self.cleaned_data
        return Filters(
            words=given.get("q", ""),
            state=given.get("state", ""),
            kind=given.get("kind", ""),
            pace=given.get("pace", ""),
            unit=self._named("unit"),
            person=self._named("person"),
            programme=_programme(given.get("programme")),
            topic=given.get("topic", ""),
            source=given.get("source", ""),
            due_from=given.get("due_from"),
            due_to=given.get("due_to"),
            mine=bool(given.get("mine")),
            given=_first_and_last(given.get("given", "")),
            sort=sort,
        )

    def _named(self, name: str) -> Any:
        typed = self.cleaned_data.get(name, "")
        match = named(name, typed)
        if match is None and typed.strip():
            message = _("Không có ai hay đơn vị nào mang tên hoặc mã này.")
            self.add_error(name, message)
        return match


NAMED: dict[str, Any] = {"unit": Unit, "person": Person}


def named(what: str, typed: str) -> Any:
    """The unit or person of a code, else the first whose name holds what was typed."""
    typed = typed.strip()
    if not typed:
        return None
    rows = NAMED[what].objects
    by_code = rows.filter(code__iexact=typed).first()
    return by_code or rows.filter(search_key__contains=fold(typed)).order_by("code").first()


def _first_and_last(written: str) -> tuple[int, int] | None:
    first, _dash, last = written.partition("-")
    return (int(first), int(last)) if written else None


def _programme(programme_id: int | None) -> Programme | None:
    return Programme.objects.filter(pk=programme_id).first() if programme_id else None
