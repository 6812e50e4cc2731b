"""A places file as text that a person can read and edit."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from intake.campaign.places.data import County
from intake.campaign.places.make import Draft

_HEAD = """# {city}的县（市、区）、镇（街道）。{source}。
# 改后运行 zhengji places check 检查。
#
# streets、towns 写不带“街道”“镇”的名称，乡、苏木写全称（如“水口乡”）；zones 写开发区、农场等的全称。
# aliases 单独出现即可认定；short 全国另有同名，须与市名、所属镇（街道）或机关名称连写才认定。
# 县区的顺序即各处排列的顺序；不报送的单位整段删去。
#
# 请人工补充：
# - 曾用名：former = ["某某县"]
# - 由开发区代报的镇（街道）：在该区写 shared = ["某某街道"]，并写 parent = "所在县区的 key"
# - 近年设立、撤销、改名的镇（街道）：
#   [[county.change]]
#   name = "某某街道"
#   since = 2024
# - 常见错别字：[misspelt] 之下写 错 = "对"；[slips] 之下写 对的字 = "易错的字"
"""
_LISTED = "由国家统计局代码（2023年）生成，请熟悉本地情况的人核对后使用"
_UNLISTED = "全国区划代码中没有{city}，以下只有通知写到的单位：请补写各单位及其镇（街道）"
_NO_COUNTY = "# 本文件以镇（街道）为报送单位，每个镇（街道）一段。\n"
_LEFT = """
# 统计名单另有以下单位，未列入。确需报送的，把全称写进所在县区的 zones：
"""
_ELSEWHERE = {
    "counties": "与本地县区、镇（街道）同名，或名称里含有本地地名的外地县（市、区）",
    "provinces": "其他省、自治区、直辖市",
    "cities": "其他设区的市（不带“市”字）",
    "traps": "含有本地地名、却不是本地地名的词；路名、河名、山名等请自行补充",
}


def places_text(draft: Draft) -> str:
    """The draft as TOML with Chinese comments; it loads as the same places file."""
    places = draft.places
    source = (_LISTED if draft.listed else _UNLISTED).format(city=places.city)
    parts = [_HEAD.format(city=places.city, source=source)]
    if draft.listed and not any(county.code for county in places.county):
        parts.append(_NO_COUNTY)
    parts.append(f'\nprovince = "{places.province}"\ncity = "{places.city}"\n')
    parts += [_county(county) for county in places.county]
    parts.append("\n[elsewhere]\n")
    for key, about in _ELSEWHERE.items():
        parts.append(f"# {about}\n{_list(key, getattr(places.elsewhere, key))}")
    if draft.left:
        parts += [_LEFT, *(f"# {line}\n" for line in draft.left)]
    return "".join(parts)


def _county(county: County) -> str:
    lines = [f'\n[[county]]\nkey = "{county.key}"\nname = "{county.name}"\n']
    if county.code:
        lines.append(f'code = "{county.code}"\n')
    if county.parent:
        lines.append(f'parent = "{county.parent}" # 所在县区\n')
    lists = {key: getattr(county, key) for key in ("aliases", "short", "streets", "towns", "zones", "shared")}
    lines += [_list(key, names) for key, names in lists.items() if names]
    return "".join(lines)


def _list(key: str, names: Iterable[str]) -> str:
    quoted = [f'"{name}"' for name in names]
    line = f"{key} = [{', '.join(quoted)}]"
    if len(line) <= 60:
        return line + "\n"
    # A Hanzi is as wide as two letters.
    rows = textwrap.wrap(", ".join(quoted), 56, break_long_words=False)
    return f"{key} = [\n" + "".join(f"  {row}\n" for row in rows) + "]\n"
