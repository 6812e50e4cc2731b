"""Whose case it is, on invented mails with the turns that offices use (tests/corpus/heads.jsonl).

Each line: sender, subject, body and files of a mail, and of each of its cases what must be found.
"""

import io
import json
import zipfile
from email.message import EmailMessage
from typing import Any

import pytest

from intake.campaign.call import Call, Sender
from intake.pipeline import read_mail
from intake.worker.pool import CallFiles
from tests.paths import ROOT

CONFIG = ROOT / "config"
HEADS = [json.loads(line) for line in (ROOT / "tests/corpus/heads.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def call() -> Call:
    return CallFiles(
        CONFIG / "campaigns" / "xuzhou-2015.toml",
        CONFIG / "places" / "xuzhou.toml",
        CONFIG / "lexicon" / "xuzhou-2015.toml",
    ).load()


def make_file(content: dict[str, Any]) -> bytes:
    from docx import Document

    buffer = io.BytesIO()
    if "zip" in content:
        with zipfile.ZipFile(buffer, "w") as packed:
            for name, inner in content["zip"]:
                packed.writestr(name, make_file(inner))
        return buffer.getvalue()
    document = Document()
    if rows := content["table"]:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    for line in content["lines"]:
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


def make_mail(head: dict[str, Any]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = head["sender"], "bureau@example.cn", head["subject"]
    mail.set_content(head["body"])
    for name, content in head["files"]:
        mail.add_attachment(make_file(content), maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head["subject"])
def test_whose_case_it_is(call: Call, head: dict[str, Any]) -> None:
    reading = read_mail(make_mail(head), call, Sender())
    found = [
        {name: case.value(name) for name in expected}
        for case, expected in zip(reading.cases, head["expected"], strict=True)
    ]
    assert found == head["expected"]


def test_a_street_of_another_district_leaves_both_open(call: Call) -> None:
    head = next(head for head in HEADS if head["subject"] == "云龙区和平街道上报案例")
    (case,) = read_mail(make_mail(head), call, Sender()).cases
    county = case.facts["county"]
    assert (county.waits, county.choices) == (True, ("泉山区", "云龙区"))
    assert [doubt.detail for doubt in case.doubts if doubt.code == "county"] == [
        "（来信为泉山区，落款为云龙区）"
    ]
