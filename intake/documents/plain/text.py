"""Plain text in any charset that Chinese programs write."""

from __future__ import annotations

import re
from typing import Final

from intake.documents.result import Text
from intake.model.case import Doubt
from intake.model.limits import Limits
from intake.text.charset import decode_bytes
from intake.text.clean import clean_text
from intake.text.garbled import repair_mojibake

LONGEST_CHAR: Final = 4  # bytes a character in any charset we read


def read_text(content: bytes, limits: Limits, charset: str = "") -> Text:
    """The text of a plain text file; ``charset`` is what the mail claims.

    Never raises: text that cannot be decoded for certain comes with a doubt.
    """
    decoded = decode_bytes(content[: limits.text_chars * LONGEST_CHAR], charset)
    text = repair_mojibake(decoded.text)
    shown = re.sub(r"\n{2,}", "\n", clean_text(text)).strip("\n")
    sure = decoded.sure or text != decoded.text
    doubts = () if sure else (Doubt("partial", detail="个别文字的编码无法确定"),)
    return Text(text=shown, reader="text", doubts=doubts)
