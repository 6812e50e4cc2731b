"""What people are told is Chinese: every error that is raised with a sentence, and every doubt."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from intake.model.doubts import DOUBTS
from tests.paths import ROOT

# Errors of the two packages whose sentence reaches a person; those below are for the program alone.
SHOWN = re.compile(r"(?:Settings|Ledger|Order|Config|Source|Archive|Reading|Render|Send)(?:Error|Refused|Deferred|Unknown|Busy|Away)|LoginRefused|SourceTimeout|AlreadyRunning|LeaseLost|Encrypted|Damaged|OverLimit|ToolMissing|Unsupported|BadParameter")  # fmt: skip
CHINESE = re.compile("[\u4e00-\u9fff]")
WORDS = re.compile("[A-Za-z\u4e00-\u9fff]")


def raised(path: Path) -> Iterator[tuple[str, str]]:
    """Where an error is raised with a sentence of its own, and the sentence without what is put in."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Raise) or not isinstance(node.exc, ast.Call):
            continue
        name = (
            node.exc.func.attr
            if isinstance(node.exc.func, ast.Attribute)
            else getattr(node.exc.func, "id", "")
        )
        for said in node.exc.args[:1]:
            parts = said.values if isinstance(said, ast.JoinedStr) else [said]
            text = "".join(f"{one.value}" for one in parts if isinstance(one, ast.Constant))
            if SHOWN.fullmatch(name) and WORDS.search(text):  # marks alone stand around another's sentence
                yield f"{path.relative_to(ROOT)}:{node.lineno}", text


def test_every_error_that_people_see_is_chinese() -> None:
    said = [
        found
        for package in ("intake", "tracker")
        for path in (ROOT / package).rglob("*.py")
        for found in raised(path)
    ]

    assert len(said) > 200
    assert [f"{where} {text}" for where, text in said if not CHINESE.search(text)] == []


def test_every_doubt_is_chinese() -> None:
    assert [
        code
        for code, kind in DOUBTS.items()
        if not (CHINESE.search(kind.sentence.replace("{detail}", "详情")) and CHINESE.search(kind.cure))
    ] == []
