"""Bad days: a full disk, a locked or broken ledger, hostile mails. Said clearly, and nothing is lost."""

import resource
import sqlite3
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from intake.model.errors import ArchiveError
from tests.flow.dovecot import PASSWORD, Dovecot
from tests.waiting import wait_for
from tracker.errors import LedgerBusy, LedgerError
from tracker.ledger import letters, mails
from tracker.ledger.doubts import list_doubts
from tracker.ledger.engines.store import Ledger
from tracker.ledger.records import MailState
from tracker.office.clock import SetClock
from tracker.office.parts import Parts
from tracker.office.secret import write_private
from tracker.outbox.eml import FolderRoute
from tracker.outbox.sending import send_due
from tracker.run.duties import answer, duty, file_archived
from tracker.run.init import init_data
from tracker.run.open import open_office, open_readers
from tracker.run.polling import open_mailboxes, poll_mailboxes

TEN = datetime(2015, 7, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HEAD = b"From: clerk@county.example.cn\r\nMessage-ID: <%d@county.example.cn>\r\nSubject: case\r\n"


def office(root: Path, server: Dovecot | None = None, user: str = "", extra: str = "") -> Path:
    root.mkdir(exist_ok=True)
    write_private(root / "secrets.toml", f'main = "{PASSWORD}"\n')
    init_data(root)
    text = extra
    if server is not None:
        text += (
            f'[[mailboxes]]\nname = "main"\nhost = "127.0.0.1"\nport = {server.tls_port}\nuser = "{user}"\n'
            f'ca_file = "{server.authority}"\n'
        )
    (root / "settings.toml").write_text(text, encoding="utf-8")
    return root


def states(parts: Parts) -> list[tuple[str, bool, str]]:
    with parts.ledger.read() as connection:
        rows = connection.exec_driver_sql("select state, needs_person, trouble from mail order by id").all()
    return [(row[0], bool(row[1]), row[2]) for row in rows]


def test_disk_full_then_freed(tmp_path: Path, dovecot: Dovecot, mailbox_user: str) -> None:
    """The limit on file size stands for the full disk: the same call fails in the same place."""
    big = HEAD % 1 + b"\r\n" + b"x" * 70 + b"\r\n" + b"y" * 600_000 + b"\r\n"
    dovecot.deliver(mailbox_user, HEAD % 2 + b"\r\nsmall\r\n", big)
    with open_office(office(tmp_path / "d", dovecot, mailbox_user), clock=SetClock(TEN)) as parts:
        mailboxes = open_mailboxes(parts)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
        try:
            with duty(parts, "poll"):
                poll_mailboxes(parts, mailboxes)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert "原件存档失败" in parts.health["poll"]
        assert not list((tmp_path / "d" / "archive").rglob("*.tmp"))

        with duty(parts, "poll"):
            poll_mailboxes(parts, mailboxes)
        assert "poll" not in parts.health
        assert len(states(parts)) == 2
        assert sum(1 for _ in (tmp_path / "d" / "archive").rglob("*.eml")) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="the error number is Linux's")
def test_the_message_names_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import errno
    import os

    from intake.source.archive.mails import Archive

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ArchiveError, match=f"磁盘空间不足，请清理 {tmp_path} 所在磁盘后重试"):
        Archive(tmp_path).store(b"mail")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_ledger_locked_by_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Ledger.open.__func__.__kwdefaults__, "busy_seconds", 0.2)
    root = office(tmp_path / "d")
    with open_office(root, clock=SetClock(TEN)) as parts:
        sha256 = parts.archive.store(HEAD % 1 + b"\r\nbody\r\n")
        other = sqlite3.connect(parts.data.ledger, isolation_level=None)
        other.execute("begin immediate")
        with (
            pytest.raises(LedgerBusy, match="请关闭正在使用台账的其他程序后重试"),
            parts.ledger.begin() as connection,
        ):
            mails.add_mail(connection, sha256, 10, TEN, TEN)
        other.execute("rollback")
        other.close()
        with parts.ledger.begin() as connection:
            mails.add_mail(connection, sha256, 10, TEN, TEN)
        assert [state for state, _, _ in states(parts)] == [MailState.ARCHIVED]


def test_damaged_ledger_says_restore(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(LedgerError, match="zhengji restore"):
        Ledger.open(tmp_path / "ledger.db")


HOSTILE = {
    "no-headers": b"just some words, no header at all",
    "empty": b"",
    "only-newlines": b"\r\n\r\n\r\n",
    "wrong-charset": HEAD % 3
    + b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\n"
    + "丰县凤城镇报送案例一篇，请查收。".encode("gb18030"),
    "no-charset": HEAD % 4 + b"\r\n" + "丰县凤城镇报送案例一篇，请查收。".encode("gb18030"),
    "unknown-charset": HEAD % 5 + b"Content-Type: text/plain; charset=klingon\r\n\r\n" + "丰县".encode(),
    "nested-200": HEAD % 6
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(200))
    + b"Content-Type: text/plain\r\n\r\ndeep\r\n",
    "corrupt-docx": HEAD
    % 7
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/msword\r\n"
    b'Content-Disposition: attachment; filename="a.docx"\r\n\r\nPK\x03\x04broken\r\n--b--\r\n',
    "corrupt-pdf": HEAD
    % 8
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/pdf\r\n"
    b'Content-Disposition: attachment; filename="a.pdf"\r\n\r\n%PDF-1.4\nnothing\r\n--b--\r\n',
    "empty-file": HEAD
    % 9
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/msword\r\n"
    b'Content-Disposition: attachment; filename="a.doc"\r\n\r\n\r\n--b--\r\n',
    "100-mb": HEAD % 10 + b"\r\n" + b"0123456789abcdef" * 64 * 1024 * 100,
}


@pytest.mark.slow
def test_hostile_mails_are_filed_and_nothing_stops(tmp_path: Path) -> None:
    clock = SetClock(TEN)
    with open_office(office(tmp_path / "d"), clock=clock) as parts, open_readers(parts) as readers:
        for name, raw in HOSTILE.items():
            sha256 = parts.archive.store(raw)
            with parts.ledger.begin() as connection:
                mails.add_mail(connection, sha256, len(raw), TEN, TEN, file=name)
        assert file_archived(parts, readers) == len(HOSTILE)
        send_due(parts, FolderRoute(tmp_path / "letters"), lambda _seconds: None)
        clock.advance(timedelta(days=1))
        answer(parts)
        with parts.ledger.read() as connection:
            rows = connection.exec_driver_sql("select id, file, state from mail order by id").all()
            codes = {
                row.file: sorted(
                    {doubt.code for doubt in list_doubts(connection, mail_id=row.id, state=None)}
                )
                for row in rows
            }
            answered = letters.answered_mails(connection)
        assert {row.state for row in rows} == {MailState.FILED}
        assert codes["corrupt-docx"] == codes["corrupt-pdf"] == ["damaged"]
        assert codes["empty-file"] == ["empty"]
        assert "oversize-mail" in codes["100-mb"]
        assert "header-odd" in codes["no-headers"]
        # All have one sender, a stranger: the first is answered at once, what came that day by one letter.
        ids = {row.file: row.id for row in rows}
        asked = [ids[name] for name in ("corrupt-docx", "corrupt-pdf", "empty-file", "100-mb")]
        first, later = answered.values()
        assert (len(first), {*asked} <= {*first, *later}) == (1, True)


def test_wrong_password_stops_and_says_so(tmp_path: Path, dovecot: Dovecot, mailbox_user: str) -> None:
    root = office(tmp_path / "d", dovecot, mailbox_user)
    (root / "secrets.toml").unlink()
    write_private(root / "secrets.toml", 'main = "wrong"\n')
    with open_office(root, clock=SetClock(TEN)) as parts:
        mailboxes = open_mailboxes(parts)
        for _ in range(5):
            with duty(parts, "poll"):
                poll_mailboxes(parts, mailboxes)
        assert "请检查授权码" in parts.health["poll"]
    assert _refused(dovecot, mailbox_user) == 1


def _refused(server: Dovecot, user: str) -> int:
    """How often the server's log says that a login of this user failed, once all of it is written."""
    last = f"after-{user}"
    with IMAPClient("127.0.0.1", server.port, ssl=False) as client, pytest.raises(LoginError):
        client.login(last, "wrong")
    log = server.root / "log"
    wait_for(lambda: _failed(log.read_text(errors="replace"), last) == 1)
    return _failed(log.read_text(errors="replace"), user)


def _failed(log: str, user: str) -> int:
    return sum("auth failed" in line and f"user=<{user}>" in line for line in log.splitlines())
