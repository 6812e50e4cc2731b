"""The papers beside a volume: what to look at first, the data sheet for the permit, the check list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from tracker.publications.volume.content.correct import DONE
from tracker.publications.volume.content.model import Grid, GridCell, Volume
from tracker.publications.volume.persons import personal_data
from tracker.publications.volume.proof.write import is_installed
from tracker.publications.volume.rounds.differences import compare_volumes
from tracker.publications.volume.rounds.printed import odd_pages
from tracker.publications.volume.rounds.show import Comparison, write_comparison
from tracker.publications.volume.run import Made
from tracker.publications.volume.sums import (
    coarse_pictures,
    count_sheets,
    missing_fonts,
    missing_glyphs,
    multiple_of,
    wide_tables,
)
from tracker.publications.volume.word.book import Book
from tracker.publications.volume.word.cover_sheet import COVER_PAGES, measure_cover
from tracker.publications.volume.word.design import OFFICIAL, design_of
from tracker.publications.volume.word.section import Section, Sections
from tracker.publications.volume.word.table import add_table

READ_ME: Final = "先看这里.txt"
DATA_SHEET, CHECK_LIST = "准印证申请数据.docx", "三审三校单.docx"
PROOFS: Final = (
    ("一审（编辑）", "事实、数字、单位名称与原件相符；标题、层次统一"),
    ("二审（负责人）", "内容、导向、保密；是否宜公开，姓名、电话是否隐去"),
    ("三审（单位领导）", "同意付印"),
    ("一校", "逐字对照原件；扫描件识别的案例逐字核对"),
    ("二校", "图、表、图注、目录页码、书眉、页码"),
    ("三校", "改动处核对；封面、版权页、准印证号、印数"),
)


def write_papers(made: Made) -> list[str]:
    """Write the papers beside the volume; returns what to tell whoever asked for it."""
    folder = made.docx.parent
    remarks = list(remarks_of(made.volume))
    if (printed := made.proof or made.printed) is not None:
        remarks += (*printed.remarks, *odd_pages(printed, made.volume))
    write_data_sheet(made, folder / DATA_SHEET)
    write_check_list(made.volume, remarks, folder / CHECK_LIST)
    said = list(_said(made, remarks))
    if made.before is not None and (found := compare_volumes(made.before, made.volume)):
        docx, _ = write_comparison(Comparison("上次", "本次", found), made.volume, folder)
        said.append(f"逐篇改动对照：{docx.name}（另有网页）")
    (folder / READ_ME).write_text("\r\n".join(said) + "\r\n", encoding="utf-8-sig")
    return said


def remarks_of(volume: Volume) -> Iterator[str]:
    """Everything that an editor should look at, by case and of the whole."""
    yield from volume.remarks
    for case in volume.cases:
        yield from (f"{case.number} {remark}" for remark in case.remarks)
    yield from wide_tables(volume)
    yield from coarse_pictures(volume)
    yield from personal_data(volume)
    yield from missing_fonts(volume)
    yield from missing_glyphs(volume)


def write_data_sheet(made: Made, target: Path) -> None:
    """What the application for the permit (准印证) asks for, as a table."""
    front, layout, printed = made.volume.front, made.volume.layout, made.proof or made.printed
    design = design_of(layout.design, layout.fonts)
    rows = [
        ("名称", front.title),
        ("申请（编印）单位", front.issuer),
        ("编印目的", front.purpose),
        (
            "内容简介",
            front.summary
            or f"收录优秀{made.volume.item}{sum(1 for _ in made.volume.cases)}篇，分{len(made.volume.parts)}篇。",
        ),
        ("发送对象", front.recipients),
        ("印刷单位", front.printer),
        ("印刷日期", front.printed),
        ("印数", f"{front.copies}册" if front.copies else ""),
        ("开本", f"{design.width:.0f}×{design.height:.0f}毫米，{design.called(layout.folio)}"),
        ("装订", layout.binding),
    ]
    if printed is not None:
        inner = printed.count - COVER_PAGES
        sheets = count_sheets(inner, multiple_of(made.volume), layout.folio)
        rows += [
            (
                "页数",
                f"正文及前后各篇{inner}页，补空白{sheets.filler}页，共{sheets.pages}页（不含封面用纸）",
            ),
            ("印张", sheets.shown),
            ("封面", measure_cover(made.volume, sheets.pages).shown),
        ]
    else:
        rows += [("页数", ""), ("印张", "")]
    rows.append(("经费来源", front.funding))
    table = Grid(tuple((GridCell((word,)), GridCell((value or "（待填）",))) for word, value in rows))
    _write(made.volume, "内部资料性出版物准印证申请数据", [table], target)


def write_check_list(volume: Volume, remarks: list[str], target: Path) -> None:
    """The list of three readings and three proofs, then every remark with a box to tick."""
    head = tuple(GridCell((word,)) for word in ("环节", "查看内容", "意见", "签名、日期"))
    proofs = Grid(
        (head, *((GridCell((name,)), GridCell((what,)), GridCell(), GridCell()) for name, what in PROOFS))
    )
    listed = Grid(
        (
            tuple(GridCell((word,)) for word in ("序号", "需要核对", "处理")),
            *(
                (GridCell((str(n),)), GridCell((remark,)), GridCell((_state(remark),)))
                for n, remark in enumerate(remarks, 1)
            ),
        )
    )
    _write(volume, "三审三校单", [proofs, listed], target)


def _state(remark: str) -> str:
    """A box to tick, unless what is said was done in this run."""
    return "已改" if DONE in remark else "□"


def _said(made: Made, remarks: list[str]) -> Iterator[str]:
    volume = made.volume
    count = sum(1 for _ in volume.cases)
    yield f"《{volume.front.title}》{count}篇，{volume.layout.design}：{made.docx}"
    if made.proof is not None:
        form = (
            "，PDF/A" if b"<pdfaid:part>" in made.proof.pdf.read_bytes() else "；不是 PDF/A，原因见以下各处"
        )
        yield f"清样：{made.proof.pdf.name}，{made.proof.count}页（由 Typst 排印{form}）"
    elif is_installed():
        yield "清样未能排出（内容有误或用时过长），请先核对以下各处"
    if made.printed is not None:
        yield f"校样：{made.printed.pdf.name}，{made.printed.count}页（由 LibreOffice 照 Word 稿排印，在 Word、WPS 中分页可能不同）"
    else:
        yield "本机没有可用的 LibreOffice，Word 稿的目录没有页码；请在 Word 或 WPS 中右击目录，选“更新域”"
    if (counted := made.proof or made.printed) is not None:
        layout = volume.layout
        sheets = count_sheets(counted.count - COVER_PAGES, multiple_of(volume), layout.folio)
        size = design_of(layout.design, layout.fonts).called(layout.folio)
        yield f"印刷：内文（不含封面）补空白{sheets.filler}页后共{sheets.pages}页，{size}，{sheets.shown}印张；封面展开{measure_cover(volume, sheets.pages).shown}"
    yield f"另有：{DATA_SHEET}、{CHECK_LIST}"
    if made.changes:
        yield f"与上次相比，{len(made.changes)}处不同："
        yield from (f"  {change}" for change in made.changes)
    if remarks:
        yield f"需要核对的有{len(remarks)}处："
        yield from (f"  {remark}" for remark in remarks)
    yield f"内容文件：{made.folder}（查某篇印的是哪一稿：zhengji volume which 编号）"


def _write(volume: Volume, title: str, tables: list[Grid], target: Path) -> None:
    book = Book(OFFICIAL, target.parent, None)
    sections = Sections(book, title)
    book.write("FrontTitle", title)
    book.write("CaseUnit", f"《{volume.front.title}》　{volume.made_at[:10]}")
    for table in tables:
        add_table(book, table)
    made_at = datetime.fromisoformat(volume.made_at)
    book.finish(sections.make(Section(is_numbered=True)), title, volume.name, made_at, target)
