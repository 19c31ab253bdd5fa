"""Runs inside the throw-away installation: asks each page many times, prints what it cost."""

import json
import os
import sys
import time
from statistics import median
from typing import Any


def main(requests: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.test import Client, override_settings

    with override_settings(ROOT_URLCONF="noilam.bench.urls", ALLOWED_HOSTS=["testserver"]):
        client = Client(headers={"accept-encoding": "gzip"})
        client.force_login(_an_office_account())
        print(json.dumps(_costs(client, _pages(), requests), ensure_ascii=False))  # noqa: T201


def _an_office_account(code: str = "D") -> Any:
    """Somebody in the root's office: sees every unit, every person, every commitment."""
    from noilam.accounts.actions import open_account
    from noilam.foundation import clock
    from noilam.foundation.access import shell
    from noilam.organisation.actions import grant_role
    from noilam.organisation.models import Unit
    from noilam.organisation.roles import Role

    account = open_account(actor=shell(), username="vanphong", label="Văn phòng")
    root = Unit.objects.get(code=code)
    grant_role(actor=shell(), account=account, role=Role.OFFICE, unit=root, starts_on=clock.today())
    return account


def _pages() -> dict[str, str]:
    from django.urls import reverse

    from noilam.commitments.models import Commitment
    from noilam.organisation.models import Person, Unit

    root, person = Unit.objects.get(code="D"), Person.objects.get(code="C1")
    commitment = Commitment.objects.get(code="K0")
    commitments = reverse("commitments:list")
    return {
        "bare": reverse("bare"),
        "commitments": commitments,
        "commitments, filtered": f"{commitments}?state=late&sort=-due_on&unit={root.pk}",
        "commitment": reverse("commitments:commitment", args=[commitment.pk]),
        "today": reverse("insight:today"),
        "units": reverse("organisation:units"),
        "tree": reverse("organisation:tree"),
        "unit": reverse("organisation:unit", args=[root.pk]),
        "people": reverse("organisation:people"),
        "person": reverse("organisation:person", args=[person.pk]),
    }


def _costs(client: Any, pages: dict[str, str], requests: int) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    told: dict[str, dict[str, Any]] = {}
    for name, address in pages.items():  # the first visit of each also warms templates
        answer = client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        told[name] = {
            "address": address,
            "status": answer.status_code,
            "queries": len(queries),
            "gzip_bytes": len(answer.content),
        }
    spent: dict[str, list[float]] = {name: [] for name in pages}
    for _turn in range(requests):
        for name, address in pages.items():
            begun = time.process_time()
            client.get(address)
            spent[name].append(time.process_time() - begun)
    bare = median(spent["bare"])
    for name, times in spent.items():
        told[name] |= {
            "ms": round(median(times) * 1000, 2),
            "ratio": round(median(times) / bare, 2),
        }
    return {"bench": "pages", "requests": requests, "pages": told}


if __name__ == "__main__":
    main(int(sys.argv[1]))
