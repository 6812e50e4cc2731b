"""Confirmed themes teach, are never overturned, and are forgotten when taken back; the report of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.made.corpus import load_cases, make_mail
from intake.campaign.learned import load_learned
from tests.office import desk_of
from tracker.cases.corrections import correct_case, undo_batch
from tracker.cases.learning import learn_themes
from tracker.cli.correct import report_themes
from tracker.filing.reread import reread
from tracker.ledger import cases, mails
from tracker.ledger.people.corrections import Word
from tracker.office.clock import SetClock
from tracker.run.duties import file_archived
from tracker.run.init import init_data
from tracker.run.open import open_office, open_readers

CASES = load_cases()


class Desk:
    def __init__(self, parts, readers, clock):
        self.parts, self.readers, self.clock = parts, readers, clock

    def says(self, serial: int, theme: str, batch: str = "b") -> None:
        with self.parts.ledger.begin() as connection:
            row = cases.get_case(connection, serial)
            correct_case(
                desk_of(connection, self.parts), row, {"theme": theme}, Word("李敏", "reply", batch=batch)
            )

    def theme(self, serial: int) -> tuple[str, str]:
        """As it counts, and as the machine read it."""
        with self.parts.ledger.read() as connection:
            row = cases.get_case(connection, serial)
            return row["theme"], cases.machine_values(connection, row.version_id)["theme"].value

    def learned(self) -> bytes:
        path = self.parts.data.root / "learned.json"
        return path.read_bytes() if path.exists() else b""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Three cases of the themes 1, 1 and 2, filed by the shipped words alone."""
    init_data(tmp_path)
    clock = SetClock(datetime(2015, 7, 20, 1, 0, tzinfo=UTC))
    with open_office(tmp_path, clock=clock) as parts, open_readers(parts) as readers:
        for number, case in enumerate(CASES[:3]):
            raw = make_mail(case, number, "docx")
            with parts.ledger.begin() as connection:
                mails.add_mail(connection, parts.archive.store(raw), len(raw), clock.now(), clock.now())
        file_archived(parts, readers)
        yield Desk(parts, readers, clock)


def test_a_word_is_learned_once_and_forgotten_when_taken_back(desk: Desk) -> None:
    assert learn_themes(desk.parts) is False
    desk.says(1, "5")
    assert learn_themes(desk.parts) is True
    taught = desk.learned()
    assert learn_themes(desk.parts) is False
    desk.says(2, "6", batch="c")
    assert (learn_themes(desk.parts), desk.learned() != taught) == (True, True)
    with desk.parts.ledger.begin() as connection:
        undo_batch(desk_of(connection, desk.parts), "c", "李敏")
    assert (learn_themes(desk.parts), desk.learned() == taught) == (True, True)


def test_only_the_newest_words_teach_and_an_older_one_comes_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.cases.learning.NEWEST", 2)
    taught = []
    for serial, batch in ((1, "a"), (2, "b"), (3, "c")):
        desk.says(serial, "5", batch=batch)
        assert learn_themes(desk.parts) is True
        taught.append(load_learned(desk.parts.data.learned))
    with desk.parts.ledger.begin() as connection:
        undo_batch(desk_of(connection, desk.parts), "c", "李敏")
    assert learn_themes(desk.parts) is True
    assert [len(model.cases) for model in taught] == [1, 2, 2]
    assert load_learned(desk.parts.data.learned) == taught[1] != taught[2]


@pytest.mark.slow
def test_no_training_overturns_a_persons_word(desk: Desk) -> None:
    """Not even a word that every other text speaks against."""
    before = desk.theme(1)
    other = "5" if before[0] != "5" else "6"
    desk.says(1, other)
    learn_themes(desk.parts)
    desk.readers.reload()
    list(reread(desk.parts, desk.readers, apply=True))
    assert desk.theme(1) == (other, before[1])


@pytest.mark.slow
def test_the_report_word_for_word(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.run.open.open_office", lambda _data: nullcontext(desk.parts))
    report_themes(desk.parts.data.root)
    empty = capsys.readouterr().out
    guesses = [desk.theme(serial)[1] for serial in (1, 2, 3)]
    desk.says(1, guesses[0])
    desk.says(2, "6")
    desk.clock.set(datetime(2015, 8, 3, 1, 0, tzinfo=UTC))
    desk.says(3, guesses[2])
    report_themes(desk.parts.data.root)
    table = {(word, guess): 0 for word in "123456" for guess in ("1", "2", "3", "4", "5", "6", "")}
    for word, guess in ((guesses[0], guesses[0]), ("6", guesses[1]), (guesses[2], guesses[2])):
        table[word, guess] += 1
    head = "人工＼系统\t1\t2\t3\t4\t5\t6\t待定\n"
    rows = "".join(
        "\t".join([word, *(str(table[word, guess]) for guess in ("1", "2", "3", "4", "5", "6", ""))]) + "\n"
        for word in "123456"
    )
    assert capsys.readouterr().out == f"{head}{rows}2015-07：1/2 = 50%\n2015-08：1/1 = 100%\n"
    none = "".join(f"{word}\t0\t0\t0\t0\t0\t0\t0\n" for word in "123456")
    assert empty == f"{head}{none}尚无人工确认的主题。\n"
