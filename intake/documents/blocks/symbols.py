"""Characters of symbol fonts and of EQ fields, for all formats that have them."""

from __future__ import annotations

import re
from typing import Final

_WINGDINGS: Final = {
    0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x6C: "●", 0x6D: "❍",
    0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x73: "◆", 0x74: "◆", 0x75: "◆",
    0x76: "❖", 0x77: "◆", 0x78: "☒", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA4: "◎", 0xA6: "○",
    0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB5: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑",
    0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x80 + number: chr(0x2460 + number - 1) for number in range(1, 11)},  # ① to ⑩
    **{0x8B + number: chr(0x2776 + number - 1) for number in range(1, 11)},  # ❶ to ❿
}  # fmt: skip
_WINGDINGS_2: Final = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA2: "■",
    0xA3: "□", 0xA4: "□", **{0x6A + number: chr(0x2460 + number - 1) for number in range(1, 11)},
}  # fmt: skip
_SYMBOL: Final = {
    0xA5: "∞", 0xA3: "≤", 0xB3: "≥", 0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xB7: "•", 0xAE: "→", 0xB0: "°",
    0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x70: "π", 0x6D: "μ", 0x44: "Δ", 0x57: "Ω",
}  # fmt: skip
_WINGDINGS_3: Final = {
    0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x70: "▲", 0x71: "▼", 0x74: "◀", 0x75: "▶", 0x7B: "◀", 0x7D: "▶",
}  # fmt: skip
_WEBDINGS: Final = {
    0x34: "▶", 0x33: "◀", 0x35: "▲", 0x36: "▼", 0x3D: "■", 0x63: "□", 0x67: "■", 0x61: "✓", 0x72: "✗", 0x6E: "●",
    0xC9: "☎",
}  # fmt: skip
_FONTS: Final = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
    "symbol": _SYMBOL,
}
UNKNOWN_SIGN: Final = "〓"  # as printers set it where a character is missing
_LETTERS_OF_SYMBOL: Final = range(0x20, 0x7F)  # of Symbol: digits and marks are what they are elsewhere


def is_symbol_font(font: str) -> bool:
    """Whether a font shows signs in the places of letters."""
    return font.lower() in _FONTS


def in_symbols(text: str, font: str) -> tuple[str, int]:
    """What a text shows in a symbol font, and how many of its signs are not known."""
    shown, unknown = [], 0
    for sign in text:
        code = ord(sign)
        is_sign = 0xF020 < code <= 0xF0FF or 0x20 < code < 0x100
        if not is_sign:
            shown.append(sign)
            continue
        found = symbol_of(font, code)
        if not found and font.lower() == "symbol" and code & 0xFF in _LETTERS_OF_SYMBOL:
            found = chr(code & 0xFF)
        unknown += not found
        shown.append(found or UNKNOWN_SIGN)
    return "".join(shown), unknown


def symbol_of(font: str, code: int) -> str:
    """The character that a code shows in a symbol font, ``""`` when the font is not known."""
    table = _FONTS.get(font.lower())
    if 0xF000 <= code <= 0xF0FF:
        return table.get(code - 0xF000, "") if table else ""
    if table and code < 0x100:
        return table.get(code, "")
    return chr(code) if 0x20 <= code < 0xD800 or 0xF900 <= code < 0x110000 else ""


_INNERMOST: Final = re.compile(r"((?:\\[a-z]{1,12}\s{0,9}-?\d{0,6}\s{0,9}){0,9})\(([^()]*+)\)", re.I)
_ENCLOSING: Final = set("○〇◯□◇△")


def equation_text(code: str) -> str:
    """The text of an ``EQ`` field: ``EQ \\o\\ac(○,1)`` is ①, a phonetic guide is its base text."""
    match = re.match(r"\s*eq\s", code, re.I)
    if not match:
        return ""
    text = re.sub(r"\\\*\s*(?:jc\d|hps\d+|\"[^\"]*\")", "", code[match.end() :])
    for _ in range(20):
        reduced = _INNERMOST.sub(_reduce, text)
        if reduced == text:
            break
        text = reduced
    return re.sub(r"\\[a-z]+\s*\d*", "", text).strip()


def _reduce(match: re.Match[str]) -> str:
    switches = match[1].lower()
    parts = [part.strip() for part in re.split(r"[,;，]", match[2])]
    if "\\o" in switches:
        return _overlaid(parts)
    if "\\s" in switches and "\\up" in switches and len(parts) == 1:
        return parts[0]
    return ("/" if "\\f" in switches else "").join(parts)


def _overlaid(parts: list[str]) -> str:
    """Characters printed on top of each other: a ring with a number, or text under its reading."""
    inside = [part for part in parts if part not in _ENCLOSING]
    if len(inside) < len(parts) and inside and inside[-1].isdecimal() and 1 <= int(inside[-1]) <= 20:
        return chr(0x2460 + int(inside[-1]) - 1)
    return inside[-1] if inside else ""
