"""One file as papers: read, judged by what it is for, cut into its cases; scans with the text found before."""

import hashlib
from dataclasses import replace

import pytest

from intake.campaign.call import Call
from intake.documents.result import Text
from intake.documents.scan.kept import RecognisedTexts
from intake.model.case import Attachment, DocumentKind, Doubt
from intake.understand.papers.read import read_papers
from intake.worker.pool import CallFiles
from tests.paths import CONFIG

PROSE = "村里的事由村民代表会议商量着办，账目每季度张榜公布一次，村民随时可以查问，有疑问的三天内答复。" * 6


@pytest.fixture(scope="module")
def call() -> Call:
    return CallFiles(
        campaign=CONFIG / "campaigns" / "xuzhou-2015.toml",
        places=CONFIG / "places" / "xuzhou.toml",
        lexicon=CONFIG / "lexicon" / "xuzhou-2015.toml",
    ).load()


def test_two_cases_in_one_file_are_two_papers(call: Call) -> None:
    text = f"案例一 柳桥村议事会\n{PROSE}\n案例二 望湖社区的账本\n{PROSE}"
    papers = read_papers(Attachment("两个案例.txt", text.encode()), call)
    assert [(paper.kind, paper.text) for paper in papers] == [
        (DocumentKind.CASE, f"案例一 柳桥村议事会\n{PROSE}"),
        (DocumentKind.CASE, f"案例二 望湖社区的账本\n{PROSE}"),
    ]


@pytest.mark.parametrize("number", ["{}、", "（{}）"])
def test_numbered_works_with_an_author_below_each_are_papers_of_their_own(call: Call, number: str) -> None:
    first, second = number.format("一"), number.format("二")
    text = (
        f"{first}面瘫的新郎官\n柳河县中医院针灸科\n{PROSE}\n{second}洲上的船灯\n柳河县蜀口村卫生室\n{PROSE}"
    )
    papers = read_papers(Attachment("两篇合订.txt", text.encode()), call)
    assert [(paper.kind, paper.text) for paper in papers] == [
        (DocumentKind.CASE, f"面瘫的新郎官\n柳河县中医院针灸科\n{PROSE}"),
        (DocumentKind.CASE, f"洲上的船灯\n柳河县蜀口村卫生室\n{PROSE}"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"柳桥村议事会\n一、背景\n{PROSE}\n二、做法\n{PROSE}",
        f"柳桥村议事会\n一、背景\n柳桥村\n{PROSE}\n二、做法\n{PROSE}",
        f"一、柳桥村议事会\n柳桥村委员会\n{PROSE}\n三、望湖社区的账本\n望湖社区\n{PROSE}",
    ],
)
def test_sections_of_one_case_stay_one_paper(call: Call, text: str) -> None:
    assert [paper.text for paper in read_papers(Attachment("案例.txt", text.encode()), call)] == [text]


def test_what_cannot_be_read_is_one_paper_that_says_so(call: Call) -> None:
    assert [(p.kind, p.doubts) for p in read_papers(Attachment("案例.doc", bytes(range(256)) * 8), call)] == [
        (DocumentKind.OTHER, (Doubt("damaged", "案例.doc"),))
    ]


def test_a_scan_recognised_before_has_its_text(call: Call, tmp_path) -> None:
    bitmap = b"BM" + bytes(12) + (40).to_bytes(4, "little") + (1600).to_bytes(4, "little") * 2
    picture = bitmap + b"\x01\0\x18\0" + bytes(300)
    kept = RecognisedTexts(tmp_path)
    scan = Attachment("扫描件.bmp", picture)
    [before] = read_papers(scan, replace(call, recognised=kept))
    kept.put(hashlib.sha256(picture).hexdigest(), Text(PROSE, "ocr", recognised=True))
    [after] = read_papers(scan, replace(call, recognised=kept))
    assert (before.kind, before.needs_ocr, before.text) == (DocumentKind.SCAN, True, "")
    assert (after.kind, after.needs_ocr, after.text, after.reader) == (DocumentKind.SCAN, False, PROSE, "ocr")
