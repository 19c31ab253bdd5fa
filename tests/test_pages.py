"""Every page there is, in a small world with one of everything: few questions, few bytes."""

import gzip

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from noilam.organisation.roles import Role
from tests import matrix
from tests.world import a_world, held_still

pytestmark = pytest.mark.django_db
QUERIES = 12
REPEAT_VISIT_BYTES = 15 * 1024  # of which a page is nearly all: what it asks for is kept
ASKERS = [
    (Role.OFFICE, "ancestor"),
    (Role.AUDITOR, "ancestor"),
    (Role.STANDING_COMMITTEE, "ancestor"),
    (Role.HEAD, "own"),
    (Role.STAFF, "own"),
    (Role.ADMINISTRATOR, "own"),
    ("read_trail", "own"),
]
DOCUMENTS = {"commitments:dossier", "commitments:dossier_paper"}  # one question for each table


@pytest.fixture
def world():
    with held_still():
        yield a_world()


@pytest.mark.parametrize(("role", "relation"), ASKERS)
def test_each_page_keeps_within_its_budget(world, role, relation):
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(world.somebody(role, relation))
    over, opened = [], 0
    for asked in matrix.questions():
        if asked.way != "GET" or asked.expected(role, relation) != 200 or asked.name in DOCUMENTS:
            continue
        names = matrix.addresses()[asked.name]
        address = reverse(asked.name, kwargs=world.kwargs(asked.address, names, asked.given))
        client.get(address)
        with CaptureQueriesContext(connection) as questions:
            answer = client.get(address)
        is_page = answer.headers["content-type"].startswith("text/html")
        opened += is_page
        if len(questions) > QUERIES:
            over.append(f"{address}: {len(questions)} queries")
        if is_page and len(_compressed(answer.content)) > REPEAT_VISIT_BYTES:
            over.append(f"{address}: {len(_compressed(answer.content))} bytes")
    assert opened > 5
    assert not over, "\n".join(over)


def _compressed(content: bytes) -> bytes:
    return content if content.startswith(b"\x1f\x8b") else gzip.compress(content)
