"""Orders that send something: files to her who orders, words to a unit."""

from __future__ import annotations

from tracker.letters.original import Request, put_requests, requests
from tracker.orders.deed import Deed
from tracker.orders.look import list_missing, rows_of
from tracker.orders.order import Order

SENT = "材料已发出，不能撤销"


def send_originals(deed: Deed, order: Order) -> str:
    """The files that brought cases."""
    rows = rows_of(deed, order)
    deed.papers.extend(("original", row.serial) for row in rows)
    deed.cannot_undo(SENT)
    return f"{'、'.join(f'{row.serial}号' for row in rows)}原件另函发送"


def send_workbook(deed: Deed, order: Order) -> str:
    """The workbook as it stands after these orders."""
    del order
    deed.papers.append(("workbook", 0))
    deed.cannot_undo(SENT)
    return "最新汇总表另函发送"


def send_names(deed: Deed, order: Order) -> str:
    """Who has sent nothing, told at once and as a document."""
    deed.papers.append(("missing", 0))
    deed.cannot_undo(SENT)
    return f"{list_missing(deed, order)}；名单另函发送"


def ask_for_papers(deed: Deed, key: str) -> None:
    """Have everything that was asked for in one mail sent in one letter."""
    if not deed.papers:
        return
    names = {name for name, _ in deed.papers}
    wanted = Request(
        key,
        deed.email,
        tuple(dict.fromkeys(serial for name, serial in deed.papers if name == "original")),
        "workbook" in names,
        "missing" in names,
    )
    put_requests(deed.connection, [*requests(deed.connection), wanted], deed.now)
