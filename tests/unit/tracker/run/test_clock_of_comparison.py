"""The account of the mailbox comes out at nothing whatever the clock did between two polls."""

from collections.abc import Iterator
from datetime import UTC

import pytest

from intake.source.imap.account import ImapAccount
from intake.source.imap.source import ImapSource
from tests.flow.imap_stub import ImapStub
from tests.office import Office, local
from tracker.ledger.views.status import reconcile
from tracker.run.polling import poll_once

TIMES = {
    "as it should": ("07-10 09:00", "07-10 09:05", "07-10 09:10"),
    "set back by hours": ("07-10 09:00", "07-10 09:05", "07-10 03:00", "07-10 03:05"),
    "a day ahead and back": ("07-10 09:00", "07-10 09:05", "07-11 10:00", "07-11 10:05", "07-10 09:10"),
    "ahead for one poll": ("07-10 09:00", "07-11 10:00", "07-10 09:10", "07-10 09:15"),
    "two days ahead, then back for good": ("07-10 09:00", "07-12 09:00", "07-12 09:05", "07-10 09:10", "07-11 09:15"),
}  # fmt: skip


@pytest.fixture
def stub() -> Iterator[ImapStub]:
    with ImapStub() as running:
        yield running


@pytest.mark.parametrize("times", TIMES.values(), ids=TIMES)
def test_nothing_is_unaccounted_for(stub: ImapStub, tmp_path, times: tuple[str, ...]) -> None:
    office = Office(tmp_path)
    source = ImapSource(
        ImapAccount("main", "127.0.0.1", stub.user, stub.port, "plain-for-tests"), lambda: stub.password
    )
    for number, when in enumerate(times, 1):
        stub.inbox.deliver(f"Message-ID: <{number}@x.cn>\r\n\r\n{number}".encode())
        office.clock._now = local(when).astimezone(UTC)
        poll_once(office.parts, source)
        account = office.ask(reconcile)
        assert (account.total, account.difference) == (number, 0), when
    office.close()
