"""What is counted of the cases is what the cases say, whatever was done to them."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.office import Office, case
from tests.properties import examples
from tracker.cases.standing import stand, stand_now
from tracker.ledger import cases
from tracker.ledger.mails import update_mail
from tracker.ledger.schema import shown, tally
from tracker.ledger.shown import recount, show_again

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
)
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


@settings(max_examples=examples(12))
@given(st.lists(st.one_of(mailed, ordered), min_size=4, max_size=10))
def test_a_season_of_any_mails_and_orders_is_counted(season):
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder)).at("07-20 09:00")
        try:
            office.mail("fx@example.cn", case("小院议事", waits=("theme",)))
            office.at("07-20 18:00").tick()
            digest = office.last("digest")
            for step in season:
                if len(step) == 2:
                    office.order(step[0].format(step[1]), digest)
                else:
                    sender, title, county, edition, waits = step
                    office.mail(sender, case(title, county, edition=edition, waits=waits))
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
