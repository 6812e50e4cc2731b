"""What notices say is found, each value with its sentence: the notice of 2015 and ten of other offices."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from intake.campaign.draft.outline import wide
from intake.campaign.draft.read import read_notice
from intake.campaign.draft.values import NoticeFacts
from tests.paths import CORPUS

NOTICES = sorted((CORPUS / "notices").glob("*.txt"))


def shown(facts: NoticeFacts) -> dict[str, Any]:
    """The facts in the words of the files that say what is expected."""
    plain = {
        name: found.value if (found := getattr(facts, name)) is not None else ""
        for name in (
            "title", "item", "issuer", "number", "issued", "last_day", "mailbox", "contact", "phone", "subject", "file_name",
        )
    }  # fmt: skip
    extent = facts.length.value if facts.length else None
    quota = facts.quota.value if facts.quota else None
    return plain | {
        "cutoff": f"{facts.cutoff.value:%H:%M}" if facts.cutoff else "",
        "themes": [theme.value.title for theme in facts.themes],
        "levels": [level.value for level in facts.levels],
        "length": [extent.least, extent.about, extent.most] if extent else [0, 0, 0],
        "quota": [quota.least, quota.most] if quota else [0, 0],
        "required": ["text", *(part.value for part in facts.required)],
        "steps": [step.value for step in facts.steps],
        "others": [wide(other.value.name) for other in facts.others],
    }


def misses(path: Path) -> list[str]:
    expected = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
    found = shown(read_notice(path.read_text("utf-8")))
    return [
        f"{path.stem} {key}: {found[key]!r} != {value!r}"
        for key, value in expected.items()
        if key in found and found[key] != value
    ]


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_what_a_notice_says(path: Path) -> None:
    assert misses(path) == []


def test_every_value_stands_in_its_quotation() -> None:
    facts = read_notice(NOTICES[0].read_text("utf-8"))
    themes = [(theme.value.title, theme.quote) for theme in facts.themes]
    plain = [facts.number, facts.issuer, facts.mailbox, facts.contact, facts.phone, *facts.levels]

    assert all(value in quote for value, quote in themes)
    assert all(said is not None and said.value in said.quote for said in plain)


@pytest.mark.parametrize("text", ["", "\n\n", "今天天气很好。", "关于放假的通知\n五一放假五天。"])
def test_nothing_is_invented(text: str) -> None:
    facts = read_notice(text)
    left = {name: value for name, value in shown(facts).items() if value and name != "title"}

    assert left == {"length": [0, 0, 0], "quota": [0, 0], "required": ["text"]}


@pytest.mark.parametrize(
    ("said", "day", "cutoff"),
    [
        ("请于8月10日前报送。", date(2023, 8, 10), ""),
        ("请于８月１０日１７时前报送。", date(2023, 8, 10), "17:00"),
        ("报送截止时间为8月10日下午5点半。", date(2023, 8, 10), "17:30"),
        ("截止日期：2023年8月10日24:00。", date(2023, 8, 10), ""),
        ("请于2月底前报送。", date(2024, 2, 29), ""),
        ("请于1月15日前报送，3月1日公示。", date(2024, 1, 15), ""),
        ("征集时间：即日起至12月31日。", date(2023, 12, 31), ""),
        ("请于13月40日前报送。", "", ""),
    ],
)
def test_a_deadline(said: str, day: Any, cutoff: str) -> None:
    facts = shown(read_notice(f"关于征集案例的通知\n{said}\n某某市民政局\n2023年7月3日"))
    assert (facts["last_day"], facts["cutoff"]) == (day, cutoff)


@pytest.mark.parametrize(
    ("said", "extent"),
    [
        ("3000字以内", [0, 0, 3000]),
        ("字数不超过3000字", [0, 0, 3000]),
        ("字数控制在3000字以内", [0, 0, 3000]),
        ("2000字左右", [0, 2000, 0]),
        ("800—1500字", [800, 0, 1500]),
        ("800字至1500字", [800, 0, 1500]),
        ("不少于1000字", [1000, 0, 0]),
        ("标题20字以内，摘要200字以内", [0, 0, 0]),
    ],
)
def test_a_length(said: str, extent: list[int]) -> None:
    assert shown(read_notice(f"案例要求：{said}。"))["length"] == extent


@pytest.mark.parametrize(
    "said",
    [
        "abc@163.com",
        "abc＠163.com",
        "abc # 163.com",
        "abc（at）163.com",
        "ABC@163.com",
        "（邮箱：abc＠163.com）",
    ],
)
def test_a_mailbox_however_it_is_hidden(said: str) -> None:
    assert shown(read_notice(f"请发送至{said}。"))["mailbox"] == "abc@163.com"


@pytest.mark.parametrize(
    ("said", "quota"),
    [
        ("每个县（市、区）报送不少于2篇。", (2, 0)),
        ("各县（市、区）限报五篇。", (0, 5)),
        ("每单位报送案例2至3篇。", (2, 3)),
        ("各区推荐3-5个典型，其中社区不少于2个。", (3, 5)),
        ("每县至少1篇、至多4篇。", (1, 4)),
        ("各设区市推荐6件以内。", (0, 6)),
        ("原则上每个县区推荐10个。", (10, 0)),
        ("每校限报1篇。", None),  # no county's share
        ("各县区要高度重视，于8月3个工作日内报送。", None),
        ("各县级单位报送3篇。", None),
        ("每个县（市、区）确定1名联系人，填写附件2。", None),
        ("每个县（市、区）报送5至3篇。", None),
    ],
)
def test_how_many_each_unit_sends(said: str, quota: tuple[int, int] | None) -> None:
    found = read_notice(f"关于征集案例的通知\n{said}").quota
    assert (found and (found.value.least, found.value.most)) == quota
    assert found is None or found.quote == said


def test_an_office_in_a_zone_is_addressed_beside_the_counties() -> None:
    found = read_notice("关于征集案例的通知\n各县（市、区）农业农村局，市经开区社会事业局：").others
    assert [(one.value.name, one.value.office) for one in found] == [("市经开区", "市经开区社会事业局")]
