"""Large ledgers, as an office would have them after a season: filled by bulk inserts through the schema.

Ten cases come with twelve mails: ten bring a case each, one a second version of the first, one asks
something. Every mail has a place in the mailbox, a file, its own text and an answer that was sent; there is a
reminder to ten cases. A case in five was confirmed by a person, one in a hundred is withdrawn, one in a
hundred waits for one. Texts are short (200 characters) and letters have 500 bytes, so that 300,000 cases
are soon made; what is measured reads neither, but for the export of texts and the backup.

Times go by numbers: a mail every six seconds. So what is asked of a day or an hour does not depend on how
large the ledger was made.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Table, func, insert, select, update

from intake.campaign.campaign import Campaign
from intake.campaign.entries import Unit
from intake.text.likeness import MARKS
from tracker.ledger import schema
from tracker.ledger.engines.dialect import put_row
from tracker.ledger.engines.store import Ledger
from tracker.ledger.events import CASES
from tracker.ledger.shown import show_again
from tracker.ledger.views.search import index_version, split_words

START = datetime(2015, 7, 7, 1, 0, tzinfo=UTC)
BETWEEN = timedelta(seconds=6)
BLOCK = 1000  # cases that are made row by row; the others are copies of these with other numbers
TEXT = "社区居民围坐在一起商量楼道里的事，你一言我一语，最后把办法写在墙上。" * 6
LETTER = b"X" * 500
EVIDENCE = [{"where": "title", "quote": "小院里的商量", "source": "案例.docx"}]
FOLDER = {"account": "main", "folder": "INBOX", "uidvalidity": 1}
TEN, TWELVE, ELEVEN, THIRTEEN = 10, 12, 11, 13  # cases, mails, versions and letters of a group
# How many rows of a block others point to, and which rows of each table are the first block's.
SIZES = {"mail": 1200, "attachment": 1200, "case_": 1000, "version": 1100, "letter": 1300}
FIRST = {
    "mail": "id <= 1200", "attachment": "id <= 1200", "case_": "id <= 1000", "version": "id <= 1100", "letter": "id <= 1300",
    "sighting": "mail_id <= 1200", "document": "mail_id <= 1200", "submission": "mail_id <= 1200", "answer": "mail_id <= 1200",
    "correction": "case_id <= 1000", "doubt": "case_id <= 1000", "fact": "version_id <= 1100", "band": "version_id <= 1100",
    "event": "id <= 6100",
}  # fmt: skip
POINTS = {
    "event.mail_id": "mail", "event.case_id": "case_", "event.letter_id": "letter", "sighting.uid": "mail",
    "case_.serial": "case_",
}  # fmt: skip
UNIQUE = {
    "mail.sha256", "mail.message_id", "mail.from_email", "attachment.sha256", "case_.number", "version.text_sha256", "letter.key",
    "letter.message_id", "letter.recipient",
}  # fmt: skip
STRIDE = 9_007_199_254_740_881  # a prime; moves keys of likeness to where no other block has any

Rows = list[dict[str, Any]]


@dataclass(slots=True)
class _Rows:
    """Rows by their tables."""

    campaign: Campaign
    units: tuple[Unit, ...]
    chance: random.Random
    rows: dict[str, Rows] = field(default_factory=dict)

    def add(self, table: str, **values: Any) -> None:
        self.rows.setdefault(table, []).append(values)

    def unit(self, group: int) -> Unit:
        """The unit that a group's mails came from."""
        return self.units[group * 7 % len(self.units)]


def grow(ledger: Ledger, campaign: Campaign, cases: int) -> datetime:
    """Fill a ledger up to so many cases (tens, or from a thousand on thousands); returns its newest time."""
    with ledger.begin() as connection:
        there = connection.execute(select(func.count()).select_from(schema.case)).scalar_one()
        if not there:
            _first_block(connection, campaign, min(cases, BLOCK))
        if cases > BLOCK:
            _repeat(connection, range(max(1, there // BLOCK), cases // BLOCK))
        new = select(schema.case.c.id).where(schema.case.c.id > there)
        show_again(connection, connection.execute(new).scalars().all())
        _count_on(connection, cases)
    ledger.tidy()
    return _moment(cases // TEN * TWELVE)


def _first_block(connection: Connection, campaign: Campaign, cases: int) -> None:
    made = _Rows(campaign, campaign.active_units(), random.Random(1))
    for group in range(cases // TEN):
        _fill(made, group)
    for table in schema.metadata.sorted_tables:
        if rows := made.rows.get(table.name):
            connection.execute(insert(table), rows)
    for row in made.rows["version"]:
        index_version(connection, row["id"], TEXT[:40])


def _repeat(connection: Connection, blocks: range) -> None:
    """The first block again and again by the database itself, numbers, times and keys moved on."""
    steps = f"WITH RECURSIVE step(k) AS (SELECT {blocks.start} UNION ALL SELECT k + 1 FROM step WHERE k < {blocks.stop - 1})"
    for table in schema.metadata.sorted_tables:
        if table.name in FIRST:
            copied = [column for column in table.columns if not _is_counted(column)]
            names, values = ", ".join(c.name for c in copied), ", ".join(_moved(table, c) for c in copied)
            connection.exec_driver_sql(
                f"INSERT INTO {table.name} ({names}) {steps} SELECT {values} FROM step, {table.name} WHERE {FIRST[table.name]}"
            )
    connection.exec_driver_sql(
        "INSERT INTO search(rowid, words) SELECT id, ? || id FROM version WHERE id > ?",
        (split_words(TEXT[:40]), blocks.start * SIZES["version"]),
    )


def _is_counted(column: Column[Any]) -> bool:
    """Whether the database gives the number: nothing points to it."""
    return column.name == "id" and column.table.name not in SIZES


def _moved(table: Table, column: Column[Any]) -> str:
    """The value of a column in the k-th block."""
    name, full = column.name, f"{table.name}.{column.name}"
    target = next((key.column.table.name for key in column.foreign_keys), POINTS.get(full))
    if full in UNIQUE:
        return f"{name} || '.' || k"
    if full == "band.value":
        return f"value + k * {STRIDE}"
    if full == "fact.value":
        return "CASE field WHEN 'title' THEN value || '.' || k ELSE value END"
    if name == "id" or target:
        return f"{name} + k * {SIZES[target or table.name]}"
    if isinstance(column.type, schema.Instant):
        seconds = f"'+' || (k * {int(BETWEEN.total_seconds()) * SIZES['mail']}) || ' seconds'"
        return f"strftime('%Y-%m-%dT%H:%M:%SZ', {name}, {seconds})"
    return name


def _count_on(connection: Connection, cases: int) -> None:
    """Numbers and the mailbox go on where the ledger is."""
    put_row(connection, schema.series, {"name": CASES, "newest": 0})
    connection.execute(update(schema.series).where(schema.series.c.name == CASES).values(newest=cases))
    mails = cases // TEN * TWELVE
    seen = {"uid": mails, "on_server": mails, "reconciled_at": _moment(mails), "polled_at": _moment(mails)}
    put_row(connection, schema.cursor, {**FOLDER, **seen}, seen)


def _moment(number: int) -> datetime:
    return START + number * BETWEEN


def _fill(made: _Rows, group: int) -> None:
    for place in range(1, TWELVE + 1):
        _mail(made, group, place)
    for place in range(1, TEN + 1):
        _case(made, group * TEN + place, group, place)
        _version(made, group, place, 1)
    _version(made, group, 1, 2)
    _letter(made, group * THIRTEEN + THIRTEEN, "reminder", _moment(group * TWELVE + TWELVE))


def _mail(made: _Rows, group: int, place: int) -> None:
    mail, letter, brings = group * TWELVE + place, group * THIRTEEN + place, place < TWELVE
    at, unit = _moment(mail), made.unit(group).key
    writer = f"writer{mail // 7}@{unit}.example.cn"
    made.add(
        "mail", id=mail, sha256=f"{mail:064x}", size=20_000, state="filed", arrived_at=at, sent_at=at, sent_from="date",
        archived_at=at, filed_at=at, message_id=f"<{mail}@{unit}.example.cn>", from_email=writer, from_name="王志远",
        subject="报送案例" if brings else "请问收到了吗", kind="submission" if brings else "inquiry", unit=unit,
        late=False if brings else None, body="您好，现报送我单位案例一篇，请查收。",
    )  # fmt: skip
    made.add("sighting", **FOLDER, uid=mail, mail_id=mail, seen_at=at)
    made.add(
        "document", mail_id=mail, position=0, attachment_id=None, name="邮件正文", format="txt", kind="letter", reader="body",
        text="您好，现报送我单位案例一篇，请查收。",
    )  # fmt: skip
    _event(made, "mail.archived", at, mail_id=mail)
    _event(made, "mail.filed", at, mail_id=mail)
    if brings:
        made.add(
            "attachment",
            id=mail,
            mail_id=mail,
            position=1,
            name=f"第{mail}号案例.docx",
            path=[],
            sha256=f"{mail:063x}f",
        )
        made.add(
            "document", mail_id=mail, attachment_id=mail, position=1, name=f"第{mail}号案例.docx", format="docx", kind="case",
            reader="docx", text=TEXT,
        )  # fmt: skip
    _letter(made, letter, "acknowledgement", at, writer)
    made.add("answer", letter_id=letter, mail_id=mail)


def _letter(made: _Rows, letter: int, kind: str, at: datetime, recipient: str = "clerk@example.cn") -> None:
    made.add(
        "letter", id=letter, key=f"{kind}:{letter}", kind=kind, recipient=recipient, subject="回执：材料已收到",
        message_id=f"<letter{letter}@example.cn>", content=LETTER, state="sent", attempts=1, created_at=at, due_at=at,
        sent_at=at, response="250 OK",
    )  # fmt: skip
    _event(made, "letter.queued", at, letter_id=letter)
    _event(made, "letter.sent", at, letter_id=letter)


def _event(made: _Rows, what: str, at: datetime, **about: int) -> None:
    whole = {"mail_id": None, "case_id": None, "letter_id": None, **about}
    made.add("event", at=at, who="system", what=what, detail={"kind": "submission"}, **whole)


def _case(made: _Rows, case: int, group: int, place: int) -> None:
    at = _moment(group * TWELVE + place)
    made.add(
        "case_", id=case, serial=case, number=made.campaign.number_format.format(serial=case),
        status="withdrawn" if case % 100 == 0 else "active", unit_key=made.unit(group).key,
        current_version=2 if place == 1 else 1, created_at=at, changed_at=at,
    )  # fmt: skip
    if case % 5 == 0:
        made.add(
            "correction",
            case_id=case,
            field="theme",
            value=str(1 + case % 6),
            who="李敏",
            how="reply",
            made_at=at,
        )
    settled = case % 100 != 1
    made.add(
        "doubt", case_id=case, code="theme", about="主题", owner="coordinator", state="settled" if settled else "open",
        opened_at=at, settled_at=at if settled else None,
    )  # fmt: skip


def _version(made: _Rows, group: int, place: int, number: int) -> None:
    """The text that a mail brought: of the first ten mails the first version, of the eleventh a second."""
    place_of_mail = place if number == 1 else ELEVEN
    case, mail, version = group * TEN + place, group * TWELVE + place_of_mail, group * ELEVEN + place_of_mail
    at = _moment(mail)
    made.add(
        "version", id=version, case_id=case, number=number, mail_id=mail, documents=[1], text=TEXT, text_sha256=f"{version:064x}",
        characters=len(TEXT), themes=[{"theme": 1 + case % 6, "confidence": 0.8, "words": ["商量"]}], flags=[],
        on_time=True, received_at=at,
    )  # fmt: skip
    made.add(
        "submission",
        mail_id=mail,
        position=0,
        case_id=case,
        version_id=version,
        role="new" if number == 1 else "revision",
    )
    for name, value in _values(made.campaign, case, made.unit(group).name).items():
        made.add(
            "fact", version_id=version, field=name, value=value, confidence=0.95, waits=name == "theme" and case % 100 == 1,
            evidence=EVIDENCE if name == "title" else [],
        )  # fmt: skip
    for _ in range(MARKS):
        made.add("band", value=made.chance.getrandbits(62), version_id=version)
    _event(made, "case.created" if number == 1 else "case.revised", at, mail_id=mail, case_id=case)


def _values(campaign: Campaign, case: int, county: str) -> dict[str, str]:
    return {
        "title": f"小院里的第{case}次商量", "subtitle": "城乡社区协商的实践", "county": county, "town": f"第{case % 170}街道",
        "community": f"第{case % 3100}社区" if case % 3 else "", "level": campaign.levels[case % len(campaign.levels)].key,
        "theme": str(1 + case % 6), "secondary": str(1 + (case + 2) % 6) if case % 2 else "",
        "unit": f"第{case % 170}街道办事处", "contact": "周庆和", "phone": f"0516-8{case % 10**7:07d}", "date": "2015-07-20",
        "characters": str(len(TEXT)),
    }  # fmt: skip
