"""``/metrics`` and ``/health`` over HTTP, on this machine only.

There is neither login nor encryption, so only a loopback address is served, and only to who asks for one:
a page of another site must not reach it under a name of its own. Python's own server is enough for a
scrape a minute; figures are computed at most every few seconds however often they are asked for.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from intake.model.system import why
from tracker.errors import SettingsError
from tracker.office.isolation import Shield
from tracker.office.parts import Parts
from tracker.office.settings import is_loopback
from tracker.run.watch.alarms import find_alarms
from tracker.run.watch.metrics import CONTENT_TYPE, write_metrics
from tracker.run.watch.page import POLICY, write_page
from tracker.run.watch.vitals import take_vitals

FRESH_SECONDS = 5.0
REQUEST_SECONDS = 10.0  # for one request line and its headers
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Look:
    """What is served at one time."""

    metrics: str
    page: str
    healthy: bool


def look_at(parts: Parts) -> Look:
    """Measure an office and put it in both forms."""
    vitals = take_vitals(parts)
    alarms = find_alarms(vitals, parts.settings)
    return Look(write_metrics(vitals), write_page(vitals, alarms, parts.campaign.zone), not alarms)


def parse_address(written: str) -> tuple[str, int]:
    """Host and port of ``127.0.0.1:9100``, ``[::1]:9100`` or ``9100``.

    Raises:
        SettingsError: it is none, or not this machine's own.
    """
    host, _, port = written.rpartition(":")
    host = host.removeprefix("[").removesuffix("]") or "127.0.0.1"
    if not port.isascii() or not port.isdecimal() or not 0 <= int(port) <= 65535:
        raise SettingsError(f"--health 应为 127.0.0.1:端口，而不是“{written}”")
    if not is_loopback(host):
        raise SettingsError(
            f"--health 只能用本机地址（127.0.0.1），而不是“{host}”：页面没有登录和加密，别的机器请经 SSH 转发查看"
        )
    return host, int(port)


@contextmanager
def serve_health(written: str, parts: Parts) -> Iterator[str]:
    """Serve beside whatever else runs; yields the address of the page.

    Raises:
        SettingsError: the address cannot be used.
    """
    host, port = parse_address(written)
    try:
        server = _Server((host, port), partial(look_at, parts))
    except OSError as error:
        raise SettingsError(f"--health {written} 不能使用（{why(error)}），请换一个端口") from error
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True)
    thread.start()
    try:
        yield f"http://{f'[{host}]' if ':' in host else host}:{server.server_address[1]}/health"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], measure: Callable[[], Look]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self._measure = measure
        self._turn = threading.Lock()
        self._last: tuple[float, Look] | None = None
        super().__init__(address, _Handler)

    def look(self) -> Look | None:
        """What is so now; None when it could not be measured."""
        with self._turn:
            if self._last is None or time.monotonic() - self._last[0] > FRESH_SECONDS:
                self._last = None
                with Shield("health"):
                    self._last = (time.monotonic(), self._measure())
            return None if self._last is None else self._last[1]


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = REQUEST_SECONDS
    server_version, sys_version = "zhengji", ""

    def do_GET(self) -> None:
        """Answer one request."""
        path = self.path.partition("?")[0]
        if not self._is_asked_for_here():
            self._answer(HTTPStatus.FORBIDDEN, "text/plain; charset=utf-8", "只能用本机地址查看\n")
        elif path not in ("/", "/health", "/metrics"):
            self._answer(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", "只有 /health 和 /metrics\n")
        elif (look := self.server.look()) is None:
            self._answer(
                HTTPStatus.INTERNAL_SERVER_ERROR, "text/plain; charset=utf-8", "暂时无法查看，请看日志\n"
            )
        elif path == "/metrics":
            self._answer(HTTPStatus.OK, CONTENT_TYPE, look.metrics)
        else:
            self._answer(HTTPStatus.OK if look.healthy else HTTPStatus.SERVICE_UNAVAILABLE, HTML, look.page)

    do_HEAD = do_GET  # noqa: N815 - the name http.server calls

    def _is_asked_for_here(self) -> bool:
        host = self.headers.get("Host", "localhost")
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        return is_loopback(name.removeprefix("[").removesuffix("]"))

    def _answer(self, status: HTTPStatus, kind: str, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class calls it
        """Nothing: requests of a monitor are no news."""
