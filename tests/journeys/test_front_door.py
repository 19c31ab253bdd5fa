"""The first page anybody meets."""

import pytest

from noilam.accounts.tests.given import PASSWORD, an_account_with_password
from tests.browser import FIRST_VISIT_BYTES, REPEAT_VISIT_BYTES


@pytest.mark.django_db(transaction=True)
def test_somebody_signs_in_with_a_password_and_out_again(page):
    account = an_account_with_password(username="thuky")

    page.goto("/")
    page.get_by_role("textbox", name="Tên đăng nhập").fill(account.username)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    page.get_by_role("button", name="Đăng xuất").first.click()

    page.wait_for_url("**/sign-in/**")


def test_the_door_is_accessible_to_everybody(page, accessible):
    page.goto("/sign-in/")

    accessible(page)


def test_the_door_is_light(page, weigh):
    first, again = weigh("/sign-in/")

    assert first <= FIRST_VISIT_BYTES
    assert again <= REPEAT_VISIT_BYTES


def test_the_door_fits_a_phone(phone):
    phone.goto("/sign-in/")

    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
