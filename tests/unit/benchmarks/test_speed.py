"""Every benchmark of speed runs with the smallest size: what it calls is still there."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.made.corpus import load_cases, make_corpus
from benchmarks.made.ledger import grow
from benchmarks.made.papers import make_papers
from benchmarks.speed import (
    archive,
    assigning,
    intake,
    judging,
    ledger,
    likeness_growth,
    polling,
    reading_speed,
    run,
    sheet,
    startup,
    volume,
)
from benchmarks.speed.measure import Row, table
from tests.office import notice
from tracker.ledger.engines.store import Ledger
from tracker.ledger.schema import case, metadata
from tracker.ledger.shown import recount

LINKED = "PRAGMA foreign_key_check"


def count(connection, table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


@pytest.fixture
def made(tmp_path):
    opened = Ledger.open(tmp_path / "ledger.db")
    yield opened
    opened.close()


def test_a_large_ledger_is_whole(made):
    grow(made, notice(), 20)
    with made.begin() as connection:
        counts = {table.name: count(connection, table) for table in metadata.sorted_tables}
        assert {name: number for name, number in counts.items() if number} == {
            "mail": 24, "attachment": 22, "document": 46, "case_": 20, "version": 22, "submission": 22, "fact": 286, "band": 528,
            "correction": 4, "doubt": 20, "shown": 20, "tally": 13, "letter": 26, "answer": 24, "event": 122, "sighting": 24, "cursor": 1, "series": 1,
        }  # fmt: skip
        assert connection.exec_driver_sql(LINKED).all() == []
        assert recount(connection) == 0


@pytest.mark.slow  # a thousand cases row by row, then copies of them
def test_a_ledger_grows_by_copies_of_its_first_thousand(made):
    grow(made, notice(), 1000)
    grow(made, notice(), 3000)
    with made.begin() as connection:
        assert count(connection, case) == 3000
        assert connection.exec_driver_sql(LINKED).all() == []
        assert recount(connection) == 0


def test_each_step_of_the_ledger_runs(tmp_path: Path):
    root = tmp_path / "tiny"
    ledger.fill(root, ledger.TINY)
    for name in ("mail", "status", "digest", "lists", "export", "letters", "backup"):
        assert ledger.STEP[name](root) > 0


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["docx", "python-docx", "proof", "typst"])
def test_the_volume_is_measured(kind):
    if kind in ("proof", "typst"):
        pytest.importorskip("typst")
    cost = volume.measure(kind, 3)

    assert cost.seconds > 0
    assert cost.memory > 20
    assert (cost.pages > 10) is (kind == "proof")


def whats(rows: list[Row]) -> list[str]:
    assert all(row.measured for row in rows)
    return [row.what for row in rows]


def test_start():
    assert whats(startup.bench(1)) == ["zhengji --help ÷ bare Python"]


@pytest.mark.slow
def test_intake_and_its_floor(tmp_path):
    (tmp_path / "mails").mkdir()
    paths = make_corpus(tmp_path / "mails", intake.WARM + 1)
    (tmp_path / "floor").mkdir()
    assert intake.floor(paths, tmp_path / "floor") > 0
    assert intake.product(paths, tmp_path / "office") > 0


@pytest.mark.slow  # starts an office and its readers, then judges each mail twice
def test_judging():
    assert whats(judging.bench(intake.WARM + 1, 1)) == [
        "identification, theme and likeness ÷ intake of the mail"
    ]


@pytest.mark.slow
def test_polling():
    assert whats(polling.bench(3)) in ([], ["poll with nothing new, 3 old mails ÷ empty mailbox"])


def test_similar_cases():
    (row,) = likeness_growth.bench((40, 80))
    assert row.what == "finding similar cases among 80 ÷ among 40"


def test_workbook(tmp_path):
    for what in ("ours", "plain", "back"):
        assert sheet.measure(what, 20)[0] > 0
    assert sheet.growth(5, 2, 1)[0] >= 0
    sheet.fill(tmp_path / "office", 20)
    assert sheet.whole(tmp_path / "office") >= 0
    assert (tmp_path / "office" / "book.xlsx").stat().st_size > 5000


@pytest.mark.slow
def test_an_archive():
    assert whats(archive.bench(6, 2, 2)) == [
        "archive of 6 mails: last part ÷ first",
        "worker's peak memory, 6 mails",
    ]


def test_who_reads_what():
    assert whats(assigning.bench(((12, 5, 5.0),))) == ["12 cases to 5 experts, 3 each"]


@pytest.mark.slow  # LibreOffice writes the files
def test_reading(tmp_path, monkeypatch):
    if not reading_speed.shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    measure = reading_speed._cpu
    monkeypatch.setattr(reading_speed, "_cpu", lambda work, times=2: measure(work, 2))
    rows = list(reading_speed.measure_speed(make_papers(load_cases())[:1], tmp_path))
    assert whats(rows)[0] == "PDF ÷ pdfminer.six extract_text"


def test_every_section_is_there(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["bench", "nothing"])
    with pytest.raises(SystemExit):
        run.main()
    assert "nothing: choose from startup, intake" in capsys.readouterr().err
    monkeypatch.setattr("sys.argv", ["bench", "assigning"])
    monkeypatch.setattr(assigning, "SIZES", ())
    monkeypatch.setattr(assigning, "bench", lambda: [Row("a", "1", "2", True)])
    assert run.main() == 0
    assert capsys.readouterr().out.endswith(table([Row("a", "1", "2", True)]) + "\n")


def test_the_ledger_is_judged_by_its_limits():
    found = {1000: (2.0, 80.0), 100_000: (2.5, 90.0)}
    assert [ledger._row(step, found).ok for step in ("mail", "status", "export")] == [True, True, True]
    slow = {1000: (2.0, 80.0), 100_000: (400.0, 90.0)}
    assert [ledger._row(step, slow).ok for step in ("mail", "status", "export")] == [False, False, False]
    large = {1000: (2.0, 80.0), 100_000: (2.0, 190.0)}
    assert [ledger._row(step, large).ok for step in ("mail", "status", "export")] == [False, False, False]
