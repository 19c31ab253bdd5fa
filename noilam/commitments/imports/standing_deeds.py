"""Commitments that a file of deeds speaks of: what is known of them, and whether they bind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from noilam.commitments.models import Commitment, Declaration, Holding
from noilam.exchange.rules.names import Codes
from noilam.exchange.sheet import in_chunks
from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, say


@dataclass(slots=True)
class Known:
    """A commitment with what the file may add to."""

    commitment: Commitment
    holders: list[Holding]
    claims: dict[date, Declaration]

    def responsible_on(self, day: date) -> int | None:
        held = [each for each in self.holders if each.starts_on <= day]
        last = max(held, key=lambda each: each.starts_on, default=None)
        return last.person_id if last else self.commitment.person_id


def not_in_force(commitment: Commitment, on: date) -> Problem | None:
    """Deeds are reported on what binds on that day, and on each occurrence, not on a series."""
    if commitment.recurrence:
        return Problem(
            "is-a-series", say("Đây là việc lặp lại. Ghi kết quả cho từng kỳ, theo mã của kỳ.")
        )
    starts = commitment.in_force_on
    if starts is None:
        return Problem(
            "not-in-force",
            say("Cam kết này còn là dự thảo, chưa có hiệu lực. Bổ sung cho đủ rồi nhập lại."),
        )
    if on < starts:
        return Problem(
            "before-in-force",
            say("Cam kết có hiệu lực từ ngày {day}. Ngày báo không được trước ngày đó."),
            values={"day": day_text(starts)},
        )
    ended = min(filter(None, (commitment.withdrawn_on, commitment.not_achieved_on)), default=None)
    if ended and on >= ended:
        return Problem(
            "is-ended",
            say("Cam kết đã rút hoặc kết thúc ngày {day}. Bỏ dòng này."),
            values={"day": day_text(ended)},
        )
    return None


_ASKED = (
    *("code", "unit_id", "person_id", "recurrence", "verify_within", "due_on"),
    *("in_force_on", "withdrawn_on", "not_achieved_on"),
)


def known_by_code(codes: Sequence[str]) -> Mapping[str, Known]:
    found = Commitment.objects.filter(code__in=codes).only(*_ASKED)
    commitments = {each.code: each for each in found}
    ids = {each.pk: code for code, each in commitments.items()}
    known = {code: Known(each, [], {}) for code, each in commitments.items()}
    for holding in Holding.objects.filter(commitment__in=ids):
        known[ids[holding.commitment_id]].holders.append(holding)
    claims = Declaration.objects.filter(commitment__in=ids).select_related("verification")
    for claim in claims.prefetch_related("evidence"):
        known[ids[claim.commitment_id]].claims[claim.declared_on] = claim
    return known


def settle_codes(by_code: dict[str, list[Any]]) -> None:
    """ "vcb-01" is VCB-01: its rows go to the code that is kept."""
    missing = set(by_code)
    for codes in in_chunks(list(by_code)):
        missing -= set(Commitment.objects.filter(code__in=codes).values_list("code", flat=True))
    if not missing:
        return
    kept = Codes(Commitment.objects.values_list("code", flat=True).iterator(2000))
    for typed in sorted(missing):
        if code := kept.find(typed):
            by_code[code] += by_code.pop(typed)


def texts(claim: Declaration) -> list[str]:
    return [each.text for each in claim.evidence.all() if each.text]
