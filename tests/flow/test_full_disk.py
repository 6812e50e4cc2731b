"""A disk that is full at any step: said, and nothing is lost or sent twice when there is room again.

A small file system in memory, filled up to a number of free bytes, so that another step fails each time.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from intake.model.errors import IntakeError
from intake.worker.pool import Readers
from tests import office as office_of_tests
from tests.flow.dovecot import Dovecot
from tests.flow.smtp_stub import SmtpStub
from tests.flow.test_restored import LI, Office, at, give_password
from tracker.errors import LedgerError, TrackerError
from tracker.ledger.views.status import list_mails, reconcile
from tracker.office.clock import SetClock
from tracker.office.folder import DataDir
from tracker.outbox.outcome import ROOM
from tracker.outbox.sending import recover_sending
from tracker.outbox.smtp import Confirm
from tracker.run.backup import restore_backup, write_backup
from tracker.run.init import init_data
from tracker.run.open import call_files, open_office

KIB = 1024
TROUBLES = (OSError, IntakeError, TrackerError)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MiB."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root may mount a file system")
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not permitted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readers]:
    root = tmp_path_factory.mktemp("readers")
    init_data(root)
    with Readers(call_files(DataDir(root))) as readers:
        yield readers


@pytest.fixture
def office(disk: Path, dovecot: Dovecot, mailbox_user: str, readers: Readers) -> Iterator[Office]:
    root = disk / "data"
    init_data(root)
    with SmtpStub() as smtp:
        (root / "settings.toml").write_text(
            f'[[mailboxes]]\nname = "main"\nhost = "127.0.0.1"\nport = {dovecot.tls_port}\nuser = "{mailbox_user}"\n'
            f'ca_file = "{dovecot.authority}"\n[smtp]\nhost = "127.0.0.1"\nport = {smtp.port}\n'
            'tls = "none-for-tests"\nfrom_address = "bureau@example.cn"\n[reading]\nocr = false\n',
            encoding="utf-8",
        )
        with (root / "campaign.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[[coordinators]]\nname = "李敏"\nemail = "{LI}"\n')
        give_password(root)
        yield Office(dovecot, smtp, readers, mailbox_user, root)


def fill(disk: Path, free: int) -> Path:
    """Take all room but ``free`` bytes."""
    filler = disk / "filler"
    status = os.statvfs(disk)
    filler.write_bytes(b"\0" * max(0, status.f_bavail * status.f_frsize - free))
    return filler


# xlsxwriter leaves its own temporary files open when it cannot write them.
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("free", [0, 24, 80, 180, 400])
def test_work_goes_on_where_it_stopped(office: Office, disk: Path, free: int) -> None:
    office.receive(1, "a@county.example.cn", "20 09:50")
    office.work("20 10:00")
    office.receive(2, "b@county.example.cn", "20 10:10")
    office.receive(3, "c@county.example.cn", "20 10:11")
    filler = fill(disk, free * KIB)
    for when in ("20 10:20", "20 10:40"):
        with suppress(*TROUBLES):
            office.work(when)
    filler.unlink()
    office.work("20 10:50", "20 11:00", "20 12:10", "20 17:00")

    assert office.answered() == {f"<m{number}@county.example.cn>" for number in (1, 2, 3)}
    assert max(office.names().values()) == 1
    # That the disk is small is told, too.
    told = [letter["X-Zhengji-Kind"] for letter in office.sent if letter["To"] == LI]
    assert (told.count("digest"), set(told)) == (1, {"urgent", "digest"})
    with open_office(office.root, clock=SetClock(at("20 17:05"))) as parts:
        with parts.ledger.read() as connection:
            account = reconcile(connection)
            assert (account.total, account.difference, account.queue) == (3, 0, 0)
            assert {row.state for row in list_mails(connection)} == {"filed"}
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        archived = [path for path in parts.data.archive.rglob("*") if path.is_file()]
        assert len(archived) == 3
        assert (parts.data.out / "汇总表.xlsx").exists()
    gc.collect()  # now, so that no later test is told of those files


class Filling(office_of_tests.Route):
    """A server that takes letters, and a disk that is full by the time of its answer."""

    def __init__(self, disk: Path) -> None:
        super().__init__()
        self._disk = disk

    def deliver(self, sender: str, recipient: str, content: bytes, confirm: Confirm) -> str:
        said = super().deliver(sender, recipient, content, confirm)
        fill(self._disk, 0)
        return said


def ready_to_answer(disk: Path) -> office_of_tests.Office:
    """An office on the disk, in which one answer waits."""
    folder = disk / "data"
    folder.mkdir()
    office = office_of_tests.Office(folder).at("07-10 12:00")
    office.mail("fx@example.cn", office_of_tests.case("一张清单管到底"))
    return office


def send(office: office_of_tests.Office) -> None:
    """What the service does, with a Sent folder in which nothing is found."""
    recover_sending(office.parts, lambda _id, _since: False)
    office.send()


def test_what_a_server_took_while_the_disk_filled_up_is_sent(disk: Path) -> None:
    with closing(ready_to_answer(disk)) as office:
        office.route = Filling(disk)
        with pytest.raises(LedgerError):
            send(office)
        assert [letter.row.state for letter in office.letters()] == ["sending"]
        for when in ("07-10 12:05", "07-10 13:30"):
            office.at(when)
            with pytest.raises(LedgerError):
                send(office)
        (disk / "filler").unlink()
        send(office.at("07-10 14:00"))
        (letter,) = office.letters()
        assert (letter.row.state, letter.row.response) == ("sent", "250 taken")
        assert letter.row.sent_at == office_of_tests.local("07-10 12:00")
        assert len(office.route.sent) == 1


def test_nothing_is_handed_over_of_which_the_outcome_could_not_be_stored(disk: Path) -> None:
    with closing(ready_to_answer(disk)) as office:
        filler = fill(disk, ROOM - KIB)
        with pytest.raises(LedgerError):
            send(office)
        assert (office.route.sent, [letter.row.attempts for letter in office.letters()]) == ([], [0])
        filler.unlink()
        send(office)
        assert [letter.row.state for letter in office.letters()] == ["sent"]


@pytest.mark.slow
def test_a_backup_or_restore_without_room_leaves_things_as_they_were(
    office: Office, disk: Path, tmp_path: Path
) -> None:
    office.receive(1, "a@county.example.cn", "20 09:50")
    office.work("20 10:00")
    data = DataDir(office.root)
    target = data.backup / "b.zip"
    write_backup(data, target)
    earlier = target.read_bytes()
    (tmp_path / "b.zip").write_bytes(earlier)
    filler = fill(disk, 40 * KIB)
    with pytest.raises(TROUBLES):
        write_backup(data, target)
    with pytest.raises(TROUBLES):
        restore_backup(tmp_path / "b.zip", DataDir(disk / "again"))
    assert not (disk / "again" / "ledger.db").exists()
    assert target.read_bytes() == earlier
    assert [path.name for path in data.backup.iterdir()] == ["b.zip"]
    filler.unlink()
    assert restore_backup(tmp_path / "b.zip", DataDir(disk / "again")) > 3
