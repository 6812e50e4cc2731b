"""The list of experts, from a table of any program: Word, Excel, WPS, text with tabs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from intake.campaign.campaign import Campaign
from intake.text.fold import fold, plain, simplify
from intake.text.numerals import read_number
from intake.understand.identify.parse.names import SURNAMES
from tracker.ledger.review.experts import ExpertRow
from tracker.review.experts.offices import is_office
from tracker.review.words import review_words

_BETWEEN: Final = re.compile(r"[\t|]")
_LISTED: Final = re.compile(r"[、，,；;/\s]+")
_AND: Final = re.compile(r"[、，,；;/\s和及与]+")
_ORDINAL: Final = re.compile(
    r"[（(]?(?:主题|第)?[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]?(?:类|个|主题)?"
)
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.ASCII)

_MOST: Final = re.compile(
    r"(?:最多|不超过|至多|只能?)[^\d一二两三四五六七八九十]{0,8}(\d{1,3}|[一二两三四五六七八九十]{1,3})\s?篇"
)
_NO_PAPER: Final = re.compile(r"(?:不|无需|无须|免|别|非)[^，。；,;\s]{0,3}(?:纸|打印|邮寄|是)")
_NOT_AVOIDED: Final = re.compile(r"(?:不|无需|无须|没有)(?:用|必|需|需要|再|申请)?回避")
_NO_PERSON: Final = re.compile(
    r"(?:合计|总计|小计|共计|平均|均值|总数|人数|备注|说明|注[:：]?|(?:制|填)表人?|审核人?|联系人|以上)(?:[:：\d].*|共.*|$)"
)  # a row below the people
NO_MORE_AVOIDS: Final = "没有其他回避"
_TITLES: Final = "(?:老师|教授|专家|同志|博士|委员)?"
_PERSON: Final = re.compile(
    rf"(?:[^，]{{0,10}}(?:专家|评委|委员|一位|一个|[位个]))?([{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{1,2}}?){_TITLES}"
)


@dataclass(frozen=True, slots=True)
class People:
    """Experts of a list, and Chinese remarks about rows that were not taken."""

    experts: tuple[ExpertRow, ...]
    remarks: tuple[str, ...] = ()


def read_people(lines: Iterable[str], campaign: Campaign) -> People:
    """Experts in the lines of a table; the first line that has a heading 姓名 says what stands where."""
    columns: dict[str, int] = {}
    found: dict[str, ExpertRow] = {}
    remarks = []
    for line in lines:
        cells = [cell.strip() for cell in _BETWEEN.split(line)]
        if not columns:
            columns = _columns(cells)
            continue
        if not any(cells) or _columns(cells):
            continue
        expert, wrong = _expert(cells, columns, campaign)
        if _NO_PERSON.match(expert.name):
            continue
        if not expert.name:
            remarks.append(f"“{' '.join(filter(None, cells))[:30]}”一行没有姓名，未列入")
            continue
        remarks += [f"{expert.name}：{why}" for why in wrong]
        if expert.name in found and found[expert.name] != expert:
            remarks.append(f"{expert.name}：名单中有两行，以后一行为准；如是同名的两人，请在姓名后加单位区别")
        found[expert.name] = expert
    remarks += _shared(found.values())
    if not columns:
        remarks.append(
            "没有找到栏名，第一行应有“姓名”，可有：单位、县区、邮箱、电话、最多篇数、主题、回避、方式"
        )
    return People(tuple(found.values()), tuple(remarks))


def _shared(experts: Iterable[ExpertRow]) -> Iterator[str]:
    """A remark for each address that several have."""
    at: dict[str, list[str]] = {}
    for expert in experts:
        at.setdefault(expert.email, []).append(expert.name)
    for email, names in at.items():
        if email and len(names) > 1:
            yield f"{'、'.join(names)}的邮箱相同（{email}），他们的来信要写姓名，或用各自的评分表"


def is_list(lines: Iterable[str]) -> bool:
    """Whether a table is a list of people: a line of headings has 姓名 and something else of a person."""
    return any(len(_columns([cell.strip() for cell in _BETWEEN.split(line)])) > 1 for line in lines)


def county_key(word: str, campaign: Campaign) -> str:
    """The key of the reporting unit that a word names, in full, short or inside 云龙区民政局; ``""`` if none."""
    text = plain(word)
    for unit in campaign.units:
        names = [unit.key, unit.name, *unit.aliases, *unit.former]
        if text in {plain(name) for name in names}:
            return unit.key
    inside = {
        unit.key
        for unit in campaign.units
        for name in (unit.name, *unit.aliases, *unit.former)
        if (len(name) > 2 or name == unit.name) and plain(name) in text
    }
    return inside.pop() if len(inside) == 1 else ""


def themes_named(text: str, campaign: Campaign) -> tuple[int, ...]:
    """Numbers of the themes that a text names by number or name."""
    found = []
    for part in filter(None, _LISTED.split(simplify(text))):
        if _ORDINAL.fullmatch(part):
            found += [theme.number for theme in campaign.themes if theme.number == read_number(part)]
        else:
            found += [t.number for t in campaign.themes if t.name in part or part in (t.name, t.title)]
    return tuple(dict.fromkeys(found))


def change_person(text: str, expert: ExpertRow, campaign: Campaign) -> tuple[ExpertRow, list[str]]:
    """What a sentence says of an expert: keeps away from, at most so many, on paper, another address; and in Chinese."""
    plain_text = simplify(text)
    said = []
    if address := _ADDRESS.search(plain_text):
        expert = replace(expert, email=address.group().lower(), paper=False)
        said.append(f"邮箱改为{expert.email}")
    if (most := _MOST.search(plain_text)) and (count := read_number(most[1])):
        expert = replace(expert, most=count)
        said.append(f"最多{expert.most}篇")
    units = [
        unit.name for unit in campaign.units if any(name in plain_text for name in (unit.name, *unit.aliases))
    ]
    units = units or _offices_named(plain_text)
    if units and any(word in _NOT_AVOIDED.sub("", plain_text) for word in review_words().words.kept_from):
        expert = replace(expert, avoids=tuple(dict.fromkeys((*expert.avoids, *units))))
        said.append(f"回避{'、'.join(units)}")
    elif _NOT_AVOIDED.search(plain_text) and not units:
        said.append(NO_MORE_AVOIDS)
    if "纸" in _NO_PAPER.sub("", plain_text):
        expert = replace(expert, paper=True)
        said.append("用纸质材料")
    elif "纸" in plain_text and expert.email:
        expert = replace(expert, paper=False)
        said.append("不用纸质材料")
    return expert, said


def _offices_named(text: str) -> list[str]:
    """The offices that 回避 names behind it: 回避师范大学、某某公司."""
    behind = text.rpartition("回避")[2]
    return [word for word in re.split(r"[、，,；;。\s和及]+", behind) if len(word) > 1 and is_office(word)]


def new_person(text: str, campaign: Campaign) -> ExpertRow | None:
    """Somebody who is to be added: 加一位专家：何平，师范大学，heping@c.example. None where no name is found."""
    plain_text = simplify(text)
    address = _ADDRESS.search(plain_text)
    parts = [
        part.strip() for part in re.split(r"[，,：:；;\s]+", _ADDRESS.sub("", plain_text)) if part.strip()
    ]
    found = next((match for part in parts if (match := _PERSON.fullmatch(part))), None)
    if found is None:
        return None
    unit = next(
        (
            part.removesuffix("的")
            for part in parts
            if any(word in part for word in review_words().words.offices)
        ),
        "",
    )
    email = address.group().lower() if address else ""
    return ExpertRow(found[1], unit, county_key(unit, campaign) if unit else "", email, paper=not email)


def _columns(cells: Sequence[str]) -> dict[str, int]:
    headings = {name: field for field, names in review_words().headings.items() for name in map(plain, names)}
    inside = {name: field for name, field in headings.items() if len(name) > 1 and field != "name"}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        heading = re.sub(r"\s", "", plain(cell))
        # 需回避的县区 is of 回避: what it is about stands before what it lists.
        longer = (field for name, field in inside.items() if name in heading)
        avoids = "avoids" if "回避" in heading else ""
        if field := headings.get(heading) or avoids or next(longer, ""):
            found.setdefault(field, place)
    return found if "name" in found else {}


def avoided(text: str, campaign: Campaign) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What an expert keeps away from, counties by their official names; and words that are none."""
    found, unknown = [], []
    for word in _words(text, campaign):
        key = county_key(word, campaign)
        unit = next((unit for unit in campaign.units if unit.key == key), None)
        found.append(unit.name if unit else word)
        unknown += [] if unit else [word]
    return tuple(dict.fromkeys(found)), tuple(unknown)


def _words(text: str, campaign: Campaign) -> Iterator[str]:
    """The words of a list; 泰和县 is one."""
    known = [
        name for unit in campaign.units for name in (unit.name, unit.name[:-1], *unit.aliases, *unit.former)
    ]
    names = [name for name in known if len(name) > 1 and _AND.search(name)]
    whole = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    for part in re.split(f"({whole})", text) if names else [text]:
        yield from [part] if part in names else filter(None, _AND.split(part))


def _expert(cells: Sequence[str], columns: dict[str, int], campaign: Campaign) -> tuple[ExpertRow, list[str]]:
    said = {field: cells[place] for field, place in columns.items() if place < len(cells)}
    wrong = []
    county = county_key(said.get("county") or said.get("unit", ""), campaign)
    if said.get("county") and not county:
        wrong.append(f"县区“{said['county']}”不在报送单位之中，已按外单位处理")
    address = _ADDRESS.search(simplify(said.get("email", "")))
    if said.get("email") and address is None:
        wrong.append(f"邮箱“{said['email']}”写法有误，未登记")
    most = read_number(simplify(said.get("most", ""))) or None
    if said.get("most") and most is None:
        wrong.append(f"最多篇数“{said['most']}”不是数字，未登记")
    wishes = themes_named(said.get("wishes", ""), campaign)
    if said.get("wishes") and not wishes:
        wrong.append(f"主题“{said['wishes']}”不在征集主题之中，未登记")
    avoids, unknown = avoided(said.get("avoids", ""), campaign)
    wrong += [f"回避“{word}”不是报送单位，只按原字样比对，请核对" for word in unknown]
    expert = ExpertRow(
        name=fold(said.get("name", "")).text,
        unit=said.get("unit", ""),
        county=county,
        email=address.group().lower() if address else "",
        phone=said.get("phone", ""),
        most=most,
        wishes=wishes,
        avoids=avoids,
        paper=_on_paper(said.get("paper", "")) or address is None,
    )
    return expert, wrong


def _on_paper(said: str) -> bool:
    wanted = _NO_PAPER.sub("", simplify(said))
    return any(word in wanted for word in review_words().words.on_paper)
