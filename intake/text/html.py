"""HTML to what a reader sees, for mails and for files.

Word, Excel and mail programs write HTML that only loosely follows any standard: what counts is
which characters are seen, and where a line ends. The walk is here; a page makes lines of it.
Nothing is loaded, nothing run.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Protocol

from intake.model.errors import Damaged, OverLimit

if TYPE_CHECKING:
    from lxml.etree import _Element

SPACES: Final = re.compile(r"[ \t\r\n\f]+")


class Page(Protocol):
    """What is made of a page while it is walked over."""

    def begin(self, element: _Element, tag: str) -> bool:
        """An element begins; False leaves out what is inside."""

    def text(self, text: str, tag: str) -> None:
        """Text inside an element, or right behind the end of one; ``tag`` is that element's."""

    def end(self, element: _Element, tag: str) -> None:
        """An element ends that was not left out."""


def walk_html(text: str, page: Page, *, deepest: bool = False) -> None:
    """Walk over the elements in order, without recursion however deep the page is.

    Raises:
        Damaged: there is nothing that the parser takes for HTML.
        OverLimit: more than 256 elements lie in each other, with ``deepest`` 2048.
    """
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=deepest
    )
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "ignore") or b" ", parser)
    except (etree.LxmlError, ValueError) as error:
        raise Damaged from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise OverLimit("网页嵌套过深")
    if root is not None:
        _walk(root, page)


def _walk(root: _Element, page: Page) -> None:
    """With a stack of its own: hostile pages nest thousands of elements."""
    waiting = [(iter((root,)), root, "")]  # what is still to come in each open element
    while waiting:
        children, parent, name = waiting[-1]
        for element in children:
            tag = str(element.tag)
            if page.begin(element, tag):
                if element.text:
                    page.text(element.text, tag)
                waiting.append((iter(element), element, tag))
                break
            if element.tail:
                page.text(element.tail, tag)
        else:
            waiting.pop()
            if waiting:
                page.end(parent, name)
                if parent.tail:
                    page.text(parent.tail, name)


# None of these may look past the next "<": on pages of nothing but "<" that would take for ever.
_OPENING: Final = re.compile(r"<(?:!--|(script|style|title)\b)", re.I)
_CELL: Final = re.compile(r"</t[dh]\s*>", re.I)
_LINE: Final = re.compile(r"</?(?:p|div|h\d|li|tr|table|br|blockquote|section|article)\b[^<>]*>", re.I)
_TAG: Final = re.compile(r"<[!?/a-z][^<>]*>", re.I)


def strip_tags(text: str) -> str:
    """The text without its tags, a line a block, for pages that cannot be walked."""
    text = SPACES.sub(" ", "".join(seen_parts(text)))
    return html.unescape(_TAG.sub("", _LINE.sub("\n", _CELL.sub("\t", text))))


def seen_parts(text: str) -> Iterator[str]:
    """What lies outside scripts, styles, titles and comments, tags included."""
    lowered = text.lower()
    at = 0
    while opening := _OPENING.search(text, at):
        yield text[at : opening.start()]
        closing = f"</{opening[1].lower()}" if opening[1] else "-->"
        end = lowered.find(closing, opening.end())
        if end < 0:
            return
        at = end if opening[1] else end + len(closing)
    yield text[at:]
