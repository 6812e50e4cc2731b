"""A store of the tests' own that speaks S3: moto's server in a process, a bucket for each test."""

from __future__ import annotations

import atexit
import http.client
import itertools
import os
import socket
import subprocess
import sys
import time
from functools import cache
from importlib.util import find_spec

from intake.source.archive.bucket import Bucket, BucketPlace
from tests.programs import miss

KEY_ID, SECRET = "test", "test"
PATIENCE = 60.0  # seconds until the server must answer
_numbers = itertools.count(1)


@cache
def server() -> int:
    """The port of the server of this process; skips the test where it cannot run, but never in CI."""
    for package in ("obstore", "moto", "flask_cors"):
        if find_spec(package) is None:
            miss(package)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    started = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    stop_with_us(started)
    until = time.monotonic() + PATIENCE
    while not answers(port):
        if started.poll() is not None or time.monotonic() > until:
            raise RuntimeError("the server of buckets did not start")
        time.sleep(0.05)
    return port


def stop_with_us(started: subprocess.Popen[bytes]) -> None:
    """The server ends with the tests; workers of xdist end without atexit, and remove_server is called there."""
    global _started  # noqa: PLW0603 - one a process, like the cache
    _started = started
    atexit.register(remove_server)


_started: subprocess.Popen[bytes] | None = None


def remove_server() -> None:
    """Stop the server of this process if there is one."""
    global _started  # noqa: PLW0603 - as above
    if _started is not None:
        _started.kill()
        _started.wait()
        _started = None
        server.cache_clear()


def answers(port: int) -> bool:
    """Whether a server answers at a port of this machine."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/moto-api/")
        return line.getresponse().status < 500
    except OSError:
        return False
    finally:
        line.close()


def endpoint() -> str:
    """Where the server is."""
    return f"http://127.0.0.1:{server()}"


def make_bucket() -> str:
    """The name of a new bucket."""
    name = f"mails-{os.getpid()}-{next(_numbers)}"
    line = http.client.HTTPConnection("127.0.0.1", server(), timeout=PATIENCE)
    line.request("PUT", f"/{name}", headers={"Authorization": f"AWS {KEY_ID}:x"})
    assert line.getresponse().status == 200
    line.close()
    return name


def place(bucket: str, prefix: str = "", **changes: str) -> BucketPlace:
    """A place in the tests' server."""
    where = {"endpoint": endpoint(), "region": "us-east-1", "key_id": KEY_ID} | changes
    return BucketPlace(bucket, prefix, secret=lambda: SECRET, **where)


def open_bucket(prefix: str = "") -> Bucket:
    """A store in a new bucket."""
    return Bucket(place(make_bucket(), prefix))
