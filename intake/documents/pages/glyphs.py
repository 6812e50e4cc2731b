"""Characters as people write them, from what fonts say a glyph is.

Many programs name a glyph by the first code point that the font gives it, so that 民 comes out
as the radical ⺠ and 人 as ⼈; searches, gazetteers and counts then fail. Ligatures and forms for
vertical setting are undone as well.
"""

from __future__ import annotations

from intake.text.fold import nfkc

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
_OTHERS = {
    "\u00a0": " ",
    "\u00ad": "-",
    "\u2010": "-",
    "\u2011": "-",
    "\u22ef": "…",
    "\u2e3a": "——",
    "\u2f3e": "户",  # the radical's own equivalents are the forms of Taiwan
    "\u2fc8": "黄",
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
        if text in _RADICALS:
            return _RADICALS[text]
        if "\u2f00" <= text <= "\u2fd5" or "\ufb00" <= text <= "\ufb06":
            return nfkc(text)
        if "\ufe10" <= text <= "\ufe48":
            plain = nfkc(text)
            return _WIDE.get(plain, plain)
    return text
