"""What a sitting writes down: decisions one by one, then the vote over the whole list."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from noilam.foundation.errors import Problem

from ..models import Mark
from ..queries.marks import Standing
from ..queries.packs import PackEntry, PackPage
from ..queries.pages.typed import typed_before
from ..rules.voting import Decision, Verdict, Votes, undecided
from .marks import Before, ChangesForm, changes_posted

LONGEST = 2000


class VotesForm(forms.Form):
    """Counts and the paper; whether they agree is for the rules."""

    members = forms.IntegerField(label=_("Tổng số ủy viên"), min_value=0, max_value=500)
    present = forms.IntegerField(label=_("Có mặt"), min_value=0, max_value=500)
    in_favour = forms.IntegerField(label=_("Tán thành"), min_value=0, max_value=500)
    against = forms.IntegerField(label=_("Không tán thành"), min_value=0, max_value=500, initial=0)
    abstained = forms.IntegerField(label=_("Không ý kiến"), min_value=0, max_value=500, initial=0)
    minutes = forms.CharField(label=_("Biên bản (số, ngày)"), max_length=200)

    def votes(self) -> Votes:
        given = self.cleaned_data
        return Votes(
            given["members"],
            given["present"],
            given["in_favour"],
            given["against"],
            given["abstained"],
        )


@dataclass(frozen=True)
class Asked:
    """A sheet that is decided alone: what was chosen and why, as typed. `changes` are its marks
    where they are opened for change."""

    entry: PackEntry
    decision: str = ""
    reason: str = ""
    changes: ChangesForm | None = None
    before: Before | None = None

    @property
    def prefix(self) -> str:
        return f"s{self.entry.sheet.pk}."


@dataclass
class PackForm:
    """Everything typed on the page of a sitting."""

    asked: list[Asked] = field(default_factory=list)
    rest: list[PackEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def decisions(self) -> dict[int, Decision]:
        return {
            each.entry.sheet.pk: Decision(
                each.decision, each.reason, each.changes.changes if each.changes else {}
            )
            for each in self.asked
            if each.decision
        }


def pack_form(page: PackPage, posted: QueryDict | None) -> PackForm:
    """Exceptions stand alone, and whatever else the sitting took out of the rest."""
    alone = numbers(posted.getlist("alone")) if posted else set()
    opened = numbers(posted.getlist("opened")) if posted else set()
    if posted:
        what, _colon, pk = posted.get("deed", "").partition(":")
        opened |= numbers([pk]) if what == "open" else set()
    form = PackForm()
    for entry in page.entries:
        if entry.is_exception or entry.sheet.pk in alone:
            form.asked.append(_asked(entry, posted, opened))
        else:
            form.rest.append(entry)
    for each in form.asked:
        form.problems += each.changes.problems if each.changes else []
        if not (each.decision or each.entry.is_exception):  # else it would go with the rest again
            form.problems.append(undecided(each.entry.sheet.pk))
    return form


def _asked(entry: PackEntry, posted: QueryDict | None, opened: Collection[int]) -> Asked:
    pk = entry.sheet.pk
    if posted is None:
        return Asked(entry)
    decision, reason = posted.get(f"d{pk}", ""), posted.get(f"r{pk}", "").strip()[:LONGEST]
    decision = decision if decision in set(Verdict) else ""
    if pk not in opened:
        return Asked(entry, decision, reason)
    before = stood(entry.held)
    if str(pk) not in posted.getlist("opened"):  # its fields are drawn now for the first time
        return Asked(entry, Verdict.CHANGED, reason, ChangesForm(before.typed), before)
    changes = changes_posted(
        entry.held.criteria, codes_of(entry.held), before, posted, prefix=f"s{pk}."
    )
    return Asked(entry, decision or Verdict.CHANGED, reason, changes, before)


def codes_of(held: Standing) -> list[str]:
    """A sitting may see any mark otherwise."""
    applying = [each.code for each in held.criteria.criteria() if each.applies_to(held.kind)]
    return [*applying, *(each.code for each in held.criteria.extras())]


def stood(held: Standing) -> Before:
    answers, times = held.answers(), held.times()
    own = held.changed(Mark.Stage.APPROVE)
    notes = {code: mark.reason for code, mark in own.items()}
    typed = typed_before(held.criteria, answers, times, notes)
    return Before(answers, times, typed, frozenset(own))


def numbers(written: Iterable[str]) -> set[int]:
    return {int(each) for each in written if each.isdigit()}
