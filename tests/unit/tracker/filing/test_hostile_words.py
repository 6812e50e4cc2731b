"""What a stranger writes as name, subject, title and file name stays text in letters and workbook."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest

from intake.campaign.call import Call
from tests.office import Office
from tests.unit.tracker.filing.test_attach import call as _call
from tests.unit.tracker.filing.test_attach import send
from tracker.sheet.out.publish import workbook_bytes

call = _call
NASTY = (
    '=HYPERLINK("http://evil.example","点此")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "<script>alert(1)</script>粗",
    "\u202e反转\u202c",
    "控\x07制\x1b[31m",
    "{{ 7*7 }}",
)
STORY = "组织居民议事会，围绕停车、晾晒、垃圾投放等问题民主协商，议题由居民提出，表决后公示。" * 12
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, call: Call):
    made = Office(Path(tmp_path_factory.mktemp("office"))).at("08-03 09:00")
    for number, bad in enumerate(NASTY):
        text = f"{bad}社区议事的做法\n{bad}社区\n{STORY}{number}\n联系人：{bad}\n"
        file = (f"{bad}.txt", text.encode())
        send(made, call, f"fx{number}@example.cn", f"报送{re.sub(CONTROL, '', bad)}", f"联系人：{bad}", file)
    made.until("08-03 17:30")
    yield made
    made.close()


def test_the_workbook_has_neither_formula_nor_link_nor_control_character(office: Office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(office.parts)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    texts = [str(cell.value) for cell in cells]
    assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert [text for text in texts if CONTROL.search(text)] == []
    assert [text for text in texts if text.startswith("=HYPERLINK")] != []  # shown as it was written


def test_letters_have_neither_markup_nor_link_nor_control_character(office: Office) -> None:
    letters = office.letters()
    assert {"supplement", "digest"} <= {letter.row.kind.value for letter in letters}
    shown = [(*letter.headers.values(), letter.text, letter.html) for letter in letters]
    assert [part for parts in shown for part in parts if CONTROL.search(part)] == []
    assert [letter.html for letter in letters if re.search(r"<script|href=\"[^\"]*evil", letter.html)] == []
    assert any("{{ 7*7 }}" in letter.text for letter in letters)  # shown as it was written
