"""Names of villages and communities by their shape, and the words that only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.places.community import LONGEST, Found, communities, community_at, community_name
from intake.campaign.places.words import COMMON, NEVER, is_name
from intake.text.fold import fold


def names(text: str) -> list[str]:
    return [found.name for found in communities(fold(text))]


def after(text: str, before: str) -> str | None:
    found = community_at(fold(text), len(before))
    return found and found.name


@pytest.mark.parametrize(
    ("stem", "kind", "name"),
    [
        ("柳桥", "村", "柳桥村"),
        ("柳桥", "社区", "柳桥社区"),
        ("柳桥", "村委会", "柳桥村"),
        ("柳桥", "村民委员会", "柳桥村"),
        ("柳桥村", "村民委员会", "柳桥村"),
        ("柳桥", "居委会", "柳桥社区"),
        ("柳桥", "居民委员会", "柳桥社区"),
        ("柳桥新村", "居委会", "柳桥新村"),
        ("柳桥", "村社区", "柳桥村社区"),
    ],
)
def test_a_committee_names_the_village_or_community_itself(stem: str, kind: str, name: str) -> None:
    assert community_name(stem, kind) == name


@pytest.mark.parametrize("stem", ["柳桥", "前进", "三官庙", "八路", "向阳", "将军", "和平", "为民", "全庄"])
def test_what_can_be_a_name(stem: str) -> None:
    assert is_name(stem)
    assert is_name(stem, signed=True)


@pytest.mark.parametrize(
    "stem",
    [
        "",
        "三个",
        "12",
        "十多个",
        "第三",
        "推进农",
        "法律进",
        "办事不出",
        "2015和谐",
        "加强",
        "推动",
        "矿区老",
    ],
)
def test_what_is_no_name_wherever_it_stands(stem: str) -> None:
    assert not is_name(stem)
    assert not is_name(stem, signed=True)


@pytest.mark.parametrize("stem", ["城中", "新建", "中心", "文明", "幸福"])
def test_a_common_word_is_a_name_before_its_committee_only(stem: str) -> None:
    assert is_name(stem, signed=True)
    assert not is_name(stem)


@given(st.sampled_from(sorted(NEVER)), st.booleans())
def test_no_word_of_the_list_is_ever_a_name(word: str, signed: bool) -> None:
    assert not is_name(word, signed=signed)


@given(st.text(alphabet="柳桥前进三个12的村社区全和第年农", max_size=8))
def test_what_is_a_name_in_running_text_is_one_before_its_committee(stem: str) -> None:
    assert is_name(stem, signed=True) or not is_name(stem)
    assert not (is_name(stem) and stem in COMMON)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("宋楼镇柳桥村", "柳桥村"),
        ("宋楼镇柳桥社区居委会", "柳桥社区"),
        ("宋楼镇柳桥村村民委员会", "柳桥村"),
        ("宋楼镇柳桥居委会", "柳桥社区"),
        ("宋楼镇的柳桥社区", "柳桥社区"),
        ("宋楼镇中心村委会", "中心村"),
        ("宋楼镇中心村党支部", "中心村"),
        ("宋楼镇中心村里的老人", None),
        ("宋楼镇三个村", None),
        ("宋楼镇推进社区治理", None),
        ("宋楼镇柳桥", None),
        ("宋楼镇", None),
    ],
)
def test_a_name_right_after_its_town(text: str, name: str | None) -> None:
    assert after(text, "宋楼镇") == name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("柳桥村", ["柳桥村"]),
        ("柳桥村：印章谁来管", ["柳桥村"]),
        ("印章谁来管——柳桥社区的做法", ["柳桥社区"]),
        ("我们走进柳桥村，又来到石榴社区。", ["柳桥村", "石榴社区"]),
        ("柳桥村、石榴社区", ["柳桥村", "石榴社区"]),
        ("柳 桥 村", ["柳桥村"]),
        ("第一行\n柳桥村\n第三行", ["柳桥村"]),
        ("推进社区治理", []),
        ("三个村联合起来", []),
        ("全体村民", []),
        ("村级事务公开", []),
        ("", []),
    ],
)
def test_names_in_a_text(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_the_committee_belongs_to_the_span_and_not_to_the_name() -> None:
    assert list(communities(fold("柳桥村党支部带头"))) == [Found(0, 6, "柳桥村")]
    assert community_at(fold("宋楼镇柳桥社区居民委员会"), 3) == Found(3, 12, "柳桥社区")


def test_a_name_is_no_longer_than_a_name_can_be() -> None:
    assert names("甲乙丙丁戊己庚辛村") == ["甲乙丙丁戊己庚辛村"]
    assert names("甲乙丙丁戊己庚辛壬村") == []
    assert len("甲乙丙丁戊己庚辛") == LONGEST


@given(st.text(alphabet="柳桥村社区居委会民走进来到，。 \n三个推的", max_size=60))
def test_any_text_gives_names_in_order_that_do_not_overlap(text: str) -> None:
    folded = fold(text)
    end = 0
    for found in communities(folded):
        assert end <= found.start < found.end <= len(folded.text)
        assert found.name.endswith(("村", "社区"))
        end = found.end


@given(st.text(alphabet="宋楼镇柳桥村社区委会的个三民 ", max_size=30), st.integers(0, 30))
def test_a_name_asked_for_begins_where_it_was_asked_for(text: str, start: int) -> None:
    folded = fold(text)
    start = min(start, len(folded.text))
    found = community_at(folded, start)
    if found is not None:
        assert found.start - start == folded.text.startswith("的", start)
        assert found.name.endswith(("村", "社区"))


def test_a_gacha_is_a_village() -> None:
    assert community_name("腰林", "嘎查") == community_name("腰林", "嘎查委员会") == "腰林嘎查"
