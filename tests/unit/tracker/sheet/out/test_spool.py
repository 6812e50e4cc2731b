"""What is put aside comes back in order, as often as it is asked for."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.sheet.out.spool import Spool

SHOWN = st.dictionaries(st.text(max_size=5), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**6), SHOWN)))
def test_lines_come_back(lines):
    with Spool() as spool:
        for line in lines:
            spool.add(*line)

        assert spool.count == len(lines)
        assert list(spool.lines()) == list(spool.lines()) == lines
