"""The rows of a 汇总表: read, tied to the cases that came, and compared with them."""

from __future__ import annotations

import pytest

from intake.model.case import Document, DocumentKind, Doubt, Format, Row
from intake.understand.identify.parse.sheet_rows import (
    Listed,
    SheetRow,
    check_sheet,
    row_for,
    rows_for,
    rows_of,
)

HEAD = ("序号", "县区", "镇街", "案例名称", "申报单位", "联系人", "联系电话")


def sheet(
    *rows: tuple[str, ...], name: str = "汇总表.xlsx", kind: DocumentKind = DocumentKind.SHEET
) -> Document:
    return Document(name, Format.XLSX, kind, rows=tuple(map(Row, rows)))


def titles(*documents: Document) -> list[tuple[str, str, str, str]]:
    return [
        (row.title, row.subtitle, row.cells.get("county", ""), row.cells.get("town", ""))
        for row in rows_of(documents)
    ]


@pytest.mark.parametrize(
    ("document", "rows"),
    [
        (sheet(), []),
        (sheet(HEAD), []),
        (sheet(HEAD, ("1", "丰县", "宋楼镇", "一张清单", "", "", "")), [("一张清单", "", "丰县", "宋楼镇")]),
        (
            sheet(("汇总表",), HEAD, ("1", "丰县", "宋楼镇", "一张清单——丰县的探索", "", "", "")),
            [("一张清单", "丰县的探索", "丰县", "宋楼镇")],
        ),
        # merged cells say a county once
        (
            sheet(
                HEAD,
                ("1", "丰县", "宋楼镇", "一张清单"),
                ("2", "", "", "五色花志愿"),
                ("3", "沛县", "", "议事会"),
            ),
            [
                ("一张清单", "", "丰县", "宋楼镇"),
                ("五色花志愿", "", "丰县", "宋楼镇"),
                ("议事会", "", "沛县", "宋楼镇"),
            ],
        ),
        # rows that are none
        (
            sheet(
                HEAD,
                ("合计", "", "", "合计2篇"),
                ("", "", "", "备注：略"),
                ("1", "丰县", "", "短"),
                ("2", "丰县", "", "议事会"),
            ),
            [("议事会", "", "丰县", "")],
        ),
        # a second table begins anew
        (
            sheet(HEAD, ("1", "丰县", "宋楼镇", "一张清单"), HEAD, ("1", "", "", "五色花志愿")),
            [("一张清单", "", "丰县", "宋楼镇"), ("五色花志愿", "", "", "")],
        ),
        (sheet(("名称", "备注"), ("一张清单", "")), []),  # one column of ours is no list
        (sheet(HEAD, ("1", "丰县", "宋楼镇", "一张清单"), kind=DocumentKind.FORM), []),
    ],
)
def test_cases_of_a_list(document: Document, rows: list[tuple[str, str, str, str]]) -> None:
    assert titles(document) == rows


def test_a_countys_own_case_has_no_town() -> None:
    head = ("层级", "县区", "镇街", "案例名称")
    rows = (
        ("镇级", "丰县", "宋楼镇", "一张清单"),
        ("县级", "", "", "五色花志愿"),
        ("区级", "", "", "议事会做法"),
    )
    assert titles(sheet(head, *rows)) == [
        ("一张清单", "", "丰县", "宋楼镇"),
        ("五色花志愿", "", "丰县", ""),
        ("议事会做法", "", "丰县", ""),
    ]


def test_a_list_as_text_is_read_by_its_tabs() -> None:
    text = "2015年汇总表\n序号\t案例名称\t申报单位（盖章）\n1\t一张清单\t丰县民政局\n"
    (row,) = rows_of([Document("汇总表.txt", Format.TEXT, DocumentKind.SHEET, text)])
    assert row == SheetRow("一张清单", "", {"title": "一张清单", "unit": "丰县民政局"}, "汇总表.txt")


ONE, TWO = SheetRow("一张清单管到底", "丰县的探索"), SheetRow("五色花志愿服务")


@pytest.mark.parametrize(
    ("names", "row"),
    [
        (("一张清单管到底",), ONE),
        (("一张清单管到底——丰县的探索",), ONE),
        (("《一张清单，管到底》",), ONE),
        (("别的", "五色花志愿服务队"), TWO),
        (("一张清单",), None),
        (("",), None),
        ((), None),
    ],
)
def test_the_row_of_a_title(names: tuple[str, ...], row: SheetRow | None) -> None:
    assert row_for(names, (ONE, TWO)) is row


def test_a_shortened_title_and_a_unit_that_only_two_have_tie_them() -> None:
    rows = (
        SheetRow("一张清单", cells={"unit": "丰县民政局"}),
        SheetRow("志愿者的故事", cells={"town": "宋楼镇"}),
        SheetRow("议事"),
    )
    cases = (
        Listed(("一张清单管到底的故事",), ""),
        Listed(("五色花",), "丰县宋楼镇人民政府"),
        Listed(("别的",), "沛县"),
    )
    assert rows_for(cases, rows) == [rows[0], rows[1], None]
    twice = (Listed(("一张清单管到底的故事",), ""), Listed(("一张清单用起来的故事",), ""))
    assert rows_for(twice, rows) == [None, None]  # which of them, nobody knows


def test_a_row_belongs_to_one_case() -> None:
    cases = (Listed(("一张清单管到底",), ""), Listed(("五色花志愿服务",), ""))
    assert rows_for(cases, (ONE, TWO)) == [ONE, TWO]
    assert rows_for((), (ONE,)) == []
    assert rows_for(cases, ()) == [None, None]


MISSING_TWO, SURPLUS = Doubt("sheet-missing", "五色花志愿服务"), Doubt("sheet-surplus", "议事会")


@pytest.mark.parametrize(
    ("rows", "cases", "doubts"),
    [
        ((), (("议事会", None),), ()),
        ((ONE, TWO), (("一张清单管到底", ONE), ("五色花志愿服务", TWO)), ()),
        ((ONE, TWO), (("一张清单管到底", ONE),), (MISSING_TWO,)),
        ((ONE, TWO), (("一张清单管到底", ONE), ("议事会", None)), (MISSING_TWO, SURPLUS)),
        ((ONE,), (("一张清单管到底", ONE), ("", None)), ()),  # a case without a title is asked about anyway
        ((TWO,), (), (MISSING_TWO,)),
        # a list of the whole county beside one mail of one town: nothing is said of the mail
        ((ONE, TWO), (("议事会", None),), (Doubt("sheet-missing", "一张清单管到底"), MISSING_TWO)),
    ],
)
def test_what_the_list_has_and_what_came(
    rows: tuple[SheetRow, ...], cases: tuple[tuple[str, SheetRow | None], ...], doubts: tuple[Doubt, ...]
) -> None:
    assert check_sheet(rows, cases) == doubts
