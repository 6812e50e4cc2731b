"""How offices call a place."""

import pytest

from intake.campaign.places.names import official_names


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("科尔沁左翼后旗", ("科尔沁左翼后旗", "科左后旗")),
        ("察哈尔右翼前旗", ("察哈尔右翼前旗", "察右前旗")),
        ("黔东南苗族侗族自治州", ("黔东南苗族侗族自治州", "黔东南州")),
        ("奈曼旗", ("奈曼旗",)),
    ],
)
def test_a_place_is_called_as_its_offices_call_it(name: str, called: tuple[str, ...]) -> None:
    assert official_names(name) == called
