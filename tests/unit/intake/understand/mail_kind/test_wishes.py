"""What a sender wants, told from his sentences: each wish said plainly, and what only sounds like it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.understand.mail_kind import wishes
from intake.understand.mail_kind.letter import Letter, Marks, Sentence, make_letter

MARKS = Marks("案例征集")
OURS = "回复: 【案例征集】请补充材料"
Wish = Callable[[Letter], object]


def letter(text: str, subject: str = "") -> Letter:
    return make_letter(subject, text, MARKS)


@pytest.mark.parametrize(
    ("wish", "text"),
    [
        (wishes.wants_withdrawal, "请撤回我们报送的案例。"),
        (wishes.wants_withdrawal, "此前报送的材料作废，不再参加评选。"),
        (wishes.wants_withdrawal, "我们想把昨天报的案例撤下来"),
        (wishes.wants_withdrawal, "居民议事厅那篇案例申请撤回"),
        (wishes.wants_withdrawal, "因村民有异议，我村申请撤回报送的材料。"),
        (wishes.wants_time, "能否延期两天报送？"),
        (wishes.wants_time, "因人手紧张，恳请宽限到下周一。"),
        (wishes.asks_receipt, "昨天发的材料收到了吗？"),
        (wishes.asks_receipt, "请问邮件收到没有"),
        (wishes.asks, "请问截止时间是哪天？"),
        (wishes.asks, "字数有什么要求？"),
        (wishes.thanks, "收到，谢谢！"),
        (wishes.thanks, "好的，收到。"),
        (wishes.is_test, "测试"),
        (wishes.is_test, "test"),
        (wishes.covers, "现将我镇案例材料报上，请查收。"),
        (wishes.sends_nothing, "我县本次零报告。"),
        (wishes.sends_nothing, "我区无案例报送。"),
        (wishes.sends_nothing, "经研究，我镇本次没有合适的案例！"),
        (wishes.sent_paper, "纸质材料已通过邮局寄出。"),
        (wishes.tells_password, "压缩包密码：123456"),
    ],
)
def test_a_wish_that_is_said(wish: Wish, text: str) -> None:
    found = wish(letter(text))
    assert found is True or (isinstance(found, Sentence) and found.shown in text)


@pytest.mark.parametrize(
    ("wish", "text"),
    [
        (wishes.wants_withdrawal, "请问怎样撤回已报送的案例？"),
        (wishes.wants_withdrawal, "如果需要撤回案例，我们会另行来信。"),
        (wishes.wants_withdrawal, "我们的案例《撤回的公章》已报送。"),
        (wishes.wants_withdrawal, "材料里的旧章不再使用。"),
        (wishes.wants_withdrawal, "现报送案例一篇。"),
        (wishes.wants_withdrawal, "村民提出撤回。"),
        (wishes.wants_withdrawal, "有三户居民主动撤回了信访件。"),
        (wishes.wants_withdrawal, "经过三次调解，双方撤诉，老王撤回投诉。"),
        (wishes.wants_withdrawal, "村委会撤销了原来的处罚决定，附件为照片。"),
        (wishes.wants_withdrawal, "商户退出了占道经营，业主代表把方案撤回重议。"),
        (wishes.wants_time, "请问征集活动是否延期？"),
        (wishes.wants_time, "现报送案例一篇。"),
        (wishes.asks_receipt, "材料已收到，谢谢。"),
        (wishes.asks, "请查收，可以吗？谢谢。"),
        (wishes.asks, "现报送案例一篇。"),
        (wishes.thanks, "收到，另外请把联系电话改为13800001102，我们科长换人了，谢谢。"),
        (wishes.thanks, ""),
        (wishes.is_test, ""),
        (wishes.is_test, "测试一下新做法的案例已经报送，请查收"),
        (wishes.covers, "谢谢！"),
        (wishes.sends_nothing, "请问没有案例是否需要零报告？"),
        (wishes.sent_paper, "纸质材料是否需要寄出？"),
        (wishes.tells_password, "现报送案例一篇。"),
    ],
)
def test_what_only_sounds_like_one(wish: Wish, text: str) -> None:
    assert not wish(letter(text))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("联系电话更正为13800001102。", "phone"),
        ("联系人改为李四。", "contact"),
        ("联系人改为李四，13800001102。", "phone"),
        ("题目改为《一张清单管到底》。", "title"),
        ("副标题更正为“丰县的探索”。", "subtitle"),
        ("主题应为第三类。", "theme"),
        ("报送单位更正为宋楼镇人民政府。", "unit"),
        ("更正：联系电话13800001102", "phone"),
    ],
)
def test_a_correction_names_its_field(text: str, field: str) -> None:
    found = wishes.wants_correction(letter(text))
    assert found is not None
    assert (found[0].shown in text, found[1]) == (True, field)


@pytest.mark.parametrize(
    "text",
    ["联系电话是否可以更正？", "如需更正，请来电。", "现报送案例一篇，联系电话13800001102。", "谢谢！", ""],
)
def test_no_correction(text: str) -> None:
    assert wishes.wants_correction(letter(text)) is None


def test_what_we_asked_for_is_a_correction_without_a_word_of_it() -> None:
    found = wishes.wants_correction(letter("13800001102", OURS))
    assert found is not None
    assert (found[0].shown, found[1]) == ("13800001102", "phone")
    unit = wishes.wants_correction(letter("丰县宋楼镇。", OURS))
    assert unit is not None
    assert unit[0].shown == "丰县宋楼镇。"
    assert wishes.wants_correction(letter("13800001102", "案例")) is None
    assert wishes.wants_correction(letter("请问要补什么？", OURS)) is None
    assert wishes.wants_correction(letter("稍后补报。", OURS)) is None


@pytest.mark.parametrize(
    ("text", "names", "is_one"),
    [
        ("附件为修改稿，以此为准。", "", True),
        ("请查收。", "一张清单（修改稿）.docx", True),
        ("首次报送案例一篇，请查收。", "一张清单.docx", False),
        ("上次没有发成功，重新发送一次。", "", False),
        ("", "", False),
    ],
)
def test_a_case_that_is_sent_anew(text: str, names: str, is_one: bool) -> None:
    assert (wishes.is_revision(letter(text), names) is not None) is is_one


@pytest.mark.parametrize(
    ("subject", "text", "chooses"),
    [
        (OURS, "2", True),
        (OURS, "选2", True),
        (OURS, "（3）", True),
        (OURS, "第二项，谢谢", True),
        (OURS, "２", True),
        ("案例", "2", False),  # answers nothing
        (OURS, "2月10日前补报", False),
        (OURS, "2天后再报，恳请延期", False),
        (OURS, "是2吗？", False),
        (OURS, "", False),
        (OURS, "2" + "很长的一段说明" * 10, False),
    ],
)
def test_the_number_of_a_choice(subject: str, text: str, chooses: bool) -> None:
    assert wishes.chooses(letter(text, subject)) is chooses


_PIECES = st.sampled_from(
    (
        "请",
        "撤回",
        "案例",
        "电话",
        "改为",
        "13800001102",
        "延期",
        "收到",
        "了吗",
        "？",
        "。",
        "谢谢",
        "《撤回》",
        "如果",
        "2",
        "\n",
        "密码",
    )
)
ALL: tuple[Wish, ...] = (
    wishes.wants_withdrawal,
    wishes.wants_time,
    wishes.asks_receipt,
    wishes.asks,
    wishes.covers,
    wishes.sends_nothing,
    wishes.sent_paper,
    wishes.is_whole,
    wishes.tells_password,
    wishes.orders,
    wishes.orders_system,
)


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_whatever_is_heard_is_a_sentence_of_the_letter(text: str) -> None:
    said = letter(text)
    for wish in ALL:
        assert wish(said) in {None, *said.sentences}
    corrected = wishes.wants_correction(said)
    assert corrected is None or corrected[0] in said.sentences


@given(st.lists(_PIECES, max_size=10).map("".join))
def test_a_title_in_brackets_says_nothing(text: str) -> None:
    quoted = letter(f"现报送《{text.replace('《', '').replace('》', '').replace(chr(10), '')}》。")
    assert wishes.wants_withdrawal(quoted) is None
    assert wishes.wants_time(quoted) is None
