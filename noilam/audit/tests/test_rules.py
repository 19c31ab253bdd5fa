"""No database, no Django: the mathematics of the trail."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noilam.audit import rules
from noilam.audit.rules import Kept, Seal

unhurried = settings(deadline=None)  # a busy machine is no fault
MOMENT = datetime(2026, 3, 31, 9, tzinfo=UTC)
leaves_and_place = st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=70).flatmap(
    lambda leaves: st.tuples(st.just(leaves), st.integers(0, len(leaves) - 1))
)


@unhurried
@given(leaves_and_place)
def test_every_leaf_is_proven_from_itself_and_its_neighbours(drawn):
    leaves, place = drawn

    assert rules.holds(leaves[place], rules.proof_of(leaves, place), rules.root_of(leaves))


@unhurried
@given(leaves_and_place, st.binary(min_size=1, max_size=40))
def test_no_other_leaf_passes_with_that_proof(drawn, other):
    leaves, place = drawn
    if other != leaves[place]:
        assert not rules.holds(other, rules.proof_of(leaves, place), rules.root_of(leaves))


@unhurried
@given(leaves_and_place, st.binary(min_size=1, max_size=40))
def test_a_changed_missing_or_added_leaf_changes_the_root(drawn, other):
    leaves, place = drawn
    root = rules.root_of(leaves)
    changed = [*leaves[:place], other, *leaves[place + 1 :]]

    assert rules.root_of([*leaves[:place], *leaves[place + 1 :]]) != root
    assert rules.root_of([*leaves[:place], other, *leaves[place:]]) != root
    assert (rules.root_of(changed) == root) == (changed == leaves)


def test_a_node_of_the_tree_never_passes_for_a_leaf():
    leaves = [b"a", b"b", b"c", b"d"]
    left, right = (rules.root_of(half) for half in (leaves[:2], leaves[2:]))

    assert rules.root_of([left, right]) != rules.root_of(leaves)
    assert not rules.holds(left + right, [], rules.root_of(leaves))


def test_the_root_is_the_one_of_rfc_6962():
    """Worked out by hand from RFC 6962 2.1: three leaves, the last one moves up alone."""
    from hashlib import sha256

    a, b, c = (sha256(b"\x00" + leaf).digest() for leaf in (b"a", b"b", b"c"))
    expected = sha256(b"\x01" + sha256(b"\x01" + a + b).digest() + c).digest()

    assert rules.root_of([b"a", b"b", b"c"]) == expected


def test_equal_payloads_have_one_spelling_whichever_order_they_came_in():
    assert rules.canonical({"a": 1, "b": "ừ"}) == rules.canonical({"b": "ừ", "a": 1})


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.0", 1), ("1e22", 10**22), ("-0.0", 0), ("0.1", 0.1), ("1e-7", 1e-7), ("[1.50]", [1.5])],
)
def test_numbers_are_kept_as_every_database_gives_them_back(text, value):
    settled = rules.settled(text)

    assert (settled, type(settled)) == (value, type(value))


def test_a_number_that_is_none_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        rules.canonical({"a": float("nan")})


def test_the_salt_hides_what_an_erased_payload_was():
    assert rules.leaf("00" * 16, {"a": 1}) != rules.leaf("01" * 16, {"a": 1})


@unhurried
@given(
    st.lists(
        st.builds(
            Seal, st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32).map(bytes.hex)
        ),
        max_size=20,
    )
)
def test_what_a_batch_holds_is_read_as_it_was_packed(seals):
    assert rules.unpacked(rules.packed(seals)) == seals


def seals(*ids: int) -> list[Seal]:
    return [Seal(each, f"{each:064x}") for each in ids]


def kept(*ids: int) -> list[Kept]:
    return [Kept(each, f"{each:064x}", computed=f"{each:064x}") for each in ids]


@pytest.mark.parametrize(
    ("now", "code", "entry"),
    [
        (kept(1, 2, 3), None, None),
        (kept(1, 3), "removed", 2),
        (kept(3), "removed", 1),
        (kept(1, 2), "removed", 3),
        ([], "removed", 1),
        (kept(1, 2, 3, 4), "inserted", 4),
        (kept(0, 1, 2, 3), "inserted", 0),
        ([*kept(1), Kept(2, f"{2:064x}", computed="ff"), *kept(3)], "altered", 2),
        ([*kept(1), Kept(2, "ff", computed="ff"), *kept(3)], "altered", 2),
        ([Kept(1, f"{1:064x}", is_erased=True, is_erased_lawfully=True), *kept(2, 3)], None, None),
        ([Kept(1, f"{1:064x}", is_erased=True), *kept(2, 3)], "altered", 1),
    ],
)
def test_the_first_entry_that_is_not_what_was_sealed_is_named(now, code, entry):
    problem = rules.problem_with_entries(seals(1, 2, 3), now)

    assert (problem and problem.code, problem and problem.values["entry"]) == (code, entry)
    assert problem is None or str(entry) in str(problem)


def test_a_batch_that_is_not_the_next_of_the_chain_is_named():
    first = rules.sealed(seals(1, 2), number=1, previous=rules.NO_HEAD, at=MOMENT)
    second = rules.sealed(seals(3), number=2, previous=first.head, at=MOMENT)

    def problem(facts, head, sealed, number, previous):
        found = rules.problem_with_batch(facts, head, sealed, number=number, previous=previous)
        return found and found.code

    assert problem(second, second.head, seals(3), 2, first.head) is None
    assert problem(second, second.head, seals(3), 1, rules.NO_HEAD) == "batch-missing"
    assert problem(second, second.head, seals(3), 2, rules.NO_HEAD) == "batch-broken"
    assert problem(second, second.head, seals(4), 2, first.head) == "batch-broken"
    assert problem(second, "00", seals(3), 2, first.head) == "batch-broken"
    assert problem(second, second.head, [], 2, first.head) == "batch-broken"


@pytest.mark.parametrize(
    ("details", "fields"),
    [
        ({"statement": "Dọn rác"}, []),
        ({"statement": "Tăng MẬT ĐỘ cây xanh ở XÃ YÊN MẬT"}, []),
        ({"statement": "Theo công văn TỐI MẬT số 3"}, ["statement"]),
        ({"after": {"measure": "Độ MẬT"}, "notes": [{"text": "TUYỆT MẬT"}]}, ["measure", "text"]),
        ({"count": 3, "none": None}, []),
        ({"statement": "Giữ tuyệt mật"}, ["statement"]),
        ({"note": "VĂN BẢN MẬT"}, ["note"]),
        ({"text": "TUYE\u0323\u0302T MA\u0323\u0302T"}, ["text"]),
    ],
)
def test_a_secrecy_mark_in_any_text_is_named_with_its_field(details, fields):
    problems = rules.problems_with_secrecy(details, str.title)

    assert [problem.about for problem in problems] == fields
    assert all(problem.values["field"] in str(problem) for problem in problems)


def test_a_field_is_named_in_words():
    words = {"solution": "Giải pháp"}.__getitem__

    (problem,) = rules.problems_with_secrecy({"solution": "Theo công văn TỐI MẬT"}, words)

    assert "mục Giải pháp" in str(problem)
