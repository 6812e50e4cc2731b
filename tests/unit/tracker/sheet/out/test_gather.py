"""What an edition shows of the ledger: order, evidence in words, what waits, contacts, the flow of mails."""

from dataclasses import replace

import pytest

from intake.model.case import Doubt
from tests.office import LI, Office, case, desk_of, local, notice
from tracker.ledger.doubts import add_doubts
from tracker.ledger.records import Value
from tracker.sheet.out import gather
from tracker.sheet.out.gather import (
    LedgerCases,
    LedgerPending,
    _evidence_words,
    _is_unsure,
    gather_edition,
    sorted_cases,
)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Cases of three units and of none, in no order; a question; a letter of hers."""
    made = Office(tmp_path_factory.mktemp("office")).at("08-04 09:00")
    made.mail("qs@example.cn", case("红色物业", "泉山区", level="county", contact="赵六六", phone="0516-1"))
    made.mail("fx@example.cn", case("一张清单管到底", waits=("theme",)), case("院落议事"))
    made.mail("someone@example.org", case("无处安放", "", unit="某某公司"))
    made.mail("px@example.cn", case("楼道公约", "沛县", level="county", contact="王小五", phone="0516-2"))
    made.mail("fx@example.cn", case("三驾马车", level="county", contact="张小三", phone="0516-3"))
    made.mail("asks@example.org", kind="question", body="几号截止？", subject="请问")
    made.tick()
    with made.parts.ledger.begin() as connection:
        add_doubts(connection, [Doubt("question", detail="几号截止")], made.clock.now(), mail_id=6)
    yield made
    made.close()


def look(office, question):
    return office.ask(lambda connection: question(desk_of(connection, office.parts)))


def edition(office):
    def gathered(desk):
        found = gather_edition(desk, 7)
        return replace(found, chunks=list(found.chunks), flow=list(found.flow), pending=list(found.pending))

    return look(office, gathered)


SERIALS = [2, 3, 6, 5, 1, 4]  # 丰县, 沛县, 泉山区, none


def test_cases_stand_in_official_order_of_their_units_then_by_number(office):
    assert [row.serial for row in look(office, lambda desk: list(sorted_cases(desk)))] == SERIALS
    assert [row.serial for row in edition(office).cases] == SERIALS


@pytest.mark.parametrize("some", [1, 2, 4, 100])
def test_the_order_is_the_same_however_many_are_read_at_once(office, some, monkeypatch):
    monkeypatch.setattr(gather, "AT_ONCE", some)

    def twice(desk):
        cases = LedgerCases(desk)
        return [[row.serial for chunk in cases for row in chunk.rows] for _ in range(2)]

    assert look(office, twice) == [SERIALS, SERIALS]
    pending = look(office, lambda desk: list(LedgerPending(desk.connection, desk.campaign)))
    monkeypatch.undo()
    assert pending == look(office, lambda desk: list(LedgerPending(desk.connection, desk.campaign)))


def test_what_waits_is_counted_without_being_read(office):
    def counted(desk):
        pending = LedgerPending(desk.connection, desk.campaign)
        return len(pending), len(list(pending))

    first, second = look(office, counted)
    assert first == second > 0
    rows = edition(office).pending
    assert len({row.doubt_id for row in rows}) == len(rows)
    assert {row.handle for row in rows if not row.title} == {"收件6"}
    assert all(row.text and row.owner for row in rows)


def test_contacts_are_as_registered_else_of_the_newest_case_of_the_county_itself(office):
    assert edition(office).contacts == {
        "fengxian": ("张三", "0516-80000001"),
        "peixian": ("王五", "0516-80000002"),
        "quanshan": ("赵六", "0516-80000010"),
    }


def test_where_none_is_registered_the_case_of_the_county_itself_says_whom_to_call(tmp_path):
    units = tuple(unit.model_copy(update={"contact": "", "phone": ""}) for unit in notice().units)
    made = Office(tmp_path, notice().model_copy(update={"units": units})).at("08-04 09:00")
    made.mail("fx@example.cn", case("甲", level="county", contact="旧人", phone="0516-1"))
    made.mail("fx@example.cn", case("乙", level="county", contact="新人", phone="0516-2"))
    made.mail("fx@example.cn", case("丙", level="town", contact="镇里的人", phone="0516-3"))
    made.mail("px@example.cn", case("丁", "沛县", level="county", contact="", phone="0516-4"))
    contacts = edition(made).contacts
    made.close()
    assert contacts == {"fengxian": ("新人", "0516-2")}


def test_every_mail_stands_in_the_flow_with_its_cases_and_its_answer(office):
    flow = edition(office).flow
    assert [(row.mail_id, row.sender, row.subject, row.cases) for row in flow] == [
        (1, "qs@example.cn", "案例材料", "XZ-001"),
        (2, "fx@example.cn", "案例材料", "XZ-002、XZ-003"),
        (3, "someone@example.org", "案例材料", "XZ-004"),
        (4, "px@example.cn", "案例材料", "XZ-005"),
        (5, "fx@example.cn", "案例材料", "XZ-006"),
        (6, "asks@example.org", "请问", ""),
    ]
    assert {row.arrived_at for row in flow} == {local("08-04 09:00")}
    assert {row.answer for row in flow} <= {*gather.ANSWER_WORDS.values(), ""}


def test_the_edition_says_of_itself_when_it_was_made_and_what_is_left(office):
    made = edition(office)
    assert (made.number, made.made_at, made.standing.cases) == (7, office.clock.now(), 6)
    assert made.standing.unplaced == 1
    assert made.workdays_left == office.parts.workdays.workdays_until(
        local("08-04 09:00").date(), notice().deadlines[0].last_day
    )
    assert made.choices["county"] == tuple(unit.name for unit in notice().active_units())
    assert "宋楼镇" in made.choices["town"]
    assert len(set(made.choices["town"])) == len(made.choices["town"])
    assert LI.email not in str(made.contacts)


def test_an_empty_ledger_has_an_empty_edition(tmp_path):
    made = Office(tmp_path).at("08-04 09:00")
    found = edition(made)
    made.close()
    assert (found.chunks, found.flow, found.pending, found.standing.cases) == ([], [], [], 0)
    assert list(found.cases) == []


@pytest.mark.parametrize(
    ("name", "value", "unsure"),
    [
        ("theme", Value("2", waits=True), True),
        ("remark", Value("", waits=True), True),
        ("theme", Value("2", confidence=0.89), True),
        ("theme", Value("2", confidence=0.9), False),
        ("theme", Value("", confidence=0.1), False),
        ("theme", Value("2", confidence=0.1, person="李敏"), False),
        ("contact", Value("周庆和", confidence=0.1), False),
    ],
)
def test_evidence_is_shown_for_what_waits_and_what_is_less_sure(name, value, unsure):
    assert _is_unsure(name, value) is unsure


@pytest.mark.parametrize(
    ("evidence", "choices", "words"),
    [
        ([], (), "来件中未见"),
        ([], ("一", "二"), "可选：一、二"),
        ([{"where": "title", "quote": "丰县"}], (), "标题：丰县"),
        ([{"where": "new-place", "quote": "丰县"}], (), "new-place：丰县"),
        ([{"where": "body", "quote": "长" * 61}], ("一",), f"正文：{'长' * 60}\n可选：一"),
        (
            [{"where": "file", "quote": str(n)} for n in range(6)],
            (),
            "\n".join(f"文件名：{n}" for n in range(4)),
        ),
    ],
)
def test_evidence_in_words(evidence, choices, words):
    assert _evidence_words(evidence, choices) == words
