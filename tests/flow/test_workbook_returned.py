"""A call coordinated by workbooks that leave the office: real mails in, the edited workbook back.

First by the watched folder, then by a reply to a letter of ours; what the summary letters say, what the
next edition shows and what the ledger holds in the end are compared whole.
"""

import json
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest

from demo.files import make_docx
from demo.mail import DOCX, make_mail
from tests.office import read_letter
from tests.unit.tracker.sheet.season import Hand, open_season, say, values_now
from tracker.ledger import doubts, letters, mails
from tracker.run.duties import Outside, work_through
from tracker.run.open import open_readers

pytestmark = (
    pytest.mark.slow
)  # seasons of returned workbooks; test_workbook_season.py stands for them in make test

CORPUS = Path("tests/corpus/cases.jsonl")
SHOWN = {
    "县(市)区": "county", "镇(街道)": "town", "村(社区)": "community", "报送单位": "unit", "联系人": "contact",
    "联系电话": "phone", "初审意见": "opinion", "备注": "remark", "批示": "x1",
}  # fmt: skip


class Season:
    """The office, with everything that its coordinator sees and does."""

    def __init__(self, office, readers):
        self.office, self.readers = office, readers
        self.parts = office.parts

    def work(self):
        self.office.clock.advance(timedelta(minutes=20))
        work_through(self.parts, Outside(self.readers, None, lambda _: None, lambda _: None))

    def arrive(self, raw: bytes, name: str):
        now = self.office.clock.now()
        with self.parts.ledger.begin() as connection:
            mails.add_mail(connection, self.parts.archive.store(raw), len(raw), now, now, file=name)
        self.work()

    def published(self) -> bytes:
        return (self.parts.data.out / "汇总表.xlsx").read_bytes()

    def put_into_folder(self, content: bytes):
        self.parts.data.returned.mkdir(exist_ok=True)
        (self.parts.data.returned / "汇总表（陈）.xlsx").write_bytes(content)
        self.work()

    def reply(self, text: str, content: bytes = b""):
        """She answers our last letter to her."""
        now = self.office.clock.now()
        note = EmailMessage()
        note["From"] = "陈秀兰 <chenxl@example.cn>"
        note["To"] = "zhengji@example.invalid"
        note["Subject"] = "回复：汇总表"
        note["Date"] = format_datetime(now)
        note["Message-ID"] = f"<{now:%H%M%S}@example.cn>"
        note["In-Reply-To"] = self.letter().row.message_id
        note.set_content(text)
        if content:
            kind = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            note.add_attachment(content, maintype="application", subtype=kind, filename="汇总表.xlsx")
        self.arrive(note.as_bytes(), "")

    def letter(self):
        """Our newest letter to her about a workbook or an order."""
        with self.parts.ledger.read() as connection:
            rows = [row for row in letters.list_letters(connection) if row.kind in ("sheet", "order")]
            return read_letter(rows[-1], letters.letter_bytes(connection, rows[-1].id))

    def told(self) -> list[str]:
        """The lines of that letter between salutation and signature."""
        lines = [line for line in self.letter().text.splitlines() if line.strip()]
        return [self.letter().row.subject, *lines[1 : lines.index("徐州市民政局基层政权和社区建设处")]]

    def open_doubts(self) -> list[tuple[int | None, str]]:
        with self.parts.ledger.read() as connection:
            return [
                (row.case_id, row.code)
                for row in doubts.list_doubts(connection)
                if row.code not in ("sender-unknown", "long")
            ]


@pytest.fixture
def season(tmp_path):
    with open_season(tmp_path / "office", []) as office, open_readers(office.parts) as readers:
        season = Season(office, readers)
        for line in CORPUS.read_text("utf-8").splitlines()[:5]:
            case = json.loads(line)
            paper = (f"{case['title']}.docx", DOCX, make_docx(case))
            body = "现报送案例1篇，请查收。"
            address = f"{case['id']}@example.cn"
            made = make_mail(case["id"], office.clock.now(), address, case["unit"], "报送案例", body, [paper])
            season.arrive(made.raw, f"{case['id']}.eml")
        yield season


def mark(hand: Hand, page: str, about: str, heading: str, text: str) -> Hand:
    """Write beside a row of another page."""
    sheet = hand.book[page]
    column = next(cell.column for cell in sheet[3] if cell.value == heading)
    row = next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 2).value == about)
    sheet.cell(row, column).value = text
    return hand


def pages(content: bytes) -> tuple[dict[str, dict[str, str]], dict[str, str], list[str]]:
    """The human words of an edition: of each case, of each missing unit; and who still waits."""
    hand = Hand(content)
    numbers = [row[1].value for row in hand.sheet.iter_rows(min_row=4) if str(row[1].value)[:3] == "XZ-"]
    cases = {
        number: {name: hand.cell(number, heading).value or "" for heading, name in SHOWN.items()}
        for number in numbers
    }
    missing, waiting = hand.book["未报送单位"], hand.book["待核事项"]
    remarks = {row[1].value: row[6].value for row in missing.iter_rows(min_row=4) if row[6].value}
    return cases, remarks, [row[1].value for row in waiting.iter_rows(min_row=4) if row[1].value]


def shown_of(values: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {n: {name: row.get(name, "") for name in SHOWN.values()} for n, row in values.items()}


SETTLED = {  # what people said, and the paper case, in the end
    "XZ-001": {"x1": "同意，拟印发"},
    "XZ-002": {"theme": "4", "phone": "13800001199", "contact": "韩素平"},
    "XZ-003": {"remark": "已电话核实", "x1": "再核"},
    "XZ-005": {"status": "withdrawn"},
    "XZ-006": {
        "title": "村里的老账本", "subtitle": "", "county": "丰县", "level": "town", "theme": "5",
        "contact": "邓小满", "status": "active",
    },
}  # fmt: skip


@pytest.mark.parametrize("saved_by", ["openpyxl", pytest.param("libreoffice", marks=pytest.mark.slow)])
def test_season_by_returned_workbooks(season, saved_by, request):
    resave = request.getfixturevalue("resave") if saved_by == "libreoffice" else lambda content, _: content
    arrived = values_now(season.office)
    assert [row["title"] for row in arrived.values()] == [
        "一核引领 多元共治", "“红色圆桌”连起一条街", "三驾马车如何跑到一条道上", "矿区移交之后", "板材村的“四方碰头会”",
    ]  # fmt: skip
    assert season.open_doubts() == [(2, "theme"), (4, "short"), (5, "theme")]

    _by_folder(season, resave)
    _by_reply(season, resave)
    _undone(season, resave)

    season.work()
    now, edition = values_now(season.office), pages(season.published())
    assert now == {
        number: {**arrived.get(number, {}), **SETTLED.get(number, {})} for number in [*arrived, "XZ-006"]
    }
    assert edition == (shown_of(now), {"睢宁县": "已电话催报"}, ["5号"])
    assert season.open_doubts() == [(5, "theme")]


def _by_folder(season, resave):
    """Cells, a sort, a column, a row typed, one deleted, marks on other pages."""
    hand = Hand(season.published())
    hand.put("XZ-002", "主题", "四").put("XZ-002", "联系电话", "13800001199").put(
        "XZ-003", "备注", "已电话核实"
    )
    hand.put("XZ-001", "处理状态", "已确认").put("XZ-003", "层级", "省级").put("XZ-003", "字数", 9)
    hand.add_column("批示", {"XZ-001": "同意", "XZ-003": "再核"})
    mark(hand, "待核事项", "4号", "办理情况", "已处理")
    mark(hand, "未报送单位", "睢宁县", "备注", "已电话催报")
    hand.drop("XZ-005").sort("案例名称")
    hand.type_row(**{"案例名称": "村里的老账本", "县(市)区": "丰县", "联系人": "邓小满"})

    season.put_into_folder(resave(hand.save(), "xlsx"))

    assert season.told() == FOLDER_LETTER
    now, edition = values_now(season.office), pages(season.published())
    assert edition == (shown_of(now), {"睢宁县": "已电话催报"}, ["5号", "5号"])
    assert season.open_doubts() == [(5, "theme"), (5, "sheet-row-gone")]


def _by_reply(season, resave):
    """An edition that somebody else has overtaken, and what only she can decide."""
    hand = Hand(season.published())
    say(season.office, 2, contact="韩梅")
    hand.put("XZ-002", "联系人", "韩素平").put("XZ-006", "层级", "镇级").put("XZ-006", "主题", "5")
    hand.put("XZ-001", "批示", "同意，拟印发").put("XZ-004", "联系电话", "=1+1")

    season.reply("改好的汇总表见附件。", resave(hand.save(), "xlsx"))

    # A program that calculates shows what the formula gave.
    assert [line.replace("电话“2”：", "电话：") for line in season.told()] == REPLY_LETTER
    assert values_now(season.office)["XZ-002"]["contact"] == "韩梅"
    season.reply("确认")
    assert season.told()[2:4] == [
        "1. 2号联系人改为韩素平（2号《“红色圆桌”连起一条街》）",
        "   2号联系人：韩梅 → 韩素平。",
    ]
    season.reply("5号撤回")
    assert season.told()[2:4] == [
        "1. 5号撤回（5号《板材村的“四方碰头会”》）",
        "   5号处理状态：有效 → 撤回。",
    ]


def _undone(season, resave):
    """A mistake, and back again."""
    before = values_now(season.office)
    edited = Hand(season.published()).put("XZ-003", "报送单位", "错了").save()
    season.reply("请看附件。", resave(edited, "xlsx"))
    assert values_now(season.office)["XZ-003"]["unit"] == "错了"
    assert season.told()[-1] == "如需撤销本次采用的内容，回复“撤销”即可。"

    season.reply("撤销")

    assert season.told()[2:4] == [
        "1. 撤销",
        "   已撤销：3号报送单位：错了 → 泉山区湖滨街道望湖社区居民委员会。",
    ]
    assert values_now(season.office) == before


FOLDER_LETTER = [
    "【案例征集】汇总表回传办理情况：采用8处，新增1篇，未采用2处（请确认）",
    "“汇总表（陈）.xlsx”已读取，情况如下。",
    "已采用：",
    "1. 1号处理状态：已登记 → 已确认",
    "2. 1号批示：（无） → 同意",
    "3. 2号主题：（一）治理结构 → 四",
    "4. 2号联系电话：13800001102 → 13800001199",
    "5. 3号备注：（无） → 已电话核实",
    "6. 3号批示：（无） → 再核",
    "7. 睢宁县备注：（无） → 已电话催报",
    "8. 4号待核事项：（无） → 已处理",
    "新增案例：",
    "1. 6号（XZ-006）《村里的老账本》",
    "新增栏目，下一期予以保留：",
    "1. 批示",
    "未采用，请核对后另行修改：",
    "1. 案例汇总表!F5　层级“省级”：没有层级“省级”；可用的有：县级、镇级、村级",
    "2. 案例汇总表!J5　字数“9”：此栏由系统登记，不能修改",
    "表中已没有下列案例，台账未作变动：",
    "1. 5号《板材村的“四方碰头会”》",
    "如需撤回，请回复“5号撤回”；如系误删，不用处理。",
    "如需撤销本次采用的内容，回复“撤销”即可。",
]
REPLY_LETTER = [
    "【案例征集】汇总表回传办理情况：采用3处，未采用2处（请确认）",
    "“汇总表.xlsx”已读取，情况如下。",
    "已采用：",
    "1. 1号批示：同意 → 同意，拟印发",
    "2. 6号层级：（无） → 镇级",
    "3. 6号主题：（无） → 5",
    "未采用，请核对后另行修改：",
    "1. 案例汇总表!M5　联系电话：是公式，请改为文字（复制后粘贴为数值）",
    "表格发出后台账与表中都有改动，暂以台账为准：",
    "1. 2号联系人（案例汇总表!L7）：台账王主任改为“韩梅”，表中为“韩素平”",
    "如以表中内容为准，请直接回复“确认”。",
    "如需撤销本次采用的内容，回复“撤销”即可。",
]
