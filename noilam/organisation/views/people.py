"""Pages about people: the list, one person, what is written down about them."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from noilam.exchange.web import spreadsheet_response, wants_spreadsheet
from noilam.foundation.access import require
from noilam.foundation.web import actor_of, as_of, listing
from noilam.organisation import actions, policies, queries
from noilam.organisation.forms.people import NewPersonForm, PeopleFilterForm, PersonForm
from noilam.organisation.models import Person

from .plain import plain_form
from .units import day_suffix


def find_person(request: HttpRequest, person_id: int) -> Person:
    """Somebody this reader may know of."""
    return get_object_or_404(policies.visible_people(actor_of(request)), pk=person_id)


@require_GET
def people(request: HttpRequest) -> HttpResponseBase:
    actor, day = actor_of(request), as_of(request)
    form = PeopleFilterForm(request.GET, actor=actor)
    given = form.cleaned_data if form.is_valid() else {}
    unit = given.get("unit")
    rows = queries.people_list(
        actor,
        day,
        words=given.get("q", ""),
        under=unit.pk if unit else None,
        post=given.get("post", ""),
        status=given.get("status", ""),
        sort=request.GET.get("sort", ""),
    )
    if wants_spreadsheet(request):
        return _download(request, rows)
    page = listing(request, rows)
    context = {
        "form": form,
        "day": day,
        "suffix": day_suffix(day),
        "listing": page,
        "rows": queries.person_rows(page.rows, day),
        "may_register": policies.may_register_people(actor),
    }
    return render(request, "organisation/people.html", context)


def _download(request: HttpRequest, rows: QuerySet[Person]) -> HttpResponseBase:
    lines = queries.person_rows(rows, as_of(request))
    return spreadsheet_response(
        request,
        _("can-bo"),
        [_("Mã"), _("Họ và tên"), _("Chức vụ"), _("Đơn vị")],
        [
            [
                each.code,
                each.name,
                "; ".join(each.posts),
                "; ".join(name for _pk, name in each.units),
            ]
            for each in lines
        ],
    )


@require_GET
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    day = as_of(request)
    page = queries.person_page(actor_of(request), find_person(request, person_id), day)
    context = {"page": page, "day": day, "suffix": day_suffix(day)}
    return render(request, "organisation/person.html", context)


@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(policies.may_register_people(actor), to=_("ghi thêm người"))
    form = NewPersonForm(request.POST or None)
    return plain_form(
        request,
        form,
        lambda: actions.register_person(actor=actor, **form.cleaned_data),
        title=_("Ghi thêm người"),
        back=f"{reverse('organisation:people')}?status=all",
    )


@require_http_methods(["GET", "POST"])
def edit_person(request: HttpRequest, person_id: int) -> HttpResponse:
    actor, person = actor_of(request), find_person(request, person_id)
    require(policies.may_change_person(actor, person), to=_("sửa thông tin người này"))
    initial = {"full_name": person.full_name, "email": person.email, "phone": person.phone}
    form = PersonForm(request.POST or None, initial=initial)
    return plain_form(
        request,
        form,
        lambda: actions.change_person(actor=actor, person=person, **form.cleaned_data),
        title=_("Sửa: {name}").format(name=person),
        back=reverse("organisation:person", args=[person.pk]),
    )
