"""Two communes merge, a third is split, mid-year, with open words: the past stays as it was."""

import json
from argparse import Namespace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from noilam.accounts.models import Account
from noilam.commitments import actions, queries
from noilam.commitments.models import Commitment
from noilam.commitments.reports import words_and_deeds
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.organisation import actions as organisation
from noilam.organisation import open_matters
from noilam.organisation.models import Unit
from noilam.organisation.policies import in_force
from noilam.organisation.roles import Role
from noilam.organisation.rules import (
    Choice,
    Decision,
    Deed,
    HandOver,
    NewUnit,
    Reading,
    list_hash,
)
from noilam.organisation.tests.given import a_head, a_person, a_unit, an_actor

from .given import a_commitment, declared, judged

pytestmark = pytest.mark.django_db
BEGIN, CHANGE = date(2026, 1, 5), date(2026, 7, 1)
DECISION = Decision(number="45-NQ/TU", decided_on=date(2026, 6, 20))
DAYS = [BEGIN + timedelta(days=number) for number in range(0, 176, 25)] + [date(2026, 6, 30)]


def report(day: date, unit: str = "", person: str = "") -> str:
    asked = Namespace(unit=unit, person=person, as_of=day.isoformat(), reading="as-was")
    return json.dumps(words_and_deeds(shell(), asked))


@pytest.fixture
def district():
    with clock.frozen(BEGIN):
        root = a_unit("Huyện Kim Sơn", code="KS")
        names = ["Xuân Thiện", "Chính Tâm", "Yên Mật", "Kim Chính", "Như Hòa"]
        units = {name: a_unit(name, code=name, parent=root) for name in names}
        heads = {name: a_head(unit, f"Bí thư {name}") for name, unit in units.items()}
        lives = {}
        for name, unit in units.items():
            lives[name] = [
                a_commitment(unit, heads[name], due_on=date(2026, 3, 31)),
                a_commitment(unit, heads[name], due_on=date(2026, 9, 30)),
                a_commitment(unit, heads[name], due_on=date(2026, 5, 31)),
                a_commitment(unit, heads[name], due_on=date(2026, 12, 31)),
            ]
    for name in names:
        with clock.frozen(date(2026, 3, 20)):
            judged(lives[name][0])
        with clock.frozen(date(2026, 6, 25)):
            declared(lives[name][2])
    return root, units, heads


def all_reports(units, heads) -> list[str]:
    codes = ["KS", *units]
    return [
        *(report(day) for day in DAYS),
        *(report(day, unit=code) for day in DAYS for code in codes),
        *(report(day, person=head.code) for day in DAYS for head in heads.values()),
    ]


def everything_to(units, make) -> HandOver:
    """Every open matter is decided by `make(matter)`."""
    matters = open_matters.listed(units=units, on=CHANGE)
    return HandOver(
        list_hash=list_hash(matters), choices={each.key: make(each) for each in matters}
    )


def test_every_report_of_before_is_byte_identical_and_no_word_is_orphaned(district):
    root, units, heads = district
    before = all_reports(units, heads)
    with clock.frozen(CHANGE):
        merging = [units["Xuân Thiện"], units["Chính Tâm"]]
        first = heads["Xuân Thiện"]
        one_head_stays = lambda m: (  # noqa: E731
            Choice(Deed.CLOSE, reason="Hết chức vụ do sáp nhập")
            if m.key.startswith("organisation.") and m.person_id != first.pk
            else Choice(Deed.INHERIT, to_person=first.pk)
        )
        merged = organisation.merge_units(
            actor=shell(),
            inputs=merging,
            output=NewUnit(
                code="XC", name="Xuân Chính", kind="commune_committee", parent_id=root.pk
            ),
            on=CHANGE,
            decision=DECISION,
            hand_over=everything_to(merging, one_head_stays),
        )
        takers = [units["Kim Chính"], units["Như Hòa"]]

        def shared_out(matter):
            if matter.key.startswith("organisation."):
                return Choice(Deed.CLOSE, reason="Hết chức vụ do chia tách")
            number = int(matter.key.rsplit(":", 1)[1]) % 2
            taker = takers[number]
            return Choice(Deed.INHERIT, to_unit=taker.pk, to_person=heads[taker.name].pk)

        organisation.split_unit(
            actor=shell(),
            unit=units["Yên Mật"],
            outputs=takers,
            on=CHANGE,
            decision=DECISION,
            hand_over=everything_to([units["Yên Mật"]], shared_out),
        )
    assert all_reports(units, heads) == before
    open_ones = Commitment.objects.filter(status__in=["in_force", "declared"])
    ended = Unit.objects.filter(ended_on__isnull=False)
    assert not open_ones.filter(unit__in=ended).exists()
    for each in Commitment.objects.all():
        assert each.holdings.filter(in_force(CHANGE)).count() == 1
    after = queries.figures_by_unit([root, merged, *units.values()], CHANGE)
    assert after[root.pk].said == 20
    assert after[merged.pk].said == 6  # the two already kept stay with who kept them
    assert after[units["Xuân Thiện"].pk].said == 1
    assert after[units["Kim Chính"].pk].said + after[units["Như Hòa"].pk].said == 8 + 3
    with clock.frozen(CHANGE):
        restated = queries.figures_of(unit=merged, on=date(2026, 6, 30), reading=Reading.RESTATED)
        assert restated.said == 8  # as if they had been one all along
        assert queries.figures_of(unit=merged, on=date(2026, 6, 30)).said == 0
        as_is = Reading.AS_IS
        assert queries.figures_of(unit=root, on=date(2026, 6, 30), reading=as_is).said == 20


def merged(units, root, hand_over, on=CHANGE, **output):
    """Chính Tâm goes into a new unit together with Xuân Thiện."""
    return organisation.merge_units(
        actor=shell(),
        inputs=[units["Xuân Thiện"], units["Chính Tâm"]],
        output=NewUnit(code="XC", name="XC", kind="commune_committee", parent_id=root.pk),
        on=on,
        decision=DECISION,
        hand_over=hand_over,
    )


def second_head_goes(units, heads, taker=None):
    """Everything is inherited; the second head's post ends, his words go to a taker."""
    leaver = heads["Chính Tâm"]

    def decided(matter):
        if matter.key.startswith("organisation.") and matter.person_id == leaver.pk:
            return Choice(Deed.CLOSE, reason="Chỉ một người đứng đầu")
        return Choice(Deed.INHERIT, to_person=taker if matter.person_id == leaver.pk else None)

    return everything_to([units["Xuân Thiện"], units["Chính Tâm"]], decided)


def test_words_of_a_head_left_without_a_post_need_somebody_to_take_them(district):
    root, units, heads = district
    with clock.frozen(CHANGE):
        with pytest.raises(Refused) as refused:
            merged(units, root, second_head_goes(units, heads))
        assert [each.code for each in refused.value.problems] == ["holder-leaves"] * 3
        assert "Bí thư Chính Tâm thôi giữ chức: chọn người nhận" in str(refused.value)

        unit = merged(units, root, second_head_goes(units, heads, heads["Xuân Thiện"].pk))

    held = Commitment.objects.filter(unit=unit)
    assert {each.person for each in held} == {heads["Xuân Thiện"]}


def test_a_head_with_another_post_keeps_his_words(district):
    root, units, heads = district
    organisation.appoint(
        actor=shell(),
        person=heads["Chính Tâm"],
        unit=root,
        post="Phó Bí thư",
        leads=False,
        starts_on=CHANGE,
    )
    with clock.frozen(CHANGE):
        unit = merged(units, root, second_head_goes(units, heads))
    assert Commitment.objects.filter(unit=unit, person=heads["Chính Tâm"]).count() == 3


def test_a_merger_says_what_is_still_undecided(district):
    root, units, _ = district
    with clock.frozen(CHANGE), pytest.raises(Refused) as refused:
        organisation.merge_units(
            actor=shell(),
            inputs=[units["Xuân Thiện"], units["Chính Tâm"]],
            output=NewUnit(code="XC", name="XC", kind="commune_committee", parent_id=root.pk),
            on=CHANGE,
            decision=DECISION,
        )
    assert refused.value.problems[0].code == "list-changed"


def test_words_handed_over_later_take_effect_on_their_day(district):
    _, units, heads = district
    made = Commitment.objects.filter(unit=units["Như Hòa"], status="in_force").first()
    successor = a_person("Phạm Văn Khác")
    with clock.frozen(CHANGE):
        actions.reassign(
            actor=shell(),
            commitment=made,
            person=successor,
            on=CHANGE + timedelta(days=5),
            reason="QĐ 7",
        )
        made.refresh_from_db()
        assert made.person == heads["Như Hòa"]
        assert actions.renew_holders(actor=shell()) == 0
    with clock.frozen(CHANGE + timedelta(days=5)):
        assert actions.renew_holders(actor=shell()) == 1
        made.refresh_from_db()
        assert made.person == successor


def test_closed_with_its_unit_a_word_is_withdrawn_with_the_reason(district):
    _, units, _ = district
    made = Commitment.objects.filter(unit=units["Như Hòa"], status="in_force").first()
    with clock.frozen(CHANGE):
        actions.close_matters(
            actor=shell(),
            keys=[f"commitments.commitment:{made.pk}"],
            reason="Nhiệm vụ không còn",
            on=CHANGE,
        )
    made.refresh_from_db()
    assert (made.status, made.end_reason) == ("withdrawn", "Nhiệm vụ không còn")


def test_a_report_names_what_it_cannot_find(district):
    with pytest.raises(Refused) as refused:
        report(CHANGE, unit="KHÔNG CÓ")
    assert refused.value.problems[0].code == "unknown-unit"
    assert report(CHANGE, unit="ks") == report(CHANGE, unit="KS")
    assert list(json.loads(report(CHANGE, unit="KS"))) == [
        "unit",
        "person",
        "as_of",
        "said",
        "kept",
        "kept_late",
        "claimed",
        "running",
        "late",
        "broken",
        "withdrawn",
        "index",
        "over_claim_rate",
    ]


def test_what_was_open_on_a_backdated_day_goes_along_though_it_is_verified_since(district):
    root, units, heads = district
    kept_since = Commitment.objects.filter(unit=units["Chính Tâm"], due_on=date(2026, 9, 30)).get()
    with clock.frozen(CHANGE + timedelta(days=20)):
        judged(kept_since)
    known = CHANGE + timedelta(days=30)
    with clock.frozen(known):
        before = all_reports(units, heads)
        unit = merged(units, root, second_head_goes(units, heads, heads["Xuân Thiện"].pk))
        assert all_reports(units, heads) == before
        after = queries.figures_by_unit([unit, units["Chính Tâm"]], known)
    assert after[unit.pk].kept == 1
    assert after[unit.pk].said == 6
    assert after[units["Chính Tâm"].pk].said == 1  # kept before the day: stays with who kept it


def test_what_has_its_result_since_is_not_closed_along(district):
    _, units, _ = district
    made = Commitment.objects.filter(unit=units["Như Hòa"], due_on=date(2026, 9, 30)).get()
    with clock.frozen(CHANGE + timedelta(days=20)):
        judged(made)
        with pytest.raises(Refused) as refused:
            actions.close_matters(
                actor=shell(),
                keys=[f"commitments.commitment:{made.pk}"],
                reason="Giải thể",
                on=CHANGE,
            )
    assert [each.code for each in refused.value.problems] == ["finished-since"]


def test_a_backdated_hand_over_leaves_what_another_unit_took_meanwhile(district):
    _, units, heads = district
    made = Commitment.objects.filter(unit=units["Như Hòa"], due_on=date(2026, 9, 30)).get()
    later = CHANGE + timedelta(days=10)
    with clock.frozen(later):
        taken = {"unit": units["Yên Mật"], "person": heads["Yên Mật"], "reason": "QĐ 7"}
        actions.reassign(actor=shell(), commitment=made, **taken)
        actions.give_matters(
            actor=shell(),
            keys=[f"commitments.commitment:{made.pk}"],
            to_unit=units["Kim Chính"],
            to_person=None,
            on=CHANGE,
            reason="QĐ 8",
        )
    made.refresh_from_db()
    held = made.holdings.order_by("starts_on").values_list("unit__name", "ends_on")
    assert list(held) == [("Như Hòa", CHANGE), ("Kim Chính", later), ("Yên Mật", None)]
    assert made.unit == units["Yên Mật"]


def test_a_units_page_of_a_day_before_reads_in_three_ways(district, client):
    root, units, heads = district
    with clock.frozen(CHANGE):
        unit = merged(units, root, second_head_goes(units, heads, heads["Xuân Thiện"].pk))
        client.force_login(Account.objects.get(pk=an_actor(Role.OFFICE, root).id))
    with clock.frozen(CHANGE + timedelta(days=10)):
        address = f"/units/{unit.pk}/?as_of=2026-06-30"
        as_was = client.get(address).content.decode()
        with CaptureQueriesContext(connection) as asked:
            restated = client.get(f"{address}&reading=restated").content.decode()
        quiet = client.get(f"/units/{units['Như Hòa'].pk}/?as_of=2026-06-30").content.decode()
        today = client.get(f"/units/{unit.pk}/?reading=restated").content.decode()
        way = restated.split('href="/method/')[1].split('"')[0].replace("&amp;", "&")
        method = client.get(f"/method/{way}").content.decode()
    assert "chưa thành lập" in as_was
    assert "reading=restated" in as_was
    assert "Quy về đơn vị hôm nay:" in restated
    assert "Trên 8 cam kết đã nói" in method
    assert "Quy về đơn vị hôm nay:" in method
    assert "reading=" not in quiet
    assert "Quy về đơn vị hôm nay:" not in today
    assert len(asked) <= 12
