"""The pages say what the code does: every command, setting, key and field is documented.

``python -m tests.docs.test_pages`` writes docs/commands.md anew from the command line itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main
from pydantic import BaseModel

from intake.campaign.campaign import Campaign
from intake.campaign.lexicon import Lexicon
from intake.campaign.places.data import PlacesFile
from intake.model.case import FIELDS, MailKind
from tests.paths import ROOT
from tracker.cli.app import app
from tracker.ledger.records import LetterState
from tracker.office.settings import Settings
from tracker.office.workdays import WorkdaysFile
from tracker.publications.volume.settings import VolumeSettings

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    if hasattr(command, "commands"):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))
    else:
        yield " ".join(path), command


def commands_page() -> str:
    lines = ["# 命令", "", "`zhengji --help` 列出全部命令；`zhengji 命令 --help` 显示一个命令的用法。"]
    lines += [
        "`--data` 也可用环境变量 `ZHENGJI_DATA` 指定。出错时退出码为 2，`doctor` 有未通过项时为 1。",
        "",
    ]
    for name, command in commands(typer.main.get_command(app)):
        parts = [p for p in command.params if p.param_type_name == "argument"]
        shown = " ".join(f"[{p.name.upper()}]" if not p.required else p.name.upper() for p in parts)
        lines += [f"## zhengji {name}{' ' + shown if shown else ''}", "", command.help, ""]
        for p in command.params:
            title = (
                p.name.upper()
                if p.param_type_name == "argument"
                else "、".join(sorted(p.opts, key=len, reverse=True))
            )
            lines.append(f"- `{title}`：{(p.help or '').strip()}")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def keys(model: type[BaseModel], seen: tuple[type, ...] = ()) -> Iterator[tuple[str, str]]:
    """(model, key) of a configuration model and those inside it."""
    for name, info in model.model_fields.items():
        yield model.__name__, name
        for inner in inner_models(info.annotation):
            if inner not in seen:
                yield from keys(inner, (*seen, model))


def inner_models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from inner_models(argument)


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_commands_page_is_the_command_line() -> None:
    assert page("commands.md") == commands_page()


def test_every_command_and_option_has_a_help_text() -> None:
    for name, command in commands(typer.main.get_command(app)):
        assert command.help, name
        assert [p.name for p in command.params if not getattr(p, "help", "")] == [], name


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (Settings, "settings.md"),
        (WorkdaysFile, "settings.md"),
        (Campaign, "campaigns.md"),
        (PlacesFile, "places.md"),
        (Lexicon, "themes.md"),
        (VolumeSettings, "volume.md"),
    ],
)
def test_every_key_is_documented(model: type[BaseModel], name: str) -> None:
    text = page(name)
    marked = set(re.findall(r"`\[{0,2}([A-Za-z_.]+)\]{0,2}`", text))
    marked |= {part for word in marked for part in word.split(".")}
    assert sorted({key for _, key in keys(model)} - marked) == []


def test_every_exported_field_is_documented() -> None:
    marked = set(re.findall(r"`([a-z_0-9]+)`", page("export.md")))
    source = (ROOT / "tracker" / "publications" / "export.py").read_text(encoding="utf-8")
    written = set(re.findall(r'"([a-z_0-9]+)":', source)) | (set(FIELDS) - {"characters"})
    assert sorted(written - marked) == []
    assert [kind for kind in MailKind if kind not in page("export.md")] == []
    assert [state for state in LetterState if state not in page("export.md")] == []


def test_every_link_leads_somewhere() -> None:
    missing = [
        f"{path.name}: {target}"
        for path in PAGES
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
        if not target.startswith("http") and not (path.parent / target).exists()
    ]
    assert missing == []


def test_both_readmes_have_the_same_content() -> None:
    """The Chinese one leads to fewer pages: to those that are in Chinese."""

    def links(name: str) -> set[str]:
        found = re.findall(r"\]\(([^)]+)\)", (ROOT / name).read_text(encoding="utf-8"))
        return {link.replace(".zh-CN", "") for link in found if not link.startswith("README")}

    def shape(name: str) -> tuple[list[int], list[str]]:
        text = (ROOT / name).read_text(encoding="utf-8")
        heads = [len(line) - len(line.lstrip("#")) for line in text.splitlines() if line.startswith("#")]
        tables = [line.count("|") for line in text.splitlines() if line.startswith("|")]
        return heads, list(map(str, tables))

    assert shape("README.md") == shape("README.zh-CN.md")
    assert links("README.zh-CN.md") <= links("README.md")


def test_the_chinese_readme_leads_to_chinese_pages_only() -> None:
    """Outside of code, a Chinese page has more Chinese characters than Latin words."""
    text = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    linked = {link for link in re.findall(r"\]\(([^)#]+)", text) if link.endswith(".md")} - {"README.md"}
    prose = {link: re.sub(r"`[^`]*`", "", (ROOT / link).read_text(encoding="utf-8")) for link in linked}
    english = [
        link
        for link, page_text in prose.items()
        if len(re.findall("[\u4e00-\u9fff]", page_text)) < len(re.findall("[A-Za-z]+", page_text))
    ]
    assert (english, len(linked) > 5) == ([], True)


def test_every_page_is_reachable_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in reached or path.suffix != ".md":
            continue
        reached.add(path)
        links = re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8"))
        waiting += [(path.parent / link).resolve() for link in links if not link.startswith("http")]
    assert [path.name for path in PAGES if path not in reached and path.name != "CHANGELOG.md"] == []


if __name__ == "__main__":
    (ROOT / "docs" / "commands.md").write_text(commands_page(), encoding="utf-8")
