"""Mails and files of the corpus as a volume prints them: every block and remark, against the twin beside each.

After a wanted change run once with ``ZHENGJI_REFRESH=1`` and read the difference before committing it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from intake.campaign.call import Call, Sender
from intake.model.case import DocumentKind, Reading
from intake.model.limits import Limits
from intake.pipeline import read_mail
from intake.worker.pool import CallFiles
from tests.paths import CONFIG, CORPUS
from tracker.publications.volume.content.model import Block, Footnote, Grid, Image, Line
from tracker.publications.volume.content.read import Answer, Wish, read_case
from tracker.publications.volume.content.settle import settle

INPUTS = sorted(
    path
    for path in (CORPUS / "volume").iterdir()
    if path.suffix not in (".json", ".toml", ".md") and path.is_file()
)


@pytest.fixture(scope="module")
def call() -> Call:
    return CallFiles(
        CONFIG / "campaigns/xuzhou-2015.toml",
        CONFIG / "places/xuzhou.toml",
        CONFIG / "lexicon/xuzhou-2015.toml",
    ).load()


def mailed(path: Path) -> bytes:
    """A mail as it is; of a file the mail that brings it."""
    if path.suffix == ".eml":
        return path.read_bytes()
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "clerk@county.example.cn", "报送案例"
    mail.set_content("现报送案例一篇，请查收。")
    mail.add_attachment(
        path.read_bytes(), maintype="application", subtype="octet-stream", filename=f"案例{path.suffix}"
    )
    return mail.as_bytes()


def printed(block: Block) -> Iterator[str]:
    """A block in a line; of a table a line a row. Raised and lowered characters stand in ^ ^ and _ _."""
    match block:
        case Line():
            said = block.text
            marks = [(one.start, one.end, "_" if one.is_low else "^") for one in block.shifts]
            for start, end, mark in sorted(marks, reverse=True):
                said = f"{said[:start]}{mark}{said[start:end]}{mark}{said[end:]}"
            yield f"{block.kind}{block.level or ''} {'' if said.startswith(block.marker) else block.marker}{said}"
        case Image():
            yield f"picture {block.file.rpartition('.')[2] or '—'} {block.caption}"
        case Grid():
            yield f"table {block.caption}"
            yield from ("| " + " | ".join("/".join(cell.lines) for cell in row) for row in block.rows)
        case Footnote():
            yield f"note {block.text}"


def shown(reading: Reading, answers: list[Answer]) -> dict[str, Any]:
    return {
        "cases": [
            {
                "title": case.value("title"),
                "printed": [line for block in settled.blocks for line in printed(block)],
                "remarks": list(dict.fromkeys((*answer.remarks, *settled.remarks))),
            }
            for case, answer in zip(reading.cases, answers, strict=True)
            for settled in (settle(answer.blocks),)
        ],
        "doubts": sorted([doubt.code, doubt.about, doubt.detail] for doubt in reading.doubts),
    }


@pytest.mark.parametrize("path", INPUTS, ids=[path.name for path in INPUTS])
def test_a_file_as_it_is_printed(path: Path, call: Call, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    mail = tmp_path / "mail.eml"
    mail.write_bytes(mailed(path))
    reading = read_mail(mail.read_bytes(), call, Sender())
    answers = []
    for case in reading.cases:
        files = [reading.documents[at] for at in case.documents]
        wanted = tuple(file.sha256 for file in files)
        photos = tuple(file.sha256 for file in files if file.kind is DocumentKind.PHOTO)
        answers.append(read_case(Wish(mail, Limits(), wanted, photos, case.text, tmp_path / "pictures")))
    found = shown(reading, answers)
    twin = path.with_name(f"{path.name}.json")
    if os.environ.get("ZHENGJI_REFRESH"):
        twin.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(twin.read_text("utf-8"))
