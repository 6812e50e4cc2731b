"""Find the shipped config/: in a wheel inside this package, in a checkout beside it.

The only place that knows where it is. What an office edits lives in its data folder.
"""

from __future__ import annotations

from pathlib import Path

from intake.model.errors import ConfigError

_PACKAGE = Path(__file__).resolve().parents[1]  # intake/


def shipped(name: str = "") -> Path:
    """The file or folder ``name`` of the shipped config/, such as ``words/wishes.toml``; else config/ itself.

    Raises:
        ConfigError: it is not there, so the installation is not whole.
    """
    packed = _PACKAGE / "_data"
    root = packed if packed.is_dir() else _PACKAGE.parent
    found = root / "config" / name
    if not found.exists():
        raise ConfigError(f"安装不完整，缺少 config/{name}，请重新安装")
    return found
