"""Every error that reading mail can raise.

The tree::

    IntakeError
    ├── ConfigError          a settings, campaign, lexicon or places file is wrong
    ├── SourceError          the mailbox or folder cannot be read now
    │   ├── FolderUnreadable mails in files, or the list of their times, cannot be read
    │   ├── LoginRefused     the server refused the account: a person must act, never retry in a loop
    │   └── SourceTimeout    the server was too slow, or the poll's deadline passed
    ├── ArchiveError         raw mail cannot be stored or found
    │   └── ArchiveAway      its place does not answer or has no room: tried again later
    └── ReadingError         one file or mail cannot be read; becomes a Doubt, never a lost mail
        ├── Encrypted
        ├── Damaged
        ├── OverLimit
        ├── ToolMissing
        └── Unsupported
"""

from __future__ import annotations

from typing import ClassVar


class IntakeError(Exception):
    """Root of all reading errors; ``str()`` is a Chinese sentence fit for a clerk."""

    message: ClassVar[str] = "处理邮件时出错"

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(detail)  # alone: an error that comes out of another process is made of it anew

    def __str__(self) -> str:
        return f"{self.message}：{self.detail}" if self.detail else self.message


class ConfigError(IntakeError):
    """A configuration file is wrong; the text names file, key, what was found and expected."""

    message = "配置有误"


class SourceError(IntakeError):
    """The mailbox or folder cannot be read at this moment; the next poll tries again."""

    message = "收件邮箱暂时无法读取"


class FolderUnreadable(SourceError):
    """Mails that lie in a folder, or the list of their times, cannot be read."""

    message = "邮件文件夹无法读取"


class LoginRefused(SourceError):
    """The server refused the account. Retrying could lock it, so a person must act."""

    message = "邮箱登录被拒绝，请检查授权码是否过期或被更换"


class SourceTimeout(SourceError):
    """The server did not answer in time, or the poll's overall deadline passed."""

    message = "邮箱服务器响应超时"


class ArchiveError(IntakeError):
    """A raw mail cannot be written to, or found in, the archive."""

    message = "原件存档失败"


class ArchiveAway(ArchiveError):
    """The archive's place does not answer, or has no room; no mail is to blame."""


class ReadingError(IntakeError):
    """A file cannot be read. ``code`` is the doubt it becomes."""

    message = "文件未能读取"
    code: ClassVar[str] = "damaged"


class Encrypted(ReadingError):
    """The file needs a password."""

    message = "文件设有密码"
    code = "encrypted"


class Damaged(ReadingError):
    """The bytes are not a whole file of their format."""

    message = "文件已损坏或不完整"


class OverLimit(ReadingError):
    """A size, count, depth, time or memory limit was passed."""

    message = "文件超出处理上限"
    code = "over-limit"


class ToolMissing(ReadingError):
    """The format is known, but an optional part must be installed; detail says which."""

    message = "缺少读取此类文件的组件"
    code = "tool-missing"


class Unsupported(ReadingError):
    """The format is not one that we read."""

    message = "暂不支持的文件格式"
    code = "unsupported"
