"""A finished file with a name anywhere in it does not leave the office."""

from __future__ import annotations

import pytest
from docx import Document

from tests.files.hidden_names import COMMUNITY, COUNTY, FILES, OWN, PERSON, PHONE, TOWN
from tests.unit.tracker.review.test_secrecy import NAMES
from tracker.errors import OrderError
from tracker.review.copies.hide import hide_names, hide_upright, torn_names
from tracker.review.copies.search import checked, names_in_file

ALL = {
    "headers": (COUNTY, TOWN, PERSON, PHONE),
    "text_box": (TOWN, COMMUNITY, PERSON),
    "comments": (COMMUNITY, PERSON),
    "notes": (TOWN, COMMUNITY, PERSON),
    "picture": (TOWN, COMMUNITY, PERSON),
    "fields": (COUNTY, TOWN, COMMUNITY, PERSON),
    "embedded_sheet": (TOWN, COMMUNITY, PERSON),
    "properties": (COUNTY, TOWN, COMMUNITY, PERSON, PHONE),
    "tracked": (TOWN, COMMUNITY, PERSON),
    "unseen": (COUNTY, PERSON, PHONE),
    "broken_up": (TOWN, COMMUNITY, PERSON),
    "controls": (COUNTY, TOWN, COMMUNITY, PERSON),
    "chart": (TOWN, COMMUNITY, PERSON),
    "signs": (COUNTY, TOWN, COMMUNITY, PERSON),
    "other_text": (),  # HTML is no part that we write
    "former": (),
    "numbering": (TOWN,),
    "tables": (COMMUNITY, PERSON, PHONE),
}


@pytest.mark.parametrize("name", FILES)
def test_names_are_found_wherever_they_are(name: str) -> None:
    content = FILES[name](Document())

    assert names_in_file(content, OWN) == tuple(sorted(ALL[name]))


def test_a_file_with_a_name_is_refused() -> None:
    content = FILES["chart"](Document())

    with pytest.raises(OrderError) as raised:
        checked(content, (PERSON, TOWN))
    assert str(raised.value) == f"未能执行：文中仍有名称：{TOWN}、{PERSON}，没有生成"
    assert checked(content, (PERSON, TOWN), f"{TOWN}的评分表", PERSON) == content


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("张 三同志说", "××同志说"),
        ("张\u200b三、张\u00ad三", "××、××"),
        ("宋·楼·镇和宋\u3000楼镇", "××镇和××镇"),
        ("一张三条腿的桌子", "一××条腿的桌子"),  # a name of the ledger goes wherever it stands
        ("上半年丰收，县里来人", "上半年丰收，县里来人"),
        ("电话 0516 8000 1234，共 1200 户", "电话 ××，共 1200 户"),
        ("身份证320301 1960 0101 1234", "身份证××"),
    ],
)
def test_names_with_something_between_their_characters(text: str, hidden: str) -> None:
    assert hide_names(text, NAMES).text == hidden


def test_names_from_top_to_bottom() -> None:
    assert hide_upright(["张", "三", "", "刘 楼", "村", "他说得对", "丰", "收"], NAMES) == [
        "××", "××", "", "××", "××", "他说得对", "丰", "收",
    ]  # fmt: skip
    assert torn_names(["他来自宋楼", "镇上的人都知道", "这里丰", "县里好"], NAMES) == ("宋楼镇",)
