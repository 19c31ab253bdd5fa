"""One consultation: what is asked, of whom, until when, and what may be done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text
from noilam.organisation.models import Person, Unit
from noilam.organisation.queries import person_of
from noilam.rulebook.queries import value

from .. import policies
from ..keys import comments_link
from ..models import Consultation, Draft, Invitation
from ..rules import PartText
from .about import About, about
from .lists import stage_word
from .parts import Tally, Told, titles_of, told
from .voices import has_spoken


@dataclass(frozen=True)
class Voice:
    """In whose name the actor may comment."""

    value: str  # "unit-12", or "person"
    name: str
    unit: Unit | None = None
    person: Person | None = None


@dataclass(frozen=True)
class Gone:
    """A part that the newest draft has no more, and about which something was said."""

    title: str
    tally: Tally
    comments_link: str


@dataclass(frozen=True)
class ConsultationPage:
    consultation: Consultation
    about: About | None
    is_open: bool
    stage: str
    tone: str
    days_left: int
    earlier: Sequence[str]  # last days before they were extended
    drafts: Sequence[Draft]
    draft: Draft  # the one shown
    said: Told
    asked: int
    spoken: int
    voices: Sequence[Voice]
    may_change: bool
    may_answer: bool

    @property
    def is_newest(self) -> bool:
        return self.draft.pk == self.drafts[-1].pk


def found(actor: Actor) -> QuerySet[Consultation]:
    """Where pages look a consultation up."""
    return policies.visible_consultations(actor).select_related("unit")


def consultation_page(
    actor: Actor, consultation: Consultation, day: date, number: str = ""
) -> ConsultationPage:
    """`number`: the draft to show, the newest unless there is one of that number."""
    drafts = list(consultation.drafts.all())
    chosen = next((each for each in drafts if str(each.number) == number), drafts[-1])
    said, is_open = told(consultation), consultation.window.is_open(day)
    word, tone = stage_word(is_open, said.whole.unanswered)
    asked, spoken = _asked_and_spoken(consultation)
    return ConsultationPage(
        consultation=consultation,
        about=about(consultation),
        is_open=is_open,
        stage=word,
        tone=tone,
        days_left=(consultation.closes_on - day).days,
        earlier=[day_text(each.before_on) for each in consultation.extensions.all()],
        drafts=drafts,
        draft=chosen,
        said=said,
        asked=asked,
        spoken=spoken,
        voices=voices(actor, consultation) if is_open else [],
        may_change=policies.may_change(actor, consultation),
        may_answer=policies.may_answer(actor, consultation),
    )


def _asked_and_spoken(consultation: Consultation) -> tuple[int, int]:
    counted = consultation.invitations.annotate(speaks=has_spoken()).order_by()
    lines = dict(counted.values_list("speaks").annotate(number=Count("pk")))
    return sum(lines.values()), lines.get(True, 0)


def voices(actor: Actor, consultation: Consultation) -> list[Voice]:
    """The invited units for which the actor speaks, and himself where he was invited."""
    mine = policies.invitations_of(actor).filter(consultation=consultation)
    asked = list(mine.select_related("unit"))
    units = [each.unit for each in asked if each.unit]
    found = [Voice(f"unit-{each.pk}", each.name, unit=each) for each in units]
    person = person_of(actor)
    if person and any(each.person_id for each in asked):
        found.append(Voice("person", str(person), person=person))
    return found


def gone_parts(consultation: Consultation, page: ConsultationPage) -> list[Gone]:
    """What was said about parts that are no more stays within reach."""
    there = set(page.drafts[-1].parts.values_list("key", flat=True))
    keys = [key for key in page.said.by_part if key and key not in there]
    if not keys:
        return []
    titles = titles_of(consultation.pk, keys)
    link = comments_link(consultation.pk)
    return [Gone(titles[key], page.said.about(key), f"{link}?part={key}") for key in keys]


@dataclass(frozen=True)
class InvitedRow:
    name: str
    kind: str
    invited: str
    comments: int


def invited(consultation: Consultation, state: str = "") -> QuerySet[Invitation]:
    """Who was asked; `state`: spoken, silent."""
    rows = consultation.invitations.select_related("unit", "person").annotate(speaks=has_spoken())
    rows = rows.order_by("unit__code", "person__sort_key", "pk")
    return rows.filter(speaks=state == "spoken") if state in ("spoken", "silent") else rows


def invited_rows(consultation: Consultation, rows: Iterable[Invitation]) -> list[InvitedRow]:
    said = consultation.comments.filter(withdrawn_at=None).order_by()
    lines = said.values_list("unit", "person").annotate(number=Count("pk"))
    numbers = {(unit, person): number for unit, person, number in lines}
    return [
        InvitedRow(
            name=str(each.unit or each.person),
            kind=_("Đơn vị") if each.unit_id else _("Cá nhân"),
            invited=day_text(each.invited_on),
            comments=numbers.get((each.unit_id, each.person_id), 0),
        )
        for each in rows
    ]


def newest_parts(consultation: Consultation) -> list[PartText]:
    """The draft as it reads now."""
    last = consultation.drafts.order_by("-number")[0]
    return [each.written for each in last.parts.all()]


def first_last_day() -> date:
    """The earliest last day that the rulebook allows for one opened today."""
    return clock.today() + timedelta(days=value("consultation.min_days", clock.today()))
