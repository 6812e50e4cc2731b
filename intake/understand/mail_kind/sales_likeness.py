"""How much a mail is like adverts and fraud, and not like what persons write, learned from examples.

A logistic regression over pieces of subject and text, of the name the sender gives himself, of the names of the
files, and of some counts. The examples stand in config/kinds; what they teach is learned by
benchmarks/accuracy/learn_unwanted.py and shipped as config/kinds/unwanted.json.gz.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from intake.config.shipped import shipped
from intake.model.case import MailKind
from intake.model.errors import ConfigError
from intake.text.fold import nfkc
from intake.understand.mail_kind.learned import EXAMPLES, read_examples
from intake.understand.mail_kind.unwanted import Said

MAILS: Final = "kinds/unwanted.txt"
WEIGHTS: Final = "kinds/unwanted.json.gz"
FEW: Final = 60  # so many pieces are as much as nothing: a line of five words decides little
MAX_CHARS: Final = 1500
UNWANTED: Final = frozenset({MailKind.ADVERT, MailKind.SPAM})
ALWAYS: Final = "always"  # a piece of every mail

_DIGITS: Final = re.compile(r"\d+")
_SPACE: Final = re.compile(r"\s+")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[!-~]+")  # of a page: its letters are nobody's words
_COUNTED: Final = {  # what is counted as such, to three: the name of the count, what it counts
    "phone": re.compile(r"1[3-9]\d{9}|\d{3,4}-\d{7,8}|400-?\d"),
    "price": re.compile(r"\d元|[￥%折]"),
    "asked": re.compile(r"[?？]"),
    "loud": re.compile(r"[!！]"),
    "page": re.compile(r"https?://|www\."),
    "i": re.compile(r"我"),
    "we": re.compile(r"我们|我司|我公司"),
    "you": re.compile(r"您"),
    "ask": re.compile(r"请问|能不能|行不行|吗"),
}
_LENGTH: Final = 30  # characters of one step of length, eight steps at most


def sales_likeness(said: Said) -> float:
    """The logarithm of the odds, by the examples, that a mail is an advert or fraud and not a person's."""
    return likeness(shipped_model(), pieces_of(said))


def sells_like(name: str) -> bool:
    """Whether the name of a file is more like those of adverts than like those of persons."""
    return likeness(shipped_model(), _of_file(name)) > 0


def likeness(weights: Mapping[str, float], pieces: Iterable[str]) -> float:
    """What the known pieces say together; a long mail says no more than a short one."""
    known = [weights[piece] for piece in sorted(pieces) if piece in weights]
    return sum(known) / math.sqrt(len(known) + FEW)


def pieces_of(said: Said) -> set[str]:
    """What is learned of a mail: one and two characters of its words and of every name, and counts."""
    text = f"{said.subject}{said.text}"[:MAX_CHARS]
    found = _pairs("", text) | _pairs("name", said.name) | _singles("", text) | _singles("name", said.name)
    found.update(f"count:{name}:{min(3, len(seen.findall(text)))}" for name, seen in _COUNTED.items())
    found.update((ALWAYS, f"files:{min(2, len(said.files))}", f"length:{min(8, len(text) // _LENGTH)}"))
    found.update(f"ending:{name.rpartition('.')[2].lower()}" for name in said.files)
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


def shipped_mails() -> Iterator[tuple[Said, bool]]:
    """The shipped examples; what machines send by themselves is neither of the two."""
    yield from read_mails(shipped(MAILS).read_text("utf-8"))
    for kind, letter in read_examples(shipped(EXAMPLES).read_text("utf-8")):
        if kind is not MailKind.AUTOMATIC:
            yield Said(letter.subject, letter.raw), kind in UNWANTED


@cache
def shipped_model() -> dict[str, float]:
    """What the shipped examples taught.

    Raises:
        ConfigError: the file is missing or damaged.
    """
    path = shipped(WEIGHTS)
    try:
        stored: dict[str, int] = json.loads(gzip.decompress(path.read_bytes()))["weights"]
        return {piece: weight / 1000 for piece, weight in stored.items()}
    except (OSError, ValueError, EOFError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"{path.name} 缺失或损坏，请恢复随程序安装的文件") from error


def _plain(text: str) -> str:
    return _SPACE.sub("", _DIGITS.sub("0", _ADDRESS.sub("", nfkc(text).lower())))


def _of_file(name: str) -> set[str]:
    return _pairs("file", name.rsplit(".", 1)[0])


def _pairs(kind: str, text: str) -> set[str]:
    plain = _plain(text)
    return {f"{kind}:{plain[at : at + 2]}" for at in range(len(plain) - 1)}


def _singles(kind: str, text: str) -> set[str]:
    return {f"{kind}:{sign}" for sign in _plain(text)}
