"""A call of 论文 says 论文 in all that people see: command line, workbook and what comes back of it, CSV, report."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from intake.model.limits import Limits
from tests.seasons import load_season, play_call
from tracker.cli.app import app
from tracker.sheet.back.rows import read_back

MAILS = 4  # six works: a file, in the mail itself, three in an archive with a list, one with a form


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    season = load_season("papers")
    root = tmp_path_factory.mktemp("papers") / "data"
    play_call({**season, "mails": season["mails"][:MAILS]}, root)
    return root


def run(*words: object) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def said_of_ours(text: str) -> list[str]:
    """The lines with the first call's word in them, but those that senders wrote."""
    return [line for line in text.splitlines() if "案例" in line]


@pytest.mark.slow
@pytest.mark.parametrize("words", [("status",), ("cases",), ("show", "1")])
def test_the_command_line(office: Path, words: tuple[str, ...]) -> None:
    said = run(*words, "--data", office)

    assert said_of_ours(said) == []
    assert "论文" in said or words[0] == "cases"


def test_the_workbook_and_its_way_back(office: Path, tmp_path: Path) -> None:
    path = tmp_path / "汇总表.xlsx"
    run("sheet", "build", path, "--data", office)
    book = load_workbook(io.BytesIO(path.read_bytes()))
    texts = [f"{cell.value}" for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]

    assert said_of_ours("\n".join([*book.sheetnames, *texts, path.name])) == []
    assert {"论文汇总表", "论文编号", "论文名称", "论文篇数", "登记论文"} <= {*book.sheetnames, *texts}
    back = read_back((path.read_bytes(), Limits()))
    assert (back.refused, back.sheet, back.remarks) == ("", "论文汇总表", ())
    assert {"number", "title", "theme", "contact"} <= set(back.columns)
    assert back.own == {}
    assert len([row for row in back.rows if row.serial is not None]) == 6


def test_a_list_as_text(office: Path, tmp_path: Path) -> None:
    said = run("sheet", "csv", "--data", office, "--out", tmp_path / "表.csv")
    (path,) = tmp_path.glob("*.csv")

    assert said_of_ours(f"{said}\n{path.name}\n{path.read_bytes().decode('gb18030')}") == []
    assert "论文编号,县(市)区" in path.read_bytes().decode("gb18030")
