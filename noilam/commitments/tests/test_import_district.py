"""An unknown district: four files as its office kept them, an empty installation, right figures.

The oracle beside it reads the same facts by the definition alone, row by row.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest

from noilam.commitments.queries import figures_of
from noilam.exchange.tests.given import a_csv, a_workbook, brought_in
from noilam.foundation import clock
from noilam.organisation.models import Person, Unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
START, SOME_DAY = date(2026, 1, 5), date(2026, 6, 30)
VERDICTS = {"achieved": "Đạt", "partly": "Đạt một phần", "rejected": "KHÔNG ĐẠT"}


def some_words(random):
    """Promises with their deeds: (unit, person, weight, start, due, [(declared, verdict, on)])."""
    words = []
    for number in range(60):
        start = date(2026, random.randint(1, 3), random.randint(1, 28))
        due = date(2026, random.randint(4, 12), random.randint(1, 28))
        deeds, on = [], start
        while random.random() < 0.7 and len(deeds) < 3 and on < date(2026, 10, 1):
            declared = date(2026, random.randint(on.month + 1, 10), random.randint(1, 28))
            verdict = random.choice(["achieved", "partly", "rejected", ""])
            judged = date(2026, declared.month + 1, random.randint(1, 20)) if verdict else None
            deeds.append((declared, verdict, judged))
            on = judged or declared
            if verdict in ("achieved", ""):
                break
        weight = random.choice([1, 1, 2])
        words.append((f"X{number % 3}", f"P{number % 3}", weight, start, due, deeds))
    return words


def expected(words, on, unit=""):
    """said, kept, kept late, claimed, running, late, broken, index and over-claim rate."""
    counts = dict.fromkeys(["kept", "kept_late", "claimed", "running", "late", "broken"], 0)
    above = below = Decimal(0)
    members = verdicts = rejected = 0
    for lead, _person, weight, start, due, deeds in words:
        if start > on or (unit and lead != unit):
            continue
        declared = [deed for deed in deeds if deed[0] <= on]
        judged = [deed for deed in declared if deed[2] and deed[2] <= on]
        verdicts += len(judged)
        rejected += sum(verdict == "rejected" for _, verdict, _ in judged)
        last = max(judged, key=lambda deed: deed[2])[1] if judged else ""
        claimed = bool(declared) and declared[-1] not in judged
        state = (
            "broken"
            if last == "rejected" and due < on
            else ("kept" if declared[-1][0] <= due else "kept_late")
            if last == "achieved"
            else "claimed"
            if claimed
            else "late"
            if due < on
            else "running"
        )
        counts[state] += 1
        is_late_claim = state == "claimed" and declared[-1][0] > due
        if state in ("kept", "kept_late", "late", "broken") or is_late_claim:
            members, below = members + 1, below + weight
            above += weight if state == "kept" else 0
    index = rounded(above / below) if members >= 3 else None
    rate = rounded(Decimal(rejected) / verdicts) if verdicts else None
    return {"said": sum(counts.values()), **counts, "index": index, "over_claim_rate": rate}


def rounded(number):
    return number.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def written(day):
    return f"{day.day}/{day.month}/{day.year}" if day else None


@pytest.fixture
def words(tmp_path):
    words = some_words(Random(7))  # noqa: S311
    units = [["X0", "Đảng ủy xã Không", "ĐẢNG UỶ XÃ", "Huyện uỷ Mẫu", "1/7/2025"]]
    units += [[f"X{n}", f"Đảng uỷ xã {n}", "commune_committee", "H", "1.7.2025"] for n in (1, 2)]
    people = [[f"P{n}", f"Người Số {n}", f"X{n}", "Bí thư", "1/7/2025", "x"] for n in range(3)]
    promises = [
        [
            at,
            f"C{at}",
            f"Việc số {at}",
            lead,
            person,
            start,
            written(due),
            "Có biên bản",
            "Giao việc",
            f"{weight},0",
        ]
        for at, (lead, person, weight, start, due, _deeds) in enumerate(words)
    ]
    deeds = [
        [f"C{at}", written(declared), "Biên bản", written(on), VERDICTS.get(verdict)]
        for at, word in enumerate(words)
        for declared, verdict, on in word[5]
    ]
    with clock.frozen(TODAY):
        bring_in(tmp_path, units, people, promises, deeds)
        yield words


def bring_in(folder, units, people, promises, deeds):
    title = [["ĐẢNG BỘ HUYỆN MẪU"], [], [None, "DANH SÁCH"]]
    head = ["Mã đơn vị (*)", "TÊN ĐƠN VỊ", "Loại hình", "Trực thuộc", "Ngày thành\nlập"]
    rows = [*title, head, *units, ["H", "Huyện ủy Mẫu", "Huyện uỷ", None, "1/1/1991"]]
    brought_in("units", a_workbook(folder / "don-vi.xlsx", rows))
    head = "Mã cán bộ;Họ tên;Mã đơn vị;Chức danh;Từ ngày;Đứng đầu"
    lines = [head, *(";".join(row) for row in people)]
    brought_in("people", a_csv(folder / "can-bo.csv", "\r\n".join(lines), "utf-16"))
    head = ["STT", "Mã việc", "Nội dung công việc", "Chủ trì", "Người phụ trách"]
    head += ["Từ ngày", "Thời hạn", "Cách đo", "Biện pháp", "Hệ số"]
    rows = [*title, head, [f"({n})" for n in range(10)], *promises, [], [None, None, "Tổng", 60]]
    brought_in("commitments", a_workbook(folder / "cam-ket.xlsx", rows))
    head = ["Mã việc", "Ngày báo", "Bằng chứng", "Ngày kết luận", "Kết luận"]
    brought_in("progress", a_workbook(folder / "ket-qua.xlsx", [head, *deeds]))


def test_the_figures_of_an_unknown_district_are_right_on_any_day(words):
    for day in [START, date(2026, 3, 31), SOME_DAY, date(2026, 9, 30), TODAY]:
        assert found(day) == expected(words, day)
    assert found(TODAY, unit=Unit.objects.get(code="H")) == expected(words, TODAY)
    for code in ("X0", "X1", "X2"):
        unit = Unit.objects.get(code=code)
        assert found(SOME_DAY, unit=unit) == expected(words, SOME_DAY, code)
        person = Person.objects.get(code=f"P{code[1]}")
        assert found(TODAY, person=person) == expected(words, TODAY, code)


def found(day, **whose):
    figures = figures_of(on=day, **whose)
    assert figures.withdrawn == 0
    return {name: getattr(figures, name) for name in expected([], day)}
