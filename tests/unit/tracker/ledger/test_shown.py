"""What is counted of the cases is what the cases say, whatever was done to them."""

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.model.case import MailKind
from tests.office import LI, Office, case, desk_of
from tests.properties import examples
from tracker.cases.standing import stand, stand_now
from tracker.errors import OrderError
from tracker.ledger import cases
from tracker.ledger.mails import update_mail
from tracker.ledger.review.decided import Decision, put_decision
from tracker.ledger.schema import shown, tally
from tracker.ledger.shown import recount, show_again
from tracker.ledger.texts.versions import judge_again
from tracker.publications.volume.choice import By, choose_cases, fix_final, leave_out
from tracker.review.rounds import begin_round

SENDERS = ("fx@example.cn", "px@example.cn", "somebody@example.org")
COUNTIES = ("丰县", "沛县", "")
TITLES = ("小院议事", "板凳会", "红色物业")
ORDERS = (
    "{}号主题改5",
    "{}号撤回",
    "{}号属沛县",
    "恢复{}号",
    "{}号确认",
    "{}、1是同一篇，留1",
    "{}号用第1稿",
    "撤销",
    "{}号层级改县级",
    "{}号用最新稿",
)


def review(desk, rows, number):
    begin_round(desk, f"第{number}轮", rows, LI.name)


def print_it(desk, rows, number):
    choose_cases(desk, rows[:number], By(LI.name))


def leave_it_out(desk, rows, number):
    leave_out(desk, rows[:number], By(LI.name))


def final_text(desk, rows, number):
    fix_final(desk, rows[number % len(rows)], 1, By(LI.name))


def decide(desk, rows, number):
    row = rows[number % len(rows)]
    put_decision(desk.connection, Decision(row.id, number % 2 == 0, LI.name, "", desk.now))


def judge_late(desk, rows, number):
    judge_again(desk.connection, desk.now, {"fengxian": desk.now.replace(month=number)})


def mend(desk, rows, number):
    recount(desk.connection)


ACTS = (review, print_it, leave_it_out, final_text, decide, judge_late, mend)
acted = st.tuples(st.sampled_from(ACTS), st.integers(1, 4))
withdrawn = st.tuples(st.just(MailKind.WITHDRAWAL), st.sampled_from(SENDERS), st.sampled_from(TITLES))
mailed = st.tuples(
    st.sampled_from(SENDERS),
    st.sampled_from(TITLES),
    st.sampled_from(COUNTIES),
    st.integers(1, 3),
    st.sampled_from(((), ("theme",), ("theme", "level"))),
)
ordered = st.tuples(st.sampled_from(ORDERS), st.integers(1, 4))


@pytest.fixture
def office(place, tmp_path):
    made = Office(tmp_path, place=place)
    yield made
    made.close()


def rows_of(connection):
    return [tuple(row) for row in connection.execute(shown.select().order_by(shown.c.case_id))]


def counts_of(connection):
    return {tuple(row) for row in connection.execute(tally.select())}


def check(office):
    """The rows as they were kept, which are those that are computed anew and those that the cases say."""
    with office.parts.ledger.begin() as connection:
        kept, listed = rows_of(connection), cases.list_cases(connection)
        counted = counts_of(connection)
        now = stand_now(office.campaign, connection)
        show_again(connection)
        assert rows_of(connection) == kept
        assert counts_of(connection) == counted
    assert kept == [
        (row.id, row.status, row.unit_key, row["theme"], row["level"], bool(row.waiting), row.sent_at)
        for row in sorted(listed, key=lambda row: row.id)
    ]
    assert now == stand(office.campaign, listed)
    return kept


@pytest.mark.slow
def test_every_way_a_case_changes_is_counted(office):
    office.at("07-20 09:00").mail("fx@example.cn", case("小院议事", waits=("theme",)), case("板凳会"))
    office.mail("px@example.cn", case("红色物业", "沛县"))
    seen = [check(office)]
    office.at("07-20 18:00").tick()
    digest = office.last("digest")
    for said in ("1号主题改5", "2号撤回", "3号属丰县", "恢复2号", "1、2是同一篇，留1", "1号确认", "撤销"):
        office.order(said, digest)
        seen.append(check(office))
    assert seen[1] != seen[0]
    assert seen[2] != seen[1]
    office.at("07-21 09:00").mail("fx@example.cn", case("小院议事", edition=2, theme="3", level="county"))
    seen.append(check(office))
    assert len(seen[-1]) == 3
    assert seen[-1] != seen[-2]


def test_a_mail_whose_time_is_read_anew_is_counted_so(office):
    row = office.at("07-20 09:00").mail("fx@example.cn", case("小院议事"))
    with office.parts.ledger.begin() as connection:
        update_mail(connection, row.id, sent_at=row.arrived_at.replace(hour=20))
    ((*_, sent_at),) = check(office)
    assert sent_at == row.arrived_at.replace(hour=20)


def take(office, step, digest):
    """One step of a season; what an office refuses changes nothing."""
    if step[0] in ACTS:
        with suppress(OrderError), office.parts.ledger.begin() as connection:
            step[0](desk_of(connection, office.parts), cases.list_cases(connection), step[1])
    elif step[0] is MailKind.WITHDRAWAL:
        _, sender, title = step
        office.mail(sender, kind=MailKind.WITHDRAWAL, body=f"《{title}》请予撤回。")
    elif len(step) == 2:
        office.order(step[0].format(step[1]), digest)
    else:
        sender, title, county, edition, waits = step
        office.mail(sender, case(title, county, edition=edition, waits=waits))


@pytest.mark.slow
@settings(max_examples=examples(12))
@given(st.lists(st.one_of(mailed, ordered, acted, withdrawn), min_size=4, max_size=10))
def test_a_season_of_any_mails_and_orders_is_counted(season):
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder)).at("07-20 09:00")
        try:
            office.mail("fx@example.cn", case("小院议事", waits=("theme",)))
            office.at("07-20 18:00").tick()
            digest = office.last("digest")
            for step in season:
                take(office, step, digest)
                check(office)
        finally:
            office.close()


def test_counts_that_are_wrong_are_counted_again(office):
    office.mail("fx@example.cn", case("小院议事"))
    office.mail("px@example.cn", case("板凳会", "沛县"))
    with office.parts.ledger.begin() as connection:
        assert recount(connection) == 0
        connection.execute(shown.update().where(shown.c.case_id == 1).values(theme="5"))
        assert recount(connection) == 1
        connection.execute(tally.update().values(cases=7))
        assert recount(connection) == 12
    check(office)
