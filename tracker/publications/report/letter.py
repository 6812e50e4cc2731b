"""The covering letter (函) as a draft in Word, by GB/T 9704-2012: she changes it, prints it and has it stamped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.publications.volume.content.model import Grid, GridCell, Volume
from tracker.publications.volume.word.book import Book
from tracker.publications.volume.word.design import OFFICIAL
from tracker.publications.volume.word.ooxml import Element, make, paragraph, run
from tracker.publications.volume.word.section import Section, Sections
from tracker.publications.volume.word.table import add_table
from tracker.publications.volume.word.title import CASE_PITCH, fit_letter, shape_title, signs_of, title_run

TO_FILL = "（待填）"
FROM_EDGE = 4  # characters right of the date; the sender stands over its middle (GB/T 9704-2012, 7.3.5.1)


@dataclass(frozen=True, slots=True)
class Heads:
    """What the letter says besides the cases."""

    number: str  # 发文字号
    addressee: str  # 主送机关
    call: str  # title of the call
    signed: str  # who sends it
    contact: str
    phone: str
    basis: str = ""  # by whose notice it is reported


def write_letter(volume: Volume, heads: Heads, target: Path) -> None:
    """Write the letter: heading, addressee, text, list of enclosures, signature, date, whom to ask."""
    book = Book(OFFICIAL, target.parent, None)
    title = f"关于报送{heads.call.removesuffix('征集')}的函"
    sections = Sections(book, title)
    count = sum(1 for _ in volume.cases)
    book.add(paragraph("CaseUnit", run(heads.number or f"{TO_FILL}发文字号")))
    fit = fit_letter(title, OFFICIAL)
    shape = [make("pageBreakBefore", val="0"), *shape_title(fit, CASE_PITCH)]
    book.add(paragraph("Heading2", title_run(title, fit), properties=shape))
    book.write("Imprint", f"{heads.addressee or TO_FILL}：")
    book.write(
        "BodyText",
        f"{f'{heads.basis}，' if heads.basis else ''}我单位组织开展了{heads.call}工作，经遴选，现将{count}篇{volume.item}的定稿随函报送，请审阅。",
    )
    book.add(paragraph("BodyText"))
    book.write("BodyText", f"附件：1. {volume.item}汇总表")
    book.write("BodyText", f"　　　2. {volume.item}文本及原件")
    book.add(paragraph("BodyText"))
    when = datetime.fromisoformat(volume.made_at)
    date = f"{when.year}年{when.month}月{when.day}日"
    aside = FROM_EDGE + (signs_of(date) - signs_of(heads.signed)) / 2
    book.add(_signed(heads.signed, aside), _signed(date, FROM_EDGE))
    contact = "，".join(filter(None, (heads.contact, heads.phone))) or "待填"
    book.write("BodyText", f"（联系人：{contact}）")  # 附注: below the date (7.3.7)
    book.finish(sections.make(Section(is_numbered=True)), title, volume.name, when, target)


def _signed(text: str, aside: float) -> Element:
    """A line at the right edge, so many characters in from it."""
    right = str(round(max(0.0, aside) * OFFICIAL.size * 20))
    return paragraph("Sign", run(text), properties=[make("ind", right=right)])


def write_table(volume: Volume, target: Path) -> None:
    """Write enclosure 1: the cases as a table, without telephones."""
    book = Book(OFFICIAL, target.parent, None)
    title = f"{volume.item}汇总表"
    sections = Sections(book, title)
    book.write("FrontTitle", title)
    head = ("序号", "编号", f"{volume.item}名称", "报送单位", "主题", "层级", "字数")
    rows = [head]
    for part in volume.parts:
        for case in part.cases:
            theme = part.title.rpartition("　")[2]
            rows.append(
                (str(len(rows)), case.number, case.title, case.unit, theme, case.level, str(case.characters))
            )
    add_table(book, Grid(tuple(tuple(GridCell((text,)) for text in row) for row in rows)))
    when = datetime.fromisoformat(volume.made_at)
    book.finish(sections.make(Section(is_numbered=True)), title, volume.name, when, target)


def write_text(volume: Volume, number: str, pictures: Path, target: Path) -> None:
    """Write the text of one case on its own."""
    from tracker.publications.volume.word.case import add_case

    case = next(case for case in volume.cases if case.number == number)
    book = Book(OFFICIAL, pictures, None)
    sections = Sections(book, case.title)
    add_case(book, case, "case")
    when = datetime.fromisoformat(volume.made_at)
    book.finish(sections.make(Section(is_numbered=True)), case.title, volume.name, when, target)
