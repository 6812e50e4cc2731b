"""A person's word from the command line: corrected, confirmed, counted against the machine's."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.unit.tracker.sheet.season import open_season, small, values_now
from tracker.cli.app import app
from tracker.errors import TrackerError


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    with open_season(folder, small()):
        pass
    return folder


def run(data: Path, *words: str) -> list[str]:
    done = CliRunner().invoke(app, [*words, "--data", str(data)])
    if isinstance(done.exception, TrackerError):
        return [str(done.exception)]
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def now(data: Path) -> dict[str, dict[str, str]]:
    with open_season(data, small()) as office:
        return values_now(office)


def test_a_correction_is_told_and_kept(data: Path) -> None:
    said = run(data, "correct", "1", "主题=四", "层级=镇级", "--who", "李敏", "--reason", "核对原件")

    assert said == ["1号主题：（一）治理结构 → （四）协商民主", "1号层级：县级 → 镇级"]
    values = now(data)["XZ-001"]
    assert (values["theme"], values["level"]) == ("4", "town")


def test_a_wide_sign_between_name_and_value_is_the_same(data: Path) -> None:
    assert run(data, "correct", "2号", "联系人＝周庆和") == ["2号联系人：韩素萍 → 周庆和"]
    assert run(data, "correct", "XZ-002", "contact=周庆和") == ["2号联系人：周庆和，与原登记一致"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("1", "主题"), "未能执行：“主题”的写法应为 字段=值，如 主题=四"),
        (("1", "主题=九"), "没有主题"),
        (("1", "颜色=红"), "没有“颜色”这个字段"),
        (("1", "联系电话=很多"), "联系电话“很多”不是电话号码"),
        (("9", "主题=四"), "没有"),
    ],
)
def test_a_correction_that_makes_no_sense_changes_nothing(
    data: Path, words: tuple[str, ...], why: str
) -> None:
    before = now(data)

    (said,) = run(data, "correct", *words)

    assert why in said
    assert now(data) == before


def test_of_several_changes_all_are_made_or_none(data: Path) -> None:
    before = now(data)

    (said,) = run(data, "correct", "1", "联系人=张三", "主题=九")

    assert "主题" in said
    assert now(data) == before


def test_a_confirmed_case_is_shown_as_one(data: Path) -> None:
    assert run(data, "confirm", "1", "主题", "--who", "李敏") == ["已确认1号：主题"]
    assert run(data, "confirm", "3")[0].startswith("已确认3号：")
    (line,) = [line for line in run(data, "cases") if line.startswith("3号")]
    assert "　已确认　" in line


def test_themes_of_persons_beside_those_of_the_machine(data: Path) -> None:
    assert run(data, "themes", "report")[-1] == "尚无人工确认的主题。"

    run(data, "correct", "1", "主题=四")
    run(data, "confirm", "2", "主题")

    table = run(data, "themes", "report")
    assert table[0] == "人工＼系统\t1\t2\t3\t4\t5\t6\t待定"
    assert table[2] == "2\t0\t1\t0\t0\t0\t0\t0"
    assert table[4] == "4\t1\t0\t0\t0\t0\t0\t0"
    assert len(table) == 8
    assert table[-1].endswith("：1/2 = 50%")
