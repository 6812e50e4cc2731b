"""The floor plan holds: few rooms at a level, no circle, every room drawn in ARCHITECTURE.md, sober functions."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

from tests.paths import ROOT

PACKAGES = ("intake", "tracker")
MOST_ROOMS = 14  # files and folders of one folder
MANY_PARAMETERS, SHARE_OF_THEM = 5, 0.03
BROAD_EXCEPTS = 0.5  # a thousand lines of code
FILES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
FOLDERS = sorted({path.parent for path in FILES})
PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def graph_of(package: str) -> grimp.ImportGraph:
    return grimp.build_graph(package)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_a_folder_has_few_rooms(folder: Path) -> None:
    rooms = [
        path
        for path in folder.iterdir()
        if path.stem != "__init__" and (path.suffix == ".py" or path in FOLDERS)
    ]

    assert len(rooms) <= MOST_ROOMS


@pytest.mark.parametrize("package", PACKAGES)
def test_no_circle_of_files(package: str) -> None:
    graph = graph_of(package)
    circles = []
    for module in sorted(graph.modules):
        for other in graph.find_modules_directly_imported_by(module):
            chain = graph.find_shortest_chain(importer=other, imported=module)
            if chain is not None:
                circles.append((module, *chain))

    assert circles == []


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_no_circle_of_rooms(folder: Path) -> None:
    """The rooms of a folder import each other in one direction only."""
    package = ".".join(folder.relative_to(ROOT).parts)
    graph = graph_of(package.split(".", 1)[0])
    depth = package.count(".") + 1
    arrows: dict[str, set[str]] = {}
    for module in graph.modules:
        if not module.startswith(f"{package}."):
            continue
        room = module.split(".")[depth]
        for other in graph.find_modules_directly_imported_by(module):
            if other.startswith(f"{package}.") and other.split(".")[depth] != room:
                arrows.setdefault(room, set()).add(other.split(".")[depth])

    assert list(circles_in(arrows)) == []


def circles_in(arrows: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    for start, first in arrows.items():
        seen: set[str] = set()
        waiting = list(first)
        while waiting:
            room = waiting.pop()
            if room not in seen:
                seen.add(room)
                waiting += arrows.get(room, ())
        if start in seen:
            yield start, ", ".join(sorted(seen))


def test_every_room_is_drawn() -> None:
    drawn = set(re.findall(r"^(?:\| )?`((?:intake|tracker)[\w/]*)/`", PAGE, re.MULTILINE))

    assert drawn == {name_of(folder) for folder in FOLDERS if "migrations" not in folder.parts}


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_a_room_says_what_it_is_for(folder: Path) -> None:
    if folder.name == "versions":
        pytest.skip("Alembic's own folder of revisions")
    said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""

    assert len(said) > 10


def functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in FILES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def test_few_functions_take_many_parameters() -> None:
    every = [(path, node) for path, node in functions() if not is_command(node)]
    many = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path, node in every
        if parameters(node) >= MANY_PARAMETERS
    ]

    assert len(many) < SHARE_OF_THEM * len(every), many


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return len([argument for argument in given if argument.arg not in ("self", "cls")])


def is_command(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A command's parameters are its options: typer wants them one by one."""
    return any("command" in ast.unparse(decorator) for decorator in node.decorator_list)


def test_broad_excepts_are_few_and_give_their_reason() -> None:
    code = broad = 0
    silent = []
    for path in FILES:
        lines = path.read_text(encoding="utf-8").splitlines()
        code += sum(bool(line.strip()) and not line.strip().startswith("#") for line in lines)
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ExceptHandler) and is_broad(node):
                broad += 1
                if "#" not in lines[node.lineno - 1]:
                    silent.append(f"{name_of(path)}:{node.lineno}")

    assert silent == []
    assert broad <= BROAD_EXCEPTS * code / 1000


def is_broad(handler: ast.ExceptHandler) -> bool:
    """Whether it catches everything and does not let the same error go on."""
    named = ast.unparse(handler.type) if handler.type is not None else ""
    last = handler.body[-1]
    return named in ("", "Exception", "BaseException") and not (
        isinstance(last, ast.Raise) and last.exc is None
    )


def test_only_post_makes_letters() -> None:
    makers = {
        name_of(path)
        for path, node in itertools.chain.from_iterable(
            ((path, node) for node in ast.walk(tree_of(path))) for path in FILES
        )
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "NewLetter"
    }

    assert makers == {"tracker/letters/writing/post.py"}
