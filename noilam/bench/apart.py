"""A throw-away installation, driven through the `noilam` command like any other."""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    peak_mb: float  # of that process, at its largest


class Installation:
    """`with Installation() as there: there.noilam("init", …)`; gone afterwards."""

    def __init__(self, database_url: str = "") -> None:
        self.database_url = database_url

    def __enter__(self) -> Self:
        self.home = Path(tempfile.mkdtemp(prefix="noilam-bench-"))
        here = {"NOILAM_HOME": str(self.home), "DATABASE_URL": self.database_url}
        self.environment = os.environ | here
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    def begin(self) -> None:
        self.noilam("init", "--name", "Xã Mẫu", "--admin", "quantri")

    def noilam(self, *arguments: str | Path) -> Ran:
        """Run a command there. It must succeed: what is measured must have been done."""
        return self.python("-m", "noilam.cli.main", *arguments)

    def python(self, *arguments: str | Path) -> Ran:
        command = [sys.executable, *map(str, arguments)]
        with (self.home / "said").open("w+") as said:
            process = subprocess.Popen(command, env=self.environment, stdout=said)  # noqa: S603
            _pid, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            out = said.read()
        if process.returncode:
            raise SystemExit(f"{' '.join(map(str, arguments))}: exit code {process.returncode}")
        return Ran(process.returncode, out, used.ru_maxrss / 1024)
