"""The volume by mail: asked for in many words, made of the chosen cases, told when it is too large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.office import Office, case, desk_of
from tests.unit.tracker.orders.test_reply import outcomes
from tests.volume import FRONT, make_case
from tracker.ledger.published.rounds import Round, list_corrections, put_round
from tracker.letters.original import requests
from tracker.orders.order import Verb
from tracker.orders.parse import parse_orders
from tracker.orders.understand.frames.rounds import read_rounds
from tracker.publications.volume.choice import By, by_lines, choose_cases
from tracker.publications.volume.content.model import Layout, Line, Part, Volume
from tracker.publications.volume.content.store import save_volume


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun")).at("08-04 09:00")
    made.mail("fx@example.cn", case("一张清单管到底"))
    made.until("08-04 17:05")
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize(
    "text",
    [
        "出汇编", "出一版汇编", "请出汇编，谢谢。", "生成汇编发我", "案例汇编发我一份", "汇编发过来看看", "把汇编稿发给我",
        "给我出一份汇编", "案例汇编", "麻烦重出汇编",
    ],
)  # fmt: skip
def test_the_volume_is_asked_for_in_many_words(office: Office, text: str) -> None:
    with office.parts.ledger.read() as connection:
        parsed = parse_orders(desk_of(connection, office.parts), text)

    assert [order.verb for order in parsed.orders] == [Verb.VOLUME]


@pytest.mark.parametrize(
    "text", ["1号编入汇编", "汇编什么时候印", "汇编啥时候能出来", "汇编哪天付印", "汇编改好了，见附件"]
)
def test_what_only_speaks_of_it_makes_none(office: Office, text: str) -> None:
    with office.parts.ledger.read() as connection:
        parsed = parse_orders(desk_of(connection, office.parts), text)

    assert Verb.VOLUME not in [order.verb for order in parsed.orders]


@pytest.mark.parametrize(
    ("text", "act", "value", "words"),
    [
        ("出一校", "make", "1", ""),
        ("请出二校，谢谢。", "make", "2", ""),
        ("重出二校样", "make", "2", ""),
        ("出一下汇编的三校稿", "make", "3", ""),
        ("二校可以出了", "make", "2", ""),
        ("出第2次校样", "make", "2", ""),
        ("出下一校", "make", "", ""),
        ("出校样发我", "make", "", ""),
        ("二校发各单位，9月20日前返回", "send", "2", "2015-09-20"),
        ("把一校样发给各单位核对，请于9月20日前反馈", "send", "1", "2015-09-20"),
        ("将二校发有关单位校对，9月20日之前返回。", "send", "2", "2015-09-20"),
        ("出二校，发各县（市）区核对，9月20日前返回", "send", "2", "2015-09-20"),
        ("看看和一校有什么不同", "compare", "1", ""),
        ("看一下现稿与一校相比有哪些改动", "compare", "1", ""),
        ("和一校比改了哪些？", "compare", "1", ""),
        ("一校以来改了哪些地方", "compare", "1", ""),
        ("比较一下二校和一校", "compare", "1", "2"),
        ("二校跟一校有什么区别", "compare", "1", "2"),
        ("发我改动对照表", "compare", "", ""),
    ],
)
def test_proofs_are_ordered_in_many_words(
    office: Office, text: str, act: str, value: str, words: str
) -> None:
    with office.parts.ledger.read() as connection:
        parsed = parse_orders(desk_of(connection, office.parts), text)

    assert [(one.verb, one.field, one.value, one.words) for one in parsed.orders] == [
        (Verb.PROOFS, act, value, words)
    ]
    assert (parsed.doubtful, parsed.unclear) == ((), ())


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("采用", "", ""), ("全部采用", "", ""), ("都采纳，谢谢。", "", ""), ("请照改", "", ""), ("采用来稿的改动", "", ""),
        ("采用3、5号", "3、5", ""), ("3号采用", "3", ""), ("只采用3号和5号", "3、5", ""), ("3、5号的改动采用", "3、5", ""),
        ("除3号外采用", "3", "except"), ("除3、5号以外，其余都采用", "3、5", "except"), ("不采用", "", "none"),
        ("都不采用", "", "none"), ("3号不采用", "3", "none"), ("不采用3号", "3", "none"),
    ],
)  # fmt: skip
def test_what_of_a_returned_book_is_taken(text: str, value: str, words: str) -> None:
    orders, rest = read_rounds(text, date(2015, 8, 4), begun=True, returned=True)

    assert [(one.field, one.value, one.words) for one in orders] == [("take", value, words)]
    assert rest == ""
    assert read_rounds(text, date(2015, 8, 4), begun=True)[0] == ()


@pytest.mark.parametrize("text", ["采用什么字体", "3号用最新稿", "采用吗？", "书稿收到了", "更新汇总表"])
def test_other_words_take_nothing_of_it(text: str) -> None:
    orders, _ = read_rounds(text, date(2015, 8, 4), begun=True, returned=True)

    assert "take" not in [one.field for one in orders]


@pytest.mark.parametrize(
    "text",
    ["一校什么时候能出来", "先别出二校", "校样收到了", "我校已报送", "高校案例有几篇", "3号主题改四", "第3页第2行“甲方”改为“乙方”", "如果没问题就出三校"],
)  # fmt: skip
def test_what_only_speaks_of_proofs_makes_none(office: Office, text: str) -> None:
    with office.parts.ledger.read() as connection:
        parsed = parse_orders(desk_of(connection, office.parts), text)

    assert Verb.PROOFS not in [order.verb for order in parsed.orders]


@pytest.fixture
def proofed(office: Office) -> Office:
    """一校 was made of case 1."""
    blocks = (Line("paragraph", "居民议事36件，件件有着落。"), Line("paragraph", "居民满意。"))
    content = replace(make_case(1, "一张清单管到底", "丰县", blocks), number="XZ-001")
    layout, parts = Layout("书刊版", {}, "胶订", 8, 16), (Part(1, "第一篇　试排", (content,)),)
    volume = Volume(
        "20150804-1800", "2015-08-04T18:00:00+08:00", "二〇一五年八月", "0", "x", FRONT, layout, parts, ()
    )
    folder = office.parts.data.volumes / volume.name
    folder.mkdir(parents=True)
    save_volume(volume, folder)
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        choose_cases(desk, by_lines(desk, ["1号"]).cases, By("李敏"))
        put_round(connection, Round(1, volume.name, "汇编", desk.now, "李敏", pages=(("XZ-001", 3),)))
    return office


@pytest.mark.parametrize(
    ("text", "outcome", "wanted"),
    [
        ("出二校", "二校生成后另函发送，并附与上一校的改动对照", (2, None, None)),
        ("出下一校", "二校生成后另函发送，并附与上一校的改动对照", (2, None, None)),
        ("重出一校", "一校生成后另函发送", (1, None, None)),
        ("出三校", "未执行：已出到一校，接下来是二校", None),
        ("看看和一校有什么不同", "现稿与一校的改动对照另函发送", (None, None, (1, 0))),
        ("看看和二校有什么不同", "未执行：还没有出过二校", None),
        ("二校发各单位，8月1日前返回", "未执行：8月1日已经过去", None),
        ("第3页第2行“36件”改为“38件”", "下一校照改：XZ-001第3页第2行“36件”改为“38件”", None),
        (
            "第3页第2行“没有的话”改为“38件”",
            "未能照改，已列为更正1：XZ-001第3页第2行“没有的话”改为“38件”，正文中没有找到“没有的话”",
            None,
        ),
        (
            "第3页第2行“居民”改为“村民”",
            "未能照改，已列为更正1：XZ-001第3页第2行“居民”改为“村民”，“居民”有2处，请连同前后几个字写明",
            None,
        ),
    ],
)
def test_what_is_done_of_an_order_about_proofs(
    proofed: Office, text: str, outcome: str, wanted: tuple[object, ...] | None
) -> None:
    letter = proofed.at("08-05 09:00").order(text, proofed.last("digest"))

    assert letter is not None
    assert outcomes(letter) == [outcome]
    asked = proofed.ask(requests)
    assert [(one.proof, one.due, one.compare) for one in asked] == ([wanted] if wanted else [])  # type: ignore[attr-defined]


def test_what_goes_to_the_units_is_asked_about_first(proofed: Office) -> None:
    letter = proofed.at("08-05 09:00").order("二校发各单位，9月20日前返回", proofed.last("digest"))

    assert letter is not None
    assert outcomes(letter) == [
        "尚未执行：将出二校并发信给1处（丰县民政局）核对，9月20日前返回。请回复“确认”后执行"
    ]
    assert proofed.ask(requests) == []

    letter = proofed.order("确认", letter)

    assert letter is not None
    assert outcomes(letter) == ["二校生成后发各单位核对，9月20日前返回；同时另函发送给您"]
    (wanted,) = proofed.ask(requests)
    assert (wanted.proof, wanted.due, wanted.who) == (2, date(2015, 9, 20), "李敏")


def test_a_correction_of_hers_is_taken_back(proofed: Office) -> None:
    letter = proofed.at("08-05 09:00").order("第3页“36件”改为“38件”", proofed.last("digest"))
    assert letter is not None
    assert [one.new for one in proofed.ask(list_corrections)] == ["38件"]

    letter = proofed.order("撤销", letter)

    assert letter is not None
    assert outcomes(letter) == ["已撤销：XZ-001第3页“36件”改为“38件”不再照改"]
    assert proofed.ask(list_corrections) == []


def test_what_could_not_be_done_stays_open_until_it_is_told_better(proofed: Office) -> None:
    letter = proofed.at("08-05 09:00").order("第3页“居民”改为“村民”", proofed.last("digest"))
    assert letter is not None
    (one,) = proofed.ask(list_corrections)
    assert (one.old, one.why) == ("居民", "“居民”有2处，请连同前后几个字写明")

    proofed.order("第3页“居民满意”改为“村民满意”", letter)

    assert [(one.old, one.why) for one in proofed.ask(list_corrections)] == [("居民满意", "")]


@pytest.mark.parametrize("words", ["更正1不改了", "去掉更正1", "更正1已办", "1号更正已处理"])
def test_a_correction_that_nobody_needs_is_dropped_by_mail_and_put_back(proofed: Office, words: str) -> None:
    letter = proofed.at("08-05 09:00").order("第3页“居民”改为“村民”", proofed.last("digest"))
    assert letter is not None
    before = proofed.ask(list_corrections)

    letter = proofed.order(words, letter)

    assert letter is not None
    assert outcomes(letter) == ["更正1已去掉：XZ-001第3页“居民”改为“村民”"]
    assert proofed.ask(list_corrections) == []
    letter = proofed.order("撤销", letter)
    assert letter is not None
    assert outcomes(letter) == ["已撤销：XZ-001第3页“居民”改为“村民”重新列出"]
    assert proofed.ask(list_corrections) == before


def test_without_a_chosen_case_that_is_said(office: Office) -> None:
    letter = office.at("08-05 09:00").order("出汇编", office.last("digest"))

    assert letter is not None
    assert "汇编中还没有案例，请先选定编入汇编的案例" in letter.text
    assert office.ask(requests) == []


def test_the_order_is_noted_and_answered(office: Office) -> None:
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        choose_cases(desk, by_lines(desk, ["1号"]).cases, By("李敏"))

    letter = office.at("08-05 09:00").order("出汇编", office.last("digest"))

    assert letter is not None
    assert outcomes(letter) == ["案例汇编（1篇）生成后另函发送"]
    (wanted,) = office.ask(requests)
    assert wanted.volume
