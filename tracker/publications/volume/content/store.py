"""The content file of a run: JSON, written once, with the SHA-256 that the ledger keeps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tracker.errors import OrderError
from tracker.publications.volume.content.model import FORMAT, Block, Volume

CONTENT = "content.json"
PICTURES = "pictures"


def save_volume(volume: Volume, folder: Path) -> str:
    """Write the content file of a run into its folder; returns its SHA-256."""
    data = json.dumps(asdict(volume), ensure_ascii=False, indent=1).encode()
    beside = folder / f".{CONTENT}.part"
    beside.write_bytes(data)
    beside.replace(folder / CONTENT)
    return hashlib.sha256(data).hexdigest()


def content_digest(folder: Path) -> str:
    """SHA-256 of the content file as it is now: the ledger keeps that of when it was written."""
    return hashlib.sha256((folder / CONTENT).read_bytes()).hexdigest()


def load_volume_file(folder: Path) -> Volume:
    """The content of a run.

    Raises:
        OrderError: the file is missing, was changed by hand, or is of another program version.
    """
    path = folder / CONTENT
    try:
        volume = TypeAdapter(Volume).validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise OrderError(f"找不到 {path}") from error
    except ValidationError as error:
        raise OrderError(f"{path} 不是汇编内容文件，或已被改动") from error
    if volume.format != FORMAT:
        raise OrderError(f"{path} 由其他版本的程序写成")
    return volume


def printed_hash(title: Sequence[str], blocks: Sequence[Block]) -> str:
    """SHA-256 of a case as it is printed: the lines of its title, and its blocks."""
    shown = json.dumps([*title, *(_said(asdict(block)) for block in blocks)], ensure_ascii=False)
    return hashlib.sha256(shown.encode()).hexdigest()


def _said(value: Any) -> Any:
    """A value without what is empty and was not there in the content files of older programs."""
    if isinstance(value, dict):
        return {key: _said(one) for key, one in value.items() if one or key != "shifts"}
    return [_said(one) for one in value] if isinstance(value, list | tuple) else value
