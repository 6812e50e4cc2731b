"""Rows that she typed herself (a case that came on paper) become cases with their own numbers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from intake.model.case import CaseReading, Evidence, Fact, Where
from intake.text.likeness import Fingerprint
from tracker.cases.corrections import correct_case
from tracker.errors import OrderError
from tracker.filing.lateness import is_on_time
from tracker.ledger import cases, mails
from tracker.ledger.cases import NewVersion
from tracker.ledger.events import get_note, record_event, set_note
from tracker.ledger.people.corrections import Word
from tracker.ledger.records import CaseRow, MailState
from tracker.ledger.texts import submissions
from tracker.ledger.texts.submissions import Submission
from tracker.orders.deed import Deed
from tracker.sheet.back.grid import EMPTY, plain
from tracker.sheet.back.rows import BackRow, Returned, spoiled
from tracker.sheet.columns import COLUMNS
from tracker.sheet.take.compare import HEADINGS, LONGEST, Ground, Refusal
from tracker.sheet.take.values import as_stored, read_moment, spoiled_field

TYPED = "sheet.typed"  # fingerprint of a typed row → serial
MAIL_SUBJECT = "汇总表新增案例"
SKIPPED = ("status",)
MUST = ("county", "level", "theme")  # wait for a person when the row leaves them empty


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A typed row as understood."""

    place: str
    values: dict[str, str]
    own: dict[str, str]
    sent_at: datetime | None
    fingerprint: str
    refusals: list[Refusal] = field(default_factory=list)


def take_typed(
    deed: Deed, returned: Returned, row: BackRow, ground: Ground
) -> tuple[CaseRow | None, list[Refusal], str]:
    """Make a case of one typed row; returns it, the cells not taken, and a remark."""
    found = _understand(deed, returned, row, ground.own)
    if "title" not in found.values:
        return None, found.refusals, ""
    noted: dict[str, int] = get_note(deed.connection, TYPED, {})
    if found.fingerprint in noted:
        return None, [], f"第{row.row}行此前已登记为{noted[found.fingerprint]}号"
    if twin := _twin(found, ground.cases):
        reason = f"与{twin.serial}号同名，未新增；确为另一篇的，请在名称后加副标题"
        return None, [*found.refusals, Refusal(found.place, "整行", found.values["title"], reason)], ""
    made = _make(deed, found)
    set_note(deed.connection, TYPED, {**noted, found.fingerprint: made.serial}, deed.now)
    return made, found.refusals, ""


def _understand(deed: Deed, returned: Returned, row: BackRow, own: dict[str, str]) -> TypedRow:
    campaign = deed.parts.campaign
    values: dict[str, str] = {}
    sent_at = None
    refusals = []
    for column in COLUMNS:
        cell = row.cells.get(column.name, EMPTY)
        if not plain(cell.text) or column.name in SKIPPED or not (column.field or column.key == "sent"):
            continue
        reason = spoiled(cell)
        try:
            if not reason and column.key == "sent":
                sent_at = read_moment(campaign, cell.text, deed.now)
            elif not (reason := reason or spoiled_field(column.field, cell)):
                values.update(as_stored(campaign, None, column.field, cell.text))
        except OrderError as error:
            reason = error.detail or str(error)
        if reason:
            place = returned.place(row.row, column.name)
            refusals.append(Refusal(place, column.heading, cell.text[:60], reason))
    if "title" not in values and not any(refusal.heading == HEADINGS["title"] for refusal in refusals):
        place = returned.place(row.row, "title")
        refusals.append(Refusal(place, HEADINGS["title"], "", "新增行缺少案例名称，未登记"))
    if "title" in values and not values.keys() & {"county", "town", "community", "unit"}:
        place = returned.place(row.row, "title")
        reason = "新增行请至少填写案例名称和县(市)区，或报送单位；未登记"
        refusals.append(Refusal(place, HEADINGS["title"], values.pop("title")[:60], reason))
    extra = {own[heading]: cell.text[:LONGEST] for heading, cell in row.own.items() if plain(cell.text)}
    marks = [plain(row.text(name)) for name in ("title", "county", "town", "community", "unit")]
    digest = hashlib.sha256("\n".join(marks).encode()).hexdigest()[:24]
    return TypedRow(returned.place(row.row, "title"), values, extra, sent_at, digest, refusals)


def _twin(found: TypedRow, known: dict[int, CaseRow]) -> CaseRow | None:
    """A case of the same name from the same place."""
    for row in known.values():
        same = all(
            plain(row[name]) == plain(found.values.get(name, "")) for name in ("title", "subtitle", "county")
        )
        if same:
            return row
    return None


def _make(deed: Deed, found: TypedRow) -> CaseRow:
    connection, parts, now = deed.connection, deed.parts, deed.now
    received = found.sent_at or now
    mail_id, position = _paper_mail(deed, received)
    unit = parts.campaign.unit(found.values.get("county", ""))
    case_id, number = cases.add_case(connection, parts.campaign.number_format, unit.key if unit else "", now)
    evidence = (Evidence(Where.SHEET, found.values["title"], "汇总表新增行"),)
    facts = {name: Fact(value, 1.0, evidence) for name, value in found.values.items()}
    facts.update({name: Fact(waits=True) for name in MUST if name not in found.values})
    version_id, _ = cases.add_version(
        connection,
        NewVersion(
            case_id,
            mail_id,
            CaseReading("", facts, flags=("paper",)),
            Fingerprint("", ()),
            is_on_time(parts.campaign, received, received, unit.key if unit else ""),
            received,
        ),
        now,
    )
    submissions.add_submission(connection, Submission(mail_id, position, case_id, "new", version_id))
    row = cases.list_cases(connection, [case_id])[0]
    record_event(
        connection,
        "case.created",
        now,
        who=deed.who,
        mail_id=mail_id,
        case_id=case_id,
        detail={"version": 1, "number": number, "from": found.place},
    )
    # in no batch: undoing withdraws the case and keeps what she wrote of it
    correct_case(deed, row, {**found.values, **found.own}, Word(deed.who, deed.how, "汇总表新增"))
    deed.can_undo("typed", case=case_id)
    return cases.list_cases(connection, [case_id])[0]


def _paper_mail(deed: Deed, received: datetime) -> tuple[int, int]:
    """The entry in 收件流水 that paper cases of one moment hang on; its raw form is a note of ours."""
    parts, connection = deed.parts, deed.connection
    note = EmailMessage()
    note["From"] = parts.writer.email
    note["To"] = parts.writer.email
    note["Subject"] = MAIL_SUBJECT
    note["Date"] = format_datetime(received)
    note["Message-ID"] = f"<paper.{hashlib.sha256(deed.batch.encode()).hexdigest()[:24]}@{parts.writer.host}>"
    note["X-Zhengji-Kind"] = "paper"
    note.set_content(f"本条由{deed.who}在汇总表中新增，没有电子来件。\n", charset="utf-8", cte="base64")
    raw = note.as_bytes()
    sha256 = parts.archive.store(raw)
    mail_id, fresh = mails.add_mail(connection, sha256, len(raw), received, deed.now, file="汇总表")
    if fresh:
        mails.update_mail(
            connection,
            mail_id,
            state=MailState.FILED,
            filed_at=deed.now,
            sent_at=received,
            sent_from="sheet",
            from_name=deed.who,
            subject=MAIL_SUBJECT,
            kind="submission",
            needs_person=False,
            wants_answer=False,
        )
    position = len(submissions.submissions_of(connection, mail_id))
    return mail_id, position
