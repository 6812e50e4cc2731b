"""Servers on loopback for flow tests: our misbehaving IMAP stub, pymap and Dovecot."""

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.flow.dovecot import Dovecot, find_dovecot, free_ports
from tests.flow.imap_stub import ImapStub, wait_until_open

_users = itertools.count(1)


@pytest.fixture
def stub() -> Iterator[ImapStub]:
    with ImapStub() as running:
        yield running


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A private Dovecot; skips where it is not installed, but never in CI."""
    binary = find_dovecot()
    if binary is None:
        if os.environ.get("CI"):
            pytest.fail("Dovecot must be installed in CI")
        pytest.skip("Dovecot is not installed")
    with Dovecot(binary) as running:
        yield running


@pytest.fixture
def mailbox_user() -> str:
    """A user whose mailbox nobody has touched."""
    return f"user{next(_users)}-{time.time_ns()}@example.cn"


@pytest.fixture(scope="session")
def pymap_port() -> Iterator[int]:
    """The port of a pymap server with its demonstration mailbox (user demouser, password demopass)."""
    (port,) = free_ports(1)
    start = "from pymap.main import main; main()"
    options = ["--host", "127.0.0.1", "--port", str(port), "dict", "--demo-data"]
    process = subprocess.Popen(
        [sys.executable, "-c", start, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until_open(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)
