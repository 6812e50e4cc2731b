"""Final texts (定稿) that units send: which case gets which, what came late, what was not taken.

A version that answers our letter becomes the final text, also when it comes late, and late ones are shown.
What a person declared final, what was final when a late one came, and a text that its sender said stays as it is,
are not replaced: whatever comes after that is put to the coordinator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from intake.model.case import CaseReading, Doubt, Envelope, Reading
from tracker.ledger import doubts, mails
from tracker.ledger.cases import case_versions, list_cases
from tracker.ledger.events import record_event
from tracker.ledger.letters import replied_letter
from tracker.ledger.published.finals import AFTER, FINAL, Asked, last_word, list_asked, put_asked
from tracker.ledger.published.rounds import list_rounds
from tracker.ledger.published.volume import Choice, list_choices, set_final
from tracker.ledger.records import CaseRow, LetterKind, LetterRow, MailRow
from tracker.ledger.texts.submissions import ATTACHED, submissions_of
from tracker.office.desk import Desk
from tracker.publications.volume.finals.answers import Say, read_answers, unknown_works
from tracker.publications.volume.finals.leaving import want_out
from tracker.publications.volume.finals.named import name_file, works_of

ASKING: Final = (LetterKind.FINAL, LetterKind.PROOF)
WHICH, WHOSE = "which:", "whose:"  # begin a note of a nickname: whether it is this case, or which it is
MISSING, COMING = "missing", "coming"  # what a sender is told of a case that he answered without its text


@dataclass(frozen=True, slots=True)
class Answered:
    """Our letter, and the chosen cases that were asked for at its address, in its order."""

    letter: LetterRow | None  # None: he writes afresh
    asked: Mapping[int, Asked]
    choices: Mapping[int, Choice]
    rows: Mapping[int, CaseRow]
    own: frozenset[int]  # those of the letter itself: its address may have been asked for others, too


def asked_by(desk: Desk, envelope: Envelope) -> LetterRow | None:
    """Our letter asking for final texts, or bringing a proof, that a mail answers."""
    letter = replied_letter(desk.connection, envelope)
    return letter if letter is not None and letter.kind in ASKING else None


def named_final(desk: Desk, envelope: Envelope, found: CaseReading, files: tuple[str, ...]) -> CaseRow | None:
    """The case of which a text in an answer is the final one, by its title or the name of its file.

    A unit may give its case another title and half of its text anew; what it was asked for is that case all the same.
    """
    letter = asked_by(desk, envelope)
    if letter is None:
        return None
    answered = _answered(desk, letter, letter.recipient)
    works = works_of(answered.rows.values())
    for said in (found.value("title"), *files):
        ids = name_file(said, works) if said else ()
        if len(ids) == 1:
            return answered.rows[ids[0]]
    return None


def take_finals(desk: Desk, row: MailRow, reading: Reading) -> None:
    """Declare final what a filed mail brings, or says, of the cases that were asked for.

    The address that was asked may also write afresh; any other must answer the letter.
    """
    letter = asked_by(desk, reading.envelope)
    answered = _answered(desk, letter, letter.recipient if letter is not None else row.from_email)
    brought = {
        case_id: number
        for case_id, number in _versions_of(desk, row, again=letter is not None)
        if case_id in answered.asked
        and (number != answered.asked[case_id].version or answered.choices[case_id].final is None)
    }
    taken = {case_id: _take(desk, row, answered, (case_id, number)) for case_id, number in brought.items()}
    if answered.own:
        taken |= _take_words(desk, row, reading, (answered, frozenset(brought)))
    if taken:
        put_asked(desk.connection, taken.values(), desk.now)
    _ask_about_later(desk, row)


def _answered(desk: Desk, letter: LetterRow | None, email: str) -> Answered:
    choices = list_choices(desk.connection)
    asked = {
        case_id: one
        for case_id, one in list_asked(desk.connection).items()
        if case_id in choices and one.email == email
    }
    rows = {row.id: row for row in list_cases(desk.connection, list(asked))} if asked else {}
    names = _named_in(desk, letter)
    listed = [row for name in names for row in rows.values() if name in (row.number, str(row.serial))]
    own = frozenset(row.id for row in listed)
    listed += [row for row in rows.values() if row.id not in own]
    return Answered(letter, asked, choices, {row.id: row for row in listed}, own)


def _named_in(desk: Desk, letter: LetterRow | None) -> list[str]:
    """What a letter calls its cases, in its order: one that asks keeps their serial numbers, a proof their numbers."""
    if letter is None:
        return []
    if letter.kind is LetterKind.FINAL:
        return letter.key.split(":")[2].split(",")
    return [
        number
        for one in list_rounds(desk.connection)
        for sent in one.sent
        if sent.key == letter.key
        for number in sent.cases
    ]


def _take_words(
    desk: Desk, row: MailRow, reading: Reading, came: tuple[Answered, frozenset[int]]
) -> dict[int, Asked]:
    """Take what the words of an answer say of each case that came without a text of its own."""
    answered, brought = came
    rows = [row for row in answered.rows.values() if row.id in answered.own]
    said = read_answers(reading.body.own, works_of(rows), brought & answered.own)
    taken = {}
    for case_id, what in said.items():
        asked = answered.asked[case_id]
        if case_id in brought:
            continue
        if what is Say.OUT:
            want_out(desk, row, answered.rows[case_id], reading.body.own.strip())
        if what is Say.STAYS:
            stays = answered.choices[case_id].final or asked.version or answered.rows[case_id].version
            taken[case_id] = replace(_take(desk, row, answered, (case_id, stays)), agreed=True)
        elif what is Say.LATER:
            taken[case_id] = replace(asked, mail_id=row.id, note=COMING)
        elif what is Say.BROUGHT and not reading.documents:
            taken[case_id] = replace(asked, mail_id=row.id, note=MISSING)
    taken |= _ask_which(
        answered,
        unknown_works(reading.body.own, works_of(rows), brought & answered.own),
        row,
        {*taken, *brought},
    )
    unclear = {Say.UNCLEAR, Say.OUT} & set(said.values())
    is_heard = bool(taken or brought) and not unclear
    if is_heard and not reading.cases:
        settle_mail(desk, row)
    elif not is_heard and unclear and (_is_final(answered) or Say.OUT in unclear):
        mails.update_mail(desk.connection, row.id, needs_person=True, wants_answer=True)
    return taken


def _ask_which(
    answered: Answered, unknown: Mapping[str, tuple[int, ...]], row: MailRow, known: set[int]
) -> dict[int, Asked]:
    """Nicknames of which nobody knows whose they are, asked about beside the case that each may mean."""
    asked = {}
    for nickname, guess in unknown.items():
        left = [case_id for case_id in answered.rows if case_id in answered.own - known]
        for case_id in [one for one in guess if one in left] or left[:1]:
            note = f"{WHICH if guess else WHOSE}{nickname}"
            asked[case_id] = replace(answered.asked[case_id], mail_id=row.id, note=note)
    return asked


def _is_final(answered: Answered) -> bool:
    """Whether the letter asks for final texts; what is said of a proof is read with its round."""
    return answered.letter is not None and answered.letter.kind is LetterKind.FINAL


def _versions_of(desk: Desk, row: MailRow, *, again: bool) -> Iterator[tuple[int, int]]:
    """Case and number of each version that a mail brought; ``again``: also of one that was here already."""
    for entry in submissions_of(desk.connection, row.id):
        if entry.role == ATTACHED:
            continue
        versions = case_versions(desk.connection, entry.case_id)
        found = [version.number for version in versions if version.id == entry.version_id]
        if not found and again and entry.version_id is None:
            found = [one.version for one in list_cases(desk.connection, [entry.case_id])]
        for number in found:
            yield entry.case_id, number


def _take(desk: Desk, row: MailRow, answered: Answered, came: tuple[int, int]) -> Asked:
    """Declare a version of a case final, unless another one stands."""
    case_id, number = came
    asked, choice = answered.asked[case_id], answered.choices[case_id]
    at = row.sent_at or row.arrived_at
    late = at.astimezone(desk.campaign.zone).date() > asked.due
    is_settled = late or asked.agreed or choice.final != asked.version
    stands = choice.final not in (None, number) and is_settled
    what = "volume.final-unused" if stands else FINAL
    detail = {"version": number, "late": late}
    record_event(
        desk.connection, what, desk.now, who=row.from_email, case_id=case_id, mail_id=row.id, detail=detail
    )
    if stands:
        return replace(asked, unused=number, mail_id=row.id, note="")
    set_final(desk.connection, case_id, number)
    before = asked.version if asked.came_at is not None and asked.version != number else 0
    return replace(
        asked, version=number, came_at=at, mail_id=row.id, late=late, unused=0, note="", before=before
    )


def _ask_about_later(desk: Desk, row: MailRow) -> None:
    """Put to the coordinator what a mail brings of cases whose final text stands: another text, or pictures."""
    choices = list_choices(desk.connection)
    for entry in submissions_of(desk.connection, row.id):
        choice = choices.get(entry.case_id)
        if choice is None or choice.final is None:
            continue
        (case,) = list_cases(desk.connection, [entry.case_id])
        numbers = [v.number for v in case_versions(desk.connection, case.id) if v.id == entry.version_id]
        if entry.role == ATTACHED and not _is_last_word(desk, row, case):
            what = "图片或其他附件，未排入"
        elif numbers and numbers[0] != choice.final:
            what = f"第{numbers[0]}稿，未采用"
        else:
            continue
        doubt = Doubt(AFTER, case["title"], what)
        doubts.add_doubts(desk.connection, [doubt], desk.now, mail_id=row.id, case_id=case.id)


def _is_last_word(desk: Desk, row: MailRow, case: CaseRow) -> bool:
    """Whether the mail itself made the case's text final."""
    word = last_word(desk.connection, case.id)
    return word is not None and word.mail_id == row.id


def settle_mail(desk: Desk, row: MailRow) -> None:
    """A reply that is understood waits for nobody."""
    mails.update_mail(desk.connection, row.id, needs_person=False, wants_answer=True)
    open_ones = [one.id for one in doubts.list_doubts(desk.connection, mail_id=row.id)]
    doubts.settle_doubts(desk.connection, desk.now, row.from_email, ids=open_ones)
