"""What words and deeds show on other floors' pages (config/panels.py)."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from noilam.foundation.access import Actor
from noilam.organisation.models import Person, Unit
from noilam.organisation.policies import inside_units, may_see
from noilam.organisation.queries import roots
from noilam.organisation.rules import Reading
from noilam.ui.pieces import Panel

from . import policies, queries, rules
from .models import Commitment
from .queries import panel_rows
from .queries.below import pair_of, units_below
from .queries.pages.looks import method_link

WIDEST = 8  # gaps shown on Hôm nay


def today_words(actor: Actor, thing: None, day: date) -> Panel | None:
    """The pair of the whole place, or of what the reader may see, against the last month's end."""
    asks = None if policies.sees_every_commitment(actor) else actor
    last_month = day.replace(day=1) - timedelta(days=1)
    now, before = queries.figures_on_days([day, last_month], asks)
    if asks and not now.said:
        return None
    return Panel(
        "commitments/_words_panel.html",
        _pair_context(now)
        | {"is_whole": asks is None, "change": _change(now, before), "method": method_link(day)},
        is_empty=not now.said,
    )


def today_urgent(actor: Actor, thing: None, day: date) -> Panel | None:
    """The urgent matters registered for the year."""
    kind = Commitment.Kind.URGENT_MATTER
    asks = None if policies.sees_every_commitment(actor) else actor
    found, units = queries.registered(kind, day.year, day, asks)
    if not found.said:
        return None
    return Panel(
        "commitments/_urgent_panel.html",
        _pair_context(found) | {"year": day.year, "units": units},
    )


def today_units(actor: Actor, thing: None, day: date) -> Panel | None:
    """For those who see a whole place: its units where words and deeds part most."""
    seen = inside_units(actor).values("pk")
    units = units_below(roots(day).filter(pk__in=seen), day)[:WIDEST]
    if not units:
        return None
    link = f"/units/{units[0].parent_id}/"
    return Panel("commitments/_units_panel.html", {"units": units, "link": link})


def unit_words(
    actor: Actor, unit: Unit, day: date, reading: Reading = Reading.AS_WAS
) -> Panel | None:
    """A unit's pair, its most pressing words, and one of them from the word to the deed."""
    if not may_see(actor, unit):
        return None
    if reading is not Reading.AS_WAS:
        return _read_otherwise(unit, day, reading)
    return _of({"unit": unit}, actor, day, {"unit": unit.code})


def _read_otherwise(unit: Unit, day: date, reading: Reading) -> Panel:
    """The figures alone: what is listed beside them is of the day itself."""
    figures = queries.figures_of(unit=unit, on=day, reading=reading)
    method = method_link(day, unit=unit.code, reading=reading.value)
    context = {"reading": reading.value, "method": method}
    return Panel("commitments/_reading_panel.html", _pair_context(figures) | context)


def person_words(actor: Actor, person: Person, day: date) -> Panel | None:
    """A person's own pair and most pressing words."""
    return _of({"person": person}, actor, day, {"person": person.code})


def _of(whose: dict[str, Any], actor: Actor, day: date, named: dict[str, str]) -> Panel | None:
    found = queries.figures_of(on=day, **whose)
    pressing = panel_rows.pressing(actor, day, **whose)
    if not found.said and "person" in whose:
        return None
    only_below = found.said and not pressing.rows and "unit" in whose
    return Panel(
        "commitments/_whose_panel.html",
        _pair_context(found)
        | {
            "rows": pressing.rows,
            "chain": pressing.chain,
            "units": units_below([whose["unit"]], day) if only_below else [],
            "link": f"/commitments/?{urlencode(named)}",
            "method": method_link(day, **named),
        },
    )


def _pair_context(found: rules.Figures) -> dict[str, Any]:
    return {
        "figures": found,
        "pair": pair_of(found),
    }


def _change(now: rules.Figures, before: rules.Figures) -> int | None:
    """How many points up or down; nothing to compare with is None."""
    new, old = now.index_percent, before.index_percent
    return None if new is None or old is None else new - old
