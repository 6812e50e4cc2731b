"""Looking at the ledger by command: which case is meant, and every line that is printed."""

import pytest
from typer.testing import CliRunner

from tests.office import Office, case
from tests.unit.tracker.sheet.season import open_season, say, small
from tracker.cli.app import app
from tracker.cli.ledger import find_case, tell_waiting
from tracker.errors import OrderError
from tracker.ledger.views.status import Waiting


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("office")).at("08-04 09:00")
    made.mail("fx@example.cn", *(case(f"第{place}件实事") for place in range(12)))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("number", "serial"),
    [
        ("3", 3),
        ("3号", 3),
        ("第3号", 3),
        (" 3 ", 3),
        ("003", 3),
        ("３号", 3),
        ("XZ-003", 3),
        ("xz-3", 3),
        ("2015-XZ-011", 11),
        ("12", 12),
    ],
)
def test_a_case_is_found_by_its_number_as_people_write_it(office, number, serial):
    assert office.ask(lambda connection: find_case(connection, number).serial) == serial


@pytest.mark.parametrize(
    "number",
    [
        "",
        "0",
        "13",
        "三",
        "号",
        "XZ-",
        "1和2",
        "1号、2号",
        "1 2",
        "1.2",
        "3号第1稿",
        "1e1",
        "9" * 10,
        "9" * 400,
        "²",
    ],
)
def test_what_names_no_case_or_several_is_refused_as_it_was_written(office, number):
    with pytest.raises(OrderError) as caught:
        office.ask(lambda connection: find_case(connection, number))
    assert caught.value.detail == f"没有编号为“{number}”的案例，可用 zhengji cases 查看全部编号"


@pytest.mark.parametrize(
    ("office_", "senders", "said"),
    [
        (0, 0, "待核事项：共0项"),
        (2, 0, "待核事项：共2项：待经办人、管理员处理2项，待报送单位答复0项"),
        (1, 3, "待核事项：共4项：待经办人、管理员处理1项，待报送单位答复3项"),
    ],
)
def test_how_much_waits_and_for_whom(office_, senders, said):
    assert tell_waiting(Waiting(office_, senders)) == said


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data folder with three cases, one corrected by a person."""
    folder = tmp_path_factory.mktemp("data") / "office"
    with open_season(folder, small()) as made:
        say(made, 1, contact="李敏")
    return folder


def run(data, *words):
    done = CliRunner().invoke(app, [*words, "--data", str(data)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output.rstrip("\n").split("\n")


def test_every_case_in_a_line(data):
    assert run(data, "cases") == [
        "1号　XZ-001　已登记　丰县　（一）治理结构　《一核引领 多元共治》",
        "2号　XZ-002　已登记　鼓楼区丰财街道　（二）治理方式　《“红色圆桌”连起一条街》",
        "3号　XZ-003　待核　泉山区湖滨街道望湖社区　（四）协商民主　《三驾马车》",
    ]


@pytest.mark.parametrize(
    ("words", "serials"),
    [("圆桌", ["2号"]), ("做法", ["1号"]), ("望湖 马车", ["3号"]), ("的", ["3号", "2号", "1号"])],
)
def test_cases_that_hold_all_the_words(data, words, serials):
    assert sorted(line.partition("　")[0] for line in run(data, "cases", "--search", words)) == sorted(
        serials
    )


@pytest.mark.parametrize("words", ["没有的词", "圆桌 马车"])
def test_where_no_case_holds_them_that_is_said(data, words):
    assert run(data, "cases", "--search", words) == [f"没有正文含“{words}”的案例。"]


def test_one_case_with_who_said_what(data):
    lines = run(data, "show", "1号")
    assert lines[0] == "XZ-001（1号）　已登记　第1稿"
    assert "联系人：李敏　王主任更正" in lines
    assert "案例名称：一核引领 多元共治　可信度0.98" in lines
    assert lines[-1].startswith("第1稿　")
    assert lines[-1].endswith("　a1@example.cn　报送案例：一核引领 多元共治")


def test_a_case_that_waits_says_for_what(data):
    lines = run(data, "show", "3")
    assert lines[0] == "XZ-003（3号）　待核　第1稿"
    assert "主题：（四）协商民主　待核　可信度0.50" in lines
    assert any(line.startswith("疑点：") for line in lines)


def test_an_own_version_alone_has_nothing_to_be_compared_with(data):
    with pytest.raises(OrderError):
        run(data, "compare", "1")


def test_two_cases_side_by_side(data):
    head, *changes = run(data, "compare", "1", "2")
    assert "XZ-001" in head or "1号" in head
    assert any("丰县的做法。" in line for line in changes)
    assert any("丰财街道的圆桌。" in line for line in changes)


def test_counts_that_are_right_are_left_as_they_are(data):
    assert run(data, "recount") == ["已重新计算，没有不符"]


def test_the_export_has_an_object_for_each_mail(data):
    import json

    plain, told = (list(map(json.loads, run(data, "export", *more))) for more in ((), ("--with-text",)))
    assert len(plain) == len(told) == 3
    assert "丰县的做法。" not in json.dumps(plain, ensure_ascii=False)
    assert "丰县的做法。" in json.dumps(told, ensure_ascii=False)
    assert run(data, "export", "--letters") == [""]
