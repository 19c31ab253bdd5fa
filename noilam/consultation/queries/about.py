"""What a consultation is about, and how far consulting about a thing has come: for other floors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.module_loading import import_string

from noilam.foundation import clock

from ..keys import consultation_link
from ..models import Comment, Consultation

NOT_WITHDRAWN = Q(withdrawn_at=None)
UNANSWERED = Q(withdrawn_at=None, disposition="")
Resolve = Callable[[int], tuple[str, str] | None]


@dataclass(frozen=True)
class Standing:
    """The newest consultation about a thing. Withdrawn comments are counted nowhere."""

    consultation_id: int
    title: str
    link: str
    opened_on: date
    closes_on: date
    closed_on: date | None
    is_open: bool
    comments: int
    answered: int
    drafts: int
    draft_hash: str  # of the newest draft: whether it is what is about to be issued

    @property
    def unanswered(self) -> int:
        return self.comments - self.answered


def standing(about_kind: str, about_id: int, on: date | None = None) -> Standing | None:
    """How the newest consultation about a thing stands on a day (today). None: there was none."""
    found = consultations_about(about_kind, about_id).order_by("-opened_on", "-pk").first()
    if found is None:
        return None
    told = found.comments.filter(NOT_WITHDRAWN)
    counted = told.aggregate(all=Count("pk"), answered=Count("pk", filter=~Q(disposition="")))
    last = found.drafts.order_by("-number")[0]
    return Standing(
        consultation_id=found.pk,
        title=found.title,
        link=consultation_link(found.pk),
        opened_on=found.opened_on,
        closes_on=found.closes_on,
        closed_on=found.closed_on,
        is_open=found.window.is_open(on or clock.today()),
        comments=counted["all"],
        answered=counted["answered"],
        drafts=last.number,
        draft_hash=last.content_hash,
    )


def unanswered(about_kind: str, about_id: int) -> int:
    """How many comments about a thing wait for an answer, in all its consultations."""
    consultations = consultations_about(about_kind, about_id).values("pk")
    return Comment.objects.filter(UNANSWERED, consultation__in=consultations).count()


def consultations_about(about_kind: str, about_id: int) -> QuerySet[Consultation]:
    return Consultation.objects.filter(about_kind=about_kind, about_id=about_id)


def is_open_about(about_kind: str, about_id: int | None, on: date) -> bool:
    """Whether a consultation about the thing is open; of a text written here, never."""
    if not about_kind or about_id is None:
        return False
    return consultations_about(about_kind, about_id).filter(open_on(on)).exists()


def open_on(day: date, of: str = "") -> Q:
    """Consultations open on a day; `of` leads to them."""
    return Q(**{f"{of}closed_on": None, f"{of}closes_on__gte": day})


@dataclass(frozen=True)
class About:
    label: str
    link: str


def about(consultation: Consultation) -> About | None:
    """What it is a draft of, told by the floor that keeps that; None: nobody says."""
    resolve = _resolvers(settings.REFERENCES).get(consultation.about_kind)
    found = resolve(consultation.about_id) if resolve and consultation.about_id else None
    return About(*found) if found else None


@cache
def _resolvers(path: str) -> Mapping[str, Resolve]:
    return {kind: import_string(where) for kind, where in import_string(path).items()}
