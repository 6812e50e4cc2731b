"""The kinds of places or senders that a notice tells apart, in whatever way it lists them."""

from __future__ import annotations

import re

from intake.campaign.notice.lists import heading_of
from intake.campaign.notice.outline import Line, runs_in, section, wide
from intake.campaign.notice.tables import tables_in
from intake.campaign.notice.values import Said
from intake.campaign.notice.words import WORDS
from intake.config.words import either
from intake.text.fold import nfkc
from intake.text.numerals import read_number

LONGEST_KIND = 24  # characters of a kind of senders
LONG_KIND = 14  # above it what stands before the last 的 is left out
LEVELS = range(2, 9)

_ENUMERATED = re.compile(
    r"[、,](?![^()（）]{0,40}[)）])|(?:以及|[和及与])(?=村|[^、,和]{0,24}(?:基地|机构|组织|企业|单位|个人|主体)$)"
)  # no mark inside brackets: 县(市、区)
_LEVELS = re.compile(
    r"(?:分(?:为)?|从(?=[^,。;::]{2,40}个?层[面级])|按照?(?=[^,。;::]{2,40}(?:分?类|[二三四五六]个?组别)))([^,。;::]{2,40})[二两三四五六](?:个)?(?:层级|层次|层面|级别|组别|类|级)"
)
# 分中学组、小学组; 案例分市级、县级、基层级(企业、学校): what ends so is a level, whatever it is called.
_ENDS_AS_LEVEL = r"[^,。;:、()]{1,10}?(?:\([^()]{1,12}\))?[级组](?:\([^()]{1,40}\))?"
_NAMED_LEVELS = re.compile(
    rf"分(?:为|成|设)?((?:{_ENDS_AS_LEVEL}[、和及与]){{1,7}}{_ENDS_AS_LEVEL}(?:[、和及与][^,。;:、()]{{2,10}}(?=[二三四五六七八]类))?)"
)
# 分四种单位：市直医院，县级医院，乡镇卫生院和社区卫生服务中心，村卫生室: the count says where the list is parted.
_COUNTED_LIST = re.compile(
    r"(?:分|有|共|含|包括|面向|设)(?:为|成|设|以?下(?:列)?)?([二两三四五六七八])(?:种|个|类|大类|级|层|组|档)[^,。;::]{0,8}[::,]([^。]{4,160})"
)
_PARTS = ("[;]", "[,]", "[、]")
_WHO = re.compile(
    r"(?:案例|申报|报送|参评|推荐|参赛|征集)(?:(?:主体|对象)(?:为|是|包括|[::])|单位(?:包括|分为|有))([^,。;::]{4,60})"
)
# 来稿可由区市局、镇街市场监管所撰写，也欢迎经营主体投稿
_WRITTEN_BY = re.compile(
    r"(?:可由|可以由|均由|由)([^,。;::]{4,60}?)(?:撰写|组织撰写|投稿|申报|自主申报)(?:,(?:也|并|同时)?欢迎([^,。;::]{2,40}?)(?:参与|踊跃|积极)?(?:投稿|撰写|申报|参加))?"
)
_CALLED = re.compile(r"面向(?:全[市县区])?([^,。;::]{4,60}?)(?:公开|广泛)?征集")
_PLACE_LEVEL = r"(?:[省市州盟县区旗镇乡村]|乡镇|镇街|街道|社区|村居|基层)级"
# 按市级(市属产业工会)、县区级(县市区总工会)、基层(企业、学校)三个层级; 市级、县区级、基层均可
_BY_LEVELS = r"(?:[省市县区州盟旗乡镇村校院系厅局](?:\([^()]{1,8}\)|[市区州县旗镇]){0,2}级|街道级|社区级|基层级?|[部省市州县区][属直](?!单位)|民办|公办)(?:单位|组织)?(?:\([^()]{1,60}\))?"
_IN_BRACKETS = re.compile(rf"(?:{_BY_LEVELS}[、,和及与]{{1,2}}){{1,7}}{_BY_LEVELS}")
_NESTED = re.compile(r"(\([^()]{0,60})\([^()]{1,12}\)")  # 县级(县(市、区)妇联、有关部门)
_SPEAKS_OF_LEVELS = re.compile("层级|级别|层次|层面|主体|对象|[二三四五][级类]|申报|报送|推荐|均可|都可")
# 学校层面的案例为校级，二级学院(系)、书院的案例为院级
_IS_LEVEL = re.compile(
    rf"([^,。;::]{{2,24}}?)(?:层面)?的?(?:{either(WORDS.items)})?(?:为|属于?|归为|算作?|归入)([^,。;::的]{{1,4}}级)(?=[,。;])"
)
_WRITES_AS = re.compile(
    r"(?:^|[,。;::])([^,。;::()]{2,60}?)(?:[编撰]?写|报送|申报|推荐|提交|上报|选送)的(?:案例|材料|文章)?(?:算作?|为|是|属于?|归入?)([^,。;::]{1,6}级)(?=[,。;]|$)"
)
_OF_PLACE = re.compile("[省市县区州盟旗乡镇村]|街道|社区|基层")
_COUNT_BEHIND = re.compile(r"等?([二两三四五六七八])(?:个|种|大)?(?:层|级|类|组)")
_HEAD_OF_LEVELS = re.compile("(?:申报|报送|案例)?(?:层级|级别|层次|组别)")
_REMARK = re.compile(r"\([^()]{0,12}[按归由须][^()]{1,24}\)$")  # 幼儿园组(特教学校按所办学段归组)
_SENT = re.compile(
    rf"(?:报送|申报|推荐|上报|选送|提交)(?:[\d一二三四五至—-]{{1,5}}[篇个件])?((?:{_PLACE_LEVEL}[、和及或]){{0,4}}{_PLACE_LEVEL})(?:的)?(?:优秀|典型)?(?:{either(WORDS.items)})"
)
_HEAD = re.compile(r"^(?:全[省市县区州])?各?(?:级各类|[级类族])?(?=.)")
_TAIL = re.compile(r"(?:党组织|等)$")
_MAY = re.compile(
    r"(?:均|都|皆|也)?可(?:以)?(?:作为|申报|报送|参与|参加|投稿|推荐)|[均都皆](?:可|属|为|有)"
)  # 水库管理单位均可作为撰写单位
_FIRST_COLON = re.compile("[。::;]")
_QUOTED = re.compile("“([^“”]{2,16})”")
_NAME_ENDS = re.compile(r"[。::;,\n]|——?|--|(?<!^)(?:主?要?是?指|由(?=.))")
_TEXTS = re.compile(f"(?:[编撰]写|报送|申报|创作|形成|总结|提供|推荐)?的?(?:{either(WORDS.items)})$")
_LEVEL = re.compile(r"(?:[省市县区州盟旗乡镇村]|街道|社区|基层)[^,、]{0,4}级|^[^,、]{0,4}级$|^基层$")
_KIND_ENDS = re.compile(r"[级组类层]$")
_CONDITION = re.compile(r"具[有备]|符合|遵守|热爱|近.{1,2}年|[无未]|必须|应当|应|不得|须")
_HEAD_OF_KINDS = re.compile(r"^[^、]{0,12}?(?:主体|对象|单位|范围|来源)(?:主要)?(?:包括|分为|涵盖|为|是|有)")
_THEIR = re.compile(
    r"(?:^|[。;\n])([^,。;::、\n]{1,8}级|基层)(?:优秀|典型)?(?:"
    + either(WORDS.items)
    + r")(?:[应要须]|主要|重点|着重|侧重|反映|由|是指|指)"
)
_COUNTED = re.compile(r"[二两三四五六七八](?:个|大)?(?:类|级|层级|组)?$")
_ON_THEM = re.compile(r"[,。;](?=每|各级|各组|均|都|请|由|不|分别|其中|按|可)")


def levels_of(lines: tuple[Line, ...]) -> tuple[Said[str], ...]:
    """The kinds of places or senders that are told apart."""
    ways = (
        _in_table,
        _listed,
        _counted,
        _ending_as_levels,
        _divided,
        _in_brackets,
        _called_levels,
        _below_heading,
        _said_in_passing,
        _one_by_one,
    )
    found = _with_who(next(filter(None, (way(lines) for way in ways)), ()), lines)
    more = [said for said in _sent_in(lines) if said.value not in {wide(one.value) for one in found}]
    are_places = all(_LEVEL.search(said.value) and said.value.endswith("级") for said in found)
    return (*found, *more) if more and are_places and len(found) + len(more) in LEVELS else found


def _with_who(found: tuple[Said[str], ...], lines: tuple[Line, ...]) -> tuple[Said[str], ...]:
    """康复机构、特教学校写的算机构级: a level that is no place's gets who is of it in brackets, where that is said."""
    told = {
        wide(match[2]): (wide(match[1]), line.text)
        for line in lines
        for match in _WRITES_AS.finditer(nfkc(line.text))
    }
    return tuple(
        Said(f"{said.value}（{told[said.value][0]}）", told[said.value][1])
        if said.value in told and not _OF_PLACE.search(said.value)
        else said
        for said in found
    )


def _sent_in(lines: tuple[Line, ...]) -> tuple[Said[str], ...]:
    """局属各单位可报送市级案例: levels of which it is only said who sends them."""
    found: dict[str, Said[str]] = {}
    for line in lines:
        for match in _SENT.finditer(nfkc(line.text)):
            for name in re.split("[、和及或]", match[1]):
                found.setdefault(name, Said(name, line.text))
    return tuple(found.values())


def _listed(lines: tuple[Line, ...]) -> tuple[Said[str], ...]:
    """（一）市县级。市、县图书馆；（二）乡镇级。…, in a paragraph or below its heading."""
    for at, line in enumerate(lines):
        heading = heading_of(line)
        about = bool(WORDS.level_heads.search(heading))
        if about or WORDS.author_heads.search(heading):
            if found := _items("\n".join(one.text for one in (line, *section(lines, at))), about=about):
                return found
        elif found := _items(line.text, about=False):
            return found
    return ()


def _items(text: str, *, about: bool) -> tuple[Said[str], ...]:
    for run in runs_in(text):
        names = [_item(part) for part in run.parts]
        if len(names) in LEVELS and _are_levels(
            names, told=about or bool(WORDS.level_heads.search(run.lead))
        ):
            return tuple(
                Said(name, wide(part.partition("\n")[0].strip()))
                for name, part in zip(names, run.parts, strict=True)
            )
    return ()


def _item(part: str) -> str:
    """县级图书馆案例 → 县级图书馆; 市县级。市、县图书馆 → 市县级"""
    name = _NAME_ENDS.split(part.strip("。;, "), maxsplit=1)[0]
    return wide(_TEXTS.sub("", _HEAD.sub("", name)).strip())


def _are_levels(names: list[str], *, told: bool) -> bool:
    """Whether all of these are called as levels are; a text that speaks of levels may call them as it likes."""
    if len(set(names)) < len(names) or not all(1 < len(name) <= LONGEST_KIND for name in names):
        return False
    if told:
        kinds = (WORDS.authors.search(name) or _KIND_ENDS.search(name) for name in names)
        return all(kinds) and not any(_CONDITION.search(name) for name in names)
    return all(_LEVEL.search(name) for name in names)


def _counted(lines: tuple[Line, ...]) -> tuple[Said[str], ...]:
    """分四种单位：甲，乙，丙，丁, with as many senders as were counted."""
    for line in lines:
        for match in _COUNTED_LIST.finditer(nfkc(line.text)):
            for mark in _PARTS:
                names = [_item(name) for name in re.split(mark, match[2].strip(",;、 "))]
                if len(names) == read_number(match[1]) and _are_levels(names, told=True):
                    return tuple(Said(name, line.text) for name in names)
    return ()


def _ending_as_levels(lines: tuple[Line, ...]) -> tuple[Said[str], ...]:
    """分中学组、小学组"""
    for line in lines:
        if match := _NAMED_LEVELS.search(nfkc(line.text)):
            names = (_REMARK.sub("", name) for name in _ENUMERATED.split(match[1]))
            return tuple(Said(wide(name), line.text) for name in names)
    return ()


def _in_brackets(lines: tuple[Line, ...]) -> tuple[Said[str], ...]:
    """市级（产业工会）、县区级、基层（企业、学校）, where a sentence speaks of levels or who sends."""
    for line in lines:
        for said in nfkc(line.text).split("。"):
            match = _IN_BRACKETS.search(_NESTED.sub(r"\1", said))
            if match is None or not _SPEAKS_OF_LEVELS.search(said):
                continue
            names = [name for name in _ENUMERATED.split(match[0]) if name]
            counted = _COUNT_BEHIND.match(match.string, match.end())
            if counted and read_number(counted[1]) != len(names):
                continue
            if len(names) in LEVELS and (counted or _is_plain(names)) and len(set(names)) == len(names):
                return tuple(Said(wide(name), line.text) for name in names)
    return ()


def _is_plain(names: list[str]) -> bool:
    """Whether they are levels even where nobody counts them: three, or one that says of whom."""
    return all("级" in name or "基层" in name for name in names) and (
        len(names) > 2 or any(name.endswith(")") for name in names)
    )


def _in_table(lines: tuple[Line, ...]) -> tuple[Said[str], ...]:
    """A column of 层级, with who is of each beside it: 市级（市直单位）."""
    for table in tables_in(lines):
        at = next((at for at, word in enumerate(table.head) if _HEAD_OF_LEVELS.fullmatch(word)), -1)
        names = list(dict.fromkeys(row[at] for row in table.rows)) if at >= 0 else []
        if len(names) not in LEVELS or not _are_levels([nfkc(name) for name in names], told=True):
            continue
        who = next((one for one, word in enumerate(table.head) if WORDS.author_heads.search(word)), at)
        beside = {row[at]: "" if who == at else row[who] for row in table.rows}
        lines_of = {row[at]: line.text for row, line in zip(table.rows, table.lines, strict=True)}
        return tuple(
            Said(
                f"{name}（{beside[name]}）" if beside[name] and "（" not in name else name,
                lines_of[name].replace("\t", "："),
            )
            for name in names
        )
    return ()


def _one_by_one(lines: tuple[Line, ...]) -> tuple[Said[str], ...]:
    """县级案例反映…。乡镇级案例反映…。"""
    found: dict[str, Said[str]] = {}
    for line in lines:
        for match in _THEIR.finditer(nfkc(line.text)):
            found.setdefault(match[1], Said(wide(match[1]), line.text))
    return tuple(found.values()) if len(found) in LEVELS else ()


def _called_levels(lines: tuple[Line, ...]) -> tuple[Said[str], ...]:
    """学校层面的案例为校级，二级学院（系）、书院的案例为院级 → 校级, 院级."""
    for line in lines:
        names = list(dict.fromkeys(match[2] for match in _IS_LEVEL.finditer(nfkc(line.text))))
        if len(names) in LEVELS:
            return tuple(Said(wide(name), line.text) for name in names)
    return ()


def _divided(lines: tuple[Line, ...]) -> tuple[Said[str], ...]:
    """分县、乡、村三级"""
    for line in lines:
        match = _LEVELS.search(nfkc(line.text))
        if match and match[0].endswith("级") and re.fullmatch(r".{1,2}(?:、.{1,2}){1,4}", match[1]):
            return tuple(Said(f"{name.removesuffix('级')}级", line.text) for name in match[1].split("、"))
        if match and len(names := _QUOTED.findall(match[1])) in LEVELS:
            return tuple(Said(name, line.text) for name in names)
        if found := _named(_LEVELS, line):
            return found
    return ()


def _below_heading(lines: tuple[Line, ...]) -> tuple[Said[str], ...]:
    for at, line in enumerate(lines):
        if not WORDS.author_heads.search(heading_of(line)):
            continue
        if named := _named_below(section(lines, at)):
            return named
        head = _FIRST_COLON.split(line.rest, maxsplit=1)
        for said in (*head[1:], *(one.rest for one in section(lines, at)[:2])):
            names = _kinds(said)
            if len(names) > 1:
                return tuple(Said(name, line.text if said in line.rest else wide(said)) for name in names)
    return ()


def _named_below(below: tuple[Line, ...]) -> tuple[Said[str], ...]:
    """Lines without numbers that begin with a level: 市级：市直单位。"""
    found: list[Said[str]] = []
    for line in below:
        name, colon, _ = nfkc(line.text).partition(":")
        if not colon or not _LEVEL.search(name) or len(name) > LONGEST_KIND:
            break
        found.append(Said(wide(name), line.text))
    return tuple(found) if len(found) in LEVELS else ()


def _said_in_passing(lines: tuple[Line, ...]) -> tuple[Said[str], ...]:
    ways = (_WHO, _CALLED, _WRITTEN_BY)
    return next((found for who in ways for line in lines if (found := _named(who, line))), ())


def _named(pattern: re.Pattern[str], line: Line) -> tuple[Said[str], ...]:
    match = pattern.search(nfkc(line.text))
    names = _kinds("、".join(filter(None, match.groups()))) if match else []
    return tuple(Said(name, line.text) for name in names) if len(names) > 1 else ()


def _kinds(text: str) -> list[str]:
    last = re.split(r"[::]", _ON_THEM.split(text, maxsplit=1)[0])[-1].strip("。; ")
    last = _COUNTED.sub("", _HEAD_OF_KINDS.sub("", _MAY.split(last, maxsplit=1)[0]))
    slashed = last.split("/")
    alike = len(slashed) in LEVELS and all(_LEVEL.search(name) for name in slashed)
    names = [_kind(name) for name in (slashed if alike else _ENUMERATED.split(last))]
    fits = all(1 <= len(name) <= LONGEST_KIND and WORDS.authors.search(name) for name in names)
    return names if fits and any(len(name) > 1 for name in names) else []


def _kind(text: str) -> str:
    """表现突出的残疾人个人 → 残疾人个人, where the whole is long."""
    name = wide(_TAIL.sub("", _HEAD.sub("", text)))
    return name.rpartition("的")[2] if len(name) > LONG_KIND or name.startswith(("在", "经", "已")) else name
