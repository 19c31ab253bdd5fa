"""Cách tính: the arithmetic of any figure a page shows, and who may ask for it."""

from datetime import timedelta

import pytest

from noilam.accounts.models import Account
from noilam.commitments import actions
from noilam.commitments.models import Source
from noilam.foundation import clock, periods
from noilam.foundation.access import shell
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_unit, an_actor

from .given import TODAY, a_commitment, judged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


@pytest.fixture
def place():
    """A cell with two kept, one rejected while there is time, one late; another cell apart."""
    root = a_unit("Đảng bộ xã Sông Hiền", code="SH")
    cell = a_unit("Chi bộ thôn 1", parent=root, code="SH.1")
    other = a_unit("Chi bộ thôn 2", parent=root, code="SH.2")
    head, verifier = a_head(cell), a_head(root, "Lê Thị Mẫu")
    a_head(other, "Phạm Văn Khác")
    term = actions.write_programme(
        actor=shell(),
        draft=actions.ProgrammeDraft(title="Năm 2026", period=periods.Year(2026), unit=cell),
    )
    given = {"verifier": verifier, "programme": term}
    with clock.frozen(TODAY - timedelta(days=40)):
        for _ in range(2):
            judged(a_commitment(cell, head, **given))
        judged(a_commitment(cell, head, **given), "rejected")
        late = a_commitment(cell, head, due_on=TODAY - timedelta(days=3), **given)
    source = Source.objects.create(commitment=late, label="Họp thôn", search_key="hop thon")
    return root, cell, head, term, source


def sign_in(client, actor) -> None:
    client.force_login(Account.objects.get(pk=actor.id))


def test_each_figure_leads_to_its_own_arithmetic(client, place):
    root, cell, head, term, source = place
    sign_in(client, an_actor(Role.OFFICE, root))
    for page, link in (
        (f"/units/{cell.pk}/", f"/method/?unit={cell.code}"),
        (f"/people/{head.pk}/", f"/method/?person={head.code}"),
        (f"/programmes/{term.pk}/", f"/method/?programme={term.pk}"),
        (f"/commitments/source/{source.pk}/", "/method/?source="),
    ):
        shown = client.get(page).content.decode()
        assert link in shown, page
        assert "Báo không đúng" in shown, page


def test_the_arithmetic_of_a_unit_is_that_of_its_page(client, place):
    root, cell, *_rest = place
    sign_in(client, an_actor(Role.OFFICE, root))
    page = client.get("/method/", {"unit": cell.code})
    index, over_claim = page.context["workings"]
    assert (index.numerator, index.denominator) == ("2", "3")
    assert (over_claim.numerator, over_claim.denominator) == ("1", "3")
    assert str(over_claim.result) == "0.3333"
    assert cell.name in page.content.decode()


def test_what_one_may_not_see_has_no_arithmetic(client, place):
    _root, cell, _head, term, source = place
    stranger = a_unit("Đảng bộ xã Khác", code="K")
    sign_in(client, an_actor(Role.HEAD, stranger))
    for asked in (
        {"unit": cell.code},
        {"unit": "KHONG-CO"},
        {"programme": term.pk},
        {"programme": "x"},
        {"source": source.label},
        {"topic": "Không có"},
    ):
        assert client.get("/method/", asked).status_code == 404, asked
    assert client.get("/method/").status_code == 200
