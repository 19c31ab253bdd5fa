"""People and posts: one head at a time, handed over on a day, nothing left open behind them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from noilam.accounts import actions as accounts
from noilam.accounts.queries import actor_for
from noilam.audit.models import Entry
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.organisation import actions, open_matters, queries
from noilam.organisation.models import Appointment, Assignment, HandOverItem
from noilam.organisation.roles import Role
from noilam.organisation.rules import Choice, Deed, HandOver, list_hash

from .given import a_head, a_person, a_unit, an_actor

pytestmark = pytest.mark.django_db
HANDOVER = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(date(2026, 11, 20)):
        yield


def codes(refused) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def appoint(unit, person, **more) -> Appointment:
    given = {"post": "Bí thư", "leads": True, "starts_on": HANDOVER} | more
    return actions.appoint(actor=shell(), unit=unit, person=person, **given)


def test_people_sort_by_given_name_and_are_found_without_marks():
    for name in ("Trần Thị Ánh", "Lê Văn An", "Đỗ Bá Ân"):
        a_person(name)
    found = queries.people_list(shell(), HANDOVER, status="all")
    assert [str(each) for each in found] == ["Lê Văn An", "Trần Thị Ánh", "Đỗ Bá Ân"]
    assert [str(each) for each in queries.people_named(shell(), "do ba an")] == ["Đỗ Bá Ân"]


def test_two_cannot_lead_a_unit_at_once():
    unit = a_unit()
    a_head(unit, "Trần Thị Ví Dụ")
    with pytest.raises(Refused) as refused:
        appoint(unit, a_person())
    assert codes(refused) == {"two-heads"}
    assert "Trần Thị Ví Dụ" in str(refused.value)


def test_a_handover_may_fall_on_one_day_and_the_new_head_leads_from_it():
    unit = a_unit()
    old, new = a_head(unit), a_person("Vũ Thị Mới")
    actions.end_appointment(
        actor=shell(), appointment=old.appointments.get(), last_day=HANDOVER, basis="QĐ 5"
    )
    appoint(unit, new)
    assert queries.head_of(unit, HANDOVER - timedelta(days=1)).person == old
    assert queries.head_of(unit, HANDOVER).person == new


def test_two_posts_at_once_are_concurrent_and_both_are_shown():
    province, district = a_unit("Tỉnh uỷ"), a_unit("Huyện uỷ")
    person = a_head(district)
    appoint(province, person, post="Uỷ viên", leads=False, is_concurrent=True)
    assert [each.unit for each in queries.posts_of(person, HANDOVER)] == [district, province]


def test_a_post_lies_within_the_units_life():
    unit = a_unit(founded_on=date(2026, 4, 1))
    with pytest.raises(Refused) as refused:
        appoint(unit, a_person(), post=" ", ends_on=date(2026, 2, 1))
    assert codes(refused) == {"before-founding", "post-missing", "ends-before-start"}


def test_leaving_a_post_needs_a_decision_for_everything_it_leaves_open():
    unit = a_unit()
    person = a_head(unit)
    actions.assign_area(actor=shell(), person=person, field="Đất đai", starts_on=date(2025, 1, 1))
    actions.assign_area(actor=shell(), person=person, unit=unit, starts_on=date(2025, 1, 1))
    with pytest.raises(Refused) as refused:
        actions.end_appointment(
            actor=shell(), appointment=person.appointments.get(), last_day=HANDOVER
        )
    assert codes(refused) == {"list-changed"}
    from_on = HANDOVER + timedelta(days=1)
    matters = open_matters.listed(units=[unit], person=person, on=from_on)
    with pytest.raises(Refused) as refused:
        actions.end_appointment(
            actor=shell(),
            appointment=person.appointments.get(),
            last_day=HANDOVER,
            hand_over=HandOver(list_hash(matters), {}, Choice(Deed.INHERIT)),
        )
    assert codes(refused) == {"heir-missing"}
    assert len(refused.value.problems) == len(matters) == 2


def test_what_goes_to_another_unit_does_not_stay_with_whoever_leaves():
    unit = a_unit()
    person = a_head(unit)
    actions.assign_area(actor=shell(), person=person, unit=unit, starts_on=date(2025, 1, 1))
    matters = open_matters.listed(units=[unit], person=person, on=HANDOVER + timedelta(days=1))
    elsewhere = Choice(Deed.REASSIGN, to_unit=a_unit("Xã Khác").pk)

    with pytest.raises(Refused) as refused:
        actions.end_appointment(
            actor=shell(),
            appointment=person.appointments.get(),
            last_day=HANDOVER,
            hand_over=open_matters.all_alike(matters, elsewhere),
        )

    assert codes(refused) == {"holder-leaves"}


def test_a_successor_inherits_and_the_list_says_so():
    unit = a_unit()
    old, new = a_head(unit), a_person("Vũ Thị Mới")
    actions.assign_area(actor=shell(), person=old, field="Đất đai", starts_on=date(2025, 1, 1))
    matters = open_matters.listed(units=[unit], person=old, on=HANDOVER + timedelta(days=1))
    actions.end_appointment(
        actor=shell(),
        appointment=old.appointments.get(),
        last_day=HANDOVER,
        basis="QĐ 7-QĐ/ĐU",
        successor=new,
        hand_over=open_matters.all_alike(matters, Choice(Deed.INHERIT)),
    )
    now = Assignment.objects.get(person=new)
    assert (now.field, now.starts_on) == ("Đất đai", HANDOVER + timedelta(days=1))
    item = HandOverItem.objects.get()
    assert (item.from_person, item.to_person, item.reason) == (
        str(old),
        "Vũ Thị Mới",
        "QĐ 7-QĐ/ĐU",
    )


def test_a_changed_post_keeps_what_its_holder_answers_for():
    unit = a_unit()
    person = a_head(unit)
    actions.assign_area(actor=shell(), person=person, field="Đất đai", starts_on=date(2025, 1, 1))
    matters = open_matters.listed(units=[unit], person=person, on=HANDOVER)
    actions.change_appointment(
        actor=shell(),
        appointment=person.appointments.get(),
        on=HANDOVER,
        post="Bí thư, Chủ tịch HĐND",
        leads=True,
        hand_over=open_matters.all_alike(matters, Choice(Deed.INHERIT)),
    )
    posts = person.appointments.order_by("starts_on")
    assert [(each.post, each.ends_on) for each in posts] == [
        ("Bí thư", HANDOVER - timedelta(days=1)),
        ("Bí thư, Chủ tịch HĐND", None),
    ]
    assert Assignment.objects.get().ends_on is None


def test_an_area_is_a_unit_or_a_group_or_a_field_and_just_one():
    with pytest.raises(Refused) as refused:
        actions.assign_area(
            actor=shell(),
            person=a_person(),
            unit=a_unit(),
            field="Đất đai",
            starts_on=HANDOVER,
            ends_on=HANDOVER,
        )
    assert codes(refused) == {"area-unclear", "ends-before-start"}


def test_the_trail_tells_of_changed_contacts_but_not_what_they_are():
    person = a_person()
    actions.change_person(
        actor=shell(),
        person=person,
        full_name="Nguyễn Văn Mẫu",
        email="mau@xa.example",
        phone="0912345678",
    )
    entry = Entry.objects.get(event="organisation.PersonChanged")
    assert entry.details["after"] == {"changed": ["email", "phone"]}


def test_a_count_is_a_total_of_a_known_kind_and_not_ahead_of_time():
    unit = a_unit()
    actions.count_census(
        actor=shell(), unit=unit, counted_on=HANDOVER, totals={"members": 214, "cells": 12}
    )
    page = queries.unit_page(shell(), unit, date(2026, 11, 20))
    assert [(each.name, each.total) for each in page.counts] == [
        ("Đảng viên", "214"),
        ("Chi bộ", "12"),
    ]
    with pytest.raises(Refused) as refused:
        actions.count_census(
            actor=shell(),
            unit=unit,
            counted_on=date(2027, 1, 1),
            totals={"believers": 3, "members": -1},
        )
    assert codes(refused) == {"measure-unknown", "counted-ahead", "negative"}


def test_sign_ins_with_a_role_above_reach_the_unit_unless_only_there():
    district = a_unit("Huyện uỷ")
    commune = a_unit("Xã", parent=district)
    above, here = an_actor(Role.OFFICE, district), an_actor(Role.OFFICE, commune)
    clerk = an_actor(Role.UNIT_CLERK, district)
    day = date(2026, 11, 20)
    assert queries.accounts_with(Role.OFFICE, commune, day) == sorted([above.id, here.id])
    assert queries.accounts_with(Role.UNIT_CLERK, commune, day) == []
    assert queries.accounts_with(Role.UNIT_CLERK, district, day) == [clerk.id]


def test_a_place_keeps_its_old_name_and_remote_mark_on_older_days():
    province = actions.add_place(
        actor=shell(), code="T", name="Tỉnh Mẫu", level="province", starts_on=date(2020, 1, 1)
    )
    village = actions.add_place(
        actor=shell(),
        code="K",
        name="Khâu Lừa",
        level="village",
        parent=province,
        starts_on=date(2020, 1, 1),
        is_remote=True,
    )
    actions.change_place(
        actor=shell(),
        place=village,
        on=HANDOVER,
        name="Khâu Lừa",
        level="village",
        parent=province,
        is_remote=False,
        decision="QĐ 861",
    )
    then = {each.name: each.is_remote for each in queries.places_on(date(2026, 2, 28))}
    now = {each.name: each.is_remote for each in queries.places_on(HANDOVER)}
    assert (then["Khâu Lừa"], now["Khâu Lừa"]) == (True, False)
    with pytest.raises(Refused) as refused:
        actions.change_place(
            actor=shell(),
            place=province,
            on=HANDOVER,
            name="Tỉnh Mẫu",
            level="province",
            parent=village,
            is_remote=False,
        )
    assert codes(refused) == {"circle"}


class TestOneContact:
    """What the list of people says of somebody and what his account says is the same."""

    @pytest.fixture
    def unit(self):
        return a_unit("Xã Trên")

    @pytest.fixture
    def person(self, unit):
        found = a_head(unit, "Tran Thi Vi Du")
        actions.open_sign_ins(actor=shell(), people=[found])
        found.refresh_from_db()
        return found

    def correct(self, actor, person):
        actions.change_person(
            actor=actor,
            person=person,
            full_name="Trần Thị Ví Dụ",
            email="moi@vidu.example",
            phone="0944 555 666",
        )
        person.account.refresh_from_db()
        return person.account

    def test_a_corrected_person_is_called_and_reached_so_at_his_sign_in(self, unit, person):
        name = person.account.username
        account = self.correct(an_actor(Role.OFFICE, unit), person)
        assert (account.label, account.email, account.phone, account.username) == (
            "Trần Thị Ví Dụ",
            "moi@vidu.example",
            "0944 555 666",
            name,
        )
        assert Entry.objects.filter(event="accounts.ContactCorrected").count() == 1

    def test_what_somebody_corrects_himself_stands_in_the_list_of_people(self, person):
        own_hand = actor_for(person.account)
        accounts.change_own_contact(
            actor=own_hand, account=person.account, email="moi@vidu.example", phone=""
        )
        person.refresh_from_db()
        assert person.email == "moi@vidu.example"
        last = Entry.objects.order_by("id").last()
        assert (last.event, last.actor_id) == ("organisation.PersonChanged", own_hand.id)

    def test_letters_are_sent_elsewhere_only_by_who_appoints_wherever_he_holds_something(
        self, unit, person
    ):
        cell = a_unit("Chi bộ Dưới", parent=unit)
        appoint(cell, person, post="Đảng viên", leads=False)
        with pytest.raises(PermissionDenied):
            self.correct(an_actor(Role.OFFICE, cell), person)
        self.correct(an_actor(Role.OFFICE, unit), person)
