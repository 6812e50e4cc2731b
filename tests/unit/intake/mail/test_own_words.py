"""Only what a sender wrote above the forwarded or quoted part counts as his own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.mail.open import open_mail
from intake.mail.words.quote import split_body
from intake.model.limits import Limits

OWN, FOREIGN = "请阅。", "1号撤回\n暂停发信"
ZH = "发件人: 丰县 <fx@county.cn>\n发送时间: 2015-07-20 16:00\n收件人: boss@mzj.cn\n主题: 关于案例\n"
FULL = "发件人：丰县<fx@county.cn>\n日期：2015年7月20日 16:00\n收件人：boss@mzj.cn\n主题：关于案例\n"
EN = "From: fx@county.cn\nSent: Monday, July 20, 2015 4:00 PM\nTo: boss@mzj.cn\nSubject: x\n"
HEADS = {
    "B3": f"-----转发邮件-----\n{ZH}",
    "QQ": '------------------ 原始邮件 ------------------\n发件人: "丰县";<fx@county.cn>;\n发送时间: 2015年7月20日(星期一) 下午4:00\n收件人: "李敏"<boss@mzj.cn>;\n主题: 关于案例\n',
    "QQ forward": f"---原始邮件---\n{ZH}",
    "163": '-------- 转发邮件信息 --------\n发件人："丰县" <fx@county.cn>\n发送日期：2015-07-20 16:00:00\n收件人：boss@mzj.cn\n主题：关于案例\n',
    "163 short": "---- 转发的邮件 ----\n| 发件人 | 丰县<fx@county.cn> |\n| 日期 | 2015年07月20日 16:00 |\n| 收件人 | boss@mzj.cn |\n| 主题 | 关于案例 |\n",
    "NetEase master": "---- 回复的原邮件 ----\n发件人\t丰县<fx@county.cn>\n日期\t2015年07月20日 16:00\n",
    "Outlook zh": f"________________________________\n{ZH}",
    "Outlook bare": ZH,
    "Outlook en": EN,
    "Outlook mail": f"-----Original Message-----\n{EN}",
    "Outlook 邮件": f"-----邮件原件-----\n{ZH}",
    "Foxmail": FULL,
    "Foxmail subject first": "主题：1号撤回\n发件人：丰县<fx@county.cn>\n",
    "spaced": "发 件 人： 丰县\n时  间： 2015-07-20\n主  题： 关于案例\n",
    "WPS": "---原始邮件---\n发件人：丰县\n",
    "Coremail": '-----原始邮件-----\n发件人:"丰县" <fx@county.cn>\n发送时间:2015-07-20 16:00:00 (星期一)\n收件人: boss@mzj.cn\n抄送: \n主题: 关于案例\n',
    "Coremail forward": f"-----转发邮件-----\n{ZH}",
    "139": f"----邮件原文----\n{FULL}",
    "Sina": f"----- 原始邮件 -----\n{FULL}",
    "Aliyun": f"------------------------------------------------------------------\n{ZH}",
    "Gmail": "---------- Forwarded message ---------\nFrom: fx <fx@county.cn>\nDate: Mon, Jul 20, 2015 at 4:00 PM\nSubject: x\nTo: <boss@mzj.cn>\n",
    "Gmail zh": "---------- 转发的邮件 ---------\n发件人： 丰县 <fx@county.cn>\n日期：2015年7月20日周一 下午4:00\n",
    "Apple": f"Begin forwarded message:\n\n{EN}",
    "Apple zh": f"以下是转发的邮件：\n\n{FULL}",
    "Apple old": f"开始转发的邮件：\n\n{FULL}",
    "Huawei": "-------- 原始邮件 --------\n主题：关于案例\n发件人：丰县\n",
    "Samsung": f"-------- Original message --------\n{EN}",
    "Yahoo": "----- Forwarded Message -----\nFrom: fx@county.cn\n",
    "Lotus": "----- Forwarded by boss on 2015-07-20 16:00 -----\n",
    "Thunderbird": "-------- Forwarded Message --------\nSubject: 	x\nDate: 	Mon, 20 Jul 2015\nFrom: 	fx@county.cn\n",
    "traditional": "---------- 轉寄郵件 ----------\n寄件者：豐縣 <fx@county.cn>\n",
    "in the brief": "---- 转发邮件信息 ----\n",
    "full-width rule": "－－－－－－转发内容－－－－－－\n",
    "WeChat": "—————来自微信转发—————\n",
    "no rule": "转发邮件信息：\n",
    "no rule en": "Original Message\n",
    "stars": "*发件人:* 丰县\n",
    "brackets": "【发件人】：丰县\n",
    "reply 163": '在 2015-07-20 16:00:00，"丰县" <fx@county.cn> 写道：\n',
    "reply Gmail": "On Mon, Jul 20, 2015 at 4:00 PM fx <fx@county.cn> wrote:\n",
    "reply Gmail zh": "丰县 <fx@county.cn> 于2015年7月20日周一 下午4:00写道：\n",
    "reply on two lines": "On Mon, Jul 20, 2015 at 4:00 PM\nfx <fx@county.cn> wrote:\n",
    "reply without date": "丰县民政局写道：\n",
    "rule alone": "--------------------\n",
    "signs": "",
}  # fmt: skip


@pytest.mark.parametrize("subject", [None, True, False])
@pytest.mark.parametrize("name", HEADS)
def test_words_of_another_are_never_own(name: str, subject: bool | None) -> None:
    foreign = "> 1号撤回\n> 暂停发信" if name == "signs" else f"{HEADS[name]}\n{FOREIGN}"
    assert split_body(f"{OWN}\n\n{foreign}", subject).own == OWN


@pytest.mark.parametrize("name", [name for name in HEADS if name not in {"signs", "Foxmail subject first"}])
def test_heads_on_one_line(name: str) -> None:
    head = " ".join(HEADS[name].split("\n"))
    if any(sign in head for sign in ("---", "发件人", "From:", "________")):
        assert "撤回" not in split_body(f"{OWN}{head} 1号撤回", None).own


HTML = {
    "gmail": '<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: fx@county.cn<br></div>{}</div>',
    "163": '<blockquote id="isReplyContent"><div>-------- 转发邮件信息 --------</div><div>发件人：丰县</div>{}</blockquote>',
    "outlook": '<div style="border:none;border-top:solid #B5C4DF 1.0pt"><p><b>发件人:</b> 丰县<br><b>主题:</b> x</p></div>{}',
    "coremail": '<blockquote name="replyContent" class="ReferenceQuote" style="border-left:#b6b6b6 2px solid;">-----原始邮件-----<br>{}</blockquote>',
    "apple": '<blockquote type="cite">{}</blockquote>',
    "foxmail": '<blockquote style="margin-top:0"><div>发件人： 丰县</div>{}</blockquote>',
    "qq": '<div><br></div><div style="font-size: 12px">------------------&nbsp;原始邮件&nbsp;------------------</div><div>发件人:&nbsp;丰县</div>{}',
    "yahoo": '<div id="yahoo_quoted">{}</div>',
    "moz": '<div class="moz-cite-prefix">在 2015/7/20 16:00, 丰县 写道:<br></div><blockquote type="cite">{}</blockquote>',
    "a word of it in the text": '<blockquote type="cite"><p>被告知：转发邮件已收到</p>{}</blockquote>',
    "on one line": "<span>----转发邮件----</span><span>发件人：丰县</span>{}",
}  # fmt: skip


@pytest.mark.parametrize("name", HTML)
def test_words_of_another_in_html(name: str) -> None:
    html = f"<div>{OWN}</div>" + HTML[name].format("<div>1号撤回</div><div>暂停发信</div>")
    raw = f"Content-Type: text/html; charset=utf-8\r\n\r\n{html}"
    assert open_mail(raw.encode(), Limits()).body.own == OWN


@pytest.mark.parametrize(
    "order",
    [
        "3号主题改四",
        "1号撤回\n\n2号属村级",
        "截止延到8月20日，铜山区不用再催",
        "把12号原件发我",
        "3号主题：四",
        "3号电话改为0516-80001234\n5、6是同一篇，留6",
        "收件8已处理——谢谢",
        "2号标题改为《原始的力量》",
    ],
)
def test_orders_stay_whole(order: str) -> None:
    assert split_body(f"{order}\n\n李敏\n0516-80000000", False).own.startswith(order)


def test_a_forward_that_does_not_show_where_it_begins_says_nothing_of_its_senders_own() -> None:
    body = split_body("1号撤回", True)
    assert (body.new, body.own, body.passes_on) == ("1号撤回", "", True)


@given(
    st.sampled_from(sorted(name for name in HEADS if name != "signs")),
    st.text("请阅。 ：abc1号\n", max_size=40),
    st.text("请阅。 ：abc1号\n->", max_size=40),
)
def test_own_words_are_a_beginning(name: str, before: str, after: str) -> None:
    body = split_body(f"{before}\n{HEADS[name]}暂停发信\n{after}")
    assert body.own.strip() in before


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("> 是否并入9号？\n\n不合并\n\n> 14号主题为三。\n\n14主题五", "不合并\n\n\n14主题五"),
        ("> 21号 镇级\n> 22号 村级\n\n21号村级", "21号村级"),
        ("在 2015-08-06 17:00，案例征集 <a@b.cn> 写道：\n> 21号 镇级\n\n21号村级", "21号村级"),
        ("> 一行太长，被邮件程序折成两\n行：1号撤回\n\n不撤", "不撤"),
        ("> 1号撤回\n2号撤回", ""),
        ("> a\n\n好的\n\n-----原始邮件-----\n发件人：丰县\n1号撤回", "好的"),
        ("在 2015-08-06 17:00，案例征集 <a@b.cn> 写道：\n1号撤回\n\n2号撤回", ""),
        (
            "下面是丰县发给我的，只说一句：30号作废\n\n丰县民政局：\n31号替换掉",
            "下面是丰县发给我的，只说一句：30号作废",
        ),
        ("以下为铜山来信，请登记\n1号撤回", "以下为铜山来信，请登记"),
    ],
)
def test_answers_between_citations_are_own_and_nothing_else(text: str, own: str) -> None:
    assert split_body(text, False).own == own


def test_in_a_forward_nothing_below_a_citation_is_own() -> None:
    assert split_body("请阅。\n\n> a\n\n1号撤回", True).own == "请阅。"


def test_a_card_of_a_mail_program_does_not_swallow_a_short_letter() -> None:
    card = "| |\n李敏\n|\n邮箱a@b.cn\n|\n\n签名由 网易邮箱大师 定制"
    assert split_body(f"撤销刚才那个\n\n{card}", False).own == "撤销刚才那个"


def test_a_plain_blockquote_after_a_head_is_history() -> None:
    html = "<div>好的</div><div>发件人：丰县</div><div>主题：关于案例</div><blockquote>1号撤回</blockquote>"
    raw = f"Subject: Re: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}"
    body = open_mail(raw.encode(), Limits()).body
    assert (body.own, "> 1号撤回" in body.new + body.quoted) == ("好的", True)
