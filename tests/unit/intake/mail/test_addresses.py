"""Addresses: whatever stands in the field is read, and only what can be written to is written to."""

import re
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.mail.addresses import is_writable, names_only, read_addresses
from intake.mail.open import open_mail
from intake.model.case import Address
from intake.model.limits import Limits

WRITABLE = [
    ("<pei@163.com>", "pei@163.com"),
    ("PEI_mz.fx+1@163.com", "pei_mz.fx+1@163.com"),
    ("Pei <SMTP:pei@163.com>", "pei@163.com"),
    ("SMTP:pei@163.com", "pei@163.com"),
    ("<mailto:pei@163.com?subject=x>", "pei@163.com"),
    ("<@relay.cn,@b.cn:pei@163.com>", "pei@163.com"),
    ("<pei\u200b@163.com>", "pei@163.com"),
    ("\u202apei@163.com\u202c", "pei@163.com"),
    ("< pei @ 163.com >", "pei@163.com"),
    ("pei @163.com", "pei@163.com"),
    ("pei(裴)@163.com(民政)", "pei@163.com"),
    ("<pei(x)@163.com>", "pei@163.com"),
    ('"pei.mz"@163.com', "pei.mz@163.com"),
    ("'pei@163.com'", "pei@163.com"),
    ("裴明珠 pei@163.com", "pei@163.com"),
    ("pei@163.com.", "pei@163.com"),
    ("pei@163。com", "pei@163.com"),
    ("<pei@１６３.com>", "pei@163.com"),
    ("pei@丰县.中国", "pei@xn--iiq68k.xn--fiqs8s"),
    ("=?utf-8?b?6KO0IDxwZWlAMTYzLmNvbT4=?=", "pei@163.com"),
    ("<=?utf-8?q?pei=40163=2Ecom?=>", "pei@163.com"),
    ("区县: pei@163.com, b@x.cn;", "pei@163.com"),
    ("boss@mzj.cn <pei@163.com>", "pei@163.com"),
    ('"Pei, Mingzhu" <pei@163.com>', "pei@163.com"),
]
UNWRITABLE = [
    ("<a..b@docomo.ne.jp>", "a..b@docomo.ne.jp"),
    ("<.a@x.cn>", ".a@x.cn"),
    ("<a.@x.cn>", "a.@x.cn"),
    ("<单玉坤@丰县.中国>", "单玉坤@xn--iiq68k.xn--fiqs8s"),
    ("<josé@x.es>", "josé@x.es"),
    ("<a:b@evil.cn>", "a:b@evil.cn"),
    ("<pei@163,com>", "pei@163,com"),
    ("pei@163,com", "pei@163"),
    ("<pei@163>", "pei@163"),
    ('<"li ming"@x.cn>', '"li ming"@x.cn'),
    ('"li ming"@x.cn', '"li ming"@x.cn'),
    ("<pei@[10.1.2.3]>", "pei@[10.1.2.3]"),
    ("<pei@10.1.2.3>", "pei@10.1.2.3"),
    ("<a@b@c.cn>", "a@b@c.cn"),
    ("<a b@>", ""),
    ("<@x.cn>", ""),
    ("<pei@-x.cn>", "pei@-x.cn"),
    ("<pei@x_y.cn>", "pei@x_y.cn"),
    ("<pei@x..cn>", "pei@x..cn"),
    (f"<{'a' * 65}@x.cn>", f"{'a' * 65}@x.cn"),
    (f"<a@{'b' * 64}.cn>", f"a@{'b' * 64}.cn"),
    (f"<a@{'b.' * 127}cn>", f"a@{'b.' * 127}cn"),
    ("裴明珠", ""),
    ("undisclosed-recipients:;", ""),
    ("<>", ""),
    ("", ""),
]


def first(value: str) -> str:
    return next((address.email for address in read_addresses(value.encode())), "")


@pytest.mark.parametrize(("value", "email"), WRITABLE)
def test_what_can_be_written_to(value: str, email: str) -> None:
    assert (first(value), is_writable(email)) == (email, True)


@pytest.mark.parametrize(("value", "email"), UNWRITABLE)
def test_what_cannot_be_written_to_is_kept_as_it_is(value: str, email: str) -> None:
    assert (first(value), is_writable(email)) == (email, False)


LOCAL = st.from_regex(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,66}", fullmatch=True)
HOST = st.from_regex(r"([A-Za-z0-9-]{1,64}\.){0,5}[A-Za-z0-9-]{1,5}", fullmatch=True)


@given(LOCAL, HOST)
def test_the_mail_library_takes_every_writable_address(local: str, host: str) -> None:
    email = f"{local}@{host}"
    if not is_writable(email):
        return
    letter = EmailMessage(policy=SMTP)
    letter["To"] = HeaderAddress(addr_spec=email)
    assert re.sub(rb"\s", b"", letter.as_bytes()) == f"To:{email}".encode()
    assert parseaddr(f"<{email}>")[1] == email
    assert read_addresses(f"<{email}>".encode()) == (Address(email.lower()),)


@given(st.one_of(st.binary(max_size=120), st.text('<>"@(),:;\\ a.张=?\u200b\ud800', max_size=30).map(
    lambda text: text.encode("utf-8", "surrogatepass"))))  # fmt: skip
def test_any_bytes_in_any_field(value: bytes) -> None:
    """No line break, control sign or surrogate comes out of a head; nothing raises."""
    value = value.replace(b"\r", b" ").replace(b"\n", b" ")
    names = ("From", "To", "Cc", "Reply-To", "Sender", "Return-Path", "Message-ID", "References", "In-Reply-To",
             "Subject", "Authentication-Results", "X-Mailer", "Auto-Submitted", "X-Zhengji-Kind")  # fmt: skip
    raw = b"".join(name.encode() + b": " + value + b"\r\n" for name in names)
    envelope = open_mail(raw + b"\r\n", Limits()).envelope
    found = [envelope.message_id, envelope.subject, envelope.authentication, envelope.mark]
    found += [envelope.automatic, *envelope.references, *envelope.in_reply_to, envelope.return_path or ""]
    for address in (envelope.sender, envelope.reply_to, *envelope.to, *envelope.cc):
        found += [address.email, address.name]
    assert [text for text in found if re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", text)] == []


@pytest.mark.parametrize(
    ("head", "sole"),
    [
        ("From: boss@mzj.cn", True),
        ("From: <boss@mzj.cn>", True),
        ("From: 李敏 <Boss@mzj.cn>", True),
        ("From: =?gbk?B?wO7D9A==?= <boss@mzj.cn>", True),
        ('From: "boss@mzj.cn" <boss@mzj.cn>', True),
        ("From: boss@mzj.cn (李敏)", True),
        ("From: boss@mzj.cn\r\nSender: 李敏 <boss@mzj.cn>", True),
        ("From: boss@mzj.cn\r\nFrom: colleague@mzj.cn", False),
        ("From: boss@mzj.cn\r\nFrom: boss@mzj.cn", False),
        ("From: boss@mzj.cn, colleague@mzj.cn", False),
        ("From: boss@mzj.cn <colleague@mzj.cn>", False),
        ('From: "boss@mzj.cn" <colleague@mzj.cn>', False),
        ("From: <boss@mzj.cn> <colleague@mzj.cn>", False),
        ("From: 处: boss@mzj.cn;", False),
        ("From: boss@mzj.cn (colleague@mzj.cn)", False),
        ("From: =?utf-8?b?PGJvc3NAbXpqLmNuPg==?=", False),
        ("From: boss@mzj.cn\r\nSender: colleague@mzj.cn", False),
        ("From:\r\nX-Original-From: boss@mzj.cn", False),
        ("From:\r\nSender: boss@mzj.cn", False),
        ("Subject: x", False),
    ],
)
def test_whether_a_mail_has_one_author_however_it_is_read(head: str, sole: bool) -> None:
    assert open_mail(f"{head}\r\n\r\nx".encode(), Limits()).envelope.sole_author is sole


def test_an_address_that_cannot_be_written_to_names_no_author() -> None:
    assert not names_only(b"<a:b@evil.cn>", "a:b@evil.cn")


@pytest.mark.parametrize(
    "value",
    [
        "张三＜zhangsan@163.example＞",
        "张三 <zhangsan＠163.example>",
        "zhangsan@163.example（张三 丰县民政局）",
        "zhangsan＠163．example",
    ],
)
def test_signs_typed_on_a_chinese_keyboard(value: str) -> None:
    assert [address.email for address in read_addresses(value.encode())] == ["zhangsan@163.example"]
    assert not names_only(value.encode(), "zhangsan@163.example")
