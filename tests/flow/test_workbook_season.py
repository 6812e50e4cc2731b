"""A call coordinated by the workbook alone: from empty to closed, nothing typed anywhere else.

Every turn she opens 汇总表.xlsx where it was published, types into it, saves it in its place, and the
service takes it and publishes the next edition. In the end ledger and workbook are compared whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from intake.worker.pool import Readers
from tests.unit.tracker.sheet.season import Hand, Office, open_season, receive, say, small, values_now
from tracker.ledger.schema import letter
from tracker.run.duties import Outside, work_through
from tracker.run.open import open_readers

BASE = {
    "subtitle": "",
    "community": "",
    "secondary": None,
    "phone": "0516-80001101",
    "level": "town",
    "theme": 3,
}
FOURTH = {**BASE, "id": "a4", "title": "清水进村", "unit": "沛县龙固镇人民政府", "county": "沛县", "town": "龙固镇",
          "contact": "吴越", "body": ["龙固镇的清水。" * 45]}  # fmt: skip
FIFTH = {**BASE, "id": "a5", "title": "一封发错的信", "unit": "邳州市民政局", "county": "邳州市", "town": "",
         "level": "county", "contact": "仝军", "body": ["这不是案例。" * 45]}  # fmt: skip


LETTERS = [
    "【案例征集】汇总表回传办理情况：采用1处（无需回复）",
    "【案例征集】汇总表回传办理情况：采用4处（无需回复）",
    "【案例征集】汇总表回传办理情况：采用3处，新增1篇，未采用2处（请确认）",
    "【案例征集】汇总表回传办理情况：采用2处（请确认）",
]
LEDGER = {
    "XZ-001": ["丰县", "", "1", "周庆和", "材料扎实", "active"],
    "XZ-002": ["鼓楼区", "丰财街道", "2", "韩梅", "", "active"],
    "XZ-003": ["泉山区", "湖滨街道", "4", "杜文娟", "", "active"],
    "XZ-004": ["沛县", "杨屯镇", "3", "吴越", "", "active"],
    "XZ-005": ["邳州市", "", "3", "仝军", "", "withdrawn"],
    "XZ-006": ["贾汪区", "", "5", "陈一", "", "active"],
}
SHOWN = [
    ["XZ-001", "丰县", "（一）治理结构", "周庆和", "已登记", "推荐"],
    ["XZ-004", "沛县", "（三）服务体系", "吴越", "已登记", None],
    ["XZ-005", "邳州市", "（三）服务体系", "仝军", "撤回", None],
    ["XZ-006", "贾汪区", "（五）三社联动", "陈一", "已登记", None],
    ["XZ-002", "鼓楼区", "（二）治理方式", "韩梅", "已登记", "修改后推荐"],
    ["XZ-003", "泉山区", "（四）协商民主", "杜文娟", "已登记", "推荐"],
]


class Season:
    """The office, its reader, and the workbook that lies in the shared folder."""

    def __init__(self, office: Office, readers: Readers) -> None:
        self.office, self.readers = office, readers
        self.saved = 0

    @property
    def path(self) -> Path:
        return self.office.parts.data.out / "汇总表.xlsx"

    def work(self) -> Season:
        self.office.clock.advance(timedelta(minutes=20))
        work_through(self.office.parts, Outside(self.readers, None, lambda _: None, lambda _: None))
        assert {name for name in self.office.parts.health if "sheet" in name} == set()
        return self

    def open(self) -> Hand:
        return Hand(self.path.read_bytes())

    def save(self, hand: Hand) -> Season:
        """Save in place, some seconds after it was published, and let the service look."""
        self.path.write_bytes(hand.save())
        self.saved += 1
        later = self.path.stat().st_mtime_ns + self.saved * 10**9
        os.utime(self.path, ns=(later, later))
        return self.work()

    def letters(self) -> list[str]:
        with self.office.parts.ledger.read() as connection:
            found = connection.execute(
                select(letter.c.subject).where(letter.c.kind == "sheet").order_by(letter.c.id)
            )
            return list(found.scalars())

    def shown(self, *headings: str) -> list[list[object]]:
        """These columns of 案例汇总表, its cases in order."""
        hand = self.open()
        columns = [hand.head()[heading] for heading in headings]
        rows = [
            [hand.sheet.cell(row, column).value for column in columns]
            for row in range(4, hand.sheet.max_row + 1)
        ]
        return [row for row in rows if str(row[0] or "").startswith("XZ-")]


@pytest.fixture
def season(tmp_path: Path) -> Iterator[Season]:
    with open_season(tmp_path / "office", []) as office, open_readers(office.parts) as readers:
        yield Season(office, readers).work()


def arrive(season: Season, *stories: dict) -> None:
    for story in stories:
        season.office.clock.advance(timedelta(hours=3))
        receive(season.office.parts, story, season.office.clock.now())
    season.work()


def rows_of(hand: Hand, page: str, column: int, words: str) -> int:
    sheet = hand.book[page]
    return next(
        row for row in range(4, sheet.max_row + 1) if words in str(sheet.cell(row, column).value or "")
    )


@pytest.mark.slow
def test_a_season_by_workbook_alone(season: Season) -> None:
    # An empty edition: who has not sent, with room for what she hears on the telephone.
    hand = season.open()
    row = rows_of(hand, "未报送单位", 2, "新沂市")
    remark = next(cell.column for cell in hand.book["未报送单位"][3] if cell.value == "备注")
    hand.book["未报送单位"].cell(row, remark).value = "王科长说周五报"
    season.save(hand)

    # First week: three cases. She settles the theme that waits, and adds a column of her own.
    arrive(season, *small())
    hand = season.open().put("XZ-003", "主题", "四").put("XZ-001", "备注", "材料扎实")
    season.save(hand.add_column("专家意见", {"XZ-001": "推荐", "XZ-002": "修改后推荐"}))

    # Second week: two more, of which one is no case; a case on paper; another column sorted by; one
    # cell that somebody else has changed meanwhile, and one that cannot be.
    arrive(season, FOURTH, FIFTH)
    hand = season.open()
    say(season.office, 2, contact="韩梅")
    hand.put("XZ-005", "处理状态", "撤回").put("XZ-002", "联系人", "韩素平").put("XZ-004", "主题", "第九类")
    hand.put("XZ-004", "镇(街道)", "杨屯镇").put("XZ-003", "专家意见", "推荐")
    hand.sort("案例编号").type_row(
        **{"案例名称": "纸上来的经验", "县(市)区": "睢宁县", "层级": "镇级", "主题": "五"}
    )
    season.save(hand)

    # Third week: she takes the wrong county of the paper case back, and deletes a row by mistake.
    hand = season.open().put("XZ-006", "县(市)区", "贾汪区").put("XZ-006", "联系人", "陈一")
    season.save(hand.drop("XZ-004"))
    season.work()

    assert season.letters() == LETTERS
    now = values_now(season.office)
    wanted = ("county", "town", "theme", "contact", "remark", "status")
    assert {number: [row.get(name, "") for name in wanted] for number, row in now.items()} == LEDGER
    assert season.shown("案例编号", "县(市)区", "主题", "联系人", "处理状态", "专家意见") == SHOWN
    hand = season.open()
    row = rows_of(hand, "未报送单位", 2, "新沂市")
    assert hand.book["未报送单位"].cell(row, remark).value == "王科长说周五报"
    assert "回传的汇总表中已没有本篇" in str(
        hand.book["待核事项"].cell(rows_of(hand, "待核事项", 2, "4号"), 4).value
    )
