"""Containers opened until only files are left, inside limits; what stays shut becomes a doubt.

Containers are recognised by their bytes. Nothing is written to disk except, for programs that
need a file, in a temporary folder that is gone afterwards. Cloud links: :mod:`intake.unpack.cloud.links`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from intake.documents.sniff import sniff
from intake.model.case import Attachment, Doubt, Format
from intake.model.errors import Damaged, ReadingError
from intake.model.limits import Limits
from intake.unpack.contents import FREE_BYTES, Budget, Contents, fingerprint
from intake.unpack.locked import unlock
from intake.unpack.volumes import Joined, join_volumes

__all__ = ["Unpacked", "unpack"]

MAX_MAIL_LEVEL = 8  # mails attached to mails; archives count for themselves
_PACKED = {Format.ZIP, Format.RAR, Format.SEVENZIP, Format.TAR, Format.GZIP}
_MAILS = {Format.EML, Format.MSG, Format.TNEF}
_BZIP2_OR_XZ = (b"BZh", b"\xfd7zXZ\0")
_MAGIC = (b"PK", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x78\x9f\x3e\x22", *_BZIP2_OR_XZ)
_OLE = b"\xd0\xcf\x11\xe0"
_MSG_STREAM = "__properties_version1.0".encode("utf-16-le")
_ARCHIVE_NAME = re.compile(r"\.(?:zip|rar|7z|tar|tgz|gz|bz2|xz|exe|eml|msg|dat)$", re.IGNORECASE)
_HEADER_LINE = re.compile(rb"[\s\xef\xbb\xbf]*[A-Za-z][A-Za-z-]{1,40}:[ \t]|From ")


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files that are left, with their sums, and what could not be opened."""

    attachments: tuple[Attachment, ...]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class _Item:
    """One file to look at: how many archives and mails it came out of."""

    joined: Joined
    archives: int = 0
    mails: int = 0

    @property
    def attachment(self) -> Attachment:
        """The file, put together where it came in volumes."""
        return self.joined.attachment


def unpack(attachments: Iterable[Attachment], limits: Limits, passwords: tuple[str, ...] = ()) -> Unpacked:
    """Open every container among the attachments, down to ``limits.archive_depth``; never raises.

    Other files pass through unchanged with ``sha256`` filled in. A container that cannot be
    opened is left out and becomes a doubt about it.
    """
    budget = Budget(limits, passwords)
    done: list[Attachment] = []
    doubts: list[Doubt] = []
    waiting = [_Item(joined) for joined in reversed(join_volumes(list(attachments)))]
    while waiting:
        item = waiting.pop()
        kind = _container(item.attachment)
        if item.joined.missing and kind is None:
            doubts.append(Doubt("incomplete", item.attachment.name, f"缺少{item.joined.missing}"))
            continue
        if kind is None:
            whole = _unlocked(item.attachment, budget)
            done.append(whole if whole.sha256 else replace(whole, sha256=fingerprint(whole.content)))
            continue
        if item.archives + (kind in _PACKED) > limits.archive_depth or item.mails >= MAX_MAIL_LEVEL:
            doubts.append(Doubt("too-deep", item.attachment.name))
            continue
        contents = _settle_volumes(item.joined, _open(item.joined, kind, budget))
        if any(doubt.code == "over-limit" for doubt in contents.doubts):
            budget.bytes_left = max(0, budget.bytes_left - FREE_BYTES)  # bombs cost time, too
        doubts.extend(_about(doubt, item.attachment) for doubt in contents.doubts)
        waiting.extend(reversed(_inner_items(item, kind, contents)))
    return Unpacked(tuple(done), tuple(dict.fromkeys(doubts)))


def _unlocked(attachment: Attachment, budget: Budget) -> Attachment:
    """A document without its lock; the password that opened it is the likeliest for the next."""
    opened, password = unlock(attachment, budget.passwords)
    if password:
        budget.passwords = tuple(dict.fromkeys((password, *budget.passwords)))
    return opened


def _inner_items(item: _Item, kind: Format, contents: Contents) -> list[_Item]:
    outer = item.attachment
    hidden = kind is Format.TNEF or kind is Format.GZIP  # wrappings nobody thinks of as a place
    path = outer.path if hidden else (*outer.path, outer.name)
    archives = item.archives + (kind in _PACKED and kind is not Format.GZIP)
    mails = item.mails + (kind in _MAILS)
    placed = [
        replace(inner, path=(*path, *_inner_path(inner, outer, kind))) for inner in contents.attachments
    ]
    return [_Item(joined, archives, mails) for joined in join_volumes(placed)]


def _settle_volumes(joined: Joined, contents: Contents) -> Contents:
    """What is wrong with an archive in volumes is, first of all, what of it did not come."""
    broken = {"damaged", "incomplete"}
    own = [doubt for doubt in contents.doubts if doubt.about in {"", joined.attachment.name}]
    cut = any(doubt.code in broken for doubt in own)
    lacks = joined.missing or (joined.following if cut else "")
    if not lacks:
        return contents
    doubts = tuple(doubt for doubt in contents.doubts if doubt.code not in broken)
    return replace(contents, doubts=(*doubts, Doubt("incomplete", joined.attachment.name, f"缺少{lacks}")))


def _inner_path(inner: Attachment, outer: Attachment, kind: Format) -> tuple[str, ...]:
    """Folders inside an archive; a mail's own subject is not said twice."""
    if kind in _MAILS and inner.path and outer.name.startswith(inner.path[0]):
        return inner.path[1:]
    return inner.path


def _about(doubt: Doubt, container: Attachment) -> Doubt:
    return doubt if doubt.about else replace(doubt, about=container.name)


def _container(attachment: Attachment) -> Format | None:
    """The kind of container a file is, None for a file to be read."""
    content, name = attachment.content, attachment.name
    if attachment.declared == "message/rfc822":
        return Format.EML
    if content.startswith(_OLE):
        return Format.MSG if _MSG_STREAM in content and sniff(content, name) is Format.MSG else None
    likely = (
        content.startswith(_MAGIC)
        or content[257:262] == b"ustar"
        or _ARCHIVE_NAME.search(name)
        or _HEADER_LINE.match(content)
    )
    if not likely:
        return None
    found = sniff(content, name)
    if found in _PACKED or found in _MAILS:
        return found
    return Format.GZIP if content.startswith(_BZIP2_OR_XZ) else None


def _open(joined: Joined, kind: Format, budget: Budget) -> Contents:
    """Open one container; every failure is a doubt."""
    attachment = joined.attachment
    try:
        contents = _dispatch(joined, kind, budget)
    except ReadingError as error:
        return Contents((), (Doubt(error.code, attachment.name, error.detail),))
    except MemoryError:
        return Contents((), (Doubt("over-limit", attachment.name),))
    except (Exception, SystemExit):  # noqa: BLE001 - hostile bytes lead libraries anywhere; the mail must be filed
        return Contents((), (Doubt(Damaged.code, attachment.name),))
    if not contents.attachments and not contents.doubts and kind in _PACKED:
        return Contents((), (Doubt("empty", attachment.name),))
    return contents


def _dispatch(joined: Joined, kind: Format, budget: Budget) -> Contents:
    attachment = joined.attachment
    content = attachment.content
    if kind is Format.ZIP:
        from intake.unpack.archives.zipped import open_zip

        return open_zip(content, budget)
    if kind is Format.RAR:
        from intake.unpack.archives.rar import open_rar

        return open_rar(joined.volumes or (content,), budget)
    if kind is Format.SEVENZIP:
        from intake.unpack.archives.sevenzip import open_sevenzip

        return open_sevenzip(content, budget)
    if kind in {Format.TAR, Format.GZIP}:
        from intake.unpack.archives.tarred import open_gzip, open_packed, open_tar

        if kind is Format.TAR:
            return open_tar(content, budget)
        packed_otherwise = content.startswith(_BZIP2_OR_XZ)
        return (open_packed if packed_otherwise else open_gzip)(content, attachment.name, budget)
    return _open_mail(content, kind, budget)


def _open_mail(content: bytes, kind: Format, budget: Budget) -> Contents:
    if kind is Format.TNEF:
        from intake.unpack.outlook.tnef import open_tnef

        return open_tnef(content, budget)
    if kind is Format.MSG:
        from intake.unpack.outlook.msg import open_msg

        return open_msg(content, budget)
    from intake.unpack.attached_mails import open_attached_mail

    contents, passwords = open_attached_mail(content, budget.limits)
    budget.passwords = tuple(dict.fromkeys((*budget.passwords, *passwords)))
    return contents
