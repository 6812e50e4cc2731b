"""Pack a rendered letter into its final bytes, with a Message-ID that never changes.

What the headers say about automatic mail follows RFC 3834; threading follows RFC 5322 par. 3.6.4.
Bytes depend on the values alone: boundaries come from the letter's key, the date from the clock
that is passed in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from tracker.ledger.records import REPLIES, LetterKind
from tracker.letters.writing.render import Rendered
from tracker.office.writer import Writer, message_id

POLICY = policy.SMTP.clone(max_line_length=76)
MAX_REFERENCES = 20


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes out with a letter. ``ascii_name`` is for readers that mangle RFC 2231."""

    name: str
    content: bytes = field(repr=False)
    mime: str = "application/octet-stream"
    ascii_name: str = "attachment.bin"


@dataclass(frozen=True, slots=True)
class Thread:
    """The mail a letter replies to."""

    message_id: str = ""
    references: tuple[str, ...] = ()


def compose(
    writer: Writer,
    kind: LetterKind,
    key: str,
    recipient: str,
    rendered: Rendered,
    now: datetime,
    *,
    thread: Thread | None = None,
    reason: str = "",
    enclosures: Sequence[Enclosure] = (),
) -> tuple[str, bytes]:
    """The Message-ID and final bytes of a letter.

    ``reason`` says in one short ASCII word why the recipient gets it (header X-Zhengji-Reason).

    Raises:
        ValueError: the recipient is not a mail address.
    """
    letter = EmailMessage(policy=POLICY)
    identity = message_id(writer, key, recipient)
    letter["From"] = HeaderAddress(writer.name, addr_spec=writer.email)
    letter["To"] = HeaderAddress(addr_spec=recipient)
    letter["Subject"] = rendered.subject
    letter["Date"] = format_datetime(now.astimezone(ZoneInfo(writer.zone)))
    letter["Message-ID"] = identity
    if thread is not None and thread.message_id:
        letter["In-Reply-To"] = thread.message_id
        chain = [*thread.references[-MAX_REFERENCES:], thread.message_id]
        letter["References"] = " ".join(dict.fromkeys(chain))
    letter["Auto-Submitted"] = "auto-replied" if kind in REPLIES else "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter["X-Zhengji-Kind"] = str(kind)
    letter["X-Zhengji-Reason"] = reason or str(kind)
    letter.set_content(rendered.text, charset="utf-8", cte="base64")
    # Random boundaries would make the same letter differ from run to run.
    letter.make_alternative(_boundary(identity, "alternative"))
    letter.add_alternative(rendered.html, subtype="html", charset="utf-8", cte="base64")
    if enclosures:
        letter.make_mixed(_boundary(identity, "mixed"))
    for enclosure in enclosures:
        main, _, sub = enclosure.mime.partition("/")
        letter.add_attachment(
            enclosure.content,
            maintype=main,
            subtype=sub,
            filename=enclosure.name,
            params={"name": enclosure.ascii_name},
        )
    return identity, letter.as_bytes()


def _boundary(identity: str, part: str) -> str:
    return f"=_zj_{hashlib.sha256(f'{identity}{part}'.encode()).hexdigest()[:32]}"
