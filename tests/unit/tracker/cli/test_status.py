"""How many matters wait: one count with one meaning, in ``status`` and on the page of the workbook."""

from __future__ import annotations

import pytest

from tracker.cli.ledger import tell_waiting
from tracker.ledger.views.status import Waiting


@pytest.mark.parametrize(
    ("waiting", "words"),
    [
        (Waiting(0, 0), "待核事项：共0项"),
        (Waiting(1, 0), "待核事项：共1项：待经办人、管理员处理1项，待报送单位答复0项"),
        (
            Waiting(2, 2),
            "待核事项：共4项：待经办人、管理员处理2项，待报送单位答复2项",
        ),
    ],
)
def test_what_waits_is_counted_as_the_workbook_lists_it(waiting: Waiting, words: str) -> None:
    assert tell_waiting(waiting) == words
