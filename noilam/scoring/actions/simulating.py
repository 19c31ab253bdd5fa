"""Scoring past months under a draft: asked for by whoever drafts, run by the worker."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import clock, jobs
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if

from .. import policies
from ..events import SimulationAsked, SimulationFailed, SimulationFinished
from ..models import CriteriaSet, Simulation
from ..queries.simulating import add_month, months_to_simulate
from ..rules.outcome import Tally
from ..rules.simulation import problems_with_asking

State = Simulation.State
RUN = "noilam.scoring.actions.run_simulation"


@transaction.atomic
def ask_simulation(
    *, actor: Actor, criteria_set: CriteriaSet, months: Collection[int]
) -> Simulation:
    """Have past months (202608) scored under the newest revision of a draft."""
    held = CriteriaSet.objects.select_for_update(of=("self",)).get(pk=criteria_set.pk)
    require(policies.may_draft_criteria(actor, held.unit), to=_("chạy thử bộ tiêu chí này"))
    wanted = sorted(set(months))
    revision = held.revisions.order_by("-number")[0]
    known = {each.key for each in months_to_simulate(held)}
    is_draft = held.status in (CriteriaSet.Status.DRAFT, CriteriaSet.Status.CONSULTATION)
    is_running = held.simulations.filter(state__in=[State.WAITING, State.RUNNING]).exists()
    refuse_if(problems_with_asking(wanted, known, is_draft=is_draft, is_running=is_running))
    simulation = Simulation.objects.create(
        criteria_set=held,
        revision=revision,
        months=wanted,
        asked_at=clock.now(),
        asked_by=actor.label,
    )
    jobs.enqueue(RUN, simulation_id=simulation.pk)
    record(
        actor=actor,
        event=SimulationAsked(
            subject_id=held.pk, simulation_id=simulation.pk, revision=revision.number, months=wanted
        ),
    )
    return simulation


def run_simulation(*, actor: Actor, simulation_id: int) -> None:
    """Score month by month. What is done is kept: run again after a kill, it goes on."""
    while month := _next_month(simulation_id):
        simulation = Simulation.objects.select_related("criteria_set__unit", "revision").get(
            pk=simulation_id
        )
        try:
            tally = Tally.read(simulation.outcome)
            add_month(tally, simulation.criteria_set, simulation.revision, month)
        except Exception as error:
            _fail(actor, simulation, month, error)
            raise  # for the administrator: `noilam jobs` lists it with its trace
        _keep(actor, simulation, tally)


def _next_month(simulation_id: int) -> int | None:
    row = Simulation.objects.filter(pk=simulation_id).exclude(state=State.DONE).first()
    return row.months[row.months_done] if row and row.months_done < len(row.months) else None


@transaction.atomic
def _keep(actor: Actor, scored: Simulation, tally: Tally) -> None:
    """One month more, unless another worker kept it meanwhile."""
    held = Simulation.objects.select_for_update(of=("self",)).get(pk=scored.pk)
    if held.months_done != scored.months_done:
        return
    tally.error = ""
    held.outcome, held.state = tally.stored(), State.RUNNING
    held.months_done += 1
    if held.months_done == len(held.months):
        held.state, held.finished_at = State.DONE, clock.now()
        event = SimulationFinished(
            subject_id=held.criteria_set_id,
            simulation_id=held.pk,
            sheets=tally.sheets,
            coverage=tally.coverage,
        )
        record(actor=actor, event=event)
    held.save()


@transaction.atomic
def _fail(actor: Actor, scored: Simulation, month: int, error: Exception) -> None:
    held = Simulation.objects.select_for_update(of=("self",)).get(pk=scored.pk)
    tally = Tally.read(held.outcome)
    tally.error = type(error).__name__
    held.outcome, held.state = tally.stored(), State.FAILED
    held.finished_at = clock.now()
    held.save()
    event = SimulationFailed(
        subject_id=held.criteria_set_id, simulation_id=held.pk, month=month, error=tally.error
    )
    record(actor=actor, event=event)
