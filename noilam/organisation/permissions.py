"""What roles bring for the whole installation, where the floors below ask for no unit.

Held at a unit that stands under no other and has not ended, for it and all below it.
"""

from collections.abc import Mapping
from datetime import date

from noilam.accounts.policies import CLOSE_MONTHS, READ_TRAIL
from noilam.foundation.access import Actor
from noilam.notices.policies import SERVE
from noilam.rulebook.policies import ADOPT, DECLARE, DRAFT

from .policies import roles_at_the_top
from .roles import Role

BROUGHT: Mapping[Role, frozenset[str]] = {
    Role.OFFICE: frozenset({SERVE, DECLARE, DRAFT, CLOSE_MONTHS}),
    Role.ORGANISING_BOARD: frozenset({CLOSE_MONTHS}),
    Role.INSPECTION_COMMISSION: frozenset({READ_TRAIL}),
    Role.STANDING_COMMITTEE: frozenset({ADOPT, CLOSE_MONTHS}),
    Role.AUDITOR: frozenset({READ_TRAIL}),
}


def brought_by_roles(actor: Actor, day: date) -> frozenset[str]:
    """For settings.ROLE_PERMISSIONS. A stand-in holds what the absent one's roles bring."""
    held = roles_at_the_top(actor, day)
    return frozenset().union(*(each for role, each in BROUGHT.items() if role in held))
