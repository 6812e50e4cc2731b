"""What a mail brings: cases, lists, forms, photos, letters as files, and files nobody could read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from intake.mail.open import Opened
from intake.model.case import Document, DocumentKind, Format
from intake.understand.papers.case_like import case_likeness
from intake.understand.papers.kind import HEADING

BODY_READER: Final = "body"  # how intake.pipeline marks the mail's own text among the documents
UNREAD: Final = frozenset(
    {"encrypted", "damaged", "incomplete", "cut-off", "too-many", "garbled", "no-text", "unsupported", "tool-missing", "over-limit", "scan-unread", "too-deep"}
)  # fmt: skip
_SHUT_MAIL: Final = frozenset(
    {"mail-locked", "incomplete"}
)  # of the mail as a whole: nobody knows what it holds
LETTER_CHARS: Final = 1500  # a letter that comes as a file is not longer
LONG: Final = 600  # characters of a mail's text that are hardly a letter
PASTED_CHARS: Final = 250  # below it nothing is a case
PASTED_WITH_HEADINGS: Final = 0.3  # likeness that is enough when the sections of a case are there
OFFICE_EACH: Final = 150  # one word of office letters in so many characters makes a text a letter
PASTED: Final = 0.8  # likeness to a case from which a long text in the mail is one
PASTED_ANNOUNCED: Final = 0.6  # the same when the letter says that the case follows
PASTED_SHORT: Final = 0.93  # the same for a text no longer than a letter

_LETTER_NAME: Final = re.compile(
    r"(?:请示|申请|函|说明|撤回|撤稿|延期|通知|回执|报告单|情况说明)(?:[（(][^）)]{0,10}[）)]|\d|盖章|扫描件?)*\.\w{2,5}$"
)
_CASE_HEADING: Final = re.compile(r"背景|做法|成效|效果|启示|体会|经验|基本情况|概况|起因|变化|收获")
_OFFICE: Final = re.compile(
    r"贵(?:局|处|单位|司)|市局|我(?:司|公司|中心)|请示|答复|报送|上报|截止|延长|撤回|特此|妥否|为盼|谅解|恳请|敬请|报名|培训费|邮箱|征集|不再参加"
)
_ANNOUNCES: Final = re.compile(
    r"\A(?=[^？?]{0,300}?(?:案例|正文|全文|文稿|稿子|材料))[^？?]{0,300}?(?:(?:如下|见下文?|附后|(?:贴|粘贴?|附)在(?:下面|后面|下方|下边|邮件里|正文里?))[：:。，,！!]?[^\n]{0,20}|(?:正文|全文)[：:]\s*)\n"
)
_FILE_NAME: Final = re.compile(
    r"\.(?:docx?|wps|pdf|ofd|rtf|rar|zip|7z|tar|tgz|gz|txt|odt|dot|wpt|caj|pptx?|dps|et|xlsx?)$", re.I
)
_PROGRAM: Final = re.compile(
    r"\.(?:exe|scr|com|pif|bat|cmd|vbs|vbe|jse?|wsf|hta|jar|msi|lnk|ps1|cpl|apk|iso|img)[\s.]*$", re.I
)
_SUFFIX: Final = re.compile(r"\.\w{2,5}$")
_MARKED: Final = re.compile(r"修改|修订|改[稿后]|[新定终]稿|最终|勘误|第.稿|更正(?:版|稿|后|[）)]|\.)")
_PAGES: Final = re.compile(r"扫描|盖章|第.{1,3}页|scan|案例", re.I)


@dataclass(frozen=True, slots=True)
class Matter:
    """``cases`` are attached cases; ``letters`` texts of letters that came as files."""

    cases: tuple[Document, ...] = ()
    body_is_case: bool = False
    unread: tuple[str, ...] = ()  # names of files that may hold a case
    programs: tuple[str, ...] = ()  # names of files that would run where they are opened
    letters: tuple[str, ...] = ()
    sheets: int = 0
    forms: int = 0
    photos: int = 0
    files: int = 0

    @property
    def has_case(self) -> bool:
        """Whether a case came, read or not yet readable."""
        return bool(self.cases) or self.body_is_case or bool(self.unread)

    @property
    def names(self) -> str:
        """File names of the cases, for words such as 修改稿."""
        return "\n".join((*(document.name for document in self.cases), *self.unread))

    @property
    def titles(self) -> tuple[str, ...]:
        """Names without suffix, and first lines, of the cases: longest first."""
        found = [_SUFFIX.sub("", name) for name in self.names.split("\n") if not _MARKED.search(name)]
        found += [line.strip() for document in self.cases for line in document.text.split("\n", 2)[:2]]
        return tuple(sorted((name for name in found if 5 <= len(name) <= 60), key=len, reverse=True))


def sort_matter(opened: Opened, documents: tuple[Document, ...]) -> Matter:
    """What came with a mail; never raises."""
    cases: list[Document] = []
    unread: list[str] = []
    letters: list[str] = []
    for document in documents:
        if document.reader == BODY_READER or is_program(document.name):
            continue
        if document.kind is DocumentKind.CASE and not _is_letter(document):
            cases.append(document)
        elif _may_hold_case(document):
            unread.append(document.name)
        elif document.text and len(document.text) <= LETTER_CHARS and document.kind in _LETTERS:
            letters.append(document.text)
    kinds = [document.kind for document in documents if document.reader != BODY_READER]
    opened_names = {document.name for document in documents} | {p for d in documents for p in d.path}
    shut = [a.name for a in opened.attachments if a.name not in opened_names and _FILE_NAME.search(a.name)]
    shut += [doubt.about for doubt in opened.doubts if doubt.code in _SHUT_MAIL]
    names = dict.fromkeys((*(a.name for a in opened.attachments), *(d.name for d in documents)))
    return Matter(
        cases=tuple(cases),
        body_is_case=any(d.reader == BODY_READER and d.kind is DocumentKind.CASE for d in documents),
        unread=(*unread, *shut),
        programs=tuple(name for name in names if is_program(name)),
        letters=tuple(letters),
        sheets=kinds.count(DocumentKind.SHEET),
        forms=kinds.count(DocumentKind.FORM),
        photos=kinds.count(DocumentKind.PHOTO),
        files=len(kinds) + len(shut),
    )


_LETTERS: Final = frozenset({DocumentKind.OTHER, DocumentKind.CASE, DocumentKind.SCAN})


def is_program(name: str) -> bool:
    """Whether a file of this name runs where it is opened, whatever stands before its last suffix."""
    return bool(_PROGRAM.search(name))


def packs_itself(name: str) -> bool:
    """Whether a program may be an archive that opens itself, as an office makes one: 案例.exe, not 案例.pdf.exe."""
    stem, _, suffix = name.rpartition(".")
    return (
        suffix.lower() == "exe"
        and not _SUFFIX.search(stem)
        and bool(_PAGES.search(stem) or _MARKED.search(stem))
    )


def _is_letter(document: Document) -> bool:
    """A request or notice that was taken for a case because it is prose."""
    return len(document.text) <= LETTER_CHARS and bool(_LETTER_NAME.search(document.name))


def _may_hold_case(document: Document) -> bool:
    if _LETTER_NAME.search(document.name):
        return False
    if document.kind is DocumentKind.FORM:
        return False
    if document.kind is DocumentKind.SCAN:
        return True
    if document.format is Format.EMPTY:  # lost on the way: the sender is asked to send it again
        return bool(_FILE_NAME.search(document.name))
    if document.kind is DocumentKind.SHEET:
        return False
    if document.kind is DocumentKind.PHOTO or document.format is Format.IMAGE:
        return document.needs_ocr and bool(_PAGES.search(document.name))
    if document.format in {Format.XLS, Format.XLSX}:
        return False
    return document.needs_ocr or any(doubt.code in UNREAD for doubt in document.doubts)


def is_pasted_case(text: str) -> bool:
    """Whether the mail's own text holds a case; a long letter about cases is none."""
    length = sum(not character.isspace() for character in text)
    if length < PASTED_CHARS:
        return False
    if (announced := _ANNOUNCES.match(text)) and len(text) - announced.end() >= PASTED_CHARS:
        return case_likeness("", text[announced.end() :])[0] >= PASTED_ANNOUNCED
    lines = [line.strip() for line in text.split("\n")]
    headings = sum(
        bool(HEADING.match(line) and len(line) <= 40 and _CASE_HEADING.search(line)) for line in lines
    )
    score, _ = case_likeness("", text)
    if headings >= 2:
        return score >= PASTED_WITH_HEADINGS
    office = _OFFICE.findall(text)
    if length < 3 * LONG and len(set(office)) >= 3 and len(office) * OFFICE_EACH >= length:
        return False
    return score >= (PASTED if length >= LONG else PASTED_SHORT)
