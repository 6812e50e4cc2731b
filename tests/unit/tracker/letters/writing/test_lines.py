"""A case as a line of a letter; numbers in a row; what is said of a template that cannot be filled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.office import Office, case, notice
from tracker.cases.values import show_value, theme_label
from tracker.errors import RenderError
from tracker.ledger.records import CaseRow, CaseStatus, Value
from tracker.letters.writing.lines import CaseLine, case_line
from tracker.letters.writing.render import Rendered, join_numbers, render_letter, render_text

NOW = datetime(2015, 8, 3, 2, 25, tzinfo=UTC)
ZONE = "Asia/Shanghai"


def row(**values: Value) -> CaseRow:
    return CaseRow(1, 1, "XZ-001", CaseStatus.ACTIVE, "fengxian", 2, 1, 1, values, (), (), 1200, True, NOW, NOW, NOW)  # fmt: skip


def test_a_case_with_everything_known() -> None:
    found = row(
        title=Value("议事会"), subtitle=Value("纪实"), county=Value("丰县"), town=Value("宋楼镇"),
        community=Value("柳桥村"), level=Value("village"), theme=Value("3"),
    )  # fmt: skip

    assert case_line(notice(), found, "new", late=True) == CaseLine(
        "XZ-001", "议事会", "纪实", "丰县宋楼镇柳桥村", notice().level_name("village"), "（三）服务体系", 1200, 2, "new", True, NOW
    )  # fmt: skip


def test_what_waits_for_a_person_is_not_shown_as_certain() -> None:
    found = row(
        title=Value("议事会", waits=True),
        county=Value("丰县", waits=True),
        town=Value("宋楼镇"),
        theme=Value("3", waits=True),
    )

    line = case_line(notice(), found, "new", late=False)

    assert (line.title, line.place, line.theme, line.level) == ("议事会", "宋楼镇", "", "")


@pytest.mark.parametrize("number", ["", "0", "7", "99", "-1", "²", "三", "3.0"])
def test_a_theme_that_the_call_has_not_has_no_label(number: str) -> None:
    assert theme_label(notice(), number) == ""
    assert case_line(notice(), row(theme=Value(number)), "new", late=False).theme == ""
    assert show_value(notice(), "theme", number) == number


def test_a_call_that_lost_a_theme_still_tells_of_its_cases(tmp_path: Path) -> None:
    """Somebody takes the last theme out of the campaign file while cases of it are in the ledger."""
    office = Office(tmp_path)
    office.at("08-03 09:00").mail("fx@example.cn", case("第一篇做法", theme="6"))
    office.campaign = office.campaign.model_copy(update={"themes": office.campaign.themes[:5]})
    office.restart()

    office.until("08-03 18:00")

    assert [letter.row.kind for letter in office.letters("acknowledgement", "digest")] == [
        "acknowledgement",
        "digest",
    ]
    assert "第一篇做法" in office.last("digest").text
    office.close()


@pytest.mark.parametrize(
    ("numbers", "joined"),
    [
        ([], ""),
        (["XZ-001"], "XZ-001"),
        (["XZ-001", "XZ-002"], "XZ-001、XZ-002"),
        (["XZ-001", "XZ-002", "XZ-003"], "XZ-001至XZ-003"),
        (["XZ-001", "XZ-002", "XZ-003", "XZ-007"], "XZ-001至XZ-003、XZ-007"),
        (["XZ-001", "XZ-003", "XZ-004"], "XZ-001、XZ-003、XZ-004"),
        (["XZ-998", "XZ-999", "XZ-1000"], "XZ-998至XZ-1000"),
        (["9", "10", "11"], "9至11"),
        (["XZ-003", "XZ-002", "XZ-001"], "XZ-003、XZ-002、XZ-001"),
        (["XZ-001", "AL-002", "AL-003"], "XZ-001、AL-002、AL-003"),
        (["XZ-001", "XZ-001"], "XZ-001、XZ-001"),
        (["A号", "B号", ""], "A号、B号、"),
    ],
)
def test_numbers_that_follow_each_other_are_drawn_together(numbers: list[str], joined: str) -> None:
    assert join_numbers(numbers) == joined


@given(st.sets(st.integers(1, 60), min_size=1))
def test_no_number_is_lost_or_made_up(serials: set[int]) -> None:
    numbers = [f"XZ-{serial:03d}" for serial in sorted(serials)]

    read = []
    for part in join_numbers(numbers).split("、"):
        first, _, last = part.partition("至")
        read += range(int(first[-3:]), int((last or first)[-3:]) + 1)

    assert read == sorted(serials)


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    (tmp_path / "mail").mkdir()
    return tmp_path


def put(folder: Path, text: str, html: str = "<p>{{ a }}</p>") -> tuple[Path, ...]:
    (folder / "mail" / "x.txt.j2").write_text(text, "utf-8")
    (folder / "mail" / "x.html.j2").write_text(html, "utf-8")
    return (folder,)


def test_a_letter_is_subject_text_and_html(templates: Path) -> None:
    folders = put(
        templates, "\n主题： 甲 {{ a }}\n 乙\n\n\n{% if true %}\n您好：  \n\n\n\n{{ a }}\n{% endif %}\n\n"
    )

    # Text is no HTML: only where it is shown as such are its signs changed.
    assert render_letter("x", {"a": "<&>\n"}, folders, ZONE) == Rendered(
        "甲 <&>", "乙\n\n您好：\n\n<&>\n", "<p>&lt;&amp;&gt;\n</p>"
    )


def test_days_are_those_of_the_office(templates: Path) -> None:
    text = (
        "主题：x\n\n{{ t|day }} {{ t|minute }} {{ t|hour }} {{ t|long_day }} {{ t|weekday }} {{ n|numbers }}"
    )
    late = datetime(2015, 8, 2, 16, 5, tzinfo=UTC)

    rendered = render_letter("x", {"a": "", "t": late, "n": ["1", "2", "3"]}, put(templates, text), ZONE)

    assert rendered.text == "8月3日 8月3日0:05 8月3日0时 2015年8月3日 星期一 1至3\n"


@pytest.mark.parametrize(
    ("text", "html", "why"),
    [
        ("主题：x\n{{ b }}", "", "模板 mail/x：没有“b”这个值"),
        ("主题：x\n{{ a.b }}", "", "模板 mail/x：没有“b”这个值"),
        ("主题：x\n{% if %}", "", "模板 mail/x：mail/x.txt.j2 第2行写法有误"),
        ("主题：x", "{% for x in %}", "模板 mail/x：mail/x.html.j2 第1行写法有误"),
        ("主题：x\n{{ 1 + a }}", "", "模板 mail/x：内容不能计算（TypeError）"),
        ("主题：x\n{{ 1 // 0 }}", "", "模板 mail/x：内容不能计算（ZeroDivisionError）"),
        ("主题：x\n{% include 'mail/none.j2' %}", "", "模板 mail/x：找不到文件 mail/none.j2"),
        ("主题：x\n{{ a.__class__.__mro__ }}", "", "模板 mail/x：内容不能计算（SecurityError）"),
        ("您好", "", "mail/x.txt.j2 的第一行应以“主题：”开头"),
        ("", "", "mail/x.txt.j2 的第一行应以“主题：”开头"),
    ],
)
def test_a_template_that_cannot_be_filled_says_why_in_chinese(
    templates: Path, text: str, html: str, why: str
) -> None:
    with pytest.raises(RenderError) as caught:
        render_letter("x", {"a": "甲"}, put(templates, text, html), ZONE)
    assert caught.value.detail == why


def test_a_template_in_another_charset_and_one_that_is_not_there(templates: Path) -> None:
    put(templates, "主题：x")
    (templates / "mail" / "x.txt.j2").write_bytes("主题：甲".encode("gbk"))

    for name, why in (
        ("mail/x.txt.j2", "不是 UTF-8 编码，请另存为 UTF-8"),
        ("mail/y.j2", "找不到文件 mail/y.j2"),
    ):
        with pytest.raises(RenderError) as caught:
            render_text(name, {}, (templates,), ZONE)
        assert caught.value.detail == f"模板 {name}：{why}"


def test_an_offices_own_template_goes_before_the_shipped_one(templates: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "mail").mkdir(parents=True)
    (own / "mail" / "x.txt.j2").write_text("主题：自己的", "utf-8")

    assert render_letter("x", {"a": ""}, (own, *put(templates, "主题：原来的")), ZONE).subject == "自己的"


def test_the_row_of_a_case_knows_what_it_has_not() -> None:
    found = replace(row(title=Value("甲", waits=True)), confirmed=True)
    assert (found["title"], found["theme"], found.waiting) == ("甲", "", ("title",))
