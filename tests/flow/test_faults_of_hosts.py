"""``make faults`` and ``make national``, the whole commands as they are typed, for about a minute each."""

import subprocess
import sys

import pytest

from tests.paths import ROOT


def run(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_faults_lose_double_and_hold_up_nothing() -> None:
    said = run("benchmarks.faults", "--minutes", "1", "--seed", "1")

    assert "nothing lost, doubled or held up" in said
    assert "SQLite: " in said


@pytest.mark.slow
def test_a_crowd_is_read_and_answered() -> None:
    said = run("benchmarks.national", "--share", "0.0001", "--minutes", "5")

    assert "read 5 of 5" in said
    assert "receipts 5: half within" in said
