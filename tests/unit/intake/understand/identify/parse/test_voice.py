"""Who speaks in a text, told from what it calls its own."""

from __future__ import annotations

import pytest

from intake.understand.identify.parse.voice import hear


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("我县出台办法", "county"),
        ("我区把网格建到楼道", "county"),
        ("我镇召开会议", "town"),
        ("本街道有三个社区", "town"),
        ("我们村有三百户", "village"),
        ("俺村的事俺村议", "village"),
        ("我社区成立议事会", "village"),
        ("咱们村的老人", "village"),
        ("我村在我镇的支持下", ""),  # two depths: neither
        ("丰县宋楼镇某村", ""),
        ("我小区有三幢楼", ""),
        ("我乡亲都来了", ""),
        ("他说“我县最好”", ""),  # somebody else's voice
        ("他说‘我村最好’，我镇也这样看", "town"),
        ("", ""),
    ],
)
def test_what_a_text_calls_its_own(text: str, named: str) -> None:
    assert hear(text).self_named == named


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("各镇都要落实，县委常委会研究", {"county"}),
        ("全镇上下", {"town"}),
        ("全村户户参与", {"village"}),
        ("村里的路修好了，村里的灯亮了", {"village"}),
        ("村里的路修好了", set()),  # once is by chance
        ("镇里开会，镇里出钱", {"town"}),
        ("他说“全村户户参与”", set()),
        ("", set()),
    ],
)
def test_for_whom_a_text_speaks(text: str, speaks: set[str]) -> None:
    voice = hear(text)
    assert {depth for depth in ("county", "town", "village") if voice.speaks_for(depth)} == speaks
