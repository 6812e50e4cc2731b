"""Numbered lines that name cases are the rows of a list; other numbered lines are not."""

from __future__ import annotations

import pytest

from benchmarks.accuracy.unseen import call_of, read
from intake.model.case import Document, DocumentKind, Format, Row
from intake.understand.papers.listed import list_works, read_list


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


WORKS = (
    (
        "一张清单管到底",
        "凤城街道",
        "梳理村级事务二十四项，清单之外不得摊派，一年减少台账六十三本，居民满意度明显提高",
    ),
    ("板凳议事会", "宋楼镇柳桥村", "每月逢五搬板凳到场院议事，三年议成停车、修路、装灯等事四十七件"),
    ("老娘舅调解室", "沙庄镇", "请九位老支书坐堂调解，就地化解纠纷二百一十起，无一起上交"),
    ("邻里守望一条街", "首羡镇", "沿街商户互看门户，组成十二个守望小组，入室盗窃下降七成"),
    ("网格里的大民生", "欢口镇", "把社区分成十八个网格，网格员每天入户，四年办成民生实事三百件"),
    ("四点半课堂", "华山镇", "退休教师和大学生志愿者轮值，为留守儿童看作业、讲故事，累计服务三万人次"),
)
FORMS = {
    "numbers and books": lambda n, title, unit, about: f"{n}.《{title}》（{unit}）：{about}。",
    "a line below": lambda n, title, unit, about: f"{'一二三四五六'[n - 1]}、{title}\n{unit}{about}。",
    "no numbers": lambda n, title, unit, about: f"{title}——{unit}，{about}。",
    "bare lines": lambda n, title, unit, about: f"{title} {unit}",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("as_file", [True, False])
def test_works_told_of_one_after_another_are_no_case(form: str, as_file: bool) -> None:
    lines = [FORMS[form](n, *work) for n, work in enumerate(WORKS, 1)]
    text = "\n".join(["我县本次报送篇目如下：", *lines, "正文随后发来，联系人王五。"])
    assert list_works(text) == tuple(title for title, _, _ in WORKS)
    files = [("丰县案例.txt", text.encode(), "text/plain")] if as_file else []
    reading = read(
        call_of("xuzhou"), "丰县民政局 <a@example.cn>", "案例报送", "见附件" if as_file else text, files
    )
    assert reading.cases == ()
    missing = [doubt.about for doubt in reading.doubts if doubt.code == "sheet-missing"]
    assert missing == ([title for title, _, _ in WORKS] if as_file else [])


def test_what_one_author_tells_in_points_is_no_list() -> None:
    points = [f"{n}.{title}。柳桥村{about}。" for n, (title, _, about) in enumerate(WORKS, 1)]
    assert list_works("\n".join(points)) == ()
    assert list_works("\n".join(FORMS["bare lines"](n, *work) for n, work in enumerate(WORKS[:4], 1))) == ()


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
