"""Tables of fonts stay small whatever the file declares."""

from __future__ import annotations

import pytest
from pdfminer import pdffont
from pdfminer.psexceptions import PSEOF

from intake.documents.pdf.bounds import MOST_ENTRIES, BoundedMap, bound_fonts, narrow


def test_widths_keep_lists_and_honest_ranges() -> None:
    widths = [1, [500, 600], 10, 12, 700, 0, 4294967295, 1, 20, 20, 800]
    assert list(narrow(widths, 3)) == [1, [500, 600], 10, 12, 700, 20, 20, 800]
    bound_fonts()
    bound_fonts()
    assert pdffont.get_widths(widths) == {1: 500, 2: 600, 10: 700, 11: 700, 12: 700, 20: 800}
    assert pdffont.get_widths2([5, 6, -1, 2, 3, 0, 10**9, -1, 2, 3]) == {5: (-1, (2, 3)), 6: (-1, (2, 3))}


def test_ranges_together_stay_small() -> None:
    found = list(narrow([0, 65535, 1] * 1000, 3))
    assert len(found) == 3 * (MOST_ENTRIES // 65535)


def test_maps_end_when_full() -> None:
    table = BoundedMap()
    for cid in range(MOST_ENTRIES):
        table.add_cid2unichr(cid % 65536, b"\x4e\x00")
    with pytest.raises(PSEOF):
        table.add_cid2unichr(1, b"\x4e\x00")
    assert table.get_unichr(65535) == "一"
