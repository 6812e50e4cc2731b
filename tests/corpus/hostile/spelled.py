"""Questions in mails whose heads and letters are spelled as no standard has it, and as real programs write them.

Each with the kind that the office should find in it. Written before the code was looked at.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.corpus.hostile.posted import ASKS, BUREAU, TEXT, head, plain

_QUESTION = ASKS.decode()


def _in(name: str, charset: str, text: bytes) -> bytes:
    return head(name) + f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + text


def _shifted(text: str) -> bytes:
    """In ISO-2022-CN, as RFC 1922 has it."""
    return b"\x1b$)A\x0e" + bytes(byte & 0x7F for byte in text.encode("gb2312")) + b"\x0f"


def _addressed(name: str, address: str) -> bytes:
    return plain(name, From=address.encode())


SPELLED: dict[str, tuple[Callable[[], bytes], str]] = {
    "UTF-8 that says gb2312": (lambda: _in("says-gb", "gb2312", ASKS), "question"),
    "GBK that says UTF-8": (lambda: _in("says-utf8", "utf-8", _QUESTION.encode("gbk")), "question"),
    "HZ": (lambda: _in("hz", "hz-gb-2312", _QUESTION.encode("hz")), "question"),
    "UTF-7": (lambda: _in("utf7", "utf-7", _QUESTION.encode("utf-7")), "question"),
    "ISO-2022-CN": (lambda: _in("iso2022", "iso-2022-cn", _shifted("请问个人可以报送案例吗")), "question"),
    "a charset in single quotes": (
        lambda: _in("quoted", "'cp-936'; format=flowed", _QUESTION.encode("gbk")),
        "question",
    ),
    "one half UTF-8, one half GBK": (
        lambda: _in("halves", "utf-8", ASKS + "\r\n下面是原文：".encode() + "我们村想报".encode("gbk")),
        "question",
    ),
    "a byte order mark before the head": (lambda: b"\xef\xbb\xbf" + plain("marked"), "question"),
    "a line of an mbox before the head": (
        lambda: b"From x@y.example Tue Jul 21 08:00:00 2015\r\n" + plain("mbox"),
        "question",
    ),
    "an empty line before the head": (lambda: b"\r\n" + plain("blank"), "question"),
    "blanks before the colons": (
        lambda: plain("colons").replace(b"Subject:", b"Subject\t:").replace(b"To:", b"To :"),
        "question",
    ),
    "line feeds alone": (lambda: plain("feeds").replace(b"\r\n", b"\n"), "question"),
    "30,000 folds in a field": (
        lambda: head("folds") + b"X-Long:" + b"\r\n y" * 30_000 + b"\r\n" + TEXT + ASKS,
        "question",
    ),
    "two addresses parted by a semicolon": (
        lambda: _addressed("semicolon", "a@hostile.example.com;b@hostile.example.com"),
        "question",
    ),
    "an address in wide characters": (
        lambda: _addressed("wide", "张三＜wide@hostile．example．com＞"),
        "question",
    ),
    "an address with a quoted sign": (
        lambda: _addressed("at", '"a@b"@hostile.example.com'),
        "question",
    ),
    "an address at a number": (lambda: _addressed("number", "n@[192.0.2.9]"), "question"),
    "an address of 400 characters": (
        lambda: _addressed("long", "x" * 400 + "@hostile.example.com"),
        "question",
    ),
    "our own address as a name": (
        lambda: _addressed("named", f'"{BUREAU.decode()}" <named@hostile.example.com>'),
        "question",
    ),
}
