"""What the operating system refuses, in words a clerk can act on."""

from __future__ import annotations

import errno
import http.client
import os
import socket
import ssl
from pathlib import Path

import pytest

from intake.model.system import what_to_do, why

NETWORK = "请检查网络和地址"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FileNotFoundError(errno.ENOENT, "x"), ("找不到", "请核对路径")),
        (OSError(errno.ENOSPC, "x"), ("磁盘空间不足", "请清理磁盘后重试")),
        (OSError(errno.EROFS, "x"), ("磁盘是只读的", "请另选位置，或请管理员改为可写")),
        (OSError(errno.EADDRINUSE, "x"), ("端口已被占用", "请换一个端口")),
        (OSError(errno.EPIPE, "x"), ("中断了连接", NETWORK)),
        (socket.gaierror(socket.EAI_NONAME, "x"), ("找不到服务器", NETWORK)),
        (socket.gaierror(errno.ENOENT, "x"), ("找不到服务器", NETWORK)),  # its numbers are its own
        (ssl.SSLError(1, "x"), ("不是可用的证书，或加密连接失败", "请核对证书文件和加密方式")),
        (ssl.SSLCertVerificationError(1, "x"), ("不是可用的证书，或加密连接失败", "请核对证书文件和加密方式")),
        (OSError(9999, "x"), ("系统错误 9999（OSError）", "请把这一行告知维护人员")),
        (OSError("x"), ("系统错误（OSError）", "请把这一行告知维护人员")),
        (OSError(0, "x"), ("系统错误 0（OSError）", "请把这一行告知维护人员")),
    ],
)  # fmt: skip
def test_a_number_in_words(error: OSError, said: tuple[str, str]) -> None:
    assert (why(error), what_to_do(error)) == said


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TimeoutError(), "没有应答"),
        (TimeoutError("timed out"), "没有应答"),
        (ConnectionResetError(), "中断了连接"),
        (ConnectionRefusedError(), "没有接受连接"),
        (BrokenPipeError("x"), "中断了连接"),
        (http.client.RemoteDisconnected("Remote end closed connection without response"), "中断了连接"),
        (PermissionError("x"), "没有权限"),
        (FileNotFoundError("x"), "找不到"),
        (FileExistsError(), "已经存在"),
        (IsADirectoryError(), "是文件夹，应为文件"),
        (NotADirectoryError(), "不是文件夹"),
    ],
)
def test_a_library_that_gives_no_number_is_understood_by_the_kind_of_its_error(
    error: OSError, said: str
) -> None:
    assert error.errno is None
    assert why(error) == said


def test_what_the_system_really_says(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    def refused(act: object) -> str:
        with pytest.raises(OSError) as caught:  # noqa: PT011 - any of them, told by its words
            act()
        return f"{why(caught.value)}，{what_to_do(caught.value)}"

    assert [
        refused((tmp_path / "none").read_bytes),
        refused(tmp_path.read_bytes),
        refused((tmp_path / "file" / "x").read_bytes),
        refused((tmp_path / "file").mkdir),
        refused((tmp_path / ("x" * 300)).touch),
        refused(tmp_path.rmdir),
    ] == [
        "找不到，请核对路径",
        "是文件夹，应为文件，请核对路径",
        "不是文件夹，请核对路径",
        "已经存在，请改名或另选位置",
        "名称过长，请改短",
        "文件夹不是空的，请另选位置",
    ]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="links are for some on Windows")
def test_links_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")

    with pytest.raises(OSError) as caught:  # noqa: PT011
        (tmp_path / "a").read_bytes()

    assert why(caught.value) == "链接互相指向"


def test_every_number_of_this_system_has_words_without_a_gap() -> None:
    for number in errno.errorcode:
        error = OSError(number, "x")
        assert why(error)
        assert what_to_do(error).startswith("请")
