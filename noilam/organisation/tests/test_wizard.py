"""The dry run in the browser: what is offered, what is marked, what is lost to nobody."""

from datetime import date

import pytest

from noilam.accounts.models import Account
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.organisation import actions, queries
from noilam.organisation.forms.units import MergeForm
from noilam.organisation.models import Assignment, Unit
from noilam.organisation.roles import Role

from .given import a_head, a_unit, an_actor, an_administrator

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
EVENT = {"on": "2026-07-01", "decision_number": "9-QĐ/HU", "decided_on": "2026-06-01"}
OUTPUT = {"code": "MK", "name": "Mường Khe", "kind": "commune_committee", "parent": "SH"}


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def district() -> Unit:
    unit = a_unit("Huyện uỷ Sông Hiền", kind="district_committee", code="SH")
    for name in ("Mường Sa", "Khe Quế"):
        a_head(a_unit(name, code=name, parent=unit), f"Bí thư {name}")
    return unit


@pytest.fixture
def pages(client, district):
    client.force_login(Account.objects.get(pk=an_actor(Role.OFFICE, district).id))
    return client


def named(name: str) -> Unit:
    return Unit.objects.get(name=name)


def shown(response) -> str:
    return response.content.decode()


def decided(pages, address: str, told: dict, **chosen: str):
    """The dry run looked at, then decided."""
    page = shown(pages.post(address, told))
    looked_at = page.split('name="list_hash" value="')[1].split('"')[0]
    choices = {name.replace("__", ":"): value for name, value in chosen.items()}
    return pages.post(address, told | {"step": "decide", "list_hash": looked_at} | choices)


def row_of(page: str, key: str) -> str:
    return page.split(f'<tr id="{key}">')[1].split("</tr>")[0]


def test_the_new_head_is_offered_for_what_a_leaving_head_would_keep(pages):
    one, other = named("Mường Sa"), named("Khe Quế")
    stays, leaves = (queries.head_of(unit, TODAY) for unit in (one, other))
    area = actions.assign_area(
        actor=shell(), person=leaves.person, unit=other, starts_on=date(2025, 1, 1)
    )
    address, told = f"/units/{one.pk}/merge/", EVENT | OUTPUT | {"inputs": [str(other.pk)]}
    post, key = f"{queries.APPOINTMENT}:{leaves.pk}", f"{queries.ASSIGNMENT}:{area.pk}"
    chosen = {"deed:all": "inherit", f"deed:{post}": "close", f"reason:{post}": "Nghỉ hưu"}

    refused = decided(pages, address, told, **chosen)

    page = shown(refused)
    assert refused.status_code == 422
    assert "Bí thư Khe Quế thôi giữ chức: chọn người nhận" in page
    assert 'aria-invalid="true"' in row_of(page, key)
    assert f'value="{stays.person.code}"' in row_of(page, key)
    assert '<option value="inherit" selected>' in row_of(page, key)
    assert f'href="#{key}"' in page

    offered = {f"deed:{key}": "inherit", f"person:{key}": stays.person.code}
    assert decided(pages, address, told, **chosen, **offered).status_code == 302
    assert Assignment.objects.get(unit=named("Mường Khe")).person == stays.person


def test_the_standing_head_of_the_heir_is_offered(pages):
    one, other = named("Mường Sa"), named("Khe Quế")
    stays, leaves = (queries.head_of(unit, TODAY) for unit in (other, one))
    area = actions.assign_area(
        actor=shell(), person=leaves.person, unit=one, starts_on=date(2025, 1, 1)
    )
    post, key = f"{queries.APPOINTMENT}:{leaves.pk}", f"{queries.ASSIGNMENT}:{area.pk}"
    chosen = {"deed:all": "inherit", f"deed:{post}": "close", f"reason:{post}": "Nghỉ hưu"}

    page = shown(
        decided(pages, f"/units/{one.pk}/merge/", EVENT | {"existing": other.code}, **chosen)
    )

    assert f'value="{stays.person.code}"' in row_of(page, key)


def test_the_row_of_a_second_head_is_marked(pages):
    one, other = named("Mường Sa"), named("Khe Quế")
    second = queries.head_of(other, TODAY)
    told = EVENT | OUTPUT | {"inputs": [str(other.pk)]}

    page = shown(decided(pages, f"/units/{one.pk}/merge/", told, **{"deed:all": "inherit"}))

    assert "Mỗi đơn vị chỉ có một người đứng đầu" in page
    assert 'aria-invalid="true"' in row_of(page, f"{queries.APPOINTMENT}:{second.pk}")


@pytest.mark.parametrize("deed", ["merge", "split"])
def test_the_office_that_may_for_a_past_day_may_for_a_day_to_come(pages, deed):
    one, other = named("Mường Sa"), named("Khe Quế")
    leaves = queries.head_of(other, TODAY)
    post = f"{queries.APPOINTMENT}:{leaves.pk}"
    told = {
        "merge": EVENT | OUTPUT | {"inputs": [str(other.pk)], "on": "2027-01-01"},
        "split": EVENT
        | {"code_1": "MK", "name_1": "Mường Khe", "on": "2027-01-01", "goes_on": "on"},
    }[deed]
    chosen = {"deed:all": "inherit", f"deed:{post}": "close", f"reason:{post}": "Nghỉ hưu"}
    chosen |= {"heir:all": "+MK"}

    done = decided(pages, f"/units/{one.pk}/{deed}/", told, **chosen)

    assert done.status_code == 302
    announced = named("Mường Khe")
    assert announced.founded_on == date(2027, 1, 1)
    assert pages.get(done["Location"]).status_code == 200


@pytest.mark.parametrize("parent", ["", "SH"])
@pytest.mark.parametrize("deed", ["merge", "move"])
def test_a_parent_that_may_not_be_is_told_beside_its_field(pages, district, deed, parent):
    account = Account.objects.get(pk=an_actor(Role.OFFICE, named("Mường Sa")).id)
    sees = {"role": Role.AUDITOR, "unit": district, "starts_on": TODAY}
    actions.grant_role(actor=shell(), account=account, **sees)
    pages.force_login(account)
    told = EVENT | OUTPUT | {"parent": parent, "note": "Còn nguyên lời ghi"}

    answer = pages.post(f"/units/{named('Mường Sa').pk}/{deed}/", told)

    assert answer.status_code == 422
    assert "họn cấp trên" in shown(answer).split('id="id_parent_error"')[1].split("</p>")[0]
    assert "Còn nguyên lời ghi" in shown(answer)


def test_an_administrator_may_merge_into_a_unit_that_stands_under_none(pages):
    administrator = an_administrator()
    pages.force_login(Account.objects.get(pk=administrator.id))
    form = MergeForm(
        EVENT | OUTPUT | {"parent": ""}, actor=administrator, unit=named("Khe Quế"), day=TODAY
    )
    assert form.is_valid(), form.errors
