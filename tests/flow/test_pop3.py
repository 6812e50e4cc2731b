"""A mailbox by POP3: every mail once, across restarts, nothing deleted, trouble named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from intake.model.errors import LoginRefused, SourceError
from intake.source.base import Batch, CursorState, Position, Seen
from intake.source.imap.account import ImapAccount
from intake.source.pop3 import Pop3Source, uid_of
from tests.flow.pop3_stub import Pop3Stub
from tracker.office.secret import write_private
from tracker.run.doctor import run_checks
from tracker.run.init import init_data
from tracker.run.open import open_office
from tracker.run.polling import open_mailboxes, poll_mailboxes

HEAD = b"Date: Tue, 7 Jul 2015 09:30:00 +0800\r\nFrom: a@example.cn\r\nSubject: %d\r\n\r\n"
ARRIVED = datetime(2015, 7, 7, 1, 30, tzinfo=UTC)


def mail(number: int, body: bytes = b"text\r\n") -> bytes:
    return HEAD % number + body


@pytest.fixture
def stub() -> Iterator[Pop3Stub]:
    with Pop3Stub() as server:
        yield server


def source(stub: Pop3Stub, known: set[str] = frozenset(), **settings: Any) -> Pop3Source:  # type: ignore[assignment]
    account = ImapAccount(
        **{"name": "main", "host": "127.0.0.1", "user": "a@example.cn", "port": stub.port}
        | {"tls": "plain-for-tests", "read_timeout": 2.0}
        | settings
    )
    taken = {uid_of(uidl.encode()): 1 for uidl in known}
    return Pop3Source(account, lambda: "auth-code", lambda _folder, _validity: taken)


def seen(uidl: str, raw: bytes) -> Seen:
    position = Position("main", "INBOX", 0, uid_of(uidl.encode()))
    return Seen(position, raw, raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", len(raw), ARRIVED)


def test_every_mail_comes_whole(stub: Pop3Stub) -> None:
    """Dots at the beginning of lines and lines of any length are as they were sent."""
    one, two = mail(1, b".\r\n..dots\r\n"), mail(2, b"x" * 100_000 + b"\r\n")
    stub.mails = [("u1", one), ("u2", two)]
    cursor = CursorState(0, 0)
    assert list(source(stub).poll({})) == [
        Batch("main", "INBOX", cursor, (seen("u1", one),)),
        Batch("main", "INBOX", cursor, (seen("u2", two),)),
        Batch("main", "INBOX", cursor, done=True, on_server=2),
    ]
    assert stub.said("DELE") == []
    assert stub.said("QUIT") == ["QUIT"]


def test_what_is_known_is_not_asked_for(stub: Pop3Stub) -> None:
    stub.mails = [("u1", mail(1)), ("u3", mail(3))]
    batches = list(source(stub, {"u1", "u2"}).poll({}))
    assert [one.raw for batch in batches for one in batch.mails] == [mail(3)]
    assert batches[-1].gone == (uid_of(b"u2"),)
    assert stub.said("RETR") == ["RETR 2"]


def test_a_large_mail_comes_as_its_header(stub: Pop3Stub) -> None:
    stub.mails = [("u1", mail(1, b"x" * 2000 + b"\r\n"))]
    reader = source(stub, oversize_bytes=1000)
    (one,) = [one for batch in reader.poll({}) for one in batch.mails]
    assert (one.raw, one.header, one.trouble[:4]) == (None, HEAD % 1, "邮件过大")
    assert [batch.mails for batch in reader.poll({})] == [()]
    assert stub.said("RETR") == []


def test_a_mail_that_cannot_be_had_is_passed_after_three(stub: Pop3Stub) -> None:
    stub.mails, stub.broken = [("u1", mail(1)), ("u2", mail(2))], {"u1"}
    reader = source(stub)
    assert [[one.raw for batch in reader.poll({}) for one in batch.mails] for _ in range(3)] == [
        [mail(2)]
    ] * 3
    (first, _) = [one for batch in reader.poll({}) for one in batch.mails]
    assert (first.raw, first.trouble) == (None, "服务器多次未能完整给出这封邮件，只取到信头")


def test_a_connection_that_breaks_loses_nothing(stub: Pop3Stub) -> None:
    stub.mails, stub.cut = [("u1", mail(1)), ("u2", mail(2))], {"u2"}
    reader, taken = source(stub), []
    with pytest.raises(SourceError, match="中断了连接"):
        taken.extend(one.raw for batch in reader.poll({}) for one in batch.mails)
    stub.cut = set()
    taken = [one.raw for batch in reader.poll({}) for one in batch.mails]
    assert taken == [mail(1), mail(2)]


def test_mail_from_before_the_first_day_is_passed(stub: Pop3Stub) -> None:
    stub.mails = [("u1", mail(1))]
    reader = source(stub, since=datetime(2015, 7, 8, tzinfo=UTC))
    assert [batch.mails for batch in reader.poll({})] == [()]
    assert stub.said("RETR") == []


def test_refusals_say_what_to_do(stub: Pop3Stub) -> None:
    stub.has_uidl = False
    with pytest.raises(SourceError, match="服务器不支持 UIDL"):
        list(source(stub).poll({}))
    stub.password = "another"
    reader = source(stub)
    for _ in range(2):
        with pytest.raises(LoginRefused, match="Unable to log on"):
            list(reader.poll({}))
    assert len(stub.said("PASS auth-code")) == 2  # once before, once now: a wrong code is not tried again


def test_an_office_by_pop3(stub: Pop3Stub, tmp_path: Path) -> None:
    """From the settings to the ledger; after a restart no mail is asked for again; doctor says how it is."""
    data = tmp_path / "data"
    init_data(data)
    (data / "settings.toml").write_text(
        f'[[mailboxes]]\nname = "main"\nprotocol = "pop3"\nhost = "127.0.0.1"\nport = {stub.port}\n'
        'tls = "none-for-tests"\nuser = "a@example.cn"\n',
        "utf-8",
    )
    (data / "secrets.toml").unlink()
    write_private(data / "code", "auth-code\n")
    write_private(data / "secrets.toml", 'main = { file = "code" }\n')
    stub.mails = [("u1", mail(1)), ("u2", mail(2))]
    taken = []
    for _ in range(2):
        with open_office(data) as parts:
            taken.append(poll_mailboxes(parts, open_mailboxes(parts)))
    stub.mails.append(("u3", mail(3)))
    with open_office(data) as parts:
        taken.append(poll_mailboxes(parts, open_mailboxes(parts)))
    assert (taken, stub.said("RETR"), stub.said("DELE")) == ([2, 0, 1], ["RETR 1", "RETR 2", "RETR 3"], [])
    (finding,) = [one for one in run_checks(data) if one.name == "收件邮箱 main"]
    assert (finding.state, finding.text) == (
        "ok",
        "POP3 登录正常，3封；只读收件箱，不删除，垃圾箱和已发送无法查看",
    )
