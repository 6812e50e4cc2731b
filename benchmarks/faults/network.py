"""A network of hosts in namespaces of Linux: a cable each to one switch, which can be pulled out or swallow everything.

Needs root and ``ip``. The addresses are those that mean "this machine" elsewhere, so that an office takes servers
without encryption; here they lie on cables, and the kernel does with a dead cable what it does in life.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

NETWORK = "127.9.0"
CABLE = "lan"  # its end at the host; the end at the switch is called as the host
LOOSE = "/proc/sys/net/ipv4/conf/all/route_localnet"


class Network:
    """Hosts by their names, and what is done to their cables."""

    def __init__(self, hosts: Sequence[str]) -> None:
        self._names = {host: f"zhengji-{os.getpid()}-{host}" for host in hosts}
        self._switch = f"zhengji-{os.getpid()}-switch"
        self._numbers = {host: number for number, host in enumerate(hosts, 1)}

    def lay(self) -> None:
        """Make the hosts, the switch and the cables."""
        _ip("netns", "add", self._switch)
        _ip("-n", self._switch, "link", "add", "switch", "up", "type", "bridge")
        for host, name in self._names.items():
            _ip("netns", "add", name)
            ends = ("name", host, "type", "veth", "peer", "name", CABLE)
            _ip("-n", self._switch, "link", "add", *ends, "address", self._card(host), "netns", name)
            _ip("netns", "exec", name, "sh", "-c", f"echo 1 > {LOOSE}")
            _ip("-n", name, "address", "add", f"{self.address(host)}/24", "dev", CABLE)
            _ip("-n", name, "link", "set", CABLE, "up")
            self.plug(host)
            self.carry(host)
            for other in self._names.keys() - {
                host
            }:  # as behind a router: who is silent has an address all the same
                known = (self.address(other), "lladdr", self._card(other), "dev", CABLE)
                _ip("-n", name, "neighbour", "add", *known, "nud", "permanent")

    def take_away(self) -> None:
        """Every trace of it; processes in it must have ended."""
        for name in (*self._names.values(), self._switch):
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)

    def address(self, host: str) -> str:
        """Where the others reach it."""
        return f"{NETWORK}.{self._numbers[host]}"

    def on(self, host: str) -> list[str]:
        """The words before a command that runs there."""
        return ["ip", "netns", "exec", self._names[host]]

    def listen(self, host: str) -> socket.socket:
        """A port of that host, held by this process."""
        with ThreadPoolExecutor(1) as pool:  # a thread lives in the namespace that it has entered
            return pool.submit(self._listen, host).result()

    def _listen(self, host: str) -> socket.socket:
        libc = ctypes.CDLL(None, use_errno=True)
        with Path("/run/netns", self._names[host]).open("rb") as space:
            if libc.setns(space.fileno(), 0):
                raise OSError(ctypes.get_errno(), "setns")
        return socket.create_server((self.address(host), 0))

    def pull(self, host: str) -> None:
        """Take its cable out of the switch: both ends know."""
        self._at_switch(host, "down")

    def plug(self, host: str) -> None:
        """Put it in again."""
        self._at_switch(host, "up")

    def swallow(self, host: str) -> None:
        """From now on nothing comes through, and nobody is told."""
        self._at_switch(host, "nomaster")

    def carry(self, host: str) -> None:
        """Everything comes through again."""
        self._at_switch(host, "master", "switch")

    def _at_switch(self, host: str, *words: str) -> None:
        _ip("-n", self._switch, "link", "set", host, *words)

    def _card(self, host: str) -> str:
        return f"02:00:00:00:00:{self._numbers[host]:02x}"


@contextmanager
def network(hosts: Sequence[str]) -> Iterator[Network | None]:
    """Such a network while it is used; None where this machine makes none."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        yield None
        return
    made = Network(hosts)
    try:
        yield made if _is_laid(made) else None
    finally:
        made.take_away()


def _is_laid(made: Network) -> bool:
    try:
        made.lay()
    except subprocess.CalledProcessError:  # root of a container, without the right to
        return False
    return True


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
