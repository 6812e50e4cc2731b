"""Rare surnames are surnames; words that begin with one are no names."""

import pytest

from intake.understand.identify.parse.names import person_of


@pytest.mark.parametrize(
    "name",
    ["郦思远", "宓云", "慎小安", "钮建国", "忻雅琴", "寿光宇", "励明", "诸国平", "佴海", "宦晓兰", "酆宁"],
)
def test_a_rare_surname(name: str) -> None:
    assert person_of(name) == name


@pytest.mark.parametrize("word", ["诸多", "慎重", "寿宴", "励志", "凤凰", "鱼塘"])
def test_an_ordinary_word(word: str) -> None:
    assert person_of(word) == ""


@pytest.mark.parametrize("name", ["黄在军", "阿都木呷", "扎西多吉", "乌兰其其格"])
def test_a_name_that_only_its_label_tells(name: str) -> None:
    assert person_of(name, labelled=True) == name


@pytest.mark.parametrize("word", ["黄在军", "正在办理", "现在不在"])
def test_without_a_label_it_is_none(word: str) -> None:
    assert person_of(word) == ""
