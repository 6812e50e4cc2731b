"""Patterns mean the same in every Python from 3.11.0 on.

Before 3.11.5 a possessive quantifier over a group (``(?:a|bc)*+``) forgot where the group had begun
(CPython issue 106052); over one character or set (``[ab]*+``) and in an atomic group it was right.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants as sre  # type: ignore[attr-defined]  # the parser is the only one that knows
from re import _parser as parser  # type: ignore[attr-defined]

import pytest

import intake
import tracker
from intake.documents.word.rtf.tokens import token_pattern

SINGLE = (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY, sre.CATEGORY)


def quantified_groups(pattern: str | bytes, flags: int) -> list[str]:
    """What a pattern quantifies possessively that is more than one character or set."""
    return list(_walk(parser.parse(pattern, flags & ~(re.UNICODE if isinstance(pattern, bytes) else 0))))


def _walk(tree: object) -> Iterator[str]:
    for kind, value in tree:  # type: ignore[attr-defined]
        if kind is sre.POSSESSIVE_REPEAT and (len(value[2]) != 1 or value[2][0][0] not in SINGLE):
            yield repr(value[2])
        for part in _parts(kind, value):
            yield from _walk(part)


def _parts(kind: object, value: tuple[object, ...]) -> list[object]:
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [value[2]]
    if kind is sre.SUBPATTERN:
        return [value[3]]
    if kind is sre.ATOMIC_GROUP:
        return [value]
    if kind is sre.BRANCH:
        return list(value[1])  # type: ignore[call-overload, no-any-return]
    if kind in (sre.ASSERT, sre.ASSERT_NOT):
        return [value[1]]
    return []


@pytest.mark.parametrize("pattern", [r"(?:ab)++c", r"(a|b)*+", rb"x(?:\r\n|\n)?+", r"(?=(?:ab){1,3}+)c"])
def test_the_look_sees_them(pattern: str | bytes) -> None:
    assert quantified_groups(pattern, 0)


@pytest.mark.parametrize("pattern", [r"[ab]++c", r".*+", rb"\s?+", r"(?>(?:ab)+)c", r"a{1,3}+"])
def test_the_look_lets_others_pass(pattern: str | bytes) -> None:
    assert quantified_groups(pattern, 0) == []


def test_no_group_is_quantified_possessively() -> None:
    for package in (intake, tracker):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not module.name.endswith("__main__") and ".migrations." not in module.name:
                importlib.import_module(module.name)
    token_pattern(1)
    gc.unfreeze()  # what was compiled while the tests were collected is kept from the collector's sight
    ours = {(one.pattern, one.flags) for one in gc.get_objects() if isinstance(one, re.Pattern)}
    gc.freeze()
    # packaging, which PostgreSQL's extras bring along, compiles another pattern where Python is old.
    ours = {(pattern, flags) for pattern, flags in ours if "(?P<epoch>" not in str(pattern)}
    assert [pattern for pattern, flags in ours if quantified_groups(pattern, flags)] == []
