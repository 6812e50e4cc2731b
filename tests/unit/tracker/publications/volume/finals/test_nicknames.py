"""A reply that calls a case by what people call it: known by a part that only its title has, else asked with a guess."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.model.case import MailKind
from tests.office import Office, case, desk_of
from tests.unit.tracker.publications.volume.test_finals import FIRST, SECOND, asked, invite, standing
from tracker.publications.volume.choice import By, by_lines, choose_cases

OPEN = "第1稿，待报定稿（限9月20日）"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun")).at("08-04 09:00")
    made.mail("fx@example.cn", case(FIRST), case(SECOND))
    made.until("08-04 17:05")
    with made.parts.ledger.begin() as connection:
        desk = desk_of(connection, made.parts)
        choose_cases(desk, by_lines(desk, ["1号", "2号"]).cases, By("李敏"))
    made.at("09-07 10:00")
    invite(made)
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def answer(office: Office, body: str, **brought: object) -> str:
    letter = asked(office, "fx@example.cn")
    found = (case(FIRST, edition=2),) if brought else ()
    office.at("09-15 10:00").mail("fx@example.cn", *found, kind=MailKind.OTHER, body=body, to=letter)
    office.until("09-15 11:30")
    return office.last("acknowledgement", "supplement", "holding").whole()


def test_a_part_of_the_title_is_enough(office: Office) -> None:
    answer(office, "“清单”那篇无修改，碰头会那篇稍后报。")

    assert standing(office) == {"XZ-001": "定稿第1稿", "XZ-002": OPEN}


def test_with_the_other_one_enclosed_the_nickname_is_known(office: Office) -> None:
    answer(office, "“四方会”那篇无修改，另一篇定稿见附件。", brought=True)

    assert standing(office) == {"XZ-001": "定稿第2稿", "XZ-002": "定稿第1稿"}


def test_where_several_may_be_meant_it_is_asked_with_a_guess(office: Office) -> None:
    text = answer(office, "“四方会”那篇无修改。")

    assert standing(office) == {"XZ-001": OPEN, "XZ-002": OPEN}
    assert f"“四方会”是否指《{SECOND}》？请回信写明题名" in text
    assert "（请回复）" in text


def test_what_is_like_no_title_is_asked(office: Office) -> None:
    text = answer(office, "“明白人”那篇无修改。")

    assert standing(office) == {"XZ-001": OPEN, "XZ-002": OPEN}
    assert "“明白人”指哪一篇未能认定，请回信写明题名" in text
