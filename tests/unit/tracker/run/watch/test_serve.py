"""What a browser and a monitor get, and who gets nothing."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.office import Office
from tracker.errors import SettingsError
from tracker.run.watch.alarms import find_alarms
from tracker.run.watch.metrics import CONTENT_TYPE, write_metrics
from tracker.run.watch.page import write_page
from tracker.run.watch.pulse import Pulse, write_pulse
from tracker.run.watch.serve import parse_address, serve_health
from tracker.run.watch.vitals import take_vitals


@pytest.fixture
def served(busy: Office) -> Iterator[tuple[Office, str]]:
    with serve_health("127.0.0.1:0", busy.parts) as address:
        yield busy, urlsplit(address).netloc


def ask(where: str, path: str, method: str = "GET", host: str = "") -> tuple[int, str, str]:
    with closing(http.client.HTTPConnection(where, timeout=10)) as connection:
        connection.request(method, path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read().decode()


def no_disk(text: str) -> str:
    """Without the one figure that changes by itself."""
    return "".join(
        f"{line}\n" for line in text.splitlines() if "磁盘剩余" not in line and "disk_free" not in line
    )


def test_metrics_and_page(served: tuple[Office, str]) -> None:
    office, where = served
    vitals = take_vitals(office.parts)
    page = write_page(vitals, find_alarms(vitals, office.parts.settings), office.parts.campaign.zone)

    status, kind, text = ask(where, "/metrics")
    assert (status, kind, no_disk(text)) == (200, CONTENT_TYPE, no_disk(write_metrics(vitals)))
    status, kind, text = ask(where, "/health?x=1")
    assert (status, kind, no_disk(text)) == (200, "text/html; charset=utf-8", no_disk(page))
    assert '<h1 class="ok">工作正常</h1>' in text
    assert "<tr><th>待读</th><td>2封，最早的已等7分钟</td></tr>" in text
    assert ask(where, "/health", "HEAD")[::2] == (200, "")


@pytest.mark.parametrize(
    ("path", "method", "host", "expected"),
    [
        ("/secrets.toml", "GET", "", (404, "只有 /health 和 /metrics\n")),
        ("/../ledger.db", "GET", "", (404, "只有 /health 和 /metrics\n")),
        ("/metrics", "GET", "evil.example.com", (403, "只能用本机地址查看\n")),
        ("/metrics", "GET", "evil.example.com:9100", (403, "只能用本机地址查看\n")),
        ("/nothing", "GET", "localhost:9100", (404, "只有 /health 和 /metrics\n")),
        ("/nothing", "GET", "[::1]:9100", (404, "只有 /health 和 /metrics\n")),
        ("/nothing", "GET", "[::1]", (404, "只有 /health 和 /metrics\n")),
    ],
)
def test_what_is_refused(
    served: tuple[Office, str], path: str, method: str, host: str, expected: tuple[int, str]
) -> None:
    status, _, text = ask(served[1], path, method, host)
    assert (status, text) == expected


def test_other_methods_are_refused(served: tuple[Office, str]) -> None:
    assert ask(served[1], "/metrics", "POST")[0] == 501


def test_a_monitor_that_says_nothing_keeps_nobody_waiting(served: tuple[Office, str]) -> None:
    host, _, port = served[1].rpartition(":")
    with closing(socket.create_connection((host, int(port)))):
        assert ask(served[1], "/metrics")[0] == 200


def test_a_dead_service_is_unhealthy_and_nothing_on_the_page_is_code(busy: Office) -> None:
    at = busy.clock.now()
    write_pulse(busy.parts.data.pulse, Pulse(at, ("<b>zhangsan@example.cn</b>",)))
    busy.at("08-06 08:00")
    with serve_health("127.0.0.1:0", busy.parts) as address:
        status, _, text = ask(urlsplit(address).netloc, "/health")

    assert status == 503
    assert '<h1 class="bad">需要处理：' in text
    assert (
        "<strong>服务没有工作已23小时</strong>：请检查机器，重新启动 zhengji run（运行手册：service-silent）"
        in text
    )
    assert "<li>&lt;b&gt;z***@example.cn&lt;/b&gt;</li>" in text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("127.0.0.1:9100", ("127.0.0.1", 9100)),
        ("localhost:80", ("localhost", 80)),
        ("[::1]:9100", ("::1", 9100)),
        ("9100", ("127.0.0.1", 9100)),
        (":9100", ("127.0.0.1", 9100)),
    ],
)
def test_addresses(written: str, expected: tuple[str, int]) -> None:
    assert parse_address(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "0.0.0.0:9100",
        "192.168.1.2:9100",
        "example.com:9100",
        "127.0.0.1",
        "127.0.0.1:x",
        "",
        "[::]:1",
        "1:99999",
    ],
)
def test_other_addresses_are_refused(written: str) -> None:
    with pytest.raises(SettingsError, match="--health"):
        parse_address(written)


def test_a_port_that_is_taken(busy: Office, tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(SettingsError, match="请换一个端口"),
            serve_health(f"127.0.0.1:{port}", busy.parts),
        ):
            pass
