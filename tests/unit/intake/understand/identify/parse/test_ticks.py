"""Options in a cell of a form: which one is ticked."""

from pathlib import Path

import pytest

from intake.campaign.campaign import load_campaign
from intake.understand.identify.facts.level import level_key
from intake.understand.identify.parse.labels import ticked
from intake.understand.theme.stated import stated_theme

CAMPAIGN = load_campaign(Path("config/campaigns/xuzhou-2015.toml"))


@pytest.mark.parametrize(
    ("cell", "chosen", "level"),
    [
        ("县级□ 镇级☑ 村级□", "镇级", "town"),
        ("□县级  ☑镇级  □村级", "镇级", "town"),
        ("村（社区）级□  镇（街道）级☑  县（市、区）级□", "镇（街道）级", "town"),
        ("（ ）县级 （√）镇级 （ ）村级", "镇级", "town"),
        ("县级（ ） 镇级（ ） 村级（√）", "村级", "village"),
        ("县级 √镇级 村级", "镇级 村级", "town"),
        ("县级√ 镇级 村级", "县级", "county"),
        ("■县级\n□镇级\n□村级", "县级", "county"),
        ("☐县级 ☐镇级 ☒村级", "村级", "village"),
        ("县级□ 镇级□ 村级□", "县级□ 镇级□ 村级□", ""),
        ("村级", "村级", "village"),
        ("", "", ""),
        ("√", "", ""),
    ],
)
def test_the_ticked_option(cell: str, chosen: str, level: str) -> None:
    assert (ticked(cell), level_key(CAMPAIGN, cell)) == (chosen, level)


def test_a_ticked_theme() -> None:
    names = [f"{theme.label}{theme.name}" for theme in CAMPAIGN.themes]
    for number, name in enumerate(names, 1):
        cell = "  ".join(f"{'☑' if other == name else '□'}{other}" for other in names)
        found = stated_theme("题目", "", CAMPAIGN, pairs=[("申报主题", cell)])
        assert [stated.theme for stated in found] == [number]
