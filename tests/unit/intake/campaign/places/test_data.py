"""A places file that is wrong is refused with the name that is wrong; a list of villages by its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.campaign.places.data import PlacesFile, Village, read_villages
from intake.config.toml import load_toml
from intake.model.errors import ConfigError

HEAD = 'province = "江北省"\ncity = "临江市"\n'
COUNTY = '[[county]]\nkey = "fenghe"\nname = "丰河县"\n'


def refused(tmp_path: Path, text: str) -> str:
    path = tmp_path / "places.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_toml(path, PlacesFile)
    return caught.value.detail


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('streets = ["中阳街道"]', "不带“街道”“镇”的名称，而不是“中阳街道”"),
        ('towns = ["王集镇"]', "不带“街道”“镇”的名称，而不是“王集镇”"),
        ('towns = ["王集街道"]', "不带“街道”“镇”的名称，而不是“王集街道”"),
        ("since = 2016\nuntil = 2015", "“丰河县”的 since 不晚于 until（2016 > 2015）"),
        ('[[county.change]]\nname = "李庄镇"', "“李庄镇”的设立年份 since 或撤销年份 until"),
        ('[[county.change]]\nname = "李庄"\nsince = 2011', "以街道、镇、乡或苏木结尾的名称，而不是“李庄”"),
        ('[[county.change]]\nname = "李庄镇"\nsince = 12\n', "since"),
        ('parent = "nowhere"', "丰河县的 parent 为已有的县区 key，而不是“nowhere”"),
        (COUNTY.replace("丰河", "东城"), "不重复的县区 key（重复：fenghe）"),
        (COUNTY.replace("fenghe", "other"), "不重复的县区名称和别名（重复：丰河县）"),
        ('[misspelt]\n"奉河" = "外河"', "“奉河”的正确写法为已有的县区名称，而不是“外河”"),
        ('[slips]\n"阳光" = "杨"', "slips 左边为一个字、右边不含该字，而不是“阳光 = 杨”"),
        ('[slips]\n"阳" = "杨阳"', "slips 左边为一个字、右边不含该字，而不是“阳 = 杨阳”"),
        ('towns = ["Wangji"]', "towns"),
        ('town = ["王集"]', "town"),
        ('code = "32"', "code"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, more: str, said: str) -> None:
    assert said in refused(tmp_path, f"{HEAD}{COUNTY}{more}\n")


def test_a_file_without_counties_is_none(tmp_path: Path) -> None:
    assert "county" in refused(tmp_path, HEAD)


@pytest.mark.parametrize(
    "more",
    [
        'towns = ["景德镇镇", "水口乡"]',  # there 镇 belongs to the name
        "since = 2015\nuntil = 2015",
        'streets = ["新镇"]',
        'towns = ["㐂庄", "杨庙回族乡"]',
    ],
)
def test_names_that_only_look_wrong_are_taken(tmp_path: Path, more: str) -> None:
    path = tmp_path / "places.toml"
    path.write_text(f"{HEAD}{COUNTY}{more}\n", encoding="utf-8")
    assert load_toml(path, PlacesFile).county[0].name == "丰河县"


ROWS = "丰河县,王集镇,柳桥村\n东城区, 子房街道 ,东风社区,2011,\n\nfenghe,大屯镇,石桥村,2000,2010\n"
READ = (
    Village("丰河县", "王集镇", "柳桥村"),
    Village("东城区", "子房街道", "东风社区", since=2011),
    Village("fenghe", "大屯镇", "石桥村", since=2000, until=2010),
)


@pytest.mark.parametrize(
    "head", ["", "县区,镇街道,村社区,起年,止年\n", "县（市）区,镇,村\n", "County,Town,Village\n"]
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_of_villages_in_any_charset_with_a_heading_or_without(
    tmp_path: Path, head: str, charset: str
) -> None:
    path = tmp_path / "villages.csv"
    path.write_bytes((head + ROWS).replace("\n", "\r\n").encode(charset))
    assert read_villages(path) == READ


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("丰河县,王集镇\n", "第1行应为“县区,镇街道,村社区[,起年,止年]”，实为“丰河县,王集镇”"),
        ("丰河县,,柳桥村\n", "第1行应为“县区,镇街道,村社区[,起年,止年]”，实为“丰河县,,柳桥村”"),
        ("a,b,c\n丰河县,王集镇,柳桥村,1,2,3\n", "第2行应为"),
        ("丰河县,王集镇,柳桥村,去年\n", "第1行的年份是“去年”，应为四位年份"),
        ("丰河县,王集镇,柳桥村,1948\n", "第1行的年份是“1948”，应为四位年份"),
        ("丰河县,王集镇,柳桥村,²⁰¹⁵\n", "第1行的年份是“²⁰¹⁵”，应为四位年份"),
        ("丰河县,王集镇,柳桥村,2015,2014\n", "第1行的起年2015晚于止年2014"),
    ],
)
def test_a_wrong_row_is_named_by_its_number(tmp_path: Path, rows: str, said: str) -> None:
    path = tmp_path / "villages.csv"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_villages(path)
    assert said in caught.value.detail


def test_a_list_that_is_no_text_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "villages.csv"
    with pytest.raises(ConfigError, match="找不到文件"):
        read_villages(path)
    path.write_bytes(b"\xff\xff\xff\x00")
    with pytest.raises(ConfigError, match="不是 UTF-8 编码的 CSV 文件"):
        read_villages(path)
