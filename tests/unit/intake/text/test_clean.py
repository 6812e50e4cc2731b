"""Text as it is stored: nothing invisible, the usual blanks and line ends, pages kept apart."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.text.clean import clean_text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("", ""),
        ("正文", "正文"),
        ("　　正文　　", "正文"),
        ("甲 乙\t丙", "甲 乙\t丙"),
        ("甲\r\n乙\r丙\x0b丁\u2028戊\u2029己\x85庚", "甲\n乙\n丙\n丁\n戊\n己\n庚"),
        ("甲\u00a0乙\u2003丙\u202f丁", "甲 乙 丙 丁"),
        ("甲\u200b乙\ufeff丙\u00ad丁\u2060戊", "甲乙丙丁戊"),
        ("\u202e反\u202c", "反"),
        ("甲\x00\x01\x7f乙", "甲乙"),
        ("甲\ud800乙", "甲乙"),
        ("\ud83d\ude00", "😀"),  # a pair that was taken apart
        ("e\u0301", "é"),
        ("⺠政⼈⺠", "民政人民"),
        ("甲\ufe0f", "甲"),
        ("甲\n\n\n乙", "甲\n\n\n乙"),
        ("第一页\f第二页", "第一页\n\f第二页"),
        ("第一页 \n\f\n　第二页", "第一页\n\f第二页"),
        ("\f\f第一页\f\f", "第一页"),
        ("\f", ""),
        ("甲\f \f乙", "甲\n\f乙"),
    ],
)
def test_what_is_left(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from("\f\r\n\u3000\t \u200b\u0301甲⺠\ud83d\ude00"))
    )
)
@example("\f \n x")
@example("\ud83d\u200b\ude00")
def test_clean_text_stays_clean(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    clean.encode("utf-8")
    assert all(line == line.strip(" \t\u3000") for line in clean.split("\n"))
    assert not any(sign in clean for sign in "\r\x00\x0b\u2028\u200b\ufeff\u00a0")
    assert "\f" not in "".join(line[1:] for line in clean.split("\n"))
