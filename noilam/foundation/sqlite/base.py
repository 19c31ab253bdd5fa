"""Django's SQLite backend, with one lane for writers in this process.

SQLite lets one connection write at a time and makes the others poll. Polling threads starve one
another (p99 near a second was measured); a lock in the process hands the lane over in turn.
"""

import threading
from typing import Any

from django.db.backends.sqlite3 import base

_lane = threading.Lock()
_Wrapper: Any = base.DatabaseWrapper  # its transaction hooks are not in the stubs


class DatabaseWrapper(_Wrapper):
    """Each transaction waits for the lane before BEGIN IMMEDIATE and leaves it at its end."""

    _in_lane = False

    def _start_transaction_under_autocommit(self) -> None:
        _lane.acquire()
        self._in_lane = True
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave_lane()
            raise

    def _commit(self) -> None:
        super()._commit()
        self._leave_lane()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._leave_lane()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._leave_lane()

    def _leave_lane(self) -> None:
        if self._in_lane:
            self._in_lane = False
            _lane.release()
