"""Addresses of the organisation. Ids, since codes may hold slashes."""

from django.urls import path, re_path

from .views import areas, grants, people, posts, sign_ins, unit_events, units

app_name = "organisation"
urlpatterns = [
    path("units/", units.unit_list, name="units"),
    path("units/tree/", units.tree, name="tree"),
    path("units/new/", unit_events.found, name="found"),
    path("units/<int:unit_id>/", units.unit, name="unit"),
    path("units/<int:unit_id>/history/", units.history, name="history"),
    re_path(
        r"^units/(?P<unit_id>\d+)/(?P<deed>rename|retype|relocate)/$",
        unit_events.change,
        name="change",
    ),
    re_path(
        r"^units/(?P<unit_id>\d+)/(?P<deed>move|merge|split|end)/$",
        unit_events.reorganise,
        name="reorganise",
    ),
    path("units/<int:unit_id>/census/", unit_events.census, name="census"),
    path("units/<int:unit_id>/appointments/new/", posts.appoint, name="appoint"),
    path(
        "organisation/events/<int:event_id>/hand-over/",
        unit_events.event_hand_over,
        name="event_hand_over",
    ),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/edit/", people.edit_person, name="edit_person"),
    path("people/<int:person_id>/assignments/new/", posts.assign, name="assign"),
    path("organisation/assignments/<int:assignment_id>/end/", posts.end_area, name="end_area"),
    path("organisation/appointments/<int:appointment_id>/end/", posts.end_post, name="end_post"),
    path(
        "organisation/appointments/<int:appointment_id>/change/",
        posts.change_post,
        name="change_post",
    ),
    path(
        "organisation/appointments/<int:appointment_id>/hand-over/",
        posts.post_hand_over,
        name="post_hand_over",
    ),
    path("organisation/groupings/", areas.groupings, name="groupings"),
    path("organisation/groupings/new/", areas.new_grouping, name="new_grouping"),
    path("organisation/groupings/<int:grouping_id>/", areas.grouping, name="grouping"),
    path(
        "organisation/groupings/<int:grouping_id>/members/new/",
        areas.new_member,
        name="new_member",
    ),
    path("organisation/members/<int:member_id>/end/", areas.end_member, name="end_member"),
    path("organisation/places/", areas.places, name="places"),
    path("organisation/places/new/", areas.new_place, name="new_place"),
    path("organisation/places/<int:place_id>/", areas.change_place, name="change_place"),
    path("units/<int:unit_id>/grants/", grants.unit_grants, name="unit_grants"),
    path("organisation/grants/<int:grant_id>/revoke/", grants.revoke, name="revoke_grant"),
    path(
        "organisation/accounts/<int:account_id>/grants/",
        grants.account_grants,
        name="account_grants",
    ),
    path("organisation/accounts/<int:account_id>/stand-ins/", grants.stand_ins, name="stand_ins"),
    path("organisation/stand-ins/", grants.own_stand_ins, name="own_stand_ins"),
    path("organisation/stand-ins/<int:absence_id>/end/", grants.end_stand_in, name="end_stand_in"),
    path("organisation/sign-ins/", sign_ins.sign_ins, name="sign_ins"),
    path("organisation/sign-ins/cards/", sign_ins.open_and_print, name="open_sign_ins"),
    path("people/<int:person_id>/card/", sign_ins.new_card, name="new_card"),
]
