"""Final texts (定稿) that units send: which case gets which, what came late, what was not taken.

A version that answers our letter becomes the final text, also when it comes late, and late ones are shown.
What a person declared final, and what was final when a late one came, stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from intake.model.case import Envelope, Reading
from intake.text.fold import nfkc
from tracker.ledger import doubts, mails
from tracker.ledger.cases import case_versions, list_cases
from tracker.ledger.events import record_event
from tracker.ledger.letters import replied_letter
from tracker.ledger.published.finals import Asked, list_asked, put_asked
from tracker.ledger.published.volume import Choice, list_choices, set_final
from tracker.ledger.records import CaseRow, LetterKind, LetterRow, MailRow
from tracker.ledger.texts.submissions import submissions_of
from tracker.office.desk import Desk
from tracker.publications.volume.words import volume_words

ASKING = (LetterKind.FINAL, LetterKind.PROOF)
LONGEST = 60  # characters of a reply that says nothing but that a text stays as it is


def asked_by(desk: Desk, envelope: Envelope) -> LetterRow | None:
    """Our letter asking for final texts, or bringing a proof, that a mail answers."""
    letter = replied_letter(desk.connection, envelope)
    return letter if letter is not None and letter.kind in ASKING else None


def take_finals(desk: Desk, row: MailRow, reading: Reading) -> None:
    """Declare final what a filed mail brings of the cases that were asked for.

    The address that was asked may also write afresh; any other must answer the letter.
    """
    letter = asked_by(desk, reading.envelope)
    choices = list_choices(desk.connection)
    asked = {
        case_id: one
        for case_id, one in list_asked(desk.connection).items()
        if case_id in choices and one.email == (letter.recipient if letter is not None else row.from_email)
    }
    if not asked:
        return
    brought = {
        case_id: number
        for case_id, number in _versions_of(desk, row)
        if case_id in asked and number != asked[case_id].version
    }
    if not brought and letter is not None and not reading.cases and stays(reading.body.own):
        brought = {
            case.id: asked[case.id].version or case.version
            for case in list_cases(desk.connection, list(asked))
        }
        settle_mail(desk, row)
    taken = [_take(desk, row, asked[case_id], choices[case_id], brought[case_id]) for case_id in brought]
    if taken:
        put_asked(desk.connection, taken, desk.now)


def _versions_of(desk: Desk, row: MailRow) -> Iterator[tuple[int, int]]:
    """Case and number of each version that a mail brought, or brought again."""
    for entry in submissions_of(desk.connection, row.id):
        for version in case_versions(desk.connection, entry.case_id):
            if version.id == entry.version_id:
                yield entry.case_id, version.number


def stays(text: str) -> bool:
    """Whether a reply says that the text stays as it was sent: 无修改, 以原稿为准, 同意付印."""
    said = nfkc(text)
    words = volume_words()
    changes = words.corrections
    wishes = (*changes.change, *changes.delete, *changes.behind, *changes.before, *changes.mistaken)
    return (
        len(said.strip()) <= LONGEST
        and not any(word in said for word in wishes)
        and any(word in said for word in words.unchanged)
        and not any(word in said for word in words.doubting)
    )


def _take(desk: Desk, row: MailRow, asked: Asked, choice: Choice, number: int) -> Asked:
    came = row.sent_at or row.arrived_at
    late = came.astimezone(desk.campaign.zone).date() > asked.due
    stands = choice.final not in (None, number) and (late or choice.final != asked.version)
    what = "volume.final-unused" if stands else "volume.final"
    detail = {"version": number, "late": late}
    record_event(
        desk.connection,
        what,
        desk.now,
        who=row.from_email,
        case_id=asked.case_id,
        mail_id=row.id,
        detail=detail,
    )
    if stands:
        return replace(asked, unused=number, mail_id=row.id)
    set_final(desk.connection, asked.case_id, number)
    return replace(asked, version=number, came_at=came, mail_id=row.id, late=late, unused=0)


def settle_mail(desk: Desk, row: MailRow) -> None:
    """A reply that is understood waits for nobody."""
    mails.update_mail(desk.connection, row.id, needs_person=False, wants_answer=True)
    open_ones = [one.id for one in doubts.list_doubts(desk.connection, mail_id=row.id)]
    doubts.settle_doubts(desk.connection, desk.now, row.from_email, ids=open_ones)


def tell_finals(desk: Desk, row: MailRow) -> Iterator[str]:
    """What is said to a sender of the final texts in his mail."""
    asked = {one.case_id: one for one in list_asked(desk.connection).values() if one.mail_id == row.id}
    for case in list_cases(desk.connection, list(asked)) if asked else ():
        one, name = asked[case.id], f"《{case['title']}》" if case["title"] else case.number
        if one.unused:
            yield f"{name}已有定稿，本次第{one.unused}稿由我处核定是否采用"
        else:
            late = f"（晚于约定的{one.due.month}月{one.due.day}日）" if one.late else ""
            yield f"{name}以第{one.version}稿为定稿{late}"


def show_final(desk: Desk, row: CaseRow, choice: Choice) -> str:
    """How a chosen case stands: 定稿第2稿, 第1稿，待报定稿（限9月20日）."""
    asked = list_asked(desk.connection).get(row.id)
    if choice.final is None:
        if asked is None:
            return f"第{row.version}稿，未定稿"
        today = desk.now.astimezone(desk.campaign.zone).date()
        word = "已过期未报定稿" if today > asked.due else "待报定稿"
        return f"第{row.version}稿，{word}（限{asked.due.month}月{asked.due.day}日）"
    return "，".join((f"定稿第{choice.final}稿", *doubt_final(desk, row, choice)))


def doubt_final(desk: Desk, row: CaseRow, choice: Choice) -> Iterator[str]:
    """What an editor should know of a case's final text: that it came late, that a newer one is there."""
    if choice.final is None:
        return
    asked = list_asked(desk.connection).get(row.id)
    if asked is not None and asked.late and asked.version == choice.final and asked.came_at is not None:
        came = asked.came_at.astimezone(desk.campaign.zone)
        yield f"定稿{came.month}月{came.day}日收到，晚于约定的{asked.due.month}月{asked.due.day}日"
    newest = max(version.number for version in case_versions(desk.connection, row.id))
    if newest > choice.final:
        yield f"定稿之后又收到第{newest}稿，未采用"
