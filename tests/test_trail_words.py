"""The trail speaks to people: each event has a title, each field a word, each code its word."""

import dataclasses
import re
from html import unescape

import pytest

from noilam.audit import words
from noilam.audit.models import Entry
from noilam.audit.queries import lines
from noilam.commitments.models import Commitment
from noilam.organisation.roles import Role
from tests.trail_words import untold
from tests.world import a_world, held_still

KINDS = [each for each in words.event_kinds() if not each.__module__.startswith("tests.")]
KINDS = [each for each in KINDS if ".tests." not in each.__module__]
OF_EVERY_EVENT = {"subject_id", "before", "after"}
PROGRAM_LANGUAGE = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[a-z]+\.[A-Z]\w+|\b(True|False|None)\b")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name())
def test_each_event_has_a_title_and_each_field_a_word(kind):
    names = {each.name for each in dataclasses.fields(kind)} - OF_EVERY_EVENT

    assert kind.title
    assert names <= set(words.fields_of(kind.name()))


def test_each_kind_of_thing_that_an_event_names_has_its_names_somewhere():
    named = {field.names for kind in KINDS for field in words.fields_of(kind.name()).values()}
    named |= {words.subject_of(kind.name()) for kind in KINDS}

    assert named - {""} <= set(words.named())


@pytest.mark.django_db
def test_the_trail_of_a_small_place_speaks_no_program_language():
    with held_still():
        a_world()

    told = lines(list(Entry.objects.all()))

    assert [each for each in told if PROGRAM_LANGUAGE.search(f"{each.event} {each.summary}")] == []
    assert all("nay không còn" not in each.summary for each in told)


@pytest.mark.django_db
def test_an_entry_leads_to_all_others_about_the_same_thing(client):
    with held_still():
        world = a_world()
        client.force_login(world.somebody(Role.AUDITOR, "ancestor"))
        entry = Entry.objects.filter(event="commitments.DoneDeclared").get()

        page = client.get(entry.get_absolute_url())
        (link,) = re.findall(r'href="(/trail/\?kind=[^"]+)"', page.text)
        trail = client.get(unescape(link))

    code = Commitment.objects.get(pk=entry.subject_id).code
    assert code in page.text
    assert {line.subject for line in trail.context["lines"]} == {code}
    assert f"Chỉ các dòng về <b>{code}</b>" in trail.text


def test_a_field_or_a_code_without_a_word_is_found():
    found = untold("commitments.DeedVerified", {"verdict": "in_part", "colour": 1, "after": {}})

    assert found == ["commitments.DeedVerified.verdict=in_part", "commitments.DeedVerified.colour"]
