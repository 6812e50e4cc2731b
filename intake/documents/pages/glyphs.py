"""Characters as people write them, from what fonts say a glyph is.

Many programs name a glyph by the first code point that the font gives it: a radical for the Hanzi
(:mod:`intake.text.fold`), a ligature for its letters, a form for vertical setting for a mark.
"""

from __future__ import annotations

from intake.text.fold import nfkc, usual_hanzi

_OTHERS = {
    "\u00a0": " ",
    "\u00ad": "-",
    "\u2010": "-",
    "\u2011": "-",
    "\u22ef": "…",
    "\u2e3a": "——",
    # marks of vertical lines, as GB/T 15834 pairs them with those of horizontal ones
    "\ufe19": "…",
    "\ufe30": "：",
    "\ufe31": "—",
    "\ufe41": "‘",
    "\ufe42": "’",
    "\ufe43": "“",
    "\ufe44": "”",
}
_WIDE = {"(": "（", ")": "）", ",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "_": "—"}


def written(text: str) -> str:
    """A glyph's text, in the characters that people use.

    >>> written("⺠") + written("⼈") + written("︵") + written("ﬁ")
    '民人（fi'
    """
    if text in _OTHERS:
        return _OTHERS[text]
    if len(text) == 1:
        if "\ufb00" <= text <= "\ufb06":
            return nfkc(text)
        if "\ufe10" <= text <= "\ufe48":
            plain = nfkc(text)
            return _WIDE.get(plain, plain)
    return usual_hanzi(text)
