"""Every pattern of the code, on texts made to make it work: twice the text takes at most 2.5 times as long.

A pattern is tried with the methods that the code calls it with. The loop inside a pattern cannot be
interrupted, so a process of its own does the work and is ended when one pattern takes too long.
``python -m tests.linear.test_patterns`` tries more texts, and longer ones, for some minutes.
"""

from __future__ import annotations

import ast
import importlib
import multiprocessing
import pkgutil
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import intake
import tracker
from tests.linear.nasty import nasty_texts

WORTH = 0.004  # seconds from which growth is measured
GROWTH = 2.5**2  # for four times the text
PATIENCE = 40.0  # seconds for one pattern


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try: characters of the shorter text, and pieces that texts are made of."""

    size: int
    pieces: int


QUICK = Effort(600, 6)
THOROUGH = Effort(2_000, 12)
SEARCHES = frozenset(("search", "finditer", "findall", "sub", "subn", "split"))
ANCHORED = frozenset(("match", "fullmatch"))

Name = tuple[str, str]


def modules() -> Iterator[ModuleType]:
    for package in (intake, tracker):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in found.name and not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


@cache
def patterns() -> dict[Name, re.Pattern[Any]]:
    """Every compiled pattern under the module and name that made it."""
    found: dict[Name, re.Pattern[Any]] = {}
    seen: set[int] = set()
    for module in modules():
        for name, value in vars(module).items():
            for position, pattern in enumerate(_inside(value, 4)):
                if id(pattern) not in seen:
                    seen.add(id(pattern))
                    found[module.__name__, f"{name}[{position}]" if pattern is not value else name] = pattern
    return found


def _inside(value: object, levels: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif levels and isinstance(value, (tuple, list, set, frozenset)):
        for one in value:
            yield from _inside(one, levels - 1)
    elif levels and isinstance(value, dict):
        for one in value.values():
            yield from _inside(one, levels - 1)
    elif levels and type(value).__module__.startswith(
        ("intake.", "tracker.")
    ):  # lists of words, tables of rules
        for name in (*getattr(value, "__dict__", ()), *getattr(type(value), "__slots__", ())):
            yield from _inside(getattr(value, name, None), levels - 1)


@cache
def calls() -> dict[Name, set[str]]:
    """The methods that anything of a name is called with: private names in their module, others anywhere."""
    found: dict[Name, set[str]] = defaultdict(set)
    for module in modules():
        assert module.__file__ is not None
        for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
                name = called.value.id
                found[module.__name__ if name.startswith("_") else "", name].add(called.attr)
    return found


def methods(module: str, name: str) -> tuple[str, ...]:
    """How to try a pattern: as it is called, by searching when that is not to be seen."""
    called = calls()[module if name.startswith("_") else "", name]
    if called & SEARCHES or not called & ANCHORED:
        return ("search",)
    return tuple(sorted(called & ANCHORED))


def measure(pattern: re.Pattern[Any], method: str, text: str) -> float:
    """Seconds of this process for one search, or for every match of an anchored one."""
    subject: Any = text.encode("utf-8") if isinstance(pattern.pattern, bytes) else text
    started = time.process_time()
    if method == "search":
        for _ in pattern.finditer(subject):
            pass
    else:
        getattr(pattern, method)(subject)
    return time.process_time() - started


def growth(pattern: re.Pattern[Any], method: str, effort: Effort) -> tuple[float, str]:
    """The worst growth for four times the text, and the beginning of the text that shows it."""
    worst, shown = 0.0, ""
    short, long, longest = (nasty_texts(pattern, times * effort.size, effort.pieces) for times in (1, 4, 16))
    for few, more, many in zip(short, long, longest, strict=True):
        if measure(pattern, method, more) < WORTH or grows(pattern, method, few, more) <= GROWTH:
            continue
        found = grows(pattern, method, more, many)  # a bound inside the pattern is reached by now
        if found > worst:
            worst, shown = found, few[:40]
        if worst > GROWTH:
            break
    return worst, shown


def grows(pattern: re.Pattern[Any], method: str, short: str, long: str) -> float:
    """How many times longer the longer text takes, the least of three measurements each."""
    few, many = (min(measure(pattern, method, text) for _ in range(3)) for text in (short, long))
    return many / few


def work(connection: Any, start: int, effort: Effort) -> None:
    for position, ((module, name), pattern) in enumerate(list(patterns().items())[start:], start):
        connection.send(("begin", position, 0.0, ""))
        for method in methods(module, name):
            worst, shown = growth(pattern, method, effort)
            connection.send(("done", position, worst, f"{method} {shown!r}"))
    connection.send(("end", 0, 0.0, ""))


def offenders(effort: Effort) -> list[str]:
    """Patterns that grow too fast, with the text that shows it."""
    names = list(patterns())
    calls()  # once, before the processes part
    found: list[str] = []
    start = 0
    context = multiprocessing.get_context("fork")
    while start < len(names):
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, start, effort), daemon=True)
        process.start()
        now = start
        try:
            while ours.poll(PATIENCE):
                kind, position, worst, shown = ours.recv()
                if kind == "end":
                    return found
                now = position
                if worst > GROWTH:
                    found.append(f"{'.'.join(names[position])} grows {worst:.1f} times: {shown}")
            found.append(f"{'.'.join(names[now])} does not end")
        finally:
            process.kill()
            process.join()
        start = now + 1
    return found


@pytest.mark.slow
def test_every_pattern_is_linear() -> None:
    assert len(patterns()) > 500
    assert offenders(QUICK) == []


@pytest.mark.parametrize("source", [r"\s*x\s*$", pytest.param(r"[a-z]+\d+$", marks=pytest.mark.slow)])
def test_a_pattern_that_is_not_would_be_found(source: str) -> None:
    assert growth(re.compile(source), "search", QUICK)[0] > GROWTH


def test_what_a_pattern_repeats_is_among_its_texts() -> None:
    pattern = re.compile(r"[\s{}]*(?:\\[a-z]+-?\d* ?[\s{}]*)*eq")  # once held a reader for minutes
    assert "\\a-1  " * 5 + "\x01" in set(nasty_texts(pattern, 30, 6))


if __name__ == "__main__":
    print(*offenders(THOROUGH), sep="\n")
