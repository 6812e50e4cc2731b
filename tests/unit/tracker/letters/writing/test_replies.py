"""The one reply that settles a doubt, word for word."""

from __future__ import annotations

import pytest

from intake.model.case import Doubt
from tracker.ledger.records import LetterKind, LetterState
from tracker.letters.writing.settling import OPEN, reply_to_case, reply_to_mail
from tracker.letters.writing.words import KIND_WORDS, STATE_WORDS


@pytest.mark.parametrize(
    ("detail", "month", "reply"),
    [
        ("申请延至8月31日", 8, "丰县延到8月31日"),
        ("拟于九月五日报送", 8, "丰县延到9月5日"),
        ("延到15号", 8, "丰县延到8月15日"),
        ("延到十五日前", 8, "丰县延到8月15日"),
        ("延到二十一日", 8, "丰县延到8月21日"),
        ("延到下月5号", 8, "丰县延到9月5日"),
        ("延到下个月五号", 12, "丰县延到1月5日"),
        ("延到十二月三十一日", 12, "丰县延到12月31日"),
        ("望宽限几天", 8, f"收件8回复：{OPEN}"),
        ("延到8月底", 8, f"收件8回复：{OPEN}"),
        ("", 8, f"收件8回复：{OPEN}"),
    ],
)
def test_more_time_as_it_was_asked_for(detail: str, month: int, reply: str) -> None:
    assert reply_to_mail(Doubt("extension", detail=detail), "收件8", "丰县", month) == reply


@pytest.mark.parametrize(
    ("code", "unit", "only", "reply"),
    [
        ("extension", "", 0, f"收件8回复：{OPEN}"),  # nobody knows whose it is
        ("question", "丰县", 3, f"收件8回复：{OPEN}"),
        ("withdrawal", "丰县", 3, "3号撤回"),
        ("withdrawal", "丰县", 0, "收件8已处理"),  # which of several, only she knows
        ("unclear", "丰县", 3, "收件8已处理"),
        ("bounce", "", 0, "收件8已处理"),
    ],
)
def test_of_a_mail(code: str, unit: str, only: int, reply: str) -> None:
    assert reply_to_mail(Doubt(code, detail="8月31日"), "收件8", unit, 8, only) == reply


@pytest.mark.parametrize(
    ("doubt", "theme", "county", "reply"),
    [
        (Doubt("theme", choices=("二", "四")), "三", "", "3号主题改二"),
        (Doubt("theme"), "三", "", "3号主题改三"),
        (Doubt("theme-none"), "", "", f"3号主题改{OPEN}"),
        (Doubt("theme-differs", choices=("四",)), "", "", "3号主题改四"),
        (Doubt("county", choices=("沛县",)), "", "丰县", "3号属沛县"),
        (Doubt("county-conflict"), "", "丰县", "3号属丰县"),
        (Doubt("county"), "", "", f"3号属{OPEN}"),
        (Doubt("near-copy"), "", "", "3号有效"),
        (Doubt("other-sender"), "", "", "3号用最新稿"),
        (Doubt("withdrawal"), "", "", "3号撤回"),
        (Doubt("ocr-low"), "", "", "3号确认"),
    ],
)
def test_of_a_case(doubt: Doubt, theme: str, county: str, reply: str) -> None:
    assert reply_to_case(doubt, "3号", theme, county) == reply


def test_every_kind_and_state_of_a_letter_has_a_word_of_its_own() -> None:
    for words, all_of_them in ((KIND_WORDS, LetterKind), (STATE_WORDS, LetterState)):
        assert set(words) == set(all_of_them)
        assert len(set(words.values())) == len(words)
