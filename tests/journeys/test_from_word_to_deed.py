"""A promise from the word to the verified deed, as its people go through it."""

import pytest

from noilam.commitments.models import Commitment
from noilam.commitments.queries import figures_of
from noilam.organisation.models import Unit
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_unit, an_actor, office
from tests.browser import reach
from tests.journeys.conftest import TODAY

WORD = "Sửa 2 km đường thôn Một"


@pytest.fixture
def people(site):
    commune = a_unit("Đảng ủy xã Mẫu", code="X")
    cell = a_unit("Chi bộ Thôn Một", code="X.1", parent=commune, kind="party_cell")
    head, checker = a_head(cell, "Trần Văn Hứa"), a_head(commune, "Lê Thị Xét")
    return {
        "head": an_actor(Role.HEAD, cell, head),
        "office": office(commune),
        "checker": an_actor(Role.MEMBER_IN_CHARGE, commune, checker),
    }


@pytest.fixture
def as_(browser_context, signed_in_as, people):
    """A browser of one's own for each: `as_("head", java_script_enabled=False)`."""
    return lambda who, **kinds: signed_in_as(people[who], browser_context(**kinds).new_page())


def send(page):
    page.locator("main form .button.primary").last.click()
    page.wait_for_load_state()


def figures():
    return figures_of(unit=Unit.objects.get(code="X"), on=TODAY)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_word_becomes_a_verified_deed(as_, scripts):
    head, desk, checker = (
        as_(who, java_script_enabled=scripts) for who in ("head", "office", "checker")
    )

    head.goto("/commitments/new/")
    head.fill("[name=statement]", WORD)
    send(head)  # a draft may be unfinished
    address = f"/commitments/{Commitment.objects.get().pk}/"
    head.goto(f"{address}proposal/")
    send(head)
    gaps = head.get_by_role("alert").inner_text()
    assert "hạn hoàn thành" in gaps
    assert "giải pháp" in gaps

    head.goto(f"{address}draft/")
    assert head.input_value("[name=statement]") == WORD
    head.fill("[name=person]", "Trần Văn Hứa")
    head.fill("[name=due_on]", "2026-12-20")
    head.fill("[name=measure]", "Số km đường đã sửa")
    head.fill("[name=target]", "2")
    head.fill("[name=solution]", "Huy động công lao động")
    head.fill("[name=verifier]", "Lê Thị Xét")
    send(head)
    head.goto(f"{address}proposal/")
    send(head)
    assert Commitment.objects.get().status == "proposed"

    desk.goto("/")
    desk.get_by_role("link", name=WORD).click()
    desk.goto(f"{address}approval/")
    send(desk)
    assert (figures().said, figures().running) == (1, 1)

    head.goto(f"{address}done/")
    send(head)
    assert "minh chứng" in head.get_by_role("alert").inner_text()
    head.fill("[name=text]", "Biên bản nghiệm thu ngày 20/11/2026")
    send(head)
    assert (figures().claimed, figures().kept) == (1, 0)

    checker.goto("/")
    checker.get_by_role("link", name=WORD).click()
    checker.goto(f"{address}verification/")
    checker.get_by_label("Đạt", exact=True).check()
    send(checker)
    assert (figures().claimed, figures().kept) == (0, 1)
    checker.goto(address)
    assert "Biên bản nghiệm thu" in checker.locator("main").inner_text()


def test_the_one_who_answers_is_not_offered_the_verdict(as_):
    """The same story by keyboard alone, up to the deed that is nobody's own."""
    head, desk = as_("head"), as_("office")
    head.goto("/commitments/new/")
    head.locator("[name=statement]").focus()
    head.keyboard.type(WORD)
    fill = {
        "person": "Trần Văn Hứa",
        "measure": "Số km",
        "target": "2",
        "solution": "Huy động",
        "verifier": "Lê Thị Xét",
    }
    for name, text in fill.items():
        reach(head, f"[name={name}]")
        head.keyboard.type(text)
    head.fill("[name=due_on]", "2026-12-20")
    reach(head, ".button.primary")
    with head.expect_navigation():
        head.keyboard.press("Enter")
    address = f"/commitments/{Commitment.objects.get().pk}/"
    for page, deed in ((head, "proposal"), (desk, "approval"), (head, "done")):
        page.goto(f"{address}{deed}/")
        if deed == "done":
            page.fill("[name=text]", "Đã làm, có ảnh")
        send(page)

    head.goto(address)
    assert head.get_by_role("link", name="Xác nhận", exact=True).count() == 0
    assert head.goto(f"{address}verification/").status == 403
