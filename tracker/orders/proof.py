"""Is this really the coordinator? A From line is a claim; only a proof lets an order through.

Either the mail replies to a Message-ID that only its recipient can know (an HMAC over letter and
recipient, tracker/letters/compose.py), or the mailbox's own server vouches for the sender in the
topmost Authentication-Results (RFC 8601), where the settings name that server.
"""

from __future__ import annotations

import hmac
import re

from sqlalchemy import Connection

from intake.model import Envelope
from tracker.ledger import letters
from tracker.letters.compose import message_id
from tracker.parts import Parts
from tracker.records import LetterRow

_RESULT = re.compile(r"^\s*([A-Za-z0-9.-]+)")
_PASS = re.compile(r"\b(dkim|dmarc)\s*=\s*pass\b[^;]*", re.IGNORECASE)
_DOMAIN = re.compile(r"header\.(?:d|from|i)\s*=\s*@?([A-Za-z0-9.-]+)", re.IGNORECASE)


def replied_letter(connection: Connection, envelope: Envelope) -> LetterRow | None:
    """Our letter that a mail replies to, by In-Reply-To, then References newest first."""
    for identity in (*envelope.in_reply_to, *reversed(envelope.references)):
        found = letters.letter_by_message_id(connection, identity)
        if found is not None:
            return found
    return None


def is_proven(connection: Connection, parts: Parts, envelope: Envelope) -> bool:
    """Whether the mail's sender is proven to be who the From line says."""
    letter = replied_letter(connection, envelope)
    if letter is not None and letter.recipient.lower() == envelope.sender.email:
        expected = message_id(parts.writer, letter.key, letter.recipient)
        if hmac.compare_digest(expected, letter.message_id):
            return True
    return is_vouched(envelope, parts.settings.security.trusted_authserv)


def is_vouched(envelope: Envelope, trusted: str) -> bool:
    """Whether the trusted server says that DKIM or DMARC passed for the sender's domain."""
    if not trusted or not envelope.authentication:
        return False
    server = _RESULT.match(envelope.authentication)
    if server is None or server.group(1).lower() != trusted.lower():
        return False
    domain = envelope.sender.email.rpartition("@")[2]
    for found in _PASS.finditer(envelope.authentication):
        signed = _DOMAIN.search(found.group())
        if signed and (domain == signed.group(1).lower() or domain.endswith("." + signed.group(1).lower())):
            return True
    return False
