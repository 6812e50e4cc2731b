"""Orders for another time: kept, shown, called off, done once whatever restarts."""

import pytest

from tests.office import Office, case
from tests.unit.tracker.orders.test_reply import outcomes
from tracker.orders.due import carry_out_due


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """The evening of 4 August, a Tuesday: a case of 丰县."""
    office = Office(tmp_path_factory.mktemp("begun")).at("08-04 09:00")
    office.mail("fx@example.cn", case("一张清单管到底"))
    office.until("08-04 17:05")
    office.close()
    return office


@pytest.fixture
def office(begun, tmp_path):
    office = begun.copy(tmp_path)
    yield office
    office.close()


def order(office, text, when="08-05 10:00", to="digest"):
    return office.at(when).order(text, office.last(to))


def sent_to(office, kind, since):
    from tests.office import local

    return [one.headers["To"] for one in office.letters(kind) if one.row.created_at > local(since)]


def test_a_reminder_for_a_day_is_kept_with_its_number_and_goes_at_its_time(office):
    letter = order(office, "8月6日下午3点再催睢宁一次")
    assert outcomes(letter) == ["定时1：8月6日（星期四）15:00办理；不用了，回复“取消定时1”"]
    office.until("08-06 14:55")
    assert "sn@example.cn" not in sent_to(office, "reminder", "08-06 09:30")
    office.until("08-06 15:05")
    assert sent_to(office, "reminder", "08-06 09:30") == ["sn@example.cn"]
    assert outcomes(office.last("order")) == ["已提醒睢宁县"]


def test_a_reminder_on_a_day_off_says_when_it_goes(office):
    letter = order(office, "8号下班前提醒睢宁")
    assert outcomes(letter) == [
        "定时1：8月8日（星期六）16:30办理（届时不在工作时间，提醒信8月10日（星期一）08:40发出）；不用了，回复“取消定时1”"
    ]


def test_what_goes_to_many_waits_for_a_yes_and_then_needs_no_other(office):
    asked = order(office, "周五下午再催一下没交的")
    assert outcomes(asked) == [
        "尚未执行：将于8月7日（星期五）15:00发信提醒3个单位（沛县、睢宁县、泉山区）。请回复“确认”后执行"
    ]
    done = office.at("08-05 10:10").order("确认", asked)
    assert outcomes(done) == ["定时1：8月7日（星期五）15:00办理；不用了，回复“取消定时1”"]
    office.until("08-07 15:05")
    assert sent_to(office, "reminder", "08-07 14:00") == ["px@example.cn", "sn@example.cn", "qs@example.cn"]


def test_who_has_sent_by_then_is_not_reminded(office):
    order(office, "8月6日下午要是睢宁还没交，再催一遍")
    office.at("08-06 10:00").mail("sn@example.cn", case("邻里一条心", "睢宁县"))
    office.until("08-06 15:05")
    assert outcomes(office.last("order")) == ["睢宁县已报1篇，未提醒"]


def test_the_workbook_is_asked_for_at_its_time(office):
    order(office, "明早9点把汇总表发我")
    office.until("08-06 09:05")
    assert outcomes(office.last("order")) == ["最新汇总表另函发送"]


def test_she_is_reminded_of_her_own_words(office):
    order(office, "明天下午提醒我给丰县打电话")
    office.until("08-06 15:05")
    assert outcomes(office.last("order")) == ["提醒您：给丰县打电话"]


def test_it_stands_in_the_digest_until_it_is_done(office):
    order(office, "8月6日下午3点再催睢宁一次")
    office.until("08-05 17:05")
    assert "定时1，8月6日（星期四）15:00：8月6日下午3点再催睢宁一次（李敏）" in office.last("digest").text
    office.until("08-06 17:05")
    assert "定时1" not in office.last("digest").text


@pytest.mark.parametrize("text", ["取消定时1", "明天那个催办不用了", "把定时的都取消"])
def test_it_is_called_off_by_number_by_day_or_all(office, text):
    order(office, "明天下午3点再催睢宁一次")
    letter = order(office, text, "08-05 10:05")
    assert outcomes(letter) == ["定时1（8月6日（星期四）15:00，明天下午3点再催睢宁一次）已取消"]
    office.until("08-06 15:05")
    assert "sn@example.cn" not in sent_to(office, "reminder", "08-06 09:30")


def test_calling_off_is_taken_back_and_so_is_the_order(office):
    order(office, "明天下午3点再催睢宁一次")
    order(office, "取消定时1", "08-05 10:05")
    assert outcomes(order(office, "撤销", "08-05 10:10")) == ["已撤销：定时1照办"]
    assert outcomes(order(office, "撤销", "08-05 10:15")) == ["已撤销：定时1已取消"]
    assert outcomes(order(office, "看一下定时的", "08-05 10:20")) == ["没有定时事项"]


def test_what_is_planned_is_listed_soonest_first(office):
    order(office, "后天下午3点再催睢宁一次")
    order(office, "明早9点把汇总表发我", "08-05 10:05")
    assert outcomes(order(office, "定的都有哪些事，列给我", "08-05 10:10")) == [
        "定时事项2项：定时2，8月6日（星期四）09:00：明早9点把汇总表发我（李敏）；定时1，8月7日（星期五）15:00：后天下午3点再催睢宁一次（李敏）"
    ]


def test_it_is_done_once_whatever_restarts(office):
    order(office, "明天下午3点再催睢宁一次")
    office.at("08-06 15:00").restart()
    assert carry_out_due(office.parts) == 1
    office.restart()
    assert carry_out_due(office.parts) == 0
    office.until("08-06 15:30")
    assert sent_to(office, "reminder", "08-06 14:00") == ["sn@example.cn"]


def test_a_time_that_the_machine_slept_through_is_made_up_for_within_a_day_only(office):
    order(office, "明天上午把汇总表发我")
    order(office, "8月6日下午3点再催睢宁一次", "08-05 10:05")
    office.at("08-07 10:00").restart()
    assert carry_out_due(office.parts) == 2
    told = [outcomes(letter)[0] for letter in office.letters("order")[-2:]]
    assert told == [
        "未执行：应于8月6日（星期四）09:00办理，当时系统没有运行；仍要办的，请再写一次",
        "已提醒睢宁县",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("今天上午9点把汇总表发我", "未执行：8月5日（星期三）09:00已经过去，请另定时间"),
        ("昨天下午催一下睢宁", "未执行：写的时间已经过去。您是要发信提醒1个单位（睢宁县）吗？回复“是”即办"),
        ("8月12日前催一下睢宁", "未执行：没有写明是之前哪个时候。您是要于8月12日（星期三）09:00发信提醒1个单位（睢宁县）吗？回复“是”即办"),
    ],
)  # fmt: skip
def test_a_time_that_is_none_is_asked(office, text, told):
    assert outcomes(order(office, text)) == [told]


def test_a_yes_to_a_guessed_time_keeps_it(office):
    asked = order(office, "8月7日前催一下睢宁")
    done = office.at("08-05 10:10").order("是", asked)
    assert outcomes(done) == ["定时1：8月7日（星期五）09:00办理；不用了，回复“取消定时1”"]
