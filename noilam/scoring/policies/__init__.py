"""Who may see and do what in scoring: `may_…` and `visible_…` side by side."""

from .criteria import (
    drafts_somewhere,
    may_draft_criteria,
    may_issue_criteria,
    may_see_criteria,
    units_to_draft_for,
    visible_criteria,
)

__all__ = [
    "drafts_somewhere",
    "may_draft_criteria",
    "may_issue_criteria",
    "may_see_criteria",
    "units_to_draft_for",
    "visible_criteria",
]
