from datetime import date

import pytest
from openpyxl.comments import Comment
from sqlalchemy import select

from intake.model.case import Doubt
from tests.properties import one_in_three
from tests.unit.tracker.sheet.season import (
    Hand,
    give_back,
    invented,
    issue,
    open_season,
    receive,
    say,
    small,
    values_now,
)
from tracker.ledger.doubts import add_doubts
from tracker.ledger.mails import get_mail, update_mail
from tracker.ledger.schema import correction, doubt, event
from tracker.orders.deed import Deed
from tracker.orders.undo import undo_last


@pytest.fixture
def office(tmp_path):
    with open_season(tmp_path / "office", small()) as office:
        yield office


def lines(taken):
    return [(line.serial, line.heading, line.before, line.after) for line in taken.lines]


def reasons(taken):
    return [(refusal.place, refusal.heading, refusal.reason) for refusal in taken.refusals]


def test_untouched_workbook_changes_nothing(office):
    before = values_now(office)

    taken = give_back(office, Hand(issue(office)).save())

    assert taken.is_empty
    assert taken.remarks == []
    assert values_now(office) == before
    with office.parts.ledger.read() as connection:
        assert connection.execute(select(correction)).all() == []


# What she types → what the ledger then says.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("heading", "typed", "said"),
    one_in_three(
        [
            ("县(市)区", "铜山县", {"county": "铜山区"}),
            ("镇(街道)", "凤城街道", {"town": "凤城街道"}),
            ("层级", "村", {"level": "village"}),
            (
                "案例名称",
                "“一核”引领——丰县的“多元共治”",
                {"title": "“一核”引领", "subtitle": "丰县的“多元共治”"},
            ),
            ("案例名称", "《新名称》", {"title": "新名称"}),
            ("主题", "四", {"theme": "4"}),
            ("主题", "（三）服务体系", {"theme": "3"}),
            ("第二主题", "5", {"secondary": "5"}),
            ("报送单位", "丰县民政局“一办”", {"unit": "丰县民政局“一办”"}),
            ("联系电话", 13800001102, {"phone": "13800001102"}),
            ("联系电话", "+86 516 80001101", {"phone": "+86 516 80001101"}),
            ("是否按期", "逾期", {"on_time": "逾期"}),
            ("处理状态", "撤回", {"status": "withdrawn"}),
            ("处理状态", "重复", {"status": "duplicate"}),
            ("初审意见", "推荐\n请处长定", {"opinion": "推荐\n请处长定"}),
            ("备注", "- 已电话核实", {"remark": "- 已电话核实"}),
        ]
    ),
)
def test_valid_edit_becomes_a_correction(office, heading, typed, said):
    before = values_now(office)["XZ-001"]

    taken = give_back(office, Hand(issue(office)).put("XZ-001", heading, typed).save())

    now = values_now(office)["XZ-001"]
    assert {name: value for name, value in now.items() if value != before.get(name, "")} == said
    assert [(line.serial, line.heading) for line in taken.lines] == [(1, heading)]
    assert taken.undoable
    with office.parts.ledger.read() as connection:
        found = connection.execute(
            select(correction.c.field, correction.c.who, correction.c.how, correction.c.reason)
        )
        assert set(found) == {(name, "陈秀兰", "sheet", "汇总表") for name in said}
    assert give_back(office, Hand(issue(office)).save()).is_empty


@pytest.mark.parametrize(
    ("heading", "typed", "reason"),
    one_in_three(
        [
            ("主题", "七", "没有主题“七”；可用的有："),
            ("主题", "", "不能为空"),
            ("县(市)区", "长丰县", "没有报送单位“长丰县”"),
            ("层级", "市级", "没有层级“市级”"),
            ("联系电话", "1.38E+10", "号码变成了科学计数"),
            ("联系电话", "请打手机", "不是电话号码"),
            ("联系电话", "=SUM(A1:A3)", "是公式"),
            ("村(社区)", "#REF!", "显示为错误值#REF!"),
            ("备注", '@SUM(1+1)*cmd|" /C calc"!A0', "疑为公式"),
            ("备注", "########", "只有“#”号"),
            ("案例名称", "", "案例名称不能为空"),
            ("案例名称", 2015, "是数字"),
            ("是否按期", "也许", "是否按期应为“按期”或“逾期”"),
            ("处理状态", "获奖", "处理状态应为"),
            ("处理状态", "待核", "由系统标注"),
            ("字数", 9999, "此栏由系统登记"),
            ("发送时间", "2015-01-01", "此栏由系统登记"),
        ]
    ),
)
def test_invalid_edit_is_listed_with_cell_and_reason(office, heading, typed, reason):
    before = values_now(office)
    hand = Hand(issue(office)).put("XZ-001", heading, typed)
    place = f"案例汇总表!{hand.cell('XZ-001', heading).coordinate}"

    taken = give_back(office, hand.save())

    assert values_now(office) == before
    assert taken.lines == []
    assert [(r.place, r.heading, r.reason[: len(reason)]) for r in taken.refusals if reason in r.reason] == [
        (place, heading, taken.refusals[0].reason[: len(reason)])
    ]
    assert len(taken.refusals) == 1
    with office.parts.ledger.read() as connection:
        assert connection.execute(select(event.c.what).where(event.c.what == "sheet.refused")).all() != []


def test_date_made_by_the_program_is_refused(office):
    hand = Hand(issue(office)).put("XZ-002", "村(社区)", date(2015, 3, 1))
    hand.cell("XZ-002", "村(社区)").number_format = "m月d日"

    assert [reason for *_, reason in reasons(give_back(office, hand.save()))] == [
        "被表格程序改成了日期（2015-03-01），请将单元格设为文本后重填"
    ]


def test_both_sides_changed_is_shown_and_hers_wins_only_when_she_says_so(office):
    content = Hand(issue(office)).put("XZ-001", "联系人", "李明").put("XZ-001", "备注", "补").save()
    say(office, 1, contact="李敏")

    taken = give_back(office, content)

    assert lines(taken) == [(1, "备注", "", "补")]
    assert [(c.edit.place, c.now, c.who, c.edit.text) for c in taken.conflicts] == [
        ("案例汇总表!L4", "李敏", "王主任", "李明")
    ]
    assert values_now(office)["XZ-001"]["contact"] == "李敏"

    taken = give_back(office, content, prefer_sheet=True)

    assert lines(taken) == [(1, "联系人", "李敏", "李明")]
    assert values_now(office)["XZ-001"]["contact"] == "李明"
    assert give_back(office, content).is_empty


def test_old_copy_takes_back_nothing_that_was_said_since(office):
    old = issue(office)
    say(office, 1, contact="李敏", theme="5")
    say(office, 2, town="黄楼街道")
    content = Hand(old).put("XZ-003", "备注", "上周的表").save()
    for _ in range(3):
        issue(office)
    said = values_now(office)

    taken = give_back(office, content)

    assert lines(taken) == [(3, "备注", "", "上周的表")]
    assert values_now(office) == {**said, "XZ-003": {**said["XZ-003"], "remark": "上周的表"}}


def test_stripped_copy_without_stamps_and_hidden_sheet(office):
    """Visible cells pasted into a new workbook: rows go by number, old values count as old copies."""
    old = issue(office)
    say(office, 2, contact="韩梅")
    issue(office)
    hand = Hand(old)
    del hand.book["_base"]
    hand.sheet.delete_cols(hand.head()["版本戳"])
    hand.book.custom_doc_props.props.clear()
    hand.sheet.title = "Sheet1"

    taken = give_back(office, hand.put("XZ-001", "备注", "看过").put("XZ-002", "联系人", "赵云").save())

    assert lines(taken) == [(1, "备注", "", "看过")]
    assert [(c.now, c.edit.text) for c in taken.conflicts] == [("韩梅", "赵云")]


def test_sorted_filtered_hidden_renamed_moved_and_with_columns(office):
    hand = Hand(issue(office)).add_column("领导批示", {"XZ-002": "同意"}, before="层级")
    hand.sort("案例编号").put("XZ-001", "主题", "六").put("XZ-003", "备注", "隐藏行里的字")
    hand.sheet.row_dimensions[hand.row_of("XZ-003")].hidden = True
    hand.sheet.auto_filter.add_filter_column(3, ["丰县"])
    hand.sheet.title = "我的表"
    hand.book.move_sheet("我的表", -1)

    taken = give_back(office, hand.save())

    assert sorted(lines(taken)) == [
        (1, "主题", "（一）治理结构", "六"),
        (2, "领导批示", "", "同意"),
        (3, "备注", "", "隐藏行里的字"),
    ]
    assert taken.columns == ["领导批示"]
    assert taken.refusals == taken.conflicts == taken.gone == []
    again = Hand(issue(office))
    assert again.cell("XZ-002", "领导批示").value == "同意"
    assert give_back(office, again.put("XZ-002", "领导批示", "同意，已阅").save()).lines != []
    assert values_now(office)["XZ-002"]["x1"] == "同意，已阅"


def test_own_column_keeps_both_words_and_goes_when_she_deletes_it(office):
    first = Hand(issue(office)).add_column("批示", {"XZ-001": "甲"}).save()
    give_back(office, first)
    two = issue(office)
    give_back(office, Hand(two).put("XZ-001", "批示", "甲的新话").save())
    content = Hand(two).put("XZ-001", "批示", "乙的话").save()

    give_back(office, content, who="乙")
    assert values_now(office)["XZ-001"]["x1"] == "甲的新话／乙的话"
    assert give_back(office, content, who="乙").is_empty

    hand = Hand(issue(office))
    hand.sheet.delete_cols(hand.head()["批示"])
    give_back(office, hand.save())
    assert "批示" not in Hand(issue(office)).head()
    give_back(office, Hand(issue(office)).add_column("批示", {}).save())
    assert values_now(office)["XZ-001"]["x1"] == "甲的新话／乙的话"


def test_comments_of_hers_survive_and_ours_are_not_taken_for_hers(office):
    hand = Hand(issue(office))
    ours = hand.cell("XZ-003", "主题").comment.text
    hand.cell("XZ-003", "主题").comment = Comment(f"{ours}\n陈秀兰:\n再问一下", "陈")
    hand.cell("XZ-001", "字数").comment = Comment("偏少", "陈")

    taken = give_back(office, hand.save())

    assert lines(taken) == [(1, "字数（批注）", "", "偏少"), (3, "主题（批注）", "", "陈秀兰:\n再问一下")]
    again = Hand(issue(office))
    assert again.cell("XZ-003", "主题").comment.text.endswith("（系统批注）\n陈秀兰:\n再问一下")
    assert again.cell("XZ-001", "字数").comment.text == "偏少"
    again.cell("XZ-001", "字数").comment = None
    assert lines(give_back(office, again.save())) == [(1, "字数（批注）", "偏少", "")]


def test_typed_row_becomes_a_case_once(office):
    hand = Hand(issue(office)).type_row(
        **{"案例名称": "小院议事会——和平街道的做法", "县(市)区": "泉山区", "镇(街道)": "和平街道", "层级": "镇级",
           "主题": "九", "联系电话": "0516-80001199", "发送时间": "2015年8月1日", "联系人": "孙静"}
    )  # fmt: skip
    content = (
        hand.type_row(**{"县(市)区": "丰县"})
        .type_row(**{"案例名称": "一核引领 多元共治", "县(市)区": "丰县"})
        .save()
    )

    taken = give_back(office, content)

    assert [(made.serial, made.number, made.title) for made in taken.new] == [(4, "XZ-004", "小院议事会")]
    assert [reason for *_, reason in reasons(taken)] == [
        "没有主题“九”；可用的有：（一）治理结构、（二）治理方式、（三）服务体系、（四）协商民主、（五）三社联动、（六）文化与法治",
        "新增行缺少案例名称，未登记",
        "与1号同名，未新增；确为另一篇的，请在名称后加副标题",
    ]
    made = values_now(office)["XZ-004"]
    assert {name: made[name] for name in ("title", "subtitle", "county", "town", "level", "theme", "phone", "contact")} == {
        "title": "小院议事会", "subtitle": "和平街道的做法", "county": "泉山区", "town": "和平街道", "level": "town",
        "theme": "", "phone": "0516-80001199", "contact": "孙静",
    }  # fmt: skip
    again = give_back(office, content)
    assert again.new == []
    assert len(values_now(office)) == 4
    shown = Hand(issue(office))
    assert shown.cell("XZ-004", "发送时间").value == "2015-08-01 00:00"
    assert give_back(office, shown.put("XZ-004", "主题", "四").save()).lines != []


def test_deleted_row_asks_and_withdraws_nothing(office):
    edition = issue(office)

    taken = give_back(office, Hand(edition).drop("XZ-002").save())

    assert [case.serial for case in taken.gone] == [2]
    assert values_now(office)["XZ-002"]["status"] == "active"
    query = select(doubt.c.code, doubt.c.state).where(doubt.c.code == "sheet-row-gone")
    with office.parts.ledger.read() as connection:
        assert list(connection.execute(query)) == [("sheet-row-gone", "open")]
    give_back(office, Hand(edition).drop("XZ-002").save())
    give_back(office, edition)
    with office.parts.ledger.read() as connection:
        assert list(connection.execute(query)) == [("sheet-row-gone", "settled")]


def test_part_of_the_table_asks_about_nothing(tmp_path):
    with open_season(tmp_path / "office", invented(14)) as office:
        hand = Hand(issue(office))
        for number in range(4, 13):
            hand.drop(f"XZ-{number:03d}")

        taken = give_back(office, hand.put("XZ-001", "备注", "只报这几篇").save())

        assert lines(taken) == [(1, "备注", "", "只报这几篇")]
        assert taken.gone == []
        assert taken.remarks == ["表中只有部分案例，未列出的9篇未作变动"]


def test_sorting_some_columns_only_is_noticed(office):
    def broken(first, last, by):
        hand = Hand(issue(office))
        head = hand.head()
        return give_back(office, hand.sort(by, (head[first], head[last])).save())

    before = values_now(office)

    separated = broken("序号", "备注", "案例编号")
    one_column = broken("联系人", "联系人", "联系人")

    assert {reason for *_, reason in reasons(separated)} == {
        f"案例编号“XZ-00{shown}”与本行隐藏标记（{stamped}号）不一致，可能只对部分列作了排序，本行未处理"
        for shown, stamped in ((3, 1), (1, 3))
    }
    assert separated.lines == separated.gone == []
    assert [(r.heading, r.reason) for r in one_column.refusals] == [
        ("联系人", "该栏内容只是互换了位置，可能只对这一列作了排序，未采用")
    ]
    assert values_now(office) == before


def test_row_copied_twice_is_not_guessed_at(office):
    hand = Hand(issue(office))
    source, target = hand.row_of("XZ-001"), hand.sheet.max_row + 1
    for column in range(1, hand.sheet.max_column + 1):
        hand.sheet.cell(target, column).value = hand.sheet.cell(source, column).value
    hand.sheet.cell(target, hand.head()["案例名称"]).value = "另一篇"

    taken = give_back(office, hand.save())

    assert [r.reason for r in taken.refusals] == ["1号在表中出现2行，本行未处理；如系新增案例，请将编号留空"]
    assert taken.lines == []


def test_copied_row_with_its_number_cleared_is_a_new_case(office):
    hand = Hand(issue(office))
    source, target = hand.row_of("XZ-001"), hand.sheet.max_row + 1
    for column in range(1, hand.sheet.max_column + 1):
        hand.sheet.cell(target, column).value = hand.sheet.cell(source, column).value
    hand.sheet.cell(target, hand.head()["案例名称"]).value = "另一篇"
    hand.sheet.cell(target, hand.head()["案例编号"]).value = None

    taken = give_back(office, hand.save())

    assert [(made.serial, made.title) for made in taken.new] == [(4, "另一篇")]
    assert taken.lines == taken.refusals == []


def test_number_of_a_case_registered_since_reaches_nothing(office):
    content = Hand(issue(office)).type_row(案例编号="XZ-004", 案例名称="我的第四篇").save()
    receive(
        office.parts,
        {**small()[0], "id": "a4", "title": "别人的第四篇", "county": "沛县"},
        office.clock.now(),
    )
    before = values_now(office)

    taken = give_back(office, content)

    assert [r.reason for r in taken.refusals] == [
        "“XZ-004”是本表发出以后登记的案例；如系新增案例，请将编号留空"
    ]
    assert values_now(office) == before


def test_cells_merged_for_the_eye_keep_every_value(office):
    give_back(
        office, Hand(issue(office)).put("XZ-002", "县(市)区", "丰县").put("XZ-002", "镇(街道)", "").save()
    )
    hand = Hand(issue(office))
    rows = sorted((hand.row_of("XZ-001"), hand.row_of("XZ-002")))
    for heading in ("县(市)区", "镇(街道)", "联系电话"):
        letter = hand.cell("XZ-001", heading).column_letter
        hand.sheet.merge_cells(f"{letter}{rows[0]}:{letter}{rows[1]}")

    assert rows[1] == rows[0] + 1
    assert give_back(office, hand.save()).is_empty


def test_lines_that_are_no_cases(office):
    hand = Hand(issue(office)).type_row(案例名称="以上情况截至8月3日").type_row(序号="填表人：陈秀兰")
    hand.type_row(**{heading: heading for heading in hand.head() if heading != "版本戳"})

    taken = give_back(office, hand.save())

    assert [r.reason for r in taken.refusals] == ["新增行请至少填写案例名称和县(市)区，或报送单位；未登记"]
    assert len(values_now(office)) == 3


def test_confirming_a_row_settles_what_waited(office):
    taken = give_back(office, Hand(issue(office)).put("XZ-003", "处理状态", "已确认").save())

    assert lines(taken) == [(3, "处理状态", "待核", "已确认")]
    assert Hand(issue(office)).cell("XZ-003", "处理状态").value == "已确认"
    give_back(office, Hand(issue(office)).put("XZ-003", "处理状态", "待核").save())
    assert Hand(issue(office)).cell("XZ-003", "处理状态").value == "已登记"


def test_undo_takes_everything_of_one_return_back(office):
    before = values_now(office)
    hand = Hand(issue(office)).put("XZ-001", "主题", "六").put("XZ-002", "处理状态", "撤回")
    hand.add_column("批示", {"XZ-001": "甲"}).type_row(**{"案例名称": "新案例", "县(市)区": "丰县"})
    give_back(office, hand.put("XZ-003", "处理状态", "已确认").save())

    with office.parts.ledger.begin() as connection:
        done = undo_last(
            Deed(connection, office.parts, office.clock.now(), "陈秀兰", "陈秀兰@example.cn", "b")
        )

    now = values_now(office)
    assert {number: {**now[number], "x1": ""} for number in before} == {
        number: {**values, "x1": ""} for number, values in before.items()
    }
    assert now["XZ-004"]["status"] == "withdrawn"
    assert "1号主题：（六）文化与法治 → （一）治理结构" in done


def test_workbook_of_another_call_is_refused(office):
    hand = Hand(issue(office))
    hand.book.custom_doc_props["zhengji-campaign"].value = "nanjing-2016"

    assert give_back(office, hand.save()).refused == "这是另一次征集（nanjing-2016）的汇总表"


def test_other_pages_settle_items_and_keep_remarks(office):
    """待核事项 takes “已处理”, 未报送单位 takes remarks; both can be taken back."""
    with office.parts.ledger.begin() as connection:
        add_doubts(connection, [Doubt("question", detail="几号截止")], office.clock.now(), mail_id=1)
        update_mail(connection, 1, needs_person=True)
    hand = Hand(issue(office))
    pending, missing = hand.book["待核事项"], hand.book["未报送单位"]
    rows = {pending.cell(row, 2).value: row for row in range(4, pending.max_row + 1)}
    pending.cell(rows["收件1"], 8).value = "已处理"
    pending.cell(rows["3号"], 8).value = "等答复"
    missing["G4"].value = "已电话联系"
    content = hand.save()

    taken = give_back(office, content)

    assert lines(taken) == [(0, "沛县备注", "", "已电话联系"), (0, "收件1", "", "已处理")]
    assert [r.reason for r in taken.refusals] == ["处理完毕的请填“已处理”"]
    assert [line.after for line in give_back(office, content).lines] == []
    again = Hand(issue(office))
    assert again.book["未报送单位"]["G4"].value == "已电话联系"
    assert [cell.value for cell in again.book["待核事项"]["B"][3:]] == ["3号"]
    with office.parts.ledger.read() as connection:
        assert get_mail(connection, 1).needs_person is False
    with office.parts.ledger.begin() as connection:
        done = undo_last(
            Deed(connection, office.parts, office.clock.now(), "陈秀兰", "陈秀兰@example.cn", "b")
        )
    assert done == "已撤销：收件1重新列为待处理；待核事项重新列出；沛县备注：（无）"
    undone = Hand(issue(office))
    assert [cell.value for cell in undone.book["待核事项"]["B"][3:]] == ["3号", "收件1"]
    assert not undone.book["未报送单位"]["G4"].value


def test_two_remarks_on_a_unit_both_stay(office):
    old = issue(office)

    def remark(content, text, who):
        hand = Hand(content)
        hand.book["未报送单位"]["G4"].value = text
        return give_back(office, hand.save(), who=who)

    remark(old, "甲已电话联系", "甲")
    remark(old, "乙说下周报", "乙")
    remark(old, "", "丙")  # an old copy in which nothing was written takes nothing away

    assert Hand(issue(office)).book["未报送单位"]["G4"].value == "甲已电话联系／乙说下周报"
    remark(issue(office), "", "甲")
    assert not Hand(issue(office)).book["未报送单位"]["G4"].value


def test_a_remark_taken_away_where_another_has_written_is_no_change(office):
    def remark(content, text):
        hand = Hand(content)
        hand.book["未报送单位"]["G4"].value = text
        return lines(give_back(office, hand.save()))

    remark(issue(office), "已电话联系")
    shown = issue(office)
    assert remark(shown, "下周报") == [(0, "沛县备注", "已电话联系", "下周报")]

    assert remark(shown, "") == []
    assert remark(shown, "请假") == [(0, "沛县备注", "下周报", "下周报／请假")]
    both = issue(office)
    assert remark(both, "下周报") == [(0, "沛县备注", "下周报／请假", "下周报")]


def test_own_words_added_to_shared_ones_stand_once(office):
    """Two people each write behind what the edition showed of both."""
    give_back(office, Hand(issue(office)).add_column("批示", {"XZ-001": "甲／乙"}).save())
    both = issue(office)
    give_back(office, Hand(both).put("XZ-001", "批示", "甲／乙／丙").save())
    content = Hand(both).put("XZ-001", "批示", "甲／乙／丁").save()

    assert lines(give_back(office, content)) == [(1, "批示", "甲／乙／丙", "甲／乙／丙／丁")]
    assert give_back(office, content).is_empty


def test_an_edition_issued_before_a_remark_was_undone_is_no_edit(office):
    """It still shows the remark, and comes back as it was."""
    hand = Hand(issue(office))
    hand.book["未报送单位"]["G4"].value = "已电话联系"
    give_back(office, hand.save())
    between = issue(office)
    with office.parts.ledger.begin() as connection:
        undo_last(Deed(connection, office.parts, office.clock.now(), "陈秀兰", "陈秀兰@example.cn", "b"))

    assert give_back(office, between).is_empty
    assert not Hand(issue(office)).book["未报送单位"]["G4"].value


def test_what_the_office_settles_stands_first(office):
    """待核事项: hers and the administrator's before what senders are asked for, however old that is."""
    with office.parts.ledger.begin() as connection:
        add_doubts(connection, [Doubt("contact", "contact")], office.clock.now(), mail_id=1)
        add_doubts(connection, [Doubt("question", detail="几号截止")], office.clock.now(), mail_id=1)

    pending = Hand(issue(office)).book["待核事项"]

    owners = [cell.value for cell in pending["F"][3:]]
    assert owners == sorted(owners, key=("经办人", "管理员", "报送单位").index)
    assert {"经办人", "报送单位"} <= set(owners)
