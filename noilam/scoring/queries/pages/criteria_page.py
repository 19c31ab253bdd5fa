"""One set of criteria: the document, where it stands, what may be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from noilam.consultation.policies import visible_consultations
from noilam.consultation.queries import Standing, unanswered
from noilam.consultation.queries import standing as consulted
from noilam.foundation.access import Actor
from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text

from ... import policies
from ...keys import CRITERIA
from ...models import CriteriaSet
from ...rules.installing import as_installed, wanted_in
from ...rules.reading import problems_with_issue
from ..criteria import criteria_of, installed, kind_names, kinds_stopped, versions_of
from ..drafts import OPEN
from .criteria_list import SetRow, month_text, months_text, rows, standing, this_month
from .criteria_words import Document, document

Status = CriteriaSet.Status


@dataclass(frozen=True)
class SetPage:
    row: CriteriaSet
    title: str
    standing: str
    tone: str
    months: str
    document: Document
    consultation: Standing | None
    may_open_consultation: bool
    versions: list[SetRow]
    problems: list[Problem]  # of a draft: what must be put right before it is issued
    revisions: int
    simulations: list[tuple[int, str]]
    is_open: bool
    may_draft: bool
    may_issue: bool


def set_page(actor: Actor, row: CriteriaSet) -> SetPage:
    text, tone = standing(row.status, row.first_month, row.until_month, this_month())
    is_open = row.status in OPEN
    may_draft = policies.may_draft_criteria(actor, row.unit)
    seen = set(
        policies.visible_criteria(actor).filter(unit=row.unit_id).values_list("pk", flat=True)
    )
    consultation = consulted(CRITERIA, row.pk)
    return SetPage(
        row=row,
        title=row.title,
        standing=text,
        tone=tone,
        months=months_text(row.first_month, row.until_month),
        document=document(criteria_of(row)),
        consultation=consultation,
        may_open_consultation=_is_open_to(actor, consultation),
        versions=[each for each in version_rows(row) if each.pk in seen],
        problems=problems_of(row) if is_open and may_draft else [],
        revisions=row.revisions.count() if is_open else 0,
        simulations=_simulations(actor, row),
        is_open=is_open,
        may_draft=may_draft,
        may_issue=is_open and policies.may_issue_criteria(actor, row),
    )


def _is_open_to(actor: Actor, consultation: Standing | None) -> bool:
    """An issued set is read by more people than were asked about its draft."""
    if consultation is None:
        return False
    return visible_consultations(actor).filter(pk=consultation.consultation_id).exists()


def problems_of(row: CriteriaSet) -> list[Problem]:
    return problems_with_issue(row.content, kind_names())


def version_rows(row: CriteriaSet) -> list[SetRow]:
    return rows(
        (
            each.pk,
            each.title,
            each.code,
            each.version,
            row.unit.name,
            each.status,
            each.first_month,
            each.until_month,
            each.decision_number,
            each.decided_on,
        )
        for each in versions_of(row)
    )


def _simulations(actor: Actor, row: CriteriaSet) -> list[tuple[int, str]]:
    if not policies.may_see_simulations(actor, row):
        return []
    told = row.simulations.values_list("pk", "months", "asked_at")[:5]
    return [
        (pk, _("{months}, hỏi ngày {day}").format(months=_months(months), day=day_text(asked)))
        for pk, months, asked in told
    ]


def _months(months: Sequence[int]) -> str:
    return ", ".join(map(month_text, months))


@dataclass(frozen=True)
class IssuePage:
    """What stands in the way of a decision. `unanswered` counts comments of all its rounds."""

    consultation: Standing | None
    unanswered: int
    wanted: list[str]  # measures that are not installed: their criteria are marked by hand
    stopped: list[str]  # kinds of unit that are scored no more


def issue_page(row: CriteriaSet) -> IssuePage:
    issued = as_installed(row.content, installed)
    found = consulted(CRITERIA, row.pk)
    return IssuePage(
        found,
        unanswered(CRITERIA, row.pk) if found else 0,
        wanted_in(issued),
        kinds_stopped(row, row.content),
    )
