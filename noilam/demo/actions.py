"""Where the demo begins and ends; the deeds between are those of every other package."""

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, refuse_if
from noilam.foundation.text import say

from . import queries
from .events import DemoBegun, DemoFinished

NOT_EMPTY = Problem(
    "not-empty",
    say(
        "Cài đặt này đã có dữ liệu. Muốn dựng năm mẫu: đặt NOILAM_HOME (và DATABASE_URL) "
        "sang nơi khác."
    ),
)


@transaction.atomic
def begin_demo(*, actor: Actor) -> None:
    """Mark a database as the demo's, before its first deed."""
    require(actor.is_machine, to=_("dựng năm mẫu"))
    refuse_if([NOT_EMPTY] if queries.is_begun() else [])
    record(actor=actor, event=DemoBegun(subject_id=0))


@transaction.atomic
def finish_demo(*, actor: Actor) -> None:
    """Say that the demo is whole."""
    require(actor.is_machine, to=_("dựng năm mẫu"))
    record(actor=actor, event=DemoFinished(subject_id=0))
