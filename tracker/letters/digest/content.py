"""What the daily letter (每日报送情况) says: how the call stands, what is new, what needs the coordinator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row

from intake.campaign.campaign import Campaign
from intake.model.case import Doubt, MailKind
from intake.model.doubts import Owner, cure, sentence
from tracker.cases.addresses import known_unit, telephone_of
from tracker.cases.deadlines import time_left
from tracker.cases.standing import stand_now
from tracker.cases.values import theme_label
from tracker.ledger import cases, letters, mails
from tracker.ledger.events import STOPPED, get_note
from tracker.ledger.people import addresses
from tracker.ledger.people.planned import list_planned
from tracker.ledger.people.reported import SAID, awaiting_units
from tracker.ledger.records import TO_COORDINATORS, CaseRow, LetterKind, LetterState, MailRow
from tracker.ledger.shown import Named, name_cases
from tracker.ledger.views import status
from tracker.ledger.views.flow import changed_since
from tracker.ledger.views.status import OpenDoubt
from tracker.letters.digest.planned import tell_planned
from tracker.letters.unsent import list_doubtful, tell_unsent
from tracker.letters.writing.settling import reply_to_case, reply_to_mail
from tracker.letters.writing.words import KIND_WORDS, STATE_WORDS
from tracker.office.desk import Desk
from tracker.outbox.restored import WAITS, is_pending

MOST_NEEDS = 5
LONGEST_NAME = 60  # characters of a sender's name or address
MOST_NAMED = 2  # senders that a joined line names
MOST_JOINED = 10  # mails that it names; settled ones make room for the next
MAIL_HANDLE = "收件"
LAST = "digest.last"


# Doubts in the order in which they matter: what has a date, units that wait for a word, cases. The rest comes last.
RANKS = (
    frozenset({"extension", "secret", "bounce", "sender-unwritable"}),
    frozenset({"question", "withdrawal", "replacement", "correction", "unread", "unit-said", "proof-marked", "book-returned", "marks-photo", "marks-tied", "marks-late", "visit-photo"}),
    frozenset({"county", "county-conflict", "near-copy", "same-practice", "pinned", "not-counted", "other-sender", "after-final"}),
)  # fmt: skip
LAST_RANK = len(RANKS)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that needs the coordinator; ``handle`` names it in her reply."""

    handle: str
    text: str
    example: str = ""
    warns: bool = False  # of somebody who may not be who he says
    who: str = ""
    rank: int = 0  # 0 matters most
    doubts: int = 0  # how many of 待核事项 it stands for


@dataclass(frozen=True, slots=True)
class News:
    """How what follows collection stands: a line a step, and what needs the coordinator."""

    lines: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()


TellNews = Callable[[Desk], News]


def no_news(_desk: Desk) -> News:
    """Nothing but the collection."""
    return News()


def digest_values(desk: Desk, news: News | None = None, last: str | None = None) -> dict[str, Any]:
    """Everything the digest's templates may use; ``last`` is when the one before went (ISO 8601)."""
    connection, parts, campaign = desk.connection, desk.parts, desk.campaign
    news = news or News()
    since = _moment_of(last or get_note(connection, LAST))
    standing = stand_now(campaign, connection)
    changed = sorted(
        cases.cases_by_id(connection, changed_since(connection, since)).values(), key=lambda row: row.serial
    )
    fresh = [row for row in changed if row.created_at > since]
    revised = [row for row in changed if row.created_at <= since and row.version > 1]
    matters = status.count_waiting(connection)
    needs = [*news.needs, *list_needs(desk)]
    awaiting = awaiting_units(connection, (unit.unit for unit in standing.silent))
    said = {key for key, words in awaiting.items() if words in SAID.values()}
    troubled = status.troubled_letters(connection)
    doubtful, of_doubtful = list_doubtful(desk)
    planned = [tell_planned(desk, one) for one in list_planned(connection)]
    own = matters.office - of_doubtful  # these have a list of their own
    suspects = status.suspects_since(connection, since)
    health = [
        *_stopped(desk),
        *_restored(desk),
        *dict.fromkeys(parts.health.values()),
        *tell_unsent(desk, since),
    ]
    return {
        "standing": standing,
        "new_cases": [_line(campaign, row) for row in fresh],
        "revised_cases": [_line(campaign, row) for row in revised],
        "new_mails": status.count_mails(connection, since),
        "review": news.lines,
        "needs": needs[:MOST_NEEDS],
        "more_needs": own - sum(need.doubts for need in needs[:MOST_NEEDS]),
        "needs_total": matters.total,
        "needs_own": own + len(news.needs),
        "missing": standing.missing,
        "zero": sum(unit.unit.key in said for unit in standing.missing),
        "awaiting": awaiting,
        "links": _links(desk),
        "letters": [_trouble(row) for row in troubled],
        "bad_addresses": _bad_addresses(connection, campaign),
        "suspects": [{"subject": row.subject, "sender": row.from_email} for row in suspects],
        "doubtful": doubtful,
        "doubtful_total": of_doubtful,
        "set_aside": status.count_mails(connection, since, status.ASIDE),
        "reconciliation": status.reconcile(connection),
        "health": health + _assumed_workdays(desk),
        "planned": planned,
        **time_left(desk),
        "quiet": not (
            news.lines or fresh or revised or needs or troubled or health or suspects or doubtful or planned
        ),
    }


def _moment_of(last: str | None) -> datetime:
    """A time as it was noted; before everything, where none was."""
    return datetime.fromisoformat(last) if last else datetime.min.replace(tzinfo=UTC)


def _trouble(row: Row[Any]) -> dict[str, str]:
    """What became of a letter that did not arrive."""
    return {
        "what": KIND_WORDS[LetterKind(row.kind)],
        "recipient": row.recipient,
        "response": row.response or STATE_WORDS[LetterState(row.state)],
    }


def _links(desk: Desk) -> list[dict[str, Any]]:
    """Material that stands behind a link, with the days until it is gone."""
    zone = desk.campaign.zone
    today = desk.now.astimezone(zone).date()
    links = (d for d in status.open_doubts(desk.connection, (Owner.SENDER,)) if d.code == "cloud-link")
    return [
        {
            "name": link.about,
            "detail": link.detail,
            "days": (link.expires_at.astimezone(zone).date() - today).days if link.expires_at else None,
        }
        for link in links
    ]


def _assumed_workdays(desk: Desk) -> list[str]:
    """That nobody knows the holidays of a year that still matters."""
    today = desk.now.astimezone(desk.campaign.zone).date()
    last_day = desk.campaign.deadline_at(desk.now).last_day
    unknown = desk.parts.workdays.unknown_years(today, last_day) if today <= last_day else ()
    return [f"没有{year}年的节假日安排，按星期一至星期五计算" for year in unknown]


def _stopped(desk: Desk) -> list[str]:
    """That sending to the units is stopped, by an order that is easily forgotten."""
    if not get_note(desk.connection, STOPPED):
        return []
    waiting = letters.letters_in(desk.connection, LetterState.QUEUED, LetterState.DEFERRED)
    valid = [letter for letter in waiting if letter.expires_at is None or letter.expires_at > desk.now]
    count = sum(letter.kind not in TO_COORDINATORS for letter in valid)
    return [f"已按指令暂停向各单位发信，{count}封待发，回复“恢复”后继续"]


def _restored(desk: Desk) -> list[str]:
    """That letters wait because nobody knows whether they went before the ledger was restored."""
    if is_pending(desk.connection) is None:
        return []
    count = sum(letter.response == WAITS for letter in letters.letters_in(desk.connection, LetterState.HELD))
    return [f"台账由备份恢复，发件箱尚未核对，{count}封待放行（zhengji letters release all）"]


def _bad_addresses(connection: Connection, campaign: Campaign) -> dict[str, str]:
    """Address → why it is bad and whom to telephone."""
    shown = {}
    for email, reason in addresses.bad_addresses(connection).items():
        unit = campaign.unit(known_unit(connection, campaign, email))
        whom = f"，请电话联系{telephone_of(unit)}" if unit else ""
        shown[email] = f"地址被退信（{reason}）{whom}"
    return shown


def list_needs(desk: Desk, most: int = MOST_NEEDS) -> list[Need]:
    """The first of what waits for a coordinator: warnings, then what matters most today, the newest first of a kind."""
    connection, owners = desk.connection, (Owner.COORDINATOR, Owner.SYSADMIN)
    of_cases: dict[int, list[OpenDoubt]] = {}
    wanted: list[int] = []
    for short in status.doubts_in_short(connection, owners):
        if short.code == status.DOUBTFUL:  # has a list of its own
            continue
        if short.case_id is None:
            wanted.append(short.id)
        else:
            of_cases.setdefault(short.case_id, []).append(short)
    first = sorted(of_cases.values(), key=lambda some: _weight(desk, some))[:most]
    wanted += [short.id for some in first for short in some]
    return _needs_of(desk, status.doubts_by_id(connection, wanted))[:most]


def _weight(desk: Desk, some: Sequence[OpenDoubt]) -> tuple[bool, int, bool]:
    """Where the need of a case stands among others: the least comes first."""
    warns = any(short.code == status.UNPROVEN for short in some)
    named = desk.campaign.unit(some[0].unit_key or "") is not None
    return not warns, min(_rank(short.code) for short in some), not named


def _needs_of(desk: Desk, open_doubts: Sequence[Row[Any]]) -> list[Need]:
    connection = desk.connection
    by_id = name_cases(connection, (doubt.case_id for doubt in open_doubts if doubt.case_id is not None))
    by_mail = mails.mails_by_id(
        connection, (doubt.mail_id for doubt in open_doubts if doubt.mail_id and doubt.case_id not in by_id)
    )
    found: dict[str, Need] = {}
    for doubt in open_doubts:
        row = by_id.get(doubt.case_id) if doubt.case_id is not None else None
        handle = f"{row.serial}号" if row else f"{MAIL_HANDLE}{doubt.mail_id}"
        value = Doubt(doubt.code, doubt.about, doubt.detail, tuple(doubt.choices))
        text = f"{sentence(value, desk.campaign.own)}，{cure(value, desk.campaign.own)}"
        if row is not None:
            text = f"《{row.title}》{text}" if row.title else text
        known = found.get(handle)
        found[handle] = Need(
            handle,
            f"{known.text}；{sentence(value, desk.campaign.own)}" if known else text,
            known.example if known else _example(desk, row, by_mail.get(doubt.mail_id), value, handle),
            doubt.code == status.UNPROVEN or (known is not None and known.warns),
            known.who if known else _who(desk, row, by_mail.get(doubt.mail_id)),
            min(_rank(doubt.code), known.rank if known else LAST_RANK),
            1 + (known.doubts if known else 0),
        )
    return sorted(_join_alike(found.values()), key=lambda need: (not need.warns, need.rank, not need.who))


def _rank(code: str) -> int:
    """How much a doubt matters today: deadlines, then units that wait, then cases, then the rest."""
    return next((rank for rank, codes in enumerate(RANKS) if code in codes), LAST_RANK)


def _who(desk: Desk, row: Named | None, mail: MailRow | None) -> str:
    """Whose matter it is: the unit, its person and telephone as registered, else the sender's name."""
    if row is not None:
        unit = desk.campaign.unit(row.unit_key)
        return unit.name if unit is not None else ""
    if mail is None or mail.kind == MailKind.BOUNCE:  # the doubt names the recipient
        return ""
    unit = desk.campaign.unit(known_unit(desk.connection, desk.campaign, mail.from_email) or mail.unit)
    if unit is not None:
        return " ".join(filter(None, (unit.name, unit.contact, unit.phone)))
    name = mail.from_name or mail.from_email
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def _join_alike(needs: Iterable[Need]) -> Iterator[Need]:
    """Mails of which the same is to be said share one line: 收件6、7、9."""
    alike: dict[str, list[Need]] = {}
    for need in needs:
        is_mail = need.handle.startswith(MAIL_HANDLE)
        alike.setdefault(need.text if is_mail else need.handle, []).append(need)
    for same in alike.values():
        if len(same) == 1:
            yield same[0]
            continue
        named = (need.handle.removeprefix(MAIL_HANDLE) for need in same[:MOST_JOINED])
        handle = MAIL_HANDLE + "、".join(named)
        many = f"等{len(same)}封" if len(same) > MOST_JOINED else ""
        yield replace(
            same[0],
            handle=f"{handle}{many}",
            example=f"{handle}已处理",
            who=_all_of(same),
            doubts=sum(need.doubts for need in same),
        )


def _all_of(same: list[Need]) -> str:
    """The first few of those who wrote the same: 丰县 张三、沛县 王五等."""
    names = list(dict.fromkeys(need.who for need in same if need.who))
    return "、".join(names[:MOST_NAMED]) + ("等" if len(names) > MOST_NAMED else "")


def _example(desk: Desk, row: Named | None, mail: MailRow | None, doubt: Doubt, handle: str) -> str:
    """The reply that settles it."""
    if row is None:
        key = known_unit(desk.connection, desk.campaign, mail.from_email) or mail.unit if mail else ""
        unit = desk.campaign.unit(key)
        month = desk.campaign.deadline_at(desk.now).last_day.month
        asked = mail if doubt.code == "withdrawal" else None
        own = [
            one
            for one in (cases.own_cases(desk.connection, asked.from_email) if asked else ())
            if asked and one.created_at <= asked.arrived_at
        ]
        return reply_to_mail(
            doubt, handle, unit.name if unit else "", month, own[0].serial if len(own) == 1 else 0
        )
    unit = desk.campaign.unit(row.unit_key)
    return reply_to_case(doubt, handle, row.theme, unit.name if unit else "")


def _line(campaign: Campaign, row: CaseRow) -> dict[str, Any]:
    return {
        "serial": row.serial,
        "number": row.number,
        "title": row["title"],
        "subtitle": row["subtitle"],
        "place": "".join(row[name] for name in ("county", "town", "community")),
        "level": campaign.level_name(row["level"]),
        "theme": theme_label(campaign, row["theme"]),
        "characters": row.characters,
        "version": row.version,
        "waiting": bool(row.waiting),
        "on_time": row.on_time,
    }
