"""Programs for flow tests: our misbehaving IMAP stub, pymap and Dovecot on loopback, and LibreOffice."""

import itertools
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from tests.flow.dovecot import PATHS, Dovecot, free_ports
from tests.flow.imap_stub import ImapStub, wait_until_open
from tests.programs import need

_users = itertools.count(1)


@pytest.fixture
def stub() -> Iterator[ImapStub]:
    with ImapStub() as running:
        yield running


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A private Dovecot."""
    with Dovecot(need("dovecot", *PATHS)) as running:
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


@pytest.fixture(scope="session")
def resave(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str], bytes]:
    """Open a workbook in LibreOffice and save it again, as .xlsx or .xls."""
    program = need("soffice")
    home = tmp_path_factory.mktemp("libreoffice")

    def run(content: bytes, suffix: str) -> bytes:
        source, target = home / "in", home / "out"
        source.mkdir(exist_ok=True)
        (source / "汇总表.xlsx").write_bytes(content)
        subprocess.run(
            [program, f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--convert-to",
             suffix, "--outdir", str(target), str(source / "汇总表.xlsx")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return (target / f"汇总表.{suffix}").read_bytes()

    return run
