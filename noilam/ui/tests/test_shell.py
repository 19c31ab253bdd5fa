"""The shell: menu, looks, language, who is signed in, and how it says no."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import path

from noilam.foundation.access import Actor, Kind
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say
from noilam.ui.context import Shell
from noilam.ui.tests import gallery

ME = Actor(kind=Kind.PERSON, id=1, label="Lê Thị Mẫu", permissions=frozenset({"administer"}))
MENU = [
    (say("Việc của tôi"), [("Hôm nay", "insight:today", "")]),
    ("Trống", []),
    (
        "Văn phòng",
        [
            ("Tìm", "insight:search", f"{__name__}.administers"),
            ("Kín", "ui:theme", f"{__name__}.nobody"),
        ],
    ),
]


def administers(actor):
    return actor.has("administer")


def nobody(actor):
    return False


def broken(request):
    raise ValueError("a fault of ours")


def refused(request):
    raise Refused(Problem("late", "Đã quá hạn. Hãy xin gia hạn.", "due_on"))


def forbidden(request):
    raise PermissionDenied("Bạn không được duyệt cho Khe Quế.")


def _open(view):
    view.login_required = False
    return view


urlpatterns = [
    path("broken/", _open(broken)),
    path("refused/", _open(refused)),
    path("forbidden/", _open(forbidden)),
    *gallery.urlpatterns,
]


@pytest.fixture
def visitor():
    """A browser that meets no database at all: looks may not need one."""
    return Client(SERVER_NAME="localhost", raise_request_exception=False)


@pytest.fixture
def menu_of(monkeypatch):
    monkeypatch.setattr(settings, "NAVIGATION", f"{__name__}.MENU")

    def read(address="/", actor=ME):
        request = RequestFactory().get(address)
        request.actor = actor
        return Shell(request).menu

    return read


def test_the_menu_holds_only_what_one_may_open(menu_of):
    stranger = Actor(kind=Kind.PERSON, id=2, label="Người lạ")

    assert [h.label for h in menu_of()] == ["Việc của tôi", "Văn phòng"]
    assert [line.label for line in menu_of()[1].lines] == ["Tìm"]
    assert [h.label for h in menu_of(actor=stranger)] == ["Việc của tôi"]
    assert menu_of(actor=None) == []


@pytest.mark.parametrize(
    ("address", "here"),
    [("/", "Hôm nay"), ("/search/?q=a", "Tìm"), ("/search/deeper/", "Tìm"), ("/x/", None)],
)
def test_the_menu_marks_the_line_one_is_on(menu_of, address, here):
    lines = [line for heading in menu_of(address) for line in heading.lines]

    assert [line.label for line in lines if line.is_here] == ([here] if here else [])


@pytest.mark.urls("noilam.ui.tests.gallery")
def test_a_stand_in_is_shown_with_the_one_stood_in_for(visitor):
    page = visitor.get("/gallery/").text

    assert "Lê Thị Mẫu" in page
    assert "thay mặt Trần Văn Ví Dụ" in page


@pytest.mark.urls("noilam.ui.tests.gallery")
@pytest.mark.parametrize(
    ("chosen", "mark"), [("dark", 'data-theme="dark"'), ("light", 'data-theme="light"')]
)
def test_a_chosen_look_stays(visitor, chosen, mark):
    answer = visitor.post("/look/theme/", {"theme": chosen, "next": "/gallery/?page=2"})

    assert answer["Location"] == "/gallery/?page=2"
    assert mark in visitor.get("/gallery/").text
    visitor.post("/look/theme/", {"theme": ""})
    assert mark not in visitor.get("/gallery/").text


def test_a_chosen_look_leads_only_to_our_own_pages(visitor):
    answer = visitor.post("/look/theme/", {"theme": "dark", "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/"


@pytest.mark.urls("noilam.ui.tests.gallery")
def test_a_chosen_language_stays(visitor):
    visitor.post("/look/language/", {"language": "en", "next": "/gallery/"})

    page = visitor.get("/gallery/").text

    assert '<html lang="en"' in page
    assert "Skip to the main content" in page


@pytest.mark.urls("noilam.ui.tests.gallery")
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_carries_style_or_script_inline(visitor, language):
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = visitor.get("/gallery/").text

    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count("<script src=") + page.count("<script defer src=")


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status", "vietnamese", "english"),
    [
        ("/nowhere/", 404, "Không tìm thấy trang này", "This page was not found"),
        ("/forbidden/", 403, "Bạn không được làm việc này", "You may not do this"),
        ("/refused/", 422, "Chưa làm được", "Not done"),
        ("/broken/", 500, "Máy chủ gặp lỗi", "The server failed"),
    ],
)
def test_a_no_is_a_page_in_both_languages(visitor, address, status, vietnamese, english):
    for language, words in (("vi", vietnamese), ("en", english)):
        visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        answer = visitor.get(address)

        assert answer.status_code == status
        assert words in answer.text
        assert f'<html lang="{language}"' in answer.text


@pytest.mark.urls(__name__)
def test_who_comes_under_an_unknown_address_is_told_so_in_both_languages():
    answer = Client(SERVER_NAME="noilam.xa-mau.example").get("/nowhere/")

    assert answer.status_code == 400
    assert "Hãy hỏi quản trị địa chỉ đúng" in answer.text
    assert "Ask the administrator for the right one" in answer.text
    assert answer.text.count("NOILAM_URL") == 2


@pytest.mark.urls(__name__)
def test_a_refusal_shows_its_reasons_and_a_403_its_deed(visitor):
    assert "Đã quá hạn. Hãy xin gia hạn." in visitor.get("/refused/").text
    assert "Bạn không được duyệt cho Khe Quế." in visitor.get("/forbidden/").text


def test_a_form_from_an_old_page_is_told_to_reload():
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)

    answer = strict.post("/look/theme/", {"theme": "dark"})

    assert answer.status_code == 403
    assert "Trang này đã cũ" in answer.text
