"""A large volume: the Word file against python-docx writing the same paragraphs, the proof against Typst alone.

Sixty cases with pictures, tables and notes, about four hundred pages. CPU seconds and memory are those of a fresh
process with its children: ``python -m benchmarks.speed.volume KIND CASES`` is one of them, ``make bench
ARGS=volume`` all. Without the extra ``volume`` the proof is left out.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from docx import Document

from benchmarks.speed.measure import Row, peak_mib
from tests.volume import sample_volume
from tracker.publications.volume.content.model import Image, Line, Volume
from tracker.publications.volume.proof.data import proof_data
from tracker.publications.volume.proof.typeset import NO_PICTURES, STANDARD
from tracker.publications.volume.proof.write import TEMPLATE
from tracker.publications.volume.run import set_proof
from tracker.publications.volume.word.write import write_docx

CASES = 60
TIMES = 3
RATIO = 1.3  # of the same thing without us
MEMORY = 700.0  # MiB
FLAT = 1.3  # of the memory at a third of the cases


@dataclass(frozen=True, slots=True)
class Cost:
    """What a fresh process needed: CPU seconds of the work with its children, MiB, pages of a proof."""

    seconds: float
    memory: float
    pages: int = 0


def bench() -> list[Row]:
    """The rows of the published table."""
    ours, plain = best("docx", CASES), best("python-docx", CASES)
    few = best("docx", CASES // 3, 1)
    rows = [
        _against("docx of 60 cases, against python-docx writing the same paragraphs", ours, plain),
        Row("memory of it", f"{ours.memory:.0f} MiB", f"{MEMORY:.0f}", ours.memory < MEMORY),
        Row(
            "the same, against 20 cases",
            f"{ours.memory / few.memory:.2f}",
            f"{FLAT}",
            ours.memory < FLAT * few.memory,
        ),
    ]
    if find_spec("typst") is not None:
        proof, typst = best("proof", CASES), best("typst", CASES)
        rows += [
            _against(f"proof of {proof.pages} pages, against Typst alone", proof, typst),
            Row("memory of it", f"{proof.memory:.0f} MiB", f"{MEMORY:.0f}", proof.memory < MEMORY),
        ]
    return rows


def _against(what: str, ours: Cost, plain: Cost) -> Row:
    ratio = ours.seconds / plain.seconds
    shown = f"{ours.seconds:.2f} / {plain.seconds:.2f} s = {ratio:.2f}"
    return Row(what, shown, f"{RATIO}", ratio <= RATIO)


def best(kind: str, cases: int, times: int = TIMES) -> Cost:
    """The least time and the most memory of some fresh processes."""
    found = []
    for _ in range(times):
        command = [sys.executable, "-m", "benchmarks.speed.volume", kind, str(cases)]
        said = subprocess.run(command, check=True, capture_output=True)
        found.append(Cost(**json.loads(said.stdout)))
    return Cost(min(one.seconds for one in found), max(one.memory for one in found), found[0].pages)


def large_volume(folder: Path, cases: int = CASES) -> Volume:
    """So many cases of six or seven pages each."""
    volume = sample_volume(folder, each=cases // 3)
    parts = tuple(
        replace(part, cases=tuple(replace(case, blocks=case.blocks * 3) for case in part.cases))
        for part in volume.parts
    )
    return replace(volume, parts=parts)


def write_plainly(volume: Volume, folder: Path, target: Path) -> None:
    """The same paragraphs and pictures by python-docx alone."""
    document = Document()
    for case in volume.cases:
        document.add_heading(case.title, 1)
        for block in case.blocks:
            if isinstance(block, Line):
                style = f"Heading {block.level + 1}" if block.kind == "heading" else "Body Text"
                document.add_paragraph(block.text, style=style)
            elif isinstance(block, Image):
                document.add_picture(str(folder / block.file))
    document.save(str(target))


def measure(kind: str, cases: int) -> Cost:
    """Do one of the works in this process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures = folder / "pictures"
        pictures.mkdir()
        volume = large_volume(pictures, cases)
        pages: list[int] = []
        works: dict[str, Callable[[], object]] = {
            "docx": lambda: write_docx(volume, pictures, folder / "a.docx"),
            "python-docx": lambda: write_plainly(volume, pictures, folder / "b.docx"),
            "proof": lambda: pages.append(_proof(volume, pictures, folder / "c.pdf")),
            "typst": _typst(volume, folder) if kind == "typst" else lambda: None,
        }
        began = cpu()
        works[kind]()
        spent = cpu() - began
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Cost(spent, max(peak_mib(), children), sum(pages))


def _proof(volume: Volume, pictures: Path, target: Path) -> int:
    made = set_proof(volume, pictures, target)
    assert made is not None
    return made.count


def _typst(volume: Volume, folder: Path) -> Callable[[], object]:
    """Typst setting the same source, which lies ready, in a process of its own as ours."""
    shutil.copyfile(TEMPLATE, folder / "volume.typ")
    data = json.dumps(proof_data(volume), ensure_ascii=False)
    (folder / "proof.json").write_text(data, encoding="utf-8")
    (folder / NO_PICTURES).write_text("[]", encoding="utf-8")
    code = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], root=sys.argv[3], pdf_standards=sys.argv[4])"
    paths = [str(folder / "volume.typ"), str(folder / "d.pdf"), str(folder)]
    return lambda: subprocess.run([sys.executable, "-c", code, *paths, STANDARD], check=True)


def cpu() -> float:
    """CPU seconds of this process and its children so far."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    cost = measure(sys.argv[1], int(sys.argv[2]))
    print(json.dumps({"seconds": cost.seconds, "memory": cost.memory, "pages": cost.pages}))
