"""Whom a letter for a final text goes to, what it says, and what is refused before anything is queued."""

from datetime import date

import pytest

from tests.office import LI, Office, case, desk_of, local
from tracker.errors import OrderError
from tracker.ledger.people.addresses import mark_bad
from tracker.ledger.published.finals import list_asked
from tracker.ledger.published.rounds import Round, put_round
from tracker.ledger.schema import letter
from tracker.letters.volume.final import Invitation, Terms, invite_finals, plan_finals, plan_letters
from tracker.letters.volume.proofs import next_round, plan_round
from tracker.publications.volume.choice import By, by_lines, choose_cases, fix_final

DUE = date(2015, 9, 20)
TERMS = Terms(DUE)


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    """Two cases of one sender, one of a stranger, one that she sent herself for a unit; all chosen."""
    folder = tmp_path_factory.mktemp("season")
    made = Office(folder).at("08-04 09:00")
    made.mail("fx@example.cn", case("一张清单管到底"), case("板材村的四方碰头会"))
    made.mail("somebody@example.cn", case("老街坊的议事亭", "沛县", unit="沛县大屯街道办事处"))
    made.mail(LI.email, case("红色物业", "泉山区"))
    with made.parts.ledger.begin() as connection:
        desk = desk_of(connection, made.parts)
        choose_cases(desk, by_lines(desk, ["1号", "2号", "3号", "4号"]).cases, By("李敏"))
    made.close()
    return made


@pytest.fixture
def office(season, tmp_path):
    made = season.copy(tmp_path)
    made.at("09-07 10:00")
    yield made
    made.close()


def ask(office, question):
    return office.ask(lambda connection: question(desk_of(connection, office.parts)))


def plan(office):
    return [
        (one.email, one.unit, one.addressee, [row.serial for row in one.cases])
        for one in ask(office, plan_finals)
    ]


def invite(office, terms=TERMS, invitations=None):
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        return invite_finals(desk, plan_finals(desk) if invitations is None else invitations, terms)


FX = ("fx@example.cn", "fengxian", "丰县民政局", [1, 2])
SOMEBODY = ("somebody@example.cn", "peixian", "沛县大屯街道办事处", [3])
QS = ("qs@example.cn", "quanshan", "泉山区民政局", [4])


def test_each_sender_gets_one_letter_and_what_she_sent_herself_is_asked_of_the_unit(office):
    assert plan(office) == [FX, SOMEBODY, QS]


def test_a_proof_goes_to_the_same(office):
    assert [one.email for one in ask(office, plan_round)] == [FX[0], SOMEBODY[0], QS[0]]


def test_an_address_that_bounced_is_not_written_to_again(office):
    with office.parts.ledger.begin() as connection:
        mark_bad(connection, "somebody@example.cn", "550", office.clock.now())
    assert plan(office) == [FX, ("px@example.cn", *SOMEBODY[1:]), QS]


def test_what_is_final_is_not_asked_for(office):
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        fix_final(desk, by_lines(desk, ["1号"]).cases[0], 1, By("李敏"))
    assert plan(office) == [(*FX[:3], [2]), SOMEBODY, QS]
    assert [row.serial for one in ask(office, plan_round) for row in one.cases] == [1, 2, 3, 4]


def test_only_the_cases_that_are_named_are_asked_for(office):
    named = ask(office, lambda desk: plan_finals(desk, by_lines(desk, ["2号", "3号"]).cases))
    assert [[row.serial for row in one.cases] for one in named] == [[2], [3]]
    assert ask(office, lambda desk: plan_letters(desk, [])) == []


def test_each_letter_is_queued_once_and_kept_as_asked(office):
    assert invite(office, Terms(DUE, "由市里统一印刷。", "李敏")) == 3
    assert invite(office, Terms(DUE, "由市里统一印刷。", "李敏")) == 0
    letters = office.letters("final")
    assert [(one.row.recipient, one.row.unit) for one in letters] == [
        (FX[0], "fengxian"),
        (SOMEBODY[0], "peixian"),
        (QS[0], "quanshan"),
    ]
    assert all("由市里统一印刷。" in one.text and "9月20日" in one.text for one in letters)
    assert [one.text.splitlines()[0] for one in letters] == [
        f"{name}：" for _, _, name, _ in (FX, SOMEBODY, QS)
    ]
    asked = office.ask(list_asked)
    assert {key: (one.email, one.due, one.version) for key, one in asked.items()} == {
        1: (FX[0], DUE, 0),
        2: (FX[0], DUE, 0),
        3: (SOMEBODY[0], DUE, 0),
        4: (QS[0], DUE, 0),
    }


def test_another_last_day_is_another_letter_and_the_newest_day_counts(office):
    later = date(2015, 9, 25)
    assert (invite(office), invite(office, Terms(later))) == (3, 3)
    assert {one.due for one in office.ask(list_asked).values()} == {later}


@pytest.mark.parametrize(
    ("due", "queued"), [(date(2015, 9, 7), 3), (date(2015, 9, 6), 0), (date(2014, 12, 31), 0)]
)
def test_the_last_day_may_be_today_and_not_before(office, due, queued):
    if queued:
        assert invite(office, Terms(due)) == queued
        return
    with pytest.raises(OrderError) as caught:
        invite(office, Terms(due))
    assert caught.value.detail == f"{due.month}月{due.day}日已经过去"
    assert office.letters("final") == []


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        ("09-07 10:00", "09-07 10:00"),
        ("09-08 03:00", "09-08 08:40"),
        ("09-11 23:00", "09-14 08:40"),
        ("09-12 10:00", "09-14 08:40"),
    ],
)
def test_letters_go_when_offices_are_at_work(office, now, goes):
    office.at(now)
    invite(office)
    assert {one.row.due_at for one in office.letters("final")} == {local(goes)}


def test_who_has_no_address_gets_no_letter_and_keeps_no_other_back(office):
    plans = ask(office, plan_finals)
    nobody = Invitation("", "pizhou", "邳州市民政局", plans[0].cases)
    assert invite(office, invitations=[nobody, *plans[1:]]) == 2
    assert sorted(office.ask(list_asked)) == [3, 4]
    assert invite(office, invitations=[]) == 0


def test_the_key_of_a_letter_about_very_many_cases_has_room_in_every_database(office):
    first, second, third, fourth = (row for one in ask(office, plan_finals) for row in one.cases)
    for rows in ((first, second) * 40, (first, third) * 40, (first, second) * 40, (fourth,)):
        invite(office, invitations=[Invitation("a" * 60 + "@example.cn", "fengxian", "丰县民政局", rows)])
    keys = [one.row.key for one in office.letters("final")]
    assert len(keys) == 3
    assert max(map(len, keys)) <= letter.c.key.type.length


@pytest.mark.parametrize(
    ("made", "wanted", "number"),
    [
        ([], 0, 1),
        ([], 1, 1),
        ([1], 0, 2),
        ([1], 2, 2),
        ([1], 1, 1),
        ([1, 2, 3], 0, 4),
        ([8], 0, 9),
        ([9], 9, 9),
    ],
)
def test_a_round_is_the_next_or_the_last_once_more(office, made, wanted, number):
    put_rounds(office, made)
    assert ask(office, lambda desk: next_round(desk, wanted)) == number


@pytest.mark.parametrize(
    ("made", "wanted", "why"),
    [
        ([], 2, "还没有出过校样，接下来是一校"),
        ([1], 3, "已出到一校，接下来是二校"),
        ([1, 2, 3], 1, "已出到三校，接下来是四校"),
        ([9], 0, "校次只到九校"),
        ([], 10, "校次只到九校"),
        ([], -1, "校次只到九校"),
    ],
)
def test_no_round_is_left_out_or_made_again_behind_the_last(office, made, wanted, why):
    put_rounds(office, made)
    with pytest.raises(OrderError) as caught:
        ask(office, lambda desk: next_round(desk, wanted))
    assert caught.value.detail == why


def put_rounds(office, numbers):
    with office.parts.ledger.begin() as connection:
        for number in numbers:
            put_round(connection, Round(number, "run", "汇编", office.clock.now(), "李敏"))
