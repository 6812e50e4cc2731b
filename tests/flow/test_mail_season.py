"""A coordinator's season played by mail alone: she reads letters, answers in plain words, and that is all.

What she writes is :data:`SCRIPT`; what she gets back is here beside it. Every letter of the season
and the ledger at its end are in ``season/``; after a wanted change run the test once with
``ZHENGJI_REFRESH=1`` and read the difference line by line before committing it.
"""

from __future__ import annotations

import email
import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from demo.__main__ import PERSON, prepare_data
from demo.mail import BUREAU, ZONE
from demo.mails import season_mails
from tests.flow.season_player import Post, at
from tests.unit.tracker.sheet.season import Hand
from tracker.ledger.events import MUTED, STOPPED, get_note
from tracker.office.clock import SetClock
from tracker.publications.export import letter_objects, mail_objects
from tracker.run.duties import Outside
from tracker.run.open import open_office, open_readers
from tracker.run.replay import Arrival, Season, import_arrivals, run_season

pytestmark = pytest.mark.slow  # the longest season; test_season.py stands for it in make test

EXPECTED = Path(__file__).parent / "season"
START, UNTIL = at("08-03 08:00"), at("08-18 09:00")
SHEET = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Edit = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Line:
    """What she writes in answer to the letter of a kind on a day; ``number`` counts from 1."""

    kind: str
    day: str  # 08-04
    text: str
    number: int = 1
    threaded: bool = True  # a mail program that keeps the thread
    edit: Edit | None = None  # of the workbook that came with the letter


def _type_theme(workbook: bytes) -> bytes:
    return Hand(workbook).put("XZ-002", "主题", "六").save()


SCRIPT = (
    Line("digest", "08-03", "您好，1号主题改五；2号属县级。\n谢谢\n李经办\n2015年8月3日"),
    Line("digest", "08-04", "3、4是同一篇，留4\n丰县不用再催\n1号主提改五\n那件事你看着办"),
    Line("order", "08-04", "撤销"),
    Line("digest", "08-05", "1号电话改为0516-80009999\n截止延到8月14日"),
    Line("order", "08-05", "确认"),
    Line("digest", "08-06", "沛县不用再催，暂停发信"),
    Line("digest", "08-07", "恢复\n把1号原件发我"),
    Line("digest", "08-10", "1号撤回", threaded=False),
    Line("digest", "08-11", "改好的汇总表见附件。", edit=_type_theme),
    Line("digest", "08-12", "进度"),
    Line("order", "08-12", "截止延到8月30日"),
    Line("order", "08-12", "算了", number=2),
)


@dataclass
class Writer:
    """Reads what comes to her and answers half an hour later, by the script."""

    post: Post
    seen: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    written: list[Line] = field(default_factory=list)

    def answer(self, _now: datetime) -> list[Arrival]:
        """The mails she writes in answer to what was sent since she looked last."""
        fresh = self.post.letters[self.seen :]
        self.seen = len(self.post.letters)
        return [arrival for raw in fresh for arrival in self._answer_one(raw)]

    def _answer_one(self, raw: bytes) -> list[Arrival]:
        letter = email.message_from_bytes(raw, policy=policy.default)
        if PERSON[1] not in str(letter["To"]):
            return []
        sent: datetime = letter["Date"].datetime.astimezone(ZONE)
        key = (str(letter["X-Zhengji-Kind"]), f"{sent:%m-%d}")
        self.counts[key] += 1
        lines = [line for line in SCRIPT if (line.kind, line.day, line.number) == (*key, self.counts[key])]
        self.written += lines
        return [self._write(line, letter, sent + timedelta(minutes=30)) for line in lines]

    def _write(self, line: Line, letter: EmailMessage, when: datetime) -> Arrival:
        name = f"{line.kind}-{line.day}-{line.number}"
        mail = EmailMessage(policy=policy.SMTP)
        mail["From"], mail["To"] = PERSON[1], BUREAU
        mail["Subject"] = f"回复：{letter['Subject']}"
        mail["Date"] = format_datetime(when)
        mail["Message-ID"] = f"<{name}@zhengji.example.com>"
        if line.threaded:
            mail["In-Reply-To"] = str(letter["Message-ID"])
        mail.set_content(f"{line.text}\n\n------------------ 原始邮件 ------------------\n发件人: {BUREAU}\n")
        if line.edit is not None:
            (workbook,) = letter.iter_attachments()
            content = line.edit(workbook.get_payload(decode=True))
            mail.add_attachment(content, maintype="application", subtype=SHEET, filename="汇总表.xlsx")
            mail.set_boundary("=_season")
        return Arrival(when, f"{name}.eml", mail.as_bytes())


@dataclass(frozen=True)
class Played:
    """The season as it stands at its end."""

    letters: list[dict[str, Any]]
    mails: list[dict[str, Any]]
    texts: dict[str, str]  # file of hers → the text of the letter that answers it
    digests: dict[str, str]  # day → text
    written: tuple[Line, ...]
    notes: tuple[Any, Any]  # units that are left alone, whether sending is stopped


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    data = tmp_path_factory.mktemp("by-mail") / "data"
    prepare_data(data, 1, 1)
    arrivals = [Arrival(mail.at, mail.name, mail.raw) for mail in season_mails() if mail.at >= START]
    post, clock = Post(), SetClock(START)
    writer = Writer(post)
    with open_office(data, clock=clock) as parts, open_readers(parts) as readers:

        def wait(seconds: float) -> None:
            clock.advance(timedelta(seconds=seconds))

        outside = Outside(readers, post, wait, lambda _id, _since: False)
        season = Season(arrivals, import_arrivals(parts), UNTIL, writer.answer)
        for _ in run_season(parts, outside, clock, season):
            pass
        with parts.ledger.read() as connection:
            return Played(
                list(letter_objects(connection)),
                list(mail_objects(connection, with_text=False)),
                _answers(post),
                _digests(post),
                tuple(writer.written),
                (get_note(connection, MUTED, []), get_note(connection, STOPPED, False)),
            )


def _answers(post: Post) -> dict[str, str]:
    """Letters to her that answer a mail of hers, by its file."""
    found = {}
    for raw in post.letters:
        letter = email.message_from_bytes(raw, policy=policy.default)
        local, _, host = str(letter["In-Reply-To"] or "").strip("<>").partition("@")
        body = letter.get_body(("plain",))
        if host == "zhengji.example.com" and body is not None and letter["X-Zhengji-Kind"] != "original":
            found[f"{local}.eml"] = body.get_content().replace("\r\n", "\n")
    return found


def _digests(post: Post) -> dict[str, str]:
    found = {}
    for raw in post.letters:
        letter = email.message_from_bytes(raw, policy=policy.default)
        body = letter.get_body(("plain",))
        if letter["X-Zhengji-Kind"] == "digest" and body is not None:
            sent = letter["Date"].datetime.astimezone(ZONE)
            found[f"{sent:%m-%d}"] = body.get_content().replace("\r\n", "\n")
    return found


def assert_expected(name: str, lines: list[str]) -> None:
    path = EXPECTED / name
    if os.environ.get("ZHENGJI_REFRESH"):
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == path.read_text(encoding="utf-8").splitlines()


def test_she_answers_all_she_wanted_to(played: Played) -> None:
    assert Counter(played.written) == Counter(SCRIPT)


def test_every_letter(played: Played) -> None:
    names = ("kind", "to", "subject", "sent_at", "state")
    assert_expected(
        "by-mail-letters.jsonl",
        [json.dumps([letter[name] for name in names], ensure_ascii=False) for letter in played.letters],
    )


def test_the_ledger_at_the_end(played: Played) -> None:
    names = ("number", "county", "level", "theme", "phone", "on_time", "duplicate_of", "status")
    lines = []
    for mail in played.mails:
        cases = [[case.get(name) for name in names] for case in mail["cases"]]
        doubts = sorted(doubt["code"] for doubt in mail["doubts"])
        lines.append(json.dumps([mail["file"], mail["kind"], doubts, *cases], ensure_ascii=False))
    assert_expected("by-mail-ledger.jsonl", lines)
    assert played.notes == (["peixian"], False)


def test_every_answer_to_her(played: Played) -> None:
    lines = [line for file, text in played.texts.items() for line in (f"== {file}", *text.splitlines())]
    assert_expected("by-mail-answers.txt", lines)


def test_an_order_without_proof_is_shown_to_her_and_not_done(played: Played) -> None:
    assert "digest-08-10-1.eml" not in played.texts
    needs = [line for line in played.digests["08-11"].splitlines() if "收件50" in line]
    assert len(needs) == 1
    assert "未能证明来源" in needs[0]


def test_a_pause_is_said_in_each_digest(played: Played) -> None:
    said = {
        day: [line for line in text.splitlines() if "暂停" in line] for day, text in played.digests.items()
    }
    pause = "系统：已按指令暂停向各单位发信，7封待发，回复“恢复”后继续。"
    assert {day: lines for day, lines in said.items() if lines} == {"08-07": [pause]}
