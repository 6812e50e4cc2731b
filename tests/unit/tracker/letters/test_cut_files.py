"""A file of which only a part came: its sender is asked for it, by name, whatever else came whole."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest

from benchmarks.fuzz.here import HereReaders
from benchmarks.fuzz.office import take
from benchmarks.fuzz.pool import FILES
from intake.campaign.call import Call
from tests.office import Letter, Office
from tests.paths import CORPUS
from tracker.run.duties import Outside, work_through

CASES = [json.loads(line) for line in (CORPUS / "cases.jsonl").read_text("utf-8").splitlines()[:2]]
WHOLE, OTHER = "议事圆桌.docx", "便民服务.docx"
ASKED = f"“{OTHER}”可能不完整，已读出可读的部分，烦请重新发送完整的文件。"


@pytest.fixture(scope="module")
def call() -> Call:
    return FILES.load()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path).at("07-21 09:00")
    yield made
    made.close()


def story(number: int) -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    for line in (CASES[number]["title"], CASES[number]["unit"], *CASES[number]["body"]):
        document.add_paragraph(line)
    document.save(buffer)
    # The text first and nothing small behind it, as WPS writes, so that half a file holds half a text.
    with zipfile.ZipFile(buffer) as written:
        parts = [(name, written.read(name)) for name in written.namelist() if "theme" not in name]
    parts.sort(key=lambda part: (part[0] == "word/document.xml", part[0] == "word/styles.xml"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return packed.getvalue()


def cut(content: bytes) -> bytes:
    """Without its directory and the last third of its text."""
    text = content.index(b"<w:document")
    end = content.index(b"</w:document>", text)
    return content[: text + (end - text) * 2 // 3]


def winmail(name: str, content: bytes) -> bytes:
    """Outlook's envelope around one file."""

    def attribute(level: int, tag: int, kind: int, data: bytes) -> bytes:
        head = bytes([level]) + struct.pack("<HHI", tag, kind, len(data))
        return head + data + struct.pack("<H", sum(data) & 0xFFFF)

    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + attribute(1, 0x9006, 8, struct.pack("<I", 0x10000))
        + attribute(2, 0x9002, 6, struct.pack("<HIHIH", 1, 0, 0, 0, 0))
        + attribute(2, 0x8010, 1, name.encode("gbk") + b"\0")
        + attribute(2, 0x800F, 6, content)
    )


def answer(office: Office, call: Call, *files: tuple[str, bytes]) -> Letter:
    """The letter that answers a mail with these files."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "fx@example.cn", "zhengji@example.cn", "报送案例"
    mail["Message-ID"] = "<cut@example.cn>"
    mail.set_content("请查收附件。")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    take(office, mail.as_bytes())
    outside = Outside(HereReaders(call), office.route, lambda _: None, lambda *_: False, publishing=False)
    work_through(office.parts, outside)
    return next(letter for letter in office.letters() if letter.row.recipient == "fx@example.cn")


def test_of_two_files_the_one_that_was_cut_short_is_asked_for(office: Office, call: Call) -> None:
    letter = answer(office, call, (WHOLE, story(0)), (OTHER, cut(story(1))))
    assert ASKED in letter.text
    assert "材料均可正常读取" not in letter.text


def test_a_case_cut_short_is_filed_and_the_whole_asked_for(office: Office, call: Call) -> None:
    letter = answer(office, call, (OTHER, cut(story(1))))
    assert "1. XZ-001" in letter.text
    assert ASKED in letter.text


def test_a_whole_file_is_not_asked_for_again(office: Office, call: Call) -> None:
    letter = answer(office, call, (OTHER, story(1)))
    assert "1. XZ-001" in letter.text
    assert "重新发送" not in letter.text


def test_a_file_lost_inside_outlooks_envelope_is_asked_for(office: Office, call: Call) -> None:
    packed = winmail(OTHER, story(1))
    letter = answer(office, call, ("winmail.dat", packed[: len(packed) * 2 // 3]))
    assert f"“{OTHER}”未能打开，文件可能损坏或不完整" in letter.text
