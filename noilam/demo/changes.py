"""What changes in the organisation during the year: a merger, a split, a new head, a stand-in."""

from datetime import timedelta

from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.organisation import actions, open_matters
from noilam.organisation.actions.grants import appoint_stand_in
from noilam.organisation.actions.sign_ins import open_sign_ins
from noilam.organisation.models import Unit
from noilam.organisation.queries import CHILD
from noilam.organisation.rules import Choice, Decision, Deed, HandOver, NewUnit, list_hash

from .commune import ROOT, TO_MERGE, TO_SPLIT, Commune
from .life import Life

MERGED, SPLIT = "SH.78", ("SH.29.A", "SH.29.B")
MERGED_NAME = "Chi bộ Trường TH và THCS Bến Đá"
HEIRS = {**dict.fromkeys(TO_MERGE, MERGED), TO_SPLIT: SPLIT[0]}
SPLIT_NAMES = ("Đảng bộ Doanh nghiệp Công thương", "Đảng bộ Doanh nghiệp Nông lâm")


def heir(life: Life, code: str) -> str:
    """The unit itself, or the one that it became."""
    return HEIRS[code] if code in life.ended else code


def put_on_days(life: Life, commune: Commune) -> None:
    """Mid-year, with promises standing open."""
    life.on(life.begins + timedelta(days=175), _merge, life)
    life.on(life.begins + timedelta(days=238), _split, life)
    life.on(life.today - timedelta(days=3), _stand_in, life)


def _merge(life: Life) -> None:
    """Two schools become one; the first school's secretary leads it."""
    today = clock.today()
    inputs = [life.units[code] for code in TO_MERGE]
    head, other = (life.people.head(code) for code in TO_MERGE)
    merged = actions.merge_units(
        actor=shell(),
        inputs=inputs,
        output=NewUnit(MERGED, MERGED_NAME, "standalone_cell", life.units[ROOT].pk),
        on=today,
        decision=Decision("47-QĐ/ĐU", today - timedelta(days=10), "Sáp nhập hai trường"),
        hand_over=_one_head(inputs, head.pk, other.pk),
    )
    life.units[MERGED] = merged
    life.people.seats[MERGED] = [head, other]
    life.gone(TO_MERGE)


def _one_head(inputs: list[Unit], head: int, other: int) -> HandOver:
    """Everything goes over; only the second head's post ends, for there is one head, who takes
    over what the other promised."""
    matters = open_matters.listed(units=inputs, on=clock.today())
    ends = Choice(Deed.CLOSE, reason="Sau sáp nhập chỉ có một người đứng đầu")
    passes = Choice(Deed.INHERIT, to_person=head)
    of_the_other = {
        matter.key: ends if matter.key.startswith("organisation.") else passes
        for matter in matters
        if matter.person_id == other
    }
    return HandOver(list_hash(matters), of_the_other, Choice(Deed.INHERIT))


def _split(life: Life) -> None:
    """One organisation becomes two; its cells and its people are shared out between them."""
    today, unit = clock.today(), life.units[TO_SPLIT]
    new = [
        NewUnit(code, name, "grassroots_committee_org", life.units[ROOT].pk)
        for code, name in zip(SPLIT, SPLIT_NAMES, strict=True)
    ]
    matters = open_matters.listed(units=[unit], on=today)
    children = [each.key for each in matters if each.kind == CHILD]
    second = set(children[len(children) // 2 :])
    choices = {
        each.key: Choice(Deed.INHERIT, to_unit=SPLIT[each.key in second]) for each in matters
    }
    actions.split_unit(
        actor=shell(),
        unit=unit,
        outputs=new,
        on=today,
        decision=Decision("63-QĐ/ĐU", today - timedelta(days=12), "Chia tách theo ngành nghề"),
        hand_over=HandOver(list_hash(matters), choices),
    )
    seats = life.people.seats
    seats[SPLIT[0]], seats[SPLIT[1]] = seats[TO_SPLIT], seats[TO_SPLIT][1:]
    for code in SPLIT:
        life.units[code] = Unit.objects.get(code=code)
    actions.appoint(
        actor=shell(),
        person=seats[SPLIT[1]][0],
        unit=life.units[SPLIT[1]],
        post="Bí thư",
        leads=True,
        starts_on=today,
        legal_basis="64-QĐ/ĐU",
    )
    open_sign_ins(actor=shell(), people=[seats[SPLIT[1]][0]])
    life.gone([TO_SPLIT])


def _stand_in(life: Life) -> None:
    """The head of the office is away for two weeks; the deputy signs for him."""
    absent, deputy = life.people.seats["SH.VP"][:2]
    if absent.account and deputy.account:
        appoint_stand_in(
            actor=shell(),
            absent=absent.account,
            stand_in=deputy.account,
            starts_on=clock.today(),
            ends_on=clock.today() + timedelta(days=14),
            reason="Đi học bồi dưỡng",
        )
