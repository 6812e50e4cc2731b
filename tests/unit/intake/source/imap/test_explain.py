"""What went wrong between us and a server, in one Chinese sentence that says where to look."""

from __future__ import annotations

import errno
import imaplib
import socket
import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from imapclient.exceptions import LoginError, ProtocolError

from intake.model.errors import ConfigError, LoginRefused, SourceError, SourceTimeout
from intake.source.imap.account import ImapAccount
from intake.source.imap.explain import CommandRefused, explain
from intake.source.imap.line import Line, is_unsafe_login
from intake.source.imap.wire import ANSWER_BYTES, Pace

ACCOUNT = ImapAccount("甲", "imap.example.cn", "a@example.cn", ca_file=Path("ca.pem"))
HERE = "imap.example.cn:993"


def login_broken() -> LoginError:
    error = LoginError("b'gone'")
    error.__context__ = imaplib.IMAP4.abort("gone")
    return error


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (TimeoutError("timed out"), SourceTimeout, HERE),
        (imaplib.IMAP4.error(b"no such folder"), CommandRefused, "no such folder"),
        (imaplib.IMAP4.error("b'no such folder'"), CommandRefused, "no such folder"),
        (imaplib.IMAP4.error('b"it\'s  not\r\nhere"'), CommandRefused, "it's not here"),
        (imaplib.IMAP4.error("密码错误".encode()), CommandRefused, "密码错误"),
        (imaplib.IMAP4.error("x" * 500), CommandRefused, "x" * 200),
        (imaplib.IMAP4.error(), CommandRefused, ""),
        (LoginError("b'LOGIN failed'"), CommandRefused, "LOGIN failed"),
        (login_broken(), SourceError, f"{HERE} 在登录时中断了连接"),
        (imaplib.IMAP4.abort("socket error: EOF"), SourceError, f"{HERE} 中断了连接（socket error: EOF）"),
        (imaplib.IMAP4.readonly("x"), SourceError, f"{HERE} 中断了连接（x）"),
        (ProtocolError("x"), SourceError, f"{HERE} 的应答不符合规范（ProtocolError）"),
        (socket.gaierror(-2, "unknown"), SourceError, "找不到服务器 imap.example.cn，请检查地址和网络"),
        (ConnectionRefusedError(111, "x"), SourceError, f"{HERE} 没有接受连接，请核对地址和端口"),
        (ConnectionResetError(104, "x"), SourceError, f"{HERE} 中断了连接"),
        (BrokenPipeError(32, "x"), SourceError, f"{HERE} 中断了连接"),
        (
            FileNotFoundError(2, "x"),
            SourceError,
            '找不到证书文件 ca.pem，请核对 settings.toml 的 [[mailboxes]]（name = "甲"）中的 ca_file',
        ),
        (
            ssl.SSLError("WRONG_VERSION_NUMBER"),
            SourceError,
            f'与 {HERE} 建立加密连接失败，请核对端口和加密方式（settings.toml 的 [[mailboxes]]（name = "甲"）中的 port 和 tls）',
        ),
        (KeyError("x"), SourceError, f"{HERE} 的应答无法识别（KeyError）"),
        (RecursionError(), SourceError, f"{HERE} 的应答无法识别（RecursionError）"),
    ],
)
def test_an_error_becomes_one_of_ours(error: Exception, kind: type[SourceError], said: str) -> None:
    found = explain(error, ACCOUNT)
    assert (type(found), found.detail) == (kind, said)


def test_one_of_ours_stays_as_it_is() -> None:
    ours = SourceError("已说明")
    assert explain(ours, ACCOUNT) is ours


def test_an_error_of_the_system_is_told_in_chinese() -> None:
    found = explain(OSError(errno.ENETUNREACH, "Network is unreachable"), ACCOUNT)
    assert found.detail.startswith(f"{HERE}：")
    assert "unreachable" not in found.detail


@pytest.mark.parametrize(
    ("words", "is_it"),
    [("Unsafe Login. Please contact", True), ("unsafe login", True), ("login failed", False)],
)
def test_the_way_a_provider_asks_who_we_are(words: str, is_it: bool) -> None:
    assert is_unsafe_login(CommandRefused(words)) is is_it


class Client:
    """A client below a line: does what it is told, and counts its ends."""

    def __init__(self, *, refuses_logout: bool = False) -> None:
        self.said: list[str] = []
        self.refuses_logout = refuses_logout

    def logout(self) -> None:
        self.said.append("logout")
        if self.refuses_logout:
            raise OSError

    def shutdown(self) -> None:
        self.said.append("shutdown")


def opened(client: Client) -> Line:
    line = Line(ACCOUNT, Pace(100, 10, lambda: 0.0))
    line._client, line.is_open = client, True
    return line


def failing(error: Exception) -> Any:
    def call(_: Any) -> None:
        raise error

    return call


def test_a_refusal_keeps_the_line_and_anything_else_closes_it() -> None:
    client = Client()
    line = opened(client)
    with pytest.raises(CommandRefused):
        line.ask(failing(imaplib.IMAP4.error("no")))
    assert (line.is_open, line.ask(lambda _: 5)) == (True, 5)
    with pytest.raises(SourceError):
        line.ask(failing(ValueError("parser")))
    assert (line.is_open, client.said) == (False, ["shutdown"])
    with pytest.raises(SourceError, match="连接已断开"):
        line.ask(lambda _: 5)


@pytest.mark.parametrize("refuses", [False, True])
def test_a_line_is_closed_once_and_politely(refuses: bool) -> None:
    client = Client(refuses_logout=refuses)
    line = opened(client)
    line.close(politely=True)
    line.close(politely=True)
    assert client.said == ["logout", "shutdown"]


@pytest.mark.parametrize("password", ["", "授权码", "abc\n", "abc\x00"])
def test_a_password_that_cannot_be_one_is_not_sent(password: str) -> None:
    line = opened(Client())
    with pytest.raises(LoginRefused, match="授权码为空或含有非英文字符"):
        line.login(password)


def test_what_a_server_says_of_a_login_never_shows_the_password() -> None:
    line = opened(Client())
    line.ask = failing(CommandRefused("LOGIN a@example.cn hunter2 failed"))
    with pytest.raises(LoginRefused) as caught:
        line.login("hunter2")
    assert caught.value.detail == "LOGIN a@example.cn *** failed"


@pytest.mark.parametrize("code", ["UNAVAILABLE", "INUSE", "serverbug"])
def test_a_server_that_is_not_ready_is_tried_again(code: str) -> None:
    line = opened(Client())
    line.ask = failing(CommandRefused(f"[{code}] later"))
    with pytest.raises(SourceError) as caught:
        line.login("hunter2")
    assert type(caught.value) is SourceError


def test_no_read_outlasts_its_deadline_and_no_answer_its_budget() -> None:
    now = [0.0]
    pace = Pace(100, 10, lambda: now[0])
    assert pace.allowance() == 10
    with pace.within(5, budget=3):
        assert pace.allowance() == 5
        now[0] = 4.5
        assert pace.allowance() == 0.5
        pace.spend(3)
        with pytest.raises(imaplib.IMAP4.abort):
            pace.spend(1)
        now[0] = 5.0
        with pytest.raises(TimeoutError):
            pace.allowance()
    assert (pace.allowance(), pace.budget) == (10, ANSWER_BYTES)
    now[0] = 99.0
    with pace.within(50):  # the whole visit ends before
        assert (pace.allowance(), pace.left()) == (1, 1)
    now[0] = 101.0
    assert pace.left() == -1
    with pytest.raises(TimeoutError):
        pace.allowance()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "缺少名称或服务器地址"),
        ({"host": ""}, "缺少名称或服务器地址"),
        ({"user": ""}, "的登录名应为邮箱地址，现为“”"),
        ({"user": "张三@example.cn"}, "的登录名应为邮箱地址"),
        ({"user": "a b@example.cn"}, "的登录名应为邮箱地址"),
        ({"user": 'a"@example.cn'}, "的登录名应为邮箱地址"),
        ({"port": 0}, "的端口应在 1 到 65535 之间，现为 0"),
        ({"port": 65536}, "的端口应在 1 到 65535 之间，现为 65536"),
        ({"tls": "ssl"}, "的加密方式应为 tls 或 starttls，现为“ssl”"),
        ({"tls": "plain-for-tests"}, "不加密的连接仅限本机测试，imap.example.cn 须使用 tls 或 starttls"),
        ({"tls": "plain-for-tests", "host": "10.0.0.1"}, "不加密的连接仅限本机测试"),
        ({"folders": ()}, "至少要有一个收件文件夹"),
        ({"folders": ("INBOX", " ")}, "至少要有一个收件文件夹"),
        ({"read_timeout": 0}, "的超时和批量设置必须大于零"),
        ({"batch_mails": 0}, "的超时和批量设置必须大于零"),
        ({"since": datetime(2015, 7, 1)}, "的起始时间须写明时区"),  # noqa: DTZ001 - that is the point
    ],
)
def test_an_account_that_cannot_be_right(values: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        ImapAccount(**{"name": "甲", "host": "imap.example.cn", "user": "a@example.cn"} | values)
    assert said in caught.value.detail


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_plain_text_stays_on_this_machine(host: str) -> None:
    account = ImapAccount("甲", host, "a@b", tls="plain-for-tests", since=datetime(2015, 7, 1, tzinfo=UTC))
    assert (account.is_encrypted, ACCOUNT.is_encrypted) == (False, True)
