"""Every address x role x relation gives exactly the answer that docs/roles.md says."""

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from noilam.commitments.tests.given import a_commitment
from noilam.organisation.permissions import BROUGHT
from noilam.organisation.roles import NAMES, Role
from tests import matrix
from tests.world import HOLDERS, World, a_world, held_still

pytestmark = pytest.mark.django_db
QUESTIONS = matrix.questions()
A_FORM = {"sent": "1"}  # something, so that a form knows it was sent
BLANK = [{"BACKEND": "tests.matrix.BlankPages", "NAME": "blank", "DIRS": [], "APP_DIRS": False}]


@pytest.fixture
def world(settings) -> World:
    settings.AXES_ENABLED = False  # hundreds of wrong codes from one address are the point here
    settings.TEMPLATES = [each | {"OPTIONS": {}} for each in BLANK]
    with held_still():
        yield a_world()


def link(asked: matrix.Question, world: World) -> str:
    names = matrix.addresses()[asked.name]
    return reverse(asked.name, kwargs=world.kwargs(asked.address, names, asked.given))


def ask(client: Client, asked: matrix.Question, world: World) -> int:
    """One request whose deed, if any, is undone."""
    address = link(asked, world)
    with transaction.atomic():
        answer = client.get(address) if asked.way == "GET" else client.post(address, A_FORM)
        transaction.set_rollback(True)
    return answer.status_code


def is_anothers_turn(number: int, holder: str, relation: str) -> bool:
    """Roles that no row names and that see nothing are told apart nowhere: each address asks one
    of them, in turn. Away from their own unit it asks one of all those who may nothing there.
    """
    alike = matrix.told_apart_nowhere()
    if relation != "own":
        named = {each for row in QUESTIONS[number].rows for each in row.may}
        alike = [each for each in Role if each not in named and not matrix.brought().get(each)]
    return holder in alike and alike[number % len(alike)] != holder


@pytest.mark.parametrize("relation", matrix.RELATIONS)
def test_each_role_gets_the_answer_that_the_table_says(world, relation):
    if relation != "own" and connection.vendor != "sqlite":
        pytest.skip("who reaches what is asked on one database; what differs is asked in own")
    wrong = []
    for holder in HOLDERS:
        client = Client(raise_request_exception=False)
        client.force_login(world.somebody(holder, relation))
        kept = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        for number, asked in enumerate(QUESTIONS):
            if not asked.is_asked(holder, relation) or is_anothers_turn(number, holder, relation):
                continue
            got, expected = ask(client, asked, world), asked.expected(holder, relation)
            if got != expected:
                wrong.append(f"{asked.address} {asked.way} {holder}: {got}, not {expected}")
            client.cookies.clear()
            client.cookies[django_settings.SESSION_COOKIE_NAME] = kept
    assert not wrong, f"{relation}:\n" + "\n".join(wrong)


def test_nothing_but_the_public_list_opens_without_a_sign_in(world):
    client, public = Client(raise_request_exception=False), matrix.public()
    door = reverse(django_settings.LOGIN_URL)
    wrong = []
    for asked in QUESTIONS:
        address = link(asked, world)
        for answer in (client.get(address), client.post(address, A_FORM)):
            went = answer.headers.get("Location", "")
            is_shut = answer.status_code == 302 and went.startswith(f"{door}?next=")
            if is_shut == (asked.name in public):
                wrong.append(f"{asked.address} {answer.request['REQUEST_METHOD']}")
    assert not wrong


def test_each_address_has_its_row():
    missing = set(matrix.addresses()) - {asked.name for asked in QUESTIONS}
    assert not missing, f"add a row to docs/roles.md for: {sorted(missing)}"


def test_no_row_is_about_an_address_that_is_gone():
    assert {asked.name for asked in QUESTIONS} <= set(matrix.addresses())
    assert matrix.public() <= set(matrix.addresses())


def test_the_table_names_only_holders_that_are_there():
    known = {*HOLDERS, "everybody", "nobody"}
    assert {each for row in matrix.rows() for each in row.may} <= known


def test_what_roles_bring_is_on_the_page():
    assert matrix.brought() == {str(role): set(brings) for role, brings in BROUGHT.items()}


def test_each_role_is_told_of_on_the_page():
    text = matrix.PAGE.read_text("utf-8")
    missing = [role for role in Role if f"| `{role}` ({NAMES[role]})" not in text]
    assert not missing


def test_what_was_published_inside_a_unit_is_seen_by_its_staff_and_by_no_other(world):
    published = a_commitment(world.here, publicity="unit")
    for relation, expected in (("own", 200), ("ancestor", 404), ("other", 404)):
        client = Client()
        client.force_login(world.somebody(Role.STAFF, relation))
        link = reverse("commitments:commitment", args=[published.pk])
        assert client.get(link).status_code == expected
