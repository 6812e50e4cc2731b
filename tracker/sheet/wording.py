"""Texts of cells compared as people see them."""

from __future__ import annotations


def plain(text: str) -> str:
    """A text without the differences that no eye sees: runs and kinds of space, line ends."""
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())
