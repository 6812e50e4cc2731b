"""Papers that are no case of their own mail: forms, photos, lists go to the case they speak of.

A form belongs to the case whose title it states, photos and other papers to the case that the letter or
their names tell; a list is compared with what the ledger holds before anybody is asked for a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from intake.model.case import UNANSWERED, CaseReading, Document, DocumentKind, Doubt, MailKind, Reading
from intake.understand.identify.facts.level import level_key
from intake.understand.identify.parse.labels import LABELS, title_in_pairs, values_of
from intake.understand.identify.parse.title import is_generic, title_key, title_likeness
from intake.understand.mail_kind.matter import BODY_READER
from intake.understand.papers.words import PAPER_WORDS, said_by_name
from tracker.cases.corrections import SENDER, correct_case
from tracker.ledger import cases, doubts, mails
from tracker.ledger.events import SYSTEM, delete_note, get_note, note_keys, record_event, set_note
from tracker.ledger.people.corrections import Word, words_of
from tracker.ledger.records import CaseRow, CaseStatus, MailRow
from tracker.ledger.texts import submissions
from tracker.ledger.views.titles import active_titles
from tracker.office.desk import Desk
from tracker.publications.volume.rounds.answered import proof_answered
from tracker.publications.volume.rounds.marked import is_picture

LISTED = "sheet-missing"
SAME_TITLE = 0.75  # as of a row of a list and its case
NAMED = 4  # characters of a title by which a letter names a case
SHORTENED = 3  # characters of a quoted piece, or of a file name, that say which case is meant
PAPERS = frozenset({DocumentKind.FORM, DocumentKind.PHOTO, DocumentKind.SCAN, DocumentKind.OTHER})
LONE = frozenset(
    {DocumentKind.FORM, DocumentKind.PHOTO, DocumentKind.SCAN}
)  # of who has sent one case: that one's
SHORTEST_NAME = 2  # characters of a file name that say anything
ASKED = frozenset({"no-case", "unclear"})  # answered once the sender is asked for what is missing
PLACED = ASKED | {"scan-unread", "form-only"}  # the same once the papers have their case
CORRECTS = frozenset({"", "contact", "phone", "replace"})  # intents of who sends a form anew
EARLY = "form.early:"  # notes of forms whose text has not come
SAID_ONLY = "correction"  # of no field: 漏了照片，补上
Pairs = tuple[tuple[str, str], ...]  # label and value
FIELDS = {"contact": LABELS.contact, "phone": LABELS.phone}
_QUOTED = re.compile(r"[《“「『]([^《》“”「」『』\n]{2,60})[》”」』]")
_KIND = re.compile(r"(?:社区|村|镇|乡|街道|县|区|市)$")


@dataclass(frozen=True, slots=True)
class Known:
    """The cases that a mail may speak of: every title, and the sender's own cases."""

    titles: dict[int, str]
    own: tuple[CaseRow, ...]

    def one(self, found: Iterable[int]) -> int | None:
        """The only one of ``found``, or the only one of them that is the sender's own."""
        ids = set(found)
        mine = ids & {case.id for case in self.own}
        return next(iter(mine if len(mine) == 1 else ids)) if len(mine) == 1 or len(ids) == 1 else None


def attach_papers(desk: Desk, row: MailRow, reading: Reading) -> None:
    """Put every paper of a mail that belongs to no case of it to the case that it speaks of."""
    left = list(_left(reading))
    if proof_answered(desk, reading.envelope) is not None:  # marked pages of a proof are not printed
        left = [document for document in left if not is_picture(document)]
    listed = [doubt.about for doubt in reading.doubts if doubt.code == LISTED and not reading.cases]
    if not (left or listed) or reading.kind in UNANSWERED:
        return
    own = tuple(cases.own_cases(desk.connection, row.from_email))
    known = Known(active_titles(desk.connection), own)
    targets = [(document, _target(document, known, reading)) for document in left]
    found = {case_id for _, case_id in targets if case_id is not None}
    found |= {case_id for title in listed for case_id in _same_title(title, known.titles)}
    rows = {case.id: case for case in cases.list_cases(desk.connection, sorted(found))}
    corrected = False
    for document, case_id in targets:
        if case_id is not None and document.kind is DocumentKind.FORM:
            corrected |= _take_form(desk, row, rows[case_id], document.pairs)
    for case_id in sorted(found):
        mine = [document.sha256 for document, target in targets if target == case_id and document.sha256]
        files = mine if len(found) > 1 or reading.cases else ()  # of one case alone is all that came
        if submissions.attach_mail(desk.connection, row.id, case_id, files or None):
            record_event(desk.connection, "papers.attached", desk.now, mail_id=row.id, case_id=case_id)
    apart = [
        document
        for document, case_id in targets
        if case_id is None and document.kind is DocumentKind.FORM and title_in_pairs(document.pairs)
    ]
    for form in apart:
        _keep_form(desk, row, form)
    if found or apart or listed:
        placed = PLACED if row.intent and not corrected else PLACED | {SAID_ONLY}
        _settle(desk, row, placed if found else ASKED)


def _left(reading: Reading) -> Iterator[Document]:
    """The papers that no case of the mail took."""
    taken = {at for found in reading.cases for at in found.documents}
    for at, document in enumerate(reading.documents):
        if at not in taken and document.reader != BODY_READER and document.kind in PAPERS:
            yield document


def _target(document: Document, known: Known, reading: Reading) -> int | None:
    """The one case that a paper speaks of; None where there is none, or more than one."""
    if document.kind is DocumentKind.FORM and (title := title_in_pairs(document.pairs)):
        return known.one(_titled(title, known.titles))
    said = f"{reading.envelope.subject}\n{reading.body.new}"
    found = known.one(_by_name(document.name, known.own)) or known.one(_named(said, known.titles))
    if document.kind is DocumentKind.SCAN and not _is_stamped(f"{document.name}{said}"):
        return found  # a page that may be another case
    if found is None and not reading.cases and document.kind in LONE:
        return known.one(case.id for case in known.own)  # from somebody who has sent one case only
    return found


def _is_stamped(said: str) -> bool:
    return bool(PAPER_WORDS.sealed.search(said) or PAPER_WORDS.signed.search(said))


def _titled(title: str, titles: dict[int, str]) -> list[int]:
    """The cases that a stated title means: the same one, or else that which it shortens."""
    same = _same_title(title, titles)
    piece = title_key(title)
    return same or [case_id for case_id, other in titles.items() if _holds(piece, title_key(other))]


def _same_title(title: str, titles: dict[int, str]) -> list[int]:
    return [case_id for case_id, other in titles.items() if title_likeness(title, other) >= SAME_TITLE]


def _holds(piece: str, whole: str) -> bool:
    return SHORTENED <= len(piece) < len(whole) and piece in whole


def _named(said: str, titles: dict[int, str]) -> list[int]:
    """The cases that a letter names by title, in full or quoted in short."""
    plain = title_key(said)
    quoted = [title_key(piece) for piece in _QUOTED.findall(said)]
    keys = {case_id: title_key(title) for case_id, title in titles.items()}
    return [
        case_id
        for case_id, key in keys.items()
        if (len(key) >= NAMED and key in plain) or any(q and (q == key or _holds(q, key)) for q in quoted)
    ]


def _by_name(name: str, own: Iterable[CaseRow]) -> list[int]:
    """The sender's own cases that a file's name tells: by a piece of the title, or by the place."""
    stem = said_by_name(name)
    if len(stem) < SHORTEST_NAME:
        return []
    return [
        case.id
        for case in own
        if stem in title_key(case["title"])
        or any((place := _KIND.sub("", case[field])) and place in stem for field in ("community", "town"))
    ]


def _keep_form(desk: Desk, row: MailRow, form: Document) -> None:
    """A form whose text has not come: asked about, and kept for the day that it comes."""
    doubt = Doubt("form-apart", form.name, title_in_pairs(form.pairs))
    doubts.add_doubts(desk.connection, [doubt], desk.now, mail_id=row.id)
    set_note(desk.connection, f"{EARLY}{row.id}:{form.name}", [list(pair) for pair in form.pairs], desk.now)


def take_early_forms(desk: Desk, case_id: int) -> None:
    """Forms that came before the text of this case, by the title they state."""
    connection = desk.connection
    keys = note_keys(connection, EARLY)
    for key in keys:
        mail_id, _, name = key.removeprefix(EARLY).partition(":")
        pairs = tuple((label, value) for label, value in get_note(connection, key))
        (case,) = cases.list_cases(connection, [case_id])
        if not _titled(title_in_pairs(pairs), {case_id: case["title"]}):
            continue
        row = mails.get_mail(connection, int(mail_id))
        assert row is not None  # mails are never deleted
        _take_form(desk, row, case, pairs)
        if submissions.attach_mail(connection, row.id, case_id):
            record_event(connection, "papers.attached", desk.now, mail_id=row.id, case_id=case_id)
        open_ones = doubts.list_doubts(connection, code="form-apart", mail_id=row.id)
        doubts.settle_doubts(
            connection, desk.now, SYSTEM, ids=[doubt.id for doubt in open_ones if doubt.about == name]
        )
        delete_note(connection, key)


def _take_form(desk: Desk, row: MailRow, case: CaseRow, pairs: Pairs) -> bool:
    """What a form adds to its case; what it says otherwise, or who is not its sender adds, is asked about.

    Its own sender who says that it corrects is believed; whether he was, is returned.
    """
    campaign = desk.parts.call.campaign
    said = {name: next((v for _, v in values_of(pairs, label)), "") for name, label in FIELDS.items()}
    own = row.from_email == case.sender
    corrects = own and row.kind == MailKind.CORRECTION and row.intent in CORRECTS
    fresh = {
        name: value
        for name, value in said.items()
        if value and value != case[name] and (corrects or not case[name])
    }
    if fresh and own:
        correct_case(
            desk, case, fresh, Word(row.from_email, SENDER, campaign.own("推荐表写明"), words_of(row), row.id)
        )
    other = [
        f"{'联系人' if name == 'contact' else '电话'}表中为{value}，原{f'为{case[name]}' if case[name] else '无'}"
        for name, value in said.items()
        if value and title_key(value) != title_key(case[name]) and not (own and name in fresh)
    ]
    stated = next((value for _, value in values_of(pairs, LABELS.level)), "")
    if (level := level_key(campaign, stated)) and case["level"] and level != case["level"]:
        other.append(f"层级表中为{campaign.level_name(level)}，原为{campaign.level_name(case['level'])}")
    if other:
        doubt = Doubt("form-conflict", case["title"], "；".join(other))
        doubts.add_doubts(desk.connection, [doubt], desk.now, mail_id=row.id, case_id=case.id)
    return corrects and bool(fresh) and not other


def _settle(desk: Desk, row: MailRow, codes: frozenset[str]) -> None:
    """A mail whose papers have their place waits for nobody, unless for something else."""
    connection = desk.connection
    open_ones = [doubt for doubt in doubts.list_doubts(connection, mail_id=row.id) if doubt.case_id is None]
    gone = [doubt.id for doubt in open_ones if doubt.code in codes]
    doubts.settle_doubts(connection, desk.now, SYSTEM, ids=gone)
    if not any(doubt.owner == "coordinator" and doubt.id not in gone for doubt in open_ones):
        mails.update_mail(connection, row.id, needs_person=False)


def ask_ledger(connection: Connection, reading: Reading) -> tuple[Doubt, ...]:
    """The doubts of a mail without the texts that its list misses and the ledger has."""
    if not any(doubt.code == LISTED for doubt in reading.doubts):
        return reading.doubts
    titles = list(active_titles(connection).values())
    here = {
        doubt
        for doubt in reading.doubts
        if doubt.code == LISTED and any(title_likeness(doubt.about, title) >= SAME_TITLE for title in titles)
    }
    return tuple(doubt for doubt in reading.doubts if doubt not in here)


def settle_listed(desk: Desk, found: CaseReading) -> None:
    """The text of a case has come that a list named before: nobody is asked for it any more."""
    title = found.value("title")
    if not title or not found.text or is_generic(title, desk.parts.call.places):
        return
    waiting = doubts.list_doubts(desk.connection, code=LISTED)
    came = [
        doubt.id
        for doubt in waiting
        if title_likeness(doubt.about, title) >= SAME_TITLE
        or title_likeness(doubt.about, title + found.value("subtitle")) >= SAME_TITLE
    ]
    doubts.settle_doubts(desk.connection, desk.now, SYSTEM, ids=came)


def withdraw_form(desk: Desk, row: MailRow, case: CaseRow, name: str) -> None:
    """A case that was made from a form is none: the system takes it back, with a note."""
    cases.set_case(desk.connection, case.id, desk.now, status=CaseStatus.WITHDRAWN)
    open_ones = doubts.list_doubts(desk.connection, case_id=case.id)
    doubts.settle_doubts(desk.connection, desk.now, SYSTEM, ids=[doubt.id for doubt in open_ones])
    note = Doubt("form-not-case", name)
    doubts.add_doubts(desk.connection, [note], desk.now, mail_id=row.id, case_id=case.id)
    record_event(desk.connection, "case.withdrawn", desk.now, mail_id=row.id, case_id=case.id)
