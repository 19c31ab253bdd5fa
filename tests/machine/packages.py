"""Finds programs that tests need; installs them where that is allowed (root on Debian)."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Missing(Exception):
    """A program is not there and could not be installed. Its text is the one line to read."""


def xgettext() -> str:
    return _found(["xgettext"]) or _installed("gettext", ["xgettext"])


def chromium() -> str:
    given = os.environ.get("CHROMIUM")
    return given or _found(CHROMIUM_NAMES) or _installed("chromium", CHROMIUM_NAMES)


def office() -> str:
    """LibreOffice, which must open what we write."""
    return _found(["soffice"]) or _installed("libreoffice-calc", ["soffice"])


def postgresql_binaries() -> Path | None:
    """Where initdb and postgres are: $PG_BIN, else Debian's newest, else none."""
    if given := os.environ.get("PG_BIN"):
        return Path(given)
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if _runs(path)]
    if versions:
        return max(versions, key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def install(package: str) -> bool:
    """apt-get install, where this user may. Says what it does; False where it may not."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing the system package {package} …", flush=True)
    _refresh_package_lists()
    command = ["apt-get", "install", "-y", "--no-install-recommends", package]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    unattended = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=unattended, **quiet).returncode == 0


@cache
def _refresh_package_lists() -> None:
    subprocess.run(["apt-get", "update", "-q"], stdout=subprocess.DEVNULL)


def _found(names: list[str] | tuple[str, ...]) -> str:
    return next((path for name in names if (path := shutil.which(name))), "")


def _installed(package: str, names: list[str] | tuple[str, ...]) -> str:
    if install(package) and (path := _found(names)):
        return path
    raise Missing(f"Missing: {names[0]}. Install it first, on Debian: apt-get install {package}")


def _runs(binaries: Path) -> bool:
    return (binaries / "initdb").exists() and (binaries / "postgres").exists()
