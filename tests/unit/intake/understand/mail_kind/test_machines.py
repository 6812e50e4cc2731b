"""Bounces, receipts, automatic replies: by headers, by prose, and whom they are about."""

from __future__ import annotations

import pytest

from benchmarks.accuracy.kind import judge
from intake.model.case import MailKind
from intake.understand.mail_kind.bounces import explain_bounce

ID = "<zj.0123456789abcdef0123456789abcdef01234567@example.cn>"
K = MailKind


def facts(**mail: object) -> tuple[object, ...]:
    found = judge({"id": "t", "subject": "", "body": "", **mail})
    return found.kind, found.reason, found.about_message, found.about_address


def report(kind: str = "delivery-status", **fields: str) -> dict[str, str]:
    return {
        "type": kind,
        "recipient": "fx@example.invalid",
        "message_id": ID,
        "disposition": "displayed",
        **fields,
    }


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        (
            {"report": report(action="failed", status="5.1.1")},
            (K.BOUNCE, "收件地址不存在（5.1.1）", ID, "fx@example.invalid"),
        ),
        (
            {"report": report(action="failed", status="5.2.2")},
            (K.BOUNCE, "收件人邮箱已满（5.2.2）", ID, "fx@example.invalid"),
        ),
        ({"report": report(action="delayed", status="4.4.1")}, (K.AUTOMATIC, "投递延迟通知", ID, "fx@example.invalid")),
        (
            {"report": report(action="delivered", status="2.0.0")},
            (K.RECEIPT, "投递成功通知 delivered", ID, "fx@example.invalid"),
        ),
        ({"report": report("disposition-notification")}, (K.RECEIPT, "已读回执 displayed", ID, "fx@example.invalid")),
        (
            {"subject": "系统退信", "body": f"您的邮件未能送达 <px@example.invalid>，退信原因：用户不存在\nMessage-ID: {ID}", "sender": "postmaster@mail.example"},
            (K.BOUNCE, "收件地址不存在", ID, "px@example.invalid"),
        ),
        (
            {"subject": "Mail delivery failed", "body": "This is a permanent error.\n jw@example.invalid\n Unrouteable address", "headers": {"X-Failed-Recipients": "jw@example.invalid"}},
            (K.BOUNCE, "收件域名无法到达", "", "jw@example.invalid"),
        ),
        (
            {"subject": "Warning: message delayed", "body": "delivery to <sn@example.invalid> will be retried", "headers": {"Return-Path": "<>"}},
            (K.AUTOMATIC, "投递延迟通知", "", "sn@example.invalid"),
        ),
        ({"subject": "已读: 提醒", "body": "邮件已被阅读"}, (K.RECEIPT, "已读回执：已读: 提醒", "", "")),
        ({"subject": "你好", "headers": {"Auto-Submitted": "auto-replied"}}, (K.AUTOMATIC, "Auto-Submitted: auto-replied", "", "")),
        ({"subject": "自动回复: 提醒"}, (K.AUTOMATIC, "主题“自动回复: 提醒”", "", "")),
        (
            {"subject": "每日报送情况", "sender": "zhengji@example.cn",
             "headers": {"Message-ID": f"<zj.{'0a' * 20}@example.cn>", "X-Zhengji-Kind": "digest"}},
            (K.AUTOMATIC, "本系统发出的邮件", "", ""),
        ),
        ({"subject": "代发", "sender": "zhengji@example.cn", "body": "请问截止时间是哪天？"}, (K.QUESTION, "请问截止时间是哪天？", "", "")),
    ],
)  # fmt: skip
def test_machines(mail: dict[str, object], expected: tuple[object, ...]) -> None:
    assert facts(**mail) == expected


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("回复: 系统退信", "上次的邮件被退回了，请问邮箱是不是满了？"),
        ("为什么退信", "我发了三次都被退信，请问邮箱对吗？"),
        ("Re: 【案例征集】提醒", "请问何时截止？\n\n> 本邮件由系统自动发送，请勿回复。\n> 谢谢"),
        ("收条", "请问盖章的收条要寄给谁？"),
    ],
)
def test_people_who_speak_of_machines(subject: str, body: str) -> None:
    assert facts(subject=subject, body=body)[0] is K.QUESTION


@pytest.mark.parametrize(
    ("status", "diagnostic", "expected"),
    [
        ("5.1.1", "550 user unknown", "收件地址不存在（5.1.1）"),
        ("", "552 Mailbox quota exceeded", "收件人邮箱已满"),
        ("5.7.1", "554 blocked", "被对方服务器拒收（5.7.1）"),
        ("5.3.4", "", "邮件过大（5.3.4）"),
        ("4.4.7", "expired", "多次投递未成功（4.4.7）"),
        ("", "something strange", "something strange"),
        ("5.0.0", "", "代码5.0.0"),
        ("", "", ""),
    ],
)
def test_reasons_in_chinese(status: str, diagnostic: str, expected: str) -> None:
    assert explain_bounce(status, diagnostic) == expected


def test_a_bounce_that_encloses_our_letter_brings_no_case() -> None:
    enclosed = {
        "files": [{"name": "原邮件.docx", "kind": "case"}],
        "subject": "系统退信",
        "body": "<px@example.invalid> 用户不存在",
    }
    returned = facts(sender="postmaster@mail.example", **enclosed)
    assert returned == (K.BOUNCE, "收件地址不存在", "", "px@example.invalid")
    assert (
        facts(sender="person@example.invalid", **{**enclosed, "subject": "Fw: 系统退信"})[0] is K.SUBMISSION
    )
