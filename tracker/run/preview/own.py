"""Invented values in the words of the call that is previewed: its offices, its area code, its themes."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from intake.campaign.campaign import Campaign

_CODE = re.compile(r"0\d{2,3}(?=-)")
OFFICE, CODE = "民政局", "0516-"  # as the samples are written
THEMES = {1: "（一）治理结构", 2: "（二）治理方式", 4: "（四）协商民主"}


def own_words(campaign: Campaign) -> dict[str, str]:
    """What stands in the samples, with what this call says instead."""
    kinds = (unit.office.removeprefix(unit.name) for unit in campaign.units if unit.office != unit.name)
    last = len(campaign.themes)
    themes = {word: campaign.theme(min(number, last)) for number, word in THEMES.items()}
    return {
        OFFICE: next(filter(None, kinds), ""),
        CODE: area_code(campaign),
        **{word: f"{theme.label}{theme.name}" for word, theme in themes.items()},
    }


def area_code(campaign: Campaign) -> str:
    """0516- of the call's own telephone or of a unit's; ``""`` where none is written with one."""
    phones = (campaign.signature.phone, *(unit.phone for unit in campaign.units))
    return next((f"{match[0]}-" for phone in phones if (match := _CODE.match(phone))), "")


def with_own_words(value: Any, words: dict[str, str]) -> Any:
    """A value with the samples' words exchanged wherever a text stands in it; anything else as it is."""
    if isinstance(value, str):
        for word, own in words.items():
            value = value.replace(word, own)
        return value
    if isinstance(value, dict):
        return {key: with_own_words(one, words) for key, one in value.items()}
    if isinstance(value, list | tuple) and type(value) in (list, tuple):
        return type(value)(with_own_words(one, words) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        shown = {field.name: getattr(value, field.name) for field in fields(value) if field.init}
        return replace(value, **{name: with_own_words(one, words) for name, one in shown.items()})
    return value
