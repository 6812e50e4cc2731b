"""What the commands of a round share: the desk at an office, an expert by name, who does it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.errors import OrderError

if TYPE_CHECKING:
    from tracker.ledger.review.experts import ExpertRow
    from tracker.office.desk import Desk

ExpertName = Annotated[str, typer.Argument(help="专家姓名或邮箱。")]
RoundName = Annotated[str, typer.Option("--round", help="哪一轮评阅；不写则为最近一轮。")]


def find_named(desk: Desk, word: str) -> ExpertRow:
    """The listed expert of this name or address."""
    from intake.text.fold import fold
    from tracker.ledger.review.experts import find_expert

    found = find_expert(desk.connection, fold(word).text.strip())
    if found is None:
        raise OrderError(f"名单中没有“{word}”，请用 zhengji review experts 查看")
    return found


def prepare(data: Path) -> None:
    """Read what the cases are made of, before anything is written."""
    from tracker.review.copies.content import prepare_copies
    from tracker.run.open import open_office, open_readers

    with open_office(data) as parts, open_readers(parts) as readers:
        prepare_copies(parts, readers)


def named_person(by: str) -> str:
    """Who does it: the name given, else the login."""
    import getpass

    return by.strip() or getpass.getuser()


@contextmanager
def writing(data: Path) -> Iterator[Desk]:
    """A desk at the office in a folder, one transaction."""
    from tracker.office.desk import Desk
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.begin() as connection:
        yield Desk(connection, parts, parts.clock.now())
