"""Who writes: address, host, key, and the Message-ID only we can make."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: our address, the host of our Message-IDs, and the key that makes them."""

    email: str
    name: str
    host: str
    key: bytes = field(repr=False)
    zone: str = "Asia/Shanghai"


def letter_name(key: str, recipient: str) -> str:
    """What tells a logical letter from all others, the same whoever holds the office's key; proves nothing."""
    return hashlib.sha256(f"{key}\n{recipient.lower()}".encode()).hexdigest()[:40]


def message_id(writer: Writer, key: str, recipient: str) -> str:
    """The Message-ID of a logical letter: unguessable, and the same at every attempt.

    It is also the proof that a reply comes from the letter's recipient (docs/orders.md).
    """
    digest = hmac.new(writer.key, f"{key}\n{recipient.lower()}".encode(), hashlib.sha256).hexdigest()
    return f"<zj.{digest[:40]}@{writer.host}>"
