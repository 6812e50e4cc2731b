"""What replies say of each of several cases (tests/corpus/volume/answers.toml)."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from tests.paths import ROOT
from tracker.publications.volume.finals.answers import read_answers, stays
from tracker.publications.volume.finals.named import Work, name_file

CORPUS = tomllib.loads((ROOT / "tests/corpus/volume/answers.toml").read_text(encoding="utf-8"))
WORKS = [
    Work(place, work["serial"], work["title"], (work["place"],))
    for place, work in enumerate(CORPUS["works"], 1)
]


@pytest.mark.parametrize("reply", CORPUS["replies"], ids=lambda reply: reply["text"][:30])
def test_what_a_reply_says_of_each(reply: dict[str, Any]) -> None:
    found = read_answers(reply["text"], WORKS, frozenset(reply["with"]))

    assert [say.name.lower() for say in found.values()] == reply["says"]


@pytest.mark.parametrize(
    ("text", "final"),
    [
        ("无修改", True), ("校对无误，同意付印。", True), ("第3页“三十六”改为“三十八”，其余无修改", False),
        (("我们对全文作了认真研究，认为还有若干表述需要与有关部门进一步沟通，涉及多个镇和社区的数字口径，"
         "也涉及照片中几位老人家属的意见，镇里周四开会讨论以后才能答复。无修改"), False),
    ],
)  # fmt: skip
def test_a_reply_about_one_text(text: str, final: bool) -> None:
    assert stays(text) is final


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("XZ-003一张清单管到底（一校）.docx", (1,)), ("7号定稿.docx", (2,)), ("老街坊议事亭.doc", (3,)),
        ("新城社区的议事亭.docx", ()), ("定稿.docx", ()), ("《板材村的四方碰头会》改.wps", (2,)),
    ],
)  # fmt: skip
def test_the_name_of_a_file_tells_its_case(name: str, ids: tuple[int, ...]) -> None:
    assert name_file(name, WORKS) == ids
