"""Which blocks of a file with several cases are one case's: headings that all have, and notes of others, are not."""

from __future__ import annotations

from intake.documents.blocks.flat import text_of
from intake.documents.blocks.roles import decide_together
from intake.model.blocks import Anchor, Block, Heading, Note, Paragraph, Picture
from tracker.publications.volume.content.part import part_of
from tracker.publications.volume.content.read import contents_of_text

NAMES = "零甲乙丙"
SCENE = Picture("a.png", b"x")


def case(number: int) -> list[Block]:
    return [
        Heading(f"{NAMES[number]}村的题目", 2),
        Heading("一、背景", 3),
        Paragraph(f"{NAMES[number]}村说起因，居民议事三十六件。", (Anchor(3, f"n{number}"),)),
        Heading("二、做法", 3),
        SCENE,
        Paragraph(f"{NAMES[number]}村说做法，件件有着落。"),
        Heading("三、成效", 3),
        Paragraph("居民满意。"),
    ]


NOTES: list[Block] = [Note(f"n{number}", f"{NAMES[number]}村的注") for number in (1, 2, 3)]
BOOK: list[Block] = [Paragraph("汇编"), *case(1), *case(2), *case(3), *NOTES]


def test_each_case_has_its_own_blocks_and_notes() -> None:
    for number in (1, 2, 3):
        own = case(number)
        assert list(part_of(BOOK, text_of(own))) == [*own, NOTES[number - 1]]


def test_a_note_that_nobody_calls_stays_with_the_text() -> None:
    loose = Note("", "不知何处的注")
    assert list(part_of([*case(1), loose], text_of(case(1)))) == [*case(1), loose]


def test_the_lines_of_a_mail_have_their_headings() -> None:
    text = "一、背景\n前些年停车难，居民议论多。\n二、做法\n楼长收集意见，逐条商量。\n三、成效\n后来好了。"

    kinds = [type(block).__name__ for block in decide_together(contents_of_text(text).blocks)]

    assert kinds == ["Heading", "Paragraph"] * 3
