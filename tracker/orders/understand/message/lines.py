"""A whole message: each line stands for itself, and what a line is about falls to no other by accident.

The case of an earlier line is carried only to a line that names nothing which could be another case
and goes on in so many words, or that stands under a heading (36号三处：). Every line of which nothing
was made is told, if it is not plainly a greeting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.orders.understand import read
from tracker.orders.understand.clause import Clause
from tracker.orders.understand.evidence import DEEDS
from tracker.orders.understand.fold import fold
from tracker.orders.understand.frames.found import CASE_UNKNOWN, UNSURE, WHICH_CASE
from tracker.orders.understand.intents import CAREFUL, Guess, Intent, Understanding
from tracker.orders.understand.items import Piece, divide, items
from tracker.orders.understand.message.daily import first as daily
from tracker.orders.understand.message.entries import read_entries
from tracker.orders.understand.message.left_out import tell_left_out
from tracker.orders.understand.message.second import look_again
from tracker.orders.understand.message.subject import (
    clause_of,
    continues,
    names_another,
    names_unknown,
    only_names,
)
from tracker.orders.understand.model.judge import Model
from tracker.orders.understand.names import Names
from tracker.orders.understand.spans import Kind
from tracker.orders.understand.words import Lexicon

_LINE = re.compile(r"\n")
_BULLET = re.compile(r"^\s*(?:[·•●■□▪◆○*–—-]\s*(?!\d{5})|[a-zA-Z][.、．)）]\s*)")
_GOES_ON = re.compile(r"[、(（]\s*$")  # the list goes on in the next line
_COLON = re.compile(r"[:：]\s*$")
_TAKES_ALL = re.compile(r"如下[:：]?$")  # 收件29回复如下：
_MARKS = re.compile(r"[\s，。！？、；：,.!?;:~…]+")
WHOLE = ("yes", "no", "resume")
ANSWERS = (Intent.YES, Intent.NO, Intent.RESUME)
_END = "；;，, \t"
LONGEST_GREETING = 10  # characters before the colon: 小赵、李工：


@dataclass(frozen=True, slots=True)
class _Line:
    piece: Piece
    clause: Clause
    last: bool

    @property
    def heads(self) -> bool:
        """Whether other lines stand under it: 36号三处：, or 36号 and nothing else."""
        return not self.last and bool(_COLON.search(self.piece.folded) or only_names(self.clause, Kind.CASES))


@dataclass(frozen=True, slots=True)
class _Above:
    """What lines leave to those below."""

    cases: tuple[int, ...] = ()  # of the line before
    heading: bool = False  # it stands over the lines that follow
    field: str = ""  # the word of a heading that names a field: 备注栏：
    doing: frozenset[str] = frozenset()  # what a heading without cases wants: 合并清单：


def understand(text: str, names: Names, lexicon: Lexicon, model: Model) -> Understanding:
    """Read every order in the new text of a mail; look again at each that would be done, and at what is left."""
    piece = fold(text, names, lexicon)
    found = look_again(_understand(text, piece, (names, lexicon, model)), piece, names, lexicon)
    return tell_left_out(found, piece, names, lexicon)


def _understand(text: str, piece: Piece, parts: tuple[Names, Lexicon, Model]) -> Understanding:
    names, lexicon, _ = parts
    if "\n" not in text.strip():
        if entries := read_entries(piece, names, lexicon):
            return Understanding(entries)
        return _unknown(daily.understand(text.rstrip(_END), parts), clause_of(piece, names, lexicon))
    found: list[Understanding] = []
    above = _Above()
    for line in _lines(piece, names, lexicon):
        one = _told(_read(line, above, parts), line, first=not any(map(_orders, found)))
        found.append(_unknown(_under(one, line, above.doing), line.clause))
        above = _below(one, line, above)
    return _one_answer(
        Understanding(
            tuple(dict.fromkeys(wish for one in found for wish in one.wishes)),
            tuple(guess for one in found for guess in one.guesses),
            tuple(words for one in found for words in one.unread),
        )
    )


def _one_answer(found: Understanding) -> Understanding:
    """A yes, and then a no in the words that follow: 好哒, 不用啦 刚才那个问题. Neither is given."""
    denied = any(words.startswith(("不", "别", "甭")) for words in found.unread)
    if not denied or not any(wish.intent is Intent.YES for wish in found.wishes):
        return found
    unread = tuple(wish.text for wish in found.wishes if wish.intent is Intent.YES)
    kept = tuple(wish for wish in found.wishes if wish.intent is not Intent.YES)
    return replace(found, wishes=kept, unread=(*unread, *found.unread))


def _read(line: _Line, above: _Above, parts: tuple[Names, Lexicon, Model]) -> Understanding:
    """A line by itself; only where nothing is made of that, with what stands above it."""
    names, lexicon, _ = parts
    written = line.piece.written.rstrip(_END)
    if entries := read_entries(line.piece, names, lexicon):
        return Understanding(entries)
    if line.heads and not names_another(line.clause):  # the hands wrote whole orders, no headings
        return read.understand(written, names, lexicon)
    found = daily.understand(written, parts)
    if found.wishes:
        return found
    again = found
    cases = line.clause.all(Kind.CASES)
    if above.cases and not names_another(line.clause) and (above.heading or continues(line.clause)):
        again = _careful(daily.understand(_about(written, line.clause, above.cases), parts), line)
    elif above.field and len(cases) == 1 and not line.clause.all(Kind.FIELD):
        again = daily.understand(written[: cases[0].end] + above.field + written[cases[0].end :], parts)
    return again if _orders(again) else found


def _unknown(found: Understanding, clause: Clause) -> Understanding:
    """A case that was named and is none of ours is not the one that the answered letter is about."""
    if not names_unknown(clause):
        return found
    guesses = (
        replace(guess, why=CASE_UNKNOWN) if guess.why.startswith(WHICH_CASE) else guess
        for guess in found.guesses
    )
    return replace(found, guesses=tuple(guesses))


def _about(written: str, line: Clause, cases: tuple[int, ...]) -> str:
    """A line that goes on, with the numbers that it goes on about: 这篇撤回 is 3号撤回."""
    first = line.spans[0] if line.spans else None
    begin = first.end if first is not None and first.kind is Kind.THAT and not first.start else 0
    return "、".join(f"{number}号" for number in cases) + written[begin:]


def _careful(found: Understanding, line: _Line) -> Understanding:
    """那个不好的不要了: what is hard to take back is asked, where more is said than 这篇撤回."""
    hard = [wish for wish in found.wishes if wish.intent in CAREFUL]
    if not hard or not (line.clause.loose() or "那" in line.piece.folded):
        return found
    asked = (Guess(wish.text, UNSURE, wish) for wish in hard)
    kept = tuple(wish for wish in found.wishes if wish not in hard)
    return replace(found, wishes=kept, guesses=(*found.guesses, *asked))


def _below(found: Understanding, line: _Line, above: _Above) -> _Above:
    """What a line leaves to the next."""
    own = _cases_of(found, line)
    if own or names_another(line.clause):
        return replace(above, cases=own, heading=line.heads)
    fields = line.clause.all(Kind.FIELD)
    if not (line.heads or (len(fields) == 1 and not _orders(found))):
        return above
    word = line.piece.written[fields[0].start : fields[0].end] if len(fields) == 1 else ""
    doing = frozenset().union(*(cue.meanings for cue in line.clause.cues)) & DEEDS
    return replace(above, field=word, doing=doing)


def _lines(text: Piece, names: Names, lexicon: Lexicon) -> Iterator[_Line]:
    """The lines of a message without list numbers, what was broken in the middle made whole again."""
    lines: list[Piece] = []
    for item in items(text):
        for line in divide(item, _LINE):
            bullet = _BULLET.match(line.folded)
            part = line.cut(bullet.end(), len(line.folded)) if bullet else line
            mark = _open_end(lines[-1], names, lexicon) if lines else None
            if mark is not None:
                lines[-1] = _with(lines[-1], mark, line)
            elif re.search(r"\w", part.folded):
                lines.append(part)
    clauses = [clause_of(line, names, lexicon) for line in lines]
    at = 0
    while at < len(lines):
        listed = _listed_below(clauses[at], clauses[at + 1 :])
        end = at + 1 + listed
        piece, clause = lines[at], clauses[at]
        if listed:
            piece = _in_one(piece, lines[at + 1 : end], lexicon)
            clause = clause_of(piece, names, lexicon)
        yield _Line(piece, clause, end == len(lines))
        at = end


def _open_end(line: Piece, names: Names, lexicon: Lexicon) -> str | None:
    """What joins the next line to one that is not finished (a list, a quote, words for others); None for most."""
    text = line.folded
    if _GOES_ON.search(text):
        return ""
    if text.count("“") > text.count("”") or text.count("《") > text.count("》"):
        return "\n"
    head = text.split("\n", 1)[0]
    if not _COLON.search(head) or ("\n" in text and not _TAKES_ALL.search(head.rstrip())):
        return None
    clause = clause_of(Piece(head, line.written[: len(head)]), names, lexicon)
    if clause.all(Kind.MAIL) and clause.means("say"):
        return "\n"
    return "" if lexicon.patterns["quote_from"].search(head) and clause.means("remind") else None


def _in_one(head: Piece, below: Sequence[Piece], lexicon: Lexicon) -> Piece:
    """下面几篇主题改四：, 3号, 5号: 3号、5号主题改四."""
    colon = _COLON.search(head.folded)
    said = head.cut(0, colon.start()) if colon else head
    if listed := lexicon.patterns["listed"].search(said.folded):
        said = _with(said.cut(0, listed.start()), "", said.cut(listed.end(), len(said.folded)))
    piece = below[0]
    for one in below[1:]:
        piece = _with(piece, "、", one)
    return _with(piece, "", said)


def _with(line: Piece, mark: str, below: Piece) -> Piece:
    first, second = len(line.folded.rstrip()), len(below.folded) - len(below.folded.lstrip())
    return Piece(
        line.folded[:first] + mark + below.folded[second:],
        line.written[:first] + mark + below.written[second:],
    )


def _listed_below(head: Clause, lines: Sequence[Clause]) -> int:
    """How many lines under a heading only list what it is about: 下面几篇主题改四：, 3号, 5号."""
    if not _COLON.search(head.folded) or not head.cues or names_another(head):
        return 0
    kind = next((kind for kind in (Kind.CASES, Kind.UNIT) if lines and only_names(lines[0], kind)), None)
    if kind is None:
        return 0
    return next((at for at, line in enumerate(lines) if not only_names(line, kind)), len(lines))


def _orders(found: Understanding) -> bool:
    return bool(found.wishes) or any(guess.wish is not None for guess in found.guesses)


def _cases_of(found: Understanding, line: _Line) -> tuple[int, ...]:
    """The cases that a line is about: none where it is about several, each in its own way."""
    wishes = (*found.wishes, *(guess.wish for guess in found.guesses if guess.wish is not None))
    about = {wish.cases for wish in wishes if wish.cases} or {line.clause.numbers()}
    return about.pop() if len(about) == 1 else ()


def _under(found: Understanding, line: _Line, doing: frozenset[str]) -> Understanding:
    """合并清单：, 5、6 → 4: numbers under a heading that says what to do with them say nothing else."""
    other = [wish for wish in found.wishes if str(wish.intent) not in doing]
    if not doing or not other or any(len(cue.text) > 1 for cue in line.clause.cues):
        return found
    asked = (Guess(wish.text, UNSURE) for wish in other)
    return replace(
        found,
        wishes=tuple(wish for wish in found.wishes if wish not in other),
        guesses=(*found.guesses, *asked),
    )


def _told(found: Understanding, line: _Line, *, first: bool) -> Understanding:
    """A line's orders; what was made nothing of is said, a greeting and a bare heading are not."""
    bare = _MARKS.sub("", line.piece.folded)
    lexicon = line.clause.lexicon
    answers = bool(found.wishes) and all(wish.intent in ANSWERS for wish in found.wishes)
    if answers and not (first and any(lexicon.is_whole(name, bare) for name in WHOLE)):
        # It answers no question behind other orders; 嗯，你记一下 in front of them is talk.
        closing = lexicon.is_whole("closing", bare)
        return Understanding(unread=() if closing else (line.piece.written.strip(),))
    if line.heads and not found.wishes and not _orders(found):
        return Understanding()
    if found.wishes or found.guesses or found.unread:
        return replace(found, unread=()) if _is_talk(line, found) else found
    silent = line.clause.means("hold") or lexicon.is_whole("polite", bare)
    return found if silent else Understanding(unread=(line.piece.written.strip(),))


def _is_talk(line: _Line, found: Understanding) -> bool:
    """Whether a line is a greeting, or leaves a case as it is (4号别动), and nothing else."""
    if found.wishes or found.guesses:
        return False
    text = line.piece.folded.strip()
    greets = text.rstrip("：:，, ").endswith(line.clause.lexicon.lists["persons"])
    return line.clause.means("hold") or (greets and len(text) <= LONGEST_GREETING)
