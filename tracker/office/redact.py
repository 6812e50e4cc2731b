"""Mask what could name a person, for logs and everything printed outside ledger and workbook."""

from __future__ import annotations

import re

_GAP = "[-‐‑–—－−.·\\s]{0,3}"  # what people and programs put between groups of digits
_MOBILE = re.compile(rf"(?<!\d)((?:(?:00)?86{_GAP})?[1１][3-9３-９]\d){_GAP}\d{{4}}{_GAP}(\d{{4}})(?!\d)")
_LANDLINE = re.compile(
    rf"(?<!\d)((?:86{_GAP})?[0０]?\d{{2,3}}[)）]{_GAP}|[0０]\d{{2,3}}{_GAP})\d{{4}}{_GAP}\d?(\d{{3}})(?!\d)"
)
_IDENTITY = re.compile(r"(?<![\dA-Za-z])(\d{6})\d{8}(\d{3}[\dXx])(?![\dA-Za-z])")
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9._%+-])([A-Za-z0-9._%+-])[A-Za-z0-9._%+-]*[@＠]([A-Za-z0-9.-]+\.[A-Za-z]{2,})"
)
_SECRET = re.compile(
    r"(?i)(?<![A-Za-z0-9])(password|passwd|authorization|token|LOGIN)(?![A-Za-z0-9])(\s*[=:：]?\s*)\S+(?:\s+\S+)?"
    r"|(授权码|密码|口令|密钥)(\s*[=:：是为]\s*)\S+"
)


def mask(text: str) -> str:
    """Phones, identity numbers and mail addresses with their middle hidden."""
    text = _IDENTITY.sub(r"\1********\2", text)
    text = _MOBILE.sub(r"\1****\2", text)
    text = _LANDLINE.sub(r"\1****\2", text)
    return _ADDRESS.sub(r"\1***@\2", text)


def mask_log(text: str) -> str:
    """:func:`mask`, and what follows a word for a secret."""
    return mask(_SECRET.sub(lambda found: f"{found[1] or found[3]}{found[2] or found[4] or ''}***", text))
