"""What is new in a mail, what is signature, what is history; no line of content is lost."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.mail.words.quote import split_body
from intake.model.case import Body

CASES = {
    "plain": ("您好，报送案例一篇。", None, Body("您好，报送案例一篇。")),
    "163 reply": (
        "电话改为0516-80001234。\n\n\n\n在 2015-07-20 10:00:00，\"市局\" <a@163.com> 写道：\n>您好，来件已收到。\n>请核对。\n",
        False,
        Body(
            "电话改为0516-80001234。",
            "",
            '在 2015-07-20 10:00:00，"市局" <a@163.com> 写道：\n>您好，来件已收到。\n>请核对。',
        ),
    ),
    "QQ reply": (
        ("选2\n\n\n------------------ 原始邮件 ------------------\n发件人: \"市局\";<a@163.com>;\n发送时间: 2015年7月20日(星期一) 上午10:00\n"
        "收件人: \"丰县\"<b@qq.com>;\n主题: 回执\n\n您好，来件已收到。\n"),
        False,
        Body(
            "选2",
            "",
            '------------------ 原始邮件 ------------------\n发件人: "市局";<a@163.com>;\n发送时间: 2015年7月20日(星期一) 上午10:00\n'
            '收件人: "丰县"<b@qq.com>;\n主题: 回执\n\n您好，来件已收到。',
        ),
    ),
    "Outlook reply": (
        "请以此件为准。\n\n发件人: 市局 [mailto:a@163.com]\n发送时间: 2015年7月20日 10:00\n收件人: 丰县\n主题: 回执\n\n您好。\n",
        False,
        Body(
            "请以此件为准。",
            "",
            "发件人: 市局 [mailto:a@163.com]\n发送时间: 2015年7月20日 10:00\n收件人: 丰县\n主题: 回执\n\n您好。",
        ),
    ),
    "iPhone reply": (
        "收到\n\n发自我的 iPhone\n\n> 在 2015年7月20日，10:00，市局 <a@163.com> 写道：\n> \n> 您好\n",
        False,
        Body("收到", "发自我的 iPhone", "> 在 2015年7月20日，10:00，市局 <a@163.com> 写道：\n> \n> 您好"),
    ),
    "forward with nothing own": (
        "-------- 转发邮件信息 --------\n发件人：\"凤城\" <c@163.com>\n发送日期：2015-07-20 10:00\n收件人：b@163.com\n主题：案例\n\n大院里的议事会\n正文。\n",
        True,
        Body("大院里的议事会\n正文。"),
    ),
    "forward with a cover": (
        "市局：请查收。\n\n---------- Forwarded message ----------\nFrom: c@163.com\nDate: 2015-07-20 10:00\nSubject: 案例\n\n大院里的议事会\n",
        True,
        Body("市局：请查收。\n大院里的议事会"),
    ),
    "one line with >": ("5 > 3 是对的\n> 这一行不是引文", None, Body("5 > 3 是对的\n> 这一行不是引文")),
    "signature": (
        "您好，材料见附件。\n\n--\n丰县民政局 张三\n0516-80001234",
        None,
        Body("您好，材料见附件。", ["--", "丰县民政局 张三\n0516-80001234"][1]),
    ),
    "closing": (
        "材料见附件，请查收。\n此致\n敬礼！\n丰县民政局\n2015年7月20日",
        None,
        Body("材料见附件，请查收。", "此致\n敬礼！\n丰县民政局\n2015年7月20日"),
    ),
    "disclaimer": (
        "材料见附件。\n\n本邮件及其附件含有保密信息，仅限于发送给指定的收件人。",
        None,
        Body("材料见附件。", "本邮件及其附件含有保密信息，仅限于发送给指定的收件人。"),
    ),
    "advert": ("材料见附件。\n\n\n来自我的华为手机", None, Body("材料见附件。", "来自我的华为手机")),
    "contact lines of a case stay": (
        "大院里的议事会\n" + "社区办起了议事会，居民的事居民商量。" * 30 + "\n\n联系人：张三\n电话：0516-80001234",
        None,
        Body("大院里的议事会\n" + "社区办起了议事会，居民的事居民商量。" * 30 + "\n\n联系人：张三\n电话：0516-80001234"),
    ),
    "empty": ("", None, Body()),
}  # fmt: skip

OWN = {
    "forward with nothing own": "",
    "forward with a cover": "市局：请查收。",
    "one line with >": "5 > 3 是对的",
}


@pytest.mark.parametrize("name", CASES)
def test_split(name: str) -> None:
    text, forwarded, body = CASES[name]
    passes_on = name.startswith("forward")
    found = split_body(text, forwarded)
    assert found == replace(body, own=OWN.get(name, body.new), cited=found.cited, passes_on=passes_on)
    assert found.cited in ((text,) if body.quoted and not passes_on else ("", text))


def test_large_attachments_under_the_history_are_the_senders() -> None:
    text = (
        "材料较大\n\n------------------ 原始邮件 ------------------\n发件人: 市局\n发送时间: 2015年7月20日\n主题: 回执\n\n"
        "您好\n\n从QQ邮箱发来的超大附件\n\n材料.zip (120M, 2015年8月20日 10:00 到期)"
    )
    body = split_body(text, False)
    assert body.new == "材料较大\n\n\n从QQ邮箱发来的超大附件\n\n材料.zip (120M, 2015年8月20日 10:00 到期)"
    assert "您好" in body.quoted


def test_mails_forwarded_in_forwarded_mails() -> None:
    text = "最里面的正文"
    for level in range(30):
        text = (
            f"-------- 转发邮件信息 --------\n发件人：a{level}@x.cn\n日期：2015-07-20\n主题：案例\n\n{text}"
        )
    assert "最里面的正文" in split_body(text, True).new + split_body(text, True).quoted


LINES = st.lists(
    st.sampled_from(
        ["", "正文一行。", "> 引文", ">", "--", "此致", "敬礼", "发自我的 iPhone", "----- 原始邮件 -----", "发件人: a@x.cn",
         "发送时间: 2015-07-20", "收件人: b", "主题: c", "在 2015-07-20 10:00，a@x.cn 写道：", "-------- 转发邮件信息 --------",
         "张三 0516-80001234", "本邮件及其附件含有保密信息", "下面是张三发来的"]
    ),
    max_size=14,
)  # fmt: skip


@given(LINES, st.sampled_from([None, True, False]))
@example(["----- 原始邮件 -----", "正文一行。", "发件人: a@x.cn"], None)
@example(["-------- 转发邮件信息 --------", "发件人: a@x.cn", "正文一行。", "发件人: a@x.cn"], None)
def test_no_line_of_content_is_lost(lines: list[str], forwarded: bool | None) -> None:
    body = split_body("\n".join(lines), forwarded)
    together = "\n".join((body.new, body.signature, body.quoted))
    for line in lines:
        if line in ("正文一行。", "张三 0516-80001234"):
            assert line in together
    assert together.count("正文一行。") == lines.count("正文一行。")


@pytest.mark.parametrize(
    "text", ["下面人当任务交，写的都是干部做了什么。", "材料还缺一段，后面的话是老书记亲口对大家说的。"]
)
def test_a_last_line_that_announces_another_announces_nobody(text: str) -> None:
    assert split_body(text) == Body(text, own=text)


@given(st.text(max_size=300), st.sampled_from([None, True, False]))
def test_any_text(text: str, forwarded: bool | None) -> None:
    assert isinstance(split_body(text, forwarded), Body)
