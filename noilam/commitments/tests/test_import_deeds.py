"""Deeds from files: on their own days, never judged by who answers, never overwritten."""

from datetime import date

import pytest
from django.utils import translation

from noilam.commitments.models import Commitment, Declaration, Evidence, Lateness, Verification
from noilam.commitments.queries import figures_of
from noilam.commitments.tests.given import a_commitment, a_draft
from noilam.exchange.actions import take_back
from noilam.exchange.queries import export_file
from noilam.exchange.tests.given import a_workbook, brought_in, counted, imported, told
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_person, a_unit, an_actor, office

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
HEAD = ["Mã cam kết", "Ngày báo đã làm", "Minh chứng", "Ngày xác nhận", "Kết luận"]
HEAD += ["Người xác nhận"]


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def unit():
    return a_unit("Đảng uỷ xã Mẫu", code="X")


@pytest.fixture
def word(unit):
    """In force from 1 February, due on 30 June; its person is Trần Thị Ví Dụ."""
    a_person("Lê Văn Kiểm", code="K")
    with clock.frozen(date(2026, 2, 1)):
        return a_commitment(
            unit, a_head(unit, "Trần Thị Ví Dụ"), code="C1", due_on=date(2026, 6, 30)
        )


@pytest.fixture
def file(tmp_path, word):
    def write(*rows):
        return a_workbook(tmp_path / "deeds.xlsx", [HEAD, *rows])

    return write


ACHIEVED = ["C1", "20/6/2026", "Biên bản", "25/6/2026", "ĐẠT", "Lê Văn Kiểm"]


def test_history_counts_from_its_own_days(file, word):
    assert counted(brought_in("progress", file(ACHIEVED))) == (1, 0, 0)

    word.refresh_from_db()
    assert (word.status, word.last_declared_on) == ("verified", date(2026, 6, 20))
    assert (word.last_verdict, word.last_verdict_on) == ("achieved", date(2026, 6, 25))
    assert Verification.objects.get().verifier.code == "K"
    assert figures_of(on=date(2026, 6, 19)).running == 1
    assert figures_of(on=date(2026, 6, 24)).claimed == 1
    assert figures_of(on=TODAY).kept == 1


def test_the_same_file_again_changes_nothing(file):
    path = file(ACHIEVED)
    brought_in("progress", path)
    assert counted(brought_in("progress", path)) == (0, 0, 1)


def test_a_later_file_may_add_the_verdict_and_evidence(file, word):
    brought_in("progress", file(["C1", "20/6/2026", "Biên bản"]))
    word.refresh_from_db()
    assert (word.status, word.is_undecided) == ("declared", True)

    later = ["C1", "20/6/2026", "Ảnh chụp", "25/6/2026", "Đạt một phần"]
    assert counted(brought_in("progress", file(later))) == (0, 1, 0)
    word.refresh_from_db()
    assert (word.last_verdict, word.is_undecided) == ("partly", False)
    assert set(Evidence.objects.values_list("text", flat=True)) == {"Biên bản", "Ảnh chụp"}


def test_a_late_deed_enters_the_ledger(file, word):
    brought_in("progress", file(["C1", "3/7/2026", "Biên bản", "20/7/2026", "Đạt"]))
    stretches = Lateness.objects.values_list("hands", "from_on", "to_on")
    assert ("unit", date(2026, 7, 1), date(2026, 7, 3)) in stretches
    assert "verifier" in [hands for hands, *_ in stretches]


def test_all_problems_are_named_at_once(file, unit):
    from noilam.commitments.actions import make_commitment

    make_commitment(actor=shell(), draft=a_draft(unit, None, code="D1"))
    run = imported(
        "progress",
        file(
            ["C1", "20/12/2026", "x"],
            ["C1", "31/1/2026", "x"],
            ["C1", "1/4/2026", None],
            ["C1", "2/4/2026", "x", "1/4/2026", "Không đạt"],
            ["C1", "3/4/2026", "x", None, "Không đạt"],
            ["C1", "4/4/2026", "x", "5/4/2026", "Không đạt", "Trần Thị Ví Dụ"],
            ["C1", "4/4/2026", "x"],
            ["C9", "4/4/2026", "x"],
            ["D1", "4/4/2026", "x"],
            ["C1", None, "x"],
            ["C1", "6/4/2026", "x", "6/4/2026", "Tạm được"],
        ),
    )
    assert set(told(run)) == {
        (2, "declared_on", "in-the-future"),
        (3, "declared_on", "before-in-force"),
        (4, "evidence", "evidence-missing"),
        (5, "verified_on", "verified-before-declared"),
        (6, "verified_on", "half-a-verdict"),
        (7, "verified_by", "verifier-is-responsible"),
        (8, "declared_on", "row-twice"),
        (9, "commitment_code", "unknown"),
        (10, "declared_on", "not-in-force"),
        (11, "declared_on", "missing"),
        (12, "verdict", "bad-choice"),
    }
    assert not Declaration.objects.exists()


def test_a_verdict_is_never_overwritten(file):
    brought_in("progress", file(ACHIEVED))
    run = imported("progress", file(["C1", "20/6/2026", None, "25/6/2026", "Không đạt"]))
    assert told(run) == [(2, "verdict", "verified-already")]


def test_nothing_is_declared_after_it_was_verified(file):
    run = imported("progress", file(ACHIEVED, ["C1", "1/7/2026", "Biên bản"]))
    assert told(run) == [(3, "declared_on", "is-verified")]


def test_nothing_is_declared_on_the_day_it_was_verified(file):
    brought_in("progress", file(ACHIEVED))
    run = imported("progress", file(["C1", "25/6/2026", "Biên bản"]))
    assert told(run) == [(2, "declared_on", "is-verified")]


def test_a_claim_found_so_on_its_own_day_stands(file, word):
    same = ["C1", "25/6/2026", "Biên bản", "25/6/2026", "Đạt"]
    assert counted(brought_in("progress", file(same))) == (1, 0, 0)
    word.refresh_from_db()
    assert word.status == "verified"


def test_rows_find_their_commitment_in_whatever_case_its_code_is_typed(file):
    run = brought_in("progress", file(["c1", "20/6/2026", "Biên bản"]))
    assert counted(run) == (1, 0, 0)
    run = imported("progress", file(["C1", "21/6/2026", "x"], ["c1", "21/6/2026", "y"]))
    assert told(run) == [(3, "declared_on", "row-twice")]


def test_a_code_and_a_name_for_one_thing_may_stand_side_by_side(tmp_path, word):
    heads = ["Mã cam kết", "Cam kết", "Ngày báo đã làm", "Minh chứng", "Kết quả"]
    path = a_workbook(tmp_path / "deeds.xlsx", [heads, ["C1", "Việc", "1/6/2026", "Ảnh", "Xong"]])
    run = brought_in("progress", path)
    assert (run.ignored_columns, Evidence.objects.get().text) == (["Cam kết", "Kết quả"], "Ảnh")


def test_a_verifier_without_a_verdict_is_named(file):
    run = brought_in("progress", file(["C1", "20/6/2026", "Biên bản", None, None, "K"]))
    assert [each["code"] for each in run.remarks] == ["verifier-without-verdict"]
    assert not Verification.objects.exists()


def test_every_problem_of_a_row_is_named_where_its_commitment_is_unknown(file):
    run = imported("progress", file(["C9", "20/12/2026", "x", "1/1/2026", None, "Ai đó"]))
    assert {code for _row, _column, code in told(run)} == {
        "unknown",
        "in-the-future",
        "half-a-verdict",
        "verified-before-declared",
    }


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("verdict", ["ĐẠT MỘT PHẦN", "Partly achieved", "partly"])
def test_a_verdict_is_understood_in_both_languages(file, language, verdict):
    with translation.override(language):
        brought_in("progress", file(["C1", "20/6/2026", "Biên bản", "25/6/2026", verdict]))
    assert Verification.objects.get().verdict == "partly"


def test_what_was_rejected_may_be_declared_again(file, word):
    rejected = ["C1", "20/5/2026", "Biên bản", "25/5/2026", "Không đạt"]
    assert counted(brought_in("progress", file(ACHIEVED, rejected))) == (2, 0, 0)
    found = figures_of(on=TODAY)
    assert (found.kept, float(found.over_claim_rate)) == (1, 0.5)


def test_a_unit_clerk_brings_in_deeds_but_no_verdicts(file, unit):
    clerk = an_actor(Role.UNIT_CLERK, unit)
    assert told(imported("progress", file(ACHIEVED), actor=clerk)) == [
        (2, "verdict", "not-permitted")
    ]
    run = imported("progress", file(["C1", "20/6/2026", "Biên bản"]), actor=clerk)
    assert counted(run) == (1, 0, 0)


def test_nobody_brings_in_the_verdict_on_his_own_word(file, unit, word):
    head = an_actor(Role.OFFICE, unit, person=word.person)
    assert told(imported("progress", file(ACHIEVED), actor=head)) == [(2, "verdict", "own-verdict")]


def test_deeds_of_another_place_are_not_brought_in(file):
    stranger = office(a_unit("Xã Khác"))
    run = imported("progress", file(["C1", "20/6/2026", "Biên bản"]), actor=stranger)
    assert told(run) == [(2, "commitment_code", "not-permitted")]


def test_a_run_is_taken_back_and_the_word_stands_as_before(file, word):
    before = Commitment.objects.values().get()
    run = brought_in("progress", file(["C1", "3/7/2026", "Biên bản", "20/7/2026", "Đạt"]))
    take_back(actor=shell(), run=run, reason="Nhầm tệp")
    assert Commitment.objects.values().get() == before
    for table in (Declaration, Evidence, Verification, Lateness):
        assert not table.objects.exists()


def test_a_run_stays_once_its_claim_is_judged(file):
    run = brought_in("progress", file(["C1", "20/6/2026", "Biên bản"]))
    brought_in("progress", file(ACHIEVED))
    with pytest.raises(Refused) as refusal:
        take_back(actor=shell(), run=run, reason="Nhầm tệp")
    assert [each.code for each in refusal.value.problems] == ["changed-since"]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_is_exported_comes_back_unchanged(file, tmp_path, ending):
    brought_in(
        "progress",
        file(
            ["C1", "20/5/2026", "=Biên bản; số 4", "25/5/2026", "Không đạt", "K"],
            ["C1", "20/6/2026", "Một\nhai"],
        ),
    )
    path = tmp_path / f"out.{ending}"
    assert export_file(actor=shell(), kind="progress", path=path) == 2
    assert counted(brought_in("progress", path)) == (0, 0, 2)
