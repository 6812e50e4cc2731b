"""Before an order is done its sentence is looked at again: others' wishes, odd values, what is made sure of."""

import pytest

from tests.unit.tracker.orders.understand.reading import read
from tracker.orders.understand.frames.found import (
    CHECKING,
    CONDITION,
    ODD_VALUE,
    OF_OTHERS,
    QUESTION,
    TWO_WAYS,
    UNSURE,
    WHICH_TOWN,
)
from tracker.orders.understand.intents import Intent


@pytest.mark.parametrize(
    ("text", "why", "guess"),
    [
        ("他说要撤27号", OF_OTHERS, (Intent.WITHDRAW, (27,), "")),
        ("沛县说4号想撤，我没同意", OF_OTHERS, (Intent.WITHDRAW, (4,), "")),
        ("鼓楼想把25号改成县级，不合适", OF_OTHERS, (Intent.CORRECT, (25,), "county")),
        ("小李希望把25号改成县级", OF_OTHERS, (Intent.CORRECT, (25,), "county")),
        ("上次我把18号改成村级了吧", CHECKING, (Intent.CORRECT, (18,), "village")),
        ("2号可以定稿了，定吧", UNSURE, (Intent.CONFIRM, (2,), "")),
        (
            "25号电话幺三九五二一幺二二三三三",
            ODD_VALUE.format("13952112233"),
            (Intent.CORRECT, (25,), "13952112233"),
        ),
        ("3号算3还是算4", QUESTION, (Intent.RESTORE, (3,), "")),
        ("7号属张集", WHICH_TOWN.format("张集街道、张集镇"), (Intent.CORRECT, (7,), "张集街道")),
    ],
)
def test_what_may_not_be_her_order_is_asked(text, why, guess):
    found = read(text)
    assert found.wishes == ()
    assert [(g.why, g.wish.intent, g.wish.cases, g.wish.value) for g in found.guesses] == [(why, *guess)]


@pytest.mark.parametrize(
    "text",
    [
        "37号恢复吧，区里又说要报",
        "应泉山区民政局来函请求，请将13号案例予以撤回。",
        "13号他们讲不想报了，那就麻烦先撤下来吧。",
        "邳州市来电请求撤回第三十四号，准予撤回。",
        "沙集来人说8号镇里要求撤回，请照办。",
        "19号放六不合适，放四吧",
        "34号他们领导不同意上报，撤了",
        "7号属张集镇",
        "25号电话改成0516-83501122",
        "25号单位改成鼓楼区民政局",
        "25号题目改成《微心愿》",
    ],
)
def test_what_is_her_order_is_done(text):
    found = read(text)
    assert (len(found.wishes), found.guesses) == (1, ())


def test_a_field_that_is_set_and_emptied_in_one_breath_is_asked():
    found = read("24联系人是王姐 全名忘了 你先空着")
    assert found.wishes == ()
    assert {guess.why for guess in found.guesses} == {TWO_WAYS}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("33号电话不要放上去了，人家打电话找我说老有人骚扰，先空着", (Intent.CLEAR, (33,), "phone", "")),
        ("7号那个次要主题我想想啊，写个第六吧，主题还是原来的", (Intent.CORRECT, (7,), "secondary", "6")),
    ],
)
def test_what_is_not_done_is_asked_with_the_likeliest_order(text, value):
    found = read(text)
    assert found.wishes == ()
    assert [(g.wish.intent, g.wish.cases, g.wish.field, g.wish.value) for g in found.guesses] == [value]


@pytest.mark.parametrize("text", ["3号别动", "今天下雨", "辛苦了，明天再说", "23号的主题你再琢磨琢磨"])
def test_talk_is_asked_without_a_guess(text):
    found = read(text)
    assert (found.wishes, [g for g in found.guesses if g.wish]) == ((), [])


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("请将1号案例的镇（街道）名称更正为“宿羊山镇”。", "town", "宿羊山镇"),
        ("1号的村（社区）名称更正为“吴邵社区”", "community", "吴邵社区"),
    ],
)
def test_a_column_that_is_called_like_a_level_is_a_column(text, field, value):
    (wish,) = read(text).wishes
    assert (wish.field, wish.value) == (field, value)


@pytest.mark.parametrize(
    "text", ["要是收件12还没回，就回复：材料已收到", "好的。收件12如果还没回，就回复：材料已收到"]
)
def test_an_answer_that_hangs_on_something_is_asked(text):
    found = read(text)

    assert not any(wish.intent is Intent.ANSWER for wish in found.wishes)
    assert [(one.why, one.wish.words) for one in found.guesses if one.wish is not None] == [
        (CONDITION, "材料已收到")
    ]


@pytest.mark.parametrize("text", ["收件12回复：如果材料不齐请补充", "收件12问如果晚一天行不行，请回他：可以"])
def test_a_condition_in_somebody_s_words_is_none_of_hers(text):
    assert [wish.mails for wish in read(text).wishes if wish.intent is Intent.ANSWER] == [(12,)]
