"""What stands against ending, by a file, a post that somebody holds."""

from datetime import timedelta
from typing import TYPE_CHECKING

from noilam.foundation.errors import Problem
from noilam.foundation.text import say
from noilam.organisation import open_matters, rules
from noilam.organisation.models import Appointment

if TYPE_CHECKING:
    from noilam.organisation.imports.people import PlannedPost

_MOST_NAMED = 5


def problems_with_ending(planned: "PlannedPost") -> list[Problem]:
    """An end by file is for what is over: nothing may be left open in the person's hands."""
    last_day = planned.ends_on
    if last_day is None:
        return []
    held = Appointment.objects.select_related("person", "unit").get(pk=planned.id)
    post = rules.Post(
        held.person_id, held.unit_id, held.post, held.leads, held.starts_on, None, str(held.person)
    )
    if problems := rules.problems_with_end_of_post(post, last_day):
        return problems
    left = open_matters.listed(
        units=[held.unit], person=held.person, on=last_day + timedelta(days=1)
    )
    if not left:
        return []
    named = [f"{matter.kind}: {matter.label}" for matter in left]
    more = f" (+{len(named) - _MOST_NAMED})" if len(named) > _MOST_NAMED else ""
    return [
        Problem(
            "still-open",
            say(
                "Còn việc chưa bàn giao: {what}. Mở trang người, dùng Thôi giữ chức để "
                "quyết định từng việc."
            ),
            values={"what": "; ".join(named[:_MOST_NAMED]) + more},
        )
    ]
