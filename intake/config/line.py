"""Where a key of a TOML file stands: the standard library's reader keeps no lines."""

from __future__ import annotations

import re
from collections import Counter

Key = tuple[int | str, ...]
_NAME = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_NAMES = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_HEADING = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_NAMES})[ \t]*\]")
_PAIR = re.compile(rf"[ \t]*({_NAMES})[ \t]*=")
_FENCE = re.compile('"""|' + "'''")


def line_of(text: str, key: Key) -> int | None:
    """The line, counted from one, where ``key`` of the TOML ``text`` is set; else where what holds it begins.

    ``key`` as pydantic names it: names and, for lists, positions counted from nought. None: it stands nowhere,
    because the file has no such part.
    """
    best: tuple[int, int] | None = None
    for number, found in _keys(text):
        if found == key[: len(found)] and len(found) > (best[0] if best else 0):
            best = len(found), number
    return best[1] if best else None


def _keys(text: str) -> list[tuple[int, Key]]:
    """Each heading and each key of a file in its order, with its line."""
    seen: Counter[Key] = Counter()
    table: Key = ()
    found: list[tuple[int, Key]] = []
    fenced = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not fenced:
            if heading := _HEADING.match(line):
                table = _opened(_names(heading[2]), seen, is_list=len(heading[1]) > 1)
                found.append((number, table))
            elif pair := _PAIR.match(line):
                found.append((number, (*table, *_names(pair[1]))))
        for fence in _FENCE.findall(line):
            fenced = "" if fenced == fence else fenced or fence
    return found


def _opened(names: Key, seen: Counter[Key], *, is_list: bool) -> Key:
    """The table that a heading opens: in a list of tables one further, and of those that hold it the last."""
    table: Key = ()
    for depth, name in enumerate(names, 1):
        table = (*table, name)
        if is_list and depth == len(names):
            seen[table] += 1
        if seen[table]:
            table = (*table, seen[table] - 1)
    return table


def _names(words: str) -> Key:
    return tuple(name.strip("\"'") for name in re.findall(_NAME, words))
