"""Signs that stand for blanks between scores, put as most people put them: 88→84→90, 85+90+88=263, 85/100."""

from __future__ import annotations

import re
from typing import Final

from intake.campaign.review import ReviewRules
from tracker.review.marks.values import SPOKEN, labels_of, read_value

_ARROW: Final = re.compile(r"\s?(?:→|➜|⇒|-{1,2}>|=>)\s?")
_OUT_OF: Final = re.compile(r"(?<![\d.])(\d{1,3})\s?/\s?(\d{2,3})(?=$|[\s,，、;；。分])", re.MULTILINE)
_SUM: Final = re.compile(r"(?<![\d+])(\d{1,3}(?:\s?\+\s?\d{1,3}){1,6})\s?=\s?(\d{2,4})(?!\d)")
_DOTTED: Final = re.compile(r"^(\s{0,4}[A-Za-z]\s?\d{1,4})((?:\.\d{2,3}){2,6})\s{0,4}$", re.MULTILINE)
_PERCENT: Final = re.compile(
    r"^(\s{0,4}[A-Za-z]\s?\d{1,4}[\s:：]{1,3})((?:\d{1,3}\s?[%％][\s,，、]{0,3}){2,7})$", re.MULTILINE
)
_SPACED: Final = re.compile(
    r"(?<![一二三四五六七八九十\d])[二三四五六七八九]\s十(?:\s[一二三四五六七八九])?(?![一二三四五六七八九十])"
)
_CHAIN: Final = re.compile(r"(?<![\d.-])(\d{2,3})-(\d{2,3})-(\d{2,3})(?![\d.-])")  # 85-90-88
_BARE: Final = re.compile(
    r"^\s{0,4}(?:\d{1,2}\s?[:：]\s?\d{2,3}(?:[,，、/ ]\s?\d{2,3}){1,5}\s?[;；。]?\s{0,2}){2,40}(?=[^\d:：]{0,8}$)",
    re.MULTILINE,
)  # 1:85,80,88;2:80,80,82
_DICT: Final = re.compile(r"[\"'“”]([A-Za-z]\s?\d{1,4})[\"'“”]\s?[:：]\s?\[([\d\s,.，]{1,60})\][,，]?")
_APART: Final = re.compile(
    r"^\s{0,4}[A-Za-z](?:\s\d){1,3}\s?[:：]\s?\d(?:\s\d){0,2}(?:\s?[,，、;；]\s?\d(?:\s\d){0,2}){1,6}\s{0,4}$",
    re.MULTILINE,
)  # A 0 1: 8 5, 9 0, 8 8
_EXCEPT: Final = re.compile(
    r"除了?([A-Za-z]\s?\d{1,4}[^，,。；;\d]{0,6}(?:\d{1,3}[、，, /]{1,2}){1,5}\d{1,3})(?:以外|之外|外)[，,]\s?"
)
_HALF: Final = re.compile(
    rf"(?<![\d.])(\d{{1,3}}|(?<![零一二三四五六七八九十百]){SPOKEN})\s?分?半(?=$|[\s，,。；;、）)])",
    re.MULTILINE,
)
_POINT: Final = re.compile(
    rf"(?<![零一二三四五六七八九十百\d])({SPOKEN}|\d{{1,3}})\s?点\s?([零一二三四五六七八九\d])(?![\d零一二三四五六七八九十钟半多前后左到])"
)
_PRIME: Final = re.compile(r"(?<=\d)\s?[′'’](?=$|[\s，,。；;、])", re.MULTILINE)
_HOURS: Final = 24  # 三点五十 is no score, nor is 一半
_HASH: Final = re.compile(r"(?<![\w.#＃])(\d{1,2})\s?[#＃](?=\s?[:：\s])")
_BOX: Final = str.maketrans("│┃║", "|||")
_RULES: Final = re.compile(r"^[\s\u2500-\u257f|+=-]{3,}$", re.MULTILINE)
_LISTED: Final = r"^(\s{0,8})(?:[一二三四五六七八九]|\d)\s?[、.．)）]\s?(?=(?:%s))"


def usual_signs(text: str, rules: ReviewRules) -> str:
    """The text with blanks where other signs stood between scores; sums that are wrong stay to be asked about."""
    text = _RULES.sub("", text.translate(_BOX)) if "─" in text or "═" in text else text
    text = _ARROW.sub(" ", text.replace("／", "/").replace("&nbsp;", " "))
    text = _HASH.sub(r"\1号", _PRIME.sub(" ", text))
    text = _HALF.sub(lambda m: _with_fraction(m[0], m[1], "5"), text)
    text = _POINT.sub(lambda m: _with_fraction(m[0], m[1], m[2]), text)
    text = _CHAIN.sub(r"\1 \2 \3", text)
    text = _BARE.sub(lambda m: re.sub(r"(?<!\d)(\d{1,2})\s?[:：]", r"\1号 ", m.group()), text)
    text = re.sub(r"[{}]", " ", _DICT.sub(r"\1 \2；", text)) if _DICT.search(text) else text
    text = _APART.sub(lambda m: re.sub(r"(?<=[A-Za-z\d])\s(?=\d)", "", m.group()), text)
    text = _EXCEPT.sub(r"\1；", text)  # 除A03为60、60、60外，A01、A02均为…
    text = _OUT_OF.sub(lambda m: m[1] if int(m[2]) == rules.scale else m.group(), text)
    text = _SUM.sub(_without_sum, text)
    text = _DOTTED.sub(lambda m: m[1] + m[2].replace(".", " "), text)
    text = _PERCENT.sub(lambda m: m[1] + re.sub(r"\s?[%％]", " ", m[2]), text)
    text = _SPACED.sub(lambda m: re.sub(r"\s", "", m.group()), text)
    labels = "|".join(re.escape(word) for words in labels_of(rules) for word in words)
    text = re.sub(_LISTED % labels, r"\1", text, flags=re.MULTILINE)
    text = re.sub(
        rf"^([ \t]*(?:{labels}))[ \t:：]*\n\s{{0,8}}(?=\d{{1,3}}\s?分?\s{{0,4}}$)",
        r"\1 ",
        text,
        flags=re.MULTILINE,
    )
    text = re.sub(rf"({labels})\s?[:：]?\s?(?:给|打|得|是|为)?满分", rf"\g<1>{rules.scale}", text)
    return re.sub(rf"[\[【]\s?({labels})\s?[\]】]", r"\1", text)


def _with_fraction(said: str, whole: str, part: str) -> str:
    """八十八分半, 八十五点五 in digits."""
    value, tenth = read_value(whole), read_value(part)
    is_score = value is not None and tenth is not None and value > _HOURS
    return f"{value}.{tenth}分" if is_score else said


def _without_sum(match: re.Match[str]) -> str:
    numbers = [int(number) for number in re.findall(r"\d+", match[1])]
    return " ".join(map(str, numbers)) if sum(numbers) == int(match[2]) else match.group()
