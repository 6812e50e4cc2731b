"""The page to check, read back: what a person wrote stands before the notice, what is open stays open."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from intake.campaign.notice.head import other_of
from intake.campaign.notice.outline import read_lines, sentences
from intake.campaign.notice.terms import PARTS, length_of, read_quota
from intake.campaign.notice.values import Extent, NoticeFacts, Quota, Said, ThemeText
from intake.documents.read import read_document
from intake.model.case import Attachment
from intake.model.limits import Limits
from intake.text.fold import nfkc
from tracker.errors import SettingsError
from tracker.run.founding.answers import Answers, read_coordinator, read_day, read_hour, read_region
from tracker.run.founding.show import (
    HEAD,
    NOT_SAID,
    PART_WORDS,
    STEP_WORDS,
    Row,
    extent_text,
    quota_text,
    rows_of,
)

CONFIRMED = "经办人确认"
_ENUMERATED = ("层级", "须有材料", "后续步骤", "其他单位")  # kinds of which one cell may name several
_ANSWER = re.compile(r"(?>(?:（[^（）]*+）|\([^()]*+\)|[^、，；,;\n])+)")  # a mark inside brackets ends none
# What is asked for on the terminal where the notice does not say it, in this order.
ASKED = ("地方", "截止日期", "来件叫什么", "层级", "篇幅", "收件邮箱", "联系人", "联系电话", "经办人")


def read_page(path: Path) -> tuple[Row, ...]:
    """The rows of a page, in whatever format a word processor has saved it.

    Raises:
        SettingsError: there is no such file, or no such page in it.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"找不到核对表 {path}，请核对路径") from error
    text = read_document(Attachment(name=path.name, content=content), Limits()).text
    kinds = {row.kind for row in rows_of(NoticeFacts(), Answers())}
    cells = ([cell.strip() for cell in line.split("\t")] for line in text.splitlines())
    rows = tuple(
        Row(name, value, "".join(rest)) for name, value, *rest in (row for row in cells if len(row) > 1)
    )
    found = tuple(row for row in rows if row.kind in kinds)
    if not found:
        raise SettingsError(f"{path.name} 中没有核对表的内容，请用 zhengji init --notice 生成的核对表")
    if others := [row.name for row in rows if row.name and row.value and row.kind not in (*kinds, HEAD[0])]:
        raise SettingsError(
            f"核对表中没有“{'”“'.join(others)}”{'这些项目' if len(others) > 1 else '这个项目'}，请删去后重试；"
            f"可写的项目：{'、'.join(dict.fromkeys(row.kind for row in rows_of(NoticeFacts(), Answers())))}"
        )
    return found


def ask(facts: NoticeFacts, answers: Answers, prompt: Callable[[str], str]) -> tuple[Row, ...]:
    """The rows that ``prompt`` answers, of those that nothing says; an empty answer is none."""
    open_rows = [row for row in rows_of(facts, answers) if row.value == NOT_SAID]
    asked = [row for kind in ASKED for row in open_rows if row.kind == kind]
    return tuple(
        row for row in (replace(row, value=prompt(_question(row)).strip()) for row in asked) if row.value
    )


def _question(row: Row) -> str:
    return f"{row.name}（{row.hint}）" if row.hint else row.name


def confirm(facts: NoticeFacts, answers: Answers, rows: tuple[Row, ...]) -> tuple[NoticeFacts, Answers]:
    """What the rows say before what was found: a row that is not there says nothing, an empty one takes away.

    A list (主题1, 主题2) is what its rows say. A value that stands as it was found keeps its sentence.

    Raises:
        SettingsError: a value cannot be read; the message names the row.
    """
    found: dict[str, list[Row]] = {}
    for row in rows_of(facts, answers):
        found.setdefault(row.kind, []).append(row)
    said: dict[str, list[Row]] = {}
    for row in rows:
        said.setdefault(row.kind, []).extend(_parts(row))
    changed: dict[str, Any] = {}
    for kind, (field, read) in _SINGLE.items():
        if kind in said:
            old = getattr(facts, field)
            values = _values(said[kind][:1], found[kind], (old,) if old else (), read)
            changed[field] = next(iter(values), None)
    if "截止日期" in said:  # 12月4日 is that of the year of the notice
        issued = changed.get("issued", facts.issued)
        read = _last_day(issued.value if issued else None)
        old = (facts.last_day,) if facts.last_day else ()
        changed["last_day"] = next(iter(_values(said["截止日期"][:1], found["截止日期"], old, read)), None)
    for kind, (field, read) in _LISTS.items():
        if kind in said:
            changed[field] = _values(said[kind], found[kind], getattr(facts, field), read)
    region = _values(said.get("地方", []), found["地方"], (), lambda row, _: read_region(row.value))
    people = _values(said.get("经办人", []), found["经办人"], (), lambda row, _: read_coordinator(row.value))
    return replace(facts, **changed), Answers(
        region[0].value if region else answers.region,
        None if "截止日期" in said else answers.last_day,
        tuple(one.value for one in people) or answers.coordinators,
    )


def _parts(row: Row) -> list[Row]:
    """县级、镇级、村级 written into one cell are three answers; 基层级（企业、学校） is one."""
    if row.kind not in _ENUMERATED or _same(row.value, NOT_SAID):
        return [row]
    values = [value for part in _ANSWER.findall(row.value) if (value := part.strip())]
    if len(values) < 2:
        return [row]
    return [replace(row, name=f"{row.kind}{number}", value=value) for number, value in enumerate(values, 1)]


Read = Callable[[Row, Said[Any] | None], Any]


def _values(
    rows: list[Row], found: list[Row], old: tuple[Said[Any], ...], read: Read
) -> tuple[Said[Any], ...]:
    before = {
        row.name: (row.value, said) for row, said in zip(found, old, strict=False)
    }  # a fact not said has a row
    moved = {"".join(nfkc(value).split()): said for value, said in before.values()}
    values = []
    for row in rows:
        if (said := moved.get("".join(nfkc(row.value).split()))) is not None:  # a row above it came or went
            values.append(said)
            continue
        value, said = before.get(row.name, ("", None))
        if said is not None and _same(row.value, value):
            values.append(said)
        elif row.value and not _same(row.value, NOT_SAID):
            values.append(Said(read(row, said), CONFIRMED))
    return tuple(values)


def _same(one: str, other: str) -> bool:
    return "".join(nfkc(one).split()) == "".join(nfkc(other).split())


def _theme(row: Row, old: Said[ThemeText] | None) -> ThemeText:
    """题目, or 题目：说明; a theme that is only called otherwise keeps what it is about."""
    title, mark, definition = row.value.partition("：")
    return ThemeText(title.strip(), definition.strip() if mark else old.value.definition if old else "")


def _last_day(issued: date | None) -> Read:
    return lambda row, _: read_day(row.value, row.name, issued)


def _extent(row: Row, _old: Said[Extent] | None) -> Extent:
    found = length_of(tuple(sentences(read_lines(row.value))))
    if found is None:
        examples = "、".join(
            map(extent_text, (Extent(least=800, most=1500), Extent(most=3000), Extent(about=2000)))
        )
        raise SettingsError(f"篇幅“{row.value}”未能读懂，应如 {examples}")
    return found.value


def _quota(row: Row, _old: Said[Quota] | None) -> Quota:
    found = read_quota(nfkc(row.value))
    if found is None:
        examples = "、".join(map(quota_text, (Quota(least=2), Quota(most=5), Quota(2, 5))))
        raise SettingsError(f"每单位应报“{row.value}”未能读懂，应如 {examples}")
    return found


def _word(words_of: dict[str, str]) -> Read:
    def read(row: Row, _old: Said[str] | None) -> str:
        known = {word: key for key, word in words_of.items()}
        key = next((key for word, key in known.items() if _same(word, row.value)), "") or next(
            (key for key, words in PARTS.items() if key in words_of and words.search(row.value)), ""
        )
        if not key:
            raise SettingsError(f"{row.name}“{row.value}”应是以下之一：{'、'.join(known)}")
        return key

    return read


def _text(row: Row, _old: Said[str] | None) -> str:
    return row.value


_SINGLE: dict[str, tuple[str, Read]] = {
    "活动名称": ("title", _text),
    "发文机关": ("issuer", _text),
    "文号": ("number", _text),
    "印发日期": ("issued", lambda row, _: read_day(row.value, row.name)),
    "来件叫什么": ("item", _text),
    "截止时刻": ("cutoff", lambda row, _: read_hour(row.value)),
    "篇幅": ("length", _extent),
    "每单位应报": ("quota", _quota),
    "收件邮箱": ("mailbox", _text),
    "邮件主题": ("subject", _text),
    "文件名": ("file_name", _text),
    "联系人": ("contact", _text),
    "联系电话": ("phone", _text),
}
_LISTS: dict[str, tuple[str, Read]] = {
    "主题": ("themes", _theme),
    "层级": ("levels", _text),
    "须有材料": ("required", _word(PART_WORDS)),
    "后续步骤": ("steps", _word(STEP_WORDS)),
    "其他单位": (
        "others",
        lambda row, old: other_of(row.value, old.value if old else None),
    ),
}
