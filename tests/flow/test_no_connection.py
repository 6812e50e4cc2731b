"""Nobody hears of the office but its mail servers: each look-up and connection is recorded in a closed network.

The programs run in a network namespace without any line, below strace, which writes down what they tried.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from demo.mails import season_mails
from intake.campaign.call import Call, Sender
from intake.documents.scan.engine import is_installed
from intake.pipeline import read_mail
from intake.worker.pool import CallFiles
from tests.office import Office, case
from tests.paths import CONFIG, CORPUS
from tests.programs import need

# An address of the internet that was connected to or written to; sockets of the machine itself are not.
OUT = re.compile(r"\b(?:connect|sendto|sendmsg|sendmmsg)\([^\n]*sa_family=AF_INET6?\b[^\n]*")
SCAN = """
import numpy
from intake.documents.scan.engine import find_lines
assert find_lines(numpy.full((80, 400, 3), 255, numpy.uint8)) == []
"""
LOOK_UP = """
import socket
try:
    socket.create_connection(("telemetry.example.com", 443), 1)
except OSError:
    pass
"""


@pytest.fixture(scope="module")
def closed() -> list[str]:
    """The words before a command that close the network."""
    if not sys.platform.startswith("linux"):
        pytest.skip("namespaces are Linux's")
    strace, unshare = need("strace"), need("unshare")
    namespace = [unshare, "--net"] if os.geteuid() == 0 else [unshare, "--map-root-user", "--net"]
    tried = subprocess.run([*namespace, strace, "-f", "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip(f"a network namespace is not permitted here: {tried.stderr.decode()[:200]}")
    return [*namespace, strace, "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg"]


def run(closed: list[str], folder: Path, *words: str) -> list[str]:
    """What a Python program tried to reach; its home is ``folder/home``."""
    log = folder / "strace.log"
    (folder / "home").mkdir(exist_ok=True)
    env = {
        "HOME": str(folder / "home"),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path.cwd()),
        "LANG": "C.UTF-8",
    }
    done = subprocess.run(
        [*closed, "-o", str(log), sys.executable, *words],
        env=env,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return OUT.findall(log.read_text(errors="replace"))


def test_a_look_up_would_be_seen(closed: list[str], tmp_path: Path) -> None:
    assert run(closed, tmp_path, "-c", LOOK_UP)


@pytest.mark.slow
@pytest.mark.skipif(not is_installed(), reason="the extra ocr is not installed")
def test_recognition_asks_nobody_and_leaves_nothing_at_home(closed: list[str], tmp_path: Path) -> None:
    assert run(closed, tmp_path, "-c", SCAN) == []
    assert list((tmp_path / "home").rglob("*")) == []


@pytest.mark.slow
def test_a_season_asks_nobody(closed: list[str], tmp_path: Path) -> None:
    (tmp_path / "mails").mkdir()
    arrivals = []
    for made in season_mails():
        if made.name in ("case-dev-001.eml", "asked.eml", "again-dev-001.eml"):
            (tmp_path / "mails" / made.name).write_bytes(made.raw)
            arrivals.append(json.dumps({"file": made.name, "arrival": made.at.isoformat()}))
    (tmp_path / "arrivals.jsonl").write_text("\n".join(arrivals), encoding="utf-8")
    words = ("replay", "mails", "--data", "data", "--from", "2015-07-07T08:00", "--until", "2015-08-12T18:00")
    placed = [str(tmp_path / word) if word in ("mails", "data") else word for word in words]
    arrival_table = ("--arrivals", str(tmp_path / "arrivals.jsonl"))
    assert run(closed, tmp_path, "-m", "tracker.cli.app", *placed, *arrival_table) == []
    assert len(list((tmp_path / "data" / "sent").glob("*.eml"))) == 3
    assert list((tmp_path / "home").rglob("*")) == []


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process in which nothing may be looked up or connected to."""

    def refuse(*words: object, **_named: object) -> None:
        raise AssertionError(f"somebody was asked for: {words[-1]}")

    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "sendto", refuse)


@pytest.fixture(scope="module")
def call() -> Call:
    return CallFiles(
        CONFIG / "campaigns/xuzhou-2015.toml",
        CONFIG / "places/xuzhou.toml",
        CONFIG / "lexicon/xuzhou-2015.toml",
    ).load()


@pytest.mark.slow
def test_reading_connects_to_nobody(deaf: None, call: Call) -> None:
    raws = [path.read_bytes() for path in sorted((CORPUS / "faults").rglob("*.eml"))]
    raws += [made.raw for made in season_mails()][:12]
    links = b"From: a@example.cn\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n"
    raws.append(links + b'<img src="http://example.com/a.png"><a href="https://pan.baidu.com/s/1abc">x</a>')
    assert all(read_mail(raw, call, Sender()) for raw in raws)


def test_answering_and_reporting_connect_to_nobody(deaf: None, tmp_path: Path) -> None:
    office = Office(tmp_path).at("08-03 09:00")
    office.mail("fx@example.cn", case("一"))
    office.until("08-04 18:00")
    assert {"acknowledgement", "digest"} <= {str(letter.row.kind) for letter in office.letters()}
    office.close()
