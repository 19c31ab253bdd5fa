"""What was promised, in the words of the page: shown on a commitment and before each deed on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from noilam.foundation.text import day_text, number_text

from ...models import Evidence
from .around import Lines
from .chain import opened
from .due_page import verify_time


@dataclass(frozen=True)
class SourceLine:
    """Where the word came from; `link` is where it can be read, if that is known."""

    pk: int
    label: str
    link: str


@dataclass(frozen=True)
class Said:
    """Facts as a day knew them, ready to be written. Empty ones are left out by the page."""

    result: str
    unit: str
    unit_id: int | None
    person: str
    person_id: int | None
    support: str
    starts: str
    due: str
    earlier: list[str]  # due days that were in force before
    asked: str  # the day asked for and not yet decided
    verify_time: str
    decided: str
    sources: list[SourceLine]
    weight: str
    recheck: str
    programme_id: int | None
    programme: str


def said_of(commitment: Any, lines: Lines, evidence: Sequence[Any], on: date) -> Said:
    """Of a commitment as known on a day (`as_known`), with its lines and evidence as known then."""
    held = lines["holding"][-1] if lines["holding"] else None
    asked = [line.due_on for line in lines["extension"] if line.decided_on is None]
    programme = _programme(commitment, lines)
    return Said(
        result=_result(commitment, reached_by(lines, evidence)),
        unit=held.unit_name if held else str(commitment.unit or ""),
        unit_id=held.unit_id if held else commitment.unit_id,
        person=held.person_full_name if held else str(commitment.person or ""),
        person_id=held.person_id if held else commitment.person_id,
        support=supporters(commitment, lines),
        starts=day_text(commitment.starts_on),
        due=day_text(commitment.then_due_on),
        earlier=[day_text(line.due_on) for line in lines["due"][:-1]],
        asked=day_text(asked[-1]) if asked else "",
        verify_time=verify_time(commitment, on),
        decided=" · ".join(filter(None, [commitment.decided_by, commitment.decision_document])),
        sources=[SourceLine(each.pk, each.label, opened(each)) for each in lines["source"]],
        weight=number_text(commitment.weight),
        recheck=day_text(commitment.recheck_on),
        programme_id=programme.pk if programme else None,
        programme=programme.title if programme else "",
    )


def supporters(commitment: Any, lines: Lines) -> str:
    named = [line.name for line in lines["support"]]
    return "; ".join(filter(None, [*named, commitment.support_text]))


def reached_by(lines: Lines, evidence: Sequence[Any]) -> Decimal | str:
    """The newest figure told: in a report on the way, or as evidence. Words where it is none."""
    told: list[tuple[date, Decimal | str]] = [
        (line.reported_on, line.figure) for line in lines["progress"] if line.figure is not None
    ]
    told += [
        (each.given_on, as_number(each.text))
        for each in evidence
        if each.kind == Evidence.Kind.FIGURE and each.text
    ]
    return max(told, key=lambda each: each[0], default=(None, ""))[1]


def as_number(text: str) -> Decimal | str:
    """1.284,5 as people write it; words stay words."""
    plain = text.strip()
    try:
        return Decimal(plain.replace(".", "").replace(",", "."))
    except InvalidOperation:
        return plain


def figure_text(figure: Decimal | str | None) -> str:
    return figure if isinstance(figure, str) else number_text(figure)


def _result(commitment: Any, reached: Decimal | str) -> str:
    """Measure, target, where it began and where it stands, as sentences."""
    target = figure_text(commitment.target) or commitment.target_text
    baseline = figure_text(commitment.baseline) or commitment.baseline_text
    unit = commitment.measure_unit
    told = [
        commitment.measure,
        _("Chỉ tiêu: {figure}").format(figure=f"{target} {unit}".strip()) if target else "",
        _("Ban đầu: {figure}").format(figure=baseline) if baseline else "",
        _("Đến nay: {figure}").format(figure=figure_text(reached)) if reached != "" else "",
    ]
    return ". ".join(each.rstrip(" .") for each in told if each)


def _programme(commitment: Any, lines: Lines) -> Any:
    own = [line for line in lines["programme"] if line.pk == commitment.programme_id]
    return own[0] if own else None
