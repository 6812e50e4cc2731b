"""The servers around the office, their tempers, and what they remember."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes

from benchmarks.soak.post import Arrival
from tests.flow.imap_stub import ImapStub, StubFolder
from tests.flow.smtp_stub import SmtpStub

STAMP = "%d-%b-%Y %H:%M:%S +0800"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A letter that the SMTP server took; ``doubtful`` when the office may not have heard so."""

    message_id: str
    content: bytes
    doubtful: bool


@dataclass(frozen=True, slots=True)
class World:
    """What the world outside knows."""

    arrivals: Sequence[Arrival]
    mailbox: Mapping[int, bytes]  # UID → raw mail
    uidvalidity: int
    accepted: Sequence[Accepted]
    units: frozenset[str]  # registered addresses
    kills: int
    midnight: datetime  # at which this day began


@dataclass
class Peers:
    """A mailbox and a way out. Use as a context manager."""

    imap: ImapStub = field(default_factory=ImapStub)
    smtp: SmtpStub = field(default_factory=SmtpStub)
    accepted: list[Accepted] = field(default_factory=list)
    _stack: ExitStack = field(default_factory=ExitStack)
    _heard: int = 0

    def __enter__(self) -> Peers:
        self._stack.enter_context(self.imap)
        self._stack.enter_context(self.smtp)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def deliver(self, raw: bytes, at: datetime) -> None:
        """A mail reaches the mailbox."""
        self.imap.inbox.deliver(raw, at.strftime(STAMP))

    def begin_anew(self) -> None:
        """An empty mailbox, nothing accepted, no temper."""
        self.be_good()
        self.imap.folders["INBOX"] = StubFolder()
        self.smtp.letters.clear()
        self.accepted.clear()
        self._heard = 0

    def world(self, arrivals: Sequence[Arrival], units: frozenset[str], kills: int, day: datetime) -> World:
        """What the account of the evening of ``day`` is held against."""
        inbox = self.imap.inbox
        mailbox = {mail.uid: mail.raw for mail in inbox.mails}
        midnight = day.replace(hour=0, minute=0)
        return World(arrivals, mailbox, inbox.uidvalidity or 0, tuple(self.accepted), units, kills, midnight)

    def be_good(self) -> None:
        """No temper is left."""
        self.smtp.script.clear()
        self.imap.login_answer = ""
        self.imap.before_fetch = None

    def refuse_password(self) -> None:
        """The mailbox lets nobody in."""
        self.imap.login_answer = "NO [AUTHENTICATIONFAILED] LOGIN Login error or password error"

    def break_lines(self, rng: random.Random) -> None:
        """Some fetches end the connection."""
        breaks = [rng.random() < 0.5 for _ in range(6)]

        def cut(_command: str) -> None:
            if breaks and breaks.pop():
                raise ConnectionResetError

        self.imap.before_fetch = cut

    def number_anew(self, rng: random.Random) -> None:
        """The server lost its index: other UIDs and, as the standard asks, another UIDVALIDITY."""
        self.imap.inbox.number_anew(rng.randrange(1, 2**31))

    def be_moody(self, rng: random.Random) -> None:
        """SMTP refuses, pauses, closes the line before and after the final dot."""
        for _ in range(rng.randint(1, 5)):
            word, reply = rng.choice(
                (
                    ("MAIL", "450 4.7.1 greylisted, try again"),
                    ("MAIL", "421 too busy"),
                    ("MAIL", "550 MI:SFQ too frequent"),
                    ("RCPT", "451 later"),
                    ("RCPT", "450 4.2.2 mailbox full"),
                    ("DATA", "452 no room"),
                    ("MAIL", "drop"),
                    ("RCPT", "drop"),
                    ("DATA", "drop"),
                    ("DOT", "drop"),
                    ("DOT", "drop"),
                )
            )
            self.smtp.script.setdefault(word, []).extend(["250 OK"] * rng.randrange(3) + [reply])
        if "DATA" in self.smtp.script:
            self.smtp.script["DATA"] = [r.replace("250 OK", "354 go on") for r in self.smtp.script["DATA"]]

    def listen(self, *, doubtful: bool) -> list[Accepted]:
        """What was accepted since it was asked last."""
        fresh = self.smtp.letters[self._heard :]
        self._heard += len(fresh)
        new = [Accepted(str(message_from_bytes(raw)["Message-ID"]), raw, doubtful) for raw in fresh]
        self.accepted += new
        return new
