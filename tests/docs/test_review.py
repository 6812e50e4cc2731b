"""docs/review.md: every row of its last table names tests, and they exist."""

import re

from tests.paths import ROOT

TABLE = (
    (ROOT / "docs/review.md")
    .read_text("utf-8")
    .partition("## 附：每一条由哪个测试看住")[2]
    .partition("\n## ")[0]
)
ROWS = [line.strip("|").split("|") for line in TABLE.splitlines() if line.startswith("| ")][1:]


def test_every_point_names_tests_that_exist() -> None:
    assert len(ROWS) == 26
    for what, named in ROWS:
        pairs = re.findall(r"`(tests/[\w/]+\.py)`: `(test_\w+)`", named)
        assert pairs, what
        assert [name for path, name in pairs if f"def {name}(" not in (ROOT / path).read_text("utf-8")] == []
