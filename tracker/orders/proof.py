"""Is this really the coordinator? A From line is a claim; only a proof lets an order through.

Either the mail replies to a Message-ID that only its recipient can know (an HMAC over letter and
recipient, tracker/office/writer.py), or the mailbox's own server vouches for the sender in the
topmost Authentication-Results (RFC 8601), where the settings name that server. Both are about one
author only. What each proves, and what it does not, stands in docs/orders.md.
"""

from __future__ import annotations

import hmac
import re
from datetime import timedelta

from intake.model.case import Envelope
from tracker.cases.addresses import coordinator_of
from tracker.ledger.letters import replied_letter
from tracker.ledger.mails import writers_to
from tracker.ledger.records import LetterRow
from tracker.office.desk import Desk
from tracker.office.settings import Security
from tracker.office.writer import message_id

# Where anybody may open a mailbox: their signature says which provider sent a mail, not which user.
PUBLIC_PROVIDERS = frozenset(
    (
        "163.com 126.com yeah.net 188.com vip.163.com vip.126.com qq.com vip.qq.com foxmail.com 139.com 189.cn "
        "wo.cn sina.com sina.cn vip.sina.com sohu.com tom.com 21cn.com 263.net aliyun.com 88.com "
        "gmail.com googlemail.com outlook.com hotmail.com live.com live.cn msn.com "
        "yahoo.com yahoo.com.cn yahoo.cn icloud.com me.com mac.com gmx.com mail.com yandex.com "
        "protonmail.com proton.me zoho.com"
    ).split()
)
_RESULT = re.compile(r"^\s*([A-Za-z0-9.-]+)")
# A result begins its clause; what a sender may choose stands in quotes, comments and local parts.
_PASS = re.compile(r"\s*(?:dkim|dmarc)\s*=\s*pass(?=\s|$)", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?<=\s)header\.(?:(?:d|from)\s*=\s*@?|i\s*=\s*[^\s@]*@)([A-Za-z0-9.-]+)(?=\s|$)", re.IGNORECASE
)
_SIGNS = re.compile(r'\\.?|["()]|[^\\"()]++', re.DOTALL)


def is_proven(desk: Desk, envelope: Envelope) -> bool:
    """Whether the mail has one author only, who is proven to be the one whom the From line names."""
    if not envelope.sole_author:
        return False
    letter = replied_letter(desk.connection, envelope)
    if letter is not None and _is_hers(desk, letter, envelope.sender.email):
        return True
    return is_vouched(envelope, desk.parts.settings.security)


def _is_hers(desk: Desk, letter: LetterRow, email: str) -> bool:
    """Whether the Message-ID of a letter still proves its recipient: genuine, fresh, and known to nobody else."""
    expected = message_id(desk.parts.writer, letter.key, letter.recipient)
    life = timedelta(days=desk.parts.settings.security.proof_days)
    return (
        letter.recipient.lower() == email
        and hmac.compare_digest(expected, letter.message_id)
        and desk.now - (letter.sent_at or letter.created_at) <= life
        and not _is_known_to_others(desk, letter, email)
    )


def _is_known_to_others(desk: Desk, letter: LetterRow, email: str) -> bool:
    """Whether somebody who gives no orders has answered in the letter's thread: it was passed on."""
    ours = desk.parts.writer.email.lower()
    return any(
        name not in (email, ours) and coordinator_of(desk.campaign, name) is None
        for name in writers_to(desk.connection, letter.id)
    )


def is_vouched(envelope: Envelope, security: Security) -> bool:
    """Whether the trusted server says that DKIM or DMARC passed for exactly the sole author's domain.

    A parent domain is not enough (strict alignment, RFC 7489 par. 3.1.1): ``cn`` and ``gov.cn`` sign for
    many. Nor is a public provider, unless the settings say that it checks its users' From.
    """
    trusted = security.trusted_authserv
    if not trusted or not envelope.sole_author or not envelope.authentication:
        return False
    server = _RESULT.match(envelope.authentication)
    if server is None or server.group(1).lower() != trusted.lower():
        return False
    domain = envelope.sender.email.rpartition("@")[2]
    if domain in PUBLIC_PROVIDERS and domain not in security.vouching_providers:
        return False
    return any(
        domain == signed.lower()
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
