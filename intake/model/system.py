"""What the operating system refuses, in Chinese: why, and what a person can do about it."""

from __future__ import annotations

import errno
import socket

_CHECK_PATH = "请核对路径"
_CHECK_NETWORK = "请检查网络和地址"
# errno → why, and what to do. Systems lack some of the names.
_REASONS = {
    getattr(errno, name): (because, remedy)
    for names, because, remedy in (
        ("ENOENT", "找不到", _CHECK_PATH),
        ("EACCES EPERM", "没有权限", "请更改权限，或改用建立它的用户运行"),
        ("EISDIR", "是文件夹，应为文件", _CHECK_PATH),
        ("ENOTDIR", "不是文件夹", _CHECK_PATH),
        ("EEXIST", "已经存在", "请改名或另选位置"),
        ("ENOTEMPTY", "文件夹不是空的", "请另选位置"),
        ("ENAMETOOLONG", "名称过长", "请改短"),
        ("EINVAL EILSEQ", "名称不能使用", _CHECK_PATH),
        ("ELOOP", "链接互相指向", _CHECK_PATH),
        ("ENOSPC EDQUOT EFBIG", "磁盘空间不足", "请清理磁盘后重试"),
        ("EROFS", "磁盘是只读的", "请另选位置，或请管理员改为可写"),
        ("EIO", "磁盘读写出错", "请检查磁盘"),
        ("ESTALE ENOTCONN", "共享文件夹已断开", "请重新连接后重试"),
        ("EBUSY ETXTBSY", "正被其他程序使用", "请关闭该程序后重试"),
        ("EMFILE ENFILE", "打开的文件过多", "请关闭其他程序后重试"),
        ("ENOMEM", "内存不足", "请关闭其他程序后重试"),
        ("EADDRINUSE", "端口已被占用", "请换一个端口"),
        ("EADDRNOTAVAIL", "不是本机的地址", "请核对地址"),
        ("ECONNREFUSED", "没有接受连接", "请核对地址和端口"),
        ("ECONNRESET ECONNABORTED EPIPE", "中断了连接", _CHECK_NETWORK),
        ("ENETUNREACH EHOSTUNREACH ENETDOWN EHOSTDOWN", "网络不通", _CHECK_NETWORK),
        ("ETIMEDOUT", "没有应答", _CHECK_NETWORK),
    )
    for name in names.split()
    if hasattr(errno, name)
}
# What Python makes of a number, where a library raises it without one.
_KINDS = {
    FileNotFoundError: errno.ENOENT,
    PermissionError: errno.EACCES,
    IsADirectoryError: errno.EISDIR,
    NotADirectoryError: errno.ENOTDIR,
    FileExistsError: errno.EEXIST,
    TimeoutError: errno.ETIMEDOUT,
    ConnectionRefusedError: errno.ECONNREFUSED,
    ConnectionError: errno.ECONNRESET,
}


def why(error: OSError) -> str:
    """Why: 没有权限; the number where it is none of the usual reasons."""
    return _reason(error)[0]


def what_to_do(error: OSError) -> str:
    """What a person can do: 请清理磁盘后重试."""
    return _reason(error)[1]


def _reason(error: OSError) -> tuple[str, str]:
    if isinstance(error, socket.gaierror):
        return "找不到服务器", _CHECK_NETWORK
    if type(error).__module__ == "ssl":  # its numbers are OpenSSL's
        return "不是可用的证书，或加密连接失败", "请核对证书文件和加密方式"
    if error.errno is None:  # as libraries raise it; the kind says what the number would
        for kind, number in _KINDS.items():
            if isinstance(error, kind):
                return _REASONS[number]
    unknown = f"系统错误{'' if error.errno is None else f' {error.errno}'}（{type(error).__name__}）"
    return _REASONS.get(error.errno or 0, (unknown, "请把这一行告知维护人员"))
