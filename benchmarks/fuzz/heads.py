"""Mails with odd heads: every field that a program decides by, replaced, doubled, broken or left out."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence

from benchmarks.fuzz.seeds import LARGEST, Seed, make_mail
from demo.mails import season_mails
from tests.corpus.hostile.mailed import MAILS
from tests.paths import CORPUS

OURS = b"<ours@placeholder.example.cn>"  # stands for the Message-ID of a letter that the office sent
HUGE = 60_000  # bytes of a value that never ends
_SLOW = frozenset({"20000 multiparts deep.eml", "20000 mails deep.eml", "20000 parts.eml", "300 bombs.eml"})
_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:(.*(?:\r?\n[ \t].*)*)\r?\n", re.MULTILINE)

ADDRESSES: Sequence[bytes] = (
    b"", b"<>", b"<@>", b"a@b", b"a@b@c.cn", b"<a..b@x.cn>", b"<.a@x.cn>", b"<a:b@x.cn>", b"a@x,cn", b"<a@x.cn", b"a@x.cn>", b"@x.cn",
    b"\"x\" <a@x.cn>, \"y\" <b@y.cn>", b"undisclosed-recipients:;", b"group: a@x.cn, b@y.cn;", b"<a@[10.1.2.3]>", b"<a@10.1.2.3>",
    b"=?utf-8?B?5byg5LiJ?= <zs@x.cn>", b"=?utf-8?B?5byg5LiJ <zs@x.cn>", b"=?utf-7?Q?+2D0-?= <a@x.cn>", b"=?gb2312?B?////?= <a@x.cn>",
    b"=?x-unknown?B?AAAA?= <a@x.cn>", b"=?utf-8?Q?a=0D=0ABcc:_v=40evil.cn?= <a@x.cn>", b"=?utf-8?Q?=00?= <a@x.cn>", b"<a\x00b@x.cn>",
    "张三 <张三@丰县.中国>".encode(), "张三＜zs＠x．cn＞".encode(), "张三 <zs@x.cn>".encode("gb18030"), "民政局，办公室 <mz@x.cn>".encode("gbk"),
    b"\xff\xfe\xff <a@x.cn>", b"<" + b"a" * 300 + b"@x.cn>", b"<a@" + b"b." * 200 + b"cn>", b"(" * 400 + b"a@x.cn", b"\"" * 99 + b"<a@x.cn>",
    b"=?utf-8?Q?limin=40example.cn?= <a@x.cn>", b"limin@example.cn", b"\"limin@example.cn\" <a@evil.cn>", b"limin@example.cn <a@evil.cn>",
    b"zhengji@example.cn", b"\"\xe5\xbe\x81\xe9\x9b\x86\" <ZHENGJI@EXAMPLE.CN>", b"fx@example.cn", b"FX@Example.CN.", b"<fx@example.cn\r\n >",
    b"MAILER-DAEMON@x.cn", b"postmaster@x.cn", b"no-reply@x.cn", b"a@x.cn;b@y.cn", b"<a@xn--55qx5d.cn>", b"<a@xn--.cn>", b"<a@-x.cn>", b"a\xe2\x80\xae@x.cn",
    b"%s %n {0} {{ 7*7 }} <a{{7*7}}@x.cn>", b"<script>alert(1)</script> <a@x.cn>", b"=cmd|' /C calc'!A0 <a@x.cn>", b", ," * 300, b"<a@x.cn>" * 300,
)  # fmt: skip
DATES: Sequence[bytes] = (
    b"", b"now", b"0", b"Mon, 20 Jul 2015 09:00:00 +0800", b"Mon, 20 Jul 0015 09:00:00 +0800", b"Tue, 31 Feb 2015 25:61:61 +9999", b"1 Jan 1 0:0:0 -2400",
    b"Fri, 31 Dec 9999 23:59:59 -1200", b"Sat, 01 Jan 0001 00:00:00 +1400", b"Mon, 20 Jul 99999 09:00:00 +0800", b"Thu, 1 Jan 1970 00:00:00 +0000",
    b"Mon, 20 Jul 2015 09:00:00 +99999999999", b"2015-07-20T09:00:00Z", "2015年7月20日 上午9:00".encode(), b"20/07/15", b"Mon, 20 Jul 2015 09:00:00 (" + b"(" * 200,
    b"-1 Jul 2015 09:00:00 +0800", b"Mon, 20 Jul 2015 09:00:60 +0800", b"Mon, 20 Jul 2025 09:00:00 +0800", b"\xff\xff", b"9" * 400,
)  # fmt: skip
IDENTITIES: Sequence[bytes] = (
    b"", b"<>", b"<a>", b"<@>", b"a@b", b"<a@b> <c@d>", b"<a b@c>", b"<a@b\r\n >", b"<\x00@b>", b"<=?utf-8?b?eD4KQ29udGVudC1UeXBlOnRleHQ=?=@y.cn>",
    b"<" + b"a" * 2000 + b"@b>", b"<a@" + b"b" * 5000, b"<" * 300, "<案例@丰县.中国>".encode(), b"\xff\xfe", b"<a@b>\r\n\tBcc: v@evil.cn", b"<same@x.cn>",
    OURS, OURS + b" " + OURS, b"<a@b> " * 900 + OURS, b"<zj.0000000000000000000000000000000000000000@example.cn>", b"<a\"b@c>", b"<{{7*7}}@x.cn>", b"<a@b", b"b>a<",
)  # fmt: skip
SUBJECTS: Sequence[bytes] = (
    b"", b" ", b"=?utf-8?B??=", b"=?utf-8?Q?=?=", b"=?utf-8?B?5qGI5L6L", b"=?gb2312?B?sLjA/Q==?=", b"=?gb2312?Q?=B0=B8=C0?=", b"=?utf-8?Q?a=0D=0ATo:_v=40evil.cn?=",
    b"=?iso-2022-jp?B?GyRC?=", b"=?utf-7?Q?+AAo-?=", b"=?utf-16?B?/v8=?=", b"=?hz-gb-2312?Q?~=7B?=", b"=?utf-8?B?8J+YgPCfmIA=?=", b"=?utf-8?Q?=E2=80=AE=E2=81=A6?=",
    "机密★1年 案例".encode(), "［秘密］材料".encode("gb18030"), "报送案例".encode("gbk") + b"\xff", b"Re: " * 500, "回复：转发：".encode() * 200,
    b"%s%s%n {{ campaign }} ${7*7} <img src=x onerror=1>", b"=1+1", b"@SUM(A1)", b"-2+3", "自动回复：出差".encode(), b"Undelivered Mail Returned to Sender", b"x" * HUGE,
    "撤销".encode(), "发汇总表".encode(), "\u0000\ud800\uffff".encode("utf-8", "surrogatepass"), b"a\r\n \r\n b", b"a\x0b\x0c\x1b[31m\x85\x07", b"\xe2\x80\xa8\xe2\x80\xa9",
)  # fmt: skip
TYPES: Sequence[bytes] = (
    b"", b"text", b"text/", b"/", b"text/plain", b"text/plain; charset=", b"text/plain; charset=\"utf-7\"", b"text/plain; charset=rot13", b"text/plain; charset=zlib", b"text/plain; charset=idna",
    b"text/plain; charset=unicode_escape", b"text/plain; charset=" + b"x" * 3000, b"text/plain; charset*0=gb; charset*1=2312", b"text/plain; charset*=utf-8''gbk%00",
    b"text/html; charset=gb2312", b"text/html; charset=utf-16", b"multipart/mixed", b"multipart/mixed; boundary=", b"multipart/mixed; boundary=\"\"", b"multipart/mixed; boundary=\"--\"",
    b"multipart/mixed; boundary=\"" + b"b" * 3000 + b"\"", b"multipart/alternative; boundary=b", b"multipart/digest; boundary=b", b"multipart/report; report-type=delivery-status; boundary=b",
    b"message/rfc822", b"message/partial; number=1; total=99999; id=x", b"message/delivery-status", b"message/external-body; access-type=local-file; name=\"/etc/passwd\"",
    b"application/ms-tnef", b"application/octet-stream; name=\"../../../etc/x.docx\"", b"application/zip; name*=utf-8''%E6%A1%88", b"image/svg+xml", b"text/calendar", b"application/pgp-encrypted",
    b";" * 2000, b"text/plain; " + b"a=b; " * 4000, b"TEXT/PLAIN;CHARSET=GBK", b"text/plain; charset=utf-8; charset=gbk", b"\xff/\xff", b"text/plain; format=flowed; delsp=yes",
)  # fmt: skip
ENCODINGS: Sequence[bytes] = (
    b"", b"base64", b"quoted-printable", b"7bit", b"8bit", b"binary", b"uuencode", b"x-uuencode", b"base64 (comment)", b"\"base64\"", b"base64; x", b"hex", b"yenc", b"gzip", b"BASE64\x00",
)  # fmt: skip
DISPOSITIONS: Sequence[bytes] = (
    b"attachment", b"inline", b"attachment; filename=", b"attachment; filename=\"\"", b"attachment; filename=\"/\"", b"attachment; filename=\"..\\..\\a.docx\"", b"attachment; filename=\"CON\"",
    b"attachment; filename*=utf-8''%ff%fe%00", b"attachment; filename*0*=gbk''%B0; filename*1*=%B8", b"attachment; filename=\"" + "案".encode("gbk") * 400 + b".docx\"",
    b"attachment; filename=\"=?utf-8?Q?a=0D=0A.docx?=\"", b"attachment; filename=\"a.docx\x00.exe\"", b"attachment; filename=\"\xe2\x80\xaexcod.exe\"", b"attachment; size=-1",
)  # fmt: skip
RECEIVED: Sequence[bytes] = (
    b"", b";", b"from a by b; Mon, 20 Jul 2015 09:00:00 +0800", b"from a by mx.example.cn with ESMTP id 1; Mon, 20 Jul 9999 09:00:00 +0800", b"by x; " + b"(" * 300, b"from " + b"a " * 9000,
)  # fmt: skip
CLAIMS: Sequence[bytes] = (
    b"auto-replied", b"auto-generated", b"no", b"bulk", b"<list.x.cn>", b"mx.example.cn; dkim=pass header.d=example.cn", b"mx.example.cn; dkim=pass header.d=example.cn; spf=pass; dmarc=pass header.from=example.cn",
    b"dkim=fail", b"digest", b"order", b"0" * 40, b"1", b"High", b"a@x.cn", b"<mailto:a@x.cn>", b"All", b"v=1; a=rsa-sha256; b=" + b"A" * 3000,
)  # fmt: skip
FIELDS: Sequence[tuple[tuple[bytes, ...], Sequence[bytes]]] = (
    ((b"From", b"From", b"From", b"Sender", b"Reply-To", b"Return-Path", b"Resent-From"), ADDRESSES),
    ((b"To", b"To", b"Cc", b"Bcc", b"Delivered-To", b"X-Original-To"), ADDRESSES),
    ((b"Date", b"Resent-Date"), DATES),
    ((b"Message-ID", b"References", b"References", b"In-Reply-To", b"In-Reply-To"), IDENTITIES),
    ((b"Subject",), SUBJECTS),
    ((b"Content-Type",), TYPES),
    ((b"Content-Transfer-Encoding",), ENCODINGS),
    ((b"Content-Disposition",), DISPOSITIONS),
    ((b"Received",), RECEIVED),
    (
        (
            b"Auto-Submitted", b"Precedence", b"List-Id", b"List-Unsubscribe", b"Authentication-Results", b"X-Zhengji-Kind", b"X-Zhengji-Letter",
            b"X-Failed-Recipients", b"X-Autoreply", b"X-Auto-Response-Suppress", b"Disposition-Notification-To", b"X-Priority", b"DKIM-Signature",
        ),
        CLAIMS,
    ),
)  # fmt: skip
_EVERY = tuple(value for _, values in FIELDS for value in values)
ORDERS = (
    "1号撤回",
    "撤销",
    "丰县不用再催",
    "1号主题改二",
    "发汇总表",
    "延期到8月15日",
    "暂停发信",
    "恢复",
    "是",
    "1号备注：{{7*7}}",
)


def head_seeds() -> list[Seed]:
    """Mails whose heads are spoiled, always in the same order."""
    found = [
        (path.name, path.read_bytes())
        for path in sorted((CORPUS / "faults").glob("*.eml"))
        if path.name != "README"
    ]
    found += [(made.name, made.raw) for made in season_mails()[::4]]
    found += [(name, make()) for name, make in MAILS.items() if name not in _SLOW]
    found += [(f"order {number}.eml", _order(words, number)) for number, words in enumerate(ORDERS)]
    lines = (CORPUS / "kinds.jsonl").read_text(encoding="utf-8").splitlines()
    found += [
        (f"kind {number}.eml", _plain(json.loads(line), number)) for number, line in enumerate(lines[::9])
    ]
    found.append(("file.eml", make_mail("说明.txt", "案例".encode("gbk"), 7)))
    return [(name, data) for name, data in found if len(data) <= LARGEST]


def _plain(mail: dict[str, object], number: int) -> bytes:
    head = f"From: <k{number}@county.example.cn>\r\nTo: zhengji@example.cn\r\nSubject: {mail.get('subject', '')}\r\n"
    return _whole(head + f"Message-ID: <kind{number}@county.example.cn>\r\n", str(mail.get("body", "")))


def _order(words: str, number: int) -> bytes:
    head = "From: limin@example.cn\r\nTo: zhengji@example.cn\r\nSubject: order\r\n"
    return _whole(
        f"{head}Message-ID: <o{number}@example.cn>\r\nIn-Reply-To: {OURS.decode()}\r\nReferences: {OURS.decode()}\r\n",
        words,
    )


def _whole(head: str, body: str) -> bytes:
    kind = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nDate: Tue, 21 Jul 2015 08:00:00 +0800\r\n"
    return f"{head}{kind}\r\n{body}\r\n".encode("utf-8", "replace")


def spoil_head(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """``data`` with one to six odd things in its head; ``other`` is a mail whose fields may be taken."""
    head, gap, body = _split(data)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 6))):
        head = rng.choice(_CHANGES)(rng, head, other)
    return (head + gap + body)[:LARGEST]


def _split(data: bytes) -> tuple[bytes, bytes, bytes]:
    found = re.search(rb"(?<=\n)\r?\n", data)
    if found is None:
        return data, b"", b""
    return data[: found.start()], found[0], data[found.end() :]


def _field(rng: random.Random) -> bytes:
    names, values = rng.choice(FIELDS)
    value = rng.choice(values if rng.random() < 0.85 else _EVERY)
    name = rng.choice(names)
    name = rng.choice((name, name, name, name.upper(), name.lower(), name + b" ", b" " + name))
    return (
        name
        + rng.choice((b": ", b": ", b":", b":\r\n ", b":\t"))
        + value
        + rng.choice((b"\r\n", b"\r\n", b"\n"))
    )


def _put(rng: random.Random, head: bytes, _: bytes) -> bytes:
    """A field more, at the top or the bottom."""
    field = _field(rng)
    return field + head if rng.random() < 0.5 else head + field


def _replace(rng: random.Random, head: bytes, _: bytes) -> bytes:
    """A field instead of those of its name."""
    field = _field(rng)
    name = field.partition(b":")[0].strip().lower()
    kept = _FIELD.sub(lambda found: b"" if found[1].lower() == name else found[0], head)
    return kept + field


def _drop(rng: random.Random, head: bytes, _: bytes) -> bytes:
    found = list(_FIELD.finditer(head))
    if not found:
        return head
    chosen = rng.choice(found)
    return head[: chosen.start()] + head[chosen.end() :]


def _double(rng: random.Random, head: bytes, _: bytes) -> bytes:
    found = list(_FIELD.finditer(head))
    return head + rng.choice(found)[0] * rng.choice((1, 2, 40)) if found else head


def _take(rng: random.Random, head: bytes, other: bytes) -> bytes:
    """A field of another mail."""
    found = list(_FIELD.finditer(_split(other)[0]))
    return rng.choice(found)[0] + head if found else head


def _bytes(rng: random.Random, head: bytes, _: bytes) -> bytes:
    """Some bytes of the head changed for those that mean something there."""
    out = bytearray(head)
    for _number in range(rng.choice((1, 3, 20))):
        if out:
            out[rng.randrange(len(out))] = rng.choice(b'\x00\r\n\t :;,<>@"\\()=?.\x7f\x80\xff')
    return bytes(out)


def _stretch(rng: random.Random, head: bytes, _: bytes) -> bytes:
    """Something of the head over and over."""
    if not head:
        return head
    at = rng.randrange(len(head))
    piece = head[at : at + rng.choice((1, 5, 40))]
    return head[:at] + piece * rng.choice((20, 400)) + head[at:]


Change = Callable[[random.Random, bytes, bytes], bytes]
_CHANGES: Sequence[Change] = (
    _replace,
    _replace,
    _replace,
    _replace,
    _put,
    _put,
    _drop,
    _double,
    _take,
    _bytes,
    _stretch,
)
