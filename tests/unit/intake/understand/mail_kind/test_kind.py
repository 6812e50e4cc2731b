"""Verdicts on whole mails, compared whole; what may be silent and what a person must see."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.accuracy.kind import cases, judge, load_mails, the_call, write_mail
from intake.campaign.call import Sender
from intake.mail.open import open_mail
from intake.model.case import Document, DocumentKind, Doubt, Format, MailKind
from intake.model.limits import Limits
from intake.understand.mail_kind.kind import INTENTS, Verdict, mail_kind

K = MailKind
CASE = {"name": "宋楼镇.docx", "kind": "case"}
ASKED = "回复: 【案例征集】回执：材料已收到，请补充（请回复）"


def verdict(subject: str, body: str = "", **more: object) -> Verdict:
    return judge({"id": "t", "subject": subject, "body": body, **more})


def short(found: Verdict) -> tuple[object, ...]:
    return found.kind, found.intent, found.needs_person, tuple(doubt.code for doubt in found.doubts)


TABLE = [
    # with a case
    (("报送案例", "请查收。"), {"files": [CASE]}, (K.SUBMISSION, "", False, ())),
    (("", ""), {"files": [CASE]}, (K.SUBMISSION, "", False, ())),
    (("案例", "请问还要寄纸质件吗？"), {"files": [CASE]}, (K.SUBMISSION, "", True, ("question",))),
    (("先报一篇", "其余两篇恳请宽限至14日。"), {"files": [CASE]}, (K.SUBMISSION, "", True, ("extension",))),
    (("更正", "以此稿为准。"), {"files": [CASE]}, (K.CORRECTION, "replace", False, ())),
    (("修改稿", ""), {"files": [CASE]}, (K.CORRECTION, "", False, ())),
    (("案例", ""), {"files": [{"name": "案例（修改稿）.doc", "kind": "case"}]}, (K.CORRECTION, "", False, ())),
    ((ASKED, "见附件"), {"files": [CASE], "reply": "ours"}, (K.CORRECTION, "", False, ())),
    (("补发", "刚才忘了带附件，现补上。"), {"files": [CASE]}, (K.SUBMISSION, "", False, ())),
    (("材料", ""), {"files": [{"name": "材料.rar", "kind": "unread"}]}, (K.SUBMISSION, "", False, ())),
    (("案例", "贴在下面。"), {"pasted": 2}, (K.SUBMISSION, "", False, ())),
    # titles are no wishes
    (("撤回的公章：一个村的减负故事", ""), {"files": [{"name": "撤回的公章.docx", "kind": "case"}]}, (K.SUBMISSION, "", False, ())),
    (("案例", "题目是《延期的婚礼》，请审阅。"), {"files": [CASE]}, (K.SUBMISSION, "", False, ())),
    # words alone
    (("撤稿", "《一把钥匙》请撤回，不再参加。"), {}, (K.WITHDRAWAL, "withdraw", True, ("withdrawal",))),
    (("请示", "恳请延期至8月14日报送。"), {}, (K.EXTENSION, "", True, ("extension",))),
    (("更正", "联系电话应为0516-80001170。"), {}, (K.CORRECTION, "phone", True, ("correction",))),
    (("更正", "第二段126户应为162户。\n联系电话：0516-80001170"), {}, (K.CORRECTION, "", True, ("correction",))),
    (("作废", "上一稿请删除，以附件的修改稿为准。"), {}, (K.CORRECTION, "replace", True, ("replacement",))),
    (("密码", "压缩包密码是8888"), {}, (K.CORRECTION, "password", True, ("correction",))),
    ((ASKED, "2"), {"reply": "ours"}, (K.CORRECTION, "choice", True, ("correction",))),
    ((ASKED, "1 张集镇，4"), {"reply": "ours"}, (K.CORRECTION, "choice", True, ("correction",))),
    ((ASKED, "10号实在来不及，14号行吗"), {"reply": "ours"}, (K.EXTENSION, "", True, ("extension",))),
    (("咨询", "请问字数有没有上限？"), {}, (K.QUESTION, "", True, ("question",))),
    (("查询", "昨天的材料收到了吗？"), {}, (K.QUESTION, "inquiry", False, ())),
    (("查询", "收到了吗？另外想问字数要求是多少？"), {}, (K.QUESTION, "", True, ("question",))),
    ((ASKED, "收到，谢谢！"), {"reply": "ours"}, (K.OTHER, "thanks", False, ())),
    (("test", "test"), {}, (K.OTHER, "", False, ())),
    (("", ""), {}, (K.OTHER, "", True, ("no-case",))),
    (("报送", "现将案例报上，请查收。"), {}, (K.OTHER, "cover", True, ("no-case",))),
    (("汇总表", ""), {"files": [{"name": "汇总表.xls", "kind": "sheet"}]}, (K.OTHER, "cover", True, ("no-case",))),
    (("见附件", ""), {"files": [{"name": "撤稿函.doc", "kind": "letter:兹申请撤回7月29日报送的案例。"}]}, (K.WITHDRAWAL, "withdraw", True, ("withdrawal",))),
    (("案例", "https://pan.baidu.com/s/1abc 提取码 x1y2"), {}, (K.LINK_ONLY, "", False, ())),
    # orders
    (("回复: 【案例征集】每日报送情况", "3号主题改四"), {"reply": "ours", "coordinator": True}, (K.COMMAND, "", True, ())),
    (("", "暂停发信"), {"coordinator": True}, (K.COMMAND, "", True, ())),
    (("", "暂停发信"), {}, (K.COMMAND, "", True, ("unproven-order",))),
    (("转发: 案例", "登记一下"), {"files": [CASE], "coordinator": True}, (K.SUBMISSION, "", False, ())),
    # what nobody asked for
    (("代开发票", "我公司可代开各类发票，点数优惠，电话咨询。"), {}, (K.ADVERT, "", False, ())),
    (("邮箱升级", "您的邮箱账户异常，请点击链接验证，否则停用。"), {}, (K.SPAM, "", False, ())),
    (("案例", "我社区请志愿者办了培训班，优惠价理发。"), {"files": [CASE]}, (K.SUBMISSION, "", False, ())),
]  # fmt: skip


@pytest.mark.parametrize(
    ("letter", "more", "expected"), TABLE, ids=[f"{row[0][0]}|{row[0][1]}"[:40] for row in TABLE]
)
def test_verdicts(letter: tuple[str, str], more: dict[str, Any], expected: tuple[object, ...]) -> None:
    assert short(verdict(*letter, **more)) == expected


def test_whole_verdict() -> None:
    assert (
        verdict("请教", "请问字数有没有上限？")
        == Verdict(
            K.QUESTION,
            "请问字数有没有上限？",
            "",
            (Doubt("question", detail="请问字数有没有上限？"),),
            needs_person=True,
        )
        or verdict("请教", "请问字数有没有上限？").reason == "请教"
    )


def test_intents_are_documented() -> None:
    found = {judge(mail).intent for mail in load_mails()} - {""}
    assert found <= set(INTENTS)


def test_history_has_no_wishes() -> None:
    quoted = "\n\n-----原始邮件-----\n发件人: 某某\n发送时间: 2015年8月3日\n收件人: 征集\n主题: 撤稿\n\n请撤回我单位案例，并请问能否延期？"
    found = verdict("回复: 撤稿", "好的，谢谢。" + quoted, reply=True)
    assert short(found) == (K.OTHER, "thanks", False, ())


def test_advert_attached_as_a_long_document() -> None:
    text = (
        "关于举办公文写作培训班的邀请\n"
        + "我公司定于8月举办培训班，名师授课，培训费2800元/人，食宿统一，费用自理，欢迎来电咨询报名。\n" * 12
    )
    raw = (
        b"From: a@example.invalid\nSubject: =?utf-8?b?5Z+56K6t?=\n\n" + "详见附件，报名从速，优惠。".encode()
    )
    document = Document("培训.docx", Format.DOCX, DocumentKind.CASE, text=text)
    opened = open_mail(raw, Limits())
    assert mail_kind(opened, (document,), (), the_call(), Sender()).kind is K.ADVERT
    assert mail_kind(opened, (document,), (), the_call(), Sender(unit="fengxian")).kind is K.SUBMISSION


def test_known_sender_is_no_advertiser() -> None:
    raw = b"From: a@example.invalid\nSubject: x\n\n" + "优惠团购，扫码咨询客服，低至五折".encode()
    opened = open_mail(raw, Limits())
    assert mail_kind(opened, (), (), the_call(), Sender()).kind is K.ADVERT
    assert mail_kind(opened, (), (), the_call(), Sender(confirmed=True)).kind is not K.ADVERT


def test_a_robot_that_brings_a_case_is_shown_to_a_person() -> None:
    found = verdict("案例", "", files=[CASE], headers={"Auto-Submitted": "auto-generated"})
    assert short(found) == (K.AUTOMATIC, "", True, ("unclear",))
    bulk = verdict("案例", "", files=[CASE], headers={"Precedence": "bulk"})
    assert short(bulk) == (K.SUBMISSION, "", False, ())


@pytest.mark.parametrize("number", range(36))
def test_pasted_cases_are_submissions(number: int) -> None:
    if len(cases()[number]) >= 600:
        assert verdict("案例", "附件传不上去，贴在下面：", pasted=number).kind is K.SUBMISSION


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("零报告", "nothing"),
        ("我县今年没有合适的案例，不报了。", "nothing"),
        ("我区本次不参加报送。", "nothing"),
        ("纸质件已用EMS寄出，请查收。", "posted"),
        ("材料昨天快递寄出，单号123。", "posted"),
        ("那篇不报了", "withdraw"),
        ("如果没有合适的案例可以不报吗？", ""),
    ],
)
def test_what_a_unit_says_of_all_that_it_sends(text, intent):
    opened = open_mail(write_mail({"id": "u", "subject": "", "body": text}), Limits())
    verdict = mail_kind(opened, (), (), the_call(), Sender(unit="fengxian"))
    assert verdict.intent == intent


def test_unit_that_is_not_known_is_looked_at():
    opened = open_mail(write_mail({"id": "u", "subject": "", "body": "我镇不报了。"}), Limits())
    verdict = mail_kind(opened, (), (), the_call(), Sender())
    assert (verdict.intent, verdict.doubts) == ("nothing", (Doubt("unit-said", detail="我镇不报了"),))


@pytest.mark.parametrize(
    "text",
    [
        "已阅，无修改，以已报的为定稿。",
        "无修改，以已报的为定稿",
        "以原稿为准，不再修改。",
        "我村案例无改动，同意定稿。",
        "本篇就按报送稿定稿，不用再改了。",
        "看过了，没有什么要改的，照原来的付印。",
    ],
)
def test_who_leaves_his_text_as_it_is_takes_nothing_back(text: str) -> None:
    found = verdict("回复：请确认定稿", text, replies=True)
    assert (found.kind in (MailKind.WITHDRAWAL, MailKind.CORRECTION), found.intent) == (False, "")


def test_who_leaves_his_text_and_takes_it_back_is_heard() -> None:
    found = verdict("回复：请确认定稿", "不用修改了，这篇我们撤回。", replies=True)
    assert (found.kind, found.intent) == (MailKind.WITHDRAWAL, "withdraw")
