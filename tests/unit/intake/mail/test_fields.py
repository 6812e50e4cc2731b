"""Addresses, dates and identifiers, leniently."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.mail.addresses import read_addresses
from intake.mail.fields import read_date, read_id, read_ids
from intake.model.case import Address

WORD = b"=?gbk?B?" + base64.b64encode("张三, 丰县".encode("gbk")) + b"?="


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (b"a@x.cn", [Address("a@x.cn")]),
        (b"<A@X.CN>", [Address("a@x.cn")]),
        (b'"Zhang, San" <a@x.cn>, b@y.cn', [Address("a@x.cn", "Zhang, San"), Address("b@y.cn")]),
        (WORD + b" <a@x.cn>", [Address("a@x.cn", "张三, 丰县")]),
        (b'"' + WORD + b'" <a@x.cn>', [Address("a@x.cn", "张三, 丰县")]),
        ("张三 <a@x.cn>；李四 <b@x.cn>".encode(), [Address("a@x.cn", "张三"), Address("b@x.cn", "李四")]),
        ("丰县民政局 <a@x.cn>".encode("gbk"), [Address("a@x.cn", "丰县民政局")]),
        (b"undisclosed-recipients:;", []),
        (b"group: a@x.cn, b@x.cn;", [Address("a@x.cn"), Address("b@x.cn")]),
        (b"<mailto:a@x.cn>", [Address("a@x.cn")]),
        (b"a@x.cn (comment)", [Address("a@x.cn", "comment")]),
        (b'"unclosed <a@x.cn>', [Address("a@x.cn", "unclosed")]),
        (b"<>", []),
        (b"", []),
    ],
)
def test_addresses(value: bytes, found: list[Address]) -> None:
    assert list(read_addresses(value)) == found


@given(st.binary(max_size=200))
def test_any_bytes_are_addresses(value: bytes) -> None:
    for address in read_addresses(value):
        assert "\n" not in address.email + address.name
        assert address.email == address.email.lower()


TEN = datetime(2015, 8, 3, 2, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Mon, 3 Aug 2015 10:25:00 +0800", TEN),
        ("Mon, 3 Aug 2015 10:25:00 +0800 (CST)", TEN),
        ("3 Aug 2015 10:25 +08:00", TEN),
        ("Mon, 3 Aug 2015 10:25:00 CST", TEN),  # Chinese, not American
        ("Mon Aug  3 10:25:00 CST 2015", TEN),
        ("Mon, 3 Aug 2015 02:25:00 GMT", TEN),
        ("2015-08-03T10:25:00+08:00", TEN),
        ("2015-08-03 10:25:00", TEN),
        ("2015年8月3日 10:25", TEN),
        ("2015年8月3日（星期一）上午10:25", TEN),
        ("2015年8月3日 晚上10:25", datetime(2015, 8, 3, 14, 25, tzinfo=UTC)),
        ("Aug 3, 2015 10:25 AM", TEN),
        ("Mon, 3 Aug 115 10:25:00 +0800", TEN),  # years since 1900
        ("Mon, 3 Aug 2015 10:25:00", TEN),
        ("Mon, 3 Aug 2015 10:25:60 +0800", datetime(2015, 8, 3, 2, 25, 59, tzinfo=UTC)),
        ("Mon, 3 Aug 2085 10:25:00 +0800", datetime(2085, 8, 3, 2, 25, tzinfo=UTC)),
        ("Thu, 1 Jan 1970 08:00:00 +0800", None),
        ("Mon, 32 Aug 2015 10:25:00 +0800", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_dates(text: str, when: datetime | None) -> None:
    assert read_date(text) == when


@given(st.text(max_size=80))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = read_date(text)
    assert found is None or found.tzinfo is UTC


@given(st.integers(663_000_000, 4_080_000_000))
def test_dates_of_the_standard_library(stamp: int) -> None:
    from email.utils import format_datetime

    moment = datetime.fromtimestamp(stamp, UTC)
    assert read_date(format_datetime(moment)) == moment


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        (b"<a@b>", ("<a@b>",)),
        (b"<a@b> <c@d>\r\n\t<a@b>", ("<a@b>", "<c@d>")),
        (b"<a\r\n @b>", ("<a@b>",)),
        (b"a@b", ("<a@b>",)),
        (b"<=?utf-7?Q?+2D0-?=>", ()),
        (b"<=?utf-8?b?eD4KQ29udGVudA==?=@y.cn> <c@d>", ("<c@d>",)),
        (b"<\xd5\xc5@y.cn>", ()),
        (b"<a\x00b@y.cn>", ()),
        (b"<" + b"a" * 901 + b"@y.cn> <c@d>", ("<c@d>",)),
        (b"<>", ()),
        (b"", ()),
    ],
)
def test_identifiers(value: bytes, ids: tuple[str, ...]) -> None:
    assert read_ids(value) == ids


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (b" <a@b> ", "<a@b>"),
        (b"no-brackets", "<no-brackets>"),
        (b"<=?utf-7?Q?+2D0-?=>", ""),
        (b"\xd5\xc5", ""),
        (b"a" * 901, ""),
        (b"<>", ""),
        (b"", ""),
    ],
)
def test_message_id(value: bytes, found: str) -> None:
    assert read_id(value) == found
