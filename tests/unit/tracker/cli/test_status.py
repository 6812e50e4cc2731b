"""How many matters wait: one count with one meaning, in ``status`` and on the page of the workbook."""

from __future__ import annotations

import pytest

from tracker.cli.ledger import waiting_words


@pytest.mark.parametrize(
    ("owners", "words"),
    [
        ((), "待核事项：共0项"),
        (("coordinator",), "待核事项：共1项：待经办人、管理员处理1项，待报送单位答复0项"),
        (
            ("sender", "coordinator", "sysadmin", "sender"),
            "待核事项：共4项：待经办人、管理员处理2项，待报送单位答复2项",
        ),
    ],
)
def test_what_waits_is_counted_as_the_workbook_lists_it(owners: tuple[str, ...], words: str) -> None:
    assert waiting_words(owners) == words
