"""Cách tính: the method behind the figures, with the arithmetic of whatever is asked about."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from noilam.foundation.access import Actor
from noilam.foundation.web import actor_of, as_of
from noilam.organisation.models import Unit
from noilam.organisation.policies import may_see, visible_people
from noilam.organisation.rules import Reading

from .. import policies, queries, rules
from ..keys import programme_link
from ..models import Source, Topic


@dataclass(frozen=True)
class Asked:
    """Whose figures: what `queries.figures_of` is asked, its name, and where it lives."""

    whose: dict[str, Any]
    title: str = ""
    link: str = ""
    is_narrowed: bool = False  # only what the reader may see of it


@require_GET
def method(request: HttpRequest) -> HttpResponse:
    """?unit=, ?person= (codes), ?programme= (a number), ?source=, ?topic= (names); none of them is
    all that the reader may see. The figures are those of the page that led here."""
    day, actor = as_of(request), actor_of(request)
    asked = _asked(request, actor)
    written = request.GET.get("reading", "")
    reading = Reading(written) if written in set(Reading) else Reading.AS_WAS
    figures = _figures(asked, actor, day, reading)
    context = {
        "day": day,
        "asked": asked,
        "reading": reading.value,
        "explanation": rules.explanation(),
        "workings": rules.workings(figures),
        "figures": figures,
    }
    return render(request, "commitments/method.html", context)


def _figures(asked: Asked, actor: Actor, day: date, reading: Reading) -> rules.Figures:
    narrows = asked.is_narrowed and not policies.sees_every_commitment(actor)
    seen_by = actor if narrows else None
    return queries.figures_of(on=day, actor=seen_by, reading=reading, **asked.whose)


def _asked(request: HttpRequest, actor: Actor) -> Asked:
    """The first thing named in the address. What the reader may not know of does not exist."""
    for name, find in FINDERS.items():
        if written := request.GET.get(name, "").strip():
            return find(actor, written)
    return Asked({}, _("số liệu anh/chị thấy được"), is_narrowed=True)


def _unit(actor: Actor, code: str) -> Asked:
    unit = get_object_or_404(Unit, code=code)
    if not may_see(actor, unit):
        raise Http404
    return Asked({"unit": unit}, unit.name, f"/units/{unit.pk}/")


def _person(actor: Actor, code: str) -> Asked:
    person = get_object_or_404(visible_people(actor), code=code)
    return Asked({"person": person}, str(person), f"/people/{person.pk}/")


def _programme(actor: Actor, number: str) -> Asked:
    if not number.isdigit():
        raise Http404
    found = get_object_or_404(policies.visible_programmes(actor), pk=int(number))
    return Asked({"programme": found}, found.title, programme_link(found.pk))


def _source(actor: Actor, label: str) -> Asked:
    seen = policies.visible_commitments(actor).values("pk")
    named = Source.objects.filter(commitment__in=seen, label=label).first()
    if named is None:
        raise Http404
    link = f"/commitments/source/{named.pk}/"
    return Asked({"source": ("", label)}, label, link, is_narrowed=True)


def _topic(actor: Actor, name: str) -> Asked:
    topic = get_object_or_404(Topic, name=name)
    return Asked({"topic": topic}, name, f"/commitments/topic/{topic.pk}/", is_narrowed=True)


FINDERS = {
    "unit": _unit,
    "person": _person,
    "programme": _programme,
    "source": _source,
    "topic": _topic,
}
