"""Cases named by title, place, person or place in a letter become numbers; what is not sure is asked."""

import pytest

from benchmarks.accuracy.orders import campaign_names, lexicon_of_orders
from tests.office import Office, case
from tests.unit.tracker.orders.test_reply import outcomes
from tracker.orders.understand.intents import Guess, Intent, Understanding, Wish
from tracker.orders.understand.message.named.known import Known, Named
from tracker.orders.understand.message.named.refer import (
    Referred,
    own_words,
    read_referring,
    refers,
    resolve,
    settle,
)

CASES = (
    Named(1, "一张清单管到底", "", "", "丰县", "张三"),
    Named(2, "水岸议事亭", "柳桥村", "张集镇", "铜山区", "吴桂芳"),
    Named(3, "水岸边的老街坊议事厅", "沿河社区", "", "泉山区", "周敏"),
    Named(4, "一碗热饭暖夕阳", "王庄村", "张集镇", "铜山区", "李娟", counts=False),
    Named(12, "红色管家进小区", "", "", "鼓楼区", ""),
)
MANY = "相符的有{}篇"
LIKELY = "没有写明编号，按说法猜的"


def read(text, about=()):
    return resolve(text, Known(CASES, tuple(about)), campaign_names(), lexicon_of_orders())


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("《水岸议事亭》主题改四", "2号主题改四"),
        ("“水岸议事亭”这篇归到协商民主", "2号归到协商民主"),
        ("把《一张清单管到底》撤回", "把1号撤回"),
        ("水岸议事亭那篇不要了", "2号不要了"),
        ("麻烦把水岸议事亭那个案例改成村级", "麻烦把2号改成村级"),
        ("红色管家那篇归一类", "12号归一类"),
        ("管家那篇归一类", "12号归一类"),
        ("柳桥村那篇联系人改成王强", "2号联系人改成王强"),
        ("沿河社区的那篇，改成镇级", "3号，改成镇级"),
        ("张三报的那篇作废", "1号作废"),
        ("周敏那篇按期", "3号按期"),
        ("鼓楼那篇看一下", "12号看一下"),
        ("水岸议事亭作废，5号归三", "2号作废，5号归三"),
        ("3号和《水岸议事亭》是同一篇", "3号和2号是同一篇"),
        ("收件19的照片放到水岸议事亭那篇", "收件19的照片放到2号"),
        ("一碗热饭暖夕阳恢复", "4号恢复"),
        # by the last words before it, by a unit and words of the title, by the beginning of the clause
        ("刚翻了一下一张清单那个，往六里放", "刚翻了一下1号，往六里放"),
        ("泉山老街坊那篇看一下", "3号看一下"),
        ("红色管家的社区名打错字了", "12号的社区名打错字了"),
    ],
)
def test_what_is_plain(text, resolved):
    found = read(text)
    assert (found.text, found.doubtful) == (resolved, ())


@pytest.mark.parametrize(
    ("text", "resolved", "doubtful"),
    [
        ("水岸那篇作废", "2号作废", ((2, MANY.format(2)),)),
        ("红色管家进校区那篇归一类", "12号归一类", ((12, LIKELY),)),
        ("《水岸的议事亭子》作废", "2号作废", ((2, LIKELY),)),
        ("铜山那篇不要了", "2号不要了", ()),  # the other is withdrawn
        ("张集镇那篇看一下", "2号看一下", ()),
    ],
)
def test_what_is_guessed(text, resolved, doubtful):
    found = read(text)
    assert (found.text, found.doubtful) == (resolved, doubtful)


@pytest.mark.parametrize(
    ("text", "about", "resolved", "doubtful"),
    [
        ("上面那个归到服务体系", (12,), "12号归到服务体系", ()),
        ("刚才那篇先作废", (2,), "2号先作废", ()),
        ("这篇改成村级", (3,), "3号改成村级", ()),
        ("这篇改成村级", (), "这篇改成村级", ()),
        ("第二个是对的，第一个不要", (1, 3), "3号是对的，1号不要", ()),
        ("前一个留，后一个删", (1, 3), "1号留，3号删", ()),
        ("前者归一，后者归二", (1, 3), "1号归一，3号归二", ()),
        ("最后一篇不要了", (1, 2, 3), "3号不要了", ()),
        ("第三篇改村级", (1, 2, 3), "3号改村级", ()),
        ("第五篇改村级", (1, 2, 3), "第五篇改村级", ()),
        ("刚才那个归二", (1, 3), "3号归二", ((3, "上一封信中不止一篇"),)),
        ("第二个主题改四", tuple(range(1, 20)), "第二个主题改四", ()),  # a digest names too many
        ("5号归三，这篇改村级", (12,), "5号归三，这篇改村级", ()),
        ("麻烦你把这篇改村级", (12,), "麻烦你把12号改村级", ()),
        ("收件4那个邮箱是泉山的", (12,), "收件4那个邮箱是泉山的", ()),
        ("专家那个名单发我", (12,), "专家那个名单发我", ()),
    ],
)
def test_what_the_answered_letter_names(text, about, resolved, doubtful):
    found = read(text, about)
    assert (found.text, found.doubtful) == (resolved, doubtful)


@pytest.mark.parametrize(
    "text",
    [
        "3号名称改为《水岸议事亭》",
        "12号备注：与《水岸议事亭》相近",
        "收件18回复：《水岸议事亭》已收到",
        "标题改为《水岸议事亭》",
        "催一下丰县和沛县",
        "汇总表发我一份",
        "“还没交的”催一下",
        "把“加急”两个字加上",
        "",
    ],
)
def test_what_names_no_case_stays(text):
    assert read(text, (1,)) == Referred(text)


@pytest.mark.parametrize(
    ("text", "may"), [("3号作废", False), ("催一下丰县", False), ("柳桥村那篇作废", True)]
)
def test_most_mails_need_no_look_at_the_ledger(text, may):
    assert refers(text, campaign_names(), lexicon_of_orders()) is may


def test_her_own_words_are_put_back():
    referred = Referred("2号作废，12号归一", (("2号", "水岸议事亭那篇"), ("12号", "《红色管家进小区》")))
    assert own_words("12号归一", referred) == "《红色管家进小区》归一"
    assert own_words("2号作废", referred) == "水岸议事亭那篇作废"


def test_an_order_about_a_guessed_case_is_a_question_and_a_look_is_none():
    referred = Referred("2号作废", (("2号", "水岸那篇"),), ((2, "相近"),))
    gone, look = Wish(Intent.WITHDRAW, "2号作废", (2,)), Wish(Intent.SHOW, "2号作废", (2,))
    told = Wish(Intent.WITHDRAW, "水岸那篇作废", (2,))
    assert settle(Understanding((gone, look)), referred) == Understanding(
        (Wish(Intent.SHOW, "水岸那篇作废", (2,)),), (Guess("水岸那篇作废", "相近", told),)
    )


def test_what_names_no_case_is_asked_of_the_one_of_the_letter():
    why = "没有写明是哪一篇，请写案例编号"
    asked = {
        "改成村级": Understanding((), (Guess("改成村级", why),)),
        "12号改成村级": Understanding((Wish(Intent.CORRECT, "12号改成村级", (12,), "level", "village"),)),
    }
    found = read_referring("改成村级", Known((), (12,)), Referred("改成村级"), asked.__getitem__)
    assert found.guesses == (
        Guess("改成村级", why, Wish(Intent.CORRECT, "改成村级", (12,), "level", "village")),
    )
    assert (
        read_referring("改成村级", Known((), (1, 2)), Referred("改成村级"), asked.__getitem__)
        == asked["改成村级"]
    )


# By mail


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("begun")).at("08-04 09:00")
    office.mail("fx@example.cn", case("一张清单管到底", contact="张三"))
    office.mail("px@example.cn", case("水岸议事亭", "沛县"))
    office.mail("qs@example.cn", case("水岸边的议事亭子", "泉山区"))
    office.until("08-04 17:05")
    office.close()
    return office


@pytest.fixture
def office(begun, tmp_path):
    office = begun.copy(tmp_path)
    yield office
    office.close()


def test_a_thread_of_orders_without_a_number(office):
    first = office.at("08-05 09:00").order("水岸议事亭那篇主题改四", office.last("digest"))
    assert "水岸议事亭那篇主题改四（2号《水岸议事亭》）" in first.text
    second = office.at("08-05 09:10").order("这篇改成村级，联系人改成吴桂芳", first)
    assert (office.cases()[1]["theme"], office.cases()[1]["level"], office.cases()[1]["contact"]) == (
        "4",
        "village",
        "吴桂芳",
    )
    office.at("08-05 09:20").order("刚才那篇不要了", second)
    assert [row.status for row in office.cases()] == ["active", "withdrawn", "active"]


def test_a_likely_case_is_done_after_a_yes(office):
    asked = office.at("08-05 09:00").order("水岸那篇作废", office.last("digest"))
    assert outcomes(asked) == [
        (
            "未执行：相符的有2篇（2号《水岸议事亭》、3号《水岸边的议事亭子》）。您是要撤回2号《水岸议事亭》，不再计数吗？"
            "回复“是”即办；是另一篇，回复编号即可"
        )
    ]
    assert [row.status for row in office.cases()] == ["active"] * 3
    office.at("08-05 09:10").order("是", asked)
    assert [row.status for row in office.cases()] == ["active", "withdrawn", "active"]


@pytest.mark.parametrize(
    "answer", ["2", "第二个", "后一个", "3号", "是3号那个", "不是，是3号", "泉山那篇", "3号，谢谢"]
)
def test_one_of_several_is_chosen_by_place_number_or_name(office, answer):
    office.at("08-05 09:00")
    asked = office.order("水岸那篇主题改四", office.last("digest"))
    chosen = office.at("08-05 09:10").order(answer, asked)
    if answer == "2":  # the place, and a case's own number
        assert outcomes(chosen) == [
            (
                "未执行：还没有定（2号《水岸议事亭》、3号《水岸边的议事亭子》）。您是要把2号《水岸议事亭》的主题改为（四）协商民主吗？"
                "回复“是”即办；是另一篇，回复编号即可"
            )
        ]
        chosen = office.at("08-05 09:20").order("3号", chosen)
    assert outcomes(chosen) == ["3号主题：（二）治理方式 → （四）协商民主"]
    assert [row["theme"] for row in office.cases()] == ["2", "2", "4"]


def test_a_choice_settles_all_that_was_asked_of_these_cases_and_goes_before_other_orders(office):
    office.at("08-05 09:00")
    asked = office.order("水岸那篇主题改四，联系人改成王强", office.last("digest"))
    office.at("08-05 09:10").order("第二个\n1号主题改五\n李敏", asked)
    assert [(row["theme"], row["contact"]) for row in office.cases()] == [
        ("5", "张三"),
        ("2", ""),
        ("4", "王强"),
    ]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("1号", "未执行：不在所问的几篇之中。您是要撤回1号《一张清单管到底》，不再计数吗？回复“是”即办"),
        ("9号", "未执行：没有9号案例"),
        (
            "8",
            (
                "未执行：还没有定（2号《水岸议事亭》、3号《水岸边的议事亭子》）。您是要撤回2号《水岸议事亭》，不再计数吗？"
                "回复“是”即办；是另一篇，回复编号即可"
            ),
        ),
    ],
)
def test_what_chooses_none_of_them_is_asked_again(office, answer, outcome):
    asked = office.at("08-05 09:00").order("水岸那篇作废", office.last("digest"))
    again = office.at("08-05 09:10").order(answer, asked)
    assert outcomes(again) == [outcome]
    assert [row.status for row in office.cases()] == ["active"] * 3


def test_one_of_two_values_is_chosen_by_its_name(office):
    asked = office.at("08-05 09:00").order("1号放沛县还是泉山区？", office.last("digest"))
    assert outcomes(asked) == [
        (
            "未执行：写了不止一种（沛县、泉山区）。您是要把1号《一张清单管到底》的县(市)区改为沛县吗？"
            "回复“是”即办；是另一个，照写即可"
        )
    ]
    assert outcomes(office.at("08-05 09:10").order("泉山", asked)) == ["1号县(市)区：丰县 → 泉山区"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("房村镇的题目改为《和谐房村靠大家》", "7号的题目改为《和谐房村靠大家》"),
        ("铜山房村的那个柳桥村的，主题改四", "8号的，主题改四"),
        ("7号镇改为房村镇", "7号镇改为房村镇"),
        ("房村镇的办事员来过电话", "房村镇的办事员来过电话"),
    ],
)
def test_a_place_names_a_case_where_no_number_stands(text, meant):
    known = Known((Named(7, town="房村镇", county="铜山区"), Named(8, community="柳桥村", town="房村镇")))
    assert resolve(text, known, campaign_names(), lexicon_of_orders()).text == meant
