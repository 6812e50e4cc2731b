"""Servers that hang, drip, lie and break off: nothing is lost, nothing blocks, nothing leaks."""

import logging
import socket
import threading
import time
from contextlib import suppress
from typing import Any

import pytest

from intake.model.errors import LoginRefused, SourceError, SourceTimeout
from intake.source.base import Batch, Cursors, CursorState
from intake.source.imap.account import ImapAccount
from intake.source.imap.source import REFUSED_SECONDS, ImapSource
from tests.flow.imap_stub import ImapStub, StubFolder

HEADER_ONLY = "服务器多次未能完整给出这封邮件，只取到信头"
NOTHING = "服务器多次未能给出这封邮件"


def mail(number: int, size: int = 2000) -> bytes:
    return f"From: a@example.cn\r\nSubject: {number}\r\n\r\n".encode() + b"x" * size


class Clock:
    """A monotonic clock that tests push forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


def source(
    stub: ImapStub, password: str | None = None, clock: Any = time.monotonic, **settings: Any
) -> ImapSource:
    account = ImapAccount(
        **{
            "name": "市局",
            "host": "127.0.0.1",
            "user": stub.user,
            "port": stub.port,
            "tls": "plain-for-tests",
        }
        | {"read_timeout": 0.3, "connect_timeout": 0.3}
        | settings
    )
    return ImapSource(account, lambda: password or stub.password, pause=lambda _: None, monotonic=clock)


def drain(reader: ImapSource, cursors: Cursors | None = None) -> dict[int, str]:
    """UID → trouble of everything that came."""
    return {seen.position.uid: seen.trouble for batch in reader.poll(cursors or {}) for seen in batch.mails}


@pytest.mark.parametrize(
    ("fault", "header_too", "trouble"),
    [
        ("hang", False, HEADER_ONLY),
        ("hang", True, NOTHING),
        ("drip", False, HEADER_ONLY),
        ("drop", False, HEADER_ONLY),
        ("drop", True, NOTHING),
        ("huge", False, HEADER_ONLY),
        ("nil", False, HEADER_ONLY),
        ("silent", False, HEADER_ONLY),
        ("refuse", False, NOTHING),
        ("garbage", False, HEADER_ONLY),
        ("garbage", True, NOTHING),
    ],
)
def test_one_mail_that_breaks_things_is_set_apart(
    stub: ImapStub, fault: str, header_too: bool, trouble: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr("intake.source.imap.fetch.SLOWEST", 20_000)
    for number in range(1, 7):
        stub.inbox.deliver(mail(number))
    setattr(
        stub, fault, {4: 99_999_999_999 if fault == "huge" else 700} if fault in {"drop", "huge"} else {4}
    )
    stub.bad_header = {4} if header_too else set()
    assert drain(source(stub)) == {1: "", 2: "", 3: "", 4: trouble, 5: "", 6: ""}


def test_stand_ins_for_unreadable_mails_differ(stub: ImapStub) -> None:
    for _ in range(2):
        stub.inbox.deliver(mail(1))
    stub.drop, stub.bad_header = {1: 5, 2: 5}, {1, 2}
    contents = [seen.content for batch in source(stub).poll({}) for seen in batch.mails]
    assert contents == [
        f"X-Zhengji-Not-Fetched: uid={uid}; uidvalidity=1436227200; size={len(mail(1))}\r\n\r\n".encode()
        for uid in (1, 2)
    ]


def test_every_mail_breaking_once_loses_none(stub: ImapStub) -> None:
    for number in range(1, 9):
        stub.inbox.deliver(mail(number))
    stub.drop = dict.fromkeys(range(1, 9), 50)

    def heal(command: str) -> None:  # each gets through at its second fetch alone
        uid = command.split(maxsplit=1)[0]
        if "BODY" in command and stub.commands.count(f"UID FETCH {command}") == 2:
            stub.drop.pop(int(uid), None)

    stub.before_fetch = heal
    assert drain(source(stub)) == dict.fromkeys(range(1, 9), "")


def test_a_mail_that_eats_the_deadline_is_alone_next_time_and_passed_in_the_end(stub: ImapStub) -> None:
    for number in range(1, 4):
        stub.inbox.deliver(mail(number))
    stub.drip = {2}
    reader = source(stub, read_timeout=5.0, poll_deadline=0.6)
    found: dict[int, str] = {}
    cursors: dict[tuple[str, str], CursorState] = {}
    began = time.monotonic()
    polls = 0
    while 3 not in found and polls < 8:
        polls += 1
        try:
            for batch in reader.poll(cursors):
                cursors["市局", "INBOX"] = batch.cursor
                found |= {seen.position.uid: seen.trouble for seen in batch.mails}
        except SourceTimeout:
            pass
    assert found == {1: "", 2: HEADER_ONLY, 3: ""}
    assert time.monotonic() - began < polls * 1.5  # the deadline held against the drip


def test_the_deadline_ends_a_long_poll_between_batches(stub: ImapStub) -> None:
    for number in range(1, 6):
        stub.inbox.deliver(mail(number))
    clock = Clock()
    reader = source(stub, clock=clock, batch_mails=2, poll_deadline=100.0)
    walk = reader.poll({})
    first = next(walk)
    clock.ahead = 95.0
    assert list(walk) == []
    assert [seen.position.uid for seen in first.mails] == [1, 2]
    assert drain(reader, {("市局", "INBOX"): first.cursor}) == {3: "", 4: "", 5: ""}


def test_a_folder_that_eats_the_deadline_comes_last_next_time(stub: ImapStub) -> None:
    stub.folders["B"] = StubFolder()
    for folder in stub.folders.values():
        folder.deliver(mail(1))
    clock = Clock()
    reader = source(stub, clock=clock, folders=("INBOX", "B"), poll_deadline=100.0)
    walk = reader.poll({})
    assert next(walk).folder == "INBOX"
    clock.ahead = 95.0
    assert list(walk) == []
    assert [batch.folder for batch in reader.poll({})] == ["B", "B", "INBOX", "INBOX"]


def test_a_broken_folder_does_not_keep_the_others_from_being_read(stub: ImapStub) -> None:
    stub.folders["B"] = StubFolder(uidvalidity=5)
    stub.folders["B"].deliver(mail(1))
    stub.inbox.deliver(mail(1))

    def hang(command: str) -> None:
        if "RFC822.SIZE" in command and len(stub.said("EXAMINE")) == 1:
            stub.wait(5)

    stub.before_fetch = hang
    found: list[Batch] = []
    with pytest.raises(SourceTimeout):  # noqa: PT012 - what came before the error counts
        for batch in source(stub, folders=("INBOX", "B")).poll({}):
            found.append(batch)  # noqa: PERF402 - kept although the poll ends in an error
    assert [(batch.folder, len(batch.mails)) for batch in found] == [("B", 1), ("B", 0)]


def test_sizes_that_the_server_cannot_tell_are_done_without(stub: ImapStub) -> None:
    stub.size_fault = True
    for number in range(1, 4):
        stub.inbox.deliver(mail(number))
    batches = list(source(stub).poll({}))
    assert [[seen.size for seen in batch.mails] for batch in batches] == [[len(mail(1))]] * 3 + [[]]


def test_silence_after_connecting_times_out(stub: ImapStub) -> None:
    stub.greets = False
    began = time.monotonic()
    with pytest.raises(SourceTimeout, match=f"邮箱服务器响应超时：127.0.0.1:{stub.port}"):
        drain(source(stub))
    assert time.monotonic() - began < 2


def test_a_line_without_end_is_cut_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def feed() -> None:
            connection, _ = server.accept()
            with suppress(OSError), connection:
                connection.sendall(b"* OK " + b"x" * 3_000_000)

        threading.Thread(target=feed, daemon=True).start()
        stub = ImapStub()
        stub.port = server.getsockname()[1]
        with pytest.raises(SourceError, match="中断了连接"):
            drain(source(stub))


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("NO LOGIN Login error or password error", LoginRefused),
        ("NO [AUTHENTICATIONFAILED] Authentication failed", LoginRefused),
        ("NO Login fail. Account is abnormal, service is not open", LoginRefused),
        ("BAD auth-code is not valid", LoginRefused),
        ("NO [UNAVAILABLE] try later", SourceError),
        ("NO [INUSE] busy", SourceError),
    ],
)
def test_refused_login(stub: ImapStub, answer: str, error: type[SourceError]) -> None:
    stub.login_answer = answer
    with pytest.raises(SourceError) as raised:
        drain(source(stub))
    assert type(raised.value) is error
    assert "auth-code" not in str(raised.value)


def test_connection_that_breaks_at_login_is_no_refusal(stub: ImapStub) -> None:
    stub.login_answer = "\r\n* BYE closing"
    with pytest.raises(SourceError) as raised:
        drain(source(stub))
    assert type(raised.value) is SourceError


def test_after_a_refusal_the_same_password_is_not_tried_again_for_hours(stub: ImapStub) -> None:
    clock = Clock()
    passwords = ["wrong"]
    account = source(stub).account
    reader = ImapSource(account, lambda: passwords[-1], pause=lambda _: None, monotonic=clock)
    for _ in range(5):
        with pytest.raises(LoginRefused, match="Login error or password error"):
            drain(reader)
    assert len(stub.said("LOGIN")) == 1
    clock.ahead = REFUSED_SECONDS + 1
    with pytest.raises(LoginRefused):
        drain(reader)
    assert len(stub.said("LOGIN")) == 2
    with pytest.raises(LoginRefused):  # a person asks: really tried
        reader.probe()
    assert len(stub.said("LOGIN")) == 3
    passwords.append(stub.password)  # a new password: tried at once
    assert drain(reader) == {}


@pytest.mark.parametrize("password", ["", "授权码", "a\r\nb LOGOUT", "a\0b"])
def test_impossible_passwords_are_never_sent(stub: ImapStub, password: str) -> None:
    reader = ImapSource(source(stub).account, lambda: password, pause=lambda _: None)
    with pytest.raises(LoginRefused, match="授权码"):
        drain(reader)
    assert not stub.said("LOGIN")


def test_login_disabled_without_encryption(stub: ImapStub) -> None:
    stub.early_capabilities = "IMAP4rev1 LOGINDISABLED AUTH=PLAIN"
    with pytest.raises(LoginRefused, match="请改用加密端口"):
        drain(source(stub))
    assert not stub.said("LOGIN ")
    assert not stub.said("AUTHENTICATE")


def test_starttls_that_is_not_offered_ends_there(stub: ImapStub) -> None:
    with pytest.raises(SourceError):
        drain(source(stub, tls="starttls"))
    assert not stub.said("LOGIN")


def test_tls_to_a_plain_port_is_explained(stub: ImapStub) -> None:
    with pytest.raises(SourceError, match=r"加密连接失败，请核对端口和加密方式|响应超时"):
        drain(source(stub, tls="tls"))


def test_unknown_host_and_missing_certificate_file_are_explained(stub: ImapStub, tmp_path: Any) -> None:
    with pytest.raises(SourceError, match="找不到证书文件"):
        drain(source(stub, tls="tls", ca_file=tmp_path / "none.pem"))
    with pytest.raises(SourceError, match=r"找不到服务器 imap\.invalid"):
        drain(source(stub, tls="tls", host="imap.invalid", port=993))


def test_the_password_is_in_no_log(stub: ImapStub, caplog: Any, capfd: Any) -> None:
    stub.inbox.deliver(mail(1))
    logging.getLogger("imapclient").setLevel(logging.DEBUG)
    with caplog.at_level(logging.DEBUG):
        drain(source(stub))
        stub.drop = {1: 3}
        drain(source(stub))
        with pytest.raises(LoginRefused):
            drain(source(stub, password="other-code"))
    printed = "".join(capfd.readouterr()) + caplog.text
    assert [word for word in ("auth-code", "other-code", "LOGIN") if word in printed] == []


def test_renewals_are_counted_and_end(stub: ImapStub) -> None:
    for number in range(1, 40):
        stub.inbox.deliver(mail(number))
    stub.drop = dict.fromkeys(range(1, 40), 3)
    stub.bad_header = set(stub.drop)
    reader = source(stub)
    with pytest.raises(SourceError):
        drain(reader)
    assert stub.connections == 13
    stub.drop.clear()
    assert drain(reader) == dict.fromkeys(range(1, 40), "")
