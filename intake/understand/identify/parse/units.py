"""Reporting units as written: 丰县宋楼镇人民政府, （供稿：睢宁县民政局 张三）.

A line is a unit only when it can be read to its end: place, office, perhaps a person, a telephone
and a date. 宋楼镇清理村级证明的一段经历 begins with a place and is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from intake.campaign.authors import AUTHORS, organisation_end
from intake.campaign.places.gazetteer import Gazetteer, Mention
from intake.config.words import WordLists, Words, either, load_words, spaced
from intake.text.fold import HAN, fold, simplify
from intake.understand.identify.parse.dates import date_of
from intake.understand.identify.parse.names import persons_in
from intake.understand.identify.parse.phones import phones_in

Depth = Literal["", "county", "town", "village"]
DEPTH_OF: dict[str, Depth] = {"county": "county", "town": "town", "community": "village"}
DEPTHS: tuple[Depth, ...] = ("", "county", "town", "village")
LONGEST = 60  # characters of a unit line with person, telephone and date


class UnitWords(WordLists):
    """Offices of every level, and what else stands in a line that names a unit."""

    village_organs: Words
    party_organs: Words
    county_organs: Words
    town_organs: Words
    common_organs: Words
    office_ends: Words  # how any office ends, after a label
    verbs: Words
    label_verbs: Words
    phone_labels: Words


_WORDS = load_words("units", UnitWords)
_ORGANS = (
    *_WORDS.village_organs,
    *_WORDS.party_organs,
    *_WORDS.county_organs,
    *_WORDS.town_organs,
    *_WORDS.common_organs,
    *AUTHORS.organs,
    "[、和及与]",
)
_ORGAN = re.compile(either(_ORGANS))
_COUNTY_ORGAN = either((*_WORDS.county_organs, "人民政府"))
_COUNTY_WORD = re.compile(rf"^(?:本|我)?(?:县|区|市)(?:{_COUNTY_ORGAN}|政府)")
# 徐州市公安局云龙分局: the branch of an office of the city is that of the county by which it is called.
_BRANCH = re.compile(rf"[{HAN}]{{2,20}}?[局委]([{HAN}]{{2,8}}?)分局")
_ANY_OFFICE = re.compile(rf"[{HAN}（）()“”、·]{{2,30}}{either(_WORDS.office_ends)}")
_ELSEWHERE = re.compile(
    rf"(?:[{HAN}]{{2,3}}(?:省|自治区))?[{HAN}]{{2,4}}[市州盟][{HAN}]{{1,4}}(?:(?<![社小片城市景校矿库])区|[县旗市])"
    rf"(?:[{HAN}]{{1,4}}(?:镇|乡|街道))?"
)
_HINT = re.compile(r"[旗查县區区市镇鎮乡鄉村局办辦委会會社道处處所心府]")
_VERB = re.compile(f"{either(_WORDS.verbs)}+")
_MARKS = re.compile(r"[\s，,。.、；;：:（）()【】\[\]|/／\-—_·]+")
_LABEL = re.compile(
    rf"{either(_WORDS.label_verbs)}?(?:单位|作者|人|者)?(?:（[^（）]{{1,6}}）|\([^()]{{1,6}}\))?"
)
_PHONE_LABEL = re.compile(either(spaced(_WORDS.phone_labels)))


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that was read to the end of its line."""

    text: str  # as written, blanks taken out: 丰县宋楼镇人民政府
    depth: Depth
    mention: Mention | None = None
    persons: tuple[str, ...] = ()
    quote: str = ""
    office: bool = False  # an office is named, not only a place


def parse_unit(line: str, places: Gazetteer, year: int | None, *, labelled: bool = False) -> Unit | None:
    """Read ``line`` as a unit; ``None`` when something else stands in it.

    ``labelled``: a label such as 报送单位 stands before it, so that offices outside the gazetteer
    and places without an office count.
    """
    hinted = labelled or _HINT.search(line) or places.author_end(_squeeze(line)) > 0
    if len(line) > LONGEST or not hinted:
        return None
    quote = line.strip()
    text = _strip_label(simplify(quote))
    both = _two_units(text, places, year)
    if both is not None:
        return both
    mention = _first_mention(text, places, year, labelled=labelled)
    start, author = mention.end if mention else 0, False
    organ_end, organ = _read_organ(text, start)
    own = places.author_end(text, organ_end if organ else start) if mention else -1
    if mention and own < 0:
        own = organisation_end(text, start)
    if own > organ_end:
        organ_end, organ, author = own, True, True
    if mention is None:
        return _without_place(text, quote, places, year, labelled=labelled)
    rest, persons = _rest(text[organ_end:], places)
    if persons and _glued(text, organ_end, persons[0], organ=organ):
        return None
    if rest and not (labelled and len(rest) <= 12 and not re.search(r"[，。；！？]", rest)):
        return None
    if not organ and mention.kind == "county" and not labelled and not _only_place(text, mention, places):
        return None
    name = _squeeze(text[_name_start(text, mention) : organ_end])
    if rest and labelled:
        name, persons = _squeeze(text), []
    depth = "" if author else _depth(mention, organ)
    return Unit(_right(name, mention), depth, mention, tuple(persons), quote, office=bool(organ))


def is_elsewhere(line: str) -> bool:
    """Whether a line is nothing but a county of another city, with or without town and office: 盐城市亭湖区."""
    text = _squeeze(line)
    found = _ELSEWHERE.match(text)
    return found is not None and _read_organ(text, found.end())[0] == len(text)


def _strip_label(text: str) -> str:
    text = text.strip(" \t\u3000，,。；;")
    for opening, closing in ("（）", "()", "【】", "[]"):
        if text.startswith(opening) and text.endswith(closing) and text.count(opening) == text.count(closing):
            inner = text[1:-1]
            if inner.find(closing) == -1 or inner.find(opening) < inner.find(closing):
                text = inner.strip()
    head, mark, tail = text.partition("：" if "：" in text[:12] else ":")
    if mark and _LABEL.fullmatch(re.sub(r"\s+", "", head)):
        text = tail.strip()
    return text


def _two_units(text: str, places: Gazetteer, year: int | None) -> Unit | None:
    """睢宁县民政局、魏集镇人民政府: the deeper one is the author."""
    head, mark, tail = text.partition("、")
    if not mark or "、" in tail or len(head) < 4 or len(tail) < 4:
        return None
    first, second = (parse_unit(part, places, year) for part in (head, tail))
    if first is None or second is None or not (first.mention and second.mention):
        return None
    deeper = max(first, second, key=lambda unit: DEPTHS.index(unit.depth))
    return replace(deeper, text=_squeeze(text), persons=second.persons, quote=text)


def _first_mention(text: str, places: Gazetteer, year: int | None, *, labelled: bool) -> Mention | None:
    for mention in places.mentions(text, year, loose=labelled):
        if mention.kind == "elsewhere":
            return None
        before = text[: mention.start].strip()
        if not before or re.fullmatch(r"中共|中国共产党|共青团", before) or places.is_region(before):
            return mention
        return None
    return None


def _name_start(text: str, mention: Mention) -> int:
    before = text[: mention.start]
    return 0 if before.strip() else mention.start


def _read_organ(text: str, start: int) -> tuple[int, bool]:
    """Where the offices after a place end, and whether there are any."""
    start += len(text[start:]) - len(text[start:].lstrip())
    folded = fold(text[start:])
    end = 0
    while match := _ORGAN.match(folded.text, end):
        if match[0] in "、和及与" and not _ORGAN.match(folded.text, match.end()):
            break
        end = match.end()
    if not end:
        return start, False
    return start + folded.origin(0, end)[1], True


def _glued(text: str, end: int, person: str, *, organ: bool) -> bool:
    """A name right behind a place is part of a phrase; behind an office it must be a whole one."""
    if not text.startswith(person[0], end) or text[end - 1 : end].isspace():
        return False
    return not organ or len(person) < 3


def _rest(text: str, places: Gazetteer) -> tuple[str, list[str]]:
    """What is left when persons, telephones, dates and marks are taken away; and the persons."""
    rest = _VERB.sub(" ", text)
    for phone in reversed(phones_in(rest)):
        rest = rest[: phone.start] + " " + rest[phone.end :]
    date = date_of(rest)
    if date:
        rest = re.sub(r"\s*".join(map(re.escape, date)), " ", rest)
    rest = _PHONE_LABEL.sub(" ", rest)
    persons = [person for person in persons_in(rest) if not places.is_region(person)]
    for person in persons:
        rest = re.sub(r"\s*".join(map(re.escape, person)), " ", rest, count=1)
    rest = re.sub(r"科长|主任|同志|书记|副?局长", " ", rest) if persons else rest
    return _MARKS.sub("", rest), persons


def _only_place(text: str, mention: Mention, places: Gazetteer) -> bool:
    before, after = (_MARKS.sub("", part) for part in (text[: mention.start], text[mention.end :]))
    return not after and (before in {"", "中共"} or places.is_region(before))


def _without_place(
    text: str, quote: str, places: Gazetteer, year: int | None, *, labelled: bool
) -> Unit | None:
    """An office that names no place of ours: 区民政局, the city's own, or any office after a label."""
    plain = _squeeze(text)
    person = re.match(rf"([{HAN}]{{2,4}})[（(]([{HAN}]{{4,30}})[）)]?$", plain)
    if person and (names := persons_in(person[1])):
        unit = parse_unit(person[2], places, year)
        return replace(unit, persons=tuple(names), quote=quote) if unit else None
    if (branch := _branch(plain, quote, places, year)) is not None:
        return branch
    office_of_city = re.match(rf"([{HAN}]{{2,8}}?){_COUNTY_ORGAN}$", plain)
    if office_of_city and places.is_region(office_of_city[1]):
        return Unit(plain, "", None, (), quote, office=True)
    if (end := places.author_end(plain)) > 0:
        rest, persons = _rest(plain[end:], places)
        named = places.without_regions(plain) != plain or AUTHORS.sure.search(plain[:end])
        if not rest and (persons or named):
            return Unit(plain[:end], "", None, tuple(persons), quote, office=True)
    inside = re.match(r"(.{4,30})[（(]([^（()）]{2,12})[）)]$", plain)  # 某某图书有限公司（红旗县）
    if inside and AUTHORS.sure.search(inside[1]):
        mention = _first_mention(inside[2], places, year, labelled=True)
        return Unit(inside[1], "", mention, (), quote, office=True) if mention else None
    county = _COUNTY_WORD.match(plain)
    if county:
        rest, persons = _rest(plain[county.end() :], places)
        return None if rest else Unit(county[0], "county", None, tuple(persons), quote, office=True)
    if labelled and len(plain) <= 40:
        office = _ANY_OFFICE.match(plain)
        if office:
            _, persons = _rest(plain[office.end() :], places)
            return Unit(office[0], "", None, tuple(persons), quote, office=True)
    return None


def _branch(plain: str, quote: str, places: Gazetteer, year: int | None) -> Unit | None:
    """徐州市公安局云龙分局: an office of the city in one of its counties."""
    found = _BRANCH.match(plain)
    if found is None or any(one.kind == "elsewhere" for one in places.mentions(plain, year)):
        return None
    counties = [
        one
        for one in places.mentions(found[1], year, loose=True)
        if one.kind == "county" and (one.start, one.end) == (0, len(found[1]))
    ]
    rest, persons = _rest(plain[found.end() :], places)
    if rest or len(counties) != 1:
        return None
    return Unit(found[0], "county", counties[0], tuple(persons), quote, office=True)


def _depth(mention: Mention, organ: bool) -> Depth:
    if mention.kind == "county" and not organ:
        return "county"
    return DEPTH_OF.get(mention.kind, "")


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text).strip("，,。；;：:、（(")


def _other_sort(written: str, known: str) -> bool:
    """A town that has become a 街道 since keeps its 人民政府: the office is called as it signs."""
    return written.endswith(("镇", "乡")) and known.endswith("街道")


def _right(name: str, mention: Mention) -> str:
    """Put repaired spellings into the unit's name."""
    for note in filter(None, mention.repaired.split("；")):
        pair = re.match(r"“(.+?)”按“(.+?)”识别", note)
        if pair and not _other_sort(pair[1], pair[2]):
            name = name.replace(pair[1], pair[2])
    return name
