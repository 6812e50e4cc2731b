"""How much a mail is like adverts and fraud, and not like what persons write, learned from examples.

A complement naive Bayes of two classes (:mod:`intake.text.bayes`) over pieces of subject and text, of
the name the sender gives himself and of the names of the files. The examples stand in config/kinds;
they are learned when the first mail needs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from intake.config.shipped import shipped
from intake.model.case import MailKind
from intake.text.bayes import Counts, complement, count
from intake.text.fold import nfkc
from intake.understand.mail_kind.learned import EXAMPLES, read_examples
from intake.understand.mail_kind.unwanted import Said

MAILS: Final = "kinds/unwanted.txt"
SMOOTHING: Final = 0.3
FEW: Final = 30  # so many pieces are as much as nothing: a line of five words decides little
MAX_CHARS: Final = 1500
UNWANTED: Final = frozenset({MailKind.ADVERT, MailKind.SPAM})

_DIGITS: Final = re.compile(r"\d+")
_SPACE: Final = re.compile(r"\s+")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[!-~]+")  # of a page: its letters are nobody's words


def sales_likeness(said: Said) -> float:
    """Above 0 for a mail that is more like adverts and fraud, below for one more like persons' mails."""
    return _likeness(pieces_of(said))


def sells_like(name: str) -> bool:
    """Whether the name of a file is more like those of adverts than like those of persons."""
    return _likeness(_of_file(name)) > 0


def pieces_of(said: Said) -> set[str]:
    """What is learned of a mail: two characters of its words and of every name."""
    found = _pairs("", f"{said.subject}{said.text}"[:MAX_CHARS]) | _pairs("name", said.name)
    return found.union(*map(_of_file, said.files))


def read_mails(text: str) -> Iterator[tuple[Said, bool]]:
    """Examples as written, with whether they are unwanted: ``name|subject|files|text`` below a head."""
    unwanted = False
    for line in text.splitlines():
        if line in ("[unwanted]", "[wanted]"):
            unwanted = line == "[unwanted]"
        elif line and not line.startswith("#"):
            name, subject, files, body = line.split("|", 3)
            yield Said(subject, body, name, tuple(filter(None, files.split("、")))), unwanted


def learn(mails: Iterable[tuple[Said, bool]]) -> dict[str, float]:
    """Piece to how much it speaks for adverts and fraud; the weights of both classes come to one size."""
    counts: Counts = {}
    for said, unwanted in mails:
        count(counts, pieces_of(said), int(unwanted), 2)
    weights = complement(counts, 2, SMOOTHING)
    wanted, other = (sum(column) / len(column) for column in zip(*weights.values(), strict=True))
    return {piece: row[1] / other - row[0] / wanted for piece, row in weights.items()}


def shipped_mails() -> Iterator[tuple[Said, bool]]:
    """The shipped examples; what machines send by themselves is neither of the two."""
    yield from read_mails(shipped(MAILS).read_text("utf-8"))
    for kind, letter in read_examples(shipped(EXAMPLES).read_text("utf-8")):
        if kind is not MailKind.AUTOMATIC:
            yield Said(letter.subject, letter.raw), kind in UNWANTED


@cache
def shipped_model() -> dict[str, float]:
    """What the shipped examples teach."""
    return learn(shipped_mails())


def _likeness(pieces: set[str]) -> float:
    known = [weight for piece in pieces if (weight := shipped_model().get(piece)) is not None]
    return sum(known) / (len(known) + FEW)


def _plain(text: str) -> str:
    return _SPACE.sub("", _DIGITS.sub("0", _ADDRESS.sub("", nfkc(text).lower())))


def _of_file(name: str) -> set[str]:
    return _pairs("file", name.rsplit(".", 1)[0])


def _pairs(kind: str, text: str) -> set[str]:
    plain = _plain(text)
    return {f"{kind}:{plain[at : at + 2]}" for at in range(len(plain) - 1)}
