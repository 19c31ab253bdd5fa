"""From what was written (docs/criteria.md) to the content that is stored, and to its values."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text

from . import lint
from .checking import problems_in, problems_with_blanks, problems_with_steps
from .criteria import (
    Anchor,
    Band,
    ChecklistItem,
    CriteriaSet,
    Criterion,
    Extra,
    Gate,
    Method,
    Mode,
    Rounding,
    Section,
    Source,
    Step,
    StepName,
    Tier,
    WhenNothing,
)
from .installing import PENALTY_COUNT
from .numbers import decimal, hundredths
from .shaping import Kinds, Shaping

__all__ = [
    "criteria_of",
    "hundredths",
    "normal",
    "problems_with_draft",
    "problems_with_issue",
    "read",
]

Content = Mapping[str, Any]
KEPT_ONLY = ("adoption", "quota", "year_rollup", "valid_from", "forbidden_inputs")


def read(content: Any, kinds: Kinds = None) -> tuple[CriteriaSet | None, list[Problem]]:
    """The values, or everything that is wrong, each with its place in words.

    `kinds`: what kinds of unit are called, folded -> identifier; None: whatever is written.
    """
    shaping = Shaping(kinds)
    shaped = shaping.whole(content)
    unread = {each.about for each in shaping.problems}  # absent for that reason alone
    further = [
        *problems_in(shaped),
        *problems_with_steps(_written_steps(content), shaped.get("workflow", [])),
        *lint.problems_with_words(shaped),
    ]
    problems = shaping.problems + [each for each in further if each.about not in unread]
    return (None, problems) if problems else (criteria_of(shaped), [])


def problems_with_issue(content: Any, kinds: Kinds = None) -> list[Problem]:
    """All that `read` finds, and what a draft may leave blank but a set that holds may not."""
    criteria, problems = read(content, kinds)
    return problems_with_blanks(content) if criteria else problems


def problems_with_draft(content: Any, kinds: Kinds = None) -> list[Problem]:
    """Of what `read` finds, what not even a draft under way may hold: what cannot be read, and what
    is never scored. Sums and bounds may wait until it is issued."""
    shaping = Shaping(kinds)
    shaped = shaping.whole(content)
    return [*shaping.problems, *lint.problems_with_words(shaped)]


def normal(content: Any, kinds: Kinds = None) -> dict[str, Any]:
    """The one form of a content that `read` passes: what is stored, and hashed."""
    return Shaping(kinds).whole(content)


def _written_steps(content: Any) -> list[Mapping[str, Any]]:
    """As typed, with what the stored form leaves out."""
    if not isinstance(content, Mapping):
        return []
    inner = content.get("criteria_set")
    places = [content, inner if isinstance(inner, Mapping) else {}]
    found = next((each["workflow"] for each in places if "workflow" in each), None)
    return [each for each in found or [] if isinstance(each, Mapping)]


def criteria_of(content: Content) -> CriteriaSet:
    """The set of a content that `read` has passed before: stored, or just read."""
    variance = content["variance_rule"]
    bonus, penalty = content.get("bonus", {}), content.get("penalty", {})
    return CriteriaSet(
        code=content["code"],
        title=content["title"],
        kinds=tuple(content["applies_to_org_types"]),
        max_points=hundredths(content["max_points"]),
        rounding=Rounding(
            hundredths(content["rounding"]["step"]), Mode(content["rounding"]["mode"])
        ),
        sections=tuple(_section(each) for each in content["sections"]),
        bands=tuple(_band(each) for each in content["bands"]),
        steps=tuple(_step(each) for each in content["workflow"]),
        gates=tuple(_gate(each) for each in content.get("gates", ())),
        bonuses=tuple(_extra(each) for each in bonus.get("items", ())),
        bonus_cap=hundredths(bonus.get("max_total", 0)),
        penalties=tuple(_extra(each) for each in penalty.get("items", ())),
        penalty_cap=hundredths(penalty.get("max_total", 0)),
        flag_difference=hundredths(variance["flag_if_abs_diff_gte"]),
        reason_required=variance["require_reason"],
        reply_difference=hundredths(variance["reply_if_abs_diff_gte"]),
        legal_basis=tuple(_basis(each) for each in content.get("legal_basis", ())),
        extra={name: content[name] for name in KEPT_ONLY if name in content},
    )


def _section(content: Content) -> Section:
    return Section(
        content["code"],
        content["title"],
        hundredths(content["max"]),
        tuple(_criterion(each) for each in content["criteria"]),
    )


def _criterion(content: Content) -> Criterion:
    source, _, measure = content["source"].partition(":")
    return Criterion(
        code=content["code"],
        title=content["title"],
        max_points=hundredths(content["max"]),
        method=Method(content["method"]),
        source=Source(source),
        no_data=WhenNothing(content["no_data"]),
        measure=measure,
        wanted=content.get("wanted", ""),
        numerator=content.get("num", ""),
        denominator=content.get("den", ""),
        unit=content.get("unit", ""),
        tiers=tuple(
            Tier(decimal(each["from"]), hundredths(each["points"]))
            for each in content.get("tiers", ())
        ),
        items=tuple(
            ChecklistItem(each["code"], each["title"], hundredths(each["points"]))
            for each in content.get("items", ())
        ),
        anchors=tuple(
            Anchor(hundredths(each["points"]), each["text"]) for each in content.get("anchors", ())
        ),
        per=hundredths(content.get("per", 0)),
        min_sample=content.get("min_sample", 0),
        kinds=tuple(content.get("applies_to_org_types", ())),
        evidence=tuple(content.get("evidence", ())),
        note=content.get("note", ""),
    )


def _extra(content: Content) -> Extra:
    return Extra(
        content["code"],
        content["title"],
        hundredths(content["points"]),
        content.get("max_times", 0),
        content.get("per", ""),
    )


def _band(content: Content) -> Band:
    return Band(
        content["code"],
        content["title"],
        hundredths(content["from"]),
        tuple(content.get("all_of", ())),
    )


def _gate(content: Content) -> Gate:
    metric = content.get("metric", "")
    return Gate(
        content["code"],
        content["op"],
        decimal(content["value"]),
        "" if metric == PENALTY_COUNT else metric,
        tuple(content.get("codes", ())),
        content.get("title", ""),
        content.get("wanted", ""),
    )


def _step(content: Content) -> Step:
    return Step(
        StepName(content["step"]),
        content.get("due_day", 0),
        content.get("due_working_days", 0),
        content.get("note", ""),
    )


def _basis(content: Content) -> str:
    day = day_text(date.fromisoformat(content["date"])) if "date" in content else ""
    return f"{content['ref']} ({day})" if day else content["ref"]
