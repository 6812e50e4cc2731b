"""Bounces and read receipts that say so in their structure (RFC 3464, RFC 6522, RFC 8098).

Bounces that are only prose (系统退信) are recognised by their text in :mod:`intake.understand.mail_kind.kind`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.mail.addresses import read_addresses
from intake.mail.fields import read_id
from intake.mail.headers import Headers, read_headers
from intake.mail.parts import Part, Tree


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says of one of our letters.

    ``report_type`` is ``delivery-status`` or ``disposition-notification``; ``action`` is
    ``failed``, ``delayed``, ``delivered`` … or the disposition (``displayed``).
    """

    report_type: str
    recipient: str = ""
    action: str = ""
    status: str = ""  # enhanced status code, 5.1.1
    diagnostic: str = ""
    original_message_id: str = ""


_KINDS = {
    "message/delivery-status": "delivery-status",
    "message/disposition-notification": "disposition-notification",
}
_GOOD = {"delivered", "relayed", "expanded"}


def read_report(tree: Tree) -> Report | None:
    """The report a mail carries, None when it carries none; never raises."""
    for part in tree.parts:
        if part.type in _KINDS:
            original = _returned_id(tree)
            if part.type == "message/delivery-status":
                return _read_delivery(part.content(), original)
            return _read_disposition(part.content(), original)
    return None


def _read_delivery(content: bytes, original: str) -> Report:
    """The first recipient that failed, else the first at all."""
    groups = _groups(content)
    chosen = groups[0] if groups else Headers()
    ranked = [group for group in groups if group.has("action") or group.has("final-recipient")]
    if ranked:
        chosen = next((g for g in ranked if g.text("action").lower() not in _GOOD), ranked[0])
    stated = next((g.first("original-envelope-id") for g in groups if g.has("original-envelope-id")), b"")
    return Report(
        "delivery-status",
        recipient=_typed(chosen, "original-recipient") or _typed(chosen, "final-recipient"),
        action=chosen.text("action").lower(),
        status=_status(chosen),
        diagnostic=chosen.text("diagnostic-code").partition(";")[2].strip()[:500]
        or chosen.text("diagnostic-code")[:500],
        original_message_id=original or (read_id(stated) if b"@" in stated else ""),
    )


def _read_disposition(content: bytes, original: str) -> Report:
    groups = _groups(content)
    fields = groups[0] if groups else Headers()
    return Report(
        "disposition-notification",
        recipient=_typed(fields, "original-recipient") or _typed(fields, "final-recipient"),
        action=fields.text("disposition").partition(";")[2].strip().lower(),
        original_message_id=read_id(fields.first("original-message-id")) or original,
    )


def _groups(content: bytes) -> list[Headers]:
    """The blocks of fields between blank lines."""
    groups: list[Headers] = []
    at = 0
    while at < len(content) and len(groups) < 100:
        headers, after = read_headers(content, at, len(content))
        if headers.fields:
            groups.append(headers)
        if after <= at:
            break
        at = after
    return groups


def _typed(fields: Headers, name: str) -> str:
    """The address of ``rfc822; someone@example.cn``."""
    value = fields.first(name)
    found = read_addresses(value.partition(b";")[2] if b";" in value else value)
    return found[0].email if found else ""


_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


def _status(fields: Headers) -> str:
    for name in ("status", "diagnostic-code"):
        if found := _STATUS.search(fields.text(name)):
            return found.group(0)
    return ""


def _returned_id(tree: Tree) -> str:
    """Message-ID of the letter that came back, from its copy or its headers."""
    for part in reversed(tree.parts):
        if _is_copy(part):
            content = part.content()
            headers, _ = read_headers(content, 0, len(content))
            if headers.has("message-id"):
                return read_id(headers.first("message-id"))
    return ""


def _is_copy(part: Part) -> bool:
    return part.type in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"}
