"""A glance is believed only while it agrees with what opening the folder shows."""

from typing import Any

import pytest

from intake.model.errors import SourceError
from intake.source.base import CursorState
from intake.source.imap.glance import MOST, Memory
from intake.source.imap.visit import Standing

CURSOR = CursorState(7, 9)
STANDING = Standing("INBOX", 7, 10, 3)
SAME = b'"INBOX" (MESSAGES 3 UIDNEXT 10 UIDVALIDITY 7)'


class Line:
    """Answers STATUS with what it is told."""

    is_open = True

    def __init__(self, answer: bytes | Exception) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str]] = []

    def ask(self, call: Any) -> bytes:
        if isinstance(self.answer, Exception):
            raise self.answer
        self.wire = self
        return call(self)

    def status(self, name: str, items: str) -> tuple[str, list[bytes]]:
        self.asked.append((name, items))
        return "OK", [self.answer]


class Visiting:
    def __init__(self, answer: bytes | Exception) -> None:
        self.line = Line(answer)


def remembered() -> Memory:
    memory = Memory()
    memory.remember("INBOX", STANDING, CURSOR)
    return memory


@pytest.mark.parametrize(
    ("answer", "quiet"),
    [
        (SAME, True),
        (b"INBOX (UIDVALIDITY 7 messages 3 UidNext 10)", True),
        (b'"a (UIDNEXT 1) b" (MESSAGES 3 UIDNEXT 10 UIDVALIDITY 7)', True),
        (b'"INBOX" (MESSAGES 4 UIDNEXT 11 UIDVALIDITY 7)', False),
        (b'"INBOX" (MESSAGES 3 UIDNEXT 10 UIDVALIDITY 8)', False),
        (b'"INBOX" (MESSAGES 2 UIDNEXT 10 UIDVALIDITY 7)', False),  # somebody deleted one
        (b'"INBOX" (MESSAGES 3)', False),
        (b"", False),
        (SourceError("断"), False),
    ],
)
def test_quiet_only_when_every_number_is_the_same(answer: bytes | Exception, quiet: bool) -> None:
    assert remembered().is_quiet(Visiting(answer), "INBOX", CURSOR) is quiet


@pytest.mark.parametrize(
    ("folder", "cursor"), [("其他", CURSOR), ("INBOX", CursorState(7, 8)), ("INBOX", None)]
)
def test_not_asked_where_the_end_is_not_known(folder: str, cursor: CursorState | None) -> None:
    visit = Visiting(SAME)
    assert not remembered().is_quiet(visit, folder, cursor)
    assert visit.line.asked == []


def test_server_without_uidnext_is_never_believed() -> None:
    memory = Memory()
    memory.remember("INBOX", Standing("INBOX", 7, 0, 3), CURSOR)
    assert not memory.is_quiet(Visiting(SAME), "INBOX", CURSOR)


def test_the_folder_is_opened_now_and_then() -> None:
    memory = remembered()
    visit = Visiting(SAME)
    assert [memory.is_quiet(visit, "INBOX", CURSOR) for _ in range(MOST + 1)] == [True] * MOST + [False]
    memory.remember("INBOX", STANDING, CURSOR)
    assert memory.is_quiet(visit, "INBOX", CURSOR)
    assert memory.on_server("INBOX") == 3


def test_a_server_caught_with_a_stale_answer_is_not_asked_again() -> None:
    memory = remembered()
    visit = Visiting(SAME)
    for _ in range(MOST + 1):
        memory.is_quiet(visit, "INBOX", CURSOR)
    memory.remember("INBOX", Standing("INBOX", 7, 12, 5), CursorState(7, 11))
    visit.line.answer = b'"INBOX" (MESSAGES 5 UIDNEXT 12 UIDVALIDITY 7)'
    assert not memory.believed
    assert not memory.is_quiet(visit, "INBOX", CursorState(7, 11))


def test_news_that_status_announced_do_not_count_against_it() -> None:
    memory = remembered()
    visit = Visiting(b'"INBOX" (MESSAGES 4 UIDNEXT 11 UIDVALIDITY 7)')
    assert not memory.is_quiet(visit, "INBOX", CURSOR)
    memory.remember("INBOX", Standing("INBOX", 7, 11, 4), CursorState(7, 10))
    assert memory.believed
    assert memory.is_quiet(visit, "INBOX", CursorState(7, 10))
