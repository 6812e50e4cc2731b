"""What an expert wrote between and behind the lines of the letter that he answers.

Mail programs quote our letter behind ``>``, or bare below a head. As the letter is known, what is ours can be
told from what is his; words of which that is not certain are left out, and so is everything of earlier mails.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from intake.mail.words.heads import (
    attribution_length,
    find_foreign,
    head_length,
    is_quoted,
    unquote_line,
)
from intake.mail.words.signature import cut_signature
from intake.model.case import Body
from intake.text.fold import simplify
from tracker.review.marks.lines import MENTIONED
from tracker.review.marks.values import find_number

MAX_LINES: Final = 2_000
_LEAST: Final = 6  # signs by which a line is known as one of the letter's
_WRAPPED: Final = 60  # columns from which on a mail program may have broken a quoted line
_AHEAD: Final = 5  # lines by which a head is known
_FIRST: Final = re.compile(r"^\W{0,4}(?:\d{1,2}\s?[.．、)）]\s{0,3})?(?=[A-Za-z]\s{0,2}-?\d)")
_SURELY: Final = 3  # of its lines, by which the letter is known to stand there
_SHORT: Final = 80  # characters of marks that name no case
_SAYS: Final = re.compile(r"\d|回避|[一二三四五六七八九]十")
_WORDS: Final = re.compile(r"\d\D+\d|[\u4e00-\u9fff]")


@dataclass(slots=True)
class Gap:
    """A line of ours and what stands below or behind it; at the head the only case that our letter names."""

    cited: str = ""
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Letter:
    """The letter that is answered, without blanks and marks."""

    text: str

    @cached_property
    def whole(self) -> str:
        return _compact(self.text)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        found = {_compact(line) for line in self.text.splitlines()} - {""}
        return tuple(sorted(found, key=lambda line: (-len(line), line)))

    def has(self, words: str, before: str = "") -> bool:
        """Whether words are a line of the letter, a good part of one, or go on with one where it was broken."""
        compact = _compact(words)
        if compact in self.lines:
            return True
        going_on = bool(before) and _compact(before) + compact in self.whole
        return going_on or (len(compact) >= _LEAST and not compact.isdecimal() and compact in self.whole)

    def behind(self, words: str) -> str:
        """What stands on a line behind a whole line of the letter."""
        compact = _compact(words)
        first = next((one for one in self.lines if len(one) >= _LEAST and compact.startswith(one)), "")
        if not first or first == compact:
            return ""
        left = len(first)
        for place, sign in enumerate(words):
            left -= len(_compact(sign))
            if left < 0:
                return words[place:].strip()
        return ""


def gaps_in(body: Body, letter: str) -> list[Gap]:
    """What he wrote above our letter, then in it, gap by gap.

    Args:
        body: of his mail.
        letter: the text of our letter that it answers; empty: not known.
    """
    if not body.cited:
        return _around(body.own.splitlines(), letter)
    lines = body.cited.split("\n")[:MAX_LINES]
    at, column = find_foreign(lines) or (len(lines), 0)
    above = "\n".join([*lines[:at], *(line[:column] for line in lines[at : at + 1])])
    sole = _only_case(letter or "\n".join(line for line in lines[at:] if is_quoted(line)))
    top = Gap(sole, cut_signature(above, before_history=True)[0].splitlines())
    start = _first_cited(lines, at) if column == 0 else None
    if start is None:
        return [top]
    following = next((line for line in lines[start:] if line.strip()), "")
    known = _Letter(letter)
    found = _behind_signs(lines, start, known) if is_quoted(following) else _bare(lines, start, known)
    gaps = [gap for gap in found if any(map(str.strip, gap.words))]
    if not is_quoted(following) and any(map(str.strip, top.words)):
        gaps = [gap for gap in gaps if _SAYS.search("\n".join(gap.words))]  # not what his program adds
    if gaps:
        gaps[-1].words = cut_signature("\n".join(gaps[-1].words))[0].splitlines()
    return [top, *gaps]


def _around(lines: Sequence[str], letter: str) -> list[Gap]:
    """What he wrote himself, where our letter stands in it without any sign or head."""
    known = _Letter(letter)
    ours = [
        at for at, line in enumerate(lines) if len(_compact(line)) >= _LEAST and _compact(line) in known.lines
    ]
    if len(ours) < _SURELY:
        return [Gap(_only_case(letter), list(lines))]
    return [Gap(words=list(lines[: ours[0]])), *_bare(lines, ours[0], known)]


def words_with_marks(gaps: Sequence[Gap], numbers: Collection[str]) -> str:
    """All that he wrote; scores below a line of ours about one case are that case's.

    Args:
        gaps: what he wrote, and where.
        numbers: printed numbers of the cases given to him.
    """
    lines: list[str] = []
    for gap in gaps:
        words = "\n".join(gap.words).strip("\n").splitlines()
        number = _case_of(gap.cited, numbers)
        said = " ".join(words)
        if number and len(said) <= _SHORT and _SAYS.search(said) and not MENTIONED.search(said):
            lines += [f"{number} {words[0]}"] if _WORDS.search(words[0]) else [number, words[0]]
            words = words[1:]
        lines += words
    return "\n".join(lines)


def words_with_questions(gaps: Sequence[Gap]) -> str:
    """All that he wrote, each answer below the line of ours behind ``>``."""
    lines: list[str] = []
    for gap in gaps:
        lines += [f"> {gap.cited}"] if gap.cited and any(map(str.strip, gap.words)) else []
        lines += gap.words
    return "\n".join(lines)


def _compact(words: str) -> str:
    """Letters, digits and characters alone."""
    folded = simplify(unicodedata.normalize("NFKC", words))
    return "".join(sign for sign in folded if sign.isalnum()).upper()


def _first_cited(lines: Sequence[str], at: int) -> int | None:
    """The line at which a quoted letter begins below its head; ``None``: no letter of which we know the edges."""
    listed = list(lines)
    for place in range(at, min(at + 4, len(lines))):
        if is_quoted(lines[place]):
            return place
        if length := attribution_length(listed, place) or head_length(listed, place):
            return place + length
        if any(sign.isalnum() for sign in lines[place]):
            return None
    return None


def _begins_older(lines: Sequence[str], at: int) -> bool:
    """Whether an earlier mail, or anything of another, begins at a line, whatever signs stand before it."""
    near = [_bared(line) for line in lines[at : at + _AHEAD]]
    return (find_foreign(near) or (1, 0))[0] == 0


def _bared(line: str) -> str:
    while is_quoted(line):
        line = unquote_line(line)
    return line


def _behind_signs(lines: Sequence[str], start: int, letter: _Letter) -> Iterator[Gap]:
    """Gaps of a letter behind ``>``."""
    gap = Gap()
    told = False  # a line of the letter was seen
    sure = False  # and nothing of anybody else's since
    broken = ""  # the quoted line right above, which may go on without its sign
    for at in range(start, len(lines)):
        words = _bared(lines[at]).strip()
        if words and (told or not is_quoted(lines[at])) and _begins_older(lines, at):
            break
        if is_quoted(lines[at]):
            if not words:
                continue
            yield gap
            deep = is_quoted(unquote_line(lines[at]))
            told = told or letter.has(words)
            his = "" if deep else _typed(words, letter, sure)
            sure = letter.has(words) or (sure and bool(his))
            gap = Gap("" if deep or his == words else words, [his] if his else [])
            broken = words
        elif not words:
            broken = ""
            gap.words.append("")
        elif broken and (letter.has(broken + words) or _is_broken(broken, letter)):
            broken += words
        else:
            broken = ""
            gap.words.append(words)
    yield gap


def _typed(words: str, letter: _Letter, sure: bool) -> str:
    """What he typed on a quoted line: behind a line of ours, or on one of his own that begins with a case."""
    if letter.has(words) or not _SAYS.search(words):
        return ""
    own_line = sure and _FIRST.match(words) and re.search(r"\d\D+\d", words)
    return letter.behind(words) or (words if own_line else "")


def _is_broken(words: str, letter: _Letter) -> bool:
    """Whether a quoted line of another letter is so long that its end may stand on the next line."""
    wide = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)
    return wide >= _WRAPPED and not letter.has(words)


def _bare(lines: Sequence[str], start: int, letter: _Letter) -> Iterator[Gap]:
    """Gaps of a letter that stands bare below its head, from its first line on."""
    gap = Gap()
    told = False
    for at in range(start, len(lines)):
        words = lines[at].strip()
        if words and (_begins_older(lines, at) or is_quoted(lines[at])):
            break
        if words and letter.has(words, gap.cited if not any(map(str.strip, gap.words)) else ""):
            yield gap
            told = True
            gap = Gap(words)
        elif words and told:
            his = letter.behind(words)
            if his:
                yield gap
                gap = Gap(words[: words.rfind(his)].strip(), [his])
            else:
                gap.words.append(words)
        elif told:
            gap.words.append("")
    yield gap


def _only_case(letter: str) -> str:
    """The case of a letter that names one and no other."""
    named = {f"{found[1].upper()}{found[2]}" for found in MENTIONED.finditer(simplify(letter))}
    return named.pop() if len(named) == 1 else ""


def _case_of(cited: str, numbers: Collection[str]) -> str | None:
    """The one case that a line of ours is about: it begins with its number and names no other."""
    line = simplify(cited)
    named = {find_number(found[1] + found[2], numbers) for found in MENTIONED.finditer(line)}
    return named.pop() if len(named) == 1 and _FIRST.match(line) else None
