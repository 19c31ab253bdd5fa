"""What a whole year also has: a breakthrough with its parts and milestones, a hot spot put on
hold, causes named and judged, one deed that waits for another, heads' own programmes, drafts.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from noilam.commitments import actions
from noilam.commitments.actions import Draft, ProgrammeDraft, SourceOf
from noilam.commitments.models import Commitment, Excuse
from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.periods import Year

from .commune import COMMISSION, ROOT, Commune
from .life import Life

RESOLUTION = SourceOf(label="Nghị quyết Đại hội Đảng bộ xã Sông Hiền, mục III.1")
Kind = Commitment.Kind


def put_on_days(life: Life, commune: Commune) -> None:
    begins = life.begins
    life.on(begins + timedelta(days=22), _own_programmes, life, commune)
    life.on(begins + timedelta(days=25), _breakthrough, life, commune)
    life.on(begins + timedelta(days=40), _hot_spots, life, commune)
    life.on(life.today - timedelta(days=12), _unfinished, life, commune)


def _own_programmes(life: Life, commune: Commune) -> None:
    """Heads write down their own year, beside their unit's."""
    for code in life.living(commune.grassroots)[:5]:
        head = life.people.head(code)
        actions.write_programme(
            actor=life.people.actor(head),
            draft=ProgrammeDraft(
                title=f"Chương trình hành động của {head}",
                period=Year.of(clock.today()),
                person=head,
            ),
        )


def _promise(
    life: Life, code: str, kind: str, statement: str, days: int, above: Commitment | None = None
) -> Commitment:
    """Put forward by the unit's head, who answers for it."""
    today, head = clock.today(), life.people.head(code)
    actor = life.people.actor(head)
    draft = Draft(
        statement=statement,
        kind=kind,
        topic=life.topic("Nông thôn mới"),
        unit=life.units[code],
        person=head,
        solution="Họp dân, công khai từng việc, mỗi tuần kiểm tra một lần.",
        starts_on=today,
        due_on=today + timedelta(days=days),
        measure="Số thôn đã xong",
        measure_unit="thôn",
        target=Decimal(3),
        verifier=life.people.seats[COMMISSION][2],
        parent=above,
        grounds="Nhiều hộ phản ánh." if kind == Kind.HOTSPOT else "",
    )
    made = actions.make_commitment(actor=actor, draft=draft, sources=[RESOLUTION])
    desk = "thuongvu" if code == ROOT else "vanphong"
    life.put_forward(desk, [actions.propose(actor=actor, commitment=made)])
    return made


def _later(life: Life, days: int, deed: Callable[..., None], made: Commitment) -> None:
    """What its answerer does with it some days on, if it still binds then."""

    def when_the_day_comes() -> None:
        now = Commitment.objects.filter(pk=made.pk, status=Commitment.Status.IN_FORCE).first()
        if now is not None:
            deed(life, now)

    life.on(clock.today() + timedelta(days=days), when_the_day_comes)


def _breakthrough(life: Life, commune: Commune) -> None:
    """One above, three parts below; the last part can only begin after the first."""
    words = "Ba thôn vùng cao có nước sạch, đường xe máy và sóng điện thoại"
    above = _promise(life, ROOT, Kind.BREAKTHROUGH, words, 300)
    _later(life, 15, _set_milestones, above)
    _later(life, 110, _reach_the_first, above)
    codes = life.living(commune.grassroots)[20:23]
    works = ["Dẫn nước về ba thôn vùng cao", "Mở đường xe máy", "Dựng trạm sóng điện thoại"]
    parts = [
        _promise(life, code, Kind.TASK, work, 200 + 30 * number, above)
        for number, (code, work) in enumerate(zip(codes, works, strict=True))
    ]
    _later(life, 20, lambda life, last: _wait_for(life, last, parts[0]), parts[-1])
    life.answer_for(parts[0], clock.today() + timedelta(days=200))


def _set_milestones(life: Life, made: Commitment) -> None:
    today = clock.today()
    ahead = [("Khảo sát xong ba thôn", 60), ("Khởi công", 120), ("Nghiệm thu thôn đầu", 220)]
    actions.set_milestones(
        actor=_answerer(life, made),
        commitment=made,
        milestones=[(title, today + timedelta(days=days)) for title, days in ahead],
    )


def _reach_the_first(life: Life, made: Commitment) -> None:
    if first := made.milestones.order_by("due_on").first():
        actions.reach_milestone(actor=_answerer(life, made), milestone=first)


def _wait_for(life: Life, made: Commitment, first: Commitment) -> None:
    actions.set_dependencies(actor=_answerer(life, made), commitment=made, awaited=[first])


def _hot_spots(life: Life, commune: Commune) -> None:
    """One is put on hold by a decision from above; two name a cause, of which one is accepted."""
    codes = life.living(commune.grassroots)[30:33]
    words = [
        "Xử lý dứt điểm khiếu nại kéo dài về ranh giới rừng Nà Lìn",
        "Chấm dứt xả thải của lò mổ đầu nguồn suối Bản Lầu",
        "Giải tỏa chợ cóc lấn đường liên xã",
    ]
    on_hold, excused, refused = (
        _promise(life, code, Kind.HOTSPOT, statement, 120)
        for code, statement in zip(codes, words, strict=True)
    )
    _later(life, 60, _put_on_hold, on_hold)
    _later(life, 125, lambda life, made: _name_a_cause(life, made, is_accepted=True), excused)
    _later(life, 125, lambda life, made: _name_a_cause(life, made, is_accepted=False), refused)


def _put_on_hold(life: Life, made: Commitment) -> None:
    today = clock.today()
    excuse = actions.claim_excuse(
        actor=_answerer(life, made),
        commitment=made,
        kind=Excuse.Kind.SUSPENSION,
        from_on=today,
        to_on=today + timedelta(days=90),
        reason="Chờ kết luận đo đạc lại của cơ quan cấp tỉnh.",
        document="Công văn 118/SNN-QLR",
        agency="Cơ quan quản lý rừng cấp tỉnh",
    )
    _judge(life, excuse, is_accepted=True)


def _name_a_cause(life: Life, made: Commitment, *, is_accepted: bool) -> None:
    excuse = actions.claim_excuse(
        actor=_answerer(life, made),
        commitment=made,
        kind=Excuse.Kind.OBJECTIVE,
        from_on=clock.today() - timedelta(days=20),
        to_on=clock.today() - timedelta(days=6),
        reason="Lũ quét cuốn trôi cầu tạm, xe máy không vào được.",
    )
    _judge(life, excuse, is_accepted=is_accepted)


def _judge(life: Life, excuse: Excuse, *, is_accepted: bool) -> None:
    """The commission answers three days later."""
    life.on(
        clock.today() + timedelta(days=3),
        lambda: actions.confirm_excuse(
            actor=life.people.desk("kiemtra"),
            excuse=excuse,
            is_confirmed=is_accepted,
            reason="" if is_accepted else "Tuyến đường chính vẫn thông suốt trong những ngày đó.",
        ),
    )


def _unfinished(life: Life, commune: Commune) -> None:
    """Drafts that still lack what S1.14 asks for, as any week has."""
    for code in ["SH.01", *life.living(commune.grassroots)[40:42]]:
        actor = life.people.actor(life.people.head(code))
        draft = Draft(statement="Tổ chức đối thoại với dân về giá nước", unit=life.units[code])
        actions.make_commitment(actor=actor, draft=draft)


def _answerer(life: Life, made: Commitment) -> Actor:
    return life.people.actor(life.people.known(made.person_id or 0))
