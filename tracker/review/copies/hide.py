"""Names out of a text for experts who are not to know whose case it is.

Looked for are *these* names: those of the ledger and of the campaign's places. What only looks like a
name is listed for a person, never changed in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final

from intake.campaign.places.gazetteer import Gazetteer
from intake.config.words import either
from intake.text.fold import HAN, Folded, simplify
from intake.understand.identify.parse.names import SURNAMES, person_at_head
from tracker.ledger.records import CaseRow
from tracker.review.words import review_words

VEIL: Final = "××"
_SHORTEST: Final = 2
_CALLED_AFTER: Final = re.compile(
    r"^([\u4e00-\u9fff]{2,4}?(?:镇|乡|街道|社区|村))(?=人民政府|政府|党|办|居|村|社|服务|便民|$)"
)
_NAMED: Final = re.compile(rf"{either(review_words().words.roles)}\s?([\u4e00-\u9fff]{{2,4}})")
_DASH: Final = r"[-‐‑–—－−.·\s]"
_PHONE: Final = re.compile(
    rf"(?<!\d)(?:1[3-9]\d(?:{_DASH}{{0,2}}\d){{8}}|(?:[（(]0\d{{2,3}}[）)]|0\d{{2,3}}){_DASH}{{0,3}}\d{{3,4}}{_DASH}{{0,2}}\d{{4}}"
    r"|\d{6}(?:[-\s]?\d{4}){2}[-\s]?\d{3}[\dXx]"
    r"|(?!20[0-3]\d)[2-8]\d{6,7})(?:转\d{1,5})?(?!\d)"
    r"|[〇零一二三四五六七八九幺]{7,12}(?![〇零一二三四五六七八九十百千万])"
)
# What people and programs put between the characters of a name: blanks, signs without width, dots, readings (赵(zhào)).
_BETWEEN: Final = re.compile(
    rf"(?<=[{HAN}])(?:[（(][a-zü\u00e0-\u01dc]{{1,8}}[）)]|[-_*~\s\u00ad\u034f\u180e\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufe00-\ufe0f\ufeff·•‧・])+(?=[{HAN}])"
)
_UPRIGHT: Final = 3  # characters of a line of writing that runs from top to bottom
_NEAR: Final = 12  # characters on both sides of a break, in which a name may be torn apart
_ACCOUNT: Final = re.compile(
    r"[\w.+-]{1,64}[@＠][\w-]{1,63}(?:\.[\w-]{1,63}){1,4}|(?<=微信)(?:号)?[:：]?\s?[A-Za-z][\w-]{5,19}"
    r"|(?:https?://|www\.)[\w.:/?&=#%~+-]{3,200}|(?<![\w.])[A-Za-z][\w-]{1,62}(?:\.[\w-]{1,62}){0,3}\.(?:cn|com|net|org)(?:/[\w.:/?&=#%~+-]{0,200})?"
    r"|(?<=抖音)号?[:：]?\s?[A-Za-z][\w.-]{3,29}|(?<=快手)号?[:：]?\s?[A-Za-z][\w.-]{3,29}|(?<=[Qq][Qq])(?:群|号)?[:：]?\s?\d{5,12}"
    r"|(?<=邮编)[:：]?\s?\d{6}|(?<=邮政编码)[:：]?\s?\d{6}|(?<!\d)[3-6]\d{3}(?:\s?\d{4}){3}(?:\s?\d{1,3})?(?![\dXx])|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s]?[A-Z\d]{5,6}(?!\w)"
    r"|\d{1,3}\.\d{1,6}°?[NEne]",
    re.ASCII,
)
_NUMBER_OF: Final = rf"[{HAN}]{{0,6}}(?=[〔［\[（(【]20\d\d[〕］\]）)】]\s?第?\d{{1,4}}\s?号)"  # 丰民发〔2015〕3号: who issued it
_EVERYWHERE: Final = "中国民政"  # such numbers are of everybody: 国发, 民发
_TONED: Final = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_LATIN: Final = re.compile(
    rf"(?<![A-Za-z])[A-Za-z]{{0,8}}[{_TONED}][A-Za-z{_TONED} ]{{0,40}}"
    r"|(?<![A-Za-z])(?:[A-Z][a-z]{1,11}|[A-Z]{2,12})(?:\s(?:[A-Z][a-z]{1,11}|[A-Z]{2,12})){1,3}"
)  # Zhao Shouzheng, Songlou Town, zhào shǒu zhèng
_TITLED: Final = re.compile(
    rf"(?:^|(?<=[、，。；：“”！？说对和跟请让\s]))[{''.join(sorted(SURNAMES))}](?:{either(review_words().words.roles)})"
)
_NOBODY: Final = r"各位|这位|那位|每位|全体|党员|女|男|老|小|基层|机关|部分|所有|广大|青年|年轻|负责|领导|有的|一位|几位|多位|优秀|先进|退休|离休|在职|相关|有关|分管|包保|驻村|成员|干部|高级|应届|社区|村里|镇里|群众|居民|村民|方面|项目|单位"
_DOUBTS: Final = (
    re.compile(
        r"(?:(?![在每个各这那该本了的把对向为和与及们到从全是有])[\u4e00-\u9fff]){2,4}(?:社区|新村|小区|村(?![民委务干容级级组])|街道|镇(?![级街]))"
    ),
    re.compile(
        rf"(?!老师|小时|小康|小麦)(?:老|小)[{''.join(sorted(SURNAMES))}](?=[，。、说：]|$)|姓[\u4e00-\u9fff](?=[的，。])"
    ),
    re.compile(r"我(?:市|县|区|镇|村|街道|社区)"),
    _LATIN,
    _TITLED,
    re.compile(
        rf"(?:^|(?<=[^\u4e00-\u9fff])|(?<=[的是和与对由请让向给叫像有为及到找位名来由以经被聘派选推任]))(?!{_NOBODY})(?:[{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{2}})(?:同志|先生|女士|老先生)"
    ),
    re.compile(
        rf"(?:^|(?<=[^\u4e00-\u9fff])|(?<=[的是和与对由请让向给叫像有为及到找位名来由以经被聘派选推任]))(?!{_NOBODY})[{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{1,2}}(?:教授|博士|老师|医生|律师|大爷|大妈|大叔|大婶|大娘|奶奶|爷爷|阿姨|叔叔|{either(review_words().words.roles)})"
    ),
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text without names."""

    text: str
    doubts: tuple[str, ...] = ()  # what may be a name and stands, for a person


def ledger_names(rows: Iterable[CaseRow]) -> frozenset[str]:
    """Every name that the ledger has for cases: places, units, persons."""
    fields = ("county", "town", "community", "unit", "contact")
    found: set[str] = set()
    for row in rows:
        found.update(row[name] for name in fields)
        found.update(_places_in(row["unit"].replace(row["county"], "") if row["county"] else row["unit"]))
    return frozenset(name for name in found if len(name) >= _SHORTEST)


def _places_in(unit: str) -> Iterable[str]:
    """宋楼镇人民政府 has 宋楼镇: the place that a unit is called after."""
    return (match[1] for match in _CALLED_AFTER.finditer(unit))


def place_names(places: Gazetteer) -> frozenset[str]:
    """Province, city, counties and towns as they are written."""
    source = places.source
    found = {source.province, source.city, source.province.removesuffix("省"), source.city.removesuffix("市")}
    for county in source.county:
        found.update((county.name, *county.aliases, *county.former))
    found.update(town.name for town in places.towns)
    return frozenset(name for name in found if len(name) >= _SHORTEST)


def hide_names(text: str, names: Iterable[str]) -> Hidden:
    """Replace names by ``××`` and the kind of place, telephones by ``××``."""
    text = simplify(text)
    text = _veil(text, frozenset(names))
    text = _issuers(frozenset(names)).sub(VEIL, text)
    text = _PHONE.sub(VEIL, _ACCOUNT.sub(VEIL, text))
    text = re.sub(rf"(?:{VEIL}){{2,}}", VEIL, text)
    shaped = (match.group() for pattern in _DOUBTS for match in pattern.finditer(text))
    doubts = dict.fromkeys((*_persons(text), *_given(text, frozenset(names)), *shaped))
    return Hidden(text, tuple(doubt for doubt in doubts if VEIL not in doubt))


def _given(text: str, names: frozenset[str]) -> Iterable[str]:
    """The names of the ledger's persons without their surnames: 守正同志."""
    found = _given_names(names).finditer(text)
    return (match.group() for match in found)


@lru_cache(maxsize=4)
def _issuers(names: frozenset[str]) -> re.Pattern[str]:
    """What a paper's number begins with, when it begins as one of the places does."""
    heads = {name[0] for name in names if name.endswith(("县", "区", "市", "镇", "乡"))} - set(_EVERYWHERE)
    return re.compile(f"[{''.join(sorted(heads))}]{_NUMBER_OF}" if heads else "(?!)")


@lru_cache(maxsize=4)
def _given_names(names: frozenset[str]) -> re.Pattern[str]:
    kinds = review_words().words.kinds
    persons = (name for name in names if len(name) == 3 and name[0] in SURNAMES and not name.endswith(kinds))
    given = sorted({name[1:] for name in persons})
    return re.compile(
        f"(?:{'|'.join(map(re.escape, given))})(?=同志|说|和|、|，|在|从|带|把)" if given else "(?!)"
    )


def _persons(text: str) -> Iterable[str]:
    """What stands behind a role and may be a person: 会计魏丰收; the surname decides."""
    words = frozenset(review_words().words.no_person)
    said = (match[1] for match in _NAMED.finditer(text) if match[1][:2] not in words)
    return filter(None, map(person_at_head, said))


def _veil(text: str, names: frozenset[str]) -> str:
    pattern, instead = _search(names)
    folded = _closed_up(text)
    pieces, last = [], 0
    for match in pattern.finditer(folded.text):
        start, end = folded.origin(*match.span())
        pieces += [text[last:start], instead[match.group()]]
        last = end
    return "".join((*pieces, text[last:]))


@lru_cache(maxsize=4)
def _search(names: frozenset[str]) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds any of the names, and what stands instead of each."""
    instead = _with_stems(names)
    longest_first = sorted(instead, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)"), instead


def _closed_up(text: str) -> Folded:
    """The text without what stands between characters, and where each of them was."""
    gaps = [match.span() for match in _BETWEEN.finditer(text)]
    if not gaps:
        return Folded(text)
    kept = [(start, end) for (_, start), (end, _) in pairwise([(0, 0), *gaps, (len(text), len(text))])]
    return Folded(
        "".join(text[start:end] for start, end in kept),
        tuple(place for start, end in kept for place in range(start, end)),
    )


def hide_upright(lines: Sequence[str], names: Iterable[str]) -> list[str]:
    """Lines with every name veiled that was written from top to bottom, a character or two a line."""
    found = list(lines)
    for start, end, _ in _upright_names(lines, frozenset(names)):
        found[start:end] = [VEIL] * (end - start)
    return found


def _upright_names(lines: Sequence[str], names: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    for first, last in _upright_runs(lines):
        run = [_closed_up(simplify(line)).text.strip() for line in lines[first:last]]
        edges = list(accumulate(map(len, run), initial=0))
        for match in _search(names)[0].finditer("".join(run)):
            if match.start() in edges and match.end() in edges:
                start, end = edges.index(match.start()), edges.index(match.end())
                if end - start > 1:
                    yield first + start, first + end, match.group()


def _upright_runs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where several lines of a few characters each follow each other."""
    start = 0
    for place in range(len(lines) + 1):
        if place == len(lines) or not 0 < len(lines[place].strip()) <= _UPRIGHT:
            if place - start > 1:
                yield start, place
            start = place + 1


def torn_names(lines: Sequence[str], names: Iterable[str]) -> tuple[str, ...]:
    """Names that begin at the end of one line and go on in the next; they may have met by chance."""
    pattern = _search(frozenset(names))[0]
    found = dict.fromkeys(
        match.group()
        for above, below in pairwise(lines)
        for match in pattern.finditer(f"{above[-_NEAR:]}{below[:_NEAR]}")
        if match.start() < len(above[-_NEAR:]) < match.end() and len(match.group()) > _SHORTEST
    )
    return tuple(found)


def names_in(lines: Sequence[str], names: Iterable[str]) -> tuple[str, ...]:
    """Names that stand in lines, from top to bottom too; whatever stands between their characters."""
    wanted = frozenset(names)
    upright = {name for _, _, name in _upright_names(lines, wanted)}
    text = "\n".join(_closed_up(simplify(line)).text for line in lines)
    return tuple(sorted(name for name in wanted if name in upright or name in text))


def _with_stems(names: Iterable[str]) -> dict[str, str]:
    """Each name and, of three characters or more, the name without its kind; with what stands instead."""
    found: dict[str, str] = {}
    for name in names:
        kind = next(
            (kind for kind in review_words().words.kinds if name.endswith(kind) and len(name) > len(kind)), ""
        )
        found[name] = VEIL + kind
        stem = name.removesuffix(kind)
        if kind and len(stem) >= _SHORTEST:
            found.setdefault(stem, VEIL)
    return found
