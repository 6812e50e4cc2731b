"""Whom to ask, as notices write it: name and telephone from a line or two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.notice.outline import read_lines
from intake.campaign.notice.people import contact_of
from intake.campaign.notice.values import Said


def asked(text: str) -> tuple[str | None, str | None]:
    contact, phone = contact_of(read_lines(text))
    return contact and contact.value, phone and phone.value


@pytest.mark.parametrize(
    ("text", "contact", "phone"),
    [
        ("联系人：张三，联系电话：0516-83081234", "张三", "0516-83081234"),
        ("联 系 人：张三　电话：83081234", "张三", "83081234"),
        ("联系人：张 三  0516—83081234", "张三", "0516—83081234"),
        ("联系人：张三；电话：（0516）83081234", "张三", "0516-83081234"),
        ("联系人：张三，13812345678", "张三", "13812345678"),
        ("联系人：张三、李四，83081234", "张三 李四", "83081234"),
        ("联系人：基层政权科张三，83081234", "张三", "83081234"),
        ("联系人：欧阳明月，83081234", "欧阳明月", "83081234"),
        ("联系人：张三，3081234、13857012345", "张三", "3081234、13857012345"),
        ("联系人：张三83081234，李四83081235", "张三", "83081234"),
        ("联系人\n张三 83081234", "张三", "83081234"),
        ("联系人：张三\n联系电话：83081234", "张三", "83081234"),
        ("咨询电话：83081234（张三）", "张三", "83081234"),
        ("业务联系人：张三\n传真见附件\n电话：83081234", "张三", "83081234"),
        ("如有疑问，请与张三联系，电话83081234。", "张三", "83081234"),
        ("请注明联系人及手机号码。", None, None),
        ("文尾留下联系人的姓名和电话。", None, None),
        ("如有疑问，请与我们联系。", None, None),
        ("联系人：", None, None),
        ("联系人：张三", "张三", None),
        ("", None, None),
    ],
)
def test_the_contact_and_his_telephone(text: str, contact: str | None, phone: str | None) -> None:
    assert asked(text) == (contact, phone)


@pytest.mark.parametrize(
    "text",
    [
        "联系人：张三，邮箱：83081234@qq.com",  # part of an address
        "联系人：张三（201583081234）",  # part of a longer number
        "联系人：张三，1.83081234",
        "联系人：张三，12345678901",  # no mobile begins so
    ],
)
def test_a_number_inside_something_else_is_no_telephone(text: str) -> None:
    assert asked(text) == ("张三", None)


def test_of_several_people_the_first_is_quoted_with_his_line() -> None:
    lines = read_lines("联系人：张三，83081234\n联系人：李四，83081235")
    assert contact_of(lines) == (
        Said("张三", "联系人：张三，83081234"),
        Said("83081234", "联系人：张三，83081234"),
    )


@given(st.text(alphabet="联系人：张三李四电话手机科、，（）()-—0138 83081234@.\n疑问请与", max_size=60))
def test_any_line_is_read_and_a_name_is_short(text: str) -> None:
    contact, phone = contact_of(read_lines(text))
    assert contact is None or all(2 <= len(name) <= 4 for name in contact.value.split())
    assert phone is None or any(sign.isdigit() for sign in phone.value)
