"""Mails inside mails: message/rfc822, .eml files; their files come out, and a long text as a file."""

from __future__ import annotations

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


def open_nested(content: bytes, limits: Limits) -> tuple[Contents, tuple[str, ...]]:
    """The files of a mail, its long text among them, and the passwords it mentions; never raises."""
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
