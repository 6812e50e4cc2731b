"""What the name of a file says: title, unit, person and version marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.campaign.places.gazetteer import Gazetteer, Mention
from intake.config.words import AnyCase, AnyOf, WordLists, Words, either, load_words
from intake.text.fold import simplify
from intake.understand.identify.parse.names import person_of
from intake.understand.identify.parse.phones import phones_in
from intake.understand.identify.parse.title import Title, clean_title, is_generic, is_title, split_title
from intake.understand.identify.parse.units import Unit, parse_unit


class NameWords(WordLists):
    """Marks of a version, and how a sentence goes on behind a place."""

    versions: Words
    revised: AnyCase
    goes_on: AnyOf  # after a place without a separator: 某区优化社区治理结构的实践
    town_goes_on: AnyOf  # after a town or village almost any word does: 榴园社区“一墙一约一课堂”


_WORDS = load_words("filename", NameWords)
_EXTENSION = re.compile(
    r"(?:\.(?:docx?|docm|dotx?|wps|wpt|rtf|pdf|ofd|txt|html?|xlsx?|et|jpe?g|png|zip|rar|7z|odt|xml)){1,5}$",
    re.I,
)
_COPY = re.compile(
    r"[-_\s]{0,9}+(?:[（(]\s{0,9}\d{1,2}\s{0,9}[）)]|(?:副本|复件)(?:[（(]\d{1,4}[）)])?|\[\d{1,4}\])\s*+$"
)
_COPY_OF = re.compile(r"^\s*(?:复件|副本|Copy of|新建|回复|转发)\s*(?:[（(]\d+[）)])?\s*[-_：:]?\s*", re.I)
_VERSION = re.compile(rf"[-_—\s（(\[【]{{0,9}}+{either(_WORDS.versions)}[）)\]】\s]*+$")
_DATE_END = re.compile(
    r"[-_—\s（(]{0,9}+(?:(?:20)?1?\d年?\d{0,2}月?\d{0,2}[日号]|20\d{2}[-.年]?\d{1,2}[-.月]?(?:\d{1,2}[日号]?)?|\d{1,2}[.月]\d{1,2}[日号]?|20\d{2}年?)[）)\s]*+$"
)
_START = re.compile(
    r"^\s*(?:\d{1,3}\s*[.、．_\-—\s]\s*|[（(【\[]\s*[\d一二三四五六七八九十]{1,3}\s*[）)】\]]\s*|附件\s*[\d一二三四五六七八九十]{0,2}\s*[.：:、_\-—\s]?\s*|"
    r"(?:案例|材料)\s*[\d一二三四五六七八九十]{1,3}\s*[.：:、_\-—\s]?\s*|20\d{2}年?[-_—\s]*)"
)
_HEAD = re.compile(r"^\s*[【\[（(]?([^】\]）)\-_—+：:．.\s]{2,40})[】\]）)]?\s*[-_—+：:．.\s]+")
_CALL_WORDS = re.compile(
    r"(?:(?:20\d{2}年?)?(?:城乡)?(?:基层|社区)?(?:社区)?(?:治理(?:和|与)?服务)?(?:创新)?(?:优秀|典型)?案例(?:征集|材料|报送|申报|推荐)?|申报材料|报送材料|经验材料|材料|报送|上报|推荐|申报)"
)
_WORD_END = re.compile(
    r"[-_—+\s]{0,9}[（(【\[]?(?:(?:优秀|典型|创新|工作|申报|报送|上报|社区治理){0,6}(?:案例)(?:材料|文本|正文|稿件?|申报|报送)?|申报材料|报送材料|推荐表|申报表)[）)】\]]?\s*+$"
)
_SEPARATOR = re.compile(r"[-_—–+·\s：:．.|]+")
_TAG = re.compile(r"^[【\[（(]([^【】\[\]（）()]{2,30})[】\]）)]\s*(?=\S{3})")


@dataclass(frozen=True, slots=True)
class FileName:
    """A file name taken apart; ``title`` is empty when only words of the call are left."""

    title: Title = Title()
    mentions: tuple[Mention, ...] = ()
    unit: Unit | None = None
    person: str = ""
    revised: bool = False
    stem: str = ""


def read_name(name: str, places: Gazetteer, year: int | None) -> FileName:
    """Take a file name apart."""
    stem = _EXTENSION.sub("", simplify(name)).strip()
    revised = bool(_WORDS.revised.search(stem))
    plain = _bare(stem)
    mentions = places.mentions(re.sub(r"[-_+|]", " ", plain), year, loose=True)
    book = re.search(r"《([^《》]{3,60})》(?:\s*[—-]{1,2}\s*([^《》]{4,40}))?", plain)
    if book:
        title = split_title(f"{book[1]}——{book[2]}" if book[2] else book[1], name)
        unit = _unit_part(plain[: book.start()], places, year)
        return FileName(
            title,
            mentions,
            unit,
            _person_of(clean_title(_SEPARATOR.sub(" ", plain[book.end() :])).strip(), places),
            revised,
            stem,
        )
    rest, unit, person = _without_unit(plain, places, year)
    title = (
        split_title(rest, name)
        if is_title(rest, places) and not _only_places(rest, places, year)
        else Title()
    )
    return FileName(title, mentions, unit, person, revised, stem)


def _bare(stem: str) -> str:
    """The name without numbers in front and copy, version and date marks behind."""
    before = None
    while stem != before:
        before = stem
        stem = _COPY_OF.sub("", stem)
        stem = _COPY.sub("", stem)
        stem = _VERSION.sub("", stem) or stem
        stem = _DATE_END.sub("", stem) or stem
        shorter = _START.sub("", stem)
        stem = shorter if len(shorter) > 2 else stem
        stem = stem.strip(" _-—+.、，,")
    return stem


def _without_unit(plain: str, places: Gazetteer, year: int | None) -> tuple[str, Unit | None, str]:
    """What is left of a name when unit, person and words of the call are taken off."""
    unit: Unit | None = None
    rest, person = _cut_person(plain, places)
    before = None
    while rest != before:
        before = rest
        cut, found = _cut_front(rest, places, year)
        if found is not None:
            unit = unit or found
            cut, writer = _cut_person(cut, places)  # 宋楼镇人民政府张三：一核引领
            person = person or writer
        rest = _without_words(cut, places)
        rest, behind, someone = _cut_back(rest, places, year)
        unit = unit or behind
        person = person or someone or next(iter(unit.persons if unit else ()), "")
    return rest.strip(" _-—+"), unit, person


def _cut_person(text: str, places: Gazetteer) -> tuple[str, str]:
    """Cut a person in front: 周庆和-一核引领, 张三 13800000000 一核引领."""
    match = re.match(r"([\u4e00-\u9fff]{2,4})\s*(?:[-_+—：:]|\s(?=[\d]))\s*", text)
    if not match or not _person_of(match[1], places):
        return text, ""
    rest = text[match.end() :]
    phone = next(iter(phones_in(rest)), None)
    if phone is not None and phone.start < 2:
        rest = rest[phone.end :].lstrip(" _-—+：:")
    return (rest, match[1]) if len(rest) > 3 else (text, "")


def _only_places(text: str, places: Gazetteer, year: int | None) -> bool:
    """Whether nothing is left beside places and words of the call: 宋楼镇案例."""
    for mention in reversed(places.mentions(text, year, loose=True)):
        text = text[: mention.start] + text[mention.end :]
    return is_generic(text, places) or bool(re.fullmatch(r"[^\u4e00-\u9fff]*", text))


def _without_words(text: str, places: Gazetteer) -> str:
    head = _HEAD.match(text)
    if head and len(text) - head.end() >= 4 and _CALL_WORDS.fullmatch(places.without_regions(head[1])):
        text = text[head.end() :]
    shorter = _WORD_END.sub("", text)
    return shorter if len(shorter) >= 4 and not is_generic(shorter, places) else text


def _cut_front(text: str, places: Gazetteer, year: int | None) -> tuple[str, Unit | None]:
    """Cut the unit in front: a tag, as far as a separator, or the place before a new phrase."""
    tag = _TAG.match(text)
    if tag and (unit := _unit_part(tag[1], places, year)) is not None:
        return text[tag.end() :], unit
    for match in list(_SEPARATOR.finditer(text))[::-1]:
        head, tail = text[: match.start()], text[match.end() :]
        if len(head) < 2 or len(tail) < 3:
            continue
        unit = _unit_part(head, places, year)
        if unit is not None:
            return tail, unit
    first = next(iter(places.mentions(text, year, loose=True)), None)
    if first is None or first.start > len(text) - 4 or first.kind == "elsewhere":
        return text, None
    if first.start and not places.is_region(text[: first.start]):
        return text, None
    rest = text[first.end :]
    office = re.match(
        r"(?:民政局|社会事业局|人民政府|政府|办事处|居委会|村委会|社区居委会|党委|党工委|民政办)", rest
    )
    rest = rest[office.end() :] if office else rest
    named = bool(office) or bool(
        re.search(r"(?:委员会|居委会|村委会|办事处|街道办|党支部|党委)$", first.text)
    )
    if len(rest) < 4 or re.match(r"[）)”》]", rest):
        return text, None
    if not named and (
        _WORDS.goes_on.match(rest) or (first.kind != "county" and _WORDS.town_goes_on.match(rest))
    ):
        return text, None
    unit = _unit_part(text[: len(text) - len(rest)], places, year)
    return (rest.lstrip(" _-—+：:"), unit) if unit is not None else (text, None)


def _cut_back(text: str, places: Gazetteer, year: int | None) -> tuple[str, Unit | None, str]:
    """Cut a unit, a person or a telephone behind the title."""
    for phone in phones_in(text):
        if phone.start > 3:
            text = text[: phone.start].rstrip(" _-—+（(")
            break
    bracket = re.search(r"[（(【\[]([^（）()【】\[\]]{2,30})[）)】\]]$", text)
    if bracket and bracket.start() >= 3:
        unit, person = _unit_part(bracket[1], places, year), _person_of(bracket[1], places)
        if unit is not None or person:
            return text[: bracket.start()], unit, person
    parts = list(re.finditer(r"[-_—+\s]+", text))
    if parts and parts[-1].start() >= 3:
        tail = text[parts[-1].end() :]
        unit = _unit_part(tail, places, year) if not re.search(r"——|--", parts[-1][0]) else None
        if unit is not None:
            return text[: parts[-1].start()], unit, ""
        person = _person_of(tail, places) if len(tail) <= 3 else ""
        if person and re.search(r"[-_—+]", parts[-1][0]):
            return text[: parts[-1].start()], None, person
    return text, None, ""


def _unit_part(text: str, places: Gazetteer, year: int | None) -> Unit | None:
    """A part of a name that is a unit or nothing but places: 丰县-宋楼镇."""
    spaced = re.sub(r"[-_—+·|]+", " ", text).strip()
    if not spaced or places.is_region(spaced):
        return None
    unit = parse_unit(spaced, places, year) or parse_unit(re.sub(r"\s+", "", spaced), places, year)
    if unit is not None:
        return unit if unit.mention or unit.office else None
    found = places.mentions(spaced, year, loose=True)
    if found and found[0].kind != "elsewhere" and found[0].start == 0 and found[-1].end >= len(spaced) - 2:
        last = found[-1]
        return parse_unit(spaced[: last.end], places, year, labelled=True)
    return None


def _person_of(text: str, places: Gazetteer) -> str:
    return "" if places.is_region(text) else person_of(text)
