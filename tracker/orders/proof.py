"""Is this really the coordinator? A From line is a claim; only a proof lets an order through.

Either the mail replies to a Message-ID that only its recipient can know (an HMAC over letter and
recipient, tracker/office/writer.py), or the mailbox's own server vouches for the sender in the
topmost Authentication-Results (RFC 8601), where the settings name that server.
"""

from __future__ import annotations

import hmac
import re

from intake.model.case import Envelope
from tracker.ledger.letters import replied_letter
from tracker.office.desk import Desk
from tracker.office.writer import message_id

_RESULT = re.compile(r"^\s*([A-Za-z0-9.-]+)")
# A result begins its clause; what a sender may choose stands in quotes, comments and local parts.
_PASS = re.compile(r"\s*(?:dkim|dmarc)\s*=\s*pass(?=\s|$)", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?<=\s)header\.(?:(?:d|from)\s*=\s*@?|i\s*=\s*[^\s@]*@)([A-Za-z0-9.-]+)(?=\s|$)", re.IGNORECASE
)
_SIGNS = re.compile(r'\\.?|["()]|[^\\"()]++', re.DOTALL)


def is_proven(desk: Desk, envelope: Envelope) -> bool:
    """Whether the mail's sender is proven to be who the From line says."""
    letter = replied_letter(desk.connection, envelope)
    if letter is not None and letter.recipient.lower() == envelope.sender.email:
        expected = message_id(desk.parts.writer, letter.key, letter.recipient)
        if hmac.compare_digest(expected, letter.message_id):
            return True
    return is_vouched(envelope, desk.parts.settings.security.trusted_authserv)


def is_vouched(envelope: Envelope, trusted: str) -> bool:
    """Whether the trusted server says that DKIM or DMARC passed for the sender's domain."""
    if not trusted or not envelope.authentication:
        return False
    server = _RESULT.match(envelope.authentication)
    if server is None or server.group(1).lower() != trusted.lower():
        return False
    domain = envelope.sender.email.rpartition("@")[2]
    return any(
        domain == signed.lower() or domain.endswith("." + signed.lower())
        for clause in _bare(envelope.authentication).split(";")[1:]
        if _PASS.match(clause)
        for signed in _DOMAIN.findall(clause)[:1]
    )


def _bare(header: str) -> str:
    """A header without comments (nested ones too); a quoted string becomes a mark no domain holds.

    What is never closed reaches to the end (RFC 5322 par. 3.2.2 and 3.2.4).
    """
    out: list[str] = []
    depth = 0
    quoted = False
    for sign in _SIGNS.findall(header):
        if quoted:
            quoted = sign != '"'
        elif sign == "(" or (sign == ")" and depth):
            depth += 1 if sign == "(" else -1
            out.append(" ")
        elif not depth:
            quoted = sign == '"'
            out.append("?" if quoted else sign)
    return "".join(out)
