"""Everything a developer or tester types, on any system: ``python make.py TASK``.

Uses the standard library only. Makes ``.venv`` in the checkout and installs the pinned packages
there; nothing outside the checkout is touched. The Makefile calls this file.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("ZHENGJI_VENV", ROOT / ".venv"))
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
PINNED = ROOT / "requirements-dev.txt"
OCR = ROOT / "requirements-ocr.txt"
VOLUME = ROOT / "requirements-volume.txt"
POSTGRES = ROOT / "requirements-postgres.txt"
HOSTS = ROOT / "requirements-hosts.txt"
BUCKET = ROOT / "requirements-bucket.txt"  # a store of the tests, not of an office
OLDEST = (3, 11)
MOST_WORKERS = 6  # each has servers and an office's memory of its own
ROOM_FOR_TESTS = 2_000_000_000  # bytes


def prepare() -> None:
    """Make the environment when it is missing or its pins changed."""
    if sys.version_info < OLDEST:
        sys.exit(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}")
    extras = {
        "ZHENGJI_WITH_OCR": (OCR,),
        "ZHENGJI_WITH_VOLUME": (VOLUME,),
        "ZHENGJI_WITH_POSTGRES": (POSTGRES,),
        "ZHENGJI_WITH_HOSTS": (HOSTS, BUCKET),
    }
    wanted = [PINNED, *(path for name, paths in extras.items() if os.environ.get(name) for path in paths)]
    pins = hashlib.sha256(
        b"".join(path.read_bytes() for path in (*wanted, ROOT / "pyproject.toml"))
    ).hexdigest()
    mark = VENV / "zhengji-pins"
    if mark.exists() and mark.read_text(encoding="ascii") == pins:
        return
    if not PYTHON.exists():
        print(f"Making {VENV} …", flush=True)
        venv.create(VENV, with_pip=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    print("Installing pinned packages …", flush=True)
    for path in wanted:
        run([*pip, "--require-hashes", "--no-deps", "-r", str(path)])
    run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    mark.write_text(pins, encoding="ascii")


def demo() -> None:
    """Replay the season of 2015 on embedded servers; results in demo-output/."""
    run([str(PYTHON), "-m", "demo", *sys.argv[2:]])


def test() -> None:
    """Run the tests; where CI is set the slow ones, too."""
    run([*pytest(), *([] if os.environ.get("CI") else ["-m", "not slow"]), *sys.argv[2:]])


def cover() -> None:
    """Run the tests and count what they reach; half as long again, so not what CI waits for."""
    run([*pytest(), "--cov", "--cov-report=term:skip-covered", *sys.argv[2:]])


def properties() -> None:
    """Property tests with many more examples, at random; a ``--hypothesis-seed`` repeats a run."""
    os.environ.setdefault("ZHENGJI_PROPERTIES", "20")
    seed = f"--hypothesis-seed={random.SystemRandom().randrange(2**32)}"
    seed = next((word for word in sys.argv[2:] if word.startswith("--hypothesis-seed=")), seed)
    print(f"To repeat this run: python make.py properties {seed}", flush=True)
    run([*pytest(), "-m", "hypothesis", seed, *sys.argv[2:]])


def pytest() -> list[str]:
    """The test runner. A file's tests share their fixtures, so they stay on one worker.

    The slow files have few tests and stand first; xdist would put them last. Tests start hundreds of
    processes, and where no bytecode may be kept each of them compiles the product anew.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if place := quick_place():
        os.environ["TMPDIR"] = str(place)
    workers = min((os.cpu_count() or 1) + 1, MOST_WORKERS)  # a quarter of the time they wait for servers
    return [str(PYTHON), "-m", "pytest", "-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"]


def check() -> None:
    """Formatting, lint, types and layers, then every test, the slow ones among them."""
    lint()
    run(pytest())


def lint() -> None:
    """Formatting, lint, types and layers."""
    run([str(PYTHON), "-m", "ruff", "format", "--check", "."])
    run([str(PYTHON), "-m", "ruff", "check", "."])
    run([str(PYTHON), "-m", "mypy"])
    run([str(BIN / "lint-imports")])


def bench() -> None:
    """Measure speed and memory; prints tables."""
    run([str(PYTHON), "-m", "benchmarks.speed.run", *sys.argv[2:]])


def fuzz() -> None:
    """Spoiled documents through reading, odd heads through an office; ``python make.py fuzz --count 100000``."""
    run([str(PYTHON), "-m", "benchmarks.fuzz", *sys.argv[2:]])


def soak() -> None:
    """Thirty simulated days with faults at random; ``python make.py soak --minutes 2 --seed 1``."""
    if place := quick_place():
        os.environ["TMPDIR"] = str(place)
    run([str(PYTHON), "-m", "benchmarks.soak", *sys.argv[2:]])


def faults() -> None:
    """Faults of machines and networks on two hosts; ``python make.py faults --minutes 2 --seed 1``."""
    run([str(PYTHON), "-m", "benchmarks.faults", *sys.argv[2:]])


def national() -> None:
    """A day of the whole country, scaled; ``python make.py national --share 0.002 --minutes 5``."""
    run([str(PYTHON), "-m", "benchmarks.national", *sys.argv[2:]])


def quick_place() -> Path | None:
    """A folder in memory for what tests write: each ledger syncs at every commit, and a disk makes them wait."""
    memory = Path("/dev/shm")  # noqa: S108 - tests only; each makes its own folder in it
    if os.environ.get("TMPDIR") or not (memory.is_dir() and os.access(memory, os.W_OK)):
        return None
    return memory if shutil.disk_usage(memory).free > ROOM_FOR_TESTS else None


def run(command: list[str]) -> None:
    """Run a command in the checkout; its failure is ours."""
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(done.returncode)


TASKS: dict[str, Callable[[], None]] = {
    "prepare": lambda: None,
    "demo": demo,
    "test": test,
    "cover": cover,
    "properties": properties,
    "check": check,
    "lint": lint,
    "bench": bench,
    "fuzz": fuzz,
    "soak": soak,
    "faults": faults,
    "national": national,
}


def main() -> None:
    """Run the task named on the command line."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in TASKS:
        sys.exit(f"usage: python make.py {'|'.join(TASKS)}")
    prepare()
    TASKS[name]()


if __name__ == "__main__":
    main()
