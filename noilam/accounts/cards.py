"""A card as it is printed: name, user name, code in groups, and the QR that leads to the door."""

import io
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from noilam.foundation.text import day_text

from . import rules
from .models import Account


@dataclass(frozen=True)
class PrintedCard:
    label: str
    username: str
    code: str
    until: str
    link: str
    qr: SafeString
    about: str = ""  # the unit or post, where a floor above knows it


def card_link(code: str) -> str:
    return settings.PUBLIC_URL + reverse("accounts:card", args=[code])


def printed(account: Account, code: str, *, until: date | None, about: str = "") -> PrintedCard:
    return PrintedCard(
        label=account.label,
        username=account.username,
        code=rules.card_text(code),
        until=day_text(until),
        link=card_link(code),
        qr=_qr(card_link(code)),
        about=about,
    )


def _qr(link: str) -> SafeString:
    import segno

    drawing = io.BytesIO()
    segno.make(link, error="m", micro=False).save(
        drawing, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, lineclass=None
    )
    return mark_safe(drawing.getvalue().decode())  # noqa: S308  segno's own drawing of a link
