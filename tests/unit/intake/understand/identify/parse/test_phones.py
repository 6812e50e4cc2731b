"""A telephone number is one number, however it is written, and nothing else is one."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.understand.identify.parse.phones import Phone, phones_in

MOBILE = "13800001102"
LANDLINE = "0516-80001101"
WIDE = str.maketrans("0123456789-()+ ", "０１２３４５６７８９－（）＋\u3000")


def values(text: str, *, labelled: bool = False) -> list[str]:
    return [phone.value for phone in phones_in(text, labelled=labelled)]


@pytest.mark.parametrize(
    "written",
    [
        "13800001102",
        "138 0000 1102",
        "138-0000-1102",
        "１３８００００１１０２",
        "138—0000—1102",
        "+86 13800001102",
        "+86-138-0000-1102",
        "＋８６　１３８００００１１０２",
        "8613800001102",
        "86 138 0000 1102",
        "008613800001102",
        "0086-138-0000-1102",
        "(+86)13800001102",
    ],
)
def test_a_mobile_number_in_every_dress(written: str) -> None:
    assert values(written) == [MOBILE]
    assert values(f"联系人：张三，电话：{written}。") == [MOBILE]


@pytest.mark.parametrize(
    "written",
    [
        "0516-80001101",
        "051680001101",
        "0516 80001101",
        "0516—80001101",
        "0516－80001101",
        "0516- 8000 1101",
        "(0516)80001101",
        "（0516）80001101",
        "（0516） 8000-1101",
        "０５１６－８０００１１０１",
        "+86 516 80001101",
        "+86-516-8000-1101",
        "0086-516-80001101",
        "86-0516-80001101",
        "+86 (0)516 80001101",
    ],
)
def test_a_landline_in_every_dress(written: str) -> None:
    assert values(written) == [LANDLINE]
    assert values(f"民政局 张三 {written}") == [LANDLINE]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("010-62345678", "010-62345678"),
        ("02162345678", "021-62345678"),
        ("029 8234 5678", "029-82345678"),
        ("0951-6234567", "0951-6234567"),  # seven digits outside the large cities
        ("0951 623 4567", "0951-6234567"),
        ("0516-80001101转802", "0516-80001101转802"),
        ("0516-80001101 转 802", "0516-80001101转802"),
        ("0516-80001101分机：8", "0516-80001101转8"),
        ("0516-80001101-802", "0516-80001101转802"),
        ("（0516）80001101－802", "0516-80001101转802"),
        ("0516-80001101 ext. 802", "0516-80001101转802"),
        ("0516-80001101EXT802", "0516-80001101转802"),
    ],
)
def test_area_codes_and_extensions(written: str, value: str) -> None:
    assert values(written) == [value]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13800001102 13900001103", ["13800001102", "13900001103"]),
        ("13800001102/13900001103", ["13800001102", "13900001103"]),
        ("13800001102、13900001103", ["13800001102", "13900001103"]),
        ("13800001102（0516-80001101）", ["13800001102", "0516-80001101"]),
        ("（0516-80001101）13800001102", ["0516-80001101", "13800001102"]),
        ("0516-80001101 13800001102", ["0516-80001101", "13800001102"]),
        ("0516-80001101，83190011", ["0516-80001101", "83190011"]),
        ("13800001102 2015年", ["13800001102"]),
        ("张三13800001102李四13900001103", ["13800001102", "13900001103"]),
        ("13800001102\n13900001103", ["13800001102", "13900001103"]),
    ],
)
def test_several_numbers_stay_apart(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345热线",
        "2015-07-31",
        "2015.07.31 10:30",
        "传真：0516-80001101",
        "传　真 0516-80001101",
        "QQ：1380000110",
        "QQ号13800001102",
        "微信13800001102",
        "身份证号：320321199001011234",
        "邮编：221000",
        "13800001102@163.com",
        "a13800001102",
        "12800001102",  # no such range
        "138000011021",  # a digit too many, and no label
        "1380000110",
        "0516-10001101",  # no local number begins with 1
        "许可证编号 0516-80001101",
        "投入资金83190011元",
        "覆盖居民83190011人",
        "1.38亿元、5000万元、20多个",
    ],
)
def test_what_is_no_telephone(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("1380000110", Phone(0, 10, "1380000110", odd=True)),
        ("138000011021", Phone(0, 12, "138000011021", odd=True)),
        ("138 0000 110", Phone(0, 12, "1380000110", odd=True)),
        ("0516-8000110", Phone(0, 12, "0516-8000110", odd=True)),  # a city whose numbers have eight
        ("0951-623456", Phone(0, 11, "0951-623456", odd=True)),
        ("53190011", Phone(0, 8, "53190011")),
        ("138OOOO11O2", Phone(0, 11, "13800001102")),  # as recognition reads noughts and ones
        ("l38OOOOll02", Phone(0, 11, "13800001102")),
    ],
)
def test_behind_a_label_a_wrong_number_is_shown_as_odd(text: str, phone: Phone) -> None:
    assert phones_in(text, labelled=True) == [phone]


@pytest.mark.parametrize("text", ["201507", "2015年", "12345", "", "无", "123456789012345"])
def test_behind_a_label_dates_and_long_numbers_are_still_none(text: str) -> None:
    assert phones_in(text, labelled=True) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("83190011", True),
        ("\n83190011\n", True),
        ("董梅 83190011", True),
        ("电话：83190011转2", True),
        ("联系电话是83190011，欢迎来电", True),
        ("董梅 53190011", False),  # no local number of the city begins so
        ("合计83190011平方米", False),
        ("83190011平方米", False),
    ],
)
def test_eight_digits_alone_are_a_number_only_where_one_is_expected(text: str, found: bool) -> None:
    assert bool(values(text)) is found


_LOCAL = st.from_regex(r"[2-9][0-9]{7}", fullmatch=True)
_MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
_AREAS = st.sampled_from(("010", "021", "0516", "0951", "0312"))
_DRESSES = ("{0}-{1}", "({0}){1}", "({0}) {1}", "{0} {1}", "{0}{1}", "{0}--{1}", "{0} - {1}")


@given(_AREAS, _LOCAL, st.sampled_from(_DRESSES), st.booleans(), st.booleans())
def test_any_landline_in_any_dress_is_read(
    area: str, local: str, dress: str, is_wide: bool, is_labelled: bool
) -> None:
    written = dress.format(area, local)
    written = written.translate(WIDE) if is_wide else written
    assert phones_in(f"张三：{written}，", labelled=is_labelled) == [
        Phone(3, 3 + len(written), f"{area}-{local}")
    ]


@given(
    st.lists(_MOBILES, min_size=1, max_size=5),
    st.sampled_from((" ", "、", "/", "，", "；", "\n", "\t", " / ")),
)
def test_any_list_of_mobiles_is_read_whole(numbers: list[str], between: str) -> None:
    assert values(between.join(numbers)) == numbers


@given(st.text(alphabet="0123456789０１- ()（）+转分机Ol张：，年@.\n", max_size=60), st.booleans())
@example("86" * 7, True)
@example("(" * 5 + "0" * 11, False)
def test_numbers_stand_in_order_and_invent_no_digit(text: str, is_labelled: bool) -> None:
    found = phones_in(text, labelled=is_labelled)
    ends = [at for phone in found for at in (phone.start, phone.end)]
    assert ends == sorted(ends)
    for phone in found:
        written = text[phone.start : phone.end].translate(str.maketrans("０１OlI", "01011"))
        digits, kept = re.sub(r"\D", "", written), re.sub(r"\D", "", phone.value)
        assert kept in digits or kept.removeprefix("0") in digits
