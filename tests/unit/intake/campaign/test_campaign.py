"""The call as data: the notice of 2015, deadlines by version, and mistakes that are named."""

import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from intake.campaign.campaign import Campaign, load_campaign, number_pattern
from intake.campaign.entries import Deadline
from intake.model.errors import ConfigError
from tests.paths import CONFIG

CAMPAIGNS = CONFIG / "campaigns"
CALL = load_campaign(CAMPAIGNS / "xuzhou-2015.toml")
MINIMAL = """id = "a"
title = "甲"
short = "乙"
organizer = "丙"
opening = 2015-07-07
places = "xuzhou"
lexicon = "xuzhou-2015"
[signature]
office = "丙"
[[themes]]
number = 1
label = "（一）"
name = "丁"
title = "丁"
definition = "丁"
[[levels]]
key = "county"
name = "县级"
[[deadlines]]
last_day = 2015-08-10
announced = 2015-07-07
[[units]]
key = "fengxian"
name = "丰县"
addresses = ["a@x.cn"]
"""


def test_the_notice_of_2015() -> None:
    assert [theme.label for theme in CALL.themes] == [
        "（一）",
        "（二）",
        "（三）",
        "（四）",
        "（五）",
        "（六）",
    ]
    assert [level.key for level in CALL.levels] == ["county", "town", "village"]
    assert (CALL.opening, CALL.length.target) == (date(2015, 7, 7), 2000)
    assert CALL.cutoff_text(CALL.deadlines[0]) == "8月10日（星期一）24时"
    assert CALL.cutoff(CALL.deadlines[0]) == datetime(2015, 8, 10, 16, 0, tzinfo=UTC)
    assert CALL.number_format.format(serial=3) == "XZ-003"


@pytest.mark.parametrize(
    ("year", "there", "gone"),
    [(2015, "徐州市新城区", "淮海国际港务区"), (2021, "淮海国际港务区", "徐州市新城区")],
)
def test_units_by_year(year: int, there: str, gone: str) -> None:
    names = [unit.name for unit in CALL.active_units(year)]
    assert (there in names, gone in names) == (True, False)
    assert names[:3] == ["丰县", "沛县", "睢宁县"]


@pytest.mark.parametrize("path", sorted(CAMPAIGNS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_campaign_is_whole(path: Path) -> None:
    call = load_campaign(path)
    folder = CAMPAIGNS.parent
    assert call.id == path.stem
    assert (folder / "places" / f"{call.places}.toml").exists()
    assert not call.lexicon or (folder / "lexicon" / f"{call.lexicon}.toml").exists()


def test_the_latest_announced_deadline_rules() -> None:
    first, second = (
        CALL.deadlines[0],
        Deadline(last_day=date(2015, 8, 20), announced=date(2015, 8, 6), cutoff=time(17, 30)),
    )
    call = CALL.model_copy(update={"deadlines": (first, second)})
    assert call.deadline_at(datetime(2015, 8, 5, 15, 59, tzinfo=UTC)) == first
    assert call.deadline_at(datetime(2015, 8, 5, 16, 0, tzinfo=UTC)) == second
    assert call.deadline_at(datetime(2015, 1, 1, tzinfo=UTC)) == first
    assert call.cutoff_text(second) == "8月20日（星期四）17时30分"
    assert call.cutoff(second) == datetime(2015, 8, 20, 9, 30, tzinfo=UTC)


def test_lookups() -> None:
    unit = CALL.unit("fengxian")
    assert unit is not None
    assert CALL.unit("丰县") is unit
    assert (CALL.unit("长丰县"), CALL.level_name("town"), CALL.level_name("")) == (None, "镇级", "")


def test_a_small_call_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    call = load_campaign(path)
    assert isinstance(call, Campaign)
    assert (call.timezone, call.reminders.workdays_before) == ("Asia/Shanghai", (10, 5, 3, 1))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("number = 1", "number = 2", "主题编号从 1 起连续"),
        ("last_day = 2015-08-10", "last_day = 2015-07-01", "不早于开始日期"),
        ("last_day = 2015-08-10", 'last_day = "8月10日"', "deadlines.1.last_day 的值是 '8月10日'，应为日期"),
        ('addresses = ["a@x.cn"]', 'addresses = ["a x.cn"]', "一个邮箱地址"),
        ('key = "county"', 'key = "县"', "levels.1.key"),
        ('short = "乙"', 'shrot = "乙"', "shrot 不是可用的设置项，是否应为 short"),
        ('opening = 2015-07-07', 'opening = 20150707', "opening 的值是 20150707，应为日期"),
        ('opening = 2015-07-07', 'opening = 2015-07-07\ntimezone = "北京"', "时区名"),
        ('opening = 2015-07-07', 'opening = 2015-07-07\nnumber_format = "XZ"', "含 {serial} 的编号格式"),
        ("[[units]]", '[[units]]\nkey = "b"\nname = "沛县"\naddresses = ["A@x.cn"]\n[[units]]', "登记了两次"),
        ("[[units]]", '[[units]]\nkey = "b"\nname = "丰县"\n[[units]]', "不重复的单位名称"),
        ("[signature]", "[signature]\nname = 'x'", "signature.name 不是可用的设置项"),
    ],
)  # fmt: skip
def test_mistakes_are_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(MINIMAL.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_campaign(path)
    assert message in str(caught.value)
    assert "a.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe", "不是 UTF-8"),
        ("id = “a”".encode(), "第 1 行，含有全角标点 “”"),
        (b"id = 'a'\nid = 'b'", "最后一项写了两次"),
        (b"id = 'a'\nid = 'b'\n[x]\n", "同一项写了两次"),
        (b"at = 8:40", "时间要写全"),
        (b"day = 2015-8-10", "日期要写全"),
        (b"id = 'a", "文件没有写完"),
        (b"id = a\nx = 1", "第 1 行，请检查引号"),
        (b"", "缺少 id"),
    ],
)
def test_files_that_are_not_toml(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=message):
        load_campaign(path)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="找不到文件"):
        load_campaign(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("number_format", "written", "serials"),
    [
        ("XZ-{serial:03d}", "xz-007和xz12、axz-3", ["007", "12"]),
        ("案例{serial}号", "撤回案例5号", ["5"]),
        ("{serial:03d}", "撤回007号", []),
        ("２０24／KJ-{serial}", "2024/kj-18", ["18"]),
    ],
)
def test_numbers_as_people_type_them(number_format: str, written: str, serials: list[str]) -> None:
    assert number_pattern(number_format).findall(written) == serials


def test_numbers_begin_with_the_id_where_the_call_says_nothing() -> None:
    lines = (CONFIG / "campaigns" / "xuzhou-2015.toml").read_text("utf-8").splitlines()
    data = tomllib.loads("\n".join(line for line in lines if not line.startswith("number_format")))
    assert Campaign.model_validate(data).number_format.format(serial=7) == "XUZHOU-007"


def test_authors_of_the_city_and_of_its_counties_are_of_two_levels() -> None:
    own = '[[levels]]\nkey = "own"\nname = "市直医院"\nendings = ["医院"]\nof_city = true\n'
    theirs = '[[levels]]\nkey = "theirs"\nname = "县级医院"\nendings = ["医院"]\nof_city = false\n'
    call = Campaign.model_validate(tomllib.loads(MINIMAL + own + theirs))
    told = [call.levels_of_author("甲县人民医院", of_city=of_city) for of_city in (True, False, None)]
    assert told == [("own",), ("theirs",), ("own", "theirs")]
    assert (call.is_author("甲县人民医院"), call.is_author("甲县民政局")) == (True, False)
