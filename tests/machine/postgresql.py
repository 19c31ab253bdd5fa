"""A real PostgreSQL of our own, in a temporary directory, reached through its socket only.

Started after any system package was installed: an upgrade under a running server breaks it.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from . import packages

# A test database may be lost: speed before safety.
SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "100",
    "shared_buffers": "128MB",
}
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def running() -> Iterator[str]:
    """Yields a DATABASE_URL. The server and all it kept are gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="noilam-pg-"))
    try:
        server = _binaries(home)
        whose = _someone_else(home)
        _call(server / "initdb", "-D", home / "kept", "-U", "noilam", "-A", "trust", "-E", "UTF8",
              "--no-locale", "--no-sync", **whose)  # fmt: skip
        settings = SETTINGS | {"unix_socket_directories": str(home)}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        _call(server / "pg_ctl", "-D", home / "kept", "-w", "-t", "60", "-l", home / "log",
              "-o", options, "start", **whose)  # fmt: skip
        try:
            yield f"postgres://noilam@{quote(str(home), safe='')}/postgres"
        finally:
            _call(server / "pg_ctl", "-D", home / "kept", "-m", "immediate", "stop", **whose)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _binaries(home: Path) -> Path:
    """The machine's own, else Debian's package, else the binaries of a PyPI wheel."""
    if found := packages.postgresql_binaries():
        return found
    if packages.install("postgresql") and (found := packages.postgresql_binaries()):
        return found
    print("Fetching PostgreSQL's binaries from PyPI …", flush=True)
    command = [ROOT / ".venv/bin/python", "-m", "pip", "install", "-q", "--require-hashes"]
    wheel = ["-r", ROOT / "requirements/postgresql.txt", "--target", home / "wheel"]
    fetched = subprocess.run([*command, *wheel])
    found = next(home.glob("wheel/*/pginstall/bin"), None)
    if fetched.returncode or not found:
        raise packages.Missing(
            "Missing: PostgreSQL. Install it first, on Debian: apt-get install postgresql"
        )
    return found


def _someone_else(home: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as the user that Debian made for it."""
    if os.geteuid() != 0:
        return {}
    names = {each.pw_name: each for each in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(home, user.pw_uid, user.pw_gid)
    home.chmod(0o755)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _call(*command: str | Path, **whose: Any) -> None:
    """Output goes to a file, never a pipe: the server would hold a pipe open."""
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [str(each) for each in command], stdout=said, stderr=said, cwd="/", **whose
        )
        if done.returncode:
            said.seek(0)
            sys.stderr.write(said.read().decode(errors="replace"))
            raise SystemExit(f"PostgreSQL for the tests did not start: {Path(command[0]).name}")


if __name__ == "__main__":  # python -m tests.machine.postgresql COMMAND …: run it beside a server
    with running() as url:
        sys.exit(subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": url}).returncode)
