"""Secrecy marks (密级标识): a document that carries one must not be processed on this machine.

The mark stands alone or at the head of a document: 秘密, 机密, 绝密, mostly with ★ and a term
(GB/T 9704-2012 par. 7.2.2). The words inside a sentence are not a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.model.case import Attachment

_MARK = re.compile(r"(?:绝\s*密|机\s*密|秘\s*密)\s*[★☆]\s*(?:\d+\s*年|长期)?")
_ALONE = re.compile(r"^\s*(?:密级\s*[:：]\s*)?(绝\s*密|机\s*密|秘\s*密)\s*$", re.MULTILINE)
_BRACKETED = re.compile(r"[【\[（(]\s*(绝\s*密|机\s*密|秘\s*密)\s*[】\]）)]")
HEAD = 200  # characters at the head of a text in which the word alone counts


def secrecy_mark(subject: str, text: str, attachments: Iterable[Attachment]) -> str:
    """The mark found in a subject, the head of a text or a file name, or ``""``."""
    for name in (subject, *(attachment.name for attachment in attachments)):
        if found := _MARK.search(name) or _BRACKETED.search(name):
            return found.group(0).strip()
    if found := _MARK.search(text[: 10 * HEAD]) or _ALONE.search(text[:HEAD]):
        return found.group(0).strip()
    return ""
