"""Who calls for what: title, office, document number, day of issue, addressees."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from intake.campaign.notice.outline import Line, wide, without_blanks
from intake.campaign.notice.values import Other, Said
from intake.campaign.notice.words import WORDS
from intake.config.words import either
from intake.text.fold import nfkc
from intake.text.numerals import read_number

HEAD, FOOT = 14, 14  # lines at either end where these stand

_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}[〔\[【(（]\s?(?:19|20)\d\d\s?[〕\]】)）]\s?第?\s?\d{1,4}\s?号")
_KIND = either(WORDS.kinds)
_TITLE = re.compile(rf"关于(.{{2,80}}?)的?(?:{_KIND})$")
# 拟开展“好家风案例”征集
_HELD = re.compile(
    rf"(?:开展|组织|举办|启动|进行)[^。;“”]{{0,10}}“([^“”]{{4,30}})”[^。;“”]{{0,4}}(?:{either(WORDS.calls)})|征集[^。;“”]{{0,6}}“([^“”]{{4,30}}(?:{either(WORDS.items)}))”"
)
_VERB = re.compile(rf"(?:{'|'.join(sorted(WORDS.verbs, key=len, reverse=True))}){{1,3}}")
_DIRECT = re.compile(
    r"(?<![\u4e00-\u9fff])各?([省市州县区局厅委](?:直属?|属)|[省市州县区]级)各?(?!机关(?!工会|工委|党委|妇工委|团工委))((?:[\u4e00-\u9fff]|\([^()]{1,16}\)){2,14})"
    r"|(?<![\u4e00-\u9fff])([省市州县区])([\u4e00-\u9fff]{1,6}(?:团体会员|会员单位))"
    r"|(?<![\u4e00-\u9fff])各((?:大中专|普通|高等|在[\u4e00-\u9fff]{1,3})?(?:高校|院校|高等学校))()"
)
_ZONE = re.compile(
    r"(?<![^,、:;])([\u4e00-\u9fff]{1,12}?(?:新区|新城区?|开发区|经开区|高新区|保护区|试验区|投资区|产业园区?|工业园区?|风景区|度假区|管理区|示范区|合作区|综试区|综合试验区|实验区|名胜区))"
    r"(?:\([^()]{2,8}\))?([\u4e00-\u9fff]{2,12})?(?=[,、:;])"
)
_UNIT = re.compile(r"([\u4e00-\u9fff]{1,6}?(?:街道|[县区市旗镇乡]))(?![直属级])[\u4e00-\u9fff]{0,16}$")
_BEHIND_UNITS = re.compile(r"[县区市旗镇乡道]([\u4e00-\u9fff]{2,14}?)[,:]")
_ITEM = re.compile(either(tuple(sorted(WORDS.items, key=len, reverse=True))))
_DAY = re.compile(r"((?:19|20)\d\d)\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日$")
_CHINESE_DAY = re.compile(
    r"([二〇零○Oo一三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日$"
)
_OFFICE = re.compile(rf"[\u4e00-\u9fff()“”、]{{2,30}}{either(WORDS.offices)}$")
# 各县(市)区民政局, 各区、县(市)教育局; 市场 begins an office, not a list of kinds of places.
_ADDRESSEE = re.compile(
    r"各(?:设区(?=市)|[县市区旗州]|\((?:[县市区旗]、?){1,3}\)|[、,](?=[县市区旗(])){1,8}?(?=市场|[^县市区旗州()、,])"
    r"([\u4e00-\u9fff]{2,14}?)[、,::]"
)
_CHINESE_DIGITS = {sign: str(value) for value, sign in enumerate("零一二三四五六七八九")} | dict.fromkeys(
    "〇○Oo", "0"
)


def number_of(lines: tuple[Line, ...]) -> Said[str] | None:
    """徐民基〔2015〕12号"""
    for line in lines[:HEAD]:
        if match := _NUMBER.search(line.text):
            return Said(without_blanks(match[0]), line.text)
    return None


def title_of(lines: tuple[Line, ...]) -> Said[str] | None:
    """What the call is called: 关于征集某某案例的通知 → 某某案例征集."""
    for at in range(min(HEAD, len(lines))):
        if "关于" not in without_blanks(lines[at].text):
            continue
        for more in range(1, 4):  # a title may be set in up to three lines
            whole = without_blanks("".join(line.text for line in lines[at : at + more]))
            if match := _TITLE.search(whole):
                return Said(_name(match[1]), whole)
    for line in lines[:HEAD]:  # a letter without a heading
        if match := _HELD.search(nfkc(line.text)):
            called = match[1] or match[2]
            return Said(_name(wide(called)), line.text)
    return None


def _name(about: str) -> str:
    verb = _VERB.match(about)
    name = about[verb.end() :] if verb else about
    name = name.removesuffix("的")
    return name if name.endswith(WORDS.calls) else f"{name}征集"


def item_of(title: Said[str] | None) -> Said[str] | None:
    """What one thing sent in is called: the last such word of what the call is called."""
    found = list(_ITEM.finditer(title.value)) if title else []
    return Said(found[-1][0], title.quote) if title and found else None


def issued_of(lines: tuple[Line, ...]) -> Said[date] | None:
    """The day under the signature."""
    for line in reversed(lines):
        if found := _day(without_blanks(nfkc(line.text))):
            return Said(found, line.text)
    return None


def _day(text: str) -> date | None:
    if match := _DAY.search(text):
        parts = [int(part) for part in match.groups()]
    elif match := _CHINESE_DAY.search(text):
        year = "".join(_CHINESE_DIGITS.get(sign, "0") for sign in match[1])
        parts = [int(year), read_number(match[2]), read_number(match[3])]
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def issuer_of(lines: tuple[Line, ...]) -> Said[str] | None:
    """The office that signs; where none does, the one in the title or in the letterhead."""
    for at in range(len(lines) - 1, 0, -1):
        if _day(without_blanks(nfkc(lines[at].text))):
            signed = _first_office(lines[at - 1].text)
            if _OFFICE.fullmatch(nfkc(signed)):
                return Said(signed, lines[at - 1].text)
            break
    for line in lines[:HEAD]:
        before = _first_office(line.text).partition("关于")[0].removesuffix("文件")
        if _OFFICE.fullmatch(nfkc(before)):
            return Said(before, line.text)
    return None


def _first_office(line: str) -> str:
    """The first of several that sign side by side; the blanks of one set wide (某 市 民 政 局) are no ends."""
    parts = line.split()
    return parts[0] if all(len(part) > 4 for part in parts) and parts else without_blanks(line)


def others_of(lines: tuple[Line, ...]) -> tuple[Said[Other], ...]:
    """Who is addressed besides the divisions of the statistics: 赣江新区城乡建设局, 市直各学校."""
    for line in lines[:HEAD]:
        plain = nfkc(line.text)
        if (plain.startswith("各") or _named_units(plain)) and plain.endswith((":", ",", "、")):
            direct = [wide("".join(filter(None, found.groups()))) for found in _DIRECT.finditer(plain)]
            # Only one unit has the region's own authors; who is addressed beside it has those that name it.
            own = [Other(name, "", of_region=at == 0) for at, name in enumerate(direct)]
            return tuple(Said(other, line.text) for other in (*_zones(plain), *own))
    return ()


def units_of(lines: tuple[Line, ...]) -> tuple[str, ...]:
    """Units that are addressed by name: 东江区、西山县教育局，市直各学校： → 东江区, 西山县."""
    for line in lines[:HEAD]:
        plain = without_blanks(nfkc(line.text))
        if plain.endswith(":") and (names := _named_units(plain)):
            return names
    return ()


def _named_units(addressed: str) -> tuple[str, ...]:
    parts = re.split("[、,:]", addressed)
    found = (_UNIT.match(part) for part in parts if not part.startswith("各"))
    return tuple(
        match[1]
        for match in found
        if match and not _ZONE.match(f"{match[1]}:") and not _DIRECT.match(match[0])
    )


def other_of(written: str, before: Other | None = None) -> Other:
    """A unit that a person names, and in brackets the towns that report through it: 经开区（经发街道、官园街道）.

    市直各学校 has the region's own authors, any other its own, unless it was known ``before`` what it is.
    """
    name, _, inside = nfkc(written).partition("(")
    towns = tuple(town for part in re.split("[、,;]", inside.rstrip(")")) if (town := part.strip()))
    known = before or Other(name, "", of_region=bool(_DIRECT.fullmatch(name)))
    return replace(known, name=name.strip(), towns=towns)


def is_direct(other: Other) -> bool:
    """Whether a unit has authors of the region and is no zone: 市直机关工会工委."""
    return other.of_region or bool(_DIRECT.fullmatch(nfkc(other.name)))


def _zones(addressed: str) -> list[Other]:
    """甲开发区、乙风景区社会发展局: the office is that of each in a row."""
    found: list[Other] = []
    office, after = "", len(addressed)
    for zone in reversed(list(_ZONE.finditer(addressed))):
        office = zone[2] or (office if addressed[zone.end() : after] == "、" else "")
        after = zone.start()
        found.append(Other(zone[1], f"{zone[1]}{office}" if office else ""))
    return found[::-1]


def addressees_of(lines: tuple[Line, ...]) -> Said[str] | None:
    """各县（市）区民政局：… → 民政局; 东江区、西山县教育局：… → 教育局"""
    for line in lines[:HEAD]:
        plain = without_blanks(nfkc(line.text))
        if match := _ADDRESSEE.match(plain):
            return Said(match[1], line.text)
        if plain.endswith(":") and _named_units(plain) and (behind := _BEHIND_UNITS.search(plain)):
            return Said(behind[1], line.text)
    return None
