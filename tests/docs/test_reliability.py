"""docs/reliability.md: every row of its tables names what shows it, and that exists."""

import re

from tests.paths import ROOT

PAGE = (ROOT / "docs/reliability.md").read_text("utf-8")
ORDERS = (ROOT / "docs/orders.md").read_text("utf-8")
TARGETS = set(re.findall(r"^\.PHONY:(.*)$", (ROOT / "Makefile").read_text("utf-8"), re.M)[0].split())
NAMED = re.compile(r"`((?:tests/)[\w/]+(?:\.py)?|test_\w+\.py|make \w+)`")


def rows() -> list[tuple[str, str]]:
    """What happens and what shows it, of every table with such a column."""
    found, shown = [], False
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            shown = False
        elif cells[-1] == "Shown by":
            shown = True
        elif shown and not cells[-1].startswith("---"):
            found.append((cells[0], cells[-1]))
    return found


def exists(named: str) -> bool:
    if named.startswith("make "):
        return named.removeprefix("make ") in TARGETS
    return (ROOT / named).exists() if "/" in named else any((ROOT / "tests").rglob(named))


def test_every_row_names_what_shows_it() -> None:
    assert len(rows()) > 40
    assert [what for what, shown in rows() if not NAMED.search(shown)] == []


PROMISES = re.compile(r"^- \*\*([^*。]+)。?\*\*", re.M)


def test_every_promise_about_orders_names_the_test_that_shows_it() -> None:
    model = ORDERS[ORDERS.index("### 防什么，防不住什么") :].partition("\n## ")[0]
    shown = dict(rows())
    promises = [promise.partition("（")[0] for promise in PROMISES.findall(model)]
    assert len(promises) == 9
    assert [promise for promise in promises if promise not in shown] == []
    for promise in promises:
        pairs = re.findall(r"`(tests/[\w/]+\.py)`: `(test_\w+)`", shown[promise])
        assert pairs, promise
        for path, name in pairs:
            assert f"def {name}(" in (ROOT / path).read_text("utf-8")


def test_what_is_named_exists() -> None:
    assert sorted({named for named in NAMED.findall(PAGE) if not exists(named)}) == []
