"""A data folder founded on a notice: the facts of 2015 come out, other cities are whole, what is missing is asked."""

from datetime import date
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from intake.campaign.campaign import Campaign, load_campaign
from intake.campaign.notice.where import Region, unlisted_region
from intake.campaign.places.country import load_country
from intake.campaign.places.gazetteer import load_places
from intake.campaign.places.names import official_names
from tests.paths import CONFIG, CORPUS
from tests.properties import one_in_three
from tracker.cli.app import app
from tracker.errors import SettingsError
from tracker.office.folder import DataDir
from tracker.office.settings import load_settings
from tracker.run.founding.answers import read_day
from tracker.run.founding.campaign import short_title
from tracker.run.founding.found import Answers, found_on, read_facts
from tracker.run.open import call_files

NOTICES = CORPUS / "notices"


def init(folder: Path, notice: Path, *more: str) -> str:
    done = CliRunner().invoke(app, ["init", str(folder), "--notice", str(notice), *more])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_the_shipped_call_comes_out_of_its_notice(tmp_path: Path) -> None:
    """As a Word file; the shipped file has more definitions and shorter names of themes, added by hand."""
    document = Document()
    for line in (NOTICES / "00-xuzhou-2015.txt").read_text("utf-8").splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "通知.docx"))

    said = init(tmp_path / "data", tmp_path / "通知.docx")

    found = load_campaign(tmp_path / "data" / "campaign.toml")
    shipped = load_campaign(CONFIG / "campaigns" / "xuzhou-2015.toml")
    assert (
        "截止日期：2015年8月10日\n    通知：请各县（市）区民政局于8月10日前将案例电子稿发送至指定邮箱" in said
    )
    assert found.title == shipped.title
    assert (found.city, found.province, found.opening) == (shipped.city, shipped.province, shipped.opening)
    assert found.deadlines == shipped.deadlines
    assert found.length == shipped.length
    assert found.required == shipped.required
    assert [theme.title for theme in found.themes] == [theme.title for theme in shipped.themes]
    assert [level.key for level in found.levels] == [level.key for level in shipped.levels]
    assert {unit.name for unit in found.units} <= {unit.name for unit in shipped.units}
    offices = {unit.name: unit.office for unit in shipped.units if unit.office.endswith("民政局")}
    assert {
        name: office for unit in found.units if (name := unit.name) in offices and (office := unit.office)
    } == offices
    places = load_places(tmp_path / "data" / "places" / "徐州市.toml")
    assert {unit.key for unit in found.units} == set(places.counties)


@pytest.mark.slow
@pytest.mark.parametrize("path", one_in_three(sorted(NOTICES.glob("*.txt"))[1:]), ids=lambda path: path.stem)
def test_another_office(tmp_path: Path, path: Path) -> None:
    init(tmp_path / "data", path)

    call = call_files(DataDir(tmp_path / "data")).load()
    written = "".join(
        file.read_text("utf-8-sig")
        for file in (tmp_path / "data").iterdir()
        if file.suffix in (".toml", ".txt")
    )
    page = Document(str(tmp_path / "data" / "通知要点核对表.docx"))
    assert any(name in call.campaign.organizer for name in official_names(call.campaign.city))
    assert "徐州" not in written
    assert [row.cells[0].text for row in page.tables[0].rows][:3] == ["项目", "活动名称", "发文机关"]


@pytest.mark.parametrize(
    ("text", "more", "said"),
    [
        ("", (), "未能读出文字"),
        ("鼓楼区民政局关于征集案例的通知\n请于2024年5月1日前报送。", (), "请加 --where"),
        ("湖州市民政局关于征集案例的通知\n欢迎投稿。", (), "请加 --deadline"),
        ("湖州市民政局关于征集案例的通知\n欢迎投稿。", ("--deadline", "五月"), "不是日期"),
    ],
)
def test_what_is_missing_is_asked_for(tmp_path: Path, text: str, more: tuple[str, ...], said: str) -> None:
    (tmp_path / "通知.txt").write_text(text, "utf-8")

    with pytest.raises(SettingsError, match=said):
        init(tmp_path / "data", tmp_path / "通知.txt", *more)
    assert not (tmp_path / "data").exists()


def test_answers_are_taken(tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text("关于征集案例的通知\n欢迎投稿。", "utf-8")

    init(tmp_path / "data", tmp_path / "通知.txt", "--where", "浙江省,湖州市", "--deadline", "2024-05-31")

    campaign = load_campaign(tmp_path / "data" / "campaign.toml")
    assert (campaign.city, f"{campaign.deadlines[0].last_day}", len(campaign.units)) == (
        "湖州市",
        "2024-05-31",
        5,
    )
    assert [theme.title for theme in campaign.themes] == ["案例征集"]


def test_a_folder_with_a_call_is_left_alone(tmp_path: Path) -> None:
    notice = NOTICES / "09-market.txt"
    init(tmp_path, notice)

    with pytest.raises(SettingsError, match="不覆盖"):
        init(tmp_path, notice)


@pytest.mark.parametrize(
    ("notice", "hosts"),
    [
        ("02-health", ("imap.163.com", "smtp.163.com", "lzjkcs@163.com")),
        ("06-women", ("imap.qq.com", "smtp.qq.com", "qzflqj@qq.com")),
        ("16-county", ("imap.139.com", "smtp.139.com", "dqmzyl@139.com")),
    ],
)
def test_the_mailbox_of_the_notice_is_set(tmp_path: Path, notice: str, hosts: tuple[str, str, str]) -> None:
    init(tmp_path, NOTICES / f"{notice}.txt")

    settings = load_settings(tmp_path)
    (box,) = settings.mailboxes
    assert (box.host, settings.smtp.host, box.user) == hosts
    assert settings.smtp.user == settings.smtp.from_address == box.user


@pytest.mark.parametrize("notice", ["09-market", "10-party"])  # an office's own domain; none
def test_an_unknown_provider_is_left_open(tmp_path: Path, notice: str) -> None:
    init(tmp_path, NOTICES / f"{notice}.txt")

    assert (load_settings(tmp_path).mailboxes, load_settings(tmp_path).smtp.host) == ((), "")


@pytest.mark.parametrize("path", sorted((CONFIG / "notices").glob("*.txt")), ids=lambda path: path.stem)
def test_the_shipped_notices_say_their_calls(path: Path) -> None:
    """A call that is shipped with its notice is what the notice says, as far as it says it."""
    facts, call = read_facts(path), load_campaign(CONFIG / "campaigns" / f"{path.stem}.toml")
    assert facts.last_day is not None
    assert facts.contact is not None
    assert [theme.value.title for theme in facts.themes] == [theme.title for theme in call.themes]
    assert [level.value for level in facts.levels] == [level.name for level in call.levels]
    assert facts.last_day.value == call.deadlines[0].last_day
    assert facts.contact.value == call.signature.contact
    assert {"text", *(part.value for part in facts.required)} == set(call.required)
    units = [unit.name for unit in call.units if not unit.of_city]
    assert units == [county.name for county in found_on(facts, Answers())[0].places.county]


def founded(folder: Path, notice: str) -> Campaign:
    init(folder, NOTICES / f"{notice}.txt")
    return call_files(DataDir(folder)).load().campaign


def test_a_province_calls_its_cities(tmp_path: Path) -> None:
    """Cities are units, counties stand below them; towns and villages are told by who signs."""
    campaign = founded(tmp_path, "17-province-water")
    places = load_places(tmp_path / "places" / "江西省.toml")

    assert [unit.name for unit in campaign.units] == [
        "南昌市", "景德镇市", "萍乡市", "九江市", "新余市", "鹰潭市", "赣州市", "吉安市", "宜春市", "抚州市", "上饶市", "赣江新区",
    ]  # fmt: skip
    assert campaign.units[3].office == "九江市水利局"
    assert campaign.units[-1].office == "赣江新区城乡建设和交通局"
    assert [(level.name, level.depth, level.endings[:2]) for level in campaign.levels] == [
        ("市", "county", ()),
        ("县（市、区）", "town", ()),
        ("乡镇（街道）", "", ("镇人民政府", "乡人民政府")),
        ("村", "", ("村民委员会", "居民委员会")),
    ]
    found = [(m.county, m.town) for m in places.mentions("九江市武宁县水利局和寻乌县", 2023)]
    assert [(campaign.unit(key).name, town) for key, town in found] == [
        ("九江市", "武宁县"),
        ("赣州市", "寻乌县"),
    ]  # type: ignore[union-attr]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("notice", "levels", "others"),
    [
        (
            "18-school-bureau",
            [
                ("中小学校", "小学"),
                ("中等职业学校", "职业学校"),
                ("特殊教育学校", "特殊教育学校"),
                ("校外劳动实践基地", "基地"),
            ],
            ["黄渤海新区", "昆嵛山保护区", "市直学校"],
        ),
        (
            "19-county-health",
            [
                ("镇（街道）卫生院（社区卫生服务中心）", "卫生服务中心"),
                ("村卫生室", "卫生室"),
                ("家庭医生团队", ""),
            ],
            ["县级医疗卫生单位"],
        ),
        ("20-union", [("不分层级", "")], ["泉州开发区", "台商投资区", "市直产业（系统）工会"]),
        ("21-museums", [("不分层级", "")], []),
        (
            "22-yichun-health",
            [("县级", ""), ("乡镇（街道）级", ""), ("村（社区）级", ""), ("医疗机构", "医院")],
            ["宜春经开区", "宜阳新区", "明月山温汤风景名胜区", "市直医疗卫生单位"],
        ),
        (
            "23-santai-schools",
            [("中学组", "中学"), ("小学组", "小学"), ("幼儿园组", "幼儿园")],
            ["县直属学校"],
        ),
        (
            "24-hubei-union",
            [("市州级", ""), ("县市区级", ""), ("基层级", "公司")],
            ["省级产业工会", "省直机关工会工委"],
        ),
        (
            "25-luoyang-veterans",
            [
                ("县（区）退役军人事务局", ""),
                ("乡镇（街道）退役军人服务站", ""),
                ("村（社区）退役军人服务站", ""),
                ("军休机构", "休养所"),
            ],
            ["市直属军休服务机构"],
        ),
    ],
)
def test_kinds_of_authors_and_other_units(
    tmp_path: Path, notice: str, levels: list[tuple[str, str]], others: list[str]
) -> None:
    campaign = founded(tmp_path, notice)

    assert [(level.name, (*level.endings, "")[0]) for level in campaign.levels] == levels
    assert [unit.name for unit in campaign.units][len(campaign.units) - len(others) :] == others
    own = [unit.name for unit in campaign.units if unit.of_city]
    assert own == [name for name in others if name.startswith(("市直", "县级", "县直", "省级"))]


def test_what_a_level_is_made_of_stands_behind_it(tmp_path: Path) -> None:
    """基层级（企业、机关、学校、医院、乡镇街道工会）: told by what its authors are called, each of them."""
    campaign = founded(tmp_path, "24-hubei-union")
    told = {
        name: "、".join(map(campaign.level_name, campaign.levels_of_author(name)))
        for name in (
            "某某集团股份有限公司工会委员会",
            "蕲春县人民医院工会",
            "武汉理工大学工会委员会",
            "老河口市洪山嘴镇总工会",
            "谷城县总工会",
        )
    }

    assert told == dict.fromkeys(list(told)[:4], "基层级") | {"谷城县总工会": ""}


def test_a_zone_is_known_by_its_whole_name(tmp_path: Path) -> None:
    campaign = founded(tmp_path, "22-yichun-health")
    places = load_places(next(tmp_path.rglob("宜春市.toml")))

    assert [unit.office for unit in campaign.units][-4:-1] == [
        "宜春经开区社会发展局",
        "宜阳新区社会发展局",
        "明月山温汤风景名胜区社会发展局",
    ]
    assert [m.county for m in places.mentions("宜春经济技术开发区社会发展局")] == ["zone1"]


@pytest.mark.parametrize(
    ("notice", "item", "number"),
    [
        ("19-county-health", "典型做法", "ZJ-001"),
        ("20-union", "征文", "ZJ-001"),
        ("17-province-water", "案例", "AL-001"),
    ],
)
def test_what_one_thing_sent_in_is_called(tmp_path: Path, notice: str, item: str, number: str) -> None:
    campaign = founded(tmp_path, notice)

    assert (campaign.item, campaign.number_format.format(serial=1)) == (item, number)


@pytest.mark.parametrize(
    ("notice", "form"), [("02-health", "申报表"), ("14-youth", "申报书"), ("17-province-water", "推荐表")]
)
def test_what_the_form_is_called(tmp_path: Path, notice: str, form: str) -> None:
    campaign = founded(tmp_path, notice)

    assert (campaign.form_name, campaign.own("请补发推荐表")) == (form, f"请补发{form}")


@pytest.mark.parametrize(
    ("title", "item", "short"),
    [
        ("2025年“课后服务好课程”征集评选活动", "课程", "课后服务好课程"),
        ("职工书屋建设优秀案例征集", "案例", "职工书屋建设案例"),
        ("健康乡村建设典型经验征集", "典型经验", "健康乡村建设典型经验"),
        ("退役军人服务保障工作典型做法征集", "典型做法", "典型做法征集"),
        ("2024年全市中小学心理健康教育优秀论文评选活动", "论文", "中小学心理健康教育论文"),
        ("征集", "案例", "案例征集"),
    ],
)
def test_what_stands_at_the_head_of_every_subject(title: str, item: str, short: str) -> None:
    assert short_title(title, item) == short


def test_a_last_day_without_its_year(tmp_path: Path) -> None:
    """12月4日 is the first after the notice was issued; where that is not known, the year is asked for."""
    notice = CORPUS / "notices" / "23-santai-schools.txt"
    said = invoke("init", tmp_path / "a", "--notice", notice, "--deadline", "12月4日")
    later = invoke("init", tmp_path / "b", "--notice", notice, "--deadline", "3月1号")
    days = [load_campaign(tmp_path / name / "campaign.toml").deadlines[0].last_day for name in ("a", "b")]
    assert days == [date(2025, 12, 4), date(2026, 3, 1)], said + later
    with pytest.raises(SettingsError, match="开始日期“3月1日”不是日期（请写明年份），应如 2024-05-31"):
        read_day("3月1日", "开始日期")


def invoke(*words: object) -> str:
    return CliRunner().invoke(app, [*map(str, words)]).output


def test_the_citys_level_beside_its_counties_is_that_of_its_own_offices(tmp_path: Path) -> None:
    text = "关于征集阅读案例的通知\n各县（区）文旅局，局属各单位：\n各县（区）可报送县级、乡镇级案例，局属各单位可报送市级案例。\n请于2025年9月30日前报送。\n徐州市文化广电和旅游局\n2025年8月1日\n"
    (tmp_path / "notice.txt").write_text(text, "utf-8")
    init(tmp_path / "data", tmp_path / "notice.txt")

    campaign = load_campaign(tmp_path / "data" / "campaign.toml")
    assert [(level.name, level.key, level.depth, level.of_city) for level in campaign.levels] == [
        ("县级", "county", "county", None),
        ("乡镇级", "town", "town", None),
        ("市级", "own", "", True),
    ]
    assert campaign.own_level == "own"


def test_a_city_that_the_codes_have_not(tmp_path: Path) -> None:
    """Its units are those that the notice names; the files say what a person has to add, and load."""
    said = invoke("init", tmp_path / "a", "--notice", CORPUS / "notices" / "27-invented-city.txt")
    campaign = load_campaign(tmp_path / "a" / "campaign.toml")
    file = (tmp_path / "a" / "places" / "云中市.toml").read_text("utf-8")
    places = load_places(tmp_path / "a" / "places" / "云中市.toml")

    assert [(unit.name, unit.office) for unit in campaign.units] == [
        ("东江区", "东江区教育局"),
        ("西山县", "西山县教育局"),
        ("北湖县", "北湖县教育局"),
        ("石桥新区", "石桥新区教育局"),
        ("市直学校", ""),
    ]
    assert (campaign.province, campaign.city) == ("云中市", "云中市")
    assert [(level.name, level.depth) for level in campaign.levels] == [("县级", "county"), ("学校级", "")]
    assert "全国区划代码中没有云中市" in file
    assert "全国区划代码中没有云中市：报送单位只按通知写了东江区、西山县、北湖县、石桥新区。请在 " in said
    assert [mention.county for mention in places.mentions("西山县教育局")] == ["u2"]
    assert [mention.county for mention in places.mentions("云中市北湖县第一中学")] == ["u3"]


@pytest.mark.parametrize(
    ("office", "region"),
    [
        ("云岭省云中市教育局", Region("云岭省", "云中市")),
        ("云中县卫生健康局", Region("云中县", "云中县")),
        ("鼓楼区教育局", None),  # there are several: a person says which
        ("高新区管委会", None),
        ("中国某某联合会", None),
    ],
)
def test_whose_region_no_code_has(office: str, region: Region | None) -> None:
    assert unlisted_region(office, load_country()) == region
