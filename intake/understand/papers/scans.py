"""Scans and photos among the documents of a mail: what waits for recognition, and photographed pages.

A stamped scan that only accompanies its Word file asks nothing of anyone; nor does a photo of the
event beside the case it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from intake.documents.scan.kept import Recognition
from intake.model.case import Document, DocumentKind, Doubt, Format
from intake.understand.papers.kind import document_kind

INSTALL: Final = '文字识别组件，安装命令 pip install "zhengji[ocr]"'
PAGE_HANZI: Final = 80  # recognised characters from which a photo is one of a page
RUNNING: Final = 30  # characters: longer lines at the head of pages do not return

_HANZI: Final = re.compile("[\u4e00-\u9fff]")
_PAGE_NAME: Final = re.compile(r"扫描|盖章|签章|第.{1,3}页|scan|案例", re.I)
_NOISE: Final = re.compile(
    r"\.\w{2,5}$|[（(【\[].{0,40}?[）)】\]]|盖章|签章|扫描件?|扫描版|红头|纸质|电子版|终稿|定稿|正文|img|scan|\W|_|\d",
    re.I,
)
_SENTENCE_END: Final = re.compile(r"[。！？!?：:…][”’」』）)]*$")
_HEADING: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|【|\d{1,2}[.．、]"
)


def settle_scans(documents: Sequence[Document], recognition: Recognition) -> tuple[Document, ...]:
    """Photographed pages joined to cases, and a doubt on every scan that a case may be lost in."""
    joined = list(_join_photos(documents))
    for at, document in enumerate(joined):
        if not document.needs_ocr or document.doubts:
            continue
        if document.kind is DocumentKind.FORM:
            joined[at] = replace(document, doubts=tuple(_form_doubts(document, joined, recognition)))
            continue
        if not _accompanies(document, joined):
            joined[at] = replace(document, doubts=tuple(_doubts(document, recognition)))
        elif document.format is Format.IMAGE:
            joined[at] = replace(document, needs_ocr=False)  # a photo of the event: nothing to read
    return tuple(joined)


def _form_doubts(form: Document, documents: Sequence[Document], recognition: Recognition) -> Iterator[Doubt]:
    """A form is no text of a case: what is asked for is the case, and somebody must read the form."""
    if not any(d.kind in (DocumentKind.CASE, DocumentKind.SCAN) for d in documents):
        yield Doubt("form-only", form.name)
    yield Doubt("ocr-pending" if recognition is Recognition.READY else "form-unread", form.name)


def _doubts(document: Document, recognition: Recognition) -> Iterator[Doubt]:
    if recognition is Recognition.READY:
        yield Doubt("ocr-pending", document.name)
        return
    if document.text:
        yield Doubt("partial", document.name, "其中的扫描页未识别")
    else:
        yield Doubt("scan-unread", document.name)
    if recognition is Recognition.MISSING:
        yield Doubt("tool-missing", document.name, INSTALL)


def _accompanies(scan: Document, documents: Sequence[Document]) -> bool:
    """Whether the text of a scan came in another file, too, as far as names tell."""
    cases = [d for d in documents if d.kind is DocumentKind.CASE and d.text and d.name != scan.name]
    if not cases or scan.text:
        return False
    if scan.format is Format.IMAGE and not _PAGE_NAME.search(scan.name):
        return True
    name = _NOISE.sub("", scan.name)
    stems = [_NOISE.sub("", case.name) for case in cases]
    return not name or any(name in stem or (stem and stem in name) for stem in stems)


def _join_photos(documents: Sequence[Document]) -> Sequence[Document]:
    """Photos of pages in their order make one text, which the first of them carries."""
    pages = [
        at
        for at, document in enumerate(documents)
        if document.format is Format.IMAGE
        and document.recognised
        and len(_HANZI.findall(document.text)) >= PAGE_HANZI
    ]
    if not pages or any(d.kind is DocumentKind.CASE and d.text for d in documents):
        return documents
    joined = list(documents)
    for series in _series(sorted(pages, key=lambda at: _order(documents[at])), documents):
        photos = [documents[at] for at in series]
        joined[series[0]] = _one_text(photos)
        for at in series[1:]:
            joined[at] = replace(joined[at], text="", pairs=(), rows=(), doubts=(), kind=DocumentKind.SCAN)
    return joined


def _order(document: Document) -> tuple[tuple[str, ...], list[tuple[int, str]]]:
    """Folder, then name with its numbers as numbers: 第2页 comes before 第10页."""
    parts = re.findall(r"[0-9]+|[^0-9]+", document.name)
    return document.path, [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _series(order: Sequence[int], documents: Sequence[Document]) -> list[list[int]]:
    """Pages of one case each: a page that begins with a title begins a case."""
    series: list[list[int]] = []
    for at in order:
        document = documents[at]
        titled = bool(document.centred) and not _HEADING.match(document.centred[0])
        if not series or titled or document.path != documents[series[-1][0]].path:
            series.append([])
        series[-1].append(at)
    return series


def _one_text(photos: Sequence[Document]) -> Document:
    first = photos[0]
    text = join_pages([photo.text for photo in photos])
    whole = replace(
        first,
        text=text,
        pairs=tuple(dict.fromkeys(pair for photo in photos for pair in photo.pairs)),
        rows=tuple(row for photo in photos for row in photo.rows),
        pages=len(photos),
        doubts=tuple(dict.fromkeys(doubt for photo in photos for doubt in photo.doubts)),
    )
    kind = document_kind(replace(whole, format=Format.PDF))  # as text: an image alone is never a case
    return replace(whole, kind=DocumentKind.SCAN if kind is DocumentKind.OTHER else kind)


def join_pages(texts: Sequence[str]) -> str:
    """Pages as one text: heads that return dropped, a paragraph joined that goes over the page."""
    pages = [[line for line in text.split("\n") if line.strip()] for text in texts]
    heads = [page[0] for page in pages if page]
    returning = {head for head in heads if heads.count(head) > 1 and len(head) <= RUNNING}
    lines: list[str] = []
    for page in pages:
        body = page[1:] if page and page[0] in returning else page
        for number, line in enumerate(body):
            open_end = bool(lines) and not _SENTENCE_END.search(lines[-1]) and len(lines[-1]) > RUNNING
            if number == 0 and open_end and not _HEADING.match(line):
                lines[-1] += line.lstrip("\f")
            else:
                lines.append(f"\f{line.lstrip(chr(12))}" if number == 0 and lines else line)
    return "\n".join(lines)
