"""Days, units and people as people type them: a code, a name, or a suggestion of the browser."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from noilam.foundation.access import Actor
from noilam.organisation import queries
from noilam.organisation.models import Person, Unit

UNIT_CHOICES = "unit-choices"  # ids of the browser's suggestion lists
PERSON_CHOICES = "person-choices"


class DayField(forms.DateField):
    """A day: from the browser's calendar, or typed as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"invalid": _("Ghi ngày như 05/03/2026.")},
            **kwargs,
        )

    def to_python(self, value: Any) -> date | None:
        return super().to_python(value)


class _NamedField(forms.CharField):
    """A row found by what was typed, among those the actor may see."""

    choices_id = ""
    unknown: Any = ""

    def __init__(self, *, actor: Actor | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)
        self.actor = actor
        self.widget.attrs |= {"list": self.choices_id, "autocomplete": "off"}

    def find(self, typed: str) -> Sequence[Any]:
        raise NotImplementedError

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        found = self.find(typed)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(self.unknown.format(typed=typed))
        raise forms.ValidationError(
            _("Có {count} kết quả cho “{typed}”: {codes}. Ghi mã.").format(
                count=len(found),
                typed=typed,
                codes="; ".join(f"{each.code} {each}" for each in found[:5]),
            )
        )

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Unit | Person) else value


class UnitField(_NamedField):
    choices_id = UNIT_CHOICES
    unknown = _("Không thấy đơn vị “{typed}”. Ghi mã, hoặc đủ tên như trong danh sách đơn vị.")

    def find(self, typed: str) -> Sequence[Unit]:
        return queries.units_named(self.actor, typed) if self.actor else []


class PersonField(_NamedField):
    choices_id = PERSON_CHOICES
    unknown = _("Không thấy ai là “{typed}”. Ghi mã, hoặc đủ họ tên như trong danh sách người.")

    def find(self, typed: str) -> Sequence[Person]:
        return queries.people_named(self.actor, typed) if self.actor else []


class ActorForm(forms.Form):
    """A form whose fields find only what its reader may see."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        for field in self.fields.values():
            if isinstance(field, _NamedField):
                field.actor = actor
