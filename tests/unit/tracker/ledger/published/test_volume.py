"""What of the volume the ledger keeps: choices, final texts, runs, rounds of proofs and corrections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from tests.office import Office
from tracker.ledger.events import set_note
from tracker.ledger.published.finals import (
    Asked,
    LastWord,
    declare_final,
    final_of,
    last_word,
    list_asked,
    put_asked,
)
from tracker.ledger.published.rounds import (
    CORRECTIONS,
    Correction,
    Round,
    Sent,
    add_corrections,
    drop_corrections,
    list_corrections,
    list_rounds,
    put_round,
)
from tracker.ledger.published.volume import (
    Choice,
    Printed,
    Run,
    add_run,
    chosen_unit,
    drop_choices,
    list_choices,
    list_runs,
    put_choice,
    set_final,
)


@pytest.fixture
def ledger(office: Office) -> Iterator[Connection]:
    with office.parts.ledger.begin() as connection:
        yield connection


def test_a_case_chosen_again_keeps_its_final_text_and_takes_the_rest_anew(
    ledger: Connection, office: Office
) -> None:
    now = office.clock.now()
    put_choice(ledger, Choice(2, 1, None, "李敏", "会议", now))
    set_final(ledger, 2, 3)
    set_final(ledger, 1, 3)  # not chosen: nothing is to be final

    put_choice(ledger, Choice(2, None, None, "王强", "", now + timedelta(days=1)))
    put_choice(ledger, Choice(1, None, 2, "王强", "", now))

    assert list_choices(ledger) == {
        1: Choice(1, None, 2, "王强", "", now),
        2: Choice(2, None, 3, "王强", "", now + timedelta(days=1)),
    }
    drop_choices(ledger, [2, 3])
    drop_choices(ledger, [])
    assert list(list_choices(ledger)) == [1]


def test_a_declared_text_outlives_the_choice(ledger: Connection, office: Office) -> None:
    now = office.clock.now()
    put_choice(ledger, Choice(1, None, None, "李敏", "", now))
    assert (last_word(ledger, 1), final_of(ledger, 1), chosen_unit(ledger, 1)) == (None, None, None)

    declare_final(ledger, 1, 2, "李敏", now)
    assert (last_word(ledger, 1), final_of(ledger, 1)) == (LastWord(2, now), 2)
    declare_final(ledger, 1, None, "李敏", now + timedelta(hours=1))
    assert (last_word(ledger, 1), final_of(ledger, 1)) == (
        LastWord(None, now + timedelta(hours=1)),
        None,
    )
    drop_choices(ledger, [1])
    assert last_word(ledger, 1) == LastWord(None, now + timedelta(hours=1))


def test_of_final_texts_that_were_asked_for_the_newest_asking_counts(
    ledger: Connection, office: Office
) -> None:
    now = office.clock.now()
    first = Asked(1, "fx@example.cn", date(2015, 9, 1), now)
    put_asked(ledger, [first, replace(first, case_id=2)], now)

    came = replace(first, version=2, came_at=now, mail_id=1, late=True, note="照片后补")
    put_asked(ledger, [came], now)
    put_asked(ledger, [], now)

    assert list_asked(ledger) == {1: came, 2: replace(first, case_id=2)}


def test_runs_come_back_oldest_first(ledger: Connection, office: Office) -> None:
    now = office.clock.now()
    runs = [
        Run(
            "b",
            "汇编",
            now,
            "0" * 64,
            (Printed("XZ-001", 2, "1" * 64, "题"), Printed("XZ-002", 1, "2" * 64, "")),
        ),
        Run("a", "汇编（二）", now, "3" * 64, ()),
    ]

    for run in runs:
        add_run(ledger, run)

    assert list_runs(ledger) == runs


def test_a_round_sent_again_stands_once_and_in_order(ledger: Connection, office: Office) -> None:
    now = office.clock.now()
    second = Round(2, "b", "二校", now, "李敏", date(2015, 9, 9), (Sent("k", "fx@example.cn", ("XZ-001",)),))
    first = Round(1, "a", "一校", now, "李敏", pages=(("XZ-001", 7),))
    for one in (second, first):
        put_round(ledger, one)

    agreed = replace(second, sent=(replace(second.sent[0], agreed_at=now, mail_id=3, agreed=("XZ-001",)),))
    put_round(ledger, agreed)

    assert list_rounds(ledger) == [first, agreed]


def place(office: Office, **changes: object) -> Correction:
    base = Correction(0, 1, "XZ-001", 2, 1, "第3页第2行", "甲", "乙", "李敏", office.clock.now())
    return replace(base, **changes)


def test_the_same_words_stand_once(ledger: Connection, office: Office) -> None:
    one = place(office)
    twin = replace(
        one, place="第3页", who="王强", round=2, mail_id=5
    )  # elsewhere written, but the same words
    others = [
        replace(one, new="丙"),
        replace(one, version=3),
        replace(one, case_id=2),
        replace(one, why="原文不在本页"),
        replace(one, old="", new="", place="第1页"),  # a page marked by hand
        replace(one, old="", new="", place="第2页"),
        replace(one, old="", new="", words="第二段请再核"),
    ]

    added = add_corrections(ledger, [one, twin, *others, one], office.clock.now())

    assert added == tuple(replace(kept, id=number) for number, kept in enumerate([one, *others], 1))
    assert add_corrections(ledger, [one, *others], office.clock.now()) == ()
    assert list_corrections(ledger) == list(added)
    assert [kept.is_marked for kept in added] == [False] * 5 + [True, True, False]


def test_no_number_is_given_twice(ledger: Connection, office: Office) -> None:
    """Whoever takes back what is gone already must not take out what came after it."""
    now = office.clock.now()
    (first,) = add_corrections(ledger, [place(office)], now)
    assert drop_corrections(ledger, [first.id, 99], now) == [first]

    (second,) = add_corrections(ledger, [place(office, new="丙")], now)

    assert drop_corrections(ledger, [first.id], now) == []
    assert list_corrections(ledger) == [second]


def test_numbers_go_on_behind_those_of_a_ledger_from_before(ledger: Connection, office: Office) -> None:
    (first,) = add_corrections(ledger, [place(office)], office.clock.now())
    old = {**{name: getattr(first, name) for name in first.__slots__}, "id": 7, "at": first.at.isoformat()}
    set_note(ledger, CORRECTIONS, [old], office.clock.now())

    (added,) = add_corrections(ledger, [place(office, new="丙")], office.clock.now())

    assert added.id == 8
