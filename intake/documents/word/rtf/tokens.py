"""Tokens and charsets of Rich Text Format (RTF 1.9.1)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from intake.documents.word.rtf.words import CHARSETS, CODE_PAGES
from intake.text.hanzi import weigh

MOST_FALLBACKS: Final = 16
SYMBOL_CHARSET: Final = 2
KEPT: Final = 512  # runs of words kept from file to file: programs write the same ones again and again

_BRACES: Final = re.compile(r"[{}]|\\(?:[\\{}]|bin(\d{1,9}) ?)")
# Groups without groups inside, and what stands between them: most of a table of fonts or styles.
_FLAT_TEXT: Final = r"[^{}\\]++|\\(?!bin)[^{}\\]"
_FLAT: Final = re.compile(rf"(?>(?:{_FLAT_TEXT}|\{{(?>(?:{_FLAT_TEXT})*)\}})*)")
_WORD: Final = re.compile(r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?", re.ASCII)
_UNIT: Final = re.compile(r"\\u(-?\d{1,10})", re.ASCII)
# Whole characters of GB 18030, so that the second half of one is no first half before a brace.
_BARE: Final = re.compile(rb"([\x81-\xfe])([\\{}]|[0-9][\x81-\xfe][0-9]|[\x40-\xfe])")
_FONT: Final = re.compile(r"\\(f|fcharset|cpg)(-?\d{1,10})")
_FONT_NAME: Final = re.compile(r"wingdings 2|wingdings|symbol", re.I)
_HEADING: Final = re.compile(r"\\s(\d{1,5})\b[^{};]{0,400}?[ }](heading [1-9]|title|subtitle);", re.I)
_KAI: Final = re.compile(r"kai|楷|\\'bf\\'ac|\\u26999", re.I)
_FONT_ENTRY: Final = re.compile(r"\{\\f(\d{1,5})\b([^{};]{0,100})")
SUBTITLE: Final = -1


@cache
def token_pattern(fallbacks: int) -> re.Pattern[str]:
    """One token, where ``fallbacks`` characters stand in for each one given by number.

    Its groups: literal text, characters by number, bytes in hexadecimal, a run of words, a brace, the word
    behind ``\\*``, a symbol. Line ends in front say nothing.
    """
    stand_in = r"(?:\\'[0-9a-fA-F]{2}|[^\\{}\r\n]|\\(?:[lr]quote|[lr]dblquote|e[mn]dash|bullet)\b ?)"
    count = min(max(fallbacks, 0), MOST_FALLBACKS)
    return re.compile(  # quantifiers give nothing back: no input makes them try again
        rf"[\r\n]*+(?:([^\\{{}}\r\n]++)|((?>(?:\\u-?\d{{1,10}}+ ?+(?>{stand_in}{{0,{count}}}))+))|((?>(?:\\'[0-9a-fA-F]{{2}})+))"
        r"|((?>(?:\\(?!u-?\d)[a-zA-Z]{1,32}+(?>(?:-?\d{1,10}+)?) ?+){1,64}))|([{}])"
        r"|\\\*[ \r\n]*+\\([a-zA-Z]{1,32}+)(?>(?:-?\d{1,10}+)?) ?+|\\(.)|\\|\Z)",
        re.DOTALL | re.ASCII,
    )


@lru_cache(maxsize=KEPT)
def words_of(run: str) -> tuple[tuple[str, int | None, int], ...]:
    """Word, number and end of every word in a run."""
    return tuple(
        (match[1], int(match[2]) if match[2] else None, match.end()) for match in _WORD.finditer(run)
    )


def end_of_group(content: str, at: int) -> int:
    """Where the brace stands that closes the group around ``at``; the end of ``content`` when none does."""
    depth = 1
    while match := _BRACES.search(content, _skip_flat(content, at)):
        at = match.end()
        sign = match[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if not depth:
                return at - 1
        elif match[1]:
            at += int(match[1])
    return len(content)


def _skip_flat(content: str, at: int) -> int:
    flat = _FLAT.match(content, at)
    return flat.end() if flat else at


def text_of_units(run: str) -> str:
    r"""The characters of a run of ``\u`` words; numbers are UTF-16, signed or not."""
    try:  # what stands in is mostly one of these
        bare = run.replace("\\'3f", "").replace("?", "") if run.isascii() else "\\u"
        numbers = list(map(int, bare.split("\\u")[1:]))
    except ValueError:
        numbers = list(map(int, _UNIT.findall(run)))
    if "-" in run or max(numbers) > 0x10_FFFF:
        numbers = [number if 0xFFFF < number < 0x11_0000 else number & 0xFFFF for number in numbers]
    return "".join(map(chr, numbers))


def bytes_of_hex(run: str) -> str:
    r"""The bytes of a run of ``\'hh``, one character each."""
    return bytes.fromhex(run.replace("\\'", "")).decode("latin-1")


def decode_file(content: bytes) -> tuple[str, bool]:
    """The file as characters, and whether these are text already (UTF-8) or stand for bytes."""
    if content.isascii():
        return content.decode("ascii"), False
    if b"\\bin" not in content:
        try:
            return content.decode("utf-8-sig"), True
        except UnicodeDecodeError:  # a second byte may look like a brace
            content = _BARE.sub(_escape, content)
    return content.decode("latin-1"), False


def _escape(match: re.Match[bytes]) -> bytes:
    return match[1] + b"\\'" + match[2].hex().encode() if match[2] in b"\\{}" else match[0]


def decode_text(data: str, claimed: str, code_page: str) -> str:
    """Bytes of text by the charset of their font, else by that of the document; Chinese where only that fits."""
    raw = data.encode("latin-1", "replace")
    for charset in dict.fromkeys((claimed, code_page, "gb18030")):
        if charset in {"", "cp1252"}:
            continue
        try:
            text = raw.decode(charset)
        except (UnicodeError, LookupError):
            continue
        # A Western font in a Chinese document, or no word about the charset at all: the text must say it.
        if (charset == claimed or (charset == code_page and claimed != "cp1252")) or weigh(text)[0] > 0:
            return text
    for charset in (claimed, code_page, "cp1252"):
        try:
            return raw.decode(charset, "replace") if charset else raw.decode("cp1252", "replace")
        except LookupError:
            continue
    return raw.decode("latin-1")


def read_fonts(table: str) -> tuple[dict[int, str], dict[int, str]]:
    """Font → charset, and font → name for those of symbols."""
    charsets: dict[int, str] = {}
    symbols: dict[int, str] = {}
    font = -1
    for match in _FONT.finditer(table):
        number = int(match[2])
        if match[1] == "f":
            font = number
        elif match[1] == "cpg":
            charsets[font] = charset_of_page(number)
        else:
            charsets[font] = CHARSETS.get(number, "")
            name = _FONT_NAME.search(table, match.end(), match.end() + 100)
            if number == SYMBOL_CHARSET and name:
                symbols[font] = name[0]
    return charsets, symbols


def read_headings(sheet: str) -> dict[int, int]:
    """The numbers of the styles that are headings, with their levels: 0 the title, or :data:`SUBTITLE`."""
    return {int(match[1]): _level(match[2].lower()) for match in _HEADING.finditer(sheet)}


def _level(name: str) -> int:
    if name[-1].isdecimal():
        return int(name[-1])
    return 0 if name == "title" else SUBTITLE


def read_kai(table: str) -> frozenset[int]:
    """The fonts that are 楷体."""
    return frozenset(int(match[1]) for match in _FONT_ENTRY.finditer(table) if _KAI.search(match[2]))


def charset_of_page(number: int) -> str:
    """The codec of a Windows code page."""
    return CODE_PAGES.get(number, f"cp{number}")
