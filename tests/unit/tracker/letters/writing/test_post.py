"""The one place where letters are made: once a key, the same to each person, nowhere else."""

import ast
from dataclasses import replace

import pytest

from intake.campaign.entries import Coordinator
from tests.office import LI, Office
from tests.paths import ROOT
from tracker.ledger.records import LetterKind
from tracker.letters.notices import Trouble
from tracker.letters.writing.draft import Draft
from tracker.letters.writing.post import post, post_to
from tracker.office.desk import Desk
from tracker.office.writer import message_id

WANG = Coordinator(name="王强", email="wq@example.cn", digest=False)
DRAFT = Draft(LetterKind.URGENT, "urgent:disk:", values={"trouble": Trouble("disk", "磁盘将满", "请清理")})


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path)
    yield office
    office.close()


def desk(office, connection):
    return Desk(connection, office.parts, office.clock.now())


def test_a_key_is_used_once(office):
    one = replace(
        DRAFT, recipient=LI.email, values={**DRAFT.values, "person": LI}, unit="fengxian", held=True
    )
    with office.parts.ledger.begin() as connection:
        assert [post(desk(office, connection), one) for _ in range(2)] == [1, None]
    (letter,) = office.letters()
    assert (letter.row.key, letter.row.unit, letter.row.state) == ("urgent:disk:", "fengxian", "held")
    assert letter.row.message_id == message_id(office.parts.writer, "urgent:disk:", LI.email)
    assert letter.headers["X-Zhengji-Reason"] == "urgent"


def test_each_coordinator_gets_his_own(office):
    with office.parts.ledger.begin() as connection:
        assert post_to(desk(office, connection), (LI, WANG), DRAFT) == 2
        assert post_to(desk(office, connection), (LI, WANG), DRAFT) == 0
    assert [
        (
            letter.row.key,
            letter.headers["To"],
            letter.headers["X-Zhengji-Reason"],
            letter.text.splitlines()[0],
        )
        for letter in office.letters()
    ] == [
        ("urgent:disk:limin@example.cn", "limin@example.cn", "coordinator", "李敏同志："),
        ("urgent:disk:wq@example.cn", "wq@example.cn", "coordinator", "王强同志："),
    ]


def test_nobody_else_makes_a_letter():
    makers = [
        path.relative_to(ROOT).as_posix()
        for folder in ("tracker", "demo")
        for path in (ROOT / folder).rglob("*.py")
        if "NewLetter" in path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "NewLetter"
    ]
    assert makers == ["tracker/letters/writing/post.py"]
