"""The clerk's page of sign-ins: who has none, open for all, print the cards."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from noilam.accounts.cards import PrintedCard, printed
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import fold, say
from noilam.foundation.web import actor_of, listing
from noilam.organisation import actions, policies, queries
from noilam.organisation.forms.grants import SignInFilterForm
from noilam.organisation.models import Person
from noilam.organisation.queries import sign_ins as reads

CARDS_AT_ONCE = 600  # one sitting of a clerk and one bundle of paper


def _clerk(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(policies.opens_sign_ins(actor), to=_("mở đăng nhập"))
    return actor


def _people(form: SignInFilterForm, actor: Actor) -> QuerySet[Person]:
    """People within the actor's reach, narrowed by what the filters say."""
    given = form.cleaned_data if form.is_valid() else {}
    units, today = policies.sign_in_units(actor), clock.today()
    if unit := given.get("unit"):
        units = units.filter(pk__in=queries.subtree(unit, today))
    people = reads.with_state(reads.people_in(units, today), given.get("state", ""))
    if words := fold(given.get("q", "")):
        people = people.filter(search_key__contains=words)
    return people


def _lacking(people: QuerySet[Person], actor: Actor) -> QuerySet[Person]:
    """Those without a sign-in whom this actor may give one."""
    return reads.with_state(people.filter(pk__in=policies.openable_people(actor)), "lacking")


@require_GET
def sign_ins(request: HttpRequest) -> HttpResponse:
    actor = _clerk(request)
    form = SignInFilterForm(request.GET, actor=actor)
    people = _people(form, actor)
    page = listing(request, people)
    context = {
        "form": form,
        "listing": page,
        "lines": reads.sign_in_lines(actor, page.rows, clock.today()),
        "lacking": _lacking(people, actor).count(),
        "query": request.GET.urlencode(),
    }
    return render(request, "organisation/sign_ins.html", context)


@never_cache
@require_POST
def open_and_print(request: HttpRequest) -> HttpResponse:
    """Open sign-ins and show the cards: this answer alone ever holds their codes.

    `people` are those ticked; `all` stands for everybody on the filtered list who has none.
    """
    actor = _clerk(request)
    if "all" in request.POST:
        form = SignInFilterForm(request.GET, actor=actor)
        people = list(_lacking(_people(form, actor), actor)[:CARDS_AT_ONCE])
    else:
        ticked = [int(each) for each in request.POST.getlist("people") if each.isdigit()]
        reach = reads.people_in(policies.sign_in_units(actor), clock.today())
        people = list(reach.filter(pk__in=reads.openable_among(actor, ticked)))
    if not people:
        raise Refused(Problem("nobody", say("Chưa chọn ai. Hãy đánh dấu ít nhất một người.")))
    made = actions.open_sign_ins(actor=actor, people=people)
    until = reads.cards_until(account.pk for _person, account, _code in made)
    lines = {line.person_id: line for line in reads.sign_in_lines(actor, people, clock.today())}
    cards = [
        printed(account, code, until=until, about=lines[person.pk].posts)
        for person, account, code in made
    ]
    return _cards(request, cards)


@never_cache
@require_POST
def new_card(request: HttpRequest, person_id: int) -> HttpResponse:
    """At the desk: a new card for one who lost his, or forgot his password."""
    actor = actor_of(request)
    people = reads.people_in(policies.visible_units(actor), clock.today())
    person = get_object_or_404(people, pk=person_id)
    account, code = actions.issue_new_card(actor=actor, person=person)
    (line,) = reads.sign_in_lines(actor, [person], clock.today())
    until = reads.cards_until([account.pk])
    return _cards(request, [printed(account, code, until=until, about=line.posts)])


def _cards(request: HttpRequest, cards: list[PrintedCard]) -> HttpResponse:
    page = {"cards": cards, "back": "organisation:sign_ins"}
    return render(request, "accounts/cards.html", page)
