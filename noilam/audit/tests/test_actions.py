from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from noilam.audit import actions, jobs, queries, rules
from noilam.audit.events import EntryErased, HeadAnnounced
from noilam.audit.models import Batch, Entry
from noilam.foundation import clock
from noilam.foundation.access import Actor, Kind, worker
from noilam.foundation.errors import Refused

from . import given

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_on_whose_behalf_when_and_what():
    stand_in = Actor(
        kind=Kind.STAND_IN, id=7, label="Nguyễn Văn Mẫu", behalf_id=9, behalf_label="Trần Thị Ví"
    )

    with clock.frozen(date(2026, 3, 31)):
        entry = given.entries(1, actor=stand_in, after={"due_on": date(2026, 4, 30)})[0]

    assert (entry.actor_label, entry.behalf_label) == ("Nguyễn Văn Mẫu", "Trần Thị Ví")
    assert (entry.event, entry.subject_id) == ("tests.PromiseMade", 1)
    assert entry.details["after"] == {"due_on": "2026-04-30"}
    assert entry.leaf == rules.leaf(entry.salt, entry.payload)


def test_any_plain_value_survives_the_database_and_still_fits_its_leaf():
    values = {"a": 1.0, "b": 1e22, "c": 1e-7, "d": 0.1, "e": [None, True, "ữ", {"f": -5}]}
    given.sealed(1, after=values)

    assert queries.verify().ok


def test_two_equal_entries_have_different_leaves():
    first, second = given.entries(1)[0], given.entries(1)[0]

    assert first.leaf != second.leaf


def test_a_secrecy_mark_in_any_text_refuses_the_whole_deed_and_names_the_field():
    with pytest.raises(Refused, match="TỐI MẬT") as refused, transaction.atomic():
        given.entries(3, after={"solution": "Theo văn bản TỐI MẬT"})

    assert {problem.about for problem in refused.value.problems} == {"solution"}
    assert not Entry.objects.exists()


def test_thousands_of_entries_cost_no_query_each(django_assert_max_num_queries):
    with django_assert_max_num_queries(60):  # SQLite takes 999 values at a time
        given.entries(2000)


def test_sealing_takes_what_waits_in_batches_chained_to_one_another(monkeypatch):
    monkeypatch.setattr(rules, "BATCH_SIZE", 4)
    given.sealed(10)

    first, second, third = Batch.objects.all()
    assert [first.count, second.count, third.count] == [4, 4, 2]
    assert (second.previous, third.previous) == (first.head, second.head)
    assert queries.verify().ok
    assert queries.waiting_count() == 0


def test_an_entry_that_commits_late_with_a_lower_id_is_sealed_in_a_later_batch():
    """What PostgreSQL does: an id taken early, committed after higher ids were sealed."""
    early = given.entries(3)[0]
    payload = vars(Entry.objects.get(pk=early.pk))
    Entry.objects.filter(pk=early.pk).delete()
    jobs.seal(actor=worker())

    Entry.objects.create(**{k: v for k, v in payload.items() if not k.startswith("_")})
    jobs.seal(actor=worker())

    late = Entry.objects.get(pk=early.pk)
    assert late.batch.number == 2
    assert queries.verify().ok


def test_nothing_waiting_makes_no_batch():
    assert jobs.seal(actor=worker()) == 0
    assert not Batch.objects.exists()


def test_a_lawful_erasure_drops_the_payload_keeps_the_leaf_and_is_itself_recorded():
    entry = given.sealed(3)[1]

    actions.erase_entry(
        actor=given.an_administrator(), entry=entry, reason="Đương sự yêu cầu", basis="Luật mẫu"
    )

    erased = Entry.objects.get(pk=entry.pk)
    assert (erased.is_erased, erased.leaf, erased.details) == (True, entry.leaf, {})
    assert erased.actor_label == ""
    last = Entry.objects.last()
    assert (last.event, last.subject_id) == (EntryErased.name(), entry.pk)
    report = queries.verify()
    assert (report.ok, report.erased, report.waiting) == (True, 1, 1)


def test_an_erasure_needs_a_reason_and_a_basis():
    entry = given.sealed(1)[0]

    with pytest.raises(Refused) as refused:
        actions.erase_entry(actor=given.an_administrator(), entry=entry, reason=" ", basis="")

    assert [problem.about for problem in refused.value.problems] == ["reason", "basis"]


def test_an_auditor_may_not_erase():
    auditor = Actor(
        kind=Kind.PERSON, id=3, label="Phạm Thị Thí", permissions=frozenset({"read_trail"})
    )
    entry = given.sealed(1)[0]

    with pytest.raises(PermissionDenied, match="xóa nội dung nhật ký"):
        actions.erase_entry(actor=auditor, entry=entry, reason="Lý do", basis="Luật")


def test_what_waits_what_is_erased_and_what_proves_an_erasure_cannot_be_erased():
    admin = given.an_administrator()
    entry = given.entries(1)[0]

    def refusal(entry):
        with pytest.raises(Refused) as refused:
            actions.erase_entry(actor=admin, entry=entry, reason="Lý do", basis="Luật")
        return refused.value.problems[0].code

    assert refusal(entry) == "waiting"
    jobs.seal(actor=worker())
    actions.erase_entry(actor=admin, entry=entry, reason="Lý do", basis="Luật")
    jobs.seal(actor=worker())
    assert refusal(entry) == "erased"
    assert refusal(Entry.objects.last()) == "erasure"


def test_the_days_head_is_announced_once_after_the_trail_was_proven():
    with clock.frozen(date(2026, 3, 31)):
        given.entries(2)
        jobs.announce_head(actor=worker())
        jobs.announce_head(actor=worker())

    announced = Entry.objects.get(event=HeadAnnounced.name())
    assert announced.details["head"] == Batch.objects.get(number=1).head
    assert (announced.details["entries"], announced.details["problem"]) == (2, "")


def test_a_trail_tampered_with_is_announced_as_such():
    entry = given.sealed(2)[0]
    Entry.objects.filter(pk=entry.pk).update(subject_id=99)

    jobs.announce_head(actor=worker())

    announced = Entry.objects.get(event=HeadAnnounced.name())
    assert f"Dòng {entry.pk}" in announced.details["problem"]


def test_the_story_of_one_row_is_found_by_prefix_and_subject():
    given.entries(3)

    assert [entry.subject_id for entry in queries.entries_about("tests.", 2)] == [2]
    assert not queries.entries_about("other.", 2)
