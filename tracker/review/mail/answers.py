"""What experts write back: willing or not, marks in lines, a sheet that comes back, leaving.

Taken is only what answers a letter of ours to that expert: an address alone proves nothing. Marks that
came in a mail which answers none are not taken; he hears once a day how they would be. Nothing of an
expert's answer becomes a case; what only a person can answer is shown to her. A machine at his address is answered twelve times a day and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from intake.model.case import UNANSWERED, Document, Doubt, Envelope, Reading
from intake.text.fold import simplify
from tracker.ledger import mails
from tracker.ledger.doubts import add_doubts
from tracker.ledger.events import get_note, set_note
from tracker.ledger.letters import letter_text, replied_letter
from tracker.ledger.records import LetterKind, LetterRow, MailRow
from tracker.ledger.review.experts import ExpertRow, ExpertState, experts_at, put_expert, set_state
from tracker.ledger.review.rounds import list_rounds
from tracker.office.desk import Desk
from tracker.review.copies.papers import sheet_for
from tracker.review.copies.returned import has_columns, is_sheet, read_sheet
from tracker.review.experts.declared import declare
from tracker.review.experts.unclear import unclear_avoids
from tracker.review.mail.between import gaps_in, words_with_marks, words_with_questions
from tracker.review.mail.consent import read_consent
from tracker.review.mail.letters import (
    Receipt,
    put_receipt,
    round_of,
    send_again,
    tell_when_all_is_in,
)
from tracker.review.mail.photos import SHEET_TAKEN, photos_in, show_sheet, shows_sheet
from tracker.review.mail.replies import Wish, avoids_in, read_wish, wants_beside
from tracker.review.mail.whose import tell_apart
from tracker.review.marks.answer import Answer, Mark, Question, collect
from tracker.review.marks.beside import hold_named, hold_told, unread_beside
from tracker.review.marks.lines import read_lines
from tracker.review.marks.take import Came, receive_answer
from tracker.review.rounds import Table, look_at, look_for, withdraw
from tracker.review.words import day_words

TO_EXPERTS: Final = (LetterKind.INVITATION, LetterKind.PAPERS, LetterKind.MARKS, LetterKind.MARKS_DUE)
LONGEST: Final = 30_000  # characters of an answer in which marks are looked for
LONGEST_SHOWN: Final = 60  # characters of his words on her list
MOST_RECEIPTS: Final = 12  # to one expert in a day
UNREAD: Final = "没有读到分数。请填好评分表作为附件回复，或在回信中逐行写编号和分数；其他事项已转经办人。"
PROMISED: Final = "您说的时间已转告经办人。截止日是{due}，到时交不齐的，请写明要延到哪一天。"
MOST_UNREAD: Final = 3  # sentences that a receipt repeats
NOT_READ: Final = "来信中“{said}”没有读懂，已转经办人；如是说分数尚未打定或与案例有关，请写明。"
EARLIER: Final = "您回复的是“{name}”的来信，以上按这一轮办理。"
WHOSE: Final = "这个邮箱登记了{names}，来信没有写明是哪一位的，没有登记；请写上姓名再发，或用各自的评分表返回，一封信写一位。"
HOW_TO: Final = "为确认是您本人，评分请直接回复系统所发的评阅材料邮件；这次来信中的评分没有登记。"


def writes_as_expert(desk: Desk, reading: Reading) -> bool:
    """Whether a mail answers one of our letters to an expert, or is an expert's sheet: no case is in it."""
    return _answered(desk, reading.envelope) is not None or _knocks(desk, reading) is not None


def take_expert(desk: Desk, row: MailRow, reading: Reading) -> bool:
    """Take what an expert says; whether the mail was one of an expert's."""
    if reading.kind in UNANSWERED:
        return False
    answered = _answered(desk, reading.envelope)
    newest = look_for(desk)
    if newest is None:
        return False
    if answered is None:
        return _take_knock(desk, newest, row, reading)
    here, letter = answered
    asked = next((one for one in list_rounds(desk.connection) if one.id == round_of(letter)), newest.round)
    table = look_at(desk, asked.name)
    reading = _with_own_words(desk, table, letter, reading)
    parts = tell_apart(here, letter, reading)
    if not parts:
        both = replace(here[0], id=0, name="、".join(expert.name for expert in here))
        _answer(desk, look_at(desk, asked.name), both, row, Receipt(notes=(WHOSE.format(names=both.name),)))
    for expert, own in parts:
        receipt = _take(desk, look_at(desk, asked.name), expert, letter.kind, row, own)
        if receipt is not None and asked.id != newest.round.id:
            receipt = replace(receipt, notes=(*receipt.notes, EARLIER.format(name=asked.name)))
        if receipt is not None:
            _answer(desk, look_at(desk, asked.name), expert, row, receipt)
    tell_when_all_is_in(desk, look_at(desk, asked.name))
    return True


def _take_knock(desk: Desk, newest: Table, row: MailRow, reading: Reading) -> bool:
    """Answer marks that came in a mail of their own; whether there were any."""
    knocking = _knocks(desk, reading)
    if knocking is None:
        return False
    photos = shows_sheet(desk, reading)
    if photos:
        show_sheet(desk, row, knocking, reading)
    if _may_answer(desk, knocking, 1):
        put_receipt(desk, newest, knocking, row, Receipt(notes=(SHEET_TAKEN if photos else HOW_TO,)))
    return True


def _answer(desk: Desk, table: Table, expert: ExpertRow, row: MailRow, receipt: Receipt) -> None:
    if _may_answer(desk, expert, MOST_RECEIPTS):
        put_receipt(desk, table, expert, row, receipt)
    else:
        mails.update_mail(desk.connection, row.id, needs_person=True)


def _with_own_words(desk: Desk, table: Table, letter: LetterRow, reading: Reading) -> Reading:
    """The reading with all that he wrote as his own, what stands between the lines of our letter with it."""
    gaps = gaps_in(reading.body, letter_text(desk.connection, letter.id))
    asked = letter.kind is LetterKind.INVITATION
    own = words_with_questions(gaps) if asked else words_with_marks(gaps, tuple(table.numbers.values()))
    return replace(reading, body=replace(reading.body, own=own))


def _may_answer(desk: Desk, expert: ExpertRow, most: int) -> bool:
    """Whether an expert got fewer receipts today; counts the one that goes now."""
    day = desk.now.astimezone(desk.campaign.zone).date().isoformat()
    key = f"review.receipts:{expert.id}:{day}"
    sent = int(get_note(desk.connection, key, 0))
    if sent >= most:
        return False
    set_note(desk.connection, key, sent + 1, desk.now)
    return True


def _knocks(desk: Desk, reading: Reading) -> ExpertRow | None:
    """The expert under whose address marks or a sheet came that answer no letter of ours."""
    here = experts_at(desk.connection, reading.envelope.sender.email)
    table = look_for(desk) if here else None
    if table is None or table.round.frozen_at is None:
        return None
    has_sheet = any(is_sheet(document.text) for document in reading.documents) or shows_sheet(desk, reading)
    numbers = tuple(dict.fromkeys(number for expert in here for number in table.of(expert.id)))
    return here[0] if has_sheet or read_lines(reading.body.own, table.rules, numbers).marks else None


def _answered(desk: Desk, envelope: Envelope) -> tuple[list[ExpertRow], LetterRow] | None:
    """Everybody who has the address that a letter of ours went to, and the letter; ``None``: it answers none."""
    letter = replied_letter(desk.connection, envelope)
    if letter is None or letter.kind not in TO_EXPERTS:
        return None
    sender = envelope.sender.email.lower()
    if letter.recipient.lower() != sender or not envelope.sole_author:
        return None
    here = experts_at(desk.connection, sender)
    return (here, letter) if here else None


def _take(
    desk: Desk, table: Table, expert: ExpertRow, kind: LetterKind, row: MailRow, reading: Reading
) -> Receipt | None:
    own = reading.body.own
    answer, channel = _marks_in(desk, table, expert, reading)
    if answer.marks or answer.questions or answer.ties:
        came = Came(channel, row.sha256, mail_id=row.id)
        unread = unread_beside(own, table.rules, tuple(table.of(expert.id)))
        if wants_beside(own) or unread:
            _show(desk, row, own)
        received = receive_answer(desk, table, expert.id, answer, came)
        told = [NOT_READ.format(said="”“".join(unread[:MOST_UNREAD]))] if unread else []
        told += _formulas(reading)
        return Receipt(received.taken, received.questions, (*received.notes, *told))
    if formulas := tuple(_formulas(reading)):
        return Receipt(notes=formulas)
    if kind is LetterKind.INVITATION:
        return _reply_to_invitation(desk, table, expert, row, own)
    silent = (
        read_wish(own) in (Wish.NOTHING, Wish.UNKNOWN, Wish.PROMISE)
        and not avoids_in(simplify(own), desk.campaign)[0]
    )
    if photos_in(reading):
        show_sheet(desk, row, expert, reading)
    if photos_in(reading) and silent:
        return Receipt(notes=(SHEET_TAKEN,))
    return _reply_to_papers(desk, table, expert, row, own)


def _reply_to_papers(desk: Desk, table: Table, expert: ExpertRow, row: MailRow, own: str) -> Receipt | None:
    """What else he wants; what only a person can say goes to her."""
    avoids, understood = avoids_in(simplify(own), desk.campaign)
    if avoids and understood:
        put_expert(desk.connection, declare(desk, expert, avoids, (row.id, row.sha256)), desk.now)
        _show(desk, row, own)
        return Receipt(notes=(f"已登记您回避{'、'.join(avoids)}，所涉材料由经办人收回另请专家。",))
    match read_wish(own):
        case Wish.NOTHING:
            mails.update_mail(desk.connection, row.id, wants_answer=False)
            return None
        case Wish.LEAVE:
            withdraw(desk, table, expert.id, "本人来信退出", expert.name)
            return Receipt(notes=("已按来信停止寄送，所评部分照常保留。谢谢您的支持。",))
        case Wish.AGAIN if table.round.frozen_at is not None and table.of(expert.id):
            again = send_again(desk, table, expert, row.sha256[:12])
            if again is not None:
                return Receipt(notes=("材料已另函重发。仍打不开的，可在回信中逐行写编号和分数。",))
    _show(desk, row, own)
    if read_wish(own) is Wish.TIME:
        return Receipt(notes=("您说的时间已转告经办人；需要延期的，请等候答复。",))
    if read_wish(own) is Wish.PROMISE and (due := table.due_of(expert.id)) is not None:
        return Receipt(notes=(PROMISED.format(due=day_words(due)),))
    return Receipt(notes=(UNREAD,))


def _marks_in(desk: Desk, table: Table, expert: ExpertRow, reading: Reading) -> tuple[Answer, str]:
    """Marks of a sheet that came with the mail, else those in its words."""
    if table.round.frozen_at is None:
        return Answer((), ()), "mail"
    own, numbers = reading.body.own, tuple(table.of(expert.id))
    written = read_lines(own[:LONGEST], table.rules, numbers)
    if own[LONGEST:].strip():
        beyond = Question(f"{own[LONGEST:].lstrip()[:20]}……", f"一封来信只读前{LONGEST}字，从这里起请另发")
        written = replace(written, questions=(*written.questions, beyond))
    sheets = [document for document in reading.documents if has_columns(document.text.splitlines())]
    if not sheets:
        return hold_named(written, _names(reading, ())), "mail"
    sheet = sheet_for(desk, table, expert.id)
    read = [written, *(read_sheet(document.text.splitlines(), sheet, document.name) for document in sheets)]
    rows: list[Mark | Question | None] = []
    for one in read:
        rows += [*one.marks]
        rows += [*one.questions]
    found = collect(rows, table.rules)
    found = replace(found, ties=tuple(tie for one in read for tie in one.ties))
    found = hold_named(hold_told(found, own[:LONGEST], table.rules, numbers), _names(reading, sheets))
    return found, "sheet"


def _formulas(reading: Reading) -> Iterator[str]:
    """Cells of a sheet whose values its program did not store: he is told which."""
    for document in reading.documents:
        for doubt in document.doubts:
            if "公式" in doubt.detail and has_columns(document.text.splitlines()):
                yield f"“{document.name}”中{doubt.detail}，请用数字填写后再发。"


def _names(reading: Reading, sheets: Sequence[Document]) -> Iterator[str]:
    """What he called his mail and his sheets; the subject of ours is none."""
    subject = reading.envelope.subject
    if "【" not in subject:
        yield subject
    yield from (document.name.rpartition(".")[0] for document in sheets)


def _reply_to_invitation(desk: Desk, table: Table, expert: ExpertRow, row: MailRow, own: str) -> Receipt:
    said = read_consent(own, desk.campaign)
    if said.willing is False:
        set_state(desk.connection, expert.id, ExpertState.DECLINED, desk.now)
        if said.asks:
            _show(desk, row, own)
        return Receipt(notes=("已登记您此次不便参加。谢谢您的支持。",))
    if said.willing is None:
        _show(desk, row, own)
        return Receipt(notes=("没有读懂是否参加，请直接回复“愿意”或“不便”。",))
    changed = replace(
        declare(desk, expert, said.avoids, (row.id, row.sha256)),
        most=said.most or expert.most,
        paper=said.paper or expert.paper,
        email=said.email or expert.email,
    )
    put_expert(desk.connection, changed, desk.now)
    set_state(desk.connection, expert.id, ExpertState.WILLING, desk.now)
    if said.asks:
        _show(desk, row, own)
    if unclear := unclear_avoids(desk, changed, table.papers.values()):
        _show(desk, row, own)
    told = [f"最多{changed.most}篇"] if changed.most else []
    told += [f"回避{'、'.join(said.avoids)}"] if said.avoids else []
    told += ["用纸质材料"] if said.paper else []
    told += [f"邮箱改为{said.email}"] if said.email else []
    asks = (f"您说回避“{'”“'.join(unclear)}”，请写明是哪个县（市、区）或单位，以便分配。",) if unclear else ()
    return Receipt(notes=(f"已登记您参加评阅{'，' if told else ''}{'，'.join(told)}。材料另行送达。", *asks))


def _show(desk: Desk, row: MailRow, own: str) -> None:
    """The coordinator finds it on her list, with its first words; she answers it, or orders what it asks for."""
    mails.update_mail(desk.connection, row.id, needs_person=True, wants_answer=False)
    words = "\n".join(line for line in own.splitlines() if not line.startswith("> "))
    said = " ".join(words.split())[:LONGEST_SHOWN]
    add_doubts(desk.connection, [Doubt("question", "", said)], desk.now, mail_id=row.id)
