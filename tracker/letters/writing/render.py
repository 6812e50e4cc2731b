"""Templates to text. A missing value is an error; a template is never made from data.

A letter has two files, ``templates/mail/KIND.txt.j2`` and ``KIND.html.j2``. The first line of
the text file is the subject, after ``主题：``; a blank line follows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.sandbox import SandboxedEnvironment

from tracker.cases.addresses import contact_of
from tracker.errors import RenderError

SUBJECT_MARK = "主题："
# What an office's own template may raise besides the library's errors: {{ 1 + "a" }}, a file not in UTF-8.
_TROUBLES = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
_UNDEFINED = re.compile(r"^'([^']+)' is undefined|has no attribute '([^']+)'")
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter before it is packed: plain subject, text and HTML."""

    subject: str
    text: str
    html: str


def render_letter(kind: str, values: Mapping[str, Any], folders: tuple[Path, ...], zone: str) -> Rendered:
    """Fill the templates of a letter. The first folder that has the file wins.

    Raises:
        RenderError: a template is missing, does not parse, or lacks a value.
    """
    environment = _environment(folders, zone)
    try:
        text = environment.get_template(f"mail/{kind}.txt.j2").render(values)
        html = environment.get_template(f"mail/{kind}.html.j2").render(values)
    except _TROUBLES as error:
        raise RenderError(f"模板 mail/{kind}：{_explain(error)}") from error
    first, _, body = text.lstrip().partition("\n")
    if not first.startswith(SUBJECT_MARK):
        raise RenderError(f"mail/{kind}.txt.j2 的第一行应以“{SUBJECT_MARK}”开头")
    subject = " ".join(first.removeprefix(SUBJECT_MARK).split())
    return Rendered(subject, _tidy(body), html)


def render_text(name: str, values: Mapping[str, Any], folders: tuple[Path, ...], zone: str) -> str:
    """Fill one text template, as ``mail/progress_draft.txt.j2``.

    Raises:
        RenderError: as :func:`render_letter`.
    """
    try:
        return _tidy(_environment(folders, zone).get_template(name).render(values))
    except _TROUBLES as error:
        raise RenderError(f"模板 {name}：{_explain(error)}") from error


def _explain(error: Exception) -> str:
    """Why a template cannot be filled; the library says so in English."""
    match error:
        case TemplateNotFound():
            return f"找不到文件 {error.name}"
        case TemplateSyntaxError():
            return f"{error.name or ''} 第{error.lineno}行写法有误".strip()
        case UndefinedError() if found := _UNDEFINED.search(str(error)):
            return f"没有“{found[1] or found[2]}”这个值"
        case UnicodeDecodeError():
            return "不是 UTF-8 编码，请另存为 UTF-8"
    return f"内容不能计算（{type(error).__name__}）"


def _tidy(text: str) -> str:
    """One blank line where a template's conditions left several, and no blanks at the ends of lines."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"


def join_numbers(numbers: Sequence[str]) -> str:
    """XZ-001, XZ-002, XZ-003, XZ-007 → XZ-001至XZ-003、XZ-007."""
    runs: list[list[str]] = []
    for number in numbers:
        if runs and _follows(runs[-1][-1], number):
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = ([run[0], run[-1]] if len(run) > 2 else run for run in runs)
    return "、".join(
        "至".join(run) if len(run) == 2 and run[1] != _next(run[0]) else "、".join(run) for run in shown
    )


def _follows(first: str, second: str) -> bool:
    return _next(first) == second


def _next(number: str) -> str:
    found = re.search(r"\d+$", number)
    if found is None:
        return ""
    return number[: found.start()] + str(int(found[0]) + 1).zfill(len(found[0]))


@lru_cache(maxsize=8)
def _environment(folders: tuple[Path, ...], zone: str) -> Environment:
    local = ZoneInfo(zone)
    environment = SandboxedEnvironment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        undefined=StrictUndefined,
        autoescape=lambda name: bool(name) and name.endswith(".html.j2"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

    def day(value: datetime) -> str:
        moment = value.astimezone(local)
        return f"{moment.month}月{moment.day}日"

    def minute(value: datetime) -> str:
        moment = value.astimezone(local)
        return f"{moment.month}月{moment.day}日{moment.hour}:{moment.minute:02d}"

    def long_day(value: datetime) -> str:
        moment = value.astimezone(local)
        return f"{moment.year}年{moment.month}月{moment.day}日"

    def weekday(value: datetime) -> str:
        return f"星期{WEEKDAYS[value.astimezone(local).weekday()]}"

    def hour(value: datetime) -> str:
        moment = value.astimezone(local)
        return f"{moment.month}月{moment.day}日{moment.hour}时"

    environment.filters.update(
        hour=hour,
        day=day,
        minute=minute,
        long_day=long_day,
        weekday=weekday,
        numbers=join_numbers,
        contact=contact_of,
    )
    return environment
