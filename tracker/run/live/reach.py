"""Whether the servers of an office can be reached at all: told within seconds, before anything waits for them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from tracker.office.settings import Settings

PATIENCE = 4.0  # seconds


def tell_unreached(settings: Settings, patience: float = PATIENCE) -> Iterator[str]:
    """One line for each server that does not answer; all are asked at once."""
    servers = [(f"收件服务器 {box.host}:{box.port}", box.host, box.port) for box in settings.mailboxes]
    if settings.smtp.host:
        servers.append(
            (f"发信服务器 {settings.smtp.host}:{settings.smtp.port}", settings.smtp.host, settings.smtp.port)
        )
    if not servers:
        return
    with ThreadPoolExecutor(len(servers)) as pool:
        asked = [(name, pool.submit(_why_not, host, port, patience)) for name, host, port in servers]
        for name, answer in asked:
            if why := answer.result():
                yield f"连接不上{name}（{why}），服务照常启动，稍后自动重试；请检查网络和 settings.toml 中的地址、端口"


def _why_not(host: str, port: int, patience: float) -> str:
    try:
        socket.create_connection((host, port), timeout=patience).close()
    except TimeoutError:
        return f"{patience:g}秒内没有应答"
    except socket.gaierror:
        return "没有这个地址，或网络不通"
    except ConnectionRefusedError:
        return "拒绝连接"
    except OSError:
        return "网络不通"
    return ""
