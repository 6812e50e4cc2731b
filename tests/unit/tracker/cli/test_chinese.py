"""The command line speaks Chinese of itself, too."""

from __future__ import annotations

import re
import sys

import pytest

from tests.properties import one_in_three
from tracker.cli.app import app
from tracker.cli.chinese import in_chinese, run_in_chinese


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("raed", "错误：没有命令 raed，是不是 read、reread。用法见 zhengji --help"),
        ("themes bogus", "错误：没有命令 bogus。用法见 zhengji themes --help"),
        ("read --jsn a", "错误：没有选项 --jsn，是不是 --json。用法见 zhengji read --help"),
        ("read", "错误：缺少内容 paths。用法见 zhengji read --help"),
        ("read --json=3 a", "错误：选项 --json 后面不带内容。用法见 zhengji --help"),
        ("replay a", "错误：缺少选项 --data。用法见 zhengji replay --help"),
        ("correct --who", "错误：选项 --who 后面缺少内容。用法见 zhengji --help"),
        ("doctor a b", "错误：多出内容 a b，有空格的内容请加引号。用法见 zhengji doctor --help"),
        ("init a b", "错误：多出内容 b，有空格的内容请加引号。用法见 zhengji init --help"),
    ],
)
def test_a_mistyped_command_is_answered_in_one_chinese_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["zhengji", *line.split()])
    assert run_in_chinese(app, "zhengji") == 2
    assert capsys.readouterr().err == said + "\n"


def _commands() -> list[str]:
    names = [str(info.name or getattr(info.callback, "__name__", "")) for info in app.registered_commands]
    for group in app.registered_groups:
        assert group.typer_instance is not None
        names.append(str(group.name))
        names += [f"{group.name} {info.name}" for info in group.typer_instance.registered_commands]
    return [name for name in names if name and not name.endswith("_")]


@pytest.mark.slow
@pytest.mark.parametrize("name", one_in_three(["", *_commands()]))
def test_help_is_chinese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["zhengji", *name.split(), "--help"])
    assert run_in_chinese(app, "zhengji") == 0
    page = capsys.readouterr().out
    assert page.startswith(f"用法：zhengji{' ' if name else ''}{name}")
    english = re.compile(r"\b(?:Usage|Options?|Commands?|Arguments?|Show|exit|default|required|env|var)\b")
    assert english.findall(page) == []


def test_phrases_unknown_to_it_stay_whole() -> None:
    assert in_chinese("Something new happened.") == "Something new happened."
