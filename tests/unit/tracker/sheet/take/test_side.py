"""What she wrote on the other pages, mark by mark: what settles, what stays, what is told of either."""

import pytest
from sqlalchemy import select

from intake.documents.sheet.cells import CellKind
from intake.model.case import Doubt
from tests.unit.tracker.sheet.season import open_season, small
from tracker.ledger.doubts import add_doubts, list_doubts
from tracker.ledger.mails import get_mail, update_mail
from tracker.ledger.published.issued import unit_notes
from tracker.ledger.schema import event
from tracker.orders.deed import Deed
from tracker.sheet.back.grid import Cell
from tracker.sheet.back.marks import Mark
from tracker.sheet.take.side import DONE_WORDS, LONGEST, take_marks


@pytest.fixture
def office(tmp_path):
    """Mail 1 asks something; a theme waits."""
    with open_season(tmp_path / "office", small()) as office:
        with office.parts.ledger.begin() as connection:
            add_doubts(connection, [Doubt("question", detail="几号截止")], office.clock.now(), mail_id=1)
            update_mail(connection, 1, needs_person=True)
        yield office


def take(office, *marks):
    with office.parts.ledger.begin() as connection:
        deed = Deed(connection, office.parts, office.clock.now(), "陈秀兰", "chenxl@example.cn", "b")
        lines, refusals = take_marks(deed, marks)
    return (
        [(line.serial, line.place, line.heading, line.before, line.after) for line in lines],
        [(one.place, one.heading, one.text, one.reason) for one in refusals],
    )


def doubt_of(office, code):
    with office.parts.ledger.read() as connection:
        return str(next(row.id for row in list_doubts(connection) if row.code == code))


def done(office, code, text="已处理", kind=CellKind.TEXT):
    return Mark("d", doubt_of(office, code), 1, f"待核事项!H{code}", Cell(text, kind))


def note(key, text, kind=CellKind.TEXT):
    return Mark("u", key, 1, "未报送单位!G4", Cell(text, kind))


def open_codes(office):
    with office.parts.ledger.read() as connection:
        return sorted(row.code for row in list_doubts(connection))


def events(office, what):
    with office.parts.ledger.read() as connection:
        asked = select(event.c.who, event.c.mail_id, event.c.case_id, event.c.detail).where(
            event.c.what == what
        )
        return [tuple(row) for row in connection.execute(asked)]


def test_each_word_for_done_settles(office):
    told = {}
    for word in DONE_WORDS:
        told[word] = take(office, done(office, "question", f" {word} "))
        with office.parts.ledger.begin() as connection:
            add_doubts(connection, [Doubt("question", detail=word)], office.clock.now(), mail_id=1)
    settled = ([(0, "待核事项!Hquestion", "收件1", "", "已处理")], [])
    assert told == dict.fromkeys(DONE_WORDS, settled)


def test_what_waited_about_a_case_is_told_by_its_number(office):
    assert take(office, done(office, "theme")) == ([(3, "待核事项!Htheme", "待核事项", "", "已处理")], [])
    assert open_codes(office) == ["question"]
    with office.parts.ledger.read() as connection:
        assert get_mail(connection, 1).needs_person


def test_a_mail_waits_on_until_the_last_of_its_items_is_done(office):
    with office.parts.ledger.begin() as connection:
        add_doubts(connection, [Doubt("extension", detail="宽限到8月14日")], office.clock.now(), mail_id=1)
    waits = []
    for code in ("question", "extension"):
        take(office, done(office, code))
        with office.parts.ledger.read() as connection:
            waits.append(get_mail(connection, 1).needs_person)
    assert waits == [True, False]


def test_a_row_that_was_copied_settles_once(office):
    mark = done(office, "question")
    assert take(office, mark, mark, mark) == ([(0, "待核事项!Hquestion", "收件1", "", "已处理")], [])
    assert len(events(office, "doubt.settled")) == 1


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("等答复", CellKind.TEXT, "处理完毕的请填“已处理”"),
        ("未处理", CellKind.TEXT, "处理完毕的请填“已处理”"),
        ("长" * 90, CellKind.TEXT, "处理完毕的请填“已处理”"),
    ],
)
def test_other_words_settle_nothing_and_are_told(office, text, kind, reason):
    mark = done(office, "question", text, kind)
    assert take(office, mark) == ([], [(mark.place, "办理情况", text[:60], reason)])
    assert open_codes(office) == ["question", "theme"]


@pytest.mark.parametrize("key", ["0", "999999", "abc", "-1", "1" * 40])
def test_a_stamp_of_nothing_that_waits_does_nothing(office, key):
    assert take(office, Mark("d", key, 1, "待核事项!H4", Cell("已处理"))) == ([], [])
    assert open_codes(office) == ["question", "theme"]


@pytest.mark.parametrize("text", ["", "  ", "\n\u3000"])
def test_an_empty_cell_is_no_word(office, text):
    assert take(office, done(office, "question", text), note("peixian", text)) == ([], [])


def test_a_remark_on_a_unit_is_kept_told_and_recorded(office):
    assert take(office, note("peixian", " 已电话联系 ")) == (
        [(0, "未报送单位!G4", "沛县备注", "", "已电话联系")],
        [],
    )
    with office.parts.ledger.read() as connection:
        assert unit_notes(connection) == {"peixian": "已电话联系"}
    detail = {"unit": "peixian", "before": "", "value": "已电话联系"}
    assert events(office, "unit.noted") == [("陈秀兰", None, None, detail)]


def test_a_remark_twice_or_on_no_unit_of_the_call_changes_nothing(office):
    take(office, note("peixian", "已电话联系"))
    assert take(office, note("peixian", "已电话联系"), note("nowhere", "已电话联系")) == ([], [])
    assert len(events(office, "unit.noted")) == 1


def test_a_long_remark_is_kept_so_far_as_it_fits(office):
    (line,), refusals = take(office, note("peixian", "长" * (LONGEST + 1)))
    assert (line[4], refusals) == ("长" * LONGEST, [])


def test_a_remark_that_a_program_spoiled_is_not_taken(office):
    lines, refusals = take(office, note("peixian", "#REF!", CellKind.ERROR))
    assert lines == []
    assert [(place, heading, text) for place, heading, text, _ in refusals] == [
        ("未报送单位!G4", "备注", "#REF!")
    ]
