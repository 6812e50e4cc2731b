"""Texts that make a pattern work: built from what the pattern itself looks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as sre  # type: ignore[attr-defined]  # the parser is the only one that knows
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

COMMON = (" ", "1", "a", "中", "：", "　", "\n", "<", "-")
REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
CATEGORIES = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_NOT_WORD: "-",
}


def nasty_texts(pattern: re.Pattern[str] | re.Pattern[bytes], size: int, pieces: int) -> Iterator[str]:
    """Texts of about ``size`` characters: each of so many pieces again and again, one piece before another's
    run, pairs in turn; each ends in a sign that no pattern looks for, so that what was matched must be given
    back.
    """
    found = _pieces(pattern, pieces)
    for one in found:
        yield one * (size // len(one)) + "\x01"
    for one in found:
        for other in found:
            if one != other:
                yield one + other * (size // len(other)) + "\x01"
                yield (one + other) * (size // len(one + other)) + "\x01"


def _pieces(pattern: re.Pattern[str] | re.Pattern[bytes], most: int) -> list[str]:
    """What the pattern repeats, as it stands in a match; its words; their first signs; common signs."""
    source = pattern.pattern
    text = source.decode("latin-1") if isinstance(source, bytes) else source
    flags = pattern.flags & ~re.UNICODE if isinstance(source, bytes) else pattern.flags
    tree = parser.parse(text, flags)
    words: list[str] = []
    repeated: list[str] = []
    _walk(tree, words, repeated)
    letters = [word[:1] for word in words]
    ranked = dict.fromkeys([*repeated[: most // 3], *words[: most // 3], *letters, *words])
    kept = [*list(ranked)[: most - most // 3], *COMMON[: most // 3]]
    return list(dict.fromkeys(piece for piece in kept if piece))


def _walk(tree: object, words: list[str], repeated: list[str]) -> None:
    """Literals in a row as one word, each set by one of its members; each repeated group as one match of it."""
    run = ""
    for kind, value in tree:  # type: ignore[attr-defined]
        if kind is sre.LITERAL:
            run += chr(value)
            continue
        if run:
            words.append(run)
            run = ""
        if kind is sre.IN:
            words.extend(_members(value))
        elif kind is sre.NOT_LITERAL:
            words.append("b" if value == ord("a") else "a")
        elif kind in REPEATS and len(example := _example(value[2])) > 1:
            repeated.append(example)
        for inner in _inner(kind, value):
            _walk(inner, words, repeated)
    if run:
        words.append(run)


def _inner(kind: object, value: Any) -> list[object]:
    """The parts of one node."""
    if kind in REPEATS:
        return [value[2]]
    if kind is sre.SUBPATTERN:
        return [value[3]]
    if kind is sre.ATOMIC_GROUP:
        return [value]
    if kind is sre.BRANCH:
        return list(value[1])
    if kind in (sre.ASSERT, sre.ASSERT_NOT):
        return [value[1]]
    return []


def _example(tree: object) -> str:
    """One match: optional parts are there, each choice is the first."""
    out = []
    for kind, value in tree:  # type: ignore[attr-defined]
        if kind is sre.LITERAL:
            out.append(chr(value))
        elif kind is sre.IN:
            out.append(next(iter(_members(value)), ""))
        elif kind in (sre.ANY, sre.NOT_LITERAL):
            out.append("a" if value != ord("a") else "b")
        elif kind not in (sre.ASSERT, sre.ASSERT_NOT):
            out.extend(_example(inner) for inner in _inner(kind, value)[:1])
    return "".join(out)


def _members(value: list[tuple[object, object]]) -> Iterator[str]:
    negated = value[0][0] is sre.NEGATE
    for kind, what in value[:4]:
        if kind is sre.LITERAL and not negated:
            yield chr(what)  # type: ignore[arg-type]
        elif kind is sre.RANGE and not negated:
            yield chr(what[0])  # type: ignore[index]
        elif kind is sre.CATEGORY and not negated:
            yield CATEGORIES.get(what, "a")
    if negated:
        yield next(sign for sign in "a中1 -" if not _is_listed(value, sign))


def _is_listed(value: list[tuple[object, object]], sign: str) -> bool:
    code = ord(sign)
    return any(
        (kind is sre.LITERAL and what == code)
        or (kind is sre.RANGE and what[0] <= code <= what[1])  # type: ignore[index]
        or (kind is sre.CATEGORY and CATEGORIES.get(what) == sign)
        for kind, what in value
    )
