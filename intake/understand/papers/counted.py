"""How many cases a letter says it brings, so that one which is lost on the way is missed.

现报送案例两篇 beside one Word file and a picture: what the letter counts and what came are compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from intake.model.case import Document, DocumentKind, Doubt
from intake.text.fold import nfkc
from intake.text.numerals import read_number

_COUNT: Final = re.compile(
    # 上两篇 are others, 附上两篇 are these; no number begins in the midst of one
    r"(?<![\d第前后每一二两三四五六七八九十])(?<!(?<![附报发送交呈奉])上)(?P<number>[1-9]\d?|[一二两三四五六七八九十]{1,3})(?:个|篇|份)(?P<what>[\u4e00-\u9fff]{0,6})"
)
_CASES: Final = re.compile(
    r"^(?:优秀|典型|社区|治理|创新)*(?:案例|材料|正文|稿)|^$|^(?:请|如|见|现|附(?!件)|已|发|报|上|都|均)"
)
_LATER: Final = re.compile(
    r"后补|随后|陆续|稍后|另行|还有|以后|下周|明后?天|准备|打算|计划|拟|只能|名额|限报|再报|要求|曾|之前|上次|前次|撤|换|[?？吗呢]"
)
_SENTENCE: Final = re.compile(r"[^。！!?？；;\n]+[。！!?？；;]?")


def count_said(text: str) -> tuple[int, str]:
    """The number of cases that a letter says it brings, with its words; ``(0, "")`` where it says none."""
    for sentence in _SENTENCE.findall(nfkc(text)):
        if _LATER.search(sentence):
            continue
        for found in _COUNT.finditer(sentence):
            if _CASES.search(found["what"]):
                said = found["number"].replace("两", "二")
                return read_number(said), found.group(0)[: len(found["number"]) + 3]
    return 0, ""


def miss_cases(said: str, found: int, documents: Sequence[Document]) -> tuple[Doubt, ...]:
    """The doubt that fewer cases came than the letter counts.

    None where a list came, which is compared row by row, or where something that came is not read yet.
    """
    if not found or any(d.kind is DocumentKind.SHEET or d.doubts for d in documents):
        return ()
    number, words = count_said(said)
    return (Doubt("fewer-cases", str(found), words),) if number > found else ()
