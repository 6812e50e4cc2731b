"""What an office does, one function a duty. When: tracker/run/live/service.py (live), tracker/run/replay.py.

Every duty computes what is due from the ledger, so it may be called at any time and any number
of times. A duty that fails leaves its trouble in ``parts.health`` for the digest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog

from intake.campaign.call import Sender
from intake.model.case import Reading
from intake.worker.pool import Failed, Readers
from tracker.cases.learning import learn_themes
from tracker.errors import LeaseLost
from tracker.filing.apart import file_apart
from tracker.filing.file import file_mail, quarantine_mail
from tracker.filing.recognise import recognise_waiting
from tracker.filing.senders import HEAD, claimed_address, know_sender, own_addresses
from tracker.filing.unlock import unlock_waiting
from tracker.filing.whose import belongs_to, set_aside
from tracker.ledger import mails
from tracker.ledger.records import MailRow
from tracker.letters.answer import answer_waiting
from tracker.letters.digest.put import put_digests
from tracker.letters.extension import announce_deadline
from tracker.letters.notices import put_notices
from tracker.letters.progress import put_progress
from tracker.letters.reminders import put_reminders
from tracker.office.desk import Desk
from tracker.office.isolation import MOST_ATTEMPTS, Shield, is_office_fault, why_failed
from tracker.office.parts import Parts
from tracker.orders.due import carry_out_due
from tracker.outbox.outcome import require_room
from tracker.outbox.restored import SentSince, settle_restored
from tracker.outbox.sending import Sent, Wait, WasSent, recover_sending, send_due
from tracker.outbox.smtp import Route
from tracker.publications.volume.rounds.returned.fetch import fetch_books, without_books
from tracker.review.copies.content import prepare_copies
from tracker.review.mail.letters import remind_experts
from tracker.review.progress import tell_news
from tracker.run.follow import Brought, follow_up
from tracker.sheet.out.publish import publish_workbook, workbook_bytes
from tracker.sheet.out.requested import send_requested
from tracker.sheet.take.mailed import fetch_mailed, without_rows
from tracker.sheet.take.watch import take_returned

LEASE = timedelta(minutes=30)
BATCH = 50  # mails claimed at once
log = structlog.get_logger("service")


@dataclass(frozen=True, slots=True)
class Outside:
    """The ways in and out of an office that differ between live, replay and tests."""

    readers: Readers
    route: Route | None
    wait: Wait
    was_sent: WasSent
    recognising: float = 0.0  # seconds to wait for scans: live none, in a replay until all are read
    sent_since: SentSince = lambda _since: None  # what is in the Sent folders; asked after a restore
    publishing: bool = True  # a replay publishes once, at its end: nobody looks at the folder before


@contextmanager
def duty(parts: Parts, name: str) -> Iterator[None]:
    """Run a duty: its failure becomes a line of health, never the end of the rest."""
    raised: list[Exception] = []
    with Shield(name, raised.append):
        yield
    if raised and isinstance(raised[0], LeaseLost):
        return  # no trouble: another host does it
    if raised:
        parts.health[name] = why_failed(raised[0])
        parts.failing.setdefault(name, parts.clock.now())
    else:
        parts.health.pop(name, None)
        parts.failing.pop(name, None)
        parts.done[name] = parts.clock.now()


def file_archived(
    parts: Parts, readers: Readers, *, batch: int = BATCH, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Read and file every archived mail, in order of arrival; returns how many.

    ``stopping`` is asked after each: what nobody has begun to read is then handed back.
    """
    done = 0
    while not stopping() and (rows := _claim(parts, batch)):
        known = [(row, item) for row in rows if (item := _prepare(parts, row)) is not None]
        left = [row for row, _ in known]
        for (row, _), reading in zip(known, readers.read_all(item for _, item in known), strict=True):
            with Shield(f"file:{row.id}", partial(_put_back, parts, row)):
                _file(parts, readers, row, reading)
            left.remove(row)
            done += 1
            if left and stopping():
                with parts.ledger.begin() as connection:
                    mails.hand_back(connection, left)
                return done
    return done


def _claim(parts: Parts, most: int) -> list[MailRow]:
    require_room(parts)  # each claim counts as an attempt, which could not be taken back
    with parts.ledger.claim() as connection:
        return mails.claim_mails(connection, parts.holder, parts.clock.now(), LEASE, most)


def _prepare(parts: Parts, row: MailRow) -> tuple[Path, Sender] | None:
    """Where it is read and who seems to write; None for one that cannot be read now or was tried often enough."""
    if row.attempts >= MOST_ATTEMPTS:
        _set_apart(parts, row, f"处理时{MOST_ATTEMPTS}次中断")
        return None
    with Shield(f"file:{row.id}", partial(_put_back, parts, row)), parts.ledger.read() as connection:
        path = parts.archive.path(row.sha256)
        with path.open("rb") as file:
            email = claimed_address(file.read(HEAD), own_addresses(parts))
        return path, know_sender(connection, parts, email, row.arrived_at)
    return None


def _file(parts: Parts, readers: Readers, row: MailRow, reading: Reading | Failed) -> None:
    if isinstance(reading, Failed):
        _set_apart(parts, row, reading.why)
        return
    if other := belongs_to(parts, reading, row.arrived_at):
        reading = set_aside(reading, other)
    brought = Brought(fetch_mailed(parts, readers, row, reading), fetch_books(parts, readers, row, reading))
    left = without_books(without_rows(reading, brought.workbooks), brought.volumes)
    file_mail(parts, row, left, partial(follow_up, brought=brought))
    log.info("mail filed", mail=row.id, kind=reading.kind, cases=len(reading.cases), attempts=row.attempts)


def _put_back(parts: Parts, row: MailRow, error: Exception) -> None:
    """A mail whose filing failed is tried again later; after the last attempt a person must look."""
    if not is_office_fault(error) and row.attempts + 1 >= MOST_ATTEMPTS:
        _set_apart(parts, row, f"处理时{MOST_ATTEMPTS}次出错：{why_failed(error)}")
        return
    with parts.ledger.begin() as connection:
        mails.put_back(connection, row, parts.clock.now(), counted=not is_office_fault(error))


def _set_apart(parts: Parts, row: MailRow, why: str) -> None:
    quarantine_mail(parts, row, why)
    log.warning("mail set apart", mail=row.id, attempts=row.attempts)


def answer(parts: Parts) -> int:
    """Answer the addresses whose hour has passed."""
    with parts.ledger.begin() as connection:
        return answer_waiting(Desk(connection, parts, parts.clock.now()))


def remind(parts: Parts) -> int:
    """Queue the reminders that are due, and the news of a deadline that the campaign file moved."""
    return announce_deadline(parts) + put_reminders(parts)


def report(parts: Parts) -> int:
    """Queue the digests that are due, with today's workbook, and the weekly draft."""
    return put_progress(parts) + put_digests(parts, lambda: workbook_bytes(parts), tell_news)


def publish(parts: Parts) -> bool:
    """Publish the workbook when the ledger changed since the last edition."""
    return publish_workbook(parts)


def send(parts: Parts, outside: Outside) -> Sent:
    """Settle doubtful letters, then send what is due."""
    if outside.route is None:
        return Sent()
    settle_restored(parts, outside.sent_since)
    recover_sending(parts, outside.was_sent)
    return send_due(parts, outside.route, outside.wait)


def recognise(parts: Parts, outside: Outside) -> int:
    """Read scans when everything else is done, then say and publish what they brought."""
    settled = recognise_waiting(parts, outside.readers, outside.recognising)
    if settled:
        answer(parts)
        if outside.publishing:
            publish(parts)
        send(parts, outside)
    return settled


def work_through(parts: Parts, outside: Outside) -> None:
    """Everything that is due now, in the order in which one thing leads to the next."""
    with duty(parts, "file"):
        file_archived(parts, outside.readers)
    look_after(parts, outside)
    with duty(parts, "send"):
        send(parts, outside)
    with duty(parts, "recognise"):
        recognise(parts, outside)


def look_after(parts: Parts, outside: Outside) -> None:
    """What is due besides reading mails and scans and sending letters: that may be done by other hosts."""
    with duty(parts, "unlock"):
        unlock_waiting(parts, outside.readers)
    with duty(parts, "learn"):
        if learn_themes(parts):
            outside.readers.reload()
    with duty(parts, "answer"):
        answer(parts)
    with duty(parts, "remind"):
        remind(parts)
    with duty(parts, "apart"):
        file_apart(parts, outside.readers)
    with duty(parts, "planned"):
        carry_out_due(parts)
    with duty(parts, "copies"):
        prepare_copies(parts, outside.readers)
    with duty(parts, "experts"):
        remind_experts(parts)
    with duty(parts, "notice"):
        put_notices(parts)
    with duty(parts, "returned"):
        take_returned(parts, outside.readers)
    if outside.publishing:
        with duty(parts, "publish"):
            publish(parts)
    with duty(parts, "report"):
        report(parts)
    with duty(parts, "requested"):
        send_requested(parts, outside.readers)
