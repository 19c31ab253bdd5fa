"""The year, lived day by day: everybody acts through the actions, the clock held at the day."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from django.db import transaction

from noilam.commitments import actions, policies
from noilam.commitments import jobs as commitment_jobs
from noilam.commitments.actions import Draft, Proof, SourceOf
from noilam.commitments.models import Commitment, Evidence, Extension, Programme, Topic
from noilam.commitments.queries import list_hash
from noilam.files.actions import store_upload
from noilam.foundation import clock
from noilam.foundation.access import Actor, worker
from noilam.organisation.models import Person, Unit

from .pictures import photograph_for
from .plans import Fate, Plan, verifier_seats
from .promises import EVIDENCE, REJECTIONS
from .setting_up import People

SITTING_EVERY = 7  # days between the office's sittings; urgent matters go to the committee's
NO_SITTING_FOR = 10  # days at the end, so that something waits for whoever opens the demo


class Life:
    """Who does what on which day. A deed put on a day after today never happens."""

    def __init__(self, people: People, random: Random, begins: date, today: date) -> None:
        self.people, self.random, self.begins, self.today = people, random, begins, today
        self.deeds: dict[date, list[Callable[[], object]]] = defaultdict(list)
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self.topics = {topic.name: topic for topic in Topic.objects.all()}
        self.proposed: dict[str, list[Commitment]] = defaultdict(list)  # by the desk that approves
        self.programmes: dict[str, Programme] = {}  # each unit's of the year, once written
        self.series: list[int] = []
        self.ended: set[str] = set()

    def on(self, day: date, deed: Callable[..., object], *with_these: object) -> None:
        if day <= self.today:
            self.deeds[day].append(partial(deed, *with_these))

    def days(self) -> Iterator[date]:
        """Live each day to its end, then say which one it was."""
        length = (self.today - self.begins).days
        for number in range(length + 1):
            day = self.begins + timedelta(days=number)
            with clock.frozen(day), transaction.atomic():
                is_over = number > length - NO_SITTING_FOR
                self._live(day, is_sitting=number % SITTING_EVERY == 0 and not is_over)
            yield day

    def _live(self, day: date, is_sitting: bool) -> None:
        commitment_jobs.keep_day(actor=worker())
        commitment_jobs.remind(actor=worker())
        for deed in self.deeds.pop(day, ()):
            deed()
        if is_sitting:
            self._sit()
        if day.day == 20:
            self._keep_duties()

    def living(self, codes: Iterable[str]) -> list[str]:
        return [code for code in codes if code not in self.ended]

    def gone(self, codes: Iterable[str]) -> None:
        self.ended.update(codes)

    # Words ------------------------------------------------------------------------------------

    def promise(self, number: int, plan: Plan) -> None:
        """The unit's head writes it down and puts it forward; the year takes it from there."""
        if plan.unit in self.ended:
            return
        seats = self.people.seats[plan.unit]
        person = seats[plan.seat % len(seats)]
        verifier = self._verifier(plan, number, person)
        head = self.people.actor(self.people.head(plan.unit))
        draft = self._draft(plan, person, verifier)
        made = actions.make_commitment(
            actor=head, draft=draft, sources=[SourceOf(label=plan.source)]
        )
        desk = "thuongvu" if plan.kind == Commitment.Kind.URGENT_MATTER else "vanphong"
        self.put_forward(desk, [actions.propose(actor=head, commitment=made)])
        self._put_on_days(made, plan)

    def _verifier(self, plan: Plan, number: int, person: Person) -> Person:
        code, place = verifier_seats(number)
        found = self.people.seats[code][place]
        return found if found != person else self.people.seats[code][place - 1]

    def _draft(self, plan: Plan, person: Person, verifier: Person) -> Draft:
        promise = plan.promise
        draft = Draft(
            statement=plan.statement,
            kind=plan.kind,
            pace="do_now" if (plan.due_on - plan.starts_on).days < 100 else "regular",
            topic=self.topic(promise.topic),
            unit=self.units[plan.unit],
            person=person,
            solution=promise.solution,
            starts_on=plan.starts_on,
            due_on=plan.due_on,
            measure=promise.measure,
            measure_unit=promise.unit,
            baseline=Decimal(promise.baseline),
            target=Decimal(plan.target),
            verifier=verifier,
            programme=self.programmes.get(plan.unit),
            publicity="public" if plan.kind == "urgent_matter" else "internal",
        )
        if plan.kind == "urgent_matter":
            grounds = f"{plan.source}: nhiều hộ ở {plan.place} phản ánh."
            return replace(draft, grounds=grounds, for_year=self.today.year)
        if plan.finding:
            shown, cause, _way = plan.finding
            recheck = plan.due_on + timedelta(days=30)
            return replace(draft, finding=shown, cause=cause, recheck_on=recheck)
        return draft

    def topic(self, name: str) -> Topic:
        if name not in self.topics:
            self.topics[name] = actions.name_topic(actor=self.people.desk("vanphong"), name=name)
        return self.topics[name]

    def put_forward(self, desk: str, commitments: Iterable[Commitment]) -> None:
        self.proposed[desk].extend(commitments)

    def answer_for(self, made: Commitment, due_on: date) -> None:
        """What was given from above is mostly kept, now and then late or forgotten."""
        shift = self.random.choice([-9, -6, -4, -2, -1, -1, 0, 6])
        if self.random.random() < 0.9:
            day = due_on + timedelta(days=shift)
            decided = day + timedelta(days=self.random.randint(1, 6))
            self._declared(made, day, decided, "achieved")

    def _keep_duties(self) -> None:
        """This month's occurrences: most are kept before the month ends."""
        month = clock.today()
        begun = Commitment.objects.filter(
            series__in=self.series, status="in_force", due_on__gte=month
        )
        for each in begun.order_by("pk"):
            self.answer_for(each, month + timedelta(days=7))

    def _sit(self) -> None:
        """What was put forward is approved in one sitting of each body."""
        bodies = {"thuongvu": "Ban Thường vụ Đảng uỷ", "vanphong": "Đảng uỷ xã Sông Hiền"}
        for desk, body in bodies.items():
            waiting = self._still_proposed(self.proposed.pop(desk, []))
            if waiting:
                self._approve(self.people.desk(desk), waiting, body)

    def _still_proposed(self, commitments: list[Commitment]) -> list[Commitment]:
        """Read again: a unit that ended meanwhile has handed its proposals on."""
        return list(
            Commitment.objects.filter(pk__in=[each.pk for each in commitments], status="proposed")
        )

    def _approve(self, actor: Actor, commitments: list[Commitment], body: str) -> None:
        actions.approve_many(
            actor=actor,
            commitments=commitments,
            list_hash=list_hash(commitments),
            body=body,
            document=f"Biên bản ngày {clock.today():%d/%m/%Y}",
        )

    # Deeds: whoever answers for it on that day does them, if they are still to be done ----------

    def _put_on_days(self, made: Commitment, plan: Plan) -> None:
        if plan.asks_for_time and plan.fate in (Fate.KEPT, Fate.SILENT):
            self._ask_for_time(made, plan)
        halfway = plan.starts_on + (plan.due_on - plan.starts_on) / 2
        if plan.number % 3 == 0 and plan.fate != Fate.SILENT:
            self.on(halfway, self._report, made.pk, plan)
        if plan.fate == Fate.UNDECIDED:
            self.on(plan.declared_on, self._declare, made.pk)
        elif plan.fate == Fate.GIVEN_UP:
            self.on(plan.due_on + timedelta(days=25), self._give_up, made.pk)
        elif plan.fate == Fate.WITHDRAWN:
            self.on(halfway + timedelta(days=9), self._withdraw, made.pk)
        elif plan.fate != Fate.SILENT:
            self._claim(made, plan)

    def _claim(self, made: Commitment, plan: Plan) -> None:
        """Declared and decided. Half of those who claimed too much mend it."""
        verdicts = {Fate.PARTLY: "partly", Fate.OVER_CLAIMED: "rejected"}
        first = verdicts.get(plan.fate, "achieved")
        self._declared(made, plan.declared_on, plan.decided_on, first)
        if plan.fate == Fate.PARTLY or (plan.fate == Fate.OVER_CLAIMED and plan.number % 2):
            self._declared(made, plan.again_on, plan.again_on + timedelta(days=4), "achieved")

    def _declared(self, made: Commitment, day: date, decided: date, verdict: str) -> None:
        self.on(day, self._declare, made.pk)
        self.on(decided, self._verify, made.pk, verdict)

    def _now(self, number: int, *statuses: str) -> tuple[Commitment, Person, Person] | None:
        """The commitment with who answers for it and who checks it, if it stands so today."""
        rows = Commitment.objects.filter(pk=number, status__in=statuses)
        made = rows.only("kind", "person", "verifier", "unit").first()
        if made is None or made.person_id is None or made.verifier_id is None:
            return None
        return made, self.people.known(made.person_id), self.people.known(made.verifier_id)

    def _report(self, number: int, plan: Plan) -> None:
        if now := self._now(number, Commitment.Status.IN_FORCE):
            made, person, _ = now
            done = Decimal(plan.promise.baseline + plan.target) / 2
            actions.report_progress(
                actor=self.people.actor(person),
                commitment=made,
                figure=done.quantize(Decimal(1)),
                note="Đã làm được khoảng một nửa.",
                is_at_risk=plan.fate in (Fate.GIVEN_UP, Fate.OVER_CLAIMED),
            )

    def _declare(self, number: int) -> None:
        if now := self._now(number, Commitment.Status.IN_FORCE):
            made, person, _ = now
            text = self.random.choice(EVIDENCE)
            words = text.format(day=f"{clock.today():%d/%m/%Y}", n=self.random.randint(2, 40))
            actor, evidence = self.people.actor(person), [Proof(text=words)]
            if picture := photograph_for(made.pk):
                photo = store_upload(actor=actor, upload=picture)
                evidence.append(Proof(file=photo, kind=Evidence.Kind.FILE))
            actions.declare_done(actor=actor, commitment=made, evidence=evidence)

    def _verify(self, number: int, verdict: str) -> None:
        if now := self._now(number, Commitment.Status.DECLARED):
            made, _, verifier = now
            waiting = made.declarations.filter(verification=None).get()
            reason = "" if verdict == "achieved" else self.random.choice(REJECTIONS)
            actions.verify(
                actor=self.people.actor(verifier),
                declaration=waiting,
                verdict=verdict,
                reason=reason,
            )

    def _ask_for_time(self, made: Commitment, plan: Plan) -> None:
        day = plan.due_on - timedelta(days=24)
        if day > plan.starts_on + timedelta(days=SITTING_EVERY):
            later = plan.due_on + timedelta(days=30)
            self.on(day, self._request, made.pk, later)
            self.on(day + timedelta(days=3), self._decide, made.pk, plan.number % 3 > 0)

    def _request(self, number: int, later: date) -> None:
        if now := self._now(number, Commitment.Status.IN_FORCE):
            made, person, _ = now
            actions.request_extension(
                actor=self.people.actor(person),
                commitment=made,
                due_on=later,
                reason="Mưa lũ kéo dài, đường vào bị chia cắt.",
            )

    def _decide(self, number: int, is_granted: bool) -> None:
        asked = Extension.objects.filter(commitment=number, decided_on=None).first()
        now = self._now(number, Commitment.Status.IN_FORCE)
        if asked is not None and now:
            actions.decide_extension(
                actor=self._decider(now[0]),
                extension=asked,
                is_granted=is_granted,
                reason="" if is_granted else "Còn đủ thời gian nếu tập trung.",
            )

    def _decider(self, made: Commitment) -> Actor:
        """The committee, or the unit's head where it is a member's own promise."""
        committee = self.people.desk("thuongvu")
        if made.unit is None or policies.may_decide(committee, made):
            return committee
        return self.people.actor(self.people.head(made.unit.code))

    def _give_up(self, number: int) -> None:
        if now := self._now(number, Commitment.Status.IN_FORCE):
            actions.close_not_achieved(
                actor=self._decider(now[0]),
                commitment=now[0],
                reason="Không bố trí được vốn.",
            )

    def _withdraw(self, number: int) -> None:
        if now := self._now(number, Commitment.Status.IN_FORCE):
            actions.withdraw(
                actor=self._decider(now[0]),
                commitment=now[0],
                reason="Đã có dự án của cấp trên làm thay.",
            )
