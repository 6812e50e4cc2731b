"""Which parts of a mail are its own text, and that text.

A mail shows one text in several forms (multipart/alternative) or in pieces between its files.
Everything else is a file: :mod:`intake.mail.files`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from intake.mail.filenames import best_name
from intake.mail.parts import Part, Uuencoded, find_uuencoded
from intake.mail.words.calendar import invitation
from intake.mail.words.html import count_chinese, find_shown, html_to_text
from intake.model.case import Doubt
from intake.model.limits import Limits
from intake.text.charset import decode_bytes
from intake.text.clean import clean_text
from intake.text.garbled import looks_garbled

_FILES_BY_TYPE = frozenset(
    f"text/{kind}"
    for kind in re.findall(
        r"[\w.-]+",
        "calendar vcard x-vcard directory x-amp-html watch-html rfc822-headers"
        " csv comma-separated-values xml rtf",
    )
)
_BINARY = re.compile(
    rb"PK\x03\x04|\xd0\xcf\x11\xe0|%PDF-|Rar!|7z\xbc\xaf|\xff\xd8\xff|\x89PNG|GIF8|\{\\rtf1|\x1f\x8b"
)
_SPLIT_OFF = re.compile(r"ATT\d{5,}\.(?:txt|html?)", re.I)  # Exchange names text between files so
_SPLIT_OFF_BYTES = 4096
_PLACEHOLDER = re.compile(
    r"(?:不支持|无法|不能|请使用|请切换|支持).{0,20}(?:HTML|超文本)|(?:HTML|超文本).{0,8}(?:格式|邮件|查看|浏览|viewer|mail)"
    r"|(?:does not|doesn't|cannot|unable to).{0,30}HTML|HTML[- ]?(?:compatible|enabled|capable|format)"
    r"|multi-?part (?:message )?in MIME format",
    re.I,
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{2,40})", re.I)
_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class LetterText:
    """The mail's text and HTML; ``used`` are the positions of the parts they came from."""

    text: str
    html: str
    used: frozenset[int]
    enclosed: tuple[Uuencoded, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(slots=True)
class _Unit:
    """One piece of text in up to two forms."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)


def choose_text(parts: Sequence[Part], limits: Limits) -> LetterText:
    """Find the mail's own text; never raises."""
    units: dict[tuple[str, int], _Unit] = {}
    used: set[int] = set()
    enclosed: list[Uuencoded] = []
    doubts: list[Doubt] = []
    for position, part in enumerate(parts):
        if not _is_letter(part, first=not used):
            continue
        content = part.content()
        if _BINARY.match(content):
            continue
        used.add(position)
        if len(content) > 4 * limits.text_chars:
            content = content[: 4 * limits.text_chars]
            doubts.append(Doubt("partial", "邮件正文", "正文过长"))
        group = part.inside("alternative")
        unit = units.setdefault(("one", position) if group is None else ("alternative", group), _Unit())
        if part.type == "text/html":
            unit.html.append(_decode_html(part, content))
        else:
            files = find_uuencoded(content, limits.mime_parts) if b"begin" in content else []
            enclosed.extend(files)
            unit.plain.append(_decode_plain(part, _without(content, files)))
    text = _join([_unit_text(unit) for unit in units.values()])
    if not text.strip():
        text = _join([_invited(part) for part in parts if part.type == "text/calendar"])
    html = "<br>\n".join(html for unit in units.values() for html in unit.html)
    return LetterText(text[: limits.text_chars], html, frozenset(used), tuple(enclosed), tuple(doubts))


def _invited(part: Part) -> str:
    return invitation(decode_bytes(part.content(), part.parameters.token("charset")).text)


def _is_letter(part: Part, *, first: bool) -> bool:
    if not part.type.startswith("text/") or part.type in _FILES_BY_TYPE:
        return False
    attached = part.disposition.main == "attachment"
    names = part.names() if attached or part.disposition.plain or part.parameters.plain else []
    names = [name for name in names if name.strip()]
    if not names and not part.disposition.extended:
        return not attached or first
    if len(part.raw) <= _SPLIT_OFF_BYTES and _SPLIT_OFF.fullmatch(best_name(names)):
        return True
    if attached:
        return False
    shown = part.inside("alternative") is not None
    return shown or (part.type == "text/html" and part.inside("related") is not None)


def _without(content: bytes, files: list[Uuencoded]) -> bytes:
    for found in reversed(files):
        content = content[: found.start] + content[found.end :]
    return content


def _decode_plain(part: Part, content: bytes) -> str:
    text = decode_bytes(content, part.parameters.token("charset")).text
    if part.parameters.token("format").lower() == "flowed":
        text = _unfold(text, delete_space=part.parameters.token("delsp").lower() == "yes")
    return clean_text(text)


def _unfold(text: str, *, delete_space: bool) -> str:
    """Join lines that a mailer broke softly, each marked by a blank at its end (RFC 3676)."""
    out: list[str] = []
    soft = False
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        quoted = line.startswith(">")
        unstuffed = line[1:] if line.startswith(" ") else line
        if soft and not quoted and unstuffed != "-- ":
            out[-1] += unstuffed
        else:
            out.append(unstuffed)
        soft = unstuffed.endswith(" ") and unstuffed != "-- " and not quoted
        if soft and delete_space:
            out[-1] = out[-1][:-1]
    return "\n".join(out)


def _decode_html(part: Part, content: bytes) -> str:
    claimed = part.parameters.token("charset")
    if not claimed:
        meta = _META_CHARSET.search(content[:2048])
        claimed = meta.group(1).decode("ascii") if meta else ""
    return decode_bytes(content, claimed).text


def _unit_text(unit: _Unit) -> str:
    plain = "\n".join(unit.plain)
    html = "\n".join(unit.html)
    if plain.strip() and (visible := find_shown(html)) is not None:
        return clean_text(visible) if visible.strip() else plain  # the plain form would tell what is hidden
    if html and _prefer_html(plain, html):
        shown = clean_text(html_to_text(html))
        if shown.strip() and not (plain.strip() and looks_garbled(shown)):
            return shown
    return plain


def _prefer_html(plain: str, html: str) -> bool:
    """Whether the plain form is missing, a stub, or garbage; else it is the better one to read."""
    if not plain.strip():
        return True
    if len(plain) < 300 and _PLACEHOLDER.search(plain):
        return True
    if count_chinese(html) > 1.5 * len(_CHINESE.findall(plain)) + 40:
        return True
    return looks_garbled(plain)


def _join(texts: list[str]) -> str:
    """The pieces in order; a piece that repeats another is left out."""
    kept: list[tuple[str, str]] = []
    for text in texts:
        core = "".join(text.split())
        if core and not any(core in other for _, other in kept):
            kept = [(shown, other) for shown, other in kept if other not in core]
            kept.append((text.strip("\n"), core))
    return "\n\n".join(shown for shown, _ in kept)
