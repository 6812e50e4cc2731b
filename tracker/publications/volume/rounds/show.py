"""The list of differences as a Word file and as HTML: what is gone is struck out, what is new underlined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Final

from tracker.publications.volume.content.model import Volume
from tracker.publications.volume.rounds.differences import Difference, Mark, Piece
from tracker.publications.volume.word.book import Book
from tracker.publications.volume.word.design import OFFICIAL
from tracker.publications.volume.word.ooxml import Element, make, paragraph, run
from tracker.publications.volume.word.section import Section, Sections

TITLE: Final = "改动对照"
LEGEND: Final = (Piece("删去的文字", Mark.GONE), Piece("、"), Piece("新增的文字", Mark.NEW))
STYLE: Final = (
    'body{max-width:46em;margin:0 auto;padding:1.5em;font:16px/1.9 "Noto Serif SC",宋体,SimSun,serif;color:#222}'
    "h1{text-align:center;font-size:1.4em}h2{font-size:1.1em;margin:1.4em 0 .3em}p{margin:.3em 0}.note{color:#555}"
    "del{color:#9c1c1c}ins{color:#14508c;text-decoration:underline}"
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared, in words (一校, 上次), and what differs."""

    before: str
    now: str
    found: tuple[Difference, ...]

    @property
    def heading(self) -> str:
        """与一校相比，3篇有不同"""
        return (
            f"与{self.before}相比，{len(self.found)}篇有不同"
            if self.found
            else f"与{self.before}相比，各篇均无改动"
        )


def write_comparison(comparison: Comparison, volume: Volume, folder: Path) -> tuple[Path, Path]:
    """Write both files into a folder; returns the Word file and the HTML file."""
    name = f"{TITLE}（{comparison.now}与{comparison.before}）"
    docx, html = folder / f"{name}.docx", folder / f"{name}.html"
    html.write_text(_html(comparison, volume), encoding="utf-8")
    book = Book(OFFICIAL, folder, None)
    sections = Sections(book, TITLE)
    book.write("FrontTitle", TITLE)
    book.write("CaseUnit", f"《{volume.front.title}》　{comparison.now}（{volume.made_at[:10]}）")
    book.write("BodyText", f"{comparison.heading}。")
    book.add(paragraph("BodyText", run("标记："), *(_run(piece) for piece in LEGEND)))
    for one in comparison.found:
        book.write("Heading3", head_of(one))
        book.add(*(paragraph("BodyText", *map(_run, line)) for line in one.lines))
    made_at = datetime.fromisoformat(volume.made_at)
    book.finish(sections.make(Section(is_numbered=True)), TITLE, volume.name, made_at, docx)
    return docx, html


def head_of(one: Difference) -> str:
    """XZ-003《题目》（第1稿→第2稿，改动4处）"""
    count = f"，改动{len(one.lines)}处" if one.lines else ""
    return f"{one.number}《{one.title}》（{one.what}{count}）"


def _run(piece: Piece) -> Element:
    """A piece of text as a run; marks that also a printer without colours shows (17.3.2)."""
    match piece.mark:
        case Mark.GONE:
            return run(piece.text, make("strike"), make("color", val="9C1C1C"))
        case Mark.NEW:
            return run(piece.text, make("color", val="14508C"), make("u", val="single"))
        case _:
            return run(piece.text)


def _html(comparison: Comparison, volume: Volume) -> str:
    title = f"《{volume.front.title}》{TITLE}"
    body = "".join(_section(one) for one in comparison.found)
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style>'
        f'<h1>{escape(title)}</h1><p class="note">{escape(comparison.now)}（{volume.made_at[:10]}）：'
        f"{escape(comparison.heading)}。标记：{_marked(LEGEND)}</p>{body}</html>\n"
    )


def _section(one: Difference) -> str:
    return f"<h2>{escape(head_of(one))}</h2>" + "".join(f"<p>{_marked(line)}</p>" for line in one.lines)


def _marked(line: Sequence[Piece]) -> str:
    tags = {Mark.GONE: "del", Mark.NEW: "ins"}
    return "".join(
        f"<{tag}>{escape(piece.text)}</{tag}>" if (tag := tags.get(piece.mark)) else escape(piece.text)
        for piece in line
    )
