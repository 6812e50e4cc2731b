"""A round of reading from the list of experts to the minutes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from intake.documents.read import read_document
from intake.model.case import Attachment
from intake.model.limits import Limits
from intake.understand.identify.parse.names import person_of
from tests.office import Office, case
from tests.unit.tracker.review.desk import at_desk, list_people
from tracker.cases.corrections import correct_case
from tracker.errors import OrderError
from tracker.ledger.cases import list_cases
from tracker.ledger.people.corrections import Word
from tracker.ledger.review.experts import ExpertRow, find_expert
from tracker.ledger.review.rounds import PairState
from tracker.office.desk import Desk
from tracker.review.amend import pair_by_hand, take_back
from tracker.review.audit import audit_lines
from tracker.review.copies.hide import hide_names
from tracker.review.copies.papers import hide_cases, known_names, sheet_for, write_copies
from tracker.review.copies.returned import read_sheet
from tracker.review.copies.sheets import write_docx, write_xlsx
from tracker.review.experts.people import People, read_people
from tracker.review.marks.answer import Answer, Question
from tracker.review.marks.lines import read_lines
from tracker.review.marks.take import Came, take_answer
from tracker.review.minutes import Minutes, result_lines, write_minutes
from tracker.review.results import expert_means
from tracker.review.rounds import (
    Table,
    begin_round,
    counted_marks,
    is_late,
    keep_plan,
    leave_house,
    look_at,
    outstanding,
    propose,
    results,
    unsent,
    withdraw,
)

CASES = (
    ("“一核五元”聚民心", "丰县", 1),
    ("板材村的四方碰头会", "丰县", 2),
    ("老街坊的议事亭", "沛县", 2),
    ("社区里的小账本", "沛县", 3),
)
PEOPLE = """姓名\t工作单位\t县区\t邮箱\t最多篇数\t主题\t回避\t评阅方式
王建国\t某大学\t\twang@example.cn\t\t1、2\t\t
李卫东\t丰县民政局\t丰县\tli@example.cn\t\t\t\t
赵敏\t某研究院\t\t\t3篇\t\t沛县\t纸质
孙宁\t某学院\t\tsun@example.cn\t\t三\t\t
周强\t某党校\t\tzhou@example.cn\t\t\t\t"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun"))
    made.at("08-20 09:00")
    for title, county, theme in CASES:
        sender = "fx@example.cn" if county == "丰县" else "px@example.cn"
        made.mail(sender, case(title, county, theme=str(theme)))
    with at_desk(made) as desk:
        list_people(desk, PEOPLE)
    made.close()
    return made


@pytest.fixture
def office(filled: Office, tmp_path: Path) -> Iterator[Office]:
    made = filled.copy(tmp_path)
    yield made
    made.close()


def begun(desk: Desk) -> Table:
    begin_round(desk, "初评", list_cases(desk.connection), "陈秀兰")
    keep_plan(desk, table := look_at(desk), propose(table), "陈秀兰")
    return look_at(desk)


def sent(desk: Desk) -> Table:
    table = begun(desk)
    leave_house(desk, table, table.experts, "陈秀兰")
    return look_at(desk)


def named(table: Table, name: str) -> ExpertRow:
    return next(expert for expert in table.experts.values() if expert.name == name)


def loads(table: Table) -> dict[str, str]:
    return {expert.name: " ".join(sorted(table.of(key))) for key, expert in table.experts.items()}


def lines_of(content: bytes, name: str) -> list[str]:
    return read_document(Attachment(name, content), Limits()).text.splitlines()


def test_the_list_of_experts(office: Office) -> None:
    found = read_people(PEOPLE.splitlines(), office.campaign)

    assert found == People(
        (
            ExpertRow("王建国", "某大学", email="wang@example.cn", wishes=(1, 2)),
            ExpertRow("李卫东", "丰县民政局", "fengxian", "li@example.cn"),
            ExpertRow("赵敏", "某研究院", most=3, avoids=("沛县",), paper=True),
            ExpertRow("孙宁", "某学院", email="sun@example.cn", wishes=(3,)),
            ExpertRow("周强", "某党校", email="zhou@example.cn"),
        )
    )


def test_rows_that_cannot_be_taken_are_said(office: Office) -> None:
    text = "姓名\t县区\t邮箱\t最多篇数\t主题\n甲\t月球\tabc\t若干\t九\n\t丰县\nx\t\n甲\t丰县"

    assert read_people(text.splitlines(), office.campaign).remarks == (
        "甲：县区“月球”不在报送单位之中，已按外单位处理",
        "甲：邮箱“abc”写法有误，未登记",
        "甲：最多篇数“若干”不是数字，未登记",
        "甲：主题“九”不在征集主题之中，未登记",
        "“丰县”一行没有姓名，未列入",
        "甲：名单中有两行，以后一行为准；如是同名的两人，请在姓名后加单位区别",
    )
    assert read_people(["王建国 13912345678"], office.campaign).experts == ()


def test_a_plan_bars_by_county_and_by_declaration(office: Office) -> None:
    with at_desk(office) as desk:
        table = begun(desk)

        assert table.numbers == {row.id: f"A0{row.serial}" for row in list_cases(desk.connection)}
        assert set(table.barred.values()) == {"本县（市、区）案例", "本人申请回避（沛县）"}
        assert loads(table) == {
            "王建国": "A01 A02 A03",
            "李卫东": "A03 A04",
            "赵敏": "A01 A02",
            "孙宁": "A01 A02 A04",
            "周强": "A03 A04",
        }
        assert sum(len(text.split()) for text in loads(table).values()) == 12
        assert propose(table).new == frozenset()


def test_by_hand_with_a_reason_never_against_a_bar(office: Office) -> None:
    with at_desk(office) as desk:
        table = begun(desk)
        numbers = {number: case_id for case_id, number in table.numbers.items()}
        li, wang = named(table, "李卫东"), named(table, "王建国")
        with pytest.raises(OrderError, match="李卫东应回避A01：本县（市、区）案例"):
            pair_by_hand(desk, table, (li.id, numbers["A01"]), "人手不足", "陈秀兰")

        first = next(iter(table.of(wang.id)))
        take_back(desk, table, (wang.id, numbers[first]), "出差", "陈秀兰")
        table = look_at(desk)
        assert first not in table.of(wang.id)
        (gone,) = [pair for pair in table.pairs if pair.state is PairState.LET_GO]
        assert (gone.reason, gone.who) == ("出差", "陈秀兰")
        pair_by_hand(desk, table, (wang.id, numbers[first]), "回来了", "陈秀兰")
        assert first in look_at(desk).of(wang.id)


def test_a_case_that_turns_out_to_be_of_an_experts_county_does_not_leave(office: Office) -> None:
    with at_desk(office) as desk:
        table = begun(desk)
        li = named(table, "李卫东")
        number, case_id = next(iter(table.of(li.id).items()))
        correct_case(desk, table.cases[case_id], {"county": "丰县"}, Word("陈秀兰", "command"))
        moved = look_at(desk)

        with pytest.raises(OrderError, match=f"李卫东应回避{number}（本县（市、区）案例），请先重新分配"):
            leave_house(desk, moved, moved.experts, "陈秀兰")
        keep_plan(desk, moved, propose(moved), "陈秀兰")
        later = look_at(desk)
        assert number not in later.of(li.id)
        assert [p.reason for p in later.pairs if p.state is PairState.LET_GO] == ["本县（市、区）案例"]
        leave_house(desk, later, later.experts, "陈秀兰")


def test_rules_are_frozen_when_the_first_sheet_leaves(office: Office) -> None:
    with at_desk(office) as desk:
        table = sent(desk)
        assert table.round.due is not None
        assert (
            f"{table.round.due:%m-%d}" == "09-06"
        )  # ten working days; 3 to 5 September were off, the 6th was worked
        changed = office.campaign.review.model_copy(update={"readers": 5, "drop_from": 3})
        later = replace(desk, parts=replace(desk.parts, call=replace(
            desk.parts.call, campaign=desk.campaign.model_copy(update={"review": changed}))))  # fmt: skip

        assert look_at(later).rules == table.rules


def marks_for(table: Table, name: str, base: int) -> str:
    return "\n".join(
        f"{number} {base + place} {base + place + 1} {base + place + 2}"
        for place, number in enumerate(sorted(table.of(named(table, name).id)))
    )


def take(desk: Desk, name: str, answer: Answer, came: Came) -> list[str]:
    table = look_at(desk)
    return take_answer(desk, table, named(table, name).id, answer, came)


def answer(desk: Desk, name: str, text: str) -> list[str]:
    table = look_at(desk)
    own = tuple(table.of(named(table, name).id))
    return take(desk, name, read_lines(text, table.rules, own), Came("mail", "ab" * 32))


def test_a_whole_round(office: Office) -> None:
    with at_desk(office) as desk:
        table = sent(desk)
        everyone = {name: len(text.split()) for name, text in loads(table).items()}
        assert {table.experts[key].name: len(v) for key, v in outstanding(desk, table).items()} == {
            name: count for name, count in everyone.items() if count
        }

        assert len(answer(desk, "王建国", marks_for(table, "王建国", 85))) == everyone["王建国"]
        zhou = named(table, "周强")
        own = sorted(table.of(zhou.id))
        ten = read_lines("\n".join(f"{number} 8 9 8" for number in [*own, *own][:3]), table.rules, own)
        assert take(desk, "周强", ten, Came("mail")) == [] or len(own) < 3
        answer(desk, "周强", marks_for(table, "周强", 70))
        answer(desk, "赵敏", marks_for(table, "赵敏", 90))
        sheet = sheet_for(desk, table, named(table, "李卫东").id)
        filled = fill(write_docx(sheet), 80)
        taken = read_sheet(lines_of(filled, "评分表.docx"), sheet)
        assert [mark.comment for mark in taken.marks] == ["同意"] * len(sheet.rows)
        assert take(desk, "李卫东", taken, Came("sheet", "cd" * 32)) != []
        withdraw(desk, look_at(desk), named(table, "孙宁").id, "身体原因", "陈秀兰")

        later = look_at(desk)
        plan = propose(later)
        assert later.standing <= plan.pairs
        keep_plan(desk, later, plan, "陈秀兰")
        final = look_at(desk)
        fresh = sorted(number for numbers in unsent(final).values() for number in numbers)
        assert fresh == sorted(final.numbers[case_id] for _, case_id in plan.new)
        assert not is_late(final, final.round.due)
        found = results(desk, final)
        assert [one.rank for one in found] == [1, 2, 3, 4]
        assert sum(len(one.totals) for one in found) == 12 - everyone["孙宁"]
        assert [one.mean for one in found] == sorted((one.mean for one in found), reverse=True)
        minutes = Minutes(
            final,
            found,
            expert_means(counted_marks(desk, final), final.rules),
            desk.campaign.title,
            "民政局",
            desk.now.date(),
        )
        text = "\n".join(p.text for p in Document(io.BytesIO(write_minutes(minutes))).paragraphs)
        assert "计分办法：每位专家按科学性30%、创新性40%、实践性30%折算总分" in text
        assert [line[0] for line in result_lines(minutes)] == ["名次", "1", "2", "3", "4"]
        assert any("本县（市、区）案例" in line for line in audit_lines(desk, final, "A01"))


def test_a_revision_stands_and_both_are_kept(office: Office) -> None:
    with at_desk(office) as desk:
        table = sent(desk)
        number, case_id = next(iter(table.of(named(table, "王建国").id).items()))
        answer(desk, "王建国", f"{number} 85 90 88")

        assert answer(desk, "王建国", f"{number} 85 90 88") == [f"{number}　与此前所报相同"]
        assert answer(desk, "王建国", f"{number} 80 90 88 改了一项") == [
            f"{number}　科学性80　创新性90　实践性88（原为85、90、88）（意见：改了一项）"
        ]
        assert [m.scores for m in counted_marks(desk, table) if m.case == case_id] == [
            (Decimal(80), Decimal(90), Decimal(88))
        ]
        lines = list(audit_lines(desk, look_at(desk), number))
        assert any("科学性85" in line and "已由后来的代替" in line for line in lines)


def test_one_who_keeps_away_is_replaced(office: Office) -> None:
    with at_desk(office) as desk:
        table = sent(desk)
        wang = named(table, "王建国")
        number = next(iter(table.of(wang.id)))

        assert answer(desk, "王建国", f"{number} 回避") == [f"{number}　回避"]
        later = look_at(desk)
        assert number not in later.of(wang.id)
        case_id = next(case for case, printed in later.numbers.items() if printed == number)
        assert (wang.id, case_id) not in propose(later).pairs
        with pytest.raises(OrderError, match="本人申请回避"):
            pair_by_hand(desk, later, (wang.id, case_id), "补", "陈秀兰")


def test_lists_are_read_as_offices_write_them(office: Office) -> None:
    text = "序号\t姓 名\t单 位\t需回避的县区\n1\t孙 浩\t丰县民政局\t沛县和邳州\n2\t赵丽\t某大学\t程庄"

    assert read_people(text.splitlines(), office.campaign) == People(
        (
            ExpertRow("孙浩", "丰县民政局", "fengxian", avoids=("沛县", "邳州市"), paper=True),
            ExpertRow("赵丽", "某大学", avoids=("程庄",), paper=True),
        ),
        ("赵丽：回避“程庄”不是报送单位，只按原字样比对，请核对",),
    )


def test_telephones_and_accounts_are_hidden_however_they_are_written() -> None:
    text = "联系１３８ ０５２０ １２３４，83412345转8012，邮箱chengzhuang@163.com，微信chengsy1965，2015年8月3日，20150803"

    assert hide_names(text, ()).text == "联系××，××，邮箱××，微信××，2015年8月3日，20150803"


def test_persons_behind_their_roles_are_listed_for_a_person() -> None:
    text = "县民政局局长张为民到场，会计魏丰收、妇女主任周兰花记账，社工王丹丹上门，志愿者欧阳志强带头，村民代表投票。"

    found = hide_names(text, ())

    assert found.text == text
    assert [name for name in found.doubts if name[0] in "张魏周王欧"] == [
        "张为民", "魏丰收", "周兰花", "王丹丹", "欧阳志",
    ]  # fmt: skip


def test_plain_words_are_no_persons() -> None:
    text = "家里小事，先找小组，再找小王，老李说：半小时、小心、老人、老师，奔小康。"

    assert hide_names(text, ()).doubts == ("小王", "老李")


@pytest.mark.parametrize("words", ["和老人", "和居民", "于群众", "同村民", "和邻里"])
def test_people_in_general_are_no_person(words: str) -> None:
    assert hide_names(f"会计{words}一起算账", ()).doubts == ()
    assert person_of(words, labelled=True) == ""


def test_marks_of_a_pair_that_turned_out_barred_do_not_count(office: Office) -> None:
    with at_desk(office) as desk:
        table = sent(desk)
        li = named(table, "李卫东")
        number, case_id = next(iter(table.of(li.id).items()))
        answer(desk, "李卫东", f"{number} 100 100 100")
        assert [m.case for m in counted_marks(desk, look_at(desk))] == [case_id]
        correct_case(desk, table.cases[case_id], {"county": "丰县"}, Word("陈秀兰", "command"))

        assert counted_marks(desk, look_at(desk)) == []


def test_sheets_come_back_by_their_printed_numbers(office: Office) -> None:
    with at_desk(office) as desk:
        table = sent(desk)
        sheet = sheet_for(desk, table, named(table, "王建国").id)
        assert read_sheet(lines_of(write_xlsx(sheet), "评分表.xlsx"), sheet) == Answer((), ())
        assert read_sheet(lines_of(write_docx(sheet), "评分表.docx"), sheet) == Answer((), ())
        other = sheet_for(desk, table, named(table, "李卫东").id)
        assert read_sheet(lines_of(fill(write_docx(other), 80), "评分表.docx"), sheet) == Answer(
            (),
            (
                Question(
                    "评分表",
                    "这份评分表不是发给您的，没有登记；请用本轮发给您的评分表，也可在回信中逐行写编号和分数",
                ),
            ),
        )
        assert read_sheet(["随便一份文件"], sheet).questions[0].why.startswith("没有找到“编号”一栏")


def test_a_workbook_filled_in_by_another_program(office: Office) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    with at_desk(office) as desk:
        table = sent(desk)
        sheet = sheet_for(desk, table, named(table, "王建国").id)
        book = openpyxl.load_workbook(io.BytesIO(write_xlsx(sheet)))
        page = book.active
        for row in page.iter_rows():
            if row[0].value in dict(sheet.rows):
                for cell, value in zip(row[2:], (85, 90.5, "八十八", None, "可推广"), strict=True):
                    cell.value = value
        out = io.BytesIO()
        book.save(out)

        found = read_sheet(lines_of(out.getvalue(), "评分表.xlsx"), sheet)

        assert found.questions == ()
        assert [(m.number, m.scores, m.comment) for m in found.marks] == [
            (number, (Decimal(85), Decimal("90.5"), Decimal(88)), "可推广") for number, _ in sheet.rows
        ]


def test_copies_have_no_name_of_the_ledger(office: Office) -> None:
    with at_desk(office) as desk:
        table = sent(desk)
        names = known_names(desk)
        copies = hide_cases(desk, table, table.numbers)
        content = write_copies(copies, "专家评阅材料", names)

        text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)
        assert {"丰县", "沛县", "徐州市"} <= names
        assert not [name for name in names if name in text]
        assert all(copy.title in text for copy in copies)
        with pytest.raises(OrderError, match="文中仍有名称：丰县，没有生成"):
            write_copies([replace(copies[0], title="丰县的做法")], "专家评阅材料", names)


def test_there_is_no_second_round_of_a_name_and_none_without_cases(office: Office) -> None:
    with at_desk(office) as desk:
        with pytest.raises(OrderError, match="还没有评阅"):
            look_at(desk)
        begun(desk)
        with pytest.raises(OrderError, match="已有名为“初评”的评阅"):
            begin_round(desk, "初评", list_cases(desk.connection), "陈秀兰")
        with pytest.raises(OrderError, match="没有可评阅的案例"):
            begin_round(desk, "复评", [], "陈秀兰")
        assert find_expert(desk.connection, "LI@example.cn") is not None


def fill(content: bytes, base: int) -> bytes:
    """The Word sheet as an expert fills it in."""
    document = Document(io.BytesIO(content))
    for row in document.tables[0].rows[1:]:
        for place, value in enumerate((base, base + 5, base + 3), 2):
            row.cells[place].text = str(value)
        row.cells[-1].text = "同意"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
