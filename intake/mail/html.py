"""The HTML of a mail as lines of text, quoted history marked as in plain text.

Only for mail bodies: HTML files sent as attachments are read by :mod:`intake.documents`.
Nothing is loaded, nothing run. Cutting history off is left to :mod:`intake.mail.quote`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_HTML_CHARS = 2_000_000
MAX_QUOTE_DEPTH = 9

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5"
        " h6 header hr li main nav ol p pre section table tbody tfoot thead title tr ul",
    )
)
_SKIPPED = frozenset(
    re.findall(r"\w+", "head script style title noscript template object applet select textarea")
)
_CELLS = frozenset(("td", "th"))
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_QUOTE_NAMES = re.compile(
    r"isreplycontent|reply139content|gmail_quote|yahoo_quoted|protonmail_quote|ntes-mailmaster-quote"
    r"|moz-cite|zmail_extra|mailcontentquote|foxquote",
    re.I,
)
_CITED = re.compile(r"border-left\s*:(?!\s*(?:none|0(?:px)?\b))", re.I)
_BOX_TITLE = re.compile(r"文件大小|到期时间|有效期")
_ATTRIBUTION = re.compile(r"(?:写道|wrote)\s*[:：]?\s*$", re.I)
_FORWARD = re.compile(r"转发(?:的)?邮件|forwarded\s+message|被转发", re.I)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link of the HTML: where it leads and what its element says beside the text."""

    href: str
    attributes: dict[str, str]


@dataclass(slots=True)
class _Page:
    """Text under construction."""

    marked: bool
    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    depth: int = 0
    anchors: list[Anchor] = field(default_factory=list)

    def put(self, text: str) -> None:
        self.line.append(text)

    def end_line(self, *, always: bool = False) -> None:
        text = "".join(self.line)
        if text.strip(" \t\n") or always:
            self.lines.append("> " * min(self.depth, MAX_QUOTE_DEPTH) + text.strip(" \t\n"))
        elif "\xa0" in text:
            self.lines.append("")
        self.line.clear()


OPEN, MIDDLE, CLOSE = "\ue0f0", "\ue0f1", "\ue0f2"  # around a link's number and text, when marked


def html_to_text(html: str) -> str:
    """The visible text, one block a line, history in ``> `` lines; never raises."""
    return "\n".join(_render(html, marked=False).lines)


def html_with_links(html: str) -> tuple[str, list[Anchor]]:
    """As :func:`html_to_text`, each link as OPEN number MIDDLE text CLOSE; and the links."""
    page = _render(html, marked=True)
    return "\n".join(page.lines), page.anchors


def _render(html: str, *, marked: bool) -> _Page:
    from lxml import etree

    page = _Page(marked)
    data = html[:MAX_HTML_CHARS].replace("\0", "").encode("utf-8", "ignore")
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, recover=True, no_network=True, huge_tree=True
    )
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except (etree.LxmlError, ValueError):
        root = None
    if root is not None:
        _walk(root, page)
        page.end_line()
    if not any(line.strip() for line in page.lines):  # nested too deep for the parser, or no markup
        visible = _drop_between(_drop_between(html[:MAX_HTML_CHARS], "<style", "</style"), "<!--", "-->")
        page.lines.extend(_SPACES.sub(" ", line) for line in _TAG.sub("\n", visible).split("\n"))
    return page


def _walk(root: _Element, page: _Page) -> None:
    """Without recursion: hostile mails nest thousands of elements."""
    from lxml import etree

    quotes: list[_Element] = []
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if _is_hidden(tag, element, page):
                walker.skip_subtree()
                continue
            if tag in _BLOCKS:
                _start_block(tag, element, page, quotes)
            else:
                _start_inline(tag, element, page)
            if element.text:
                page.put(_text_of(element.text, tag))
        else:
            _end(tag, element, page, quotes)
            if element.tail:
                page.put(_text_of(element.tail, tag))


def _text_of(text: str, tag: str) -> str:
    return text if tag == "pre" else _SPACES.sub(" ", text)


def _is_hidden(tag: str, element: _Element, page: _Page) -> bool:
    if tag in _SKIPPED:
        return True
    style = element.get("style")
    if style is None or not _HIDDEN.search(style):
        return False
    if page.marked and tag == "a":  # NetEase keeps name, size and date in a hidden link
        page.anchors.append(Anchor(element.get("href") or "", dict(element.items())))
    return True


def _start_block(tag: str, element: _Element, page: _Page, quotes: list[_Element]) -> None:
    page.end_line()
    if _is_quote(tag, element, page):
        quotes.append(element)
        page.depth += 1
    if page.marked and _BOX_TITLE.search(title := element.get("title") or ""):
        page.lines.append(" ".join(title.split()))  # QQ prints size and expiry where the pointer shows them


def _start_inline(tag: str, element: _Element, page: _Page) -> None:
    if tag == "br":
        page.end_line(always=True)
    elif tag in _CELLS:
        if page.line and "".join(page.line).strip():
            page.put("\t")
    elif tag == "a" and page.marked and element.get("href"):
        page.put(f"{OPEN}{len(page.anchors)}{MIDDLE}")
        page.anchors.append(Anchor(element.get("href") or "", dict(element.items())))
    elif _is_quote(tag, element, page):
        page.put("")


def _end(tag: str, element: _Element, page: _Page, quotes: list[_Element]) -> None:
    if tag in _BLOCKS:
        page.end_line()
        if quotes and quotes[-1] is element:
            quotes.pop()
            page.depth -= 1
    elif (
        tag == "a"
        and page.marked
        and element.get("href")
        and not _is_hidden(tag, element, _Page(marked=False))
    ):
        page.put(CLOSE)


def _is_quote(tag: str, element: _Element, page: _Page) -> bool:
    """Whether an element holds what an earlier mail said.

    A blockquote alone says nothing: editors use it to indent.
    """
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    named = bool(_QUOTE_NAMES.search(names))
    if tag != "blockquote" and not named:
        return False
    before = next((line for line in reversed(page.lines) if line.strip()), "")
    if _FORWARD.search(before) or _FORWARD.search(_beginning(element)):
        return False
    if named or (element.get("type") or "").lower() == "cite":
        return True
    return bool(_CITED.search(element.get("style") or "") or _ATTRIBUTION.search(before))


def _beginning(element: _Element) -> str:
    """The first words of an element, enough to know a forwarded mail by."""
    out: list[str] = []
    length = 0
    for text in element.itertext():
        out.append(str(text))
        length += len(text)
        if length > 200:
            break
    return "".join(out)[:300]


_TAG = re.compile(r"<[^<>]*>")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_REFERENCE = re.compile(r"&#(?:\d{4,6}|[xX][0-9A-Fa-f]{3,5});")


def count_chinese(html: str) -> int:
    """About how many Chinese characters the HTML shows; quick, to compare with a plain text."""
    visible = html[:MAX_HTML_CHARS]
    for begin, end in (("<!--", "-->"), ("<style", "</style"), ("<STYLE", "</STYLE"), ("<title", "</title")):
        visible = _drop_between(visible, begin, end)
    visible = _TAG.sub("", visible)
    return len(_CHINESE.findall(visible)) + len(_REFERENCE.findall(visible))


def _drop_between(text: str, begin: str, end: str) -> str:
    """Without a pattern, whose cost on unclosed marks would be quadratic."""
    start = text.find(begin)
    kept: list[str] = []
    at = 0
    while start >= 0:
        stop = text.find(end, start)
        if stop < 0:
            break
        kept.append(text[at:start])
        at = stop
        start = text.find(begin, stop)
    return "".join((*kept, text[at:])) if kept else text
