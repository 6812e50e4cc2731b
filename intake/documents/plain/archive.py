"""A web page saved as one file with its images (MHTML, RFC 2557): Word's “单个文件网页”."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

from intake.documents.plain.images import Images
from intake.model.errors import Damaged


def is_page_archive(content: bytes) -> bool:
    """Whether this is such a file."""
    head = content[:2000].lower()
    return b"content-type:" in head and b"multipart/related" in head and b"mime-version:" in head


def page_of_archive(content: bytes) -> tuple[bytes, str, Images]:
    """The page, its charset as its part says, and the images beside it.

    Raises:
        Damaged: there is no page in the file.
    """
    message = email.message_from_bytes(content, _class=EmailMessage, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "text/plain"}:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload, str(part.get_param("charset", "") or ""), Images(message)
    raise Damaged
