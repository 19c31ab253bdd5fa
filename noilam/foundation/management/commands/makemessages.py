"""Django's makemessages, which also finds what `say` and a terminal's `word` mark.

Run inside a package: it writes that package's own catalogue.
"""

from typing import Any

from django.core.management.commands import makemessages
from django.test.utils import override_settings


class Command(makemessages.Command):
    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=say",
        "--keyword=say_in:1c,2",
        "--keyword=word",
    ]

    def handle(self, *args: Any, **options: Any) -> None:
        with override_settings(LOCALE_PATHS=[]):  # else they would go before the package's own
            super().handle(*args, **options)
