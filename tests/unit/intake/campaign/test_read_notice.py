"""What notices say is found, each value with its sentence: the notice of 2015 and ten of other offices."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from intake.campaign.notice.outline import wide
from intake.campaign.notice.read import read_notice
from intake.campaign.notice.values import NoticeFacts
from intake.documents.read import read_document
from intake.model.case import Attachment
from intake.model.limits import Limits
from tests.paths import CORPUS

NOTICES = sorted(path for path in (CORPUS / "notices").glob("[0-9]*") if path.suffix != ".toml")


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


def text_of(path: Path) -> str:
    return read_document(Attachment(name=path.name, content=path.read_bytes()), Limits()).text


def misses(path: Path) -> list[str]:
    expected = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
    found = shown(read_notice(text_of(path)))
    return [
        f"{path.stem} {key}: {found[key]!r} != {value!r}"
        for key, value in expected.items()
        if key in found and found[key] != value
    ]


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_what_a_notice_says(path: Path) -> None:
    assert misses(path) == []


@pytest.mark.parametrize("path", NOTICES[31:], ids=lambda path: path.stem)
def test_what_each_theme_means_is_read(path: Path) -> None:
    if tomllib.loads(path.with_suffix(".toml").read_text("utf-8")).get("names_only"):
        return
    assert all(theme.value.definition for theme in read_notice(text_of(path)).themes)


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
        ("以四百字到九百字为宜", [400, 0, 900]),
        ("两千五百字以内", [0, 0, 2500]),
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


@pytest.mark.parametrize(
    "said",
    [
        "请从三个方面中选一个方面来写，不要兼写。一是急救抢时，写抢救；二是上门巡诊，写送医；三是慢病相守，写随访。",
        "可任选以下三类：（一）急救抢时，讲抢救；（二）上门巡诊，讲送医；（三）慢病相守，讲随访。",
        "设三个选题：①急救抢时，反映抢救；②上门巡诊，反映送医；③慢病相守，反映随访。",
        "分三个专题征集。其一，急救抢时：抢救；其二，上门巡诊：送医；其三，慢病相守：随访。",
        "主题有三个。第一，急救抢时。第二，上门巡诊。第三，慢病相守。",
    ],
)
def test_themes_told_in_a_paragraph(said: str) -> None:
    facts = shown(read_notice(f"关于征集故事的通知\n{said}\n截稿时间是6月27日。"))
    assert facts["themes"] == ["急救抢时", "上门巡诊", "慢病相守"]


@pytest.mark.parametrize(
    "said",
    [
        "专家从三个方面打分：一是科学性，看依据；二是创新性，看做法；三是实践性，看成效。",
        "报送要求有三个方面。一是真实，写实事；二是简明，写要点；三是准时，写日期。",
        "请注意：一是统一格式，写全称；二是按时报送，说明情况。",
    ],
)
def test_what_is_no_list_of_themes(said: str) -> None:
    assert shown(read_notice(f"关于征集故事的通知\n{said}"))["themes"] == []


@pytest.mark.parametrize(
    ("said", "required"),
    [
        ("案例须附照片2张，并加盖公章。", ["photo", "stamp"]),
        ("鼓励附图片，正文不超过3000字。", []),
        ("可配图片，随文报送推荐表。", ["form"]),
        ("如有视频、照片的一并报送。", []),
    ],
)
def test_what_is_only_encouraged_is_not_required(said: str, required: list[str]) -> None:
    facts = read_notice(f"关于征集故事的通知\n{said}")
    assert [part.value for part in facts.required] == required


@pytest.mark.parametrize(
    ("said", "levels"),
    [
        (
            "谁来写？分四种单位：市直医院，县级医院，乡镇卫生院和社区卫生服务中心，村卫生室。",
            ["市直医院", "县级医院", "乡镇卫生院和社区卫生服务中心", "村卫生室"],
        ),
        ("来稿单位共三类，市直学校、县区学校、幼儿园。", ["市直学校", "县区学校", "幼儿园"]),
        ("作者分两种人：学校；个人。", ["学校", "个人"]),
        ("分四种单位：市直医院，县级医院。", []),  # not as many as were counted
    ],
)
def test_counted_kinds_of_senders(said: str, levels: list[str]) -> None:
    assert shown(read_notice(f"关于征集故事的通知\n{said}"))["levels"] == levels


@pytest.mark.parametrize(
    ("said", "contact"),
    [
        ("文尾留下联系人的姓名和电话，以便核实。", ("", "")),
        ("有不清楚的地方，请找基层科罗晓岚，电话0796-8221937。", ("罗晓岚", "0796-8221937")),
        ("如有疑问，可与王芳联系，电话0516-80001234。", ("王芳", "0516-80001234")),
        ("存在的问题和解决的过程要写清。电话0516-80001234。", ("", "")),
    ],
)
def test_whom_to_ask(said: str, contact: tuple[str, str]) -> None:
    facts = shown(read_notice(f"关于征集故事的通知\n{said}"))
    assert (facts["contact"], facts["phone"]) == contact


SUBJECTS = {
    "邮件主题注明“县区+案例名称”": "县区+案例名称",
    "邮件标题统一写成“县区—案例名称”": "县区—案例名称",
    "主题栏注明“某县阅读案例”": "某县阅读案例",
    "邮件命名为“某县+案例名”": "某县+案例名",
    "邮件请以“县区+案例名称”命名": "县区+案例名称",
    "并在主题中注明县区名称和“阅读案例”字样": "县区名称和“阅读案例”字样",
    "邮件主题写明县区、单位名称": "县区、单位名称",
    "邮件主题格式为：县区+单位+案例名称": "县区+单位+案例名称",
    "案例要突出主题，内容真实": None,
}


@pytest.mark.parametrize(("said", "subject"), SUBJECTS.items(), ids=SUBJECTS)
def test_the_rule_of_the_subject_is_found(said, subject):
    facts = read_notice(f"关于征集案例的通知\n一、报送要求\n请将案例发送至wlj@example.cn，{said}。\n")
    assert (facts.subject.value if facts.subject else None) == subject


@pytest.mark.parametrize(
    ("line", "phone"),
    [
        ("联系人：王芳，电话：0570-3081234、13857012345", "0570-3081234、13857012345"),
        ("联系人：王芳 电话：(0570)3081234 手机：13857012345", "0570-3081234、13857012345"),
        ("联系人：王芳 0570-3081234；李强 13857012345", "0570-3081234"),
    ],
)
def test_every_number_of_the_contact_is_kept(line, phone):
    assert read_notice(f"关于征集案例的通知\n{line}\n").phone.value == phone


@pytest.mark.parametrize(
    ("lead", "titles"),
    [
        ("案例围绕三类内容，选一类写：", ["夜读", "村晚", "送书"]),
        ("内容分四类：", []),  # as many as it counts
        ("专家从三个方面打分：", []),
        ("案例包括三个部分的材料：", []),
    ],
)
def test_lines_below_one_that_counts_them_are_themes(lead: str, titles: list[str]) -> None:
    below = "1、夜读：写读书的事；\n2、村晚：写演戏的事；\n3、送书：写跑腿的事。"
    facts = read_notice(f"关于征集案例的通知\n【征集什么】\n{lead}\n{below}\n【以后】\n成书。")

    assert [theme.value.title for theme in facts.themes] == titles
