"""What one cell of the page to check may say: several answers, towns of a zone, levels that the notice does not name."""

from pathlib import Path

import pytest
from docx import Document

from intake.campaign.notice.read import read_notice
from intake.campaign.places.gazetteer import load_places
from tests.paths import CORPUS
from tracker.errors import SettingsError
from tracker.run.founding.answers import Answers
from tracker.run.founding.confirm import confirm, read_page
from tracker.run.founding.found import found_on
from tracker.run.founding.show import NOT_SAID, Row, page_of, rows_of

NOTICES = CORPUS / "notices"
NOTICE = NOTICES / "21-museums.txt"


def test_what_to_answer_stands_beside_levels_that_the_notice_does_not_name(tmp_path: Path) -> None:
    """With the kinds of authors that are addressed; left as it is, the question is no answer."""
    facts = read_notice((NOTICES / "01-education.txt").read_text("utf-8"))
    page = tmp_path / "页.docx"
    page.write_bytes(page_of(rows_of(facts, Answers())))

    cells = [[cell.text for cell in row.cells] for row in Document(str(page)).tables[0].rows]
    confirmed, _ = confirm(facts, Answers(), read_page(page))

    assert [row for row in cells if row[0] == "层级"] == [
        ["层级", NOT_SAID, "要分层级的，写在一格，如 县级、镇级、村级、学校；不填即不分"]
    ]
    assert confirmed.levels == ()


def test_one_cell_names_several() -> None:
    """What stands in brackets is one answer, and a theme may have any marks in its title."""
    facts = read_notice(NOTICE.read_text("utf-8"))
    rows = (
        Row("层级", "县级、镇级、基层级（企业、学校）", ""),
        Row("须有材料", "推荐表，照片", ""),
        Row("主题1", "展品、展线、展厅", ""),
    )

    confirmed, _ = confirm(facts, Answers(), rows)

    assert [level.value for level in confirmed.levels] == ["县级", "镇级", "基层级（企业、学校）"]
    assert [part.value for part in confirmed.required] == ["form", "photo"]
    assert [theme.value.title for theme in confirmed.themes] == ["展品、展线、展厅"]


def test_towns_report_through_the_zone_in_whose_brackets_they_stand(tmp_path: Path) -> None:
    facts = read_notice((NOTICES / "22-yichun-health.txt").read_text("utf-8"))
    row = Row("其他单位", "宜春经开区（金园街道、官园街道）；市直医疗卫生单位", "")

    confirmed, answers = confirm(facts, Answers(), (row,))
    founding, places = found_on(confirmed, answers)

    zone = founding.places.county[-1]
    (tmp_path / "places.toml").write_text(places, "utf-8")
    gazetteer = load_places(tmp_path / "places.toml")
    assert (zone.name, gazetteer.counties[zone.parent]) == ("宜春经开区", "袁州区")
    assert [row.value for row in rows_of(confirmed, answers) if row.kind == "其他单位"] == [
        "宜春经开区（金园街道、官园街道）",
        "市直医疗卫生单位",
    ]
    named = gazetteer.mentions("宜春经开区金园街道办事处", 2025)
    assert [(one.county, one.town) for one in named] == [(zone.key, "金园街道")]


def test_a_town_of_a_zone_that_the_region_has_not_is_refused() -> None:
    facts = read_notice((NOTICES / "22-yichun-health.txt").read_text("utf-8"))
    confirmed, answers = confirm(facts, Answers(), (Row("其他单位", "宜春经开区（月球街道）", ""),))

    with pytest.raises(SettingsError, match="宜春经开区中的“月球街道”不是宜春市的镇（街道），请写全称"):
        found_on(confirmed, answers)
