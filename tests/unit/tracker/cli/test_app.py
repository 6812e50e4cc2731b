"""The command line as a whole: quick to ask for help, and the folder of an office named either way."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.paths import ROOT
from tracker.cli.app import COMMANDS, GROUPS, app

OURS = {"intake", "tracker"}
LOADED = """
import json, sys
from tracker.cli import app
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names))))
"""


def loaded(code: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_asking_for_help_loads_no_library_but_the_command_lines_own() -> None:
    own = loaded(
        LOADED.replace("from tracker.cli import app", "import typer.core, typer.main, typer.testing")
    )
    assert loaded(LOADED) - own - OURS == set()


def test_every_group_has_commands_and_every_command_a_group() -> None:
    assert {words.rpartition(" ")[0] for words in COMMANDS} == set(GROUPS)


@pytest.mark.parametrize(
    "words", [("{folder}",), ("--data", "{folder}"), ("{folder}", "--data", "elsewhere")]
)
def test_init_takes_the_folder_with_and_without_an_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "office"
    result = CliRunner().invoke(app, ["init", *(word.format(folder=folder) for word in words)])
    assert result.exception is None, result.exception
    assert [path.name for path in tmp_path.iterdir()] == ["office"]
    assert {"settings.toml", "secrets.toml", "campaign.toml"} <= {path.name for path in folder.iterdir()}
    assert f"zhengji doctor --data {folder} " in result.stdout


def test_init_says_that_a_call_is_there_already(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    first = CliRunner().invoke(app, ["init", str(folder)])
    second = CliRunner().invoke(app, ["init", str(folder)])
    line = (
        f"{folder / 'campaign.toml'} 已存在（全市城乡社区治理和服务创新优秀案例征集），照旧使用，没有改动；"
        "要建立另一项征集，请另选一个目录"
    )
    assert (line in first.stdout, second.stdout.splitlines()[0]) == (False, line)


PLACES = (ROOT / "config/places/hengyang.toml").read_bytes()
CALL = (
    (ROOT / "config/campaigns/hengyang-care-2025.toml")
    .read_text("utf-8")
    .replace('places = "hengyang"', 'places = "here"')
)


def test_replay_takes_what_lies_beside_the_call(tmp_path: Path) -> None:
    office, mails = tmp_path / "office", tmp_path / "mails"
    (office / "places").mkdir(parents=True)
    mails.mkdir()
    (office / "campaign.toml").write_text(CALL, "utf-8")
    words = [
        "replay",
        str(mails),
        "--data",
        str(tmp_path / "again"),
        "--campaign",
        str(office / "campaign.toml"),
    ]
    words += ["--from", "2025-03-01T08:00", "--until", "2025-03-01T09:00"]
    without = CliRunner().invoke(app, words)
    assert "places 的值是 'here'，但没有 " + str(office / "places" / "here.toml") in str(without.exception)
    (office / "places" / "here.toml").write_bytes(PLACES)
    done = CliRunner().invoke(app, words)
    assert done.exception is None, done.exception
    assert (tmp_path / "again" / "places" / "here.toml").read_bytes() == PLACES
