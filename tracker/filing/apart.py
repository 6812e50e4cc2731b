"""Make cases of files that a person wants apart: read in a worker, filed as any case, told in a letter."""

from __future__ import annotations

from functools import partial
from typing import Final

from intake.model.case import Reading
from intake.text.likeness import fingerprint
from intake.worker.pool import Readers
from tracker.cases.addresses import coordinator_of
from tracker.filing.file import ReadMail, file_case, find_match
from tracker.filing.match import Match
from tracker.filing.senders import know_sender
from tracker.ledger import cases, mails
from tracker.ledger.events import record_event
from tracker.ledger.records import LetterKind, MailRow
from tracker.ledger.texts.apart import Apart, drop_wanted, note_apart, wanted_apart
from tracker.ledger.texts.documents import file_hashes
from tracker.ledger.texts.submissions import submissions_of
from tracker.ledger.texts.versions import get_version, set_documents
from tracker.letters.writing.draft import Draft
from tracker.letters.writing.post import post
from tracker.office.desk import Desk
from tracker.office.isolation import (
    MOST_ATTEMPTS,
    SPLITTING,
    Shield,
    count_failure,
    forget_failures,
    why_failed,
)
from tracker.office.parts import Parts

NO_TEXT: Final = "未执行：没有读到案例正文"


def file_apart(parts: Parts, readers: Readers) -> int:
    """Make the cases that are wanted; returns how many files were done. One that fails keeps no other back."""
    with parts.ledger.read() as connection:
        waiting = [
            (wish, row, know_sender(connection, parts, row.from_email, row.arrived_at))
            for wish in wanted_apart(connection)
            if (row := mails.get_mail(connection, wish.mail)) is not None
        ]
    done = 0
    for wish, row, sender in waiting:
        with Shield(SPLITTING, partial(_put_off, parts, wish)):
            reading = readers.read_part(parts.archive.path(row.sha256), sender, wish.sha256)
            with parts.ledger.begin() as connection:
                done += _file(Desk(connection, parts, parts.clock.now()), row, reading, wish)
    return done


def _file(desk: Desk, row: MailRow, reading: Reading, wish: Apart) -> int:
    connection = desk.connection
    if drop_wanted(connection, wish.mail, wish.sha256, desk.now) is None:
        return 0  # taken back meanwhile, or done by another host
    forget_failures(desk, SPLITTING, _item(wish))
    if reading.secret or not reading.cases:
        _tell(desk, wish, NO_TEXT)
        return 1
    positions = [at for at, sha256 in file_hashes(connection, row.id).items() if sha256 == wish.sha256]
    before = _take_out(desk, row, positions)
    told, made = [], []
    for found in reading.cases:
        verdict = find_match(desk, ReadMail(row, reading), found, fingerprint(found.text))
        if verdict.match is Match.SAME:
            same = cases.list_cases(connection, [verdict.case_id])[0]
            told.append(f"与{same.serial}号《{same['title']}》一字不差，未另登记")
            continue
        known = {entry.position for entry in submissions_of(connection, row.id)}
        place = max(known, default=-1) + 1
        file_case(desk, ReadMail(row, reading), found, place)
        entry = next(one for one in submissions_of(connection, row.id) if one.position == place)
        set_documents(connection, entry.version_id, positions)
        case = cases.list_cases(connection, [entry.case_id])[0]
        made.append(case.id)
        told.append(f"已登记为{case.serial}号《{case['title'] or '名称待核'}》")
        detail = {"file": wish.name, "batch": wish.batch}
        record_event(
            connection, "case.split", desk.now, who=wish.who, mail_id=row.id, case_id=case.id, detail=detail
        )
    note_apart(connection, wish, made, before, desk.now)
    _tell(desk, wish, "；".join(told))
    return 1


def _take_out(desk: Desk, row: MailRow, positions: list[int]) -> dict[int, list[int]]:
    """The file belongs to no other case of its mail any more; returns the documents that versions had."""
    before = {}
    for entry in submissions_of(desk.connection, row.id):
        if entry.version_id is None:
            continue
        had = list(get_version(desk.connection, entry.version_id).documents)
        left = [at for at in had if at not in positions]
        if left and left != had:
            set_documents(desk.connection, entry.version_id, left)
            before[entry.version_id] = had
    return before


def _put_off(parts: Parts, wish: Apart, error: Exception) -> None:
    """It is tried again at the next round; after the last attempt she is told why not."""
    with parts.ledger.begin() as connection:
        desk = Desk(connection, parts, parts.clock.now())
        if count_failure(desk, SPLITTING, _item(wish), error) >= MOST_ATTEMPTS:
            drop_wanted(connection, wish.mail, wish.sha256, desk.now)
            _tell(desk, wish, f"未执行：{why_failed(error)}")


def _item(wish: Apart) -> str:
    return f"{wish.mail}:{wish.sha256}"


def _tell(desk: Desk, wish: Apart, outcome: str) -> None:
    person = coordinator_of(desk.campaign, wish.email)
    if person is None:
        return
    text = f"收件{wish.mail}的{wish.name}单独登记"
    values = {
        "person": person,
        "outcomes": [{"text": text, "outcome": outcome, "about": ""}],
        "waiting": [],
        "unclear": (),
        "examples": (),
        "undoable": False,
    }
    key = f"order:apart:{wish.batch}:{_item(wish)}"
    post(desk, Draft(LetterKind.ORDER, key, wish.email, values, reason="coordinator"))
