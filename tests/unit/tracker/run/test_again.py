"""A yearly call again: everything of the call's own is copied, dates are a person's, the old call stays as it was."""

import hashlib
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from intake.campaign.campaign import load_campaign
from intake.campaign.learned import Example, save_learned, train
from tracker.cli.app import app
from tracker.errors import SettingsError
from tracker.ledger.people import addresses
from tracker.office.folder import DataDir
from tracker.office.settings import load_settings
from tracker.run.init import init_data
from tracker.run.open import call_files, open_office

NOON = datetime(2015, 8, 1, 4, tzinfo=UTC)
COORDINATOR = '[[coordinators]]\nname = "方科"\nemail = "fangke@example.cn"\n'
SETTINGS = """[[mailboxes]]
name = "main"
host = "imap.example.cn"
user = "cases@example.cn"
since = 2015-07-07

[paths]
workbook = "共享/汇总表.xlsx"
"""


@pytest.fixture(scope="module")
def last_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office of a call that ran: an address confirmed, another that bounces, a template of its own."""
    root = tmp_path_factory.mktemp("calls") / "2015"
    init_data(root, "xuzhou-2015")
    data = DataDir(root)
    data.campaign.write_text(
        data.campaign.read_text("utf-8").replace(
            'key = "fengxian"\n',
            'key = "fengxian"\naddresses = [\n  "feng@example.cn", # 老\n  "old@example.cn",\n]\n',
            1,
        )
        + f"\n{COORDINATOR}",
        "utf-8",
    )
    data.settings.write_text(SETTINGS, "utf-8")
    data.secrets.write_text('main = "授权码"\n', "utf-8")
    (data.templates / "mail").mkdir(parents=True)
    (data.templates / "mail" / "_sign.txt.j2").write_text("此致\n", "utf-8")
    save_learned(data.learned, train([Example(1, "题目", "居民议事会")], 6))
    with open_office(root) as parts, parts.ledger.begin() as connection:
        for unit, email in (("fengxian", "new@example.cn"), ("peixian", "pei@example.cn")):
            addresses.learn_address(connection, email, unit)
        addresses.mark_bad(connection, "old@example.cn", "550", NOON)
    return root


def again(old: Path, new: Path, *more: str) -> str:
    done = CliRunner().invoke(app, ["init", str(new), "--again", str(old), *more])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def digest(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith("ledger.db-")
    }


DATES = ("--opening", "2016-06-01", "--deadline", "2016-07-15")


def test_a_call_is_found_again(last_year: Path, tmp_path: Path) -> None:
    untouched = digest(last_year)

    again(last_year, tmp_path / "2016", *DATES)

    data = DataDir(tmp_path / "2016")
    before, after = load_campaign(DataDir(last_year).campaign), load_campaign(data.campaign)
    changed = {"id", "opening", "deadlines", "units", "title", "short", "number_format"}
    assert before.model_dump(exclude=changed) == after.model_dump(exclude=changed)
    assert (after.id, after.opening) == ("xuzhou-2016", date(2016, 6, 1))
    assert [(one.announced, one.last_day, one.cutoff) for one in after.deadlines] == [
        (date(2016, 6, 1), date(2016, 7, 15), None)
    ]
    assert {unit.key: unit.addresses for unit in after.units if unit.addresses} == {
        "fengxian": ("new@example.cn", "feng@example.cn"),
        "peixian": ("pei@example.cn",),
    }
    assert [unit.model_copy(update={"addresses": ()}) for unit in after.units] == [
        unit.model_copy(update={"addresses": ()}) for unit in before.units
    ]
    settings = load_settings(data.root)
    assert (settings.mailboxes[0].since, settings.paths.workbook) == (date(2016, 6, 1), None)
    assert (data.templates / "mail" / "_sign.txt.j2").read_text("utf-8") == "此致\n"
    assert data.secrets.read_bytes() == DataDir(last_year).secrets.read_bytes()
    assert data.learned.exists()
    assert not data.ledger.exists()
    assert data.key.read_bytes() != DataDir(last_year).key.read_bytes()
    assert call_files(data).load().campaign == after
    assert digest(last_year) == untouched


def test_the_hour_is_kept_to_be_checked(last_year: Path, tmp_path: Path) -> None:
    again(last_year, tmp_path / "2016", *DATES)
    campaign = DataDir(tmp_path / "2016").campaign
    text = campaign.read_text("utf-8")
    campaign.write_text(
        text.replace("last_day = 2016-07-15\n", "last_day = 2016-07-15\ncutoff = 17:30:00\n"), "utf-8"
    )

    again(tmp_path / "2016", tmp_path / "2017", "--opening", "2017-06-01", "--deadline", "2017-07-15")

    assert "cutoff = 17:30:00 # 照上一次，请核对\n" in DataDir(tmp_path / "2017").campaign.read_text("utf-8")
    after = load_campaign(DataDir(tmp_path / "2017").campaign)
    assert (after.id, after.deadlines[0].cutoff) == ("xuzhou-2017", time(17, 30))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "请写明这一次的日期"),
        (("--opening", "2016-06-01"), "请写明这一次的日期"),
        (("--opening", "六月", "--deadline", "2016-07-15"), "开始日期“六月”不是日期"),
        (("--opening", "2016-07-16", "--deadline", "2016-07-15"), "截止日期2016-07-15早于开始日期2016-07-16"),
    ],
)
def test_dates_are_asked_for_and_not_guessed(
    last_year: Path, tmp_path: Path, more: tuple[str, ...], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        again(last_year, tmp_path / "new", *more)
    assert not (tmp_path / "new").exists()


def test_no_call_to_copy_or_one_there_already(last_year: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="没有征集活动"):
        again(tmp_path, tmp_path / "new", *DATES)
    with pytest.raises(SettingsError, match="不覆盖"):
        again(last_year, last_year, *DATES)


@pytest.mark.parametrize("line", ["opening=2015-07-07", "  opening = 2015-07-07"])
def test_a_file_laid_out_in_another_way_is_left_to_a_person(
    last_year: Path, tmp_path: Path, line: str
) -> None:
    old = tmp_path / "old"
    init_data(old, "xuzhou-2015")
    campaign = DataDir(old).campaign
    campaign.write_text(campaign.read_text("utf-8").replace("opening = 2015-07-07", line), "utf-8")

    with pytest.raises(SettingsError, match="不能自动改写"):
        again(old, tmp_path / "new", *DATES)
    assert not (tmp_path / "new").exists()
