"""What the pages of imports show, formatted: cards, runs, one run with its problems."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from noilam.exchange import policies, registry, reporting
from noilam.exchange.models import Run
from noilam.exchange.sheet import READS_IN_WORDS, Choice
from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import number_text

_TONES = {
    Run.Status.APPLIED: "kept",
    Run.Status.REFUSED: "broken",
    Run.Status.TAKEN_BACK: "late",
    Run.Status.CHECKED: "claimed",
}


_ABSENT = {"header-missing", "column-missing"}


@dataclass(frozen=True)
class Card:
    """One kind of sheet, as the first page offers it."""

    kind: str
    title: str
    about: str
    after: str  # what is brought in before it
    columns: Sequence[tuple[str, str, str]]  # label, what its cells hold, explanation


@dataclass(frozen=True)
class RunLine:
    id: int
    file: str
    kind: str
    status: str
    tone: str
    at: str
    by: str
    new: str
    changed: str
    unchanged: str


@dataclass(frozen=True)
class ProblemLine:
    """One problem or remark of a run."""

    row: str
    cell: str
    column: str
    text: str


@dataclass(frozen=True)
class Word:
    """A name or header that the clerk may settle by choosing."""

    what: str
    typed: str
    choices: Sequence[Choice]
    rows: str = ""


@dataclass(frozen=True)
class RunPage:
    """All that one run's page shows, apart from the listed problems."""

    run: Run
    kind: str
    status: str
    tone: str
    done: int
    total: int
    problem_count: str
    columns_at_fault: Sequence[tuple[str, str]]
    remarks: Sequence[ProblemLine]
    words: Sequence[Word]
    headers: Sequence[Word]
    lacks_columns: bool
    before: Run | None
    may_confirm: bool
    may_take_back: bool
    seconds: int


def kinds_in_words(actor: Actor) -> list[tuple[str, str]]:
    sheets = registry.sheets()
    return [(sheet.kind, _(sheet.title)) for sheet in sheets if sheet.may_import(actor)]


def cards(actor: Actor) -> list[Card]:
    """The sheets this actor may bring in, in the order in which to do so."""
    titles = {sheet.kind: _(sheet.title) for sheet in registry.sheets()}
    return [
        Card(
            kind=sheet.kind,
            title=titles[sheet.kind],
            about=_(sheet.about),
            after=", ".join(titles[kind] for kind in sheet.after),
            columns=[
                (
                    column.label,
                    _(READS_IN_WORDS[column.reads]),
                    _(column.about) if column.about else "",
                )
                for column in sheet.columns
            ],
        )
        for sheet in registry.sheets()
        if sheet.may_import(actor)
    ]


def runs(actor: Actor, filters: Mapping[str, str]) -> QuerySet[Run]:
    """Runs the actor sees, without the long columns."""
    found = policies.visible_runs(actor).defer("problems", "remarks", "by")
    given = {name: value for name, value in filters.items() if value}
    return found.filter(**given)


def run_lines(rows: Sequence[Run]) -> list[RunLine]:
    titles = {sheet.kind: _(sheet.title) for sheet in registry.sheets()}
    return [
        RunLine(
            id=run.pk,
            file=run.file_name,
            kind=titles.get(run.kind, run.kind),
            status=_(run.get_status_display()),
            tone=_tone(run),
            at=_moment(run.received_at),
            by=run.by_label,
            new=number_text(run.new),
            changed=number_text(run.changed),
            unchanged=number_text(run.unchanged),
        )
        for run in rows
    ]


def _tone(run: Run) -> str:
    return _TONES.get(Run.Status(run.status), "calm")


def _moment(moment: datetime) -> str:
    return f"{localtime(moment):%d/%m/%Y %H:%M}"


def run_page(actor: Actor, run: Run) -> RunPage:
    done, total = reporting.progress(run.pk) if run.is_under_way else (0, 0)
    labels = _labels(run.kind)
    at_fault = dict.fromkeys(each["column"] for each in run.problems if each["column"])
    is_open = run.status in (Run.Status.CHECKED, Run.Status.REFUSED) and bool(run.stored_as)
    return RunPage(
        run=run,
        kind=_(registry.sheet(run.kind).title),
        status=_(run.get_status_display()),
        tone=_tone(run),
        done=done,
        total=total,
        problem_count=number_text(len(run.problems)),
        columns_at_fault=[(key, labels.get(key, key)) for key in at_fault],
        remarks=list(_lines(run.remarks, labels)),
        words=_unclear_names(run) if is_open else [],
        headers=_unclear_headers(run) if is_open else [],
        lacks_columns=any(each["code"] in _ABSENT for each in run.problems),
        before=_imported_before(run) if run.status == Run.Status.CHECKED else None,
        may_confirm=run.status == Run.Status.CHECKED and bool(run.stored_as),
        may_take_back=run.is_applied and policies.may_take_back(actor, run),
        seconds=_seconds(run),
    )


def _seconds(run: Run) -> int:
    if run.started_at is None:
        return 0
    return round(((run.finished_at or clock.now()) - run.started_at).total_seconds())


def _labels(kind: str) -> dict[str, str]:
    return {column.key: column.label for column in registry.sheet(kind).columns}


def problem_lines(run: Run, *, column: str = "", row: int | None = None) -> list[ProblemLine]:
    """The problems of a run, all or those of one column or row."""
    found = (
        each
        for each in run.problems
        if (not column or each["column"] == column) and (row is None or each["row"] == row)
    )
    return list(_lines(found, _labels(run.kind)))


def _lines(plain: Any, labels: Mapping[str, str]) -> Iterator[ProblemLine]:
    for each in plain:
        yield ProblemLine(
            row=str(each["row"] or ""),
            cell=each["cell"],
            column=each["header"] or labels.get(each["column"], each["column"]),
            text=_(each["sentence"]).format(**each["values"]),
        )


def _unclear_names(run: Run) -> list[Word]:
    """Each name once, with its candidates and the rows that bear it."""
    rows: dict[tuple[str, str], list[int]] = {}
    candidates: dict[tuple[str, str], list[list[str]]] = {}
    for each in run.problems:
        if each["candidates"]:
            key = (each["what"], each["typed"])
            rows.setdefault(key, []).append(each["row"])
            candidates[key] = each["candidates"]
    return [
        Word(
            what,
            typed,
            [Choice(code, label) for code, label in candidates[what, typed]],
            _listed(numbers),
        )
        for (what, typed), numbers in rows.items()
    ]


def _listed(numbers: Sequence[int]) -> str:
    more = "…" if len(numbers) > 10 else ""
    return ", ".join(map(str, numbers[:10])) + more


def _unclear_headers(run: Run) -> list[Word]:
    columns = registry.sheet(run.kind).columns
    choices = [Choice(column.key, column.label) for column in columns]
    return [Word("header", text, choices) for text in run.ignored_columns]


def _imported_before(run: Run) -> Run | None:
    """The last run that brought in the very same file."""
    same = Run.objects.filter(content_hash=run.content_hash, kind=run.kind)
    found = same.filter(status=Run.Status.APPLIED).exclude(pk=run.pk)
    return found.defer("problems", "remarks").first()
