"""Hosts in namespaces: a cable that is pulled out or swallows everything stops what goes through it, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.faults.network import Network, network

HOSTS = ("first", "second", "server")
CALL = "import socket, sys; print(socket.create_connection((sys.argv[1], int(sys.argv[2])), 1).recv(100).decode())"


@pytest.fixture(scope="module")
def lan() -> Iterator[Network]:
    with network(HOSTS) as made:
        if made is None:
            pytest.skip("this machine makes no namespaces")
        yield made


@pytest.fixture(scope="module")
def call(lan: Network) -> Iterator[Callable[[str], str]]:
    """What the server says to a host: its address, or nothing."""
    listener = lan.listen("server")

    def serve() -> None:
        while True:
            try:
                one, (address, _) = listener.accept()
            except OSError:
                return
            with one:
                one.sendall(address.encode())

    threading.Thread(target=serve, daemon=True).start()
    words = [sys.executable, "-c", CALL, lan.address("server"), str(listener.getsockname()[1])]
    yield lambda host: subprocess.run(
        [*lan.on(host), *words], check=False, capture_output=True, text=True
    ).stdout.strip()
    listener.close()


@pytest.mark.parametrize(("begin", "end"), [("pull", "plug"), ("swallow", "carry")])
def test_a_dead_cable_cuts_off_one_host_and_comes_back(
    lan: Network, call: Callable[[str], str], begin: str, end: str
) -> None:
    first, second = lan.address("first"), lan.address("second")
    getattr(lan, begin)("first")
    cut = call("first"), call("second")
    getattr(lan, end)("first")

    assert cut == ("", second)
    assert (call("first"), call("second")) == (first, second)


def test_a_dead_cable_of_the_server_cuts_off_everybody(lan: Network, call: Callable[[str], str]) -> None:
    lan.swallow("server")
    cut = call("first"), call("second")
    lan.carry("server")

    assert cut == ("", "")
    assert call("second") == lan.address("second")


def test_nothing_of_it_is_left() -> None:
    with network(("one", "two")):
        pass

    assert not [
        path for path in Path("/run/netns").glob(f"zhengji-{os.getpid()}-*") if path.name.endswith("-one")
    ]
