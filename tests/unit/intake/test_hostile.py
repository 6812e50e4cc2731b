"""Whatever the bytes do, reading ends in text or a stated doubt: in time, in memory, leaving no file behind.

The corpus is built by script (tests/corpus/hostile). Every attack is read in a process of its own
kind, with the address space that the product gives its readers.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import pytest

from intake.campaign.call import Call, Sender
from intake.model.case import MailKind, Reading
from intake.model.doubts import DOUBTS
from intake.model.limits import Limits
from intake.worker.pool import CallFiles, Readers
from tests.corpus.hostile.mailed import MAILS
from tests.corpus.hostile.packed import CONTAINERS
from tests.corpus.hostile.written import DOCUMENTS
from tests.paths import CONFIG

ATTACKS = {**CONTAINERS, **DOCUMENTS, **MAILS}
LIMITS = Limits(file_seconds=2.0)  # of each attack; the product gives more
FILES = CallFiles(
    campaign=CONFIG / "campaigns" / "xuzhou-2015.toml",
    places=CONFIG / "places" / "xuzhou.toml",
    lexicon=CONFIG / "lexicon" / "xuzhou-2015.toml",
    limits=LIMITS,
)
# Those that take a second or more; make test leaves them to CI.
LONG = frozenset(
    (
        "all newlines.txt", "bzip2 bomb.bz2", "crowded.zip", "empty boundary.eml", "endless saving.pdf",
        "escaping.zip", "folded without end.eml", "gzip bomb.gz", "links.eml", "lzw bomb.pdf",
        "many pages.pdf", "nested brackets.pdf", "one long line.txt", "one long text.docx",
        "separators.eml", "tables.rtf", "xz bomb.xz", "zip bomb that says it is small.zip", "zip bomb.zip",
    )
)  # fmt: skip
SECONDS = 20.0  # a crowded machine, and several files in one mail


@dataclass(frozen=True)
class Outcome:
    """What became of one attack."""

    characters: int
    codes: tuple[str, ...]
    needs_ocr: bool
    names: tuple[str, ...]
    text: str
    kind: MailKind
    seconds: float
    left_behind: tuple[str, ...]


@pytest.fixture(scope="module")
def attack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Outcome]]:
    """Runs an attack in the worker, once."""
    folder = tmp_path_factory.mktemp("temporary")
    with ProcessPoolExecutor(1, get_context("spawn"), _start, (str(folder),)) as pool:
        yield cache(lambda name: pool.submit(_attack, name).result(timeout=60))


_call: list[Call] = []


def _start(folder: str) -> None:
    """Runs in the worker: little address space, a temporary folder of its own."""
    for name in ("TMPDIR", "TEMP", "TMP"):
        os.environ[name] = folder
    tempfile.tempdir = folder
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (LIMITS.worker_bytes, LIMITS.worker_bytes))
    _call.append(FILES.load())


def _attack(name: str) -> Outcome:
    """Runs in the worker."""
    from intake.pipeline import read_file, read_mail

    content = ATTACKS[name]()
    start = time.perf_counter()
    is_mail = name in MAILS
    reading = read_mail(content, _call[0], Sender()) if is_mail else read_file(name, content, _call[0])
    text = reading.body.new + "".join(document.text for document in reading.documents)
    return Outcome(
        characters=len(text),
        codes=tuple(sorted({doubt.code for doubt in reading.doubts})),
        needs_ocr=any(document.needs_ocr for document in reading.documents),
        names=tuple("/".join((*document.path, document.name)) for document in reading.documents),
        text=text[:1000],
        kind=reading.kind,
        seconds=time.perf_counter() - start,
        left_behind=tuple(path.name for path in Path(tempfile.gettempdir()).iterdir()),
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in LONG else []) for name in ATTACKS]
)
def test_attack_ends_in_text_or_a_doubt(attack: Callable[[str], Outcome], name: str) -> None:
    outcome = attack(name)
    assert outcome.seconds < SECONDS
    assert outcome.left_behind == ()
    assert set(outcome.codes) <= set(DOUBTS)
    assert outcome.codes or outcome.needs_ocr or outcome.characters or outcome.kind is not MailKind.SUBMISSION
    assert outcome.characters <= LIMITS.text_chars * max(1, len(outcome.names) + (name in MAILS))
    host = Path("/etc/hostname")
    assert not host.exists() or not host.read_text().strip() or host.read_text().strip() not in outcome.text
    assert not any(".." in part or part.startswith("/") for path in outcome.names for part in path.split("/"))


WANTED = {
    "zip bomb.zip": "over-limit",
    "zip bomb that says it is small.zip": "over-limit",
    "overlapping.zip": "over-limit",
    "zip in zip.zip": "too-deep",
    "gzip bomb.gz": "over-limit",
    "escaping.zip": "partial",
    "empty.docx": "empty",
    "too deep.docx": "damaged",
    "bomb.docx": "over-limit",
    "flate bomb.pdf": "over-limit",
    "words without end.pdf": "over-limit",
    "miles.png": "over-limit",
    "winmail.dat": "over-limit",
    "bomb.ofd": "over-limit",
    "no headers.eml": "header-odd",
    "200 multiparts deep.eml": "too-deep",
    "200 mails deep.eml": "too-deep",
    "20000 parts.eml": "over-limit",
}


@pytest.mark.parametrize("name", WANTED)
def test_the_doubt_says_what_it_is(attack: Callable[[str], Outcome], name: str) -> None:
    assert WANTED[name] in attack(name).codes


def test_a_mail_keeps_its_text_whatever_its_files_do(attack: Callable[[str], Outcome]) -> None:
    for name in (
        "a million headers.eml",
        "folded without end.eml",
        "charset nobody knows.eml",
        "brackets.eml",
    ):
        assert attack(name).text == "附件是我县报送的优秀案例，请查收。"


@pytest.mark.slow
def test_the_readers_of_the_product_survive_all_that_in_one_folder(tmp_path: Path) -> None:
    names = (
        "300 bombs.eml",
        "flate bomb.pdf",
        "200 mails deep.eml",
        "laughs.docx",
        "zeros.eml",
        "ring.doc",
        "miles.png",
    )
    for number, name in enumerate(names):
        (tmp_path / f"{number} {name}").write_bytes(ATTACKS[name]())
    with Readers(FILES) as readers:
        readings = list(readers.read_files(sorted(tmp_path.iterdir())))
    assert [isinstance(reading, Reading) for reading in readings] == [True] * len(names)
