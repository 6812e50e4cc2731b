"""Whatever the texts and whatever is corrected meanwhile: no name reaches an expert, nobody reads what he must not."""

from __future__ import annotations

import io
import tempfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.office import Office, case, desk_of
from tests.properties import examples
from tests.unit.tracker.review.desk import list_people
from tracker.cases.corrections import correct_case
from tracker.errors import OrderError
from tracker.ledger.cases import list_cases
from tracker.ledger.people.corrections import Word
from tracker.publications.volume.content.model import Grid, GridCell, Line
from tracker.review.amend import extend_round, pair_by_hand, put_in, take_out
from tracker.review.copies.papers import Copy, hide_block, write_copies
from tracker.review.marks.lines import read_lines
from tracker.review.marks.take import Came, take_answer
from tracker.review.rounds import (
    begin_round,
    counted_marks,
    keep_plan,
    leave_house,
    look_at,
    outstanding,
    propose,
    results,
    withdraw,
)

NAMES = frozenset(("丰县", "宋楼镇", "刘楼村", "宋楼镇人民政府", "张三", "民富社区", "徐州市"))
words = st.sampled_from((*sorted(NAMES), "共", "办结", "36件", "，", "的", "居民", "（13812345678）", " "))
texts = st.lists(words, min_size=1, max_size=12).map("".join)
blocks = st.one_of(
    st.builds(Line, st.sampled_from(("heading", "paragraph", "item")), texts),
    st.builds(Grid, st.tuples(st.tuples(st.builds(GridCell, st.tuples(texts)))), texts),
)


@settings(max_examples=examples(15))
@given(st.lists(blocks, max_size=6), texts)
def test_no_copy_holds_a_name(content: list[Line | Grid], title: str) -> None:
    hidden = tuple(hide_block(block, NAMES, {}) for block in content)
    shown = hide_block(Line("heading", title), NAMES, {})
    assert isinstance(shown, Line)

    paper = write_copies([Copy("A01", shown.text, hidden, (), Path())], "评阅材料", NAMES)

    body = Document(io.BytesIO(paper)).element.body
    whole = "".join("".join(text.text or "" for text in body.iter(qn("w:t"))).split())
    assert not [name for name in (*NAMES, "13812345678") if name in whole]


PEOPLE = """姓名\t县区\t回避
甲\t丰县\t
乙\t沛县\t
丙\t\t泉山区
丁\t\t"""
COUNTIES = ("丰县", "沛县", "泉山区")
moves = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(1, 3), st.sampled_from(COUNTIES)),
        st.tuples(st.just("plan"), st.just(0), st.just("")),
        st.tuples(st.just("send"), st.just(0), st.just("")),
        st.tuples(st.just("mark"), st.integers(0, 3), st.just("")),
        st.tuples(st.just("leave"), st.integers(0, 3), st.just("")),
        st.tuples(st.just("out"), st.integers(1, 3), st.just("")),
        st.tuples(st.just("in"), st.integers(1, 3), st.just("")),
        st.tuples(st.just("pair"), st.integers(0, 3), st.sampled_from(COUNTIES)),
        st.tuples(st.just("longer"), st.integers(-1, 3), st.just("")),
    ),
    max_size=14,
)


@settings(max_examples=examples(8), deadline=None)
@given(moves)
def test_nobody_reads_what_he_must_not(steps: list[tuple[str, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder)).at("08-20 09:00")
        for place, county in enumerate(COUNTIES, 1):
            office.mail(f"c{place}@example.cn", case(f"第{place}个做法值得一看", county))
        with office.parts.ledger.begin() as connection:
            desk = desk_of(connection, office.parts)
            list_people(desk, PEOPLE)
            begin_round(desk, "初评", list_cases(connection), "陈秀兰")
            numbers, rules = look_at(desk).numbers, None
            for step in steps:
                _do(desk, step)
                table = look_at(desk)
                # A case keeps its number, in the round or out of it; rules that left stay as they are.
                assert {**table.left_out, **table.numbers} == numbers
                rules = rules or (table.rules if table.round.frozen_at else None)
                assert rules in (None, table.rules)
                waiting = {number for own in outstanding(desk, table).values() for number in own}
                assert waiting <= set(table.numbers.values())
                assert {one.case for one in results(desk, table)} == set(table.numbers)
                kept = {pair for pair in table.standing - set(table.barred) if table.experts[pair[0]].reads}
                assert kept <= propose(table).pairs
                counted = {(one.expert, one.case) for one in counted_marks(desk, table)}
                assert not counted & set(table.barred)
                assert not propose(table).pairs & set(table.barred)
        office.close()


def _do(desk, step: tuple[str, int, str]) -> None:
    what, place, county = step
    table = look_at(desk)
    people = sorted(table.experts)
    match what:
        case "move":
            row = list_cases(desk.connection)[place - 1]
            correct_case(desk, row, {"county": county}, Word("陈秀兰", "reply", "更正"))
        case "plan":
            keep_plan(desk, table, propose(table), "陈秀兰")
        case "send":
            bad = table.standing & set(table.barred)
            try:
                leave_house(desk, table, people, "陈秀兰")
            except OrderError:
                assert bad
            else:
                assert not bad
        case "mark":
            own = table.of(people[place])
            answer = read_lines("\n".join(f"{number} 80 80 80" for number in own), table.rules, tuple(own))
            take_answer(desk, table, people[place], answer, Came("typed"))
        case "out" | "in" | "pair" | "longer":
            _change(desk, table, step)
        case "leave":
            before = {pair for pair in table.standing if pair[0] != people[place]}
            withdraw(desk, table, people[place], "退出", "陈秀兰")
            after = look_at(desk)
            assert {pair for pair in after.standing if pair[0] != people[place]} == before
            marked = {(one.expert, one.case) for one in counted_marks(desk, after)} & after.standing
            assert marked <= propose(after).pairs  # what he has read needs no other reader


def _change(desk, table, step: tuple[str, int, str]) -> None:
    """What she does by hand: done, or refused when it cannot be."""
    what, place, county = step
    people = sorted(table.experts)
    match what:
        case "out" | "in":
            rows = [list_cases(desk.connection)[place - 1]]
            inside = rows[0].id in table.numbers
            change = (
                (lambda: take_out(desk, table, rows, "", "陈秀兰"))
                if what == "out"
                else (lambda: put_in(desk, table, rows, "陈秀兰"))
            )
            if inside == (what == "out"):
                change()
                assert (rows[0].id in look_at(desk).numbers) == (what == "in")
            else:
                with pytest.raises(OrderError):
                    change()
        case "pair":
            pair = (people[place], list_cases(desk.connection)[COUNTIES.index(county)].id)
            if pair[1] in table.numbers and pair not in table.barred:
                pair_by_hand(desk, table, pair, "懂行", "陈秀兰")
                assert pair in look_at(desk).standing
            elif pair[1] in table.numbers:
                with pytest.raises(OrderError):
                    pair_by_hand(desk, table, pair, "懂行", "陈秀兰")
        case "longer":
            only = people[place] if place >= 0 else 0
            if table.round.due is None:
                with pytest.raises(OrderError):
                    extend_round(desk, table, date(2015, 12, 1), "陈秀兰", only)
            else:
                extend_round(desk, table, date(2015, 12, 1), "陈秀兰", only)
                assert look_at(desk).due_of(only) == date(2015, 12, 1)
