"""Pages of groupings (khối, cụm, tiểu khu) and of the map."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from noilam.foundation import clock
from noilam.foundation.access import require
from noilam.foundation.web import actor_of, as_of
from noilam.organisation import actions, policies, queries
from noilam.organisation.forms.people import (
    DayForm,
    GroupingForm,
    MemberForm,
    NewPlaceForm,
    PlaceForm,
)
from noilam.organisation.models import Grouping, GroupingMember, Place

from .plain import plain_form, suggestions


@require_GET
def groupings(request: HttpRequest) -> HttpResponse:
    day = as_of(request)
    context = {
        "groupings": [
            (each, _(Grouping.Kind(each.kind).label)) for each in queries.groupings_on(day)
        ],
        "day": day,
        "may_change": policies.may_group_units(actor_of(request)),
    }
    return render(request, "organisation/groupings.html", context)


@require_http_methods(["GET", "POST"])
def new_grouping(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(policies.may_group_units(actor), to=_("lập khối, cụm, tiểu khu"))
    form = GroupingForm(request.POST or None)
    return plain_form(
        request,
        form,
        lambda: actions.make_grouping(actor=actor, **form.cleaned_data),
        title=_("Lập khối, cụm, tiểu khu"),
        back=reverse("organisation:groupings"),
    )


@require_GET
def grouping(request: HttpRequest, grouping_id: int) -> HttpResponse:
    found, day, actor = (
        get_object_or_404(Grouping, pk=grouping_id),
        as_of(request),
        actor_of(request),
    )
    context = {
        "grouping": found,
        "kind": _(Grouping.Kind(found.kind).label),
        "members": queries.members_of(found, actor, day),
        "day": day,
        "may_change": policies.may_group_units(actor),
    }
    return render(request, "organisation/grouping.html", context)


@require_http_methods(["GET", "POST"])
def new_member(request: HttpRequest, grouping_id: int) -> HttpResponse:
    found, actor = get_object_or_404(Grouping, pk=grouping_id), actor_of(request)
    require(policies.may_group_units(actor), to=_("xếp khối cho đơn vị"))
    form = MemberForm(request.POST or None, actor=actor)
    return plain_form(
        request,
        form,
        lambda: actions.join_grouping(actor=actor, grouping=found, **form.cleaned_data),
        title=_("Thêm đơn vị vào {grouping}").format(grouping=found),
        back=reverse("organisation:grouping", args=[found.pk]),
        **suggestions(request, people=False),
    )


@require_http_methods(["GET", "POST"])
def end_member(request: HttpRequest, member_id: int) -> HttpResponse:
    actor = actor_of(request)
    visible = GroupingMember.objects.filter(unit__in=policies.visible_units(actor))
    member = get_object_or_404(visible.select_related("unit", "grouping"), pk=member_id)
    require(
        policies.may_change_organisation(actor, member.unit),
        to=_("xếp khối cho {unit}").format(unit=member.unit),
    )
    form = DayForm(request.POST or None, initial={"ends_on": clock.today()})
    return plain_form(
        request,
        form,
        lambda: actions.leave_grouping(actor=actor, member=member, **form.cleaned_data),
        title=_("{unit} rời {grouping}").format(unit=member.unit, grouping=member.grouping),
        back=reverse("organisation:grouping", args=[member.grouping_id]),
    )


# The map ------------------------------------------------------------------------------------


@require_GET
def places(request: HttpRequest) -> HttpResponse:
    day = as_of(request)
    context = {
        "rows": queries.place_rows(day),
        "day": day,
        "may_change": policies.may_change_places(actor_of(request)),
    }
    return render(request, "organisation/places.html", context)


@require_http_methods(["GET", "POST"])
def new_place(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(policies.may_change_places(actor), to=_("thêm địa bàn"))
    form = NewPlaceForm(request.POST or None, day=clock.today())
    return plain_form(
        request,
        form,
        lambda: actions.add_place(actor=actor, **form.deed()),
        title=_("Thêm địa bàn"),
        back=reverse("organisation:places"),
    )


@require_http_methods(["GET", "POST"])
def change_place(request: HttpRequest, place_id: int) -> HttpResponse:
    actor, place = actor_of(request), get_object_or_404(Place, pk=place_id)
    require(policies.may_change_places(actor), to=_("sửa địa bàn"))
    known = queries.place_timelines()[place.pk].timeline[-1].facts
    initial = {**known, "parent": known["parent_id"], "decision": "", "on": clock.today()}
    form = PlaceForm(request.POST or None, day=clock.today(), initial=initial)
    return plain_form(
        request,
        form,
        lambda: actions.change_place(actor=actor, place=place, **form.deed()),
        title=_("Sửa địa bàn: {name}").format(name=known["name"]),
        back=reverse("organisation:places"),
    )
