"""The signature under a letter is cut off; the contact lines of a case that was pasted stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.mail.words.signature import cut_signature

LETTER = "您好，报送案例一篇，请查收。"
CASE = "一张清单管到底\n" + "近年来，我镇围绕群众反映的难事琐事，从小处着手，一件一件商量着办。\n" * 14


@pytest.mark.parametrize(
    "signature",
    [
        "发自我的iPhone",
        "发自我的 华为手机",
        "来自网易手机邮箱",
        "发送自 Outlook 客户端",
        "Sent from my iPhone",
        "Get Outlook for Android",
        "--\n丰县民政局 张三\n0516-80001101",
        "-- \n张三",
        "——————\n丰县民政局\n0516-80001101",
        "此致\n敬礼\n丰县民政局 张三",
        "此致敬礼！\n张三",
        "祝工作顺利！\n张三",
        "顺祝商祺\n张三 13800001102",
        "Best regards,\nZhang San",
        "张三\n丰县民政局\n13800001102",
        "丰县民政局\nzhangsan@example.cn",
        "本邮件及其附件含有保密信息，仅限于发送给上面地址中列出的个人或群组。",
        "This e-mail and its attachments contain confidential information",
        "【网易自营|30天无忧退货】爱上书写",
        "签名由 网易邮箱大师 定制",
        "| 张三 |\n| 丰县民政局 |\n签名由 网易邮箱大师 定制",
    ],
)
@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n\n"])
def test_a_signature_is_cut_off_whole(signature: str, gap: str) -> None:
    new, cut = cut_signature(LETTER + gap + signature + "\n\n")
    assert new == LETTER
    wanted = [line for line in signature.split("\n") if line.strip(" |-—_=*")]
    assert cut.split("\n") == wanted


@pytest.mark.parametrize(
    "text",
    [
        LETTER,
        "丰县民政局\n13800001102",  # nothing stands above it
        LETTER + "\n\n张三\n丰县民政局",  # no contact: it may be the end of the letter
        LETTER + "\n\n联系人：张三\n电话：13800001102",  # a labelled line is said on purpose
        LETTER + "\n\n电话改为13800001102。",
        LETTER + "\n\n请打13800001102？",
        CASE + "\n张三\n丰县民政局\n13800001102",  # a case in the mail
        CASE + "\n联系人：张三 13800001102",
        "发自我的iPhone这件小事说起，村里的变化\n正文",
        "",
    ],
)
def test_when_unsure_every_line_stays(text: str) -> None:
    assert cut_signature(text) == (text.strip("\n"), "")


@pytest.mark.parametrize(
    ("before_history", "new", "signature"),
    [(True, "选2", "2015-07-20\n张三"), (False, "选2\n\n2015-07-20\n\n张三", "")],
)
def test_the_stationery_of_a_mail_program_counts_before_history_only(
    before_history: bool, new: str, signature: str
) -> None:
    text = "选2\n\n2015-07-20\n\n张三"
    assert cut_signature(text, before_history=before_history) == (new, signature)


def test_several_kinds_below_each_other_go_together() -> None:
    text = f"{LETTER}\n\n此致\n敬礼\n张三\n\n发自我的iPhone\n\n本邮件包含保密信息，请勿外传"
    assert cut_signature(text) == (LETTER, "此致\n敬礼\n张三\n发自我的iPhone\n本邮件包含保密信息，请勿外传")


_LINES = st.lists(
    st.sampled_from(
        (
            LETTER,
            "",
            "--",
            "张三",
            "13800001102",
            "此致",
            "敬礼",
            "发自我的iPhone",
            "| |",
            "2015-07-20",
            "案例正文。" * 40,
        )
    ),
    max_size=12,
)


@given(_LINES, st.booleans())
def test_no_word_is_lost_and_the_order_is_kept(lines: list[str], before_history: bool) -> None:
    text = "\n".join(lines)
    new, signature = cut_signature(text, before_history=before_history)
    kept = [line for line in f"{new}\n{signature}".split("\n") if line.strip(" |-—_=*")]
    assert kept == [line.rstrip() for line in lines if line.strip(" |-—_=*")]


@given(_LINES)
def test_what_stays_is_the_beginning_of_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    new, _ = cut_signature(text)
    assert text.strip("\n").startswith(new)
