"""What a database says of itself: empty, an unfinished demo, a demo, or somebody's work."""

from noilam.accounts.models import Account
from noilam.audit.models import Entry

from .events import DemoBegun, DemoFinished


def is_begun() -> bool:
    """Whether anything was ever done here."""
    return Account.objects.exists() or Entry.objects.exists()


def is_demo() -> bool:
    """The trail is never rewritten: what it began with, this database is."""
    first = Entry.objects.order_by("id").first()
    return first is not None and first.event == DemoBegun.name()


def is_unfinished_demo() -> bool:
    """A demo that was cut off. Only this may be thrown away."""
    finished = Entry.objects.filter(subject_id=0, event=DemoFinished.name())
    return is_demo() and not finished.exists()
