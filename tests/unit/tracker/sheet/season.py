"""An invented office for tests of the workbook: a data folder with cases put straight into its ledger."""

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

from intake.model.case import Address, CaseReading, Doubt, Envelope, Evidence, Fact, MailKind, Reading, Where
from intake.model.case import Body as MailBody
from intake.model.limits import Limits
from tracker.cases.corrections import correct_case
from tracker.filing.file import file_mail
from tracker.ledger import mails
from tracker.ledger.cases import get_case, list_cases
from tracker.ledger.people.corrections import Word
from tracker.office.clock import SetClock
from tracker.office.desk import Desk
from tracker.office.parts import Parts
from tracker.run.init import init_data
from tracker.run.open import open_office
from tracker.sheet.back.rows import read_back
from tracker.sheet.out.publish import workbook_bytes
from tracker.sheet.take.take import Editor, Taken, take_sheet

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
        shutil.copytree(_received(json.dumps(stories)), folder, dirs_exist_ok=True)
    clock = SetClock(NOW)
    with open_office(folder, clock=clock) as parts:
        yield Office(parts, clock)


@cache
def _received(stories: str) -> Path:
    """A data folder made once for every office that begins with these stories (as JSON)."""
    made = Path(tempfile.mkdtemp(prefix="zhengji-season-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    init_data(made)
    with (made / "campaign.toml").open("a", encoding="utf-8") as file:
        file.write(COORDINATOR)
    with open_office(made, clock=SetClock(NOW)) as parts:
        for position, story in enumerate(json.loads(stories)):
            receive(parts, story, NOW - timedelta(days=9) + timedelta(hours=5 * position))
    return made


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


class Hand:
    """A hand that edits a workbook as Excel would: by case number and heading, then saves."""

    def __init__(self, content: bytes) -> None:
        import openpyxl

        self.book = openpyxl.load_workbook(BytesIO(content))
        self.sheet = self.book["案例汇总表"]

    def head(self) -> dict[str, int]:
        """Heading → column."""
        return {str(cell.value): cell.column for cell in self.sheet[HEAD] if cell.value}

    def row_of(self, number: str) -> int:
        """The row of a case."""
        column = self.head()["案例编号"]
        return next(
            row
            for row in range(HEAD + 1, self.sheet.max_row + 1)
            if self.sheet.cell(row, column).value == number
        )

    def cell(self, number: str, heading: str):
        """One cell of a case."""
        return self.sheet.cell(self.row_of(number), self.head()[heading])

    def put(self, number: str, heading: str, value: object) -> "Hand":
        """Type into a cell."""
        self.cell(number, heading).value = value
        return self

    def type_row(self, **values: object) -> "Hand":
        """Type a new row under the table."""
        row = self.sheet.max_row + 2
        for heading, value in values.items():
            self.sheet.cell(row, self.head()[heading]).value = value
        return self

    def add_column(self, heading: str, values: dict[str, str], before: str | None = None) -> "Hand":
        """A column of her own, at the end or before one of ours."""
        if before is None:
            column = max(self.head().values()) + 1
        else:
            column = self.head()[before]
            self.sheet.insert_cols(column)
        self.sheet.cell(HEAD, column).value = heading
        for number, value in values.items():
            self.sheet.cell(self.row_of(number), column).value = value
        return self

    def sort(self, heading: str, columns: tuple[int, int] | None = None, reverse: bool = True) -> "Hand":
        """Sort the rows of the cases, or only some columns of them."""
        first, last = columns or (1, self.sheet.max_column)
        stamp = self.head()["版本戳"]
        rows = [row for row in range(HEAD + 1, self.sheet.max_row + 1) if self.sheet.cell(row, stamp).value]
        by = self.head()[heading]
        values = {row: [self.sheet.cell(row, c).value for c in range(first, last + 1)] for row in rows}
        order = sorted(rows, key=lambda row: str(self.sheet.cell(row, by).value or ""), reverse=reverse)
        for row, source in zip(rows, order, strict=True):
            for column, value in enumerate(values[source], first):
                self.sheet.cell(row, column).value = value
        return self

    def drop(self, number: str) -> "Hand":
        """Delete the row of a case."""
        self.sheet.delete_rows(self.row_of(number))
        return self

    def save(self) -> bytes:
        """The bytes of the saved file."""
        buffer = BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()


HEAD = 3


def issue(office: Office) -> bytes:
    """The next edition, a minute later."""
    office.clock.advance(timedelta(minutes=1))
    return workbook_bytes(office.parts)


def give_back(office: Office, content: bytes, who: str = "陈秀兰", **options: bool) -> Taken:
    """Take a returned workbook, read in this process."""
    office.clock.advance(timedelta(minutes=1))
    returned = read_back((content, Limits()))
    with office.parts.ledger.begin() as connection:
        desk = Desk(connection, office.parts, office.clock.now())
        return take_sheet(desk, returned, Editor(who, f"{who}@example.cn"), **options)


def values_now(office: Office) -> dict[str, dict[str, str]]:
    """Number → field → value, as the ledger counts it now."""
    with office.parts.ledger.read() as connection:
        return {
            row.number: {name: row[name] for name in row.values} | {"status": str(row.status)}
            for row in list_cases(connection)
        }


def say(office: Office, serial: int, who: str = "王主任", **changes: str) -> None:
    """Correct a case by another way than the workbook."""
    office.clock.advance(timedelta(minutes=1))
    now = office.clock.now()
    with office.parts.ledger.begin() as connection:
        row = get_case(connection, serial)
        correct_case(
            Desk(connection, office.parts, now), row, changes, Word(who, "command", batch=f"b{now:%H%M%S}")
        )
