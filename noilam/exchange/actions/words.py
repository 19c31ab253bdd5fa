"""What clerks say that headers and names mean."""

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.exchange import policies, rules
from noilam.exchange.events import MeaningChosen
from noilam.exchange.models import Alias
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.foundation.text import fold


@transaction.atomic
def choose_meaning(*, actor: Actor, kind: str, what: str, typed: str, chosen: str) -> Alias:
    """Remember what a header or a name in files of this kind means. The newest choice counts."""
    require(policies.may_import(actor, kind), to=_("nhập tệp loại này"))
    refuse_if(rules.problems_with_meaning(typed, chosen))
    alias, _made = Alias.objects.update_or_create(
        kind=kind,
        what=what,
        typed=fold(typed),
        defaults={"chosen": chosen, "by": actor.label, "at": clock.now()},
    )
    _record(actor, alias)
    return alias


@transaction.atomic
def forget_meaning(*, actor: Actor, alias: Alias) -> None:
    """Ask again next time."""
    require(policies.may_import(actor, alias.kind), to=_("nhập tệp loại này"))
    alias.chosen = ""
    _record(actor, alias)
    alias.delete()


def _record(actor: Actor, alias: Alias) -> None:
    event = MeaningChosen(
        subject_id=alias.pk,
        kind=alias.kind,
        what=alias.what,
        typed=alias.typed,
        chosen=alias.chosen,
    )
    record(actor=actor, event=event)
