"""How well and how fast documents are read: ``python -m benchmarks.accuracy.reading``.

Files are written by python-docx, LibreOffice and, for scans, drawn from LibreOffice's PDFs; the
truth is what was put in. F1 is of characters and of two-character pieces as multisets, white
space left out. Ratios are taken within one run, on the same files, in CPU time of one process.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.made.corpus import load_cases
from benchmarks.made.papers import Paper, convert, make_papers
from benchmarks.speed.measure import table
from benchmarks.speed.reading_speed import measure_speed
from intake.documents.read import read_document
from intake.model.case import Attachment, Format
from intake.model.limits import Limits

SECTIONS = ("formats", "scans", "speed")
TARGETS = {
    "docx": 0.995, "doc": 0.995, "rtf": 0.98, "odt": 0.98, "ofd": 0.98,
    "pdf": 0.995, "pdf form": 0.97, "scan": 0.975, "photo": 0.95,
}  # fmt: skip


@dataclass(frozen=True)
class Score:
    """How one file was read."""

    form: str
    shape: str
    characters: float
    pieces: float
    seconds: float  # CPU
    pages: int = 1


def f1(got: str, wanted: str, length: int) -> float:
    """Harmonic mean of precision and recall of pieces of ``length`` characters, as multisets."""
    mine, theirs = (_pieces(text, length) for text in (got, wanted))
    common = sum((mine & theirs).values())
    return 2 * common / max(sum(mine.values()) + sum(theirs.values()), 1)


def _pieces(text: str, length: int) -> Counter[str]:
    plain = "".join(text.split())
    return Counter(plain[at : at + length] for at in range(len(plain) - length + 1))


def score(form: str, shape: str, truth: Sequence[str], read: Callable[[], str], pages: int = 1) -> Score:
    """Read once and compare."""
    start = time.process_time()
    got = read()
    spent = time.process_time() - start
    wanted = "\n".join(truth)
    return Score(form, shape, f1(got, wanted, 1), f1(got, wanted, 2), spent, pages)


def read_formats(papers: Sequence[Paper], folder: Path) -> Iterator[Score]:
    """Every paper as python-docx wrote it, as LibreOffice saves it, and as OFD."""
    for suffix in ("docx", "doc", "rtf", "odt", "pdf"):
        found = papers if suffix == "docx" else convert(papers, suffix, folder)
        for paper in found:
            attachment = Attachment(f"{paper.name}.{suffix}", paper.content)
            yield score(suffix, paper.shape, paper.truth, partial(_text, attachment))
    for paper in papers:
        if paper.shape == "prose" and (content := _ofd(paper)):
            attachment = Attachment(f"{paper.name}.ofd", content)
            yield score("ofd", "prose", paper.truth, partial(_text, attachment))


def _text(attachment: Attachment) -> str:
    return read_document(attachment, Limits()).text


def _ofd(paper: Paper) -> bytes:
    """By the maker of the tests: no program here writes OFD."""
    try:
        from tests.files.ofd_files import make_ofd, set_text
    except ImportError:
        return b""
    return make_ofd(set_text(paper.truth[0], paper.truth[1:]))


def read_scans(papers: Sequence[Paper], folder: Path, most: int) -> Iterator[Score]:
    """Pages of LibreOffice's PDFs as scans of 150 and 200 dpi, with seals, turned, and as photos."""
    from benchmarks.made import scans

    flat = [paper for paper in papers if paper.shape in ("prose", "form", "columns")][:most]
    for seed, paper in enumerate(convert(flat, "pdf", folder)):
        for form, dpi in (
            ("scan 150 dpi", 150),
            ("scan 200 dpi", 200),
            ("scan with seal", 200),
            ("scan turned", 150),
        ):
            pages = scans.render(paper.content, dpi)
            if form == "scan with seal":
                pages = [scans.with_seal(page, seed + at) for at, page in enumerate(pages)]
            pages = [scans.as_scan(page, 100 * seed + at) for at, page in enumerate(pages)]
            if form == "scan turned":
                pages = [scans.turned(page, seed % 3 + 1) for page in pages]
            content = scans.as_pdf(pages, dpi)
            yield score(
                form, paper.shape, paper.truth,
                partial(_scan, content), len(pages),
            )  # fmt: skip
        pages = scans.render(paper.content, 200)
        photos = [scans.as_jpeg(scans.as_photo(page, 100 * seed + at)) for at, page in enumerate(pages)]
        yield score("photo", paper.shape, paper.truth, partial(_photos, photos), len(pages))


def _scan(content: bytes) -> str:
    from intake.documents.scan.recognise import recognise

    return recognise(content, Format.PDF, Limits()).text


def _photos(photos: Sequence[bytes]) -> str:
    from intake.documents.scan.recognise import recognise
    from intake.understand.papers.scans import join_pages

    return join_pages([recognise(photo, Format.IMAGE, Limits()).text for photo in photos])


def show(scores: Iterable[Score]) -> str:
    """One line a format and shape."""
    groups: dict[tuple[str, str], list[Score]] = {}
    for one in scores:
        groups.setdefault((one.form, one.shape), []).append(one)
    lines = [
        "| Format | Shape | Files | Characters F1 | least | Pieces F1 | CPU | |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for (form, shape), found in groups.items():
        mean = statistics.fmean(one.characters for one in found)
        cost = sum(one.seconds for one in found) / sum(one.pages for one in found)
        wanted = TARGETS.get(f"{form} {shape}", TARGETS[form.split()[0]])
        lines.append(
            f"| {form} | {shape} | {len(found)} | {mean:.4f} | {min(one.characters for one in found):.4f} "
            f"| {statistics.fmean(one.pieces for one in found):.4f} | {_time(cost)} | {'ok' if mean >= wanted else '**under**'} |"
        )
    return "\n".join(lines)


def _time(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 0.5 else f"{1000 * seconds:.1f} ms"


def main() -> int:
    """Print the tables that docs/formats.md shows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", nargs="*", choices=SECTIONS, default=SECTIONS)
    parser.add_argument("--scans", type=int, default=6, help="papers that are scanned and photographed")
    chosen = parser.parse_args()
    papers = make_papers(load_cases())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "formats" in chosen.only:
            print(show(read_formats(papers, folder)), end="\n\n", flush=True)
        if "scans" in chosen.only:
            print(show(read_scans(papers, folder, chosen.scans)), end="\n\n", flush=True)
        if "speed" in chosen.only:
            print(table(list(measure_speed(papers[:10], folder))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
