"""What each measure says of every kind of life, for October 2026. One unit lives one life."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from noilam.commitments import actions
from noilam.commitments.models import Commitment, Evidence, Milestone
from noilam.foundation import clock, measures
from noilam.foundation.access import shell
from noilam.foundation.periods import Month
from noilam.organisation import actions as organisation
from noilam.organisation.tests.given import a_head, a_person, a_unit

from .given import a_commitment, judged
from .lives import (
    AFTER,
    BEGIN,
    DECISION,
    KINDS,
    LIVES,
    NO,
    NOVEMBER,
    OCTOBER,
    SAID,
    YES,
    a_life,
    appoint,
    ask_for_time,
    blame,
    confirm,
    day,
    grant,
    reassign,
    verify,
    withdraw,
)

pytestmark = pytest.mark.django_db
COUNTS = {"commitments.overdue", "commitments.overdue_over:15", "commitments.extensions"}
DONE_BEFORE = {"kept early", "closed before", "withdrawn"}


def expected(name):
    """A count has nought where something was under way, and nothing where nothing was."""
    said = SAID[name]
    if name == "commitments.extended":
        return {life: NO for life in SAID["commitments.on_time"]} | said
    if name in COUNTS:
        return {life: (said.get(life, 0), None, 1) for life in LIVES if life not in DONE_BEFORE}
    return said


def asked(name, units, period=OCTOBER):
    with clock.frozen(AFTER):
        return measures.find(name).ask([unit.pk for unit in units], period)


def terms(fact):
    return fact.value, fact.numerator, fact.denominator


@pytest.fixture
def place():
    root = a_unit("Huyện")
    units = {life: a_unit(life, parent=root) for life in LIVES}
    for life, (due_on, *deeds) in LIVES.items():
        a_life(units[life], due_on, *deeds)
    return root, units


def test_each_life_counts_in_each_measure_as_its_meaning_says(place):
    root, units = place
    for name in SAID:
        found = asked(name, [root, *units.values()])
        whole = found.pop(root.pk)
        by_life = {life: terms(found[unit.pk]) for life, unit in units.items() if unit.pk in found}

        assert by_life == expected(name), name
        assert whole.denominator == sum(fact.denominator for fact in found.values()), name
        if whole.numerator is not None:
            assert whole.numerator == sum(fact.numerator for fact in found.values())
        if name in COUNTS:
            assert whole.value == sum(fact.value for fact in found.values())
        for item in whole.why:
            assert measures.find(name).measure.says(item), (name, item.code)


def test_what_waited_for_its_verdict_counts_where_the_verdict_falls(place):
    _, units = place
    waited = units["claimed in time"]

    assert asked("commitments.on_time", [waited]) == {}
    assert terms(asked("commitments.on_time", [waited], NOVEMBER)[waited.pk]) == YES


def test_each_due_day_counts_in_one_month(place):
    root, units = place
    once = [name for name in units if not name.startswith("extended") and name != "withdrawn"]
    counted = dict.fromkeys(once, 0)
    for month in (Month(2026, 9), OCTOBER, NOVEMBER):
        found = asked("commitments.on_time", units.values(), month)
        for name in once:
            counted[name] += found[units[name].pk].denominator if units[name].pk in found else 0

    assert set(counted.values()) == {1}


def test_a_unit_stands_for_all_below_it_even_what_ended():
    with clock.frozen(BEGIN):
        root = a_unit("Huyện")
        above, beside = a_unit("Xã", parent=root), a_unit("Xã bên", parent=root)
        below = a_unit("Thôn", parent=above, kind="standalone_cell")
    a_life(below, *LIVES["kept"])
    a_life(beside, *LIVES["late"])
    moved = a_life(beside, *LIVES["late"], ("10-20", reassign, above))
    with clock.frozen(day("10-25")):
        organisation.end_unit(actor=shell(), unit=below, on=day("10-25"), decision=DECISION)

    found = asked("commitments.on_time", [root, above, below, beside])

    assert {pk: terms(fact)[1:] for pk, fact in found.items()} == {
        root.pk: (1, 3),
        above.pk: (1, 2),  # its cell's, and what was given to it
        below.pk: (1, 1),
        beside.pk: (0, 1),
    }
    late, kept = found[above.pk].why
    assert (late.counted, kept.counted) == (False, True)
    assert late.label == f"{moved.code}: {moved.statement}"
    assert late.link == f"/commitments/{moved.pk}/"
    on_time = measures.find("tasks.done_on_time").measure
    assert on_time.says(late) == "quá hạn 21 ngày"
    with translation.override("en"):
        assert on_time.says(late) == "21 days overdue"


def test_nothing_recorded_later_changes_a_month_gone_by():
    with clock.frozen(BEGIN):
        unit = a_unit("Xã")
        taker = a_unit("Xã nhận")
        head = a_head(unit)
    lives = {
        name: a_life(unit, *LIVES[name], **KINDS[kind])
        for name in ("late", "claimed late", "partly", "claimed in September", "kept", "due later")
        for kind in ("task", "remediation", "urgent_matter")
    }
    step = Milestone.objects.create(
        commitment=lives["due later"], title="Mốc 1", due_on=day("10-20")
    )
    names = [*SAID, *measures.measures()]
    names = [name for name in names if measures.find(name)]
    before = [asked(name, [unit]) for name in names]

    with clock.frozen(day("11-10")):
        for word in Commitment.objects.filter(unit=unit, status="declared"):
            verify(word, "rejected")
        for word in Commitment.objects.filter(unit=unit, status="in_force"):
            blame(word, "10-01")
            confirm(word)
            actions.give_evidence(
                actor=shell(), commitment=word, evidence=[actions.Proof(text="Ảnh")]
            )
        actions.reach_milestone(actor=shell(), milestone=step)
        ask_for_time(lives["due later"], "12-31")
        grant(lives["due later"])
        withdraw(lives["late"])
        reassign(lives["partly"], taker)
        appoint(head, taker, day("11-10"))

    assert [asked(name, [unit]) for name in names] == before


def test_a_period_that_runs_is_read_up_to_today():
    unit = a_unit("Xã")
    a_life(unit, "10-15")
    ask = measures.find("commitments.on_time").ask
    found = []
    for today in ("10-14", "10-15", "10-16", "10-31"):
        with clock.frozen(day(today)):
            found.append([terms(fact) for fact in ask([unit.pk], OCTOBER).values()])
    with clock.frozen(day("09-30")):
        ahead = [measures.find(name).ask([unit.pk], OCTOBER) for name in SAID]

    assert found == [[], [], [NO], [NO]]
    assert ahead == [{}] * len(SAID)


def test_remediation_is_measured_apart():
    with clock.frozen(BEGIN):
        unit, other = a_unit("Xã"), a_unit("Xã khác")
    a_life(unit, *LIVES["kept"], **KINDS["remediation"])
    a_life(unit, *LIVES["late"], **KINDS["remediation"])
    a_life(unit, *LIVES["withdrawn"], **KINDS["remediation"])
    a_life(other, *LIVES["kept"])

    found = asked("remediation.on_time_pct", [unit, other])

    assert {pk: terms(fact) for pk, fact in found.items()} == {unit.pk: (50, 1, 2)}


def test_urgent_matters_are_measured_by_their_milestones_or_their_own_due_day():
    with clock.frozen(BEGIN):
        unit, other, gone = a_unit("Xã"), a_unit("Xã khác"), a_unit("Xã rút")
    steps = [("Mốc 1", day("09-20")), ("Mốc 2", day("10-10")), ("Mốc 3", day("10-20"))]
    words = [
        a_life(unit, "11-30", kind="urgent_matter"),
        a_life(gone, "11-30", ("10-21", withdraw), kind="urgent_matter"),
        a_life(other, "11-30", kind="hotspot"),
    ]
    for word in words:
        for title, due_on in steps:
            Milestone.objects.create(commitment=word, title=title, due_on=due_on)
    a_life(unit, *LIVES["kept"], kind="urgent_matter")
    a_life(unit, *LIVES["claimed in time"], kind="urgent_matter")
    with clock.frozen(day("10-09")):
        step = words[0].milestones.get(title="Mốc 2")
        actions.reach_milestone(actor=shell(), milestone=step)

    found = asked("matters.milestones_met", [unit, other, gone])

    assert {pk: terms(fact)[1:] for pk, fact in found.items()} == {unit.pk: (2, 3)}
    missed = found[unit.pk].why[0]
    assert missed.label == f"{words[0].code}: Mốc 3"
    assert measures.find("matters.milestones_met").measure.says(missed) == (
        "mốc chưa đạt, quá 11 ngày"
    )


def test_people_who_hold_a_post_and_answer_for_a_promise():
    with clock.frozen(BEGIN):
        root = a_unit("Huyện")
        unit, empty = a_unit("Xã", parent=root), a_unit("Xã trống", parent=root)
        head, idle, gone = a_head(unit, "Bùi Thị An"), a_person("Lê Văn Bình"), a_person()
        appoint(head, root)
        appoint(gone, unit, until=day("10-30"))
        appoint(idle, unit)
        a_commitment(empty, head, due_on=day("12-31"))
        a_commitment(unit, gone, due_on=day("12-31"))
    with clock.frozen(BEGIN):
        done = a_commitment(unit, idle, due_on=day("09-20"))
    with clock.frozen(day("09-10")):
        judged(done)

    found = asked("commitments.people_with_promise", [root, unit, empty])

    assert {pk: terms(fact) for pk, fact in found.items()} == {
        root.pk: (50, 1, 2),
        unit.pk: (50, 1, 2),
    }
    assert [(item.label, item.link, item.code) for item in found[root.pk].why] == [
        ("Lê Văn Bình", f"/people/{idle.pk}/", "no_promise"),
        ("Bùi Thị An", f"/people/{head.pk}/", "promise"),
    ]
    with clock.frozen(day("10-20")):
        withdraw(Commitment.objects.get(person=head))
    assert terms(asked("commitments.people_with_promise", [unit])[unit.pk]) == (0, 0, 2)


def test_a_claim_brought_in_without_evidence_is_seen():
    unit = a_unit("Xã")
    word = a_life(unit, *LIVES["kept"])
    Evidence.objects.filter(commitment=word).delete()

    (fact,) = asked("commitments.with_evidence", [unit]).values()

    assert terms(fact) == NO
    assert fact.why[0].code == "no_evidence"


@pytest.mark.parametrize("name", [*SAID, "matters.milestones_met", "remediation.on_time_pct"])
def test_thirty_units_cost_no_more_than_three(name):
    root = a_unit("Huyện")
    units = [a_unit(f"Xã {number}", parent=root) for number in range(30)]
    for unit in units[:6]:
        a_life(unit, *LIVES["partly"])
    spent = []
    for some in (units[:3], units):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            asked(name, some)
        spent.append(len(queries))

    assert spent[0] == spent[1] <= 5
