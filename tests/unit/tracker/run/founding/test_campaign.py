"""A campaign file loads, whatever the notice has in it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.campaign import Campaign
from intake.campaign.entries import Coordinator
from intake.campaign.notice.values import Extent, NoticeFacts, Other, Quota, Said, ThemeText
from intake.campaign.notice.where import Region
from intake.campaign.places.data import PlacesFile
from tests.office import shipped_places
from tests.paths import CONFIG
from tracker.office.settings import Settings
from tracker.run.founding.campaign import NO_LEVELS, Founding, campaign_text
from tracker.run.founding.mailbox import settings_for

DAY = Said(date(2024, 5, 31), "5月31日前报送")
REGION = Region("江苏省", "徐州市")


def places() -> PlacesFile:
    """The first two counties are enough."""
    whole = shipped_places().source
    return whole.model_copy(update={"county": whole.county[:2]})


def founding(**facts: object) -> Founding:
    return Founding(NoticeFacts(last_day=DAY, **facts), REGION, places(), "核对表.docx")


def load(made: Founding) -> Campaign:
    return Campaign.model_validate(tomllib.loads(campaign_text(made)))


def test_of_a_notice_that_says_the_last_day_alone_a_call_is_made() -> None:
    campaign = load(founding())

    assert (campaign.title, campaign.short, campaign.item) == ("优秀案例征集", "案例", "案例")
    assert [(theme.number, theme.label, theme.title) for theme in campaign.themes] == [
        (1, "（一）", "优秀案例征集")
    ]
    assert [level.name for level in campaign.levels] == [NO_LEVELS]
    assert (campaign.opening, campaign.deadlines[0].last_day) == (date(2024, 5, 31), date(2024, 5, 31))
    assert (campaign.number_format, campaign.required, campaign.length.target) == (
        "AL-{serial:03d}",
        ("text",),
        0,
    )
    assert [unit.name for unit in campaign.units] == [county.name for county in places().county]
    assert campaign.coordinators == ()


def test_everything_that_a_notice_says_is_in_the_call() -> None:
    theme = Said(ThemeText("完善服务体系，让居民满意", "站点、热线"), "一是完善服务体系")
    made = founding(
        title=Said("关于征集“议事会”故事的通知", "关于征集"),
        item=Said("故事", "故事"),
        issuer=Said("市民政局", "市民政局"),
        issued=Said(date(2024, 3, 1), "2024年3月1日"),
        cutoff=Said(time(17, 30), "17:30前"),
        themes=(theme, Said(ThemeText("协商", ""), "二是协商")),
        levels=(Said("县级", "县级"), Said("村（社区）级", "村（社区）级")),
        length=Said(Extent(800, 1500, 2000), "1500字左右"),
        quota=Said(Quota(2, 5), "2至5篇"),
        addressees=Said("民政局", "各县民政局"),
        contact=Said("王一", "王一"),
        phone=Said("0516-80801234", "0516-80801234"),
    )
    coordinator = Coordinator(name="王一", email="w@example.com", phone="0516")

    campaign = load(replace(made, coordinators=(coordinator,)))

    assert (campaign.short, campaign.item, campaign.number_format) == ("议事会", "故事", "ZJ-{serial:03d}")
    assert [(theme.name, theme.title, theme.definition) for theme in campaign.themes] == [
        ("完善服务体系", "完善服务体系，让居民满意", "站点、热线"),
        ("协商", "协商", "协商"),
    ]
    assert [(level.key, level.name) for level in campaign.levels] == [
        ("county", "县级"),
        ("village", "村（社区）级"),
    ]
    assert (campaign.length.minimum, campaign.length.target, campaign.length.maximum) == (800, 1500, 2000)
    assert {(unit.minimum, unit.maximum) for unit in campaign.units} == {(2, 5)}
    assert [unit.office for unit in campaign.units] == [f"{county.name}民政局" for county in places().county]
    assert (campaign.deadlines[0].cutoff, campaign.deadlines[0].announced) == (time(17, 30), date(2024, 3, 1))
    assert campaign.coordinators == (coordinator,)
    signature = campaign.signature
    assert (signature.office, signature.contact, signature.phone) == ("市民政局", "王一", "0516-80801234")


def test_units_besides_the_divisions_of_a_region() -> None:
    county = places().county[0].name
    others = (Said(Other(county, "社会事业局"), "x"), Said(Other("市直学校", "", of_region=True), "市直学校"))

    units = load(founding(others=others, addressees=Said("民政局", "x"))).units

    assert [(unit.name, unit.office, unit.of_city) for unit in units] == [
        (county, "社会事业局", False),
        (places().county[1].name, f"{places().county[1].name}民政局", False),
        ("市直学校", "", True),
    ]


texts = st.text(st.one_of(st.sampled_from("\"'\\#=[]{}\n\r\t\x00\x07\x0b\x1b\x7f\u2028“”《》 征集案例"), st.characters(exclude_categories=("Cs",))), max_size=24)  # fmt: skip


@given(texts, texts, texts, texts)
def test_no_sign_of_a_notice_breaks_the_file(title: str, quote: str, number: str, text: str) -> None:
    title = f"甲{title}乙"
    made = founding(
        title=Said(title, quote),
        number=Said(number, quote),
        subject=Said(number, quote),
        issuer=Said(f"局{number}", quote),
        themes=(Said(ThemeText(title, text), quote),),
        text=text,
    )

    found = tomllib.loads(campaign_text(replace(made, page=f"{number}.docx")))

    assert found["title"] == title.replace("\x7f", "")
    assert found["organizer"] == f"局{number}".replace("\x7f", "")
    assert (found["opening"], len(found["themes"]), len(found["units"])) == (date(2024, 5, 31), 1, 2)


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("xz@163.com", ("imap.163.com", "smtp.163.com", "ssl")),
        ("XZ@QQ.com", ("imap.qq.com", "smtp.qq.com", "ssl")),
        ("xz@outlook.com", ("outlook.office365.com", "smtp-mail.outlook.com", "starttls")),
    ],
)
def test_the_settings_of_a_known_provider_are_filled_in(address: str, hosts: tuple[str, str, str]) -> None:
    shipped = (CONFIG / "settings.toml").read_text("utf-8")

    found = Settings.model_validate(tomllib.loads(settings_for(shipped, address)))

    (box,) = found.mailboxes
    assert (box.name, box.host, box.user) == ("main", hosts[0], address)
    assert (found.smtp.host, found.smtp.tls, found.smtp.user, found.smtp.from_address) == (
        hosts[1],
        hosts[2],
        address,
        found.smtp.from_address,
    )
    assert found.smtp.port == (587 if hosts[2] == "starttls" else 465)


@pytest.mark.parametrize("address", ["", "xz@city.gov.cn", "xz", "xz@163.com.cn"])
def test_an_offices_own_server_is_left_to_a_person(address: str) -> None:
    assert settings_for("[smtp]\n", address) == "[smtp]\n"
