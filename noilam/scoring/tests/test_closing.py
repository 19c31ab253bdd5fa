"""A month is closed: what is summed, who is told, and what stops it."""

from contextlib import contextmanager
from datetime import date
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noilam.audit.models import Entry
from noilam.foundation import clock, jobs
from noilam.foundation.access import shell, worker
from noilam.foundation.errors import Refused
from noilam.foundation.periods import Month
from noilam.notices.models import Notice
from noilam.organisation import actions as organisation
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import DECISION, a_head, a_unit, an_actor
from noilam.scoring import actions
from noilam.scoring.jobs import finish_close
from noilam.scoring.models import (
    Close,
    Line,
    MissingMonth,
    RollupMonth,
    Sheet,
    SheetVersion,
    UnitMonth,
)
from noilam.scoring.queries.results import has_changed
from noilam.scoring.rules.closing import missing_line, result_line, snapshot_hash
from noilam.scoring.tests.given import a_fixed_sheet, a_place, an_issued_set
from noilam.scoring.tests.months import OCTOBER, as_given, by_hand, fixed, missing

pytestmark = pytest.mark.django_db
TODAY, MONTH = date(2026, 11, 20), Month(2026, 10)
LEVELS = st.sampled_from([0, 200, 400])
A_GIVEN = st.fixed_dictionaries(
    {
        "asked": st.booleans(),
        "done": st.integers(0, 9),
        "due": st.integers(0, 9),
        "times": st.integers(0, 10),
        "level": LEVELS,
        "share": st.one_of(st.none(), st.integers(0, 100)),
        "sample": st.integers(0, 60),
        "bonus": st.integers(0, 2),
        "penalty": st.integers(0, 2),
        "overdue": st.integers(0, 1),
    }
)


@pytest.fixture(autouse=True)
def november():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def place():
    """A commune that issued criteria for its cells, in force since long."""
    root = a_unit("Đảng ủy xã Sông Hiền", code="SH")
    with clock.frozen(date(2026, 9, 1)):
        issued = an_issued_set(root, Month(2026, 9))
    cells = [a_unit(f"Chi bộ {n}", f"SH-{n:02}", root, "party_cell") for n in range(1, 10)]
    return root, issued, cells


def closed(month=MONTH):
    close = actions.close_month(actor=shell(), month=month)
    finish_close(actor=worker(), close_id=close.pk)
    close.refresh_from_db()
    return close


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=st.lists(A_GIVEN, min_size=5, max_size=9))
def test_a_close_gives_what_the_rules_give_and_positions_by_their_definition(place, drawn):
    _root, issued, cells = place
    with taken_back():
        units = cells[: len(drawn)]
        told = fixed(issued, [as_given(u, d) for u, d in zip(units, drawn, strict=True)])

        close = closed()

        assert close.state == Close.State.DONE
        found = list(UnitMonth.objects.select_related("band").order_by("unit__code"))
        assert [each.total for each in found] == [each.total for each in told]
        bands = [each.band.code if each.band else None for each in found]
        assert bands == [each.band.code if each.band else None for each in told]
        ranks = [(each.rank_from, each.rank_to) for each in found]
        assert ranks == by_hand([each.total for each in told])


def test_the_order_in_which_sheets_were_fixed_changes_nothing(place):
    _root, issued, cells = place
    given_to = [as_given(unit, {"done": n, "due": 9}) for n, unit in enumerate(cells)]
    with taken_back():
        fixed(issued, given_to)
        first = closed().snapshot_hash

    fixed(issued, given_to[::-1])

    assert closed().snapshot_hash == first


def test_the_snapshot_can_be_made_again_from_what_is_published(place):
    _root, issued, cells = place
    due = [as_given(unit, {"done": n, "due": 9}) for n, unit in enumerate(cells) if n != 4]
    fixed(issued, due)
    missing(issued, cells[4])

    close = closed()

    rows = UnitMonth.objects.select_related("unit", "band")
    lines = [
        result_line(
            each.unit.code,
            sha256(f"{each.unit.code} {OCTOBER}".encode()).hexdigest(),
            each.total,
            each.band.code,
            each.rank_from,
            each.rank_to,
        )
        for each in rows
    ]
    lines.append(missing_line(cells[4].code))
    assert close.snapshot_hash == snapshot_hash("\n".join(sorted(lines, key=str.encode)))
    assert (close.noise, close.peer_minimum) == (100, 7)


def test_every_unit_above_counts_what_was_due_fixed_and_on_time():
    top = a_unit("Tỉnh ủy", "T")
    commune = a_unit("Đảng ủy xã", "T-1", top)
    cells = [a_unit(f"Chi bộ {n}", f"T-1-{n}", commune, "party_cell") for n in range(5)]
    with clock.frozen(date(2026, 9, 1)):
        issued = an_issued_set(top, Month(2026, 9))
    late = as_given(cells[1])
    late.is_on_time = False
    told = fixed(issued, [as_given(cells[0]), late, as_given(cells[2], {"level": 0})])
    missing(issued, cells[3])
    missing(issued, cells[4], stage=Sheet.Stage.SET_ASIDE, set_aside_because="Kết thúc sớm")

    close = closed()

    assert (close.sheets, close.fixed, close.on_time) == (4, 3, 2)
    for unit in (top, commune):
        found = RollupMonth.objects.get(month=OCTOBER, unit_id=unit.pk)
        assert (found.due, found.fixed, found.on_time, found.scored) == (4, 3, 2, 3)
        assert found.total_sum == sum(each.total for each in told)
        levels = [found.level_1, found.level_2, found.level_3]
        codes = [each.band.code for each in told]
        assert levels == [codes.count("T"), codes.count("HT"), codes.count("KHT")]
    assert not RollupMonth.objects.filter(unit_id=cells[0].pk).exists()


def test_a_unit_that_ended_in_the_month_counts_where_it_last_stood(place):
    root, issued, cells = place
    organisation.end_unit(actor=shell(), unit=cells[0], on=date(2026, 10, 25), decision=DECISION)
    fixed(issued, [as_given(cells[0]), as_given(cells[1])])

    closed()

    assert RollupMonth.objects.get(unit_id=root.pk).due == 2


def test_closing_twice_with_nothing_changed_changes_nothing(place):
    _root, issued, cells = place
    a_head(cells[0])
    fixed(issued, [as_given(unit) for unit in cells])
    first, before = closed(), list(UnitMonth.objects.order_by("unit").values())
    notices = Notice.objects.count()

    second = closed()

    assert (second.state, second.number) == (Close.State.UNCHANGED, 1)
    assert second.snapshot_hash == first.snapshot_hash
    assert list(UnitMonth.objects.order_by("unit").values()) == before
    assert Notice.objects.count() == notices


def test_a_correction_makes_the_next_number_and_the_first_snapshot_stays(place):
    _root, issued, cells = place
    heads = [an_actor(Role.HEAD, unit, a_head(unit)) for unit in cells[:2]]
    fixed(issued, [as_given(unit) for unit in cells])
    first = closed()
    Notice.objects.all().delete()
    correct(cells[0], issued)

    second = closed()

    assert (second.state, second.number) == (Close.State.DONE, 2)
    assert second.snapshot_hash != first.snapshot_hash
    assert Close.objects.get(pk=first.pk).snapshot_hash == first.snapshot_hash
    assert UnitMonth.objects.get(unit_id=cells[0].pk).number == 2
    assert UnitMonth.objects.get(unit_id=cells[1].pk).number == 1
    told = Notice.objects.filter(kind="scoring.month_result")
    assert set(told.values_list("recipient", flat=True)) == {heads[0].id}


def one_sheet_more(issued, cells):
    missing(issued, cells[3])


def one_missing_set_aside(_issued, cells):
    Sheet.objects.filter(unit=cells[2]).update(stage=Sheet.Stage.SET_ASIDE)


@pytest.mark.parametrize(("change", "due"), [(one_sheet_more, [2, 3]), (one_missing_set_aside, [])])
def test_a_change_in_who_is_due_makes_the_next_number(place, change, due):
    """Whoever is fixed has the same result as before, and is not told again."""
    root, issued, cells = place
    account = an_actor(Role.HEAD, cells[0], a_head(cells[0])).id
    fixed(issued, [as_given(unit) for unit in cells[:2]])
    missing(issued, cells[2])
    first = closed()
    assert not has_changed(OCTOBER)

    change(issued, cells)

    assert has_changed(OCTOBER)
    assert [each.unit for each in MissingMonth.objects.all()] == [cells[2]]
    second = closed()
    assert (second.state, second.number) == (Close.State.DONE, 2)
    assert second.snapshot_hash != first.snapshot_hash
    assert second.sheets == RollupMonth.objects.get(unit_id=root.pk).due == 2 + len(due)
    found = MissingMonth.objects.order_by("unit__code").values_list("unit_id", flat=True)
    assert list(found) == [cells[at].pk for at in due]
    assert not has_changed(OCTOBER)
    told = Notice.objects.filter(kind="scoring.month_result", recipient=account)
    assert told.count() == 1


def correct(unit, issued):
    """Given anew with another answer, as a correction leaves it."""
    SheetVersion.objects.filter(sheet__unit=unit).delete()
    Line.objects.filter(unit=unit).delete()
    Sheet.objects.filter(unit=unit).delete()
    fixed(issued, [as_given(unit, {"level": 0})])


def test_altered_lines_stop_the_close_and_the_unit_is_named(place):
    _root, issued, cells = place
    fixed(issued, [as_given(unit) for unit in cells])
    Line.objects.filter(unit=cells[3], points=400).update(points=399)

    close = closed()

    assert close.state == Close.State.FAILED
    assert close.error["code"] == "lines-altered"
    assert "Chi bộ 4 (SH-04)" in close.error["values"]["units"]
    assert not UnitMonth.objects.exists()


def test_a_kill_between_the_steps_leaves_nothing_half_and_the_job_runs_again(place, monkeypatch):
    _root, issued, cells = place
    fixed(issued, [as_given(unit) for unit in cells])
    close = actions.close_month(actor=shell(), month=MONTH)
    actions.begin_close(actor=worker(), close_id=close.pk)

    class Killed(BaseException):
        pass

    def killed(*_given):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("noilam.scoring.actions.closing.rules.snapshot_hash", killed)
        with pytest.raises(Killed):
            actions.run_close(actor=worker(), close_id=close.pk)
    assert not UnitMonth.objects.exists()
    assert not RollupMonth.objects.exists()

    finish_close(actor=worker(), close_id=close.pk)

    close.refresh_from_db()
    assert close.state == Close.State.DONE
    assert UnitMonth.objects.count() == len(cells)


def test_heads_are_told_once_though_the_worker_was_killed_between_batches(place, monkeypatch):
    _root, issued, cells = place
    monkeypatch.setattr("noilam.scoring.actions.telling.BATCH", 4)
    accounts = {an_actor(Role.HEAD, unit, a_head(unit)).id for unit in cells}
    fixed(issued, [as_given(unit) for unit in cells[:8]])
    missing(issued, cells[8])
    close = actions.close_month(actor=shell(), month=MONTH)
    actions.begin_close(actor=worker(), close_id=close.pk)
    actions.run_close(actor=worker(), close_id=close.pk)
    actions.tell_of_close(actor=worker(), close_id=close.pk)  # and killed here

    finish_close(actor=worker(), close_id=close.pk)

    told = Notice.objects.filter(recipient__in=accounts)
    assert told.filter(kind="scoring.month_result").count() == 8
    assert told.filter(kind="scoring.month_missing").count() == 1


def test_those_who_answer_for_the_month_are_told_who_is_missing(place):
    root, issued, cells = place
    office = an_actor(Role.OFFICE, root)
    fixed(issued, [as_given(cells[0])])
    missing(issued, cells[1])

    closed()

    notice = Notice.objects.get(recipient=office.id, kind="scoring.month_closed")
    assert "1/2" in notice.subject
    assert "Chi bộ 2" in notice.text


def test_a_month_is_asked_for_once_while_it_waits(place):
    _root, issued, cells = place
    fixed(issued, [as_given(cells[0])])

    first = actions.close_month(actor=shell(), month=MONTH)
    second = actions.close_month(actor=shell(), month=MONTH)

    assert first == second
    assert jobs.waiting() == 1
    jobs.run_pending()
    first.refresh_from_db()
    assert first.state == Close.State.DONE
    assert Entry.objects.filter(event="scoring.MonthClosed", subject_id=first.pk).exists()


def test_a_month_that_is_not_over_or_has_no_sheets_is_not_closed(place):
    with pytest.raises(Refused) as not_over:
        actions.close_month(actor=shell(), month=Month(2026, 11))
    with pytest.raises(Refused) as empty:
        actions.close_month(actor=shell(), month=Month(2026, 8))

    assert [each.code for each in not_over.value.problems] == ["month-not-over"]
    assert [each.code for each in empty.value.problems] == ["no-sheets"]


@pytest.mark.parametrize("role", [Role.OFFICE, Role.ORGANISING_BOARD, Role.STANDING_COMMITTEE])
def test_only_who_holds_a_role_at_the_top_closes_months(place, role):
    root, issued, cells = place
    fixed(issued, [as_given(cells[0])])

    with pytest.raises(PermissionDenied):
        actions.close_month(actor=an_actor(role, cells[0]), month=MONTH)
    assert actions.close_month(actor=an_actor(role, root), month=MONTH)


def test_a_sheet_that_went_through_all_steps_is_closed_with_its_total():
    _root, cells = a_place()
    sheet = a_fixed_sheet(cells[0])

    with clock.frozen(date(2026, 12, 20)):
        close = closed(Month(2026, 11))

    assert close.state == Close.State.DONE
    found = UnitMonth.objects.get(month=202611, unit_id=cells[0].pk)
    assert (found.total, found.band_id) == (sheet.total, sheet.band_id)


def test_on_sqlite_lines_lie_in_the_order_of_their_key(on_postgresql):
    if on_postgresql:
        return
    tables = [f"scoring_{name}" for name in ("line", "unitmonth", "missingmonth", "rollupmonth")]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM sqlite_master WHERE sql LIKE %s AND name IN (%s, %s, %s, %s)",
            ["%WITHOUT ROWID", *tables],
        )
        assert cursor.fetchone() == (4,)
