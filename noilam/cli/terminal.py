"""How commands speak: Vietnamese or English lines for people, JSON alone on stdout for programs."""

import gettext
import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TextIO

from noilam.foundation.errors import Problem

LOCALE = Path(__file__).resolve().parent / "locale"
LANGUAGES = ("vi", "en")


class Terminal:
    """One command's voice. With `as_json` everything for people goes to stderr."""

    def __init__(self, language: str = "vi", as_json: bool = False) -> None:
        self.language = language
        self.as_json = as_json
        self.out: TextIO = sys.stdout
        self._catalogue = gettext.translation(
            "django", str(LOCALE), languages=[language], fallback=True
        )

    def word(self, message: str, **values: object) -> str:
        said = self._catalogue.gettext(message)
        return said.format(**values) if values else said

    def say(self, message: str, **values: object) -> None:
        """A line for whoever reads along."""
        self.line(self.word(message, **values))

    def line(self, text: str) -> None:
        print(text, file=sys.stderr if self.as_json else self.out, flush=True)

    def complain(self, problems: Iterable[Problem]) -> None:
        """What was refused, a line each, in the reader's language."""
        translate, problems = self._translation(), list(problems)
        for problem in problems:
            place = f"{problem.about}: " if problem.about else ""
            print(place + problem.text(translate), file=sys.stderr, flush=True)
        if self.as_json:
            self.give({"problems": [_plain(each, translate) for each in problems]})

    def _translation(self) -> Callable[[str], str]:
        """Django's, which knows the words of all floors; without readable settings, this one's."""
        from django.conf import settings
        from django.utils.translation import gettext as translate

        return translate if settings.configured else self._catalogue.gettext

    def give(self, answer: Any) -> None:
        """The answer for programs: the only thing that ever stands on stdout with --json."""
        print(json.dumps(answer, ensure_ascii=False, default=str), file=self.out, flush=True)


def _plain(problem: Problem, translate: Any) -> dict[str, str]:
    return {"code": problem.code, "message": problem.text(translate), "about": problem.about}


def language_of(arguments: list[str]) -> str:
    """--lang, else English where the machine says LANG=en…, else Vietnamese."""
    for place, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    machine = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "en" if machine.startswith("en") else "vi"
