"""Who may do what to the rulebook. It is the house's law: everybody signed in may read it all.

This floor stands below units and roles, so it asks for installation-wide permissions: those who
"administer" or "draft_rules" (the office) put changes forward, those who "adopt_rules" (the
standing committee) adopt them, and never their own; the office also declares days off.
"""

from noilam.foundation.access import Actor

from .models import RuleDraft

ADMINISTER = "administer"
ADOPT = "adopt_rules"
DRAFT = "draft_rules"
DECLARE = "declare_days"


def may_draft(actor: Actor) -> bool:
    return any(actor.has(each) for each in (ADMINISTER, DRAFT, ADOPT))


def adopts(actor: Actor) -> bool:
    """Whether somebody adopts other people's drafts at all."""
    return actor.has(ADOPT)


def may_adopt(actor: Actor, draft: RuleDraft) -> bool:
    """Not the drafter, nor anybody who drafted or acts in the drafter's stead."""
    if actor.is_machine:
        return True
    drafters = {draft.drafted_by_id, draft.drafted_for_id} - {0}
    return adopts(actor) and not drafters & {actor.id, actor.behalf_id}


def may_withdraw(actor: Actor, draft: RuleDraft) -> bool:
    return adopts(actor) or (may_draft(actor) and draft.drafted_by_id == actor.id)


def may_read_original(actor: Actor) -> bool:
    """Comparing a value with the paper it came from is office work, not a decision."""
    return may_draft(actor)


def may_declare_days(actor: Actor) -> bool:
    return actor.has(DECLARE) or actor.has(ADOPT)
