"""Rows of a small table typed or pasted into a mail, made sentences: 3 | 主题 | 四 → 3号主题：四."""

from __future__ import annotations

import re

_CELL = re.compile(r"(?<![^\S\t])[^\S\t]*+[|｜\t]\s*+")
_SERIAL = re.compile(r"(?:第?\s*)?([A-Za-z]{1,4}[-—]?\d{1,5}|\d{1,5})\s*号?")
_CHANGED = re.compile(r"^.*(?:→|->|=>)\s*+")  # 二 → 四
MOST_COLUMNS = 8


def read_tables(text: str, fields: frozenset[str], old: tuple[str, ...] = ()) -> str:
    """The text with every row that begins with a case's number written as an order."""
    if not _CELL.search(text):
        return text
    header: list[str] = []
    lines = []
    for line in text.split("\n"):
        cells = [cell for cell in _CELL.split(line.strip().strip("|｜")) if cell][:MOST_COLUMNS]
        if (
            len(cells) > 1
            and not _SERIAL.fullmatch(cells[0])
            and any(cell in fields or cell in old for cell in cells[1:])
        ):
            header = cells
            lines.append("")
        elif len(cells) > 1 and (serial := _SERIAL.fullmatch(cells[0])):
            lines.append(f"{serial[1]}号" + _row(*_as_it_is(cells[1:], header[1:], old), fields))
        else:
            lines.append(line)
    return "\n".join(lines)


def _as_it_is(cells: list[str], header: list[str], old: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """A row and its header without the columns of what was (原 | 现)."""
    if len(cells) != len(header):
        return cells, header
    kept = [at for at, name in enumerate(header) if name not in old]
    return [cells[at] for at in kept], [header[at] for at in kept]


def _row(cells: list[str], header: list[str], fields: frozenset[str]) -> str:
    values = [_CHANGED.sub("", cell) for cell in cells]
    if len(header) == len(values) and all(name in fields for name in header):
        return "，".join(f"{name}：{value}" for name, value in zip(header, values, strict=True))
    if len(values) > 1 and values[0] in fields:
        return f"{values[0]}：{'，'.join(values[1:])}"
    return "，".join(values)
