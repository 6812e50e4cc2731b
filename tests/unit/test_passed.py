"""What CI leaves out because it passed on a bare machine."""

from tests.passed import split


def test_files_with_something_skipped_run_again_whole() -> None:
    lines = [
        "passed tests/a.py::test_one",
        "passed tests/a.py::test_two[老街 新语]",
        "passed tests/b.py::test_one",
        "skipped tests/b.py::test_two",
    ]
    assert split(lines) == (
        frozenset(("tests/a.py::test_one", "tests/a.py::test_two[老街 新语]", "tests/b.py::test_one")),
        frozenset(("tests/b.py",)),
    )
