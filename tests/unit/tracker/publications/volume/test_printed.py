"""Which place of a case a page and a line of a proof mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.volume import sample_volume
from tracker.publications.volume.content.correct import count_text
from tracker.publications.volume.content.model import Block, Footnote, Grid, GridCell, Line
from tracker.publications.volume.rounds.printed import LINES, load_lines, place_text, save_lines
from tracker.publications.volume.run import set_proof

BLOCKS: tuple[Block, ...] = (
    Line("heading", "一、主要做法", 1),
    Line("paragraph", "居民认真的议事，干部耐心的倾听，事情办的好。"),
    Line("paragraph", "每月召开一次会议，会议记录上墙。党员带头，会议当场定。"),
    Grid(((GridCell(("会议次数",)), GridCell(("36次",))),)),
    Line("paragraph", "一人一票。"),
    Line("paragraph", "一人一票。"),
    Footnote("1", "会议指居民会议。"),
)
# As printed: the lines of each page without blanks, titles first.
PAGES = {
    11: ["小区里的议事亭", "一、主要做法", "居民认真的议事，干部"],
    12: [
        "耐心的倾听，事情办的",
        "好。",
        "每月召开一次会议，会",
        "议记录上墙。党员带头，",
        "会议当场定。",
        "会议次数",
        "36次",
    ],
    13: ["一人一票。", "一人一票。", "①会议指居民会议。"],
}


@pytest.mark.parametrize(
    ("page", "words", "old", "around"),
    [
        (11, "第11页第3行", "的", ("真", "")),
        (11, "第11页倒数第1行", "的", ("真", "")),
        (11, "P11L3", "的", ("真", "")),
        (12, "第12页第1行", "的", None),  # two on that line
        (12, "第12页", "耐心的", ("", "")),
        (12, "第12页第4行", "会议", None),  # on both lines beside it
        (12, "第12页第5行", "会议", None),  # there, and on the next
        (12, "第12页倒数第三行", "会议", None),
        (12, "第12页第2行", "会议", None),  # twice on the next line
        (12, "第12页第４行", "党员", ("", "")),
        (12, "第12页倒数第1行", "会议", ("", "次")),
        (12, "第12页第7行", "会议", ("", "次")),  # a line too far, as readers count
        (12, "第12页第2段第1行", "会议", None),  # no line of the page
        (12, "第12页", "会议", None),
        (13, "第13页第1行", "一票", None),  # the paragraph stands twice: nothing around tells them apart
        (14, "第14页第1行", "会议", None),
        (12, "第12页第99行", "会议", None),
        (0, "", "会议", None),
        (12, "第12页第5行", "没有", None),
    ],
)  # fmt: skip
def test_a_page_and_a_line_name_one_place(
    page: int, words: str, old: str, around: tuple[str, str] | None
) -> None:
    found = place_text(BLOCKS, old, (page, words), PAGES)

    assert found == around
    if found is not None:
        assert count_text(BLOCKS, found[0] + old + found[1]) == 1


PATROL: tuple[Block, ...] = (
    Line(
        "paragraph",
        "平时每周走两遍，汛期每天走一遍，预报有暴雨时每2小时走一遍。不扫码，不算到。巡查员每月报一次。",
    ),
    Footnote("1", "指2020年7月6日的强降雨过程，最大站点为樟村坪站（243毫米）。"),
)
PATROLLED = {
    3: [
        "平时每周走两遍，",
        "汛期每天走一遍，",
        "预报有暴雨时每2小时",
        "走一遍。不扫码，不算到。",
        "巡查员每月报一次。",
        "①指2020年7月6日的强降雨过程，最大站点为樟村坪站（243",
        "毫米）。",
    ]
}


@pytest.mark.parametrize(
    ("words", "around"),
    [
        ("第3页倒数第1行", ("时", "")),  # beside it
        ("第3页倒数第2行", ("时", "")),
        ("第3页倒数第3行", None),
        ("第3页倒数第5行", ("天", "")),
        ("第3页第1行", ("天", "")),
        ("第3页第3行", None),
        ("第3页第7行", None),  # a note
        ("第3页第0行", None),
    ],
)  # fmt: skip
def test_notes_are_no_lines_and_of_two_places_near_none_is_guessed(
    words: str, around: tuple[str, str] | None
) -> None:
    assert place_text(PATROL, "走一遍", (3, words), PATROLLED) == around


def test_the_lines_of_a_proof_are_kept_without_head_and_number(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    volume = sample_volume(tmp_path)
    made = set_proof(volume, tmp_path, tmp_path / "v.pdf")
    assert made is not None
    save_lines(made.pdf, made.first, volume, tmp_path)
    pages = load_lines(tmp_path)

    first = next(volume.cases)
    opening = made.pages["volume_case_1"]
    assert pages[opening][0] == first.title
    heads = {volume.front.title, *(part.title for part in volume.parts)}
    following = [lines for page, lines in pages.items() if opening < page <= opening + 2]
    assert not any(line in heads or line.isdigit() for lines in following for line in lines)
    line = next(line for line in pages[opening][3:] if len(line) > 20)  # every line leads back to its text
    number = pages[opening].index(line) + 1
    around = place_text(first.blocks, line[3:4], (opening, f"第{opening}页第{number}行"), pages)
    assert around is None or count_text(first.blocks, f"{around[0]}{line[3:4]}{around[1]}") == 1
    assert json.loads((tmp_path / LINES).read_text("utf-8"))["1"] == pages[1]


def test_without_a_proof_there_are_no_lines(tmp_path: Path) -> None:
    assert load_lines(tmp_path) == {}
    assert place_text(BLOCKS, "会议", (12, "第12页第5行"), {}) is None
