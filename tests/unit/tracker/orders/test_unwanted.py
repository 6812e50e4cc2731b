"""What a coordinator says of mails that were taken for adverts, or should have been."""

from email.message import EmailMessage

import pytest

from benchmarks.fuzz.here import HereReaders
from benchmarks.fuzz.office import take
from benchmarks.fuzz.pool import FILES
from tests.office import Office, case
from tests.unit.tracker.orders.test_reply import outcomes
from tracker.ledger import mails
from tracker.ledger.views.status import doubtful_mails, reconcile
from tracker.run.duties import file_archived

READERS = HereReaders(FILES.load())
LOUDSPEAKER = (
    "李大姐",
    "li@mail.example",
    "音响",
    "音响优惠价1200元，社区活动用得上，我认识老板，可以便宜。",
)
PRINTER = (
    "金彩印务",
    "sale@print.example",
    "画册印刷优惠",
    "我司专业承接画册、文集印刷，量大从优，免费设计打样，欢迎来电咨询，加微信优惠。",
)


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("begun")).at("08-04 09:00")
    made.mail("fx@example.cn", case("一张清单管到底"))
    made.until("08-04 17:05")
    made.close()
    return made


@pytest.fixture
def office(begun, tmp_path):
    made = begun.copy(tmp_path)
    yield made
    made.close()


def receive(office, written, message_id="<a@mail.example>"):
    """A raw mail is archived, read and filed; returns its row."""
    name, address, subject, text = written
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"{name} <{address}>", "zhengji@example.cn", subject
    mail["Date"], mail["Message-ID"] = "Wed, 05 Aug 2015 09:00:00 +0800", message_id
    mail.set_content(text)
    mail_id = take(office, mail.as_bytes())
    file_archived(office.parts, READERS)
    return read(office, mail_id)


def read(office, mail_id):
    return office.ask(lambda connection: mails.get_mail(connection, mail_id))


def order(office, text, when):
    return outcomes(office.at(when).order(text, office.last("digest")))


def test_a_person_who_was_taken_for_an_advert_is_worked_on_and_never_taken_for_one_again(office):
    row = receive(office.at("08-05 09:00"), LOUDSPEAKER)
    assert str(row.kind) == "maybe-advert"
    said = order(office, f"收件{row.id}不是广告", "08-05 10:00")
    assert said == [f"收件{row.id}按普通来信重新处理，{row.from_email}今后的来信不再当作广告"]
    file_archived(office.parts, READERS)
    row = read(office, row.id)
    assert (row.state, str(row.kind), row.needs_person) == ("filed", "question", True)
    again = receive(
        office.at("08-06 09:00"), PRINTER[:1] + LOUDSPEAKER[1:2] + PRINTER[2:], "<b@mail.example>"
    )
    assert str(again.kind) not in ("advert", "spam", "maybe-advert")
    assert office.ask(lambda connection: reconcile(connection).difference) == 0


def test_an_advert_and_what_follows_from_there_is_seen_no_more(office):
    first = receive(
        office.at("08-05 09:00"), ("小金", PRINTER[1], "合作", "您好，想请问贵单位的联系人是哪位？")
    )
    assert str(first.kind) != "advert"
    said = order(office, f"收件{first.id}是广告，以后别再给我看", "08-05 10:00")
    assert said == [f"收件{first.id}已归入广告，{PRINTER[1]}今后的来信不再列出"]
    first = read(office, first.id)
    assert (str(first.kind), first.needs_person, first.wants_answer) == ("advert", False, False)
    second = receive(
        office.at("08-06 09:00"), ("小金", PRINTER[1], "再问", "请问您几点上班？"), "<b@mail.example>"
    )
    assert (str(second.kind), second.needs_person) == ("advert", False)
    assert office.ask(doubtful_mails) == []
    assert order(office, f"收件{second.id}不是广告", "08-06 10:00") == [
        f"收件{second.id}按普通来信重新处理，{PRINTER[1]}今后的来信不再当作广告"
    ]


def test_what_brings_a_case_or_comes_from_a_unit_is_no_advert(office):
    filed = read(office, 1)
    assert order(office, f"收件{filed.id}是广告，拉黑", "08-05 09:00") == [
        "未执行：收件1来自丰县的邮箱，不会当作广告"
    ]
    other = office.at("08-05 09:30").mail("x@mail.example", case("水岸议事亭", "沛县"))
    assert order(office, f"收件{other.id}是广告，屏蔽", "08-05 10:00") == [
        f"未执行：收件{other.id}带有案例，请先撤回案例"
    ]


@pytest.mark.parametrize("words", ["收件2是不是广告？", "收件2也许不是广告", "收件2是广告公司来问事的"])
def test_what_may_be_meant_otherwise_is_asked_about(office, words):
    row = receive(office.at("08-05 09:00"), LOUDSPEAKER)
    order(office, words, "08-05 10:00")
    assert str(read(office, row.id).kind) == "maybe-advert"
