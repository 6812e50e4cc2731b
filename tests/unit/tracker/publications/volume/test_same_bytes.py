"""The same input has the same bytes: of the proof, the cover, the booklet, the Word file, the zip."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pypdfium2
import pytest

from tests.volume import sample_volume
from tracker.publications.volume.proof.booklet import write_booklet
from tracker.publications.volume.proof.cover import write_cover
from tracker.publications.volume.proof.write import is_installed, write_proof
from tracker.publications.volume.word.write import write_docx
from tracker.publications.zipped import zip_folder


def dated_pdf(path: Path, date: str, identifier: str) -> Path:
    """A page, written at a time and under an identifier."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 300)
    document.save(path)
    content = re.sub(rb"\(D:\d{14}", f"(D:{date}".encode(), path.read_bytes())
    path.write_bytes(re.sub(rb"<[0-9A-F]{32}>", f"<{identifier}>".encode(), content))
    return path


def test_a_booklet_has_the_date_of_its_proof_and_an_identifier_of_its_bytes(tmp_path: Path) -> None:
    written = []
    for place, identifier in enumerate("AB"):
        proof = dated_pdf(tmp_path / f"{place}.pdf", "20151109000000", identifier * 32)
        write_booklet(proof, tmp_path / f"booklet{place}.pdf")
        written.append((tmp_path / f"booklet{place}.pdf").read_bytes())

    assert written[0] == written[1]
    with pypdfium2.PdfDocument(written[0]) as document:
        assert document.get_metadata_value("CreationDate").startswith("D:20151109000000")


@pytest.mark.slow
@pytest.mark.skipif(not is_installed(), reason="needs the extra volume")
def test_what_is_made_twice_is_the_same(tmp_path: Path) -> None:
    volume = sample_volume(tmp_path, each=1)
    made = []
    for place in range(2):
        folder = tmp_path / str(place)
        folder.mkdir()
        write_docx(volume, tmp_path, folder / "v.docx")
        write_proof(volume, tmp_path, folder / "proof.pdf")
        write_cover(volume, 100, folder / "cover.pdf")
        write_booklet(folder / "proof.pdf", folder / "booklet.pdf")
        made.append({path.name: path.read_bytes() for path in sorted(folder.iterdir())})

    assert sorted(made[0]) == ["booklet.pdf", "cover.pdf", "proof.pdf", "v.docx"]
    assert made[0] == made[1]


def test_a_zip_knows_nothing_of_when_its_files_were_written(tmp_path: Path) -> None:
    written = []
    for place, moment in enumerate((1_000_000_000, 1_500_000_000)):
        folder = tmp_path / str(place) / "上报材料"
        folder.mkdir(parents=True)
        (folder / "函.docx").write_bytes(b"letter")
        os.utime(folder / "函.docx", (moment, moment))
        zip_folder(folder, tmp_path / f"{place}.zip")
        written.append((tmp_path / f"{place}.zip").read_bytes())

    assert written[0] == written[1]
