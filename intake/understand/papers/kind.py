"""What a file is for, from the shape of its text. Which case it is, is found in identify."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from intake.model.case import Document, DocumentKind, Format
from intake.understand.papers.case_like import case_likeness

SHEET_WORDS: Final = re.compile(r"汇总表|一览表|统计表|明细表|花名册|目录表|情况表|汇总$|名单$")
FORM_WORDS: Final = re.compile(
    r"(推荐|申报|申请|报名|登记|审批|填报|自荐|备案|征集|信息|报送|参评|参赛|投稿)(表|书)(?!明|示|达|彰|决|态)"
)
LETTER_TITLE: Final = re.compile(
    r"(的|报送|推荐|上报|回)(通知|函|复函|请示|批复|说明|报送说明|回执|公告|公示)$|^(情况|报送|补充|材料)?说明$"
    r"|^(报送|推荐|上报)函$|^(承诺|授权|委托|声明|证明)书?$|^会议(通知|纪要|记录)$|^(通知|公示|公告|回执)$"
    r"|关于(报送|上报|推荐|提交|呈报).{0,40}的报告$"
)
LETTER_PHRASES: Final = re.compile(
    r"(现将|兹将|(?<![发出实体表呈再])现(?![在场有代金象状实役任行年])).{0,40}(报送|上报|呈报|报上|附后)|随(文|函|信)(报送|附)|请(予)?(查收|审阅|审示)|特此(通知|函|报告|说明|证明)"
)
HEADING: Final = re.compile(
    r"^[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|^第[一二三四五六七八九十]+[章节部分]"
)
CASE_CELL: Final = re.compile(r"(?:案例|材料|文章|申报)?(?:正文|全文|文本)|案例内容|材料内容")
TITLE_CELL: Final = re.compile(r"^\s*\S{0,6}(?:名称|题目|标题)\s*$")
LIST_HEADS: Final = re.compile(
    r"序号|案例名称|案例题目|材料名称|题目|标题|(申报|报送|推荐|选送)单位|联系人|联系电话|手机|字数|主题|类别|层级|备注"
)
_HANZI: Final = re.compile(r"[\u4e00-\u9fff]")
_WITH_CASE: Final = re.compile(r"正文|案例[及和与、+]|[及和与、+]案例|材料[及和与、+]|[及和与、+]材料")
_SCAN_NAME: Final = re.compile(r"扫描|盖章|签章|scan", re.I)

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
    return bool(FORM_WORDS.search(name)) and not _WITH_CASE.search(name)


def begins_as_form(text: str) -> bool:
    """Whether a text stands under the heading of a form, be it the case that follows in it."""
    lines = (line.strip("\f \t") for line in text[:FORM_HEAD].split("\n"))
    return _is_headed_form(_titles([line for line in lines if line]))


def _titles(lines: list[str]) -> list[str]:
    return [re.sub(r"\s+", "", line) for line in lines[:4] if len(line) <= 60]


def _is_headed_form(titles: list[str]) -> bool:
    return any(FORM_WORDS.search(title) for title in titles[:3])


def _image_kind(document: Document) -> DocumentKind:
    if len(_HANZI.findall(document.text)) >= PHOTO_HANZI or _SCAN_NAME.search(document.name):
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
    titles = {"".join(value.split()) for label, value in document.pairs if TITLE_CELL.search(label)}
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
        CASE_CELL.fullmatch(re.sub(r"\s+", "", label)) and len(_HANZI.findall(value)) >= CASE_HANZI
        for label, value in document.pairs
    )


def _is_list(document: Document, lines: list[str]) -> bool:
    """Whether there is a table with a head row such as 序号 | 案例名称 | 报送单位 | …"""
    near_top = [cell for row in document.rows[:6] for cell in row.cells] or [
        cell for line in lines[:8] if "\t" in line for cell in line.split("\t")
    ]
    heads = {re.sub(r"\s+", "", cell) for cell in near_top if len(cell) <= 12 and LIST_HEADS.search(cell)}
    return len(heads) >= 3 and len(document.rows) >= 2


def _is_sheet(document: Document, titles: list[str], prose: int, *, is_list: bool) -> bool:
    named = any(SHEET_WORDS.search(title) for title in titles[:3])
    if document.format in {Format.XLS, Format.XLSX, Format.ODS}:
        is_form = _is_headed_form(titles) and not is_list
        return not is_form and (named or is_list or len(document.rows) >= 2)
    if named and (is_list or "\t" in document.text):
        return prose < CASE_IN_FORM
    return is_list and prose < CASE_HANZI


def _is_letter(titles: list[str], lines: list[str], prose: int) -> bool:
    if any(LETTER_TITLE.search(title) for title in titles[:3]):
        headings = sum(bool(HEADING.match(line)) for line in lines)
        return prose < 3 * LETTER_HANZI or headings < 3
    text = "".join(lines)
    if prose >= LETTER_HANZI or len(text) >= LETTER_HANZI or not LETTER_PHRASES.search(text):
        return False
    return case_likeness("", text)[0] < SHORT_CASE  # else a short case with a line to the office above
