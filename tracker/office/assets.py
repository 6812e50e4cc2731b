"""Find config/ and templates/, in a wheel as well as in a checkout. The only place that knows how.

A wheel carries them under ``tracker/_data``; a checkout and an editable install have them beside
the packages. They are defaults and examples: what an office edits lives in its data folder.
"""

from __future__ import annotations

from pathlib import Path

from tracker.errors import SettingsError
from tracker.office.folder import DataDir

_PACKAGE = Path(__file__).resolve().parents[1]  # tracker/


def asset(name: str) -> Path:
    """The shipped file or folder ``name``, such as ``config/settings.toml``.

    Raises:
        SettingsError: it is not there, so the installation is not whole.
    """
    packed = _PACKAGE / "_data"
    root = packed if packed.is_dir() else _PACKAGE.parent
    found = root / name
    if not found.exists():
        raise SettingsError(f"安装不完整，缺少 {name}，请重新安装")
    return found


def config_dir() -> Path:
    """The shipped config/."""
    return asset("config")


def templates_dir() -> Path:
    """The shipped templates/."""
    return asset("templates")


def own_or_shipped(own: Path, name: str) -> Path:
    """The office's own file if it has one, else that of the shipped config/, as ``workdays.toml``."""
    return own if own.exists() else config_dir() / name


def template_folders(data: DataDir) -> tuple[Path, ...]:
    """Where templates are looked for: an office's own go before the shipped ones."""
    own = (data.templates,) if data.templates.is_dir() else ()
    return (*own, templates_dir())
