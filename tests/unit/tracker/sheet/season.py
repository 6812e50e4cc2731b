"""An invented office for tests of the workbook: a data folder with cases put straight into its ledger."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from intake.model import Address, CaseReading, Doubt, Envelope, Evidence, Fact, MailKind, Reading, Where
from intake.model import Body as MailBody
from tracker.clock import SetClock
from tracker.collect import file_mail
from tracker.init import init_data
from tracker.ledger import mails
from tracker.office import open_office
from tracker.parts import Parts

NOW = datetime(2015, 8, 3, 9, 0, tzinfo=UTC)
CORPUS = Path("tests/corpus/cases.jsonl")
COORDINATOR = """
[[coordinators]]
name = "陈秀兰"
email = "chenxl@example.cn"
"""


@dataclass(frozen=True)
class Office:
    """The parts and the clock that a test may move."""

    parts: Parts
    clock: SetClock


@contextmanager
def open_season(folder: Path, stories: list[dict]) -> Iterator[Office]:
    """An office in ``folder`` that has received ``stories``, one mail each."""
    if not (folder / "settings.toml").exists():
        init_data(folder)
        with (folder / "campaign.toml").open("a", encoding="utf-8") as file:
            file.write(COORDINATOR)
    clock = SetClock(NOW)
    with open_office(folder, clock=clock) as parts:
        for position, story in enumerate(stories):
            receive(parts, story, NOW - timedelta(days=9) + timedelta(hours=5 * position))
        yield Office(parts, clock)


def receive(parts: Parts, story: dict, at: datetime) -> None:
    """File a mail that brings one case."""
    sender = story.get("sender", f"{story['id']}@example.cn")
    raw = f"From: {sender}\r\nSubject: {story['id']}\r\n\r\n{story['title']}".encode()
    sha256 = parts.archive.store(raw)
    with parts.ledger.begin() as connection:
        mails.add_mail(connection, sha256, len(raw), at, at, file=f"{story['id']}.eml")
        row = mails.claim_mails(connection, "test", at, timedelta(minutes=1), 1)[0]
    file_mail(parts, row, _reading(story, sender, at), lambda *_: None)


def _reading(story: dict, sender: str, at: datetime) -> Reading:
    text = "\n".join(story["body"])
    unsure = story.get("unsure", ())
    facts = {
        name: Fact(
            str(story[name] or ""),
            0.5 if name in unsure else 0.98,
            (Evidence(Where.TITLE, str(story[name] or "")[:40], f"{story['title']}.docx"),),
            waits=name in unsure,
        )
        for name in ("title", "subtitle", "unit", "county", "town", "community", "level", "theme", "secondary", "contact", "phone")
    }  # fmt: skip
    facts["characters"] = Fact(str(len(text)), 1.0)
    doubts = tuple(Doubt(name) for name in unsure)
    case = CaseReading(text, facts, documents=(), doubts=doubts)
    return Reading(
        envelope=Envelope(
            message_id=f"<{story['id']}@example.cn>",
            subject=f"报送案例：{story['title']}",
            sender=Address(sender),
            date=at - timedelta(minutes=2),
        ),
        body=MailBody(new="材料见附件。"),
        kind=MailKind.SUBMISSION,
        cases=(case,),
    )


def invented(count: int = 36) -> list[dict]:
    """Stories of the corpus; every seventh leaves its theme, every ninth its level to a person."""
    with CORPUS.open(encoding="utf-8") as file:
        stories = [json.loads(line) for line in file][:count]
    for position, story in enumerate(stories, 1):
        unsure = [name for name, step in (("theme", 7), ("level", 9)) if position % step == 0]
        story["unsure"] = tuple(unsure)
    return stories


def small() -> list[dict]:
    """Three short stories with the same text in every run."""
    base = {"subtitle": "", "community": "", "secondary": None, "phone": "0516-80001101"}
    return [
        {**base, "id": "a1", "title": "一核引领 多元共治", "unit": "丰县民政局", "county": "丰县", "town": "",
         "level": "county", "theme": 1, "contact": "周庆和", "body": ["丰县的做法。" * 40]},
        {**base, "id": "a2", "title": "“红色圆桌”连起一条街", "unit": "鼓楼区丰财街道办事处", "county": "鼓楼区",
         "town": "丰财街道", "level": "town", "theme": 2, "contact": "韩素萍", "body": ["丰财街道的圆桌。" * 50]},
        {**base, "id": "a3", "title": "三驾马车", "subtitle": "望湖社区纪实", "unit": "望湖社区居民委员会",
         "county": "泉山区", "town": "湖滨街道", "community": "望湖社区", "level": "village", "theme": 4,
         "contact": "杜文娟", "body": ["望湖社区的三驾马车。" * 60], "unsure": ("theme",)},
    ]  # fmt: skip
