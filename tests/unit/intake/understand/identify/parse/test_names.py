"""A name is a name, with its title taken off; ordinary words, offices and surnames alone are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.understand.identify.parse.names import (
    SURNAMES,
    is_familiar,
    join_spaced,
    person_as_shown,
    person_at_head,
    person_of,
    persons_in,
)


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("王建设", "王建设"), ("周 庆 和", "周庆和"), ("欧阳晓燕", "欧阳晓燕"), ("李阳", "李阳"), ("王海", "王海"), ("阿依·古丽", "阿依·古丽"),
        ("平武文旅", ""), ("沛县民政", ""), ("徐工集团", ""), ("顺达物业", ""), ("江南水乡", ""), ("云淡风轻", ""), ("石头", ""), ("白云", ""),
        ("张老师", ""), ("向阳花", ""), ("时光荏苒", ""), ("方圆图文", ""), ("成功", ""), ("马文联", ""), ("高山流水", ""), ("许文书店", ""),
    ],
)  # fmt: skip
def test_as_whom_a_mailbox_shows_itself(shown: str, name: str) -> None:
    assert person_as_shown(shown) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张三", "张三"),
        ("王 强", "王强"),
        ("王　强", "王强"),
        ("周 庆 和", "周庆和"),
        ("（张三）", "张三"),
        ("：张三；", "张三"),
        ("张三同志", "张三"),
        ("张三主任", "张三"),
        ("张三副主任", "张三"),
        ("张三丰镇长", "张三丰"),
        ("张三民政助理", "张三"),
        ("欧阳锋", "欧阳锋"),
        ("欧阳建国", "欧阳建国"),
        ("诸葛", ""),
        ("买买提·艾力", "买买提·艾力"),
        ("买买提•艾力", "买买提·艾力"),
        ("阿卜杜拉．买买提", "阿卜杜拉·买买提"),
        ("张王淑芬", "张王淑芬"),
        ("张建国强", ""),  # four characters without a second surname
        ("欧阳建国强", ""),
        ("小王", ""),
        ("老李", ""),
        ("张", ""),
        ("", ""),
        ("  ", ""),
        ("Zhang San", ""),
        ("张三13800001102", ""),
        ("方案", ""),
        ("成效", ""),
        ("张村", ""),
        ("周边社区", ""),
        ("全体党员", ""),
        ("王局", ""),
        ("李家街道", ""),
        ("时间", ""),
    ],
)
def test_who_is_named(written: str, name: str) -> None:
    assert person_of(written) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("小李", "小李"),
        ("老卜", "老卜"),
        ("小李子", "小李子"),
        ("严科长", ""),  # only a surname
        ("王主任", ""),
        ("诸葛", "诸葛"),
        ("㴱三", ""),  # beyond the characters a name is written with here
        ("祧三", "祧三"),  # no surname that is known, but a label says what it is
        ("祧三四五", ""),
        ("同上", ""),
        ("见附件", ""),
        ("暂无", ""),
        ("办公室", ""),
        ("民政办", ""),
    ],
)
def test_behind_a_label(written: str, name: str) -> None:
    assert person_of(written, labelled=True) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张三、李四", ["张三", "李四"]),
        ("张三，李四；王五", ["张三", "李四", "王五"]),
        ("张三/李四", ["张三", "李四"]),
        ("张 三、李 四", ["张三", "李四"]),
        ("张三（李四）", ["张三", "李四"]),
        ("张三 李四 张三", ["张三", "李四"]),
        ("张三：13800001102", ["张三"]),
        ("民政局 张三", ["张三"]),
        ("成效、方案", []),
        ("", []),
    ],
)
def test_a_list_of_names(text: str, names: list[str]) -> None:
    assert persons_in(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("魏丰收等", "魏丰收"),
        ("魏丰等", "魏丰等"),
        ("和老人", ""),
        ("周庆和一家", "周庆和"),
        ("成效明显", ""),
        ("张", ""),
        ("", ""),
    ],
)
def test_a_name_at_the_head_of_a_run(text: str, name: str) -> None:
    assert person_at_head(text) == name


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("小茅", True),
        ("老卜", True),
        ("小李子", True),
        ("张小茅", False),
        ("小", False),
        ("", False),
        ("老李头家", False),
    ],
)
def test_a_familiar_name_is_enough_to_ask_for(name: str, is_one: bool) -> None:
    assert is_familiar(name) is is_one


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("王 强", "王强"),
        ("周 庆 和", "周庆和"),
        ("欧 阳 建 国", "欧阳建国"),
        ("一 核 五 元 三", "一 核 五 元 三"),  # longer than a name
        ("王 强国", "王 强国"),
        ("王强", "王强"),
        ("", ""),
    ],
)
def test_blanks_inside_a_name(text: str, joined: str) -> None:
    assert join_spaced(text) == joined


_GIVEN = st.text(alphabet="建国红梅丽军伟芳敏静", min_size=1, max_size=2)
_KNOWN = st.sampled_from(sorted(SURNAMES - set("小老")))


@given(_KNOWN, _GIVEN, st.sampled_from(("", "同志", "主任", "副局长", "民政助理", "女士")))
def test_any_surname_with_a_common_given_name(surname: str, given_name: str, title: str) -> None:
    name = surname + given_name
    found = person_of(name + title)
    assert found in {name, ""}
    assert person_of(found) == found
    assert person_of(f"（{name}{title}）") == found


@given(
    st.lists(
        st.builds(str.__add__, st.sampled_from("张李刘陈杨"), _GIVEN), min_size=1, max_size=5, unique=True
    )
)
def test_names_joined_by_a_mark_come_apart_again(names: list[str]) -> None:
    assert persons_in("、".join(names)) == names
