"""Is every message translated? Compares what the sources say with what the catalogues hold.

Run by `python3 build.py test`. Sources speak Vietnamese; each package translates into English in
its own noilam/<package>/locale, config in config/locale.
"""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "en"
CATALOGUE = f"locale/{LANGUAGE}/LC_MESSAGES/django.po"
NAMES = re.compile(r"{\w*}|%\(\w+\)s|%s|%d")


def main() -> int:
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory)
        for name in ("noilam", "config"):
            shutil.copytree(ROOT / name, copy / name, ignore=_what_says_nothing)
        packages = [copy / "config", *sorted((copy / "noilam").iterdir())]
        problems = [each for package in packages if package.is_dir() for each in _check(package)]
    problems += _said_in_two_ways()
    print("\n".join(problems) or "Every message is translated.")
    return 1 if problems else 0


def _said_in_two_ways() -> list[str]:
    """Django lays all catalogues together: of two translations of one message, one is never seen.

    A word of two meanings takes a context ({% translate "Thôi" context "assignment" %}).
    """
    ways: dict[tuple[str, str], set[str]] = {}
    for path in sorted(ROOT.glob(f"noilam/*/{CATALOGUE}")):
        for entry in polib.pofile(str(path)):
            said = entry.msgstr or str(entry.msgstr_plural)
            ways.setdefault(_key(entry), set()).add(said)
    return [
        f"said in two ways: {message!r}: {', '.join(sorted(said))}"
        for (_context, message), said in ways.items()
        if len(said) > 1
    ]


def _what_says_nothing(folder: str, names: list[str]) -> set[str]:
    return {"tests", "migrations", "__pycache__", "built"} & set(names)


def _check(package: Path) -> list[str]:
    kept = package / CATALOGUE
    before = {_key(each) for each in polib.pofile(str(kept))} if kept.exists() else set()
    _extract(package)
    if not kept.exists():
        return []
    here = f"{package.parent.name}/{package.name}" if package.name != "config" else "config"
    wanted = polib.pofile(str(kept))
    problems = [f"{here}: {problem}" for each in wanted if (problem := _problem(each, before))]
    unused = [each for each in wanted if each.obsolete]
    return problems + [f"{here}: no longer said: {each.msgid!r}" for each in unused]


def _extract(package: Path) -> None:
    """makemessages in the copy: merges what the package's sources say into its catalogue."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    (package / "locale").mkdir(exist_ok=True)
    os.chdir(package)
    call_command("makemessages", locale=[LANGUAGE], no_wrap=True, verbosity=0)


def _problem(entry: polib.POEntry, before: set[tuple[str, str]]) -> str:
    if entry.obsolete:
        return ""
    said = [entry.msgstr] if not entry.msgid_plural else list(entry.msgstr_plural.values())
    if _key(entry) not in before or not all(said) or not said:
        return f"not translated: {entry.msgid!r} ({_where(entry)})"
    if entry.fuzzy:
        return f"marked fuzzy: {entry.msgid!r}"
    if not entry.msgid_plural and _names(entry.msgid) != _names(entry.msgstr):
        return f"other {{names}} than the original: {entry.msgid!r}"
    return ""


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def _names(text: str) -> list[str]:
    return sorted(NAMES.findall(text))


def _where(entry: polib.POEntry) -> str:
    return ", ".join(f"{path}:{line}" for path, line in entry.occurrences[:2])


if __name__ == "__main__":
    sys.exit(main())
