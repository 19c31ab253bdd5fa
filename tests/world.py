"""A small place with one of everything, for the test of who may open what.

Đảng ủy xã (above)          Đảng ủy xã bên (elsewhere)
    Chi bộ (here)
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from noilam.accounts.actions import open_account
from noilam.accounts.models import Account
from noilam.accounts.policies import ADMINISTER, PERMISSIONS
from noilam.audit.actions import seal
from noilam.audit.models import Batch, Entry
from noilam.commitments import actions as commitments
from noilam.commitments.actions import Proof, SourceOf
from noilam.commitments.models import Evidence
from noilam.commitments.tests.given import DUE, a_commitment, a_proposal
from noilam.commitments.tests.given import a_draft as a_draft_of
from noilam.consultation.tests.given import a_comment, a_consultation, a_redraft
from noilam.exchange import actions as exchange
from noilam.files.actions import store_upload
from noilam.files.tests.given import a_picture, an_upload
from noilam.foundation import clock
from noilam.foundation.access import shell, worker
from noilam.foundation.periods import Year
from noilam.notices.actions import Message, queue
from noilam.notices.models import Notice
from noilam.organisation import actions, open_matters
from noilam.organisation.models import (
    Appointment,
    Assignment,
    Grant,
    GroupingMember,
    Person,
    Place,
    Unit,
)
from noilam.organisation.roles import Role
from noilam.organisation.rules import Choice, Deed, HandOver, list_hash
from noilam.organisation.tests.given import a_head, a_person, a_unit, an_actor, office
from noilam.rulebook.models import RuleVersion
from noilam.rulebook.tests.given import a_draft
from noilam.scoring.models import Simulation
from noilam.scoring.tests.given import a_draft_set
from tests.scores import a_closed_month, sheets_of

TODAY = date(2026, 11, 20)
LONG_AGO = date(2026, 8, 3)
# Who somebody may be: a role of a unit, or a permission for the whole installation.
HOLDERS = [*(role.value for role in Role), *(each for each in PERMISSIONS if each != ADMINISTER)]


@dataclass
class World:
    """`ids` fill the addresses; `special` ones hold for one address only."""

    above: Unit
    here: Unit
    elsewhere: Unit
    ids: dict[str, Any] = field(default_factory=dict)
    special: dict[str, dict[str, Any]] = field(default_factory=dict)

    def kwargs(self, address: str, names: list[str], given: dict[str, str]) -> dict[str, Any]:
        known = self.ids | self.special.get(address, {}) | given
        return {name: known[name] for name in names}

    def somebody(self, holder: str, relation: str) -> Account:
        """A fresh account with one role seen from `here`, or with one permission."""
        permissions = [holder] if holder in PERMISSIONS else []
        if holder == Role.ADMINISTRATOR:
            permissions = [ADMINISTER]
        if permissions:
            name = f"{holder}-{relation}"
            return open_account(
                actor=shell(), username=name, label="Người thử", permissions=permissions
            )
        unit = {"ancestor": self.above, "other": self.elsewhere}.get(relation, self.here)
        return Account.objects.get(pk=an_actor(holder, unit).id)


def a_world() -> World:
    above = a_unit("Đảng ủy xã", code="X")
    here = a_unit("Chi bộ", code="X-1", parent=above, kind="subordinate_cell")
    elsewhere = a_unit("Đảng ủy xã bên", code="Y")
    world = World(above, here, elsewhere)
    office(elsewhere)  # somebody holds an office: the administrator is an administrator only
    _people(world)
    _groups(world)
    _sign_ins(world)
    _papers(world)
    _words(world)
    _spreadsheets(world)
    _drafts(world)
    _criteria(world)
    ids, special = sheets_of(world.above, world.here)
    world.ids |= ids
    world.special |= special
    world.ids["period"] = a_closed_month()
    return world


def _people(world: World) -> None:
    head = a_head(world.here, "Trần Thị Đứng Đầu")
    actions.open_sign_ins(actor=shell(), people=[head])
    post = Appointment.objects.get(person=head)
    world.ids |= {
        "unit_id": world.here.pk,
        "person_id": head.pk,
        "appointment_id": post.pk,
        "event_id": world.here.event_parts.get().event_id,
    }
    world.special["organisation:post_hand_over"] = {"appointment_id": _ended_post(world).pk}


def _ended_post(world: World) -> Appointment:
    """A post that somebody left, his area handed to the head."""
    leaver = a_person("Lê Văn Đã Thôi")
    post = actions.appoint(
        actor=shell(),
        person=leaver,
        unit=world.here,
        post="Ủy viên",
        leads=False,
        starts_on=date(2024, 1, 1),
    )
    last = date(2025, 12, 31)
    listed = open_matters.listed(units=[world.here], person=leaver, on=last + timedelta(days=1))
    everything = HandOver(list_hash(listed), for_all=Choice(Deed.CLOSE, reason="Nghỉ hưu"))
    return actions.end_appointment(
        actor=shell(), appointment=post, last_day=last, hand_over=everything
    )


def _groups(world: World) -> None:
    head = Person.objects.get(pk=world.ids["person_id"])
    area = actions.assign_area(actor=shell(), person=head, unit=world.here, starts_on=TODAY)
    cluster = actions.make_grouping(actor=shell(), code="C1", kind="cluster", name="Cụm 1")
    member = actions.join_grouping(
        actor=shell(), grouping=cluster, unit=world.here, starts_on=TODAY
    )
    place = actions.add_place(
        actor=shell(), code="P1", name="Thôn 1", level="village", starts_on=date(2020, 1, 1)
    )
    world.ids |= {
        "assignment_id": Assignment.objects.get(pk=area.pk).pk,
        "grouping_id": cluster.pk,
        "member_id": GroupingMember.objects.get(pk=member.pk).pk,
        "place_id": Place.objects.get(pk=place.pk).pk,
    }


def _sign_ins(world: World) -> None:
    one = Account.objects.get(pk=an_actor(Role.STAFF, world.here).id)
    other = Account.objects.get(pk=an_actor(Role.STAFF, world.here).id)
    absence = actions.appoint_stand_in(
        actor=shell(),
        absent=one,
        stand_in=other,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=5),
        reason="Đi học",
    )
    world.ids |= {
        "account_id": one.pk,
        "absence_id": absence.pk,
        "grant_id": Grant.objects.get(account=one).pk,
        "code": "ABCDEFGHJKLM",
    }


def _papers(world: World) -> None:
    queue(
        actor=shell(),
        message=Message(
            to=[world.ids["account_id"]],
            kind="tests.duty",
            subject="Kết luận cần xác nhận",
            needs_acknowledgement=True,
        ),
    )
    seal(actor=worker())
    draft = a_draft()
    world.ids |= {
        "notice_id": Notice.objects.get(kind="tests.duty").pk,
        "entry_id": Entry.objects.order_by("id").first().pk,
        "number": Batch.objects.order_by("number").first().number,
        "draft_id": draft.pk,
        "version_id": RuleVersion.objects.order_by("id").first().pk,
        "key": draft.key,
        "year": TODAY.year,
    }


def _words(world: World) -> None:
    """One promise at each step of its life: written, proposed, in force, done and not looked at."""
    head, judge = Person.objects.get(pk=world.ids["person_id"]), a_person("Lê Thị Xác Nhận")
    unit = world.here
    with clock.frozen(LONG_AGO):
        running = a_commitment(
            unit, head, judge, topic=commitments.name_topic(actor=shell(), name="Môi trường")
        )
        done = a_commitment(unit, head, judge)
        photo = store_upload(actor=shell(), upload=an_upload(a_picture(), "anh.jpg"))
        proof = [Proof(file=photo, kind=Evidence.Kind.FILE)]
        commitments.declare_done(actor=shell(), commitment=done, evidence=proof)
        commitments.set_milestones(
            actor=shell(), commitment=running, milestones=[("Xong phần thô", DUE)]
        )
    draft = commitments.make_commitment(
        actor=shell(), draft=a_draft_of(unit, head), sources=[SourceOf("Kết luận giao ban")]
    )
    proposed = a_proposal(unit, head)
    programme = commitments.write_programme(
        actor=shell(),
        draft=commitments.ProgrammeDraft(title="Năm 2026", period=Year(2026), unit=unit),
    )
    world.ids |= {
        "commitment_id": running.pk,
        "milestone_id": running.milestones.get().pk,
        "declaration_id": done.declarations.get().pk,
        "topic_id": running.topic_id,
        "source_id": draft.sources.get().pk,
        "programme_id": programme.pk,
        "file_id": photo.pk,
    }
    for address, commitment in {
        "commitments:draft": draft,
        "commitments:deed name=proposal": draft,
        "commitments:deed name=return": proposed,
        "commitments:deed name=approval": proposed,
        "commitments:deed name=verification": done,
        "commitments:verify_due": done,
    }.items():
        world.special[address] = {"commitment_id": commitment.pk}


def _spreadsheets(world: World) -> None:
    """A file handed in at the machine, and a word once explained."""
    sheet = an_upload("Mã,Tên đơn vị,Loại\nX-2,Chi bộ 2,Chi bộ\n".encode(), "don-vi.csv")
    run = exchange.receive_file(actor=shell(), kind="units", upload=sheet)
    word = exchange.choose_meaning(
        actor=shell(), kind="units", what="header", typed="Tên gọi", chosen="name"
    )
    world.ids |= {"run_id": run.pk, "alias_id": word.pk, "kind": "units"}


def _drafts(world: World) -> None:
    """A text that the unit asks itself about, edited once after a comment."""
    asked = a_consultation(world.here, units=[world.here])
    said = a_comment(asked, world.here)
    a_redraft(asked)
    world.ids |= {
        "consultation_id": asked.pk,
        "comment_number": said.number,
        "part_key": said.part_key,
    }


def _criteria(world: World) -> None:
    """A draft of criteria, and a simulation of it that waits for the worker."""
    draft = a_draft_set(world.here)
    waiting = Simulation.objects.create(
        criteria_set=draft,
        revision=draft.revisions.get(),
        months=[202610],
        asked_at=clock.now(),
        asked_by="Văn phòng",
    )
    world.ids |= {"set_id": draft.pk, "simulation_id": waiting.pk}


def held_still() -> Any:
    return clock.frozen(TODAY)
