"""How soon an address may be answered again: at once for a person, not for ever for a machine.

An address of a unit or a coordinator, and whoever answers a letter of ours that went to him, is
answered at once until he has had three answers within an hour; then what comes is gathered, and
twelve answers a day are the end. Anybody may write under anybody's name: all other addresses get
one answer a day. What must wait keeps wanting an answer.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from tracker.ledger import letters, mails
from tracker.ledger.events import BREAKER, get_note, record_event, set_note
from tracker.ledger.records import LetterState
from tracker.office.clock import midnight
from tracker.office.desk import Desk
from tracker.outbox.shares import STRANGERS, Share, Shares, ceiling

ON_ITS_WAY = (LetterState.QUEUED, LetterState.DEFERRED, LetterState.SENDING)
WINDOW = timedelta(hours=1)
DAY = timedelta(days=1)
GAP = timedelta(minutes=2)  # mails sent in one go are answered in one letter
WINDOW_LIMIT = 3  # answers to one address in a window: a first mail, a revision and a question
ADDRESS_DAY_LIMIT = 12  # a correspondent that gets more is a machine
TOTAL_HOUR_LIMIT = 300  # answers composed in an hour; a quarter of them to strangers


def answer_opens(desk: Desk, shares: Shares, email: str) -> datetime | None:
    """From when on an address may have another answer; None while one is still on its way.

    While one is (sending was paused, the server is busy), another would only arrive with it. A
    clock that was far ahead and is set right must not hold an address's answers until then.
    """
    if shares.of_answer(email) is Share.UNITS:
        if mails.wants_answer(desk.connection, email, "inquiry"):  # 收到了吗 waits for nothing
            return desk.now
        return _window_opens(desk, email)
    if letters.is_replied_to(desk.connection, email):
        return _window_opens(desk, email)
    return _day_opens(desk, email)


def _window_opens(desk: Desk, email: str) -> datetime | None:
    now = desk.now
    found = letters.newest_answers(desk.connection, email, now - WINDOW, now + WINDOW)
    if any(letter.state in ON_ITS_WAY for letter in found):
        return None
    went = sorted(letter.sent_at or letter.created_at for letter in found)
    recent = [at for at in went if now - WINDOW < at < now + WINDOW]
    ends = [at + GAP for at in recent[-1:]]
    if len(recent) >= WINDOW_LIMIT:
        ends.append(recent[-WINDOW_LIMIT] + WINDOW)
    return max([now, *ends])


def _day_opens(desk: Desk, email: str) -> datetime | None:
    today = midnight(desk.now, desk.campaign.zone)
    found = letters.newest_answers(desk.connection, email, today, today + DAY)
    if any(letter.state in ON_ITS_WAY for letter in found):
        return None
    return today + DAY if found else desk.now


def is_broken(desk: Desk, shares: Shares, email: str) -> bool:
    """The breaker: a correspondent, or the whole office, that gets too many answers is a loop."""
    loops, share = has_had_its_day(desk, email), shares.of_answer(email)
    if not loops and not is_flooded(desk, shares, share):
        return False
    # A flood of strangers is said in the digest: nobody has to hurry.
    if loops or share is not Share.STRANGERS:
        key = f"{BREAKER}{desk.now.date().isoformat()}:{email if loops else ''}"
        if get_note(desk.connection, key) is None:
            set_note(desk.connection, key, {"one": loops}, desk.now)
            record_event(desk.connection, "breaker.tripped", desk.now, detail={"one": loops})
    return True


def has_had_its_day(desk: Desk, email: str) -> bool:
    """Whether an address got as many answers within a day as only a machine wants."""
    return letters.count_answers_to(desk.connection, desk.now - DAY, email) >= ADDRESS_DAY_LIMIT


def is_flooded(desk: Desk, shares: Shares, share: Share) -> bool:
    """Whether this hour's answers to a share and those below it are composed.

    Strangers have a quarter of all, so that units always get theirs.
    """
    above = shares.known if share is Share.STRANGERS else ()
    found = letters.answers_since(desk.connection, desk.now - WINDOW)
    composed = sum(recipient not in above for recipient in found)
    return composed >= ceiling(TOTAL_HOUR_LIMIT, share, max(1, TOTAL_HOUR_LIMIT // STRANGERS))
