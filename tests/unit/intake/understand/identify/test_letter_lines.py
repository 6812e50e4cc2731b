"""The lines of a letter as each of its cases is to read them: its own first, none of another's."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.accuracy.identify import shipped_call
from intake.campaign.call import Call
from intake.model.case import Document, DocumentKind, Format
from intake.understand.identify.group import Group
from intake.understand.identify.parts import BODY_NAME
from intake.understand.identify.share import share_letter
from tests.properties import examples

PROSE = "村里的事由村民代表会议商量着办，账目每季度张榜公布一次，村民随时可以查问，三天内答复。"


@cache
def call() -> Call:
    return shipped_call()


def case(name: str, title: str) -> Document:
    return Document(name, Format.DOCX, DocumentKind.CASE, text=f"{title}\n{PROSE * 3}")


LIUJI = case("刘集镇.docx", "土地流转以后的“新东家”")
XUEZHUANG = case("棠张镇学庄村.docx", "菜园里的公益银行")
GRAVES = case("1.docx", "公墓里的账")
BRIDGE = case("2.docx", "一座桥修成一条心")
LAMPS = case("3.docx", "四点半课堂的灯光")
PASTED = case(BODY_NAME, "公墓里的账")


def shared(text: str, *documents: Document) -> list[list[str]]:
    """The lines that each case reads."""
    groups = [Group((at,)) for at in range(len(documents))]
    return [part.split("\n") if part else [] for part in share_letter(text, groups, documents, call())]


def test_a_line_that_names_a_case_is_read_by_it_alone_and_the_others_by_all() -> None:
    first = "1.刘集镇《土地流转以后的“新东家”》，联系人 刘永红 13952195067"
    second = "2.棠张镇学庄村，联系人：胥桂兰。"
    assert shared(f"{first}\n{second}\n请查收", LIUJI, XUEZHUANG) == [[first, "请查收"], [second, "请查收"]]


@pytest.mark.parametrize("number", ["", "1.", "2、", "3）"])
def test_three_cases_by_their_titles_however_they_are_counted(number: str) -> None:
    lines = [
        f"{number}《公墓里的账》联系人王强 13900001101",
        f"{number}《一座桥修成一条心》联系人李敏 13900001102",
        f"{number}《四点半课堂的灯光》联系人赵红 13900001103",
    ]
    office = "县民政局 83910001"
    assert shared("\n".join([*lines, office]), GRAVES, BRIDGE, LAMPS) == [[line, office] for line in lines]


def test_what_stands_above_the_list_is_read_behind_a_cases_own_lines() -> None:
    lines = ["《公墓里的账》由王强写", "《一座桥修成一条心》由李敏写"]
    assert shared("\n".join(["现报两篇", *lines]), GRAVES, BRIDGE) == [[line, "现报两篇"] for line in lines]


@pytest.mark.parametrize(
    "letter",
    [
        "请查收。",
        "刘集镇、棠张镇各一篇，联系人 王强 83910001",
        "《土地流转以后的“新东家”》《菜园里的公益银行》两篇，联系人王强",
        "铜山区民政局 王强 83910001",
    ],
)
def test_a_line_about_both_or_none_is_read_by_both(letter: str) -> None:
    assert [list(filter(None, lines)) for lines in shared(letter, LIUJI, XUEZHUANG)] == [[letter]] * 2


def test_sentences_of_one_line_are_told_apart_where_there_is_no_list() -> None:
    letter = "《公墓里的账》由王强写。《一座桥修成一条心》由李敏写。"
    assert shared(letter, GRAVES, BRIDGE) == [
        ["《公墓里的账》由王强写。", ""],
        ["《一座桥修成一条心》由李敏写。", ""],
    ]


def test_a_sentence_is_cut_before_the_place_of_each_title_and_later_places_follow_it() -> None:
    letter = (
        "铜山区报黄集镇周庄村的《公墓里的账》、大彭镇的《一座桥修成一条心》。"
        "周庄村找王强 13900001101，大彭镇找李敏 13900001102。"
    )
    assert shared(letter, GRAVES, BRIDGE) == [
        ["铜山区报黄集镇周庄村的《公墓里的账》、", "周庄村找王强 13900001101，", ""],
        ["大彭镇的《一座桥修成一条心》。", "大彭镇找李敏 13900001102。", ""],
    ]


def test_one_place_before_two_titles_is_cut_from_neither() -> None:
    letter = "铜山区黄集镇报《公墓里的账》、《一座桥修成一条心》。"
    assert shared(letter, GRAVES, BRIDGE) == [[letter, ""], [letter, ""]]


@pytest.mark.parametrize(
    "letter", ["", "请查收", "《公墓里的账》联系人王强\n《一座桥修成一条心》联系人李敏", "公墓里的账"]
)
def test_of_one_case_every_line_is_its_own(letter: str) -> None:
    assert share_letter(letter, [Group((0,))], [GRAVES], call()) == (letter,)


def test_no_case_reads_nothing() -> None:
    assert share_letter("请查收", [], [], call()) == ()


def test_a_case_that_is_pasted_into_the_letter_keeps_its_lines_from_the_others() -> None:
    letter = f"老师好\n{PASTED.text}\n另附《一座桥修成一条心》\n联系人王强"
    assert shared(letter, PASTED, BRIDGE) == [
        letter.split("\n"),
        ["老师好", "另附《一座桥修成一条心》", "联系人王强"],
    ]


def test_what_is_said_of_the_pasted_case_by_its_title_is_its_own() -> None:
    letter = f"老师好\n《公墓里的账》联系人王强\n{PASTED.text}"
    assert shared(letter, PASTED, BRIDGE) == [letter.split("\n"), ["老师好"]]


LINES = (
    "请查收",
    "《公墓里的账》联系人王强 13900001101",
    "《一座桥修成一条心》，李敏 13900001102",
    "《公墓里的账》和《一座桥修成一条心》",
    "铜山区黄集镇周庄村报",
    "铜山区民政局。联系人：赵红 83910001；",
    "大彭镇",
    "",
)


@settings(max_examples=examples(60))
@given(st.lists(st.sampled_from(LINES), max_size=7, unique=True))
def test_nothing_of_a_letter_is_lost_and_what_one_case_reads_alone_names_no_other(lines: list[str]) -> None:
    text = "\n".join(lines)
    first, second = share_letter(text, [Group((0,)), Group((1,))], [GRAVES, BRIDGE], call())
    assert not Counter(text.replace("\n", "")) - Counter(first + second)
    alone = Counter(first.split("\n")) - Counter(second.split("\n"))
    assert not any("一座桥" in line for line in alone)
    alone = Counter(second.split("\n")) - Counter(first.split("\n"))
    assert not any("公墓" in line for line in alone)
