"""Mails inside mails: message/rfc822, .eml files; their files come out, and a long text as a file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from intake.mail.fields import CHINA
from intake.mail.filenames import clean_name
from intake.mail.open import open_mail
from intake.model.case import Attachment, Doubt
from intake.model.limits import Limits
from intake.unpack.cloud.links import find_links
from intake.unpack.contents import Contents

BODY_NAME = "邮件正文.txt"
BODY_CHARS = 200  # not blank; shorter texts only say what is attached


_SEPARATOR = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]{1,200}\b\d{4}[ \t]*\r?\n")  # RFC 4155
MOST_MAILS = 50  # of one mailbox file


def open_attached_mail(content: bytes, limits: Limits) -> tuple[Contents, tuple[str, ...]]:
    """The files of a mail, its long text among them, and the passwords it mentions; never raises.

    A file that begins as a mailbox does (mbox) may hold several mails.
    """
    is_mbox = content.startswith(b"From ")
    starts = [found.start() for found in _SEPARATOR.finditer(content)] if is_mbox else []
    starts = starts or [0]
    ends = [*starts[1:], len(content)]
    mails = [content[a:b] for a, b in zip(starts, ends, strict=True)]
    opened = [_open_one(mail, limits) for mail in mails[:MOST_MAILS]]
    doubts = [doubt for contents, _ in opened for doubt in contents.doubts]
    if len(mails) > MOST_MAILS:
        doubts.append(Doubt("over-limit", detail=f"邮件超过{MOST_MAILS}封"))
    files = tuple(file for contents, _ in opened for file in contents.attachments)
    passwords = tuple(dict.fromkeys(word for _, found in opened for word in found))
    return Contents(files, tuple(dict.fromkeys(doubts))), passwords


def _open_one(content: bytes, limits: Limits) -> tuple[Contents, tuple[str, ...]]:
    opened = open_mail(content, limits)
    found = list(opened.attachments)
    links = find_links(opened.body.new, opened.html, opened.envelope.date)
    least = BODY_CHARS if found or links else 1  # else the text is all there is
    if body := body_attachment(opened.body.new, opened.envelope.subject, least):
        found.insert(0, body)
    doubts = [Doubt("cloud-link", link.name or link.provider, _say_expiry(link.expires)) for link in links]
    doubts.extend(replace(d, about="") for d in opened.doubts if d.code != "header-odd")
    if not (found or doubts):
        doubts.append(Doubt("empty"))
    return Contents(tuple(found), tuple(doubts)), opened.passwords


def _say_expiry(expires: datetime | None) -> str:
    if expires is None:
        return ""
    local = expires.astimezone(CHINA)
    return f"（{local.month}月{local.day}日到期）"


def body_attachment(text: str, subject: str, least: int = BODY_CHARS) -> Attachment | None:
    """The text of an attached mail as a file, when it may be a case pasted into it."""
    if sum(not character.isspace() for character in text) < least:
        return None
    title = clean_name(subject)
    return Attachment(
        BODY_NAME,
        text.encode("utf-8", "ignore"),
        path=(title,) if title else (),
        declared="text/plain",
        charset="utf-8",
    )
