"""What is shown for a criterion: evidence given by the unit, and what the system knows."""

from ..models import FixedFact, MarkEvidence, Sheet
from .marks import Standing


def shown_codes(held: Standing) -> set[str]:
    """Codes for which something is shown: given and not taken back, or behind a measure."""
    given = MarkEvidence.objects.filter(sheet=held.sheet, taken_back_at=None)
    codes = set(given.values_list("criterion__code", flat=True))
    known = _measures_with_items(held.sheet) if held.facts else set()
    return codes | {each.code for each in held.criteria.criteria() if each.measure in known}


def _measures_with_items(sheet: Sheet) -> set[str]:
    facts = FixedFact.objects.filter(sheet=sheet).exclude(why=[])
    return set(facts.values_list("measure", flat=True))
