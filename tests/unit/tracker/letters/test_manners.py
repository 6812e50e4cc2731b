"""Whom letters greet, what they ask for and what they only hint at, and who gets none."""

from __future__ import annotations

import pytest

from intake.campaign.entries import Length
from intake.model.case import Address, Body, Doubt, Envelope, MailKind, Reading
from intake.model.doubts import cure, sentence
from tests.office import BOT, Office, case, notice
from tests.unit.tracker.filing.test_attach import CHANGDIAN, PARTY, call, form, photo, send, sheet  # noqa: F401 - call is a fixture
from tracker.cases.addresses import signed_office
from tracker.filing.file import ReadMail, wants_answer

REGISTERED = {
    "units": tuple(
        unit.model_copy(update={"addresses": ("fxmzj@example.cn",), "office": "丰县民政局"})
        if unit.name == "丰县"
        else unit
        for unit in notice().units
    )
}


@pytest.fixture
def make(tmp_path):
    made = []

    def build(**changes: object) -> Office:
        made.append(Office(tmp_path, notice().model_copy(update=changes)).at("08-03 09:00"))
        return made[-1]

    yield build
    for office in made:
        office.close()


def greeting(office: Office) -> str:
    return office.letters()[-1].text.split("\n", 1)[0]


def test_registered_county_is_greeted_whatever_town_it_sends(make, call):  # noqa: F811
    office = make(**REGISTERED)
    send(office, call, "fxmzj@example.cn", "案例", "请查收。", PARTY)
    assert greeting(office) == "丰县民政局："


def test_office_that_signs_is_greeted_before_the_town_of_its_case(make, call):  # noqa: F811
    office = make()
    send(office, call, "a@example.org", "案例", "现报送我县案例，请查收。\n丰县民政局", PARTY)
    assert greeting(office) == "丰县民政局："


def test_towns_of_several_cases_are_not_greeted(make):
    office = make()
    office.mail("b@example.org", case("一张清单管到底", town="常店镇"), case("水岸议事亭", "沛县"))
    assert greeting(office).startswith("您好。")


@pytest.mark.parametrize(
    ("name", "text", "office"),
    [
        ("铜山区民政局基政科", "", "铜山区民政局"),
        ("", "现报送案例两篇。\n沛县大屯街道办事处\n2015年8月3日", "沛县大屯街道办事处"),
        ("", "落款：丰县常店镇人民政府", "丰县常店镇人民政府"),
        ("李静", "请转民政局领导看一下，谢谢", ""),
        ("", "案例是民政局要的，我们还没写完，过几天发。", ""),
    ],
)
def test_office_that_signed(name: str, text: str, office: str) -> None:
    assert signed_office(name, text) == office


def test_short_text_is_hinted_at_and_asked_for_only_where_the_call_says_so(make):
    short = case("一张清单管到底", doubts=(Doubt("short", "characters", "600"),))
    office = make()
    office.mail("a@example.org", short)
    letter = office.last("acknowledgement")
    assert "另请留意（不必回复）：\n（1）《一张清单管到底》：正文约600字" in letter.text
    assert "（无需回复）" in letter.headers["Subject"]
    assert "另请留意（不必回复）：" in letter.html


def test_short_text_is_asked_for_again_where_the_call_says_so(make):
    office = make(length=Length(ask=True))
    office.mail("a@example.org", case("一张清单管到底", doubts=(Doubt("short", "characters", "600"),)))
    letter = office.last("supplement")
    assert "还请一并补充" in letter.text
    assert "另请留意" not in letter.text


def test_a_long_text_is_asked_to_be_cut_where_the_call_says_so(make):
    office = make(length=Length(ask=True, maximum=3000))
    office.mail("a@example.org", case("一张清单管到底", doubts=(Doubt("too-long", "characters", "9000"),)))
    text = office.last("supplement").text
    assert "《一张清单管到底》：正文约9000字，超过通知要求的篇幅，请压缩后重新发送" in text


@pytest.mark.parametrize(
    ("to", "cc", "answered"),
    [((BOT,), (), True), (("boss@example.cn",), (BOT,), False), ((BOT,), (BOT,), True), ((), (BOT,), True)],
)
def test_who_only_sends_us_a_copy_gets_no_answer(make, to, cc, answered):
    office = make()
    row = office.mail("a@example.org", case("一张清单管到底"))
    addresses = [tuple(map(Address, found)) for found in (to, cc)]
    envelope = Envelope(sender=Address("a@example.org"), to=addresses[0], cc=addresses[1])
    reading = Reading(envelope, Body(), MailKind.QUESTION)
    assert wants_answer(office.parts, ReadMail(row, reading)) is answered


def test_every_required_paper_is_asked_for_at_once_and_no_longer_when_it_came(make, call):  # noqa: F811
    office = make(required=("text", "form", "sheet", "photo", "stamp", "contact", "phone"))
    send(office, call, CHANGDIAN, "案例", "请查收。", PARTY)
    text = office.last("supplement").text
    asked = ("未见联系人", "未见联系电话", "未见推荐表", "未见汇总表", "未见照片", "未见盖章件")
    assert [what for what in asked if what not in text] == []
    office.send()
    office.at("08-04 11:00")  # a stranger has one answer a day
    cells = ("一本账册亮家底", "丰县常店镇人民政府", "渠敏", "0516-80001001")
    rows = ("1", "一本账册亮家底", "常店镇", "", "")
    send(
        office,
        call,
        CHANGDIAN,
        "补材料",
        "表和照片补上。",
        form("推荐表（盖章）.docx", cells),
        photo("现场.jpg"),
        sheet("汇总表.xlsx", rows),
    )
    letter = office.letters()[-1]
    assert letter.row.kind == "acknowledgement", letter.text
    assert "联系人：渠敏" in letter.text


def test_the_form_is_called_as_the_call_calls_it(make, call):  # noqa: F811
    office = make(required=("text", "form"), form_name="申报表")
    send(office, call, CHANGDIAN, "案例", "请查收。", PARTY)
    text = office.last("supplement").text
    assert ("未见申报表，请补发申报表" in text, "推荐表" in text) == (True, False)
    doubt = Doubt("form-only", "推荐表.docx")
    said = sentence(doubt, office.campaign.own), cure(doubt, office.campaign.own)
    assert said == ("“推荐表.docx”是申报表，未见正文", "烦请补发正文（Word 文件）")
