"""The commands as a person types them, one after the other, on one small season."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from demo.mails import season_mails
from intake.model.errors import IntakeError
from tests.paths import ROOT
from tracker.cli.app import app
from tracker.errors import AlreadyRunning, TrackerError
from tracker.ledger.views import search
from tracker.office.folder import DataDir
from tracker.office.lock import only_one
from tracker.office.private import exposed_paths

PICKED = ("case-dev-001.eml", "case-dev-003.eml", "case-dev-004.eml", "asked.eml", "again-dev-001.eml")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, words)), catch_exceptions=True)


def said(*words: str | Path) -> str:
    result = run(*words)
    assert result.exception is None, result.exception
    return result.stdout


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(data folder, mails): five mails replayed to the end of July."""
    root = tmp_path_factory.mktemp("season")
    mails = root / "mails"
    mails.mkdir()
    arrivals = []
    for mail in season_mails():
        if mail.name in PICKED:
            (mails / mail.name).write_bytes(mail.raw)
            arrivals.append(json.dumps({"file": mail.name, "arrival": mail.at.isoformat()}))
    (root / "arrivals.jsonl").write_text("\n".join(arrivals), encoding="utf-8")
    data = root / "data"
    said("replay", mails, "--data", data, "--from", "2015-07-07T08:00", "--until", "2015-08-12T18:00",
         "--arrivals", root / "arrivals.jsonl")  # fmt: skip
    shutil.copytree(data, root / "untouched")
    return data, mails


def objects(*words: str | Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in said(*words).splitlines()]


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="Windows has access lists instead of modes")
def test_a_whole_season_is_the_owners_alone(season: tuple[Path, Path]) -> None:
    data, mails = season
    assert mails.stat().st_mode & 0o077  # what the user makes himself is as open as he likes it
    assert {path.name for path in (data / "out").iterdir()} == {"汇总表.xlsx"}
    assert {"ledger.db", "archive", "sent", "out", "secret.key"} <= {path.name for path in data.iterdir()}
    assert exposed_paths(DataDir(data)) == []


@pytest.mark.slow
def test_export(season: tuple[Path, Path]) -> None:
    data, _ = season
    found = {o["file"]: o for o in objects("export", "--jsonl", "--data", data)}
    assert sorted(found) == sorted(PICKED)
    first = found["case-dev-001.eml"]
    (case,) = first["cases"]
    assert (first["format"], first["kind"], first["needs_person"]) == ("zhengji.mail/1", "submission", False)
    assert {
        name: case[name] for name in ("number", "title", "subtitle", "county", "level", "theme", "on_time")
    } == {
        "number": "XZ-001",
        "title": "一核引领 多元共治",
        "subtitle": "云龙区优化社区治理结构的实践",
        "county": "云龙区",
        "level": "county",
        "theme": 1,
        "on_time": True,
    }
    assert [letter["kind"] for letter in first["letters"]] == ["acknowledgement"]
    (again,) = found["again-dev-001.eml"]["cases"]
    assert (again["number"], again["duplicate_of"]) == ("XZ-001", "XZ-001")
    assert "text" not in case
    with_text = {o["file"]: o for o in objects("export", "--with-text", "--data", data)}
    assert "大党委" in with_text["case-dev-001.eml"]["cases"][0]["text"]


def test_every_letter_lies_in_sent_and_is_exported(season: tuple[Path, Path]) -> None:
    data, _ = season
    letters = objects("export", "--letters", "--data", data)
    assert {letter["state"] for letter in letters} == {"sent"}
    assert sorted(f"<zj.{path.stem}@" for path in (data / "sent").glob("*.eml")) == sorted(
        re.match(r"<zj\.[0-9a-f]+@", str(letter["message_id"]))[0] for letter in letters
    )


def test_status_cases_and_show(season: tuple[Path, Path]) -> None:
    data, _ = season
    status = said("status", "--data", data)
    assert "已报单位：3/12　案例：3篇" in status
    assert "收件5封" in status
    assert said("cases", "--data", data).count("\n") == 3
    assert said("cases", "--data", data, "--search", "矿区").count("\n") == 1
    assert said("cases", "--data", data, "--search", "飞碟") == "没有正文含“飞碟”的案例。\n"
    shown = said("show", "XZ-001", "--data", data)
    assert "县(市)区：云龙区" in shown
    assert "落款" in shown


def test_a_search_that_finds_very_many_lists_the_newest_and_says_so(
    season: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST", 2)
    *listed, last = said("cases", "--data", season[0], "--search", "党员").splitlines()
    assert [line.split("号")[0] for line in listed] == ["2", "3"]
    assert last == "共2+件，只列最近的2件；多写一个词（用空格隔开）可缩小范围。"


def test_a_persons_word(season: tuple[Path, Path]) -> None:
    data, _ = season
    said("correct", "1", "theme=3", "town=子房街道", "--data", data, "--reason", "试", "--who", "李经办")
    case = objects("export", "--data", data)[0]["cases"][0]
    assert (case["theme"], case["town"]) == (3, "子房街道")
    assert "李经办更正" in said("show", "1", "--data", data)
    said("confirm", "2", "--data", data, "--who", "李经办")
    assert "已确认" in said("show", "2", "--data", data)
    assert "1/2 = 50%" in said("themes", "report", "--data", data)
    before = objects("export", "--data", data)
    said("reread", "--apply", "--data", data)
    assert objects("export", "--data", data)[0]["cases"][0]["theme"] == 3
    assert [o["cases"] for o in objects("export", "--data", data)] == [o["cases"] for o in before]


def test_correct_takes_the_words_of_the_workbook_and_of_its_own_help(
    season: tuple[Path, Path], tmp_path: Path
) -> None:
    data = tmp_path / "copy"
    shutil.copytree(season[0].parent / "untouched", data)
    said("correct", "1", "主题=四", "层级=村级", "镇（街道）=子房街道", "村(社区)＝绿地社区", "--data", data)
    said("correct", "1", "联系电话=0516-80001234", "县区=泉山", "--data", data)
    case = objects("export", "--data", data)[0]["cases"][0]
    assert [case[name] for name in ("theme", "level", "town", "community", "phone", "county")] == [
        4, "village", "子房街道", "绿地社区", "0516-80001234", "泉山区"
    ]  # fmt: skip
    assert said("confirm", "1", "镇（街道）", "--data", data) == "已确认1号：镇(街道)\n"


def test_status_says_that_no_service_runs(season: tuple[Path, Path]) -> None:
    assert "服务：尚未启动过，请运行 zhengji run" in said("status", "--data", season[0])


def test_an_edited_deadline_is_asked_about_before_anything_runs(
    season: tuple[Path, Path], tmp_path: Path
) -> None:
    data = tmp_path / "copy"
    shutil.copytree(season[0].parent / "untouched", data)
    campaign = data / "campaign.toml"
    if not campaign.exists():
        campaign.write_bytes((ROOT / "config/campaigns/xuzhou-2015.toml").read_bytes())
    said("init", "--data", data)
    text = campaign.read_text("utf-8")
    campaign.write_text(text.replace("last_day = 2015-08-10", "last_day = 2015-08-20"), encoding="utf-8")
    (data / "settings.toml").write_text('[smtp]\nhost = "h"\nfrom_address = "a@h.cn"\n', encoding="utf-8")
    result = run("run", "--data", data)
    assert "8月10日（星期一）24时改成了8月20日（星期四）24时" in str(result.exception)
    assert "zhengji deadline 更正" in str(result.exception)
    assert "[未通过] 截止时间改动：征集文件中的截止时间由8月10日" in run("doctor", "--data", data).stdout
    assert "应为“更正”或“延期”" in str(run("deadline", "也许", "--data", data).exception)
    assert said("deadline", "更正", "--data", data).startswith("已按更正处理，不通知各单位")
    assert "截止时间改动" not in run("doctor", "--data", data).stdout
    assert "没有待说明的改动" in str(run("deadline", "延期", "--data", data).exception)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show", "99"), "没有编号为“99”的案例"),
        (("correct", "1", "theme=9"), "主题"),
        (("correct", "1", "colour=red"), "没有“colour”这个字段"),
        (("correct", "1", "theme"), "字段=值"),
        (("correct", "1", "phone=abc"), "不是电话号码"),
    ],
)
def test_mistakes_are_explained(season: tuple[Path, Path], words: tuple[str, ...], message: str) -> None:
    result = run(*words, "--data", season[0])
    assert isinstance(result.exception, (TrackerError, IntakeError))
    assert message in str(result.exception)


def test_backup_and_restore(season: tuple[Path, Path], tmp_path: Path) -> None:
    data, _ = season
    said("backup", tmp_path / "b.zip", "--data", data)
    said("restore", tmp_path / "b.zip", "--data", tmp_path / "again")
    assert objects("export", "--data", tmp_path / "again") == objects("export", "--data", data)


def test_import_takes_each_mail_once(season: tuple[Path, Path], tmp_path: Path) -> None:
    _, mails = season
    data = tmp_path / "data"
    assert "下一步" in said("init", "--data", data)
    assert "共5封，新收5封，登记5封" in said("import", mails, "--data", data)
    assert "共5封，新收0封，登记0封" in said("import", mails, "--data", data)


@pytest.mark.slow
def test_read_without_a_ledger(season: tuple[Path, Path], tmp_path: Path) -> None:
    _, mails = season
    (found,) = objects("read", mails / "case-dev-003.eml", "--json")
    assert (found["format"], found["kind"], found["cases"][0]["level"]) == (
        "zhengji.reading/1",
        "submission",
        "village",
    )
    (tmp_path / "empty.docx").write_bytes(b"")
    (empty,) = objects("read", tmp_path / "empty.docx", "--json")
    assert [doubt["code"] for doubt in empty["doubts"]][:1] == ["empty"]
    shown = said("read", mails / "case-dev-003.eml")
    lines = [line.strip().partition("（")[0] for line in shown.splitlines()]
    assert {"县区：泉山区", "层级：村级", "主题："} <= {line.partition("　")[0] for line in lines}
    assert not re.search(r"(?<![A-Za-z/.\-])(?:village|title|letter|case|body)(?![A-Za-z\-.])", shown)


def test_places_check(season: tuple[Path, Path]) -> None:
    shown = said("places", "check", "--data", season[0])
    assert "丰县　" in shown
    assert "只写“张集”时须人工确认" in shown


def test_letters_preview(season: tuple[Path, Path], tmp_path: Path) -> None:
    said("letters", "preview", "all", "--out", tmp_path, "--data", season[0])
    assert {"acknowledgement", "reminder", "digest"} <= {
        path.name.partition(".")[0].partition("-")[0] for path in tmp_path.iterdir()
    }


def test_workbook_by_command(season: tuple[Path, Path], tmp_path: Path) -> None:
    said("sheet", "build", tmp_path / "b.xlsx", "--data", season[0])
    assert (tmp_path / "b.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.slow
def test_replaying_twice_gives_the_same_season(season: tuple[Path, Path], tmp_path: Path) -> None:
    _, mails = season
    once, twice = mails.parent / "untouched", tmp_path / "twice"
    twice.mkdir()
    shutil.copy2(once / "secret.key", twice)
    said("replay", mails, "--data", twice, "--from", "2015-07-07T08:00", "--until", "2015-08-12T18:00",
         "--arrivals", mails.parent / "arrivals.jsonl")  # fmt: skip
    assert objects("export", "--with-text", "--data", once) == objects(
        "export", "--with-text", "--data", twice
    )
    assert objects("export", "--letters", "--data", once) == objects("export", "--letters", "--data", twice)


def test_run_names_limits_that_contradict_each_other(tmp_path: Path) -> None:
    said("init", "--data", tmp_path / "d")
    (tmp_path / "d" / "settings.toml").write_text(
        '[smtp]\nhost = "localhost"\nfrom_address = "b@example.cn"\nper_day = 60\n', encoding="utf-8"
    )
    with only_one(tmp_path / "d"):
        result = run("run", "--data", tmp_path / "d")
    assert isinstance(result.exception, AlreadyRunning)
    assert "注意：发信限额互相矛盾：strangers_per_day（40）超过 per_day（60）的一半" in result.output


def test_run_with_nothing_configured_says_what_to_fill_in(tmp_path: Path) -> None:
    said("init", "--data", tmp_path / "d")
    result = run("run", "--data", tmp_path / "d")
    assert isinstance(result.exception, TrackerError)
    assert "都没有设置" in str(result.exception)
    assert "settings.toml" in str(result.exception)
