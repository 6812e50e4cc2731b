"""Sheets of paper, coarse pictures, personal data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.volume import make_case, sample_volume
from tracker.publications.volume.content.model import Footnote, Grid, GridCell, Image, Line, Part
from tracker.publications.volume.persons import is_identity, personal_data
from tracker.publications.volume.sums import Sheets, coarse_pictures, count_sheets


@pytest.mark.parametrize(
    ("pages", "multiple", "folio", "sums"),
    [
        (108, 4, 16, Sheets(108, 0, 6.75)),
        (108, 8, 16, Sheets(112, 4, 7)),
        (109, 16, 16, Sheets(112, 3, 7)),
        (1, 4, 32, Sheets(4, 3, 0.125)),
        (0, 8, 16, Sheets(0, 0, 0)),
    ],
)
def test_sheets(pages: int, multiple: int, folio: int, sums: Sheets) -> None:
    assert count_sheets(pages, multiple, folio) == sums


def test_pictures_are_judged_where_they_stand(tmp_path: Path) -> None:
    volume = sample_volume(tmp_path, each=1)
    images = (
        Image("大.jpg", "a.jpg", "", (3000, 2000), 120, 80, caption="大"),
        Image("小.jpg", "b.jpg", "", (600, 400), 120, 80, caption="小"),
        Image("转.jpg", "c.jpg", "", (2000, 1000), 100, 50, turn=90, caption="转"),
        Image("坏.jpg"),
    )
    volume = replace(volume, parts=(Part(1, "一", (make_case(1, "题", "丰县", images),)),))

    assert list(coarse_pictures(volume)) == [
        "XZ-001 图片“小”600×400像素，排120毫米宽，只有127像素/英寸（宜不低于300），请要原图"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("联系人：王平，13812345678", ["有手机号码 138****78"]),
        ("拨打0516-80001234。", ["有电话号码 051****34"]),
        ("手机１３９１２３４０００６", ["有手机号码 139****06"]),
        ("手机139.1111.3333", ["有手机号码 139****33"]),
        ("联系电话：０５１６－８３３８８１５１", ["有电话号码 051****51"]),
        ("传真83880007", ["有电话号码 838****07"]),
        ("服务热线：83880007", ["有电话号码 838****07"]),
        ("服务居民83880007人次", []),
        ("身份证号11010519491231002X", ["有身份证号 110****2X"]),
        ("身份证号110105194912310021", []),  # the check sign is wrong: some other number
        ("邮箱 a.b@example.cn", ["有邮箱 a.b****cn"]),
        ("留守儿童王小明由爷爷照看", ["疑有未成年人姓名“王小明”，请隐去"]),
        ("张悦（9岁）", ["疑有未成年人姓名“张悦”，请隐去"]),
        ("赵大爷，72岁", []),
        ("留守儿童关爱服务站服务学生300人", []),
        ("12345热线办理2015年8月10日", []),
    ],
)
def test_personal_data_is_found_and_masked(tmp_path: Path, text: str, found: list[str]) -> None:
    volume = sample_volume(tmp_path, each=1)
    for block in (Line("paragraph", text), Footnote("1", text), Grid(((GridCell((text,)),),))):
        one = replace(volume, parts=(Part(1, "一", (make_case(1, "题", "丰县", (block,)),)),))
        assert list(personal_data(one)) == [f"XZ-001 {remark}" for remark in found]


def test_the_example_of_the_standard_is_an_identity_number() -> None:
    assert is_identity("11010519491231002X")
    assert not is_identity("110105194912310020")
