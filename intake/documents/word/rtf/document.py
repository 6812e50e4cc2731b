"""Rich Text Format (1.9.1): one pass over its tokens with a stack of groups, no recursion.

Kept: automatic numbers as the writer printed them, field results, notes after the body, the text of
shapes where they are anchored. Left out: headers, comments, deleted and hidden text, field codes.
"""

from __future__ import annotations

import re
import time
from typing import Final

from intake.documents.blocks.captions import caption_pictures
from intake.documents.result import MARK, Text
from intake.documents.word.rtf.actions import ACTIONS, STARRED
from intake.documents.word.rtf.reader import Reader
from intake.documents.word.rtf.tokens import decode_file
from intake.model.case import Doubt, Picture
from intake.model.errors import Damaged
from intake.model.limits import Limits
from intake.text.clean import clean_text

HEAD: Final = 4096  # bytes that may stand before the file
_MARKS: Final = re.compile(f"{MARK}\\d+{MARK}")
_NO_PICTURES: Final[tuple[Picture, ...]] = ()


def read_rtf(content: bytes, limits: Limits) -> Text:
    """The text of an RTF file.

    Raises:
        Damaged: it is none.
        OverLimit: nested deeper, or slower to read, than allowed.
    """
    start = content.find(b"{\\rtf", 0, HEAD)
    if start < 0:
        raise Damaged("不是 RTF 文件")
    characters, is_text = decode_file(content[start:])
    reader = Reader(ACTIONS, STARRED, characters, is_text, limits, time.monotonic() + limits.file_seconds)
    reader.read()
    flow = reader.flow
    drawn = [*flow.lines, *reader.notes, *reader.endnotes]
    lines, pictures = drawn, _NO_PICTURES
    if reader.pictures.drawn:
        numbers = [str(number) for number in range(len(reader.pictures.drawn))]
        lines, pictures = caption_pictures(
            lines, numbers, lambda number: reader.pictures.drawn[int(number)][:2]
        )
    doubts = [] if reader.is_closed else [Doubt("cut-off")]
    if reader.embedded:
        doubts.append(Doubt("partial", detail=f"文中嵌有{reader.embedded}个文件未读"))
    leading = (clean_text(_MARKS.sub("", line)) for line in flow.leading)
    return Text(
        text=re.sub(r"\n{2,}", "\n", clean_text("\n".join(lines))).strip("\n"),
        reader="rtf",
        pairs=tuple((label, clean_text(value)) for label, value in flow.pairs),
        rows=tuple(flow.rows),
        pictures=pictures,
        centred=tuple(filter(None, leading)),
        doubts=tuple(doubts),
        lines=drawn,
        shown_otherwise=reader.shown.doubts(),
        draw=reader.pictures.drawn.__getitem__,
    )
