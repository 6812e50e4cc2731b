"""Questions answered out of the ledger: who sent a case, when a unit was reminded, whether a mail was answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from intake.campaign.entries import Unit
from tracker.cases.addresses import addresses_of, known_unit
from tracker.errors import OrderError
from tracker.ledger import cases, doubts, letters, mails
from tracker.ledger.events import MUTED, get_note
from tracker.ledger.people.asked import first_version_at, mails_from, reminders_of
from tracker.ledger.people.reported import SAID, count_cases, said_by
from tracker.ledger.records import CaseRow, LetterKind, LetterState, MailRow
from tracker.ledger.texts.documents import file_names, named_files
from tracker.ledger.views.status import count_mails
from tracker.letters.unsent import name_subject
from tracker.letters.writing.words import STATE_WORDS
from tracker.office.clock import midnight
from tracker.office.redact import mask_log
from tracker.orders.acts.look import rows_of
from tracker.orders.acts.mails import mails_of
from tracker.orders.deed import Deed
from tracker.orders.order import Order

MOST: Final = 5  # mails or letters that an answer names
QUOTED: Final = 60  # characters of a mail


def tell(deed: Deed, order: Order) -> str:
    """The facts that a question asks for.

    Raises:
        OrderError: it names nothing that the ledger knows.
    """
    if order.field in OF_THE_CALL and not (order.serials or order.units):
        return OF_THE_CALL[order.field](deed)
    units = [unit for unit in deed.campaign.units if unit.name in order.units]
    answers = [_of_unit(deed, order.field, unit) for unit in units]
    if order.is_of_mails:
        answers += [_of_mail(deed, order.field, row) for row in mails_of(deed, order)]
    else:
        answers += [_of_case(deed, order.field, row) for row in rows_of(deed, order)]
    if not answers:
        raise OrderError("请写明问的是哪一篇、哪封来信或哪个单位")
    return "；".join(answers)


def _of_case(deed: Deed, what: str, row: CaseRow) -> str:
    mail = mails.get_mail(deed.connection, row.mail_id)
    head = f"{row.serial}号《{row['title'] or '名称待核'}》"
    match what:
        case "phone" | "contact":
            return f"{head}：联系人{row['contact'] or '未写'}，电话{row['phone'] or '未写'}"
        case "when":
            first = first_version_at(deed.connection, row.id) or row.received_at
            drafts = f"，第{row.version}稿{_time(deed, row.received_at)}收到" if row.version > 1 else ""
            return f"{head}：{_time(deed, first)}收到{drafts}，{'逾期' if row.on_time is False else '按期'}"
        case "length":
            asked = deed.campaign.length.asked
            return f"{head}：{row.characters}字{f'，通知要求{asked}字' if asked else ''}"
        case "files":
            names = file_names(deed.connection, [row.version_id]).get(row.version_id, "")
            return f"{head}：{names or '写在来信正文中，没有附件'}"
        case "answered" if mail is not None:
            return f"{head}：{_answered(deed, mail)}"
    unit = deed.campaign.unit(row.unit_key)
    whose = unit.name if unit is not None else "县（市）区待核"
    author = f"，报送单位{row['unit']}" if row["unit"] else ""
    sender = _sender(deed, mail) if mail is not None else "没有电子来件"
    return f"{head}：{whose}{author}，{sender}"


def _of_mail(deed: Deed, what: str, row: MailRow) -> str:
    head = f"收件{row.id}"
    match what:
        case "answered":
            return f"{head}：{_answered(deed, row)}"
        case "when":
            return f"{head}：{_time(deed, row.arrived_at)}收到"
        case "files":
            names = "、".join(dict.fromkeys(name for name, _ in named_files(deed.connection, row.id)))
            return f"{head}：{f'附件{names}' if names else '没有附件'}"
        case "phone" | "contact":
            unit = deed.campaign.unit(_unit_key(deed, row))
            return _of_unit(deed, what, unit) if unit is not None else f"{head}：{_sender(deed, row)}"
    said = ""
    if what == "mail" and row.kind != "command":  # an unproven order is quoted to nobody
        body = mask_log(" ".join(mails.body_of(deed.connection, row.id).split()))
        said = f"：{body[:QUOTED]}{'……' if len(body) > QUOTED else ''}" if body else ""
    return f"{head}：{_sender(deed, row)}，主题“{name_subject(row)}”{said}"


def _of_unit(deed: Deed, what: str, unit: Unit) -> str:
    match what:
        case "phone" | "contact":
            return f"{unit.name}：联系人{unit.contact or '未登记'}，电话{unit.phone or '未登记'}{_senders(deed, unit)}"
        case "address":
            known = addresses_of(deed.connection, deed.campaign, unit)
            return f"{unit.name}：{'、'.join(known) if known else '没有登记邮箱'}"
        case "reminded":
            return f"{unit.name}：{_reminded(deed, unit)}"
        case "deadline":
            return (
                f"{unit.name}：{deed.campaign.cutoff_text(deed.campaign.deadline_at(deed.now, unit.key))}截止"
            )
    newest = mails_from(deed.connection, unit, 1)
    if not newest:
        return f"{unit.name}：没有来信"
    mail = newest[0]
    last = f"最近一封是收件{mail.id}（{_time(deed, mail.arrived_at)}，“{name_subject(mail)}”）"
    return f"{unit.name}：{last}，{_answered(deed, mail)}"


def _senders(deed: Deed, unit: Unit) -> str:
    """The people whom the unit's cases name, where the call registers none."""
    if unit.phone:
        return ""
    rows = cases.each_case(deed.connection, cases.active_cases(deed.connection, unit.key)[:MOST])
    named = dict.fromkeys(
        " ".join(filter(None, (row["contact"], row["phone"]))) for row in rows if row["phone"]
    )
    return f"；来稿所写：{'、'.join(named)}" if named else ""


def _reminded(deed: Deed, unit: Unit) -> str:
    """When it was reminded, and why not where it was not."""
    found = reminders_of(deed.connection, unit.key)
    sent = [one for one in found if one.state is LetterState.SENT]
    if sent:
        told = f"共催报{len(sent)}次，最近一次是{_time(deed, sent[0].sent_at or sent[0].created_at)}"
    else:
        told = "还没有催报过"
    if found and found[0].state is not LetterState.SENT:
        told += f"（另有一封{STATE_WORDS[found[0].state]}）"
    return f"{told}{_why_not(deed, unit)}"


def _why_not(deed: Deed, unit: Unit) -> str:
    if unit.key in get_note(deed.connection, MUTED, []):
        return "，已设为不再催报"
    if count := count_cases(deed.connection, unit):
        return f"，已报{count}篇"
    if said := said_by(deed.connection, unit):
        return f"，{SAID[said]}"
    if not addresses_of(deed.connection, deed.campaign, unit):
        return "，没有登记邮箱，不能发信催报"
    return ""


def _answered(deed: Deed, row: MailRow) -> str:
    """Which letter answered a mail, or why none did."""
    answers = letters.letters_to_mail(deed.connection, row.id)
    if answers:
        newest = answers[-1]
        if newest.kind is LetterKind.HOLDING:
            settled = mails.are_reviewed(deed.connection, [row.id])
            waits = "，后由人处理完毕" if settled else "，等您答复"
            return f"{_time(deed, newest.sent_at or newest.created_at)}已回告来信转经办人{waits}"
        state = "" if newest.state is LetterState.SENT else f"（{STATE_WORDS[newest.state]}）"
        return f"已于{_time(deed, newest.sent_at or newest.created_at)}回信“{newest.subject}”{state}"
    if row.wants_answer:
        return "还没有回，将在近期自动回信"
    asks = row.needs_person or bool(doubts.list_doubts(deed.connection, mail_id=row.id))
    return "没有回，等您处理" if asks else "没有回，无需回复"


def _sender(deed: Deed, row: MailRow) -> str:
    who = " ".join(filter(None, (row.from_name, row.from_email))) or "发件人不明"
    unit = deed.campaign.unit(_unit_key(deed, row))
    whose = f"（{unit.name}）" if unit is not None else ""
    return f"{who}{whose}{_time(deed, row.arrived_at)}来信（收件{row.id}）"


def _unit_key(deed: Deed, row: MailRow) -> str:
    return known_unit(deed.connection, deed.campaign, row.from_email) or row.unit


def _time(deed: Deed, at: datetime) -> str:
    local = at.astimezone(deed.campaign.zone)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def _newest(deed: Deed) -> str:
    found = mails_from(deed.connection, None, 1)
    return f"最近一封：{_of_mail(deed, 'mail', found[0])}" if found else "还没有来信"


def _today(deed: Deed) -> str:
    since = midnight(deed.now, deed.campaign.zone)
    count = count_mails(deed.connection, since)
    newest = [row for row in mails_from(deed.connection, None, MOST) if row.arrived_at >= since]
    named = "、".join(f"收件{row.id}{_of_whom(deed, row)}" for row in newest)
    return f"今天来信{count}封{f'，最近的：{named}' if named else ''}"


def _of_whom(deed: Deed, row: MailRow) -> str:
    unit = deed.campaign.unit(_unit_key(deed, row))
    return f"（{unit.name if unit is not None else row.from_name or row.from_email}）"


def _deadline(deed: Deed) -> str:
    campaign = deed.campaign
    own = [
        f"{unit.name}{campaign.cutoff_text(deadline)}"
        for unit in campaign.active_units()
        if (deadline := campaign.deadline_at(deed.now, unit.key)) != campaign.deadline_at(deed.now)
    ]
    return f"{campaign.cutoff_text(campaign.deadline_at(deed.now))}截止" + (
        f"；另行延期的：{'、'.join(own)}" if own else ""
    )


OF_THE_CALL: Final[dict[str, Callable[[Deed], str]]] = {
    "last": _newest,
    "today": _today,
    "deadline": _deadline,
}
