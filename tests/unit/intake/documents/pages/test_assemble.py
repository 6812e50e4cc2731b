"""What was set as paragraphs, titles, columns and tables is read as such."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from intake.documents.pages.assemble import Assembled, assemble, lay_page
from intake.documents.pages.paragraphs import edges, glue
from intake.documents.pages.values import Line, Page, Rule
from intake.model.case import Row
from tests.files.laid_pages import (
    HEIGHT,
    LEFT,
    PITCH,
    RIGHT,
    SIZE,
    TOP,
    WIDTH,
    centred,
    set_line,
    set_pages,
    set_table,
)
from tests.properties import examples

SENTENCE = "近年来村里围绕群众反映的难事琐事从小处着手一件一件商量着办"
SIGNS = [chr(code) for code in range(0x4E00, 0x4E00 + 2000)]


def paragraph(length: int, number: int = 0) -> str:
    """A text of its own: what returned on each page would be a running head."""
    return "".join(random.Random(1000 * length + number).choices(SIGNS, k=length - 1)) + "。"


def read(pages: list[Page]) -> Assembled:
    return assemble([lay_page(page) for page in pages])


@settings(max_examples=examples(40))
@given(st.lists(st.integers(75, 400), min_size=2, max_size=8))
@example([75, 75])
@example([33 + 35 * 3] * 6)  # the last line is full
@example([34] * 4 + [400])
def test_paragraphs_are_joined_over_lines_and_pages(lengths: list[int]) -> None:
    paragraphs = [paragraph(length, number) for number, length in enumerate(lengths)]
    assert read(set_pages(paragraphs)).text.replace("\f", "").split("\n") == paragraphs


def test_a_page_begins_where_its_first_paragraph_does() -> None:
    paragraphs = [
        paragraph(33 + 35 * 33, 1),
        paragraph(200, 2),
        paragraph(33 + 35 * 40, 3),
        paragraph(100, 4),
    ]
    found = read(set_pages(paragraphs))
    assert found.text == f"{paragraphs[0]}\n\f{paragraphs[1]}\n{paragraphs[2]}\n\f{paragraphs[3]}"
    assert [page for page, _ in found.places] == [0, 1, 1, 2]


def test_titles_stand_for_themselves() -> None:
    (page,) = set_pages([paragraph(200), paragraph(120, 1)])
    page.chars += centred("一张清单管到底", TOP + 90, 22)
    page.chars += centred("——丰县探索小微权力清单", TOP + 60, 16)
    page.chars += centred("丰县民政局", TOP + 30, 14)
    found = read([page])
    assert found.text.split("\n")[:3] == ["一张清单管到底", "——丰县探索小微权力清单", "丰县民政局"]
    assert found.centred == ("一张清单管到底", "——丰县探索小微权力清单", "丰县民政局")


def test_a_title_over_two_lines_is_one() -> None:
    (page,) = set_pages([paragraph(200), paragraph(120, 1)])
    page.chars += centred("一张清单管到底的乡村", TOP + 80, 22)
    page.chars += centred("治理实践", TOP + 48, 22)
    assert read([page]).centred == ("一张清单管到底的乡村治理实践",)


def test_running_heads_and_page_numbers_go() -> None:
    paragraphs = [paragraph(600, number) for number in range(6)]
    pages = set_pages(paragraphs)
    for number, page in enumerate(pages, 1):
        page.chars += centred("全市社区治理案例", HEIGHT - 50, 9)
        page.chars += centred(f"— {number} —", 40, 9)
    assert len(pages) >= 3
    assert read(pages).text.replace("\f", "").split("\n") == paragraphs


def test_a_number_inside_the_text_stays() -> None:
    paragraphs = [paragraph(100, 1), "12", paragraph(100, 2)]
    assert read(set_pages(paragraphs)).text.split("\n") == paragraphs


def test_two_columns_are_read_one_after_the_other() -> None:
    page = Page(WIDTH, HEIGHT)
    left = paragraph(16 * 12 - 2, 1)
    right = paragraph(16 * 12 - 2, 2)
    for text, x in ((left, LEFT), (right, LEFT + 18 * SIZE)):
        lines = [text[:14], *(text[at : at + 16] for at in range(14, len(text), 16))]
        for number, line in enumerate(lines):
            page.chars += set_line(line, x + (2 * SIZE if number == 0 else 0), TOP - number * PITCH)
    assert read([page]).text.split("\n") == [left, right]


def test_footnotes_below_a_short_rule_come_last() -> None:
    pages = set_pages([paragraph(33 + 35 * 20, 1), paragraph(900, 2)], 30)
    pages[0].chars += set_line("①这是注释的文字", LEFT, 100, 9)
    pages[0].across.append(Rule(115, LEFT, LEFT + 120))
    assert read(pages).text.replace("\f", "").split("\n") == [
        paragraph(33 + 35 * 20, 1),
        paragraph(900, 2),
        "①这是注释的文字",
    ]


FORM = (("案例名称", "一张清单管到底"), ("申报单位", "丰县宋楼镇"), ("联系人", "张三"))
LIST = (
    ("序号", "案例名称", "申报单位", "联系人"),
    ("1", "一张清单", "丰县", "张三"),
    ("2", "五色花", "沛县", "李四"),
)


def test_a_form_gives_label_and_value() -> None:
    assert read([set_table(FORM)]) == Assembled(
        "案例名称\t一张清单管到底\n申报单位\t丰县宋楼镇\n联系人\t张三",
        pairs=FORM,
        places=((0, 700.0),) * 3,
    )


def test_a_list_gives_its_rows() -> None:
    found = read([set_table(LIST)])
    assert found.rows == tuple(map(Row, LIST))
    assert found.pairs == ()
    assert found.text == "\n".join("\t".join(cells) for cells in LIST)


@pytest.mark.parametrize(
    ("rows", "read_as"),
    [
        (
            (("县区", "案例名称", "联系人"), ("丰县", "一张清单", "张三"), ("^", "五色花", "李四")),
            (("县区", "案例名称", "联系人"), ("丰县", "一张清单", "张三"), ("丰县", "五色花", "李四")),
        ),
        (
            (
                ("序号", "案例名称", "<", "联系人"),
                ("1", "一张清单", "<", "张三"),
                ("2", "五色花", "<", "李四"),
            ),
            (("序号", "案例名称", "联系人"), ("1", "一张清单", "张三"), ("2", "五色花", "李四")),
        ),
    ],
)
def test_cells_that_are_merged_are_one(
    rows: tuple[tuple[str, ...], ...], read_as: tuple[tuple[str, ...], ...]
) -> None:
    assert read([set_table(rows)]).rows == tuple(map(Row, read_as))


def test_a_table_between_paragraphs_stands_in_its_place() -> None:
    page = Page(WIDTH, HEIGHT)
    page.chars += set_line("表前的一段话。", LEFT + 2 * SIZE, 760) + set_line(
        "表后的一段话。", LEFT + 2 * SIZE, 500
    )
    found = read([set_table(FORM, page=page)])
    assert found.text.split("\n") == [
        "表前的一段话。",
        *("\t".join(cells) for cells in FORM),
        "表后的一段话。",
    ]


def test_a_list_goes_on_over_a_page_and_its_head_is_not_said_twice() -> None:
    first, second = set_table(LIST, top=150), set_table((LIST[0], ("3", "议事会", "睢宁县", "王五")), top=780)
    found = read([first, second])
    assert found.rows == (*map(Row, LIST), Row(("3", "议事会", "睢宁县", "王五")))


@settings(max_examples=examples(60))
@given(
    st.lists(
        st.lists(st.text(alphabet="一张清单管到底abc12", min_size=1, max_size=6), min_size=3, max_size=3),
        min_size=2,
        max_size=6,
    )
)
def test_every_cell_of_any_table_is_read_in_its_place(rows: list[list[str]]) -> None:
    (table,) = lay_page(set_table(rows)).tables
    assert [(cell.row, cell.column, [line.text for line in cell.lines]) for cell in table.cells] == [
        (i, j, [text]) for i, cells in enumerate(rows) for j, text in enumerate(cells)
    ]


def test_a_frame_with_lines_to_write_on_is_no_table() -> None:
    page = set_table([(SENTENCE,) for _ in range(8)], height=20)
    page.chars = [char for char in page.chars if char.x1 <= RIGHT]
    assert lay_page(page).tables == []


@pytest.mark.parametrize(
    ("before", "behind", "whole"),
    [
        ("社区", "治理", "社区治理"),
        ("社区", "ABC", "社区ABC"),
        ("ABC", "社区", "ABC社区"),
        ("one", "two", "one two"),
        ("com-", "munity", "community"),
        ("COVID-", "19", "COVID-19"),
        ("X-", "Ray", "X-Ray"),
        ("soft\u00ad", "ware", "software"),
        ("2015", "2016", "20152016"),
        ("a@", "b.cn", "a@b.cn"),
        ("and/", "or", "and/or"),
        ("", "甲", "甲"),
        ("甲", "", "甲"),
        ("end.", "Next", "end. Next"),
    ],
)
def test_pieces_of_a_broken_line(before: str, behind: str, whole: str) -> None:
    assert glue(before, behind) == whole


def test_nothing_at_all() -> None:
    assert assemble([]) == Assembled("")
    assert read([Page(WIDTH, HEIGHT)]) == Assembled("")
    assert read([Page(0, 0)]) == Assembled("")


def test_what_is_set_outside_the_page_is_not_read() -> None:
    page = Page(WIDTH, HEIGHT)
    page.chars = (
        set_line("看不见", -100, 500) + set_line("看不见", LEFT, 2000) + set_line("看得见", LEFT, 500)
    )
    assert read([page]).text == "看得见"


def test_two_centred_lines_that_end_below_each_other_are_no_edge_of_the_column() -> None:
    lines = [
        Line("电话那头的医生", 160.0, 282.0, 700.0, 18.0),
        Line("某某县威远镇残联", 150.0, 284.0, 670.0, 13.0),
        Line("老人瘫在床上，家庭医生隔天打一个视频，看着家里人翻身、换药，一步", 26.0, 437.0, 640.0, 12.0),
        Line("一步教。", 2.0, 50.0, 620.0, 12.0),
    ]

    assert edges(lines)[1] == 437.0
