"""How a commitment's standing reads: one short text and its tone, for every list and page."""

from datetime import date

from django.utils.translation import gettext as _

from noilam.foundation.text import day_text

from ...models import Commitment
from ...rules import STATE_NAMES, STATE_TONES, State

SOON = 7  # days before the due day from which a list warns


def standing(state: str, status: str, due_on: date | None, day: date) -> tuple[str, str]:
    """E.g. ("quá hạn 19 ngày", "broken"); what is not yet in force says so."""
    if not state:
        return _not_in_force(status)
    known = State(state)
    if known == State.LATE and due_on:
        return _("quá hạn {n} ngày").format(n=(day - due_on).days), STATE_TONES[known]
    if known == State.RUNNING and due_on:
        return _running(due_on, day)
    return _(STATE_NAMES[known]), STATE_TONES[known]


def _running(due_on: date, day: date) -> tuple[str, str]:
    left = (due_on - day).days
    if left == 0:
        return _("hết hạn hôm nay"), "late"
    if left <= SOON:
        return _("còn {n} ngày").format(n=left), "late"
    return _("đến {day}").format(day=day_text(due_on)), "calm"


def _not_in_force(status: str) -> tuple[str, str]:
    if status == Commitment.Status.PROPOSED:
        return _("Chờ duyệt"), "calm"
    if status == Commitment.Status.DRAFT:
        return _("Dự thảo"), "calm"
    return _("Chưa có hiệu lực"), "calm"
