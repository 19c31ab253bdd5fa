"""What must hold before a command runs: readable settings, a data directory, a database.

Each says in words what is wrong with this machine, where the program would only trip later.
"""

import argparse
import os
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from . import ready, who

PORTS = ("PORT", "EMAIL_PORT")
LAST_PORT = 65535
SCHEMES = ("postgres://", "postgresql://", "sqlite://")

_NO_PORT = say("{name}={value} không phải số cổng. Ghi một số từ 1 đến 65535.")
_NO_ZONE = say("Không có múi giờ {value}. Đặt NOILAM_TIME_ZONE, ví dụ Asia/Ho_Chi_Minh.")
_NO_URL = say("DATABASE_URL phải có dạng postgres://tên:mật-khẩu@máy/cơ-sở-dữ-liệu. Sửa, hoặc bỏ.")
_NO_HOME = say(
    "Không dùng được thư mục dữ liệu ({error}). Cho phép ghi vào đó, hoặc đặt NOILAM_HOME sang "
    "thư mục khác."
)
_NO_DATABASE = say(
    "Không vào được cơ sở dữ liệu ({error}). Xem máy chủ cơ sở dữ liệu có đang chạy không, và "
    "DATABASE_URL có đúng không."
)
_NOT_PREPARED = say(
    "Cơ sở dữ liệu ở đây chưa dựng, hoặc còn theo bản cũ. Chạy `noilam init` cho một cài đặt mới, "
    "hoặc `noilam start`."
)
_DATABASE_FAILED = say(
    "Cơ sở dữ liệu không làm được việc này ({error}). Xem chỗ trống trên đĩa, xem máy chủ cơ sở "
    "dữ liệu, rồi làm lại."
)
_MACHINE_FAILED = say(
    "Máy này không cho làm ({error}). Xem quyền đọc, quyền ghi và chỗ trống trên đĩa, rồi làm lại."
)


def problems_with_machine() -> list[Problem]:
    """Settings and data directory; then Django is set up, and all else may be imported."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    if problems := problems_with_settings(os.environ):
        return problems
    try:
        django.setup()
        _write_something()
    except OSError as error:
        return [_told("no-home", _NO_HOME, error)]
    return []


def problems_with_settings(given: Mapping[str, str]) -> list[Problem]:
    """Of the variables in docs/settings.md, those that can be wrong in themselves."""
    problems = []
    for name in PORTS:
        value = given.get(name, "")
        if value and not (value.isdecimal() and 1 <= int(value) <= LAST_PORT):
            values = {"name": name, "value": value}
            problems.append(Problem("no-port", _NO_PORT, values=values))
    zone = given.get("NOILAM_TIME_ZONE", "")
    if zone and not _is_zone(zone):
        problems.append(Problem("no-time-zone", _NO_ZONE, values={"value": zone}))
    url = given.get("DATABASE_URL", "")
    if url and not url.startswith(SCHEMES):
        problems.append(Problem("no-database-url", _NO_URL))
    return problems


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):  # KeyError: there is none of that name
        return False


def _write_something() -> None:
    """The only sure test of a directory: read-only disks and full ones say so here."""
    from django.conf import settings

    tried = Path(settings.HOME) / f"writable.{os.getpid()}"
    tried.touch()
    tried.unlink()


def refuse_unless_ready(command: argparse.Namespace) -> None:
    """A database that answers, its tables, and who acts. Some commands make the tables themselves,
    and none of those is a deed of somebody's; some work in an installation of their own."""
    makes_its_own = getattr(command, "apart", False)
    if not makes_its_own:
        _refuse_unless_answered()
    if makes_its_own or getattr(command, "prepares", False):
        who.refuse_account(command)
        return
    if ready.is_behind():
        raise Refused(Problem("not-prepared", _NOT_PREPARED))
    command.actor = who.actor(command)


def _refuse_unless_answered() -> None:
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise Refused(_told("no-database", _NO_DATABASE, error)) from None


def problem_behind(error: Exception) -> Problem:
    """What stopped a command halfway, where neither a rule nor the program is at fault."""
    if isinstance(error, OSError):
        return _told("machine-failed", _MACHINE_FAILED, error)
    return _told("database-failed", _DATABASE_FAILED, error)


def _told(code: str, message: str, error: Exception) -> Problem:
    """With the first line of what the machine itself says, in its own language."""
    first = str(error).strip().partition("\n")[0] or type(error).__name__
    return Problem(code, message, values={"error": first})
