from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from noilam.accounts.models import Account
from noilam.foundation import clock
from noilam.foundation.access import shell, worker
from noilam.foundation.periods import Month
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_unit, an_actor
from noilam.scoring import actions
from noilam.scoring.jobs import finish_close
from noilam.scoring.models import Close, CriteriaSet, Sheet
from noilam.scoring.tests.given import an_issued_set
from noilam.scoring.tests.months import fixed, missing
from noilam.scoring.tests.test_closing import as_given

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def november():
    with clock.frozen(TODAY):
        yield


def closed(month):
    close = actions.close_month(actor=shell(), month=month)
    finish_close(actor=worker(), close_id=close.pk)
    return close


@pytest.fixture
def place():
    """Eight cells and a missing one; September and October closed, criteria changed between."""
    root = a_unit("Đảng ủy xã Sông Hiền", code="SH")
    with clock.frozen(date(2026, 8, 1)):
        issued = an_issued_set(root, Month(2026, 8))
    cells = [a_unit(f"Chi bộ {n}", f"SH-{n:02}", root, "party_cell") for n in range(1, 10)]
    for month in (202609, 202610):
        fixed(issued, [as_given(unit, {"done": n}) for n, unit in enumerate(cells[:8])], month)
        missing(issued, cells[8], month)
        closed(Month(month // 100, month % 100))
    return root, issued, cells


def signed_in(role, unit):
    client = Client()
    client.force_login(Account.objects.get(pk=an_actor(role, unit).id))
    return client


def shown(client, name, *args, **query):
    answer = client.get(reverse(f"scoring:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_board_shows_each_unit_below_with_its_result_and_the_missing_as_missing(place):
    root, _issued, cells = place

    page = shown(signed_in(Role.OFFICE, root), "board")

    assert "Bảng điểm tháng 10/2026" in page
    assert page.count(f"/scoring/units/{cells[0].pk}/") == 1
    assert "thiếu" in page
    assert "8/9" in page


def test_a_cell_sees_the_results_of_its_neighbours_and_no_sheet_of_theirs(place):
    root, _issued, cells = place
    client = signed_in(Role.STAFF, cells[0])
    sheet = Sheet.objects.get(unit=cells[1], month=202610)

    page = shown(client, "heatmap", unit=root.pk)

    assert cells[1].name in page
    assert f"/scoring/sheets/{sheet.pk}/" not in page
    assert shown(client, "unit", cells[1].pk)


def test_a_stranger_sees_nothing_of_it(place):
    root, _issued, cells = place
    client = signed_in(Role.OFFICE, a_unit("Đảng ủy xã bên"))

    assert client.get(reverse("scoring:unit", args=[cells[0].pk])).status_code == 404
    assert client.get(reverse("scoring:board"), {"unit": root.pk}).status_code == 404
    assert cells[0].name not in shown(client, "heatmap")


def test_the_heatmap_marks_what_is_missing_in_words_and_counts_all_that_were_asked_for(place):
    root, _issued, _cells = place
    client = signed_in(Role.OFFICE, root)

    page = shown(client, "heatmap", size=50)
    filtered = shown(client, "heatmap", q="chi bộ 9")

    assert 'class="missing" title="Thiếu' in page
    assert "8/9" in page
    assert "0/1" in filtered


@pytest.mark.parametrize("sort", ["name", "-code", "latest", "-latest", "mean", "-mean"])
def test_the_heatmap_sorts(place, sort):
    root, _issued, _cells = place

    assert "Chi bộ 1" in shown(signed_in(Role.OFFICE, root), "heatmap", sort=sort, level="")


def test_the_heatmap_finds_units_by_band_or_without_a_result(place):
    root, _issued, cells = place
    client = signed_in(Role.OFFICE, root)

    page = shown(client, "heatmap", level="missing")

    assert cells[8].name in page
    assert cells[0].name not in page
    assert client.get(reverse("scoring:heatmap"), {"format": "xlsx"}).status_code == 200


def test_a_trend_breaks_where_the_criteria_count_otherwise(place):
    _root, issued, cells = place
    CriteriaSet.objects.filter(pk=issued.pk).update(until_month=202610)
    other = CriteriaSet.objects.get(pk=issued.pk)
    other.pk, other.version, other.structure_hash = None, 2, "0" * 64
    other.first_month, other.until_month = 202610, None
    other.save()
    Sheet.objects.filter(unit=cells[0], month=202610).update(criteria_set=other)

    page = shown(signed_in(Role.HEAD, cells[0]), "unit", cells[0].pk)

    assert "trend-break" in page
    assert "tiêu chí đổi cách tính" in page
    assert "Chỉ so được trong cùng một đoạn" in page


def test_the_peers_median_is_drawn_where_the_group_allows(place):
    _root, _issued, cells = place

    page = shown(signed_in(Role.HEAD, cells[0]), "unit", cells[0].pk)

    assert "trend-light" in page


def test_the_office_closes_a_month_and_watches_it_without_javascript(place):
    root, issued, cells = place
    fixed(issued, [as_given(cells[0])], 202608)
    client = signed_in(Role.OFFICE, root)

    answer = client.post(reverse("scoring:closing", args=["2026-08"]))
    page = shown(client, "month", "2026-08")

    assert answer.status_code == 302
    assert '<meta http-equiv="refresh"' in page
    assert Close.objects.get(month=202608).state == Close.State.WAITING


def test_the_month_names_who_is_missing_and_keeps_the_hash_of_each_close(place):
    root, _issued, cells = place

    page = shown(signed_in(Role.AUDITOR, root), "month", "2026-10")

    assert cells[8].name in page
    assert Close.objects.get(month=202610).snapshot_hash in page
    assert "Khóa lại" not in page


def test_the_month_says_that_it_has_changed_since_it_was_closed(place):
    root, issued, cells = place
    client = signed_in(Role.OFFICE, root)
    assert "Có thay đổi sau lần khóa cuối" not in shown(client, "month", "2026-10")

    missing(issued, a_unit("Chi bộ 10", "SH-10", root, "party_cell"))

    assert "Có thay đổi sau lần khóa cuối" in shown(client, "month", "2026-10")


def test_the_board_leads_nobody_below_to_the_months_of_the_issuer(place):
    root, _issued, cells = place
    client = signed_in(Role.HEAD, cells[0])
    address = reverse("scoring:unit", args=[root.pk])

    assert client.get(address).status_code == 404
    assert address not in shown(client, "board", unit=root.pk)
    assert address in shown(signed_in(Role.OFFICE, root), "board", unit=root.pk)


def test_the_board_says_with_which_rules_positions_were_told(place):
    root, _issued, _cells = place
    Close.objects.update(noise=250, peer_minimum=5)

    page = shown(signed_in(Role.OFFICE, root), "board")

    assert "sai số là 2,5 điểm, nhóm có vị trí từ 5 đơn vị" in page


def test_a_month_without_sheets_is_refused_in_words(place):
    root, _issued, _cells = place
    client = signed_in(Role.OFFICE, root)

    answer = client.post(reverse("scoring:closing", args=["2026-07"]))

    assert answer.status_code == 422
    assert "không có phiếu chấm nào" in answer.content.decode()


def test_the_page_of_a_unit_leads_to_its_months_and_fetches_the_last_ones(place):
    _root, _issued, cells = place
    client, address = signed_in(Role.HEAD, cells[0]), f"/scoring/units/{cells[0].pk}/"

    page = client.get(f"/units/{cells[0].pk}/").content.decode()
    rows = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert f'hx-get="{address}"' in page
    assert "10/2026" in rows
    assert "<html" not in rows


def test_pages_say_what_to_do_before_any_month_was_closed():
    client = signed_in(Role.OFFICE, a_unit("Xã mới"))

    for name in ("board", "heatmap", "months"):
        assert "Chưa có tháng nào" in shown(client, name)
