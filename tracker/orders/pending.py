"""Orders that wait for “确认”: kept with the letter that asked, so that a yes means only that.

A “确认” counts when it answers the very letter that asked. Somebody whose mail program keeps no
thread may still say yes within a day, when nothing else of ours was answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from pydantic import TypeAdapter

from intake.model.case import Document, Format
from tracker.ledger.events import get_note, set_note
from tracker.ledger.letters import RECIPIENTS_MARK
from tracker.ledger.mails import get_mail
from tracker.ledger.records import LetterRow
from tracker.letters.reminders import in_office_hours, say_later
from tracker.office.desk import Desk
from tracker.orders.deed import Deed
from tracker.orders.order import Order, Verb
from tracker.outbox.held import drop_letters, held_letters, release_letters

PATIENCE = timedelta(days=1)
ANSWER_THE_LETTER = "未执行：请直接回复写有“请确认”的那封邮件"
NOTHING_WAITS = "没有等待确认的指令"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that came with orders, as far as they need it: whoever says yes to them encloses none."""

    name: str
    format: Format
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An order that is to be done after a yes; where it is one of a few, all of them and why that was asked."""

    order: Order
    choices: tuple[Order, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Orders, and the letter that asked whether they are meant."""

    letter: str  # its key
    at: datetime  # when it asked
    orders: tuple[Order, ...]
    choices: tuple[tuple[Order, ...], ...] = ()  # of each order: all that it may be, where it is one of a few
    mail_id: int = 0  # that brought them
    enclosed: tuple[Enclosed, ...] = ()


_STORED: Final = TypeAdapter(Waiting)
LONGEST: Final = 100_000  # characters that are kept of a file


def keep_waiting(deed: Deed, asked: Sequence[Asked], letter_key: str) -> None:
    """Keep orders until the letter with this key is answered; they take the place of older ones."""
    orders = tuple(one.order for one in asked)
    needed = deed.documents if any(order.verb is Verb.REVIEW for order in orders) else ()
    enclosed = tuple(Enclosed(one.name, one.format, one.text[:LONGEST], one.sha256) for one in needed)
    choices = tuple(one.choices for one in asked)
    waiting = Waiting(letter_key, deed.now, orders, choices, deed.mail.id if deed.mail else 0, enclosed)
    set_note(deed.connection, _key(deed), _STORED.dump_python(waiting, mode="json"), deed.now)


def is_waiting(desk: Desk, email: str) -> bool:
    """Whether any orders of a person wait for a yes."""
    return bool(get_note(desk.connection, f"orders.pending:{email}"))


def waiting_for(desk: Desk, email: str, replied: LetterRow | None) -> Waiting | None:
    """The orders of a person that the answered letter asked about, left where they are."""
    note = get_note(desk.connection, f"orders.pending:{email}")
    waiting = _STORED.validate_python(note) if note else None
    return waiting if waiting and _is_answered(waiting, replied, desk.now) else None


def take_waiting(deed: Deed, replied: LetterRow | None) -> Waiting | str:
    """The orders that a yes or no is about; or, when it is about none, the sentence that says so."""
    note = get_note(deed.connection, _key(deed))
    if not note:
        return NOTHING_WAITS
    waiting = _STORED.validate_python(note)
    if not _is_answered(waiting, replied, deed.now):
        return ANSWER_THE_LETTER
    set_note(deed.connection, _key(deed), {}, deed.now)
    return waiting


def _is_answered(waiting: Waiting, replied: LetterRow | None, now: datetime) -> bool:
    """Whether an answer is to the letter that asked, or comes soon where it does not say to which it is."""
    return replied.key == waiting.letter if replied is not None else now - waiting.at <= PATIENCE


def with_enclosed(deed: Deed, waiting: Waiting) -> Deed:
    """The deed of a yes with what came with the mail that was asked about; its own files go before."""
    kept = (Document(one.name, one.format, text=one.text, sha256=one.sha256) for one in waiting.enclosed)
    mail = get_mail(deed.connection, waiting.mail_id) or deed.mail
    return replace(deed, mail=mail, documents=(*deed.documents, *kept)) if waiting.enclosed else deed


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
    at = in_office_hours(deed.parts, deed.now)
    released = release_letters(deed.connection, waiting, deed.who, deed.now, office_hours=at)
    deed.cannot_undo("已放行的信件不能撤销")
    return f"已放行{released}封信件，将陆续发出{say_later(deed, at)}"


def _key(deed: Deed) -> str:
    return f"orders.pending:{deed.email}"
