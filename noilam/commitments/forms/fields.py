"""Fields of this floor's forms: people and units by name, several lines, milestones, files."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from noilam.foundation import clock
from noilam.foundation.text import fold, tidy
from noilam.organisation.models import Person, Unit
from noilam.organisation.queries import living_on

from ..actions import SourceOf
from ..models import Source

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LONG = forms.Textarea(attrs={"rows": 4})


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files at once."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(each, initial) for each in data or [] if each]


class PersonField(forms.CharField):
    """A person by code or full name; the name alone when nobody else bears it."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        by_code = Person.objects.filter(code__iexact=typed).first()
        named = list(Person.objects.filter(search_key=fold(typed))[:5])
        if by_code or len(named) == 1:
            return by_code or named[0]
        if not named:
            raise forms.ValidationError(_("Không tìm thấy ai mang tên hoặc mã này."))
        codes = ", ".join(f"{each} ({each.code})" for each in named)
        raise forms.ValidationError(
            _("Nhiều người cùng tên: %(people)s. Ghi mã của người cần chọn."),
            params={"people": codes},
        )


class UnitField(forms.CharField):
    """A living unit by code or full name; the name alone when no other bears it."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        living = Unit.objects.filter(living_on(clock.today()))
        by_code = living.filter(code__iexact=typed).first()
        named = list(living.filter(search_key=fold(typed))[:5])
        if by_code or len(named) == 1:
            return by_code or named[0]
        if not named:
            raise forms.ValidationError(_("Không tìm thấy đơn vị nào mang tên hoặc mã này."))
        codes = ", ".join(f"{each} ({each.code})" for each in named)
        raise forms.ValidationError(
            _("Nhiều đơn vị cùng tên: %(units)s. Ghi mã của đơn vị cần chọn."),
            params={"units": codes},
        )


SHORT = forms.Textarea(attrs={"rows": 2})
_MILESTONE = re.compile(r"^\s*(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\s*[:–-]?\s*(.+)$")


class LinesField(forms.CharField):
    """One thing a line."""

    widget = SHORT

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]


class SourcesField(LinesField):
    """Lines of "Nghị quyết 15, mục II.3 | https://…": the link may be left out."""

    def clean(self, value: Any) -> Any:
        return [self._source(line) for line in super().clean(value)]

    def _source(self, line: str) -> SourceOf:
        label, bar, link = line.rpartition("|")
        is_link = bool(bar) and not {"/", ":"}.isdisjoint(link)
        return SourceOf(tidy(label), link=link.strip()) if is_link else SourceOf(tidy(line))

    @staticmethod
    def written(sources: Iterable[Source]) -> str:
        """As the field reads it again."""
        return "\n".join(" | ".join(filter(None, [each.label, each.link])) for each in sources)


class MilestonesField(LinesField):
    """Lines of "30/06/2026 – xong bước một"."""

    def clean(self, value: Any) -> Any:
        return [self._milestone(line) for line in super().clean(value)]

    def _milestone(self, line: str) -> tuple[str, date]:
        try:
            day, title = _MILESTONE.match(line).groups()  # type: ignore[union-attr]
            return title.strip(), datetime.strptime(re.sub(r"[.-]", "/", day), "%d/%m/%Y").date()  # noqa: DTZ007
        except (AttributeError, ValueError):
            raise forms.ValidationError(
                _("Không đọc được mốc “%(line)s”. Ghi: ngày/tháng/năm – việc."),
                params={"line": line},
            ) from None


class PlainFilters(forms.Form):
    """Filters few enough to be shown all."""

    def asked_fields(self) -> list[forms.BoundField]:
        return self.visible_fields()
