"""Against real servers: pymap from pip, Dovecot where it is installed (always in CI)."""

import itertools
import threading
from pathlib import Path
from typing import Any

import pytest

from intake.model.errors import LoginRefused, SourceError
from intake.source.base import Batch, CursorState
from intake.source.imap.account import ImapAccount
from intake.source.imap.source import ImapSource
from tests.authority import make_authority
from tests.flow.dovecot import PASSWORD, Dovecot

ODD_MAILS = (
    b"\r\n",
    b"no header at all",
    b"Subject: =?gb2312?B?xuTW0A==?=\r\n\r\n\xb7\xe1\xcf\xd8\r\n",
    b"Subject: " + b"x" * 30_000 + b"\r\n\r\nlong line\r\n",
    b"Subject: braces {12}\r\n\r\n{3}\r\n) OK\r\n* 1 FETCH (UID 9)\r\n",
    "Subject: 丰县\r\n\r\n".encode() + "正文。\r\n".encode("gb18030") * 20_000,
    b"From: a@example.cn\r\n\r\n" + bytes(range(1, 256)) * 100,
)


def source(server: Dovecot, user: str, **settings: Any) -> ImapSource:
    account = ImapAccount(
        **{"name": "市局", "host": "127.0.0.1", "user": user, "port": server.tls_port}
        | {"ca_file": server.authority}
        | settings
    )
    return ImapSource(account, lambda: PASSWORD, pause=lambda _: None)


def contents(batches: list[Batch]) -> list[bytes | None]:
    return [seen.raw for batch in batches for seen in batch.mails]


def cursor_of(batches: list[Batch]) -> dict[tuple[str, str], CursorState]:
    return {(batch.account, batch.folder): batch.cursor for batch in batches}


def test_pymap(pymap_port: int) -> None:
    account = ImapAccount("演示", "127.0.0.1", "demouser", pymap_port, "plain-for-tests")
    reader = ImapSource(account, lambda: "demopass")
    first = list(reader.poll({}))
    assert len(contents(first)) == first[-1].on_server > 0
    assert all(raw for raw in contents(first))
    assert contents(list(reader.poll(cursor_of(first)))) == []
    assert reader.probe().sent == "Sent"
    with pytest.raises(LoginRefused):
        list(ImapSource(account, lambda: "wrong").poll({}))


def test_odd_mails_come_byte_for_byte_and_stay_unread(dovecot: Dovecot, mailbox_user: str) -> None:
    """Dovecot stores CRLF; what it gives is what another client gets."""
    dovecot.deliver(mailbox_user, *ODD_MAILS)
    other = dovecot.client(mailbox_user)
    other.select_folder("INBOX", readonly=True)
    theirs = [entry[b"BODY[]"] for _, entry in sorted(other.fetch(other.search(), ["BODY.PEEK[]"]).items())]
    for settings in ({}, {"batch_mails": 1}):
        assert contents(list(source(dovecot, mailbox_user, **settings).poll({}))) == theirs
    flags = {flag for uid in other.search() for flag in other.get_flags([uid])[uid]}
    assert flags <= {b"\\Recent"}
    other.logout()


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_encryption_is_checked(dovecot: Dovecot, mailbox_user: str, tls: str, tmp_path: Path) -> None:
    port = dovecot.tls_port if tls == "tls" else dovecot.port
    report = source(dovecot, mailbox_user, tls=tls, port=port).probe()
    assert report.encryption.startswith("TLSv1.")
    other_authority, _, _ = make_authority(tmp_path)
    for authority in (None, other_authority):
        with pytest.raises(SourceError, match="证书未通过校验"):
            source(dovecot, mailbox_user, tls=tls, port=port, ca_file=authority).probe()


def test_certificate_for_another_name_is_refused(dovecot: Dovecot, mailbox_user: str) -> None:
    with pytest.raises(SourceError, match="证书未通过校验"):
        source(dovecot, mailbox_user, host="localhost").probe()


def test_wrong_password(dovecot: Dovecot, mailbox_user: str) -> None:
    reader = ImapSource(source(dovecot, mailbox_user).account, lambda: "expired")
    with pytest.raises(LoginRefused, match="授权码是否过期"):
        list(reader.poll({}))


def test_chinese_folders_junk_and_sent(dovecot: Dovecot, mailbox_user: str) -> None:
    dovecot.deliver(mailbox_user, b"Subject: 1\r\n\r\n", folder="其他文件夹/案例征集")
    dovecot.deliver(mailbox_user, b"Subject: win\r\nFrom: x@y.cn\r\n\r\n", folder="Junk")
    dovecot.deliver(mailbox_user, b"Message-ID: <1@zhengji>\r\n\r\n", folder="Sent")
    reader = source(dovecot, mailbox_user, folders=("收件箱", "案例征集"))
    batches = list(reader.poll({}))
    assert [(batch.folder, len(batch.mails)) for batch in batches] == [
        ("INBOX", 0),
        ("案例征集", 1),
        ("案例征集", 0),
    ]
    assert [suspect.header for suspect in reader.list_junk()] == [b"Subject: win\r\nFrom: x@y.cn\r\n\r\n"]
    arrived = batches[1].mails[0].arrived
    assert reader.sent_ids(arrived) == {"<1@zhengji>"}
    report = reader.probe()
    assert (report.junk, report.sent, [folder.name for folder in report.folders]) == (
        "Junk",
        "Sent",
        ["INBOX", "其他文件夹/案例征集"],
    )


def test_read_mail_moved_mail_and_a_new_folder_of_the_same_name(dovecot: Dovecot, mailbox_user: str) -> None:
    mails = [f"Subject: {number}\r\n\r\n".encode() for number in range(6)]
    dovecot.deliver(mailbox_user, *mails[:3], folder="案例")
    reader = source(dovecot, mailbox_user, folders=("案例",))
    other = dovecot.client(mailbox_user)
    other.select_folder("案例")
    other.add_flags([2, 3], [b"\\Seen"])  # read on the web before we came
    first = list(reader.poll({}))
    assert contents(first) == mails[:3]
    other.append("案例", mails[3])
    other.move([1], "Sent")
    second = list(reader.poll(cursor_of(first)))
    assert contents(second) == [mails[3]]
    known = {2: 0, 4: 0, 1: 0}  # 3 was lost on our side
    third = list(reader.reconcile(cursor_of(second), lambda *_: known))
    assert (contents(third), third[-1].gone, third[-1].on_server) == ([mails[2]], (1,), 3)
    other.close_folder()
    other.delete_folder("案例")
    other.create_folder("案例")
    other.append("案例", mails[4])
    other.append("案例", mails[5])
    fourth = list(reader.poll(cursor_of(third)))
    assert contents(fourth) == mails[4:]
    assert fourth[-1].cursor.uidvalidity != third[-1].cursor.uidvalidity
    other.logout()


def test_mail_delivered_and_deleted_while_we_poll(dovecot: Dovecot, mailbox_user: str) -> None:
    """Another person works in the mailbox: whatever was there all the time must come."""
    mails = [f"Subject: {number}\r\n\r\n{number}\r\n".encode() for number in range(60)]
    dovecot.deliver(mailbox_user, *mails[:30])
    stop = threading.Event()

    def disturb() -> None:
        other = dovecot.client(mailbox_user)
        other.select_folder("INBOX")
        for number in itertools.takewhile(lambda _: not stop.is_set(), range(30, 60)):
            other.append("INBOX", mails[number])
            if number % 3 == 0:
                other.delete_messages([number // 3], silent=True)
                other.expunge()
        other.logout()

    worker = threading.Thread(target=disturb)
    worker.start()
    reader = source(dovecot, mailbox_user, batch_mails=4)
    found: set[bytes | None] = set()
    cursors: dict[tuple[str, str], CursorState] = {}
    while worker.is_alive():
        for batch in reader.poll(cursors):
            cursors |= cursor_of([batch])
            found |= set(contents([batch]))
    worker.join()
    last = list(reader.poll(cursors))
    found |= set(contents(last))
    deleted = {mails[number // 3 - 1] for number in range(30, 60) if number % 3 == 0}
    assert set(mails) - deleted <= found <= set(mails)


def test_quiet_polls_still_find_what_comes(dovecot: Dovecot, mailbox_user: str) -> None:
    """The same source polls on and on: glances between, news at once, deletions noticed."""
    dovecot.deliver(mailbox_user, b"Subject: 1\r\n\r\n", b"Subject: 2\r\n\r\n")
    reader = source(dovecot, mailbox_user)
    batches = list(reader.poll({}))
    counts = []
    for round_ in range(12):
        if round_ == 4:
            dovecot.deliver(mailbox_user, b"Subject: 3\r\n\r\n")
        if round_ == 7:
            with dovecot.client(mailbox_user) as other:
                other.select_folder("INBOX")
                other.delete_messages([1])
                other.expunge()
        new = list(reader.poll(cursor_of(batches)))
        counts.append((len(contents(new)), new[-1].on_server))
        batches += new
    assert counts == [(0, 2)] * 4 + [(1, 3)] + [(0, 3)] * 2 + [(0, 2)] * 5
