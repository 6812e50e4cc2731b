"""Orders that send something: files to her who orders, words or a reminder to units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.errors import OrderError
from tracker.ledger import cases, doubts, mails
from tracker.ledger.events import MUTED, get_note
from tracker.ledger.people.reported import SAID, said_by
from tracker.ledger.records import CaseRow
from tracker.letters.original import Request, put_requests, requests
from tracker.letters.reminders import Ordered, choose_ordered, remind_now, say_later
from tracker.letters.reply import Words, put_reply
from tracker.orders.acts.look import list_missing, rows_of
from tracker.orders.acts.mails import settle_mail
from tracker.orders.deed import Deed
from tracker.orders.order import Order
from tracker.publications.volume.choice import chosen_cases

SENT = "材料已发出，不能撤销"


def send_originals(deed: Deed, order: Order) -> str:
    """The files that brought cases."""
    rows = rows_of(deed, order)
    deed.papers.extend(("original", row.serial) for row in rows)
    deed.cannot_undo(SENT)
    return f"{'、'.join(f'{row.serial}号' for row in rows)}原件另函发送"


def send_workbook(deed: Deed, order: Order) -> str:
    """The workbook as it stands after these orders."""
    del order
    deed.papers.append(("workbook", 0))
    deed.cannot_undo(SENT)
    return "最新汇总表另函发送"


def send_volume(deed: Deed, order: Order) -> str:
    """The volume of the chosen cases, made anew.

    Raises:
        OrderError: no case is chosen.
    """
    del order
    count = len(chosen_cases(deed))
    if not count:
        raise OrderError("汇编中还没有案例，请先选定编入汇编的案例")
    deed.papers.append(("volume", 0))
    deed.cannot_undo(SENT)
    return f"案例汇编（{count}篇）生成后另函发送"


def send_names(deed: Deed, order: Order) -> str:
    """Who has sent nothing, told at once and as a document."""
    deed.papers.append(("missing", 0))
    deed.cannot_undo(SENT)
    return f"{list_missing(deed, order)}；名单另函发送"


def ask_for_papers(deed: Deed, key: str) -> None:
    """Have everything that was asked for in one mail sent in one letter."""
    if not deed.papers:
        return
    names = dict(deed.papers)
    due = names.get("proof-due")
    wanted = Request(
        key,
        deed.email,
        tuple(dict.fromkeys(serial for name, serial in deed.papers if name == "original")),
        "workbook" in names,
        "missing" in names,
        "volume" in names,
        names.get("proof"),
        date.fromordinal(due) if due else None,
        (names["compare"], names["against"]) if "compare" in names else None,
        deed.who,
    )
    put_requests(deed.connection, [*requests(deed.connection), wanted], deed.now)


def remind(deed: Deed, order: Order) -> str:
    """Remind units now, or in the morning; says also who is not reminded and why."""
    mailing, at = remind_now(deed, _ordered(deed, order))
    when = say_later(deed, at)
    done = []
    if mailing.told:
        deed.cannot_undo("提醒已发出，不能撤销")
        done.append(f"已提醒{'、'.join(unit.unit.name for unit, _ in mailing.told)}{when}")
    if mailing.silent:
        done.append(f"没有邮箱，请电话联系：{'、'.join(unit.unit.name for unit in mailing.silent)}")
    muted = set(get_note(deed.connection, MUTED, []))
    for unit in mailing.spared if order.units else ():
        said = SAID.get(said_by(deed.connection, unit.unit), "已来信")
        why = "已设为不再催报" if unit.unit.key in muted else f"已报{unit.cases}篇" if unit.cases else said
        done.append(f"{unit.unit.name}{why}，未提醒")
    if not done:
        raise OrderError("各单位均已报送，没有需要提醒的")
    return "；".join(done)


def describe_reminder(deed: Deed, order: Order) -> str:
    """Whom a reminder would go to, and what would be added.

    Raises:
        OrderError: nobody is to be reminded.
    """
    told = choose_ordered(deed, _ordered(deed, order)).told
    if not told:
        raise OrderError(f"没有可以发信提醒的单位；{list_missing(deed, order)}")
    words = f"，另加：“{order.words}”" if order.words else ""
    return f"发信提醒{len(told)}个单位（{'、'.join(unit.unit.name for unit, _ in told)}）{words}"


def _ordered(deed: Deed, order: Order) -> Ordered:
    keys = (unit.key for unit in deed.campaign.units if unit.name in order.units)
    return Ordered(deed.batch, frozenset(keys), _closed(order.words))


def answer_mails(deed: Deed, order: Order) -> str:
    """Her words to those who wrote; the mails need nothing more."""
    told = []
    for mail_id in order.serials:
        row = mails.get_mail(deed.connection, mail_id)
        if row is None:
            raise OrderError(f"没有收件{mail_id}")
        if not row.from_email:
            raise OrderError(f"收件{mail_id}没有发件地址")
        put_reply(deed, row, Words(_closed(order.words), deed.batch))
        settle_mail(deed, row)
        told.append(row.from_email)
    deed.cannot_undo("答复已发出，不能撤销")
    return f"已答复{'、'.join(told)}：“{order.words}”"


def tell_withdrawn(deed: Deed, rows: Sequence[CaseRow]) -> str:
    """Who asked for a case of his to be taken out hears that it was; to be asked before it is taken out.

    Returns what she is told of it, ``""`` where nobody had asked.
    """
    told = []
    for doubt in doubts.list_doubts(deed.connection, code="withdrawal"):
        mail = mails.get_mail(deed.connection, doubt.mail_id) if doubt.mail_id is not None else None
        if mail is None or not mail.from_email:
            continue
        own = {row.id for row in cases.own_cases(deed.connection, mail.from_email)}
        gone = [f"《{row['title']}》" for row in rows if row.id in own or row.id == doubt.case_id]
        if gone:
            words = f"{'、'.join(gone)}已按来信撤回，不再计数，材料留存。"
            put_reply(deed, mail, Words(words, deed.batch))
            settle_mail(deed, mail)
            told.append(mail.from_email)
    if told:
        deed.cannot_undo("撤回已告知来信单位，不能收回")
    return f"，已告知{'、'.join(told)}" if told else ""


def _closed(words: str) -> str:
    """Words as a sentence: ended, where she did not end them."""
    return words if not words or words[-1] in "。！？!?…”）)." else f"{words}。"
