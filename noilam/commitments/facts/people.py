"""Of those who hold a post: how many answer for a promise of their own."""

from collections.abc import Collection

from django.db.models import Count

from noilam.foundation.measures import Fact, Item, Measure, share
from noilam.foundation.text import say
from noilam.organisation.models import Appointment
from noilam.organisation.queries import chunks
from noilam.organisation.queries import held_on as post_held_on

from ..keys import person_link
from ..queries.figures import with_holder
from ..queries.standing import said_by, with_known
from ..rules.reckoning import Span
from .overdue import under_way
from .reach import Reach, Sum, asking
from .seeing import visible_people

WORDS = {
    "promise": say("có {number} cam kết"),
    "no_promise": say("chưa có cam kết"),
}


def _people(reach: Reach, argument: int | None) -> dict[int, Fact]:
    posts = Appointment.objects.filter(post_held_on(reach.span.on), unit__in=reach.below)
    held = list(
        posts.order_by("person__sort_key", "person").values_list(
            "unit", "person", "person__full_name"
        )
    )
    promises = _promises({person_id for _, person_id, _ in held}, reach.span)
    sums: dict[int, Sum] = {}
    seen: set[tuple[int, int]] = set()
    for unit_id, person_id, name in held:
        for asked_id in reach.above.get(unit_id, ()):
            if (asked_id, person_id) not in seen:
                seen.add((asked_id, person_id))
                sums.setdefault(asked_id, Sum()).add(_item(person_id, name, promises))
    return {unit: share(each.counted, each.all, each.why) for unit, each in sums.items()}


def _promises(people: Collection[int], span: Span) -> dict[int, int]:
    """How many matters under way each answered for on the last day, in whatever unit."""
    found: dict[int, int] = {}
    for some in chunks(people):
        held = with_holder(said_by(span.on), span.on).filter(held__person__in=some)
        known = under_way(with_known(held, span.on, span.eve), span).order_by()
        counted = known.values("held__person").annotate(number=Count("pk"))
        found.update(counted.values_list("held__person", "number"))
    return found


def _item(person_id: int, name: str, promises: dict[int, int]) -> Item:
    number = promises.get(person_id)
    code = "promise" if number else "no_promise"
    return Item(name, person_link(person_id), bool(number), code=code, number=number)


people_with_promise = Measure(
    title=say("Tỷ lệ cán bộ có cam kết"),
    meaning=say(
        "Người giữ chức vụ ở đơn vị hoặc ở cấp dưới vào ngày cuối kỳ mà chịu trách nhiệm ít nhất"
        " một cam kết đang làm trong kỳ, trên tất cả người giữ chức vụ; mỗi người đếm một lần."
    ),
    unit="percent",
    ask=asking(_people),
    notes=WORDS,
    visible=visible_people,
)
