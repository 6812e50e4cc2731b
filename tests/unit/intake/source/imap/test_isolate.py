"""Mails in batches: the one that breaks the connection is found and, in the end, passed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model.errors import LoginRefused, SourceError
from intake.source.base import Position, Seen
from intake.source.imap import isolate
from intake.source.imap.account import ImapAccount
from intake.source.imap.fetch import Listed
from intake.source.imap.isolate import HEADER_TRIES, WHOLE_TRIES, Isolation

NOW = datetime(2015, 7, 20, tzinfo=UTC)
ACCOUNT = ImapAccount("甲", "localhost", "a@b", batch_bytes=1000, batch_mails=4, oversize_bytes=5000)
HEAD = b"Date: Mon, 20 Jul 2015 10:00:00 +0800\r\n\r\n"


def place(uid: int) -> Position:
    return Position("甲", "INBOX", 7, uid)


class Visit:
    """A visit that is renewed as often as its server fails."""

    account = ACCOUNT

    def __init__(self) -> None:
        self.line = self
        self.recovered = 0

    def recover(self, error: SourceError) -> None:
        if isinstance(error, LoginRefused):
            raise error
        self.recovered += 1


class Mailbox:
    """What a server has: mails, those that break the line, those whose headers do, those gone."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.broken: set[int] = set()
        self.headless: set[int] = set()
        self.gone: set[int] = set()
        self.asked: Counter[tuple[str, int]] = Counter()
        monkeypatch.setattr(isolate, "fetch_bodies", self._bodies)
        monkeypatch.setattr(isolate, "fetch_header", self._header)
        monkeypatch.setattr(
            isolate, "list_range", lambda _, low, __: [] if low in self.gone else [Listed(low)]
        )

    def _bodies(self, _: Any, rows: list[Listed], __: int) -> dict[int, bytes]:
        self.asked.update(("whole", row.uid) for row in rows)
        if self.broken & {row.uid for row in rows}:
            raise SourceError("断")
        return {row.uid: HEAD + b"%d" % row.uid for row in rows if row.uid not in self.gone}

    def _header(self, _: Any, uid: int) -> bytes | None:
        self.asked["header", uid] += 1
        if uid in self.headless:
            raise SourceError("断")
        return None if uid in self.gone else HEAD


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    return Mailbox(monkeypatch)


def poll(isolation: Isolation, rows: list[Listed]) -> list[tuple[int, Seen | None]]:
    visit: Any = Visit()
    return [
        (one.row.uid, one.seen)
        for batch in isolation.split(visit, rows, place)
        for taken in isolation.take(visit, batch, place)
        for one in taken
    ]


def rows(*sizes: int) -> list[Listed]:
    return [Listed(uid, size) for uid, size in enumerate(sizes, 1)]


@pytest.mark.parametrize(
    ("sizes", "batches"),
    [
        ((), []),
        ((10,), [[1]]),
        ((10, 10, 10, 10, 10), [[1, 2, 3, 4], [5]]),  # no more than four
        ((500, 500, 1), [[1, 2], [3]]),  # no more than a thousand bytes
        ((999, 2), [[1], [2]]),
        ((2000, 1), [[1], [2]]),  # larger than a batch, not too large
        ((10, 0, 10), [[1], [2], [3]]),  # a size that is not told
        ((10, 6000, 10, 10), [[1], [2], [3, 4]]),  # header only
        ((0, 0), [[1], [2]]),
    ],
)
def test_batches_are_bounded_and_doubtful_mails_alone(
    sizes: tuple[int, ...], batches: list[list[int]]
) -> None:
    visit: Any = Visit()
    found = Isolation(lambda: NOW).split(visit, rows(*sizes), place)
    assert [[row.uid for row in batch] for batch in found] == batches


@given(st.lists(st.integers(0, 7000), max_size=30))
def test_every_mail_is_in_one_batch_and_in_order(sizes: list[int]) -> None:
    visit: Any = Visit()
    batches = list(Isolation(lambda: NOW).split(visit, rows(*sizes), place))
    assert [row.uid for batch in batches for row in batch] == list(range(1, len(sizes) + 1))
    assert all(batch for batch in batches)
    for batch in batches:
        assert len(batch) == 1 or sum(row.size for row in batch) <= ACCOUNT.batch_bytes
    for one, other in pairwise(batches):  # a batch ends for a reason only
        alone = {0} | {row.size for row in (*one, *other) if row.size > ACCOUNT.oversize_bytes}
        full = sum(row.size for row in one) + other[0].size > ACCOUNT.batch_bytes or len(one) == 4
        assert full or {row.size for row in (*one, *other)} & alone


def test_a_batch_as_it_should_be(mailbox: Mailbox) -> None:
    mailbox.gone.add(2)
    found = poll(Isolation(lambda: NOW), rows(10, 10, 10))
    arrived = datetime(2015, 7, 20, 2, tzinfo=UTC)
    assert found == [
        (1, Seen(place(1), HEAD + b"1", HEAD, 10, arrived, (), "")),
        (2, None),  # deleted meanwhile
        (3, Seen(place(3), HEAD + b"3", HEAD, 10, arrived, (), "")),
    ]


def test_the_mail_that_breaks_the_line_comes_as_a_header_and_the_others_whole(mailbox: Mailbox) -> None:
    mailbox.broken.add(2)
    found = dict(poll(Isolation(lambda: NOW), rows(10, 10, 10)))
    assert [(seen.raw, seen.header, seen.trouble) for seen in found.values() if seen] == [
        (HEAD + b"1", HEAD, ""),
        (None, HEAD, "服务器多次未能完整给出这封邮件，只取到信头"),
        (HEAD + b"3", HEAD, ""),
    ]
    assert mailbox.asked["whole", 2] == WHOLE_TRIES


def test_a_mail_that_is_never_given_is_passed(mailbox: Mailbox) -> None:
    mailbox.broken.add(1)
    mailbox.headless.add(1)
    ((_, seen),) = poll(Isolation(lambda: NOW), rows(10))
    assert seen == Seen(place(1), None, b"", 10, NOW, (), "服务器多次未能给出这封邮件")
    assert mailbox.asked == {("whole", 1): WHOLE_TRIES, ("header", 1): HEADER_TRIES - WHOLE_TRIES}


def test_a_mail_that_is_too_large_is_asked_for_its_header_alone(mailbox: Mailbox) -> None:
    ((_, seen),) = poll(Isolation(lambda: NOW), rows(6000))
    assert seen is not None
    assert (seen.raw, seen.header, seen.trouble) == (None, HEAD, "邮件过大（0 MB），只取了信头")
    assert mailbox.asked == {("header", 1): 1}


def test_failures_are_remembered_between_polls_and_forgotten_after_success(mailbox: Mailbox) -> None:
    isolation = Isolation(lambda: NOW)
    visit: Any = Visit()
    mailbox.broken.update((1, 2, 3))

    def give_up(error: SourceError) -> None:
        raise error

    visit.recover = give_up
    (batch,) = isolation.split(visit, rows(10, 10, 10), place)
    with pytest.raises(SourceError):
        list(isolation.take(visit, batch, place))
    again = [[row.uid for row in batch] for batch in isolation.split(visit, rows(10, 10, 10), place)]
    assert again == [[1], [2], [3]]  # the poll that this cost is not lost to the others
    mailbox.broken.clear()
    assert [seen.trouble for _, seen in poll(isolation, rows(10, 10, 10)) if seen] == ["", "", ""]
    (whole,) = isolation.split(visit, rows(10, 10, 10), place)
    assert len(whole) == 3


def test_an_account_that_is_refused_asks_for_no_more(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolation = Isolation(lambda: NOW)
    visit: Any = Visit()

    def refuse(*_: Any) -> Any:
        raise LoginRefused("密码不对")

    monkeypatch.setattr(isolate, "fetch_bodies", refuse)
    with pytest.raises(LoginRefused):
        list(isolation.take(visit, rows(10), place))
    assert mailbox.asked == Counter()
