"""What a file is for, from the shape of its text. Which case it is, is found in identify."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from intake.model.case import Document, DocumentKind, Format
from intake.understand.papers.case_like import case_likeness
from intake.understand.papers.words import PAPER_WORDS

HEADING: Final = re.compile(
    r"^[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|^第[一二三四五六七八九十]+[章节部分]"
)
_SCANS: Final = (PAPER_WORDS.scanned, PAPER_WORDS.sealed)
_HANZI: Final = re.compile(r"[\u4e00-\u9fff]")
# 案例贴在下面，申报表随后补上。: a line of a letter about a form is no heading of one.
_SENTENCE: Final = re.compile("。$|[，,][^）)]*$")

PROSE_LINE: Final = 40  # characters; shorter lines are titles, cells and labels
CASE_HANZI: Final = 120  # of prose that make a case, however short
PROSE_BELOW_TITLE, CASE_BELOW_TITLE = 16, 60  # the same under its own title below a form's table
CASE_BELOW_FORM: Final = 240  # the same below a form's table, if it reads like one: no instructions
SURE_CASE: Final = 0.7
CASE_IN_FORM: Final = 1000  # of prose: then the form holds the case itself
LETTER_HANZI: Final = 700  # a letter is not longer
SHORT_CASE: Final = 0.93  # likeness to a case that outweighs the phrases of a letter
FORM_HEAD: Final = 400  # characters in which a form's heading stands
PHOTO_HANZI: Final = 80  # recognised characters up to which an image counts as a photo


def judge(document: Document) -> Document:
    """The document with its kind."""
    return replace(document, kind=document_kind(document))


def document_kind(document: Document) -> DocumentKind:
    """Case, form, sheet, photo, scan or other."""
    is_picture = document.format == Format.IMAGE
    if (is_picture or document.needs_ocr) and not document.text and is_form_name(document.name):
        return DocumentKind.FORM
    if is_picture:
        return _image_kind(document)
    lines = [line.strip("\f \t") for line in document.text.split("\n")]
    lines = [line for line in lines if line]
    if not lines and not document.rows:
        is_scan = document.needs_ocr or document.recognised
        return DocumentKind.SCAN if is_scan else DocumentKind.OTHER
    kind = _text_kind(document, lines)
    if document.recognised and kind == DocumentKind.OTHER:
        return DocumentKind.SCAN
    return kind


def is_form_name(name: str) -> bool:
    """Whether a file calls itself a form and nothing else: 推荐表.jpg, 申报表（盖章）.pdf."""
    return bool(PAPER_WORDS.form.search(name)) and not PAPER_WORDS.with_case.search(name)


def begins_as_form(text: str) -> bool:
    """Whether a text stands under the heading of a form, be it the case that follows in it."""
    lines = (line.strip("\f \t") for line in text[:FORM_HEAD].split("\n"))
    return _is_headed_form(_titles([line for line in lines if line]))


def _titles(lines: list[str]) -> list[str]:
    return [re.sub(r"\s+", "", line) for line in lines[:4] if len(line) <= 60]


def _is_headed_form(titles: list[str]) -> bool:
    return any(PAPER_WORDS.form.search(title) and not is_said(title) for title in titles[:3])


def is_said(line: str) -> bool:
    """Whether a line is a sentence, not a heading."""
    return bool(_SENTENCE.search(line))


def _image_kind(document: Document) -> DocumentKind:
    if len(_HANZI.findall(document.text)) >= PHOTO_HANZI or any(
        words.search(document.name) for words in _SCANS
    ):
        return DocumentKind.SCAN
    return DocumentKind.PHOTO


def _text_kind(document: Document, lines: list[str]) -> DocumentKind:
    titles = _titles(lines)
    prose = sum(len(_HANZI.findall(line)) for line in lines if len(line) >= PROSE_LINE and "\t" not in line)
    is_list = _is_list(document, lines)
    if _is_sheet(document, titles, prose, is_list=is_list):
        return DocumentKind.SHEET
    if _holds_case(document):
        return DocumentKind.CASE
    is_form = _is_headed_form(titles) and prose < CASE_IN_FORM
    if is_form and not _goes_on_as_case(document, lines, prose):
        return DocumentKind.SHEET if is_list and not document.pairs else DocumentKind.FORM
    if is_form and prose < CASE_HANZI:
        return DocumentKind.CASE  # a short one under its own title
    if _is_letter(titles, lines, prose):
        return DocumentKind.OTHER
    headings = sum(bool(HEADING.match(line)) for line in lines)
    if prose >= CASE_HANZI or (
        headings >= 3 and sum(len(_HANZI.findall(line)) for line in lines) >= CASE_HANZI
    ):
        return DocumentKind.CASE
    if len(document.pairs) >= 3 and "\t" in document.text:
        return DocumentKind.CASE if _goes_on_as_case(document, lines, prose) else DocumentKind.FORM
    return DocumentKind.OTHER


def _goes_on_as_case(document: Document, lines: list[str], prose: int) -> bool:
    """Whether the case itself stands below the table of a form, under its own title or plainly to be read."""
    titles = {
        "".join(value.split()) for label, value in document.pairs if PAPER_WORDS.title_cell.search(label)
    }
    at = next((n for n, line in enumerate(lines) if "\t" not in line and "".join(line.split()) in titles), -1)
    if at >= 0 and prose >= CASE_HANZI:
        return True
    below = [
        line for line in lines[at + 1 :] if at >= 0 and "\t" not in line and len(line) >= PROSE_BELOW_TITLE
    ]
    if sum(len(_HANZI.findall(line)) for line in below) >= CASE_BELOW_TITLE:
        return case_likeness("", "\n".join(below))[0] >= SURE_CASE
    if prose < CASE_BELOW_FORM:
        return False
    return case_likeness("", "\n".join(line for line in lines if "\t" not in line))[0] >= SURE_CASE


def _holds_case(document: Document) -> bool:
    """Whether a form has a cell for the case itself, and the case stands in it."""
    return any(
        PAPER_WORDS.case_cell.fullmatch(re.sub(r"\s+", "", label))
        and len(_HANZI.findall(value)) >= CASE_HANZI
        for label, value in document.pairs
    )


def _is_list(document: Document, lines: list[str]) -> bool:
    """Whether there is a table with a head row such as 序号 | 案例名称 | 报送单位 | …"""
    near_top = [cell for row in document.rows[:6] for cell in row.cells] or [
        cell for line in lines[:8] if "\t" in line for cell in line.split("\t")
    ]
    heads = {
        re.sub(r"\s+", "", cell)
        for cell in near_top
        if len(cell) <= 12 and PAPER_WORDS.sheet_head.search(cell)
    }
    return len(heads) >= 3 and len(document.rows) >= 2


def _is_sheet(document: Document, titles: list[str], prose: int, *, is_list: bool) -> bool:
    named = any(PAPER_WORDS.sheet.search(title) for title in titles[:3])
    if document.format in {Format.XLS, Format.XLSX, Format.ODS}:
        is_form = _is_headed_form(titles) and not is_list
        return not is_form and (named or is_list or len(document.rows) >= 2)
    if named and (is_list or "\t" in document.text):
        return prose < CASE_IN_FORM
    return is_list and prose < CASE_HANZI


def _is_letter(titles: list[str], lines: list[str], prose: int) -> bool:
    if any(PAPER_WORDS.letter_title.search(title) for title in titles[:3]):
        headings = sum(bool(HEADING.match(line)) for line in lines)
        return prose < 3 * LETTER_HANZI or headings < 3
    text = "".join(lines)
    if prose >= LETTER_HANZI or len(text) >= LETTER_HANZI or not PAPER_WORDS.letter.search(text):
        return False
    return case_likeness("", text)[0] < SHORT_CASE  # else a short case with a line to the office above
