"""A coordinator's mail: prove it, carry it out, answer what changed. In the filing transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from intake.campaign import Coordinator
from intake.model import Doubt, Envelope, Reading
from tracker.corrections import make_batch
from tracker.errors import OrderError
from tracker.ledger import doubts, letters, mails
from tracker.ledger.events import get_note, record_event, set_note
from tracker.letters.compose import Thread, compose
from tracker.letters.render import render_letter
from tracker.orders.carry_out import Deed, carry_out, describe, needs_yes, record_order
from tracker.orders.grammar import Order, Parsed, Verb, parse_orders
from tracker.orders.proof import is_proven
from tracker.parts import Parts
from tracker.records import LetterKind, MailRow, NewLetter

EXAMPLES = (
    "3号主题改四",
    "2号属村级",
    "5、6是同一篇，留6",
    "3号电话改为0516-80001234",
    "截止延到8月20日",
    "铜山区不用再催",
    "把12号原件发我",
    "收件8已处理",
    "暂停发信",
    "撤销",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one order; ``done`` is False when it was refused."""

    text: str
    outcome: str
    done: bool


def coordinator_of(parts: Parts, email: str) -> Coordinator | None:
    """The coordinator with this address who may give orders."""
    return next((c for c in parts.campaign.coordinators if c.orders and c.email.lower() == email), None)


def obey(connection: Connection, parts: Parts, row: MailRow, reading: Reading, now: datetime) -> bool:
    """Take a coordinator's mail as orders; returns False when it holds none and none was meant."""
    person = coordinator_of(parts, row.from_email)
    if person is None:
        return False
    parsed = parse_orders(reading.body.new)
    if not parsed.orders and not parsed.unclear:
        return False
    if not is_proven(connection, parts, reading.envelope):
        _refuse(connection, row, parsed, now)
        return True
    outcomes, waiting = _carry_out_all(connection, parts, row, person, parsed.orders, now)
    mails.update_mail(connection, row.id, needs_person=False, kind="command", wants_answer=False)
    _answer(connection, parts, row, reading.envelope, person, outcomes, waiting, parsed.unclear, now)
    return True


def _carry_out_all(
    connection: Connection,
    parts: Parts,
    row: MailRow,
    person: Coordinator,
    orders: tuple[Order, ...],
    now: datetime,
) -> tuple[list[Outcome], list[Order]]:
    deed = Deed(connection, parts, person.name, row.from_email, now, make_batch(now, person.name, connection))
    pending_key = f"orders.pending:{row.from_email}"
    outcomes: list[Outcome] = []
    waiting: list[Order] = []
    for order in orders:
        if order.verb in (Verb.YES, Verb.NO):
            outcomes += _settle_pending(deed, pending_key, said_yes=order.verb is Verb.YES)
        elif needs_yes(order):
            outcomes.append(_ask(deed, order, waiting))
        else:
            outcomes.append(_try(deed, order))
    if waiting:
        kept = [{"verb": o.verb, "text": o.text, "value": o.value} for o in waiting]
        set_note(connection, pending_key, kept, now)
    return outcomes, waiting


def _try(deed: Deed, order: Order) -> Outcome:
    """One order in a savepoint: what cannot be done leaves nothing behind."""
    savepoint = deed.connection.begin_nested()
    try:
        outcome = Outcome(order.text, carry_out(deed, order), done=True)
    except OrderError as error:
        savepoint.rollback()
        outcome = Outcome(order.text, f"未执行：{error.detail or error}", done=False)
    else:
        savepoint.commit()
    record_order(deed, order, outcome.outcome)
    return outcome


def _ask(deed: Deed, order: Order, waiting: list[Order]) -> Outcome:
    try:
        text = describe(deed, order)
    except OrderError as error:
        return Outcome(order.text, f"未执行：{error.detail or error}", done=False)
    waiting.append(order)
    return Outcome(order.text, f"尚未执行：将{text}。请回复“确认”后执行", done=False)


def _settle_pending(deed: Deed, key: str, *, said_yes: bool) -> list[Outcome]:
    kept = get_note(deed.connection, key) or []
    set_note(deed.connection, key, [], deed.now)
    if not kept:
        return [Outcome("确认" if said_yes else "取消", "没有等待确认的指令", done=False)]
    orders = [Order(Verb(entry["verb"]), entry["text"], value=entry["value"]) for entry in kept]
    if said_yes:
        return [_try(deed, order) for order in orders]
    return [Outcome(order.text, "已取消，未执行", done=True) for order in orders]


def _refuse(connection: Connection, row: MailRow, parsed: Parsed, now: datetime) -> None:
    """Orders without proof are shown to a person and never answered with more than that."""
    clauses = "；".join((*(order.text for order in parsed.orders), *parsed.unclear))[:120]
    mails.update_mail(connection, row.id, needs_person=True, kind="command", wants_answer=False)
    doubts.add_doubts(connection, [Doubt("unproven-order", detail=clauses)], now, mail_id=row.id)
    record_event(connection, "order.unproven", now, who=row.from_email, mail_id=row.id)


def _answer(
    connection: Connection,
    parts: Parts,
    row: MailRow,
    envelope: Envelope,
    person: Coordinator,
    outcomes: list[Outcome],
    waiting: list[Order],
    unclear: tuple[str, ...],
    now: datetime,
) -> None:
    values = {
        "campaign": parts.campaign,
        "signature": parts.campaign.signature,
        "person": person,
        "outcomes": outcomes,
        "waiting": waiting,
        "unclear": unclear,
        "examples": EXAMPLES,
        "undoable": any(outcome.done for outcome in outcomes),
        "now": now,
    }
    rendered = render_letter(LetterKind.ORDER, values, parts.templates, parts.campaign.timezone)
    key = f"order:{row.sha256[:40]}"
    identity, content = compose(
        parts.writer,
        LetterKind.ORDER,
        key,
        row.from_email,
        rendered,
        now,
        thread=Thread(envelope.message_id, envelope.references),
        reason="coordinator",
    )
    letter = NewLetter(
        key=key,
        kind=LetterKind.ORDER,
        recipient=row.from_email,
        subject=rendered.subject,
        message_id=identity,
        content=content,
        answers=(row.id,),
    )
    letters.put_letter(connection, letter, now)
