"""What past months would have been under a draft: who gains, who loses, what tells nobody apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from noilam.organisation.models import Unit
from noilam.organisation.queries import chunks

from ...models import Simulation
from ...rules.criteria import CriteriaSet as Criteria
from ...rules.criteria import Criterion
from ...rules.outcome import Change, Spread, Tally, split
from ...rules.reading import criteria_of
from ...rules.simulation import How
from .answer_words import points_text, signed_text
from .criteria_list import month_text

State = Simulation.State
LITTLE = 50  # percent of the draft simulated: below it the totals say little
_TONES = {
    State.WAITING: "late",
    State.RUNNING: "late",
    State.DONE: "kept",
    State.FAILED: "broken",
}
SHOWN = 8  # of those who gain and lose most, on the page itself


@dataclass(frozen=True)
class UnitLine:
    """`then_at` and `draft_at` are where the bars end, in percent of the scale."""

    unit_id: int
    unit: str
    then: str
    draft: str
    moved: str
    tone: str  # up, down or empty
    sheets: int
    then_at: str
    draft_at: str


@dataclass(frozen=True)
class CriterionLine:
    """`mean_at` is where the bar of the mean ends, in percent."""

    code: str
    title: str
    points: str
    mean: int | None
    mean_at: str
    deviation: int
    full: int
    zero: int
    empty: int
    sheets: int
    flat: str  # "full", "zero", or empty
    why_not: str  # why it was not simulated


@dataclass(frozen=True)
class BandRow:
    title: str
    cells: list[tuple[int, str]]  # number, and same, up or down
    total: int


@dataclass(frozen=True)
class SimulationPage:
    simulation: Simulation
    months: str
    tone: str
    is_running: bool
    error: str
    failed_at: str  # the month that could not be scored
    coverage: int
    is_little: bool
    sheets: int
    compared: int
    then: str
    draft: str
    moved: str
    tone_moved: str
    then_at: str
    draft_at: str
    gains: list[UnitLine]
    losses: list[UnitLine]
    gain_count: int
    loss_count: int
    same_count: int
    bands: list[BandRow]
    band_heads: list[str]
    criteria: list[CriterionLine]
    flat_count: int
    left_out: list[CriterionLine]
    extras: list[str]
    measured: bool  # some answers were measured anew, as things are known now


def simulation_page(simulation: Simulation) -> SimulationPage:
    draft = criteria_of(simulation.revision.content)
    tally = Tally.read(simulation.outcome)
    gains, losses, same = split(tally.changes())
    names = _names([*gains[:SHOWN], *losses[:SHOWN]])
    then, now = tally.means()
    lines = [_criterion(each, tally.criteria.get(each.code)) for each in draft.criteria()]
    heads, bands = _bands(draft, tally)
    return SimulationPage(
        simulation=simulation,
        months=", ".join(map(month_text, simulation.months)),
        tone=_TONES[State(simulation.state)],
        is_running=simulation.state in (State.WAITING, State.RUNNING),
        error=tally.error,
        failed_at=month_text(simulation.months[simulation.months_done]) if tally.error else "",
        coverage=tally.coverage,
        is_little=tally.coverage < LITTLE,
        sheets=tally.sheets,
        compared=tally.compared,
        then=points_text(then),
        draft=points_text(now),
        moved=signed_text(now - then),
        tone_moved=_tone(now - then),
        then_at=_at(then, draft.max_points),
        draft_at=_at(now, draft.max_points),
        gains=unit_lines(gains[:SHOWN], names, draft.max_points),
        losses=unit_lines(losses[:SHOWN], names, draft.max_points),
        gain_count=len(gains),
        loss_count=len(losses),
        same_count=len(same),
        bands=bands,
        band_heads=heads,
        criteria=[each for each in lines if not each.why_not],
        flat_count=sum(bool(each.flat) for each in lines),
        left_out=[each for each in lines if each.why_not],
        extras=_extras(draft, tally),
        measured=any(each.how.get(How.MEASURE) for each in tally.criteria.values()),
    )


# Units ----------------------------------------------------------------------------------------


def changes(simulation: Simulation, which: str) -> list[Change]:
    """`which`: gains, losses, same, or all of them with who loses most first."""
    found = Tally.read(simulation.outcome).changes()
    gains, losses, same = split(found)
    return {"gains": gains, "losses": losses, "same": same}.get(which, found)


def unit_lines(
    found: Sequence[Change], names: Mapping[int, str] | None = None, full: int = 0
) -> list[UnitLine]:
    names = _names(found) if names is None else names
    return [_unit(each, names.get(each.unit_id, ""), full) for each in found]


def full_of(simulation: Simulation) -> int:
    return criteria_of(simulation.revision.content).max_points


def _unit(change: Change, name: str, full: int) -> UnitLine:
    return UnitLine(
        unit_id=change.unit_id,
        unit=name,
        then=points_text(change.then),
        draft=points_text(change.draft),
        moved=signed_text(change.moved),
        tone=_tone(change.moved),
        sheets=change.sheets,
        then_at=_at(change.then, full),
        draft_at=_at(change.draft, full),
    )


def _tone(moved: int) -> str:
    return "up" if moved > 0 else "down" if moved < 0 else ""


def _names(found: Iterable[Change]) -> dict[int, str]:
    names: dict[int, str] = {}
    for ids in chunks([each.unit_id for each in found]):
        names |= dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name"))
    return names


def _at(points: int, full: int) -> str:
    return f"{min(100 * points / full, 99.6):.2f}" if full else "0"  # the line itself has a width


# Criteria and bands -----------------------------------------------------------------------------


def _criterion(criterion: Criterion, spread: Spread | None) -> CriterionLine:
    found = spread or Spread()
    which = "full" if found.full_percent > found.zero_percent else "zero"
    return CriterionLine(
        code=criterion.code,
        title=criterion.title,
        points=points_text(criterion.max_points),
        mean=found.mean_percent if found.sheets else None,
        mean_at=str(found.mean_percent),
        deviation=found.deviation,
        full=found.full_percent,
        zero=found.zero_percent,
        empty=found.empty,
        sheets=found.sheets,
        flat=which if found.is_flat else "",
        why_not="" if found.is_simulated else _why_not(spread),
    )


def _why_not(spread: Spread | None) -> str:
    if spread is None:
        return _("không có đơn vị nào thuộc loại áp dụng")
    return {
        How.NEW: _("tiêu chí mới, tháng trước chưa ai được hỏi"),
        How.CHANGED: _("câu hỏi đã đổi so với bộ cũ"),
        How.NO_MEASURE: _("chỉ số chưa có trong hệ thống"),
    }[How(next(iter(spread.how)))]


def _bands(draft: Criteria, tally: Tally) -> tuple[list[str], list[BandRow]]:
    """Bands then down, under the draft across. A band is named alike in both sets by its code."""
    codes = [each.code for each in draft.bands]
    known = {*codes, ""}  # another set's own bands stand neither above nor below these
    then, now = tally.band_totals()
    codes += [code for code in then if code and code not in codes]
    codes += [""] if "" in then or "" in now else []
    titles = {each.code: each.title for each in draft.bands} | {"": _("Không xếp được")}
    heads = [titles.get(code, code) for code in codes]
    found = [
        BandRow(
            title=titles.get(before, before),
            cells=[
                (
                    tally.bands.get(before, {}).get(after, 0),
                    _moved(row, column) if before in known else "",
                )
                for column, after in enumerate(codes)
            ],
            total=then.get(before, 0),
        )
        for row, before in enumerate(codes)
        if then.get(before)
    ]
    return heads, found


def _moved(row: int, column: int) -> str:
    return "same" if row == column else "up" if column < row else "down"


def _extras(draft: Criteria, tally: Tally) -> list[str]:
    titles = {each.code: each.title for each in draft.extras()}
    return [f"{code}. {titles.get(code, '')}" for code in tally.unknown_extras]
