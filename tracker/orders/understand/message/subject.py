"""Whether a line speaks on of the case of an earlier line, or names what could be another."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from tracker.orders.understand.clause import Clause, Context, read_clause
from tracker.orders.understand.items import Piece
from tracker.orders.understand.names import Names
from tracker.orders.understand.spans import Kind, Span
from tracker.orders.understand.words import Cue, Lexicon, one_of

_LISTED: Final = re.compile(r"[\s、，,。；;和与及:：]*")
_MARKS: Final = re.compile(r"[\s，,、。；;：:]*")
# A place by its last word, though no list of ours holds it: 高新区的联系人, 梓潼镇那篇.
_PLACE: Final = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:区|县|市|镇|乡|街道|办事处|村|社区|居委会|小区|庄|园)(?:民政局)?(?=的|那|这|报)"
)
_OWNED: Final = re.compile(r"([\u4e00-\u9fffA-Za-z·]{2,12})的(?=\S)")
_NAMING: Final = (Kind.CASES, Kind.MAIL, Kind.ADDRESS, Kind.ROW, Kind.FOREIGN)
_NAMED_OR_VALUE: Final = (Kind.UNIT, Kind.TOWN, Kind.QUOTE)
_BEGINNING: Final = (Kind.FIELD, Kind.THAT, Kind.LEVEL, Kind.THEME)


def clause_of(line: Piece, names: Names, lexicon: Lexicon) -> Clause:
    """A line with what it names and the words that show orders."""
    return read_clause(line, Context(names, lexicon))


def names_another(line: Clause) -> bool:
    """Whether a line names a case, a mail, a unit or a place, or what could be one: then it speaks of that."""
    if line.all(*_NAMING) or any(not _is_value(span, line) for span in line.all(*_NAMED_OR_VALUE)):
        return True
    return names_unknown(line)


def names_unknown(line: Clause) -> bool:
    """Whether words of a line could name a case by what no list of ours holds: 高新区的联系人, 梓潼那篇."""
    if any(not _is_set(line.folded[: found.start()], line) for found in _PLACE.finditer(line.folded)):
        return True
    if any(_stands_before(found, line) for found in line.lexicon.patterns["that_case"].finditer(line.folded)):
        return True
    return any(_says_whose(found, line) for found in _OWNED.finditer(line.folded))


def continues(line: Clause) -> bool:
    """Whether a line that names nothing begins as one that goes on: 联系人也改一下, 这篇撤回, 另外归到村级."""
    start = _begin(line)
    first = next((span for span in line.spans if span.end > start), None)
    if first is not None and first.start <= start and first.kind in _BEGINNING:
        return True
    cue = next((cue for cue in line.cues if cue.start == start and len(cue.text) > 1), None)
    return (start > 0 and bool(line.cues)) or (cue is not None and "set" in cue.meanings)


def only_names(line: Clause, kind: Kind) -> list[Span]:
    """The cases (or units) of a line that says nothing else, 3号、5号; empty for any other."""
    spans = line.all(kind)
    rest = list(line.folded)
    for span in spans:
        rest[span.start : span.end] = " " * (span.end - span.start)
    return spans if _LISTED.fullmatch("".join(rest)) else []


def _begin(line: Clause) -> int:
    """Where a line begins behind the words by which one goes on (另外, 还有, 请把)."""
    found = _joined(line.lexicon).match(line.folded)
    return found.end() if found else 0


@cache
def _joins(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of(words).pattern}|{_MARKS.pattern[:-1]}+)*")


def _joined(lexicon: Lexicon) -> re.Pattern[str]:
    return _joins((*lexicon.lists["join"], *lexicon.lists["goes_on"]))


def _is_value(span: Span, line: Clause) -> bool:
    """归铜山区, 镇：张集镇, 不是丰县: what a field is to hold, or is not."""
    return line.denied(span) or _is_set(line.folded[: span.start], line)


def _is_set(before: str, line: Clause) -> bool:
    bare = before.rstrip(' “《"')
    return bare.endswith((":", "：", *line.lexicon.fields)) or line.lexicon.ends_with("set", bare)


def _stands_before(found: re.Match[str], line: Clause) -> bool:
    """Whether words stand before 那篇 that could name a case."""
    before = line.folded[_begin(line) : found.start()]
    return bool(re.search(r"\w", line.lexicon.patterns["filler"].sub("", before)))


def _says_whose(found: re.Match[str], line: Clause) -> bool:
    """梓潼的联系人: somebody's or some place's, which is not the field's own name (案例的联系人)."""
    whose = line.lexicon.patterns["filler"].sub("", line.lexicon.patterns["thread"].sub("", found[1]))
    parts: tuple[Cue | Span, ...] = (*line.cues, *line.spans)
    loose = not any(part.start < found.end() - 1 and found.start() < part.end for part in parts)
    return len(whose) > 1 and loose and not _is_set(line.folded[: found.start()], line)
