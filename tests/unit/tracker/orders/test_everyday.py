"""What a colleague is told besides corrections: zero reports, remarks, what is important, how the digest goes, questions."""

import pytest

from intake.model.case import Document, Doubt, MailKind
from tests.office import Office, case, local
from tests.unit.tracker.orders.test_reply import outcomes
from tracker.ledger.people.reported import awaiting_units
from tracker.ledger.published.issued import unit_notes


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """The evening of 4 August: cases of 丰县 and 沛县, a question of 睢宁 that nobody has answered."""
    office = Office(tmp_path_factory.mktemp("begun")).at("08-04 09:00")
    office.mail("fx@example.cn", case("一张清单管到底", contact="张三", phone="0516-80000001"))
    office.mail("px@example.cn", case("水岸议事亭", "沛县"))
    office.at("08-04 15:00").mail(
        "sn@example.cn",
        kind=MailKind.QUESTION,
        needs_person=True,
        body="请问照片是发邮箱还是寄光盘？我的手机13800001111，密码：abc123",
        doubts=(Doubt("question", detail="请问照片是发邮箱还是寄光盘"),),
        documents=(Document("议事亭.jpg", "jpg", "photo", sha256="a" * 64),),
    )
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


def awaiting(office):
    return office.ask(lambda c: awaiting_units(c, office.campaign.active_units()))


# Zero reports


@pytest.mark.parametrize(
    "text", ["泉山零报告", "泉山说今年不报了", "泉山没有的", "泉山区来电，本次无案例报送"]
)
def test_a_zero_report_told_by_her_is_shown_and_not_reminded(office, text):
    assert outcomes(order(office, text)) == ["泉山区登记为零报告，不再催报；再来材料照常登记"]
    assert awaiting(office)["quanshan"] == "零报告"
    office.until("08-07 17:05")
    assert "qs@example.cn" not in [letter.headers["To"] for letter in office.letters("reminder")]
    assert "泉山区（零报告）" in office.last("digest").text


def test_a_zero_report_is_taken_back(office):
    order(office, "泉山零报告")
    assert outcomes(order(office, "撤销", "08-05 09:05")) == ["已撤销：泉山区不按零报告处理"]
    assert "quanshan" not in awaiting(office)


def test_a_zero_report_is_countermanded_in_words_and_that_is_taken_back(office):
    order(office, "泉山零报告")
    letter = order(office, "泉山不是零报告，材料过两天到", "08-05 09:05")
    assert outcomes(letter) == ["泉山区不按零报告处理，恢复为未报送"]
    assert "quanshan" not in awaiting(office)
    assert outcomes(order(office, "撤销", "08-05 09:10")) == ["已撤销：泉山区登记为零报告"]
    assert awaiting(office)["quanshan"] == "零报告"


def test_a_unit_that_has_sent_cases_reports_no_zero(office):
    assert outcomes(order(office, "丰县零报告")) == [
        "未执行：丰县已报1篇，不能登记为零报告；确实不报的，请先撤回各篇"
    ]


def test_material_that_comes_after_all_ends_a_zero_report(office):
    order(office, "泉山零报告")
    office.at("08-06 09:00").mail("qs@example.cn")
    assert awaiting(office)["quanshan"] == "已来信，材料待补"


def test_her_word_counts_more_than_what_the_unit_wrote_before(office):
    office.at("08-05 08:30").mail("qs@example.cn", kind=MailKind.OTHER, intent="nothing", body="零报告")
    order(office, "泉山不是零报告")
    assert "quanshan" not in awaiting(office)
    office.at("08-05 10:00").mail("qs@example.cn", kind=MailKind.OTHER, intent="nothing", body="零报告")
    assert awaiting(office)["quanshan"] == "零报告"


def test_who_is_missing_is_told_with_the_zero_reports(office):
    order(office, "泉山零报告")
    assert outcomes(order(office, "还有谁没报", "08-05 09:05")) == [
        "未报送：睢宁县、邳州市、泉山区；其中零报告：泉山区"
    ]


# Remarks, and what she calls important


def test_a_remark_on_a_unit_stands_beside_the_one_before_and_is_taken_back(office):
    assert outcomes(order(office, "给丰县备注一下：联系人下周换成小李")) == ["丰县备注：联系人下周换成小李"]
    order(office, "丰县记一笔，答应周三前补表", "08-05 09:05")
    assert office.ask(unit_notes)["fengxian"] == "联系人下周换成小李；答应周三前补表"
    order(office, "撤销", "08-05 09:10")
    assert office.ask(unit_notes)["fengxian"] == "联系人下周换成小李"


def test_cases_and_mails_are_marked_listed_and_unmarked(office):
    assert outcomes(order(office, "1号标个重点，收件3也标为重点")) == [
        "1号已标为重点，回复“重点有哪些”可查",
        "收件3已标为重点，回复“重点有哪些”可查",
    ]
    listed = outcomes(order(office, "重点有哪些", "08-05 09:05"))
    assert listed == ["标为重点的：1号《一张清单管到底》；收件3“案例材料”"]
    assert "重点" in outcomes(order(office, "1号看一下", "08-05 09:06"))[0]
    order(office, "1号的重点去掉", "08-05 09:10")
    assert outcomes(order(office, "重点的列一下", "08-05 09:15")) == ["标为重点的：收件3“案例材料”"]
    assert outcomes(order(office, "撤销", "08-05 09:20")) == ["已撤销：重点标记恢复"]


# The digest


def digests(office, since):
    return [
        f"{letter.row.created_at.astimezone(local('08-05 00:00').tzinfo):%m-%d %H:%M}"
        for letter in office.letters("digest")
        if letter.row.created_at > local(since)
    ]


def test_the_digest_comes_at_the_hour_that_she_wants_and_once_a_day(office):
    letter = order(office, "以后日报早上8点发")
    assert outcomes(letter) == ["日报工作日08:00发给您，从下一次起"]
    office.until("08-07 20:00")
    assert digests(office, "08-05 00:00") == ["08-05 17:00", "08-06 08:00", "08-07 08:00"]


def test_what_is_new_is_told_once_whatever_the_hour(office):
    order(office, "以后日报早上8点发")
    office.until("08-05 17:05").at("08-05 18:00").mail("sn@example.cn", case("邻里一条心", "睢宁县"))
    office.until("08-07 20:00")
    told = ["新增1篇" in letter.headers["Subject"] for letter in office.letters("digest")[-2:]]
    assert told == [True, False]


def test_the_digest_stops_and_comes_again(office):
    assert outcomes(order(office, "日报别发给我了")) == ["日报不再发给您；要恢复，回复“日报照常发给我”"]
    office.until("08-06 20:00")
    assert digests(office, "08-05 00:00") == []
    office.at("08-07 09:00").order("日报照常发给我", office.last("order"))
    office.until("08-07 20:00")
    assert digests(office, "08-05 00:00") == ["08-07 17:00"]


def test_the_digest_comes_on_days_off_where_she_wants_it(office):
    assert outcomes(order(office, "周末也照发日报")) == ["日报每天17:00发给您，从下一次起"]
    office.until("08-09 20:00")
    assert digests(office, "08-07 00:00") == ["08-07 17:00", "08-08 17:00", "08-09 17:00"]
    letter = office.at("08-09 21:00").order("周末别发", office.last("digest"))
    assert outcomes(letter) == ["日报工作日17:00发给您，从下一次起"]


def test_a_wish_for_the_digest_is_taken_back(office):
    order(office, "日报别发给我了")
    assert outcomes(order(office, "撤销", "08-05 09:05")) == ["已撤销：日报恢复原来的发法"]
    office.until("08-05 20:00")
    assert digests(office, "08-05 00:00") == ["08-05 17:00"]


# Questions


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("丰县交了几篇", "丰县1篇：1号《一张清单管到底》"),
        ("1号谁报的", "1号《一张清单管到底》：丰县，报送单位丰县民政局，fx@example.cn（丰县）8月4日09:00来信（收件1）"),
        ("1号联系人电话多少", "1号《一张清单管到底》：联系人张三，电话0516-80000001"),
        ("泉山联系人电话多少", "泉山区：联系人赵六，电话0516-80000010"),
        ("上次催睢宁是什么时候", "睢宁县：还没有催报过"),
        ("收件3回了没", "收件3：8月4日15:00已回告来信转经办人，等您答复"),
        ("睢宁那封信回了没", "收件3：8月4日15:00已回告来信转经办人，等您答复"),
        ("1号什么时候收到的", "1号《一张清单管到底》：8月4日09:00收到，按期"),
        ("丰县的邮箱是哪个", "丰县：fx@example.cn"),
        ("收件3有几个附件", "收件3：附件议事亭.jpg"),
        ("最近一封信是谁来的", "最近一封：收件3：sn@example.cn（睢宁县）8月4日15:00来信（收件3），主题“案例材料”：请问照片是发邮箱还是寄光盘？我的手机138****1111，密码：***"),
        ("截止到哪天", "8月10日（星期一）24时截止"),
        ("邳州为什么没催", "邳州市：还没有催报过，没有登记邮箱，不能发信催报"),
    ],
)  # fmt: skip
def test_a_question_is_answered_with_the_facts(office, asked, told):
    assert outcomes(order(office, asked)) == [told]


def test_two_questions_of_one_case_in_a_line(office):
    letter = order(office, "1号是谁发来的，电话多少")
    assert outcomes(letter)[-1].endswith("联系人张三，电话0516-80000001")


def test_when_a_unit_was_reminded_is_told(office):
    order(office, "催一下睢宁")
    office.until("08-05 09:30")
    assert outcomes(order(office, "睢宁催过几次了", "08-05 10:00")) == [
        "睢宁县：共催报2次，最近一次是8月5日09:00"
    ]
