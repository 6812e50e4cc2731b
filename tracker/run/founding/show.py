"""What was found in a notice, a row a fact: what it is, the value, and the words of the notice."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date, time

from intake.campaign.entries import Coordinator
from intake.campaign.notice.terms import PARTS
from intake.campaign.notice.values import Extent, NoticeFacts, Other, Quota, Said
from intake.campaign.notice.where import Region, region_of
from intake.campaign.notice.words import WORDS
from intake.campaign.places.country import load_country
from tracker.run.founding.answers import Answers

HEAD = ("项目", "内容", "通知原文")
NOT_SAID = "通知未写明"
PLACE_LEVELS = ("县级", "镇级", "村级")
ANSWERED = "经办人填写"
CONTACTS_GO = "各报送单位的邮箱、联系人、电话不在核对表中，写在 campaign.toml 各 [[units]] 的 addresses、contact、phone；不填也能收件，只是无从提醒"
PART_WORDS = {
    "form": "推荐表（申报表）",
    "sheet": "汇总表",
    "photo": "照片",
    "stamp": "盖章",
    "contact": "联系人",
    "phone": "联系电话",
}
STEP_WORDS = {"review": "专家评审", "visit": "实地察看", "publicity": "公示", "volume": "汇编成册"}


@dataclass(frozen=True, slots=True)
class Row:
    """One fact; ``quote`` is empty where the notice does not say it, then ``hint`` says what may be answered."""

    name: str
    value: str
    quote: str
    hint: str = ""

    @property
    def kind(self) -> str:
        """The name without the number that tells several apart: 主题 of 主题2."""
        return self.name.rstrip("0123456789 ")

    @property
    def is_said(self) -> bool:
        """Whether the notice says it."""
        return bool(self.quote)


def rows_of(facts: NoticeFacts, answers: Answers) -> tuple[Row, ...]:
    """Every fact in the order of a notice, those that are missing among them."""
    return (
        _row("活动名称", facts.title),
        _row("发文机关", facts.issuer),
        _row("地方", _place(facts, answers)),
        _row("文号", facts.number),
        _row("印发日期", facts.issued),
        _row("来件叫什么", facts.item),
        _row("截止日期", Said(answers.last_day, ANSWERED) if answers.last_day else facts.last_day),
        _row("截止时刻", facts.cutoff),
        *_each("主题", [(theme.value.title, theme.quote) for theme in facts.themes]),
        *(
            _each("层级", [(level.value, level.quote) for level in facts.levels])
            if facts.levels
            else _levels(facts)
        ),
        _row("篇幅", facts.length),
        _row("每单位应报", facts.quota),
        *_each("须有材料", [(_part(part), part.quote) for part in facts.required]),
        _row("收件邮箱", facts.mailbox),
        _row("邮件主题", facts.subject),
        _row("文件名", facts.file_name),
        _row("联系人", facts.contact),
        _row("联系电话", facts.phone),
        *_each("后续步骤", [(STEP_WORDS[step.value], step.quote) for step in facts.steps]),
        *_each("其他单位", [(_other(other.value), other.quote) for other in facts.others]),
        *_each("经办人", [(_person(one), ANSWERED) for one in answers.coordinators]),
    )


def _part(part: Said[str]) -> str:
    """A form or a list as the notice calls it: 课后服务好课程申报表."""
    own = re.search(r"《([^《》]{2,24})》", part.quote) if part.value in ("form", "sheet") else None
    return own[1] if own and PARTS[part.value].search(own[1]) else PART_WORDS[part.value]


def _levels(facts: NoticeFacts) -> list[Row]:
    """The question that a notice without levels leaves open, with the kinds of authors that it addresses."""
    addressed = " ".join(said.quote for said in (facts.addressees, *facts.others) if said)
    kinds = (kind.words.search(addressed) for kind in WORDS.kinds_of_authors)
    examples = "、".join(dict.fromkeys((*PLACE_LEVELS, *(kind[0] for kind in kinds if kind))))
    return [Row("层级", NOT_SAID, "", f"要分层级的，写在一格，如 {examples}；不填即不分")]


def _other(other: Other) -> str:
    return other.name + (f"（{'、'.join(other.towns)}）" if other.towns else "")


def _place(facts: NoticeFacts, answers: Answers) -> Said[str] | None:
    region = answers.region or find_region(facts)
    if region is None:
        return None
    names = dict.fromkeys((region.province, region.city, region.county))
    quote = ANSWERED if answers.region or facts.issuer is None else facts.issuer.quote
    return Said("，".join(filter(None, names)), quote)


def _person(coordinator: Coordinator) -> str:
    return " ".join(filter(None, (coordinator.name, coordinator.email, coordinator.phone)))


def find_region(facts: NoticeFacts) -> Region | None:
    """Where the call is made, by the name of its office."""
    return region_of(facts.issuer.value, load_country()) if facts.issuer else None


def _row(name: str, said: Said[str] | Said[date] | Said[time] | Said[Extent] | Said[Quota] | None) -> Row:
    return Row(name, NOT_SAID, "") if said is None else Row(name, _text(said.value), said.quote)


def _each(name: str, values: list[tuple[str, str]]) -> list[Row]:
    if not values:
        return [Row(name, NOT_SAID, "")]
    if len(values) == 1:
        return [Row(name, *values[0])]
    return [Row(f"{name}{number}", value, quote) for number, (value, quote) in enumerate(values, 1)]


def _text(value: str | date | time | Extent | Quota) -> str:
    if isinstance(value, Extent):
        return extent_text(value)
    if isinstance(value, Quota):
        return quota_text(value)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value:%H:%M}" if isinstance(value, time) else value


def extent_text(extent: Extent) -> str:
    """800至1500字, 3000字以内, 2000字左右"""
    if extent.least and extent.most:
        return f"{extent.least}至{extent.most}字"
    if extent.most:
        return f"{extent.most}字以内"
    if extent.least:
        return f"不少于{extent.least}字"
    return f"{extent.about}字左右"


def quota_text(quota: Quota) -> str:
    """2至5篇, 不少于2篇, 不超过5篇"""
    if quota.least and quota.most:
        return f"{quota.least}至{quota.most}篇"
    return f"不超过{quota.most}篇" if quota.most else f"不少于{quota.least}篇"


def page_of(rows: tuple[Row, ...]) -> bytes:
    """The facts as a Word page to be checked and signed against the notice."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    document = Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21)
    document.add_heading("通知要点核对表", level=1)
    document.add_paragraph(
        "左为项目，中为据通知写入 campaign.toml 的内容，右为通知原文。有误的、未写明的，请在中间一栏改正、填写；"
        "不要的删去文字，多出的在表中加行，如“主题6”。“经办人”写姓名、邮箱、电话。保存后运行："
        "zhengji init 数据目录 --notice 通知文件 --confirmed 本表，按改后的内容重新写入。"
    )
    document.add_paragraph(f"{CONTACTS_GO}。")
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, HEAD, strict=True):
        cell.text = text
    for row in rows:
        for cell, text in zip(
            table.add_row().cells, (row.name, row.value, row.quote or row.hint), strict=True
        ):
            cell.text = text
    for row in table.rows:
        for cell, width in zip(row.cells, (3, 9, 13), strict=True):
            cell.width = Cm(width)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
