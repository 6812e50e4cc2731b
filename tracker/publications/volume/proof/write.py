"""Set the proof with Typst: no network, no packages, nothing outside the run's own folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from tracker.publications.volume.content.model import Image, Volume
from tracker.publications.volume.proof.data import Inner, proof_data

TEMPLATE: Final = Path(__file__).with_name("volume.typ")
PROGRAM: Final = Path(__file__).with_name("typeset.py")
SECONDS: Final = 300.0  # a picture or text from outside may keep Typst busy for ever


@dataclass(frozen=True, slots=True)
class Typeset:
    """A PDF that was set: files of pictures that had to be left out, and of those in four colours."""

    lost: frozenset[str]
    coloured: frozenset[str]  # they alone keep a proof from being PDF/A


def is_installed() -> bool:
    """Whether the extra ``volume`` is here."""
    return find_spec("typst") is not None


def write_proof(volume: Volume, pictures: Path, target: Path, inner: Inner | None = None) -> Typeset | None:
    """Write the proof as PDF; None where the extra ``volume`` is not installed or cannot set it in time."""
    return set_pdf(TEMPLATE, proof_data(volume, inner), pictures, target) if is_installed() else None


def set_pdf(template: Path, data: Mapping[str, Any], pictures: Path | None, target: Path) -> Typeset | None:
    """Set a template with its data (proof.json) and a folder of pictures as PDF; None where that cannot be done."""
    if not is_installed():
        return None
    beside = target.with_name(f".{target.name}.part")
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        shutil.copyfile(template, root / template.name)
        if pictures is not None:
            shutil.copytree(pictures, root / "pictures")
        (root / "proof.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        source, made = str(root / template.name), str(root / "proof.pdf")
        command = [sys.executable, "-P", str(PROGRAM), source, made, name]
        try:
            done = subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
        except (subprocess.SubprocessError, OSError):
            return None
        shutil.copyfile(made, beside)
    beside.replace(target)
    found = json.loads(done.stdout)
    return Typeset(frozenset(found["lost"]), frozenset(found["coloured"]))


def doubt_proof(volume: Volume, typeset: Typeset) -> Iterator[str]:
    """What of the volume the proof shows otherwise than the Word file."""
    for case in volume.cases:
        for block in case.blocks:
            if isinstance(block, Image) and block.file in typeset.lost:
                yield f"{case.number} 图片“{block.caption or block.name or '未命名'}”已损坏，清样中未排入，请补原图"
            elif isinstance(block, Image) and block.file in typeset.coloured:
                yield f"{case.number} 图片“{block.caption or block.name or '未命名'}”为四色（CMYK），可以付印；清样因此不是 PDF/A，要存档请换 RGB 图片"
