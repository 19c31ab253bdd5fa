"""The tables in config/ that the shell and Hôm nay live on lead somewhere."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import pgettext

MENU = import_string(settings.NAVIGATION)


def test_every_line_of_the_menu_has_an_address_and_a_gate_that_exists():
    for _heading, lines in MENU:
        for _label, name, gate in lines:
            assert reverse(name)
            assert not gate or callable(import_string(gate))


def test_every_word_of_the_menu_is_said_in_english_too():
    with translation.override("en"):
        words = [heading for heading, _lines in MENU]
        words += [label for _heading, lines in MENU for label, *_rest in lines]
        assert [word for word in words if pgettext("menu", word) == word] == []


def test_whoever_is_asked_on_today_in_search_and_for_panels_is_there():
    asked = [*import_string(settings.TODAY), *import_string(settings.SEARCH)]
    for paths in import_string(settings.PANELS).values():
        asked += paths

    assert all(callable(import_string(path)) for path in asked)
