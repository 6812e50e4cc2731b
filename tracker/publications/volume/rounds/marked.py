"""Pages of a proof that come back marked by hand, as photos or scans: kept with their round, read by a person alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from intake.model.case import Document, DocumentKind, Doubt, Reading
from tracker.ledger import doubts, mails
from tracker.ledger.events import record_event
from tracker.ledger.published.rounds import Correction, Round, Sent, add_corrections
from tracker.ledger.records import CaseRow, MailRow
from tracker.office.desk import Desk
from tracker.publications.volume.words import round_name

PICTURES: Final = frozenset({DocumentKind.PHOTO, DocumentKind.SCAN})
WHY: Final = "批改页是照片或扫描件，请对照原件登记"
ASKED: Final = frozenset(
    {"scan-unread", "ocr-pending", "no-case", "unclear"}
)  # of a mail that brings no case


def marked_pages(reading: Reading) -> tuple[str, ...]:
    """Names of the photos and scans of an answer to a proof."""
    return tuple(dict.fromkeys(document.name for document in reading.documents if is_picture(document)))


def is_picture(document: Document) -> bool:
    """Whether a file is a photo or a scan; in an answer to a proof it is no paper of its case."""
    return document.kind in PICTURES


def take_marked(
    desk: Desk, row: MailRow, answered: tuple[Round, Sent, CaseRow | None], pages: Sequence[str]
) -> None:
    """Keep marked pages with the round and its case, and give the mail to a person; nothing in them is guessed."""
    one, sent, case = answered
    number, version = (case.number, case.version) if case is not None else ("", 0)
    kept = (
        Correction(
            0, case.id if case is not None else 0, number, version, one.number, page, "", "", row.from_email,
            desk.now, row.id, WHY,
        )
        for page in pages
    )  # fmt: skip
    for correction in add_corrections(desk.connection, kept, desk.now):
        record_event(
            desk.connection,
            "volume.marked",
            desk.now,
            who=row.from_email,
            case_id=correction.case_id or None,
            mail_id=row.id,
            detail={"round": one.number, "page": correction.place, "sent": list(sent.cases)},
        )
    open_ones = doubts.list_doubts(desk.connection, mail_id=row.id)
    asked = [doubt.id for doubt in open_ones if doubt.code in ASKED]
    doubts.settle_doubts(desk.connection, desk.now, row.from_email, ids=asked)
    told = Doubt("proof-marked", "、".join(pages), f"{round_name(one.number)}{number}")
    doubts.add_doubts(desk.connection, [told], desk.now, mail_id=row.id)
    mails.update_mail(desk.connection, row.id, needs_person=True, wants_answer=True)


def tell_marked(mine: Sequence[Correction]) -> Iterator[str]:
    """What is said to a sender of the marked pages in his mail."""
    pages = [one.place for one in mine if one.is_marked]
    if pages:
        yield f"批改页{len(pages)}份（{'、'.join(pages)}）已收到，由我处人工对照登记"
