"""One attachment to one document; whatever the bytes do, the answer is a document.

This is the only place that knows which reader serves which format, and the only one that turns
failures into doubts. Containers are opened before, in intake/unpack; what a document is for is
judged after, in intake/understand/papers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from intake.documents.blocks.assemble import assemble
from intake.documents.result import Text
from intake.documents.sniff import is_encrypted_office, sniff
from intake.documents.tables.labels import labelled_lines
from intake.model.blocks import Contents
from intake.model.case import Attachment, Document, Doubt, Format, Row
from intake.model.errors import Damaged, Encrypted, ReadingError, Unsupported
from intake.model.limits import Limits
from intake.text.clean import clean_text
from intake.text.garbled import has_garbled_run, looks_garbled, repair_mojibake

Reader = Callable[[Attachment, Limits], Text]


def read_document(attachment: Attachment, limits: Limits) -> Document:
    """The text of an attachment, or a document whose doubts say why there is none; never raises."""
    found = sniff(attachment.content, attachment.name)
    document = Document(
        name=attachment.name,
        format=found,
        path=attachment.path,
        sha256=attachment.sha256 or hashlib.sha256(attachment.content).hexdigest(),
    )
    if found == Format.EMPTY:
        return replace(document, doubts=(Doubt("empty", attachment.name),))
    try:
        text = _reader(found, attachment)(attachment, limits)
        return _finish(document, text, limits)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - readers let their libraries' errors escape; none may pass here
        return replace(document, doubts=(_failed(error, attachment.name),))


def read_blocks(attachment: Attachment, limits: Limits) -> Contents:
    """The blocks of an attachment, or doubts that say why there are none; never raises.

    The same walk as :func:`read_document`'s; its text is the text of the blocks. What only recognition
    can read has none: its text, once recognised, becomes blocks by :func:`blocks_of_text`.
    """
    found = sniff(attachment.content, attachment.name)
    if found == Format.EMPTY:
        return Contents(doubts=(Doubt("empty", attachment.name),))
    try:
        text = _reader(found, attachment)(attachment, limits)
        contents = assemble(text, limits, by_layout=found in _LAID_OUT)
        if text.needs_ocr:
            contents = replace(contents, doubts=(*contents.doubts, Doubt("scan-unread")))
        return replace(contents, doubts=tuple(_named(contents.doubts, attachment.name)))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - as read_document: whatever the bytes do, an answer
        return Contents(doubts=(_failed(error, attachment.name),))


def blocks_of_text(text: str, limits: Limits, *, by_layout: bool) -> Contents:
    """The blocks of a text that is no file: what recognition found (``by_layout``), or what a mail says."""
    return assemble(Text(text, "text"), limits, by_layout=by_layout)


def _named(doubts: Iterable[Doubt], name: str) -> Iterator[Doubt]:
    return (replace(doubt, about=doubt.about or name) for doubt in doubts)


def _failed(error: BaseException, name: str) -> Doubt:
    """Why a reader gave up."""
    if isinstance(error, ReadingError):
        return Doubt(error.code, name, error.detail)
    if isinstance(error, MemoryError | RecursionError):
        return Doubt("over-limit", name)
    return Doubt("damaged", name, type(error).__name__)


def take_recognised(document: Document, text: Text, limits: Limits) -> Document:
    """A document that waited for recognition, with the text that was found."""
    bare = replace(document, text="", pairs=(), rows=(), centred=(), needs_ocr=False, doubts=())
    return _finish(bare, replace(text, pictures=document.pictures), limits)


def _reader(found: Format, attachment: Attachment) -> Reader:
    """The reader for a format. Readers are imported when first used: each brings its libraries."""
    if found in _PLAIN_READERS:
        return _PLAIN_READERS[found]
    if is_encrypted_office(attachment.content):
        raise Encrypted
    if found in _OFFICE_READERS:
        return _OFFICE_READERS[found]
    if found == Format.UNKNOWN and _READ_NAME.search(attachment.name):
        raise Damaged  # its name is of a kind that we read, its bytes are of none
    raise Unsupported(_UNREAD.get(found, ""))


_LAID_OUT: Final = frozenset({Format.PDF, Format.OFD, Format.IMAGE})  # places on a page, not paragraphs
_READ_NAME: Final = re.compile(r"\.(docx?|docm|dotx?|wps|wpt|rtf|odt|pdf|ofd|xlsx?|xlsm|et|ett|ods)$", re.I)
_UNREAD: Final = {
    Format.PPT: "演示文稿",
    Format.WORKS: "Works 文件",
    Format.MSG: "邮件",
    Format.EML: "邮件",
}


def _docx(attachment: Attachment, limits: Limits) -> Text:
    from intake.documents.word.docx.document import read_docx

    return read_docx(attachment.content, limits)


def _wordml(attachment: Attachment, limits: Limits) -> Text:
    from intake.documents.word.flat import is_flat, read_flat

    if is_flat(attachment.content):
        return read_flat(attachment.content, limits)
    from intake.documents.word.docx.document import read_wordml

    return read_wordml(attachment.content, limits)


def _doc(attachment: Attachment, limits: Limits) -> Text:
    from intake.documents.word.doc.document import read_doc

    return read_doc(attachment.content, limits)


def _rtf(attachment: Attachment, limits: Limits) -> Text:
    from intake.documents.word.rtf.document import read_rtf

    return read_rtf(attachment.content, limits)


def _odt(attachment: Attachment, limits: Limits) -> Text:
    from intake.documents.word.odt import read_odt

    return read_odt(attachment.content, limits)


def _ofd(attachment: Attachment, limits: Limits) -> Text:
    from intake.documents.ofd.document import read_ofd

    return read_ofd(attachment.content, limits)


def _pdf(attachment: Attachment, limits: Limits) -> Text:
    from intake.documents.pdf.document import read_pdf

    return read_pdf(attachment.content, limits)


def _sheet(attachment: Attachment, limits: Limits) -> Text:
    from intake.documents.sheet.workbook import read_sheet

    return read_sheet(attachment.content, limits)


def _image(attachment: Attachment, limits: Limits) -> Text:
    from intake.documents.scan.image import read_image

    return read_image(attachment.content, limits)


def _html(attachment: Attachment, limits: Limits) -> Text:
    from intake.documents.plain.html import read_html

    return read_html(attachment.content, limits, attachment.charset)


def _text(attachment: Attachment, limits: Limits) -> Text:
    from intake.documents.plain.markdown import is_markdown, unmark
    from intake.documents.plain.text import read_text

    text = read_text(attachment.content, limits, attachment.charset)
    return unmark(text) if is_markdown(attachment.name) else text


_PLAIN_READERS: Final[dict[Format, Reader]] = {
    Format.TEXT: _text,
    Format.HTML: _html,
    Format.WORDML: _wordml,
    Format.RTF: _rtf,
    Format.PDF: _pdf,
    Format.IMAGE: _image,
    Format.OFD: _ofd,
    Format.ODT: _odt,
    Format.ODS: _sheet,
}
_OFFICE_READERS: Final[dict[Format, Reader]] = {  # may be behind a password in an OLE2 wrapper
    Format.DOCX: _docx,
    Format.DOC: _doc,
    Format.XLSX: _sheet,
    Format.XLS: _sheet,
}


def _finish(document: Document, text: Text, limits: Limits) -> Document:
    """Clean what a reader found, and name the attachment in its doubts."""
    doubts = list(_named(text.doubts, document.name))
    shown = clean_text(text.text)
    if len(shown) > limits.text_chars:
        shown = shown[: limits.text_chars]
        doubts.append(Doubt("partial", document.name, f"只读取了前{limits.text_chars}字"))
    if looks_garbled(shown):
        repaired = clean_text(repair_mojibake(shown))
        if repaired == shown or looks_garbled(repaired):
            doubts.append(Doubt("garbled", document.name))
        shown = repaired
    elif has_garbled_run(shown) and not any(doubt.code in ("partial", "garbled") for doubt in doubts):
        doubts.append(Doubt("partial", document.name, "有一处文字读出后不成文"))
    needs_ocr = text.needs_ocr
    if not shown.strip() and not text.rows and not doubts and not needs_ocr:
        pasted = document.format is Format.DOCX and any(picture.sha256 for picture in text.pictures)
        needs_ocr = (document.format is Format.PDF or pasted) and not text.recognised
        if not needs_ocr and document.format is not Format.IMAGE:  # a picture without text is a picture
            doubts.append(Doubt("no-text", document.name))
    return replace(
        document,
        text=shown,
        pairs=_all_pairs(text.pairs, shown),
        rows=tuple(Row(tuple(clean_text(cell) for cell in row.cells)) for row in text.rows),
        pictures=text.pictures,
        reader=text.reader,
        pages=text.pages,
        centred=tuple(filter(None, map(clean_text, text.centred))),
        needs_ocr=needs_ocr,
        recognised=text.recognised,
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _all_pairs(found: tuple[tuple[str, str], ...], shown: str) -> tuple[tuple[str, str], ...]:
    """What the reader saw in tables, then what lines of the text say, each pair once."""
    cleaned = ((clean_text(label), clean_text(value)) for label, value in found)
    pairs = dict.fromkeys((label, value) for label, value in cleaned if label and value)
    pairs.update(dict.fromkeys(labelled_lines(shown)))
    return tuple(pairs)
