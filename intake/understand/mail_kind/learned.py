"""What a letter without a case wants, learned from examples (config/kinds) and from the rules' signs.

Rules know few ways of saying a thing, pieces of words know many and none well; together they are
right far more often than either. A complement naive Bayes (Rennie et al. 2003) over pieces of one
to three characters; the signs that the rules see count as pieces of more weight. The examples are
plain text and may be added to; they are learned when the first letter needs them, in a fraction of
a second and without any heavy library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from intake.campaign.campaign import number_pattern
from intake.config.shipped import shipped
from intake.model.case import MailKind
from intake.text.bayes import Counts, complement, count
from intake.understand.mail_kind import wishes
from intake.understand.mail_kind.letter import Letter, Marks, make_letter
from intake.understand.mail_kind.unwanted import Said, judge_unwanted
from intake.understand.mail_kind.words import WISHES

EXAMPLES: Final = "kinds/examples.txt"
SMOOTHING: Final = 0.3
SIGN_WEIGHT: Final = 3.0  # of a sign against a piece of text
FEW: Final = 4  # known pieces below which nothing is judged
FAMILIAR: Final = 0.2  # share of pieces that must be known
LATIN_WORDS: Final = 6  # of a text without Hanzi, below which nothing is judged
MAX_CHARS: Final = 1500  # of a letter, that are looked at

_HEAD: Final = re.compile(r"\[([a-z-]+)\]")
_HANZI: Final = re.compile(r"[\u4e00-\u9fff]")
_LATIN: Final = re.compile(r"[A-Za-z]{2,}")
_DIGITS: Final = re.compile(r"\d+")
_EXAMPLE_MARKS: Final = Marks("案例征集", number_pattern("AL-{serial}"))  # of the call in the examples
_SPEAKS_OF: Final = {
    "WITHDRAW": WISHES.withdraw,
    "EXTEND": WISHES.extend,
    "CORRECT": WISHES.correct,
    "ASKS": WISHES.asks,
    "RECEIVED": WISHES.received,
    "COVERS": WISHES.covers,
    "THING": WISHES.thing,
}


@dataclass(frozen=True, slots=True)
class Model:
    """Piece → weight of each kind, in the order of ``kinds``."""

    kinds: tuple[MailKind, ...]
    weights: dict[str, tuple[float, ...]]


def rank_kinds(letter: Letter, model: Model | None = None) -> tuple[tuple[MailKind, float], ...]:
    """Every kind a letter may be with its score, best first; only differences of scores mean anything.

    Empty for a text that is too unlike all examples to be judged.
    """
    model = model or shipped_model()
    pieces, signs = pieces_of(letter), signs_of(letter)
    known = [weights for piece in pieces if (weights := model.weights.get(piece))]
    marked = [weights for sign in signs if (weights := model.weights.get(sign))]
    if len(known) < max(FEW, FAMILIAR * len(pieces)) or _is_strange(letter):
        return ()
    size = len(known) + len(marked)
    scores = (
        (sum(row[at] for row in known) + SIGN_WEIGHT * sum(row[at] for row in marked)) / size
        for at in range(len(model.kinds))
    )
    return tuple(sorted(zip(model.kinds, scores, strict=True), key=lambda pair: -pair[1]))


def _is_strange(letter: Letter) -> bool:
    """A few Latin words, or none: too little to call anything an advert."""
    text = letter.raw
    return not _HANZI.search(text) and len(set(_LATIN.findall(text))) < LATIN_WORDS


@cache
def shipped_model() -> Model:
    """The model of the shipped examples."""
    return learn(read_examples(shipped(EXAMPLES).read_text("utf-8")))


def read_examples(text: str) -> Iterator[tuple[MailKind, Letter]]:
    """Examples as written: ``[kind]``, then lines of subject and text with a bar between."""
    kind = MailKind.OTHER
    for line in text.splitlines():
        if head := _HEAD.fullmatch(line.strip()):
            kind = MailKind(head.group(1))
        elif line.strip() and not line.startswith("#"):
            subject, _, body = line.partition("|")
            yield kind, make_letter(subject, body, _EXAMPLE_MARKS)


def learn(examples: Iterable[tuple[MailKind, Letter]]) -> Model:
    """Learn from letters whose kind is known; all the weights of a kind together come to one size."""
    found = [(kind, pieces_of(letter) | signs_of(letter)) for kind, letter in examples]
    kinds = tuple(dict.fromkeys(kind for kind, _ in found))
    counts: Counts = {}
    for kind, pieces in found:
        count(counts, pieces, kinds.index(kind), len(kinds))
    weights = complement(counts, len(kinds), SMOOTHING)
    sizes = [sum(column) / len(column) for column in zip(*weights.values(), strict=True)]
    return Model(
        kinds,
        {
            piece: tuple(weight / size for weight, size in zip(row, sizes, strict=True))
            for piece, row in weights.items()
        },
    )


def pieces_of(letter: Letter) -> set[str]:
    """The pieces of one to three characters of a letter; numbers count as one sign."""
    text = _DIGITS.sub("0", " ".join(sentence.bare for sentence in letter.sentences))[:MAX_CHARS]
    return {text[at : at + size] for size in (1, 2, 3) for at in range(len(text) - size + 1)}


def signs_of(letter: Letter) -> set[str]:
    """What the rules see in a letter, as pieces that no text has."""
    seen = {
        "withdrawal": wishes.wants_withdrawal(letter),
        "extension": wishes.wants_time(letter),
        "correction": wishes.wants_correction(letter),
        "asks": wishes.asks(letter),
        "received": wishes.asks_receipt(letter),
        "thanks": wishes.thanks(letter),
        "covers": wishes.covers(letter),
        "chooses": wishes.chooses(letter),
        "replies": letter.replies,
        "answers": letter.answers_us,
        judge_unwanted(Said(letter.subject, letter.raw))[0]: True,
    }
    signs = {f"<{name}>" for name, found in seen.items() if name and found}
    return signs | {f"<{name}>" for name, pattern in _SPEAKS_OF.items() if pattern.search(letter.bare)}
