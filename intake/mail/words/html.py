"""The HTML of a mail as lines of text, quoted history marked as in plain text.

Only for mail bodies: HTML files sent as attachments are read by :mod:`intake.documents`.
Nothing is loaded, nothing run. Cutting history off is left to :mod:`intake.mail.words.quote`.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from intake.mail.words.heads import is_field
from intake.model.errors import ReadingError
from intake.text.hidden import MAY_HIDE, Look, read_rules, see
from intake.text.html import SPACES, seen_parts, strip_tags, walk_html

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_HTML_CHARS = 2_000_000
MAX_QUOTE_DEPTH = 9
MAX_STRUCK_CHARS = 20  # of each passage that is crossed out

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
_QUOTE_NAMES = re.compile(
    r"isreplycontent|reply139content|gmail_quote|yahoo_quoted|protonmail_quote|ntes-mailmaster-quote"
    r"|moz-cite|zmail_extra|mailcontentquote|foxquote",
    re.I,
)
_CITED = re.compile(r"border-left\s*:(?!\s*(?:none|0(?:px)?\b))", re.I)
_STRIKES = frozenset(("s", "strike", "del"))
_STRUCK = re.compile(r"text-decoration[a-z-]{0,8}\s{0,9}:[^;]{0,40}line-through", re.I)
_MAY_STRIKE = re.compile(r"line-through|<(?:s|strike|del)\b", re.I)
_BOX_TITLE = re.compile(r"文件大小|到期时间|有效期")
_ATTRIBUTION = re.compile(r"(?:写道|wrote)\s*+(?:[:：]\s*+)?$", re.I)
_FORWARD = re.compile(
    r"[\W_]{0,80}(?:以下(?:是|为)|开始|begin\s)?\s?(?:被?转发(?:的|自)?(?:邮件|信息)|被转发|forwarded\s+(?:message|mail))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link of the HTML: where it leads and what its element says beside the text."""

    href: str
    attributes: dict[str, str]


OPEN, MIDDLE, CLOSE = "\ue0f0", "\ue0f1", "\ue0f2"  # around a link's number and text, when marked


def html_to_text(html: str) -> str:
    """The visible text, one block a line, history in ``> `` lines; never raises."""
    return "\n".join(_render(html, marked=False).lines)


def find_shown(html: str) -> str | None:
    """The visible text as :func:`html_to_text` gives it, None when the HTML hides and strikes out no words."""
    if not (MAY_HIDE.search(html[:MAX_HTML_CHARS]) or _MAY_STRIKE.search(html[:MAX_HTML_CHARS])):
        return None
    page = _render(html, marked=False)
    return "\n".join(page.lines) if page.hid else None


def struck_words(html: str) -> tuple[str, ...]:
    """The beginnings of what the writer of a mail crossed out and :func:`html_to_text` leaves out, quotations apart."""
    if not _MAY_STRIKE.search(html[:MAX_HTML_CHARS]):
        return ()
    return tuple(_render(html, marked=False).struck)


def html_with_links(html: str) -> tuple[str, list[Anchor]]:
    """As :func:`html_to_text`, each link as OPEN number MIDDLE text CLOSE; and the links."""
    page = _render(html, marked=True)
    return "\n".join(page.lines), page.anchors


def _render(html: str, *, marked: bool) -> _Page:
    page = _Page(marked)
    html = html[:MAX_HTML_CHARS]
    with contextlib.suppress(ReadingError):
        walk_html(html, page, deepest=True)
        page.end_line()
    if not page.hid and not any(
        line.strip() for line in page.lines
    ):  # nested too deep for the parser, or no markup
        page.lines.extend(strip_tags(html).split("\n"))
    return page


@dataclass(slots=True)
class _Page:
    """Text under construction; ``hid`` is whether words were left out that nobody can see."""

    marked: bool
    hid: bool = False
    struck: list[str] = field(default_factory=list)  # beginnings of what its writer crossed out
    lines: list[str] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    _line: list[str] = field(default_factory=list)
    _quotes: list[_Element] = field(default_factory=list)  # open ones
    _looks: list[Look] = field(default_factory=lambda: [Look()])  # of the open elements
    _rules: dict[str, str] = field(default_factory=dict)

    def begin(self, element: _Element, tag: str) -> bool:
        """A block ends the line before it; what is hidden or struck out is left out."""
        look = see(self._looks[-1], tag, dict(element.attrib), self._rules)
        struck = tag not in _SKIPPED and not look.gone and _is_struck(element, tag)
        if struck and not self._quotes and (words := " ".join(_beginning(element).split())):
            self.struck.append(words[:MAX_STRUCK_CHARS])
        if tag in _SKIPPED or look.gone or struck:
            self._skip(element, tag)
            return False
        self._looks.append(look)
        if tag in _BLOCKS:
            self._begin_block(element, tag)
        else:
            self._begin_inline(element, tag)
        return True

    def text(self, text: str, tag: str) -> None:
        """Text on its way to a line; only ``pre`` keeps its blanks."""
        if self._looks[-1].shows:
            self._line.append(text if tag == "pre" else SPACES.sub(" ", text))
        elif text.strip():
            self.hid = True

    def end(self, element: _Element, tag: str) -> None:
        """A block ends its line, and the quotation that it is."""
        self._looks.pop()
        if tag in _BLOCKS:
            self.end_line()
            if self._quotes and self._quotes[-1] is element:
                self._quotes.pop()
        elif tag == "a" and self.marked and element.get("href"):
            self._line.append(CLOSE)

    def end_line(self, *, always: bool = False) -> None:
        """Write the open line, if it holds anything or ``always``."""
        text = "".join(self._line)
        if text.strip(" \t\n") or always:
            self.lines.append("> " * min(len(self._quotes), MAX_QUOTE_DEPTH) + text.strip(" \t\n"))
        elif "\xa0" in text:
            self.lines.append("")
        self._line.clear()

    def _skip(self, element: _Element, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_line()
        if tag in ("head", "style"):
            self._rules.update(read_rules([style.text or "" for style in element.iter("style")]))
        elif tag not in _SKIPPED:
            self.hid = self.hid or _beginning(element).strip() != ""
            if self.marked and tag == "a":  # NetEase keeps name, size and date in a hidden link
                self.anchors.append(Anchor(element.get("href") or "", dict(element.items())))

    def _begin_block(self, element: _Element, tag: str) -> None:
        self.end_line()
        if self._is_quote(element, tag):
            self._quotes.append(element)
        if self.marked and _BOX_TITLE.search(title := element.get("title") or ""):
            self.lines.append(
                " ".join(title.split())
            )  # QQ prints size and expiry where the pointer shows them

    def _begin_inline(self, element: _Element, tag: str) -> None:
        if tag == "br":
            self.end_line(always=True)
        elif tag in _CELLS:
            if "".join(self._line).strip():
                self._line.append("\t")
        elif tag == "a" and self.marked and element.get("href"):
            self._line.append(f"{OPEN}{len(self.anchors)}{MIDDLE}")
            self.anchors.append(Anchor(element.get("href") or "", dict(element.items())))

    def _is_quote(self, element: _Element, tag: str) -> bool:
        """Whether an element holds what an earlier mail said.

        A blockquote alone says nothing: editors use it to indent.
        """
        names = f"{element.get('id') or ''} {element.get('class') or ''}"
        named = bool(_QUOTE_NAMES.search(names))
        if tag != "blockquote" and not named:
            return False
        before = next((line for line in reversed(self.lines) if line.strip()), "")
        if _FORWARD.match(before) or _FORWARD.match(_beginning(element)):
            return False
        if named or (element.get("type") or "").lower() == "cite":
            return True
        return bool(
            _CITED.search(element.get("style") or "") or _ATTRIBUTION.search(before) or is_field(before)
        )


def _is_struck(element: _Element, tag: str) -> bool:
    """Whether its writer crossed the words out; they are then no more his than those he deleted."""
    return tag in _STRIKES or _STRUCK.search(element.get("style") or "") is not None


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
    visible = _TAG.sub("", "".join(seen_parts(html[:MAX_HTML_CHARS])))
    return len(_CHINESE.findall(visible)) + len(_REFERENCE.findall(visible))
