"""Logins by an access token (SASL XOAUTH2), which is asked for anew at each connection."""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from intake.model.errors import LoginRefused
from intake.source.imap.account import ImapAccount
from intake.source.imap.source import ImapSource
from tests.flow.dovecot import free_ports
from tests.flow.imap_stub import ImapStub
from tracker.errors import SendPaused, SettingsError
from tracker.office.secret import read_secret, write_private
from tracker.outbox.smtp import SmtpRoute, at_once

CONTENT = b"Subject: x\r\n\r\ntext\r\n"


def imap(stub: ImapStub, token: str) -> ImapSource:
    account = ImapAccount(
        "main", "127.0.0.1", stub.user, stub.port, "plain-for-tests", auth="xoauth2", read_timeout=2.0
    )
    return ImapSource(account, lambda: token, pause=lambda _: None)


def test_imap_takes_the_token(stub: ImapStub) -> None:
    stub.early_capabilities = "IMAP4rev1 AUTH=XOAUTH2"
    stub.inbox.deliver(CONTENT)
    batches = list(imap(stub, stub.password).poll({}))
    assert [one.raw for batch in batches for one in batch.mails] == [CONTENT]
    assert stub.said("LOGIN") == []


def test_imap_refuses_an_old_token(stub: ImapStub) -> None:
    stub.early_capabilities = "IMAP4rev1 AUTH=XOAUTH2"
    with pytest.raises(LoginRefused, match="AUTHENTICATE failed"):
        list(imap(stub, "old").poll({}))


def test_imap_without_the_mechanism_says_so(stub: ImapStub) -> None:
    with pytest.raises(LoginRefused, match="服务器不支持 XOAUTH2 登录"):
        list(imap(stub, stub.password).poll({}))


class _Takes:
    """Takes the token ``good`` and keeps letters."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []

    async def auth_XOAUTH2(self, server: Any, args: list[bytes]) -> AuthResult:  # noqa: N802 - aiosmtpd's way
        given = base64.b64decode(args[1])
        return AuthResult(success=given == b"user=a@example.cn\1auth=Bearer good\1\1", handled=False)

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        assert session.authenticated
        self.letters.append(envelope.content)
        return "250 taken"


def test_smtp_takes_the_token() -> None:
    takes = _Takes()
    port = free_ports(1)[0]
    server = Controller(takes, "127.0.0.1", port, auth_require_tls=False)
    server.start()
    try:
        tokens = iter(("old", "good"))
        route = SmtpRoute(
            "127.0.0.1", port, "none-for-tests", "a@example.cn", lambda: next(tokens), auth="xoauth2"
        )
        with pytest.raises(SendPaused):
            route.deliver("a@example.cn", "b@example.cn", CONTENT, at_once)
        assert route.deliver("a@example.cn", "b@example.cn", CONTENT, at_once).startswith("250")
        route.close()
    finally:
        server.stop()
    assert takes.letters == [CONTENT]


def test_a_secret_from_a_file_or_a_command(tmp_path: Path) -> None:
    write_private(tmp_path / "token", "one\n")
    command = [sys.executable, "-c", "print('two')"]
    write_private(
        tmp_path / "secrets.toml", f'main = {{ file = "token" }}\nsmtp = {{ command = {command!r} }}\n'
    )
    assert [read_secret(name, tmp_path, {}).reveal() for name in ("main", "smtp")] == ["one", "two"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('main = { file = "nowhere" }', "所写的文件 nowhere 不能读取"),
        ('main = { command = ["nowhere-at-all"] }', "的命令 nowhere-at-all 不能运行"),
        (f'main = {{ command = ["{sys.executable}", "-c", "raise SystemExit(3)"] }}', "出错退出（3）"),
        ("main = { command = [] }", "应为文字，或写为"),
        ('main = { where = "x" }', "应为文字，或写为"),
        ("main = 5", "应为文字"),
    ],
)
def test_a_secret_that_is_not_there_says_why(tmp_path: Path, line: str, said: str) -> None:
    write_private(tmp_path / "secrets.toml", line)
    with pytest.raises(SettingsError, match=said):
        read_secret("main", tmp_path, {})


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX")
def test_a_token_that_others_can_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("one")
    (tmp_path / "token").chmod(0o644)
    write_private(tmp_path / "secrets.toml", 'main = { file = "token" }')
    with pytest.raises(SettingsError, match="可被本机其他用户读取"):
        read_secret("main", tmp_path, {})
