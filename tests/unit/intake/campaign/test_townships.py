"""A 乡 is a kind of town everywhere: in the places file, bare beside its county, under an older kind."""

import pytest

from intake.campaign.places.data import County, PlacesFile
from intake.campaign.places.gazetteer import build

PLACES = build(
    PlacesFile(
        province="浙江省",
        city="湖州市",
        county=(County(key="changxing", name="长兴县", towns=("和平", "水口乡")),),
    )
)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("长兴县水口乡人民政府", "水口乡"),
        ("长兴县水口", "水口乡"),
        ("长兴县水口镇人民政府", "水口乡"),
        ("长兴县和平乡人民政府", "和平镇"),
    ],
)
def test_a_township(text: str, town: str) -> None:
    (mention,) = PLACES.mentions(text, 2015, loose=True)
    assert (mention.kind, mention.county, mention.town) == ("town", "changxing", town)
