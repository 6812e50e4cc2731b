"""Compose the one letter that answers what an address has sent: 回执、补正、逾期登记或转办说明.

Called inside the transaction that files a mail, or that closes an address's hour. Nothing of the
mail's body or files is echoed except what the ledger made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from intake.campaign.campaign import Campaign
from intake.model.case import Doubt, MailKind
from intake.model.doubts import Owner, cure, sentence
from tracker.cases.addresses import known_unit
from tracker.cases.fields import FIELD_WORDS
from tracker.cases.values import show_value
from tracker.ledger import cases, doubts, letters, mails
from tracker.ledger.people.corrections import changed_cases, standing_words, words_of
from tracker.ledger.records import CaseRow, CaseStatus, DoubtRow, LetterKind, MailRow
from tracker.ledger.texts import submissions
from tracker.letters.pace import answer_opens, is_broken
from tracker.letters.required import missing_papers
from tracker.letters.writing.addressee import name_addressee
from tracker.letters.writing.draft import Draft, Thread
from tracker.letters.writing.lines import CaseLine, asked_listing, case_line
from tracker.letters.writing.post import post
from tracker.office.desk import Desk
from tracker.office.isolation import ANSWERING, one_by_one
from tracker.outbox.shares import Shares, load_shares
from tracker.publications.volume.content.asked import tell_swaps
from tracker.publications.volume.finals.stage import tell_stage
from tracker.publications.volume.finals.standing import tell_finals
from tracker.publications.volume.finals.take import ASKING
from tracker.publications.volume.rounds.take import tell_proof

PERSON_KINDS = frozenset({MailKind.QUESTION, MailKind.EXTENSION, MailKind.WITHDRAWAL, MailKind.CORRECTION})
# Doubts about what did not come; all others of a mail are about what could not be read.
MISSING = frozenset(
    {"fewer-cases", "form-only", "form-apart", "part-alone", "sheet-missing", "sheet-surplus"}
)
NOTHING_NEW = frozenset({"same", submissions.ATTACHED})  # roles of a case of which nothing is asked anew
# What is written down at a sender's word, by the intent of his mail.
NOTED = {
    "nothing": "贵单位本次不报送，不再发送提醒。如有变化，直接回复本邮件发送材料即可",
    "posted": "贵单位材料以纸质件寄送，不再发送提醒。如有电子版，可直接回复本邮件发送",
    "whole": "所报材料已是全文",
}
WHICH_COUNTY = "所属县（市、区）不明确，请回信告知贵单位属于哪个县（市、区）"
SHORT = "short"  # a doubt that is only hinted at, unless the campaign asks
SCAN = "scan"  # held until its text is recognised; no person has to answer
# Doubts of a case whose choices a sender can settle with a digit.
CHOOSABLE = frozenset({"town", "community", "level"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A numbered option and what it settles."""

    number: int
    case_id: int
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt put to the sender: text and its numbered options."""

    text: str
    options: tuple[Choice, ...]


def answer_now(desk: Desk, email: str, shares: Shares | None = None) -> int | None:
    """Answer what an address has sent unless it must wait (tracker/letters/pace.py); returns the letter's id.

    What is not answered now keeps wanting an answer until :func:`answer_waiting` finds its turn
    come. ``shares`` spares a batch the look at all addresses for each of its letters.
    """
    if not mails.wants_answer(desk.connection, email):
        return None
    shares = shares or load_shares(desk.connection, desk.parts)
    opens = answer_opens(desk, shares, email)
    if opens is None or opens > desk.now or is_broken(desk, shares, email):
        return None
    return put_answer(desk, email, mails.mails_to_answer(desk.connection, email))


def answer_waiting(desk: Desk) -> int:
    """Answer every address whose turn has come; returns how many letters were composed."""
    emails = mails.addresses_to_answer(desk.connection)
    shares = load_shares(desk.connection, desk.parts)
    composed = one_by_one(desk, ANSWERING, emails, lambda email: answer_now(desk, email, shares), name=str)
    return sum(letter is not None for letter in composed)


def put_answer(desk: Desk, email: str, rows: Sequence[MailRow]) -> int | None:
    """Compose and queue the letter that answers ``rows``."""
    values, questions = answer_values(desk, rows)
    kind = choose_kind(values)
    last = rows[-1]
    if kind is LetterKind.HOLDING and mails.are_reviewed(desk.connection, [row.id for row in rows]):
        for row in rows:  # settled stays settled: nobody is told that it is still to come
            mails.update_mail(desk.connection, row.id, wants_answer=False)
        return None
    before = len(letters.letters_to_mail(desk.connection, rows[0].id))  # a mail read again is answered again
    key = f"answer:{rows[0].sha256[:24]}:{len(rows)}:{last.sha256[:24]}" + (f":{before}" if before else "")
    draft = Draft(
        kind,
        key,
        email,
        values,
        unit=last.unit or known_unit(desk.connection, desk.campaign, email),
        thread=Thread(last.message_id, last.references),
        answers=tuple(row.id for row in rows),
    )
    letter_id = post(desk, draft)
    if letter_id is not None:
        letters.put_options(desk.connection, letter_id, questions)
    if kind is LetterKind.HOLDING and values["holding"] != [SCAN]:
        _give_to_person(desk, rows)
    return letter_id


def _give_to_person(desk: Desk, rows: Sequence[MailRow]) -> None:
    """The letter says that a person answers, so a person must find the mails on her list."""
    for row in rows:
        if mails.are_reviewed(desk.connection, [row.id]):
            continue
        mails.update_mail(desk.connection, row.id, needs_person=True)
        waiting = doubts.list_doubts(desk.connection, mail_id=row.id)
        if not any(doubt.owner == Owner.COORDINATOR for doubt in waiting):
            doubts.add_doubts(desk.connection, [Doubt("unclear")], desk.now, mail_id=row.id)


def choose_kind(values: dict[str, Any]) -> LetterKind:
    """The kind, and with it the subject, says whether the sender has to do something."""
    if values["listing"] is not None:
        return LetterKind.LISTING
    if values["late"]:
        return LetterKind.LATE
    if values["gaps"] or values["troubles"] or values["questions"]:
        return LetterKind.SUPPLEMENT
    if values["cases"] or values["noted"]:
        return LetterKind.ACKNOWLEDGEMENT
    return LetterKind.HOLDING


@dataclass(slots=True)
class _Brought:
    """What the mails of one answer brought together."""

    troubles: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    holding: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    volume: list[bool] = field(default_factory=list)  # of each mail: it answers a letter of the volume
    shown: dict[int, tuple[CaseRow, CaseLine]] = field(default_factory=dict)

    def add(self, desk: Desk, row: MailRow) -> None:
        """One mail more: its cases, what it changed, what is to be asked and told of it."""
        replied = letters.replied_by(desk.connection, row.id)
        self.volume.append(replied is not None and replied.kind in ASKING)
        changed = changed_cases(desk.connection, row)
        brought = _cases_of(desk, row, changed)
        for found, line in brought:
            if found.id not in self.shown or line.role not in NOTHING_NEW:
                self.shown[found.id] = (found, line)
        self.changes.extend(_changes(desk, row, changed))
        open_ones = doubts.list_doubts(desk.connection, mail_id=row.id)
        self.troubles.extend(_asked_of_mail(desk.campaign, open_ones, missing=False))
        self.missing.extend(_asked_of_mail(desk.campaign, open_ones, missing=True))
        self.told.extend(own := (*tell_finals(desk, row), *tell_proof(desk, row), *tell_swaps(desk, row)))
        if row.kind in PERSON_KINDS and _is_held(row, brought=bool(brought or own)):
            self.holding.append(row.kind)
        if any(doubt.code == "ocr-pending" for doubt in open_ones):
            self.holding.append(SCAN)


def answer_values(desk: Desk, rows: Sequence[MailRow]) -> tuple[dict[str, Any], tuple[Choice, ...]]:
    """Everything the templates of an answer may use, and the options they number."""
    brought = _Brought()
    for row in rows:
        brought.add(desk, row)
    fresh = [
        pair
        for pair in brought.shown.values()
        if pair[1].role not in NOTHING_NEW and pair[0].status is CaseStatus.ACTIVE
    ]
    unit = rows[-1].unit or known_unit(desk.connection, desk.campaign, rows[-1].from_email)
    gaps, asked = _ask(desk, fresh, unknown=not unit)
    is_volume = all(
        brought.volume
    )  # a final text has a day of its own, and its length was looked at long ago
    is_hinted = not (desk.campaign.length.ask or is_volume)
    hints = [hint for pair in fresh for hint in _hints(desk, *pair)] if is_hinted else []
    lines = [line for _, line in brought.shown.values()]
    campaign = desk.campaign
    deadline = campaign.deadline_at(desk.now, unit)
    values = {
        "addressee": name_addressee(desk, rows[-1]),
        "mails": rows,
        "cases": lines,
        "changes": list(dict.fromkeys(brought.changes)),
        "troubles": list(dict.fromkeys(brought.troubles)),
        "gaps": list(dict.fromkeys((*brought.missing, *gaps))),
        "questions": asked,
        "hints": hints,
        "noted": [
            *(NOTED[row.intent] for row in rows if row.intent in NOTED and not row.needs_person),
            *brought.told,
        ],
        "holding": list(dict.fromkeys(brought.holding)),
        "late": [row for row in rows if row.late],
        "listing": asked_listing(desk, rows) if not lines else None,
        "cutoff": campaign.cutoff_text(deadline),
        "past": is_volume or desk.now >= campaign.cutoff(deadline),
    }
    return values, tuple(option for question in asked for option in question.options)


def _is_held(row: MailRow, *, brought: bool) -> bool:
    """Whether the letter says that a person will answer."""
    if row.intent == "inquiry" or (row.intent in NOTED and not row.needs_person):
        return False
    return row.needs_person or not (brought or row.intent == "password")


def _role(found: CaseRow, role: str, version_id: int | None) -> str:
    """``kept`` for a text that a person's earlier word keeps from counting."""
    taken_out = role in ("same", "revision") and found.status is not CaseStatus.ACTIVE
    waits = role == "revision" and (found.pinned or (version_id or 0) > found.version_id)
    return "kept" if taken_out or waits else role


def _cases_of(desk: Desk, row: MailRow, changed: list[CaseRow]) -> list[tuple[CaseRow, CaseLine]]:
    entries = submissions.submissions_of(desk.connection, row.id)
    own = {entry.case_id for entry in entries if entry.role != submissions.ATTACHED}
    entries = [e for e in entries if e.role != submissions.ATTACHED or e.case_id not in own]
    rows = {found.id: found for found in cases.list_cases(desk.connection, [e.case_id for e in entries])}
    shown = [
        (
            found,
            replace(
                case_line(desk.campaign, found, role, late=bool(row.late)),
                stands=tell_stage(desk, found) if role == "revision" else "",
            ),
        )
        for entry in entries
        for found in (rows[entry.case_id],)
        for role in (_role(found, entry.role, entry.version_id),)
    ]
    shown += [
        (found, case_line(desk.campaign, found, "changed", late=found.on_time is False)) for found in changed
    ]
    return shown


def _changes(desk: Desk, row: MailRow, changed: list[CaseRow]) -> list[str]:
    """What the mail's own words changed: XZ-003联系电话：0516-80001170."""
    if not changed:
        return []
    numbers = {found.id: found.number for found in changed}
    return [
        f"{numbers[word.case_id]}{desk.campaign.own(FIELD_WORDS[word.field])}：{show_value(desk.campaign, word.field, word.value)}"
        for word in standing_words(desk.connection, words_of(row))
    ]


def _ask(
    desk: Desk, shown: Iterable[tuple[CaseRow, CaseLine]], *, unknown: bool
) -> tuple[list[str], list[Question]]:
    """The open doubts of cases in words: gaps, and numbered choices where a digit can settle them.

    Whose a case is, a sender whom nobody knows is asked before all else.
    """
    gaps: list[str] = []
    asked: list[Question] = []
    for found, line in shown:
        name = f"《{line.title}》" if line.title else line.number
        for row in doubts.list_doubts(desk.connection, case_id=found.id):
            if row.code == "county" and unknown:
                gaps.insert(0, f"{name}：{WHICH_COUNTY}")
            if row.owner != Owner.SENDER:
                continue
            if row.code in CHOOSABLE and row.choices:
                before = sum(len(question.options) for question in asked)
                asked.append(_question(desk.campaign, name, row, before))
            elif row.code in ("contact", "phone") and row.code not in desk.campaign.required:
                continue
            elif row.code != SHORT or desk.campaign.length.ask:
                gaps.append(f"{name}：{_words(desk.campaign, row)}")
        gaps += [f"{name}：{what}" for what in missing_papers(desk.connection, desk.campaign, found)]
    return list(dict.fromkeys(gaps)), asked


def _hints(desk: Desk, found: CaseRow, line: CaseLine) -> list[str]:
    """What a sender may look at and need not answer: a text much shorter than the notice says."""
    name = f"《{line.title}》" if line.title else line.number
    known = doubts.list_doubts(desk.connection, case_id=found.id)
    return [f"{name}：{_words(desk.campaign, row)}" for row in known if row.code == SHORT]


def _question(campaign: Campaign, name: str, row: DoubtRow, before: int) -> Question:
    """A doubt about the case ``name``, its options numbered on from ``before``."""
    assert row.case_id is not None
    options = tuple(
        Choice(number, row.case_id, row.code, value) for number, value in enumerate(row.choices, before + 1)
    )
    shown = [f"{option.number} {campaign.level_name(option.value) or option.value}" for option in options]
    doubt = Doubt(row.code, row.about, row.detail, row.choices)
    return Question(f"{name}：{cure(doubt, campaign.own)}：{'　'.join(shown)}", options)


def _asked_of_mail(campaign: Campaign, open_ones: list[DoubtRow], *, missing: bool) -> list[str]:
    """What is asked about a mail as a whole: what did not come, or else what could not be read."""
    return [
        _words(campaign, doubt)
        for doubt in open_ones
        if doubt.case_id is None and doubt.owner == Owner.SENDER and (doubt.code in MISSING) is missing
    ]


def _words(campaign: Campaign, row: DoubtRow) -> str:
    doubt = Doubt(row.code, row.about, row.detail, row.choices)
    return f"{sentence(doubt, campaign.own)}，{cure(doubt, campaign.own)}"
