"""Every change to the organisation. One function for one thing an office does."""

from .areas import (
    assign_area,
    count_census,
    end_assignment,
    join_grouping,
    leave_grouping,
    make_grouping,
)
from .contacts import follow_own_contact
from .grants import appoint_stand_in, end_stand_in, grant_role, revoke_grant
from .own_matters import close_own_matters, give_own_matters
from .people import appoint, change_appointment, change_person, end_appointment, register_person
from .places import add_place, change_place
from .reorganise import end_unit, merge_units, move_unit, split_unit
from .sign_ins import follow_posts, issue_new_card, open_sign_ins
from .timelines import rebuild_ancestry
from .units import found_unit, relocate_unit, rename_unit, retype_unit

__all__ = [
    "add_place",
    "appoint",
    "appoint_stand_in",
    "assign_area",
    "change_appointment",
    "change_person",
    "change_place",
    "close_own_matters",
    "count_census",
    "end_appointment",
    "end_assignment",
    "end_stand_in",
    "end_unit",
    "follow_own_contact",
    "follow_posts",
    "found_unit",
    "give_own_matters",
    "grant_role",
    "issue_new_card",
    "join_grouping",
    "leave_grouping",
    "make_grouping",
    "merge_units",
    "move_unit",
    "open_sign_ins",
    "rebuild_ancestry",
    "register_person",
    "relocate_unit",
    "rename_unit",
    "retype_unit",
    "revoke_grant",
    "split_unit",
]
