"""Who may bring in and take out which kind of sheet, and whose runs somebody sees.

The roles behind it live in `organisation`: each sheet carries its own answer.
"""

from django.db.models import Q, QuerySet

from noilam.foundation.access import Actor

from . import registry
from .models import Run


def may_import(actor: Actor, kind: str) -> bool:
    """Whether this kind; which of its rows, the row's own policy decides."""
    return kind in registry.kinds() and registry.sheet(kind).may_import(actor)


def may_export(actor: Actor, kind: str) -> bool:
    return kind in registry.kinds() and registry.sheet(kind).may_export(actor)


def may_import_anything(actor: Actor) -> bool:
    """For the menu."""
    return any(may_import(actor, kind) for kind in registry.kinds())


def may_take_back(actor: Actor, run: Run) -> bool:
    return may_import(actor, run.kind) and visible_runs(actor).filter(pk=run.pk).exists()


def visible_runs(actor: Actor) -> QuerySet[Run]:
    """One's own, and everybody's of a kind where one sees all units."""
    if actor.is_machine:
        return Run.objects.all()
    seen = [kind for kind in registry.kinds() if registry.sheet(kind).sees_all_runs(actor)]
    return Run.objects.filter(Q(by_account=actor.id) | Q(kind__in=seen))
