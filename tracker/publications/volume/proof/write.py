"""Set the proof with Typst: no network, no packages, nothing outside the run's own folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from tracker.publications.volume.content.model import Volume
from tracker.publications.volume.proof.data import Inner, proof_data

TEMPLATE: Final = Path(__file__).with_name("volume.typ")
STANDARD: Final = "a-2b"  # PDF/A-2b: fonts embedded, no outside reference
SECONDS: Final = 300.0  # a picture or text from outside may keep Typst busy for ever
# A program of its own can be stopped, and its memory is not the office's.
# PDF/A refuses a character that no font here has: then a plain PDF, for the rest is to be looked at, too.
PROGRAM: Final = """
import sys, typst
source, target, root, standard = sys.argv[1:]
try:
    typst.compile(source, output=target, root=root, pdf_standards=standard)
except (typst.TypstError, RuntimeError):
    typst.compile(source, output=target, root=root)
"""


def is_installed() -> bool:
    """Whether the extra ``volume`` is here."""
    return find_spec("typst") is not None


def write_proof(volume: Volume, pictures: Path, target: Path, inner: Inner | None = None) -> bool:
    """Write the proof as PDF; False where the extra ``volume`` is not installed or cannot set it in time."""
    return is_installed() and set_pdf(TEMPLATE, proof_data(volume, inner), pictures, target)


def set_pdf(template: Path, data: Mapping[str, Any], pictures: Path | None, target: Path) -> bool:
    """Set a template with its data (proof.json) and a folder of pictures as PDF; False where that cannot be done."""
    if not is_installed():
        return False
    beside = target.with_name(f".{target.name}.part")
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        shutil.copyfile(template, root / template.name)
        if pictures is not None:
            shutil.copytree(pictures, root / "pictures")
        (root / "proof.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        source, made = str(root / template.name), str(root / "proof.pdf")
        command = [sys.executable, "-c", PROGRAM, source, made, name, STANDARD]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
        except (subprocess.SubprocessError, OSError):
            return False
        shutil.copyfile(made, beside)
    beside.replace(target)
    return True
