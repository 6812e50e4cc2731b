"""The second reading of orders, learned from the corpus: what it helps with and what it may not do."""

import gzip
import random

import pytest

from benchmarks.accuracy import arrays
from benchmarks.accuracy.learn_orders import shorten
from benchmarks.accuracy.orders import campaign_names, lexicon_of_orders
from intake.model.errors import ConfigError
from tests.office import ROOT
from tracker.orders.understand import read
from tracker.orders.understand.fold import fold
from tracker.orders.understand.message.lines import understand
from tracker.orders.understand.model.judge import readings_of
from tracker.orders.understand.model.linear import learn
from tracker.orders.understand.model.store import load_model, save_model

SHIPPED = ROOT / "config/lexicon/orders.json.gz"
MODEL = load_model(SHIPPED)


def both(text):
    return understand(text, campaign_names(), lexicon_of_orders(), MODEL)


def frames(text):
    return read.understand(text, campaign_names(), lexicon_of_orders())


def deeds(text):
    piece = fold(text, campaign_names(), lexicon_of_orders())
    return set(readings_of(piece, MODEL, campaign_names(), lexicon_of_orders())[0].deeds)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("17镇街", {("correct", 17, "level", "town")}),
        ("58号错归丰县了，请改回沛县", {("correct", 58, "county", "沛县")}),
        ("五号、九号是一篇，并一下", {("merge", 9, 5)}),
        ("丰县不催了，18号改成主题二", {("mute", "丰县"), ("correct", 18, "theme", "2")}),
        ("睢宁新邮箱 sn@mz.example 记一下", {("address", "睢宁县", "sn@mz.example")}),
    ],
)
def test_it_reads_by_what_many_hands_wrote(text, meant):
    assert deeds(text) == meant


def test_what_it_finds_unlikely_is_asked():
    text = "邳州市说邮件太多，以后提醒就免了罢"
    assert [wish.intent for wish in frames(text).wishes] == ["remind"]
    found = both(text)
    assert found.wishes == ()
    assert [guess.wish.intent for guess in found.guesses] == ["mute"]


@pytest.mark.parametrize(
    "text", ["如果沛县同意，3号改主题四", "3号改主题四还是主题五？", "好的", "收到，谢谢"]
)
def test_what_was_refused_for_a_reason_it_cannot_order(text):
    assert both(text) == frames(text)


@pytest.mark.parametrize(
    "text",
    [
        "93号保留，不作废",
        "六十三不作废",
        "4号别动",
        "7号先别撤",
        "丰县定在9月8号去",
        "12号先放着，等我问问再撤",
    ],
)
def test_what_is_left_as_it_is_or_denied_it_cannot_order(text):
    assert [wish for wish in both(text).wishes if wish.intent not in ("keep", "show")] == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3号放到协商", [("correct", (3,), "theme", "4")]),
        ("3号主题改成服务那一类", [("correct", (3,), "theme", "3")]),
        ("8号次要主题不要了，就一个主题", [("clear", (8,), "secondary", "")]),
        ("89号次要主题（四）删去", [("clear", (89,), "secondary", "")]),
        ("顺便催他们一次", []),
        ("60号联系人和电话，周亚梅，0516-80004083", [("correct", (60,), "contact", "周亚梅"), ("correct", (60,), "phone", "0516-80004083")]),
    ],
)  # fmt: skip
def test_what_these_words_order(text, meant):
    assert [(str(w.intent), w.cases, w.field, w.value) for w in both(text).wishes] == meant


def test_a_case_that_is_to_be_urged_is_not_everybody():
    found = both("3号申报表催一下")
    assert found.wishes == ()
    assert [guess.wish for guess in found.guesses if guess.wish is not None] == []


def test_words_for_others_are_not_read_as_orders():
    text = "收件18回复：3号作废，丰县延到8月20日"
    assert both(text) == frames(text)
    assert [wish.intent for wish in both(text).wishes] == ["answer"]


def test_a_long_mail_is_judged_by_its_sentences():
    text = "\n".join(f"{number}号主题改四" for number in range(1, 40))
    assert [wish.cases for wish in both(text).wishes] == [(number,) for number in range(1, 40)]


@pytest.mark.slow
def test_weights_come_back_as_they_were_stored(tmp_path):
    path = tmp_path / "orders.json.gz"
    save_model(path, MODEL)
    assert load_model(path).wants.labels == MODEL.wants.labels
    # Decompressed: Python 3.13 writes another byte into the head of a gzip file.
    assert gzip.decompress(path.read_bytes()) == gzip.decompress(SHIPPED.read_bytes())


@pytest.mark.parametrize("stored", [b"", b"no gzip"])
def test_damaged_weights_are_told_in_plain_words(tmp_path, stored):
    path = tmp_path / "orders.json.gz"
    path.write_bytes(stored)
    with pytest.raises(ConfigError, match="缺失或损坏"):
        load_model(path)


def test_it_learns_what_goes_with_what():
    examples = [
        (frozenset(("bias", word)), frozenset((label,))) for word, label in [("撤", "out"), ("留", "in")] * 5
    ]
    model = learn(examples)
    assert model.chances(["bias", "撤"])["out"] > 0.8 > 0.2 > model.chances(["bias", "留"])["out"]
    assert model.chances(["unseen"]) == {"in": 0.5, "out": 0.5}


def test_fewer_words_mean_the_same():
    every = random.Random(1)
    assert shorten("请把12号的层级改为村级，谢谢", every, 1.1).startswith("12")
    assert shorten("3号名称改为《请把门打开》", every, 1.1).endswith("《请把门打开》")


def test_weights_know_no_place():
    places = {name for name in (*campaign_names().units, *campaign_names().towns) if len(name) > 2}
    features = [*MODEL.wants.weights, *MODEL.plays.weights]
    assert [f for f in features if any(place in f for place in places)] == []


@pytest.mark.parametrize(
    ("text", "orders", "asked"),
    [
        ("张老师宽限到本周五", [], [("", ())]),
        ("给专家延到15号", [], [("", ())]),
        ("王主任多给三天", [], [("", ())]),
        ("催一下王老师", [], [("", ())]),
        ("云龙那边宽限到本周五", [("extend", ("云龙区",))], []),
        ("全体延到15号", [("extend", ())], []),
        ("把9号的原稿发我看看，还有4号的", [("original", (9,)), ("original", (4,))], []),
        ("催一下丰县，说一声月底前先报一篇", [("remind", ("丰县",))], []),
        ("有两篇：5、6是同一篇，留6", [("merge", (5,))], []),
    ],
)
def test_what_it_does_and_what_it_asks(text, orders, asked):
    found = both(text)

    assert [(str(w.intent), w.cases or w.units) for w in found.wishes] == orders
    assert [
        (str(g.wish.intent) if g.wish else "", g.wish.cases if g.wish else ()) for g in found.guesses
    ] == asked


def test_what_is_said_of_another_case_is_told_beside_what_is_done():
    found = both("13号通过，14号退回去掉")
    assert [(wish.intent, wish.cases) for wish in found.wishes] == [("confirm", (13,))]
    assert (found.guesses, found.unread) == ((), ("14号退回去掉",))


def test_the_words_for_a_unit_are_her_own():
    (wish,) = both("催一下丰县，说一声月底前先报一篇").wishes
    assert wish.words == "月底前先报一篇"


@pytest.mark.parametrize(
    ("text", "into"),
    [("5、6是同一篇，留6", ("5", "6")), ("7号并入4号", ("7", "4"))],
)
def test_which_of_two_cases_stays(text, into):
    (wish,) = both(text).wishes
    assert (*map(str, wish.cases), wish.value) == into


def test_arrays_learn_the_same_to_the_last_digit():
    pytest.importorskip("numpy")
    chosen = random.Random(3)
    examples = [
        (
            frozenset(f"f{chosen.randrange(80)}" for _ in range(chosen.randrange(1, 30))),
            frozenset(f"l{chosen.randrange(6)}" for _ in range(chosen.randrange(3))),
        )
        for _ in range(300)
    ]
    assert arrays.learn(examples) == learn(examples)
