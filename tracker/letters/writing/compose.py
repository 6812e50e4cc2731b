"""Pack a rendered letter into its final bytes, with a Message-ID that never changes.

What the headers say about automatic mail follows RFC 3834; threading follows RFC 5322 par. 3.6.4.
Bytes depend on the values alone: boundaries come from the letter's key, the date from the clock
that is passed in.
"""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Iterable
from datetime import datetime
from email import policy
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from intake.mail.addresses import is_writable
from intake.mail.fields import is_identifier
from tracker.ledger.records import REPLIES
from tracker.letters.writing.draft import Draft
from tracker.letters.writing.render import Rendered
from tracker.office.writer import Writer, letter_name, message_id

POLICY = policy.SMTP.clone(max_line_length=76)
MAX_REFERENCES = 20
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


class Identifiers(str):
    """Message identifiers as a header value that goes out as it is; what is none is left out.

    The mail library would decode what looks like an encoded word in them, line breaks included, and
    encode what is longer than a line. Identifiers of the grammar (RFC 5322 par. 3.6.4) need neither.
    """

    name: str

    def __new__(cls, name: str, identifiers: Iterable[str]) -> Identifiers:
        """The value of the header ``name``."""
        value = super().__new__(cls, " ".join(filter(is_identifier, dict.fromkeys(identifiers))))
        value.name = name
        return value

    def fold(self, *, policy: EmailPolicy) -> str:
        """The header as it goes out, broken between identifiers only."""
        lines = textwrap.wrap(
            self,
            policy.max_line_length or 0,
            initial_indent=f"{self.name}: ",
            subsequent_indent=" ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        return policy.linesep.join(lines) + policy.linesep


def compose(writer: Writer, draft: Draft, rendered: Rendered, now: datetime) -> tuple[str, bytes]:
    """The Message-ID and final bytes of a letter.

    Raises:
        ValueError: no letter can be addressed to the recipient.
    """
    if not is_writable(draft.recipient):
        raise ValueError(f"invalid recipient: {draft.recipient!r}")
    letter = EmailMessage(policy=POLICY)
    identity = message_id(writer, draft.key, draft.recipient)
    letter["From"] = HeaderAddress(writer.name, addr_spec=writer.email)
    letter["To"] = HeaderAddress(addr_spec=draft.recipient)
    letter["Subject"] = _plain(rendered.subject)
    letter["Date"] = format_datetime(now.astimezone(ZoneInfo(writer.zone)))
    letter["Message-ID"] = Identifiers("Message-ID", [identity])
    thread = draft.thread
    if thread is not None and is_identifier(thread.message_id):
        letter["In-Reply-To"] = Identifiers("In-Reply-To", [thread.message_id])
        letter["References"] = Identifiers(
            "References", [*thread.references[-MAX_REFERENCES:], thread.message_id]
        )
    letter["Auto-Submitted"] = "auto-replied" if draft.kind in REPLIES else "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter["X-Zhengji-Kind"] = str(draft.kind)
    letter["X-Zhengji-Letter"] = letter_name(draft.key, draft.recipient)
    letter["X-Zhengji-Reason"] = draft.reason or str(draft.kind)
    letter.set_content(rendered.text, charset="utf-8", cte="base64")
    # Random boundaries would make the same letter differ from run to run.
    letter.make_alternative(_boundary(identity, "alternative"))
    letter.add_alternative(rendered.html, subtype="html", charset="utf-8", cte="base64")
    if draft.enclosures:
        letter.make_mixed(_boundary(identity, "mixed"))
    for enclosure in draft.enclosures:
        main, _, sub = enclosure.mime.partition("/")
        letter.add_attachment(
            enclosure.content,
            maintype=main,
            subtype=sub,
            filename=_plain(enclosure.name),
            params={"name": _plain(enclosure.ascii_name)},
        )
    return identity, letter.as_bytes()


def _plain(text: str) -> str:
    """Text for a header: on one line, and nothing in it that the mail library would decode."""
    return _CONTROLS.sub(" ", text).replace("=?", "= ?")


def _boundary(identity: str, part: str) -> str:
    return f"=_zj_{hashlib.sha256(f'{identity}{part}'.encode()).hexdigest()[:32]}"
