"""Files whose text is too short to be plainly a case: they are one when nothing else in the mail is.

A case of a hundred characters is far too short, and the sender is told so; but it is still filed
with unit and theme, instead of being taken for a covering letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from intake.campaign.authors import AUTHORS
from intake.config.words import either
from intake.documents.tables.labels import labelled_lines
from intake.mail.open import Opened
from intake.model.case import Document, DocumentKind
from intake.text.fold import nfkc
from intake.understand.papers.case_like import UNLIKELY, case_likeness
from intake.understand.papers.kind import CASE_HANZI, PROSE_LINE, is_said
from intake.understand.papers.words import PAPER_WORDS

LEAST_HANZI: Final = 40  # of prose, below which a text is a note
_HANZI: Final = re.compile(r"[\u4e00-\u9fff]")
# A text under a title that something else names may be shorter still, and its lines too.
TITLE_LINES, LONGEST_TITLE, LEAST_TITLE, LEAST_NAMED, PROSE_OF_NAMED = 8, 40, 3, 60, 16
_TITLE: Final = re.compile(rf"[^。；;\t]{{3,{LONGEST_TITLE}}}(?<![，,：:、])")
# The author below the title: 芝罘区毓璜顶街道大海阳社区消费维权服务站
_SIGNED: Final = re.compile(
    r"[\u4e00-\u9fff]{1,8}?(?:[县市旗镇乡街]|(?<!社)区)(?:[\u4e00-\u9fff]{1,30}(?:[局所站院馆校园会委办社队厂]|中心|公司|村|社区|政府)"
    rf"|[\u4e00-\u9fff]{{0,30}}{either(AUTHORS.organs)})"
)
_CALLED: Final = re.compile(
    r"[（(【]?(?:案例|材料|文章|作品)?(?:名称|标题|题目)[】）)]?\s?[：:]\s?\S"
)  # 题目：夜里的点名
_SENTENCE_MARK: Final = re.compile(r"[，。！？：；]")
FORM_LINES: Final = 3  # labelled lines under its heading that make a form
PLAINLY: Final = 0.8  # likeness to a case from which words of offices say nothing

_OTHERS: Final = frozenset(
    {DocumentKind.CASE, DocumentKind.FORM, DocumentKind.SHEET, DocumentKind.SCAN}
)  # what a short text beside them belongs to


def settle_short(documents: Sequence[Document], opened: Opened, item: str) -> tuple[Document, ...]:
    """The documents of a mail, short texts made cases where the mail holds no other, or where it names them.

    ``item`` is what the call calls a thing sent in: 论文.
    """
    said = f"{opened.envelope.subject}\n{opened.body.new}".strip()
    beside = any(document.kind in _OTHERS or document.needs_ocr for document in documents)
    listed = "\n".join((said, *(cell for d in documents for row in d.rows for cell in row.cells)))
    return tuple(
        replace(document, kind=DocumentKind.CASE)
        if _is_named(document, listed) or (not beside and _is_short_case(document, said, item))
        else document
        for document in documents
    )


def short_body(opened: Opened, item: str) -> str:
    """The short case that a mail holds in its text, ``""`` for none.

    Its subject speaks of a case, or the text has a title of its own, announced there or called so; beside
    files only where the lines above it say that one stands in the mail itself.
    """
    text, subject = opened.body.new, opened.envelope.subject
    if opened.attachments:
        return _titled_part(text, "", item) if PAPER_WORDS.in_mail.search(text) else ""
    if titled := _titled_part(text, subject, item):
        return titled
    told = bool(re.search(f"案例|{re.escape(item)}", subject)) and not PAPER_WORDS.to_us.search(text)
    return text if told and _reads_as_case(text) and case_likeness("", text)[0] >= PLAINLY else ""


def _titled_part(text: str, subject: str, item: str) -> str:
    """From a title that the subject names, or that stands over its author, to the end."""
    lines = text.split("\n")
    for at, line in enumerate(lines[:TITLE_LINES]):
        title, below = line.strip(), [text for one in lines[at + 1 :] if (text := one.strip())]
        if is_called(title, item) and _is_told(below, UNLIKELY):
            return "\n".join(lines[at:])
        if not _TITLE.fullmatch(title) or PAPER_WORDS.greeting.search(title):
            continue
        named = _plain(title) in _plain(subject)
        apart = at > 0 and not lines[at - 1].strip() and bool(below) and 0 < len(below[0]) <= LONGEST_TITLE
        told = re.search(f"案例|投稿|{re.escape(item)}", subject) or (
            (
                PAPER_WORDS.pasted.search("\n".join(lines[:at]))
                or PAPER_WORDS.in_mail.search("\n".join(lines[:at]))
            )
            and not _SENTENCE_MARK.search(below[0] if below else "")
        )
        signed = bool(below and _is_author(below[0]))
        told = told or signed
        if not (named or (apart and told)):
            continue
        if _is_told(below, UNLIKELY if signed else PLAINLY):
            return "\n".join(lines[at:])
    return ""


def is_called(line: str, item: str) -> bool:
    """Whether a line says what a case, or what the call calls one, is called: 案例标题：面条巷里的老规矩."""
    plain = line.strip()
    return bool(_CALLED.match(plain.removeprefix(item) if item else plain))


def _is_author(line: str) -> bool:
    """Whether an author stands below a title: 红旗镇红星村, （红旗镇红星村）."""
    return bool(_SIGNED.fullmatch(line.strip("（()） ")))


def _is_told(below: Sequence[str], least: float) -> bool:
    """Whether prose stands below a title, as likely a case as ``least``."""
    prose = [line for line in below if len(line) >= PROSE_OF_NAMED]
    return _hanzi(prose) >= LEAST_NAMED and case_likeness("", "\n".join(prose))[0] >= least


def _is_named(document: Document, listed: str) -> bool:
    """A text under a title that its file's name, the letter or a list names, or over its author: no note is so."""
    if document.kind is not DocumentKind.OTHER or document.recognised or _has_cells(document):
        return False
    lines = [line.strip() for line in document.text.split("\n") if line.strip()]
    if not lines or not _TITLE.fullmatch(lines[0]) or len(_HANZI.findall(lines[0])) < LEAST_TITLE:
        return False
    if any(PAPER_WORDS.letter_title.search(line) for line in lines[:3]) or PAPER_WORDS.letter.search(
        document.text
    ):
        return False
    title = _plain(lines[0])
    named = title in _plain(document.name) or title in _plain(listed)
    signed = len(lines) > 2 and _is_author(lines[1])
    return (named or signed) and _is_told(lines[1:], PLAINLY)


def _has_cells(document: Document) -> bool:
    """Whether it has a table; a line 联系人：… that closes a text is no cell."""
    return bool(document.rows or (document.pairs and "\t" in document.text))


def _plain(text: str) -> str:
    return "".join(re.findall(r"[\w]", nfkc(text))).lower()


def _hanzi(lines: Sequence[str]) -> int:
    return sum(len(_HANZI.findall(line)) for line in lines)


def _is_short_case(document: Document, said: str, item: str) -> bool:
    if document.kind is not DocumentKind.OTHER or document.recognised or _has_cells(document):
        return False
    text = _above_form(document.text)
    if not _reads_as_case(text):
        return False
    told = f"{said}\n{document.name}"
    announced = not said or item in told or PAPER_WORDS.announced.search(told)
    return bool(announced) or case_likeness("", text)[0] >= UNLIKELY


def _above_form(text: str) -> str:
    """The text without a form of labelled lines at its end: 附：申报表, 案例名称：…, 层级：☑县级 □村级."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        head = line.strip()
        if at and len(head) <= LONGEST_TITLE and PAPER_WORDS.form.search(head) and not is_said(head):
            below = [one for one in lines[at + 1 :] if one.strip()]
            if len(below) >= FORM_LINES and all(labelled_lines(one) for one in below[:FORM_LINES]):
                return "\n".join(lines[:at])
    return text


def _reads_as_case(text: str) -> bool:
    lines = [line.strip() for line in text.split("\n")]
    long = _hanzi([line for line in lines if len(line) >= PROSE_LINE])
    if long < LEAST_HANZI and _hanzi([line for line in lines if len(line) >= PROSE_OF_NAMED]) < CASE_HANZI:
        return False
    if any(PAPER_WORDS.letter_title.search(line) for line in lines[:3]) or PAPER_WORDS.letter.search(text):
        return False
    office = len(set(PAPER_WORDS.office.findall(text)))
    return not PAPER_WORDS.only_letter.search(text) and (office < 2 or case_likeness("", text)[0] >= PLAINLY)
