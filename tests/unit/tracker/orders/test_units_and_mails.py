"""Orders that reach units and senders: reminders, more time for one unit, answers, files put to a case."""

import pytest

from intake.model.case import Document, Doubt, MailKind
from tests.office import Office, assert_expected, case, local
from tests.unit.tracker.orders.test_reply import outcomes
from tracker.cases.addresses import addresses_of
from tracker.ledger import mails
from tracker.ledger.people.addresses import confirmed_addresses
from tracker.ledger.texts import submissions
from tracker.letters.required import papers_of

WORDS = "照片直接发到本邮箱即可"


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """The evening of 4 August: a case of 丰县, one of 沛县, a question and photographs from somebody."""
    office = Office(tmp_path_factory.mktemp("begun")).at("08-04 09:00")
    office.mail("fx@example.cn", case("一张清单管到底"))
    office.mail("px@example.cn", case("水岸议事亭", "沛县"))
    office.at("08-04 15:00").mail(
        "sn@example.cn",
        kind=MailKind.QUESTION,
        needs_person=True,
        body="请问照片是发邮箱还是寄光盘？",
        doubts=(Doubt("question", detail="请问照片是发邮箱还是寄光盘"),),
    )
    photo = Document("议事亭.jpg", "jpg", "photo", sha256="a" * 64)
    office.at("08-04 16:00").mail("other@example.org", documents=(photo,), needs_person=True)
    office.until("08-04 17:05")
    office.close()
    return office


@pytest.fixture
def office(begun, tmp_path):
    office = begun.copy(tmp_path)
    yield office
    office.close()


def order(office, text, when="08-05 09:00"):
    return office.at(when).order(text, office.last("digest"))


# Reminders


def test_one_unit_is_reminded_now_with_her_words(office):
    letter = order(office, "催一下睢宁，加一句：本周五前务必报齐")
    assert outcomes(letter) == ["已提醒睢宁县"]
    assert_expected("reminder-ordered", office.last("reminder").whole())


def test_a_reminder_ordered_at_night_goes_in_the_morning(office):
    letter = order(office, "催一下睢宁", "08-05 21:30")
    assert outcomes(letter) == ["已提醒睢宁县，8月6日08:40发出"]
    assert office.last("reminder").row.due_at == local("08-06 08:40")


def test_who_has_reported_is_not_reminded_and_who_has_no_address_is_named(office):
    letter = order(office, "催一下丰县、睢宁、邳州")
    assert outcomes(letter) == ["已提醒睢宁县；没有邮箱，请电话联系：邳州市；丰县已报1篇，未提醒"]


def test_a_unit_that_is_muted_is_not_reminded(office):
    order(office, "睢宁不用再催")
    assert outcomes(order(office, "催一下睢宁", "08-05 09:10")) == ["睢宁县已设为不再催报，未提醒"]


def test_all_that_are_missing_are_reminded_after_a_yes(office):
    before = len(office.letters("reminder"))
    asked = order(office, "没交的再催一遍，加一句：本周五前务必报齐")
    assert outcomes(asked) == [
        "尚未执行：将发信提醒2个单位（睢宁县、泉山区），另加：“本周五前务必报齐”。请回复“确认”后执行"
    ]
    assert len(office.letters("reminder")) == before
    done = office.at("08-05 09:10").order("确认", asked)
    assert outcomes(done) == ["已提醒睢宁县、泉山区；没有邮箱，请电话联系：邳州市"]
    assert all("本周五前务必报齐" in letter.text for letter in office.letters("reminder")[before:])


def test_a_unit_left_out_is_asked_about(office):
    letter = order(office, "没报的都催一下，除了泉山")
    assert outcomes(letter) == ["未执行：有例外的单位，请写明提醒哪些"]


# More time for one unit


def test_one_unit_gets_more_time_and_is_told(office):
    letter = order(office, "睢宁延到18号")
    assert outcomes(letter) == [
        "睢宁县截止时间已改为8月18日（星期二）24时，已通知1个单位，按期情况已重新计算"
    ]
    assert [one.headers["To"] for one in office.letters("extension")] == ["sn@example.cn"]
    assert "8月18日（星期二）24时" in office.last("extension").text


def test_more_time_holds_for_that_unit_alone(office):
    order(office, "睢宁延到18号")
    office.at("08-12 10:00")
    office.mail("sn@example.cn", case("邻里一条心", "睢宁县"))
    office.mail("qs@example.cn", case("三驾马车", "泉山区"))
    assert [row.on_time for row in office.cases()] == [True, True, True, False]


def test_more_time_reaches_what_came_late_already(office):
    office.at("08-12 10:00").mail("sn@example.cn", case("邻里一条心", "睢宁县"))
    office.mail("qs@example.cn", case("三驾马车", "泉山区"))
    order(office, "睢宁延到18号", "08-12 11:00")
    assert [row.on_time for row in office.cases()] == [True, True, True, False]


def test_reminders_and_lists_of_the_overdue_go_by_it(office):
    order(office, "睢宁延到18号")
    office.until("08-11 09:00")
    overdue = office.last("overdue").text
    assert ("泉山区" in overdue, "睢宁县" in overdue) == (True, False)
    office.until("08-17 17:05")
    reminders = [one for one in office.letters("reminder") if one.row.created_at > local("08-11 00:00")]
    assert {one.headers["To"] for one in reminders} == {"sn@example.cn"}
    assert "截止时间为8月18日（星期二）24时，距截止还有1个工作日" in reminders[-1].text
    assert "睢宁县至8月18日（星期二）24时" in office.last("digest").text


# Mails


def test_a_county_is_answered_through_the_digest(office):
    letter = order(office, f"收件3回复：{WORDS}")
    assert outcomes(letter) == [f"已答复sn@example.cn：“{WORDS}”"]
    reply = office.last("reply")
    assert_expected("reply", reply.whole())
    assert reply.headers["In-Reply-To"] == "<m3@example.cn>"
    assert office.ask(lambda c: mails.get_mail(c, 3)).needs_person is False


def test_a_mail_that_is_not_there_is_not_answered(office):
    assert outcomes(order(office, f"收件30回复：{WORDS}")) == ["未执行：没有收件30"]


def test_files_of_a_mail_are_put_to_a_case_and_taken_back(office):
    letter = order(office, "收件4的照片放到2号")
    assert outcomes(letter) == ["收件4的议事亭.jpg已归入2号《水岸议事亭》"]
    case_id = office.cases()[1].id
    assert office.ask(lambda c: submissions.attached_mails(c, case_id)) == {4: frozenset({"a" * 64})}
    undone = order(office, "撤销", "08-05 09:10")
    assert outcomes(undone) == ["已撤销：收件4重新列为待处理；收件4不再归入2号"]
    assert office.ask(lambda c: submissions.attached_mails(c, case_id)) == {}


PAPERS = (
    Document("案例一.docx", "docx", "case", sha256="1" * 64),
    Document("推荐表.docx", "docx", "form", sha256="2" * 64),
    Document("现场1.jpg", "jpg", "photo", sha256="3" * 64),
    Document("现场2.jpg", "jpg", "photo", sha256="4" * 64),
    Document("各村汇总表.xlsx", "xlsx", "sheet", sha256="5" * 64),
)


@pytest.mark.parametrize(
    ("text", "names", "put"),
    [
        ("收件5的照片放到2号", "现场1.jpg、现场2.jpg", frozenset({"3" * 64, "4" * 64})),
        ("收件5的图片归到2号", "现场1.jpg、现场2.jpg", frozenset({"3" * 64, "4" * 64})),
        ("收件5的推荐表放到2号", "推荐表.docx", frozenset({"2" * 64})),
        ("收件5的附件放到2号", "、".join(one.name for one in PAPERS), None),
        ("收件5的照片和推荐表放到2号", "、".join(one.name for one in PAPERS), None),
    ],
)
def test_of_a_mail_with_many_files_those_that_are_named_go_to_the_case(office, text, names, put):
    office.at("08-04 17:30").mail("other@example.org", documents=PAPERS, needs_person=True)
    assert outcomes(order(office, text)) == [f"收件5的{names}已归入2号《水岸议事亭》"]
    case_id = office.cases()[1].id
    assert office.ask(lambda c: submissions.attached_mails(c, case_id)) == {5: put}


def test_what_a_mail_has_not_is_said(office):
    office.at("08-04 17:30").mail("other@example.org", documents=PAPERS[:2], needs_person=True)
    assert outcomes(order(office, "收件5的照片放到2号")) == ["未执行：收件5没有照片，共有2个附件"]


def test_photos_go_to_the_case_that_came_with_them(office):
    office.at("08-04 17:30").mail(
        "px@example.cn", case("水上法庭", "沛县"), case("一河两岸", "沛县"), documents=PAPERS[2:4]
    )
    assert outcomes(order(office, "收件5的照片放到4号")) == [
        "收件5的现场1.jpg、现场2.jpg已归入4号《一河两岸》"
    ]
    held = [office.ask(lambda c, row=row: papers_of(c, row)) for row in office.cases()[2:]]
    assert held == [frozenset(), frozenset({"photo"})]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("收件3的照片放到2号", "未执行：收件3没有附件"),
        ("收件4的照片放到20号", "未执行：没有20号案例"),
    ],
)
def test_what_cannot_be_put_to_a_case_says_why(office, text, outcome):
    assert outcomes(order(office, text)) == [outcome]


# Addresses of units

LEARNED = "{0}已登记为{1}的邮箱，今后催报等信发到这里，该邮箱来信算作{1}的"


@pytest.mark.parametrize(
    ("text", "email", "unit"),
    [
        ("邳州邮箱改为PZ_mz@qq.example", "pz_mz@qq.example", "邳州市"),
        ("睢宁县的收信地址换成 sn2@163.example 了，以后发这个", "sn2@163.example", "睢宁县"),
        ("邳州换人了，新邮箱 pz2@mail.example，催报发这里", "pz2@mail.example", "邳州市"),
        ("收件4那个邮箱就是泉山的", "other@example.org", "泉山区"),
    ],
)
def test_an_address_speaks_for_its_unit_from_now_on(office, text, email, unit):
    assert outcomes(order(office, text)) == [LEARNED.format(email, unit)]
    key = next(one.key for one in office.campaign.units if one.name == unit)
    assert office.ask(lambda c: confirmed_addresses(c, key)) == (email,)


def test_who_got_an_address_is_reminded_there_and_it_is_taken_back(office):
    order(office, "邳州新邮箱pz@qq.example")
    assert outcomes(order(office, "催一下邳州", "08-05 09:10")) == ["已提醒邳州市"]
    assert office.last("reminder").headers["To"] == "pz@qq.example"
    order(office, "撤销", "08-05 09:20")  # the reminder cannot be taken back
    undone = order(office, "撤销", "08-05 09:30")
    assert outcomes(undone) == ["已撤销：pz@qq.example恢复原来的登记"]
    assert outcomes(order(office, "催一下邳州", "08-05 09:40")) == [
        "未执行：没有可以发信提醒的单位；未报送：睢宁县、邳州市、泉山区"
    ]


def test_an_address_that_replaces_a_registered_one_is_written_to_first(office):
    order(office, "沛县邮箱改为px2@mail.example")
    unit = next(one for one in office.campaign.units if one.name == "沛县")
    assert office.ask(lambda c: addresses_of(c, office.campaign, unit)) == (
        "px2@mail.example",
        "px@example.cn",
    )


def test_an_address_of_another_unit_is_asked_about_first(office):
    asked = order(office, "邳州邮箱改为px@example.cn")
    assert outcomes(asked) == [
        "尚未执行：将把px@example.cn登记为邳州市的邮箱（它原为沛县所用）。请回复“确认”后执行"
    ]
    assert office.ask(lambda c: confirmed_addresses(c, "pizhou")) == ()
    done = office.at("08-05 09:10").order("确认", asked)
    assert outcomes(done) == [LEARNED.format("px@example.cn", "邳州市")]
    undone = office.at("08-05 09:20").order("撤销", done)
    assert outcomes(undone) == ["已撤销：px@example.cn恢复原来的登记"]
    assert office.ask(lambda c: confirmed_addresses(c, "pizhou")) == ()


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("沛县邮箱是px@example.cn", "px@example.cn早已登记为沛县的邮箱"),
        ("沛县邮箱改为px@example", "未执行：px@example不是完整的邮箱地址"),
        ("沛县邮箱改为zhengji@example.cn", "未执行：zhengji@example.cn是本办公室的邮箱，不能登记给报送单位"),
        ("收件30那个邮箱是沛县的", "未执行：没有收件30"),
        ("沛县、丰县邮箱改为a@b.example", "未执行：请写明一个单位和它的一个邮箱"),
        (
            "沛县邮箱是不是a@b.example？",
            "未执行：像是在问，没有照办。您是要把a@b.example登记为沛县的邮箱吗？回复“是”即办",
        ),
    ],
)
def test_an_address_that_cannot_be_learned_says_why(office, text, outcome):
    assert outcomes(order(office, text)) == [outcome]
