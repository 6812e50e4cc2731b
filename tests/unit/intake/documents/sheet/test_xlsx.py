"""OOXML workbooks: ways to write the same, broken and hostile packages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest
import xlsxwriter

from tests.files.sheet_files import (
    LIMITS,
    MAIN,
    inline,
    package,
    read,
    rows_of,
)
from tests.properties import one_in_three

SHARED = (
    f"<sst {MAIN}><si><t>网格</t></si><si><r><t>红色</t></r><r><rPr><b/></rPr><t>物业</t></r><rPh><t>hong</t></rPh></si>"
    "<si><t>第一_x000D_&#10;第二段</t></si><si/></sst>"
)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (inline("甲") + inline("乙"), "甲\t乙"),
        ('<c r="B1" t="inlineStr"><is><t>乙</t></is></c><c r="A1" t="s"><v>0</v></c>', "网格\t乙"),
        ('<c t="s"><v>1</v></c><c t="s"><v>3</v></c><c t="s"><v>99</v></c><c t="s"><v>x</v></c>', "红色物业"),
        ('<c t="s"><v>2</v></c>' + inline("丙"), "第一 第二段\t丙"),
        (
            '<c><f>1+1</f><v>2</v></c><c t="str"><f>A1</f><v>字</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c>',
            "2\t字\t#N/A\tTRUE",
        ),
        (
            '<c><v>1.595E10</v></c><c><v>abc</v></c><c><v></v></c><c s="9999999"><v>3.0</v></c>',
            "15950000000\tabc\t3",
        ),
        (
            '<c t="d"><v>2015-08-07T00:00:00</v></c><c t="d"><v>2015-08-07T09:30:00</v></c>',
            "2015-08-07\t2015-08-07 09:30:00",
        ),
        ('<c r="ZZZZ9" t="n"><v>1</v></c><c r="C5"><v>2</v></c>', "1\n2"),
    ],
)
def test_kinds_of_cells(row: str, text: str) -> None:
    rows = rows_of(row)
    assert read(package(rows, {"xl/sharedStrings.xml": SHARED})).text == text


STRICT = 'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"'


@pytest.mark.parametrize(
    "content",
    [
        package(rows_of(inline("甲"), inline("乙")), main=STRICT),
        package(
            "",
            {"xl/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="{MAIN[7:-1]}"><x:sheetData><x:row><x:c t="str"><x:v>甲</x:v></x:c></x:row>'
             "<x:row><x:c t='str'><x:v>乙</x:v></x:c></x:row></x:sheetData></x:worksheet>"},
        ),
        package(rows_of(inline("甲"), inline("乙")).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')),
        package("", {"xl/worksheets/sheet1.xml": f'<?xml version="1.0" encoding="UTF-16"?><worksheet {MAIN}>{rows_of(inline("甲"), inline("乙"))}</worksheet>'.encode("utf-16")}),
        package("", {"xl/worksheets/sheet1.xml": f'<?xml version="1.0" encoding="GB2312"?><worksheet {MAIN}>{rows_of(inline("甲"), inline("乙"))}</worksheet>'.encode("gbk")}),
        package("", {"xl/worksheets/sheet1.xml": f'<?xml version="1.0" encoding="x-none"?><worksheet {MAIN}>{rows_of(inline("甲"), inline("乙"))}</worksheet>'}),
    ],
    ids=["strict", "prefix", "wrong dimension", "UTF-16", "GB2312", "charset nobody knows"],
)  # fmt: skip
def test_ways_to_write_the_same(content: bytes) -> None:
    assert (read(content).text, read(content).doubts) == ("甲\n乙", ())


@pytest.mark.parametrize(
    ("parts", "doubts"),
    [
        ({"xl/workbook.xml": None}, ["partial"]),
        ({"xl/workbook.xml": "<broken"}, ["partial"]),
        ({"xl/_rels/workbook.xml.rels": None}, ["partial"]),
        ({"_rels/.rels": None}, []),
        ({"xl/styles.xml": "<broken"}, ["partial"]),
        ({"xl/vbaProject.bin": b"\0"}, ["macro"]),
        (
            {"xl/worksheets/sheet1.xml": f"<worksheet {MAIN}>{rows_of(inline('甲'), inline('乙'))[:-9]}"},
            ["partial"],
        ),
    ],
)
def test_broken_packages(parts: Mapping[str, str | None], doubts: list[str]) -> None:
    document = read(package(rows_of(inline("甲"), inline("乙")), parts))
    assert (document.text, [doubt.code for doubt in document.doubts]) == ("甲\n乙", doubts)


def test_text_boxes_and_pictures() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet().insert_textbox("B2", "推荐单位意见：\n同意推荐。")
    book.close()
    content = target.getvalue()
    with zipfile.ZipFile(io.BytesIO(content), "a") as archive:
        archive.writestr("xl/media/image1.png", b"")
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/media/image1.png", b"")
    document = read(buffer.getvalue())
    assert document.text == "推荐单位意见：\n同意推荐。"
    assert [picture.name for picture in document.pictures] == ["image1.png"]


def many_cells(count: int) -> str:
    return "<sheetData><row>" + '<c t="str"><v>x</v></c>' * count + "</row></sheetData>"


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 50 + '">]>'
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a cell in every column": (lambda: package(many_cells(20_000)), "partial"),
    "more cells than may be": (lambda: package(rows_of(*[many_cells(700)[16:-18]] * 500)), "partial"),
    "a sheet longer than may be read": (lambda: package(rows_of(inline("甲")) + " " * 42_000_000), "partial"),
    "cells on a diagonal": (
        lambda: package(rows_of(*(f'<c r="{chr(65 + n % 26)}{n + 1}"><v>{n}</v></c>' for n in range(60_000)))),
        "partial",
    ),
    "one text shared by all cells": (
        lambda: package(
            rows_of('<c t="s"><v>0</v></c>' * 200), {"xl/sharedStrings.xml": f"<sst><si><t>{'长' * 32767}</t></si></sst>"}
        ),
        "partial",
    ),
    "entities": (lambda: package("", {"xl/worksheets/sheet1.xml": f"{DOCTYPE}<worksheet>&b;</worksheet>"}), "over-limit"),
    "entities in the workbook": (lambda: package(rows_of(inline("甲")), {"xl/workbook.xml": f"{DOCTYPE}<workbook>&b;</workbook>"}), "partial"),
    "a bomb": (lambda: package("", {"xl/worksheets/sheet1.xml": b"<worksheet>" + b"\0" * 60_000_000}), "damaged"),
    "merged areas over everything": (
        lambda: package(
            rows_of(*[inline("甲") * 3] * 300) + "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 100_000 + "</mergeCells>"
        ),
        "",
    ),
    "binary": (lambda: package("", {"xl/workbook.bin": b"\x83\x01\0"}), "unsupported"),
    "no sheet": (lambda: package("", {"xl/worksheets/sheet1.xml": None}), "damaged"),
    "deep": (lambda: package("<x>" * 300_000), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", one_in_three(HOSTILE))
def test_hostile_workbooks(name: str) -> None:
    make, code = HOSTILE[name]
    document = read(make())
    assert code in [doubt.code for doubt in document.doubts] or not code
    assert len(document.rows) * max((len(row.cells) for row in document.rows), default=0) <= 1_000_000
    assert len(document.text) <= LIMITS.text_chars


def test_links_to_other_files_are_not_followed() -> None:
    outside = (
        '<Relationships><Relationship Id="b" Type="x/worksheet" Target="file:///etc/hostname" TargetMode="External"/>'
        "</Relationships>"
    )
    document = read(package(rows_of(inline("甲")), {"xl/_rels/workbook.xml.rels": outside}))
    assert (document.text, [doubt.code for doubt in document.doubts]) == ("甲", ["partial"])
