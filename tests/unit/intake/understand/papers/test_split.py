"""Several cases in one file, told apart; the sections of one case are never cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model.case import Document, DocumentKind, Doubt, Format, Row
from intake.understand.papers.split import form_starts, split_cases

SENTENCE = "社区把议事会开到楼栋口，居民自带小板凳，逐条议定停车、晾晒和垃圾投放等事项，一年办成四十一件。"
LONG = SENTENCE * 6  # enough for a case without its author
SHORT = SENTENCE * 3  # enough for one with its author below the title
SECTIONS = f"一、背景\n{SENTENCE * 2}\n二、做法\n{SENTENCE * 2}\n三、成效\n{SENTENCE * 2}"


def document(text: str, kind: DocumentKind = DocumentKind.CASE, **more) -> Document:
    return Document("案例.doc", Format.DOC, text=text, kind=kind, **more)


def parts(text: str, **more) -> list[str]:
    return [part.text for part in split_cases(document(text, **more))]


def heads(text: str) -> list[str]:
    return [part.partition("\n")[0] for part in parts(text)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("案例一", "案例二"),
        ("案例一：小板凳议事会", "案例二：老街坊调解室"),
        ("案例1", "案例2"),
        ("【案例一】小板凳议事会", "【案例二】老街坊调解室"),
        ("（案例一）", "（案例二）"),
        ("典型案例一", "典型案例二"),
        ("案例之一", "案例之二"),
        ("案例 1、小板凳议事会", "案例 2、老街坊调解室"),
        ("故事一", "故事二"),
    ],
)
def test_numbered_headings_part_a_file(first: str, second: str) -> None:
    assert parts(f"{first}\n{LONG}\n{second}\n{LONG}") == [f"{first}\n{LONG}", f"{second}\n{LONG}"]


@pytest.mark.parametrize(
    "text",
    [
        SECTIONS,
        f"小板凳议事会\n宋楼镇人民政府\n{SECTIONS}",
        f"案例一\n{LONG}",  # one alone
        f"案例一\n{LONG}\n案例三\n{LONG}",  # one is missing: no sequence
        f"案例二\n{LONG}\n案例一\n{LONG}",
        f"案例一\n很短\n案例二\n{LONG}",  # a part without a case in it
        f"{LONG * 3}\n案例一\n{LONG}\n案例二\n{LONG}",  # too much stands before the first
        LONG,
        "案例一\n案例二\n案例三",
    ],
)
def test_one_case_stays_whole(text: str) -> None:
    whole = document(text)
    assert split_cases(whole) == (whole,)


def test_a_table_of_contents_in_front_is_no_case() -> None:
    contents = "目录\n案例一：小板凳议事会……1\n案例二：老街坊调解室……3"
    text = f"{contents}\n案例一：小板凳议事会\n{LONG}\n案例二：老街坊调解室\n{LONG}"
    assert heads(text) == ["案例一：小板凳议事会", "案例二：老街坊调解室"]
    spaced = contents.replace("……", "\t")
    assert heads(text.replace(contents, spaced)) == ["案例一：小板凳议事会", "案例二：老街坊调解室"]
    bare = contents.replace("……1", "").replace("……3", "")
    assert heads(text.replace(contents, bare)) == ["案例一：小板凳议事会", "案例二：老街坊调解室"]


def test_ten_cases_and_more_are_counted() -> None:
    numbers = "一 二 三 四 五 六 七 八 九 十 十一 十二".split()
    text = "\n".join(f"案例{number}\n{LONG}" for number in numbers)
    assert heads(text) == [f"案例{number}" for number in numbers]


def test_title_labels_that_come_back_part_a_file() -> None:
    text = f"案例名称：小板凳议事会\n{LONG}\n案例名称：老街坊调解室\n{LONG}"
    found = split_cases(document(text))
    assert [part.pairs for part in found] == [
        (("案例名称", "小板凳议事会"),),
        (("案例名称", "老街坊调解室"),),
    ]


def test_titles_with_their_author_part_a_file_where_the_numbering_begins_again() -> None:
    first = f"小板凳议事会开到楼栋口\n宋楼镇人民政府\n{SECTIONS}"
    second = f"老街坊调解室解千家难\n和平街道办事处\n{SECTIONS}"
    assert parts(f"{first}\n{second}") == [first, second]


def test_a_title_on_a_new_page_needs_less() -> None:
    first = f"小板凳议事会开到楼栋口\n{SECTIONS}"
    second = f"老街坊调解室解千家难\n{SECTIONS}"
    assert parts(f"{first}\n\f{second}") == [first, second]


def test_short_cases_closed_by_their_contact() -> None:
    first = f"小板凳议事会开到楼栋口\n宋楼镇人民政府\n{SHORT}\n联系人：张三 13812345678"
    second = f"老街坊调解室解千家难\n和平街道办事处\n{SHORT}"
    assert parts(f"{first}\n{second}") == [first, second]


def test_counted_titles_with_an_author_each_lose_their_numbers() -> None:
    text = f"一、面瘫的新郎官\n市第一人民医院\n{SHORT}\n二、迟到的全家福\n市第二人民医院\n{SHORT}"
    assert heads(text) == ["面瘫的新郎官", "迟到的全家福"]


def test_counted_sections_without_authors_are_of_one_case() -> None:
    assert len(parts(f"一、面瘫的新郎官\n{LONG}\n二、迟到的全家福\n{LONG}")) == 1


def test_what_a_preface_says_holds_for_all() -> None:
    text = f"报送单位：宋楼镇人民政府\n联系人：张三\n案例一\n{LONG}\n案例二\n{LONG}\n联系人：李四"
    first, second = split_cases(document(text))
    assert first.pairs == (("报送单位", "宋楼镇人民政府"), ("联系人", "张三"))
    assert second.pairs == (("联系人", "李四"), ("报送单位", "宋楼镇人民政府"), ("联系人", "张三"))


def test_doubts_about_the_file_are_told_once() -> None:
    doubt = Doubt("partial", "案例.doc")
    found = split_cases(document(f"案例一\n{LONG}\n案例二\n{LONG}", doubts=(doubt,), pages=9))
    assert [(part.doubts, part.pages, part.kind) for part in found] == [
        ((doubt,), 0, DocumentKind.CASE),
        ((), 0, DocumentKind.CASE),
    ]


def test_rows_and_title_lines_go_with_the_text_they_stand_in() -> None:
    text = f"案例一\n小凳会\n件数\t四十一\n{LONG}\n案例二\n老街坊\n{LONG}"
    rows = (Row(("件数", "四十一")), Row(("件数", "六十")))
    first, second = split_cases(document(text, rows=rows, centred=("小凳会", "老街坊")))
    assert (first.rows, second.rows) == (rows[:1], ())
    assert (first.centred, second.centred) == (("小凳会",), ("老街坊",))


@pytest.mark.parametrize(
    "kind", [DocumentKind.SHEET, DocumentKind.OTHER, DocumentKind.PHOTO, DocumentKind.SCAN]
)
def test_only_cases_and_forms_are_parted(kind: DocumentKind) -> None:
    whole = document(f"案例一\n{LONG}\n案例二\n{LONG}", kind)
    assert split_cases(whole) == (whole,)


FORM = (("案例名称", "甲的做法"), ("报送单位", "甲镇"), ("联系人", "张三"))
OTHER = (("案例名称", "乙的做法"), ("报送单位", "乙镇"), ("联系人", "李四"))


def test_each_form_of_a_file_has_its_own_cells() -> None:
    doubt = Doubt("partial", "申报表.doc")
    whole = document("…", DocumentKind.FORM, pairs=(*FORM, *OTHER), doubts=(doubt,))
    first, second = split_cases(whole)
    assert (first.pairs, first.doubts, second.pairs, second.doubts) == (FORM, (doubt,), OTHER, ())
    assert second.text == "案例名称：乙的做法\n报送单位：乙镇\n联系人：李四"
    one = document("…", DocumentKind.FORM, pairs=FORM)
    assert split_cases(one) == (one,)


@pytest.mark.parametrize(
    ("pairs", "starts"),
    [
        ((), ()),
        (FORM, ()),
        ((*FORM, *OTHER), (0, 3)),
        ((*FORM[1:], FORM[0], *OTHER[1:], OTHER[0]), (0, 3)),  # the title stands last in each
        ((("填表日期", "六月"), *FORM, *OTHER), (0, 4)),  # what stands above the first is said once
        ((*FORM, *OTHER, *FORM), (0, 3, 6)),
    ],
)
def test_where_each_form_begins(pairs: tuple[tuple[str, str], ...], starts: tuple[int, ...]) -> None:
    assert form_starts(pairs) == starts


LINES = st.sampled_from(["案例一", "案例二", "案例三", "小板凳议事会开到楼栋口", "宋楼镇人民政府", "\f老街坊调解室", LONG, SHORT, "一、背景", "二、做法", "联系人：张三", "案例名称：甲的做法", ""])  # fmt: skip


@given(st.lists(LINES, max_size=14))
def test_nothing_of_a_text_is_lost_or_doubled(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = split_cases(document(text))
    joined = "".join("".join(part.text.split()) for part in found)
    whole = "".join(text.split())
    assert joined == whole or (len(found) > 1 and len(whole) - len(joined) < len(whole) / 2)
    assert len(found) == 1 or all(len(part.text) > 80 for part in found)


def test_titles_that_the_sender_sent_before_part_a_file() -> None:
    first, second = f"小板凳议事会\n{LONG}", f"老街坊的\u3000四季歌\n{SHORT}"
    known = ("老街坊的四季歌", "小板凳议事会", "没有来的")

    def said(text: str, *titles: str) -> list[str]:
        return [part.text for part in split_cases(document(text), titles)]

    assert said(f"{first}\n{second}", *known) == [first, second]
    assert said(f"现将修改稿报上。\n小板凳议事会\n老街坊的四季歌\n{first}\n{second}", *known) == [
        first,
        second,
    ]
    assert said(f"{first}\n{second}", "小板凳议事会") == [f"{first}\n{second}"]  # the other may be a heading
    assert said(f"小板凳议事会\n{LONG}\n老街坊的四季歌\n又一年。", *known) == [
        f"小板凳议事会\n{LONG}\n老街坊的四季歌\n又一年。"  # no case below the second
    ]


@pytest.mark.parametrize(
    "rule", ["------", "- - - - -", "——————", "======", "*****", "…………".replace("…", "·")]
)
def test_cases_between_drawn_lines_are_as_many(rule: str) -> None:
    first = f"巷口的议事凳\n睢宁县双沟镇人民政府\n{SHORT}\n联系人：王明 电话：13800001111"
    second = f"门口的三盆花\n睢宁县双沟镇官路社区\n{SHORT}\n联系人：李红 电话：13800002222"

    assert parts(f"{first}\n{rule}\n\n{second}\n{rule}\n睢宁县民政局\n") == [first, f"{second}\n睢宁县民政局"]


def test_lines_drawn_between_the_sections_of_one_case_part_nothing() -> None:
    assert (
        len(
            parts(
                f"巷口的议事凳\n睢宁县双沟镇人民政府\n{LONG}\n------\n做法和成效\n{LONG}\n------\n启示与体会\n{LONG}"
            )
        )
        == 1
    )


def test_blank_lines_between_a_title_and_its_author_do_not_hide_him() -> None:
    text = f"一、巷口的议事凳\n\n睢宁县双沟镇人民政府\n\n{SHORT}\n\n二、门口的三盆花\n\n睢宁县魏集镇人民政府\n\n{SHORT}"

    assert heads(text) == ["巷口的议事凳", "门口的三盆花"]


HEADS = {
    "before": ("一、双沟镇文化站：《巷口的议事凳》", "二、魏集镇残联：《门口的三盆花》"),
    "behind": ("1.《巷口的议事凳》——双沟镇文化站", "2.《门口的三盆花》——魏集镇残联"),
    "inside": ("（一）《巷口的议事凳》（双沟镇文化站）", "（二）《门口的三盆花》（魏集镇残联）"),
    "of": ("双沟镇文化站的《巷口的议事凳》", "魏集镇残联的《门口的三盆花》"),
    "bare": ("一、巷口的议事凳（双沟镇文化站）", "二、门口的三盆花（魏集镇残联）"),
}


@pytest.mark.parametrize("way", sorted(HEADS))
def test_a_title_and_its_author_in_one_line_begin_a_case(way: str) -> None:
    first, second = HEADS[way]
    text = f"全文如下：\n\n{first}\n{SHORT}\n联系人：王明 13800001111\n\n{second}\n{SHORT}\n睢宁县民政局"

    assert parts(text) == [
        f"巷口的议事凳\n双沟镇文化站\n{SHORT}\n联系人：王明 13800001111",
        f"门口的三盆花\n魏集镇残联\n{SHORT}\n睢宁县民政局",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("一、学习《条例》", "二、落实《条例》"),  # no author
        ("一、建强阵地（双沟镇）", "二、建强队伍（双沟镇）"),  # one author
        (
            "一、双沟镇文化站：《巷口的议事凳》",
            "三、魏集镇残联：《门口的三盆花》",
        ),  # numbers that do not count
        ("《巷口的议事凳》", "《门口的三盆花》"),
    ],
)
def test_sections_that_name_books_or_one_author_part_nothing(lines: tuple[str, str]) -> None:
    text = f"巷口的故事\n双沟镇人民政府\n{lines[0]}\n{SHORT}\n{lines[1]}\n{SHORT}"

    assert parts(text) == [text]


def test_pieces_counted_as_pieces_are_cases() -> None:
    assert heads(f"【第一篇】小板凳议事会\n{LONG}\n【第二篇】老街坊调解室\n{LONG}") == [
        "【第一篇】小板凳议事会",
        "【第二篇】老街坊调解室",
    ]


def test_a_line_of_unit_and_writer_closes_a_case() -> None:
    first = f"巷口的议事凳\n睢宁县双沟镇残联\n{SHORT}\n单位：双沟镇残联  执笔人：王明  电话：13800001111"
    second = f"门口的三盆花\n睢宁县魏集镇残联\n{SHORT}\n单位：魏集镇残联  执笔人：李红  电话：13800002222"

    assert parts(f"{first}\n\n{second}") == [first, second]
