"""A day or two of ``make soak``, the whole command as it is typed."""

import subprocess
import sys

import pytest

from tests.paths import ROOT


@pytest.mark.slow
def test_days_with_faults_at_random_end_with_everything_accounted_for() -> None:
    command = [sys.executable, "-m", "benchmarks.soak", "--seed", "1", "--minutes", "1", "--days", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "without a fault" in done.stdout


@pytest.mark.slow
def test_offices_killed_at_any_instruction_lose_and_double_nothing() -> None:
    command = [sys.executable, "-m", "benchmarks.soak.kills", "--seed", "1", "--trials", "4"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("| 1 | ") >= 4  # a trial of each work
