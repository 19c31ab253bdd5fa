"""The criteria of Sông Hiền: a first set decided before the year, a second made in the open."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from noilam.consultation import actions as consultation
from noilam.consultation.models import Comment, Consultation
from noilam.consultation.rules import WHOLE
from noilam.foundation import clock
from noilam.foundation.jobs import run_pending
from noilam.foundation.periods import Month
from noilam.scoring import actions
from noilam.scoring.models import CriteriaSet, Sheet
from noilam.scoring.rules.reading import normal
from noilam.scoring.sheets.criteria_yaml import from_yaml

from .commune import ROOT, Commune
from .life import Life
from .opinions import OPINIONS

WRITTEN = Path(__file__).with_name("criteria.yaml")
PAST_MONTHS = 3  # scored anew under the draft
OPEN_FOR = 14  # days


@cache
def first() -> Mapping[str, Any]:
    return normal(from_yaml(WRITTEN.read_bytes()))


def second() -> dict[str, Any]:
    """What weighs more, what is counted instead of felt, and what is dropped."""
    content = deepcopy(dict(first()))
    by_code = {each["code"]: each for part in content["sections"] for each in part["criteria"]}
    by_code["A1"]["max"], by_code["A3"]["max"] = 14, 6
    levels = {"anchors": by_code["B3"].pop("anchors")}
    by_code["B3"] |= {
        "title": "Đảng viên phát biểu trong kỳ sinh hoạt",
        "method": "tiers",
        "unit": "percent",
        "note": f"Mức mô tả cũ ({len(levels['anchors'])} mức) chuyển sang hướng dẫn",
        "tiers": [
            {"from": 50, "points": 5},
            {"from": 40, "points": 3.5},
            {"from": 25, "points": 1.5},
            {"from": 0, "points": 0},
        ],
    }
    for name in ("per", "unit"):
        by_code["D3"].pop(name)
    by_code["D3"] |= {
        "title": "Văn bản đến được xử lý đúng hạn",
        "method": "ratio",
        "num": "Số văn bản đến đã xử lý đúng hạn",
        "den": "Số văn bản đến phải xử lý",
        "evidence": ["Sổ văn bản điện tử"],
    }
    return content


def put_on_days(life: Life, commune: Commune, months: list[Month]) -> None:
    """The first holds from the first month; the second is made while it does."""
    life.on(life.begins, _issue_first, life, months[0])
    if len(months) < 8:
        return
    begins = months[4].first_day + timedelta(days=17)
    life.on(begins, _open_the_second, life, commune, months[6])


def _issue_first(life: Life, month: Month) -> None:
    drafted = actions.draft_criteria(
        actor=life.people.desk("tochuc"), unit=life.units[ROOT], content=first()
    )
    actions.issue_criteria(
        actor=life.people.desk("thuongvu"),
        criteria_set=drafted,
        decision_number="12-QĐ/ĐU",
        decided_on=clock.today() - timedelta(days=5),
        guidance=f"Hướng dẫn số 03-HD/BXDĐ ngày {clock.today():%d/%m/%Y}",
        first_month=month,
        consulted_elsewhere="Bảng tổng hợp ý kiến số 08-BB/ĐU, 41 đơn vị góp ý",
    )


def _open_the_second(life: Life, commune: Commune, month: Month) -> None:
    drafted = actions.draft_criteria(
        actor=life.people.desk("tochuc"),
        unit=life.units[ROOT],
        content=first(),
        note="Dự thảo lần 1, theo bản đang dùng",
    )
    codes = life.living(commune.grassroots)
    actions.consult_on_criteria(
        actor=life.people.desk("tochuc"),
        criteria_set=drafted,
        closes_on=clock.today() + timedelta(days=OPEN_FOR),
        units=[life.units[code] for code in codes],
        people=life.people.seats[ROOT][:9],
        note="Sau nửa năm chấm điểm, xin ý kiến để sửa cho sát việc.",
    )
    for number, _opinion in enumerate(OPINIONS):
        day = clock.today() + timedelta(days=1 + number % 11)
        life.on(day, _say, life, drafted, number, codes[(7 * number) % len(codes)])
    closed = clock.today() + timedelta(days=OPEN_FOR + 1)
    life.on(closed, _redraft, life, drafted)
    life.on(closed + timedelta(days=1), _answer, life, drafted)
    life.on(closed + timedelta(days=1), _simulate, life, drafted)
    life.on(closed + timedelta(days=4), _issue_second, life, drafted, month)


def _asked_about(drafted: CriteriaSet) -> Consultation:
    return Consultation.objects.get(about_id=drafted.pk)


def _say(life: Life, drafted: CriteriaSet, number: int, code: str) -> None:
    unit = life.units[code]
    opinion = OPINIONS[number]
    consultation.comment(
        actor=life.people.actor(life.people.head(unit.code)),
        consultation=_asked_about(drafted),
        part_key=f"tieu-chi-{opinion.on}" if opinion.on else WHOLE,
        text=opinion.text,
        unit=unit,
    )


def _redraft(life: Life, drafted: CriteriaSet) -> None:
    actions.revise_criteria(
        actor=life.people.desk("tochuc"),
        criteria_set=CriteriaSet.objects.get(pk=drafted.pk),
        content=second(),
        note="Tiếp thu ý kiến: A1, A3, B3, D3",
    )


def _answer(life: Life, drafted: CriteriaSet) -> None:
    answers = {opinion.text: opinion for opinion in OPINIONS}
    about = _asked_about(drafted)
    for comment in Comment.objects.filter(consultation=about).order_by("pk"):
        opinion = answers[comment.text]
        consultation.answer(
            actor=life.people.desk("tochuc"),
            comment=comment,
            disposition=opinion.verdict,
            reason=opinion.reason,
        )


def _simulate(life: Life, drafted: CriteriaSet) -> None:
    fixed = Sheet.objects.filter(stage=Sheet.Stage.FIXED).order_by().values_list("month")
    months = sorted({month for (month,) in fixed.distinct()})[-PAST_MONTHS:]
    if months:
        actions.ask_simulation(
            actor=life.people.desk("tochuc"),
            criteria_set=CriteriaSet.objects.get(pk=drafted.pk),
            months=months,
        )
        run_pending()


def _issue_second(life: Life, drafted: CriteriaSet, month: Month) -> None:
    actions.issue_criteria(
        actor=life.people.desk("thuongvu"),
        criteria_set=CriteriaSet.objects.get(pk=drafted.pk),
        decision_number="37-QĐ/ĐU",
        decided_on=clock.today(),
        guidance=f"Hướng dẫn số 09-HD/BXDĐ ngày {clock.today():%d/%m/%Y}",
        first_month=month,
    )
