"""Failpoints: known by name, dead on the nth hit, nothing at all otherwise."""

import os
import re
import subprocess
import sys

import pytest

from intake import failpoints
from intake.failpoints import POINTS, VARIABLE, hit, parse_failpoint
from tests.paths import ROOT


def test_every_call_in_the_source_is_registered_and_every_point_is_called() -> None:
    called = {
        name
        for package in ("intake", "tracker")
        for file in (ROOT / package).rglob("*.py")
        for name in re.findall(r'\bhit\(\s*"([^"]+)"', file.read_text("utf-8"))
    }
    assert called == POINTS


@pytest.mark.parametrize(
    ("text", "parsed"),
    [("", None), ("archive.renamed", ("archive.renamed", 1)), ("archive.renamed:3", ("archive.renamed", 3))],
)
def test_names_are_parsed(text: str, parsed: object) -> None:
    assert parse_failpoint(text) == parsed


@pytest.mark.parametrize("text", ["nowhere", "archive.renamed:0", "archive.renamed:x", ":2"])
def test_wrong_names_are_errors(text: str) -> None:
    with pytest.raises(ValueError, match="failpoint"):
        parse_failpoint(text)


def test_unarmed_points_do_nothing() -> None:
    for name in POINTS:
        hit(name)


def test_armed_process_refuses_unknown_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_armed", ("archive.renamed", 2))
    monkeypatch.setattr(failpoints, "_hits", 0)
    with pytest.raises(ValueError, match="unknown"):
        hit("archive.renamd")
    hit("archive.stored")
    hit("archive.renamed")


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize(
    ("armed", "printed"), [("archive.renamed", ""), ("archive.renamed:3", "12"), ("", "1234")]
)
def test_kills_on_the_nth_hit(armed: str, printed: str) -> None:
    script = (
        "from intake.failpoints import hit\n"
        "for n in '1234':\n    hit('archive.stored'); hit('archive.renamed'); print(n, end='', flush=True)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, VARIABLE: armed},
        check=False,
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stdout) == (-9 if armed else 0, printed)
