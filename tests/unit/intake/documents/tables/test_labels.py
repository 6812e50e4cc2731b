"""Labels told from ordinary words, and the values of labelled lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.tables.labels import (
    LONGEST_LABEL,
    LONGEST_LINE,
    LONGEST_VALUE,
    is_known_label,
    known_label,
    labelled_lines,
    plain_label,
)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("报送单位", "报送单位"),
        ("报 送 单 位：", "报送单位"),
        ("报送单位（盖章）", "报送单位"),
        ("*联系人", "联系人"),
        ("3、联系人：", "联系人"),
        ("（三）联系人", "联系人"),
        ("※联系电话：", "联系电话"),
        ("联系人/联系电话", "联系人/联系电话"),
        ("联系人及联系电话", "联系人及联系电话"),
        ("联　系　人", "联系人"),
        ("一张清单管到底", ""),
        ("丰县宋楼镇", ""),
        ("", ""),
        ("：", ""),
        ("我们报送的单位有很多所以这里写了很长的一句话单位", ""),
    ],
)
def test_what_a_label_is(text: str, label: str) -> None:
    assert known_label(text) == label
    assert is_known_label(text) is bool(label)


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        ("报送单位：丰县民政局", (("报送单位", "丰县民政局"),)),
        ("报送单位:丰县民政局", (("报送单位", "丰县民政局"),)),
        ("报 送 单 位 ： 丰县民政局", (("报送单位", "丰县民政局"),)),
        ("（报送单位：丰县民政局）", (("报送单位", "丰县民政局"),)),
        (
            "报送单位：丰县民政局  联系人：张三  联系电话：0516-80001101",
            (("报送单位", "丰县民政局"), ("联系人", "张三"), ("联系电话", "0516-80001101")),
        ),
        ("报送单位：丰县民政局，联系人：张三；", (("报送单位", "丰县民政局"), ("联系人", "张三"))),
        ("联系电话13800001102", (("联系电话", "13800001102"),)),
        ("联系人（分管）：张三", (("联系人", "张三"),)),
        ("报送单位 丰县民政局", (("报送单位", "丰县民政局"),)),
        ("报送单位 联系人", ()),
        ("联系人：张三\t其他", (("联系人", "张三"),)),
        ("联系人：", ()),
        ("联系人：" + "长" * (LONGEST_VALUE + 1), ()),
        ("联系人：" + "长" * LONGEST_VALUE, (("联系人", "长" * LONGEST_VALUE),)),
        ("长" * LONGEST_LINE + "联系人：张三", ()),
        ("", ()),
        ("\f联系人：张三", (("联系人", "张三"),)),
        ("联系人：张三\n联系人：张三\n联系人：李四", (("联系人", "张三"), ("联系人", "李四"))),
    ],
)
def test_labelled_lines(line: str, pairs: tuple[tuple[str, str], ...]) -> None:
    assert labelled_lines(line) == pairs


@given(st.text(alphabet="报送单位联系人电话：: （）()1.、*张三\t\f\n，", max_size=60))
def test_values_are_words_of_their_line(text: str) -> None:
    lines = text.split("\n")
    for label, value in labelled_lines(text):
        assert value == value.strip()
        assert 0 < len(value) <= LONGEST_VALUE
        assert plain_label(label) == label
        assert any(value in line for line in lines)


@given(st.text(alphabet="报送单位联系人电话名称：: （）()1.、*/及", max_size=30))
def test_a_label_stays_a_label_in_its_plain_form(text: str) -> None:
    label = known_label(text)
    if label:
        assert known_label(label) == label
        assert len(label) <= LONGEST_LABEL or "/" in label or "、" in label
