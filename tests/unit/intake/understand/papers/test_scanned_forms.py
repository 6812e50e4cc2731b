"""Forms that came as scans, what is asked about them, and photographed pages put in their order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.documents.scan.kept import Recognition
from intake.model.case import Document, DocumentKind, Doubt, Format, Row
from intake.understand.papers.scans import RUNNING, join_pages, settle_scans
from tests.properties import examples

PROSE = "村里的事由村民代表会议商量着办，账目每季度张榜公布一次，村民随时可以查问，有疑问的三天内答复。" * 4
FORM = Document("推荐表.pdf", Format.PDF, DocumentKind.FORM, needs_ocr=True)
SCAN = Document("案例.pdf", Format.PDF, DocumentKind.SCAN, needs_ocr=True)
WORD = Document("柳桥村议事会.docx", Format.DOCX, DocumentKind.CASE, text=PROSE)
ONLY, UNREAD = Doubt("form-only", FORM.name), Doubt("form-unread", FORM.name)
PENDING = Doubt("ocr-pending", FORM.name)


@pytest.mark.parametrize(
    ("recognition", "read"),
    [(Recognition.READY, PENDING), (Recognition.OFF, UNREAD), (Recognition.MISSING, UNREAD)],
)
@pytest.mark.parametrize(("others", "case_asked"), [((), True), ((WORD,), False), ((SCAN,), False)])
def test_a_scanned_form_asks_for_its_case_only_where_none_came(
    others: tuple[Document, ...], case_asked: bool, recognition: Recognition, read: Doubt
) -> None:
    settled = settle_scans([*others, FORM], recognition)
    assert settled[-1] == replace(FORM, doubts=(ONLY, read) if case_asked else (read,))


@pytest.mark.parametrize("recognition", list(Recognition))
@pytest.mark.parametrize(
    "document",
    [
        replace(SCAN, doubts=(Doubt("damaged", SCAN.name),)),  # something else is said of it already
        replace(FORM, doubts=(Doubt("encrypted", FORM.name),)),
        replace(FORM, needs_ocr=False, text="推荐表"),
        WORD,
        Document("照片.jpg", Format.IMAGE, DocumentKind.PHOTO),
    ],
)
def test_what_needs_no_recognition_or_has_its_doubt_stays_as_it_is(
    document: Document, recognition: Recognition
) -> None:
    assert settle_scans([document], recognition) == (document,)


def test_no_documents_are_settled_to_none() -> None:
    assert settle_scans([], Recognition.READY) == ()


def page(name: str, text: str, **more: Any) -> Document:
    one = Document(name, Format.IMAGE, DocumentKind.SCAN, text=text, recognised=True, reader="ocr")
    return replace(one, **more)


@pytest.mark.parametrize(
    "names",
    [
        ("第2页.jpg", "第10页.jpg"),
        ("IMG_9.jpg", "IMG_10.jpg"),
        ("1-2.jpg", "1-12.jpg"),
        ("案例2.jpg", "案例2（2）.jpg"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_pages_are_read_in_the_order_of_their_numbers_whichever_came_first(
    names: tuple[str, str], turned: bool
) -> None:
    pages = [page(name, f"第{at}张。{PROSE}") for at, name in enumerate(names, 1)]
    settled = {one.name: one for one in settle_scans(pages[::-1] if turned else pages, Recognition.READY)}
    assert settled[names[0]].text == f"第1张。{PROSE}\n\f第2张。{PROSE}"
    assert (settled[names[1]].text, settled[names[1]].kind) == ("", DocumentKind.SCAN)


def test_cells_and_doubts_of_all_pages_go_with_the_first_each_once() -> None:
    unclear = Doubt("ocr-low", "1.jpg", "“不清”")
    pairs, rows = (("联系人", "王强"),), (Row(("序号", "名称")),)
    first = page("1.jpg", PROSE, pairs=pairs, doubts=(unclear,))
    second = page("2.jpg", PROSE, pairs=(*pairs, ("电话", "83910001")), rows=rows, doubts=(unclear,))
    one, rest = settle_scans([first, second], Recognition.READY)
    assert (one.pairs, one.rows, one.doubts, one.pages, one.kind) == (
        (("联系人", "王强"), ("电话", "83910001")),
        rows,
        (unclear,),
        2,
        DocumentKind.CASE,
    )
    assert rest == replace(second, text="", pairs=(), rows=(), doubts=())


def test_a_photo_with_few_words_is_no_page() -> None:
    poster = page("1.jpg", "柳桥村议事会")
    assert settle_scans([poster], Recognition.READY) == (poster,)


LONG = "甲" * (RUNNING + 1)


@pytest.mark.parametrize(
    ("pages", "joined"),
    [
        ([f"某社区案例\n{LONG}，", "某社区案例\n乙。"], f"{LONG}，乙。"),  # a head that returns
        ([LONG, "", "乙。"], f"{LONG}乙。"),  # an empty page between
        ([LONG, "\f乙。"], f"{LONG}乙。"),
        ([f"{LONG}。”", "乙。"], f"{LONG}。”\n\f乙。"),  # the sentence is finished
        ([f"{LONG}：", "乙。"], f"{LONG}：\n\f乙。"),
        ([LONG, "（一）乙"], f"{LONG}\n\f（一）乙"),  # a heading begins
        ([LONG, "1.乙"], f"{LONG}\n\f1.乙"),
        ([LONG, "【乙】"], f"{LONG}\n\f【乙】"),
        (["甲" * RUNNING, "乙"], f"{'甲' * RUNNING}\n\f乙"),  # a short line is a title
        ([f"{LONG}\n丙。", f"{LONG}\n乙。"], f"{LONG}\n丙。\n\f{LONG}\n乙。"),  # too long for a head
        (["\n\n甲。\n \n乙。", "丙。"], "甲。\n乙。\n\f丙。"),
    ],
)
def test_a_paragraph_goes_over_the_page_and_heads_that_return_are_dropped(
    pages: list[str], joined: str
) -> None:
    assert join_pages(pages) == joined


@settings(max_examples=examples(80))
@given(st.lists(st.text("甲乙丙丁。：一、（）\n ", max_size=70), max_size=6))
def test_lines_of_pages_keep_their_order_and_no_words_are_made_up(pages: list[str]) -> None:
    signs = iter("".join("".join(pages).split()))
    assert all(sign in signs for sign in "".join(join_pages(pages).split())), "a part, in the same order"
