"""A coordinator's mail: prove it, carry it out, answer what changed. In the filing transaction."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import Any

from intake.campaign.campaign import Campaign
from intake.campaign.entries import Coordinator
from intake.model.case import Doubt, MailKind, Reading
from tracker.cases.addresses import coordinator_of
from tracker.cases.corrections import make_batch
from tracker.errors import OrderError
from tracker.ledger import doubts, mails
from tracker.ledger.events import record_event
from tracker.ledger.letters import RECIPIENTS_MARK, replied_letter
from tracker.ledger.records import LetterKind, LetterRow, MailRow
from tracker.letters.writing.draft import Draft, Thread
from tracker.letters.writing.post import post
from tracker.office.assets import config_dir
from tracker.office.desk import Desk
from tracker.orders.acts.choices import is_choice, settle_choice, tell_choices
from tracker.orders.carry_out import describe, needs_yes, record_order, with_list
from tracker.orders.deed import Deed
from tracker.orders.order import Doubtful, Order, Verb
from tracker.orders.outcome import Outcome, try_order
from tracker.orders.outline import outline
from tracker.orders.parse import Parsed, is_small_talk, parse_orders
from tracker.orders.pending import (
    Asked,
    is_waiting,
    keep_waiting,
    settle_mailing,
    take_waiting,
    waiting_for,
    with_enclosed,
)
from tracker.orders.proof import is_proven
from tracker.orders.sending.send import ask_for_papers
from tracker.orders.understand.message.chosen import split_answer
from tracker.orders.understand.words import load_words
from tracker.orders.undo import keep_deed
from tracker.review.mail.acts import ASKING

# A line of a signature: telephone, date, or an office with nothing ordered of it.
_SIGNATURE = re.compile(
    r"(?:(?:电话|手机|联系电话|TEL|Tel|tel)\s*+(?:[:：]\s*+)?)?[\d\s\-—()+]{7,20}|(?:\d{4}年)?\d{1,2}月\d{1,2}日"
    r"|[\u4e00-\u9fff]{2,20}(?:局|处|科|室|中心)(?:[\s\u4e00-\u9fff]{2,6})?|发自我的.{1,12}"
)
# Doubts that quote what a mail wishes.
WISHES = frozenset({"correction", "withdrawal", "extension", "question", "replacement"})


REPEATED = "与此前回复同一封信的话完全相同，可能是重发"
# Orders that may be given again in the same words: they change nothing, answer a question, or go back one step more.
REPEATABLE = frozenset(
    (
        Verb.SHOW,
        Verb.LIST,
        Verb.MISSING,
        Verb.REPORT,
        Verb.COMPARE,
        Verb.UNWANTED,
        Verb.TELL,
        Verb.MARKED,
        Verb.PLANNED,
        Verb.YES,
        Verb.NO,
        Verb.UNDO,
    )
)
STILL_OPEN = "还没有定"
HOW_TO_PROVE = (
    "未执行：不能证明是您本人所发。请直接回复本信（或系统发给您的任何一封信），把要办的事再写一次；"
    "如非您本人所发，请勿理会"
)


def show_examples(campaign: Campaign) -> tuple[str, ...]:
    """How orders may be written, shown where one was not understood."""
    return (
        "3号主题改四",
        "2号属村级",
        "5、6是同一篇，留6",
        "3号电话改为0516-80001234",
        "截止延到8月20日",
        f"{campaign.active_units()[0].name}不用再催",
        "把12号原件发我",
        "收件8已处理",
        "暂停发信",
        "撤销",
    )


def obey(desk: Desk, row: MailRow, reading: Reading) -> bool:
    """Take a coordinator's mail as orders; returns False when it holds none and none was meant.

    A mail that only forwards material, or that answers nothing of ours and holds no order, is
    treated like anybody's mail.
    """
    person = coordinator_of(desk.campaign, row.from_email)
    if person is None:
        return False
    replied = replied_letter(desk.connection, reading.envelope)
    parsed = _without_signature(_read(desk, row, reading, replied), desk.campaign, person)
    if not _are_meant(desk, row, reading, (parsed, replied)):
        return False
    if not is_proven(desk, reading.envelope):
        _refuse(desk, row, parsed)
        _tell_how_to_prove(desk, person)
        return True
    if replied is not None and mails.said_before(desk.connection, row.id, replied.message_id):
        parsed = _ask_again(parsed)
    batch = make_batch(desk, person.name)
    deed = Deed(
        desk.connection,
        desk.parts,
        desk.now,
        person.name,
        row.from_email,
        batch,
        mail=row,
        documents=reading.documents,
    )
    values = {"person": person, **_done_by(deed, row, parsed, replied)}
    mails.update_mail(desk.connection, row.id, needs_person=False, kind="command", wants_answer=False)
    draft = Draft(
        LetterKind.ORDER,
        _key(row),
        row.from_email,
        values,
        reason="coordinator",
        thread=Thread(reading.envelope.message_id, reading.envelope.references),
        answers=(row.id,),
    )
    post(desk, draft)
    return True


def _read(desk: Desk, row: MailRow, reading: Reading, replied: LetterRow | None) -> Parsed:
    """The orders of a mail, in front of them a choice among what its answered letter asked."""
    text = reading.body.own
    waiting = waiting_for(desk, row.from_email, replied)
    if waiting is None or not any(waiting.choices):
        return parse_orders(desk, text, replied)
    words, rest = split_answer(text, load_words(config_dir() / "words/orders.toml"))
    if not is_choice(desk, words, waiting):
        return parse_orders(desk, text, replied)
    parsed = parse_orders(desk, rest, replied)
    return replace(parsed, orders=(Order(Verb.YES, words, value=words), *parsed.orders))


def _are_meant(desk: Desk, row: MailRow, reading: Reading, said: tuple[Parsed, LetterRow | None]) -> bool:
    """Whether a coordinator's mail is to be taken as orders: it holds some, or was meant to."""
    parsed, replied = said
    meant = bool(parsed.unclear or parsed.doubtful) and replied is not None and not reading.cases
    # A fresh mail that reads like orders is taken for them, even where what it wants has to be asked.
    meant = meant or (reading.kind == MailKind.COMMAND and any(one.order for one in parsed.doubtful))
    held = replied is not None and replied.key.startswith(RECIPIENTS_MARK)
    talk = is_small_talk(parsed) and not held and not is_waiting(desk, row.from_email)
    return (bool(parsed.orders) or meant) and not talk


def _done_by(deed: Deed, row: MailRow, parsed: Parsed, replied: LetterRow | None) -> dict[str, Any]:
    """Carry the orders out; what became of each, for the reply."""
    waiting: list[Asked] = []
    outcomes = _carry_out_all(deed, parsed.orders, replied, waiting)
    outcomes += [_guess(deed, doubtful, waiting) for doubtful in parsed.doubtful]
    undoable = keep_deed(deed)
    ask_for_papers(deed, row.sha256[:40])
    if waiting:
        keep_waiting(deed, waiting, _key(row))
    return {
        "outcomes": _joined(outcomes),
        "waiting": waiting,
        "unclear": parsed.unclear,
        "examples": show_examples(deed.campaign),
        "undoable": undoable,
    }


def _key(row: MailRow) -> str:
    return f"order:{row.sha256[:40]}"


def _without_signature(parsed: Parsed, campaign: Campaign, person: Coordinator) -> Parsed:
    """Drop what is only somebody's name, office, telephone or the date under a letter."""
    known = {person.name, campaign.organizer, campaign.signature.office}
    unclear = tuple(
        clause
        for clause in parsed.unclear
        if not all(word in known or _SIGNATURE.fullmatch(word) for word in clause.split())
    )
    return replace(parsed, unclear=unclear)


def _ask_again(parsed: Parsed) -> Parsed:
    """The same words in answer to the same letter may be a copy that somebody sends: nothing is changed twice."""
    again = tuple(Doubtful(one.text, REPEATED, one) for one in parsed.orders if not _is_repeatable(one))
    kept = tuple(one for one in parsed.orders if _is_repeatable(one))
    return replace(parsed, orders=kept, doubtful=(*parsed.doubtful, *again))


def _is_repeatable(order: Order) -> bool:
    return order.verb in REPEATABLE or (order.verb is Verb.REVIEW and order.field in ASKING)


def _carry_out_all(
    deed: Deed, orders: tuple[Order, ...], replied: LetterRow | None, waiting: list[Asked]
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for order in orders:
        if order.verb is Verb.YES and order.value:
            outcomes += _choose(deed, order, replied, waiting)
        elif order.verb in (Verb.YES, Verb.NO):
            settled = _settle(deed, order, replied)
            # A 好 before other orders answers nothing where nothing was asked.
            outcomes += settled if len(orders) == 1 or settled[0].done else []
        elif needs_yes(deed, order):
            outcomes.append(_ask(deed, order, waiting))
        else:
            outcomes.append(try_order(deed, order))
    return outcomes


def _ask(deed: Deed, order: Order, waiting: list[Asked]) -> Outcome:
    try:
        text = describe(deed, order)
    except OrderError as error:
        return Outcome(order.text, f"未执行：{error.detail or error}", done=False)
    waiting.append(Asked(order))
    return Outcome(order.text, f"尚未执行：将{text}。请回复“确认”后执行", done=False)


def _guess(deed: Deed, doubtful: Doubtful, waiting: list[Asked]) -> Outcome:
    """What was most likely meant, to be done after a yes; or why nothing can be done."""
    if doubtful.order is None:
        return Outcome(doubtful.text, f"未执行：{doubtful.why}", done=False)
    if needs_yes(deed, doubtful.order):
        return _ask(deed, doubtful.order, waiting)
    try:
        order = with_list(deed, doubtful.order)
        text = describe(deed, order)
    except OrderError as error:
        return Outcome(doubtful.text, f"未执行：{error.detail or error}", done=False)
    choices = doubtful.choices if len(doubtful.choices) > 1 else ()
    waiting.append(Asked(order, choices, doubtful.why if choices else ""))
    why, other = _told_choices(deed, doubtful.why, choices)
    return Outcome(doubtful.text, f"未执行：{why}。您是要{text}吗？回复“是”即办{other}", done=False)


def _told_choices(deed: Deed, why: str, choices: tuple[Order, ...]) -> tuple[str, str]:
    """Why it is asked with all that it may be, and how to choose another of them."""
    if not choices:
        return why, ""
    told = tell_choices(deed, choices)
    of_cases = choices[0].serials != choices[1].serials
    other = "；是另一篇，回复编号即可" if of_cases else "；是另一个，照写即可"
    return why if told in why else f"{why}（{told}）", other


def _joined(outcomes: list[Outcome]) -> list[Outcome]:
    """What came of one sentence in one entry: 属睢宁县邱集镇 sets two fields."""
    groups = (list(group) for _, group in groupby(outcomes, lambda o: (o.text, o.done, o.about)))
    return [replace(group[0], outcome="；".join(one.outcome for one in group)) for group in groups]


def _settle(deed: Deed, order: Order, replied: LetterRow | None) -> list[Outcome]:
    """A yes or no: to a mailing that waits, or to orders that wait."""
    said_yes = order.verb is Verb.YES
    if mailing := settle_mailing(deed, replied, said_yes=said_yes):
        record_order(deed, order, mailing)
        return [Outcome(order.text, mailing, done=True)]
    found = take_waiting(deed, replied)
    if isinstance(found, str):
        return [Outcome(order.text, found, done=False)]
    if said_yes:
        then = with_enclosed(deed, found)
        return [try_order(then, waiting) for waiting in found.orders]
    return [Outcome(waiting.text, "已取消，未执行", done=True) for waiting in found.orders]


def _choose(deed: Deed, order: Order, replied: LetterRow | None, waiting: list[Asked]) -> list[Outcome]:
    """Do what an answer chose among what was asked; what it leaves open is asked again."""
    found = take_waiting(deed, replied)
    if isinstance(found, str):
        return [Outcome(order.text, found, done=False)]
    settled = settle_choice(deed, order.value, found)
    then = with_enclosed(deed, found)
    done = [try_order(then, chosen) for chosen in settled.chosen]
    left = [Doubtful(one.order.text, one.why or STILL_OPEN, one.order, one.choices) for one in settled.left]
    return [*done, *(_guess(deed, one, waiting) for one in left)]


def _refuse(desk: Desk, row: MailRow, parsed: Parsed) -> None:
    """Orders without proof are shown to a person; nothing of them is done.

    Shown is what they would do, never their words: those may be anybody's.
    """
    known = (*parsed.orders, *(one.order for one in parsed.doubtful if one.order is not None))
    clauses = "；".join(dict.fromkeys(map(outline, known)))[:120] or "未能看懂"
    mails.update_mail(desk.connection, row.id, needs_person=True, kind="command", wants_answer=False)
    quoting = [
        doubt.id for doubt in doubts.list_doubts(desk.connection, mail_id=row.id) if doubt.code in WISHES
    ]
    doubts.drop_doubts(desk.connection, quoting)
    doubts.add_doubts(desk.connection, [Doubt("unproven-order", detail=clauses)], desk.now, mail_id=row.id)
    record_event(desk.connection, "order.unproven", desk.now, who=row.from_email, mail_id=row.id)


def _tell_how_to_prove(desk: Desk, person: Coordinator) -> None:
    """One letter a day, to the registered address; nothing of the mail is repeated: anybody may have sent it."""
    local = desk.now.astimezone(desk.campaign.zone)
    values = {
        "person": person,
        "outcomes": [Outcome(f"{local.month}月{local.day}日以您的邮箱发来的指令", HOW_TO_PROVE, done=False)],
        "waiting": [],
        "unclear": (),
        "examples": (),
        "undoable": False,
    }
    key = f"order:unproven:{person.email}:{local:%Y-%m-%d}"
    post(desk, Draft(LetterKind.ORDER, key, person.email, values, reason="coordinator"))
