"""Ready-made notices for tests."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile

from noilam.foundation import clock
from noilam.foundation.access import Actor, Kind, worker
from noilam.foundation.text import fold, name_key
from noilam.notices import actions
from noilam.notices.models import Notice


def an_account(name="Nguyễn Văn Mẫu", *permissions, email="", phone=""):
    return get_user_model().objects.create(
        username=f"{name.casefold().replace(' ', '.')}{get_user_model().objects.count()}",
        label=name,
        sort_key=name_key(name),
        search_key=fold(name),
        email=email,
        phone=phone,
        permissions=list(permissions),
        opened_at=clock.now(),
    )


def acting(account) -> Actor:
    return Actor(
        kind=Kind.PERSON,
        id=account.pk,
        label=account.label,
        permissions=frozenset(account.permissions),
    )


def a_clerk() -> Actor:
    return acting(an_account("Lê Thị Thư", "serve_notices"))


def a_notice(account, subject="Giao việc: dọn bãi rác", **values) -> Notice:
    actions.queue(
        actor=worker(),
        message=actions.Message(to=[account.pk], kind="tests.told", subject=subject, **values),
    )
    return Notice.objects.latest("id")


def a_duty(account, subject="Kết luận cần xác nhận") -> Notice:
    """A notice that needs an acknowledgement."""
    return a_notice(account, subject, needs_acknowledgement=True)


def a_receipt(words="Đã nhận đủ, còn nguyên dán kín") -> SimpleUploadedFile:
    """What a scanner brings; a plain text will do."""
    return SimpleUploadedFile("bien-nhan.txt", words.encode())


@dataclass
class Gateway:
    """A real text-message gateway on this machine."""

    url: str
    status: int = 200
    calls: list = field(default_factory=list)


@contextmanager
def a_gateway(status=200) -> Iterator[Gateway]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802
            body = self.rfile.read(int(self.headers["Content-Length"]))
            gateway.calls.append((self.path, dict(self.headers), body, json.loads(body)))
            self.send_response(gateway.status)
            self.end_headers()
            self.wfile.write(b'{"queued": "abc-1"}')

        def log_message(self, *args):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    gateway = Gateway(f"http://127.0.0.1:{server.server_port}/send?key=1", status)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
