"""The program as a process of its own: started, asked for a page, stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@pytest.fixture
def database_url(transactional_db, tmp_path):
    """A database of its own: a file on SQLite, a new one on this run's PostgreSQL."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name = f"started_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def noilam(tmp_path, database_url):
    """Starts `noilam …` on a free port; whatever still runs at the end is killed."""
    port = free_port()
    there = {"NOILAM_HOME": str(tmp_path / "home"), "PORT": str(port), "LANG": "en"}
    there |= {"DATABASE_URL": database_url, "PYTHONPATH": str(ROOT), "NOILAM_URL": ""}
    running = []

    def start(*arguments):
        command = [sys.executable, "-m", "noilam.cli.main", *arguments]
        running.append(
            subprocess.Popen(
                command,
                env=os.environ | there,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        )
        return running[-1]

    start.address = f"http://127.0.0.1:{port}"
    yield start
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def page(address, path="/sign-in/", seconds=60):
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address + path, timeout=30) as answer:
                return answer.read().decode()
        except OSError:
            assert time.monotonic() < deadline, "no page came"
            time.sleep(0.1)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_start_serves_and_works_until_it_is_stopped(noilam, sign):
    started = noilam("start")
    assert "<html" in page(noilam.address)

    os.killpg(started.pid, sign)
    said, _nothing = started.communicate(timeout=180)

    assert started.returncode == 0, said
    assert noilam.address in said
    assert "Traceback" not in said, said
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(noilam.address)


def test_a_taken_port_is_named_with_the_way_out(noilam):
    noilam("start")
    page(noilam.address)

    second = noilam("serve")
    said, _nothing = second.communicate(timeout=180)

    assert second.returncode == 1
    assert "Another program uses port" in said
