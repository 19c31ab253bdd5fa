"""How many steps up the tree a changed calendar or rule would put on other days."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Count
from django.utils.translation import ngettext

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.rulebook.queries import value
from noilam.rulebook.queries.moving import touches
from noilam.rulebook.rules import Change, is_working

from ..keys import ESCALATION_DAYS
from ..models import Commitment
from ..rules import Rhythm, steps_that_move

FAR = timedelta(days=3660)  # later due days are none that anybody plans by
Status = Commitment.Status


def escalation_that_moves(actor: Actor, change: Change) -> str:
    """For config/deadlines.py. Steps follow by themselves: each is counted on its own day."""
    if not touches(change, ESCALATION_DAYS):
        return ""
    today = clock.today()
    days = value(ESCALATION_DAYS, max(today, change.valid_from))
    is_own = change.key == ESCALATION_DAYS
    was = Rhythm(
        change.old_value if is_own else days, lambda day: is_working(day, change.old_calendar)
    )
    becomes = Rhythm(
        change.new_value if is_own else days, lambda day: is_working(day, change.new_calendar)
    )
    since = max(today, change.valid_from) if change.key else today
    count = sum(
        number * steps_that_move(due_on, was, becomes, since=since, until=change.valid_to)
        for due_on, number in _open_due_days(today).items()
    )
    return _said(count) if count else ""


def _open_due_days(today: date) -> Counter[date]:
    """How many open commitments stand before each due day, their own or their verifier's."""
    found: Counter[date] = Counter()
    for status, name in ((Status.IN_FORCE, "due_on"), (Status.DECLARED, "verify_due_on")):
        rows = Commitment.objects.filter(
            status=status, recurrence="", **{f"{name}__lte": today + FAR}
        )
        grouped = rows.order_by().values_list(name).annotate(number=Count("pk"))
        found.update(dict(grouped))
    return found


def _said(count: int) -> str:
    return ngettext(
        "Nếu các việc đang mở đến lúc ấy vẫn chưa xong, {count} bước báo lên trên sẽ rơi vào ngày "
        "khác. Các bước này tự theo lịch, không cần chọn.",
        "Nếu các việc đang mở đến lúc ấy vẫn chưa xong, {count} bước báo lên trên sẽ rơi vào ngày "
        "khác. Các bước này tự theo lịch, không cần chọn.",
        count,
    ).format(count=count)
