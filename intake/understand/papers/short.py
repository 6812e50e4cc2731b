"""Files whose text is too short to be plainly a case: they are one when nothing else in the mail is.

A case of a hundred characters is far too short, and the sender is told so; but it is still filed
with unit and theme, instead of being taken for a covering letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from intake.mail.open import Opened
from intake.model.case import Document, DocumentKind
from intake.understand.papers.case_like import UNLIKELY, case_likeness
from intake.understand.papers.kind import LETTER_PHRASES, LETTER_TITLE, PROSE_LINE

LEAST_HANZI: Final = 40  # of prose, below which a text is a note
_HANZI: Final = re.compile(r"[\u4e00-\u9fff]")
_ANNOUNCED: Final = re.compile(r"案例|材料|稿")
_LETTER: Final = re.compile(  # in letters alone
    r"您好|你好|敬礼|贵(?:局|处|单位)|市局|处长|领导[：:]|申请(?:延|撤)|请示|延期|撤回|撤稿|特此|妥否|为盼|谅解|恳请|敬请|(?<!检)查收|案例"
    r"|同意(?:推荐|申报|上报)|^图\s?\d|图为"
)
_OFFICE: Final = re.compile(
    r"报送|上报|呈报|申报|申请|附件|截止|征集|联系电话|报名|盖章"
)  # in some cases, too
_TO_US: Final = re.compile(
    r"请问|麻烦|烦请|盼复|回复|谢谢|好[：:！!，,]|联系电话|[？?吗]\s*$|我们?(?:县|区|镇|街道|单位)", re.M
)
PLAINLY: Final = 0.8  # likeness to a case from which words of offices say nothing

_OTHERS: Final = frozenset(
    {DocumentKind.CASE, DocumentKind.FORM, DocumentKind.SHEET, DocumentKind.SCAN}
)  # what a short text beside them belongs to


def settle_short(documents: Sequence[Document], opened: Opened) -> tuple[Document, ...]:
    """The documents of a mail, short texts made cases where the mail holds no other."""
    if any(document.kind in _OTHERS or document.needs_ocr for document in documents):
        return tuple(documents)
    said = f"{opened.envelope.subject}\n{opened.body.new}".strip()
    return tuple(
        replace(document, kind=DocumentKind.CASE) if _is_short_case(document, said) else document
        for document in documents
    )


def is_short_body(opened: Opened) -> bool:
    """Whether a mail without files, whose subject speaks of a case, holds a short one in its text."""
    text = opened.body.new
    if opened.attachments or not re.search("案例", opened.envelope.subject) or _TO_US.search(text):
        return False
    return _reads_as_case(text) and case_likeness("", text)[0] >= PLAINLY


def _is_short_case(document: Document, said: str) -> bool:
    if document.kind is not DocumentKind.OTHER or document.recognised or document.rows or document.pairs:
        return False
    if not _reads_as_case(document.text):
        return False
    announced = not said or _ANNOUNCED.search(f"{said}\n{document.name}")
    return bool(announced) or case_likeness("", document.text)[0] >= UNLIKELY


def _reads_as_case(text: str) -> bool:
    lines = [line.strip() for line in text.split("\n")]
    if sum(len(_HANZI.findall(line)) for line in lines if len(line) >= PROSE_LINE) < LEAST_HANZI:
        return False
    if any(LETTER_TITLE.search(line) for line in lines[:3]) or LETTER_PHRASES.search(text):
        return False
    office = len(set(_OFFICE.findall(text)))
    return not _LETTER.search(text) and (office < 2 or case_likeness("", text)[0] >= PLAINLY)
