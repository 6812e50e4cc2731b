"""Servers that cannot be reached are named before anything waits for them."""

import socket

from tracker.office.settings import Settings
from tracker.run.live.reach import tell_unreached


def settings(**ports: int) -> Settings:
    boxes = [
        {"name": name.replace("_", "-"), "host": "127.0.0.1", "port": port, "user": "a@example.cn"}
        for name, port in ports.items()
    ]
    return Settings.model_validate(
        {"mailboxes": boxes, "smtp": {"host": "nowhere.invalid", "port": 465, "from_address": "a@example.cn"}}
    )


def test_each_server_that_does_not_answer_has_a_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as open_one, socket.create_server(("127.0.0.1", 0)) as other:
        here, gone = open_one.getsockname()[1], other.getsockname()[1]
        other.close()
        told = list(tell_unreached(settings(here=here, gone=gone), patience=2))
    advice = "，服务照常启动，稍后自动重试；请检查网络和 settings.toml 中的地址、端口"
    assert told == [
        f"连接不上收件服务器 127.0.0.1:{gone}（拒绝连接）{advice}",
        f"连接不上发信服务器 nowhere.invalid:465（没有这个地址，或网络不通）{advice}",
    ]


def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port = full.getsockname()[1]
        held = [socket.socket() for _ in range(4)]
        for one in held:  # whoever comes after them gets no answer
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        told = list(
            tell_unreached(
                Settings.model_validate(
                    {"smtp": {"host": "127.0.0.1", "port": port, "from_address": "a@example.cn"}}
                ),
                patience=0.5,
            )
        )
        for one in held:
            one.close()
    assert [line.partition("，")[0] for line in told] == [
        f"连接不上发信服务器 127.0.0.1:{port}（0.5秒内没有应答）"
    ]


def test_an_office_without_servers_has_none_to_reach() -> None:
    assert list(tell_unreached(Settings())) == []
