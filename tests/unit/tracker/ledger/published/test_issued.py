"""What each edition showed, and the lists that the workbook asks for."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from tests.office import Office, case
from tracker.ledger.published.issued import (
    add_unit_note,
    ever_shown,
    latest_shown,
    newest_edition,
    record_issue,
    shown_in,
    take_edition,
    unit_notes,
)
from tracker.ledger.schema import issued
from tracker.ledger.texts.documents import file_names, files_of_version
from tracker.ledger.views.flow import answers_by_mail, cases_in_order, numbers_by_mail

FX, PX = "fx@example.cn", "px@example.cn"


@pytest.fixture
def office(tmp_path, place) -> Iterator[Office]:
    made = Office(tmp_path, place=place)
    made.mail(PX, case("院落议事", "沛县"), case("楼道公约", "沛县"))
    made.mail(FX, case("红色物业"))
    yield made
    made.close()


def test_only_what_a_case_shows_anew_is_kept(office):
    with office.parts.ledger.begin() as connection:
        assert newest_edition(connection) == 0
        assert take_edition(connection) == 1
        record_issue(connection, 1, [(1, {"remark": ""}), (2, {"remark": "甲"})])
        assert take_edition(connection) == 2
        record_issue(connection, 2, [(1, {"remark": "乙"}), (2, {"remark": "甲"})])
        assert take_edition(connection) == 3
        record_issue(connection, 3, [(1, {"remark": ""}), (2, {"remark": "甲"}), (3, {})])

        assert connection.execute(select(func.count()).select_from(issued)).scalar() == 5
        assert [shown_in(connection, number) for number in (1, 2, 3, 4)] == [
            {1: {"remark": ""}, 2: {"remark": "甲"}},
            {1: {"remark": "乙"}, 2: {"remark": "甲"}},
            {1: {"remark": ""}, 2: {"remark": "甲"}, 3: {}},
            {},  # no edition of ours has this number
        ]
        assert latest_shown(connection, [1, 3, 9]) == {1: {"remark": ""}, 3: {}}
        assert [ever_shown(connection, number) for number in (1, 3)] == [{"remark": {"", "乙"}}, {}]


def test_a_remark_on_a_unit_is_in_the_editions_after_it(office):
    now = office.clock.now()
    with office.parts.ledger.begin() as connection:
        take_edition(connection)
        add_unit_note(connection, "peixian", "已电话联系", now)
        take_edition(connection)
        add_unit_note(connection, "peixian", "下周报", now)
        add_unit_note(connection, "suining", "出差", now)

        assert [unit_notes(connection, number) for number in (1, 2, 3)] == [
            {},
            {"peixian": "已电话联系"},
            {"peixian": "下周报", "suining": "出差"},
        ]
        assert unit_notes(connection) == {"peixian": "下周报", "suining": "出差"}


def test_cases_stand_in_the_order_of_their_units_those_of_none_last(office):
    with office.parts.ledger.read() as connection:
        assert list(cases_in_order(connection, ["fengxian", "peixian"])) == [3, 1, 2]
        assert list(cases_in_order(connection, ["peixian"])) == [1, 2, 3]
        assert list(cases_in_order(connection, [])) == [1, 2, 3]


def test_what_became_of_each_mail(office):
    office.until("07-08 12:00")
    with office.parts.ledger.read() as connection:
        assert numbers_by_mail(connection, [1, 2, 7]) == {1: ["XZ-001", "XZ-002"], 2: ["XZ-003"]}
        assert answers_by_mail(connection, [1, 2, 7]) == {1: "acknowledgement", 2: "acknowledgement"}


def test_a_version_without_files_names_none(office):
    with office.parts.ledger.read() as connection:
        assert file_names(connection) == {1: "", 2: "", 3: ""}
        assert file_names(connection, [2]) == {2: ""}
        assert files_of_version(connection, 2) == files_of_version(connection, 99) == []
