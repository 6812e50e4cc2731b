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
