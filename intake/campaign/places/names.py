"""What kind of place a name says it is, and what is left of it without its kind."""

from __future__ import annotations

import re

from intake.campaign.places.words import WORDS
from intake.config.words import either

STREET, TOWN = "街道", "镇"
TOWNSHIPS = ("乡", "苏木")  # kinds that stand in the name wherever it is written
SUFFIXES = (STREET, TOWN, *TOWNSHIPS)

_PEOPLE = either(WORDS.peoples)
_PEOPLES = rf"(?:(?:{_PEOPLE})族?){{0,4}}(?:(?:{_PEOPLE})族|各族|民族)"
_TOWNSHIP = re.compile(rf"(?:(?<=..){_PEOPLES})?(?:{'|'.join(TOWNSHIPS)})$")
_COUNTY = re.compile(
    rf"(?:(?<=..)(?:(?:{_PEOPLE})族?|各族){{1,5}})?自治[县旗州区]$"  # 新疆维吾尔自治区: without 族
    rf"|(?:(?<=..){_PEOPLES})?(?:特区|林区|地区|新区|(?<!开发)(?<!园)区|[县市旗盟省])$"
)


def town_name(written: str) -> str:
    """The full name of one of a file's ``towns``: 宋楼 → 宋楼镇, 水口乡 → 水口乡, 景德镇镇 → 景德镇镇."""
    return written if written.endswith((TOWN, *TOWNSHIPS)) else written + TOWN


def written_town(name: str) -> str:
    """The reverse of :func:`town_name`, shortest."""
    short = name.removesuffix(TOWN)
    return short if town_name(short) == name else name


def base_name(name: str) -> str:
    """宋楼镇 → 宋楼, 杨庙回族乡 → 杨庙; a name that is nothing but a kind stays."""
    for suffix in (STREET, TOWN):
        if name.endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return _TOWNSHIP.sub("", name) or name


_WING = re.compile(r"([\u4e00-\u9fff])[\u4e00-\u9fff]{1,3}([左右])翼([前中后]旗)")


def short_name(name: str) -> str:
    """A province, city or county without its kind: 广西壮族自治区 → 广西, 长阳土家族自治县 → 长阳."""
    return _COUNTY.sub("", name) or name


def official_names(name: str) -> tuple[str, ...]:
    """A place as its offices call it, longest first: 黔东南苗族侗族自治州, 黔东南州; 科尔沁左翼后旗, 科左后旗."""
    if wing := _WING.fullmatch(name):
        return (name, "".join(wing.groups()))
    if "自治" not in name:
        return (name,)
    kind = "" if name.endswith("自治区") else name[-1]
    return (name, f"{short_name(name)}{kind}")
