"""The components, as a template writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from noilam.foundation import clock, web
from noilam.foundation.errors import Problem
from noilam.ui.pieces import Pair, Panel

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def the_twentieth():
    with clock.frozen(TODAY):
        yield


def show(source, address="/", **context):
    """A template's text, with its lines drawn together."""
    request = RequestFactory().get(address)
    text = engines["django"].from_string(source).render(context, request)
    return " ".join(text.split())


class Form(forms.Form):
    title = forms.CharField(label="Tên", help_text="Như trong quyết định.")
    is_public = forms.BooleanField(label="Công khai", required=False)
    kind = forms.ChoiceField(
        label="Loại", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect
    )
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ("{{ it|vnday }}", date(2026, 3, 5), "05/03/2026"),
        ("{{ it|vnday }}", datetime(2026, 3, 5, 20, tzinfo=UTC), "06/03/2026"),
        ("{{ it|vnday }}", None, ""),
        ("{{ it|vnmoment }}", datetime(2026, 3, 5, 20, 5, tzinfo=UTC), "06/03/2026 03:05"),
        ("{{ it|vnmoment }}", None, ""),
        ("{{ it|vnnumber }}", 1284, "1.284"),
        ("{{ it|vnnumber }}", Decimal("84.50"), "84,5"),
        ("{{ it|worded }}", Problem("late", "Muộn {n} ngày.", values={"n": 2}), "Muộn 2 ngày."),
        ("{{ it|worded }}", "Một câu.", "Một câu."),
    ],
)
def test_days_numbers_and_problems_read_as_people_write_them(source, value, shown):
    assert show(source, it=value) == shown


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_bare_number_in_an_address_or_a_year_takes_no_dot(language):
    with translation.override(language):
        assert show("/commitments/{{ it }}/", it=1212) == "/commitments/1212/"


def test_a_tag_is_a_word_on_a_tone():
    assert show('{% tag word "late" %}', word="<b>") == '<span class="tag late">&lt;b&gt;</span>'


def test_a_big_pair_brings_its_legend():
    pair = Pair(said=2, kept=1, late=1)

    assert "legend" in show('{% pair it "Xã" big=True %}', it=pair)
    assert "legend" not in show('{% pair it "Xã" %}', it=pair)
    assert show("{% pair_words it %}", it=pair).startswith("Đã nói: 2;")


def test_a_panel_has_a_heading_and_a_way_on():
    shown = show('{% panel "Cam kết" "/all/" "Tất cả" %}Thân{% endpanel %}')

    assert '<h2>Cam kết</h2><a href="/all/">Tất cả</a>' in shown
    assert shown.endswith("Thân</section>")


def test_an_empty_list_says_why_and_what_to_do():
    shown = show('{% empty "Chưa có gì" %}<p>Hãy ghi.</p>{% endempty %}')

    assert shown == '<div class="empty"><b>Chưa có gì</b><p>Hãy ghi.</p></div>'


def test_problems_are_read_out_and_lead_to_their_fields():
    found = [
        Problem("untitled", "Chưa có tên.", about="title"),
        Problem("other", "Sai khác.", about="elsewhere"),
        "Một câu của biểu mẫu.",
    ]
    shown = show("{% problems found form %}", found=found, form=Form())

    assert 'role="alert"' in shown
    assert '<a href="#id_title">Chưa có tên.</a>' in shown
    assert "<li>Sai khác.</li> <li>Một câu của biểu mẫu.</li>" in shown


def test_no_problem_is_no_box():
    assert show("{% problems found %}", found=[]) == ""
    assert show("{% problems missing %}") == ""


def test_a_field_is_tied_to_its_hint_and_its_error():
    shown = show("{% field form.title %}", form=Form({"title": ""}))

    assert '<label for="id_title">Tên' in shown
    assert 'aria-describedby="id_title_helptext id_title_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert '<p class="hint" id="id_title_helptext">Như trong quyết định.</p>' in shown
    assert 'id="id_title_error">Trường này là bắt buộc.' in shown


def test_a_field_takes_another_label_and_hint_from_the_page():
    shown = show('{% field form.title "Viết ngắn." "Tên mới" %}', form=Form())

    assert "Tên mới" in shown
    assert "Viết ngắn." in shown


def test_a_tick_stands_before_its_word_and_choices_have_a_legend():
    form = Form()

    assert show("{% field form.is_public %}", form=form).index("<input") < show(
        "{% field form.is_public %}", form=form
    ).index("<label")
    assert "<legend>Loại" in show("{% field form.kind %}", form=form)


def test_a_hidden_field_is_only_itself():
    assert show("{% field form.secret %}", form=Form()).startswith('<input type="hidden"')


def test_filters_keep_the_order_and_offer_a_way_back():
    plain = show("{% filters %}X{% endfilters %}", "/list/?sort=-due")
    filtered = show("{% filters %}X{% endfilters %}", "/list/?sort=-due&state=late&page=3")

    assert '<input type="hidden" name="sort" value="-due">' in plain
    assert "Bỏ lọc" not in plain
    assert 'href="/list/">Bỏ lọc' in filtered
    assert 'name="page"' not in filtered


@pytest.mark.parametrize(
    ("address", "order", "next_sort"),
    [
        ("/?q=a&page=2", None, "?q=a&amp;sort=due"),
        ("/?sort=due", "ascending", "?sort=-due"),
        ("/?sort=-due", "descending", "?sort=due"),
    ],
)
def test_a_column_head_sorts_and_says_how(address, order, next_sort):
    shown = show('{% column "due" "Hạn" "day" %}', address)

    assert f'href="{next_sort}"' in shown
    assert (f'aria-sort="{order}"' in shown) if order else ("aria-sort" not in shown)


def a_listing(number, query=""):
    return web.Listing(Paginator(range(234), 50).page(number), query)


def test_the_pager_says_where_one_is_and_keeps_the_filters():
    shown = show("{% pager it %}", it=a_listing(2, "state=late"))

    assert "51–100 trong 234" in shown
    assert '<strong aria-current="page">2</strong>' in shown
    assert 'rel="next" href="?state=late&amp;page=3"' in shown


def test_pagers_above_and_below_a_list_have_names_of_their_own():
    shown = show("{% pager it %}{% pager it %}", it=a_listing(2))

    assert shown.count('aria-label="Các trang"') == 1
    assert shown.count('aria-label="Các trang, phía dưới"') == 1


def test_a_list_of_one_page_has_no_page_numbers():
    shown = show("{% pager it %}", it=web.Listing(Paginator(range(3), 50).page(1), ""))

    assert "1–3 trong 3" in shown
    assert "<nav" not in shown


def test_a_list_can_be_taken_away_as_it_is_filtered():
    shown = show("{% downloads %}", "/list/?state=late&page=2")

    assert 'href="?state=late&amp;format=xlsx"' in shown
    assert 'href="?state=late&amp;format=csv"' in shown


def test_a_page_of_the_past_says_so_and_leads_back():
    shown = show("{% as_of day %}", "/units/1/?as_of=2026-03-31&tab=a", day=date(2026, 3, 31))

    assert "Đang xem theo ngày 31/03/2026" in shown
    assert 'href="/units/1/?tab=a">Về hôm nay' in shown
    assert '<input type="hidden" name="tab" value="a">' in shown


def test_a_page_of_today_only_offers_another_day():
    shown = show("{% as_of day %}", day=TODAY)

    assert "Số liệu đến ngày 20/11/2026" in shown
    assert "Về hôm nay" not in shown


def test_a_day_that_cannot_be_read_is_named():
    shown = show("{% as_of day %}", "/units/1/?as_of=31-13-2026", day=TODAY)

    assert "Không đọc được ngày “31-13-2026”, đang xem hôm nay" in shown


def test_another_floors_panel_is_drawn_by_its_own_template():
    panel = Panel("ui/_problems.html", {"lines": [{"text": "Lời của tầng khác.", "at": ""}]})

    assert "Lời của tầng khác." in show("{% show_panel it %}", it=panel)
