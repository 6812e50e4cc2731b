"""What the name of a file says: title, unit, person, and that it was revised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.places.gazetteer import load_places
from intake.understand.identify.parse.filename import read_name
from tests.paths import CONFIG

PLACES = load_places(CONFIG / "places" / "xuzhou.toml")
TITLE = "一张清单管到底"


def said(name: str) -> tuple[str, str, str, str, bool]:
    found = read_name(name, PLACES, 2015)
    return (
        found.title.title,
        found.title.subtitle,
        found.unit.text if found.unit else "",
        found.person,
        found.revised,
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("一张清单管到底.docx", (TITLE, "", "", "", False)),
        ("一张清单管到底.doc.docx", (TITLE, "", "", "", False)),
        ("一張清單管到底.docx", (TITLE, "", "", "", False)),
        ("1.一张清单管到底——丰县的探索.wps", (TITLE, "丰县的探索", "", "", False)),
        ("（3）一张清单管到底.doc", (TITLE, "", "", "", False)),
        ("附件2：一张清单管到底.doc", (TITLE, "", "", "", False)),
        ("副本一张清单管到底(1).docx", (TITLE, "", "", "", False)),
        ("复件 一张清单管到底[2].docx", (TITLE, "", "", "", False)),
        ("一张清单管到底20150731.docx", (TITLE, "", "", "", False)),
        ("一张清单管到底（2015年7月）.docx", (TITLE, "", "", "", False)),
        ("一张清单管到底 13800001102.docx", (TITLE, "", "", "", False)),
        # versions
        ("一张清单管到底_修改稿2.docx", (TITLE, "", "", "", True)),
        ("一张清单管到底-初稿-终稿-最终版.docx", (TITLE, "", "", "", True)),
        ("丰县 宋楼镇 一张清单管到底（定稿）.docx", (TITLE, "", "丰县宋楼镇", "", True)),
        # units
        ("丰县宋楼镇-一张清单管到底.doc", (TITLE, "", "丰县宋楼镇", "", False)),
        ("丰县-宋楼镇-一张清单管到底.doc", (TITLE, "", "丰县宋楼镇", "", False)),
        ("【丰县】一张清单管到底.doc", (TITLE, "", "丰县", "", False)),
        ("一张清单管到底（丰县民政局）.pdf", (TITLE, "", "丰县民政局", "", False)),
        ("一张清单管到底-丰县民政局.pdf", (TITLE, "", "丰县民政局", "", False)),
        ("南京市鼓楼区的一张清单.docx", ("南京市鼓楼区的一张清单", "", "", "", False)),  # elsewhere
        # persons
        ("张三-一张清单管到底.docx", (TITLE, "", "", "张三", False)),
        ("张三 13800001102 一张清单管到底.docx", (TITLE, "", "", "张三", False)),
        ("一张清单管到底-张三.docx", (TITLE, "", "", "张三", False)),
        ("一张清单管到底（张三）.docx", (TITLE, "", "", "张三", False)),
        ("丰县民政局-张三-一张清单管到底.docx", (TITLE, "", "丰县民政局", "张三", False)),
        ("丰县宋楼镇人民政府张三：一张清单管到底.docx", (TITLE, "", "丰县宋楼镇人民政府", "张三", False)),
        ("丰县民政局案例报送+一张清单管到底+李四.rar", (TITLE, "", "丰县民政局", "李四", False)),
        # the title in brackets goes before all else
        (
            "案例：《一张清单管到底》——丰县探索小微权力清单.docx",
            (TITLE, "丰县探索小微权力清单", "", "", False),
        ),
        ("丰县宋楼镇《一张清单管到底》张三.docx", (TITLE, "", "丰县宋楼镇", "张三", False)),
        # nothing but words of the call, of systems and of telephones
        ("丰县案例.docx", ("", "", "", "", False)),
        ("新建文档.docx", ("", "", "", "", False)),
        ("宋楼镇.docx", ("", "", "", "", False)),
        ("沛县推荐表.docx", ("", "", "", "", False)),
        ("2015年优秀案例报送材料.zip", ("", "", "", "", False)),
        ("IMG_20150731.jpg", ("", "", "", "", False)),
        ("微信图片_20150731101010.jpg", ("", "", "", "", False)),
        ("屏幕截图 2015-07-31.png", ("", "", "", "", False)),
        ("附件2.docx", ("", "", "", "", False)),
        ("...", ("", "", "", "", False)),
        ("", ("", "", "", "", False)),
    ],
)
def test_a_name_is_taken_apart(name: str, expected: tuple[str, str, str, str, bool]) -> None:
    assert said(name) == expected


_PARTS = st.sampled_from(
    (
        TITLE,
        "丰县",
        "宋楼镇",
        "民政局",
        "张三",
        "-",
        "——",
        " ",
        "（",
        "）",
        "《",
        "》",
        "定稿",
        "1.",
        "附件",
        "案例",
        "2015",
        "13800001102",
        ".doc",
        "_",
        "+",
        "：",
    )
)


@given(st.lists(_PARTS, max_size=9).map("".join))
def test_any_name_gives_a_title_out_of_its_own_characters(name: str) -> None:
    found = read_name(name, PLACES, 2015)
    assert set(found.title.title + found.title.subtitle) <= set(name) | {" "}
    assert found.person in name.replace(" ", "")
    assert all(mention.kind != "region" for mention in found.mentions)


@given(
    st.sampled_from(("", "1.", "（2）", "附件1：", "张三-", "丰县宋楼镇-", "丰县宋楼镇 ", "【丰县】")),
    st.sampled_from(
        ("", "（定稿）", "-修改稿", "(1)", "20150731", "-张三", "（丰县民政局）", " 13800001102")
    ),
    st.sampled_from((".doc", ".docx", ".wps", ".pdf", "")),
)
def test_whatever_stands_around_it_the_title_is_the_same(before: str, behind: str, suffix: str) -> None:
    assert said(f"{before}{TITLE}{behind}{suffix}")[:2] == (TITLE, "")
