"""Find the shipped config/ and templates/: inside a wheel, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def config_dir() -> Path:
    """The shipped configuration: settings, campaigns, lexicons, places, workdays."""
    return _find("config")


def templates_dir() -> Path:
    """The shipped templates."""
    return _find("templates")


def _find(name: str) -> Path:
    packed = PACKAGE / "_data" / name
    return packed if packed.is_dir() else PACKAGE.parent / name
