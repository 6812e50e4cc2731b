"""The Word file of a large volume against python-docx writing the same paragraphs: ``python -m benchmarks.speed.volume``."""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path

from docx import Document

from tests.volume import sample_volume
from tracker.publications.volume.content.model import Image, Line, Volume
from tracker.publications.volume.word.write import write_docx

CASES = 60
TIMES = 3


def large_volume(folder: Path) -> Volume:
    """Sixty cases of six or seven pages each."""
    from dataclasses import replace

    volume = sample_volume(folder, each=CASES // 3)
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


def main() -> None:
    """Print the best time of each, and the memory of the process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        volume = large_volume(folder)
        ours = min(timed(lambda: write_docx(volume, folder, folder / "a.docx")) for _ in range(TIMES))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        plain = min(timed(lambda: write_plainly(volume, folder, folder / "b.docx")) for _ in range(TIMES))
    print(f"volume {ours:.2f} s, python-docx {plain:.2f} s, ratio {ours / plain:.2f}; {memory} MB")


def timed(work: object) -> float:
    """CPU seconds of a piece of work."""
    start = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - start


if __name__ == "__main__":
    main()
