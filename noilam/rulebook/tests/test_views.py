from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from noilam.foundation import access, clock
from noilam.rulebook import actions, queries
from noilam.rulebook.models import RuleDraft
from noilam.rulebook.queries import pages

from . import given

pytestmark = pytest.mark.django_db
KEY = "commitments.soon_days"
CHANGE = {
    "value": "5",
    "valid_from": "2026-12-01",
    "citation": "Quy chế làm việc số 01-QC/ĐU",
    "mark": "own",
}


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(given.TODAY):
        yield


@pytest.fixture
def sign_in(client):
    def signed_in(*permissions: str):
        return given.signed_in(client, *permissions)

    return signed_in


def page(client, name, *arguments, **query):
    return client.get(f"{reverse(name, args=arguments)}?{urlencode(query)}")


def test_everybody_signed_in_reads_the_book(sign_in):
    answer = page(sign_in(), "rulebook:rules")

    assert answer.status_code == 200
    body = answer.content.decode()
    assert "Ngày nghỉ hằng tuần" in body
    assert "kiểm tra lại văn bản gốc" in body
    assert "Sửa đổi" not in page(sign_in(), "rulebook:rule", KEY).content.decode()


@pytest.mark.parametrize("name", ["rules", "calendar", "count", "declare_days", "differences"])
def test_a_stranger_is_sent_to_the_sign_in_page(client, name):
    answer = client.get(reverse(f"rulebook:{name}"))

    assert (answer.status_code, "sign-in" in answer.url) == (302, True)


def test_the_book_is_filtered_by_area_mark_and_words_without_diacritics(sign_in):
    client = sign_in()

    def titles(**query):
        rows = page(client, "rulebook:rules", **query).context["listing"].rows
        return [row.key for row in rows]

    assert titles(area="files") == ["files.max_megabytes"]
    assert titles(mark="unverified") == ["calendar.weekly_days_off"]
    assert titles(q="ngay nghi le") == ["calendar.public_days"]
    assert titles(q="không có đâu") == []
    assert titles(sort="title") == titles(sort="-title")[::-1]


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_the_book_and_the_calendar_leave_as_spreadsheets(sign_in, format):
    client = sign_in()

    for answer in (
        page(client, "rulebook:rules", format=format),
        page(client, "rulebook:year", 2026, format=format),
    ):
        assert answer.status_code == 200
        assert f".{format}" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("name", "arguments", "query"),
    [
        ("rules", (), {}),
        ("rule", (KEY,), {}),
        ("year", (2026,), {}),
        ("year", (1990,), {}),
        ("count", (), {"start": "2026-02-10", "amount": 10, "unit": "working_day"}),
    ],
)
def test_pages_ask_the_database_little(
    sign_in, django_assert_max_num_queries, name, arguments, query
):
    client = sign_in()

    with django_assert_max_num_queries(12):
        assert page(client, f"rulebook:{name}", *arguments, **query).status_code == 200


def test_a_change_is_previewed_drafted_by_one_and_adopted_by_another(sign_in):
    administrator = sign_in("administer")
    address = reverse("rulebook:change", args=[KEY])

    seen = administrator.post(address, CHANGE | {"step": "preview"})
    assert seen.status_code == 200
    assert "Không có thời hạn đang mở nào" in seen.content.decode()
    assert not RuleDraft.objects.exists()

    answer = administrator.post(address, CHANGE | {"step": "save"})
    draft = RuleDraft.objects.get()
    assert answer.url == reverse("rulebook:draft", args=[draft.pk])
    adoption = reverse("rulebook:adoption", args=[draft.pk])
    assert administrator.post(adoption).status_code == 403

    office = sign_in("adopt_rules")
    assert "Ban hành" in office.get(answer.url).content.decode()
    office.post(adoption)
    assert queries.value(KEY, date(2026, 12, 1)) == 5


def test_a_refused_change_keeps_what_was_typed_and_says_all(sign_in):
    answer = sign_in("administer").post(
        reverse("rulebook:change", args=[KEY]),
        CHANGE | {"value": "năm", "citation": "", "step": "save"},
    )

    body = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="năm"' in body
    assert "Thiếu căn cứ" in body
    assert "phải là một số không âm" in body


def test_a_number_out_of_bounds_is_refused_with_its_bounds_beside_the_field(sign_in):
    address = reverse("rulebook:change", args=["accounts.lockout"])
    client = sign_in("administer")

    answer = client.post(address, CHANGE | {"attempts": "0", "minutes": "15", "step": "save"})

    assert answer.status_code == 422
    assert "số nguyên từ 3 đến 20" in answer.content.decode()
    assert "Từ 3 đến 20, ví dụ 5." in client.get(address).content.decode()


def test_a_table_is_changed_field_by_field(sign_in):
    sign_in("administer").post(
        reverse("rulebook:change", args=["notices.quiet_hours"]),
        CHANGE | {"from": "20:30", "to": "06:00", "step": "save"},
    )

    assert RuleDraft.objects.get().value == {"from": "20:30", "to": "06:00"}


def test_a_reader_may_not_change_rules_or_days(sign_in):
    client = sign_in()

    assert page(client, "rulebook:change", KEY).status_code == 403
    assert page(client, "rulebook:declare_days").status_code == 403
    assert page(client, "rulebook:withdraw_day").status_code == 403


def test_what_does_not_exist_is_not_found(sign_in):
    client = sign_in("administer")

    assert page(client, "rulebook:rule", "no.such").status_code == 404
    assert page(client, "rulebook:draft", 999).status_code == 404
    assert page(client, "rulebook:year", 0).status_code == 404


def test_a_draft_is_withdrawn_with_its_reason(sign_in):
    draft = given.a_draft(access.shell())
    client = sign_in("adopt_rules")
    address = reverse("rulebook:withdrawal", args=[draft.pk])

    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Chưa cần"}).status_code == 302
    assert "Chưa cần" in page(client, "rulebook:draft", draft.pk).content.decode()


def test_who_read_the_original_and_where_is_shown(sign_in):
    client, key = sign_in("adopt_rules"), "calendar.weekly_days_off"
    address = reverse("rulebook:reading", args=[queries.rule(key, given.TODAY).pk])

    assert client.post(address, {"source": ""}).status_code == 422
    client.post(address, {"source": "Công báo số 35"})
    body = page(client, "rulebook:rule", key).content.decode()
    assert "Công báo số 35" in body
    assert "đã đối chiếu văn bản gốc" in body


def test_the_year_shows_holidays_by_name_swapped_days_and_days_worked(sign_in):
    shown = page(sign_in(), "rulebook:year", 2026)

    body = shown.content.decode()
    assert "Giao thừa Tết Nguyên Đán" in body
    assert "Làm bù cho ngày 02/01/2026" in body
    january = shown.context["page"].months[0]
    assert january.worked == 21
    assert [len(week) for week in january.weeks] == [7] * 5


def test_a_day_is_declared_after_a_preview_and_withdrawn_again(sign_in):
    client = sign_in("adopt_rules")
    typed = {"off_on": "07/12/2026", "off_name": "Ngày thành lập xã", "citation": "TB 9-TB/ĐU"}
    address = reverse("rulebook:declare_days")

    assert client.post(address, typed | {"step": "preview"}).status_code == 200
    assert date(2026, 12, 7) not in queries.calendar(given.TODAY).days_off
    assert client.post(address, typed | {"step": "save"}).status_code == 302
    assert "Ngày thành lập xã" in page(client, "rulebook:year", 2026).content.decode()

    gone = {"day": "2026-12-07", "reason": "Ghi nhầm", "step": "save"}
    assert client.post(reverse("rulebook:withdraw_day"), gone).status_code == 302
    assert date(2026, 12, 7) not in queries.calendar(given.TODAY).days_off


def test_a_day_that_cannot_be_read_is_refused_beside_its_field(sign_in):
    answer = sign_in("adopt_rules").post(
        reverse("rulebook:declare_days"), {"off_on": "31/02/2026", "citation": "TB 9"}
    )

    assert answer.status_code == 422
    assert "31/03/2026" in answer.content.decode()


def test_open_deadlines_move_only_where_the_office_ticks_them(sign_in, settings):
    settings.DEADLINES = "noilam.rulebook.tests.given.DEADLINES"
    given.ANSWERS.clear()
    answer = given.an_answer(date(2026, 12, 4))
    client, address = sign_in("adopt_rules"), reverse("rulebook:declare_days")
    typed = {"off_on": "2026-12-07", "off_name": "Ngày hội", "citation": "TB 9"}

    seen = client.post(address, typed | {"step": "preview"})
    assert "10/12/2026" in seen.content.decode()
    confirmed = {"step": "save", "recalculate": "answers", "seen": seen.context["preview"].digest}
    assert client.post(address, typed | confirmed | {"seen": "khác"}).status_code == 422
    assert answer.due_on == date(2026, 12, 9)
    client.post(address, typed | confirmed)

    assert answer.due_on == date(2026, 12, 10)
    given.ANSWERS.clear()


def test_the_public_list_of_today_agrees_with_the_stored_calendar(sign_in):
    assert page(sign_in("adopt_rules"), "rulebook:differences").context["differences"] == []


def test_a_day_the_library_knows_better_leads_to_the_form_that_declares_it(sign_in, monkeypatch):
    given.forget_the_public_day(date(2027, 9, 3))
    client = sign_in("adopt_rules")

    (difference,) = page(client, "rulebook:differences").context["differences"]

    assert difference.day == date(2027, 9, 3)
    form = client.get(f"{reverse('rulebook:declare_days')}?{difference.prefilled}").context["form"]
    assert form["off_on"].value() == "2027-09-03"


def test_counting_shows_every_day_and_why(sign_in):
    shown = page(sign_in(), "rulebook:count", start="13/02/2026", amount=1, unit="working_day")

    body = shown.content.decode()
    assert "Thứ Hai, 23/02/2026" in body
    assert "Mùng hai Tết Nguyên Đán" in body
    assert len(shown.context["page"].lines) == 11


def test_counting_can_move_a_last_day_off_on_and_stand_still(sign_in):
    asked = {"start": "2026-03-04", "amount": 9, "unit": "day"}
    stopped = {"stopped_from": "2026-03-05", "stopped_to": "2026-03-05"}
    client = sign_in()

    def due(**more):
        return page(client, "rulebook:count", **asked, **more).context["page"].due

    assert due() == "13/03/2026"
    assert due(**stopped) == "14/03/2026"
    assert due(**stopped, moves="on") == "16/03/2026"


@pytest.mark.parametrize(
    "asked",
    [
        {"start": "hôm nay", "amount": "mười", "unit": "day"},
        {"start": "2026-01-01", "amount": -1, "unit": "day"},
        {"start": "2026-01-01", "amount": 99999, "unit": "day"},
        {"start": "9999-12-30", "amount": 5, "unit": "day"},
        {"start": "2026-01-01", "amount": 5, "unit": "fortnight"},
        {
            "start": "2026-01-01",
            "amount": 5,
            "unit": "day",
            "stopped_from": "2026-01-01",
            "stopped_to": "9000-01-01",
        },
    ],
)
def test_a_question_that_cannot_be_counted_is_answered_in_words(sign_in, asked):
    answer = page(sign_in(), "rulebook:count", **asked)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_counting_past_the_known_years_says_so(sign_in):
    shown = page(sign_in(), "rulebook:count", start="2150-01-01", amount=3, unit="working_day")

    assert "ngoài các năm đã biết" in shown.content.decode()


def test_pages_speak_english_too(sign_in):
    client = sign_in()
    client.cookies["django_language"] = "en"

    assert "Rulebook" in page(client, "rulebook:rules").content.decode()
    year = page(client, "rulebook:year", 2026).content.decode()
    assert "Lunar New Year" in year
    assert "working days" in year


def test_a_draft_waits_for_those_who_may_adopt_it():
    given.a_draft()

    assert len(pages.waiting(given.an_office(), given.TODAY)) == 1
    assert pages.waiting(given.an_administrator(), given.TODAY) == []
    assert pages.waiting(access.worker(), given.TODAY) == []


def test_an_adopted_draft_waits_no_more():
    actions.adopt_rule_version(actor=given.an_office(), draft=given.a_draft())

    assert pages.waiting(given.an_office(), given.TODAY) == []
