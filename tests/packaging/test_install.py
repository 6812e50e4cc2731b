"""Wheel, sdist and editable install each find config/ and templates/, with the pinned packages at hand."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.paths import ROOT

TRY = (
    "from tracker.office.assets import config_dir, templates_dir; print(config_dir()); print(templates_dir())"
)


def run(*command: str | Path, cwd: Path | None = None) -> str:
    # Neither the checkout nor the user's site may stand in for what was installed.
    keep = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COV_"))}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=keep, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


pytestmark = pytest.mark.slow  # builds and installs three times


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with a wheel, built from the sdist as a package index would have it."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT)
    return out


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """An environment of its own that borrows this one's packages, but not this project."""
    venv.create(tmp_path / "env", with_pip=True)
    folder = "Scripts" if os.name == "nt" else "bin"
    made = tmp_path / "env" / folder / "python"
    site = Path(run(made, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    ours = run(sys.executable, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    # A plain path line: .pth files in there (the editable install) are not followed.
    (site / "borrowed.pth").write_text(ours + "\n", encoding="utf-8")
    return made


def installs(python: Path, *what: str | Path) -> list[Path]:
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation",
        "--disable-pip-version-check", "--ignore-installed", *what)  # fmt: skip
    folders = [Path(line) for line in run(python, "-c", TRY, cwd=python.parent).splitlines()]
    assert [folder.name for folder in folders] == ["config", "templates"]
    assert (folders[0] / "campaigns" / "xuzhou-2015.toml").exists()
    data = python.parents[1] / "data"
    shown = run(python, "-m", "tracker", "init", "--data", data, cwd=python.parent)
    assert "下一步" in shown
    return folders


def test_wheel(built: Path, python: Path) -> None:
    (wheel,) = built.glob("*.whl")
    folders = installs(python, wheel)
    assert all(python.parents[1] in folder.parents for folder in folders)
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    assert not [name for name in names if name.startswith(("tests/", "demo/", "benchmarks/"))]
    assert {"tracker/py.typed", "intake/py.typed"} <= set(names)


def test_sdist(built: Path, python: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    folders = installs(python, sdist)
    assert all(python.parents[1] in folder.parents for folder in folders)
    with tarfile.open(sdist) as packed:
        tops = {name.split("/")[1] for name in packed.getnames() if "/" in name}
    assert {"Makefile", "make.py", "LICENSE", "README.md", "tests", "docs", "config", "templates"} <= tops


def test_editable(python: Path) -> None:
    folders = installs(python, "--editable", ROOT)
    assert [folder.parent for folder in folders] == [ROOT, ROOT]
