"""Comments of reviewers (批注): never text of the document, told to whoever sets it again (ISO/IEC 29500-1, 17.13.4)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from intake.documents.blocks.remarks import LONGEST_PLACE, MOST_COMMENTS, comment_said
from intake.documents.word.docx.names import AML, W

MAY_COMMENT = b":commentReference"
_TEXT, _START, _END, _CALL = W + "t", W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference"


def read_comments(body: etree._Element, comments: etree._Element | None) -> Iterator[str]:
    """What each comment says that the body calls, in its order, with the words that it is about and who wrote it."""
    if comments is None:
        return
    notes = {note.get(W + "id", ""): note for note in comments.iterchildren(W + "comment")}
    about: dict[str, str] = {}
    open_ones: set[str] = set()
    done = 0
    for element in body.iter(_TEXT, _START, _END, _CALL):
        number = element.get(W + "id", "")
        if element.tag == _TEXT:
            for key in tuple(open_ones):
                about[key] = (about.get(key, "") + (element.text or ""))[: LONGEST_PLACE + 1]
                if len(about[key]) > LONGEST_PLACE:
                    open_ones.discard(key)
        elif element.tag == _START and len(open_ones) < MOST_COMMENTS:
            open_ones.add(number)
        elif element.tag == _END:
            open_ones.discard(number)
        elif element.tag == _CALL and number in notes and done < MOST_COMMENTS:
            note = notes.pop(number)
            done += 1
            yield comment_said(_text_of(note), about.get(number, ""), note.get(W + "author", ""))


def wordml_comments(body: etree._Element) -> Iterator[str]:
    """The same of WordML 2003, which keeps comments where they are called."""
    for note in body.iter(AML + "annotation"):
        if note.get(W + "type", "") == "Word.Comment":
            yield comment_said(_text_of(note), "", note.get(AML + "author", ""))


def _text_of(note: etree._Element) -> str:
    return "\n".join("".join(text.text or "" for text in line.iter(_TEXT)) for line in note.iter(W + "p"))
