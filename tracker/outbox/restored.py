"""After a restore nothing goes out twice: what waits, and whatever is written anew, is compared with the Sent folder.

The ledger of a backup knows nothing of the letters that went after it was made, and would write them again. So
all that waits is held until the Sent folder has told what went, or a person has let it go. A letter is found again by
its Message-ID, by its name (tracker/office/writer.py; the key of the Message-IDs is in no backup), or by the mail
that it answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from intake.model.errors import IntakeError
from tracker.ledger import letters, mails
from tracker.ledger.events import HANDED, RESTORED, get_note, set_note
from tracker.ledger.records import ANSWERS, Fate, LetterKind, LetterRow, LetterState, MailRow
from tracker.office.parts import Parts
from tracker.office.writer import letter_name

NOTICE = "restored:"  # begins the code of the notice that may go before anything is known
WAITS = "台账由备份恢复，待核对是否已发"
PERHAPS = "恢复前可能已经答复，待放行"
FOUND = "已在发件箱中找到"
SLACK = timedelta(days=1)  # clocks of the server and of the machine that is lost
OPEN = (LetterState.QUEUED, LetterState.DEFERRED, LetterState.SENDING, LetterState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Handed:
    """A letter in the Sent folder; ``answers`` is the Message-ID of the mail it replies to."""

    message_id: str
    name: str
    answers: str
    recipient: str
    at: datetime


SentSince = Callable[[datetime], "tuple[Handed, ...] | None"]  # None: there is no Sent folder to ask


def mark_restored(connection: Connection, made_at: datetime, now: datetime) -> int:
    """Hold everything that waits in a ledger just restored; returns how many letters."""
    waiting = letters.letters_in(connection, *OPEN)
    for letter in waiting:
        letters.settle_letter(connection, letter.id, Fate(LetterState.HELD, WAITS), letter.sent_at or now)
    set_note(
        connection, RESTORED, {"at": now.isoformat(), "made_at": made_at.isoformat(), "pending": True}, now
    )
    return len(waiting)


def is_pending(connection: Connection) -> datetime | None:
    """When the ledger was restored, while nobody knows yet what went since its backup; else None."""
    note = get_note(connection, RESTORED)
    return datetime.fromisoformat(note["at"]) if note and note["pending"] else None


def end_pending(connection: Connection, now: datetime) -> None:
    """What a person lets go goes, and what is written from now on."""
    if note := get_note(connection, RESTORED):
        set_note(connection, RESTORED, {**note, "pending": False}, now)


def settle_restored(parts: Parts, sent_since: SentSince) -> int:
    """Compare with the Sent folder what would go out next; returns how many letters were found there.

    Called before each sending: letters about the time before the restore may be written much later.
    """
    now = parts.clock.now()
    with parts.ledger.read() as connection:
        note = get_note(connection, RESTORED)
        if note is None:
            return 0
        since = _ask_from(connection, datetime.fromisoformat(note["made_at"]))
    asked = _ask(parts, sent_since, since) if note["pending"] else None
    with parts.ledger.begin() as connection:
        if asked is not None:
            set_note(connection, HANDED, [_as_json(handed) for handed in asked], now)
            end_pending(connection, now)
            _let_go(connection, now)
        if is_pending(connection) is not None:
            _hold_new(connection, parts, now)
            return 0
        return _compare(connection, [_from_json(one) for one in get_note(connection, HANDED, [])], now)


def _ask_from(connection: Connection, made_at: datetime) -> datetime:
    """From when on to look: at least one letter that is known to have gone should be there, too."""
    gone = [letter.sent_at for letter in letters.letters_in(connection, LetterState.SENT) if letter.sent_at]
    return min(made_at, max(gone, default=made_at)) - SLACK


def _ask(parts: Parts, sent_since: SentSince, since: datetime) -> tuple[Handed, ...] | None:
    """What went, or None when that cannot be known: no folder, no connection, or one that keeps no letters."""
    try:
        found = sent_since(since)
    except IntakeError:
        return None
    if found is None:
        return None
    with parts.ledger.read() as connection:
        gone = letters.letters_in(connection, LetterState.SENT)
    known = {letter.message_id for letter in gone if letter.sent_at and letter.sent_at >= since}
    keeps = not known or any(handed.message_id in known for handed in found)
    return found if keeps else None


def _let_go(connection: Connection, now: datetime) -> None:
    for letter in letters.letters_in(connection, LetterState.HELD):
        if letter.response == WAITS:
            letters.settle_letter(
                connection, letter.id, Fate(LetterState.QUEUED, "", max(now, letter.due_at)), now
            )


def _hold_new(connection: Connection, parts: Parts, now: datetime) -> None:
    """While nothing is known only the notice goes, and digests of later days."""
    restored = is_pending(connection)
    assert restored is not None
    zone = parts.campaign.zone
    for letter in letters.letters_in(connection, *letters.WAITING):
        notice = letter.kind is LetterKind.URGENT and f":{NOTICE}" in letter.key
        later = letter.created_at.astimezone(zone).date() > restored.astimezone(zone).date()
        if not notice and not (later and letter.kind is LetterKind.DIGEST):
            letters.settle_letter(connection, letter.id, Fate(LetterState.HELD, WAITS), now)


def _compare(connection: Connection, handed: list[Handed], now: datetime) -> int:
    """Settle what went already; what may have been answered in another letter waits for a person."""
    if not handed:
        return 0
    names = {one.name: one for one in handed if one.name} | {one.message_id: one for one in handed}
    found = 0
    for letter in letters.letters_in(connection, *letters.WAITING, LetterState.HELD):
        same = names.get(letter.message_id) or names.get(letter_name(letter.key, letter.recipient))
        to_him = [one for one in handed if one.recipient == letter.recipient.lower() and one.answers]
        if same or (letter.kind in ANSWERS and _answered(connection, letter, to_him)):
            at = same.at if same else max(one.at for one in to_him)
            letters.settle_letter(connection, letter.id, Fate(LetterState.SENT, FOUND), min(at, now))
            found += 1
        elif (
            letter.state is not LetterState.HELD
            and letter.kind in ANSWERS
            and _perhaps(connection, letter, to_him)
        ):
            letters.settle_letter(connection, letter.id, Fate(LetterState.HELD, PERHAPS), now)
    return found


def _answered(connection: Connection, letter: LetterRow, to_him: Iterable[Handed]) -> bool:
    """Whether each mail that a letter answers was answered by a letter of its own."""
    ids = {one.answers for one in to_him}
    rows = _mails_of(connection, letter)
    return bool(rows) and all(row.message_id in ids for row in rows)


def _perhaps(connection: Connection, letter: LetterRow, to_him: Iterable[Handed]) -> bool:
    """Whether a mail that a letter answers came before an answer to its sender went: one answers all that wait."""
    first = min((row.arrived_at for row in _mails_of(connection, letter)), default=None)
    return first is not None and any(one.at > first for one in to_him)


def _mails_of(connection: Connection, letter: LetterRow) -> list[MailRow]:
    found = (mails.get_mail(connection, mail_id) for mail_id in letters.mails_answered(connection, letter.id))
    return [row for row in found if row is not None]


def _as_json(handed: Handed) -> dict[str, Any]:
    return {**asdict(handed), "at": handed.at.isoformat()}


def _from_json(stored: dict[str, Any]) -> Handed:
    return Handed(**{**stored, "at": datetime.fromisoformat(stored["at"])})
