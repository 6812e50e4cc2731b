"""The spoiled inputs are the same at every run, and a few of them are read here."""

from __future__ import annotations

import random
import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fuzz import pool, read
from benchmarks.fuzz.mutate import mutate
from benchmarks.fuzz.seeds import Seed, make_seeds
from tests.corpus.hostile.packed import zipped

pytestmark = pytest.mark.slow  # reads and spoils every paper of the corpus


@pytest.fixture(scope="module")
def seeds() -> list[list[Seed]]:
    return make_seeds()


def test_the_same_input_for_the_same_number(seeds: list[list[Seed]]) -> None:
    again = make_seeds()
    assert again == seeds
    for number in range(40):
        assert read.make_input(1, number, seeds) == read.make_input(1, number, again)
    assert read.make_input(1, 0, seeds) != read.make_input(2, 0, seeds)


def test_every_kind_of_seed_is_there(seeds: list[list[Seed]]) -> None:
    found = {name.rpartition(".")[2] for group in seeds for name, _ in group}
    assert {
        "docx",
        "pdf",
        "ofd",
        "xls",
        "xlsx",
        "et",
        "rtf",
        "html",
        "txt",
        "eml",
        "zip",
        "gz",
        "tar",
    } <= found


def test_a_few_inputs_keep_the_promises(monkeypatch: pytest.MonkeyPatch, seeds: list[list[Seed]]) -> None:
    monkeypatch.setattr(read, "_seeds", seeds)
    outcomes = read.run(2015, range(30))
    assert [outcome.breach for outcome in outcomes] == [""] * 30
    assert pool.report(outcomes, 1.0, "--seed 2015") == 0


def test_broken_promises_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = [
        pool.Outcome(7, "a.pdf", "raised", 0.1, "ValueError: x"),
        pool.Outcome(8, "b.pdf", "text", 99.0),
        pool.Outcome(9, "c.pdf", "text", 0.1),
    ]
    assert pool.report(outcomes, 3.0, "--seed 5") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-3:] == [
        "BROKEN  --seed 5 --only 7  a.pdf: ValueError: x",
        "BROKEN  --seed 5 --only 8  b.pdf: took 99 s",
        "--seed 5: 3 inputs in 3 s, slowest 99.0 s, 2 broken promises",
    ]


PACKED = zipped({"a.xml": b"<a b='1'>text 42</a>" * 20, "b.bin": bytes(range(256))})


@given(
    st.integers(),
    st.sampled_from(
        [PACKED, b"", b"%PDF-1.4 stream\nabc\nendstream", b"From: a@b.cn\r\n\r\n" + b"QUJD" * 15 + b"\n"]
    ),
)
def test_spoiling_never_fails(seed: int, data: bytes) -> None:
    assert isinstance(mutate(random.Random(seed), data, PACKED), bytes)


def test_members_of_a_zip_are_spoiled_inside_a_whole_zip() -> None:
    assert sum(is_whole(mutate(random.Random(seed), PACKED, b"x")) for seed in range(100)) > 30


def is_whole(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, zlib.error):
        return False
