"""Letters of ours that came back, told by prose: 系统退信, Undelivered Mail … and why, in Chinese.

Structured reports (RFC 3464) are read in :mod:`intake.mail.report`; here are the providers that only
write a letter, and the words for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from intake.config.toml import Strict
from intake.config.words import AnyCase, WordLists, Words, either, load_words
from intake.mail.fields import read_id
from intake.mail.headers import read_headers
from intake.mail.open import Opened
from intake.text.fold import nfkc


class Reason(Strict):
    """Why a letter came back, in Chinese, and how servers say it."""

    reason: str
    words: AnyCase


class Bounces(WordLists):
    """What returned and delayed letters say."""

    subject: AnyCase
    came_back: Words
    prose: AnyCase
    delay: AnyCase
    still_trying: AnyCase
    for_good: AnyCase
    given_up: AnyCase
    before_address: Words
    servers: Words
    reasons: tuple[Reason, ...]  # the first that fits


BOUNCES: Final = load_words("bounces", Bounces)

_ADDRESS: Final = re.compile(r"[\w.+=-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_BEFORE_ADDRESS: Final = re.compile(rf"{either(BOUNCES.before_address)}[^@\n]{{0,60}}$", re.I)
_MACHINE: Final = re.compile(rf"^{either(BOUNCES.servers)}", re.I)
_ID_LINE: Final = re.compile(r"^\s*(?:x-original-)?message-id\s*:\s*(<[^<>\s]{3,250}>)", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Returned:
    """What a bounce in prose tells; either may be ``""``."""

    message: str
    address: str


def is_bounce_prose(subject: str, text: str) -> bool:
    """Whether subject and text are those of a bounce."""
    return (
        bool(BOUNCES.subject.search(subject) and BOUNCES.prose.search(text))
        or len(set(BOUNCES.prose.findall(text))) >= 2
    )


def is_delay(subject: str, text: str) -> bool:
    """Whether the text only says that delivery takes longer."""
    head = f"{subject}\n{text[:1500]}"
    if BOUNCES.still_trying.search(head):
        return not BOUNCES.for_good.search(head)
    return bool(BOUNCES.delay.search(head)) and not BOUNCES.given_up.search(head)


def explain_bounce(status: str, diagnostic: str, text: str = "") -> str:
    """Why a letter came back, in Chinese; with the code where one is known."""
    for source in (f"{status} {diagnostic}", text[:4000]):
        for why in BOUNCES.reasons:
            if why.words.search(source):
                return f"{why.reason}（{status}）" if status else why.reason
    shown = " ".join(diagnostic.split())[:60]
    return shown or (f"代码{status}" if status else "")


def find_returned(opened: Opened, ignored: Iterable[str]) -> Returned:
    """Which letter came back, and whose address it was; from the prose and from the copy enclosed."""
    text = f"{opened.envelope.subject}\n{opened.body.new}\n{opened.body.signature}\n{opened.body.quoted}"
    message = ""
    copies: list[str] = []
    for attachment in opened.attachments:
        head = attachment.content[:65536]
        if attachment.declared.startswith("message/") or attachment.name.lower().endswith((".eml", ".txt")):
            headers, _ = read_headers(head, 0, len(head))
            if headers.has("message-id") and not message:
                message = read_id(headers.first("message-id"))
                copies = _ADDRESS.findall(headers.text("to"))
    if not message:
        known = (*opened.envelope.in_reply_to, *opened.envelope.references[-1:])
        line = _ID_LINE.search(text)
        message = line.group(1) if line else next(iter(known), "")
    return Returned(message, _recipient(opened, text, copies, {i.lower() for i in ignored}))


def _recipient(opened: Opened, text: str, copies: list[str], ignored: set[str]) -> str:
    name, _, value = opened.envelope.automatic.partition(":")
    stated = _ADDRESS.findall(value) if name.lower() == "x-failed-recipients" else []
    text = nfkc(text)
    named = [
        m.group(0)
        for m in _ADDRESS.finditer(text)
        if _BEFORE_ADDRESS.search(text[max(0, m.start() - 70) : m.start()])
    ]
    skipped = {*ignored, opened.envelope.sender.email}
    for address in (*stated, *named, *copies, *_ADDRESS.findall(text)):
        plain = str(address).lower().strip(".")
        if plain not in skipped and not _MACHINE.match(plain):
            return plain
    return ""
