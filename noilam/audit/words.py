"""How the trail's pages name what an event carries, and what its codes and ids stand for.

The words themselves live with the events, in each package's `trail_words.py`; this floor reads
them by path (config/trail_words.py). A value without a word is a row's own id: it stays unsaid.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.db.models.expressions import Combinable
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from noilam.foundation.events import Event
from noilam.foundation.text import day_text, number_text

Tell = Callable[[Any, Mapping[str, Any]], str]  # a value, and all that its event carries
Codes = Mapping[Any, Any] | Sequence[tuple[Any, Any]]  # a coded value -> its word
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Field:
    """One field of an event. `names`: the value is the id of a thing of this kind, or some."""

    word: str
    codes: Codes = ()
    names: str = ""
    tell: Tell | None = None

    @property
    def words(self) -> Mapping[str, Any]:
        return {str(code): word for code, word in dict(self.codes).items()}


HIDDEN = Field("")
Fields = Mapping[str, Field]


@dataclass(frozen=True)
class Named:
    """Where things of a kind have their names: a table, a column of it, what tells them apart."""

    model: type[Model]
    by: str | Combinable | Callable[[], str]
    key: str = "pk"

    @property
    def column(self) -> str | Combinable:
        return self.by() if callable(self.by) else self.by


@dataclass(frozen=True)
class Words:
    """The words of one package's events.

    `fields` hold in all of them, `of` in one event before them. `subject` is the kind of thing
    that most events happen to; `subjects` names it where it is another ("": none with a name).
    A kind is `named` in a table, or by a sentence with its {id}.
    """

    subject: str
    fields: Fields
    of: Mapping[type[Event], Fields] = field(default_factory=dict)
    subjects: Mapping[type[Event], str] = field(default_factory=dict)
    names: Mapping[str, Named | str] = field(default_factory=dict)


@cache
def _packages() -> Mapping[str, Words]:
    table = import_string(settings.TRAIL_WORDS)
    return {package: import_string(path) for package, path in table.items()}


@cache
def named() -> Mapping[str, Named | str]:
    """Every kind of thing that an event may tell of by its id."""
    return {kind: where for words in _packages().values() for kind, where in words.names.items()}


@cache
def fields_of(event: str) -> Fields:
    """The words of an event's fields, by its name ("commitments.DoneDeclared")."""
    words = _packages().get(event.partition(".")[0])
    if words is None:
        return {}
    own = {kind.name(): fields for kind, fields in words.of.items()}
    return {**words.fields, **own.get(event, {})}


@cache
def subject_of(event: str) -> str:
    """The kind of thing an event happened to; "" where none has a name."""
    words = _packages().get(event.partition(".")[0])
    if words is None:
        return ""
    own = {kind.name(): subject for kind, subject in words.subjects.items()}
    return own.get(event, words.subject)


def event_kinds() -> list[type[Event]]:
    """What can happen: the classes that no other is a kind of. Reading the words reads them."""
    _packages()
    return [each for each in _kinds(Event) if not each.__subclasses__()]


def _kinds(kind: type[Event]) -> Iterator[type[Event]]:
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)


def events_about(kind: str) -> list[str]:
    """The names of the events that happen to a kind of thing."""
    return [name for each in event_kinds() if subject_of(name := each.name()) == kind]


def field_of(event: str, name: str) -> Field:
    """A field that nobody gave a word shows its own name."""
    return fields_of(event).get(name) or Field(name.replace("_", " "))


def word_of(event: str, name: str) -> str:
    """What people call a field, for whoever must put it right."""
    return _(field_of(event, name).word or name)


def plain(value: Any) -> str:
    """A stored value as people write it: an ISO day turned round, nothing for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, list):
        return ", ".join(plain(each) for each in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {plain(each)}" for name, each in value.items())
    return _day_or_text(str(value))


def _day_or_text(text: str) -> str:
    try:
        return day_text(date.fromisoformat(text)) if _DAY.fullmatch(text) else text
    except ValueError:  # the 31st of June is no day
        return text


def figure(value: Any, _carried: Mapping[str, Any]) -> str:
    """A number, kept as text by the trail, as people write it."""
    try:
        return number_text(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def hour(value: Any, _carried: Mapping[str, Any]) -> str:
    """A time of day without its seconds."""
    return str(value)[:5]
