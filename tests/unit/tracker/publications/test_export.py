"""What ``zhengji export`` prints: whole objects, and no field that the page does not name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from intake.model.case import CaseReading, Doubt, Evidence, Fact, MailKind, Where
from tests.office import ROOT, Office, case, desk_of
from tracker.cases.corrections import correct_case
from tracker.ledger.people.corrections import Word
from tracker.publications.export import letter_objects, mail_objects

FX, PX = "fx@example.cn", "px@example.cn"
PAGE = (ROOT / "docs/export.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A case in two versions with a person's word, a copy of it from elsewhere, the same again, a question."""
    made = Office(tmp_path_factory.mktemp("office"))
    told = case(
        "院落议事",
        doubts=(Doubt("town", "town", "（宋楼镇/大沙河镇）", ("宋楼镇", "大沙河镇")),),
        waits=("town",),
    )
    evidence = (Evidence(Where.TITLE, "丰县院落议事", "案例.docx"),)
    told = CaseReading(told.text, {**told.facts, "county": Fact("丰县", 0.97, evidence)}, doubts=told.doubts)
    made.mail(FX, told)
    made.at("07-08 09:00").mail(FX, case("院落议事", edition=2))
    made.at("07-08 10:30").mail(PX, case("院落议事", "沛县"))
    made.mail(PX, case("院落议事", "沛县"))
    made.mail(
        FX,
        kind=MailKind.QUESTION,
        body="请问字数有上限吗？",
        needs_person=True,
        doubts=(Doubt("question", detail="请问字数有上限吗"),),
    )
    with made.parts.ledger.begin() as connection:
        word = Word("李敏", "reply", batch="b")
        correct_case(desk_of(connection, made.parts), made.cases()[0], {"theme": "4"}, word)
    made.until("07-08 12:00")
    yield made
    made.close()


def objects(office: Office, *, with_text: bool = False) -> list[dict[str, Any]]:
    found = office.ask(lambda c: list(mail_objects(c, with_text=with_text)))
    assert isinstance(found, list)
    return json.loads(json.dumps(found))


def test_roles_and_versions(office: Office) -> None:
    shown = [
        [
            (c["serial"], c["role"], c["version"], c["version_of"], c["duplicate_of"], c["resembles"])
            for c in o["cases"]
        ]
        for o in objects(office)
    ]
    assert shown == [
        [(1, "new", 1, None, None, None)],
        [(1, "revision", 2, "XZ-001", None, None)],
        [(2, "copy", 1, None, None, "XZ-001")],
        [(2, "same", 1, None, "XZ-002", None)],
        [],
    ]


def test_a_case_as_of_its_version_with_evidence_and_a_persons_word(office: Office) -> None:
    first = objects(office)[0]["cases"][0]
    assert {name: first[name] for name in ("county", "town", "theme", "waits", "version")} == {
        "county": "丰县", "town": "宋楼镇", "theme": 4, "waits": ["town"], "version": 1,
    }  # fmt: skip
    assert first["facts"]["county"] == {
        "value": "丰县", "confidence": 0.97, "waits": False, "choices": [], "note": "", "person": "",
        "evidence": [{"where": "title", "quote": "丰县院落议事", "source": "案例.docx"}],
    }  # fmt: skip
    assert first["facts"]["theme"] == {
        "value": "4", "confidence": 1.0, "waits": False, "choices": [], "note": "", "person": "李敏", "evidence": [],
    }  # fmt: skip
    assert [(d["code"], d["choices"], d["state"]) for d in first["doubts"]] == [
        ("town", ["宋楼镇", "大沙河镇"], "settled"),
    ]


def test_a_mail_that_waits_for_a_person(office: Office) -> None:
    last = objects(office)[-1]
    assert {name: last[name] for name in ("kind", "needs_person", "cases", "from", "state")} == {
        "kind": "question", "needs_person": True, "cases": [], "from": FX, "state": "filed",
    }  # fmt: skip
    assert [(d["code"], d["text"], d["owner"], d["state"]) for d in last["doubts"]] == [
        ("question", "来信询问：请问字数有上限吗", "coordinator", "open")
    ]


def test_text_only_when_asked_for(office: Office) -> None:
    told = case("院落议事")
    assert "text" not in objects(office)[0]["cases"][0]
    assert objects(office, with_text=True)[0]["cases"][0]["text"] == told.text


def test_letters_name_the_mails_they_answer(office: Office) -> None:
    mails = objects(office)
    found = office.ask(lambda c: [o for o in letter_objects(c) if o["kind"] != "digest"])
    answers = {o["sha256"]: [brief["message_id"] for brief in o["letters"]] for o in mails}
    assert all(answers.values())
    assert isinstance(found, list)
    for letter in found:
        assert letter["state"] == "sent"
        assert all(letter["message_id"] in answers[sha] for sha in letter["answers"])
    assert sorted(sha for letter in found for sha in letter["answers"]) == sorted(answers)


@pytest.mark.parametrize(
    ("heading", "named"),
    [
        (
            "zhengji.mail/1",
            lambda o: {*o[0], *(name for m in o for c in m["cases"] for name in (*c, *c["facts"]["county"]))},
        ),
    ],
)
def test_every_field_is_on_the_page(office: Office, heading: str, named: Any) -> None:
    section = PAGE.partition(f"## {heading}")[2].partition("\n## ")[0]
    words = {name for quoted in re.findall(r"`([^`]+)`", section) for name in re.findall(r"\w+", quoted)}
    assert {name for name in named(objects(office)) if name not in words} - {"format"} == set()


def test_every_field_of_a_letter_is_on_the_page(office: Office) -> None:
    with office.parts.ledger.read() as connection:
        found = list(letter_objects(connection))
    section = PAGE.partition("## zhengji.letter/1")[2].partition("\n## ")[0]
    words = {name for quoted in re.findall(r"`([^`]+)`", section) for name in re.findall(r"\w+", quoted)}
    assert found
    assert {name for letter in found for name in letter} - words == {"format"}
