"""Signing in, and what a page costs, for tests of pages."""

import gzip

from django.db import connection
from django.test.utils import CaptureQueriesContext

from noilam.accounts.models import Account
from noilam.organisation.models import Unit
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import an_actor

QUERIES, BYTES = 12, 15 * 1024


def sign_in(client, unit: Unit, role: Role = Role.ORGANISING_BOARD) -> None:
    client.force_login(Account.objects.get(pk=an_actor(role, unit).id))


def codes(answer) -> list[str]:
    return [each.code for each in answer.context["problems"]]


def cost(client, address: str) -> tuple[int, int]:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        content = client.get(address).content
    return len(asked), len(content if content.startswith(b"\x1f\x8b") else gzip.compress(content))
