"""Names out of a text: those of the ledger and of the places, telephones and accounts; what looks like one is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.office import shipped_places
from tracker.review.copies.hide import (
    VEIL,
    Hidden,
    hide_names,
    hide_upright,
    names_in,
    place_names,
    torn_names,
)

NAMES = frozenset(("丰县", "宋楼镇", "刘楼村", "宋楼镇人民政府", "张三", "民富社区", "徐州市", "欧阳春华"))


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("", ""),
        ("丰县宋楼镇刘楼村的张三", "××县××镇××村的××"),
        ("宋楼镇人民政府来文", "××来文"),  # the longest name that fits, not 宋楼镇 in it
        ("宋楼的事，民富人，徐州好", "××的事，××人，××好"),  # names without their kind
        ("张三丰县", "××县"),  # what is left of two is one veil
        ("歐陽春華", "××"),  # as an old computer writes it
        ("丰\n县", "××县"),
        ("13912345678", "××"),
        ("１３９１２３４５６７８", "××"),
        ("139－1234－5678、139—1234—5678、139.1234.5678", "××、××、××"),
        ("0516-83212345转8001", "××"),
        ("（0516）8321—2345", "××"),
        ("0516－8321－2345", "××"),
        ("座机83881234", "座机××"),
        ("身份证320311198001011234，32031119800101123X", "身份证××，××"),
        ("zhang.san@x.cn与ZHANG＠X.CN", "××与××"),
        ("微信号abc_12345，微信：wxid_1", "微信××，微信××"),
        ("QQ 12345678、qq号：123456、QQ群987654321", "QQ××、qq××、QQ××"),
    ],
)
def test_what_names_somebody_is_veiled(text: str, hidden: str) -> None:
    assert hide_names(text, NAMES) == Hidden(hidden)


@pytest.mark.parametrize(
    "text",
    ["2015年8月10日", "20150810", "热线12345", "办结12345678件", "3.1415926", "满意率98.5%", "QQ 群里说", "××"],
)  # fmt: skip
def test_what_names_nobody_stays(text: str) -> None:
    assert hide_names(text, NAMES) == Hidden(text)


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("会计魏丰收", ("魏丰收",)),
        ("老王，您好", ("老王",)),
        ("我镇共有李家社区和李家社区", ("我镇", "李家社区")),
        ("书记张三、老张说", ("老张",)),  # who is veiled already is no doubt
        ("老师说，小康之家", ()),
        ("每个社区", ()),
        ("居民满意率达到95%，村民关心的事", ()),
        ("居民高兴地说，调解员安排在前", ()),
    ],
)
def test_what_may_be_a_name_stands_and_is_told_once(text: str, doubts: tuple[str, ...]) -> None:
    found = hide_names(text, NAMES)

    assert set(doubts) <= set(found.doubts)
    assert len(found.doubts) == len(set(found.doubts))
    assert doubts or not found.doubts


@pytest.mark.parametrize(
    ("lines", "hidden"),
    [
        ([], []),
        (["宋", "楼", "镇", "好"], [VEIL, VEIL, VEIL, "好"]),
        (["宋楼", "镇"], [VEIL, VEIL]),
        (["宋", "", "楼镇"], ["宋", "", "楼镇"]),  # a gap: no line of writing
        (["宋楼镇"], ["宋楼镇"]),  # in one line others look for it
        (["好宋", "楼镇"], ["好宋", "楼镇"]),  # it begins inside a line
        (["张", "三", "丰", "县"], [VEIL] * 4),
        (["居民议事", "张", "三", "居民议事"], ["居民议事", VEIL, VEIL, "居民议事"]),
    ],
)
def test_names_from_top_to_bottom(lines: list[str], hidden: list[str]) -> None:
    assert hide_upright(lines, NAMES) == hidden


@pytest.mark.parametrize(
    ("lines", "torn"),
    [
        ([], ()),
        (["到宋楼", "镇上去"], ("宋楼镇",)),
        (["到宋", "楼镇上去", "又到宋", "楼镇"], ("宋楼镇",)),
        (["一张", "三条腿"], ()),  # two characters meet by chance
        (["到宋楼镇", "上去"], ()),
        (["宋" + "好" * 13, "楼镇"], ()),
    ],
)
def test_names_torn_apart_between_lines(lines: list[str], torn: tuple[str, ...]) -> None:
    assert torn_names(lines, NAMES) == torn


def test_every_place_of_the_call_is_a_name_with_and_without_its_kind() -> None:
    names = place_names(shipped_places())

    assert {"徐州市", "徐州", "江苏省", "江苏", "丰县", "宋楼镇"} <= names
    assert min(map(len, names)) == 2
    text = "、".join(sorted(names))
    assert names_in([hide_names(text, names).text], names) == ()


pieces = st.sampled_from(
    (*sorted(NAMES), "宋楼", "张", "三", "丰", " ", "\u200b", "·", "\n", "，", "的", "13912345678", "×")
)


@given(st.lists(pieces, max_size=14).map("".join))
def test_no_text_keeps_a_name_and_a_second_look_changes_nothing(text: str) -> None:
    once = hide_names(text, NAMES).text

    assert names_in([once], NAMES) == ()
    assert "13912345678" not in once
    assert hide_names(once, NAMES).text == once


@given(st.lists(st.sampled_from(("宋", "楼", "镇", "张", "三", "好", "宋楼", "", "居民议事")), max_size=10))
def test_lines_are_as_many_as_before(lines: list[str]) -> None:
    hidden = hide_upright(lines, NAMES)

    assert len(hidden) == len(lines)
    assert all(new in (old, VEIL) for old, new in zip(lines, hidden, strict=True))


def test_without_names_only_telephones_go() -> None:
    assert hide_names("丰县13912345678", ()) == Hidden("丰县××")
    assert (names_in(["丰县"], ()), torn_names(["丰", "县"], ()), hide_upright(["丰", "县"], ())) == (
        (),
        (),
        ["丰", "县"],
    )


@pytest.mark.parametrize(
    "pair",
    "葉叶 蔣蒋 韓韩 馮冯 蕭萧 呂吕 盧卢 蘇苏 鄒邹 錢钱 羅罗 孫孙 楊杨 吳吴 鄧邓 龔龚 譚谭 鍾钟 閻阎 陸陆".split(),
)
def test_a_surname_in_its_old_form_is_the_same_name(pair: str) -> None:
    assert hide_names(f"{pair[0]}春華說", {f"{pair[1]}春华"}) == Hidden("××说")


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("村支书魏丰收带头", "魏丰收"),
        ("退休教授钱学礼主动请缨", "钱学礼"),
        ("由守正同志负责", "守正同志"),
        ("请来孙桂兰老师上课", "孙桂兰老师"),
        ("居民董秀珍奶奶说", "董秀珍"),
        ("和孟凡林先生结对", "孟凡林先生"),
        ("退役军人郑海涛报名", "郑海涛"),
    ],
)
def test_a_name_behind_or_before_a_role_is_listed(text: str, doubt: str) -> None:
    assert any(doubt in one for one in hide_names(text, frozenset()).doubts)


@pytest.mark.parametrize(
    "text", ["各位同志辛苦", "党员同志带头", "女同志居多", "青年同志参加", "离休同志座谈"]
)
def test_words_before_a_title_that_name_nobody(text: str) -> None:
    assert hide_names(text, frozenset()).doubts == ()
