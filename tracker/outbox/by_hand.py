"""Letters taken out as files, and told to be sent by a person from any mailbox: where no server can be reached."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import Connection

from tracker.ledger import letters
from tracker.ledger.records import Fate, LetterRow, LetterState

BY_HAND = (LetterState.HELD, LetterState.QUEUED, LetterState.DEFERRED, LetterState.FAILED)
SENT_SO = "人工发出"


def unsent_letters(connection: Connection, now: datetime) -> list[LetterRow]:
    """Letters that have not gone and are worth sending, in the order in which they were written."""
    rows = letters.letters_in(connection, *BY_HAND)
    return sorted(
        (row for row in rows if row.expires_at is None or row.expires_at > now), key=lambda row: row.id
    )


def take_out(connection: Connection, row: LetterRow, folder: Path, name: str) -> Path:
    """Write a letter as a mail (.eml), as text to copy (.txt), and what it encloses; returns the text's path."""
    content = letters.letter_bytes(connection, row.id)
    (folder / f"{name}.eml").write_bytes(content)
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    enclosed = [(part.get_filename() or "附件", part.get_content()) for part in mail.iter_attachments()]
    names = [f"{name}-{_inert(called)}" for called, _ in enclosed]
    for called, (_, value) in zip(names, enclosed, strict=True):
        (folder / called).write_bytes(value if isinstance(value, bytes) else str(value).encode("utf-8"))
    head = [f"收件人：{mail['To']}", f"主题：{mail['Subject']}", *(f"附件：{called}" for called in names)]
    path = folder / f"{name}.txt"
    path.write_text("\n".join([*head, "", text]), encoding="utf-8-sig", newline="\r\n")
    return path


def mark_sent(connection: Connection, rows: Iterable[LetterRow], now: datetime) -> list[LetterRow]:
    """Note that a person has sent these; returns those that were still unsent."""
    fate = Fate(LetterState.SENT, SENT_SO)
    done = [row for row in rows if letters.is_unsent(connection, row.id, BY_HAND)]
    for row in done:
        letters.settle_letter(connection, row.id, fate, now)
    return done


def _inert(name: str) -> str:
    return "".join("_" if sign in '<>:"/\\|?*' or sign < " " else sign for sign in name)
