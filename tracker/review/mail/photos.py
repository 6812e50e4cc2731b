"""Photos that experts and visiting teams mail: they go to the person in charge, who is told whose they are.

Handwriting is not read by machine, and a stranger's photo does not go to a case by itself.
"""

from __future__ import annotations

import re
from typing import Final

from intake.model.case import UNANSWERED, Doubt, Format, Reading
from intake.text.fold import simplify
from tracker.cases.addresses import coordinator_of, known_unit
from tracker.ledger import mails
from tracker.ledger.cases import list_cases
from tracker.ledger.doubts import add_doubts, list_doubts, settle_doubts
from tracker.ledger.events import get_note, set_note
from tracker.ledger.records import CaseRow, LetterKind, MailRow
from tracker.ledger.review.decided import list_visits
from tracker.ledger.review.experts import ExpertRow
from tracker.letters.writing.draft import Draft, Thread
from tracker.letters.writing.post import post
from tracker.office.desk import Desk
from tracker.review.words import review_words

SHEET_TAKEN: Final = (
    "照片已收到，由经办人照录登记，登记前以照片为准。也可在回信中逐行写编号和分数，收到即登记。"
)
VISIT_TAKEN: Final = "照片{what}已收到，由经办人核对后归入案例，不必重发。"
MOST_RECEIPTS: Final = 3  # to one address in a day
MOST_NAMED: Final = 5
LONGEST_SHOWN: Final = 40  # characters of his words on her list


def photos_in(reading: Reading) -> tuple[str, ...]:
    """Names of pictures and scans that came with a mail, where no machine has read a text in them."""
    return tuple(
        document.name
        for document in reading.documents
        if document.name and (document.format is Format.IMAGE or document.needs_ocr)
    )


def shows_sheet(desk: Desk, reading: Reading) -> bool:
    """Whether photos of an expert's address are of his sheet: no unit of the call writes there, or he says so."""
    if not photos_in(reading) or reading.cases:
        return False
    own = simplify(reading.body.own)
    by_unit = known_unit(desk.connection, desk.campaign, reading.envelope.sender.email)
    return not by_unit or any(word in own for word in review_words().photos.sheet)


def show_sheet(desk: Desk, row: MailRow, expert: ExpertRow, reading: Reading) -> None:
    """The coordinator finds the photos of an expert's sheet on her list, to type it in."""
    words = " ".join(reading.body.own.split())[:LONGEST_SHOWN]
    said = f"{expert.name}，{_named(photos_in(reading))}" + (f"，来信说“{words}”" if words else "")
    mails.update_mail(desk.connection, row.id, needs_person=True, wants_answer=False)
    add_doubts(desk.connection, [Doubt("marks-photo", "", said)], desk.now, mail_id=row.id)


def settle_shown(desk: Desk, expert: ExpertRow, who: str) -> None:
    """An expert's marks were typed in: photos of his sheet and late marks of his wait no more."""
    shown = [
        one.id
        for one in list_doubts(desk.connection)
        if (one.code == "marks-photo" and one.detail.startswith(f"{expert.name}，"))
        or (one.code == "marks-late" and one.about == expert.name)
    ]
    settle_doubts(desk.connection, desk.now, who, ids=shown)


def take_visit_photos(desk: Desk, row: MailRow, reading: Reading) -> bool:
    """Take photos of a planned visit from somebody of no unit; whether the mail brought such."""
    photos, sender = photos_in(reading), row.from_email
    if not photos or reading.cases or reading.kind in UNANSWERED or not sender:
        return False
    if coordinator_of(desk.campaign, sender) or known_unit(desk.connection, desk.campaign, sender):
        return False
    own = simplify(f"{reading.envelope.subject}\n{reading.body.own}")
    planned = list_cases(desk.connection, [one.case_id for one in list_visits(desk.connection)])
    if not planned or not any(word in own for word in review_words().photos.visiting):
        return False
    named = [case for case in planned if _is_named(case, own)]
    case = named[0] if len(named) == 1 else None
    about = f"{case.serial}号《{case['title']}》" if case else "没有写明是哪一篇"
    mails.update_mail(desk.connection, row.id, needs_person=True, wants_answer=False)
    doubt = Doubt("visit-photo", "", f"{about}，{_named(photos)}")
    add_doubts(desk.connection, [doubt], desk.now, mail_id=row.id)
    if _may_answer(desk, sender):
        what = f"（{case.serial}号）" if case else ""
        values = {
            "expert": row.from_name or "调研组",
            "taken": (),
            "questions": (),
            "notes": (VISIT_TAKEN.format(what=what),),
            "missing": (),
            "due": None,
        }
        thread = Thread(row.message_id, row.references)
        post(
            desk, Draft(LetterKind.MARKS, f"visit:{row.id}", sender, values, thread=thread, answers=(row.id,))
        )
    return True


def _is_named(case: CaseRow, own: str) -> bool:
    serial = re.search(rf"(?<!\d)0{{0,2}}{case.serial}\s?号", own) is not None
    return serial or case.number in own or case["title"] in own


def _named(photos: tuple[str, ...]) -> str:
    more = f"等{len(photos)}张" if len(photos) > MOST_NAMED else ""
    return "、".join(photos[:MOST_NAMED]) + more


def _may_answer(desk: Desk, email: str) -> bool:
    day = desk.now.astimezone(desk.campaign.zone).date().isoformat()
    key = f"visit.receipts:{email}:{day}"
    sent = int(get_note(desk.connection, key, 0))
    if sent < MOST_RECEIPTS:
        set_note(desk.connection, key, sent + 1, desk.now)
    return sent < MOST_RECEIPTS
