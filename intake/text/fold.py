"""Bring spelling variants of one text to one form without losing where each character stood.

Replacements keep length; only white space between Chinese characters is taken out, and the
places where it stood are remembered, because a space may also part two words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from intake.config.toml import Strict
from intake.config.words import Split, load_words

HAN = "\u4e00-\u9fff"


class Traditional(Strict):
    """Traditional forms that occur in names of places, offices and labels; not a general converter."""

    pairs: Split  # of the form written and the usual one


# Radicals of U+2E80 to U+2EF3 that are also characters (Unicode, EquivalentUnifiedIdeograph.txt).
_RADICALS = dict(
    zip(
        "⺁⺄⺅⺆⺇⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺤⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺶⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓"
        "⻔⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乙亻冂几刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡月歹母民氵氺灬爫丬牛犭王疋罒示礻竹糹纟罓罒羊耂肀聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶邑钅長镸长"
        "门阝雨青韦页风飞食食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙亀亀龟",
        strict=True,
    )
)
_KANGXI = {  # the block's own equivalents are traditional forms in two places
    point: {0x2F3E: "户", 0x2FC8: "黄"}.get(point, unicodedata.normalize("NFKC", chr(point)))
    for point in range(0x2F00, 0x2FD6)
}
_COMPATIBILITY = {
    point: usual
    for first, last in ((0xF900, 0xFAD9), (0x2F800, 0x2FA1D))
    for point in range(first, last + 1)
    if (usual := unicodedata.normalize("NFKC", chr(point))) != chr(point)
}
_HANZI = {ord(radical): usual for radical, usual in _RADICALS.items()} | _KANGXI | _COMPATIBILITY
_ODD_HANZI = re.compile("[\u2e80-\u2fd5\uf900-\ufad9\U0002f800-\U0002fa1d]")
_MAP = {ord(pair[0]): pair[1] for pair in load_words("traditional", Traditional).pairs}
_MAP |= {ord("０") + i: chr(ord("0") + i) for i in range(10)}
_MAP |= {ord("Ａ") + i: chr(ord("A") + i) for i in range(26)}
_MAP |= {ord("ａ") + i: chr(ord("a") + i) for i in range(26)}
_MAP |= _HANZI
_ODD = re.compile(f"[{''.join(re.escape(chr(point)) for point in sorted(_MAP))}]")
_BLANK = r"[ \t\u3000\u00a0\u2000-\u200f\u2028\u202f\u2060\ufeff]"
_SPACED = re.compile(f"(?<=[{HAN}]){_BLANK}+(?=[{HAN}])")
_COMPATIBLE = re.compile(  # full-width digits and letters, circled numbers, units, look-alike Hanzi
    "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u2100-\u218f\u2460-\u24ff\u3300-\u33ff\uf900-\ufaff]"
)
_URL = re.compile(r"(?:https?://|www\.)[^\s，。；、）)】》]+", re.IGNORECASE)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*%?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` as searched; ``offsets[i]`` is where its character ``i`` stands in the original.

    ``offsets`` is empty when nothing was taken out. ``gaps`` are the indexes of ``text`` that had
    white space in front.
    """

    text: str
    offsets: tuple[int, ...] = ()
    gaps: frozenset[int] = frozenset()

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that ``text[start:end]`` came from."""
        if not self.offsets:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[start]


def nfkc(text: str) -> str:
    """Compatibility characters in their usual form: half width, circled numbers as digits (Unicode NFKC)."""
    return unicodedata.normalize("NFKC", text)


def usual_hanzi(text: str) -> str:
    """Radicals and compatibility ideographs as the Hanzi that was meant: fonts and copying bring them about.

    >>> usual_hanzi("⼀枚⺠政")
    '一枚民政'
    """
    return text.translate(_HANZI) if _ODD_HANZI.search(text) else text


def simplify(text: str) -> str:
    """Replace full-width digits and letters, and known traditional or compatibility forms."""
    return text.translate(_MAP) if _ODD.search(text) else text


def fold(text: str) -> Folded:
    """Fold a text; every character of the result stands for one of the original."""
    text = simplify(text)
    if not _SPACED.search(text):
        return Folded(text)
    pieces: list[str] = []
    offsets: list[int] = []
    gaps: set[int] = set()
    last = 0
    for match in _SPACED.finditer(text):
        pieces.append(text[last : match.start()])
        offsets.extend(range(last, match.start()))
        gaps.add(len(offsets))
        last = match.end()
    pieces.append(text[last:])
    offsets.extend(range(last, len(text)))
    return Folded("".join(pieces), tuple(offsets), frozenset(gaps))


def plain(text: str) -> str:
    """Text as themes are judged: NFKC, lower case, without addresses of pages and numbers.

    Full-width punctuation alone is left as it is: normalising costs more than all the judging.
    Numbers of five digits are kept: hotlines such as 12349 are names.
    """
    if _COMPATIBLE.search(text):
        text = nfkc(text)
    text = text.lower()
    if "://" in text or "www." in text:
        text = _URL.sub("", text)
    return _DIGITS.sub(_keep_hotline, text)


def _keep_hotline(found: re.Match[str]) -> str:
    number = found.group()
    return number if len(number) == 5 and number.isdigit() else ""
