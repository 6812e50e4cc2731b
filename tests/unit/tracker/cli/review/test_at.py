"""What the commands of a round share: an expert by name or address, who does it, cases as they are named."""

import getpass

import pytest

from tests.office import Office, case, desk_of
from tracker.cli.review.at import find_named, named_person
from tracker.cli.review.named import find_cases, lines_named
from tracker.errors import OrderError
from tracker.ledger.review.experts import ExpertRow, put_expert


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("begun")).at("08-04 09:00")
    office.mail("fx@example.cn", case("一张清单管到底"), case("院落议事"))
    office.mail("px@example.cn", case("楼道公约", "沛县"))
    office.close()
    return office


@pytest.fixture
def office(begun, tmp_path):
    office = begun.copy(tmp_path)
    yield office
    office.close()


@pytest.mark.parametrize(
    ("numbers", "lines"),
    [
        (None, []),
        ([], []),
        (["3"], ["3号"]),
        (["3号"], ["3号"]),
        ([" 3号 "], ["3号"]),
        (["XZ-003", "12"], ["XZ-003号", "12号"]),
    ],
)
def test_numbers_become_a_line_each(tmp_path, numbers, lines):
    assert lines_named(tmp_path, numbers, None) == lines


def test_a_list_that_is_not_there_is_said(tmp_path):
    with pytest.raises(OrderError) as caught:
        lines_named(tmp_path, None, tmp_path / "名单.txt")
    assert caught.value.detail == f"找不到 {tmp_path / '名单.txt'}"


@pytest.mark.parametrize(
    ("lines", "serials"),
    [
        (["1号"], [1]),
        (["XZ-002号", "1号"], [2, 1]),
        (["一张清单管到底"], [1]),
        (["入选名单", "编号\t题目", "XZ-003\t楼道公约"], [3]),
        (["1号", "1号"], [1]),
    ],
)
def test_cases_are_found_by_number_and_title_in_the_order_of_the_lines(office, lines, serials):
    found = office.ask(lambda connection: find_cases(desk_of(connection, office.parts), lines, None))
    assert [row.serial for row in found] == serials


@pytest.mark.parametrize(
    ("lines", "top"), [(["99号"], None), (["没有这一篇"], None), ([], None), ([], 3), (["1号", "99号"], 1)]
)
def test_what_names_no_case_is_refused_as_a_whole(office, lines, top):
    with pytest.raises(OrderError):
        office.ask(lambda connection: find_cases(desk_of(connection, office.parts), lines, top))


@pytest.mark.parametrize(
    ("by", "name"),
    [("李敏", "李敏"), (" 李敏 ", "李敏"), ("", None), ("  ", None), ("\u3000", None)],
)
def test_who_does_it_is_the_name_given_else_the_login(by, name):
    assert named_person(by) == (name or getpass.getuser())


EXPERTS = (ExpertRow("王建国", email="wjg@example.cn"), ExpertRow("王建", email="wj@example.cn"))


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("王建国", "王建国"),
        ("王建", "王建"),
        ("wjg@example.cn", "王建国"),
        ("WJG@Example.cn", "王建国"),
        (" 王建国 ", "王建国"),
        ("ｗｊ@example.cn", "王建"),
    ],
)
def test_an_expert_is_found_by_his_whole_name_or_his_address(office, word, name):
    with office.parts.ledger.begin() as connection:
        for one in EXPERTS:
            put_expert(connection, one, office.clock.now())
        assert find_named(desk_of(connection, office.parts), word).name == name


@pytest.mark.parametrize("word", ["王", "建国", "", "@example.cn", "%"])
def test_who_is_not_listed_is_said_as_it_was_written(office, word):
    with office.parts.ledger.begin() as connection:
        for one in EXPERTS:
            put_expert(connection, one, office.clock.now())
    with pytest.raises(OrderError) as caught:
        office.ask(lambda connection: find_named(desk_of(connection, office.parts), word))
    assert caught.value.detail == f"名单中没有“{word}”，请用 zhengji review experts 查看"
