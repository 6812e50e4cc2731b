"""The command line's own words in Chinese: help pages, and what is said of a mistyped command.

The library behind the commands speaks English only; its few phrases are turned here. A phrase that
is not known stays as it is, after a Chinese heading.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_command

_KINDS = {"str": "文字", "path": "路径", "int": "整数"}


def _kind(found: re.Match[str]) -> str:
    """What an option takes, as wide on the screen as the English word, so that columns stay."""
    return _KINDS[found[1]] + " " * (len(found[0]) - 4)


_PHRASES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(english, re.MULTILINE), chinese)
    for english, chinese in (
        (r"^Usage: ", "用法："),
        (r"\[OPTIONS\]", "[选项]"),
        (r"COMMAND \[ARGS\]\.\.\.", "命令 [内容]..."),
        (r"^Options:$", "选项："),
        (r"^Arguments:$", "内容："),
        (r"^Commands:$", "命令："),
        (r"Show this message and exit\.", "显示这份说明。"),
        (r"<(?:list\[)?(str|path|int)\]?>", _kind),
        (r"env var: ", "环境变量："),
        (r"default: ", "默认："),
        (r"(?<=[\[ ])required(?=\])", "必填"),
        (r"^Missing argument '(\w+)'.*", r"缺少内容 \1"),
        (r"^Missing option '([^']+)'.*", r"缺少选项 \1"),
        (r"^Missing command\..*", "缺少命令"),
        (r"^No such command '([^']*)'\.?", r"没有命令 \1"),
        (r"^No such option: (\S+)", r"没有选项 \1"),
        (r"(?<!\s)\s*+\(?(?:Did you mean|Possible options:) (.+?)\??\)?$", r"，是不是 \1"),
        (r"(?<=[，、])是不是 .*", lambda found: found[0].replace("'", "").replace(", ", "、")),
        (r"^Option '([^']+)' does not take a value\.", r"选项 \1 后面不带内容"),
        (r"^Option '([^']+)' requires .+", r"选项 \1 后面缺少内容"),
        (r"^Got unexpected extra argument\S* \((.+)\)", r"多出内容 \1，有空格的内容请加引号"),
        (r"^Invalid value for '?([^':]++)'?.*a valid integer.*", r"\1 应为整数"),
        (r"^Invalid value for '?([^':]++)'?.*greater than or equal to (\S++)", r"\1 应不小于 \2"),
        (r"^Invalid value for '?([^':]++)'?.*less than or equal to (\S++)", r"\1 应不大于 \2"),
        (r"^Invalid value for '?([^':]++)'?.*does not match the formats.*", r"\1 应为日期，如 2024-05-31"),
        (r"^Invalid value for '?([^':]++)'?.*: .*", r"\1 的写法不对"),
    )
)


def in_chinese(text: str) -> str:
    """Help or an error of the command line, its known English phrases turned into Chinese."""
    for english, chinese in _PHRASES:
        text = english.sub(chinese, text)
    return text


def explain(error: TyperException) -> str:
    """One line for a command that was not understood, and how to see what is possible."""
    said = in_chinese(error.format_message()).rstrip(".。")
    context = getattr(error, "ctx", None)
    where = context.command_path if context is not None else "zhengji"
    return f"错误：{said}。用法见 {where} --help"


class ChineseContext(typer.Context):
    """A command being understood; its help is Chinese."""

    def get_help(self) -> str:
        """The whole help page."""
        return in_chinese(super().get_help())


def run_in_chinese(app: typer.Typer, name: str) -> int:
    """Carry out the command of this process.

    Returns:
        The exit status: 2 for a command that was not understood, as is usual for programs.
    """
    command = get_command(app)
    _speak(command)
    try:
        done = command.main(prog_name=name, standalone_mode=False)
    except typer.Abort:  # Ctrl+C, or no answer to a question
        typer.echo("已中断", err=True)
        return 1
    except TyperException as error:
        if "\n" in error.format_message():  # a group without a command: the whole help page
            typer.echo(in_chinese(error.format_message()), err=True)
        else:
            typer.echo(explain(error), err=True)
        return error.exit_code
    return done if isinstance(done, int) else 0


def _speak(command: Any) -> None:
    command.context_class = ChineseContext
    if isinstance(command, TyperGroup):
        for part in command.commands.values():
            _speak(part)
