"""A proof imposed for an office printer."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from tracker.errors import OrderError
from tracker.publications.volume.proof.booklet import check_paper, impose, order_pages, write_booklet


@pytest.mark.parametrize(
    ("count", "order"),
    [
        (0, []),
        (1, [None, 0, None, None]),
        (4, [3, 0, 1, 2]),
        (5, [None, 0, 1, None, None, 2, 3, 4]),
        (8, [7, 0, 1, 6, 5, 2, 3, 4]),
    ],
)
def test_the_last_page_stands_left_of_the_first(count: int, order: list[int | None]) -> None:
    assert list(order_pages(count)) == order


@pytest.mark.parametrize("count", range(1, 40))
def test_folded_sheets_give_the_pages_in_order(count: int) -> None:
    order = list(order_pages(count))
    sheets = [order[at : at + 4] for at in range(0, len(order), 4)]
    leaves = [(front[1], front[2]) for front in sheets] + [(back[3], back[0]) for back in reversed(sheets)]
    pages = [page for leaf in leaves for page in leaf]

    assert pages == [*range(count), *[None] * (-count % 4)]


def plain_pdf(path: Path, count: int) -> Path:
    """Pages of 170 × 240 mm with a black bar as long as their number; the second is empty."""
    import pypdfium2.raw as raw

    document = pypdfium2.PdfDocument.new()
    for number in range(1, count + 1):
        page = document.new_page(482, 680)
        if number != 2:
            bar = raw.FPDFPageObj_CreateNewRect(20, 300, 60 * number, 80)
            raw.FPDFPath_SetDrawMode(bar, raw.FPDF_FILLMODE_ALTERNATE, False)
            raw.FPDFPage_InsertObject(page, bar)
        page.gen_content()
    document.save(path)
    document.close()
    return path


def bars(path: Path) -> list[list[int]]:
    """Of each side the lengths of the bars of its halves, in sixtieths of a page's point."""
    document = pypdfium2.PdfDocument(path)
    found = []
    for page in document:
        bitmap = page.render(scale=1, grayscale=True)
        wide, line = bitmap.width, bytes(bitmap.buffer)[bitmap.stride * (bitmap.height // 2) :]
        halves = (line[: wide // 2], line[wide // 2 : wide])
        found.append([round(sum(sign < 128 for sign in half) / 60 / (wide / 2 / 482)) for half in halves])
    document.close()
    return found


@pytest.mark.parametrize(("paper", "size"), [("A4", (842, 595)), ("A3", (1191, 842))])
def test_pages_stand_where_the_fold_wants_them(tmp_path: Path, paper: str, size: tuple[int, int]) -> None:
    pdf = plain_pdf(tmp_path / "v.pdf", 6)

    assert write_booklet(pdf, tmp_path / "b.pdf", paper) == 2
    document = pypdfium2.PdfDocument(tmp_path / "b.pdf")
    assert [tuple(map(round, document.get_page_size(at))) for at in range(len(document))] == [size] * 4
    document.close()
    assert bars(tmp_path / "b.pdf") == [[0, 1], [0, 0], [6, 3], [4, 5]]


def test_without_a_proof_and_on_unknown_paper_that_is_said(tmp_path: Path) -> None:
    assert "没有校样可以拼成小册子" in impose((), "A4")
    with pytest.raises(OrderError, match="没有“B5”这种纸；可用的有：A4、A3"):
        check_paper("B5")
    pdf = plain_pdf(tmp_path / "书（清样）.pdf", 6)
    assert (
        impose((pdf,), "A4") == "小册子：书（清样）（小册子A4）.pdf，A4 2张，双面打印、短边翻转，对折后骑马订"
    )
    assert (tmp_path / "书（清样）（小册子A4）.pdf").exists()
