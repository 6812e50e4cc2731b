"""What the coordinator says of mails and addresses: what she is told, what is refused and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import BOT, LI, Office
from tests.unit.tracker.orders.acts.desk import Act, done, fill_office, told
from tracker.ledger import mails
from tracker.orders.acts.facts import tell
from tracker.orders.acts.look import list_unwanted
from tracker.orders.acts.mails import (
    attach_mails,
    describe_address,
    register_address,
    set_aside,
    settle_mails,
    take_up,
)
from tracker.orders.order import Order, Verb


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = fill_office(tmp_path_factory.mktemp("mails"))
    made.mail("wang@personal.example", subject="请教", body="照片可以后补吗？")
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def address(value: str, *units: str) -> Order:
    return Order(Verb.ADDRESS, "", value=value, units=units)


@pytest.mark.parametrize("act", [settle_mails, set_aside, take_up])
@pytest.mark.parametrize("serials", [(9,), (6, 9)])
def test_of_mails_one_of_which_is_not_there_nothing_is_done(
    office: Office, act: Act, serials: tuple[int, ...]
) -> None:
    assert done(office, act, Order(Verb.REVIEWED, "", serials)) == ("没有办：没有收件9", [])


def test_mails_that_are_settled_wait_for_nobody(office: Office) -> None:
    said, steps = done(office, settle_mails, Order(Verb.REVIEWED, "", (5, 6)))

    assert said == "收件5、6已标为处理完毕"
    assert [(step["what"], step["mail"]) for step in steps] == [("review", 5), ("review", 6)]
    assert not any(
        office.ask(lambda connection, at=at: mails.get_mail(connection, at)).needs_person for at in (5, 6)
    )
    assert office.ask(lambda connection: mails.are_reviewed(connection, [5, 6]))


def test_an_advert_is_set_aside_with_its_address_and_says_how_to_take_that_back(office: Office) -> None:
    said, steps = done(office, set_aside, Order(Verb.ADVERT, "", (6,)))

    assert said == "收件6已归入广告，wang@personal.example今后的来信不再列出"
    assert steps[-1] == {"what": "fixed", "why": "收件6已归入广告；如需改回，请回复“收件6不是广告”"}
    assert told(office, list_unwanted, Order(Verb.UNWANTED, "")) == (
        "归入广告、诈骗的来信2封：收件6：wang@personal.example“请教”；收件4：shop@example.com“开发票”"
    )


def test_a_mail_that_is_no_advert_is_read_anew(office: Office) -> None:
    said, steps = done(office, take_up, Order(Verb.GENUINE, "", (4,)))

    assert said == "收件4按普通来信重新处理，shop@example.com今后的来信不再当作广告"
    assert steps[-1] == {"what": "fixed", "why": "收件4已按普通来信处理；如需改回，请回复“收件4是广告”"}


@pytest.mark.parametrize("act", [set_aside, take_up])
def test_a_mail_of_a_unit_is_never_an_advert(office: Office, act: Act) -> None:
    assert done(office, act, Order(Verb.ADVERT, "", (5,))) == (
        "没有办：收件5来自睢宁县的邮箱，不会当作广告",
        [],
    )
    assert done(office, act, Order(Verb.ADVERT, "", (6, 1))) == (
        "没有办：收件1来自丰县的邮箱，不会当作广告",
        [],
    )


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (address("new@example.cn"), "请写明是哪个单位的邮箱"),
        (address("new@example", "丰县"), "new@example不是完整的邮箱地址"),
        (address("new example.cn", "丰县"), "new example.cn不是完整的邮箱地址"),
        (address(BOT, "丰县"), f"{BOT}是本办公室的邮箱，不能登记给报送单位"),
        (address(LI.email.upper(), "丰县"), f"{LI.email}是本办公室的邮箱，不能登记给报送单位"),
    ],
)
def test_an_address_that_cannot_be_a_units(office: Office, order: Order, why: str) -> None:
    assert told(office, register_address, order) == f"没有办：{why}"
    assert told(office, describe_address, order) == f"没有办：{why}"


def test_an_address_is_registered_once_and_mails_go_there(office: Office) -> None:
    order = address("Mz@Pizhou.example", "邳州市")

    assert told(office, describe_address, order) == "把mz@pizhou.example登记为邳州市的邮箱"
    assert told(office, register_address, order) == (
        "mz@pizhou.example已登记为邳州市的邮箱，今后催报等信发到这里，该邮箱来信算作邳州市的"
    )
    assert told(office, register_address, order) == "mz@pizhou.example早已登记为邳州市的邮箱"
    assert told(office, tell, Order(Verb.TELL, "", (), "address", units=("邳州市",))) == (
        "邳州市：mz@pizhou.example"
    )


def test_the_address_of_a_mail_is_registered_without_being_written(office: Office) -> None:
    order = Order(Verb.ADDRESS, "", (6,), units=("泉山区",))

    assert told(office, register_address, order) == (
        "wang@personal.example已登记为泉山区的邮箱，今后催报等信发到这里，该邮箱来信算作泉山区的"
    )
    assert told(office, tell, Order(Verb.TELL, "", (), "last", units=("泉山区",))).startswith(
        "泉山区：最近一封是收件6（8月4日10:00，“请教”），"
    )


def test_an_address_of_another_unit_is_told_before_it_changes_hands(office: Office) -> None:
    order = address("fx@example.cn", "邳州市")

    assert told(office, describe_address, order) == "把fx@example.cn登记为邳州市的邮箱（它原为丰县所用）"


def test_files_are_attached_only_where_there_is_a_case_and_a_file(office: Office) -> None:
    assert told(office, attach_mails, Order(Verb.ATTACH, "", (6,), value="9")) == "没有办：没有9号案例"
    assert told(office, attach_mails, Order(Verb.ATTACH, "", (6,), value="1")) == "没有办：收件6没有附件"
