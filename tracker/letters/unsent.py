"""What was left unanswered, by limits or as a likely advert, and what did not go out after all, for the digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from intake.understand.secrecy import secrecy_mark
from tracker.ledger import letters, mails
from tracker.ledger.events import FOREIGN_BOUNCE, count_events
from tracker.ledger.records import ANSWERS, LetterKind, LetterState, MailRow
from tracker.ledger.views import status, waiting
from tracker.letters.pace import ADDRESS_DAY_LIMIT, has_had_its_day, is_flooded
from tracker.letters.writing.words import KIND_WORDS
from tracker.office.clock import midnight
from tracker.office.desk import Desk
from tracker.office.redact import mask
from tracker.outbox.sending import limits_open
from tracker.outbox.shares import Share, load_shares

MOST_DOUBTFUL, SUBJECT = 10, 40  # mails in a list, characters of a subject
MANY_FOREIGN = 5  # bounces of what others sent in our name: fewer are chance
NAMED = 3  # whom a line names
NOT_SENT = "，未发送"  # ends the reason that the outbox keeps with a letter


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A mail that may be an advert: the coordinator sees at a glance whether it is."""

    handle: str
    sender: str
    subject: str


def list_doubtful(desk: Desk) -> tuple[tuple[Doubtful, ...], int]:
    """The newest mails that may be adverts and that nobody has looked at, and how many there are in all."""
    rows = status.doubtful_mails(desk.connection)
    shown = (
        Doubtful(
            f"收件{row.id}", " ".join(filter(None, (mask(row.from_name), row.from_email))), name_subject(row)
        )
        for row in rows[:MOST_DOUBTFUL]
    )
    return tuple(shown), len(rows)


def name_subject(row: MailRow) -> str:
    """A subject as it may stand in a list of strangers' mails: without telephones, and no secret one."""
    if secrecy_mark(row.subject, "", ()):
        return "标有密级，主题不列"
    return mask(row.subject)[:SUBJECT] or "无主题"


def tell_unsent(desk: Desk, since: datetime) -> Iterator[str]:
    """Everything of the kind since the last digest, a line each."""
    shares = load_shares(desk.connection, desk.parts)
    wrote = waiting.senders_since(desk.connection, since)
    today = midnight(desk.now, desk.campaign.zone)
    reached = waiting.reached_since(desk.connection, min(since, today))
    strangers = {one.email: one for one in wrote if shares.of_answer(one.email) is Share.STRANGERS}
    flooded = is_flooded(desk, shares, Share.STRANGERS)
    if flooded or limits_open(desk.connection, desk.parts, Share.STRANGERS, desk.now) > desk.now:
        left = strangers.keys() - reached
        if left:
            when = "今日" if min(one.first for one in strangers.values()) >= today else "上期以来"
            answered = len(strangers) - len(left)
            yield f"{when}有{len(strangers)}个陌生地址来信，按上限答复{answered}个，其余未复，随后依次答复"
        waits = {email for email in _unanswered(desk) if shares.of_answer(email) is Share.STRANGERS}
        if older := waits - strangers.keys() - reached:
            yield f"此前来信的{len(older)}个陌生地址按上限尚未答复"
    more = {one.email: one.waiting for one in strangers.values() if one.waiting and one.email in reached}
    if more:
        yield f"{_names(more)}当日多次来信，已答复一封，另有{sum(more.values())}封已登记，待一并答复"
    stopped = {one.email: one.waiting for one in wrote if one.waiting and has_had_its_day(desk, one.email)}
    if stopped:
        yield f"{_names(stopped)}一天答复已满{ADDRESS_DAY_LIMIT}封，另有{sum(stopped.values())}封来信未复"
    yield from _cancelled(desk, since)
    if (foreign := count_events(desk.connection, FOREIGN_BOUNCE, since)) >= MANY_FOREIGN:
        yield f"收到退信{foreign}封，所退的都不是本邮箱发出的信，可能有人冒用本邮箱地址，未作处理"


def _unanswered(desk: Desk) -> set[str]:
    """Addresses whose answer is not composed or has not gone."""
    rows = letters.letters_in(desk.connection, LetterState.QUEUED, LetterState.DEFERRED)
    return {
        *mails.addresses_to_answer(desk.connection),
        *(row.recipient for row in rows if row.kind in ANSWERS),
    }


def _cancelled(desk: Desk, since: datetime) -> Iterator[str]:
    """Letters that waited until they made no sense any more: 提醒2封未发（丰县、沛县）：已过时."""
    alike: dict[tuple[LetterKind, str], list[str]] = {}
    for row in waiting.cancelled_since(desk.connection, since):
        unit = desk.campaign.unit(row.unit)
        name = unit.name if unit is not None else row.recipient
        alike.setdefault((row.kind, row.response.removesuffix(NOT_SENT)), []).append(name)
    for (kind, reason), names in alike.items():
        yield f"{KIND_WORDS[kind]}{len(names)}封未发（{_names(names)}）：{reason}"


def _names(names: Iterable[str]) -> str:
    known = list(dict.fromkeys(names))
    return "、".join(known[:NAMED]) + (f"等{len(known)}个" if len(known) > NAMED else "")
