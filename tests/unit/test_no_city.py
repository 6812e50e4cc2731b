"""No rule of the code names a place: places come from the campaign and the places file."""

import ast
import tomllib
from collections.abc import Iterator

from intake.campaign.places.data import PlacesFile
from intake.campaign.places.surface import county_towns, region_names
from tests.paths import CONFIG, ROOT

GENERIC = ("开发区", "高新", "经开区", "新城区", "港务区")  # every city has one


def place_names() -> set[str]:
    """Province, city, counties and towns of every shipped places file, as they are written in full."""
    found: set[str] = set()
    for path in (CONFIG / "places").glob("*.toml"):
        places = PlacesFile.model_validate(tomllib.loads(path.read_text("utf-8")))
        found.update(region_names(places))
        for county in places.county:
            short = (name for name in county.short if not name.endswith(GENERIC) and "高新" not in name)
            found.update((county.name, *county.aliases, *county.former, *short))
            found.update(town.name for town in county_towns(county) if town.name not in GENERIC)
    return found


def constants(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every string of a module but its docstrings."""
    described = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, described) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def names_in(text: str, names: set[str]) -> list[str]:
    """Those that stand anywhere, docstrings and comments among it: very few files have any."""
    return [name for name in sorted(names) if name in text]


def test_no_place_in_code() -> None:
    names = place_names()
    assert {"江苏", "徐州", "丰县", "宋楼镇"} <= names
    campaigns = [tomllib.loads(path.read_text("utf-8")) for path in (CONFIG / "campaigns").glob("*.toml")]
    marks = {campaign["number_format"].partition("{")[0] for campaign in campaigns}
    marks |= {campaign["id"] for campaign in campaigns} | {campaign["places"] for campaign in campaigns}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {name}"
        for package in ("intake", "tracker")
        for path in sorted((ROOT / package).rglob("*.py"))
        for name in names_in(path.read_text("utf-8"), names | marks)
        for node in constants(ast.parse(path.read_text("utf-8")))
        if name in str(node.value)
    ]
    assert found == []
