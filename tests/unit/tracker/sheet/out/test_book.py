"""What an edition shows, cell by cell."""

import zipfile
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter

from tests.unit.tracker.sheet.season import Hand, give_back, issue, open_season, receive, small
from tracker.sheet.out.layout import MAX_CELL, RowSizes, height, lines, safe, set_height


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    with open_season(tmp_path_factory.mktemp("season") / "office", small()) as office:
        return issue(office)


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(BytesIO(content))


def table(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_sheets_in_order_and_the_base_hidden(book):
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
        ("封面", "visible"), ("案例汇总表", "visible"), ("县区报送情况", "visible"), ("主题×县区", "visible"),
        ("未报送单位", "visible"), ("待核事项", "visible"), ("收件流水", "visible"), ("_base", "veryHidden"),
    ]  # fmt: skip


def test_case_sheet_cell_by_cell(book):
    sheet = book["案例汇总表"]

    assert table(sheet) == [
        ["全市城乡社区治理和服务创新优秀案例征集案例汇总表", *[None] * 20],
        ["填报单位：徐州市民政局基层政权和社区建设处", *[None] * 18, "填报日期：2015年8月3日", None],
        ["序号", "案例编号", "县(市)区", "镇(街道)", "村(社区)", "层级", "案例名称", "主题", "第二主题", "字数", "报送单位",
         "联系人", "联系电话", "发送时间", "是否按期", "附件情况", "稿次", "处理状态", "初审意见", "备注", "版本戳"],
        [1, "XZ-001", "丰县", None, None, "县级", "一核引领 多元共治", "（一）治理结构", None, 240, "丰县民政局", "周庆和",
         "0516-80001101", "2015-07-25 16:58", "按期", None, 1, "已登记", None, None, "1.1.1"],
        [2, "XZ-002", "鼓楼区", "丰财街道", None, "镇级", "“红色圆桌”连起一条街", "（二）治理方式", None, 400,
         "鼓楼区丰财街道办事处", "韩素萍", "0516-80001101", "2015-07-25 21:58", "按期", None, 1, "已登记", None, None, "2.1.1"],
        [3, "XZ-003", "泉山区", "湖滨街道", "望湖社区", "村级", "三驾马车——望湖社区纪实", "（四）协商民主", None, 600,
         "望湖社区居民委员会", "杜文娟", "0516-80001101", "2015-07-26 02:58", "按期", None, 1, "待核", None, None, "3.1.1"],
        ["合计", 3, *[None] * 7, 1240, *[None] * 11],
    ]  # fmt: skip
    assert [sheet["M4"].number_format, sheet["M4"].data_type, sheet["J4"].data_type] == ["@", "s", "n"]
    assert sheet.merged_cells.ranges == {"A1:T1"} or [str(r) for r in sheet.merged_cells.ranges] == ["A1:T1"]


def test_case_sheet_prints_and_protects(book):
    sheet = book["案例汇总表"]

    assert {
        "paper": sheet.page_setup.paperSize, "orientation": sheet.page_setup.orientation,
        "fit": (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight),
        "footer": sheet.oddFooter.center.text, "repeated": sheet.print_title_rows, "frozen": sheet.freeze_panes,
        "filter": sheet.auto_filter.ref, "area": sheet.print_area,
    } == {
        "paper": 9, "orientation": "landscape", "fit": (True, 0), "footer": "第&[Page]页 共&[Pages]页".replace("&[Page]", "&P").replace("&[Pages]", "&N"),
        "repeated": "$1:$3", "frozen": "C4", "filter": "A3:Y6", "area": "'案例汇总表'!$A$1:$T$7",
    }  # fmt: skip
    assert (sheet.protection.sheet, sheet.protection.password, sheet.column_dimensions["U"].hidden) == (
        True,
        None,
        True,
    )
    editable = [cell.column_letter for cell in sheet[4] if not cell.protection.locked]
    assert editable == list("CDEFGHIKLMORST")
    fonts = (sheet["A1"].font.name, sheet["C3"].font.name, sheet["C4"].font.name)
    assert fonts == ("方正小标宋简体", "黑体", "仿宋_GB2312")
    assert [sheet["H6"].font.b, sheet["H4"].font.b] == [
        True,
        False,
    ]  # a word in 处理状态 says the same as the colour
    assert sheet["H6"].comment.text.startswith("依据：\n标题：4")


def test_lists_of_the_editable_columns(book):
    found = {str(rule.sqref): rule.formula1 for rule in book["案例汇总表"].data_validations.dataValidation}
    base = book["_base"]
    counts = {letter: sum(cell.value is not None for cell in base[letter]) for letter in "ABCDEF"}

    assert found == {
        f"{column}4:{column}206": f"_base!${letter}$1:${letter}${counts[letter]}"
        for column, letter in {"C": "B", "D": "A", "F": "D", "H": "C", "I": "C", "O": "F", "R": "E"}.items()
    }
    assert {letter: [cell.value for cell in base[letter][: counts[letter]]] for letter in "CDEF"} == {
        "C": [
            "（一）治理结构",
            "（二）治理方式",
            "（三）服务体系",
            "（四）协商民主",
            "（五）三社联动",
            "（六）文化与法治",
        ],
        "D": ["县级", "镇级", "村级"],
        "E": ["待核", "已确认", "已登记", "重复", "撤回"],
        "F": ["按期", "逾期"],
    }
    assert [cell.value for cell in book["_base"]["B"][:12]] == [
        "丰县", "沛县", "睢宁县", "邳州市", "新沂市", "铜山区", "贾汪区", "鼓楼区", "云龙区", "泉山区",
        "徐州经济技术开发区", "徐州市新城区",
    ]  # fmt: skip


def test_counting_pages_add_up_in_official_order(book):
    standing, cross = table(book["县区报送情况"]), table(book["主题×县区"])

    assert [row[1] for row in standing[3:-1]] == [cell.value for cell in book["_base"]["B"][:12]]
    assert standing[3][:13] == [1, "丰县", 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0]
    assert standing[4][:7] == [2, "沛县", 1, 0, 0, 0, 0]  # zero is 0
    assert standing[-1] == [None, "合计", 12, 3, 1, 1, 1, 1, 1, 0, 1, 0, 0, None, None, None]
    assert cross[-1] == ["合计", 1, 1, 0, 1, 0, 0, 0, 3]
    assert [row[1] for row in table(book["未报送单位"])[3:-1]] == [
        "沛县", "睢宁县", "邳州市", "新沂市", "铜山区", "贾汪区", "云龙区", "徐州经济技术开发区", "徐州市新城区",
    ]  # fmt: skip
    assert table(book["待核事项"])[3][:6] == [1, "3号", "三驾马车", "主题不明确", "请核定主题", "经办人"]
    assert [row[4:7] for row in table(book["收件流水"])[3:]] == [
        ["报送案例：一核引领 多元共治", "报送", "XZ-001"],
        ["报送案例：“红色圆桌”连起一条街", "报送", "XZ-002"],
        ["报送案例：三驾马车", "报送", "XZ-003"],
    ]


def test_charts_print_in_black_and_white(content):
    with zipfile.ZipFile(BytesIO(content)) as package:
        charts = [package.read(name).decode() for name in package.namelist() if "charts/chart" in name]
    assert [("pattFill" in chart, "wdUpDiag" in chart, "595959" in chart) for chart in charts] == [
        (True, True, True)
    ] * 2


def test_editions_are_numbered_and_the_same_ledger_gives_the_same_rows(tmp_path):
    with open_season(tmp_path / "office", small()) as office:
        first, second = Hand(issue(office)), Hand(issue(office))
    rows = [[cell.value for cell in row[:-1]] for row in first.sheet.iter_rows(min_row=4)]
    again = [[cell.value for cell in row[:-1]] for row in second.sheet.iter_rows(min_row=4)]

    assert rows == again
    assert [hand.book.custom_doc_props["zhengji-edition"].value for hand in (first, second)] == ["1", "2"]


def test_a_new_version_keeps_her_words(tmp_path):
    """The county sends again: what she wrote stays, what nobody touched follows the new version."""
    stories = small()
    with open_season(tmp_path / "office", stories) as office:
        give_back(office, Hand(issue(office)).put("XZ-001", "联系人", "她定的人").save())
        office.clock.advance(timedelta(hours=1))
        body = [stories[0]["body"][0] + "补充成效。" * 5]
        again = {
            **stories[0],
            "id": "a1b",
            "contact": "新联系人",
            "phone": "0516-80009999",
            "body": body,
            "sender": "a1@example.cn",
        }
        receive(office.parts, again, office.clock.now())
        shown = Hand(issue(office))

    assert [shown.cell("XZ-001", name).value for name in ("联系人", "联系电话", "稿次")] == [
        "她定的人",
        "0516-80009999",
        2,
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("=1+1", "=1+1"), ("a\x00b\x0bc\rd", "abcd"), ("两\n行", "两\n行"), ("坏\ud800字\uffff", "坏字"), ("长" * 40_000, "长" * MAX_CELL)],
)  # fmt: skip
def test_safe_text(text, shown):
    assert safe(text) == shown


@pytest.mark.parametrize(
    ("text", "width", "count"),
    [("", 10, 1), ("五个汉字呀", 10.6, 1), ("六个汉字在此", 10.6, 2), ("a\nb", 30, 2)],
)
def test_lines_of_a_text(text, width, count):
    assert lines(text, width) == count
    assert height([(text, width)]) == max(21, count * 15 + 4)


def placed(*, compact):
    """Where the comments of a sheet stand whose rows have many heights, one of them hidden, some none of their own."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        if compact:
            sheet.row_sizes = RowSizes()
        for row in range(400):
            if row % 7:
                set_height(sheet, row, 21.0 + row % 300 if row != 90 else 0)
            sheet.write_string(row, 0, "x")
            if row % 30 == 1:
                sheet.write_comment(row, 0, "依据", {"y_scale": 3})
    with zipfile.ZipFile(content) as packed:
        return packed.read("xl/drawings/vmlDrawing1.vml"), packed.read("xl/worksheets/sheet1.xml")


def test_comments_stand_where_they_would_if_every_height_were_kept_whole():
    assert placed(compact=True) == placed(compact=False)
