"""Scans beside their Word files, photos of pages in order, pages joined to one text."""

from dataclasses import replace

import pytest

from intake.documents.scan.kept import Recognition
from intake.model.case import Document, DocumentKind, Doubt, Format
from intake.understand.papers.scans import INSTALL, join_pages, settle_scans

PROSE = "村里的事由村民代表会议商量着办，账目每季度张榜公布一次，村民随时可以查问，有疑问的三天内答复。" * 4
WORD = Document("柳桥村议事会.docx", Format.DOCX, DocumentKind.CASE, text=f"柳桥村议事会\n{PROSE}")
OTHER = Document("望湖社区.docx", Format.DOCX, DocumentKind.CASE, text=f"望湖社区的账本\n{PROSE}")


def scan(name, kind=Format.PDF, text=""):
    return Document(name, kind, DocumentKind.SCAN, text=text, needs_ocr=True)


def photo(name, text="", centred=(), path=()):
    return Document(
        name, Format.IMAGE, DocumentKind.SCAN, text=text, centred=centred, path=path, recognised=True,
        reader="ocr", sha256=name,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("others", "waiting", "asked"),
    [
        ([], scan("案例.pdf"), True),
        ([WORD], scan("柳桥村议事会（盖章）.pdf"), False),
        ([WORD], scan("盖章扫描件001.pdf"), False),
        ([WORD], scan("大屯街道案例.pdf"), True),
        ([WORD, OTHER], scan("柳桥村议事会扫描件.pdf"), False),
        ([WORD], scan("IMG_001.jpg", Format.IMAGE), False),
        ([], scan("IMG_001.jpg", Format.IMAGE), True),
        ([WORD], scan("大屯街道案例第1页.jpg", Format.IMAGE), True),
    ],
)
def test_only_what_may_hold_a_case_is_asked_about(others, waiting, asked):
    documents = [*others, waiting]
    doubts = {recognition: settle_scans(documents, recognition)[-1].doubts for recognition in Recognition}
    name = waiting.name
    assert doubts == {
        Recognition.READY: (Doubt("ocr-pending", name),) if asked else (),
        Recognition.OFF: (Doubt("scan-unread", name),) if asked else (),
        Recognition.MISSING: (Doubt("scan-unread", name), Doubt("tool-missing", name, INSTALL)) if asked else (),
    }  # fmt: skip
    settled = settle_scans(documents, Recognition.READY)[-1]
    assert settled.needs_ocr is (asked or waiting.format is not Format.IMAGE)


def test_scanned_pages_of_a_text_are_said_to_be_missing():
    half = scan("案例.pdf", text="第一页的文字")
    assert settle_scans([half], Recognition.OFF)[0].doubts == (
        Doubt("partial", half.name, "其中的扫描页未识别"),
    )


def test_photos_make_one_case_in_the_order_of_their_numbers():
    low = Doubt("ocr-low", "IMG_10.jpg", "“不清”")
    third = replace(photo("IMG_10.jpg", f"第三页开头。{PROSE}"), doubts=(low,))
    second = photo("IMG_2.jpg", f"的后半句。{PROSE}")
    first = photo("IMG_1.jpg", f"柳桥村议事会\n{PROSE}\n" + PROSE[:60] + "没有写完", ("柳桥村议事会",))
    got = settle_scans([third, second, first], Recognition.READY)
    assert [document.name for document in got] == ["IMG_10.jpg", "IMG_2.jpg", "IMG_1.jpg"]
    assert [(document.text, document.kind) for document in got[:2]] == [("", DocumentKind.SCAN)] * 2
    assert got[2].text == "\n".join(
        ["柳桥村议事会", PROSE, PROSE[:60] + "没有写完" + f"的后半句。{PROSE}", f"\f第三页开头。{PROSE}"]
    )
    assert (got[2].kind, got[2].pages, got[2].doubts) == (DocumentKind.CASE, 3, (low,))


def test_a_page_with_a_title_begins_a_case():
    photos = [
        photo("1.jpg", f"柳桥村议事会\n{PROSE}", ("柳桥村议事会",)),
        photo("2.jpg", f"二、主要做法\n{PROSE}", ("二、主要做法",)),
        photo("3.jpg", f"望湖社区的账本\n{PROSE}", ("望湖社区的账本",)),
        photo("4.jpg", PROSE, path=("另一个文件夹",)),
    ]
    got = settle_scans(photos, Recognition.READY)
    assert [(d.kind, d.pages) for d in got] == [
        (DocumentKind.CASE, 2), (DocumentKind.SCAN, 0), (DocumentKind.CASE, 1), (DocumentKind.CASE, 1),
    ]  # fmt: skip


def test_a_photo_beside_a_word_file_stays_a_photo():
    poster = photo("展板.jpg", PROSE)
    assert settle_scans([WORD, poster], Recognition.READY) == (WORD, poster)


@pytest.mark.parametrize(
    ("pages", "joined"),
    [
        (["甲。", "乙。"], "甲。\n\f乙。"),
        (["某某汇编\n" + "甲" * 31, "某某汇编\n乙。"], "甲" * 31 + "乙。"),
        (["甲" * 31, "一、乙"], "甲" * 31 + "\n\f一、乙"),
        (["", "乙。"], "乙。"),
        ([], ""),
    ],
)
def test_pages_joined(pages, joined):
    assert join_pages(pages) == joined
