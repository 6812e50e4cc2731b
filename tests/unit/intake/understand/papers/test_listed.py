"""Numbered lines that name cases are the rows of a list; other numbered lines are not."""

from __future__ import annotations

import pytest

from benchmarks.accuracy.unseen import call_of, read
from intake.model.case import Document, DocumentKind, Format, Row
from intake.understand.papers.listed import read_list


def document(text: str, kind: DocumentKind = DocumentKind.OTHER) -> Document:
    return Document("目录.docx", Format.DOCX, kind, text=text)


def titles(text: str) -> list[str]:
    found = read_list(document(text))
    return [row.cells[0] for row in found.rows[1:]] if found.kind is DocumentKind.SHEET else []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "睢宁县案例目录\n1．东关社区“五步议事”\n2．西园社区“邻里守望”",
            ["东关社区“五步议事”", "西园社区“邻里守望”"],
        ),
        (
            "报送案例名单\n\n1、《楼道公约》 睢城镇\n2、《红色管家》 古邳镇。\n睢宁县民政局\n2015年8月3日",
            ["楼道公约", "红色管家"],
        ),
        ("优秀做法清单（共三篇）\n1) 甲社区\n2）乙社区\n3) 丙社区", ["甲社区", "乙社区", "丙社区"]),
        ("推荐材料一览\n1.一键呼叫;\n2.老兵调解", ["一键呼叫", "老兵调解"]),
        ("会议名单\n1.张三\n2.李四", []),  # not of cases
        ("睢宁县案例目录\n1．东关社区“五步议事”", []),  # one line is no list
        ("睢宁县案例目录\n1．甲\n3．乙", []),  # a number is missing
        ("案例写作说明\n1.字数两千\n2.附照片", []),  # no heading of a list
        ("案例材料清单\n甲\n乙\n丙\n丁\n1.戊\n2.己", []),  # mostly something else
        ("", []),
    ],
)
def test_what_is_a_list(text: str, expected: list[str]) -> None:
    assert titles(text) == expected


def test_its_rows_begin_with_a_head() -> None:
    found = read_list(document("案例目录\n1.甲社区\n2.乙社区"))
    assert found.rows == (Row(("案例名称", "单位")), Row(("甲社区", "")), Row(("乙社区", "")))


@pytest.mark.parametrize("kind", [DocumentKind.CASE, DocumentKind.FORM, DocumentKind.PHOTO])
def test_what_is_known_to_be_something_else_stays_it(kind: DocumentKind) -> None:
    one = document("案例目录\n1.甲社区\n2.乙社区", kind)
    assert read_list(one) == one


def test_what_the_list_names_and_did_not_come_is_asked_for() -> None:
    text = "睢宁县案例目录\n1．东关社区“五步议事”\n2．《西园社区邻里守望》"
    files = [("睢宁县案例目录.txt", text.encode(), "text/plain")]
    reading = read(call_of("xuzhou"), "睢宁县民政局 <a@example.cn>", "案例目录", "请查收。", files)
    missing = [doubt.about for doubt in reading.doubts if doubt.code == "sheet-missing"]
    assert missing == ["东关社区“五步议事”", "西园社区邻里守望"]
