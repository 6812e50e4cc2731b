"""Lines above a case that may be a unit, a title, or a title and its subtitle without a dash."""

from functools import cache

import pytest

from benchmarks.accuracy.identify import make_mail, shipped_call
from intake.campaign.call import Call, Sender
from intake.model.case import CaseReading
from intake.pipeline import read_mail
from intake.understand.identify.parse.layout import lay_out

PROSE = "近年来，我村围绕群众反映的难事琐事，从小处着手，一件一件商量着办，办一件了一件，全村风气为之一新。"


@cache
def call() -> Call:
    return shipped_call()


def layout_of(*lines: str) -> tuple[str, str, str, list[str]]:
    found = lay_out("\n".join((*lines, PROSE)), call().places, 2015)
    return found.title.title, found.title.subtitle, found.shorter, [unit.text for unit in found.units]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("泉山区段庄街道段北社区 “五色花”志愿服务",),
            ("“五色花”志愿服务", "", "", ["泉山区段庄街道段北社区"]),
        ),
        (
            ("丰县宋楼镇人民政府　一张清单管到底",),
            ("一张清单管到底", "", "", ["丰县宋楼镇人民政府"]),
        ),
        # a town alone, or a place that the title goes on from, is no unit line
        (("宋楼镇 一张清单管到底",), ("宋楼镇 一张清单管到底", "", "", [])),
        (("丰县宋楼镇的一张清单 管到底",), ("丰县宋楼镇的一张清单 管到底", "", "", [])),
        # the same line may hold the unit's person: still a unit line, no title
        (("办好身边小事", "丰县宋楼镇民政办 张三丰"), ("办好身边小事", "", "", ["丰县宋楼镇民政办"])),
        # 村民说事点： is no label as 村： is
        (("村民说事点：把矛盾解决在家门口",), ("村民说事点：把矛盾解决在家门口", "", "", [])),
        # two lines: the halves of a couplet, a line left open, one that may be a subtitle
        (
            ("新风吹进陈油坊", "好事办在家门口"),
            ("新风吹进陈油坊 好事办在家门口", "", "", []),
        ),
        (("一张电子地图管", "起来的新社区"), ("一张电子地图管起来的新社区", "", "一张电子地图管", [])),
        (
            ("关于构建农村社区的", "服务网络的一点做法"),
            ("关于构建农村社区的服务网络的一点做法", "", "", []),
        ),
        (
            ("新风吹进陈油坊", "“一约四会”管出清净好日子"),
            ("新风吹进陈油坊“一约四会”管出清净好日子", "", "新风吹进陈油坊", []),
        ),
    ],
)
def test_lines_above_the_body(lines: tuple[str, ...], expected: tuple[str, str, str, list[str]]) -> None:
    assert layout_of(*lines) == expected


def case_of(name: str) -> CaseReading:
    head = ["新风吹进陈油坊", "“一约四会”管出清净好日子", "沛县张寨镇陈油坊村", *(f"@{n}" for n in range(5))]
    mail = {"from": "a <a@163.com>", "subject": "材料", "body": "", "files": [[name, {"p": head}]]}
    (case,) = read_mail(make_mail(mail), call(), Sender()).cases
    return case


def test_a_title_whose_border_is_open_waits_with_both_readings() -> None:
    case = case_of("张寨镇.docx")
    title = case.facts["title"]
    assert (title.value, title.waits, title.choices) == (
        "新风吹进陈油坊“一约四会”管出清净好日子",
        True,
        ("新风吹进陈油坊“一约四会”管出清净好日子", "新风吹进陈油坊"),
    )


def test_a_file_named_after_the_first_line_settles_the_border() -> None:
    case = case_of("新风吹进陈油坊.docx")
    assert (case.value("title"), case.facts["title"].waits, case.value("subtitle")) == (
        "新风吹进陈油坊",
        False,
        "“一约四会”管出清净好日子",
    )


@pytest.mark.parametrize(
    "place",
    [
        "盐城市亭湖区",
        "南通市海安县",
        "杭州市余杭区民政局",
        "苏州市吴中区木渎镇",
        "河南省商丘市梁园区",
        "安徽省宿州市",
    ],
)
def test_a_line_that_is_a_place_of_another_city_is_no_part_of_the_title(place: str) -> None:
    assert layout_of(place, "楼道长的一天")[0] == "楼道长的一天"


@pytest.mark.parametrize("line", ["幸福城市文明社区", "宜居城市和谐小区", "走进菜市场的便民服务区"])
def test_a_line_that_only_sounds_like_a_place_is_one(line: str) -> None:
    assert layout_of(line, "楼道长的一天")[0].startswith(line)


def test_a_case_pasted_into_a_mail_is_whole_whatever_its_headings_look_like() -> None:
    above = (
        "“红色圆桌”连起一条街",
        "鼓楼区丰财街道办事处",
        "【案例背景】",
        PROSE * 4,
        "【具体做法】",
        PROSE * 4,
    )
    text = "\n".join((*above, "【实际效果】", PROSE, "【经验启示】", PROSE))
    found = lay_out(text, call().places, 2015, letter=True)
    assert (found.text, found.title.title) == (text, "“红色圆桌”连起一条街")


def test_what_stands_above_a_case_in_a_mail_is_cut_off_while_it_is_as_short_as_a_greeting() -> None:
    case = f"一张圆桌\n鼓楼区丰财街道办事处\n{PROSE}"
    greeting = "领导好，现将我街道的案例报上，请查收。"
    assert lay_out(f"{greeting}\n{case}", call().places, 2015, letter=True).text == case
    long = PROSE * 8
    assert lay_out(f"{long}\n{case}", call().places, 2015, letter=True).text == f"{long}\n{case}"
