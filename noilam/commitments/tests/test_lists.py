"""Lists that say what they hold: of a programme, of a year's urgent matters, on paper."""

import pytest
from django.utils import translation

from noilam.accounts.models import Account
from noilam.commitments import actions
from noilam.commitments.queries.pages.looks import period_text
from noilam.foundation import periods
from noilam.foundation.access import shell
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_unit, an_actor

from .given import a_commitment, a_proposal, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


@pytest.fixture
def place():
    root = a_unit("Đảng bộ xã Sông Hiền", code="SH")
    cells = [a_unit(f"Chi bộ thôn {n}", parent=root, code=f"SH.{n}") for n in (1, 2)]
    return root, cells, [a_head(each, f"Bí thư {each.code}") for each in cells]


def sign_in(client, actor) -> None:
    client.force_login(Account.objects.get(pk=actor.id))


def test_a_programme_says_how_much_of_it_one_may_see(client, place):
    root, cells, heads = place
    term = actions.write_programme(
        actor=shell(),
        draft=actions.ProgrammeDraft(title="Năm", period=periods.Year(2026), unit=root),
    )
    for cell, head in zip(cells, heads, strict=True):
        a_commitment(cell, head, programme=term)
    a_proposal(cells[0], heads[0], programme=term)
    sign_in(client, signed_in(heads[0]))
    page = client.get(f"/programmes/{term.pk}/").content.decode()
    assert "1 việc anh/chị được xem trong 2 việc đã nói." in page
    assert "Danh sách có thêm 1 việc chưa có hiệu lực" in page


def test_urgent_matters_are_narrowed_by_unit_and_state(client, place):
    root, cells, heads = place
    given = {"kind": "urgent_matter", "for_year": 2026}
    bound = [a_commitment(cells[n], heads[n], **given) for n in (0, 1)]
    asked = a_proposal(cells[0], heads[0], **given)
    sign_in(client, an_actor(Role.STANDING_COMMITTEE, root))

    def shown(query: str) -> set[int]:
        return {row.pk for row in client.get(f"/commitments/urgent/?{query}").context["rows"]}

    assert shown("") == {bound[0].pk, bound[1].pk, asked.pk}
    assert shown("unit=SH.1") == {bound[0].pk, asked.pk}
    assert shown("unit=SH.1&state=running") == {bound[0].pk}
    assert shown("state=proposed") == {asked.pk}
    assert shown("unit=Không có nơi nào") == set()


def test_a_whole_list_is_shown_to_be_printed(client, place):
    root, cells, heads = place
    for _ in range(51):
        a_proposal(cells[0], heads[0])
    sign_in(client, an_actor(Role.STANDING_COMMITTEE, root))
    page = client.get("/commitments/?q=rac")
    assert "?q=rac&amp;size=all" in page.content.decode()
    assert len(page.context["rows"]) == 50
    assert len(client.get("/commitments/?q=rac&size=all").context["rows"]) == 51


def test_english_names_its_months():
    assert period_text("2026-01") == "Tháng 1/2026"
    with translation.override("en"):
        assert period_text("2026-01") == "January 2026"
