"""What can be measured: name (`package.measure`) -> path of a `foundation.measures.Measure`."""

MEASURES: dict[str, str] = {
    "commitments.extended": "noilam.commitments.facts.extended",
    "commitments.extensions": "noilam.commitments.facts.extensions",
    "commitments.on_time": "noilam.commitments.facts.on_time",
    "commitments.overdue": "noilam.commitments.facts.overdue",
    "commitments.overdue_over": "noilam.commitments.facts.overdue_over",
    "commitments.people_with_promise": "noilam.commitments.facts.people_with_promise",
    "commitments.remediation_on_time": "noilam.commitments.facts.remediation_on_time",
    "commitments.urgent_milestones": "noilam.commitments.facts.urgent_milestones",
    "commitments.verification_delay": "noilam.commitments.facts.verification_delay",
    "commitments.verified_on_time": "noilam.commitments.facts.verified_on_time",
    "commitments.verified_with_match": "noilam.commitments.facts.verified_with_match",
    "commitments.with_evidence": "noilam.commitments.facts.with_evidence",
}

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
