"""Whom a contact works for, in brackets behind his name, is no village."""

from __future__ import annotations

import pytest

from intake.campaign.places.data import County, PlacesFile
from intake.campaign.places.gazetteer import build
from intake.understand.identify.facts.sightings import without_employer

PLACES = build(
    PlacesFile(
        province="江北省", city="临江市", county=(County(key="fenghe", name="丰河县", towns=("王集",)),)
    )
)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("联系人：田永翠（青山村供水公司），电话：0717-5320096", []),
        ("联系人：田永翠(青山村农机合作社 )", []),
        ("联系人：田永翠（王集镇青山社区卫生服务站）", ["王集镇"]),
        ("联系人：田永翠（青山村村委会）", ["青山村"]),
        ("联系人：田永翠（青山村）", ["青山村"]),
        ("单位：青山村供水公司", ["青山村"]),
        ("（王平）青山村供水公司（盖章）", ["青山村"]),
        ("联系人：田永翠（县农村供水公司）", []),
    ],
)
def test_an_employer_in_brackets(line: str, named: list[str]) -> None:
    found = [without_employer(line, mention) for mention in PLACES.mentions(line)]

    assert [place.community or place.town for place in found if place is not None] == named
