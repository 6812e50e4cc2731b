"""Sheets of paper, coarse pictures, personal data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.volume import make_case, sample_volume
from tracker.publications.volume.content.model import Footnote, Grid, GridCell, Image, Line, Part
from tracker.publications.volume.persons import is_identity, personal_data
from tracker.publications.volume.sums import (
    Sheets,
    coarse_pictures,
    count_sheets,
    is_rare,
    multiple_of,
    wide_tables,
)
from tracker.publications.volume.word.table import MOST_COLUMNS


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
        Image("转.jpg", "c.jpg", "", (1000, 2000), 50, 100, caption="转"),
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
        ("网址https://a.cn/s?sn=0123456789abcdef&t=13812345678。", []),
        ("见http://a.cn/x，电话13812345678", ["有手机号码 138****78"]),
        ("QQ：123456789，微信号：zs_20150701", ["有QQ、微信号 QQ:****89", "有QQ、微信号 微信号****01"]),
        ("拨打0516-80001234。", ["有电话号码 051****34"]),
        ("手机１３９１２３４０００６", ["有手机号码 139****06"]),
        ("手机139.1111.3333", ["有手机号码 139****33"]),
        ("联系电话：０５１６－８３３８８１５１", ["有电话号码 051****51"]),
        ("手机+8613912340006", ["有手机号码 861****06"]),
        ("0086 139 1234 0006", ["有手机号码 008****06"]),
        ("手机139—1234—0006", ["有手机号码 139****06"]),
        ("手机139‑1234‑0006", ["有手机号码 139****06"]),
        ("电话0516-8388 0007", ["有电话号码 051****07"]),
        ("电话（0516）8388-0007", ["有电话号码 (05****07"]),
        ("电话0516-838 0007", ["有电话号码 051****07"]),
        ("合同编号861391234000612", []),
        ("0516-8388", []),
        ("传真83880007", ["有电话号码 838****07"]),
        ("服务热线：83880007", ["有电话号码 838****07"]),
        ("服务居民83880007人次", []),
        ("身份证号11010519491231002X", ["有身份证号 110****2X"]),
        ("编号110105194912310021", []),  # the check sign is wrong: some other number
        ("（身份证号420527195903121234）", ["有身份证号 420****34"]),  # called so, with a wrong check sign
        ("身份证号码：４２０５２７１９５９０３１２１２３４", ["有身份证号 420****34"]),
        ("证件号码为 420527 19590312 123x", ["有身份证号 420****3x"]),
        ("身份证420527590312123", ["有身份证号 420****23"]),  # of fifteen digits
        ("身份证号42052719590312", []),
        ("身份证号4205271959031212345", []),
        ("户号320311700101123，共一户", ["疑有15位身份证号 320****23"]),
        ("档案320311701301123", []),  # the month is 13
        ("物流单号882311700101123", []),  # no province
        ("卡号6222 0212 3456 7890 128", ["疑有银行卡号 622****28"]),
        ("卡号6222021234567890123", []),  # the check digit is wrong
        ("手机138OO13800O", ["疑有手机号码 138****00"]),
        ("手机138a1234b5678", ["疑有手机号码 138****78"]),
        ("手机1-3-8-1-2-3-4-5-6-7-8", ["疑有手机号码 138****78"]),
        ("电话一三九〇零一二三四五六", ["疑有手机号码 139****56"]),
        ("网址 http://a.cn/SolBIZ13456789ab", []),
        ("比分13 15 16 18 20 3", []),
        ("邮箱 a.b@example.cn", ["有邮箱 a.b****cn"]),
        ("手机13911113333，又13922223333", ["有手机号码 139****33（2个，遮去部分不同）"]),
        ("手机13911113333，又139.1111.3333", ["有手机号码 139****33"]),
        ("留守儿童王小明由爷爷照看", ["疑有未成年人姓名“王小明”，请隐去"]),
        ("张悦（9岁）", ["疑有未成年人姓名“张悦”，请隐去"]),
        ("小学生谭雨桐（化名）", []),
        ("谭雨桐（化名）上五年级。谭雨桐今年11岁", []),
        ("化名谭雨桐，11岁", []),
        ("谭雨桐（女，化名）家在山上，谭雨桐（11岁）", []),
        ("学生张悦、李红（均为化名）", []),
        ("孙女张悦（9岁）。文中姓名均为化名", []),
        ("张悦（9岁）和谭雨桐（化名）", ["疑有未成年人姓名“张悦”，请隐去"]),
        ("三年级学生小明放学后来书房", ["疑有未成年人姓名“小明”，请隐去"]),
        ("五年级（2）班的张悦每周来", ["疑有未成年人姓名“张悦”，请隐去"]),
        ("12岁的王某由奶奶照看", ["疑有未成年人姓名“王某”，请隐去"]),
        ("十二岁的李小红", ["疑有未成年人姓名“李小红”，请隐去"]),
        ("年仅9岁的女孩谭雨桐", ["疑有未成年人姓名“谭雨桐”，请隐去"]),
        ("幼儿园小朋友朵朵", ["疑有未成年人姓名“朵朵”，请隐去"]),
        ("幼儿园大班的乐乐", ["疑有未成年人姓名“乐乐”，请隐去"]),
        ("张悦就读于实验小学三年级", ["疑有未成年人姓名“张悦”，请隐去"]),
        ("李强强今年上初二", ["疑有未成年人姓名“李强强”，请隐去"]),
        ("女童赵某某", ["疑有未成年人姓名“赵某某”，请隐去"]),
        ("初三学生王浩在家自习", ["疑有未成年人姓名“王浩”，请隐去"]),
        ("小学生周明说", ["疑有未成年人姓名“周明”，请隐去"]),
        ("85岁的王大爷", []),
        ("三十六岁的王某返乡", []),
        ("大学生王小明返乡", []),
        ("三年级的王老师", []),
        ("幼儿园张园长牵头", []),
        ("学生小组和儿童小院", []),
        ("孩子天天来，学生人人会", []),
        ("12岁以下儿童免费", []),
        ("三年级学生120人", []),
        ("10岁的老柳树", []),
        ("12岁的小明（化名）", []),
        ("小学党支部书记李强上任", []),
        ("九年级学生家长", []),
        ("辖区六十岁以上老人占三成，儿童游乐摊和儿童康复站", []),
        ("小学周边环境和初中毕业生", []),
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


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["姓名", "年龄"], ["王小明", "9"], ["赵大海", "72"], ["李 红", "11岁"]], ["王小明", "李红"]),
        (
            [["序号", "学生姓名", "班级"], ["1", "欧阳雪", "三年级（2）班"], ["2", "周倩", "初二"]],
            ["欧阳雪", "周倩"],
        ),
        ([["姓名", "出生年月"], ["王小明", "2008.5"], ["赵大海", "1950年3月"]], ["王小明"]),
        ([["受助儿童", "就读学校"], ["王小明（化名）", "实验小学"]], []),
        ([["姓名", "职务"], ["王小明", "9"]], []),
        ([["名称", "年级"], ["阅读角", "三年级"]], []),
    ],
)
def test_minors_in_a_table_are_found_by_the_column_beside_them(
    tmp_path: Path, rows: list[list[str]], found: list[str]
) -> None:
    volume = sample_volume(tmp_path, each=1)
    grid = Grid(tuple(tuple(GridCell((text,)) for text in row) for row in rows))
    one = replace(volume, parts=(Part(1, "一", (make_case(1, "题", "丰县", (grid,)),)),))

    assert list(personal_data(one)) == [
        f"XZ-001 疑有未成年人姓名“{name}”（在表格中），请隐去" for name in found
    ]


def test_the_example_of_the_standard_is_an_identity_number() -> None:
    assert is_identity("11010519491231002X")
    assert not is_identity("110105194912310020")


@given(st.integers(0, 2000), st.sampled_from([4, 8, 16]), st.integers(1, 128))
def test_every_volume_is_filled_up_to_whole_folds_and_no_further(
    pages: int, multiple: int, folio: int
) -> None:
    sums = count_sheets(pages, multiple, folio)

    assert sums.pages == pages + sums.filler
    assert (sums.pages % multiple, 0 <= sums.filler < multiple) == (0, True)
    assert sums.sheets * folio == pytest.approx(sums.pages)


@pytest.mark.parametrize(
    ("sheets", "shown"), [(6.75, "6.75"), (7.0, "7"), (0.125, "0.125"), (0.0, "0"), (112 / 18, "6.22222")]
)
def test_sheets_as_people_write_them(sheets: float, shown: str) -> None:
    assert Sheets(0, 0, sheets).shown == shown


@pytest.mark.parametrize(
    ("binding", "fold", "multiple"), [("骑马订", 16, 4), ("骑马订", 8, 4), ("胶订", 16, 16), ("胶订", 4, 4)]
)
def test_a_stitched_volume_takes_no_less_and_no_more_than_a_folded_sheet(
    tmp_path: Path, binding: str, fold: int, multiple: int
) -> None:
    volume = sample_volume(tmp_path, each=1)
    layout = replace(volume.layout, binding=binding, sheet_pages=fold)

    assert multiple_of(replace(volume, layout=layout)) == multiple


@pytest.mark.parametrize(
    ("sign", "rare"),
    [("a", False), ("é", False), ("社", False), ("，", False), ("①", False), ("　", False), ("\u200b", False),
     ("\u0301", False), ("垞", True), ("𠮷", True), ("😀", True), ("א", True), ("Я", False), ("㎡", True), ("\ue000", True)],
)  # fmt: skip
def test_which_signs_are_looked_up_in_the_fonts(sign: str, rare: bool) -> None:
    assert is_rare(sign) is rare


def test_a_table_too_wide_for_a_page_is_named_once_for_each(tmp_path: Path) -> None:
    volume = sample_volume(tmp_path, each=1)
    wide, fits = (Grid(((GridCell(("一",)),) * count,)) for count in (MOST_COLUMNS + 1, MOST_COLUMNS))
    spanning = Grid(((GridCell(("一",), columns=MOST_COLUMNS + 2),),))
    blocks = (wide, fits, Line("paragraph", "字"), spanning)
    volume = replace(volume, parts=(Part(1, "一", (make_case(1, "题", "丰县", blocks),)),))

    assert list(wide_tables(volume)) == [
        f"XZ-001 有一张{MOST_COLUMNS + 1}栏的表格，超出版面，按行排印，请改排",
        f"XZ-001 有一张{MOST_COLUMNS}栏的表格，横排成页，请核对",
        f"XZ-001 有一张{MOST_COLUMNS + 2}栏的表格，超出版面，按行排印，请改排",
    ]


def test_everything_of_a_picture_is_judged_when_it_is_beyond_all_use(tmp_path: Path) -> None:
    volume = sample_volume(tmp_path, each=1)
    long = Image("长.jpg", "a.jpg", "", (30_000, 10), 120, 1)
    volume = replace(volume, parts=(Part(1, "一", (make_case(1, "题", "丰县", (long,)),)),))

    assert next(coarse_pictures(volume)) == "XZ-001 图片“长.jpg”30000×10像素，过大，请缩小后重报"


@given(st.from_regex(r"[1-9][0-9]{16}", fullmatch=True))
def test_of_eleven_last_signs_one_makes_an_identity_number(body: str) -> None:
    assert sum(is_identity(body + last) for last in "0123456789X") == 1


@given(st.from_regex(r"[1-9][0-9]{16}", fullmatch=True), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(body: str, place: int, more: int) -> None:
    whole = next(body + last for last in "0123456789X" if is_identity(body + last))
    wrong = f"{whole[:place]}{(int(whole[place]) + more) % 10}{whole[place + 1 :]}"

    assert not is_identity(wrong)
