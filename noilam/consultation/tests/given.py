"""Ready-made consultations for tests, built through the actions as the machine itself."""

from datetime import timedelta
from typing import Any

from noilam.consultation import actions
from noilam.consultation.models import Comment, Consultation, Draft
from noilam.consultation.rules import PartText
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.organisation.models import Unit

PARTS = (
    PartText("I", "I. Thực hiện nhiệm vụ", "Nhiệm vụ được giao trong tháng.", 1),
    PartText("I.1", "1. Hoàn thành đúng hạn", "Đạt 90 phần trăm trở lên: 20 điểm.", 2),
    PartText("I.2", "2. Sinh hoạt chi bộ", "Sinh hoạt đúng ngày mùng ba: 10 điểm.", 2),
)
DAYS = 20


def a_consultation(unit: Unit, **given: Any) -> Consultation:
    """Opened today (of the clock) for twenty days; the unit itself is asked unless said
    otherwise."""
    complete: dict[str, Any] = {
        "title": "Tiêu chí chấm điểm tháng",
        "unit": unit,
        "parts": PARTS,
        "closes_on": clock.today() + timedelta(days=DAYS),
        "note": "Xin ý kiến về cách cho điểm.",
    }
    complete |= {} if "units" in given or "people" in given else {"units": [unit]}
    return actions.open_consultation(actor=shell(), **complete | given)


def a_comment(consultation: Consultation, unit: Unit, **given: Any) -> Comment:
    said = {"part_key": "I.1", "text": "Chín mươi phần trăm là quá cao với thôn vùng xa."}
    return actions.comment(actor=shell(), consultation=consultation, unit=unit, **said | given)


def edited(text: str = "Đạt 80 phần trăm trở lên: 20 điểm.") -> list[PartText]:
    """The same parts with another text in one of them."""
    return [
        PartText(each.key, each.title, text if each.key == "I.1" else each.text, each.level)
        for each in PARTS
    ]


def a_redraft(consultation: Consultation, parts: Any = None) -> Draft:
    return actions.publish_draft(
        actor=shell(),
        consultation=consultation,
        parts=parts or edited(),
        note="Hạ mức theo ý kiến số 1.",
    )
