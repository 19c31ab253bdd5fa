"""Installation-wide permissions. What somebody may do in a unit is a grant (`organisation`)."""

from collections.abc import Mapping

from noilam.foundation.access import Actor
from noilam.foundation.text import say
from noilam.notices.policies import SERVE
from noilam.rulebook.policies import ADOPT, DECLARE, DRAFT

ADMINISTER = "administer"
READ_TRAIL = "read_trail"
# Lent for one deed by a floor above that knows the clerk may open sign-ins in his own units.
OPEN_SIGN_INS = "open_sign_ins"
# The same, by a floor that knows whose people these are.
CORRECT_CONTACTS = "correct_contacts"
# Known here so that an account can be given it; what a month is, a floor above knows.
CLOSE_MONTHS = "close_months"

# What an administrator may give to an account. Some roles bring theirs (settings.ROLE_PERMISSIONS).
PERMISSIONS: Mapping[str, str] = {
    ADMINISTER: say("Quản trị hệ thống"),
    READ_TRAIL: say("Xem nhật ký"),
    DRAFT: say("Soạn sửa đổi quy định"),
    ADOPT: say("Ban hành quy định"),
    DECLARE: say("Khai ngày nghỉ, ngày làm bù"),
    SERVE: say("Giao thông báo tận tay"),
    CLOSE_MONTHS: say("Khóa tháng chấm điểm"),
}


def may_administer(actor: Actor) -> bool:
    """See all accounts, open, close and reopen them, give permissions."""
    return actor.has(ADMINISTER)


def may_open_accounts(actor: Actor) -> bool:
    """Open plain accounts and print their cards."""
    return actor.has(ADMINISTER) or actor.has(OPEN_SIGN_INS)


def may_issue_card(actor: Actor, permissions: list[str]) -> bool:
    """A card is a way in: one for an account with permissions takes an administrator."""
    return actor.has(ADMINISTER) or (actor.has(OPEN_SIGN_INS) and not permissions)


def may_correct_contacts(actor: Actor) -> bool:
    """Say how others are called and reached. The user name and what an account may do stay."""
    return actor.has(ADMINISTER) or actor.has(CORRECT_CONTACTS)


def may_use_as_own(actor: Actor, account_id: int) -> bool:
    """One's own password, contact, sessions, language; never another's. The shell may."""
    return actor.is_machine or actor.id == account_id
