"""HTML files, and web pages saved as one file; markup.py does the work."""

from __future__ import annotations

from intake.documents.plain.html import read_markup
from intake.documents.result import Text
from intake.model.limits import Limits


def read_html(content: bytes, limits: Limits, charset: str = "") -> Text:
    """The text of an HTML or MHTML file: one line a block, table cells joined by tabs.

    Raises:
        Damaged: nothing that could be shown.
        OverLimit: larger, deeper, or with more tags, than allowed.
    """
    return read_markup(content, limits, charset)
