"""docs/reliability.md: every row of its tables names what shows it, and that exists."""

import re

from tests.paths import ROOT

PAGE = (ROOT / "docs/reliability.md").read_text("utf-8")
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


def test_what_is_named_exists() -> None:
    assert sorted({named for named in NAMED.findall(PAGE) if not exists(named)}) == []
