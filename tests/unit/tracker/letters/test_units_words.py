"""What a unit says of all that it sends: written down, shown, not reminded; and what the ledger says now."""

from __future__ import annotations

import pytest

from intake.model.case import Doubt, MailKind
from tests.office import LI, Office, case, notice

UNIT = next(unit for unit in notice().units if unit.name == "丰县")


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    units = tuple(
        unit.model_copy(update={"addresses": ("fx@example.cn",)}) if unit.key == UNIT.key else unit
        for unit in notice().units
    )
    made = Office(tmp_path_factory.mktemp("begun"), notice().model_copy(update={"units": units})).at(
        "07-20 09:00"
    )
    made.close()
    return made


@pytest.fixture
def office(begun, tmp_path):
    made = begun.copy(tmp_path)
    yield made
    made.close()


def reminded(office: Office) -> bool:
    office.until("07-27 10:00")
    return any(letter.row.recipient == "fx@example.cn" for letter in office.letters("reminder"))


@pytest.mark.parametrize(
    ("intent", "shown", "written"),
    [
        ("nothing", "丰县（零报告）", "贵单位本次不报送，不再发送提醒"),
        ("posted", "丰县（来信称纸质件已寄）", "贵单位材料以纸质件寄送，不再发送提醒"),
    ],
)
def test_word_of_a_unit_is_shown_and_stops_reminders(office, intent, shown, written):
    office.mail("fx@example.cn", kind=MailKind.OTHER, intent=intent, body="零报告")
    letter = office.last("acknowledgement")
    assert written in letter.text
    assert written in letter.html
    assert "来信已登记（无需回复）" in letter.headers["Subject"]
    office.until("07-24 09:00")
    office.mail("px@example.cn", case("水岸议事亭", "沛县"))
    assert not reminded(office)
    digest = office.last("digest").text
    assert shown in digest
    assert "说明不报或寄送纸质件的1个" in digest


def test_unit_whose_only_case_was_withdrawn_is_reminded_again(office):
    office.mail("fx@example.cn", case("一张清单管到底", "丰县"))
    office.until("07-20 17:30")
    office.order("1号撤回", office.last("digest"))
    assert reminded(office)
    assert "丰县（" not in office.last("digest").text


def test_unit_whose_material_could_not_be_read_is_not_reminded(office):
    office.mail("fx@example.cn", doubts=(Doubt("damaged", "案例.doc"),))
    assert not reminded(office)


def test_all_of_it_ends_the_question(office):
    short = (Doubt("short", "characters", "600"),)
    office.mail("fx@example.cn", case("一张清单管到底", "丰县", doubts=short))
    office.send()
    asked = office.last("acknowledgement")
    office.at("07-20 11:00").mail(
        "fx@example.cn", kind=MailKind.CORRECTION, intent="whole", body="都是全文", to=asked
    )
    assert "所报材料已是全文" in office.last("acknowledgement").text
    office.at("07-20 17:05").tick()
    assert "正文约600字" not in office.last("digest").text


def test_whether_it_arrived_is_answered_at_once(office):
    office.mail("fx@example.cn", case("一张清单管到底", "丰县"))
    office.send()
    office.at("07-20 09:05").mail(
        "fx@example.cn", kind=MailKind.QUESTION, intent="inquiry", body="收到了吗？"
    )
    assert "已收到贵单位案例1篇" in office.last("listing").text


def test_whose_a_case_is_an_unknown_sender_is_asked_first(office):
    doubts = (Doubt("phone-odd", detail="138"), Doubt("county"))
    office.mail("x@example.org", case("水岸议事亭", "", town="", level="", doubts=doubts))
    office.mail("px@example.cn", case("一张清单管到底", "", town="", level="", doubts=(Doubt("county"),)))
    office.send()
    text = {letter.row.recipient: letter.text for letter in office.letters()}
    assert (
        "（1）《水岸议事亭》：所属县（市、区）不明确，请回信告知贵单位属于哪个县（市、区）"
        in text["x@example.org"]
    )
    assert "（2）《水岸议事亭》：" in text["x@example.org"]
    assert "哪个县（市、区）" not in text["px@example.cn"]


def test_who_asked_for_more_time_hears_that_it_is_refused(office):
    asked = Doubt("extension", detail="宽限到8月14日")
    row = office.mail("px@example.cn", kind=MailKind.OTHER, needs_person=True, doubts=(asked,), body="宽限")
    office.until("07-20 17:30")
    office.order(f"收件{row.id}不同意延期", office.last("digest"))
    assert f"您是要答复收件{row.id}：“不同意延期”吗？" in office.last("order").text
    office.order("是", office.last("order"))
    told = office.last("reply")
    assert (told.row.recipient, "不同意延期" in told.text) == ("px@example.cn", True)


def test_county_that_a_sender_names_is_taken(office):
    office.mail("x@example.org", case("水岸议事亭", "", town="", level="", doubts=(Doubt("county"),)))
    office.send()
    office.at("07-20 11:00").mail(
        "x@example.org", kind=MailKind.CORRECTION, intent="unit", body="我们是沛县的", needs_person=True
    )
    assert [found["county"] for found in office.cases()] == ["沛县"]
    assert LI.email not in {letter.row.recipient for letter in office.letters("acknowledgement")}
