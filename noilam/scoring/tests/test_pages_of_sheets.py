"""Pages of sheets at every step: what they ask, what they cost, who finds nothing."""

import gzip
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from noilam.accounts.models import Account
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.organisation.models import Unit
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import an_actor
from noilam.scoring import actions
from noilam.scoring.models import Sheet
from noilam.scoring.rules.filling import Change
from noilam.scoring.rules.score import Answer

from . import given

pytestmark = pytest.mark.django_db
QUERIES, BYTES = 12, 15 * 1024


def sign_in(client, role: Role, unit: Unit) -> None:
    client.force_login(Account.objects.get(pk=an_actor(role, unit).id))


def cost(client, address: str) -> tuple[int, int, int]:
    """Status, queries, bytes of a page that was opened once before."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    content = answer.content
    packed = content if content.startswith(b"\x1f\x8b") else gzip.compress(content)
    return answer.status_code, len(asked), len(packed)


def over(costs: dict[str, tuple[int, int, int]]) -> dict[str, tuple[int, int, int]]:
    return {
        page: each
        for page, each in costs.items()
        if each[0] != 200 or each[1] > QUERIES or each[2] > BYTES
    }


def large_content() -> dict[str, Any]:
    """27 criteria of all methods, as long as real ones."""
    content = given.a_content()
    words = "theo đúng thời hạn, đúng thành phần, có giải pháp và minh chứng kèm theo từng việc"
    sections = []
    pool = [each for section in content["sections"] for each in section["criteria"]]
    for letter in "ABC":
        criteria = []
        for number in range(9):
            each = dict(pool[(number + ord(letter)) % len(pool)])
            code = f"{letter}{number + 1}"
            each |= {"code": code, "title": f"{each['title']} {words} ({code})"}
            each.pop("applies_to_org_types", None)
            if "items" in each:
                each["items"] = [
                    item | {"code": f"{code}.{at}", "title": f"{item['title']} {words}"}
                    for at, item in enumerate(each["items"])
                ]
            criteria.append(each)
        most = sum(each["max"] for each in criteria)
        title = f"Nhóm tiêu chí {letter}"
        sections.append({"code": letter, "title": title, "max": most, "criteria": criteria})
    whole = sum(each["max"] for each in sections)
    bands = [band | {"from": at} for band, at in zip(content["bands"], (90, 50, 0), strict=True)]
    return {"sections": sections, "max_points": whole, "bands": bands}


def test_a_sheet_of_27_criteria_fits_on_one_page(client):
    root, (cell,) = given.a_place(1, **large_content())
    sheet = given.a_sheet(cell)
    page = f"/scoring/sheets/{sheet.pk}/"
    with clock.frozen(given.FILLED_ON):
        actions.take_facts(actor=shell(), month=given.MONTH, is_final=True)
        sign_in(client, Role.UNIT_CLERK, cell)
        costs = {each: cost(client, page + each) for each in ("", "answers/", "upload/")}
    assert not over(costs)


def walk(client, pages: dict[str, tuple[Role, Unit]]) -> dict[str, tuple[int, int, int]]:
    costs = {}
    for page, (role, unit) in pages.items():
        sign_in(client, role, unit)
        costs[page] = cost(client, page)
    return costs


def test_every_page_of_every_step_keeps_within_its_budget(client):
    """On one place, because building it costs more than reading all pages of it."""
    root, cells = given.a_place(5)
    at = {}
    at["appraise"] = given.a_submitted_sheet(cells[0])
    at["cross_check"] = given.an_appraised_sheet(cells[1], B2=SMALLER)
    at["reply"] = given.a_checked_sheet(cells[2], B2=SMALLER)
    at["approve"] = given.a_checked_sheet(cells[3])
    at["self_score"] = Sheet.objects.get(unit=cells[4])
    page = {stage: f"/scoring/sheets/{sheet.pk}/" for stage, sheet in at.items()}
    board, committee = (Role.ORGANISING_BOARD, root), (Role.STANDING_COMMITTEE, root)
    with clock.frozen(given.CHECKED_ON):
        costs = walk(client, {
            "/scoring/mine/": board,
            "/scoring/sheets/?late=1&sort=-due": board,
            page["appraise"]: (Role.MEMBER_IN_CHARGE, root),
            page["appraise"] + "marks/appraisal/": (Role.MEMBER_IN_CHARGE, root),
            page["cross_check"]: board,
            page["cross_check"] + "marks/cross-check/": board,
            page["cross_check"] + "deed/return/": board,
            page["cross_check"] + "criteria/B2/": board,
            page["cross_check"] + "criteria/A1/": board,
            page["cross_check"] + "criteria/P1/": board,
            page["reply"]: (Role.HEAD, cells[2]),
            page["reply"] + "deed/reply/": (Role.HEAD, cells[2]),
            page["self_score"] + "criteria/A2/": (Role.UNIT_CLERK, cells[4]),
            page["approve"]: committee,
            "/scoring/packs/": committee,
            f"/scoring/packs/{root.pk}/202611/": committee,
            "/scoring/own/": committee,
            "/scoring/appeals/": committee,
        })  # fmt: skip
    assert not over(costs)


SMALLER = Change(answer=Answer(level=200), reason="Biên bản không ghi kết luận từng việc")


def test_stages_and_verdicts_are_named_in_the_readers_language():
    fields = [
        each for model in apps.get_app_config("scoring").get_models() for each in model._meta.fields
    ]
    labels = [label for each in fields for _value, label in each.choices or ()]
    with override("vi"):
        here = [str(each) for each in labels]
    with override("en"):
        there = [str(each) for each in labels]

    assert len(labels) > 40
    assert [one for one, other in zip(here, there, strict=True) if one == other] == []
