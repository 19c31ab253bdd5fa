"""Months scored: sheets filled, looked at, settled in one sitting, closed; two results appealed."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from noilam.foundation import clock
from noilam.foundation.access import Actor, worker
from noilam.foundation.jobs import run_pending
from noilam.foundation.periods import Month
from noilam.scoring import actions
from noilam.scoring.models import Appeal, SecondLook, Sheet
from noilam.scoring.queries.criteria import criteria_of
from noilam.scoring.queries.packs import pack_of
from noilam.scoring.rules.filling import Change
from noilam.scoring.rules.months import key
from noilam.scoring.rules.score import Answer
from noilam.scoring.rules.voting import Decision, Verdict, Votes

from . import criteria, lots
from .changes import MERGED, SPLIT, heir
from .commune import FORMED_ON, ROOT, Commune
from .life import Life

MONTHS = 12  # closed before today
FILLED_ON = (0, 1, 2, 4)  # days after the month; the last is late
LAST_STEP = 21  # a month is closed on this day of the next
NEVER_SENT = {2: "SH.44", 9: "SH.61"}  # months of the story in which somebody sends nothing
APPEALED = {4: ("SH.07", True), 8: ("SH.12", False)}  # month -> whose, and whether it is upheld
ATTENDED, WITHOUT_A_PAGE = Answer(value=Decimal(94)), Answer(value=Decimal(82))
SENT_BACK = {3: "SH.15"}
REPLIES = [
    "Đơn vị tính theo sổ tại chỗ, có sai lệch vì chốt số khác ngày. Xin tiếp thu.",
    "Hai việc này có văn bản nhưng gửi sau ngày chốt; đề nghị xem lại.",
    "Đơn vị nhất trí với mức thẩm tra.",
    "Danh sách điểm danh còn thiếu người xin phép; đã bổ sung.",
]


def first_month(today: date) -> Month:
    """A year of closed months lies between it and today, if the commune is that old."""
    month = Month.of(today - timedelta(days=LAST_STEP)).previous
    for _ in range(MONTHS - 1):
        month = month.previous
    return max(month, Month.of(FORMED_ON).next)


def put_on_days(life: Life, commune: Commune) -> None:
    story = _Story(life, commune)
    months = list(_months(Month.of(life.begins), Month.of(life.today)))
    criteria.put_on_days(life, commune, months)
    for number, month in enumerate(months):
        story.live(number, month)


def _months(first: Month, last: Month) -> Iterator[Month]:
    while first <= last:
        yield first
        first = first.next


class _Story:
    def __init__(self, life: Life, commune: Commune) -> None:
        self.life, self.random, self.people = life, life.random, life.people
        members = self.people.seats[ROOT][3:]
        self.in_charge = {
            code: members[place % len(members)] for place, code in enumerate(commune.grassroots)
        }
        units = [*commune.grassroots, MERGED, *SPLIT]
        self.order = {code: place for place, code in enumerate(units)}
        self.worth = {code: self.random.triangular(0.5, 0.98, 0.86) for code in units}
        self.frankness = {code: self.random.triangular(0.72, 1, 0.96) for code in units}
        self.found: dict[int, dict[str, Answer]] = {}

    def live(self, number: int, month: Month) -> None:
        """Steps on their days of the month after; some come late, and one is sent back."""
        on, after = self.life.on, month.next.first_day
        for day in (0, 14, 28):  # units founded since then
            on(max(month.first_day, self.life.begins) + timedelta(days=day), self._open, month)
        on(after, self._take_facts, month)
        for day in FILLED_ON:
            on(after + timedelta(days=day), self._fill, number, month, day)
        on(after + timedelta(days=5), self._appraise, month)
        on(after + timedelta(days=8), self._cross_check, number, month)
        on(after + timedelta(days=9), self._reply, number, month)
        for day in (14, 19):
            on(after + timedelta(days=day), self._settle, number, month)
        on(after + timedelta(days=16), self._send_again, month)
        on(after + timedelta(days=LAST_STEP - 1), self._close, month)
        self._appeals(number, month, after)

    # Steps ------------------------------------------------------------------------------------

    def _open(self, month: Month) -> None:
        if Month.of(clock.today()) == month:
            actions.open_month(actor=worker(), month=month)

    def _take_facts(self, month: Month) -> None:
        actions.take_facts(actor=worker(), month=month, is_final=True)

    def _fill(self, number: int, month: Month, day: int) -> None:
        for sheet in self._at(month, Sheet.Stage.SELF_SCORE):
            code = sheet.unit.code
            if self._fills_on(number, code) == day and NEVER_SENT.get(number) != code:
                self._fill_one(number, sheet)

    def _fills_on(self, number: int, code: str) -> int:
        """Most in good time, some on the last day, a few after it."""
        place = self.order[code] + 7 * number
        if place % 19 == 0:
            return FILLED_ON[-1]
        return FILLED_ON[0 if place % 2 else 2 if place % 12 == 0 else 1]

    def _fill_one(self, number: int, sheet: Sheet) -> None:
        code = sheet.unit.code
        rules, kind = criteria_of(sheet.criteria_set), sheet.kind.identifier
        drawn = lots.filled(rules, kind, self.worth[code], self.frankness[code], self.random)
        if APPEALED.get(number, ("",))[0] == code:  # what will be argued about
            drawn.claimed["B2"], drawn.found["B2"] = ATTENDED, WITHOUT_A_PAGE
        self.found[sheet.pk] = drawn.found
        extras = {"P2": 1} if self.random.random() < 0.03 else {}
        notes = drawn.notes | dict.fromkeys(extras, "Công văn khen của cấp trên, kèm theo.")
        actions.submit_self_score(
            actor=self._head(code),
            sheet=sheet,
            answers=drawn.claimed,
            times=extras,
            notes=notes,
        )

    def _appraise(self, month: Month) -> None:
        """Whoever is in charge puts right what he happens to know."""
        for sheet in self._at(month, Sheet.Stage.APPRAISE):
            known = self._some_of(sheet, 0.4)
            actions.appraise(actor=self._appraiser(sheet.unit.code), sheet=sheet, changes=known)

    def _cross_check(self, number: int, month: Month) -> None:
        actions.raise_second_looks(actor=worker(), month=month)
        for sheet in self._at(month, Sheet.Stage.CROSS_CHECK):
            actions.cross_check(
                actor=self.people.desk("tochuc"), sheet=sheet, changes=self._some_of(sheet, 1)
            )
        self._look_again()

    def _look_again(self) -> None:
        """The board looks at half of what was marked, and says what it saw."""
        for look in SecondLook.objects.filter(looked_at=None).order_by("pk")[::2]:
            actions.look_again(
                actor=self.people.desk("tochuc"),
                second_look=look,
                note="Đã đối chiếu sổ gốc, số liệu khớp.",
            )

    def _reply(self, number: int, month: Month) -> None:
        for place, sheet in enumerate(self._at(month, Sheet.Stage.REPLY)):
            if (place + number) % 4:
                actions.reply(
                    actor=self._head(sheet.unit.code),
                    sheet=sheet,
                    text=REPLIES[(place + number) % len(REPLIES)],
                )

    def _settle(self, number: int, month: Month) -> None:
        actions.pass_unreplied(actor=worker())
        chair = self.people.desk("thuongvu")
        page = pack_of(chair, self.life.units[ROOT], month)
        if not page.entries:
            return
        actions.settle_pack(
            actor=chair,
            unit=self.life.units[ROOT],
            month=month,
            list_hash=page.list_hash,
            votes=Votes(members=9, present=8, in_favour=8 - number % 2, against=0,
                        abstained=number % 2),
            minutes=f"Biên bản số {number + 2:02}-BB/ĐU ngày {clock.today():%d/%m/%Y}",
            decisions={
                each.sheet.pk: self._decision(number, each.sheet)
                for each in page.entries
                if each.is_exception or SENT_BACK.get(number) == each.sheet.unit.code
            },
        )  # fmt: skip

    def _decision(self, number: int, sheet: Sheet) -> Decision:
        if SENT_BACK.get(number) == sheet.unit.code and clock.today().day < 17:
            return Decision(Verdict.RETURNED, "Đối chiếu lại biên bản sinh hoạt.")
        return Decision(Verdict.APPROVED, "Đã xem giải trình và số liệu.")

    def _send_again(self, month: Month) -> None:
        """What was sent back is checked anew, and waits for the second sitting."""
        for sheet in self._at(month, Sheet.Stage.CROSS_CHECK):
            actions.cross_check(actor=self.people.desk("tochuc"), sheet=sheet, changes={})

    def _close(self, month: Month) -> None:
        actions.close_month(actor=self.people.desk("tochuc"), month=month)
        run_pending()

    # Appeals ----------------------------------------------------------------------------------

    def _appeals(self, number: int, month: Month, after: date) -> None:
        if number in APPEALED:
            code, is_upheld = APPEALED[number]
            self.life.on(after + timedelta(days=19), self._appeal, month, code)
            self.life.on(after + timedelta(days=24), self._decide, month, code, is_upheld)

    def _appeal(self, month: Month, code: str) -> None:
        sheet = self._sheets(month).get(unit__code=code)
        actions.file_appeal(
            actor=self._head(code),
            sheet=sheet,
            text="Kỳ sinh hoạt có 31/33 đảng viên dự, danh sách đính kèm bị sót một trang.",
        )

    def _decide(self, month: Month, code: str, is_upheld: bool) -> None:
        appeal = Appeal.objects.get(sheet__unit__code=code, sheet__month=key(month))
        changes, reason = {}, "Danh sách gốc không có tên những người được bổ sung."
        if is_upheld:
            reason = "Trang bị sót có đủ chữ ký; tính lại tỷ lệ dự sinh hoạt."
            changes = {"B2": Change(answer=ATTENDED, reason=reason)}
        actions.decide_appeal(
            actor=self.people.desk("kiemtra"),
            appeal=appeal,
            outcome=Appeal.Outcome.UPHELD if is_upheld else Appeal.Outcome.REJECTED,
            reason=reason,
            changes=changes,
        )
        if is_upheld:
            self._close(month)

    # Who and which ----------------------------------------------------------------------------

    def _sheets(self, month: Month) -> QuerySet[Sheet]:
        related = ("unit", "kind", "criteria_set")
        return Sheet.objects.filter(month=key(month)).select_related(*related)

    def _at(self, month: Month, stage: str) -> list[Sheet]:
        return list(self._sheets(month).filter(stage=stage).order_by("unit__code"))

    def _head(self, code: str) -> Actor:
        """Of a unit that became another, the head of that one."""
        return self.people.actor(self.people.head(heir(self.life, code)))

    def _appraiser(self, code: str) -> Actor:
        """The member in charge of its area; of all areas, where a unit has ended or is new."""
        if code in self.in_charge and code not in self.life.ended:
            return self.people.actor(self.in_charge[code])
        return self.people.desk("phutrach")

    def _some_of(self, sheet: Sheet, share: float) -> dict[str, Change]:
        """What stands otherwise than claimed, as far as it is noticed now."""
        left = self.found.get(sheet.pk, {})
        noticed = {code: each for code, each in left.items() if self.random.random() < share}
        self.found[sheet.pk] = {code: each for code, each in left.items() if code not in noticed}
        return {
            code: Change(answer=answer, reason=reason)
            for code, answer, reason in lots.lowered(noticed, self.random)
        }
