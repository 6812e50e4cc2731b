"""How many cases a letter says it brings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model.case import Document, DocumentKind, Doubt, Format
from intake.understand.papers.counted import count_said, miss_cases


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("现报送案例两篇，请查收。", (2, "两篇")),
        ("现报送2篇案例。", (2, "2篇案例")),
        ("现报送３篇案例。", (3, "3篇案例")),
        ("附上十二个优秀案例，请审阅。", (12, "十二个优秀")),
        ("报送案例三份。", (3, "三份")),
        ("一共5个，请查收。", (5, "5个")),
        ("发上2篇请查收", (2, "2篇请查")),
        ("附上一篇案例", (1, "一篇案例")),
        ("送上三十篇案例", (30, "三十篇案例")),
        ("报送二十篇典型案例", (20, "二十篇典型")),
        ("报送99篇案例", (99, "99篇案例")),
    ],
)
def test_what_a_letter_counts(text: str, said: tuple[int, str]) -> None:
    assert count_said(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "请查收案例。",
        "2个附件请查收。",  # files are no cases
        "涉及3个社区。",
        "第2篇案例请查收。",  # an ordinal
        "报送2015个案例",
        "报送0篇案例",
        "随后再报2篇案例。",
        "还有2篇案例正在整理。",
        "要求每县报2篇案例。",
        "请问可以报2篇案例吗？",
        "上次报送2篇案例。",
        "上两篇案例收到了。",
        "四十五十个案例",
        "拟报2篇案例。",
        "撤回2篇案例。",
        "名额2篇。",
    ],
)
def test_what_is_no_count_of_what_came(text: str) -> None:
    assert count_said(text) == (0, "")


def test_a_sentence_about_later_does_not_silence_the_others() -> None:
    assert count_said("其余案例随后补报1篇。现报送3篇案例。") == (3, "3篇案例")
    assert count_said("稍后再报1篇案例\n现报送3篇案例") == (3, "3篇案例")


def document(kind: DocumentKind = DocumentKind.CASE, *doubts: Doubt) -> Document:
    return Document("案例.doc", Format.DOC, text="正文", kind=kind, doubts=doubts)


@pytest.mark.parametrize(
    ("found", "documents", "doubts"),
    [
        (1, [document()], (Doubt("fewer-cases", "1", "3篇案例"),)),
        (2, [document(), document()], (Doubt("fewer-cases", "2", "3篇案例"),)),
        (3, [document()] * 3, ()),
        (4, [document()] * 4, ()),
        (0, [], ()),  # nothing came at all: another remark says so
        (1, [document(), document(DocumentKind.SHEET)], ()),  # a list is compared row by row
        (
            1,
            [document(), document(DocumentKind.OTHER, Doubt("damaged"))],
            (),
        ),  # it may be in what is not read
    ],
)
def test_fewer_cases_than_counted_are_missed(
    found: int, documents: list[Document], doubts: tuple[Doubt, ...]
) -> None:
    assert miss_cases("现报送3篇案例，请查收。", found, documents) == doubts


@given(st.text(alphabet="现报送案例两三十1209篇个份，。随后\n请查收第", max_size=40))
def test_any_letter_is_counted_with_its_own_words(text: str) -> None:
    number, words = count_said(text)
    assert 0 <= number <= 99
    assert words in text
    assert (number > 0) == (words != "")
