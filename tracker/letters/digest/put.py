"""Queue the daily letter: one a person and date, whatever restarts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.ledger.events import get_note, set_note
from tracker.ledger.records import LetterKind
from tracker.letters.digest.content import LAST, TellNews, digest_values, no_news
from tracker.letters.digest.times import Delivery, due_digests
from tracker.letters.writing.draft import XLSX, Draft, Enclosure
from tracker.letters.writing.post import post_to
from tracker.office.desk import Desk
from tracker.office.parts import Parts


def put_digests(parts: Parts, build: Callable[[], bytes], tell: TellNews = no_news) -> int:
    """Queue the digests that are due, for every coordinator who has not had it; returns how many.

    ``build`` makes the workbook that goes with it; called only when a digest is due. ``tell`` says how
    the steps after collection stand.
    """
    now = parts.clock.now()
    with parts.ledger.read() as connection:
        due = [one for one in due_digests(connection, parts, now) if get_note(connection, one.mark) is None]
    if not due:
        return 0
    workbook = build() if any(one.people for one in due) else b""
    return sum(_put_delivery(parts, one, workbook, tell) for one in due)


def _put_delivery(parts: Parts, due: Delivery, workbook: bytes, tell: TellNews) -> int:
    now = parts.clock.now()
    with parts.ledger.begin() as connection:
        if get_note(connection, due.mark) is not None:
            return 0
        desk = Desk(connection, parts, now)
        last = LAST if due.usual else f"{LAST}:{due.at:%H%M}"
        if not due.people:
            set_note(connection, due.mark, {"queued": 0}, now)
            set_note(connection, last, now.isoformat(), now)
            return 0
        values = digest_values(desk, tell(desk), get_note(connection, last) or get_note(connection, LAST))
        if values["quiet"] and not parts.campaign.digest.quiet_days:
            set_note(connection, due.mark, {"queued": 0}, now)
            return 0
        queued = _put_digest(desk, due, values, workbook)
        set_note(connection, due.mark, {"queued": queued}, now)
        set_note(connection, last, now.isoformat(), now)
    return queued


def _put_digest(desk: Desk, due: Delivery, values: dict[str, Any], workbook: bytes) -> int:
    day = due.day
    fits = desk.parts.settings.smtp.may_enclose(workbook)
    book = Enclosure(f"汇总表{day:%Y%m%d}.xlsx", workbook, XLSX, f"huizongbiao-{day:%Y%m%d}.xlsx")
    draft = Draft(
        LetterKind.DIGEST,
        f"digest:{desk.campaign.id}:{day.isoformat()}:",
        values={**values, "enclosed": fits},
        enclosures=(book,) if workbook and fits else (),
    )
    return post_to(desk, due.people, draft)
