"""Orders about a printed volume that came back: 采用, 采用3、5号, 除3号外采用, 都不采用."""

from __future__ import annotations

from typing import Any

from tracker.errors import OrderError
from tracker.ledger import cases
from tracker.ledger.published.books import list_books
from tracker.ledger.published.finals import take_back_final
from tracker.orders.deed import Deed
from tracker.orders.order import Order
from tracker.publications.volume.rounds.returned.take import (
    LEFT,
    TAKEN,
    find_book,
    mark_cases,
    newer_text,
    take_case,
    wanted_cases,
)
from tracker.publications.volume.rounds.wishes import serial_in

EXCEPT, NONE = "except", "none"  # Order.words of an order to take


def take_book(deed: Deed, order: Order) -> str:
    """Take the changes of the book that waits, all or of some cases.

    Raises:
        OrderError: no book waits, or it changes nothing in a case that is named.
    """
    book = find_book(deed)
    serials = [int(number) for number in order.value.split("、") if number]
    named = wanted_cases(book, serials) if serials else []
    if order.words == EXCEPT:
        chosen = [case for case in book.open if case not in named]
    else:
        chosen = named or list(book.open)
    if order.words == NONE:
        mark_cases(deed, book, [case.number for case in chosen], LEFT)
        deed.can_undo("book-left", book=book.id, numbers=[case.number for case in chosen])
        return f"来稿中{_called([case.number for case in chosen])}的改动不采用，仍按原稿排印"
    is_named = bool(serials) and order.words != EXCEPT
    newer = {} if is_named else {case.number: now for case in chosen if (now := newer_text(deed, case))}
    done, left = [], []
    for case in chosen:
        if case.number in newer:
            left.append(
                f"{_called([case.number])}排印后另有第{newer[case.number]}稿，未采用，要采用请回复“采用{serial_in(case.number)}号”"
            )
            continue
        try:
            used = take_case(deed, book, case, deed.word(order.text))
        except OrderError as error:
            left.append(str(error.detail or error))
            continue
        book = mark_cases(deed, book, [case.number], TAKEN)
        deed.can_undo("book-taken", case=used.row.id, book=book.id, number=case.number)
        done.append(f"{used.row.serial}号以来稿为第{used.version}稿并定稿")
    if not done:
        raise OrderError("；".join(left) or "没有待采用的改动")
    return "；".join((*done, *left))


def undo_taken(deed: Deed, step: dict[str, Any], said_at: Any) -> str:
    """The final text of a case is what it was; the change waits again."""
    (row,) = cases.list_cases(deed.connection, [step["case"]])
    take_back_final(deed.connection, row.id, said_at, deed.who, deed.now)
    undo_left(deed, {"book": step["book"], "numbers": [step["number"]]})
    return f"{row.serial}号恢复原来的定稿"


def undo_left(deed: Deed, step: dict[str, Any]) -> str:
    """The changes wait again."""
    book = next((one for one in list_books(deed.connection) if one.id == step["book"]), None)
    if book is not None:
        mark_cases(deed, book, step["numbers"], "")
    return f"来稿中{_called(step['numbers'])}的改动重新等待采用"


def _called(numbers: list[str]) -> str:
    return "、".join(f"{serial_in(number)}号" for number in numbers)
