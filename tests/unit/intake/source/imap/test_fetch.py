"""Listings and bodies as servers word them, read without a server."""

from __future__ import annotations

import imaplib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.source.imap.explain import CommandRefused
from intake.source.imap.fetch import (
    Fields,
    Listed,
    fetch_bodies,
    fetch_fields,
    fetch_header,
    list_range,
    top_uid,
)

STAMP = b"20-Jul-2015 10:00:00 +0800"
HOUR = datetime(2015, 7, 20, 2, tzinfo=UTC)


class Server:
    """A line, the client on it and its wire in one: gives prepared answers, an exception is raised."""

    class Account:
        read_timeout = 60.0

    account = Account()

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[Any, ...]] = []
        self.bounds: list[tuple[float, int]] = []

    @property
    def wire(self) -> Server:
        return self

    def ask(self, call: Any, seconds: float = 0.0, budget: int = 0) -> Any:
        self.bounds.append((seconds, budget))
        return call(self)

    def uid(self, *words: str) -> Any:
        return self._answer(words)

    def fetch(self, *words: Any) -> Any:
        return self._answer(words)

    def _answer(self, words: tuple[Any, ...]) -> Any:
        self.asked.append(words)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def listed(*lines: Any) -> Server:
    return Server(("OK", list(lines)))


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        ([], []),
        ([None], []),
        (
            [b'1 (UID 7 RFC822.SIZE 1200 INTERNALDATE "' + STAMP + b'" FLAGS (\\Seen $Junk))'],
            [Listed(7, 1200, STAMP, b"\\Seen $Junk")],
        ),
        ([b"1 (FLAGS () UID 7)"], [Listed(7)]),
        ([b"1 (flags (\\Seen) uid 7 rfc822.size 3)"], [Listed(7, 3, b"", b"\\Seen")]),
        ([b"2 (UID 9)", b"1 (UID 7)", b"2 (UID 9)"], [Listed(7), Listed(9)]),
        ([b"1 (UID 7)", b"3 (FLAGS (\\Deleted))", b"garbage", b""], [Listed(7)]),  # another client at work
        ([(b"1 (UID 7 BODY[] {3}", b"abc"), b")"], [Listed(7)]),
        ([b"1 (UID 4)", b"2 (UID 12)"], []),  # n:* brings the last mail, too
    ],
)
def test_rows_of_a_listing(lines: list[Any], rows: list[Listed]) -> None:
    server = listed(*lines)
    assert list_range(server, 5, 10) == rows
    assert server.asked == [("FETCH", "5:10", "(UID RFC822.SIZE INTERNALDATE FLAGS)")]


def test_a_listing_to_the_end() -> None:
    server = listed(b"1 (UID 4)", b"2 (UID 12)")
    assert list_range(server, 5) == [Listed(12)]
    assert server.asked[0][1] == "5:*"


def test_one_mail_without_a_size_costs_only_the_sizes() -> None:
    server = Server(("NO", [b"cannot tell"]), ("OK", [b"1 (UID 7)"]))

    def ask(call: Any, **_: Any) -> Any:
        try:
            return call(server)
        except imaplib.IMAP4.error as error:
            raise CommandRefused(str(error)) from error

    server.ask = ask
    assert list_range(server, 1) == [Listed(7)]
    assert [words[2] for words in server.asked] == ["(UID RFC822.SIZE INTERNALDATE FLAGS)", "(UID)"]


@pytest.mark.parametrize(
    ("lines", "top"), [([], 0), ([None], 0), ([b"3 (UID 9)"], 9), ([b"3 (UID 9)", b"4 (UID 11)"], 11)]
)
def test_the_highest_number(lines: list[Any], top: int) -> None:
    assert top_uid(listed(*lines)) == top


@pytest.mark.parametrize(
    ("stamp", "arrived"),
    [
        (STAMP, HOUR),
        (b" 1-Jul-2015 00:30:00 +0800", datetime(2015, 6, 30, 16, 30, tzinfo=UTC)),
        (b"20-Jul-2015 10:00:00 -0000", datetime(2015, 7, 20, 10, tzinfo=UTC)),
        (b"", None),
        (b"yesterday", None),
        (b"20-Jul-1915 10:00:00 +0800", None),
        (b"32-Jul-2015 10:00:00 +0800", None),
        (b"\xff\xfe", None),
    ],
)
def test_when_a_mail_arrived(stamp: bytes, arrived: datetime | None) -> None:
    assert Listed(1, stamp=stamp).arrived == arrived


@pytest.mark.parametrize(
    ("marks", "flags"),
    [
        (b"", ()),
        (b"\\Seen", ("\\Seen",)),
        (b"\\Seen  $Forwarded", ("\\Seen", "$Forwarded")),
        (b"\xe5\xb7\xb2", ("已",)),
    ],
)
def test_flags_as_written(marks: bytes, flags: tuple[str, ...]) -> None:
    assert Listed(1, marks=marks).flags == flags


@pytest.mark.parametrize(
    ("entry", "body"),
    [
        ({b"SEQ": 1, b"BODY[]": b"raw"}, b"raw"),
        ({b"RFC822": b"raw"}, b"raw"),
        ({b"RFC822.SIZE": 9, b"BODY[]": b""}, b""),
        ({b"BODY[]": 12345}, b"12345"),  # a mail of digits only comes as an atom
        ({b"BODY[]": None}, None),
        ({b"FLAGS": (b"\\Seen",)}, None),
        ({}, None),
    ],
)
def test_the_bytes_of_a_mail(entry: dict[bytes, Any], body: bytes | None) -> None:
    assert fetch_bodies(Server({7: entry}), [Listed(7, 9)], 100) == {7: body}


def test_bodies_are_bounded_by_what_was_announced() -> None:
    mib = 1024 * 1024
    server = Server({7: {b"BODY[]": b"a"}, 99: {b"BODY[]": b"not asked for"}})
    rows = [Listed(7, 4 * mib), Listed(8)]
    assert fetch_bodies(server, rows, 2 * mib) == {7: b"a"}
    assert server.asked == [([7, 8], ["BODY.PEEK[]"])]
    assert server.bounds == [(60.0 + 6 * mib / 65_536, 6 * mib + 6 * mib // 4 + mib)]


@pytest.mark.parametrize(
    ("found", "header"),
    [
        ({7: {b"BODY[HEADER]": b"Subject: x\r\n\r\n"}}, b"Subject: x\r\n\r\n"),
        ({7: {b"BODY[HEADER]": None}}, b""),
        ({}, None),
    ],
)
def test_the_header_of_a_mail(found: Any, header: bytes | None) -> None:
    assert fetch_header(Server(found), 7) == header


def test_fields_of_mails_by_their_places() -> None:
    head = b"Message-ID: <a@b>\r\n\r\n"
    item = b"BODY[HEADER.FIELDS (MESSAGE-ID)] {%d}" % len(head)
    server = listed(
        (b'2 (UID 9 INTERNALDATE "' + STAMP + b'" ' + item, head),
        b")",
        (b"1 (UID 7 " + item, head),
        b")",
        b"3 (UID 8 FLAGS ())",
    )
    assert fetch_fields(server, 1, 3, "MESSAGE-ID") == [Fields(7, None, head), Fields(9, HOUR, head)]


@given(st.lists(st.one_of(st.binary(max_size=30), st.none(), st.integers()), max_size=8))
def test_garbage_in_a_listing_is_passed_over(lines: list[Any]) -> None:
    rows = list_range(listed(*lines, b"5 (UID 50)"), 1)
    assert Listed(50) in rows
    assert [row.uid for row in rows] == sorted({row.uid for row in rows})
