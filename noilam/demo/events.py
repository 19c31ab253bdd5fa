"""What can happen to the demo itself. By these its database is told from one of real work."""

from dataclasses import dataclass

from noilam.foundation.events import Event
from noilam.foundation.text import say


@dataclass(frozen=True, kw_only=True)
class DemoBegun(Event):
    """Always a trail's very first entry: all that stands in that database is fiction."""

    title = say("Bắt đầu dựng năm mẫu")


@dataclass(frozen=True, kw_only=True)
class DemoFinished(Event):
    """The year is whole and open to visitors: from here on nobody builds it anew."""

    title = say("Dựng xong năm mẫu")
