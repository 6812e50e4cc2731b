"""The whole result of ``benchmarks.identify_eval`` on its sets, as it stands.

``docs/identification.md`` has the figures at first sight; these are after the mends that followed.
"""

import pytest

from benchmarks.identify_eval import OUTCOMES, count, shipped_call

# right, in doubt, wrong, invented
A = {
    "county": (68, 0, 0, 0),
    "town": (62, 0, 0, 0),
    "community": (31, 0, 0, 0),
    "level": (65, 0, 0, 0),
    "title": (68, 0, 0, 0),
    "contact": (53, 0, 0, 0),
    "phone": (55, 0, 0, 0),
}
B = {
    "county": (37, 0, 0, 0),
    "town": (35, 0, 0, 0),
    "community": (18, 0, 0, 0),
    "level": (36, 0, 0, 0),
    "title": (36, 1, 0, 0),
    "contact": (33, 0, 0, 0),
    "phone": (30, 0, 0, 0),
}
C = {
    "county": (20, 0, 0, 0),
    "town": (19, 0, 0, 0),
    "community": (9, 0, 0, 0),
    "level": (20, 0, 0, 0),
    "title": (19, 1, 0, 0),
    "contact": (18, 0, 0, 0),
    "phone": (20, 0, 0, 0),
}
E = {
    "county": (45, 0, 0, 0),
    "town": (40, 0, 0, 0),
    "community": (31, 0, 0, 0),
    "level": (45, 0, 0, 0),
    "title": (45, 0, 0, 0),
    "contact": (43, 0, 0, 0),
    "phone": (43, 0, 0, 0),
}
F = {
    "county": (27, 0, 0, 0),
    "town": (26, 0, 0, 0),
    "community": (18, 0, 0, 0),
    "level": (27, 0, 0, 0),
    "title": (27, 0, 0, 0),
    "contact": (26, 0, 0, 0),
    "phone": (26, 0, 0, 0),
}
G = {
    "county": (20, 0, 0, 0),
    "town": (19, 0, 0, 0),
    "community": (13, 0, 0, 0),
    "level": (20, 0, 0, 0),
    "title": (20, 0, 0, 0),
    "contact": (20, 0, 0, 0),
    "phone": (20, 0, 0, 0),
}
H = {
    "county": (15, 0, 0, 0),
    "town": (15, 0, 0, 0),
    "community": (11, 0, 0, 0),
    "level": (15, 0, 0, 0),
    "title": (15, 0, 0, 0),
    "contact": (15, 0, 0, 0),
    "phone": (15, 0, 0, 0),
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a", A), ("b", B), ("c", C), ("e", E), ("f", F), ("g", G), ("h", H)],
)
def test_fields_of_unseen_mails(name: str, expected: dict[str, tuple[int, ...]]) -> None:
    table = count(shipped_call(), name)
    assert {field: tuple(table[field][outcome] for outcome in OUTCOMES) for field in table} == expected
