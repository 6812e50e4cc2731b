"""分局: the branch of an office of the city is the unit of the county by which it is called."""

import pytest

from intake.campaign.places.gazetteer import load_places
from intake.understand.identify.parse.units import parse_unit
from tests.paths import CONFIG

PLACES = load_places(CONFIG / "places" / "xuzhou.toml")


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("徐州市生态环境局丰县分局", ("徐州市生态环境局丰县分局", "county", (), "fengxian")),
        ("市生态环境局丰县分局", ("市生态环境局丰县分局", "county", (), "fengxian")),
        ("江苏省徐州市公安局铜山分局", ("江苏省徐州市公安局铜山分局", "county", (), "tongshan")),
        (
            "徐州市公安局云龙分局　李明 13900000000",
            ("徐州市公安局云龙分局", "county", ("李明",), "yunlong"),
        ),
        ("徐州市公安局水上分局", ("徐州市公安局水上分局", "", (), None)),  # of no county
    ],
)
def test_a_branch_is_its_countys(line: str, read: tuple[str, str, tuple[str, ...], str | None]) -> None:
    unit = parse_unit(line, PLACES, 2015)
    assert unit is not None
    assert (unit.text, unit.depth, unit.persons, unit.mention and unit.mention.county) == read


@pytest.mark.parametrize(
    "line",
    ["南京市公安局鼓楼分局", "哈尔滨市公安局铜山分局", "徐州市公安局云龙分局破获一起案件的经过"],
)
def test_a_branch_elsewhere_and_a_sentence_are_none(line: str) -> None:
    assert parse_unit(line, PLACES, 2015) is None
