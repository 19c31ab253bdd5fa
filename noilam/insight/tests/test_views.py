"""Hôm nay and search, with floors that say what each test needs them to say."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from noilam.accounts.tests import given as given_accounts
from noilam.foundation import clock
from noilam.insight import queries
from noilam.ui.pieces import Found, Panel, Waiting

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
BUDGET = 12
LINES: list[Waiting] = []
HITS: list[Found] = []
WAITS = [f"{__name__}.what_waits"]
LOOKS = [f"{__name__}.what_is_found"]
SHOWS = {"today": [f"{__name__}.a_panel", f"{__name__}.no_panel"]}


def what_waits(actor, day):
    return LINES


def what_is_found(actor, words, limit):
    return [hit for hit in HITS if all(word in hit.detail for word in words)][:limit]


def a_panel(actor, thing, day):
    lines = [{"text": f"Bảng của {actor.label}", "at": ""}]
    return Panel("ui/_problems.html", {"lines": lines}, is_empty=not HITS)


def no_panel(actor, thing, day):
    return None


@pytest.fixture(autouse=True)
def quiet_floors(monkeypatch):
    monkeypatch.setattr(settings, "TODAY", f"{__name__}.WAITS")
    monkeypatch.setattr(settings, "SEARCH", f"{__name__}.LOOKS")
    monkeypatch.setattr(settings, "PANELS", f"{__name__}.SHOWS")
    LINES.clear()
    HITS.clear()
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def me(client):
    account = given_accounts.an_account_with_password("Lê Thị Mẫu")
    client.force_login(account)
    return account


def waits(group, title="Việc", due=None, count=1):
    due_on = TODAY + timedelta(days=due) if due is not None else None
    LINES.append(Waiting(group, title, f"/{title}/", due_on, count=count))


def test_the_most_pressing_comes_first(client, me):
    waits("acknowledge", "Báo đã nhận")
    waits("verify", "Xác nhận", due=3)
    waits("late", "Muộn ít", due=-1)
    waits("late", "Muộn nhiều", due=-9)
    page = client.get("/").text

    places = [page.index(title) for title in ("Muộn nhiều", "Muộn ít", "Xác nhận", "Báo đã nhận")]
    assert places == sorted(places)
    assert '<span class="count">4</span>' in page  # in the menu, on every reader's way


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (None, "", "calm"),
        (-2, "quá hạn 2 ngày", "broken"),
        (0, "hạn hôm nay", "late"),
        (1, "còn 1 ngày", "late"),
        (7, "còn 7 ngày", "late"),
        (8, "đến 28/11/2026", "calm"),
    ],
)
def test_a_due_date_is_told_by_how_far_off_it_is(days, words, tone):
    due_on = TODAY + timedelta(days=days) if days is not None else None

    assert queries.due_in_words(due_on, TODAY) == (words, tone)


def test_a_long_group_shows_its_first_lines_and_a_way_to_all(client, me):
    for number in range(60):
        waits("late", f"Việc {number:02}", due=number - 60)
    page = client.get("/").text

    assert page.count('class="tag broken"') == queries.SHOWN
    assert '<a href="?group=late">Xem cả 60 việc' in page
    rest = client.get("/?group=late&page=2").text
    assert "51–60 trong 60" in rest


def test_one_line_may_stand_for_many_matters(client, me):
    waits("approve", "Duyệt đăng ký", count=14)

    assert '<span class="count calm">14</span>' in client.get("/").text


def test_a_finished_group_says_so_and_an_unknown_one_is_not_there(client, me):
    assert "Không còn việc nào ở đây" in client.get("/?group=late").text
    assert client.get("/?group=nonsense").status_code == 404


def test_nothing_to_do_is_said_in_words(client, me):
    assert "Không có việc nào đang chờ anh/chị." in client.get("/").text


def test_floors_add_their_panels(client, me):
    assert "Bảng của Lê Thị Mẫu" in client.get("/").text


def test_an_empty_installation_says_what_to_bring_in_first(client):
    client.force_login(given_accounts.an_administrator())

    page = client.get("/").text

    steps = ("Nhập đơn vị", "Nhập người và chức vụ", "Nhập cam kết", "Nhập kết quả")
    assert [step for step in steps if step in page] == list(steps)


def test_an_installation_with_words_in_it_is_past_its_first_steps(client):
    client.force_login(given_accounts.an_administrator())
    HITS.append(Found("Cam kết", "Việc", "/c/1/"))

    assert "Nhập đơn vị" not in client.get("/").text


def test_who_may_not_import_is_not_told_to(client, me):
    assert "Nhập đơn vị" not in client.get("/").text


def test_hits_are_grouped_by_what_they_are(client, me):
    HITS.extend(
        [
            Found("Đơn vị", "Xã Mường Sa", "/units/1/", "muong sa"),
            Found("Người", "Sa Văn Mường", "/people/1/", "muong sa"),
        ]
    )
    page = client.get("/search/?q=Mường+SA").text

    assert page.index(">Đơn vị</h2>") < page.index("Xã Mường Sa") < page.index(">Người</h2>")


def test_many_hits_of_one_kind_are_one_click_away_in_pages(client, me):
    HITS.extend(Found("Cam kết", f"Việc {n}", f"/c/{n}/", "rac") for n in range(120))
    few = client.get("/search/?q=rác").text
    many = client.get("/search/?q=rác&kind=Cam+kết&page=3").text

    assert few.count('<li><a href="/c/') == queries.FEW
    assert "q=r%C3%A1c&amp;kind=Cam%20k%E1%BA%BFt" in few
    assert "101–120 trong 120" in many
    assert "Việc 119" in many


def test_no_hit_and_no_question_say_what_to_try(client, me):
    assert "Hãy thử ít chữ hơn" in client.get("/search/?q=zzz").text
    assert "Gõ tên đơn vị" in client.get("/search/").text


def test_pages_are_closed_to_visitors(client):
    assert client.get("/").status_code == 302
    assert client.get("/search/?q=a").status_code == 302


def test_the_pages_keep_within_their_budget(client, me, django_assert_max_num_queries):
    for number in range(60):
        waits("late", f"Việc {number}", due=-1)
    for address in ("/", "/?group=late", "/search/?q=a"):
        with django_assert_max_num_queries(BUDGET):
            assert client.get(address).status_code == 200
