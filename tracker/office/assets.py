"""The shipped config/ and templates/: defaults and examples, in a wheel as well as in a checkout.

A wheel carries templates under ``tracker/_data``; a checkout and an editable install have them beside
the packages. What an office edits lives in its data folder.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from intake.config.shipped import shipped
from tracker.errors import SettingsError
from tracker.office.folder import DataDir

_PACKAGE = Path(__file__).resolve().parents[1]  # tracker/


def config_dir() -> Path:
    """The shipped config/.

    Raises:
        ConfigError: it is not there, so the installation is not whole.
    """
    return shipped()


def default_campaign() -> Path:
    """The shipped call that is taken where none is named.

    Raises:
        ConfigError: it is not there, so the installation is not whole.
    """
    named: str = tomllib.loads(shipped("shipped.toml").read_text("utf-8"))["campaign"]
    return shipped(f"campaigns/{named}.toml")


def templates_dir() -> Path:
    """The shipped templates/.

    Raises:
        SettingsError: they are not there, so the installation is not whole.
    """
    packed = _PACKAGE / "_data"
    found = (packed if packed.is_dir() else _PACKAGE.parent) / "templates"
    if not found.exists():
        raise SettingsError("安装不完整，缺少 templates，请重新安装")
    return found


def own_or_shipped(own: Path, name: str) -> Path:
    """The office's own file if it has one, else that of the shipped config/, as ``workdays.toml``."""
    return own if own.exists() else config_dir() / name


def template_folders(data: DataDir) -> tuple[Path, ...]:
    """Where templates are looked for: an office's own go before the shipped ones."""
    own = (data.templates,) if data.templates.is_dir() else ()
    return (*own, templates_dir())
