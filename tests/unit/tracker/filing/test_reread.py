"""Today's code over the whole archive: what would change, what changes, what people settled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from benchmarks.made.corpus import load_cases, make_mail
from intake.model.case import Fact
from tests.office import desk_of
from tracker.cases.corrections import confirm_case, correct_case
from tracker.filing.reread import Change, reread
from tracker.ledger import cases, doubts, mails
from tracker.ledger.people.corrections import Word
from tracker.ledger.schema import letter, submission, version
from tracker.ledger.views.search import find_cases
from tracker.office.clock import SetClock
from tracker.run.duties import answer, file_archived
from tracker.run.init import init_data
from tracker.run.open import open_office, open_readers

START = datetime(2015, 7, 20, 1, 0, tzinfo=UTC)
CORPUS = sorted(Path("tests/corpus/mails").glob("*.eml"))
CASES = load_cases()
BY = Word("李敏", "reply", batch="b")


class Desk:
    """An office with readers, and what yesterday's code may have got wrong in its ledger."""

    def __init__(self, parts, readers, clock):
        self.parts, self.readers, self.clock = parts, readers, clock

    def receive(self, *raws: bytes) -> None:
        for raw in raws:
            now = self.clock.now()
            with self.parts.ledger.begin() as connection:
                mails.add_mail(connection, self.parts.archive.store(raw), len(raw), now, now)
        file_archived(self.parts, self.readers)
        self.clock.advance(timedelta(hours=2))
        answer(self.parts)

    def misread(self, serial: int, **values: str) -> None:
        """As if the machine had read these values."""
        with self.parts.ledger.begin() as connection:
            row = cases.get_case(connection, serial)
            others = {*cases.machine_values(connection, row.version_id)} - {*values}
            facts = {name: Fact(value, 0.9) for name, value in values.items()}
            cases.put_facts(connection, row.version_id, facts, settled=others)

    def reread(self, *, apply: bool) -> list[Change]:
        return list(reread(self.parts, self.readers, apply=apply))

    def case(self, serial: int):
        with self.parts.ledger.read() as connection:
            return cases.get_case(connection, serial)

    def everything(self):
        with self.parts.ledger.read() as connection:
            return (
                cases.list_cases(connection),
                [(d.code, d.about, d.state) for d in doubts.list_doubts(connection, state=None)],
                [row.id for row in connection.execute(letter.select())],
            )


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    folder = tmp_path_factory.mktemp("readers")
    init_data(folder)
    with open_office(folder) as parts, open_readers(parts) as made:
        yield made


@pytest.fixture
def desk(readers, tmp_path: Path) -> Iterator[Desk]:
    init_data(tmp_path)
    clock = SetClock(START)
    with open_office(tmp_path, clock=clock) as parts:
        yield Desk(parts, readers, clock)


def forms() -> list[bytes]:
    return [make_mail(CASES[n], n, form) for n, form in enumerate(("docx", "pdf", "text"))]


@pytest.mark.slow
def test_the_same_code_changes_nothing(desk: Desk) -> None:
    """Over every mail of the corpus: reading is a function of the mail and of what its sender is."""
    desk.receive(*(path.read_bytes() for path in CORPUS), *forms())
    before = desk.everything()
    assert desk.reread(apply=False) == []
    assert desk.reread(apply=True) == []
    assert desk.everything() == before


def test_what_would_change_is_shown_and_only_then_changed(desk: Desk) -> None:
    desk.receive(*forms())
    truth = desk.everything()
    first = desk.case(1)
    desk.misread(1, county="沛县", contact="", remarkable="x")
    wrong = desk.everything()
    shown = desk.reread(apply=False)
    assert shown == [
        Change(1, 1, 1, "contact", "", first["contact"]),
        Change(1, 1, 1, "county", "沛县", first["county"]),
        Change(1, 1, 1, "remarkable", "x", ""),
    ]
    assert desk.everything() == wrong
    assert desk.reread(apply=True) == shown
    assert [row.values for row in desk.everything()[0]] == [row.values for row in truth[0]]
    assert desk.case(1).unit_key == first.unit_key
    assert desk.reread(apply=True) == []


def test_a_text_that_was_not_read_is_read_and_found(desk: Desk) -> None:
    desk.receive(*forms())
    row = desk.case(2)
    with desk.parts.ledger.begin() as connection:
        connection.execute(
            update(version)
            .where(version.c.id == row.version_id)
            .values(text="", text_sha256="-", characters=0)
        )
    assert desk.reread(apply=True) == [Change(2, 2, 1, "text", "0", str(row.characters))]
    assert desk.case(2).characters == row.characters
    with desk.parts.ledger.read() as connection:
        assert 2 in find_cases(connection, row["title"])


def test_a_case_that_was_not_seen_gets_its_number_and_no_letter_is_written(desk: Desk) -> None:
    desk.receive(*forms())
    letters = desk.everything()[2]
    with desk.parts.ledger.begin() as connection:
        connection.execute(delete(submission).where(submission.c.mail_id == 3))
        connection.execute(update(version).where(version.c.mail_id == 3).values(text_sha256="-", text=""))
    shown = desk.reread(apply=True)
    assert [(c.serial, c.field, c.before, c.after) for c in shown if c.field == "case"] == [
        (4, "case", "", CASES[2]["title"])
    ]
    desk.clock.advance(timedelta(hours=2))
    answer(desk.parts)
    assert desk.everything()[2] == letters


def test_a_persons_word_stays_and_so_does_the_machines_beside_it(desk: Desk) -> None:
    """The theme that the machine had guessed is kept: it is what the report compares with."""
    desk.receive(*forms())
    desk.misread(1, theme="5", phone="0516-80009999")
    with desk.parts.ledger.begin() as connection:
        row = cases.get_case(connection, 1)
        correct_case(desk_of(connection, desk.parts), row, {"theme": "2"}, BY)
    assert [change.field for change in desk.reread(apply=True)] == ["phone"]
    with desk.parts.ledger.read() as connection:
        machine = cases.machine_values(connection, row.version_id)
    assert (desk.case(1)["theme"], machine["theme"].value) == ("2", "5")


def test_a_confirmed_case_keeps_every_field(desk: Desk) -> None:
    desk.receive(*forms())
    desk.misread(1, county="沛县", town="龙固镇")
    with desk.parts.ledger.begin() as connection:
        row = cases.get_case(connection, 1)
        confirm_case(desk_of(connection, desk.parts), row, (), BY)
    before = desk.everything()
    assert desk.reread(apply=True) == []
    assert desk.everything() == before


def test_a_doubt_that_a_person_settled_is_not_opened_again(desk: Desk) -> None:
    told = next(case for case in CASES if case["county"] == "丰县")
    copy = json.loads(json.dumps(told, ensure_ascii=False).replace("丰县", "沛县"))
    copy = {**copy, "unit": "沛县民政局", "town": "", "community": ""}
    desk.receive(make_mail(told, 1, "docx"), make_mail(copy, 2, "docx"))
    with desk.parts.ledger.begin() as connection:
        open_ones = doubts.list_doubts(connection)
        assert "near-copy" in [d.code for d in open_ones]
        doubts.settle_doubts(connection, desk.clock.now(), "李敏", ids=[d.id for d in open_ones])
        connection.execute(update(version).where(version.c.mail_id == 2).values(text="", text_sha256="-"))
    assert [change.field for change in desk.reread(apply=True)] == ["text"]
    with desk.parts.ledger.read() as connection:
        assert doubts.list_doubts(connection) == []


def test_a_mail_that_a_person_has_dealt_with_does_not_come_back(desk: Desk) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "a@example.cn", "咨询", "<q@example.cn>"
    mail["Date"] = "Mon, 20 Jul 2015 09:00:00 +0800"
    mail.set_content("您好，请问案例字数有没有上限？村里的照片要不要一起发？")
    desk.receive(mail.as_bytes())
    with desk.parts.ledger.begin() as connection:
        ids = [doubt.id for doubt in doubts.list_doubts(connection, mail_id=1)]
        doubts.settle_doubts(connection, desk.clock.now(), "李敏", ids=ids)
        mails.update_mail(connection, 1, needs_person=False, kind="other")
    assert desk.reread(apply=True) == [Change(1, 0, 0, "kind", "other", "question")]
    with desk.parts.ledger.read() as connection:
        row = mails.get_mail(connection, 1)
        assert (row.needs_person, row.kind, doubts.list_doubts(connection)) == (False, "question", [])
