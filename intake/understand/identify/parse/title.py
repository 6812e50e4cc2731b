"""Titles and subtitles: cleaned, split, and told from headings of the call itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.campaign.places.gazetteer import Gazetteer
from intake.config.words import AnyCase, WordLists, Words, either, load_words, spaced
from intake.text.fold import HAN
from intake.understand.identify.parse.labels import LABELS

LONGEST_TITLE = 60  # characters of a line that may be title and subtitle together


class TitleWords(WordLists):
    """What stands around titles, and what is none."""

    generic: AnyCase  # of which headings of the call, file names and cover sheets consist
    marks: Words  # in brackets behind a title
    subtitle_ends: Words  # how a subtitle that has lost its dash ends
    unfinished: Words  # how a title line ends that goes on in the next


_WORDS = load_words("title", TitleWords)
_DASH = r"(?:—{1,4}|―{1,4}|─{1,4}|-{2,}|－{1,}|﹣{2,}|–{1,2}|ーー?|一一(?=[\u4e00-\u9fff]{6}))"
_SUBTITLE_LINE = re.compile(
    rf"^\s*(?:{_DASH}|-(?=\s*[{HAN}])|副(?:标题|题(?:名|目)?)\s*[:：])\s*(?P<rest>\S.*)$"
)
_INLINE = re.compile(
    r"^(?P<title>.+?\S)\s*+(?:—{1,4}|―{1,4}|─{1,4}|-{2,}|－{1,3}|–{2})\s*+(?P<subtitle>.{4,})$"
)
_NUMBER = re.compile(
    r"^\s*(?:(?:典型|优秀)?案例(?:之)?\s*[一二三四五六七八九十\d]{1,3}\s*[:：、.．）)\]】]?\s*(?=\S)|[（(]\s*[一二三四五六七八九十\d]{1,2}\s*[）)]\s*|"
    r"[【\[（(]?第\s*[一二三四五六七八九十\d]{1,3}\s*[篇则](?:案例|做法|故事|文章|材料)?\s*(?:[】\]）)]\s*[:：]?|[:：、]|\s)\s*(?=\S)|"
    r"附件\s*[一二三四五六七八九十\d]{0,2}\s*[:：.、]\s*|(?:案例|文章|材料)?(?:名称|标题|题目)\s*[:：]\s*|案例\s*[:：]\s*)+"
)
_LEADING_NUMBER = re.compile(r"^\s*\d{1,3}\s*[.、．_\-\s]\s*(?=[^\d])")
_TRAILING = re.compile(rf"(?<!\s)\s*+[（(【\[]\s*+{either(_WORDS.marks)}[^（）()]{{0,8}}[）)】\]]\s*+$")
_WRAPPED = (("《", "》"), ("【", "】"), ("〖", "〗"), ("「", "」"), ("〔", "〕"), ("<", ">"), ("[", "]"))

_LABEL_LINE = re.compile(rf"^\s*{either(spaced(LABELS.lines + LABELS.never_titles))}[^:：]{{0,10}}[:：]")
SUBTITLE_END = re.compile(f"{either(_WORDS.subtitle_ends)}$")
_UNFINISHED = re.compile(rf"[、，,“（(《：:]$|{either(_WORDS.unfinished)}$")


@dataclass(frozen=True, slots=True)
class Title:
    """A title with its subtitle, cleaned, and the line or name it was taken from."""

    title: str = ""
    subtitle: str = ""
    quote: str = ""


def subtitle_of_line(line: str) -> str:
    """The subtitle in a line that begins with a dash; ``""`` for other lines."""
    match = _SUBTITLE_LINE.match(line)
    return clean_title(match["rest"]) if match else ""


def split_title(text: str, quote: str = "") -> Title:
    """Split 主标题——副标题 and clean both."""
    text = clean_title(text)
    match = _INLINE.match(text)
    if match and _is_whole(match["title"]) and len(re.findall(f"[{HAN}]", match["subtitle"])) >= 4:
        return Title(clean_title(match["title"]), clean_title(match["subtitle"]), quote or text)
    return Title(text, "", quote or text)


def _is_whole(text: str) -> bool:
    """Whether the quotation marks before a dash are all closed: “一核五元—三社联动”模式 is one title."""
    return all(
        text.count(opening) == text.count(closing) for opening, closing in ("“”", "《》", "（）", "‘’")
    )


def clean_title(text: str) -> str:
    """Take off numbers, labels, wrapping marks and version marks; bring blanks to one."""
    text = re.sub(r"[\s\u3000\u00a0]+", " ", text.replace("\f", " ")).strip()
    text = _join_spaced(text)
    before = None
    while text != before:
        before = text
        text = _NUMBER.sub("", text, count=1).strip()
        text = _TRAILING.sub("", text).strip()
        for opening, closing in _WRAPPED:
            if text.startswith(opening) and text.endswith(closing) and opening not in text[1:]:
                text = text[1:-1].strip()
        if text.startswith("“") and text.endswith("”") and text.count("“") == 1:
            text = text[1:-1].strip()
        text = text.lstrip("—–―─-－ ").strip(" *＊†·_|").rstrip("。；;，,：:、")
    return text


def _join_spaced(text: str) -> str:
    """一 核 引 领 → 一核引领, when most of the line is set with blanks."""
    parts = text.split(" ")
    if len(parts) >= 4 and sum(len(part) == 1 for part in parts) >= 0.8 * len(parts):
        return "".join(parts)
    return text


def without_leading_number(text: str) -> str:
    """1.一核引领 → 一核引领"""
    return _LEADING_NUMBER.sub("", text)


def is_generic(text: str, places: Gazetteer) -> bool:
    """Whether nothing is left but words of the call and the city: 全市社区治理优秀案例材料."""
    return len(_WORDS.generic.sub("", places.without_regions(re.sub(r"\s+", "", text)))) < 2


def is_title(text: str, places: Gazetteer) -> bool:
    """Whether a line can be a title: short, no sentence, no label, no heading of the call."""
    plain = text.strip()
    han = len(re.findall(f"[{HAN}]", plain))
    if not han >= 3 or len(plain) > LONGEST_TITLE or _LABEL_LINE.match(plain) or "\t" in plain:
        return False
    if re.search(r"[。；;]", plain) or re.search(r"[，,：:、]$", plain):
        return False
    return not is_generic(plain, places)


def is_unfinished(line: str) -> bool:
    """Whether a title line goes on in the next one."""
    if _UNFINISHED.search(line):
        return True
    return any(line.count(opening) > line.count(closing) for opening, closing in ("“”", "《》", "（）"))


def title_key(text: str) -> str:
    """What two spellings of one title have in common: characters without marks and blanks."""
    return re.sub(r"[\W_]+", "", text).lower()


def title_likeness(first: str, second: str) -> float:
    """0 to 1 for two titles: 1 when one holds the other (6 characters or more), else shared pairs."""
    one, two = title_key(first), title_key(second)
    if not one or not two:
        return 0.0
    if one == two:
        return 1.0
    short, long = sorted((one, two), key=len)
    if len(short) >= 6 and short in long:
        return 0.95
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (one, two)]
    if not pairs[0] or not pairs[1]:
        return 0.0
    return 2 * len(pairs[0] & pairs[1]) / (len(pairs[0]) + len(pairs[1]))
