"""What can be measured: name (`package.measure`) -> path of a `foundation.measures.Measure`."""

MEASURES: dict[str, str] = {}

# What criteria written elsewhere call the same thing: their name -> ours, with its argument.
ALIASES: dict[str, str] = {
    "tasks.done_on_time": "commitments.on_time",
    "tasks.overdue_over_15_days": "commitments.overdue_over:15",
    "tasks.overdue_over_30_days": "commitments.overdue_over:30",
    "matters.milestones_met": "commitments.urgent_milestones",
    "remediation.items_on_time": "commitments.remediation_on_time",
    "remediation.on_time_pct": "commitments.remediation_on_time",
    "commitments.members_with_active_commitment_pct": "commitments.people_with_promise",
}
