"""Whatever is done to a sealed entry behind the actions' back is found, and the first is named."""

import string

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from noilam.audit import actions, jobs, queries, rules
from noilam.audit.models import ERASED, Batch, Entry
from noilam.foundation.access import worker

from . import given

COUNT = 10
places = st.integers(0, COUNT - 1)
words = st.text(string.ascii_letters + "ăâđêôơư ", min_size=1, max_size=20)
numbers = st.integers(0, 10**9)
alterations = st.one_of(
    st.fixed_dictionaries({"actor_label": words}),
    st.fixed_dictionaries({"actor_kind": st.sampled_from(["shell", "citizen", ""])}),
    st.fixed_dictionaries({"behalf_label": words}),
    st.fixed_dictionaries({"actor_id": numbers}),
    st.fixed_dictionaries({"behalf_id": numbers.map(lambda number: number + 1)}),
    st.fixed_dictionaries({"event": words}),
    st.fixed_dictionaries({"subject_id": numbers.map(lambda number: number + COUNT + 1)}),
    st.fixed_dictionaries({"at": st.just(rules.NO_TIME)}),
    st.fixed_dictionaries({"details": st.dictionaries(words, words | numbers | st.none())}),
    st.fixed_dictionaries({"salt": st.binary(min_size=16, max_size=16).map(bytes.hex)}),
    st.fixed_dictionaries({"leaf": st.binary(min_size=32, max_size=32).map(bytes.hex)}),
    st.just(ERASED),
    st.just({"batch": None}),
)
few = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


class AnyTampering(TestCase):
    """Three batches of at most four entries, rebuilt for each example."""

    def setUp(self):
        self.size, rules.BATCH_SIZE = rules.BATCH_SIZE, 4
        self.rows = given.sealed(COUNT)

    def tearDown(self):
        rules.BATCH_SIZE = self.size

    def assert_first(self, code, entry):
        problem = queries.verify().first_problem
        assert problem is not None
        assert (problem.code, problem.values["entry"]) == (code, entry.pk)
        assert str(entry.pk) in str(problem)

    @few
    @drawn(places, alterations)
    def test_an_alteration_of_any_field_is_found(self, place, change):
        entry = self.rows[place]
        if all(getattr(entry, name) == value for name, value in change.items()):
            return
        Entry.objects.filter(pk=entry.pk).update(**change)

        self.assert_first("removed" if "batch" in change else "altered", entry)

    @few
    @drawn(st.sets(places, min_size=1))
    def test_a_removal_is_found_and_the_first_is_named(self, gone):
        Entry.objects.filter(pk__in=[self.rows[place].pk for place in gone]).delete()

        self.assert_first("removed", self.rows[min(gone)])

    @few
    @drawn(places)
    def test_an_insertion_with_a_fitting_leaf_is_found(self, place):
        model = self.rows[place]
        forged = given.entries(1)[0]
        Entry.objects.filter(pk=forged.pk).update(
            batch=Entry.objects.get(pk=model.pk).batch, at=model.at
        )
        forged.refresh_from_db()
        Entry.objects.filter(pk=forged.pk).update(leaf=rules.leaf(forged.salt, forged.payload))

        self.assert_first("inserted", forged)

    @few
    @drawn(places, places)
    def test_two_entries_that_changed_places_are_found(self, one, other):
        first, second = self.rows[min(one, other)], self.rows[max(one, other)]
        if first == second:
            return
        names = [*ERASED, "leaf"]
        for place, content in ((first, second), (second, first)):
            Entry.objects.filter(pk=place.pk).update(**{n: getattr(content, n) for n in names})

        self.assert_first("altered", first)

    @few
    @drawn(places, words)
    def test_a_rewritten_entry_with_its_leaf_and_its_batchs_list_is_found(self, place, label):
        entry = self.rows[place]
        entry.actor_label = label + "!"
        entry.leaf = rules.leaf(entry.salt, entry.payload)
        entry.save(update_fields=["actor_label", "leaf"])
        batch = Entry.objects.get(pk=entry.pk).batch
        rows = batch.entries.order_by("id")
        Batch.objects.filter(pk=batch.pk).update(contents=rules.packed([r.seal for r in rows]))

        problem = queries.verify().first_problem
        assert (problem.code, problem.values["number"]) == ("batch-broken", batch.number)

    @few
    @drawn(st.integers(1, 3), st.integers(1, 3))
    def test_a_trail_rewritten_whole_no_longer_holds_a_head_kept_elsewhere(self, start, number):
        kept = Batch.objects.get(number=number).head
        first = Batch.objects.get(number=start)
        Entry.objects.filter(batch__number__gte=start).update(batch=None)
        Entry.objects.filter(pk=first.first_entry).delete()
        Batch.objects.filter(number__gte=start).delete()
        jobs.seal(actor=worker())

        assert queries.verify().ok
        report = queries.verify(kept)
        assert report.ok == report.head_found == (number < start)
        if not report.ok:
            assert report.first_problem.code == "head-unknown"


pytestmark = pytest.mark.django_db


def test_a_sound_trail_is_proven_against_any_earlier_head(monkeypatch):
    monkeypatch.setattr(rules, "BATCH_SIZE", 2)
    given.sealed(5)
    given.entries(1)

    for batch in Batch.objects.all():
        report = queries.verify(batch.head.upper()[:32] + " " + batch.head[32:])
        assert (report.ok, report.head_found) == (True, True)
    assert (report.entries, report.batches, report.waiting) == (5, 3, 1)
    assert queries.verify("ab" * 32).head_found is False
    assert queries.verify("ab" * 32).as_json()["first_problem"].startswith("Không tìm thấy mã")


def test_an_altered_entry_is_found_before_it_is_sealed():
    entry = given.entries(2)[1]
    Entry.objects.filter(pk=entry.pk).update(actor_id=99)

    problem = queries.verify().first_problem
    assert (problem.code, problem.values["entry"]) == ("altered", entry.pk)


def test_a_batch_taken_out_of_the_chain_is_found(monkeypatch):
    monkeypatch.setattr(rules, "BATCH_SIZE", 2)
    given.sealed(6)
    Entry.objects.filter(batch__number=2).delete()
    Batch.objects.filter(number=2).delete()

    problem = queries.verify().first_problem
    assert (problem.code, problem.values["number"]) == ("batch-missing", 2)


def test_a_batch_whose_day_or_place_was_changed_is_found(monkeypatch):
    given.sealed(2)
    Batch.objects.update(sealed_at=rules.NO_TIME)

    assert queries.verify().first_problem.code == "batch-broken"


def test_an_entry_emptied_without_a_recorded_erasure_is_found():
    entry = given.sealed(3)[1]
    admin = given.an_administrator()
    actions.erase_entry(actor=admin, entry=entry, reason="Lý do", basis="Luật")
    assert queries.verify().ok

    Entry.objects.filter(pk=entry.pk).update(details={"statement": "chèn lại"})
    assert queries.verify().first_problem.values["entry"] == entry.pk


def test_the_proof_on_an_entrys_page_holds_and_fails_with_the_entry():
    rows = given.sealed(5)
    story = queries.story(Entry.objects.get(pk=rows[2].pk))
    assert (story.is_proven, story.position) == (True, 3)

    Entry.objects.filter(pk=rows[2].pk).update(actor_label="Người khác")
    assert not queries.story(Entry.objects.get(pk=rows[2].pk)).is_proven


def test_a_trail_of_any_length_is_proven_with_a_few_queries_a_batch(django_assert_max_num_queries):
    given.sealed(50)

    with django_assert_max_num_queries(5):
        assert queries.verify().ok
