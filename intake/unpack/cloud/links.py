"""Cloud attachments named in a mail: file, size, expiry. Never fetched.

Providers write name, size, date and link in every order, over one line or five, so text and HTML
are read as one stream of words and links, and what stands together becomes one entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape

from intake.mail.filenames import clean_name
from intake.mail.words.html import CLOSE, MIDDLE, OPEN, Anchor, html_with_links
from intake.mail.words.quote import split_body
from intake.model.case import CloudLink
from intake.text.clean import clean_text
from intake.unpack.cloud.expiry import expiry_from_stamp, find_expiry
from intake.unpack.cloud.providers import HINT, provider_of

MAX_LINKS = 50
MAX_ANCHORS = 5000  # links of one mail that are looked at
_TOGETHER = 5  # lines without anything of an entry that end it

_URL = re.compile(r"https?://[^\s<>\"'，。；、（）()【】《》“”\ue0f0-\ue0f2]+", re.I)
_LINK = re.compile(rf"{OPEN}(\d+){MIDDLE}([^{OPEN}{CLOSE}]*){CLOSE}?")
_SIZE = re.compile(
    r"(?<![A-Za-z\d.])(\d{1,6}(?:\.\d{1,3})?)\s?(KB|MB|GB|TB|[KMGB]|字节|兆)(?![A-Za-z0-9])", re.I
)
_FILE = re.compile(
    r"(?<![^\s\\/:*?\"<>|，。；：、（(【\[])([^\s\\/:*?\"<>|，。；：、（(【\[][^\\/:*?\"<>|\n]{0,150}?\.(?:docx?|wps|rtf|pdf|ofd|xlsx?|et|pptx?|zip|rar|7z|tar|gz|txt|jpe?g"
    r"|png|tiff?|bmp|mp4|avi|mov|wmv|mp3|wav|exe|psd|cdr|dwg|csv|html?|[A-Za-z][A-Za-z0-9]{1,3}))(?=[\s(（,，|）)\]】》”\"]|$)",
    re.I,
)
_SECTION = re.compile(r"(?:超大|云|大)附件|中转站|网盘|云盘|云文档")
_SHARED = re.compile(
    r"(?:分享的?(?:文件|了)|文件名(?:称)?|附件名(?:称)?)\s*[:：]?\s*[“\"「《]?([^”\"」》\n]{2,150})"
)
_AFTER_NAME = re.compile(r"(?<!\s)\s*+(?:链接|提取码|访问码|密码|下载)\s*+[:：]")
_CODE = re.compile(
    r"(?:提取码|访问码|密码|口令)\s*+(?:[是为]\s*+)?(?:[:：]\s*+)?[A-Za-z0-9]{4,8}"
)  # 8k2m is no size
_GENERIC = re.compile(
    r"^(?:\s|点击|点此|请|直接|进入|立即|在线|推荐|客户端|极速|普通|下载|页面|地址|链接|打开|查看|预览|转存|保存|到|全部|文件"
    r"|网盘|中转站|文件中转站|超大附件|云附件|此处|这里|download|preview|open|[\[\](（）)|:：»>-])*$",
    re.I,
)


@dataclass(slots=True)
class _Entry:
    """One file under construction."""

    url: str = ""
    provider: str = ""
    name: str = ""
    size: str = ""
    expires: datetime | None = None
    section: bool = False
    last: int = 0  # line of the newest piece

    def counts(self) -> bool:
        """Whether this is a file in a cloud and not an ordinary link."""
        if self.provider and self.url:
            return True
        told = bool(self.size) + (self.expires is not None) * 2
        return bool(self.name) and (told >= 2 or (self.section and told > 0))


@dataclass(slots=True)
class _Stream:
    """Entries found so far, and the one that the next piece belongs to."""

    sent: datetime | None
    entries: list[_Entry] = field(default_factory=list)
    current: _Entry | None = None
    section: bool = False

    def begin(self, line: int) -> _Entry:
        self.current = _Entry(section=self.section, last=line)
        self.entries.append(self.current)
        return self.current

    def near(self, line: int) -> _Entry | None:
        """The entry in work, unless it lies too far back."""
        if self.current is not None and line - self.current.last > _TOGETHER:
            self.current = None
        return self.current


def find_links(text: str, html: str, sent: datetime | None) -> tuple[CloudLink, ...]:
    """Cloud attachments in the new text and the HTML of a mail, each file once; never raises.

    ``text`` is the new text only. Links in the HTML's quoted history do not count, unless the
    text has them too. ``sent`` gives the year to dates without one, and the start of periods.
    """
    if not HINT.search(text) and not HINT.search(html):
        return ()
    found = _read(*_mark_urls(text, []), sent) if text else []
    if html:
        found = [*_from_html(html, text, sent), *found]
    return tuple(
        CloudLink(entry.provider or "超大附件", entry.url, entry.name, entry.size, entry.expires)
        for entry in _merge(found)[:MAX_LINKS]
    )


def _from_html(html: str, text: str, sent: datetime | None) -> list[_Entry]:
    marked, anchors = html_with_links(html)
    marked, anchors = _mark_urls(marked, anchors)
    body = split_body(marked)
    entries = _read(f"{body.new}\n{body.signature}", anchors, sent)
    hidden = [_from_attributes(anchor, sent) for anchor in anchors]
    own = {entry.url for entry in entries}
    entries.extend(entry for entry in hidden if entry is not None and entry.url in own)
    if body.quoted and text:
        passed_on = _read(body.quoted, anchors, sent)
        entries.extend(
            entry
            for entry in passed_on
            if (entry.url and entry.url in text) or (entry.name and entry.name in text)
        )
    return entries


_MARKED_OR_URL = re.compile(rf"{OPEN}[^{CLOSE}]*{CLOSE}?|{_URL.pattern}", re.I)


def _mark_urls(text: str, anchors: list[Anchor]) -> tuple[str, list[Anchor]]:
    """Addresses that stand in the text without a link around them, marked like links."""

    def mark(found: re.Match[str]) -> str:
        whole = found.group(0)
        if whole.startswith(OPEN) or len(anchors) >= MAX_ANCHORS:
            return whole
        url = whole.rstrip(".,;:!?")
        anchors.append(Anchor(url, {}))
        return f"{OPEN}{len(anchors) - 1}{MIDDLE}{CLOSE}{whole[len(url) :]}"

    return _MARKED_OR_URL.sub(mark, text), anchors


# --- reading the stream --------------------------------------------------------------------------


def _read(marked: str, anchors: list[Anchor], sent: datetime | None) -> list[_Entry]:
    stream = _Stream(sent)
    for number, line in enumerate(marked.split("\n")):
        if line.lstrip().startswith(">"):
            continue
        plain = _LINK.sub(r"\2", line)
        if _SECTION.search(plain) and not _FILE.search(plain):
            stream.section = True
        for piece, anchor in _pieces(line, anchors):
            if anchor is not None:
                _take_link(stream, anchor, piece, number)
            if piece.strip():
                _take_text(stream, piece, number)
    return [entry for entry in stream.entries if entry.counts()]


def _pieces(line: str, anchors: list[Anchor]) -> Iterator[tuple[str, Anchor | None]]:
    """Text and links of a line in order."""
    at = 0
    for found in _LINK.finditer(line):
        yield line[at : found.start()], None
        number = int(found.group(1))
        yield found.group(2), anchors[number] if number < len(anchors) else None
        at = found.end()
    yield line[at:], None


def _take_link(stream: _Stream, anchor: Anchor, text: str, line: int) -> None:
    url = unescape(anchor.href.strip())
    provider = provider_of(url)
    entry = stream.near(line)
    name = _link_name(anchor, text)
    if provider:
        if entry is None or (name and entry.name and entry.name != name) or _is_other(entry, url, name):
            entry = stream.begin(line)
        entry.url, entry.provider = entry.url or url, entry.provider or provider
        entry.name = entry.name or name
        entry.last = line
    elif entry is not None and entry.name and entry.counts() and not entry.url and url.startswith("http"):
        entry.url = url
        entry.last = line
    elif name and stream.section and url.startswith("http") and _FILE.fullmatch(name):
        entry = stream.begin(line)
        entry.name, entry.url = name, url


def _is_other(entry: _Entry, url: str, name: str) -> bool:
    """Whether a link leads to another file than the entry in work."""
    if not entry.url or entry.url == url:
        return False
    return bool(name) or bool(entry.name and entry.size and not name and _key(entry.url) != _key(url))


def _link_name(anchor: Anchor, text: str) -> str:
    """The file name a link states, in an attribute or as its text."""
    for key in ("file-name", "filename", "download"):
        value = anchor.attributes.get(key, "")
        if value and "://" not in value and "." in value:
            return clean_name(value)
    shown = clean_text(_SIZE.split(text)[0]).strip(" (（[【\t")
    if not shown or _GENERIC.match(shown) or _URL.match(shown) or len(shown) > 160:
        return ""
    found = _FILE.search(shown)
    return clean_name(found.group(1)) if found else ""


def _take_text(stream: _Stream, text: str, line: int) -> None:
    """File names, sizes and dates in running text."""
    at = 0
    for found in _FILE.finditer(text):
        if not _names_cloud_file(text, found, stream):
            continue
        _take_facts(stream, text[at : found.start()], line)
        name = clean_name(_tidy(found.group(1)))
        entry = stream.near(line)
        if entry is None or (entry.name and entry.name != name):
            entry = stream.begin(line)
        entry.name, entry.last = name, line
        at = found.end()
    if at == 0 and (shared := _SHARED.search(text)) and not stream.near(line):
        whole = _FILE.search(shared.group(1))
        name = whole.group(1) if whole else _AFTER_NAME.split(shared.group(1))[0]
        stream.begin(line).name = clean_name(_tidy(name))
    _take_facts(stream, text[at:], line)


def _names_cloud_file(text: str, found: re.Match[str], stream: _Stream) -> bool:
    """A file name counts near a size or in a list of cloud attachments; letters name files, too."""
    after = text[found.end() : found.end() + 40]
    if stream.section or "文件大小" in text:
        return True
    return bool(re.match(r"\s*[(（\[【]?\s*\d", after) and _SIZE.search(after))


def _tidy(name: str) -> str:
    """The name without what a list puts in front: 附件1：, 文件名：, 1."""
    return (
        re.sub(
            r"^(?:(?:超大|云|大)?附件\d*|文件名?|名称|\d{1,2}[.、)）])\s*[:：]?\s*(?=\S)", "", name.strip()
        )
        or name
    )


def _take_facts(stream: _Stream, text: str, line: int) -> None:
    entry = stream.near(line)
    if entry is None or not text.strip():
        return
    size = _SIZE.search(_CODE.sub(" ", text))
    if size and not entry.size:
        entry.size, entry.last = f"{size.group(1)}{size.group(2)}", line
    expires = find_expiry(text, stream.sent, listed=bool(size))
    if expires and entry.expires is None:
        entry.expires, entry.last = expires, line


def _from_attributes(anchor: Anchor, sent: datetime | None) -> _Entry | None:
    """What a link's own attributes tell: NetEase hides a complete description in them."""
    provider = provider_of(unescape(anchor.href))
    name = _link_name(anchor, "")
    if not provider or not name:
        return None
    stamp = next(
        (anchor.attributes[key] for key in ("expired", "expiretime") if key in anchor.attributes), ""
    )
    size = anchor.attributes.get("file-size", "")
    shown = f"{int(size) / 1024:.2f}K" if size.isdigit() and len(size) < 13 else ""
    expires = expiry_from_stamp(stamp) or find_expiry(stamp, sent, listed=True)
    return _Entry(unescape(anchor.href.strip()), provider, name, shown, expires)


# --- one entry a file ----------------------------------------------------------------------------

_IDENTITY = re.compile(r"[?&](?:file|key|k|identity|id|code|p|share(?:id|_id)?|surl)=([^&#\s]{4,})", re.I)


def _key(url: str) -> str:
    """What stays the same between the links that a provider prints for one file."""
    found = _IDENTITY.search(url)
    return found.group(1) if found else re.sub(r"^https?://(?:www\.)?|[#?].*$", "", url)


def _merge(entries: list[_Entry]) -> list[_Entry]:
    """Entries about one file joined; a nameless link beside named ones is a button."""
    kept: list[_Entry] = []
    for entry in entries:
        same = next((other for other in kept if _is_same(entry, other)), None)
        if same is None:
            kept.append(entry)
            continue
        same.url = same.url or entry.url
        same.provider = same.provider or entry.provider
        same.name = same.name or entry.name
        same.size = same.size or entry.size
        same.expires = same.expires or entry.expires
    named = {entry.provider for entry in kept if entry.name}
    return [entry for entry in kept if entry.name or entry.provider not in named]


def _is_same(entry: _Entry, other: _Entry) -> bool:
    if entry.url and other.url:
        return _key(entry.url) == _key(other.url)
    return bool(entry.name) and entry.name == other.name
