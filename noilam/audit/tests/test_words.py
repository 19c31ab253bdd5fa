"""Entries in words: fields, codes and names, as each package gave them."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from django.contrib.auth import get_user_model

from noilam.audit import actions, words
from noilam.audit.models import Entry
from noilam.audit.queries import lines
from noilam.audit.queries.telling import Change, Telling
from noilam.audit.words import HIDDEN, Field, Named, Words
from noilam.foundation.events import Event

from . import given

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class GiftGiven(Event):
    title = "Tặng quà"
    giver_id: int
    row_id: int = 0
    colours: list[str] = field(default_factory=list)


WORDS = Words(
    subject="person",
    fields={
        "giver_id": Field("Người tặng", names="person"),
        "row_id": HIDDEN,
        "colours": Field("Màu", codes={"red": "đỏ", "blue": "xanh"}),
        "until": Field("Đến trước ngày"),
        "price": Field("Giá", tell=words.figure),
        "at": Field("Lúc", tell=words.hour),
        "wrapped": Field("Có gói"),
    },
    of={GiftGiven: {"until": Field("Đến hết ngày")}},
    names={"person": Named(get_user_model(), "label")},
)


@pytest.fixture(autouse=True)
def words_of_gifts(monkeypatch):
    monkeypatch.setattr(words, "_packages", lambda: {"tests": WORDS})
    caches = (words.named, words.fields_of, words.subject_of)
    for each in caches:
        each.cache_clear()
    yield
    for each in caches:
        each.cache_clear()


def a_gift(**carried) -> Entry:
    giver = given.an_account("Trần Thị Ví Dụ")
    taker = given.an_account("Lê Văn Mẫu")
    event = GiftGiven(subject_id=taker.pk, giver_id=giver.pk, **carried)
    actions.record(actor=given.AUTHOR, event=event)
    return Entry.objects.get()


def test_ids_are_told_by_name_codes_by_word_and_a_rows_own_id_not_at_all():
    entry = a_gift(row_id=77, colours=["red", "blue"])

    (line,) = lines([entry])

    assert (line.event, line.subject) == ("Tặng quà", "Lê Văn Mẫu")
    # PostgreSQL keeps the fields of an entry in an order of its own.
    assert set(line.summary.split("; ")) == {"Người tặng: Trần Thị Ví Dụ", "Màu: đỏ, xanh"}


def test_what_changed_is_told_before_and_after_by_the_events_own_word_first():
    entry = a_gift(
        before={"until": date(2026, 3, 31), "price": None, "wrapped": None},
        after={"until": date(2026, 4, 30), "price": "1234.50", "wrapped": True, "at": "21:00:00"},
    )

    assert set(Telling([entry]).changes(entry)) == {
        Change("Đến hết ngày", "31/03/2026", "30/04/2026"),
        Change("Giá", "", "1.234,5"),
        Change("Có gói", "", "có"),
        Change("Lúc", "", "21:00"),
    }
    summary = lines([entry])[0].summary
    assert "Đến hết ngày: 31/03/2026 → 30/04/2026" in summary
    assert "Giá: 1.234,5" in summary


def test_what_is_gone_is_said_to_be_gone():
    entry = a_gift()
    get_user_model().objects.all().delete()

    (line,) = lines([entry])

    assert "Người tặng: (nay không còn)" in line.summary


def test_all_names_of_a_page_are_one_question(django_assert_num_queries):
    entry = a_gift()

    with django_assert_num_queries(1):
        lines([entry] * 20)


def test_a_field_that_nobody_gave_a_word_shows_its_own_name():
    assert words.field_of("tests.GiftGiven", "other_thing").word == "other thing"
