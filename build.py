"""Everything a newcomer or CI runs, on a machine with only Python: python3 build.py run.

    run     the program with its demo year, at http://127.0.0.1:8000
    test    all a change must pass, fastest first
    proof   the long proofs, as many as fit in 40 minutes
    check   only what takes seconds: formatting, lint, imports, templates
    docs    write the tables of docs/ that come from the code
    lock    write requirements/ anew from pyproject.toml

Standard library only. `make run`, `make test` and `make proof` are the same.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

from tests.machine import packages, postgresql

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
OLDEST_PYTHON = (3, 11)
PROOF_MINUTES = 40

T = TypeVar("T")
Command = Sequence[str | Path]


class Failed(Exception):
    """A step did not pass. What it printed stands above."""


def run() -> None:
    """The program with its demo. Everything else is `noilam start`'s."""
    set_up("run")
    os.execv(VENV / "bin" / "noilam", ["noilam", "start", "--demo"])


def test() -> None:
    steps = Steps()
    steps.take("dependencies", lambda: set_up("test"))
    _checks(steps)
    with tempfile.TemporaryDirectory(prefix="noilam-home-") as home, ExitStack() as stack:
        apart = {"NOILAM_HOME": home}
        _forget_types_of_older_settings()
        steps.run("types", [*_tool("mypy"), "noilam", "config"], apart)
        manage = [PYTHON, "manage.py"]
        steps.run("migrations", [*manage, "makemigrations", "--check", "--dry-run"], apart)
        steps.run("settings", [*manage, "check", "--fail-level", "WARNING"], apart)
        steps.take("gettext", packages.xgettext)
        steps.run("translations", [PYTHON, "-m", "tests.translations"], apart)
        browser = {"CHROMIUM": steps.take("Chromium", packages.chromium)}
        steps.run("tests on SQLite", [*_pytest(), "-n", "2"], browser)
        url = steps.take("PostgreSQL", lambda: stack.enter_context(postgresql.running()))
        there = {"DATABASE_URL": url}
        steps.run("tests on PostgreSQL", [*_pytest(), "-n", "2", "--database-only"], there)
    steps.run("journeys", [*_pytest(), "-m", "journey and not proof", "-n", "2"], browser)
    steps.report()


def check() -> None:
    steps = Steps()
    steps.take("dependencies", lambda: set_up("test"))
    _checks(steps)
    steps.report()


def _checks(steps: "Steps") -> None:
    steps.run("formatting", [*_tool("ruff"), "format", "--check", "."])
    steps.run("lint", [*_tool("ruff"), "check", "."])
    templates = sorted(ROOT.glob("noilam/*/templates/**/*.html"))
    steps.run("templates", [*_tool("djade"), "--check", "--target-version", "5.2", *templates])
    steps.run("import rules", _tool("lint-imports"))


def _forget_types_of_older_settings() -> None:
    """What mypy remembers of code that asks for a setting goes stale when the settings change."""
    cache, settings = ROOT / ".mypy_cache", ROOT / "config" / "settings.py"
    if cache.exists() and cache.stat().st_ctime < settings.stat().st_mtime:
        shutil.rmtree(cache)


# Long proofs: name, minutes it may take, what to run. Cheapest first: the time runs out at the end.
PROOFS: list[tuple[str, float, Command]] = [
    (
        "LibreOffice reads what we write",
        6,
        ["tests/proofs/test_libreoffice.py", "tests/proofs/test_sheet_offline.py"],
    ),
    ("whatever an office hands in", 4, ["tests/proofs/test_fuzzing.py"]),
    ("every page in the other looks", 8, ["tests/journeys/test_every_page.py"]),
    ("the demo year on both databases", 15, ["tests/proofs/test_demo.py"]),
    ("broken rules are noticed", 8, ["tests/proofs/test_mutation.py"]),
    ("fifty thousand rows of each kind", 12, ["tests/proofs/test_large_import.py"]),
]


def proof() -> None:
    """Each proof within its own time, all within PROOF_MINUTES. Says what did not run."""
    steps = Steps()
    steps.take("dependencies", lambda: set_up("test"))
    steps.take("gettext", packages.xgettext)
    browser = {"CHROMIUM": steps.take("Chromium", packages.chromium)}
    end = time.monotonic() + PROOF_MINUTES * 60
    failed, left_out = [], []
    for name, minutes, paths in PROOFS:
        if time.monotonic() + minutes * 60 > end:
            left_out.append(name)
            continue
        try:
            proof_of = [*_pytest(), "-m", "proof", "-rP", *paths]
            steps.run(name, proof_of, browser, minutes=minutes)
        except Failed:
            failed.append(name)
    steps.report()
    print("Not run, for want of time: " + (", ".join(left_out) or "nothing"))
    if failed:
        raise Failed("Failed proofs: " + ", ".join(failed))


def docs() -> None:
    _call([sys.executable, "-m", "tests.event_table"])


def lock() -> None:
    """Pins with hashes, good for every system and Python we support; names no registry."""
    set_up("test")
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade"]
    compile_ = [PYTHON, "-m", "uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate"]
    run_lock, test_lock = LOCKS / "run.txt", LOCKS / "test.txt"
    _call([*compile_, *options, "pyproject.toml", "-o", run_lock])
    together = ["--group", "dev", "-c", run_lock, "-o", test_lock]
    _call([*compile_, *options, "pyproject.toml", *together])


def set_up(which: str) -> None:
    """`.venv` with exactly what requirements/`which`.txt pins. Seconds saved: once per lock."""
    wanted = LOCKS / f"{which}.txt"
    seal = hashlib.sha256(wanted.read_bytes() + sys.version.encode()).hexdigest()
    stamps = {name: VENV / f".installed-{name}" for name in ("run", "test")}
    if not PYTHON.exists():
        _make_venv()
    if not stamps[which].exists() or stamps[which].read_text() != seal:
        print(f"Installing what requirements/{which}.txt pins …", flush=True)
        _install(wanted)
        stamps[which].write_text(seal)
    _link_program()


def _make_venv() -> None:
    print("Making .venv …", flush=True)
    try:
        import ensurepip  # noqa: F401  Debian keeps it in a package of its own
    except ImportError:
        if not packages.install("python3-venv"):
            raise Failed(
                "Missing: Python's venv. Install it first, on Debian: apt-get install python3-venv"
            ) from None
        os.execv(sys.executable, [sys.executable, *sys.argv])
    venv.create(VENV, with_pip=True)


def _install(lock_file: Path) -> None:
    """With uv, ten times faster, where it can be had and reaches the packages; else with pip."""
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
    if _succeeds([*pip, "-r", LOCKS / "uv.txt"]):
        uv = [PYTHON, "-m", "uv", "pip", "install", "-q", "--python", PYTHON, "--require-hashes"]
        if _succeeds([*uv, "-r", lock_file]):
            return
        print("uv could not; pip takes a minute longer …", flush=True)
    if not _succeeds([*pip, "-r", lock_file]):
        raise Failed("The packages could not be installed: is the package index within reach?")


PROGRAM = """#!/bin/sh
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}" exec "$root/.venv/bin/python" -m noilam.cli.main "$@"
"""


def _link_program() -> None:
    """`noilam` in .venv/bin, running from this folder: nothing to build or fetch."""
    program = VENV / "bin" / "noilam"
    if not program.exists() or program.read_text() != PROGRAM:
        program.write_text(PROGRAM)
        program.chmod(0o755)


class Steps:
    """Runs steps in order, times each, and stops at the first that fails."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, float]] = []

    def run(
        self,
        name: str,
        command: Command,
        environment: dict[str, str] | None = None,
        minutes: float | None = None,
    ) -> None:
        def call() -> None:
            if not _succeeds(command, environment, minutes):
                raise Failed(f"Failed: {name}")

        self.take(name, call)

    def take(self, name: str, work: Callable[[], T]) -> T:
        print(f"\n=== {name}", flush=True)
        begun = time.monotonic()
        try:
            return work()
        finally:
            self.taken.append((name, time.monotonic() - begun))
            print(f"    {self.taken[-1][1]:.1f} s", flush=True)

    def report(self) -> None:
        print("\n" + "\n".join(f"{seconds:7.1f} s  {name}" for name, seconds in self.taken))
        print(f"{sum(seconds for _name, seconds in self.taken):7.1f} s  in all", flush=True)


def _tool(name: str) -> list[Path]:
    return [VENV / "bin" / name]


def _pytest() -> list[str | Path]:
    return [PYTHON, "-m", "pytest", "-q"]


def _call(command: Command) -> None:
    if not _succeeds(command):
        raise Failed("Failed: " + " ".join(str(each) for each in command))


def _succeeds(
    command: Command, environment: dict[str, str] | None = None, minutes: float | None = None
) -> bool:
    try:
        done = subprocess.run(
            [str(each) for each in command],
            cwd=ROOT,
            env=os.environ | (environment or {}),
            timeout=minutes and minutes * 60,
        )
    except subprocess.TimeoutExpired:
        print(f"Stopped after {minutes} minutes", flush=True)
        return False
    return done.returncode == 0


COMMANDS = {
    "run": run,
    "test": test,
    "proof": proof,
    "check": check,
    "docs": docs,
    "lock": lock,
}


def main(arguments: list[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        print("NóiLàm needs Python 3.11 or newer; this is " + sys.version.split()[0])
        return 1
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(__doc__)
        return 2
    try:
        COMMANDS[arguments[0]]()
    except (Failed, packages.Missing) as why:
        print(f"\n{why}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
