"""`noilam start`, `serve`, `work`: the web server and the worker.

On SQLite both are threads of one process, behind one lane of writers. On PostgreSQL `start` keeps
two processes and stops both.
"""

import argparse
import errno
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from . import demo_year, ready
from .terminal import Terminal

THREADS = 8
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
LAST_JOB_SECONDS = 10  # what runs longer is handed out again after the next start

_PORT_TAKEN = say(
    "Cổng {port} đang có chương trình khác dùng. Tắt chương trình đó, hoặc chọn cổng khác: "
    "PORT=8001 noilam start"
)


def add(commands: Any, shared: argparse.ArgumentParser, terminal: Terminal) -> None:
    word = terminal.word
    each = commands.add_parser("start", parents=[shared], help=word("chạy tất cả"))
    each.add_argument("--demo", action="store_true", help=word("dựng năm mẫu nếu chưa có gì"))
    each.set_defaults(run=start, prepares=True)
    each = commands.add_parser("serve", parents=[shared], help=word("chỉ chạy máy chủ web"))
    each.set_defaults(run=serve, prepares=True)
    each = commands.add_parser("work", parents=[shared], help=word("chỉ chạy việc nền"))
    each.set_defaults(run=work, prepares=True)


def start(command: argparse.Namespace, terminal: Terminal) -> int:
    from django.db import connection

    ready.prepare(terminal)
    if command.demo:
        demo_year.make_demo_if_empty(terminal)
        connection.close()  # one built anew lies in a new file
    demo_year.refuse_unfinished()
    if connection.vendor == "sqlite":
        return _serve(terminal, with_worker=True)
    connection.close()
    return _two_processes(terminal)


def serve(command: argparse.Namespace, terminal: Terminal) -> int:
    ready.prepare(terminal)
    demo_year.refuse_unfinished()
    return _serve(terminal, with_worker=False)


def work(command: argparse.Namespace, terminal: Terminal) -> int:
    from noilam.foundation import jobs

    ready.migrate(terminal)
    demo_year.refuse_unfinished()
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_signal: stop.set())
    jobs.work(stop)
    return 0


def _serve(terminal: Terminal, *, with_worker: bool) -> int:
    from django.conf import settings

    server = _listen()
    terminal.say("NóiLàm đang chạy ở {address} (dừng: Ctrl-C)", address=settings.PUBLIC_URL)
    if lacks_address(settings.HOST, settings.PUBLIC_URL):
        terminal.say(
            "Máy khác chưa vào được: đặt NOILAM_URL là địa chỉ mọi người gõ, ví dụ "
            "NOILAM_URL=http://10.0.0.5:8000, rồi chạy lại."
        )
    demo_year.tell_sign_ins(terminal)
    with _worker_thread() if with_worker else _nothing():
        _stop_when_told()
        server.run()  # until Ctrl-C or SIGTERM, which it takes as its end
    return 0


def _listen() -> Any:
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from waitress import create_server

    behind = {"trusted_proxy": settings.PROXY} if settings.PROXY else {}
    if behind:
        behind["trusted_proxy_headers"] = "x-forwarded-for x-forwarded-host x-forwarded-proto"
    try:
        return create_server(
            get_wsgi_application(),
            host=settings.HOST,
            port=settings.PORT,
            threads=THREADS,
            ident="",
            **behind,
        )
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        values = {"port": settings.PORT}
        raise Refused(Problem("port-taken", _PORT_TAKEN, values=values)) from None


def _stop_when_told() -> None:
    """Said aloud, since a shell's background jobs start with Ctrl-C switched off."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.default_int_handler)


def lacks_address(host: str, url: str) -> bool:
    """Listening to other machines, under an address that only this one knows: they get a 400."""
    return host not in THIS_MACHINE and urlsplit(url).hostname in THIS_MACHINE


@contextmanager
def _worker_thread() -> Any:
    """The one worker of this installation, beside the web server."""
    from noilam.foundation import jobs

    jobs.take_over()
    stop = threading.Event()
    thread = threading.Thread(target=jobs.work, args=[stop], name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=LAST_JOB_SECONDS)


@contextmanager
def _nothing() -> Any:
    yield


def _two_processes(terminal: Terminal) -> int:
    """Web and worker, until one ends or somebody stops us: then both end."""
    command = [sys.executable, "-m", "noilam.cli.main", "--lang", terminal.language]
    children = [subprocess.Popen([*command, each]) for each in ("serve", "work")]  # noqa: S603
    _stop_when_told()
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait()
