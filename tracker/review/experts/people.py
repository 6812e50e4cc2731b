"""The list of experts, from a table of any program: Word, Excel, WPS, text with tabs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from intake.campaign.notice import Campaign
from intake.text.fold import fold, plain, simplify
from intake.text.numerals import read_number
from tracker.ledger.review.experts import ExpertRow
from tracker.review.words import review_words

_BETWEEN: Final = re.compile(r"[\t|]")
_LISTED: Final = re.compile(r"[、，,；;/\s]+")
_AND: Final = re.compile(r"[、，,；;/\s和及与]+")
_ORDINAL: Final = re.compile(
    r"[（(]?(?:主题|第)?[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]?(?:类|个|主题)?"
)
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.ASCII)


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
        if not expert.name:
            remarks.append(f"“{' '.join(filter(None, cells))[:30]}”一行没有姓名，未列入")
            continue
        remarks += [f"{expert.name}：{why}" for why in wrong]
        if expert.name in found and found[expert.name] != expert:
            remarks.append(f"{expert.name}：名单中有两行，以后一行为准；如是同名的两人，请在姓名后加单位区别")
        found[expert.name] = expert
    if not columns:
        remarks.append(
            "没有找到栏名，第一行应有“姓名”，可有：单位、县区、邮箱、电话、最多篇数、主题、回避、方式"
        )
    return People(tuple(found.values()), tuple(remarks))


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
    for word in filter(None, _AND.split(text)):
        key = county_key(word, campaign)
        unit = next((unit for unit in campaign.units if unit.key == key), None)
        found.append(unit.name if unit else word)
        unknown += [] if unit else [word]
    return tuple(dict.fromkeys(found)), tuple(unknown)


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
        paper=any(word in said.get("paper", "") for word in review_words().words.on_paper) or address is None,
    )
    return expert, wrong
