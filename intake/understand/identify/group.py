"""Which documents of a mail make one case: its text in several forms, its form, photos and scans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.campaign.places.gazetteer import Gazetteer
from intake.model.case import Document, DocumentKind, Format
from intake.text.likeness import contained, normalise, similarity
from intake.understand.identify.parse.filename import read_name
from intake.understand.identify.parse.labels import title_in_pairs
from intake.understand.identify.parse.layout import lay_out
from intake.understand.identify.parse.title import title_key, title_likeness
from intake.understand.identify.parts import BODY_NAME, without_mark
from intake.understand.papers.words import said_by_name

SAME_TEXT = 0.6  # shared two-character pieces: one text in two forms, recognition errors included
SAME_INSIDE = 0.9  # of the shorter text
SAME_TITLE = 0.85
OTHER_TITLE = 0.3
SHORTENED = 3  # characters of a shortened title that still say which case is meant
SHORTEST_NAME = 2  # characters of a picture's name that say which case it shows
PICTURES = (DocumentKind.PHOTO, DocumentKind.SCAN)
SHORT = 100  # characters: a text too short to be compared
_RANK = {
    Format.DOCX: 0,
    Format.DOC: 1,
    Format.WORDML: 2,
    Format.ODT: 2,
    Format.RTF: 3,
    Format.OFD: 4,
    Format.PDF: 5,
    Format.TEXT: 6,
    Format.HTML: 6,
}


@dataclass(frozen=True, slots=True)
class Group:
    """One case: indexes of its documents, the best text first, and of its forms and pictures."""

    texts: tuple[int, ...]
    others: tuple[int, ...] = ()

    @property
    def all(self) -> tuple[int, ...]:
        """Every document of the case, best text first."""
        return (*self.texts, *self.others)


def group_documents(documents: Sequence[Document], places: Gazetteer, year: int | None) -> tuple[Group, ...]:
    """The cases of a mail, in the order in which their first document came."""
    titles = [_titles_of(document, places, year) for document in documents]
    groups: list[Group] = []
    texts = [index for index, document in enumerate(documents) if document.kind is DocumentKind.CASE]
    for index in sorted(texts, key=lambda at: without_mark(documents[at].name) != documents[at].name):
        _put(groups, index, documents, titles)  # a part behind the whole that holds it
    groups = [replace(group, texts=tuple(sorted(group.texts))) for group in groups]
    groups.sort(key=lambda group: group.texts[0])
    if not groups:
        groups = _without_text(documents, titles)
    for index, document in enumerate(documents):
        if any(index in group.all for group in groups):
            continue
        at = _belongs_to(index, document, groups, documents, titles)
        if at is not None:
            groups[at] = replace(groups[at], others=(*groups[at].others, index))
    return tuple(_best_first(group, documents) for group in groups)


def _titles_of(document: Document, places: Gazetteer, year: int | None) -> tuple[str, ...]:
    """Every title a document may carry: in its text, in its cells, in its name."""
    found = [title_in_pairs(document.pairs)]
    if document.text and document.kind in (DocumentKind.CASE, DocumentKind.SCAN):
        found.append(lay_out(document.text, places, year, letter=document.name == BODY_NAME).title.title)
    if document.name != BODY_NAME:
        found.append(read_name(without_mark(document.name), places, year).title.title)
    return tuple(title for title in found if title)


def _put(
    groups: list[Group], index: int, documents: Sequence[Document], titles: Sequence[tuple[str, ...]]
) -> None:
    for at, group in enumerate(groups):
        if any(
            _is_same(documents[index], documents[other], titles[index], titles[other])
            for other in group.texts
        ):
            groups[at] = replace(group, texts=(*group.texts, index))
            return
    groups.append(Group((index,)))


def _is_same(a: Document, b: Document, a_titles: tuple[str, ...], b_titles: tuple[str, ...]) -> bool:
    """One text in two forms; parts cut from one file are different cases by definition."""
    if a.sha256 and a.sha256 == b.sha256 and a.name == b.name:
        return False
    if b.text and a.text and (a.text in b.text or b.text in a.text):  # however short: a part of the other
        return True
    if min(len(normalise(a.text)), len(normalise(b.text))) < SHORT:
        return _share_title(a_titles, b_titles)
    alike = similarity(a.text, b.text)
    if alike >= SAME_TEXT:
        return not _have_other_titles(a_titles, b_titles)
    inside = contained(a.text, b.text)
    return inside >= SAME_INSIDE or (alike >= SAME_TEXT / 2 and _share_title(a_titles, b_titles))


def _have_other_titles(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Two cases written after one pattern: nothing that could be a title of both."""
    return bool(first and second) and max(title_likeness(a, b) for a in first for b in second) < OTHER_TITLE


def _share_title(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    return any(title_likeness(a, b) >= SAME_TITLE for a in first for b in second)


def _without_text(documents: Sequence[Document], titles: Sequence[tuple[str, ...]]) -> list[Group]:
    """Mails whose cases could not be read yet: scans, and files that hold text but did not open."""
    unread = [
        index
        for index, document in enumerate(documents)
        if document.kind is DocumentKind.SCAN or (document.needs_ocr and document.format is Format.PDF)
    ]
    groups: list[Group] = []
    for index in unread:
        at = next((i for i, g in enumerate(groups) if _share_title(titles[index], titles[g.texts[0]])), None)
        pages = documents[index].format is Format.IMAGE and groups and not titles[index]
        if at is None and pages:
            at = len(groups) - 1  # the next photographed page
        if at is None:
            groups.append(Group((index,)))
        else:
            groups[at] = replace(groups[at], texts=(*groups[at].texts, index))
    return [group for group in groups if not _is_lone_page(group, documents, titles)]


def _is_lone_page(group: Group, documents: Sequence[Document], titles: Sequence[tuple[str, ...]]) -> bool:
    """One unread picture that names no case (扫描件.png): the stamped page of one, as far as anybody can tell."""
    first, *more = group.texts
    return (
        not more and documents[first].format is Format.IMAGE and not (titles[first] or documents[first].text)
    )


def _belongs_to(
    index: int,
    document: Document,
    groups: Sequence[Group],
    documents: Sequence[Document],
    titles: Sequence[tuple[str, ...]],
) -> int | None:
    """The case a form, scan or picture goes with; None when it is not known."""
    if document.kind in (DocumentKind.SHEET, DocumentKind.OTHER) and not document.needs_ocr:
        return None
    for at, group in enumerate(groups):
        if any(_share_title(titles[index], titles[other]) for other in group.texts):
            return at
    held = [
        at
        for at, group in enumerate(groups)
        if any(_holds(a, b) for a in titles[index] for other in group.texts for b in titles[other])
    ]
    if len(held) == 1:
        return held[0]
    if document.kind in PICTURES and len(stem := said_by_name(document.name)) >= SHORTEST_NAME:
        called = [
            at
            for at, group in enumerate(groups)
            if any(stem in title_key(title) for other in group.texts for title in titles[other])
        ]
        if len(called) == 1:
            return called[0]
    if len(groups) == 1:
        texts = [title for other in groups[0].texts for title in titles[other]]
        return None if _names_another(document, texts) else 0
    folders = [
        at for at, g in enumerate(groups) if document.path and documents[g.texts[0]].path == document.path
    ]
    return folders[0] if len(folders) == 1 else None


def _names_another(document: Document, titles: Sequence[str]) -> bool:
    """Whether a form names a case that is not the one which came with it."""
    named = title_in_pairs(document.pairs)
    if document.kind is not DocumentKind.FORM or not named or not titles:
        return False
    return all(title_likeness(named, title) < OTHER_TITLE and not _holds(named, title) for title in titles)


def _holds(first: str, second: str) -> bool:
    """Whether one title is the other shortened: 一本账册 of 一本账册明村心."""
    short, long = sorted((title_key(first), title_key(second)), key=len)
    return len(short) >= SHORTENED and short in long


def _best_first(group: Group, documents: Sequence[Document]) -> Group:
    longest = max(len(documents[index].text) for index in group.texts)

    def rank(index: int) -> tuple[bool, bool, bool, int]:
        document = documents[index]
        cut = len(document.text) < 0.7 * longest
        garbled = any(doubt.code == "garbled" for doubt in document.doubts)
        return (garbled, document.recognised, cut, _RANK.get(document.format, 9))

    return replace(group, texts=tuple(sorted(group.texts, key=rank)))
