"""Words for the dossier on paper: every section ready to be set, from the plain values of the
dossier alone, so that paper and file cannot tell two stories."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from noilam.foundation.text import day_text, number_text

from ..models import Evidence, Excuse, Lateness, Verdict
from ..rules import STATE_NAMES, State

Told = dict[str, Any]


def sheet(told: Told) -> Told:
    """What documents/dossier.typ sets: a heading, facts, the chain, tables, the hash."""
    tables = [
        _due_days(told),
        _extensions(told),
        _milestones(told),
        _progress(told),
        _claims(told),
        _evidence(told),
        _late(told),
        _excuses(told),
        *_linked(told),
    ]
    return {
        "title": told["commitment"]["statement"],
        "lead": _("Hồ sơ cam kết, xem đến ngày {day}").format(day=_day(told["as_of"])),
        "state": _state(told["state"]),
        "facts": [[name, value] for name, value in _facts(told) if value],
        "chain_title": _("Từ lời đến việc"),
        "chain": [[_day(step["on"]), step["title"], step["detail"]] for step in told["story"]],
        "tables": [table for table in tables if table["rows"]],
        "foot": _("Mã nội dung (SHA-256): {hash}").format(hash=told["hash"]),
    }


def _facts(told: Told) -> list[tuple[str, str | None]]:
    said = told["commitment"]
    holder = told["holdings"][-1] if told["holdings"] else {}
    supporters = [each["name"] for each in told["supporting_units"]] + [said["support_text"]]
    by = {each["event"].split(".")[-1]: each["by"] for each in told["trail"]}  # the last of each
    target = said["target_text"] or _number(said["target"])
    return [
        (_("Mã"), said["code"]),
        (_("Đơn vị chủ trì"), holder.get("unit_name", "")),
        (_("Người chịu trách nhiệm"), holder.get("person_full_name", "")),
        (_("Phối hợp"), "; ".join(filter(None, supporters))),
        (_("Kết quả cam kết"), said["measure"]),
        (_("Ban đầu"), said["baseline_text"] or _number(said["baseline"])),
        (_("Chỉ tiêu"), f"{target} {said['measure_unit']}".strip() if target else ""),
        (_("Đến nay"), _number(said["reached"])),
        (_("Giải pháp"), said["solution"]),
        (_("Bắt đầu"), _day(said["starts_on"])),
        (_("Hạn"), _day(said["due_on"])),
        (_("Trọng số"), _number(said["weight"])),
        (_("Nguồn"), "; ".join(each["label"] for each in told["sources"])),
        (_("Chương trình"), said["programme"]),
        (_("Thuộc cam kết"), said["above"]),
        (_("Lĩnh vực"), said["topic"]),
        (_("Vì sao cấp bách"), said["grounds"]),
        (_("Hạn chế phải khắc phục"), said["finding"]),
        (_("Nguyên nhân"), said["cause"]),
        (_("Kiểm tra lại ngày"), _day(said["recheck_on"])),
        (_("Nguồn lực"), said["resources"]),
        (_("Cách người dân xác nhận"), said["citizen_check"]),
        (_("Người trình"), by.get("CommitmentProposed")),
        (_("Người duyệt"), by.get("CommitmentApproved") if said["in_force_on"] else ""),
        (_("Cơ quan quyết định"), said["decided_by"]),
        (_("Văn bản quyết định"), said["decision_document"]),
        (_("Có hiệu lực từ"), _day(said["in_force_on"])),
        (_("Người xác nhận"), said["verifier"]),
        (_("Lý do kết thúc"), said["end_reason"]),
    ]


# The tables: a heading, the names of the columns, the rows; a column of numbers stands right ----


def _table(title: str, head: list[str], rows: list[list[str]], numbers: int | None = None) -> Told:
    return {"title": title, "head": head, "rows": rows, "numbers": numbers}


def _due_days(told: Told) -> Told:
    rows = [
        [_day(each["due_on"]), _day(each["decided_on"]), each["reason"]]
        for each in told["due_dates"]
    ]
    head = [_("Hạn"), _("Quyết định ngày"), _("Lý do")]
    return _table(_("Hạn qua các lần"), head, rows if len(rows) > 1 else [])


def _extensions(told: Told) -> Told:
    rows = [
        [
            _lines(_day(each["asked_on"]), each["asked_by"]),
            _day(each["due_on"]),
            each["reason"],
            _answer(each["is_granted"], _("Cho gia hạn"), _("Không cho gia hạn"))
            + _after(_day(each["decided_on"]), each["decided_by"], each["decision_reason"]),
        ]
        for each in told["extensions"]
    ]
    head = [_("Ngày xin, người xin"), _("Xin đến ngày"), _("Lý do"), _("Kết luận")]
    return _table(_("Xin gia hạn"), head, rows)


def _milestones(told: Told) -> Told:
    rows = [
        [each["title"], _day(each["due_on"]), _day(each["reached_on"]) or _("chưa đạt")]
        for each in told["milestones"]
    ]
    return _table(_("Các mốc"), [_("Mốc"), _("Hạn"), _("Ngày đạt mốc")], rows)


def _progress(told: Told) -> Told:
    rows = [
        [
            _day(each["reported_on"]),
            _number(each["figure"]),
            _lines(each["note"], _("có nguy cơ trễ hạn") if each["is_at_risk"] else ""),
            each["by"],
        ]
        for each in told["progress"]
    ]
    head = [_("Ngày"), _("Con số"), _("Nội dung"), _("Ai báo")]
    return _table(_("Tiến độ"), head, rows, numbers=1)


def _claims(told: Told) -> Told:
    rows = [
        [
            _day(each["declared_on"]),
            _lines(each["by"], each["note"]),
            _verdict(each),
            _lines(each["verification_by"], each["verification_reason"]),
        ]
        for each in told["declarations"]
    ]
    head = [_("Ngày báo đã làm"), _("Ai báo"), _("Kết luận"), _("Ai xác nhận, căn cứ")]
    return _table(_("Báo đã làm và xác nhận"), head, rows)


def _verdict(claim: Told) -> str:
    if not claim["verification_verdict"]:
        due_on = _day(claim["verify_due_on"])
        return _lines(
            _("Chờ xác nhận"), _("hạn xác nhận {day}").format(day=due_on) if due_on else ""
        )
    label = str(Verdict(claim["verification_verdict"]).label)
    return _lines(label, _day(claim["verification_verified_on"]))


def _evidence(told: Told) -> Told:
    rows = [
        [
            _day(each["given_on"]),
            str(Evidence.Kind(each["kind"]).label),
            _lines(each["file_name"], each["text"], _short(each["file_content_hash"])),
            each["by"],
        ]
        for each in told["evidence"]
    ]
    return _table(_("Minh chứng"), [_("Ngày"), _("Loại"), _("Nội dung"), _("Ai nộp")], rows)


def _late(told: Told) -> Told:
    hands = dict(Lateness.Hands.choices)
    rows = [
        [
            _lines(each["holder"], str(hands[each["hands"]])),
            _day(each["from_on"]),
            _day(each["to_on"]),
            number_text(each["days"]),
        ]
        for each in told["lateness"]
    ]
    if len(rows) > 1:
        total = sum(each["days"] for each in told["lateness"])
        rows.append([_("Tổng cộng"), "", "", number_text(total)])
    head = [_("Trong tay ai"), _("Từ"), _("Đến"), _("Số ngày")]
    return _table(_("Chậm ở khâu nào"), head, rows, numbers=3)


def _excuses(told: Told) -> Told:
    rows = [
        [
            _lines(str(Excuse.Kind(each["kind"]).label), each["reason"]),
            _lines(each["document"], each["agency"]),
            _span(_day(each["from_on"]), _day(each["to_on"])),
            _lines(each["claimed_by"], _day(each["claimed_on"])),
            _answer(each["is_confirmed"], _("Công nhận"), _("Không công nhận"))
            + _after(_day(each["confirmed_on"]), each["confirmed_by"], each["decision_reason"]),
        ]
        for each in told["excuses"]
    ]
    head = [_("Nguyên nhân"), _("Văn bản, cơ quan"), _("Từ – đến"), _("Ai nêu"), _("Kết luận")]
    return _table(_("Nguyên nhân khách quan, tạm dừng"), head, rows)


def _linked(told: Told) -> list[Told]:
    titles = [
        ("below", _("Cam kết con")),
        ("occurrences", _("Các kỳ")),
        ("waits_for", _("Chờ việc khác")),
        ("awaited_by", _("Được việc khác chờ")),
    ]
    head = [_("Mã"), _("Nội dung"), _("Hạn"), _("Đến đâu")]
    return [_table(title, head, [_link(each) for each in told[name]]) for name, title in titles]


def _link(each: Told) -> list[str]:
    return [each["code"], each["statement"], _day(each["due_on"]), _state(each["state"])]


def _state(state: str) -> str:
    return _(STATE_NAMES[State(state)]) if state else _("Chưa có hiệu lực")


def _span(first: str, last: str) -> str:
    return f"{first} – {last}" if last else _("từ {first}").format(first=first)


def _answer(is_yes: bool | None, yes: str, no: str) -> str:
    return _("Chờ quyết định") if is_yes is None else yes if is_yes else no


def _after(*words: str | None) -> str:
    said = _lines(*words)
    return f"\n{said}" if said else ""


def _lines(*words: str | None) -> str:
    return "\n".join(word for word in words if word)


def _short(content_hash: str | None) -> str:
    return f"SHA-256 {content_hash[:16]}…" if content_hash else ""


def _day(text: str | None) -> str:
    return day_text(date.fromisoformat(text)) if text else ""


def _number(text: str | None) -> str:
    """A number as people write it; words stay words."""
    try:
        return number_text(Decimal(text)) if text else ""
    except InvalidOperation:
        return str(text)
