"""A season by letters alone: every mail is written by somebody who has read nothing but what the office sent."""

from __future__ import annotations

import email
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from demo.__main__ import PERSON
from demo.files import make_docx
from demo.mail import BUREAU, DOCX
from tests.flow.season_player import Post, at
from tests.paths import ROOT
from tracker.run.replay import Arrival

SCRIPT = ROOT / "tests/corpus/seasons/by-letter.jsonl"
CASES = ROOT / "tests/corpus/cases.jsonl"


@dataclass(frozen=True)
class Written:
    """A mail of the script: who writes it and when, to which kind of letter, with which case of the corpus.

    ``wants`` says in a few words what a reader of the answer must find there; ``missed`` marks a mail that
    was not understood when the season was played first.
    """

    name: str
    who: str
    at: str  # 07-20 09:10
    text: str
    subject: str = "案例征集"
    to: str = ""  # the newest letter of this kind to who writes; "" for a mail of its own
    brings: tuple[int, ...] = ()  # lines of cases.jsonl
    wants: str = ""

    @property
    def address(self) -> str:
        """From where it is written."""
        return PERSON[1] if self.who == PERSON[0] else self.who


def load_script() -> list[Written]:
    """The mails in the order in which they were written."""
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()
    return [
        Written(**{**json.loads(line), "brings": tuple(json.loads(line).get("brings", ()))}) for line in lines
    ]


def letters_to(post: Post, address: str) -> Iterator[EmailMessage]:
    """What an address has received, oldest first."""
    for raw in post.letters:
        letter = email.message_from_bytes(raw, policy=policy.default)
        if address in str(letter["To"]):
            yield letter


def text_of(letter: EmailMessage) -> str:
    """Its plain text."""
    body = letter.get_body(("plain",))
    return body.get_content().replace("\r\n", "\n") if body is not None else ""


@dataclass
class Writers:
    """Everybody who writes to the office, by a script; a mail is composed when its time has come."""

    post: Post
    script: list[Written]
    received: dict[str, int] = field(default_factory=dict)  # letters to its writer before each mail

    def arrivals(self) -> list[Arrival]:
        """When each mail comes; what it answers is not known yet."""
        return [Arrival(at(one.at), f"{one.name}.eml", b"") for one in self.script]

    def deliver_by(self, deliver: Callable[[list[Arrival]], None]) -> Callable[[list[Arrival]], None]:
        """Compose the mails of a batch and hand them on."""
        named = {f"{one.name}.eml": one for one in self.script}

        def hand_on(batch: list[Arrival]) -> None:
            deliver([Arrival(one.at, one.file, self._compose(named[one.file], one.at)) for one in batch])

        return hand_on

    def _compose(self, one: Written, when: datetime) -> bytes:
        mine = list(letters_to(self.post, one.address))
        self.received[one.name] = len(mine)
        mail = EmailMessage(policy=policy.SMTP)
        mail["From"], mail["To"] = one.address, BUREAU
        mail["Date"] = format_datetime(when)
        mail["Message-ID"] = f"<{one.name}@by-letter.example.cn>"
        quoted = ""
        if one.to:
            letter = [found for found in mine if str(found["X-Zhengji-Kind"]) == one.to][-1]
            mail["Subject"] = f"回复：{letter['Subject']}"
            mail["In-Reply-To"] = str(letter["Message-ID"])
            lines = "\n".join(f"> {line}" for line in text_of(letter).splitlines()[:6])
            quoted = f"\n\n------------------ 原始邮件 ------------------\n发件人: {BUREAU}\n{lines}\n"
        else:
            mail["Subject"] = one.subject
        mail.set_content(one.text + quoted)
        for number in one.brings:
            case = json.loads(CASES.read_text(encoding="utf-8").splitlines()[number])
            maintype, subtype = DOCX.split("/")
            mail.add_attachment(
                make_docx(case), maintype=maintype, subtype=subtype, filename=f"{case['title']}.docx"
            )
        if one.brings:
            mail.set_boundary(f"=_{one.name}")
        return mail.as_bytes()

    def answers(self, one: Written) -> list[str]:
        """The texts of the letters that answer a mail."""
        return [
            text_of(letter)
            for letter in letters_to(self.post, one.address)
            if f"<{one.name}@by-letter.example.cn>" in str(letter["In-Reply-To"] or "")
        ]


def expected_folder() -> Path:
    """Where the letters of the season are kept."""
    return ROOT / "tests/flow/season"
