"""Runs inside an installation with the demo: opens every page as everybody who may be tried out.

Prints what is wrong as JSON: pages that fail, and pages that ask more than their budget. What
fills an address is drawn from the year's rows, the same for each run.
"""

import json
import os
import sys
from random import Random

QUERIES = 12
DRAWN = 3  # of each kind of thing, for each who asks
DOCUMENTS = {"commitments:dossier", "commitments:dossier_paper"}  # one question for each table
ROWS = {
    "unit_id": "organisation.Unit",
    "person_id": "organisation.Person",
    "appointment_id": "organisation.Appointment",
    "event_id": "organisation.UnitEvent",
    "grouping_id": "organisation.Grouping",
    "grant_id": "organisation.Grant",
    "notice_id": "notices.Notice",
    "entry_id": "audit.Entry",
    "number": "audit.Batch",
    "version_id": "rulebook.RuleVersion",
    "draft_id": "rulebook.RuleDraft",
    "commitment_id": "commitments.Commitment",
    "programme_id": "commitments.Programme",
    "topic_id": "commitments.Topic",
    "source_id": "commitments.Source",
    "file_id": "files.StoredFile",
    "run_id": "exchange.Run",
}


def drawn(names, random):
    """Values for the names of an address; None where the year has no such thing."""
    from django.apps import apps

    found = {}
    for name in names:
        if name not in ROWS:
            return None
        keys = list(apps.get_model(ROWS[name]).objects.order_by("pk").values_list("pk", flat=True))
        if not keys:
            return None
        found[name] = random.choice(keys)
    return found


def faults_of(client, address, is_document):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as questions:
        answer = client.get(address)
    if answer.status_code >= 500:
        return [f"answers {answer.status_code}"]
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    if is_page and not is_document and answer.status_code == 200 and len(questions) > QUERIES:
        return [f"{len(questions)} queries"]
    return []


def main(home):
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.test import Client, override_settings
    from django.urls import reverse

    from noilam.accounts.models import Account
    from tests import matrix

    random, opened, wrong = Random(7), 0, []
    with open(f"{home}/demo-complete") as file, override_settings(ALLOWED_HOSTS=["testserver"]):
        for label, username, _password in json.load(file):
            client = Client(raise_request_exception=False)
            client.force_login(Account.objects.get(username=username))
            client.get("/")
            for name, needed in sorted(matrix.addresses().items()):
                for _ in range(DRAWN if needed else 1):
                    if (filled := drawn(needed, random)) is None:
                        continue
                    address = reverse(name, kwargs=filled)
                    opened += 1
                    for fault in faults_of(client, address, name in DOCUMENTS):
                        wrong.append(f"{address} as {label}: {fault}")
    print(json.dumps({"opened": opened, "wrong": wrong}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
