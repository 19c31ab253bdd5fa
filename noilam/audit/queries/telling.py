"""What entries carry, in words: fields by name, codes by word, ids by the name of the thing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from noilam.audit import words
from noilam.audit.models import Entry
from noilam.audit.words import Field, Named


@dataclass(frozen=True)
class Change:
    """One field of an entry, before and after, in words."""

    name: str
    before: str
    after: str


class Telling:
    """Tells the entries of one page. All things they name by id are asked for in one question."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._names = _names_of(entries)

    def subject(self, entry: Entry) -> str:
        """The thing it happened to, as people call it; "" where it has no name."""
        kind = words.subject_of(entry.event)
        return self._name(kind, entry.subject_id) if kind else ""

    def changes(self, entry: Entry) -> list[Change]:
        """What was changed, field by field; rows' own ids and what stayed are left out."""
        before, after = (entry.details.get(side) or {} for side in ("before", "after"))
        names = [*before, *(name for name in after if name not in before)]
        told = (
            Change(_(field.word), *(self._told(field, side.get(name), side) for side in sides))
            for name in names
            if (field := words.field_of(entry.event, name)).word
            for sides in [(before | _around(entry), after | _around(entry))]
        )
        return [each for each in told if each.before != each.after]

    def facts(self, entry: Entry) -> list[tuple[str, str]]:
        """The other values an entry carries."""
        return [
            (_(field.word), self._told(field, value, entry.details))
            for name, value in entry.details.items()
            if name not in ("before", "after") and (field := words.field_of(entry.event, name)).word
        ]

    def _told(self, field: Field, value: Any, carried: Mapping[str, Any]) -> str:
        if value in (None, "", [], {}):
            return ""
        if field.tell:
            return field.tell(value, carried)
        if isinstance(value, list) and (field.names or field.codes):
            return ", ".join(self._told(field, each, carried) for each in value)
        if field.names:
            return self._name(field.names, value)
        word = field.words.get(str(value))
        return _(str(word)) if word else words.plain(value)

    def _name(self, kind: str, value: Any) -> str:
        where = words.named().get(kind)
        if isinstance(where, str):
            return _(where).format(id=value)
        if not value or not _is_key(where, value):
            return words.plain(value or "")  # an import wrote the name or the code itself
        return self._names.get((kind, str(value))) or _("(nay không còn)")


def _around(entry: Entry) -> dict[str, Any]:
    """What an event carries beside its changes."""
    return {name: each for name, each in entry.details.items() if name not in ("before", "after")}


def _names_of(entries: Iterable[Entry]) -> Mapping[tuple[str, str], str]:
    """The names of all things that these entries tell of: one question for all tables."""
    keys: dict[str, set[Any]] = defaultdict(set)
    for entry in entries:
        for kind, value in _things(entry):
            if _is_key(words.named().get(kind), value):
                keys[kind].add(value)
    rows = [_rows(kind, words.named()[kind], found) for kind, found in sorted(keys.items())]
    if not rows:
        return {}
    return {(kind, key): name for kind, key, name in rows[0].union(*rows[1:], all=True)}


def _rows(kind: str, where: Named | str, keys: set[Any]) -> QuerySet[Any, Any]:
    if isinstance(where, str):
        raise TypeError(f"{kind} has no table")
    found = where.model._default_manager.filter(**{f"{where.key}__in": keys}).order_by()
    as_text = CharField()
    return found.values_list(
        Value(kind, as_text), Cast(where.key, as_text), Cast(where.column, as_text)
    )


def _things(entry: Entry) -> Iterator[tuple[str, Any]]:
    """What kind of thing it names, and by which key."""
    yield words.subject_of(entry.event), entry.subject_id
    details = entry.details
    for held in (details, details.get("before") or {}, details.get("after") or {}):
        for name, value in held.items():
            kind = words.field_of(entry.event, name).names
            if kind:
                yield from (
                    (kind, each) for each in (value if isinstance(value, list) else [value])
                )


def _is_key(where: Named | str | None, value: Any) -> bool:
    """An id is a number. Where things are known by another mark, any text may be one."""
    if not isinstance(where, Named) or not value:
        return False
    return isinstance(value, int) if where.key == "pk" else isinstance(value, str)
