"""A coordinator and the clerks of the counties write by the letters they get alone; what was understood is counted.

The mails are in tests/corpus/seasons/by-letter.jsonl, each written before its answer was known by somebody
who had read nothing but the letters that came before. ``wants`` is what a reader looks for in the answer.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from demo.__main__ import PERSON, prepare_data
from tests.flow.correspondence import Writers, letters_to, load_script, text_of
from tests.flow.season_player import Post, at
from tracker.ledger.cases import list_cases
from tracker.ledger.people.addresses import unit_of_address
from tracker.office.clock import SetClock
from tracker.run.duties import Outside
from tracker.run.open import open_office, open_readers
from tracker.run.replay import Season, import_arrivals, run_season

pytestmark = pytest.mark.slow  # fifty mails are read

UNREAD = ("未能看懂", "未执行：没有")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory):
    data = tmp_path_factory.mktemp("by-letter") / "data"
    prepare_data(data, 1, 1)
    post, clock = Post(), SetClock(at("07-20 08:00"))
    writers = Writers(post, load_script())
    with open_office(data, clock=clock) as parts, open_readers(parts) as readers:

        def wait(seconds: float) -> None:
            clock.advance(timedelta(seconds=seconds))

        season = Season(writers.arrivals(), writers.deliver_by(import_arrivals(parts)), at("07-23 18:00"))
        for _ in run_season(parts, Outside(readers, post, wait, lambda _id, _since: False), clock, season):
            pass
        with parts.ledger.read() as connection:
            rows = {row.serial: row for row in list_cases(connection)}
            address = unit_of_address(connection, "gulou_mz@163.example")
        yield writers, rows, address


def test_every_mail_is_answered_by_a_letter(played) -> None:
    writers, _, _ = played
    silent = [one.name for one in writers.script if not writers.answers(one)]
    assert silent == ["xy-1"]  # 知道了，月底前报: needs no answer


def test_what_the_answers_say(played) -> None:
    writers, _, _ = played
    missed = [
        one.name
        for one in writers.script
        if one.wants and not re.search(one.wants, "\n".join(writers.answers(one)))
    ]
    assert missed == []


def test_how_many_of_her_mails_were_understood(played) -> None:
    """At first play seven of her twenty were misread, lost a part or put words into a letter that she had not meant.

    Three are still asked back, and nothing wrong is done: a question beside an order, a refusal that names
    no mail, and a question for the cases of one level.
    """
    writers, _, _ = played
    hers = [one for one in writers.script if one.who == PERSON[0]]
    asked = [
        one.name for one in hers if any(word in text for text in writers.answers(one) for word in UNREAD)
    ]
    assert (len(hers), asked) == (20, ["c-3", "c-13", "c-19"])


def test_no_word_of_hers_reaches_a_county_changed(played) -> None:
    writers, _, _ = played
    reminded = [
        text
        for one in writers.post.letters
        for text in [one.decode("utf-8", "replace")]
        if "一声月底" in text
    ]
    assert reminded == []
    told = [
        text_of(letter)
        for letter in letters_to(writers.post, "minzheng@xinyi.example.cn")
        if letter["X-Zhengji-Kind"] == "reminder"
    ]
    assert any("\n月底前先报一篇。\n" in text for text in told)


def test_what_stands_in_the_ledger(played) -> None:
    _, rows, address = played
    assert address == "gulou"
    assert {serial: rows[serial]["contact"] for serial in (1, 2)} == {1: "陈兰", 2: "李小兵"}
    assert rows[5]["title"] == "减负以后，社区在忙什么"
    assert rows[7]["level"] == "village"
    assert str(rows[2].status) == "withdrawn"
