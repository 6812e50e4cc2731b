"""Orders that wait for “确认”: kept with the letter that asked, so that a yes means only that.

A “确认” counts when it answers the very letter that asked. Somebody whose mail program keeps no
thread may still say yes within a day, when nothing else of ours was answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from tracker.ledger.events import get_note, set_note
from tracker.ledger.letters import RECIPIENTS_MARK
from tracker.ledger.records import LetterRow
from tracker.orders.deed import Deed
from tracker.orders.grammar import Order, Verb
from tracker.outbox.held import drop_letters, held_letters, release_letters

PATIENCE = timedelta(days=1)
ANSWER_THE_LETTER = "未执行：请直接回复写有“请确认”的那封邮件"
NOTHING_WAITS = "没有等待确认的指令"


def keep_waiting(deed: Deed, orders: Sequence[Order], letter_key: str) -> None:
    """Keep orders until the letter with this key is answered; they take the place of older ones."""
    kept = [
        {"verb": o.verb, "text": o.text, "serials": o.serials, "field": o.field, "value": o.value}
        for o in orders
    ]
    note = {"letter": letter_key, "at": deed.now.isoformat(), "orders": kept}
    set_note(deed.connection, _key(deed), note, deed.now)


def take_waiting(deed: Deed, replied: LetterRow | None) -> list[Order] | str:
    """The orders that a yes or no is about; or, when it is about none, the sentence that says so."""
    note = get_note(deed.connection, _key(deed)) or {}
    if not note.get("orders"):
        return NOTHING_WAITS
    fresh = deed.now - datetime.fromisoformat(note["at"]) <= PATIENCE
    if replied.key != note["letter"] if replied is not None else not fresh:
        return ANSWER_THE_LETTER
    set_note(deed.connection, _key(deed), {}, deed.now)
    return [
        Order(
            Verb(entry["verb"]),
            entry["text"],
            tuple(entry.get("serials", ())),
            entry.get("field", ""),
            entry["value"],
        )
        for entry in note["orders"]
    ]


def settle_mailing(deed: Deed, replied: LetterRow | None, *, said_yes: bool) -> str:
    """Release or drop the held letters that the answered letter announced; ``""`` when it did not."""
    if replied is None or not replied.key.startswith(RECIPIENTS_MARK):
        return ""
    prefix = replied.key.removeprefix(RECIPIENTS_MARK).rpartition("|")[0]
    waiting = held_letters(deed.connection, prefix)
    if not waiting:
        return "这批信件已处理，没有等待放行的"
    if not said_yes:
        dropped = drop_letters(deed.connection, waiting, deed.who, deed.now)
        deed.cannot_undo("不发的决定不能撤销")
        return f"{dropped}封信件不再发送"
    released = release_letters(deed.connection, waiting, deed.who, deed.now)
    deed.cannot_undo("已放行的信件不能撤销")
    return f"已放行{released}封信件，将陆续发出"


def _key(deed: Deed) -> str:
    return f"orders.pending:{deed.email}"
