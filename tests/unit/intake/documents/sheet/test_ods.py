"""OpenDocument workbooks: repeated cells, dates, boxes, comments."""

from __future__ import annotations

import pytest

from intake.documents.sheet.workbook import read_sheet
from intake.model.errors import Damaged
from tests.files.sheet_files import (
    LIMITS,
    package,
)

ODS = "<o:content xmlns:o='o' xmlns:t='t' xmlns:x='x' xmlns:d='d'>{}</o:content>"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<t:table t:name='a'><t:table-row t:number-rows-repeated='3'><t:table-cell><x:p>甲</x:p></t:table-cell></t:table-row></t:table>", "甲\n甲\n甲"),
        ("<t:table><t:table-row><t:table-cell t:number-columns-repeated='2'><x:p>甲<x:s x:c='2'/>乙</x:p></t:table-cell></t:table-row></t:table>", "甲 乙\t甲 乙"),
        ("<t:table><t:table-row><t:table-cell o:date-value='2015-08-07T09:30:00'><x:p>9:30</x:p></t:table-cell></t:table-row></t:table>", "2015-08-07 09:30"),
        ("<t:table><t:shapes><d:frame><x:p>意见：同意</x:p></d:frame></t:shapes><t:table-row/></t:table>", "意见：同意"),
        ("<t:table><t:table-row><t:table-cell><o:annotation><x:p>批注</x:p></o:annotation><x:p>甲</x:p></t:table-cell></t:table-row></t:table>", "甲"),
        ("<t:table><t:table-row t:number-rows-repeated='1000000'><t:table-cell t:number-columns-repeated='16384'/></t:table-row></t:table>", ""),
    ],
)  # fmt: skip
def test_open_document(inner: str, text: str) -> None:
    content = package("", {"content.xml": ODS.format(inner), "xl/workbook.xml": None})
    assert read_sheet(content, LIMITS).text.replace("  ", " ") == text


@pytest.mark.parametrize(
    ("cell", "text", "told"),
    [
        ("t:formula='of:=[.C2]' o:value-type='float' o:value='85'/>", "A01\t85", []),
        ("t:formula='of:=[.C2]' o:value-type='string' o:string-value='回避'/>", "A01\t回避", []),
        ("t:formula='of:=[.C2]' o:value='85'><x:p>85</x:p></t:table-cell>", "A01\t85", []),
        ("t:formula='of:=[.C2]'/>", "A01", ["B1是公式，没有存下结果，未读出"]),
        ("t:formula='of:=[.C2]' o:value-type='string'><x:p/></t:table-cell>", "A01", ["B1是公式，没有存下结果，未读出"]),
        ("o:value-type='float'/>", "A01", []),
    ],
)  # fmt: skip
def test_a_formula_is_its_stored_value_or_is_told(cell: str, text: str, told: list[str]) -> None:
    row = f"<t:table><t:table-row><t:table-cell><x:p>A01</x:p></t:table-cell><t:table-cell {cell}</t:table-row></t:table>"
    content = package("", {"content.xml": ODS.format(row), "xl/workbook.xml": None})
    read = read_sheet(content, LIMITS)

    assert (read.text, [doubt.detail for doubt in read.doubts]) == (text, told)


def test_repeated_cells_without_end() -> None:
    row = "<t:table-row t:number-rows-repeated='99999999'><t:table-cell t:number-columns-repeated='99999999'><x:p>甲</x:p></t:table-cell></t:table-row>"
    content = package(
        "", {"content.xml": ODS.format(f"<t:table>{row * 9}</t:table>"), "xl/workbook.xml": None}
    )
    text = read_sheet(content, LIMITS)
    assert [doubt.code for doubt in text.doubts] == ["partial"]
    with pytest.raises(Damaged):
        read_sheet(package("", {"content.xml": ODS.format(""), "xl/workbook.xml": None}), LIMITS)
