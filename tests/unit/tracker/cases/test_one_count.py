"""One count of what is reported and of what waits, wherever it is told: any season, every place."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.model.case import Doubt, MailKind
from tests.office import Office, case, notice
from tests.unit.tracker.orders.test_reply import outcomes
from tracker.cases.standing import stand_now, tell_missing
from tracker.ledger.views.status import count_waiting
from tracker.run.watch.vitals import take_vitals
from tracker.sheet.columns import COVER, MISSING, PENDING, STANDING
from tracker.sheet.out.gather import write_edition
from tracker.sheet.out.printed import bulletin_words

EXPECTED = {"fengxian": 2, "suining": 0, "quanshan": 3}  # of each unit, else one
DOUBTS = {"theme": "coordinator", "phone": "sender", "near-copy": "coordinator", "question": "coordinator"}
SEASONS = st.lists(
    st.tuples(
        st.sampled_from(("丰县", "沛县", "睢宁县", "泉山区", "邳州市", "")),
        st.lists(st.sampled_from(("theme", "phone", "near-copy")), max_size=3, unique=True),
        st.booleans(),
    ),
    max_size=8,
)


def call():
    units = (unit.model_copy(update={"minimum": EXPECTED.get(unit.key, 1)}) for unit in notice().units)
    return notice().model_copy(update={"units": tuple(units)})


def play(office: Office, season) -> None:
    office.at("08-04 08:50")
    for number, (county, codes, asks) in enumerate(season):
        office.at(f"08-04 09:{number:02}")
        doubts = tuple(Doubt(code) for code in codes)
        office.mail(
            f"n{number}@example.org", case(f"第{number}篇的题目", county, doubts=doubts, waits=tuple(codes))
        )
        if asks:
            question = (Doubt("question", detail="报几篇"),)
            office.mail(f"q{number}@example.org", kind=MailKind.QUESTION, needs_person=True, doubts=question)
    office.until("08-04 17:05")


def in_workbook(office: Office, folder: str) -> dict[str, object]:
    path = Path(folder) / "book.xlsx"
    write_edition(office.parts, path)
    book = openpyxl.load_workbook(path)
    cover = [[cell.value for cell in row] for row in book[COVER].iter_rows(min_row=4, max_row=5)]
    figures = dict(zip(cover[0], cover[1], strict=True))
    rows = [[cell.value for cell in row] for row in book[MISSING].iter_rows()]
    missing = {row[1]: (row[2], row[3]) for row in rows if isinstance(row[0], int)}
    pending = sum(isinstance(row[0].value, int) for row in book[PENDING].iter_rows())
    standing = {
        row[1].value: row[3].value for row in book[STANDING].iter_rows() if isinstance(row[0].value, int)
    }
    return {"figures": figures, "missing": missing, "pending": pending, "standing": standing}


@pytest.mark.slow
@given(SEASONS)
@settings(max_examples=12, deadline=None)
def test_every_place_tells_the_same(season):
    with TemporaryDirectory() as folder:
        office = Office(Path(folder), call())
        play(office, season)
        with office.parts.ledger.read() as connection:
            standing = stand_now(office.campaign, connection)
            waiting = count_waiting(connection)
        book = in_workbook(office, folder)
        letter = office.last("digest")
        answer = outcomes(office.order("进度", letter))
        page = take_vitals(office.parts).books.doubts
        office.close()

    names = {unit.unit.name for unit in standing.units}
    reported = {unit.unit.name for unit in standing.units if unit.cases}
    silent, partial, spared = (
        {unit.unit.name for unit in group} for group in (standing.silent, standing.partial, standing.spared)
    )
    sums = (len(reported), len(silent), len(spared))
    assert (reported | silent | spared, sum(sums)) == (names, len(names))
    assert partial <= reported

    subject = re.search(r"已报(\d+)/(\d+)，.*待核(\d+)项", letter.headers["Subject"])
    assert tuple(map(int, subject.groups())) == (standing.reported, len(names), waiting.total)
    own = re.search(r"待您处理（(\d+)项", letter.text)
    assert int(own[1] if own else 0) == waiting.office
    titles = re.search(r"未报送单位（(\d+)个）(?:、未报足单位（(\d+)个）)?", letter.text)
    told = tuple(int(count or 0) for count in titles.groups()) if titles else (0, 0)
    quiet = "系统正常" in letter.text  # a day without news names nobody
    assert told == ((0, 0) if quiet else (len(silent), len(partial)))

    assert answer == [
        f"已报{len(reported)}/{len(names)}个单位，共{standing.cases}篇；{tell_missing(standing)}"
    ]
    assert page == waiting.total == book["pending"]
    figures = {
        name: str(value)
        for name, value in book["figures"].items()
        if name in ("应报单位", "已报单位", PENDING)
    }
    assert figures == {
        "应报单位": str(len(names)),
        "已报单位": str(len(reported)),
        PENDING: str(waiting.total),
    }
    assert set(book["missing"]) == silent | partial
    assert {name for name, count in book["standing"].items() if count} == reported
    words = "".join(bulletin_words(office.campaign, standing, office.clock.now(), ""))
    assert [name for name in names if name in words] == [name for name in names if name in reported | silent]
