"""What must hold of the bytes of every letter, whatever the mail was that it answers."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

from intake.mail.addresses import is_writable

LONGEST_LINE = 998  # octets without the line end (RFC 5322 par. 2.1.1)
ONCE = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type")
OURS = frozenset(
    {
        *ONCE, "In-Reply-To", "References", "X-Auto-Response-Suppress", "X-Zhengji-Kind", "X-Zhengji-Letter", "X-Zhengji-Reason",
    }
)  # fmt: skip


def letter_faults(recipient: str, content: bytes) -> list[str]:
    """What is wrong with a letter to ``recipient``; empty when nothing is."""
    faults = []
    if not is_writable(recipient):
        faults.append("addressed to what is no address")
    if content.count(b"\r\n") != content.count(b"\n") or content.count(b"\r\n") != content.count(b"\r"):
        faults.append("line ends")
    if not content.isascii() or b"\0" in content:
        faults.append("not ASCII")
    if max(map(len, content.split(b"\r\n"))) > LONGEST_LINE:
        faults.append("a line too long")
    letter = email.message_from_bytes(content, policy=email.policy.default)
    names = list(letter.keys())
    faults += [f"header {name} {names.count(name)} times" for name in ONCE if names.count(name) != 1]
    faults += [f"header {name}" for name in sorted(set(names) - OURS)]
    if [address.addr_spec for address in letter["To"].addresses] != [recipient]:
        faults.append("To differs from the recipient")
    faults += [f"defect {type(defect).__name__}" for part in letter.walk() for defect in part.defects]
    return faults + _text_faults(letter)


def _text_faults(letter: EmailMessage) -> list[str]:
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    if plain is None or html is None:
        return ["text or HTML is missing"]
    faults = []
    if not str(plain.get_content()).strip():
        faults.append("no words")
    if "<script" in str(html.get_content()).lower() or "onerror=" in str(html.get_content()).lower().replace(
        "&", ""
    ):
        faults.append("foreign HTML")
    return faults
