"""Every error of the tracking side.

The tree::

    TrackerError
    ├── SettingsError     machine settings or the data folder are wrong
    ├── LedgerError       the ledger cannot be used
    │   ├── LedgerBusy    another process holds it
    │   ├── LedgerAway    its database is out of reach for now
    │   ├── LedgerFull    its disk has no room
    │   └── LeaseLost     another host has taken over what this one was doing
    ├── AlreadyRunning    a second instance for the same data folder
    ├── RenderError       a template is missing a value or does not parse
    ├── SendError         a letter did not go out
    │   ├── SendDeferred  try again later
    │   ├── SendPaused    the provider asks the whole account to pause
    │   ├── SendRefused   this letter will never go out as it is
    │   └── SendUnknown   the connection broke after the final dot
    └── OrderError        a person's command or correction cannot be carried out
"""

from __future__ import annotations

from typing import ClassVar


class TrackerError(Exception):
    """Root of the tracking errors; ``str()`` is a Chinese sentence fit for a clerk."""

    message: ClassVar[str] = "处理时出错"

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(detail)  # alone: an error that comes out of another process is made of it anew

    def __str__(self) -> str:
        return f"{self.message}：{self.detail}" if self.detail else self.message


class SettingsError(TrackerError):
    """Machine settings or the data folder are wrong."""

    message = "设置有误"


class LedgerError(TrackerError):
    """The ledger cannot be opened, read or written."""

    message = "台账无法使用"


class LedgerBusy(LedgerError):
    """Another process holds the ledger longer than we wait."""

    message = "台账正被其他程序占用"


class LedgerAway(LedgerError):
    """The database that holds the ledger is out of reach; what was not committed is done again later."""

    message = "台账所在的数据库暂时无法使用"


class LedgerFull(LedgerError):
    """The disk of the ledger has no room; what was not committed is done again when there is some."""


class LeaseLost(LedgerError):
    """Another host has taken over what this one was doing; nothing was written."""

    message = "这项工作已由另一台机器接手"


class AlreadyRunning(TrackerError):
    """Another instance runs on the same data folder."""

    message = "该数据目录已有一个征集服务在运行"


class RenderError(TrackerError):
    """A template does not parse or misses a value."""

    message = "模板有误"


class SendError(TrackerError):
    """A letter did not go out. ``code`` and ``token`` are what the server said."""

    message = "邮件未能发出"

    def __init__(self, detail: str = "", code: int = 0, token: str = "") -> None:
        super().__init__(detail)
        self.code = code
        self.token = token


class SendDeferred(SendError):
    """A passing refusal before the final dot: the same bytes may be tried again."""

    message = "邮件暂缓发送"


class SendPaused(SendDeferred):
    """The provider asks the account to pause; every letter waits."""

    message = "邮箱服务商要求暂停发信"


class SendRefused(SendError):
    """A lasting refusal: a person must look."""

    message = "邮件被拒绝"


class SendUnknown(SendError):
    """The connection broke after the final dot; whether it was taken is not known."""

    message = "邮件发送结果不明"


class OrderError(TrackerError):
    """A person's command or correction cannot be carried out."""

    message = "未能执行"
