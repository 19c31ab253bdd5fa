"""Whether an import can be taken back: nothing rests on its rows, and nobody changed them since.

Generic over tables, so that a floor's later table that points at an imported row is seen without
being listed anywhere. Reads only; the packages' actions undo.
"""

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import ForeignObjectRel, Model

from noilam.exchange.sheet import Change, in_chunks
from noilam.foundation.errors import Problem
from noilam.foundation.text import say

_MOST_NAMED = 5
Fields = Mapping[str, Sequence[str]]  # table -> the fields that an import writes


def table_of(row: Model) -> str:
    return row._meta.label


def made(row: Model, fields: Fields) -> Change:
    """The note that an import made this row."""
    return Change(table_of(row), row.pk, None, fingerprint(row, fields))


def changed(row: Model, before: dict[str, Any], fields: Fields) -> Change:
    """The note that an import changed this row from what it was."""
    return Change(table_of(row), row.pk, before, fingerprint(row, fields))


def fingerprint(row: Model, fields: Fields) -> str:
    """Equal as long as nobody changed what the import wrote."""
    names = fields.get(table_of(row), ())
    if not names:
        return ""
    text = "\x1f".join(_plain(getattr(row, name)) for name in names)
    return f"{zlib.crc32(text.encode()):08x}"


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)


def made_by_table(changes: Iterable[Change]) -> dict[str, list[int]]:
    """Ids of the rows made, newest first where the changes come backwards."""
    tables: dict[str, list[int]] = defaultdict(list)
    for change in changes:
        if change.before is None:
            tables[change.table].append(change.id)
    return dict(tables)


def problems_with_undoing(
    changes: Sequence[Change], fields: Fields, goes_along: Collection[str]
) -> list[Problem]:
    """`goes_along` are tables worked out from the rows, which vanish or are renewed with them."""
    by_table: dict[str, dict[int, Change]] = defaultdict(dict)
    for change in changes:
        # The first note of a row is the newest: changes come backwards.
        by_table[change.table].setdefault(change.id, change)
    created = {table: set(ids) for table, ids in made_by_table(changes).items()}
    problems: list[Problem] = []
    for table, notes in by_table.items():
        problems += problems_with_changed(_changed_since(table, notes, fields))
        problems += _named("rests-on", _RESTS, _rests_on(table, created, goes_along))
    return problems


_CHANGED = say("Đã sửa sau lần nhập này nên không hoàn lại được: {what}.")
_RESTS = say("Đã có dữ liệu khác dựa vào lần nhập này: {what}. Gỡ các mục đó trước.")


def problems_with_changed(things: Iterable[str]) -> list[Problem]:
    """What is no longer as the import left it."""
    return _named("changed-since", _CHANGED, things)


def _named(code: str, message: str, things: Iterable[str]) -> list[Problem]:
    named = list(dict.fromkeys(things))
    if not named:
        return []
    more = f" (+{len(named) - _MOST_NAMED})" if len(named) > _MOST_NAMED else ""
    return [Problem(code, message, values={"what": "; ".join(named[:_MOST_NAMED]) + more})]


def _changed_since(table: str, notes: Mapping[int, Change], fields: Fields) -> Iterator[str]:
    if table not in fields:
        return
    model = apps.get_model(table)
    for ids in in_chunks([row_id for row_id, note in notes.items() if note.mark]):
        found = model._base_manager.in_bulk(ids)
        for row_id in ids:
            row = found.get(row_id)
            if row is None or fingerprint(row, fields) != notes[row_id].mark:
                yield _described(row) if row else f"{model._meta.verbose_name} {row_id}"


def _rests_on(
    table: str, created: Mapping[str, set[int]], goes_along: Collection[str]
) -> Iterator[str]:
    model = apps.get_model(table)
    for relation in relations(model):
        other = relation.related_model
        label = other._meta.label
        if label in goes_along:
            continue
        own = created.get(label, set())
        for ids in in_chunks(sorted(created.get(table, ()))):
            pointing = other._base_manager.filter(**{f"{relation.field.name}__in": ids})
            for row in pointing.iterator(chunk_size=1000):
                if row.pk not in own:
                    yield _described(row)


# What a row without a name of its own is called after.
_NAMED_AFTER = ("commitment", "declaration", "person", "unit", "account")


def _described(row: Model) -> str:
    """The row's own words, else those of what it belongs to."""
    if type(row).__str__ is not Model.__str__:
        return f"“{row}”"
    for name in _NAMED_AFTER:
        owner = getattr(row, name, None)
        if isinstance(owner, Model):
            return _described(owner)
    return f"{row._meta.verbose_name} {row.pk}"


def relations(model: type[Model]) -> list[ForeignObjectRel]:
    """All columns of all tables that point at rows of this one."""
    fields = model._meta.get_fields(include_hidden=True)
    return [
        each
        for each in fields
        if isinstance(each, ForeignObjectRel) and (each.one_to_many or each.one_to_one)
    ]
