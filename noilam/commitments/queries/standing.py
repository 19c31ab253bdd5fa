"""The state of commitments on a day, in SQL: `rules.state_on`, sentence by sentence.

A commitment unchanged since the day is read from its own row. Only for one that changed since are
the rows behind it asked what was known then; so a list of today reads one table, and a past day
costs no more than what has happened since. Written as SQL that both databases share, because
composing it from parts takes Django longer than answering it takes the database.
"""

from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, Field, Func, IntegerField, QuerySet

from ..models import Commitment

CLAIMED_AFTER_DUE = "claimed_after_due"  # only where claims are told apart

# The newest row known by a day. Each is one step into an index.
DUE_ON = """COALESCE((SELECT d.due_on FROM commitments_duedate d
 WHERE d.commitment_id = {id} AND d.decided_on <= {day}
 ORDER BY d.decided_on DESC, d.due_on DESC LIMIT 1), {first_due_on})"""
DECLARED_ON = """(SELECT MAX(d.declared_on) FROM commitments_declaration d
 WHERE d.commitment_id = {id} AND d.declared_on <= {day})"""
IS_UNDECIDED = """(SELECT CASE WHEN v.verified_on <= {day} THEN 0 ELSE 1 END
 FROM commitments_declaration d LEFT JOIN commitments_verification v ON v.declaration_id = d.id
 WHERE d.commitment_id = {id} AND d.declared_on <= {day} ORDER BY d.declared_on DESC LIMIT 1)"""
GIVEN = """FROM commitments_verification v
 JOIN commitments_declaration d ON d.id = v.declaration_id
 WHERE d.commitment_id = {id} AND v.verified_on <= {day}"""
VERDICT = "(SELECT v.verdict " + GIVEN + " ORDER BY v.verified_on DESC, d.declared_on DESC LIMIT 1)"

NOW = {  # what a row repeats, if it has not changed since
    "due": "{due_on}",
    "declared": "{last_declared_on}",
    "verdict": "{last_verdict}",
    "undecided": "CASE WHEN {is_undecided} THEN 1 ELSE 0 END",
}
THEN = {"due": DUE_ON, "declared": DECLARED_ON, "verdict": VERDICT, "undecided": IS_UNDECIDED}


def _follows(known: dict[str, str]) -> str:
    """The end of `rules.state_on`, over what is known."""
    due, declared, verdict = known["due"], known["declared"], known["verdict"]
    return f"""CASE
 WHEN {verdict} = 'rejected' AND {due} < {{day}} THEN 'broken'
 WHEN {verdict} = 'achieved' AND {declared} <= {due} THEN 'kept'
 WHEN {verdict} = 'achieved' THEN 'kept_late'
 WHEN {known["undecided"]} = 1 AND {declared} > {due} THEN '{CLAIMED_AFTER_DUE}'
 WHEN {known["undecided"]} = 1 THEN 'claimed'
 WHEN {due} < {{day}} THEN 'late' ELSE 'running' END"""


def _state_sql() -> str:
    looked_up = ", ".join(f"{sql} AS {name}" for name, sql in THEN.items())
    asked = _follows({name: f"k.{name}" for name in THEN})
    # Constants of this module and a day; nothing that anybody typed.
    return f"""CASE WHEN {{in_force_on}} IS NULL OR {{in_force_on}} > {{day}} THEN ''
 WHEN {{withdrawn_on}} <= {{day}} THEN 'withdrawn'
 WHEN {{not_achieved_on}} <= {{day}} THEN 'broken'
 WHEN {{changed_on}} <= {{day}} THEN {_follows(NOW)}
 ELSE (SELECT {asked} FROM (SELECT {looked_up}) k) END"""  # noqa: S608


def _as_known_sql(repeated: str, asked: str) -> str:
    return f"CASE WHEN {{changed_on}} <= {{day}} THEN {repeated} ELSE {asked} END"


STANDING = _state_sql()
STATE = STANDING.replace(f"'{CLAIMED_AFTER_DUE}'", "'claimed'")
THEN_DUE_ON = _as_known_sql("{due_on}", DUE_ON)
THEN_DECLARED_ON = _as_known_sql("{last_declared_on}", DECLARED_ON)
THEN_UNDECIDED = _as_known_sql(NOW["undecided"], IS_UNDECIDED)
VERDICTS = _as_known_sql("{verdicts}", f"(SELECT COUNT(*) {GIVEN})")
REJECTIONS = _as_known_sql("{rejections}", f"(SELECT COUNT(*) {GIVEN} AND v.verdict = 'rejected')")
COLUMNS = """id in_force_on withdrawn_on not_achieved_on changed_on first_due_on due_on is_undecided
last_declared_on last_verdict verdicts rejections"""


class _OnDay(Func):
    """SQL about a commitment on a day; its columns are bound to whatever alias they have."""

    def __init__(self, sql: str, on: date, output_field: "Field[Any, Any]") -> None:
        self.names = [name for name in COLUMNS.split() if "{" + name + "}" in sql]
        self.sql, self.on = sql, on
        super().__init__(*map(F, self.names), output_field=output_field)

    def as_sql(
        self,
        compiler: Any,
        connection: Any,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[str | int, ...]]:
        bound = {
            name: compiler.compile(column)[0]
            for name, column in zip(self.names, self.get_source_expressions(), strict=True)
        }
        return "(" + self.sql.format(day=f"'{self.on.isoformat()}'", **bound) + ")", ()


def said_by(on: date) -> QuerySet[Commitment]:
    """What counts as said by a day: in force, each begun occurrence, never a series itself."""
    return Commitment.objects.filter(in_force_on__lte=on, recurrence="")


def with_state(commitments: QuerySet[Commitment], on: date) -> QuerySet[Any]:
    """Annotate `state` (empty while not in force) and `then_due_on`."""
    return commitments.annotate(
        state=_OnDay(STATE, on, CharField()),
        then_due_on=_OnDay(THEN_DUE_ON, on, DateField()),
    )


def with_standing(commitments: QuerySet[Commitment], on: date) -> QuerySet[Any]:
    """Annotate what is counted: `standing` (the state, late claims apart) and verdicts given."""
    return commitments.annotate(
        standing=_OnDay(STANDING, on, CharField()),
        then_verdicts=_OnDay(VERDICTS, on, IntegerField()),
        then_rejections=_OnDay(REJECTIONS, on, IntegerField()),
    )


def with_known(commitments: QuerySet[Commitment], on: date, eve: date) -> QuerySet[Any]:
    """Annotate what measures ask of a period: `standing` and `then_due_on`, `then_declared_on`,
    `then_undecided` (1: the last claim waits) on its last day; `on_eve`, the standing before."""
    return commitments.annotate(
        standing=_OnDay(STANDING, on, CharField()),
        then_due_on=_OnDay(THEN_DUE_ON, on, DateField()),
        then_declared_on=_OnDay(THEN_DECLARED_ON, on, DateField()),
        then_undecided=_OnDay(THEN_UNDECIDED, on, IntegerField()),
        on_eve=_OnDay(STANDING, eve, CharField()),
    )
