"""An office under test: a real ledger, a set clock, mails filed from readings built by hand.

Whole letters are compared with files in ``tests/expected_letters/``; after a wanted change of wording run the
tests once with ``ZHENGJI_REFRESH=1`` and read the difference before committing it.
"""

from __future__ import annotations

import email
import email.policy
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import URL, Connection
from sqlalchemy.util import LRUCache

from intake.campaign.call import Call
from intake.campaign.campaign import Campaign, load_campaign
from intake.campaign.entries import Coordinator, Deadline
from intake.campaign.places.gazetteer import Gazetteer, load_places
from intake.mail.words.quote import split_body
from intake.model.case import Address, CaseReading, Doubt, Envelope, Fact, MailKind, Reading
from intake.source.archive.mails import Archive
from tests.ledgers import copy_ledger, make_ledger
from tests.paths import CONFIG, ROOT
from tracker.filing.file import file_mail
from tracker.ledger import cases, letters, mails
from tracker.ledger.engines.store import Ledger
from tracker.ledger.records import CaseRow, LetterRow, MailRow
from tracker.letters.answer import answer_waiting
from tracker.letters.digest.put import put_digests
from tracker.letters.extension import announce_deadline
from tracker.letters.notices import put_notices
from tracker.letters.progress import put_progress
from tracker.letters.reminders import put_reminders
from tracker.office.clock import SetClock
from tracker.office.desk import Desk
from tracker.office.folder import DataDir
from tracker.office.parts import Parts
from tracker.office.settings import Settings
from tracker.office.workdays import Workdays
from tracker.office.writer import Writer
from tracker.orders.due import carry_out_due
from tracker.outbox.sending import recover_sending, send_due
from tracker.outbox.smtp import Confirm
from tracker.review.progress import tell_news
from tracker.run.follow import follow_up
from tracker.run.replay import next_due

Answer = TypeVar("Answer")
EXPECTED = ROOT / "tests" / "expected_letters"
ZONE = ZoneInfo("Asia/Shanghai")
LI = Coordinator(name="李敏", email="limin@example.cn", phone="0516-80000000")
BOT = "zhengji@example.cn"
COMPILED = LRUCache(1000)  # statements compiled once for all offices: most of a test's time else
SMTP = {
    "host": "localhost", "from_address": BOT, "per_hour": 1000, "per_day": 1000, "strangers_per_day": 1000,
    "seconds_between": 0,
}  # fmt: skip


@cache
def shipped_places() -> Gazetteer:
    """The shipped places, loaded once for all offices."""
    return load_places(CONFIG / "places" / "xuzhou.toml")


@cache
def notice() -> Campaign:
    """The shipped call with a coordinator, and addresses and telephones for four units."""
    base = load_campaign(ROOT / "config/campaigns/xuzhou-2015.toml")
    known = {
        "fengxian": {"contact": "张三", "phone": "0516-80000001", "addresses": ("fx@example.cn",)},
        "peixian": {"contact": "王五", "phone": "0516-80000002", "addresses": ("px@example.cn",)},
        "suining": {"addresses": ("sn@example.cn",)},
        "quanshan": {"contact": "赵六", "phone": "0516-80000010", "addresses": ("qs@example.cn",)},
    }
    units = tuple(unit.model_copy(update=known.get(unit.key, {})) for unit in base.units)
    few = tuple(unit for unit in units if unit.key in (*known, "pizhou"))
    signature = base.signature.model_copy(update={"contact": "李敏", "phone": "0516-80000000"})
    return base.model_copy(update={"units": few, "coordinators": (LI,), "signature": signature})


def desk_of(connection: Connection, parts: Parts) -> Desk:
    """A desk in a transaction, now."""
    return Desk(connection, parts, parts.clock.now())


@dataclass
class Route:
    """Records what is handed over; ``trouble`` is raised once each for a recipient, in turn."""

    sent: list[tuple[str, bytes]] = field(default_factory=list)
    trouble: dict[str, list[Exception]] = field(default_factory=dict)
    name: str = "record"

    def deliver(self, sender: str, recipient: str, content: bytes, confirm: Confirm) -> str:
        assert sender == BOT
        if waiting := self.trouble.get(recipient):
            raise waiting.pop(0)
        confirm()
        self.sent.append((recipient, content))
        return "250 taken"

    def close(self) -> None:
        pass


@dataclass(frozen=True)
class Letter:
    """A letter read back from its bytes."""

    row: LetterRow
    headers: dict[str, str]
    text: str
    html: str
    files: dict[str, bytes]

    def whole(self) -> str:
        """To, subject and text, as kept in expected/."""
        return f"收件人：{self.headers['To']}\n主题：{self.headers['Subject']}\n\n{self.text}"


class Office:
    """One office in a folder. Times are local, as ``08-03 10:25`` of 2015."""

    def __init__(
        self,
        folder: Path,
        campaign: Campaign | None = None,
        *,
        place: Path | URL | None = None,
        prompt: bool = False,
        **settings: object,
    ) -> None:
        self.folder = folder
        self.campaign = campaign or notice()
        self.clock = SetClock(local("07-07 08:00"))
        self.route = Route()
        self.given = settings
        self.settings = Settings.model_validate({"smtp": {**SMTP, **settings}})
        self.place = place or make_ledger(folder)
        self.count = 0
        self.prompt = prompt  # the answer to a mail goes as soon as it is composed
        self._open()

    def _open(self) -> None:
        ledger = Ledger.open(self.place)
        ledger.engine._compiled_cache = COMPILED
        self.parts = Parts(
            call=Call(self.campaign, shipped_places(), None),
            ledger=ledger,
            archive=Archive(self.folder / "archive"),
            clock=self.clock,
            writer=Writer(BOT, "征集", "example.cn", b"k" * 32),
            workdays=Workdays.load(ROOT / "config/workdays.toml"),
            settings=self.settings,
            data=DataDir(self.folder),
            templates=(ROOT / "templates",),
        )

    def restart(self) -> None:
        """Another process takes over: nothing but the ledger remains."""
        from tracker.cases.deadlines import load_deadlines

        self.parts.ledger.close()
        self._open()
        with self.parts.ledger.read() as connection:
            self.parts.deadlines.extend(load_deadlines(connection))

    def copy(self, folder: Path) -> Office:
        """The same office in another folder, as it stands; this one must be closed."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        place = copy_ledger(self.place, folder)
        made = Office(folder, self.campaign, place=place, prompt=self.prompt, **self.given)
        made.clock.set(self.clock.now())
        made.count = self.count
        made.route.sent.extend(self.route.sent)
        return made

    def close(self) -> None:
        self.parts.ledger.close()

    def at(self, when: str) -> Office:
        """Move the clock and do nothing: the machine may have been off."""
        self.clock.set(local(when))
        return self

    def tick(self) -> None:
        """All that the service does on a tick, without reading and without the workbook."""
        with self.parts.ledger.begin() as connection:
            answer_waiting(Desk(connection, self.parts, self.clock.now()))
        carry_out_due(self.parts)
        announce_deadline(self.parts)
        put_reminders(self.parts)
        put_notices(self.parts)
        put_progress(self.parts)
        put_digests(self.parts, lambda: b"workbook", tell_news)
        recover_sending(self.parts, lambda _id, _since: False)
        self.send()

    def send(self) -> None:
        """Send what is due."""
        send_due(self.parts, self.route, lambda s: self.clock.advance(timedelta(seconds=s)))

    def until(self, when: str) -> Office:
        """Run on, stepping from one due time to the next, as a replay does."""
        end = local(when)
        self.tick()
        while True:
            step = next_due(self.parts)
            if step > end:
                break
            self.clock.set(max(step, self.clock.now()))
            self.tick()
        self.clock.set(max(end, self.clock.now()))
        return self

    def mail(
        self,
        sender: str,
        *brought: CaseReading,
        kind: MailKind = MailKind.SUBMISSION,
        body: str = "",
        sent: datetime | None = None,
        to: Letter | None = None,
        **values: object,
    ) -> MailRow:
        """A mail arrives now, is read and filed. ``to`` is the letter of ours that it answers."""
        self.count += 1
        now = self.clock.now()
        identity = f"<m{self.count}@{sender.partition('@')[2]}>"
        envelope = Envelope(
            message_id=identity,
            subject=str(values.pop("subject", "案例材料")),
            sender=Address(sender),
            sole_author=True,
            date=sent or now - timedelta(minutes=1),
            in_reply_to=(to.row.message_id,) if to else (),
            references=(to.row.message_id,) if to else (),
            authentication=str(values.pop("authentication", "")),
            automatic=str(values.pop("automatic", "")),
        )
        reading = Reading(envelope, split_body(body), kind, cases=brought, **values)
        sha256 = self.parts.archive.store(f"Message-ID: {identity}\r\n\r\n{body}".encode())
        with self.parts.ledger.begin() as connection:
            mail_id, _ = mails.add_mail(connection, sha256, 100, now, now)
            row = mails.get_mail(connection, mail_id)
        file_mail(self.parts, row, reading, follow_up)
        if self.prompt:
            self.send()
        with self.parts.ledger.read() as connection:
            return mails.get_mail(connection, mail_id)

    def order(self, text: str, to: Letter, sender: str = LI.email) -> Letter | None:
        """A coordinator replies; returns the letter that answers her, if there is one."""
        before = len(self.letters())
        self.mail(sender, kind=MailKind.COMMAND, body=text, to=to)
        fresh = self.letters()[before:]
        return next((letter for letter in fresh if letter.row.kind == "order"), None)

    def letters(self, *kinds: str) -> list[Letter]:
        """Every letter composed so far (of these kinds), oldest first."""
        with self.parts.ledger.read() as connection:
            rows = letters.list_letters(connection)
            return [
                read_letter(row, letters.letter_bytes(connection, row.id))
                for row in rows
                if not kinds or row.kind in kinds
            ]

    def last(self, *kinds: str) -> Letter:
        """The newest letter."""
        return self.letters(*kinds)[-1]

    def cases(self) -> list[CaseRow]:
        """Every case."""
        with self.parts.ledger.read() as connection:
            return cases.list_cases(connection)

    def ask(self, question: Callable[..., Answer]) -> Answer:
        """The answer of the ledger to a question."""
        with self.parts.ledger.read() as connection:
            return question(connection)

    def log(self) -> list[str]:
        """Each letter in a line: when it was composed, kind, recipient, state."""
        return [
            f"{letter.row.created_at.astimezone(ZONE):%m-%d %H:%M} {letter.row.kind} "
            f"{letter.row.recipient} {letter.row.state}"
            for letter in self.letters()
        ]


def local(text: str) -> datetime:
    """``08-03 10:25`` of 2015 in Shanghai; a year in front rules."""
    text = text if text[:2] == "20" else f"2015-{text}"
    return datetime.fromisoformat(text.replace(" ", "T")).replace(tzinfo=ZONE)


def case(
    title: str,
    county: str = "丰县",
    *,
    doubts: tuple[Doubt, ...] = (),
    waits: tuple[str, ...] = (),
    edition: int = 1,
    **values: str,
) -> CaseReading:
    """A case with an own invented text; another ``edition`` differs in a sentence."""
    known = {"title": title, "county": county, "town": "宋楼镇", "level": "town", "theme": "2", **values}
    known.setdefault("unit", f"{county}民政局")
    text = story(title) + f"这是第{edition}次修改后的文字，补充了近期的数字和群众的看法。"
    known["characters"] = str(len(text))
    facts = {name: Fact(value, 0.95, waits=name in waits) for name, value in known.items()}
    return CaseReading(text, facts, doubts=doubts)


def story(title: str) -> str:
    """An invented text without sense, the same for a title."""
    chance = random.Random(title)
    signs = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
    return "。".join("".join(chance.choices(signs, k=18)) for _ in range(30)) + "。"


def read_letter(row: LetterRow, content: bytes) -> Letter:
    return Letter(row, *_parts_of(content))


@cache
def _parts_of(content: bytes) -> tuple[dict[str, str], str, str, dict[str, bytes]]:
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    return (
        {name: str(value) for name, value in parsed.items()},
        parsed.get_body(("plain",)).get_content().replace("\r\n", "\n"),
        parsed.get_body(("html",)).get_content(),
        {part.get_filename(): part.get_payload(decode=True) for part in parsed.iter_attachments()},
    )


def assert_expected(name: str, text: str) -> None:
    """Compare with expected_letters/NAME.txt; ZHENGJI_REFRESH=1 writes it instead."""
    path = EXPECTED / f"{name}.txt"
    if os.environ.get("ZHENGJI_REFRESH"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def extended(campaign: Campaign, last_day: str, announced: str) -> Campaign:
    """The call with another deadline in its file."""
    more = Deadline(last_day=last_day, announced=announced)
    return campaign.model_copy(update={"deadlines": (*campaign.deadlines, more)})
