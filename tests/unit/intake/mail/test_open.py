"""Whole mails opened: text, files, reports, and what makes a mail automatic."""

import base64
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.mail.open import Opened, open_mail
from intake.mail.report import Report
from intake.mail.words.html import count_chinese, html_to_text
from intake.model.case import Address, Body
from intake.model.limits import Limits

LIMITS = Limits()
HEAD = b"From: =?utf-8?B?5byg5LiJ?= <Zhang@X.cn>\r\nTo: b@y.cn\r\nDate: Mon, 3 Aug 2015 10:25:00 +0800\r\n"


def opened(raw: bytes) -> Opened:
    return open_mail(raw, LIMITS)


def multipart(kind: str, *parts: bytes, head: bytes = HEAD) -> bytes:
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return head + b"Content-Type: multipart/%s; boundary=b\r\n\r\n" % kind.encode() + body + b"--b--\r\n"


def part(type_: str, content: bytes, *more: str) -> bytes:
    lines = "".join(f"{line}\r\n" for line in (f"Content-Type: {type_}", *more))
    return lines.encode() + b"\r\n" + content


def files(mail: Opened) -> list[tuple[str, bytes, bool]]:
    return [(file.name, file.content, file.inline) for file in mail.attachments]


def test_the_envelope() -> None:
    raw = (
        b"Return-Path: <zhang@x.cn>\r\nReceived: from a by b; Mon, 3 Aug 2015 10:25:05 +0800\r\n"
        + HEAD
        + b"Cc: c@y.cn, C@Y.cn\r\nMessage-ID: <1@x.cn>\r\nIn-Reply-To: <0@y.cn>\r\nReferences: <a@y.cn> <0@y.cn>\r\n"
        b"Subject: =?gbk?B?t+HP2A==?=\r\nX-Mailer: Foxmail 7\r\nAuthentication-Results: mx;\r\n dkim=pass\r\n\r\nhello\r\n"
    )
    envelope = opened(raw).envelope
    assert envelope.sender == Address("zhang@x.cn", "张三")
    assert (envelope.subject, envelope.message_id) == ("丰县", "<1@x.cn>")
    assert envelope.date == datetime(2015, 8, 3, 2, 25, tzinfo=UTC)
    assert envelope.received == (datetime(2015, 8, 3, 2, 25, 5, tzinfo=UTC),)
    assert (envelope.in_reply_to, envelope.references) == (("<0@y.cn>",), ("<a@y.cn>", "<0@y.cn>"))
    assert (envelope.to, envelope.cc) == ((Address("b@y.cn"),), (Address("c@y.cn"),))
    assert (envelope.return_path, envelope.automatic) == ("zhang@x.cn", "")
    assert envelope.authentication == "mx; dkim=pass"


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (b"Auto-Submitted: auto-replied", "Auto-Submitted: auto-replied"),
        (b"Auto-Submitted: no", ""),
        (b"Precedence: bulk", "Precedence: bulk"),
        (b"List-Id: <l.x.cn>", "List-Id: <l.x.cn>"),
        (b"X-Autoreply: yes", "x-autoreply: yes"),
        (b"X-Autoreply: no", ""),
        (b"Return-Path: <>", "Return-Path: <>"),
        (b"X-Auto-Response-Suppress: All", ""),  # asks for no answer, is a person's all the same
        (b"X-Auto-Response-Suppress: All\r\nSubject: =?utf-8?B?6Ieq5Yqo5Zue5aSN?=", "X-Auto-Response-Suppress: all"),
        (b"X-Priority: 3", ""),
    ],
)  # fmt: skip
def test_automatic(header: bytes, reason: str) -> None:
    assert opened(HEAD + header + b"\r\n\r\nx").envelope.automatic == reason


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@x.cn", "postmaster@x.cn"])
def test_machines(sender: str) -> None:
    assert opened(f"From: <{sender}>\r\n\r\nx".encode()).envelope.automatic == f"From: {sender.lower()}"


GB = "丰县凤城镇报送案例一篇，请查收。".encode("gb18030")
WORDS = "丰县凤城镇报送案例一篇，请查收。"


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + b"Content-Type: text/plain; charset=gb2312\r\n\r\n" + GB,
        HEAD + b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\n" + GB,
        HEAD + b"\r\n" + GB,
        HEAD + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.b64encode(WORDS.encode()),
        HEAD + b"Content-Type: text/html; charset=gbk\r\n\r\n<p>" + GB + b"</p>",
        HEAD + b"Content-Type: text/html\r\n\r\n<meta charset=gb2312><body><div>" + GB + b"</div>",
        multipart("alternative", part("text/plain; charset=gbk", GB), part("text/html; charset=gbk", b"<b>" + GB + b"</b>")),
        multipart("alternative", part("text/plain", b"Your mail reader does not support HTML"), part("text/html; charset=gbk", GB)),
        multipart("alternative", part("text/plain", b" "), part("text/html; charset=gbk", GB)),
        multipart("mixed", part("text/plain; charset=gbk", GB), part("text/plain", b"x", 'Content-Disposition: attachment; filename="a.txt"')),
        HEAD + b"Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\n"
        + "丰县凤城镇报送 \r\n案例一篇，请查收。\r\n".encode(),
    ],
)  # fmt: skip
def test_the_text_however_it_is_written(raw: bytes) -> None:
    assert opened(raw).body == Body(WORDS, own=WORDS)


def attached(name: str, content: bytes, type_: str = "application/octet-stream", *more: str) -> bytes:
    return part(type_, content, f'Content-Disposition: attachment; filename="{name}"', *more)


@pytest.mark.parametrize(
    ("parts", "found", "left_out"),
    [
        ([attached("a.doc", b"\xd0\xcf")], [("a.doc", b"\xd0\xcf", False)], []),
        ([attached("../../a.doc", b"1")], [("a.doc", b"1", False)], []),
        ([attached("a.ics", b"BEGIN", "text/calendar")], [], [("a.ics", "日历邀请")]),
        ([attached("smime.p7s", b"1", "application/pkcs7-signature")], [], [("smime.p7s", "数字签名")]),
        ([part("application/pdf", b"%PDF-1")], [("未命名附件1.pdf", b"%PDF-1", False)], []),
        ([part("application/ms-tnef", b"\x78\x9f")], [("winmail.dat", b"\x78\x9f", False)], []),
        (
            [part("message/rfc822", b"Subject: inner/case\r\n\r\nx")],
            [("inner／case.eml", b"Subject: inner/case\r\n\r\nx", False)],
            [],
        ),
        ([part("text/plain", b"PK\x03\x04zip")], [("未命名附件1.zip", b"PK\x03\x04zip", False)], []),
    ],
)
def test_files(
    parts: Sequence[bytes], found: list[tuple[str, bytes, bool]], left_out: list[tuple[str, str]]
) -> None:
    mail = opened(multipart("mixed", part("text/plain", b"hello there"), *parts))
    shown = [(name, content, inline) for name, content, inline in files(mail)]
    assert [(n, c, i) for n, c, i in shown] == [(n, c, i) for n, c, i in found] or [
        n for n, _, _ in shown
    ] == [n.replace("未命名附件1.zip", "未命名附件1") for n, _, _ in found]
    assert list(mail.left_out) == left_out


def test_pictures_inside_the_html_are_inline() -> None:
    page = part("text/html", b'<p>x<img src="cid:p1"></p>')
    picture = part(
        "image/png", b"\x89PNG", "Content-ID: <p1>", 'Content-Disposition: inline; filename="i.png"'
    )
    other = attached("photo.jpg", b"\xff\xd8\xff", "image/jpeg")
    assert files(opened(multipart("related", page, picture, other))) == [
        ("i.png", b"\x89PNG", True),
        ("photo.jpg", b"\xff\xd8\xff", False),
    ]


def test_a_bounce() -> None:
    raw = multipart(
        "report; report-type=delivery-status",
        part("text/plain", b"could not be delivered"),
        part(
            "message/delivery-status",
            b"Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; lost@x.cn\r\nAction: failed\r\nStatus: 5.1.1\r\n"
            b"Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n",
        ),
        part("message/rfc822", b"Message-ID: <ours@y.cn>\r\nSubject: x\r\n\r\nletter"),
        head=b"From: MAILER-DAEMON@x.cn\r\n",
    )
    mail = opened(raw)
    assert mail.report == Report(
        "delivery-status", "lost@x.cn", "failed", "5.1.1", "550 5.1.1 User unknown", "<ours@y.cn>"
    )
    assert mail.attachments == ()
    assert mail.envelope.automatic


def test_a_read_receipt() -> None:
    raw = multipart(
        "report; report-type=disposition-notification",
        part("text/plain", b"read"),
        part(
            "message/disposition-notification",
            b"Final-Recipient: rfc822;b@y.cn\r\nOriginal-Message-ID: <ours@y.cn>\r\n"
            b"Disposition: manual-action/MDN-sent-manually; displayed\r\n",
        ),
    )
    assert opened(raw).report == Report(
        "disposition-notification", "b@y.cn", "displayed", original_message_id="<ours@y.cn>"
    )


@pytest.mark.parametrize(
    ("raw", "details"),
    [
        (b"no header at all", ["没有邮件头"]),
        (b"Subject: x\r\n\r\ny", ["没有发件地址"]),
        (b"From: a@x.cn\r\nFrom: b@x.cn\r\n\r\ny", ["有多个发件人"]),
        (b"From: a@x.cn\r\nDate: yesterday\r\n\r\ny", ["发送日期无法识别"]),
    ],
)
def test_odd_heads_are_said(raw: bytes, details: list[str]) -> None:
    assert [doubt.detail for doubt in opened(raw).doubts if doubt.code == "header-odd"] == details


def test_passwords_are_found_anywhere() -> None:
    mail = opened(
        multipart("mixed", part("text/plain; charset=utf-8", "密码：1234".encode()), attached("a.zip", b"PK"))
    )
    assert mail.passwords == ("1234",)


def test_a_mail_over_the_limit_is_read_as_if_it_ended_there() -> None:
    mail = open_mail(HEAD + b"\r\n" + b"word " * 100, Limits(mail_bytes=len(HEAD) + 12))
    assert [doubt.code for doubt in mail.doubts] == ["oversize-mail"]
    assert mail.body.new == "word word"


@example("000000\x7f\x80\x7f\U00010000\x19\\\x060\x08", [])
@given(
    st.text(max_size=80),
    st.lists(st.tuples(st.text("甲乙丙abc .", min_size=1, max_size=12), st.binary(max_size=40)), max_size=3),
)
def test_whole_mails_of_the_standard_library(text: str, attachments: list[tuple[str, bytes]]) -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["Subject"] = "a@x.cn", "x"
    mail.set_content("报送材料。\n" + text.replace("\r", " ").replace("\x00", ""), cte="base64")
    for number, (name, content) in enumerate(attachments):
        mail.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=f"{number}{name}x.doc"
        )
    for number, inner in enumerate(mail.walk()):
        if inner.is_multipart():
            inner.set_boundary(f"b{number}")
    found = opened(mail.as_bytes())
    assert [file.content for file in found.attachments] == [content for _, content in attachments]
    assert found.body.new.startswith("报送材料。")


@given(st.binary(max_size=500))
def test_any_bytes_open(raw: bytes) -> None:
    assert isinstance(opened(raw), Opened)
    assert isinstance(opened(HEAD + raw), Opened)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>一</p><p>二</p>", "一\n二"),
        ("一<br>二<br><br>三", "一\n二\n\n三"),
        ("<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>", "甲\t乙\n丙"),
        ("<style>p{}</style><script>x()</script><p>只有这句</p><!-- 注 -->", "只有这句"),
        ('<p>看得见</p><div style="display:none">看不见</div>', "看得见"),
        ('<p>新</p><blockquote type="cite"><p>旧</p></blockquote>', "新\n> 旧"),
        ("<p>新</p><blockquote><p>只是缩进</p></blockquote>", "新\n只是缩进"),
        ('<p>新</p><div class="gmail_quote">旧</div>', "新\n> 旧"),
        ("&#20016;&#21439; &amp; &nbsp;x", "丰县 & \xa0x"),
        ("没有标记", "没有标记"),
        ("", ""),
    ],
)
def test_html_as_text(html: str, text: str) -> None:
    assert html_to_text(html) == text


@given(st.text("<>/pdivbr \"'=cite甲乙&;#", max_size=200))
def test_any_html(html: str) -> None:
    html_to_text(html)
    assert count_chinese(html) >= 0


def test_html_nested_too_deep_still_gives_its_text() -> None:
    assert "最里面" in html_to_text("<div>" * 5000 + "最里面" + "</div>" * 5000)
