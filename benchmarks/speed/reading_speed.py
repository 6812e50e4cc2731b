"""How fast documents are read, beside the plain tools: CPU time on the same files, in one run.

kreuzberg is no dependency; where it is installed (``pip install kreuzberg``), its rows are measured, too.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.made.corpus import load_cases
from benchmarks.made.papers import Paper, convert, make_papers
from benchmarks.speed.measure import Row
from intake.documents.read import read_blocks, read_document
from intake.model.blocks import Contents
from intake.model.case import Attachment, Format
from intake.model.limits import Limits

KREUZBERG = {  # format → its name there, and how many times kreuzberg's time we may take
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", 0.6),
    "doc": ("application/msword", 2.5),
    "rtf": ("application/rtf", 2.0),
    "pdf": ("application/pdf", 2.5),
}


def bench() -> list[Row]:
    """Rows of the table of ``make bench``; none where LibreOffice is missing, which writes the files."""
    if shutil.which("soffice") is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        return list(measure_speed(make_papers(load_cases())[:10], Path(folder)))


def measure_speed(papers: Sequence[Paper], folder: Path) -> Iterator[Row]:
    """PDF, Word and recognition."""
    from docx import Document
    from pdfminer.high_level import extract_text

    pdfs = [paper.content for paper in convert(papers, "pdf", folder)]
    words = {"docx": [paper.content for paper in papers]}
    words |= {form: [paper.content for paper in convert(papers, form, folder)] for form in ("doc", "rtf")}
    ours = _cpu(lambda: [_text("a.pdf", content) for content in pdfs])
    plain = _cpu(lambda: [extract_text(io.BytesIO(content)) for content in pdfs])
    yield _ratio("PDF ÷ pdfminer.six extract_text", ours, plain, len(pdfs), 1.2)
    swift = _cpu(lambda: [_pdfium(content) for content in pdfs])
    yield _ratio("PDF ÷ pypdfium2 text", ours, swift, len(pdfs))

    def floor(content: bytes) -> str:
        document = Document(io.BytesIO(content))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])

    spent = {
        form: _cpu(lambda f=form, c=contents: [_text(f"a.{f}", content) for content in c], 12)
        for form, contents in words.items()
    }
    plain = _cpu(lambda: [floor(content) for content in words["docx"]])
    yield _ratio("docx ÷ python-docx paragraphs and cells", spent["docx"], plain, len(papers))
    for form, contents in words.items():
        blocks = _cpu(lambda f=form, c=contents: [_blocks(f"a.{f}", content) for content in c], 12)
        yield _ratio(f"{form}: blocks ÷ flat text", blocks, spent[form], len(papers), 1.4)
    if find_spec("kreuzberg"):
        for form, contents in {**words, "pdf": pdfs}.items():
            yield _beside_kreuzberg(form, contents)
    if find_spec("rapidocr"):
        yield _recognition(papers, folder)


def _beside_kreuzberg(form: str, contents: Sequence[bytes]) -> Row:
    """Turn by turn, so that both meet the same noise; the least of each counts."""
    import kreuzberg

    mime, limit = KREUZBERG[form]
    fresh = kreuzberg.ExtractionConfig(use_cache=False)
    ours, peer = [], []
    for _ in range(6):
        ours.append(_cpu(lambda: [_text(f"a.{form}", content) for content in contents], 3))
        peer.append(
            _cpu(lambda: [kreuzberg.extract_bytes_sync(content, mime, fresh) for content in contents], 3)
        )
    return _ratio(f"{form} ÷ kreuzberg", min(ours), min(peer), len(contents), limit)


def _recognition(papers: Sequence[Paper], folder: Path) -> Row:
    import numpy
    from PIL import Image
    from rapidocr import RapidOCR

    from benchmarks.made import scans
    from intake.documents.scan.recognise import recognise

    pages = [scans.render(paper.content, 150)[0] for paper in convert(list(papers[:3]), "pdf", folder)]
    files = [scans.as_jpeg(scans.as_scan(page, at)) for at, page in enumerate(pages)]
    bare = RapidOCR(params={"Global.log_level": "critical"})

    def plain() -> list[Any]:
        return [
            bare(numpy.array(Image.open(io.BytesIO(file)).convert("RGB"))[:, :, ::-1].copy())
            for file in files
        ]

    def ours() -> list[Any]:
        return [recognise(file, Format.IMAGE, Limits()).text for file in files]

    return _ratio("recognition ÷ bare RapidOCR", _cpu(ours, 2), _cpu(plain, 2), len(files), 1.2)


def _text(name: str, content: bytes) -> str:
    return read_document(Attachment(name, content), Limits()).text


def _blocks(name: str, content: bytes) -> Contents:
    return read_blocks(Attachment(name, content), Limits())


def _pdfium(content: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_range() for page in document)


def _cpu(work: Callable[[], object], times: int = 4) -> float:
    """The least CPU time of some runs; the first, which imports and loads, does not count."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent[1:])


def _ratio(what: str, ours: float, plain: float, count: int, limit: float | None = None) -> Row:
    ratio = ours / plain
    detail = f"{1000 * ours / count:.2f} ms ÷ {1000 * plain / count:.2f} ms a file"
    return Row(
        what, f"{ratio:.2f} ({detail})", "" if limit is None else f"{limit}", limit is None or ratio <= limit
    )
