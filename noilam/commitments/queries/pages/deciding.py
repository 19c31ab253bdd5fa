"""What lies before somebody who is about to do a deed: the words, the evidence, what is asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, number_text

from ...models import Commitment, Evidence, Excuse, Extension
from .around import lines_around
from .as_known import Deeds, as_known, deeds_of
from .one_page import Claim, claim_of
from .said import Said, said_of

Fact = tuple[str, str]  # what it is called, what it says

# The deeds that decide on something that waits, and where it waits; the oldest first.
AWAITED: Mapping[str, Callable[[Commitment], QuerySet[Any]]] = {
    "verification": lambda one: one.declarations.filter(verification=None).order_by("pk"),
    "extension-decision": lambda one: one.extensions.filter(decided_on=None).order_by("pk"),
    "excuse-decision": lambda one: one.excuses.filter(confirmed_on=None).order_by("pk"),
}


@dataclass(frozen=True)
class Matter:
    """Named as the commitment's page names it, so that both show the words alike.

    `about` is the row that a decision is about; `is_gone` says that nothing waits any more.
    """

    said: Said
    claims: list[Claim] = field(default_factory=list)
    loose_evidence: list[Evidence] = field(default_factory=list)
    asked: list[Fact] = field(default_factory=list)
    others: int = 0  # how many more wait behind it
    about: int = 0
    is_gone: bool = False


def matter(actor: Actor, name: str, commitment: Any, on: date) -> Matter:
    """Of a commitment found with `one_page.found`, for the page of the deed of this name."""
    known, lines = as_known(commitment, on), lines_around(commitment, on, actor)
    done = deeds_of(actor, commitment, on)
    shown: dict[str, Any] = {"said": said_of(known, lines, done.evidence, on)}
    if name in AWAITED:
        waiting = list(AWAITED[name](commitment))
        if not waiting:
            return Matter(**shown, is_gone=True)
        shown |= {"about": waiting[0].pk, "others": len(waiting) - 1}
        shown |= _claimed(done, on) if name == "verification" else _asked(waiting[0])
    return Matter(**shown)


def _claimed(done: Deeds, on: date) -> dict[str, Any]:
    return {"claims": [claim_of(each, on) for each in done.declared], "loose_evidence": done.loose}


def _asked(request: Extension | Excuse) -> dict[str, list[Fact]]:
    facts = _more_time(request) if isinstance(request, Extension) else _cause(request)
    return {"asked": [(label, told) for label, told in facts if told]}


def _more_time(request: Extension) -> list[Fact]:
    now = request.commitment.due_on
    longer = number_text((request.due_on - now).days) if now else ""
    return [
        (_("Xin đến ngày"), day_text(request.due_on)),
        (_("Hạn đang có"), day_text(now)),
        (_("Thêm"), _("{n} ngày").format(n=longer) if longer else ""),
        (_("Lý do"), request.reason),
        (_("Ai xin"), f"{request.asked_by}, {day_text(request.asked_on)}"),
    ]


def _cause(excuse: Excuse) -> list[Fact]:
    until = day_text(excuse.to_on) if excuse.to_on else _("chưa rõ")
    return [
        (_("Loại"), str(excuse.get_kind_display())),
        (_("Từ – đến"), f"{day_text(excuse.from_on)} – {until}"),
        (_("Nguyên nhân"), excuse.reason),
        (_("Văn bản (số, ngày)"), excuse.document),
        (_("Cơ quan đang chờ"), excuse.agency),
        (_("Ai nêu"), f"{excuse.claimed_by}, {day_text(excuse.claimed_on)}"),
    ]
