"""One text in several files: （上）（下）, 第一部分 第二部分, a text and 续. Joined where signs agree, else asked about.

The signs are the ends of names and titles, and numbering that goes on where another file stops.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from intake.campaign.places.gazetteer import Gazetteer
from intake.config.words import WordLists, Words, either, load_words
from intake.model.case import Document, DocumentKind, Doubt, Format
from intake.text.fold import simplify
from intake.text.likeness import contained
from intake.text.numerals import read_number
from intake.understand.identify.parse.layout import lay_out
from intake.understand.identify.parse.title import title_key
from intake.understand.papers.words import PAPER_WORDS

BODY_NAME: Final = "邮件正文"
LONGEST: Final = 80  # characters of a name or title that are looked at
HEAD: Final = 8  # lines in which a later part may say again whose it is
SHORT_LINE: Final = 45  # characters of such a line
INSIDE: Final = 0.9  # of a part that a whole text beside it holds
BASE, MORE = 0, 100  # the order of the part without a mark, and of 续
_FORMS: Final = (Format.DOCX, Format.DOC, Format.WORDML, Format.ODT, Format.RTF, Format.OFD, Format.PDF)


class PartWords(WordLists):
    """What parts of a text are called, and what stands where they were cut."""

    first: Words
    middle: Words
    last: Words
    numbered: Words
    more: Words
    bare: Words
    seam: Words


_WORDS = load_words("parts", PartWords)
_MARK: Final = (
    rf"(?P<word>(?P<first>{either(_WORDS.first)})|(?P<middle>{either(_WORDS.middle)})|(?P<last>{either(_WORDS.last)})"
    rf"|(?P<numbered>{either(_WORDS.numbered)})|(?P<more>{either(_WORDS.more)})|(?P<sign>[上中下]))"
)
_END: Final = re.compile(rf"(?P<before>[（(【\[〔]|[-_—－·.]|) ?{_MARK} ?[)）】\]〕]?$")
_FRONT: Final = re.compile(
    rf"(?P<before>[（(【\[〔]?) ?{_MARK}(?:(?<=[分部卷]) | ?[)）】\]〕\-_—－·：:] ?)(?=.)"
)
_TELLING: Final = re.compile("[篇分]$")  # words that mean a part without a mark before them
_TURN: Final = re.compile(r"[-_—（( ]{0,3}(?P<turn>[1-9一二三四五六])[)）]?$")
_SIGNS: Final = {"上": 1, "中": 2, "下": 3}
_BARE: Final = re.compile(rf"[-_—（( ]{{0,3}}{either(_WORDS.bare)}[)）]?$")
_SEAM: Final = re.compile(rf"[（(【\[—\-. ]{{0,4}}{either(_WORDS.seam)}[)）】\]—\-. 。…]{{0,6}}")
_COUNTED: Final = re.compile(
    r"^[\f \u3000]{0,4}(?:(?:第(?P<part>[一二三四五六七八九十]{1,3})[章节部]|(?P<number>[一二三四五六七八九十]{1,3})、)"
    r"|[（(](?P<round>[一二三四五六七八九十]{1,3})[)）])"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a name or title says of being a part: the text's name without it, the order, how surely."""

    stem: str
    order: int
    is_sure: bool
    is_counted: bool = False  # 第二部分, of which every one before must be there


@dataclass(frozen=True, slots=True)
class Joined:
    """The documents, of parts the first with the whole text; ``doubts`` about parts without their others."""

    documents: tuple[Document, ...]
    doubts: tuple[Doubt, ...] = ()


def join_parts(documents: tuple[Document, ...], body: str, places: Gazetteer, year: int | None) -> Joined:
    """Put the parts of a text together; ``body`` is the mail's own text, which may be its rest."""
    texts = [
        at
        for at, document in enumerate(documents)
        if document.text.strip()
        and document.name != BODY_NAME
        and document.kind in (DocumentKind.CASE, DocumentKind.OTHER)
    ]
    marks = {at: mark for at in texts if (mark := _mark_of(documents[at])) is not None}
    has_title = {
        at: bool(lay_out(documents[at].text, places, year).title.title) for at in texts if at not in marks
    }
    runs = [*_marked_runs(documents, texts, marks)]
    runs += _numbered_runs(documents, [at for at in texts if at not in marks], has_title)
    runs = [run for run in runs if _is_text(run, documents)]
    runs = [run for run in runs if not _stands_whole(run, documents)]
    _add_counted(runs, [at for at in texts if not has_title.get(at, True)], texts, documents)
    found = list(documents)
    for run in runs:
        _join(run, found)
    taken = {at for run in runs for at in run}
    same = {part.text for run in runs for part in (documents[at] for at in run)}
    lone = [at for at in texts if at not in taken and documents[at].text not in same]
    doubts = [
        Doubt("part-alone", documents[at].name, said)
        for at in lone
        if documents[at].kind is DocumentKind.CASE
        and (said := _alone(documents[at], marks.get(at), has_title.get(at, True)))
        and not any(_holds(other, documents[at]) for other in found if other.name != documents[at].name)
    ]
    doubts += [doubt for run in runs for doubt in _missed(run, documents, marks)]
    cases = [document for document in found if document.kind is DocumentKind.CASE]
    if body and any(_goes_on(document.text, body) for document in cases):
        doubts.append(Doubt("part-alone", BODY_NAME, "编号接着附件"))
    return Joined(tuple(found), tuple(doubts))


def without_mark(name: str) -> str:
    """A file's name without what says which part of a text it holds: 一核引领（上）.docx → 一核引领.docx."""
    stem, dot, suffix = name.rpartition(".")
    mark = read_mark(stem)
    return f"{mark.stem}{dot}{suffix}" if mark is not None and mark.is_sure and mark.stem else name


def read_mark(text: str, *, in_front: bool = False) -> Mark | None:
    """What a name or title says at its end of being a part, or ``in_front``; None where it says nothing."""
    said = " ".join(simplify(text[:LONGEST]).split())
    found = _FRONT.match(said) if in_front else _END.search(said)
    if found is None:
        return None
    stem = (said[found.end() :] if in_front else said[: found.start()]).strip()
    is_sure = in_front or bool(found["before"]) or not stem or _TELLING.search(found["word"]) is not None
    return Mark(_BARE.sub("", stem) if stem else "", _order(found), is_sure, bool(found["numbered"]))


def _order(found: re.Match[str]) -> int:
    if found["sign"]:
        return _SIGNS[found["sign"]]
    if found["numbered"]:
        return read_number(found["numbered"])
    if found["more"]:
        return MORE + read_number(found["more"])
    return 1 if found["first"] else 2 if found["middle"] else 3


def _mark_of(document: Document) -> Mark | None:
    """By its name, else by its first line."""
    stem = document.name.rpartition(".")[0] or document.name
    first = document.text.lstrip("\f \u3000\n").partition("\n")[0].strip()
    by_name = read_mark(stem) or read_mark(stem, in_front=True)
    if by_name is not None:
        return by_name
    by_title = read_mark(first) if len(first) <= SHORT_LINE else None
    return by_title if by_title is not None and by_title.is_sure and by_title.stem else None


def _marked_runs(
    documents: Sequence[Document], texts: Sequence[int], marks: dict[int, Mark]
) -> Iterator[list[int]]:
    """The parts of each text by their marks, in order, of each the best form."""
    groups: dict[tuple[tuple[str, ...], str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, mark in marks.items():
        groups[documents[at].path, title_key(mark.stem)][mark.order].append(at)
    bases = [at for at in texts if at not in marks]
    for at in bases:
        for key in {(documents[at].path, name) for name in _names(documents[at])} & set(groups):
            groups[key][BASE].append(at)
    for (path, stem), parts in groups.items():
        nearby = [at for at in bases if documents[at].path == path]
        if not stem and 1 not in parts and len(nearby) == 1:
            parts[BASE].append(nearby[0])
        if len(parts) > 1:
            yield [min(parts[order], key=lambda at: _rank(documents[at])) for order in sorted(parts)]


def _numbered_runs(
    documents: Sequence[Document], texts: Sequence[int], has_title: dict[int, bool]
) -> Iterator[list[int]]:
    """Files called by one title with 1, 2, 3 behind it, of which only the first has that title over its text."""
    groups: dict[tuple[tuple[str, ...], str], dict[int, int]] = defaultdict(dict)
    for at in texts:
        stem = documents[at].name.rpartition(".")[0]
        if found := _TURN.search(stem):
            key = documents[at].path, title_key(stem[: found.start()])
            groups[key].setdefault(read_number(found["turn"]), at)
    for (_, stem), parts in groups.items():
        run = [parts[turn] for turn in sorted(parts)]
        if len(run) > 1 and stem and stem in _names(documents[run[0]]):
            later = [at for at in run[1:] if not has_title[at]]
            yield from [[run[0], *later]] if later else []


def _missed(run: Sequence[int], documents: Sequence[Document], marks: dict[int, Mark]) -> Iterator[Doubt]:
    """The doubt that a part before one that is counted did not come."""
    counted = {marks[at].order for at in run if at in marks and marks[at].is_counted}
    gaps = sorted(set(range(2, max(counted, default=0))) - counted)
    if gaps and counted:
        missing = "、".join(str(number) for number in gaps[:5])
        yield Doubt("part-alone", documents[run[-1]].name, f"未见第{missing}部分")


def _names(document: Document) -> set[str]:
    """What a text without a mark is called: by its file, by its first line."""
    first = document.text.lstrip("\f \u3000\n").partition("\n")[0]
    stem = _BARE.sub("", document.name.rpartition(".")[0])
    return {title_key(name) for name in (stem, first) if name and len(name) <= LONGEST}


def _rank(document: Document) -> int:
    return _FORMS.index(document.format) if document.format in _FORMS else len(_FORMS)


def _is_text(run: Sequence[int], documents: Sequence[Document]) -> bool:
    """Whether parts are of a case: one reads as such, none is a letter, all are files of their own."""
    parts = [documents[at] for at in run]
    files = {(part.sha256 or part.name, part.name) for part in parts}
    return (
        any(part.kind is DocumentKind.CASE for part in parts)
        and len(files) == len(parts)
        and not any(
            part.kind is DocumentKind.OTHER and PAPER_WORDS.letter.search(part.text) for part in parts
        )
        and not any(_holds(one, other) for one in parts for other in parts if one is not other)
    )


def _stands_whole(run: Sequence[int], documents: Sequence[Document]) -> bool:
    """Whether another file holds all of the parts."""
    return any(
        at not in run and document.text and all(_holds(document, documents[part]) for part in run)
        for at, document in enumerate(documents)
    )


def _holds(whole: Document, part: Document) -> bool:
    return len(whole.text) >= len(part.text) and contained(whole.text, part.text) >= INSIDE


def _add_counted(
    runs: list[list[int]], untitled: Sequence[int], texts: Sequence[int], documents: Sequence[Document]
) -> None:
    """Texts without a title whose numbering goes on where just one other stops."""
    for at in untitled:
        taken = {part for run in runs for part in run}
        ends = [run[-1] for run in runs] + [
            one for one in texts if one not in taken and documents[one].kind is DocumentKind.CASE
        ]
        before = [one for one in ends if one != at and _goes_on(documents[one].text, documents[at].text)]
        if at in taken or len(before) != 1 or not _is_text((before[0], at), documents):
            continue
        run = next((run for run in runs if run[-1] == before[0]), None)
        if run is None:
            runs.append([before[0], at])
        else:
            run.append(at)


def _goes_on(text: str, more: str) -> bool:
    """Whether the first numbered heading of ``more`` is the one after the last of its kind in ``text``."""
    first = next(_headings(more), None)
    if first is None or first[1] < 2:
        return False
    last = None
    for kind, number in _headings(text):
        if kind == first[0]:
            last = number
        elif kind < first[0]:  # （一） begins anew below each 一、
            last = None
    return last == first[1] - 1


def _headings(text: str) -> Iterator[tuple[int, int]]:
    """The kind of each numbered heading, larger for smaller parts, and its number."""
    for line in text.split("\n"):
        found = _COUNTED.match(line)
        if found is not None:
            kind = 0 if found["part"] else 1 if found["number"] else 2
            yield kind, read_number(found["part"] or found["number"] or found["round"])


def _alone(document: Document, mark: Mark | None, has_title: bool) -> str:
    """Why a text seems to be a part of which the others are missing; ``""``: it does not."""
    if mark is not None:
        return "名称标明是其中一部分" if mark.is_sure else ""
    first = next(_headings("\n".join(document.text.split("\n")[:2])), None)
    return "开头的编号不是从一起" if not has_title and first is not None and first[1] > 1 else ""


def _join(run: Sequence[int], documents: list[Document]) -> None:
    """Give the first part the whole text, and leave in each other what of it stands there."""
    said: set[str] = set()
    texts = []
    for place, at in enumerate(run):
        lines = [line for line in documents[at].text.split("\n") if not _SEAM.fullmatch(line.strip())]
        head = _titled(lines) if place == 0 else _behind_head(lines, said)
        said |= {title_key(line) for line in head[:HEAD] if len(line) <= SHORT_LINE}
        texts.append("\n".join(head).strip("\n"))
        documents[at] = replace(documents[at], text=texts[-1], kind=DocumentKind.CASE)
    documents[run[0]] = replace(documents[run[0]], text="\n".join(texts))


def _titled(lines: list[str]) -> list[str]:
    """The first part without its mark behind the title."""
    for at, line in enumerate(lines[:HEAD]):
        if (mark := read_mark(line.strip())) is not None and mark.is_sure and len(line) <= SHORT_LINE:
            return [*lines[:at], *([mark.stem] if mark.stem else []), *lines[at + 1 :]]
        if line.strip():
            break
    return lines


def _behind_head(lines: list[str], said: set[str]) -> list[str]:
    """A later part without the lines that say again whose it is."""
    for at, line in enumerate(lines[:HEAD]):
        bare = line.strip("\f \u3000")
        mark = read_mark(bare) if len(bare) <= SHORT_LINE else None
        is_mark = mark is not None and mark.is_sure and (not mark.stem or title_key(mark.stem) in said)
        if bare and not is_mark and title_key(bare) not in said:
            return lines[at:]
    return lines[HEAD:]
