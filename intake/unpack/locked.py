"""Documents behind a password, opened by one that the mail tells: Word, Excel, PDF.

A locked document is a container with one file in it; the file is what is read. What no password opens stays as
it is, and its reader says that it is locked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from intake.documents.sniff import sniff
from intake.model.case import Attachment, Format

_OFFICE = frozenset((Format.DOCX, Format.DOC, Format.XLSX, Format.XLS))
_OLE = b"\xd0\xcf\x11\xe0"


def unlock(attachment: Attachment, passwords: Sequence[str]) -> tuple[Attachment, str]:
    """The file without its lock and the password that opened it; the same file and ``""`` where none does."""
    content = attachment.content
    if not passwords or not (content.startswith(_OLE) or b"/Encrypt" in content):
        return attachment, ""
    found = sniff(content, attachment.name)
    opener = _open_pdf if found is Format.PDF else _open_office if found in _OFFICE else None
    for password in passwords if opener else ():
        try:
            opened = opener(content, password) if opener else b""
        except Exception:  # noqa: BLE001, S112 - a wrong password and a broken file look alike in both libraries
            continue
        if opened:
            return replace(attachment, content=opened, sha256=""), password
    return attachment, ""


def _open_office(content: bytes, password: str) -> bytes:
    """MS-OFFCRYPTO; ``b""`` for a file that is not locked, ``verify_password`` says a wrong one by raising."""
    import msoffcrypto

    locked = msoffcrypto.OfficeFile(BytesIO(content))
    if not locked.is_encrypted():
        return b""
    locked.load_key(password=password)
    target = BytesIO()
    locked.decrypt(target)
    return target.getvalue() if sniff(target.getvalue()) in _OFFICE else b""


def _open_pdf(content: bytes, password: str) -> bytes:
    """ISO 32000-1 par. 7.6: written again without security."""
    import pypdfium2

    target = BytesIO()
    with pypdfium2.PdfDocument(content, password=password) as document:
        document.save(target, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
    return target.getvalue()
