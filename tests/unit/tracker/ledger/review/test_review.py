"""Experts, rounds, pairs, marks, visits, decisions and objections as the ledger keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection

from tests.office import Office
from tracker.ledger.review.decided import (
    Objection,
    Visit,
    add_objection,
    list_objections,
    list_visits,
    plan_visits,
    put_days,
    put_findings,
    settle_objection,
)
from tracker.ledger.review.experts import (
    ExpertRow,
    ExpertState,
    find_expert,
    list_experts,
    put_expert,
    set_state,
)
from tracker.ledger.review.rounds import (
    MarkRow,
    PairRow,
    PairState,
    add_cases,
    add_mark,
    all_marks,
    freeze_round,
    latest_round,
    list_pairs,
    list_rounds,
    open_round,
    put_pairs,
    round_numbers,
    set_due,
    standing_marks,
)

WANG = ExpertRow("王建国", "师范大学", "", "Wang@c.example", "0516-1", 8, (1, 3), ("沛县",))
PAPER = ExpertRow("李敏", paper=True)


@pytest.fixture
def ledger(office: Office) -> Iterator[Connection]:
    with office.parts.ledger.begin() as connection:
        yield connection


def test_an_expert_comes_back_as_put_and_keeps_state_and_number_when_listed_anew(
    ledger: Connection, office: Office
) -> None:
    now = office.clock.now()
    wang = put_expert(ledger, WANG, now)
    put_expert(ledger, PAPER, now)
    set_state(ledger, wang.id, ExpertState.DECLINED, now)

    again = put_expert(ledger, replace(WANG, most=None, avoids=()), now)

    assert again == replace(WANG, most=None, avoids=(), id=wang.id, state=ExpertState.DECLINED)
    assert list_experts(ledger) == [again, replace(PAPER, id=wang.id + 1)]
    assert [one.reads for one in list_experts(ledger)] == [False, True]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("王建国", "王建国"),
        ("wang@c.example", "王建国"),
        ("WANG@C.EXAMPLE", "王建国"),
        ("李敏", "李敏"),
        ("王建", None),
        ("%", None),
        ("", None),  # nobody's name, though he who reads on paper has no address
    ],
)
def test_an_expert_is_found_by_name_or_address(
    ledger: Connection, office: Office, word: str, name: str | None
) -> None:
    for expert in (WANG, PAPER):
        put_expert(ledger, expert, office.clock.now())

    found = find_expert(ledger, word)

    assert (found.name if found else None) == name


def test_of_two_experts_with_one_address_neither_is_meant(ledger: Connection, office: Office) -> None:
    for name in ("王建国", "李敏"):
        put_expert(ledger, ExpertRow(name, email="office@c.example"), office.clock.now())

    assert find_expert(ledger, "office@c.example") is None


def test_a_round_is_frozen_once_and_its_day_may_still_move(ledger: Connection, office: Office) -> None:
    now = office.clock.now()
    opened = open_round(ledger, "初评", {"scale": 100}, {1: "A01"}, now)

    freeze_round(ledger, opened.id, {"scale": 10}, date(2015, 9, 1), now)
    freeze_round(ledger, opened.id, {"scale": 5}, date(2015, 9, 9), now + timedelta(days=1))
    set_due(ledger, opened.id, date(2015, 9, 3))

    frozen = replace(opened, rules={"scale": 10}, frozen_at=now, due=date(2015, 9, 3))
    assert latest_round(ledger) == frozen
    second = open_round(ledger, "复评", {}, {}, now)
    assert (latest_round(ledger), latest_round(ledger, "初评"), latest_round(ledger, "终评")) == (
        second,
        frozen,
        None,
    )
    assert list_rounds(ledger) == [frozen, second]


def test_printed_numbers_stand_in_order_however_long_they_are(ledger: Connection, office: Office) -> None:
    opened = open_round(ledger, "初评", {}, {1: "A100", 2: "A02"}, office.clock.now())
    add_cases(ledger, opened.id, {3: "A99"})
    add_cases(ledger, opened.id, {})

    assert list(round_numbers(ledger, opened.id).items()) == [(2, "A02"), (3, "A99"), (1, "A100")]
    assert round_numbers(ledger, opened.id + 1) == {}


def test_a_pair_takes_its_new_state_and_keeps_when_it_was_sent(ledger: Connection, office: Office) -> None:
    now = office.clock.now()
    wang = put_expert(ledger, WANG, now)
    opened = open_round(ledger, "初评", {}, {1: "A01", 2: "A02"}, now)
    later = now + timedelta(hours=1)

    put_pairs(
        ledger,
        opened.id,
        [PairRow(wang.id, 1, PairState.PLANNED), PairRow(wang.id, 2, PairState.PLANNED)],
        now,
    )
    put_pairs(ledger, opened.id, [PairRow(wang.id, 1, PairState.SENT)], now)
    put_pairs(ledger, opened.id, [PairRow(wang.id, 1, PairState.LET_GO, "本人申请回避", "李敏")], later)

    assert list_pairs(ledger, opened.id) == [
        PairRow(wang.id, 1, PairState.LET_GO, "本人申请回避", "李敏", later, now),
        PairRow(wang.id, 2, PairState.PLANNED, "", "", now, None),
    ]


def test_the_newest_marks_stand_and_every_earlier_one_is_kept_to_the_last_decimal(
    ledger: Connection, office: Office
) -> None:
    now = office.clock.now()
    wang = put_expert(ledger, WANG, now)
    opened = open_round(ledger, "初评", {}, {1: "A01", 2: "A02"}, now)
    first = MarkRow(
        wang.id,
        1,
        (Decimal("85.50"), Decimal("90")),
        "好",
        "mail",
        "abc",
        "",
        now,
        (("创新", 60), ("成效", 40)),
    )
    marks = [
        first,
        replace(first, case_id=2, scores=()),
        replace(first, scores=(Decimal("0.1"),), channel="typed", who="李敏"),
    ]

    for mark in marks:
        add_mark(ledger, opened.id, mark)

    kept = [replace(mark, id=0) for mark in all_marks(ledger, opened.id)]
    assert kept == marks
    assert [str(score) for score in kept[0].scores] == ["85.50", "90"]
    assert sorted((mark.case_id, mark.scores) for mark in standing_marks(ledger, opened.id)) == [
        (1, (Decimal("0.1"),)),
        (2, ()),
    ]


def test_visits_planned_anew_forget_what_was_only_planned(ledger: Connection, office: Office) -> None:
    now, monday, friday = office.clock.now(), date(2015, 8, 24), date(2015, 8, 28)
    plan_visits(ledger, [Visit(1, monday), Visit(2, monday), Visit(3, None)], now)
    put_findings(ledger, Visit(1, None, "属实", "好", (3, 3, 3, 3, 0, 0, 0), "无", "李敏"), now)

    plan_visits(ledger, [Visit(3, friday), Visit(1, friday)], now)

    seen = Visit(1, friday, "属实", "好", (3, 3, 3, 3, 0, 0, 0), "无", "李敏")
    assert list_visits(ledger) == [seen, Visit(3, friday)]


def test_a_visit_moved_keeps_what_was_found_and_those_without_a_day_stand_first(
    ledger: Connection, office: Office
) -> None:
    now, monday = office.clock.now(), date(2015, 8, 24)
    plan_visits(ledger, [Visit(1, monday), Visit(2, None)], now)

    put_days(ledger, [Visit(1, date(2015, 8, 25), notes="下午"), Visit(3, monday)], now)

    assert list_visits(ledger) == [Visit(2), Visit(3, monday), Visit(1, date(2015, 8, 25), notes="下午")]


def test_objections_are_numbered_and_settled_once_they_are_there(ledger: Connection, office: Office) -> None:
    now = office.clock.now()
    first, second = Objection("数据不实", now, 1, "某村民"), Objection("重复申报", now, None, "", "信一封")

    numbers = [add_objection(ledger, one) for one in (first, second)]
    settled = [settle_objection(ledger, number, "属实，已更正", now) for number in (numbers[1], 99)]

    assert (numbers[1] - numbers[0], settled) == (1, [True, False])
    assert list_objections(ledger) == [
        replace(first, id=numbers[0]),
        replace(second, id=numbers[1], answer="属实，已更正", settled_at=now),
    ]
