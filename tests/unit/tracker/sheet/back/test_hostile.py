"""Returned workbooks that are not meant well end in a stated refusal, also in the real worker."""

import re
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.model.limits import MIB, Limits
from intake.worker.pool import Readers
from tests.properties import examples
from tests.unit.tracker.sheet.season import Hand, give_back, issue, open_season, small, values_now
from tracker.run.open import call_files
from tracker.sheet.back.rows import Returned, her_note, read_back
from tracker.sheet.take.watch import read_bytes

SHEET = "xl/worksheets/sheet2.xml"  # 案例汇总表


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    with open_season(tmp_path_factory.mktemp("season") / "office", small()) as office:
        yield office


@pytest.fixture(scope="module")
def content(season):
    return issue(season)


def repack(content: bytes, change=lambda name, data: data, **added: bytes) -> bytes:
    """The package with parts changed (None drops one) and added."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        for name, data in added.items():
            new.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def on(part: str, change):
    return lambda name, data: change(data) if name == part else data


def cells(count: int) -> bytes:
    return b"<row>" + b'<c t="n"><v>1</v></c>' * count + b"</row>"


HOSTILE = {
    "macro": (lambda c: repack(c, **{"xl__vbaProject.bin": b"x"}), "含有宏"),
    "external link": (lambda c: repack(c, **{"xl__externalLinks__externalLink1.xml": b"<x/>"}), "引用了其他文件或数据源"),
    "connection": (lambda c: repack(c, **{"xl__connections.xml": b"<x/>"}), "引用了其他文件或数据源"),
    "embedded": (lambda c: repack(c, **{"xl__embeddings__oleObject1.bin": b"x"}), "嵌入了其他文件或控件"),
    "entity": (
        lambda c: repack(c, on(SHEET, lambda d: b'<!DOCTYPE a [<!ENTITY b "bb">]>' + d.partition(b"?>")[2])),
        "含有文档类型定义",
    ),
    "too many cells": (
        lambda c: repack(c, on(SHEET, lambda d: d.replace(b"</sheetData>", cells(51_000) + b"</sheetData>"))),
        "单元格过多",
    ),
    "half a character": (
        lambda c: repack(c, on("xl/_rels/workbook.xml.rels", lambda d: d.replace(b'Id="', b'Id="&#xD800;', 1))),
        "文件已损坏或不完整",
    ),
    "too many parts": (lambda c: repack(c, **{f"xl__junk{n}.xml": b"" for n in range(5100)}), "文件超出处理上限"),
    "zip bomb": (lambda c: repack(c, on("xl/styles.xml", lambda _: b" " * (170 * MIB))), "文件超出处理上限"),
    "no case sheet": (lambda c: repack(c, on(SHEET, lambda d: d.replace("编号".encode(), b"xx").replace("名称".encode(), b"yy"))), "未找到案例汇总表"),
    "cut": (lambda c: c[: len(c) // 2], "文件已损坏或不完整"),
    "not a workbook": (lambda _: b"hello", "文件已损坏或不完整"),
    "csv": (lambda _: "案例编号,案例名称".encode("gb18030"), "文件已损坏或不完整"),
    "empty": (lambda _: b"", "文件已损坏或不完整"),
    "document": (lambda _: repack(_docx()), "不是 Excel 工作簿"),
}  # fmt: skip


def _docx() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    return buffer.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbook_is_refused_with_its_reason(content, name, monkeypatch):
    monkeypatch.setattr("tracker.sheet.back.xlsx.MOST_CELLS", 50_000)
    make, reason = HOSTILE[name]

    found = read_back((make(content), Limits()))

    assert reason in found.refused
    assert found.rows == ()


@pytest.mark.slow
def test_what_breaks_the_worker_is_refused_too(season, content):
    """The time limit and a crash end in a refusal; the next workbook is read."""
    with Readers(call_files(season.parts.data)) as readers:
        slow = repack(
            content, on(SHEET, lambda d: d.replace(b"</sheetData>", cells(300_000) + b"</sheetData>"))
        )
        readers.run(len, "warm", 60)
        try:
            readers.run(read_back, (slow, Limits()), 0.2)
        except Exception as error:  # noqa: BLE001 - whichever class the pool raises
            assert "Timeout" in type(error).__name__  # noqa: PT017
        assert read_bytes(readers, season.parts, content).refused == ""


@settings(max_examples=examples(40))
@given(data=st.data())
def test_damaged_bytes_never_raise(content, data):
    broken = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))

    assert isinstance(read_back((bytes(broken), Limits())), Returned)


@settings(max_examples=examples(60))
@given(text=st.text(max_size=60))
def test_any_comment_text_is_taken_or_left(text):
    assert len(her_note(text)) <= 1000
    assert (
        her_note(f"依据：\n标题：某\n（系统批注）\n{text}") == her_note(f"\n{text}".strip())
        or "系统批注" in text
    )


def test_strict_names_and_absolute_targets(content):
    """WPS and others write absolute targets and other prefixes; the same is understood."""

    def change(name: str, data: bytes) -> bytes:
        if name == "xl/_rels/workbook.xml.rels":
            return data.replace(b'Target="worksheets', b'Target="/xl/worksheets')
        if name == SHEET:
            text = data.decode()
            text = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", text)
            return text.replace("<x:worksheet xmlns=", "<x:worksheet xmlns:x=", 1).encode()
        return data

    plain, odd = read_back((content, Limits())), read_back((repack(content, change), Limits()))

    assert odd.rows == plain.rows
    assert odd.refused == ""


def test_nothing_in_a_cell_reaches_a_template_or_another_case(season):
    """Text of a cell is data: it stands in letters and the next edition as it was typed."""
    before = values_now(season)
    evil = "{{ campaign.units }}{% raw %}<script>../../etc"

    give_back(season, Hand(issue(season)).put("XZ-001", "备注", evil).save())

    after = values_now(season)
    assert after == {**before, "XZ-001": {**before["XZ-001"], "remark": evil}}
    assert Hand(issue(season)).cell("XZ-001", "备注").value == evil


def test_mail_cannot_write_a_formula_into_the_workbook(tmp_path):
    stories = small()[:1]
    stories[0].update(contact="=HYPERLINK(1)", unit="+cmd|' /C calc'!A0", title="@SUM(1+1)", phone="-2+3")
    with open_season(tmp_path / "office", stories) as office:
        found = issue(office)

    with zipfile.ZipFile(BytesIO(found)) as package:
        sheets = [package.read(name) for name in package.namelist() if "worksheets/sheet" in name]
    assert [b"<f>" in sheet for sheet in sheets] == [False] * len(sheets)
    hand = Hand(found)
    assert [
        hand.cell("XZ-001", name).data_type for name in ("联系人", "报送单位", "案例名称", "联系电话")
    ] == ["s"] * 4


def test_bomb_of_shared_strings(content, monkeypatch):
    monkeypatch.setattr("tracker.sheet.back.xlsx.MOST_TEXTS", 10_000)
    bomb = b"<sst>" + b"<si><t>a</t></si>" * 11_000 + b"</sst>"

    assert "表格过大" in read_back((repack(content, **{"xl__sharedStrings.xml": bomb}), Limits())).refused
