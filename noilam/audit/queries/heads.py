"""Where the chain stands, and the heads that are printed and kept elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.db.models.functions import TruncDate

from noilam.audit.events import HeadAnnounced
from noilam.audit.models import Batch, Entry

from .listing import start_of
from .proof import sealed_count, waiting_count


@dataclass(frozen=True)
class Chain:
    """Where the chain stands now."""

    head: str
    number: int
    sealed_at: datetime | None
    sealed: int
    waiting: int


def chain() -> Chain:
    last = Batch.objects.defer("contents").order_by("number").last()
    return Chain(
        head=last.head if last else "",
        number=last.number if last else 0,
        sealed_at=last.sealed_at if last else None,
        sealed=sealed_count(),
        waiting=waiting_count(),
    )


def heads_by_day(first: date, last: date) -> list[Batch]:
    """The last head of each day in a period, newest first: what is printed and kept."""
    newest = (
        Batch.objects.filter(
            sealed_at__gte=start_of(first), sealed_at__lt=start_of(last + timedelta(days=1))
        )
        .annotate(day=TruncDate("sealed_at"))
        .values("day")
        .annotate(newest=Max("number"))
        .values_list("newest", flat=True)
        .order_by()
    )
    return list(Batch.objects.filter(number__in=newest).defer("contents").order_by("-number"))


def is_announced(day: date) -> bool:
    since = start_of(day)
    return Entry.objects.filter(
        event=HeadAnnounced.name(), at__gte=since, at__lt=since + timedelta(days=1)
    ).exists()


@dataclass(frozen=True)
class Slip:
    """A head on paper."""

    batch: Batch
    groups: list[str]  # the head in groups of eight, to read out or copy by hand
    code: str  # an SVG drawing to scan


def slip(batch: Batch) -> Slip:
    import segno

    groups = [batch.head[at : at + 8] for at in range(0, 64, 8)]
    code = segno.make(batch.head, error="m").svg_inline(scale=4, light="#fff")
    return Slip(batch, groups, code)
