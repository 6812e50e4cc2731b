"""The volume by mail: asked for in many words, made of the chosen cases, told when it is too large."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Office, case, desk_of
from tests.unit.tracker.orders.test_reply import outcomes
from tracker.letters.original import requests
from tracker.orders.order import Verb
from tracker.orders.parse import parse_orders
from tracker.publications.volume.choice import By, by_lines, choose_cases


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path).at("08-04 09:00")
    made.mail("fx@example.cn", case("一张清单管到底"))
    made.until("08-04 17:05")
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


@pytest.mark.parametrize("text", ["1号编入汇编", "汇编什么时候印", "汇编改好了，见附件"])
def test_what_only_speaks_of_it_makes_none(office: Office, text: str) -> None:
    with office.parts.ledger.read() as connection:
        parsed = parse_orders(desk_of(connection, office.parts), text)

    assert Verb.VOLUME not in [order.verb for order in parsed.orders]


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
    (wanted,) = office.ask(requests)  # type: ignore[misc]
    assert wanted.volume
