"""How alike two texts are: finding earlier texts among very many, and judging a pair.

Finding: a text is marked by the smallest hashes of its six-character pieces (a bottom-k sketch,
Broder 1997), each of them a key of the ledger's index. Two texts that share about a third of
their pieces share a key with a probability of 0.9999; unrelated texts almost never do, because
pieces made of the commonest characters alone ("社区居民委员") are not used. Judging: exact shares
of two-character pieces. What follows from it for the ledger is the tracker's to decide.
"""

from __future__ import annotations

import difflib
import hashlib
import heapq
import itertools
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from intake.text.fold import nfkc
from intake.text.hanzi import HANZI

Relation = Literal["same", "revision", "near-copy", "same-practice", "different"]

PIECE = 6  # characters of a hashed piece
MARKS = 24  # hashes kept of one text
ENOUGH = 8  # fewer distinctive pieces than this: all pieces are hashed
RECENT = 64  # texts kept in their judged form: one new text is compared with several
JUDGED = 30_000  # characters of a text that are compared

# The commonest characters of office prose: a piece that begins with one is not distinctive.
_COMMON = frozenset("".join(HANZI.frequent.split()))

# Thresholds, from 36 cases of 30 units (630 pairs of different cases: at most 0.21 alike, 0.34
# inside the other) and their rewritten versions (tests/unit/intake/text/test_likeness.py). A revised
# text keeps at least (1 - share rewritten); what is rewritten resembles the old by 0.1 to 0.2.
REVISED = 0.5  # same unit, whatever the title, if what they do not share is one story
REVISED_TITLED = 0.35  # same unit, same title
BRIEF = 300  # characters: in texts below this, an office's stock opening and close weigh most
REVISED_BRIEF = 0.8  # same unit, brief, under another title; below, a person looks at both
LEFT = 0.12  # so much of both texts in sentences the other lacks: do those tell one story?
LEFT_TITLED = 0.35  # the same under one title
RETOLD = 0.3  # what is left of a text and of its rewritten version is alike by 0.57 or more,
# what is left of two cases after their common sentences by 0.20 at most
COPIED = 0.5  # another unit
INSIDE = 0.8  # share of the shorter text that stands in the longer
PRACTICE = 0.3
TITLED = 0.8  # titles count as the same
TELLING = 3  # characters of a title that name a matter
SHORT = 150  # characters: below this, being inside another text says little
SHARED_NAMES = 3  # so many names in quotation marks and figures in common: the same practice


@lru_cache(maxsize=RECENT)
def normalise(text: str) -> str:
    """Only letters, Hanzi and digits, in one form: layout, marks and spaces do not count.

    Digits stay, because a corrected figure is a new version.
    """
    return "".join(c for c in nfkc(text).casefold() if c.isalnum())


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """By what a text is found again: the hash of its normalised form, and the keys of its marks."""

    sha256: str
    bands: tuple[int, ...]


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a text as written."""
    plain = normalise(text)
    return Fingerprint(hashlib.sha256(plain.encode()).hexdigest(), bands(signature(plain)))


def signature(text: str) -> tuple[int, ...]:
    """The marks of a normalised text: up to 24 numbers of 63 bits, ascending; () for no text."""
    if not text:
        return ()
    data = text.encode("utf-16-le", "surrogatepass")
    size = 2 * PIECE
    last = max(0, len(text) - PIECE)
    starts = [i for i, c in enumerate(text) if c not in _COMMON and i <= last]
    if len(starts) < ENOUGH:
        starts = list(range(last + 1))
    crc = zlib.crc32
    hashes = {crc(data[2 * i : 2 * i + size]): i for i in starts}
    smallest = heapq.nsmallest(MARKS, hashes)
    return tuple(sorted({_long_hash(data[2 * hashes[h] : 2 * hashes[h] + size]) for h in smallest}))


def _long_hash(data: bytes) -> int:
    """63 bits: the smallest of 32-bit hashes lie so close together that they would collide."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") >> 1


def bands(marks: tuple[int, ...]) -> tuple[int, ...]:
    """The index keys of a signature: texts that share one are worth comparing."""
    return tuple(dict.fromkeys(marks))


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much two texts share, both shares from 0 to 1."""

    similarity: float  # of both together
    inside: float  # of the shorter one


def overlap(a: str, b: str) -> Overlap:
    """Compare two texts by their two-character pieces, counted with repetitions."""
    first, second = _pairs(a), _pairs(b)
    smaller, larger = sorted((first.total(), second.total()))
    if not smaller:
        return Overlap(0.0, 0.0)
    if len(first) > len(second):
        first, second = second, first
    common = sum(min(n, second[piece]) for piece, n in first.items() if piece in second)
    return Overlap(2 * common / (smaller + larger), common / smaller)


@lru_cache(maxsize=RECENT)
def _pairs(text: str) -> Counter[str]:
    clean = normalise(text[:JUDGED])
    return Counter(map("".join, itertools.pairwise(clean)))


def similarity(a: str, b: str) -> float:
    """0 (nothing in common) to 1 (equal but for layout and marks)."""
    return overlap(a, b).similarity


def contained(a: str, b: str) -> float:
    """Share of the shorter text that stands in the longer one."""
    return overlap(a, b).inside


def same_title(a: str, b: str) -> float:
    """How alike two titles are, 0 to 1; a title with its subtitle equals the title alone."""
    first, second = normalise(a), normalise(b)
    if not first or not second:
        return 0.0
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) >= 6 and longer.startswith(shorter):
        return 1.0
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def relation(a_title: str, a_text: str, b_title: str, b_text: str, *, same_unit: bool) -> Relation:
    """How case ``a`` stands to the earlier case ``b``.

    ``same``: equal text. ``revision``: another version, only ever within one unit. ``near-copy``:
    mostly the same text, but from another unit or about other things (an office's stock phrases
    round another story, the same report for another village). ``same-practice``: perhaps told
    anew; for a person.
    """
    first, second = normalise(a_text[:JUDGED]), normalise(b_text[:JUDGED])
    if first == second:
        return "same" if first else "different"
    found = overlap(first, second)
    alike = found.similarity
    titled = same_title(a_title, b_title) >= TITLED
    long_enough = min(len(first), len(second)) >= SHORT
    inside = found.inside >= INSIDE and long_enough
    brief = min(len(first), len(second)) < BRIEF
    untitled = REVISED_BRIEF if brief else REVISED
    if same_unit and (alike >= untitled or inside or (titled and alike >= REVISED_TITLED)):
        spare = LEFT_TITLED if titled else LEFT
        told_apart = _is_told_only(a_title, first, second) and _is_told_only(b_title, second, first)
        if not told_apart and _one_story(a_text, b_text, spare) and _one_place(a_text, b_text):
            return "revision"
    if alike >= COPIED or inside:
        return "near-copy"
    if alike >= PRACTICE or (titled and alike >= PRACTICE / 2) or _share_names(a_text, b_text):
        return "same-practice"
    return "different"


def _one_story(a: str, b: str, spare: float) -> bool:
    """Whether the sentences that only one of the texts has tell the same, too."""
    first, second = Counter(_plain_sentences(a)), Counter(_plain_sentences(b))
    rest, others = ("".join(side.elements()) for side in (first - second, second - first))
    whole = sum(len(s) * n for s, n in first.items()), sum(len(s) * n for s, n in second.items())
    if len(rest) < spare * whole[0] or len(others) < spare * whole[1]:
        return True
    return overlap(rest, others).similarity >= RETOLD


def _is_told_only(title: str, own: str, other: str) -> bool:
    """Whether a text speaks more than once of what its title names, and the other never: template prose filled in."""
    plain = normalise(title)
    pieces = {plain[at : at + TELLING] for at in range(len(plain) - TELLING + 1)}
    return any(own.count(piece, len(plain)) >= 2 and piece not in other for piece in pieces)


_PLACE = re.compile(
    r"(?=([\u4e00-\u9fff][^\W\d_我本该全各每某农然政自个进驻入邻多几此同])(?:村|社区|小区|居委会|街道|镇|乡))"
)


def _one_place(a: str, b: str) -> bool:
    """False if each text has a place of its own that the other never names: a report told twice."""
    first, second = Counter(_PLACE.findall(a[:JUDGED])), Counter(_PLACE.findall(b[:JUDGED]))
    if not first or not second:
        return True
    (mine, n), (yours, m) = first.most_common(1)[0], second.most_common(1)[0]
    return n < 2 or m < 2 or mine in second or yours in first


_NAME = re.compile(
    r"[“\"「『]([^“”\"「」『』]{2,12})[”\"」』]|(?<!\d)(\d{3,}+(?:\.\d++)?|\d++\.\d++)(?!年)([\u4e00-\u9fff])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def _share_names(a: str, b: str) -> bool:
    """The same coined names and the same odd figures: one story told twice."""
    first, second = _names(a), _names(b)
    common = first & second
    return len(common) >= SHARED_NAMES and 3 * len(common) >= min(len(first), len(second))


@lru_cache(maxsize=RECENT)
def _names(text: str) -> frozenset[str]:
    """“红色圆桌”, 1126户, 38.6万: what hardly two stories have in common by chance."""
    found = set()
    for match in _NAME.finditer(nfkc(text[:JUDGED])):
        name, figure, unit = match.groups()
        if name:
            found.add(name)
        elif not _YEAR.fullmatch(figure):
            found.add(figure + unit)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Change:
    """One place where two texts differ; ``""`` where a sentence has no counterpart."""

    before: str
    after: str


_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;]?[”’」』)）]*")


def differences(before: str, after: str, most: int = 200) -> tuple[Change, ...]:
    """What changed, sentence beside sentence, in the order of the texts; at most ``most`` rows.

    Sentences that differ only in layout or marks are equal.
    """
    old, new = _sentences(before[:JUDGED]), _sentences(after[:JUDGED])
    matcher = difflib.SequenceMatcher(
        None, [normalise(s) for s in old], [normalise(s) for s in new], autojunk=False
    )
    found: list[Change] = []
    for kind, i, j, k, n in matcher.get_opcodes():
        if kind != "equal":
            found += _side_by_side(old[i:j], new[k:n])
        if len(found) >= most:
            break
    return tuple(found[:most])


@lru_cache(maxsize=RECENT)
def _plain_sentences(text: str) -> tuple[str, ...]:
    return tuple(normalise(s) for s in _sentences(text[:JUDGED]))


def _sentences(text: str) -> list[str]:
    return [s for part in _SENTENCE.findall(text) if normalise(s := part.strip())]


def _side_by_side(old: list[str], new: list[str]) -> list[Change]:
    """Pair each new sentence with the old one it was made from, as far as one can tell."""
    found: list[Change] = []
    rest = list(old)
    for sentence in new:
        likest = max(rest, key=lambda s: similarity(s, sentence), default="")
        if likest and similarity(likest, sentence) >= PRACTICE:
            at = rest.index(likest)
            found += [Change(skipped, "") for skipped in rest[:at]]
            rest = rest[at + 1 :]
            found.append(Change(likest, sentence))
        else:
            found.append(Change("", sentence))
    return found + [Change(left, "") for left in rest]
