"""The workbook mailed back by a coordinator: found before filing, taken in the filing transaction."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from intake.mail.open import open_mail
from intake.model.case import Attachment, Doubt, Format, Reading
from intake.model.errors import ReadingError
from intake.model.limits import Limits
from intake.worker.pool import Readers
from tracker.cases.addresses import coordinator_of
from tracker.ledger import doubts, mails
from tracker.ledger.events import record_event
from tracker.ledger.records import MailRow
from tracker.letters.writing.draft import Thread
from tracker.office.desk import Desk
from tracker.office.isolation import Shield
from tracker.office.parts import Parts
from tracker.orders.parse import parse_orders
from tracker.orders.proof import is_proven
from tracker.sheet.back.rows import Returned, read_back
from tracker.sheet.take.summary import Came, put_summary
from tracker.sheet.take.take import Editor, take_sheet
from tracker.sheet.take.watch import SECONDS

SHEETS = (Format.XLSX, Format.XLS)
_OURS = re.compile(
    r"汇总表[0-9]{0,8}\.xlsx?"
)  # as we name it: what else a file is called may be anybody's words
WORD = "汇总表"  # in the name of a workbook that cannot be read but was meant
# What the reader of cases makes of the rows of our own workbook.
ABOUT_ROWS = frozenset(
    {"sheet-missing", "sheet-surplus", "no-case", "over-limit", "partial", "repaired", "macro"}
)


@dataclass(frozen=True, slots=True)
class Mailed:
    """A workbook of ours that came with a mail."""

    name: str
    returned: Returned


def fetch_mailed(parts: Parts, readers: Readers, row: MailRow, reading: Reading) -> tuple[Mailed, ...]:
    """The workbooks of ours that a coordinator's mail brings, read in the worker."""
    if reading.secret or coordinator_of(parts.campaign, reading.envelope.sender.email) is None:
        return ()
    if not any(document.format in SHEETS or document.path for document in reading.documents):
        return ()
    item = (parts.archive.path(row.sha256), parts.settings.limits())
    with Shield("mailed workbook"):  # then the mail goes the way of every mail
        found: tuple[Mailed, ...] = readers.run(read_mailed, item, SECONDS)
        return found
    return ()


def read_mailed(item: tuple[Path, Limits]) -> tuple[Mailed, ...]:
    """Inside the worker: every workbook of ours among the attachments of a raw mail."""
    from intake.documents.sniff import sniff
    from intake.unpack.containers import unpack

    path, limits = item
    opened = open_mail(path.read_bytes(), limits)
    try:
        attachments = unpack(opened.attachments, limits, opened.passwords).attachments
    except ReadingError:
        attachments = opened.attachments
    found = []
    for attachment in attachments:
        if sniff(attachment.content, attachment.name) not in SHEETS or _is_passed_on(attachment):
            continue
        returned = read_back((attachment.content, limits))
        if not returned.refused or WORD in attachment.name:
            found.append(Mailed(attachment.name, returned))
    return tuple(found)


def _is_passed_on(attachment: Attachment) -> bool:
    """Whether a file came in a mail that was attached: its author may be another."""
    return any(name.lower().endswith((".eml", ".msg")) for name in attachment.path)


def without_rows(reading: Reading, mailed: tuple[Mailed, ...]) -> Reading:
    """The reading without what was made of the workbook's rows: they are our own cases."""
    if not mailed:
        return reading
    names = {book.name for book in mailed}
    only = all(document.name in names or not document.sha256 for document in reading.documents)
    kept = tuple(doubt for doubt in reading.doubts if doubt.code not in ABOUT_ROWS)
    return replace(reading, cases=() if only else reading.cases, doubts=kept, needs_person=False)


def take_mailed(desk: Desk, row: MailRow, reading: Reading, mailed: tuple[Mailed, ...]) -> bool:
    """Take the edits of a proven coordinator and answer; whether the mail is settled by that.

    Orders in the mail's own text are still to be obeyed. A workbook in a forwarded mail may be another's,
    so it counts as one without proof.
    """
    connection = desk.connection
    person = coordinator_of(desk.campaign, row.from_email)
    if person is None or not mailed:
        return False
    if reading.body.passes_on or not is_proven(desk, reading.envelope):
        names = "、".join(f"《{book.name}》" for book in mailed if _OURS.fullmatch(book.name))
        doubt = Doubt("unproven-order", detail=f"回传{names or '汇总表'}"[:120])
        doubts.add_doubts(connection, [doubt], desk.now, mail_id=row.id)
        mails.update_mail(connection, row.id, needs_person=True, kind="command", wants_answer=False)
        record_event(connection, "order.unproven", desk.now, who=row.from_email, mail_id=row.id)
        return True
    has_orders = bool(parse_orders(desk, reading.body.own).orders)
    thread = Thread(reading.envelope.message_id, reading.envelope.references)
    for number, book in enumerate(mailed, 1):
        taken = take_sheet(desk, book.returned, Editor(person.name, row.from_email))
        if taken.is_empty and (has_orders or len(mailed) > 1):
            continue
        came = Came(book.name, f"sheet:{row.sha256[:40]}:{number}", thread, (row.id,))
        put_summary(desk, taken, person, came)
    mails.update_mail(connection, row.id, needs_person=False, kind="command", wants_answer=False)
    return True
