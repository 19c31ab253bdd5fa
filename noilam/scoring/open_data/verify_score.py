#!/usr/bin/env python3
"""Recompute every published score from an open-data folder. Needs Python 3.8 and nothing else.

    python3 verify_score.py FOLDER [--en]

Written apart from the program that made the scores, from the rules in README.md alone. Points are
whole hundredths of a point: 1175 is 11.75. Exit codes: 0 all agree; 1 something differs, each
difference on a line; 2 the folder cannot be read.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor
from operator import eq, ge, gt, itemgetter, le, lt
from pathlib import Path
from typing import Any

Row = Any  # a line of a table, or a piece of JSON: values by name
SHOWN = 200  # differences printed; all are counted
PARTS = ("marks.csv", "extras.csv", "facts.csv")  # of one score
TABLES = (*PARTS, "results.csv", "rollups.csv")
LEVELS = range(1, 6)
COUNTS = ["due", "fixed", "on_time", "scored", "total_sum", *(f"level_{no}" for no in LEVELS)]
SNAPSHOT = ("unit", "version_hash", "total", "band", "rank_from", "rank_to")
SET = itemgetter("issuer", "criteria", "version")
PEERS = itemgetter("issuer", "criteria", "version", "kind")
HOLDS = {"==": eq, ">=": ge, "<=": le, ">": gt, "<": lt}
WORDS = {
    "differs": (
        "{month}, đơn vị {unit}, {about}: công bố {published}, tính lại {found}",
        "{month}, unit {unit}, {about}: published {published}, recomputed {found}",
    ),
    "wrong": ("{wrong} chỗ không khớp.", "{wrong} differences."),
    "right": (
        "Khớp: {months} tháng, {scores} phiếu, {marks} điểm tiêu chí, {sets} bộ tiêu chí.",
        "All agree: {months} months, {scores} sheets, {marks} marks, {sets} sets of criteria.",
    ),
    "unreadable": ("Không đọc được {where}: {why}", "Cannot read {where}: {why}"),
}


class Table:
    """A CSV file in the order of months, handed out month by month, so that it need not fit."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.file = open(folder / name, encoding="utf-8", newline="")  # noqa: SIM115
        self.rows = csv.DictReader(self.file)
        self.ahead: Row | None = next(self.rows, None)

    def of(self, month: str) -> dict[str, list[Row]]:
        """The month's rows, by unit."""
        found: dict[str, list[Row]] = defaultdict(list)
        while self.ahead is not None and self.ahead["month"] == month:
            found[self.ahead["unit"]].append(self.ahead)
            self.ahead = next(self.rows, None)
        return found

    def close(self) -> None:
        self.file.close()
        if self.ahead is not None:
            raise ValueError(f"{self.name}: {self.ahead['month']}?")


def number(text: str) -> int | None:
    return int(text) if text else None


def exact(value: Any) -> Fraction:
    return Fraction(str(value))  # 1.1 as people wrote it, not as a computer holds it


def hundredths(value: Any) -> int:
    return int(exact(value) * 100)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def canonical(value: Any) -> str:
    """JSON without a choice left: sorted keys, no blanks, 4.0 as 4."""
    plain = json.loads(json.dumps(value), parse_float=lambda text: shortest(float(text)))
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def shortest(value: float) -> float:
    return int(value) if value.is_integer() else value


def is_silent(criterion: Row, answer: Row) -> bool:
    """No data: said so, a share of nothing, or a sample below the least."""
    least = max(criterion.get("min_sample", 0), 1 if criterion["method"] == "ratio" else 0)
    return bool(answer.get("no_data")) or (answer.get("denominator") or 0) < least


def earned(criterion: Row, answer: Row) -> Fraction:
    """Exact points, before rounding and before the bounds."""
    full, method = hundredths(criterion["max"]), criterion["method"]
    if method == "ratio":
        whole = answer["denominator"]
        return Fraction(full * min(answer.get("numerator", 0), whole), whole)
    if method == "deduct":
        return Fraction(full - hundredths(criterion["per"]) * answer.get("times", 0))
    if method == "checklist":
        met = [each for each in criterion["items"] if each["code"] in answer.get("items", [])]
        return Fraction(sum(hundredths(each["points"]) for each in met))
    if method == "tiers":
        value = exact(answer.get("value", 0))
        reached = [each for each in criterion["tiers"] if value >= exact(each["from"])]
        highest = max(reached, key=lambda each: exact(each["from"]), default={"points": 0})
        return Fraction(hundredths(highest["points"]))
    return Fraction(answer.get("level", 0))


def line(code: str, points: int = 0, possible: int = 0, extra: int = 0) -> Row:
    return {"code": code, "points": points, "possible": possible, "extra": extra}


class Criteria:  # one version of a set, as its content says
    def __init__(self, content: Row) -> None:
        self.hash = sha256(canonical(content))
        self.full = hundredths(content["max_points"])
        self.step = hundredths(content["rounding"]["step"])
        self.mode = content["rounding"]["mode"]
        self.criteria = [each for section in content["sections"] for each in section["criteria"]]
        self.extras = ((content.get("bonus", {}), 1), (content.get("penalty", {}), -1))
        self.gates = content.get("gates", [])
        self.bands = sorted(content["bands"], key=lambda each: -exact(each["from"]))
        self.levels = {each["code"]: level for level, each in enumerate(self.bands, 1)}

    def line(self, criterion: Row, answer: Row) -> Row:
        """Left out (and the rest scaled up) where nothing is possible."""
        code, full = criterion["code"], hundredths(criterion["max"])
        if is_silent(criterion, answer):
            ruled = {"full": line(code, full, full), "zero": line(code, 0, full)}
            return ruled.get(criterion["no_data"], line(code))
        points = earned(criterion, answer)
        bounded = max(0, min(full, self.rounded(points)))
        return line(code, full if points >= full else bounded, full)

    def rounded(self, points: Fraction) -> int:
        """To a multiple of the step."""
        steps = points / self.step
        turned = {"half_up": floor(steps + Fraction(1, 2)), "down": floor(steps), "up": ceil(steps)}
        return turned[self.mode] * self.step

    def extra_lines(self, times: dict[str, int]) -> Iterator[Row]:
        """Bonuses, then penalties: each no more often than it may, and all within the cap."""
        for side, sign in self.extras:
            left = hundredths(side.get("max_total", 0))
            for each in side.get("items", []):
                count = min(times.get(each["code"], 0), each.get("max_times") or sys.maxsize)
                counted = min(left, count * hundredths(each["points"]))
                left -= counted
                if count:
                    yield line(each["code"], extra=sign * counted)

    def failed(self, times: dict[str, int], facts: dict[str, Row]) -> list[str]:
        """Gates that do not hold. Where a measure gives nothing, its gate does."""
        found = []
        for gate in self.gates:
            counted = {"value": sum(times.get(code, 0) for code in gate.get("codes", []))}
            fact = {**facts, "penalty.count": counted}.get(gate.get("metric", "penalty.count"))
            if fact is None or gate.get("wanted"):
                continue
            if not HOLDS[gate["op"]](exact(fact["value"]), exact(gate["value"])):
                found.append(gate["code"])
        return found

    def band(self, total: int, failed: list[str]) -> str | None:
        for each in self.bands:
            if total >= hundredths(each["from"]) and not set(each.get("all_of", [])) & set(failed):
                return str(each["code"])
        return None

    def follows(self, given: Row) -> Row:
        """Lines, total and band from the given part of a version."""
        answers, silent = given["answers"], {"no_data": True}
        lines = [
            self.line(each, answers.get(each["code"], silent))
            for each in self.criteria
            if given["kind"] in (each.get("applies_to_org_types") or [given["kind"]])
        ]
        points, possible = (sum(each[name] for each in lines) for name in ("points", "possible"))
        lines += self.extra_lines(given["times"])
        extra = sum(each["extra"] for each in lines)
        failed = self.failed(given["times"], given["facts"])
        found: Row = {"lines": lines, "extra": extra, "failed_gates": failed}
        if not possible:
            return {**found, "scaled": None, "total": None, "band": None}
        scaled = floor(Fraction(points * self.full, possible) + Fraction(1, 2))
        total = max(0, min(self.full, scaled + extra))
        return {**found, "scaled": scaled, "total": total, "band": self.band(total, failed)}


def given_part(row: Row, content_hash: str, marks: Row, extras: Row, facts: Row) -> Row:
    """What a version was made of, in the shape whose hash was published."""
    own = {each["criterion"]: each["self"] for each in marks if each["self"]}
    reference = {"issuer": row["issuer"], "code": row["criteria"], "version": int(row["version"])}
    return {
        "schema": 1,
        "unit": row["unit"],
        "month": row["month"],
        "kind": row["kind"],
        "criteria": {**reference, "content_hash": content_hash},
        "answers": {each["criterion"]: answer_in(each) for each in marks if each["answer"]},
        "times": {each["code"]: int(each["times"]) for each in extras},
        "facts": {
            each["measure"]: {"value": each["value"], **whole(each, "numerator", "denominator")}
            for each in facts
        },
        "self": {code: None if own[code] == "excluded" else int(own[code]) for code in own},
        "self_total": number(row["self_total"]),
    }


def answer_in(mark: Row) -> Row:
    found: Row = {"no_data": True} if mark["answer"] == "no_data" else {}
    found.update(whole(mark, "numerator", "denominator", "times", "level"))
    found.update({"value": mark["value"]} if mark["value"] else {})
    found.update({"items": mark["items"].split(" ")} if mark["items"] else {})
    return found


def whole(row: Row, *names: str) -> Row:
    return {name: int(row[name]) for name in names if row[name]}


class Check:
    """Compares what was published with what is found; keeps the count."""

    def __init__(self, folder: Path, language: int) -> None:
        self.folder, self.language = folder, language
        self.counts = {"wrong": 0, "months": 0, "scores": 0, "marks": 0, "sets": 0}
        self.sets: dict[Any, Criteria] = {}
        self.versions: dict[str, list[Row]] = defaultdict(list)  # of units, in the order of days

    def tell(self, name: str, **values: Any) -> str:
        return WORDS[name][self.language].format(**values)

    def same(self, month: str, unit: str, about: str, published: Any, found: Any) -> None:
        self.counts["wrong"] += published != found
        if published != found and self.counts["wrong"] <= SHOWN:
            values = {"month": month, "unit": unit, "about": about, "found": found}
            print(self.tell("differs", published=published, **values))

    def run(self) -> int:
        self.units()
        for path in sorted((self.folder / "criteria").glob("*.json")):
            self.read_set(json.loads(path.read_text("utf-8")))
        tables = {name: Table(self.folder, name) for name in TABLES}
        for close in json.loads((self.folder / "closes.json").read_text("utf-8"))["closes"]:
            self.month(close, {name: table.of(close["month"]) for name, table in tables.items()})
        for table in tables.values():
            table.close()
        print(self.tell("wrong" if self.counts["wrong"] else "right", **self.counts))
        return 1 if self.counts["wrong"] else 0

    def units(self) -> None:
        """A unit's stretches do not overlap, and whoever stands above is there too."""
        with open(self.folder / "units.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                self.versions[row["code"]].append(row)
        for unit, rows in self.versions.items():
            days = [day for row in rows for day in (row["from"], row["until"] or "9999")]
            self.same("—", unit, "units.csv from, until", days, sorted(days))
            unknown = {row["parent"] for row in rows} - {"", *self.versions}
            self.same("—", unit, "units.csv parent", sorted(unknown), [])

    def read_set(self, published: Row) -> None:
        content = published["content"]
        found = Criteria(content)
        about = f"criteria {published['code']} {published['version']}"
        repeated = [published[name] for name in ("content_hash", "code", "title", "first_month")]
        again = [found.hash, content["code"], content["title"], content["valid_from"][:7]]
        self.same("—", published["issuer"], about, repeated, again)
        self.sets[published["issuer"], published["code"], str(published["version"])] = found
        self.counts["sets"] += 1

    def month(self, close: Row, of: dict[str, dict[str, list[Row]]]) -> None:
        month = close["month"]
        results = [row for rows in of["results.csv"].values() for row in rows]
        fixed = [row for row in results if row["state"] == "fixed"]
        self.counts["months"] += 1
        named = {unit for name in TABLES for unit in of[name]}
        self.same(month, "—", "units.csv", sorted(named - set(self.versions)), [])
        scored = {row["unit"] for row in fixed}
        for name in PARTS:
            self.same(month, "—", name, sorted(set(of[name]) - scored), [])
        for row in fixed:
            self.sheet(month, row, *(of[name][row["unit"]] for name in PARTS))
        self.ranks(month, close, fixed)
        self.rollups(month, close, results, of["rollups.csv"])
        results.sort(key=lambda row: row["unit"].encode("utf-8"))
        snapshot = "\n".join("\t".join(row[name] for name in SNAPSHOT) for row in results)
        self.same(month, "—", "snapshot_hash", close["snapshot_hash"], sha256(snapshot))
        last = f"{month}-{monthrange(*map(int, month.split('-')))[1]}"
        told = [close["day"], *(each["number"] for each in [*close["earlier"], close])]
        self.same(month, "—", "closes.json day, number", told, [last, *range(1, len(told))])

    def sheet(self, month: str, row: Row, marks: Row, extras: Row, facts: Row) -> None:
        """One unit's score: points, total, band, and the hash of all of it."""
        criteria = self.sets[SET(row)]
        given = given_part(row, criteria.hash, marks, extras, facts)
        found = criteria.follows(given)
        self.counts["scores"] += 1
        self.counts["marks"] += len(marks)
        lines = {each["code"]: each for each in found["lines"]}
        for mark in marks:
            each = lines.pop(mark["criterion"], line(""))
            final = str(each["points"]) if each["possible"] else "excluded"
            published = f"{mark['final']} / {mark['possible']}"
            again = f"{final} / {each['possible']}"
            self.same(month, row["unit"], mark["criterion"], published, again)
        for mark in extras:
            each = lines.pop(mark["code"], line(""))
            self.same(month, row["unit"], mark["code"], number(mark["extra"]), each["extra"])
        self.same(month, row["unit"], "marks.csv", [], sorted(lines))
        sums = {n: sum(each[n] for each in found["lines"]) for n in ("points", "possible")}
        for name in ("points", "possible", "scaled", "extra", "total"):
            self.same(month, row["unit"], name, number(row[name]), {**sums, **found}[name])
        self.same(month, row["unit"], "band", row["band"], found["band"] or "")
        self.same(month, row["unit"], "gates", row["failed_gates"].split(), found["failed_gates"])
        again = sha256(canonical({**given, **found}))
        self.same(month, row["unit"], "version_hash", row["version_hash"], again)

    def ranks(self, month: str, close: Row, fixed: list[Row]) -> None:
        """Where each may stand among its peers: gaps within the noise decide nothing."""
        groups: dict[Any, list[int]] = defaultdict(list)
        scored = [row for row in fixed if row["total"]]
        for row in sorted(scored, key=lambda row: int(row["total"])):
            groups[PEERS(row)].append(int(row["total"]))
        for row in fixed:
            totals = groups.get(PEERS(row), []) if row["total"] else []
            peers = len(totals)
            found = {"peers": peers, "rank_from": 0, "rank_to": 0, "median": None}
            if totals and peers >= close["enough"]:
                total, noise = int(row["total"]), close["noise"]
                found["rank_from"] = 1 + peers - bisect_right(totals, total + noise)
                found["rank_to"] = peers - bisect_left(totals, total - noise)
                found["median"] = totals[(peers - 1) // 2]
            for name, value in found.items():
                self.same(month, row["unit"], name, number(row[name]), value)

    def rollups(self, month: str, close: Row, results: list[Row], told: Row) -> None:
        """Each unit with all that stood below it on the close's day; only where something did."""
        sums: dict[str, list[int]] = defaultdict(lambda: [0] * len(COUNTS))
        above_something = set(told)
        for row in results:
            counts = self.counts_of(row)
            for unit in ["", *self.with_all_above(row["unit"], close["day"])]:
                sums[unit] = [each + counts[at] for at, each in enumerate(sums[unit])]
                above_something |= {unit} - {"", row["unit"]}
        for unit in sorted(above_something):
            published = [[int(row[name]) for name in COUNTS] for row in told.get(unit, [])]
            self.same(month, unit, "rollups.csv", published, [sums[unit]])
        published = [close[name] for name in COUNTS[:3]]
        self.same(month, "—", "closes.json " + ", ".join(COUNTS[:3]), published, sums[""][:3])

    def counts_of(self, row: Row) -> list[int]:
        level = self.sets[SET(row)].levels[row["band"]] if row["band"] else 0
        shown = [row["state"] == "fixed", row["on_time"] == "1", row["total"] != ""]
        return [1, *map(int, shown), int(row["total"] or 0), *(level == no for no in LEVELS)]

    def with_all_above(self, unit: str, day: str) -> Iterator[str]:
        """The unit itself first. One that ended stays where it last stood."""
        for _step in self.versions:  # no more steps than units, whatever was altered
            if not unit:
                return
            yield unit
            begun = [each for each in self.versions.get(unit, []) if each["from"] <= day]
            unit = begun[-1]["parent"] if begun else ""


def main(arguments: list[str]) -> int:
    named = [each for each in arguments if each != "--en"]
    check = Check(Path(named[0] if named else "."), 1 if "--en" in arguments else 0)
    if len(named) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        return check.run()
    except (OSError, csv.Error, ValueError, KeyError, TypeError, IndexError) as error:
        why = f"{type(error).__name__} {error}"
        print(check.tell("unreadable", where=named[0], why=why), file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
