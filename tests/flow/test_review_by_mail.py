"""A whole round by mail alone, from the list of experts to the objection that was settled.

Seven experts: one whose sheet went through LibreOffice, one who must not read his county's cases, one on
paper, one who marks up to ten, one who withdraws, one who writes plain lines, one who is late.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from intake.documents.read import read_document
from intake.model.case import Attachment, Document, MailKind
from intake.model.limits import Limits
from tests.ledgers import POSTGRES, SQLITE, USUAL, make_ledger
from tests.office import LI, Letter, Office, assert_expected, case, desk_of
from tests.programs import need
from tracker.review.mail.letters import remind_experts
from tracker.review.rounds import look_at, results
from tracker.sheet.out.gather import write_edition

CASES = (
    ("“一核五元”聚民心", "丰县", "1"),
    ("板材村的四方碰头会", "丰县", "2"),
    ("老街坊的议事亭", "沛县", "2"),
    ("社区里的小账本", "沛县", "3"),
    ("楼道里的评理台", "泉山区", "4"),
    ("一张清单管到底", "泉山区", "5"),
)
SENDERS = {"丰县": "fx@example.cn", "沛县": "px@example.cn", "泉山区": "qs@example.cn"}
EXPERTS = """姓名,工作单位,县区,邮箱,最多篇数,评阅方式
王建国,某大学,,wang@example.cn,,
李卫东,丰县民政局,丰县,li@example.cn,,
赵敏,某研究院,,,,纸质
孙宁,某学院,,sun@example.cn,,
周强,某党校,,zhou@example.cn,,
吴芳,某协会,,wu@example.cn,,
郑立,某报社,,zheng@example.cn,,"""


class Season:
    """The office with a record of what was said, in order."""

    def __init__(self, folder: Path, database: str = USUAL) -> None:
        self.office = Office(folder, place=make_ledger(folder, database)).at("08-20 09:00")
        for title, county, theme in CASES:
            self.office.mail(SENDERS[county], case(title, county, theme=theme))
        self.office.until("08-20 17:05")
        self.last = self.office.last("digest")
        self.said: list[str] = []

    def orders(self, when: str, text: str, *documents: Document) -> list[Letter]:
        """She answers the last letter that she had; the letters that follow."""
        fresh = self.comes(when, LI.email, text, *documents, to=self.last, kind=MailKind.COMMAND)
        self.last = self.office.last("order")
        return fresh

    def comes(
        self,
        when: str,
        sender: str,
        text: str,
        *documents: Document,
        to: Letter | None = None,
        kind: MailKind = MailKind.QUESTION,
    ) -> list[Letter]:
        """A mail comes; what it says and every letter that follows are kept."""
        self.office.at(when)
        before = len(self.office.letters())
        self.office.mail(sender, kind=kind, body=text, to=to, documents=documents)
        fresh = self.office.letters()[before:]
        self.said.append(f"【{when} {sender}】\n{text}\n{'；'.join(d.name for d in documents)}".rstrip())
        self.said += [shown(letter) for letter in fresh]
        return fresh

    def papers(self, address: str) -> Letter:
        """The newest papers of an expert."""
        return [letter for letter in self.office.letters("papers") if letter.row.recipient == address][-1]

    def told(self, when: str) -> None:
        """The digest of a day: what it says of review."""
        self.office.until(when)
        digest = self.office.last("digest").text
        told = [part.strip() for part in digest.split("\n\n") if "评阅" in part or "异议" in part]
        self.said.append(f"【{when} 每日报送情况】\n" + "\n".join(told))

    def reminded(self, when: str) -> None:
        self.office.at(when)
        before = len(self.office.letters())
        remind_experts(self.office.parts)
        self.said.append(f"【{when} 提醒】")
        self.said += [shown(letter) for letter in self.office.letters()[before:]]


def shown(letter: Letter) -> str:
    files = "".join(f"\n附件：{name}" for name in letter.files)
    return f"――――\n{letter.whole().strip()}{files}"


@pytest.fixture
def season(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Season]:
    made = Season(tmp_path, getattr(request, "param", USUAL))
    yield made
    made.office.close()


def workbook(text: str) -> Document:
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append(line.split(","))
    out = io.BytesIO()
    book.save(out)
    return read_document(Attachment("专家名单.xlsx", out.getvalue()), Limits())


def numbers(letter: Letter) -> list[str]:
    return re.findall(r"A\d\d", letter.text.split("）")[0])


def lines(letter: Letter, marks: str) -> str:
    return "\n".join(f"{number} {marks}" for number in numbers(letter))


def filled(content: bytes, marks: tuple[int, ...]) -> bytes:
    """The sheet filled in as people do, saved by another program."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.active
    for row in page.iter_rows():
        if re.fullmatch(r"A\d\d", str(row[0].value)):
            for cell, mark in zip(row[2:], marks, strict=False):
                cell.value = mark
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def through_libreoffice(content: bytes, folder: Path) -> bytes:
    """Opened and saved by LibreOffice; as it is where there is none."""
    program = shutil.which("soffice")
    if program is None:
        return content
    (folder / "sheet.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder / "out"),
        str(folder / "sheet.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "out" / "sheet.xlsx").read_bytes()


@pytest.mark.slow  # the whole round with seven experts; its pieces are tested in unit/tracker/review
@pytest.mark.parametrize("season", [SQLITE, POSTGRES], indirect=True)
def test_a_round_by_mail_alone(season: Season, tmp_path: Path) -> None:
    office = season.office
    season.orders("08-21 09:00", "专家名单见附件，请登记。开始初评。", workbook(EXPERTS))
    season.orders("08-21 09:10", "邀请各位专家")
    invited = {letter.row.recipient: letter for letter in office.letters("invitation")}
    for hour, (address, words) in enumerate(
        (
            ("wang@example.cn", "愿意参加，最多5篇"),
            ("li@example.cn", "同意"),
            ("sun@example.cn", "没问题"),
            ("zhou@example.cn", "可以的"),
            ("wu@example.cn", "愿意，回避泉山区"),
            ("zheng@example.cn", "好的，乐意效劳"),
        ),
        10,
    ):
        season.comes(f"08-21 {hour}:00", address, words, to=invited[address])
    season.orders("08-24 09:00", "分配方案发我看看")
    season.orders("08-24 09:20", "同意分配方案")
    season.orders("08-24 09:30", "把评阅材料发给专家")

    wang = season.papers("wang@example.cn")
    sheet = through_libreoffice(filled(wang.files["评分表.xlsx"], (85, 90, 88)), tmp_path)
    read = read_document(Attachment("评分表.xlsx", sheet), Limits())
    season.comes("08-26 10:00", "wang@example.cn", "评分表见附件。", read, to=wang)
    wu = season.papers("wu@example.cn")
    season.comes("08-26 11:00", "wu@example.cn", f"评分如下：\n{lines(wu, '80 70 90')}", to=wu)
    sun = season.papers("sun@example.cn")
    season.comes("08-27 10:00", "sun@example.cn", lines(sun, "8 9 8"), to=sun)
    season.comes("08-27 11:00", "sun@example.cn", lines(sun, "80 90 80"), to=sun)
    zhou = season.papers("zhou@example.cn")
    season.comes("08-28 10:00", "zhou@example.cn", "因出国进修，退出评阅，抱歉。", to=zhou)
    season.orders("08-28 14:00", "分配方案")
    season.orders("08-28 14:10", "就按这个方案分配。发评阅材料")
    li = season.papers("li@example.cn")
    season.comes("08-31 10:00", "li@example.cn", lines(li, "75 85 80"), to=season.papers("li@example.cn"))
    zhao = "\n".join(f"{number} 90 60 70" for number in on_paper(office))
    season.orders("09-01 10:00", f"赵敏评分：\n{zhao}")
    season.reminded("09-02 09:00")
    season.told("09-07 17:05")
    season.orders("09-08 09:00", "评阅进度")
    season.orders("09-08 09:05", "催一下没返回的专家")
    for letter in waiting(season):
        address = letter.row.recipient
        season.comes("09-08 10:00", address, lines(letter, "60 60 60"), to=letter)
    season.told("09-08 17:05")
    season.orders("09-08 17:15", "出评审意见")
    season.orders("09-09 09:00", "前2名安排实地察看")
    best = [row.serial for row in best_rows(office)]
    season.orders(
        "09-14 16:00",
        f"{best[0]}号察看：属实，居民普遍知晓，问卷发放60份、回收58份、有效55份，满意40、基本满意12、不太满意2、不满意1",
    )
    season.orders("09-15 09:00", f"{best[0]}号入选")
    season.orders("09-15 09:10", "出公示")
    season.orders("09-16 09:00", f"对{best[0]}号的异议：有居民反映次数不实")
    season.told("09-17 17:05")
    season.orders("09-18 09:00", "异议1处理结果：经查台账属实，已答复反映人")
    season.orders("09-23 09:00", "出感谢信")

    season.said.append(f"【汇总表：评阅结果】\n{reviewed_page(office)}")
    assert_expected("review_by_mail", "\n\n".join(season.said) + "\n")
    assert len(office.cases()) == len(CASES)


def reviewed_page(office: Office) -> str:
    """What the workbook shows of the round."""
    path = office.folder / "book.xlsx"
    write_edition(office.parts, path)
    page = openpyxl.load_workbook(path)["评阅结果"]
    return "\n".join("\t".join(str(value or "") for value in row) for row in page.iter_rows(values_only=True))


def on_paper(office: Office) -> list[str]:
    with office.parts.ledger.read() as connection:
        table = look_at(desk_of(connection, office.parts))
        zhao = next(expert for expert in table.experts.values() if expert.paper)
        return sorted(table.of(zhao.id))


def waiting(season: Season) -> list[Letter]:
    """The newest papers of those who were reminded by her order."""
    told = [letter.row.recipient for letter in season.office.letters("chaser")]
    return [season.papers(address) for address in dict.fromkeys(told)]


def best_rows(office: Office) -> list[object]:
    with office.parts.ledger.read() as connection:
        table = look_at(desk_of(connection, office.parts))
        return [table.cases[one.case] for one in results(desk_of(connection, office.parts), table)]


def test_a_sheet_from_libreoffice_is_read(season: Season, tmp_path: Path) -> None:
    need("soffice")
    season.orders("08-21 09:00", "专家名单见附件。开始初评", workbook(EXPERTS))
    season.orders("08-24 09:20", "采用分配方案")
    season.orders("08-24 09:30", "发评阅材料")
    wang = season.papers("wang@example.cn")
    sheet = through_libreoffice(filled(wang.files["评分表.xlsx"], (85, 90, 88)), tmp_path)

    read = read_document(Attachment("评分表.xlsx", sheet), Limits())
    (receipt,) = season.comes("08-26 10:00", "wang@example.cn", "见附件", read, to=wang)

    assert f"已登记{len(numbers(wang))}篇" in receipt.text
