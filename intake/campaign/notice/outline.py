"""A notice as lines with their numbering, sections below headings, and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.text.fold import nfkc

LINES, CHARACTERS = 2_000, 60_000  # of a notice that are looked at

_BLANKS = re.compile(r"[\s\u3000\ufeff]+")
_SENTENCE = re.compile(r"[^。；！？]+[。；！？]?")
_WIDE = dict(zip(map(ord, ",:;()!?"), "，：；（）！？", strict=True))
_MARKS = re.compile(r"[()!?]|(?<!\d)[,:;]|[,:;](?!\d)")
_CHINESE = "[一二三四五六七八九十]{1,3}"
# 1.1 before words, not 1.5万亩
_DECIMAL = r"\d{1,2}\.\d{1,2}[、.]?\s?(?=[\u4e00-\u9fff“《(])(?![万亿千百元米倍度公个亩人年])"
# Ways of numbering, from the outer to the inner.
_STYLES = (
    ("bracket", re.compile(r"【([^】]{2,12})】")),
    ("chinese", re.compile(rf"{_CHINESE}(?:、|\s{{1,2}}(?=[\u4e00-\u9fff]))")),
    ("chinese-round", re.compile(rf"\({_CHINESE}\)")),
    ("kind", re.compile(rf"(?:类别|主题|方向|专题|板块|领域|第){_CHINESE}(?:类|个方面|方面)?[::、]")),
    ("digit", re.compile(r"\d{1,2}[.、](?!\d)")),
    ("decimal", re.compile(rf"{_DECIMAL}")),
    ("spoken", re.compile(rf"{_CHINESE}是(?=[^是]{{2,200}}$)")),
    ("digit-round", re.compile(r"\(\d{1,2}\)")),
    ("circled", re.compile(r"[①-⑳]")),
    ("letter", re.compile(r"[A-H](?:[类组型]?[.、:]|[类组型]\s)")),
    ("bullet", re.compile(r"[●•■◆◇▪★·—-]{1,2}\s?")),
)
# The same in the midst of a paragraph: all marks of a list are alike.
_RUN_MARKS = tuple(
    re.compile(rf"(?:^|(?<=[\n。;::,、!?\s])){mark}")
    for mark in (
        r"\([一二三四五六七八九十]{1,2}\)",
        r"\(\d{1,2}\)",
        r"[一二三四五六七八九]是",
        r"其[一二三四五六七八九][,、是为::]?",
        r"[一二三四五六七八九]、",
        r"第[一二三四五六七八九](?:类|级|层级?|组|个?方面|个?主题)?[为是::,、]",
        r"\d{1,2}[.、](?!\d)",
        _DECIMAL,
        r"[A-H](?:[组类级](?:[为是::,]|——?)|[.、::](?![A-H]))",
        r"[●•■◆◇▪★·]\s?",
        r"(?=[^\n。;:,]{2,14}——)(?<![^\n])",
    )
)
_CIRCLED = {ord("①") + at: f"({at + 1})" for at in range(20)}  # in half width they would be plain digits
RANK = {name: rank for rank, (name, _) in enumerate(_STYLES)}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``style`` is how it is numbered, ``rest`` what follows the number."""

    text: str  # as written, without blanks at its ends
    style: str
    rest: str


@dataclass(frozen=True, slots=True)
class Run:
    """What one paragraph enumerates: ``lead`` is the sentence before the first mark."""

    lead: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, in half width where that is a matter of typing, under the heading it stands below."""

    text: str
    heading: str

    @property
    def quote(self) -> str:
        """The sentence as it is shown."""
        return wide(self.text)


def read_lines(text: str) -> tuple[Line, ...]:
    """The lines that are not empty."""
    found = []
    for raw in text[:CHARACTERS].splitlines()[:LINES]:
        if line := raw.strip().strip("\u3000\ufeff"):
            style, rest = numbering(line)
            found.append(Line(line, style, rest))
    return tuple(found)


def numbering(line: str) -> tuple[str, str]:
    """How a line is numbered and what follows; ``""`` where it is not."""
    # ① becomes 1 in half width: a circled number is looked at as it is.
    plain = line[0] + nfkc(line[1:]) if "①" <= line[0] <= "⑳" else nfkc(line)
    for name, pattern in _STYLES:
        if match := pattern.match(plain):
            if name == "bracket":
                return name, match[1] + ":" + plain[match.end() :]
            return name, plain[match.end() :].strip()
    return "", plain


def section(lines: tuple[Line, ...], at: int) -> tuple[Line, ...]:
    """The lines below the heading at ``at``, up to the next of its rank or above."""
    rank = RANK.get(lines[at].style, -1)
    found = []
    for line in lines[at + 1 :]:
        if line.style and RANK[line.style] <= rank:
            break
        found.append(line)
    return tuple(found)


def runs_in(text: str) -> Iterator[Run]:
    """Every way in which marks of one kind part a text, in half width; the last part is the rest of it."""
    plain = nfkc(text.translate(_CIRCLED))
    for pattern in _RUN_MARKS:
        marks = list(pattern.finditer(plain))
        if len(marks) < 2:
            continue
        ends = [*(mark.start() for mark in marks[1:]), len(plain)]
        parts = tuple(plain[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True))
        yield Run(re.split(r"[。;?!\n]", plain[: marks[0].start()].rstrip("。;?!\n "))[-1], parts)


def sentences(lines: tuple[Line, ...]) -> Iterator[Sentence]:
    """Every sentence with its heading: the numbered line it stands below, or the one it begins with."""
    heading = ""
    for line in lines:
        if line.style and len(line.rest) <= 16:
            heading = line.rest
        for match in _SENTENCE.finditer(nfkc(line.text)):
            if said := match[0].strip():
                label = re.split(r"[::。]", line.rest, maxsplit=1)[0][:16] if line.style else ""
                yield Sentence(said, label or heading)


def without_blanks(text: str) -> str:
    """联 系 人 → 联系人"""
    return _BLANKS.sub("", text)


def wide(text: str) -> str:
    """Marks in full width again, but those inside numbers: what half width is for is done."""
    return _MARKS.sub(lambda mark: mark[0].translate(_WIDE), text)
