"""The mail inside an opaque signature: application/pkcs7-mime with signed data (RFC 8551 par. 3.5.2).

Nothing is proven by it here: what a mail program shows is read. Encrypted mails stay shut.
"""

from __future__ import annotations

from typing import Final

# RFC 5652 par. 4: the object identifier of plain data, in front of the content that was signed
_DATA: Final = bytes.fromhex("06092a864886f70d010701")
_SIGNED: Final = bytes.fromhex("06092a864886f70d010702")
_MOST_PIECES: Final = 100_000
_OCTETS, _PIECES, _EXPLICIT = 0x04, 0x24, 0xA0


def open_signed(content: bytes) -> bytes:
    """The entity that was signed, ``b""`` when there is none to be read; never raises."""
    if _SIGNED not in content[:64]:
        return b""
    at = content.find(_DATA, 0, 512)
    if at < 0:
        return b""
    at += len(_DATA)
    if content[at : at + 1] != bytes([_EXPLICIT]):
        return b""
    _, at = _length(content, at + 1)
    return b"".join(_octets(content, at))


def _octets(content: bytes, at: int) -> list[bytes]:
    """An octet string in one piece, or in pieces one after the other (X.690 par. 8.7)."""
    found: list[bytes] = []
    if content[at : at + 1] == bytes([_PIECES]):
        size, at = _length(content, at + 1)
        end = len(content) if size is None else at + size
    else:
        end = at + 1
    while at < end and content[at : at + 1] == bytes([_OCTETS]) and len(found) < _MOST_PIECES:
        size, at = _length(content, at + 1)
        if size is None:
            break
        found.append(content[at : at + size])
        at += size
    return found


def _length(content: bytes, at: int) -> tuple[int | None, int]:
    """A length and where its content begins; None when it goes on to an end mark (X.690 par. 8.1.3)."""
    first = content[at] if at < len(content) else 0
    if first < 0x80:
        return first, at + 1
    count = first & 0x7F
    if not count:
        return None, at + 1
    return int.from_bytes(content[at + 1 : at + 1 + min(count, 8)], "big"), at + 1 + count
