"""What differs between two runs: case by case, to the character, and in time however odd the texts are."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from tests.volume import FRONT, make_case
from tracker.publications.volume.content.model import (
    Case,
    Footnote,
    Grid,
    GridCell,
    Image,
    Layout,
    Line,
    Part,
    Volume,
)
from tracker.publications.volume.content.store import printed_hash
from tracker.publications.volume.rounds.differences import (
    Difference,
    Mark,
    Piece,
    compare_lines,
    compare_text,
    compare_volumes,
)
from tracker.publications.volume.rounds.show import Comparison, write_comparison


def shown(pieces: tuple[Piece, ...]) -> str:
    """甲[-乙-]{+丙+}: a line with its marks."""
    marks = {Mark.SAME: "{}", Mark.GONE: "[-{}-]", Mark.NEW: "{{+{}+}}"}
    return "".join(marks[piece.mark].format(piece.text) for piece in pieces)


def volume_of(*cases: Case) -> Volume:
    layout = Layout("书刊版", {}, "胶订", 8, 16)
    parts = (Part(1, "第一篇　试排", cases),)
    return Volume(
        "20150901-0900", "2015-09-01T09:00:00+08:00", "二〇一五年九月", "0", "x", FRONT, layout, parts, ()
    )


def with_text(number: int, *lines: str, version: int = 1) -> Case:
    blocks = tuple(Line("paragraph", line) for line in lines)
    return replace(make_case(number, f"案例{number}", "丰县", blocks), version=version)


@pytest.mark.parametrize(
    ("before", "now", "marked"),
    [
        ("全年办结36件。", "全年办结38件。", "全年办结[-36-]{+38+}件。"),
        ("居民议事。", "居民当场议事。", "居民{+当场+}议事。"),
        ("居民当场议事。", "居民议事。", "居民[-当场-]议事。"),
        ("甲乙丙丁戊己庚辛", "甲乙子丁戊己庚丑", "甲乙[-丙-]{+子+}丁戊己庚[-辛-]{+丑+}"),
        ("甲乙丙丁戊己", "甲子丁丑己戊", "[-甲乙丙丁戊己-]{+甲子丁丑己戊+}"),
        ("", "新的一行", "{+新的一行+}"),
        ("同样", "同样", "同样"),
        ("完全不同的话", "另写的句子内容", "[-完全不同的话-]{+另写的句子内容+}"),
        ("一"*2000, "一"*1999, "一"*1999 + "[-一-]"),
    ],
)  # fmt: skip
def test_a_line_is_compared_to_the_character(before: str, now: str, marked: str) -> None:
    assert shown(compare_text(before, now)) == marked


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        (["甲段文字", "乙段文字"], ["甲段文字", "乙段文字"], []),
        (["甲段", "乙段"], ["甲段", "丙在这里", "乙段"], ["{+丙在这里+}"]),
        (["甲段", "乙段", "丙段"], ["甲段", "丙段"], ["[-乙段-]"]),
        (["甲段", "议事36件", "丙"], ["甲段", "议事37件", "丙"], ["议事[-36-]{+37+}件"]),
        (["只有旧话"], ["另写一句"], ["[-只有旧话-]", "{+另写一句+}"]),
        ([], ["全新"], ["{+全新+}"]),
    ],
)
def test_only_lines_that_differ_are_shown(before: list[str], now: list[str], found: list[str]) -> None:
    assert [shown(line) for line in compare_lines(before, now)] == found


def test_cases_that_are_new_gone_or_changed() -> None:
    before = volume_of(with_text(1, "办结36件。"), with_text(2, "不变。"), with_text(3, "要去掉。"))
    now = volume_of(with_text(2, "不变。"), with_text(1, "办结38件。", version=2), with_text(4, "新来的。"))

    assert compare_volumes(before, now) == (
        Difference(
            "XZ-001",
            "案例1",
            "第1稿→第2稿",
            ((Piece("办结"), Piece("36", Mark.GONE), Piece("38", Mark.NEW), Piece("件。")),),
        ),
        Difference("XZ-004", "案例4", "新增"),
        Difference("XZ-003", "案例3", "去掉"),
    )
    assert compare_volumes(now, now) == ()


def test_tables_pictures_and_notes_are_lines_too() -> None:
    blocks = (
        Grid(((GridCell(("办结",)), GridCell(("36",))),), "办理情况"),
        Image("现场.png", "a.png", "a" * 64, (900, 600), caption="议事亭"),
        Footnote("1", "数字由社区提供"),
    )
    other = (
        Grid(((GridCell(("办结",)), GridCell(("38",))),), "办理情况"),
        Image("现场.png", "b.png", "b" * 64, (1800, 1200), caption="议事亭"),
        Footnote("1", "数字由街道提供"),
    )
    (found,) = compare_volumes(
        volume_of(make_case(1, "甲", "丰县", blocks)), volume_of(make_case(1, "甲", "丰县", other))
    )

    assert [shown(line) for line in found.lines] == [
        "办结｜[-36-]{+38+}",
        "［图片“议事亭”，[-900×600-]{+1800×1200+}像素，[-aaaaaaaa-]{+bbbbbbbb+}］",
        "［注］数字由[-社区-]{+街道+}提供",
    ]


def test_what_changes_no_line_is_said_to_change_none() -> None:
    case = with_text(1, "一、背景")
    headed = (Line("heading", "一、背景", 1),)
    other = replace(case, blocks=headed, sha256=printed_hash(("案例1",), headed))

    assert compare_volumes(volume_of(case), volume_of(other)) == (
        Difference("XZ-001", "案例1", "同一稿，文字未动"),
    )


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (["一"] * 100_000, ["二", *["一"] * 100_000, "三"]),
        ([f"{n}" for n in range(100_000)], [f"{n}" for n in range(100_000, 0, -1)]),
        (["一" * 100_000], ["二" + "一" * 50_000 + "二" + "一" * 50_000 + "三"]),
        (["甲乙" * 400] * 200, ["乙甲" * 400] * 200),
    ],
)
def test_odd_texts_take_no_longer(before: list[str], now: list[str]) -> None:
    began = time.process_time()

    assert list(compare_lines(before, now))
    assert time.process_time() - began < 20


def test_the_list_is_a_word_file_and_a_page(tmp_path: Path) -> None:
    before = volume_of(with_text(1, "办结36件<b>。"), with_text(3, "去掉的。"))
    now = volume_of(with_text(1, "办结38件<b>。"))

    docx, html = write_comparison(Comparison("一校", "二校", compare_volumes(before, now)), now, tmp_path)

    assert (docx.name, html.name) == ("改动对照（二校与一校）.docx", "改动对照（二校与一校）.html")
    paragraphs = Document(str(docx)).paragraphs
    assert [p.text for p in paragraphs] == [
        "改动对照",
        "《城乡社区治理和服务创新优秀案例汇编》　二校（2015-09-01）",
        "与一校相比，2篇有不同。",
        "标记：删去的文字、新增的文字",
        "XZ-001《案例1》（同一稿，改动1处）",
        "办结3638件<b>。",
        "XZ-003《案例3》（去掉）",
    ]
    runs = [(run.text, bool(run.font.strike), bool(run.font.underline)) for run in paragraphs[5].runs]
    assert runs == [
        ("办结", False, False),
        ("36", True, False),
        ("38", False, True),
        ("件<b>。", False, False),
    ]
    assert "<p>办结<del>36</del><ins>38</ins>件&lt;b&gt;。</p>" in html.read_text(encoding="utf-8")
