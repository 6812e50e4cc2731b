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


@pytest.mark.slow
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
        ("张(zhāng)三同志、张-三同志", "××同志、××同志"),
        ("见 http://www.fengxian.gov.cn/a/b.html，或 songlou.org", "见 ××，或 ××"),
        ("微信号：songlou_zs，QQ：12345678，抖音号 songlou88", "微信××，QQ××，抖音××"),
        ("电话八〇〇〇一二三四，一百二十户", "电话××，一百二十户"),
        ("（0516）80001234转8001", "××"),
        ("卡号6222021106001234567，邮编221700，车牌苏C·12345", "卡号××，邮编××，车牌××"),
        ("落实丰民发〔2015〕3号和国发〔2014〕5号", "落实××〔2015〕3号和国发〔2014〕5号"),
        ("北纬 34.69N", "北纬 ××"),
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


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("守正同志带头，守正道的人", ("守正", "守正同志")),
        ("赵书记、小赵", ("小赵", "赵书记")),
        ("Zhao Shouzheng of Songlou Town", ("Zhao Shouzheng", "Songlou Town")),
        ("拼音是zhào shǒu zhèng的那位", ("zhào shǒu zhèng",)),
        ("下载 APP 和 WiFi 密码", ()),
    ],
)
def test_what_may_be_a_name_is_shown_to_a_person(text: str, doubts: tuple[str, ...]) -> None:
    found = hide_names(text, (PERSON, TOWN))

    assert (found.text, found.doubts) == (text, doubts)
