"""Hostile mails: depth, numbers, headers that never end, declarations that do not hold."""

from __future__ import annotations

import base64
from collections.abc import Callable

from tests.corpus.hostile.packed import deflated, gzip_bomb, lying_zip

HEAD = b"From: a@b.cn\r\nTo: c@d.cn\r\nSubject: =?gb2312?B?sLjA/Q==?=\r\nMessage-ID: <1@b.cn>\r\nMIME-Version: 1.0\r\n"
BODY = "附件是我县报送的优秀案例，请查收。".encode()


def _opening(number: int) -> bytes:
    return b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number)


def nested_parts(depth: int) -> bytes:
    """Multiparts inside multiparts."""
    lines = [HEAD, *(_opening(number) for number in range(depth))]
    return b"".join(lines) + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + BODY


def nested_mails(depth: int) -> bytes:
    """Mails inside mails."""
    return (HEAD + b"Content-Type: message/rfc822\r\n\r\n") * depth + HEAD + b"\r\n" + BODY


def many_parts(count: int, part: bytes) -> bytes:
    """One multipart with many parts."""
    return (
        HEAD
        + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        + (b"--b\r\n" + part + b"\r\n") * count
        + b"--b--\r\n"
    )


def attached(name: bytes, content: bytes) -> bytes:
    """A part with a file."""
    return (
        b'Content-Type: application/octet-stream; name="' + name + b'"\r\nContent-Disposition: attachment; filename="'
        + name + b'"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + base64.encodebytes(content)
    )  # fmt: skip


MAILS: dict[str, Callable[[], bytes]] = {
    "empty.eml": lambda: b"",
    "no headers.eml": lambda: BODY * 20,
    "only a line end.eml": lambda: b"\r\n\r\n" + BODY,
    "only headers.eml": lambda: HEAD,
    "200 multiparts deep.eml": lambda: nested_parts(200),
    "20000 multiparts deep.eml": lambda: nested_parts(20_000),
    "200 mails deep.eml": lambda: nested_mails(200),
    "20000 mails deep.eml": lambda: nested_mails(20_000),
    "20000 parts.eml": lambda: many_parts(20_000, b"Content-Type: text/plain\r\n\r\nx"),
    "2000 files.eml": lambda: many_parts(2000, attached(b"a.txt", b"text")),
    "300 bombs.eml": lambda: many_parts(
        300, attached(b"a.zip", lying_zip("a.txt", deflated(30), 0, declared=9))
    ),
    "gzip bomb.eml": lambda: many_parts(1, attached(b"a.gz", gzip_bomb(2000))),
    "boundary without end.eml": lambda: (
        HEAD + b'Content-Type: multipart/mixed; boundary="' + b"x" * 500_000 + b'"\r\n\r\n' + BODY
    ),
    "no boundary.eml": lambda: HEAD + b"Content-Type: multipart/mixed\r\n\r\n" + BODY,
    "empty boundary.eml": lambda: (
        HEAD + b'Content-Type: multipart/mixed; boundary=""\r\n\r\n' + b"--\r\n" * 100_000
    ),
    "boundary everywhere.eml": lambda: (
        HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n" * 300_000
    ),
    "header of ten megabytes.eml": lambda: HEAD + b"X-Long: " + b"y" * 10_000_000 + b"\r\n\r\n" + BODY,
    "a million headers.eml": lambda: HEAD + b"X-A: b\r\n" * 1_000_000 + b"\r\n" + BODY,
    "folded without end.eml": lambda: HEAD + b"X-A: b" + b"\r\n c" * 1_000_000 + b"\r\n\r\n" + BODY,
    "encoded words.eml": lambda: (
        b"From: a@b.cn\r\nSubject: " + b"=?gb2312?B?sLjA/Q==?= " * 100_000 + b"\r\n\r\n" + BODY
    ),
    "half an encoded word.eml": lambda: b"From: a@b.cn\r\nSubject: " + b"=?" * 500_000 + b"\r\n\r\n" + BODY,
    "addresses.eml": lambda: b"From: a@b.cn\r\nTo: " + b"x <a@b.cn>, " * 200_000 + b"\r\n\r\n" + BODY,
    "brackets.eml": lambda: (
        b"From: "
        + b"(" * 200_000
        + b"a@b.cn\r\nTo: "
        + b"<" * 200_000
        + b"\r\nSubject: "
        + b'"\\' * 200_000
        + b"\r\n\r\n"
        + BODY
    ),
    "references.eml": lambda: HEAD + b"References: " + b"<a@b.cn> " * 200_000 + b"\r\n\r\n" + BODY,
    "continuations.eml": lambda: (
        HEAD
        + b"Content-Type: application/x;\r\n"
        + b"".join(b" name*%d=a;\r\n" % n for n in range(100_000))
        + b"\r\n"
        + BODY
    ),
    "charset nobody knows.eml": lambda: (
        HEAD + b"Content-Type: text/plain; charset=x-none\r\nContent-Transfer-Encoding: x-what\r\n\r\n" + BODY
    ),
    "charset that runs.eml": lambda: HEAD + b"Content-Type: text/plain; charset=zip_codec\r\n\r\n" + BODY,
    "broken base64.eml": lambda: HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"!!!=" * 500_000,
    "quoted-printable.eml": lambda: (
        HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=" * 2_000_000
    ),
    "uuencode.eml": lambda: HEAD + b"\r\nbegin 644 a.docx\r\n" + b"M" * 3_000_000,
    "odd date.eml": lambda: b"From: a@b.cn\r\nDate: Fri, 99 Xxx 999999999 99:99:99 +999999\r\n\r\n" + BODY,
    "quotes.eml": lambda: HEAD + b"\r\n" + b"> " * 500_000 + BODY,
    "quoted lines.eml": lambda: HEAD + b"\r\n" + (b">" * 50 + b" On Fri a@b.cn wrote:\r\n") * 20_000,
    "separators.eml": lambda: HEAD + b"\r\n" + "-----原始邮件-----\r\n发件人：a\r\n".encode() * 50_000,
    "links.eml": lambda: HEAD + b"\r\n" + b"https://mail.qq.com/cgi-bin/ftnExs_download?k=1&code=2 " * 50_000,
    "html.eml": lambda: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 200_000 + BODY,
    "calendar.eml": lambda: (
        HEAD + b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n" + b"X" * 3_000_000
    ),
    "names that climb.eml": lambda: many_parts(
        1, attached(b"../../../../tmp/escaped.txt", b"x") + attached(b"NUL", b"x")
    ),
    "zeros.eml": lambda: HEAD + b"\r\n" + b"\0" * 5_000_000,
}
