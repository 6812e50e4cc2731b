"""Whole readings of nasty texts: twice the text takes about twice as long, and never long.

Loops beside the patterns are tried here: lines among lines, words among words, quotations, links.
"""

from __future__ import annotations

import io
import time
from functools import cache

import pytest
from docx import Document

from intake.campaign.call import Call, Sender
from intake.documents.read import read_blocks
from intake.model.case import Attachment
from intake.model.limits import Limits
from intake.pipeline import read_file, read_mail
from intake.worker.pool import CallFiles
from tests.files.odt_files import make_odt
from tests.paths import CONFIG, CORPUS

BYTES = 8_000  # of the shorter text; then four times as many
GROWTH = 2.5**2
WORTH = 1.0  # seconds of the longer text from which growth is judged
PIECES = {
    "telephones": "电话13912345678 ",
    "passwords in a line": "密码：123456 ",
    "quotations": "> a\n",
    "attributions": "在 2015-08-05 10:00，张三 <a@b.cn> 写道：\n",
    "elements": "<div>a",
    "sections": "一、抓好社区治理工作\n二、各方参与\n",
    "short lines": "望湖社区居民议事\n",
    "contacts": "联系人：张三 13912345678\n",
    "digits": "1",
    "open titles": "《",
    "words apart": "撤 回 ",
    "addresses": "a@b.cn ",
    "links": '<a href="http://a.cn/c">案例.docx</a>',
}
MARKUP = {"contacts", "elements", "links"}  # read as HTML


@cache
def call() -> Call:
    return CallFiles(
        CONFIG / "campaigns/xuzhou-2015.toml",
        CONFIG / "places/xuzhou.toml",
        CONFIG / "lexicon/xuzhou-2015.toml",
    ).load()


def read(text: str, subtype: str) -> float:
    """Seconds of this process for a mail with the text as body and as a file."""
    head = f"From: a@b.example\r\nSubject: x\r\nContent-Type: text/{subtype}; charset=utf-8\r\n\r\n"
    started = time.process_time()
    read_mail((head + text).encode(), call(), Sender())
    read_file("案例.html" if subtype == "html" else "案例.txt", text.encode(), call())
    return time.process_time() - started


@pytest.mark.slow
@pytest.mark.parametrize("name", PIECES)
def test_reading_is_linear(name: str) -> None:
    piece = PIECES[name]
    subtype = "html" if name in MARKUP else "plain"
    times = BYTES // len(piece.encode())
    read(piece, subtype)  # what is loaded once does not count
    long = read(piece * 4 * times, subtype)
    if long > WORTH:
        long, short = (min(read(piece * n, subtype) for _ in range(2)) for n in (4 * times, times))
        assert long <= GROWTH * short, f"{short:.2f} s, then {long:.2f} s"


@pytest.mark.parametrize("name", ["B12-lines-100k.txt", "B12-phones-100k.txt", "rtf_hyperlink_hang.rtf"])
def test_files_that_once_held_the_office_are_read_at_once(name: str) -> None:
    content = (CORPUS / "faults" / name).read_bytes()
    read("案例", "plain")  # what is loaded once does not count
    started = time.process_time()
    read_file(name, content, call())
    assert time.process_time() - started < 4


def raised_in_word(count: int) -> bytes:
    document = Document()
    paragraph = document.add_paragraph()
    for _ in range(count):
        paragraph.add_run("水m")
        paragraph.add_run("2").font.superscript = True
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def raised_in_odt(count: int) -> bytes:
    style = '<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
    spans = '水m<text:span text:style-name="T1">2</text:span>' * count
    return make_odt(f"<text:p>{spans}</text:p>", style)


RAISED = {
    "a.docx": raised_in_word,
    "a.odt": raised_in_odt,
    "a.html": lambda count: ("<p>" + "水m<sup>2</sup>" * count + "</p>").encode(),
    "b.html": lambda count: ("<p>" + "水m<math></math>" * count + "</p>").encode(),
    "a.rtf": lambda count: (r"{\rtf1\ansi " + r"ab{\super 2}" * count + r"\par}").encode(),
    "b.rtf": lambda count: (r"{\rtf1\ansi " + r"ab{\*\objclass Equation.3}" * count + r"\par}").encode(),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", RAISED)
def test_a_line_of_many_pieces_is_read_in_linear_time(name: str) -> None:
    """Where text is raised, and what stands before a formula, is known without counting the line anew."""

    def blocks(count: int) -> float:
        attachment = Attachment(name, RAISED[name](count))
        started = time.process_time()
        found = read_blocks(attachment, Limits())
        assert found.blocks
        return time.process_time() - started

    blocks(100)  # what is loaded once does not count
    long = blocks(16_000)
    if long > WORTH:
        long, short = (min(blocks(count) for _ in range(2)) for count in (16_000, 4_000))
        assert long <= GROWTH * short, f"{short:.2f} s, then {long:.2f} s"
